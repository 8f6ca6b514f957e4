//! What the last move changed is marked for a moment.

use super::super::super::context::{Context, Session};

/// How long it is marked, milliseconds.
const MARKED_MS: u64 = 5_000;

/// When it was first seen what a move changed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fresh {
    /// The forecast that showed it, and when that was, in milliseconds since the program started.
    seen: Option<(u64, u64)>,
}

impl Fresh {
    /// Takes note that time has passed.
    pub(super) fn tick(&mut self, session: &Session, now_ms: u64) {
        if self.seen.is_none_or(|(forecast, _)| forecast != session.judging) {
            self.seen = Some((session.judging, now_ms));
        }
    }

    /// Whether what the last move changed is still marked. Where nothing moves by itself it is until the next move.
    pub(super) fn is_marked(self, session: &Session, cx: &Context) -> bool {
        let over = self.seen.is_some_and(|(forecast, since_ms)| {
            forecast == session.judging && cx.now_ms >= since_ms + MARKED_MS
        });
        session.before().is_some() && !(over && cx.preferences.motion)
    }

    /// Whether it is marked, and will not be after some time.
    pub(super) fn wants_ticks(self, session: &Session, cx: &Context) -> bool {
        cx.preferences.motion && self.is_marked(session, cx)
    }
}
