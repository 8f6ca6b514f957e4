//! `toporder report`.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::debrief::{DepthArgs, look_back};
use super::progress::Watch;
use super::{Error, Look, Outcome, Output, saved};
use crate::debrief::Findings;
use crate::game::Game;
use crate::game::journal::Journal;
use crate::report::{self, Attended, Entry};
use crate::scenario::words::{printable, ticked};
use crate::store::{self, Sitting};

/// Write a report about a game, or about a class of them: HTML with charts, Markdown, CSV or JSON.
///
/// One game gets its whole debrief. Several of one scenario are held side by side: decisions and luck apart, where
/// orders agreed and differed, forecasts. Ctrl-C ends it with what was looked at so far.
///
/// A journal that cannot be read is told, and the others go on; then the exit code is 1.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Journals, parts of their names, or folders of them.
    #[arg(required = true, value_name = "JOURNAL")]
    journals: Vec<String>,
    /// What to write; without it, what the ending of FILE says, or Markdown.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Where to; `-` is standard output, which is also where it goes without this.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace FILE if it is there already.
    #[arg(long)]
    force: bool,
    /// Put “Participant 1” and so on in the place of names, and days in the place of times.
    #[arg(long)]
    anonymous: bool,
    /// Take every saved game with one of these parts in its name, not only one for each.
    #[arg(long)]
    all: bool,
    /// The Sprint whose orders are compared.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    sprint: u32,
    /// Write who took part instead, for the trainer's own books: when, which scenarios, how long, decisions made.
    /// The same as `--format participation`.
    #[arg(long, conflicts_with = "format")]
    participation: bool,
    #[command(flatten)]
    depth: DepthArgs,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One page without scripts, with charts, for the screen and for paper.
    Html,
    /// Text with tables.
    Md,
    /// One row a participant.
    Csv,
    /// Everything.
    Json,
    /// One row a game: who, when, how long, decisions made (CSV).
    Participation,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let format = self.format(output.look)?;
        let file = self.output.as_deref().filter(|file| *file != Path::new("-"));
        if let Some(file) = file {
            // Before the work, not after it.
            store::may_write(file, self.force)?;
        }
        let (games, outcome) = self.games()?;
        let text = match format {
            Format::Html => report::html(&report::document(&self.look_back(games), self.sprint)),
            Format::Md => report::markdown(&report::document(&self.look_back(games), self.sprint)),
            Format::Csv => report::csv(&self.look_back(games)).map_err(std::io::Error::from)?,
            Format::Json => {
                report::json(&self.look_back(games), self.sprint).map_err(std::io::Error::from)?
            }
            Format::Participation => self.participation(&games)?,
        };
        match file {
            Some(file) => {
                store::write_out(file, text.as_bytes(), self.force)?;
                let told = format!("Written: {}\n", printable(&file.to_string_lossy()));
                // Who does not see this has the file all the same.
                let _ = std::io::stderr().write_all(told.as_bytes());
            }
            None => output.out.write_all(text.as_bytes())?,
        }
        Ok(outcome)
    }

    fn format(&self, look: Look) -> Result<Format, Error> {
        let file = self.output.as_deref().filter(|file| *file != Path::new("-"));
        let ending = file.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
        let format = match (self.participation, self.format, ending.as_deref(), file) {
            (true, ..) => Format::Participation,
            (false, Some(format), ..) => format,
            (false, None, Some("html" | "htm"), _) => Format::Html,
            (false, None, Some("csv"), _) => Format::Csv,
            (false, None, Some("json"), _) => Format::Json,
            (false, None, Some("md" | "markdown"), _) | (false, None, None, None) => Format::Md,
            (false, None, _, file) => {
                let name = file.map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
                let message = format!("the name {} does not tell what to write", ticked(&name));
                let help = "Let it end with .html, .md, .csv or .json, or say --format.";
                return Err(Error::Usage { message, help: Some(help.to_owned()) });
            }
        };
        if format == Format::Html && self.output.is_none() && look.columns().is_some() {
            let message = "HTML is nothing to read at a terminal".to_owned();
            let help = "Name a file for it: -o report.html. `-o -` prints it all the same.";
            return Err(Error::Usage { message, help: Some(help.to_owned()) });
        }
        Ok(format)
    }

    /// The games that are meant, and whether all of them could be read. What is wrong is printed at once.
    fn games(&self) -> Result<(Vec<(Journal, Game)>, Outcome), Error> {
        let mut outcome = Outcome::Success;
        let mut games = Vec::new();
        for path in self.paths()? {
            match store::read(&path) {
                Ok(game) => games.push(game),
                Err(error) => {
                    tell(&error.into());
                    outcome = Outcome::Failure;
                }
            }
        }
        if games.is_empty() {
            let message = "there is no game to write about".to_owned();
            let help = "Name journals that can be read, or a folder with some in it.".to_owned();
            return Err(Error::NoGame { message, help });
        }
        if self.anonymous {
            let journals = games.into_iter().map(|(journal, _)| journal).collect();
            games = report::anonymous(journals).map_err(|error| Error::Open(error.to_string()))?;
        }
        Ok((games, outcome))
    }

    /// The files that are meant, each once, in the order in which they are named.
    fn paths(&self) -> Result<Vec<PathBuf>, Error> {
        let mut paths = Vec::new();
        for name in &self.journals {
            match store::journals_of(Path::new(name))? {
                Some(inside) => paths.extend(inside),
                None if self.all => paths.extend(saved::find_all(name)?),
                None => paths.push(saved::find(name)?),
            }
        }
        let mut seen = HashSet::new();
        paths.retain(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
        Ok(paths)
    }

    fn look_back(&self, games: Vec<(Journal, Game)>) -> Vec<Entry> {
        let watch = Watch::new();
        let count = games.len();
        let mut entries = Vec::with_capacity(count);
        for (place, (journal, game)) in games.into_iter().enumerate() {
            let which = if count > 1 { format!(" on game {} of {count}", place + 1) } else { String::new() };
            let findings = look_back(&journal.header.name, game, self.depth.thoroughness(), &watch, &which);
            let findings = Findings { is_torn: journal.torn, ..findings };
            entries.push(Entry { findings, sitting: self.sitting(&journal) });
        }
        watch.clear();
        entries
    }

    fn sitting(&self, journal: &Journal) -> Sitting {
        let sitting = Sitting::of(journal);
        if self.anonymous { sitting.by_day() } else { sitting }
    }

    fn participation(&self, games: &[(Journal, Game)]) -> Result<String, Error> {
        let attended = games.iter().map(|(journal, game)| Attended {
            name: &journal.header.name,
            game,
            sitting: self.sitting(journal),
        });
        let attended: Vec<Attended<'_>> = attended.collect();
        Ok(report::participation(&attended).map_err(std::io::Error::from)?)
    }
}

/// Prints what is wrong with one of several.
fn tell(error: &Error) {
    let stderr = std::io::stderr();
    let report = Look::of(&stderr).render(error);
    // There is nowhere left to say that this failed.
    let _ = stderr.lock().write_all(report.as_bytes());
}
