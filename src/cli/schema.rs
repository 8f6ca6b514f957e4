//! `toporder schema`.

use std::io;

use super::{Error, Outcome, Output};
use crate::scenario::raw;

/// Print the JSON Schema of the scenario format, for editors.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        output.out.write_all(schema_text()?.as_bytes())?;
        Ok(Outcome::Success)
    }
}

/// The whole schema, as its file has it.
pub(super) fn schema_text() -> io::Result<String> {
    // The schema's own serialisation puts its keys in a readable order.
    let mut text = serde_json::to_string_pretty(&raw::schema()).map_err(io::Error::from)?;
    text.push('\n');
    Ok(text)
}
