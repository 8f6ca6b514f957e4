//! `toporder config`.

use std::path::PathBuf;

use super::settings::{CoachName, Settings, ThemeName};
use super::{Error, Outcome, Output};
use crate::scenario::words::printable;
use crate::store::{self, SETTINGS_VARIABLE};
use clap::{Subcommand, ValueEnum};

/// Print your settings, say where they are, or check them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Print all settings with what is in force, in the form of the settings file.
    Print,
    /// Print where the settings file is, or would be.
    Path,
    /// Say whether a settings file is right, and what is wrong with it.
    Check {
        /// Another file than your own.
        file: Option<PathBuf>,
    },
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let path = store::settings_path();
        let shown = path.as_ref().map_or_else(
            || format!("nowhere: set {SETTINGS_VARIABLE} to a file"),
            |path| printable(&path.to_string_lossy()).into_owned(),
        );
        match self.what {
            None | Some(What::Print) => {
                let settings = Settings::load()?;
                let is_there = path.is_some_and(|path| path.exists());
                let note = if is_there { "" } else { " (not there yet)" };
                writeln!(output.out, "# {shown}{note}")?;
                print(&settings, output)?;
            }
            Some(What::Path) => writeln!(output.out, "{shown}")?,
            Some(What::Check { file }) => {
                let Some(path) = file.or(path) else {
                    writeln!(output.out, "{shown}")?;
                    return Ok(Outcome::Failure);
                };
                let name = printable(&path.to_string_lossy()).into_owned();
                if path.exists() {
                    Settings::read(&path)?;
                    writeln!(output.out, "ok {name}")?;
                } else {
                    writeln!(
                        output.out,
                        "{name} is not there; without it everything is as it comes with the program."
                    )?;
                    return Ok(Outcome::Failure);
                }
            }
        }
        Ok(Outcome::Success)
    }
}

fn print(settings: &Settings, output: &mut Output<'_>) -> Result<(), Error> {
    let out = &mut *output.out;
    let theme = settings.theme.unwrap_or(ThemeName::Auto);
    let coach = settings.coach.unwrap_or(CoachName::Full);
    let named = |value: &dyn std::fmt::Display, is_own: bool, help: &str, name: &str| {
        let own = if is_own { "yours; " } else { "" };
        format!("{:<24} # {own}{help}", format!("{name} = {value}"))
    };
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let of = |value: Option<clap::builder::PossibleValue>| {
        quoted(value.as_ref().map_or("", |value| value.get_name()))
    };
    let name = settings.name.as_deref().unwrap_or_default();
    let lines = [
        named(
            &of(theme.to_possible_value()),
            settings.theme.is_some(),
            "auto, dark, light, contrast or mono",
            "theme",
        ),
        named(
            &settings.motion.unwrap_or(true),
            settings.motion.is_some(),
            "whether things may move by themselves",
            "motion",
        ),
        named(
            &settings.ascii.unwrap_or(false),
            settings.ascii.is_some(),
            "whether only ASCII is drawn",
            "ascii",
        ),
        named(&quoted(name), settings.name.is_some(), "your name; empty: your login name", "name"),
        named(
            &of(coach.to_possible_value()),
            settings.coach.is_some(),
            "off, hints or full: what you are told before each Sprint",
            "coach",
        ),
        named(
            &settings.commit.unwrap_or(false),
            settings.commit.is_some(),
            "whether a Sprint Goal, a reason and a forecast belong to each Sprint",
            "commit",
        ),
    ];
    for line in lines {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "\n# Keys of your own: `toporder keys` prints all, in the form in which they stand here.")?;
    Ok(())
}
