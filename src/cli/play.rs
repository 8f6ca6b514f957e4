//! `toporder play`, and `toporder` alone.

use std::path::PathBuf;
use std::sync::Arc;

use super::at_terminal::{self, GameArgs, GuideArgs, ScreenArgs};
use super::plain;
use super::{Error, Outcome, Output};
use crate::plain::Start as PlainStart;
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
    #[command(flatten)]
    guide: GuideArgs,
    /// Play line by line: for screen readers, simple terminals, pipes and scripts.
    #[arg(long)]
    plain: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let scenario = Arc::new(load::load(&self.scenario)?.scenario);
        self.options.start(Start::Play(Arc::clone(&scenario)), PlainStart::Play(scenario), output)
    }
}

impl PickArgs {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        self.start(Start::Picker, PlainStart::Picker, output)
    }

    fn start(self, start: Start, plain_start: PlainStart, output: &mut Output<'_>) -> Result<Outcome, Error> {
        if self.plain {
            return plain::run(plain_start, self.game, self.guide, output);
        }
        at_terminal::require()?;
        at_terminal::run(start, self.game, &self.look, self.guide.guide, output)
    }
}
