//! Who comes in, sits down, and leaves.

use std::sync::PoisonError;

use tokio::sync::oneshot;
use tracing::debug;

use super::{Asked, Registrar, Seated, Then};
use crate::class::{self, Happening, PlayerId};
use crate::host::hub::{Admitted, Entry, NotLetIn, Place, Session, Sitter};
use crate::host::pin;
use crate::tui::Part;

impl Registrar {
    /// Who wants to come in: what is written for it; `None` if that was answered already.
    pub(super) fn enter(
        &mut self,
        entry: Entry,
        reply: oneshot::Sender<Result<Admitted, NotLetIn>>,
        joining: &mut PlayerId,
    ) -> Option<Asked> {
        match self.rows_to_enter(&entry, joining) {
            Ok((rows, pin)) => Some(Asked { rows, then: Then::Enter { entry, pin, reply } }),
            Err(refusal) => {
                drop(reply.send(Err(refusal)));
                None
            }
        }
    }

    fn rows_to_enter(
        &self,
        entry: &Entry,
        joining: &mut PlayerId,
    ) -> Result<(Vec<Happening>, String), NotLetIn> {
        let name = class::clean_name(&entry.name).ok_or(NotLetIn::NoName)?;
        let host = self.host.clone();
        if let Some((player, own)) = self.class.named(&name) {
            if own.is_removed {
                return Err(NotLetIn::Removed);
            }
            let came = Happening::Came { player, host };
            let Some(typed) = entry.pin.as_ref().filter(|pin| !pin.trim().is_empty()) else {
                // Whose connection was lost before they could read it has no PIN to type; there is nothing to take yet.
                let is_here = own.host.as_ref().is_some_and(|host| self.alive.contains(host));
                if is_here || self.class.has_played(player) {
                    return Err(NotLetIn::PinWanted);
                }
                let (pin, mark) = new_pin()?;
                return Ok((vec![came, Happening::PinMade { player, pin: mark }], pin));
            };
            if !pin::is_pin(typed, &own.pin) {
                return Err(NotLetIn::WrongPin);
            }
            return Ok((vec![came], typed.trim().to_owned()));
        }
        if self.class.is_joining_closed() {
            return Err(NotLetIn::Closed);
        }
        let people = self.class.players().values().filter(|own| !own.is_removed).count();
        if people + *joining as usize >= self.people_max {
            return Err(NotLetIn::Full);
        }
        let (pin, mark) = new_pin()?;
        let player = self.class.next_player() + *joining;
        *joining += 1;
        Ok((vec![Happening::Joined { player, name, pin: mark, host }], pin))
    }

    /// Gives somebody a place who is in the class. Whoever sat there before leaves.
    pub(super) fn admit(&mut self, entry: &Entry, pin: String) -> Result<Admitted, NotLetIn> {
        let name = class::clean_name(&entry.name).ok_or(NotLetIn::NoName)?;
        let (player, own) =
            self.class.named(&name).ok_or_else(|| NotLetIn::Unable("try again".to_owned()))?;
        let name = own.name.clone();
        self.end_others(player);
        let place = Place::default();
        let board = self.class.board_of(player);
        *place.board.lock().unwrap_or_else(PoisonError::into_inner) = board;
        debug!(player, "has a seat");
        let session = self.seat(Sitter::Participant(player), place.clone());
        let events = self.first_events(player);
        Ok(Admitted { session, part: Part::Participant { player, name, pin }, place, events })
    }

    pub(super) fn admit_trainer(&mut self, reply: oneshot::Sender<Admitted>) {
        let place = Place::default();
        let session = self.seat(Sitter::Trainer, place.clone());
        // They see what they can see at once.
        self.news.is_urgent = true;
        if reply.send(Admitted { session, part: Part::Trainer, place, events: Vec::new() }).is_err() {
            self.seated.remove(&session);
        }
        self.go_on_with_results();
    }

    fn seat(&mut self, sitter: Sitter, place: Place) -> Session {
        self.last_session += 1;
        self.seated.insert(self.last_session, Seated { sitter, place, watches: None, is_shared: false });
        self.look_over_shoulders();
        self.last_session
    }

    /// Ends the sessions of somebody who sits somewhere else now.
    pub(super) fn end_others(&mut self, player: PlayerId) {
        let why =
            "You came in again from somewhere else, so this screen was closed. Your game goes on there.";
        let own = |(session, seated): (&Session, &Seated)| {
            (seated.sitter == Sitter::Participant(player)).then_some(*session)
        };
        let others: Vec<Session> = self.seated.iter().filter_map(own).collect();
        for session in others {
            if let Some(seated) = self.seated.remove(&session) {
                seated.place.end(why);
            }
        }
    }

    /// Who left: what is written for it.
    pub(super) fn leave(&mut self, session: Session) -> Option<Asked> {
        let seated = self.seated.remove(&session)?;
        self.look_over_shoulders();
        let row = seated.left(&self.host)?;
        if let Sitter::Participant(player) = seated.sitter {
            debug!(player, "has left their seat");
        }
        Some(Asked { rows: vec![row], then: Then::Nothing })
    }
}

/// A new PIN, and what it is recognised by.
fn new_pin() -> Result<(String, String), NotLetIn> {
    let made = pin::new_pin().and_then(|pin| Some((pin.clone(), pin::mark(&pin)?)));
    made.ok_or_else(|| NotLetIn::Unable("the system has no randomness to give".to_owned()))
}
