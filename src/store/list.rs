//! The journals of a folder, each in a few words.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use rayon::prelude::*;

use super::error::{Problem, StoreError};
use super::file::look;
use crate::game::Game;
use crate::game::journal::Journal;

/// One journal of a store.
#[derive(Debug)]
pub struct Listing {
    /// Where it is.
    pub path: PathBuf,
    /// When the last command was given, or when the file was changed if it does not say.
    pub last_played: Timestamp,
    /// The game in it, or why it cannot be read.
    pub game: Result<Played, Problem>,
}

/// How far a game is. The texts are those of the journal, so they may hold any character.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// The scenario's title.
    pub title: String,
    /// Who plays.
    pub player: String,
    /// When it was begun.
    pub created: Timestamp,
    /// The Sprint that is being ordered, or the last one.
    pub sprint: u32,
    /// How many Sprints are played.
    pub sprints: u32,
    /// Whether all of them have been.
    pub over: bool,
    /// How many things the participant did; 0 for a game that was only looked at.
    pub commands: usize,
    /// Value so far.
    pub value: f64,
    /// Its unit.
    pub value_unit: String,
}

/// All journals of a folder, the one played last first.
pub(super) fn list(folder: &Path) -> io::Result<Vec<Listing>> {
    let mut listings: Vec<Listing> = journals(folder)?.into_par_iter().map(Listing::of).collect();
    listings.sort_by(|a, b| (b.last_played, &b.path).cmp(&(a.last_played, &a.path)));
    Ok(listings)
}

/// The files of a folder that are named as journals are, in any order; none if there is no such folder.
pub(super) fn journals(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    Ok(paths.into_iter().filter(|path| is_journal(path)).collect())
}

/// Whether a name is one that journals have. Hidden files are left to those who hid them.
fn is_journal(path: &Path) -> bool {
    let hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|ending| ending == "jsonl")
}

impl Listing {
    fn of(path: PathBuf) -> Self {
        let changed = changed(&path).unwrap_or(Timestamp::UNIX_EPOCH);
        match look(&path) {
            Ok((journal, game)) => {
                let created = journal.header.created.parse().unwrap_or(changed);
                let last = journal.entries.last().map(|entry| entry.at.parse().unwrap_or(changed));
                let played = Played::new(&journal, &game, created);
                Self { path, last_played: last.unwrap_or(created), game: Ok(played) }
            }
            Err(problem) => Self { path, last_played: changed, game: Err(problem) },
        }
    }
}

impl Played {
    fn new(journal: &Journal, game: &Game, created: Timestamp) -> Self {
        Self {
            title: journal.scenario.title.clone(),
            player: journal.header.name.clone(),
            created,
            sprint: game.sprint(),
            sprints: journal.scenario.sprints,
            over: game.is_over(),
            commands: journal.entries.len(),
            value: game.state().value,
            value_unit: journal.scenario.value_unit.clone(),
        }
    }
}

/// When a file was changed last, if its system tells and the calendar holds it.
fn changed(path: &Path) -> Option<Timestamp> {
    let time: SystemTime = fs::metadata(path).ok()?.modified().ok()?;
    Timestamp::try_from(time).ok()
}

/// The journals of a folder, by name; `None` if it is no folder.
///
/// # Errors
/// If it cannot be read.
pub fn journals_of(folder: &Path) -> Result<Option<Vec<PathBuf>>, StoreError> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut found = journals(folder)
        .map_err(|source| StoreError::at(folder, Problem::Io { doing: "read this folder", source }))?;
    found.sort();
    Ok(Some(found))
}
