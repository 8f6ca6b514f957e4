//! `toporder guide`.

use std::path::PathBuf;

use super::{Error, Outcome, Output};
use crate::plain::COLUMNS;
use crate::scenario::load::load;
use crate::scenario::words::printable;
use crate::tui::texts;

/// The widest line that is easy to read.
const WIDEST: usize = 100;

/// Print the trainer's guide of a scenario.
///
/// It is for who leads a workshop: participants never see it while they play. `toporder play SCENARIO --guide`
/// has it at hand in a game.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The name of a built-in scenario, or a file.
    scenario: PathBuf,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let scenario = load(&self.scenario)?.scenario;
        let columns = output.look.columns().map_or(COLUMNS, |columns| columns.min(WIDEST));
        writeln!(output.out, "{}: for the trainer\n", scenario.title)?;
        for line in texts::guide(&scenario, columns) {
            writeln!(output.out, "{}", printable(&line.replace('\t', " ")))?;
        }
        Ok(Outcome::Success)
    }
}
