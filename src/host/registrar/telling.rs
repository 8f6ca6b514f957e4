//! What the registrar tells whom.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use tracing::info;

use super::{Registrar, Seated, TURNS};
use crate::class::{BoardId, Bulletin, Change, For, Happening, PlayerId, Row};
use crate::game::Game;
use crate::host::hub::{Session, Sitter};
use crate::host::results;
use crate::store::now_ms;
use crate::tui::event::{Event, OpenedGame};
use crate::words;

/// What a participant is told about where the game is kept.
const KEPT: &str = "the host of the class";

impl Registrar {
    /// Folds a row, and tells everybody whom it concerns. `by` is the session that asked for it.
    pub(super) fn fold(&mut self, row: Row, by: Option<Session>) -> Change {
        let told = self.told_of(&row.happening);
        let came = match &row.happening {
            Happening::Came { player, host } if *host != self.host => Some(*player),
            _ => None,
        };
        let change = self.class.take(row);
        if let Some(player) = came {
            // They sit at another host now.
            self.end_others(player);
        }
        match &change {
            Change::Board(board) => {
                self.news.is_new = true;
                if by.is_none() {
                    self.share(*board);
                }
                self.tell_board(*board, by, told.as_deref());
            }
            Change::Boards => {
                self.news.is_urgent = true;
                self.tell_boards(told.as_deref());
            }
            Change::People => {
                self.news.is_new = true;
                self.give_boards();
            }
            Change::Told => self.news.is_urgent = true,
            Change::Removed(player) => {
                self.news.is_urgent = true;
                self.tell_removed(*player);
            }
            Change::Round => self.tell_round(),
            Change::Nothing(_) => {}
        }
        change
    }

    /// What is told about a row to those who did not ask for it.
    fn told_of(&self, happening: &Happening) -> Option<String> {
        let round = self.class.round()?;
        match happening {
            Happening::Did { player, command } => {
                let name = &self.class.players().get(player)?.name;
                Some(format!("{name}: {}", words::command(&round.scenario, command)))
            }
            _ => None,
        }
    }

    /// The game at somebody's board.
    pub(super) fn game_of(&self, player: PlayerId) -> Option<Game> {
        let board = self.class.board_of(player)?;
        Some(self.class.round()?.boards.get(&board)?.game.clone())
    }

    /// What somebody's App is told first: the game that goes on, and whether it may be looked back on.
    pub(super) fn first_events(&self, player: PlayerId) -> Vec<Event> {
        let mut events: Vec<Event> = self.opened(player).into_iter().collect();
        if self.class.round().is_some_and(|round| round.is_ended) && !events.is_empty() {
            events.push(Event::Revealed);
        }
        events
    }

    fn opened(&self, player: PlayerId) -> Option<Event> {
        let name = self.class.players().get(&player)?.name.clone();
        let (rules, game) = (self.class.round()?.rules, self.game_of(player)?);
        let place = Some(KEPT.to_owned());
        Some(Event::Opened(Box::new(OpenedGame { game, name, rules, place, notice: None })))
    }

    /// Everybody who plays at this host, with the way to them.
    fn participants(&self) -> impl Iterator<Item = (Session, PlayerId, &Seated)> {
        self.seated.iter().filter_map(|(session, seated)| match seated.sitter {
            Sitter::Participant(player) => Some((*session, player, seated)),
            Sitter::Trainer => None,
        })
    }

    /// Notes that a board is played at from elsewhere, too: by another host, just before somebody came from there to here.
    fn share(&mut self, board: BoardId) {
        let class = &self.class;
        for seated in self.seated.values_mut() {
            if let Sitter::Participant(player) = seated.sitter {
                seated.is_shared |= class.board_of(player) == Some(board);
            }
        }
    }

    /// Tells those who share a board how it stands: everybody, as of two who moved at once one sees something else.
    fn tell_board(&self, board: BoardId, by: Option<Session>, told: Option<&str>) {
        let Some(own) = self.class.round().and_then(|round| round.boards.get(&board)) else { return };
        for (session, player, seated) in self.participants() {
            let is_shared = self.class.teams() > 0 || seated.is_shared;
            if is_shared && self.class.board_of(player) == Some(board) {
                let told = told.filter(|_| by != Some(session)).map(str::to_owned);
                seated.place.inbox.push(Event::Shared { game: Box::new(own.game.clone()), told });
            }
        }
    }

    fn tell_boards(&self, told: Option<&str>) {
        for (_, player, seated) in self.participants() {
            if let Some(game) = self.game_of(player) {
                let told = told.map(str::to_owned);
                seated.place.inbox.push(Event::Shared { game: Box::new(game), told });
            }
        }
    }

