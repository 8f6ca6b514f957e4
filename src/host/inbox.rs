//! What comes to one guest's App, from wherever.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use crate::tui::event::{Event, MouseKind};

/// How many events wait at most. Nobody types as fast as that: what comes after it is a flood, and is left out.
const EVENTS_MAX: usize = 512;

/// A queue that never grows without bound, and that nobody waits to put something into.
#[derive(Debug, Default)]
pub struct Inbox {
    events: Mutex<VecDeque<Event>>,
    arrived: Notify,
}

impl Inbox {
    /// Puts an event in. One that makes another void takes its place.
    pub fn push(&self, event: Event) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(other) = events.iter_mut().rev().find(|other| replaces(&event, other)) {
            *other = event;
        } else if events.len() < EVENTS_MAX || !is_typed(&event) {
            events.push_back(event);
        }
        drop(events);
        self.arrived.notify_one();
    }

    /// Waits until something is there, and takes all of it.
    pub async fn take(&self) -> Vec<Event> {
        loop {
            let taken = self.take_now();
            if !taken.is_empty() {
                return taken;
            }
            self.arrived.notified().await;
        }
    }

    /// Takes what is there.
    #[must_use]
    pub fn take_now(&self) -> Vec<Event> {
        let mut taken: Vec<Event> =
            self.events.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect();
        // How a shared game stands comes before what was typed since: that is about it, not the other way round.
        taken.sort_by_key(|event| !matches!(event, Event::Shared { .. }));
        taken
    }
}

/// Whether an event comes from the guest, and not from the host.
fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Mouse(_) | Event::Paste(_) | Event::Explain { .. })
}

/// Whether a newer event makes one that waits void. Sizes, pictures and answers: the newest is enough.
fn replaces(newer: &Event, older: &Event) -> bool {
    match (newer, older) {
        (Event::Resize(_), Event::Resize(_))
        | (Event::Tick { .. }, Event::Tick { .. })
        | (Event::Class(_), Event::Class(_))
        | (Event::Shared { .. }, Event::Shared { .. })
        | (Event::Results(_), Event::Results(_))
        | (Event::Shoulder(_), Event::Shoulder(_)) => true,
        (Event::Mouse(newer), Event::Mouse(older)) => {
            (newer.kind, older.kind) == (MouseKind::Drag, MouseKind::Drag)
        }
        _ => false,
    }
}
