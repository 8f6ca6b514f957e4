//! `toporder play`, and `toporder` alone.

use std::path::PathBuf;
use std::sync::Arc;

use super::at_terminal::{self, GameArgs, ScreenArgs};
use super::{Error, Outcome, Output};
use crate::scenario::load;
use crate::tui::Start;

/// Play a scenario.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The name of a built-in scenario, or a file.
    scenario: PathBuf,
    #[command(flatten)]
    options: PickArgs,
}

/// The options of a game whose scenario is picked in the program.
#[derive(Debug, clap::Args)]
pub(super) struct PickArgs {
    #[command(flatten)]
    game: GameArgs,
    #[command(flatten)]
    look: ScreenArgs,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let scenario = load::load(&self.scenario)?.scenario;
        at_terminal::require()?;
        self.options.start(Start::Play(Arc::new(scenario)), output)
    }
}

impl PickArgs {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        at_terminal::require()?;
        self.start(Start::Picker, output)
    }

    fn start(self, start: Start, output: &mut Output<'_>) -> Result<Outcome, Error> {
        at_terminal::run(start, self.game, &self.look, output)
    }
}