    /// Gives those another board whose team is another one now.
    fn give_boards(&self) {
        for (_, player, seated) in self.participants() {
            let board = self.class.board_of(player);
            let mut own = seated.place.board.lock().unwrap_or_else(PoisonError::into_inner);
            if *own != board {
                *own = board;
                self.first_events(player).into_iter().for_each(|event| seated.place.inbox.push(event));
            }
        }
    }

    fn tell_removed(&mut self, player: PlayerId) {
        let own = self.participants().filter(|(_, own, _)| *own == player);
        let gone: Vec<Session> = own.map(|(session, ..)| session).collect();
        for seated in gone.iter().filter_map(|session| self.seated.remove(session)) {
            seated.place.end("The trainer has taken you out of the class.");
        }
        info!(player, "was taken out");
    }

    /// Tells everybody that a round began or is over, or that the class is.
    fn tell_round(&mut self) {
        // First, as an App lets somebody play when it knows that a round goes on.
        self.publish();
        let number = self.class.rounds().len();
        *self.shared.round.lock().unwrap_or_else(PoisonError::into_inner) = number;
        let is_ended = self.class.round().is_some_and(|round| round.is_ended);
        if !is_ended {
            self.shared.pool.turn_to(number);
        }
        for (_, player, seated) in self.participants() {
            if is_ended {
                seated.place.inbox.push(Event::Revealed);
            } else if let Some(opened) = self.opened(player) {
                seated.place.inbox.push(opened);
            }
        }
        if is_ended {
            info!("the round is over");
            self.go_on_with_results();
        }
    }

    /// Tells everybody how the class stands; participants by turns, where only boards have changed.
    pub(super) fn publish(&mut self) {
        let now = now_ms();
        let of =
            |whom| Arc::new(Bulletin::of(&self.class, Arc::clone(&self.invitation), &self.alive, now, whom));
        let bulletins = [of(For::Participants), of(For::Trainer)];
        let known = self.shared.bulletin(For::Participants);
        let by_turns = !self.news.is_urgent && bulletins[0].differs_in_seats_only(&known);
        let (turn, turns_left) = (self.news.turn + 1, self.news.turns_left);
        let turns_left = match (by_turns, self.news.is_new) {
            (false, _) => 0,
            (true, true) => TURNS - 1,
            (true, false) => turns_left.saturating_sub(1),
        };
        self.news = super::News { is_new: false, is_urgent: false, told: Instant::now(), turn, turns_left };
        // Whoever is told can look it up.
        self.shared.bulletin.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&bulletins);
        for (session, seated) in &self.seated {
            let is_trainer = seated.sitter == Sitter::Trainer;
            if is_trainer || !by_turns || session % TURNS == turn % TURNS {
                seated.place.inbox.push(Event::Class(Arc::clone(&bulletins[usize::from(is_trainer)])));
            }
        }
    }

    /// Lets those know over whose shoulders a trainer looks.
    pub(super) fn look_over_shoulders(&self) {
        let watched: Vec<BoardId> = self.seated.values().filter_map(|seated| seated.watches).collect();
        for (_, player, seated) in self.participants() {
            let is_watched = self.class.board_of(player).is_some_and(|board| watched.contains(&board));
            let was = seated.place.is_watched.swap(is_watched, Ordering::Relaxed);
            if is_watched && !was {
                // So that there is a frame to look at.
                seated.place.inbox.push(Event::Class(self.shared.bulletin(For::Participants)));
            }
        }
    }

    /// Passes the newest frames on to those who look.
    pub(super) fn pass_on_frames(&self) {
        for seated in self.seated.values() {
            let Some(board) = seated.watches else { continue };
            let mut there =
                self.participants().filter(|(_, player, _)| self.class.board_of(*player) == Some(board));
            let frame = there.find_map(|(.., other)| {
                other.place.frame.lock().unwrap_or_else(PoisonError::into_inner).clone()
            });
            seated.place.inbox.push(Event::Shoulder(frame));
        }
    }

    /// Looks back on the games of a round that is over, and tells what is found.
    pub(super) fn go_on_with_results(&self) {
        if self.class.round().is_some_and(|round| round.is_ended) {
            results::find(self.class.clone(), Arc::clone(&self.shared), self.requests.clone());
        }
    }

    /// Tells what was found about a round.
    pub(super) fn tell_results(&self, trainer: &Event, everybody: Option<&Event>) {
        let everybody = everybody.filter(|_| !self.class.are_results_hidden());
        for seated in self.seated.values() {
            let own = if seated.sitter == Sitter::Trainer { Some(trainer) } else { everybody };
            if let Some(Event::Results(results)) = own {
                seated.place.inbox.push(Event::Results(Arc::clone(results)));
            }
        }
    }
}
