//! A guest's way to the class: what their App wants done, and by whom.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use ratatui::buffer::Buffer;
use tokio::sync::oneshot;

use super::{Hub, Place, Request, Session};
use crate::host::pool::Desk;
use crate::tui::event::{Effect, Event};
use crate::tui::worker::Job;

/// A guest's way to the class.
#[derive(Debug)]
pub struct Link {
    pub(super) session: Session,
    pub(super) hub: Hub,
    pub(super) place: Place,
    pub(super) desk: Desk,
}

impl Link {
    /// Does what the guest's App wants done. What is to be kept is kept when this is ready; long work goes on beside it,
    /// and its answers come to the inbox. `None`: the guest leaves.
    pub async fn carry_out(&self, effect: Effect) -> Option<Vec<Event>> {
        match self.begin(effect) {
            Begun::Done => Some(Vec::new()),
            Begun::Asked(answer) => Some(answer.await.unwrap_or_else(|_| vec![Event::Stop])),
            Begun::Leaves => None,
        }
    }

    /// The same for a caller that is no task: it waits on its thread.
    #[must_use]
    pub fn carry_out_now(&self, effect: Effect) -> Option<Vec<Event>> {
        match self.begin(effect) {
            Begun::Done => Some(Vec::new()),
            Begun::Asked(answer) => Some(answer.blocking_recv().unwrap_or_else(|_| vec![Event::Stop])),
            Begun::Leaves => None,
        }
    }

    fn begin(&self, effect: Effect) -> Begun {
        let (reply, answer) = oneshot::channel();
        let session = self.session;
        let request = match effect {
            Effect::Append(command) => Request::Do { session, command, reply },
            Effect::Class(wish) => Request::Wish { session, wish, reply },
            Effect::Quit => return Begun::Leaves,
            other => {
                self.work(other);
                return Begun::Done;
            }
        };
        // Without a registrar the host is going down, and the answer says so.
        let _ = self.hub.requests.send(request);
        Begun::Asked(answer)
    }

    /// Leaves long work on the desk.
    fn work(&self, effect: Effect) {
        match effect {
            Effect::Forecast(request) => self.desk.forecast(Job::Forecast(request)),
            Effect::Compare(comparison) => self.desk.forecast(Job::Compare(comparison)),
            Effect::Odds(request) => self.desk.forecast(Job::Odds(request)),
            Effect::LookBack(request) => {
                let board = *self.place.board.lock().unwrap_or_else(PoisonError::into_inner);
                let round = *self.hub.shared.round.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(board) = board {
                    self.desk.look_back(request, (round, board));
                }
            }
            // Files, other games and the terminal of the host are no business of a guest; commands are kept by the
            // registrar, which tries again by itself.
            _ => {}
        }
    }

    /// Whether somebody looks over this guest's shoulder, so that frames are to be shown to [`Link::show`].
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.place.is_watched.load(Ordering::Relaxed)
    }

    /// Shows who looks a frame of this guest.
    pub fn show(&self, frame: &Buffer) {
        *self.place.frame.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(frame.clone()));
    }

    /// What the guest is told at the end, where it is not they who leave: another has come under their name, or the
    /// trainer has taken them out.
    #[must_use]
    pub fn parting(&self) -> Option<String> {
        self.place.parting.get().map(|&words| words.to_owned())
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // Without a registrar nobody has to know.
        let _ = self.hub.requests.send(Request::Leave { session: self.session });
    }
}

/// What became of an effect.
enum Begun {
    Done,
    Asked(oneshot::Receiver<Vec<Event>>),
    Leaves,
}
