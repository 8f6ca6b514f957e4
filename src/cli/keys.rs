//! `toporder keys`.

use super::settings::Settings;
use super::{Error, Outcome, Output};

/// Print all keys, in the form of the settings file.
///
/// Copy what you want other keys for into your settings file (`toporder config path` says where it is).
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The keys as they come with the program, whatever your settings say.
    #[arg(long)]
    default: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let settings = if self.default { Settings::default() } else { Settings::load()? };
        write!(output.out, "{}", settings.keys)?;
        Ok(Outcome::Success)
    }
}
