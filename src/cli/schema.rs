//! `toporder schema`.

use std::io;

use super::{Error, Outcome, Output};
use crate::scenario::raw;

/// Print the JSON Schema of the scenario format, for editors.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        // The schema's own serialisation puts its keys in a readable order.
        let schema = serde_json::to_string_pretty(&raw::schema()).map_err(io::Error::from)?;
        writeln!(output.out, "{schema}")?;
        Ok(Outcome::Success)
    }
}
