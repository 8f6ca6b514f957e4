//! What each row of the log does to the class.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Board, Change, Class, Happening, Move, Player, PlayerId, Poll, Refusal, Round, Row, same_name, team_name,
};
use crate::game::journal::Rules;
use crate::scenario::Scenario;

impl Class {
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
                self.rounds.push(Arc::new(round));
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
        if let Ok(Round { boards, fresh, .. }) = self.open_round() {
            boards.entry(id).or_insert_with(|| Board::new(name, fresh.clone()));
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
        self.rounds.last_mut().filter(|round| !round.is_ended).map(Arc::make_mut).ok_or(Refusal::NoRound)
    }
}
