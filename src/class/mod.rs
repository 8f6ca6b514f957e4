//! A class: people who play one scenario on the same luck, each at a board of their own or as teams at shared ones.
//!
//! Everything that happens in a class is a row of one log ([`Happening`]); a [`Class`] is a fold over the rows in the
//! order of their numbers. So a host that starts again, a second host of the same class, reports and exports all see
//! the same. A row that is not possible when its turn comes changes nothing, on every host alike.
//!
//! This room does no IO and reads no clock: whoever keeps the log passes times in, in milliseconds since 1970.

mod board;
mod bulletin;
mod fold;
mod forget;
mod happening;
mod wish;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use board::{Board, Move};
pub use bulletin::{Answers, Bulletin, For, Invitation, Member, Place, RoundView, Seat};
pub use forget::{Forgotten, anonymous, forget};
pub use happening::{Happening, NotReadable, Row, VERSION, line, read};
pub use wish::{Refusal, Wish};

use crate::game::Game;
use crate::game::journal::Rules;
use crate::scenario::Scenario;
use crate::scenario::words::is_unsafe;

/// The longest name of a participant, in characters.
pub const NAME_MAX: usize = 40;

/// The longest message to a class, question or answer, in characters.
pub const TEXT_MAX: usize = 200;

/// The most answers that a question can have: one key each.
pub const ANSWERS_MAX: usize = 9;

/// Number of a participant in a class, from 1 in the order of joining. 0 is the trainer.
pub type PlayerId = u32;

/// Number of a board in a round: that of the participant who plays alone, or of the team, from 1.
pub type BoardId = u32;

/// A class as far as its log is read.
#[derive(Clone, Debug, Default)]
pub struct Class {
    title: String,
    /// How many teams share boards; 0 where everybody plays alone.
    teams: u32,
    code: Option<String>,
    players: BTreeMap<PlayerId, Player>,
    /// Copies of a class share those that are over.
    rounds: Vec<Arc<Round>>,
    message: Option<String>,
    /// When the time box ends, milliseconds since 1970.
    until_ms: Option<i64>,
    are_names_hidden: bool,
    are_results_hidden: bool,
    poll: Option<Poll>,
    is_closed: bool,
    /// The number of the last row that was read.
    last: i64,
}

/// Somebody who joined.
#[derive(Clone, Debug)]
pub struct Player {
    /// As it is shown.
    pub name: String,
    /// What their personal PIN is recognised by; never the PIN itself.
    pub pin: String,
    /// The team, where there are teams.
    pub team: u32,
    /// Whether the trainer took them out.
    pub is_removed: bool,
    /// The host that they are connected to, if they are.
    pub host: Option<String>,
}

/// One game of the whole class.
#[derive(Clone, Debug)]
pub struct Round {
    /// What is played.
    pub scenario: Arc<Scenario>,
    /// The seed, the same for everybody.
    pub seed: u64,
    /// How it is played.
    pub rules: Rules,
    /// When it was begun, milliseconds since 1970.
    pub began_ms: i64,
    /// The Sprint that the class orders, where the trainer goes on with all together; `None`: each at their own pace.
    pub step: Option<u32>,
    /// Whether nobody may go on.
    pub is_paused: bool,
    /// Whether it is over, so that everything may be told.
    pub is_ended: bool,
    /// The boards by number.
    pub boards: BTreeMap<BoardId, Board>,
    /// A game in which nothing was done, of which every board begins as a copy.
    fresh: Game,
}

/// A question to the class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// What is asked.
    pub question: String,
    /// What can be answered.
    pub choices: Vec<String>,
    /// Who answered what, by its place in the choices.
    pub given: BTreeMap<PlayerId, usize>,
    /// Whether everybody sees the answers.
    pub is_shown: bool,
}

/// What a row changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// One board.
    Board(BoardId),
    /// All boards of the round.
    Boards,
    /// Who is there.
    People,
    /// Somebody may not come back.
    Removed(PlayerId),
    /// A round was begun or is over, or the class was closed.
    Round,
    /// Something that is told to everybody.
    Told,
    /// Nothing: it was not possible any more, for this reason.
    Nothing(Refusal),
}

impl Class {
    /// The class that a log tells of.
    #[must_use]
    pub fn of(rows: impl IntoIterator<Item = Row>) -> Self {
        let mut class = Self::default();
        for row in rows {
            class.take(row);
        }
        class
    }

