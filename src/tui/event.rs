//! What comes into the [`App`](super::App) and what goes out, in types of our own.
//!
//! Nothing here belongs to a terminal library, so the same App runs at a local terminal, in a test and
//! over a connection.

mod input;

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::buffer::Buffer;

pub use self::input::{Code, Key, Mouse, MouseKind};
use crate::class::{Bulletin, Wish};
use crate::debrief::analysis::{Analysis, Progress, Thoroughness};
use crate::debrief::{Fans, Kept};
use crate::game::journal::Rules;
use crate::game::{Command, Game};
use crate::order::player::Player;
use crate::order::{Choice, Estimate};
use crate::report::Document;
use crate::scenario::Scenario;
use crate::sim::{Belief, Forecast, Source};
use crate::tui::theme::Theme;

/// Something that happened outside.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// Somebody wants to know what the word at a cell means (the right mouse button).
    Explain {
        /// The column, from 0 at the left.
        column: u16,
        /// The row, from 0 at the top.
        row: u16,
    },
    /// The screen has this size now.
    Resize(Size),
    /// What the terminal tells of its background: the theme that fits it.
    Background(Theme),
    /// Time has passed.
    Tick {
        /// Milliseconds since the program started.
        now_ms: u64,
    },
    /// A forecast is ready.
    Forecast(Answer),
    /// What an order is worth beside Par's, after its forecast.
    Judged {
        /// The ticket of the [`Effect::Forecast`].
        ticket: u64,
        /// Q − U on the futures that were asked for, value units.
        choice: Estimate,
    },
    /// Decisions were compared.
    Compared(Compared),
    /// What was to be expected when a game's decisions were made.
    LookedBack(Box<LookedBack>),
    /// What the forecasts of an earlier Sprint said.
    Recalled(Recalled),
    /// What is found about a game's decisions so far.
    Analysed {
        /// The ticket of the [`Effect::LookBack`].
        ticket: u64,
        /// What is found.
        analysis: Arc<Analysis>,
        /// How far it is.
        progress: Progress,
    },
    /// What somebody who races made of many futures.
    Odds(Odds),
    /// A game was begun or opened.
    Opened(Box<OpenedGame>),
    /// Games that can be continued.
    Games(Vec<SavedGame>),
    /// Something could not be done.
    Failed {
        /// In words for the participant.
        message: String,
    },
    /// A command could not be written to the journal.
    NotSaved {
        /// Why.
        message: String,
    },
    /// Everything is in the journal again.
    Saved,
    /// How the class stands now.
    Class(Arc<Bulletin>),
    /// The game at this board as it stands now: somebody else moved, or the whole class went on.
    Shared {
        /// The game.
        game: Box<Game>,
        /// What to tell about it, in one line.
        told: Option<String>,
    },
    /// The round is over: the game may be looked back on.
    Revealed,
    /// The results of a round.
    Results(Arc<Results>),
    /// The screen of the participant that the trainer looks at; `None` if there is none now.
    Shoulder(Option<Box<Buffer>>),
    /// Something to tell in one line.
    Told {
        /// In words for who is at the screen.
        message: String,
    },
    /// Someone asks the program to end (a signal, a closed connection).
    Stop,
}

impl Event {
    /// Whether an older event that was not taken yet is void beside this one: of sizes, pictures of how things stand and
    /// moves of the mouse the newest is enough.
    pub(crate) fn replaces(&self, older: &Self) -> bool {
        match (self, older) {
            (Self::Resize(_), Self::Resize(_))
            | (Self::Tick { .. }, Self::Tick { .. })
            | (Self::Class(_), Self::Class(_))
            | (Self::Shared { .. }, Self::Shared { .. })
            | (Self::Results(_), Self::Results(_))
            | (Self::Shoulder(_), Self::Shoulder(_)) => true,
            (Self::Mouse(newer), Self::Mouse(older)) => {
                (newer.kind, older.kind) == (MouseKind::Drag, MouseKind::Drag)
            }
            _ => false,
        }
    }
}

/// Something that the App wants done outside.
#[derive(Debug)]
pub enum Effect {
    /// Begin a game; answered by [`Event::Opened`] or [`Event::Failed`].
    Begin(Arc<Scenario>),
    /// Open a game that was begun earlier; answered by [`Event::Opened`] or [`Event::Failed`].
    Open(PathBuf),
    /// Write a command to the journal of the game, before the next frame is drawn.
    Append(Command),
    /// Try again to write what could not be written.
    SaveAgain,
    /// Close the journal of the game.
    Close,
    /// List the games that can be continued; answered by [`Event::Games`].
    ListGames,
    /// Compute a forecast; a newer request, or a comparison, makes an older one void.
    Forecast(Request),
    /// Compare decisions; answered by [`Event::Compared`]. It takes the place of a forecast.
    Compare(Comparison),
    /// Look back on a game, beside the screen, step by step; answered by [`Event::Recalled`] for each Sprint
    /// asked for, by [`Event::LookedBack`] once it is over, and by [`Event::Analysed`] again and again.
    LookBack(LookBack),
    /// Let those who race meet many futures, beside the screen; answered by [`Event::Odds`] for each of them. It takes
    /// the place of a forecast.
    Odds(OddsRequest),
    /// Keep in mind that somebody was offered the tutorial.
    NoteWelcome,
    /// Ask for something in the class; answered by [`Event::Class`], or by [`Event::Told`] with why not.
    Class(Wish),
    /// Suspend the program (Ctrl-Z).
    Suspend,
    /// End the program.
    Quit,
}

