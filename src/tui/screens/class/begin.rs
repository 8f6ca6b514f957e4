//! What is played next, and at whose pace.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::super::context::Context;
use super::super::super::event::{Mouse, MouseKind};
use super::super::super::keys::{Action, Place};
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll, draw_scroll_bar, overlay_area};
use super::super::{Step, View, hits, screen_area};
use super::commands::wish;
use crate::class::{Bulletin, Wish};
use crate::words;

const COLUMNS: u16 = 76;
/// Rows for the paces, and one below them.
const PACES: u16 = 3;
/// Rows for what is told about the scenario, and one above them.
const ABOUT: u16 = 4;

/// A round in the making.
#[derive(Debug)]
pub(in crate::tui) struct Begin {
    chosen: usize,
    steps: bool,
}

impl Begin {
    /// The next round of a class: the scenario after the one that was played, at the same pace.
    pub(super) fn new(cx: &Context, class: &Bulletin) -> Self {
        let Some(last) = &class.round else { return Self { chosen: 0, steps: false } };
        let at = cx.catalog.iter().position(|entry| entry.scenario.title == last.scenario.title);
        Self { chosen: at.unwrap_or(0), steps: last.step.is_some() }
    }

    fn inner(cx: &Context) -> Rect {
        let rows = cx.catalog.len() as u16 + PACES + ABOUT + 2;
        let outer = overlay_area(screen_area(cx), COLUMNS, rows);
        Rect::new(outer.x + 2, outer.y + 1, outer.width - 4, outer.height - 2)
    }

    fn list(inner: Rect) -> Rect {
        Rect::new(inner.x, inner.y + PACES, inner.width, inner.height - PACES - ABOUT)
    }

    fn top(&self, list: Rect) -> usize {
        (self.chosen + 1).saturating_sub(list.height.into())
    }
}

impl View for Begin {
    fn place(&self) -> Place {
        Place::Begin
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let last = cx.catalog.len().saturating_sub(1);
        match action {
            Action::Up => self.chosen = self.chosen.saturating_sub(1),
            Action::Down => self.chosen = (self.chosen + 1).min(last),
            Action::Top => self.chosen = 0,
            Action::Bottom => self.chosen = last,
            Action::Next => self.steps = !self.steps,
            Action::Back => return vec![Step::Pop],
            Action::Open => {
                let Some(entry) = cx.catalog.get(self.chosen) else { return Vec::new() };
                let begin = Wish::Begin { scenario: Arc::clone(&entry.scenario), steps: self.steps };
                return std::iter::once(Step::Pop).chain(wish(begin)).collect();
            }
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let inner = Self::inner(cx);
        let list = Self::list(inner);
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            MouseKind::Press if hits(list, mouse) => {
                let at = self.top(list) + usize::from(mouse.row - list.y);
                // The first click chooses, a click on what is chosen begins.
                if at == self.chosen {
                    return self.act(Action::Open, cx);
                }
                self.chosen = at.min(cx.catalog.len().saturating_sub(1));
                Vec::new()
            }
            MouseKind::Press if hits(Rect { height: 2, ..inner }, mouse) => {
                self.steps = mouse.row > inner.y;
                Vec::new()
            }
            MouseKind::Press | MouseKind::Drag | MouseKind::Release => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let rows = cx.catalog.len() as u16 + PACES + ABOUT + 2;
        let inner = canvas.overlay(COLUMNS, rows, "Begin a round");
        let mark = |is_on: bool| if is_on { "(x)" } else { "( )" };
        let paces = [
            (!self.steps, "each at their own pace"),
            (self.steps, "all together: everybody orders, and you run the Sprints"),
        ];
        for (y, (is_on, pace)) in (inner.y..).zip(paces) {
            let role = if is_on { Role::Strong } else { Role::Faint };
            canvas.text(inner.x, y, inner.width, &format!("{} {pace}", mark(is_on)), role);
        }
        let list = Self::list(inner);
        let top = self.top(list);
        for (y, (at, entry)) in (list.y..list.bottom()).zip(cx.catalog.iter().enumerate().skip(top)) {
            let minutes = format!("{} min", words::number(entry.scenario.minutes));
            let columns = usize::from(list.width).saturating_sub(text::width(&minutes) + 5);
            let is_chosen = at == self.chosen;
            let mark = if is_chosen { "▸" } else { " " };
            let line = format!("{mark} {} {minutes} ", text::fit(&entry.scenario.title, columns));
            canvas.text(list.x, y, list.width, &line, if is_chosen { Role::Selected } else { Role::Text });
        }
        draw_scroll_bar(canvas, list, top, cx.catalog.len());
        if let Some(entry) = cx.catalog.get(self.chosen) {
            let scenario = &entry.scenario;
            let mut doc = Doc::new(inner.width);
            doc.para(Role::Faint, &format!("{} · {}", scenario.level, words::sprints(scenario.sprints)));
            doc.para(Role::Text, &scenario.summary);
            let about = Rect::new(inner.x, list.bottom() + 1, inner.width, ABOUT - 1);
            // What does not fit is no loss here, so nothing can be scrolled.
            doc.draw(canvas, about, &Scroll::default());
        }
    }
}
