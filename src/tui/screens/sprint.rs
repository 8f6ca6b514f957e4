//! A Sprint as it runs: short, and it can be skipped.

use ratatui::layout::Rect;

use super::super::context::Context;
use super::super::event::{Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Screen, Step, View, draw_header, page, review};
use crate::game::Game;
use crate::sim::{Event, SprintRecord};
use crate::words::{self, Known};

/// Milliseconds between two things that happen, and the most that a Sprint takes altogether.
const BEAT_MS: u64 = 220;
const LONGEST_MS: u64 = 4_000;

/// Which records are shown, and how much of the first is in sight.
#[derive(Debug)]
pub(in crate::tui) struct SprintRun {
    /// The first record that was not seen before.
    from: usize,
    /// How many lines it has.
    lines: usize,
    started_ms: Option<u64>,
    shown: usize,
}

impl SprintRun {
    /// Shows the records of a game from one on.
    pub(super) fn new(game: &Game, from: usize) -> Self {
        let lines = game.records().get(from).map_or(0, |record| work(game, record).len());
        Self { from, lines, started_ms: None, shown: 0 }
    }

    fn is_complete(&self, cx: &Context) -> bool {
        !cx.preferences.motion || self.shown >= self.lines
    }
}

/// The work of a Sprint, line by line: what was worked on and what happened on the way. What was paid and
/// how the people took it is for the Sprint Review.
fn work(game: &Game, record: &SprintRecord) -> Vec<(Role, String)> {
    let before_review = |event: &&Event| {
        !matches!(
            event,
            Event::Paid { .. } | Event::Trust { .. } | Event::Escalates(_) | Event::Refined { .. }
        )
    };
    let line = |event: &Event| {
        let role = match event {
            Event::Done(_) => Role::Good,
            Event::Struck(_) | Event::Escalated(_) => Role::Bad,
            Event::Started { rework: Some(_), .. } => Role::Warn,
            Event::Arrived(_) | Event::Revealed { .. } | Event::Prevented(_) => Role::Accent,
            _ => Role::Text,
        };
        words::event(game.scenario(), Known::To(game.state()), event).map(|text| (role, text))
    };
    record.events.iter().filter(before_review).filter_map(line).collect()
}

impl View for SprintRun {
    fn place(&self) -> Place {
        Place::Sprint
    }

    fn act(&mut self, action: Action, _: &Context) -> Vec<Step> {
        if action == Action::Open {
            return vec![Step::Replace(Screen::Review(review::Review::first(self.from)))];
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        if mouse.kind == MouseKind::Press { self.act(Action::Open, cx) } else { Vec::new() }
    }

    fn tick(&mut self, cx: &Context) -> Vec<Step> {
        let started = *self.started_ms.get_or_insert(cx.now_ms);
        let beat = (LONGEST_MS / self.lines.max(1) as u64).clamp(1, BEAT_MS);
        self.shown = ((cx.now_ms.saturating_sub(started)) / beat) as usize;
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
        let scenario = game.scenario();
        let left = format!("Sprint {} of {} · {}", record.sprint, scenario.sprints, scenario.title);
        draw_header(canvas, &left, "the team is at work");
        let area = page(canvas.area);
        let lines = work(game, record);
        let shown = if self.is_complete(cx) { lines.len() } else { self.shown.min(lines.len()) };
        let share = if lines.is_empty() { 1.0 } else { shown as f64 / lines.len() as f64 };
        draw_progress(canvas, Rect::new(area.x, area.y + 1, area.width, 1), share);
        // The newest lines stay in sight.
        let mut doc = Doc::new(area.width);
        lines[..shown].iter().for_each(|(role, line)| doc.para(*role, line));
        let below = Rect::new(area.x, area.y + 3, area.width, area.height.saturating_sub(3));
        doc.draw(canvas, below, &Scroll { top: doc.len() });
    }
}

fn draw_progress(canvas: &mut Canvas<'_>, area: Rect, share: f64) {
    let full = (share * f64::from(area.width)).round() as usize;
    let used = canvas.text(area.x, area.y, area.width, &"━".repeat(full), Role::Accent);
    canvas.rule(area.x + used, area.y, area.width - used, "");
}
