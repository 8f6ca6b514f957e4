//! A class, as somebody in it sees it, and what is told about it in a line.

use std::fmt::Write as _;
use std::sync::Arc;

use ratatui::buffer::Buffer;

use super::context::Part;
use super::event::Results;
use super::keys::{Action, KeyMap, Place};
use super::widgets::Qr;
use crate::class::{Bulletin, Seat};

/// A class, as somebody in it sees it.
#[derive(Debug)]
pub(in crate::tui) struct Classroom {
    pub(in crate::tui) part: Part,
    /// How the class stands.
    pub(in crate::tui) bulletin: Arc<Bulletin>,
    /// The picture that others scan to join. It takes longer to make than a whole frame, and is made once.
    pub(in crate::tui) picture: Option<Arc<Qr>>,
    /// The results of the last round, as far as they are found.
    pub(in crate::tui) results: Option<Arc<Results>>,
    /// The screen that the trainer looks at.
    pub(in crate::tui) shoulder: Option<Box<Buffer>>,
    /// Whether the participant handed the order of this Sprint in.
    pub(in crate::tui) is_ready: bool,
    /// Whether the round is over, so that its game may be looked back on.
    pub(in crate::tui) is_revealed: bool,
}

/// What is told about a class in one line.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) struct ClassLine {
    pub(in crate::tui) left: String,
    pub(in crate::tui) right: String,
}

impl Classroom {
    pub(in crate::tui) fn new(part: Part, bulletin: Arc<Bulletin>) -> Self {
        let picture = picture(&bulletin);
        Self { part, bulletin, picture, results: None, shoulder: None, is_ready: false, is_revealed: false }
    }

    /// Takes how the class stands now; what is new for a participant is told.
    pub(in crate::tui) fn take(&mut self, bulletin: Arc<Bulletin>, keys: &KeyMap) -> Option<String> {
        let old = std::mem::replace(&mut self.bulletin, bulletin);
        if self.bulletin.invitation.scanned != old.invitation.scanned {
            self.picture = picture(&self.bulletin);
        }
        if let Some(place) = self.own_seat().and_then(|seat| seat.place.as_ref()) {
            self.is_ready = place.is_ready;
        }
        if self.part == Part::Trainer {
            return None;
        }
        let new = &self.bulletin;
        let key = keys.key(Place::Everywhere, Action::Class).unwrap_or_default();
        let is_paused = |bulletin: &Bulletin| bulletin.is_playing().then(|| is_paused(bulletin));
        if let Some(message) = new.message.as_ref().filter(|_| new.message != old.message) {
            return Some(format!("The trainer: {message}"));
        }
        let question = |bulletin: &Bulletin| bulletin.poll.as_ref().map(|poll| poll.question.clone());
        if let Some(poll) = &new.poll {
            let was_shown = old.poll.as_ref().is_some_and(|poll| poll.is_shown);
            if question(&old).as_ref() != Some(&poll.question) {
                return Some(format!("The trainer asks: {} {key} answers.", poll.question));
            }
            if poll.is_shown && !was_shown {
                return Some(format!("The answers to the question are there: {key} shows them."));
            }
        }
        match (is_paused(&old), is_paused(new)) {
            (Some(false), Some(true)) => {
                return Some(
                    "The trainer has stopped the class for a moment. You can still change your order."
                        .to_owned(),
                );
            }
            (Some(true), Some(false)) => return Some("The class goes on.".to_owned()),
            _ => {}
        }
        let is_out = |bulletin: &Bulletin| bulletin.left_s == Some(0);
        (is_out(new) && !is_out(&old)).then(|| "The time is up.".to_owned())
    }

    /// The seat of the participant.
    pub(in crate::tui) fn own_seat(&self) -> Option<&Seat> {
        let Part::Participant { player, .. } = &self.part else { return None };
        let is_own = |seat: &&Seat| seat.members.iter().any(|member| member.player == *player);
        self.bulletin.seats.iter().find(is_own)
    }

    /// What is told in the line below the game; `key` opens the page of the class.
    pub(in crate::tui) fn line(&self, key: Option<String>) -> ClassLine {
        let bulletin = &self.bulletin;
        let left = match (&bulletin.message, &bulletin.poll) {
            (_, Some(poll)) if !poll.is_shown => format!("The trainer asks: {}", poll.question),
            (Some(message), _) => format!("The trainer: {message}"),
            _ => self.state(),
        };
        let mut right = String::new();
        if is_paused(bulletin) {
            right += "stopped · ";
        }
        match bulletin.left_s {
            None => {}
            Some(0) => right += "time is up · ",
            // Writing to a String cannot fail.
            Some(left) => drop(write!(right, "{} left · ", clock(left))),
        }
        right += &key.map_or_else(|| "class".to_owned(), |key| format!("{key} class"));
        ClassLine { left, right }
    }

    /// Where the class is, in a few words.
    pub(in crate::tui) fn state(&self) -> String {
        let bulletin = &self.bulletin;
        let Some(round) = &bulletin.round else { return format!("{}: not begun yet", bulletin.title) };
        let (ready, open) = bulletin.ready();
        match round.step {
            _ if bulletin.is_closed => format!("{}: the class is over", bulletin.title),
            _ if round.is_ended => format!("Round {}: over", round.number),
            Some(step) if open > 0 => {
                let own = if self.is_ready { ", yours too" } else { "" };
                format!("Sprint {step}, all together: {ready} of {open} handed in{own}")
            }
            _ => format!("{}: {}", bulletin.title, here(bulletin.here)),
        }
    }
}

fn picture(bulletin: &Bulletin) -> Option<Arc<Qr>> {
    bulletin.invitation.scanned.as_deref().and_then(Qr::of).map(Arc::new)
}

fn is_paused(bulletin: &Bulletin) -> bool {
    bulletin.round.as_ref().is_some_and(|round| round.is_paused && !round.is_ended)
}

/// How many are connected: `12 people here`.
pub(in crate::tui) fn here(people: usize) -> String {
    if people == 1 { "1 person here".to_owned() } else { format!("{people} people here") }
}

/// Seconds as a clock shows them: `4:31`.
pub(in crate::tui) fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