    /// What the class is called.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What one has to know to join; `None`: whoever reaches a host can.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// How many teams share boards; 0 where everybody plays alone.
    #[must_use]
    pub fn teams(&self) -> u32 {
        self.teams
    }

    /// Everybody who joined, by number.
    #[must_use]
    pub fn players(&self) -> &BTreeMap<PlayerId, Player> {
        &self.players
    }

    /// Whether nobody can join or play any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// The number of the last row that was read; 0 before the first.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.last
    }

    /// All rounds, the one that was begun last at the end.
    #[must_use]
    pub fn rounds(&self) -> &[Arc<Round>] {
        &self.rounds
    }

    /// The round that goes on, or the last one that was played.
    #[must_use]
    pub fn round(&self) -> Option<&Round> {
        self.rounds.last().map(Arc::as_ref)
    }

    /// Whether participants do not see each other's names.
    #[must_use]
    pub fn are_names_hidden(&self) -> bool {
        self.are_names_hidden
    }

    /// Whether participants do not see each other's results.
    #[must_use]
    pub fn are_results_hidden(&self) -> bool {
        self.are_results_hidden
    }

    /// The question that is asked.
    #[must_use]
    pub fn poll(&self) -> Option<&Poll> {
        self.poll.as_ref()
    }

    /// When the time box ends, milliseconds since 1970.
    #[must_use]
    pub fn until_ms(&self) -> Option<i64> {
        self.until_ms
    }

    /// Whether nobody can join: between rounds that were ended, and when the class is closed.
    #[must_use]
    pub fn is_joining_closed(&self) -> bool {
        self.is_closed || self.round().is_some_and(|round| round.is_ended)
    }

    /// Somebody by name; letters may be small or large.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<(PlayerId, &Player)> {
        let found = self.players.iter().find(|(_, own)| same_name(&own.name, name));
        found.map(|(&id, own)| (id, own))
    }

    /// Whether somebody has done something at their board, in any round.
    #[must_use]
    pub fn has_played(&self, player: PlayerId) -> bool {
        let boards = self.rounds.iter().flat_map(|round| round.boards.values());
        boards.flat_map(|board| &board.moves).any(|done| done.by == player)
    }

    /// The number for who joins next.
    #[must_use]
    pub fn next_player(&self) -> PlayerId {
        self.players.keys().next_back().map_or(1, |last| last + 1)
    }

    /// The number of somebody's board.
    #[must_use]
    pub fn board_of(&self, player: PlayerId) -> Option<BoardId> {
        let own = self.players.get(&player).filter(|own| !own.is_removed)?;
        Some(if self.teams == 0 { player } else { own.team })
    }

    /// What a board is called where names are hidden.
    #[must_use]
    pub fn hidden_name(&self, board: BoardId) -> String {
        if self.teams == 0 { format!("Participant {board}") } else { team_name(board) }
    }

    /// Who plays at a board.
    pub fn members(&self, board: BoardId) -> impl Iterator<Item = (PlayerId, &Player)> {
        let is_there = move |id: PlayerId, own: &Player| {
            !own.is_removed && if self.teams == 0 { id == board } else { own.team == board }
        };
        let players = self.players.iter().map(|(&id, own)| (id, own));
        players.filter(move |&(id, own)| is_there(id, own))
    }
}

impl Round {
    fn new(scenario: Arc<Scenario>, seed: u64, rules: Rules, began_ms: i64) -> Self {
        let fresh = Game::new(Arc::clone(&scenario), seed);
        Self {
            scenario,
            seed,
            rules,
            began_ms,
            step: None,
            is_paused: false,
            is_ended: false,
            boards: BTreeMap::new(),
            fresh,
        }
    }
}

/// A name that can be shown, as short as names are; `None` if nothing of it is left.
#[must_use]
pub fn clean_name(name: &str) -> Option<String> {
    clean(name, NAME_MAX)
}

/// A message, question or answer as it can be shown; `None` if nothing of it is left.
#[must_use]
pub fn clean_text(text: &str) -> Option<String> {
    clean(text, TEXT_MAX)
}

fn clean(text: &str, longest: usize) -> Option<String> {
    let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let visible: String = spaced.filter(|&c| !is_unsafe(c)).collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(longest).collect();
    // Marks that lie on the letter before would lie on somebody else's.
    Some(short.trim().to_owned()).filter(|text| text.chars().any(char::is_alphanumeric))
}

/// Whether two names are the same for people.
fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// What a team is called.
fn team_name(team: u32) -> String {
    format!("Team {team}")
}
