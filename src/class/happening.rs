//! The rows of a class's log, and how they are written down.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::PlayerId;
use crate::game::Command;
use crate::game::journal::Coach;
use crate::scenario::raw::RawScenario;

/// The version of the log that this program writes.
pub const VERSION: u64 = 1;

/// A row of a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// From 1; rows count in the order of their numbers, and numbers can be missing.
    pub number: i64,
    /// When it was written, milliseconds since 1970.
    pub at_ms: i64,
    /// What happened.
    pub happening: Happening,
}

/// Something that happened in a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "a scenario comes once in a round")]
pub enum Happening {
    /// The class was opened: its first row.
    Opened {
        /// The version of the log.
        toporder_class: u64,
        /// The version of the program.
        program: String,
        /// What the class is called.
        title: String,
        /// How many teams share boards; 0: everybody plays alone.
        teams: u32,
        /// What one has to know to join; `None`: whoever reaches the host can.
        code: Option<String>,
    },
    /// A round began.
    RoundBegan {
        /// What is played.
        scenario: RawScenario,
        /// The seed, the same for everybody.
        seed: u64,
        /// How much is told before each Sprint.
        coach: Coach,
        /// Whether saying something belongs to every Sprint.
        commit: bool,
        /// Whether the class goes on Sprint by Sprint, all together.
        steps: bool,
    },
    /// Somebody joined.
    Joined {
        /// Their number.
        player: PlayerId,
        /// Their name.
        name: String,
        /// What their PIN is recognised by.
        pin: String,
        /// The host that they are connected to.
        host: String,
    },
    /// Somebody is connected to a host.
    Came {
        /// Who.
        player: PlayerId,
        /// Which host.
        host: String,
    },
    /// Somebody who had not done anything yet came again, and got another PIN.
    PinMade {
        /// Who.
        player: PlayerId,
        /// What it is recognised by.
        pin: String,
    },
    /// Somebody is not connected any more.
    Left {
        /// Who.
        player: PlayerId,
        /// Which host.
        host: String,
    },
    /// The trainer took somebody out.
    Removed {
        /// Who.
        player: PlayerId,
    },
    /// The trainer put somebody in another team.
    Seated {
        /// Who.
        player: PlayerId,
        /// Which team, from 1.
        team: u32,
    },
    /// Somebody did something at their board.
    Did {
        /// Who.
        player: PlayerId,
        /// What.
        command: Command,
    },
    /// Somebody handed the order of this Sprint in, or took it back.
    Ready {
        /// Who.
        player: PlayerId,
        /// Whether it is handed in.
        is_ready: bool,
    },
    /// Everybody's Sprint was run.
    Stepped {
        /// Which Sprint.
        sprint: u32,
    },
    /// The class goes on together, or each at their own pace.
    Paced {
        /// Whether together.
        steps: bool,
    },
    /// Nobody may go on, or everybody may again.
    Paused {
        /// Whether nobody may.
        is_paused: bool,
    },
    /// The trainer lets a risk strike, at the start of everybody's next Sprint.
    Struck {
        /// The risk's id.
        risk: String,
    },
    /// A message to everybody; an empty one takes the last one away.
    Told {
        /// What it says.
        text: String,
    },
    /// A time box began, or was taken away.
    Timed {
        /// When it ends, milliseconds since 1970.
        until_ms: Option<i64>,
    },
    /// What participants see of each other.
    Hidden {
        /// Whether names are hidden.
        names: bool,
        /// Whether results are hidden.
        results: bool,
    },
    /// A question to everybody.
    Asked {
        /// What is asked.
        question: String,
        /// What can be answered.
        choices: Vec<String>,
    },
    /// Somebody answered.
    Answered {
        /// Who.
        player: PlayerId,
        /// The place of the answer, from 0.
        choice: usize,
    },
    /// The answers are shown to everybody.
    AnswersShown {},
    /// The question was put away.
    PollPutAway {},
    /// The round is over.
    RoundEnded {},
    /// The class is over.
    Closed {},
}

/// Why a row of a log cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum NotReadable {
    /// It was written by a newer program.
    #[error(
        "the log of the class has format {found}, and this program reads formats up to {VERSION}: use a newer Toporder"
    )]
    TooNew {
        /// The format found.
        found: u64,
    },
    /// It is no row.
    #[error("row {number} of the class's log is damaged: {problem}")]
    Damaged {
        /// The row's number.
        number: i64,
        /// What is wrong with it.
        problem: String,
    },
}

/// A happening as it is written down: one line of JSON, without a line end.
///
/// # Panics
/// Never: happenings have string keys only.
#[must_use]
pub fn line(happening: &Happening) -> String {
    serde_json::to_string(happening).expect("happenings have string keys only")
}

/// Reads a row.
///
/// # Errors
/// If it is damaged, or of a newer program.
pub fn read(number: i64, at_ms: i64, text: &str) -> Result<Row, NotReadable> {
    match serde_json::from_str(text) {
        Ok(Happening::Opened { toporder_class: found, .. }) if found > VERSION => {
            Err(NotReadable::TooNew { found })
        }
        Ok(happening) => Ok(Row { number, at_ms, happening }),
        Err(error) => Err(NotReadable::Damaged { number, problem: error.to_string() }),
    }
}
