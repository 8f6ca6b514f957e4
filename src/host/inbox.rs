//! What comes to one guest's App, from wherever.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use crate::tui::event::Event;

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
        // What was typed or clicked in between has its place: what comes after it does not go before it.
        let reach = if is_typed(&event) { 1 } else { events.len() };
        if let Some(other) = events.iter_mut().rev().take(reach).find(|other| event.replaces(other)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::event::{Mouse, MouseKind, Size};

    #[test]
    fn moves_of_the_mouse_do_not_go_before_what_was_clicked_in_between() {
        use MouseKind::{Drag, Press, Release};
        let inbox = Inbox::default();
        for (kind, row) in [(Press, 1), (Drag, 2), (Drag, 3), (Release, 3), (Press, 5), (Drag, 6), (Drag, 7)]
        {
            inbox.push(Event::Mouse(Mouse { kind, column: 0, row }));
        }
        let told = |event: &Event| match event {
            Event::Mouse(mouse) => (mouse.kind, mouse.row),
            other => panic!("{other:?}"),
        };
        let taken: Vec<_> = inbox.take_now().iter().map(told).collect();
        assert_eq!(taken, [(Press, 1), (Drag, 3), (Release, 3), (Press, 5), (Drag, 7)]);
    }

    #[test]
    fn a_flood_of_sizes_and_keys_has_an_end() {
        let inbox = Inbox::default();
        for width in 0..2_000 {
            inbox.push(Event::Resize(Size { width, height: 24 }));
            inbox.push(Event::Mouse(Mouse { kind: MouseKind::Press, column: 0, row: 0 }));
        }
        let taken = inbox.take_now();
        assert!(taken.len() <= EVENTS_MAX, "{}", taken.len());
        assert!(matches!(taken[0], Event::Resize(Size { width: 1_999, .. })));
    }
}
