//! A Sprint as it runs: a short replay of its record, and any key shows all of it at once.

mod beats;
mod draw;

use super::super::context::Context;
use super::super::event::{Key, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::widgets::Canvas;
use super::{Screen, Step, View, review};
use crate::game::Game;

use self::beats::{Beats, Moment};

/// Which records are shown, and how much of the first is in sight.
#[derive(Debug)]
pub(in crate::tui) struct SprintRun {
    /// The first record that was not seen before.
    from: usize,
    beats: Beats,
    started_ms: Option<u64>,
    /// How long it has been running, in milliseconds.
    elapsed_ms: u64,
    is_skipped: bool,
}

impl SprintRun {
    /// Shows the records of a game from one on.
    pub(super) fn new(game: &Game, from: usize) -> Self {
        let beats = game.records().get(from).map(Beats::of).unwrap_or_default();
        Self { from, beats, started_ms: None, elapsed_ms: 0, is_skipped: false }
    }

    fn is_complete(&self, cx: &Context) -> bool {
        !cx.preferences.motion || self.is_skipped || self.elapsed_ms >= self.beats.length_ms()
    }

    /// Shows all of it if it is still running, else goes on to the Sprint Review.
    fn go_on(&mut self, cx: &Context) -> Vec<Step> {
        if self.is_complete(cx) {
            return vec![Step::Replace(Screen::Review(review::Review::first(self.from)))];
        }
        self.is_skipped = true;
        Vec::new()
    }
}

impl View for SprintRun {
    fn place(&self) -> Place {
        Place::Sprint
    }

    fn typed(&mut self, key: Key, cx: &Context) -> Option<Vec<Step>> {
        // Any key shows the rest; with Ctrl one can always leave.
        (!self.is_complete(cx) && !key.ctrl).then(|| self.go_on(cx))
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        if action == Action::Open { self.go_on(cx) } else { Vec::new() }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        if mouse.kind == MouseKind::Press { self.go_on(cx) } else { Vec::new() }
    }

    fn tick(&mut self, cx: &Context) -> Vec<Step> {
        let started = *self.started_ms.get_or_insert(cx.now_ms);
        self.elapsed_ms = cx.now_ms.saturating_sub(started);
        Vec::new()
    }

    fn wants_ticks(&self, cx: &Context) -> bool {
        !self.is_complete(cx)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some((game, record)) = cx.game().and_then(|game| Some((game, game.records().get(self.from)?)))
        else {
            return;
        };
        let is_complete = self.is_complete(cx);
        let moment = if is_complete { Moment::end(record) } else { self.beats.at(record, self.elapsed_ms) };
        draw::draw(canvas, game, record, &moment, is_complete);
    }
}