/// The results of a round, for the class to talk about.
#[derive(Clone, Debug)]
pub struct Results {
    /// Which round, from 1.
    pub round: usize,
    /// How many games are looked at, of how many.
    pub progress: Progress,
    /// What there is to say.
    pub document: Document,
}

/// A game with its journal in place.
#[derive(Debug)]
pub struct OpenedGame {
    /// The game as it stands.
    pub game: Game,
    /// The player's name.
    pub name: String,
    /// How it is played.
    pub rules: Rules,
    /// Where the journal is, to be told to the participant; `None` if none is kept.
    pub place: Option<String>,
    /// Something to know about it, such as a torn last line that was dropped.
    pub notice: Option<String>,
}

/// A game in the list of those that can be continued.
#[derive(Clone, Debug)]
pub struct SavedGame {
    /// Where its journal is.
    pub path: PathBuf,
    /// The scenario's title.
    pub title: String,
    /// The player's name.
    pub name: String,
    /// When it was last played, for reading.
    pub when: String,
    /// How far it is, for reading, such as "Sprint 3 of 8".
    pub progress: String,
    /// Whether it is over.
    pub over: bool,
}

/// What a forecast is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Number of the request; the answer bears it.
    pub ticket: u64,
    /// What is played.
    pub scenario: Arc<Scenario>,
    /// What is known.
    pub belief: Arc<Belief>,
    /// The order to be held, and the conversations chosen.
    pub choice: Choice,
    /// Where the luck of the forecast comes from.
    pub source: Source,
    /// How many futures.
    pub futures: u64,
    /// The seed of the game.
    pub seed: u64,
    /// On how many futures the worth is measured; `None` where it is not wanted.
    pub worth: Option<usize>,
}

/// Decisions under one belief that are to be compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Number of the request; the answer bears it.
    pub ticket: u64,
    /// What is played.
    pub scenario: Arc<Scenario>,
    /// What is known.
    pub belief: Arc<Belief>,
    /// The decisions; the others are held against the first.
    pub choices: Vec<Choice>,
    /// The last Sprint in which they are held.
    pub through: u32,
    /// Where the luck of the forecasts comes from.
    pub source: Source,
    /// How many futures of it.
    pub futures: u64,
    /// The seed of the game.
    pub seed: u64,
    /// On how many futures the worth is measured.
    pub worth: usize,
}

/// Decisions beside each other.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Number of the request.
    pub ticket: u64,
    /// One for each decision.
    pub sides: Vec<Side>,
}

/// What one of several decisions leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Where its order is held to the end.
    pub forecast: Arc<Forecast>,
    /// Q, value units.
    pub worth: Estimate,
    /// How much more Q is than that of the first one, value units.
    pub gain: Estimate,
}

/// Whose decisions are looked back on.
#[derive(Clone, Debug)]
pub struct LookBack {
    /// Number of the request; the answer bears it.
    pub ticket: u64,
    /// The game.
    pub game: Arc<Game>,
    /// How thoroughly.
    pub thoroughness: Thoroughness,
    /// The Sprints whose forecasts are wanted again, on so many futures.
    pub recall: (Vec<u32>, u64),
}

/// What the forecasts of a Sprint said.
#[derive(Clone, Debug)]
pub struct Recalled {
    /// Number of the request.
    pub ticket: u64,
    /// The Sprint.
    pub sprint: u32,
    /// As it was found: what was learned before, and the order still as it was.
    pub found: Arc<Forecast>,
    /// As it was run; `None` if it is being ordered.
    pub run: Option<Arc<Forecast>>,
}

/// What was to be expected when the decisions of a game were made.
#[derive(Clone, Debug)]
pub struct LookedBack {
    /// Number of the request.
    pub ticket: u64,
    /// Of the value, beside what came.
    pub fans: Fans,
    /// The participant's forecasts, beside the chances.
    pub kept: Kept,
}

/// Who is to meet many futures.
#[derive(Clone, Debug)]
pub struct OddsRequest {
    /// Number of the request; the answers bear it.
    pub ticket: u64,
    /// What is played.
    pub scenario: Arc<Scenario>,
    /// Where the luck of the futures grows from.
    pub seed: u64,
    /// Who.
    pub players: Vec<Player>,
    /// How many futures.
    pub futures: usize,
}

/// What somebody made of many futures.
#[derive(Clone, Debug)]
pub struct Odds {
    /// Number of the request.
    pub ticket: u64,
    /// Their place among those who were asked about.
    pub place: usize,
    /// V in each future, value units; the same futures for everybody.
    pub values: Vec<f64>,
}

/// A forecast that was asked for.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Number of the request.
    pub ticket: u64,
    /// The forecast.
    pub forecast: Arc<Forecast>,
}

/// The size of a screen, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}
