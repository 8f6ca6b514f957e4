//! `toporder schema`.

use super::{Error, Outcome, Output};
use crate::scenario::raw;

/// Print the JSON Schema of the scenario format, for editors.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        writeln!(output.out, "{:#}", raw::schema().as_value())?;
        Ok(Outcome::Success)
    }
}
