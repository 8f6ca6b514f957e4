//! `toporder resume`.

use std::io::{IsTerminal, stdout};

use super::at_terminal::{self, GameArgs, GuideArgs, ScreenArgs};
use super::{Error, Outcome, Output, saved};
use crate::plain;
use crate::store::Store;
use crate::tui::Start;

/// Go on with a saved game.
///
/// Without a file, the saved games are offered; where the output is no terminal, they are listed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A journal, or a part of its name that no other has.
    file: Option<String>,
    #[command(flatten)]
    look: ScreenArgs,
    #[command(flatten)]
    guide: GuideArgs,
    /// Play line by line: for screen readers, simple terminals, pipes and scripts.
    #[arg(long)]
    plain: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        if self.plain {
            let start = match &self.file {
                None => plain::Start::SavedGames,
                Some(name) => plain::Start::Resume(saved::find(name)?),
            };
            return super::plain::run(start, GameArgs::default(), self.guide, output);
        }
        let start = match &self.file {
            None if !stdout().is_terminal() => {
                saved::print(&Store::open_default()?, output)?;
                return Ok(Outcome::Success);
            }
            None => Start::SavedGames,
            Some(name) => Start::Resume(saved::find(name)?),
        };
        at_terminal::require()?;
        at_terminal::run(start, GameArgs::default(), &self.look, self.guide.guide, output)
    }
}
