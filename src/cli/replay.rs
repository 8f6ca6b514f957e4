//! `toporder replay`.

use super::at_terminal::{self, GameArgs, ScreenArgs};
use super::{Error, Outcome, Output, saved};
use crate::store;
use crate::tui::Start;

/// Step through a game that was played.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A journal, or a part of its name that no other has.
    file: String,
    #[command(flatten)]
    look: ScreenArgs,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        at_terminal::require()?;
        let (journal, _) = store::read(saved::find(&self.file)?)?;
        let start = Start::Replay(Box::new(journal));
        at_terminal::run(start, GameArgs::default(), &self.look, false, output)
    }
}
