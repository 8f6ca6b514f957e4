//! A class: people who play one scenario on the same luck, each at a board of their own or as teams at shared ones.
//!
//! Everything that happens in a class is a row of one log ([`Happening`]); a [`Class`] is a fold over the rows in the
//! order of their numbers. So a host that starts again, a second host of the same class, reports and exports all see
//! the same. A row that is not possible when its turn comes changes nothing, on every host alike.
//!
//! This room does no IO and reads no clock: whoever keeps the log passes times in, in milliseconds since 1970.

mod board;
mod bulletin;
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
    rounds: Vec<Round>,
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

    /// Takes the next row in. Rows come in the order of their numbers; one that was read before changes nothing.
    pub fn take(&mut self, row: Row) -> Change {
        if row.number <= self.last {
            return Change::Nothing(Refusal::TooLate);
        }
        self.last = row.number;
        self.fold(row.at_ms, row.happening).unwrap_or_else(Change::Nothing)
    }

    fn fold(&mut self, at_ms: i64, happening: Happening) -> Result<Change, Refusal> {
        match happening {
            Happening::Opened { title, teams, code, .. } => {
                (self.title, self.teams, self.code) = (title, teams, code);
                Ok(Change::People)
            }
            Happening::RoundBegan { scenario, seed, coach, commit, steps } => {
                if self.round().is_some_and(|round| !round.is_ended) || self.is_closed {
                    return Err(Refusal::RoundGoesOn);
                }
                let scenario = Scenario::try_from(scenario).map_err(|_| Refusal::TooLate)?;
                let mut round = Round::new(Arc::new(scenario), seed, Rules { coach, commit }, at_ms);
                round.step = steps.then_some(1);
                self.rounds.push(round);
                (self.message, self.until_ms, self.poll) = (None, None, None);
                let seated: Vec<PlayerId> = self.players.keys().copied().collect();
                seated.into_iter().for_each(|player| self.seat(player));
                Ok(Change::Round)
            }
            Happening::Joined { player, name, pin, host } => {
                let is_taken = self.players.values().any(|other| same_name(&other.name, &name));
                if self.players.contains_key(&player) || is_taken || self.is_closed {
                    return Err(Refusal::NameTaken);
                }
                let team = self.smallest_team();
                let host = Some(host);
                self.players.insert(player, Player { name, pin, team, is_removed: false, host });
                self.seat(player);
                Ok(Change::People)
            }
            Happening::Came { player, host } => {
                self.player_mut(player)?.host = Some(host);
                Ok(Change::People)
            }
            Happening::PinMade { player, pin } => {
                self.player_mut(player)?.pin = pin;
                Ok(Change::People)
            }
            Happening::Left { player, host } => {
                let own = &mut self.player_mut(player)?.host;
                if own.as_ref() == Some(&host) {
                    *own = None;
                }
                Ok(Change::People)
            }
            Happening::Removed { player } => {
                let own = self.player_mut(player)?;
                (own.is_removed, own.host) = (true, None);
                Ok(Change::Removed(player))
            }
            Happening::Seated { player, team } => {
                if team == 0 || team > self.teams {
                    return Err(Refusal::NoSuchTeam);
                }
                self.player_mut(player)?.team = team;
                self.seat(player);
                Ok(Change::People)
            }
            Happening::Did { player, command } => {
                let id = self.board_of(player).ok_or(Refusal::NoRound)?;
                let round = self.open_round()?;
                round.may_do(id, &command)?;
                let board = round.boards.get_mut(&id).ok_or(Refusal::NoRound)?;
                board.apply(Move { at_ms, by: player, command })?;
                Ok(Change::Board(id))
            }
            Happening::Ready { player, is_ready } => {
                let id = self.board_of(player).ok_or(Refusal::NoRound)?;
                let board = self.open_round()?.boards.get_mut(&id).ok_or(Refusal::NoRound)?;
                board.is_ready = is_ready && !board.game.is_over();
                Ok(Change::Board(id))
            }
            Happening::Stepped { sprint } => {
                let round = self.open_round()?;
                if round.step != Some(sprint) {
                    return Err(Refusal::TooLate);
                }
                round.boards.values_mut().for_each(|board| board.run_through(sprint, at_ms));
                round.step = Some(sprint + 1);
                Ok(Change::Boards)
            }
            Happening::Paced { steps } => {
                let round = self.open_round()?;
                // Who is ahead already waits for the others.
                let first = round.boards.values().filter(|board| !board.game.is_over());
                let first = first.map(|board| board.game.sprint()).min().unwrap_or(1);
                round.step = steps.then_some(first);
                round.boards.values_mut().for_each(|board| board.is_ready = false);
                Ok(Change::Told)
            }
            Happening::Paused { is_paused } => {
                self.open_round()?.is_paused = is_paused;
                Ok(Change::Told)
            }
            Happening::Struck { risk } => {
                let round = self.open_round()?;
                let mut boards = round.boards.values_mut();
                let count = boards.by_ref().filter(|board| board.game.can_strike(&risk)).count();
                if count == 0 {
                    return Err(Refusal::NoSuchRisk);
                }
                round.boards.values_mut().for_each(|board| board.strike(&risk, at_ms));
                Ok(Change::Boards)
            }
            Happening::Told { text } => {
                self.message = Some(text).filter(|text| !text.is_empty());
                Ok(Change::Told)
            }
            Happening::Timed { until_ms } => {
                self.until_ms = until_ms;
                Ok(Change::Told)
            }
            Happening::Hidden { names, results } => {
                (self.are_names_hidden, self.are_results_hidden) = (names, results);
                Ok(Change::Told)
            }
            Happening::Asked { question, choices } => {
                self.poll = Some(Poll { question, choices, given: BTreeMap::new(), is_shown: false });
                Ok(Change::Told)
            }
            Happening::Answered { player, choice } => {
                self.player_mut(player)?;
                let poll = self.poll.as_mut().filter(|poll| !poll.is_shown && choice < poll.choices.len());
                poll.ok_or(Refusal::NoQuestion)?.given.insert(player, choice);
                Ok(Change::Told)
            }
            Happening::AnswersShown {} => {
                self.poll.as_mut().ok_or(Refusal::NoQuestion)?.is_shown = true;
                Ok(Change::Told)
            }
            Happening::PollPutAway {} => {
                self.poll.take().ok_or(Refusal::NoQuestion)?;
                Ok(Change::Told)
            }
            Happening::RoundEnded {} => {
                let round = self.open_round()?;
                round.is_ended = true;
                self.until_ms = None;
                Ok(Change::Round)
            }
            Happening::Closed {} => {
                self.is_closed = true;
                Ok(Change::Round)
            }
        }
    }

    /// Gives somebody a board in the round that goes on.
    fn seat(&mut self, player: PlayerId) {
        let Some(own) = self.players.get(&player).filter(|own| !own.is_removed) else { return };
        let (id, name) = match self.teams {
            0 => (player, own.name.clone()),
            _ => (own.team, team_name(own.team)),
        };
        if let Some(round) = self.rounds.last_mut().filter(|round| !round.is_ended) {
            let fresh = &round.fresh;
            round.boards.entry(id).or_insert_with(|| Board::new(name, fresh.clone()));
        }
    }

    fn smallest_team(&self) -> u32 {
        let size =
            |team: &u32| self.players.values().filter(|own| own.team == *team && !own.is_removed).count();
        (1..=self.teams).min_by_key(size).unwrap_or(0)
    }

    fn player_mut(&mut self, player: PlayerId) -> Result<&mut Player, Refusal> {
        self.players.get_mut(&player).filter(|own| !own.is_removed).ok_or(Refusal::NoSuchPlayer)
    }

    fn open_round(&mut self) -> Result<&mut Round, Refusal> {
        self.rounds.last_mut().filter(|round| !round.is_ended).ok_or(Refusal::NoRound)
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
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    /// The round that goes on, or the last one that was played.
    #[must_use]
    pub fn round(&self) -> Option<&Round> {
        self.rounds.last()
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
