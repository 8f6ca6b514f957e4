//! What a guest types: bytes that come from their connection, kept within bounds, as events for their inbox.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{self, Instant};

use super::decode::Decoder;
use super::{Inbox, Limits};
use crate::tui::event::{Event, Size};

/// How long an Esc waits for what it may begin.
const ESC_WAIT: Duration = Duration::from_millis(30);

/// How long the beginning of anything else waits for its end.
const END_WAIT: Duration = Duration::from_secs(1);

/// The largest screen that is drawn.
pub const SIZE_MAX: Size = Size { width: 300, height: 100 };

/// Where a connection puts what comes from it. It never waits for anybody.
#[derive(Debug)]
pub struct Keyboard {
    inbox: Arc<Inbox>,
    state: Mutex<State>,
    changed: Notify,
    bytes_per_second: f64,
    bytes_at_once: f64,
    flood_max: usize,
}

#[derive(Debug)]
struct State {
    decoder: Decoder,
    /// When something was typed last.
    last: Instant,
    /// When what is begun is looked at again.
    due: Option<Instant>,
    /// How many bytes may come now, and since when.
    allowed: f64,
    allowed_at: Instant,
    /// How many bytes were left out since there were few enough for the last time.
    left_out: usize,
    trouble: Option<Trouble>,
}

/// Why nothing is typed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The connection is gone.
    Gone,
    /// So much came that nobody can have typed it.
    Flood,
}

impl Keyboard {
    /// A keyboard that fills an inbox.
    #[must_use]
    pub fn new(inbox: Arc<Inbox>, limits: &Limits) -> Self {
        let now = Instant::now();
        let bytes_at_once = limits.input_bytes_at_once as f64;
        Self {
            inbox,
            state: Mutex::new(State {
                decoder: Decoder::default(),
                last: now,
                due: None,
                allowed: bytes_at_once,
                allowed_at: now,
                left_out: 0,
                trouble: None,
            }),
            changed: Notify::new(),
            bytes_per_second: limits.input_bytes_per_second as f64,
            bytes_at_once,
            flood_max: limits.flood_bytes,
        }
    }

    /// Takes what came from the connection. What is more than a person can type is left out.
    pub fn take(&self, bytes: &[u8]) {
        let now = Instant::now();
        let mut state = self.state();
        let earned = now.duration_since(state.allowed_at).as_secs_f64() * self.bytes_per_second;
        state.allowed = (state.allowed + earned).min(self.bytes_at_once);
        (state.allowed_at, state.last) = (now, now);
        let taken = bytes.len().min(state.allowed as usize);
        state.allowed -= taken as f64;
        let left_out = bytes.len() - taken;
        state.left_out = if left_out == 0 { 0 } else { state.left_out + left_out };
        if state.left_out > self.flood_max {
            state.trouble.get_or_insert(Trouble::Flood);
        }
        let events = state.decoder.take(&bytes[..taken]);
        if left_out > 0 {
            // The rest of a paste, or of a sequence, would be keys that nobody pressed.
            state.decoder.skip();
        }
        state.due = state.decoder.is_waiting().then(|| now + ESC_WAIT);
        drop(state);
        events.into_iter().for_each(|event| self.inbox.push(event));
        self.changed.notify_one();
    }

    /// The screen has another size now; any figures are taken.
    pub fn resize(&self, columns: u32, rows: u32) {
        self.inbox.push(Event::Resize(size_within(columns, rows)));
    }

    /// The connection is gone.
    pub fn hang_up(&self) {
        self.state().trouble = Some(Trouble::Gone);
        self.changed.notify_one();
    }

    /// When something was typed last.
    pub(super) fn last(&self) -> Instant {
        self.state().last
    }

    /// Looks at what is begun and not ended for as long as nothing else happens; ends with what is the matter.
    pub(super) async fn trouble(&self) -> Trouble {
        loop {
            let due = {
                let state = self.state();
                if let Some(trouble) = state.trouble {
                    return trouble;
                }
                state.due
            };
            match due {
                None => self.changed.notified().await,
                Some(due) => tokio::select! {
                    () = self.changed.notified() => {}
                    () = time::sleep_until(due) => self.settle(due),
                },
            }
        }
    }

    fn settle(&self, due: Instant) {
        let mut state = self.state();
        if state.due != Some(due) {
            return;
        }
        let is_first = due.duration_since(state.last) < END_WAIT;
        let mut events = Vec::new();
        if is_first {
            events = state.decoder.settle();
        } else {
            state.decoder.forget();
        }
        state.due = state.decoder.is_waiting().then(|| state.last + END_WAIT);
        drop(state);
        events.into_iter().for_each(|event| self.inbox.push(event));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A size that can be drawn, whatever figures are told.
#[must_use]
pub(super) fn size_within(columns: u32, rows: u32) -> Size {
    let within = |cells: u32, most: u16| u16::try_from(cells).unwrap_or(most).clamp(1, most);
    Size { width: within(columns, SIZE_MAX.width), height: within(rows, SIZE_MAX.height) }
}
