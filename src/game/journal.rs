//! The journal of a game: JSON lines, from which the same game can be made again.
//!
//! The first line is the [`Header`], every other line one [`Entry`]. A line counts once its line end is
//! there: a last line without one was being written when the program was killed, and is dropped.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Game;
use super::command::{Command, Refusal};
use crate::scenario::Scenario;
use crate::scenario::raw::RawScenario;

/// The version of the journal's format that this program writes. It reads every one up to it: version 2 added what is
/// said before a Sprint, version 3 what is done in a class.
pub const VERSION: u64 = 3;

/// How much the program tells before a Sprint is run. The debrief always tells everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coach {
    /// Delivery dates only.
    Off,
    /// Warnings, too.
    Hints,
    /// The forecast of value, too.
    #[default]
    Full,
}

/// How a game is played, beside what is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// How much the program tells.
    pub coach: Coach,
    /// Whether a Sprint Goal, a reason and a forecast belong to every Sprint, before its chances are shown.
    pub commit: bool,
}

/// The first line of a journal. It holds the whole scenario, so that a journal stands alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of the journal's format.
    pub toporder_journal: u64,
    /// The version of the program that began it.
    pub program: String,
    /// When it was begun (RFC 3339).
    pub created: String,
    /// Who plays.
    pub name: String,
    /// The seed of the game.
    pub seed: u64,
    /// How much the program tells.
    pub coach: Coach,
    /// Whether saying something belongs to every Sprint.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub commit: bool,
    /// What is played.
    pub scenario: RawScenario,
}

/// One line of a journal after the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// When it was done (RFC 3339).
    pub at: String,
    /// What was done.
    #[serde(rename = "do")]
    pub command: Command,
    /// Who did it, at a board that several share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A journal that was read and found good.
#[derive(Clone, Debug)]
pub struct Journal {
    /// The first line.
    pub header: Header,
    /// Every command, in order.
    pub entries: Vec<Entry>,
    /// The scenario of the header, checked.
    pub scenario: Arc<Scenario>,
    /// How many bytes of the text are whole lines; what is behind them was being written at the end.
    pub whole: usize,
    /// Whether there is something behind them.
    pub torn: bool,
}

/// Why a journal cannot be read. Nothing is ever written over such a file.
#[derive(Debug, Error)]
pub enum JournalError {
    /// No first line.
    #[error("the journal has no complete first line, so it holds no game")]
    Empty,
    /// The first line is something else.
    #[error("line 1 is not the first line of a Toporder journal: {0}")]
    NoHeader(String),
    /// A format that this program does not know yet.
    #[error(
        "the journal has format {found}, and this program reads formats up to {VERSION}: use a newer Toporder"
    )]
    TooNew {
        /// The format found.
        found: u64,
    },
    /// The scenario in the first line is not a good one.
    #[error("the scenario in line 1 is damaged: {0}")]
    BadScenario(String),
    /// A line is not an entry.
    #[error("line {line} is damaged: {problem}")]
    BadLine {
        /// From 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// A line is an entry that was not possible.
    #[error("line {line} cannot have happened: {refusal}")]
    Impossible {
        /// From 1.
        line: usize,
        /// Why not.
        refusal: Refusal,
    },
}

impl Header {
    /// The header of a new journal.
    #[must_use]
    pub fn new(scenario: &Scenario, name: &str, seed: u64, rules: Rules, created: String) -> Self {
        Self {
            toporder_journal: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            created,
            name: name.to_owned(),
            seed,
            coach: rules.coach,
            commit: rules.commit,
            scenario: RawScenario::clone(&scenario.source),
        }
    }

    /// How the game is played.
    #[must_use]
    pub fn rules(&self) -> Rules {
        Rules { coach: self.coach, commit: self.commit }
    }
}

/// A line of a journal, with its line end.
///
/// # Panics
/// Never: headers and entries can always be written as JSON.
#[must_use]
pub fn line(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).expect("headers and entries have string keys only");
    text.push('\n');
    text
}

impl Journal {
    /// Reads a journal, and checks that its game is possible from the first command to the last.
    ///
    /// # Errors
    /// What is wrong with it, and in which line.
    pub fn parse(bytes: &[u8]) -> Result<(Self, Game), JournalError> {
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let text = bytes[..whole].strip_suffix(b"\n").ok_or(JournalError::Empty)?;
        let mut lines = text.split(|&byte| byte == b'\n').zip(1..);
        let header = read_header(lines.next().map_or(text, |(first, _)| first))?;
        let scenario = Scenario::try_from(header.scenario.clone()).map_err(|problems| {
            let first = problems.first().map_or_else(String::new, ToString::to_string);
            JournalError::BadScenario(first)
        })?;
        let entries: Vec<Entry> =
            lines.map(|(text, line)| read_line(text, line)).collect::<Result<_, _>>()?;
        let scenario = Arc::new(scenario);
        let commands = entries.iter().map(|entry| &entry.command);
        let game = Game::replay(Arc::clone(&scenario), header.seed, commands)
            .map_err(|(place, refusal)| JournalError::Impossible { line: place + 2, refusal })?;
        let journal = Self { header, entries, scenario, whole, torn: whole < bytes.len() };
        Ok((journal, game))
    }
}

fn read_header(text: &[u8]) -> Result<Header, JournalError> {
    /// Only the version, so that a newer format is told by name whatever else it holds.
    #[derive(Deserialize)]
    struct Version {
        toporder_journal: u64,
    }
    let version = serde_json::from_slice(text);
    let Version { toporder_journal: found } =
        version.map_err(|error| JournalError::NoHeader(problem(&error)))?;
    match found {
        0 => Err(JournalError::NoHeader("there is no format 0".to_owned())),
        1..=VERSION => read_line(text, 1),
        _ => Err(JournalError::TooNew { found }),
    }
}

fn read_line<T: DeserializeOwned>(text: &[u8], line: usize) -> Result<T, JournalError> {
    serde_json::from_slice(text).map_err(|error| JournalError::BadLine { line, problem: problem(&error) })
}

/// What the parser says, without its own count of lines: it sees one line at a time.
fn problem(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it is not complete".to_owned();
    }
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&place) {
        Some(text) => format!("{text}, at column {}", error.column()),
        None => text,
    }
}
