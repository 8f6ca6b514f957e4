//! What if: an order of the game, changed, and what that would have led to. Nothing of it is written down.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::super::context::Context;
use super::super::super::event::{Compared, Effect, Mouse, MouseKind, Side};
use super::super::super::keys::{Action, Place};
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, draw_scroll_bar, kind_mark};
use super::super::pair::{moved, results};
use super::super::{Step, View, draw_divider, draw_header, hits, list_and_text, screen_area};
use super::beside::comparison;
use super::sheet::sprints;
use crate::game::{Decision, Game};
use crate::order::Choice;
use crate::scenario::ItemIx;
use crate::sim::Belief;
use crate::words;

/// Rows of what it leads to, where it stands below the list.
const RESULTS: u16 = 8;
/// From this width on it stands beside the list.
const WIDE: u16 = 110;

/// An order that is tried.
#[derive(Debug)]
pub(in crate::tui) struct WhatIf {
    game: Arc<Game>,
    decision: usize,
    belief: Arc<Belief>,
    order: Vec<ItemIx>,
    aside: Vec<ItemIx>,
    /// The line that is chosen, among the order and then what is set aside.
    chosen: usize,
    ticket: u64,
    /// What the order as it was and this one lead to.
    sides: Vec<Side>,
    /// Whether that is of an earlier order.
    is_stale: bool,
}

impl WhatIf {
    pub(super) fn new(game: Arc<Game>, decision: usize) -> Self {
        let decision = decision.min(game.decisions().len().saturating_sub(1));
        let decided = &game.decisions()[decision];
        let belief = Arc::new(decided.belief.clone());
        let (order, aside) = (decided.plan.order.clone(), decided.plan.aside.clone());
        Self { game, decision, belief, order, aside, chosen: 0, ticket: 0, sides: Vec::new(), is_stale: true }
    }

    fn decided(&self) -> &Decision {
        &self.game.decisions()[self.decision]
    }

    /// Asks for what the order leads to.
    pub(in crate::tui) fn ask(&mut self, ticket: u64) -> Effect {
        (self.ticket, self.is_stale) = (ticket, true);
        let decision = self.decided();
        let other = Choice { order: self.order.clone(), talks: decision.talks.clone() };
        comparison(ticket, &self.game, decision, &self.belief, other)
    }

    /// Takes what the order leads to.
    pub(in crate::tui) fn compared(&mut self, compared: &Compared) {
        if compared.ticket == self.ticket {
            self.sides.clone_from(&compared.sides);
            self.is_stale = false;
        }
    }

    fn len(&self) -> usize {
        self.order.len() + self.aside.len()
    }

    /// Moves the chosen item to a place of the order; what is set aside comes back.
    fn move_to(&mut self, place: usize) -> Vec<Step> {
        if self.len() == 0 {
            return Vec::new();
        }
        let item = if self.chosen < self.order.len() {
            self.order.remove(self.chosen)
        } else {
            self.aside.remove(self.chosen - self.order.len())
        };
        let place = place.min(self.order.len());
        self.order.insert(place, item);
        self.chosen = place;
        vec![Step::Ask]
    }

    fn not_now(&mut self) -> Vec<Step> {
        if self.chosen >= self.order.len() {
            return self.move_to(usize::MAX);
        }
        // What is below comes up, so the choice goes on to it.
        let item = self.order.remove(self.chosen);
        self.aside.insert(0, item);
        vec![Step::Ask]
    }

    /// Takes the order of another Sprint.
    fn turn(&mut self, forwards: bool) -> Vec<Step> {
        let last = self.game.decisions().len() - 1;
        let to = if forwards { (self.decision + 1).min(last) } else { self.decision.saturating_sub(1) };
        if to == self.decision {
            return Vec::new();
        }
        *self = Self::new(Arc::clone(&self.game), to);
        vec![Step::Ask]
    }

    fn doc(&self, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        let unit = &self.game.scenario().value_unit;
        results(&mut doc, columns.into(), ["as it was", "changed"], &self.sides, unit);
        if self.is_stale && !self.sides.is_empty() {
            doc.para(Role::Faint, "… of the order before; the new one is being computed.");
        }
        doc
    }

    fn top(&self, rows: u16) -> usize {
        let (rows, line) = (usize::from(rows), self.line(self.chosen));
        (line + 2).saturating_sub(rows).min(self.lines().saturating_sub(rows))
    }

    /// Lines of the list: one more where something is set aside.
    fn lines(&self) -> usize {
        self.len() + usize::from(!self.aside.is_empty())
    }

    fn line(&self, index: usize) -> usize {
        index + usize::from(index >= self.order.len() && !self.aside.is_empty())
    }
}

/// The list, and what it leads to.
fn areas(screen: Rect) -> (Rect, Rect) {
    list_and_text(screen, WIDE, |rows| rows - RESULTS - 1)
}

impl View for WhatIf {
    fn place(&self) -> Place {
        Place::WhatIf
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let page = usize::from(areas(screen_area(cx)).0.height);
        let last = self.len().saturating_sub(1);
        match action {
            Action::Up => self.chosen = self.chosen.saturating_sub(1),
            Action::Down => self.chosen = (self.chosen + 1).min(last),
            Action::PageUp => self.chosen = self.chosen.saturating_sub(page),
            Action::PageDown => self.chosen = (self.chosen + page).min(last),
            Action::MoveUp if self.chosen >= self.order.len() => return self.move_to(usize::MAX),
            Action::MoveUp if self.chosen > 0 => return self.move_to(self.chosen - 1),
            Action::MoveDown if self.chosen + 1 < self.order.len() => return self.move_to(self.chosen + 1),
            Action::MoveToTop => return self.move_to(0),
            Action::MoveToBottom => return self.move_to(usize::MAX),
            Action::NotNow if self.len() > 0 => return self.not_now(),
            Action::Undo => {
                let chosen = self.chosen;
                *self = Self::new(Arc::clone(&self.game), self.decision);
                self.chosen = chosen;
                return vec![Step::Ask];
            }
            Action::Next => return self.turn(true),
            Action::Previous => return self.turn(false),
            Action::Back => return vec![Step::Pop],
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let (list, _) = areas(screen_area(cx));
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            MouseKind::Press if hits(list, mouse) => {
                let line = usize::from(mouse.row - list.y) + self.top(list.height);
                if let Some(index) = (0..self.len()).find(|&index| self.line(index) == line) {
                    self.chosen = index;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _: &Context) {
        let decision = self.decided();
        let left = format!("What if? · {}", sprints(decision.sprint, decision.through));
        draw_header(canvas, &left, "nothing of this is kept");
        let (list, area) = areas(canvas.area);
        self.draw_order(canvas, list);
        let doc = self.doc(area.width);
        doc.draw(canvas, area, &super::super::super::widgets::Scroll::default());
        draw_divider(canvas, list, area, "what it leads to");
    }
}

impl WhatIf {
    fn draw_order(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let scenario = self.game.scenario();
        let was = &self.decided().plan.order;
        let changed = moved(was, &self.order);
        let top = self.top(area.height);
        let mut write = |line: usize, role: Role, text: &str| {
            if let Some(row) = line.checked_sub(top).filter(|row| *row < area.height.into()) {
                canvas.text(area.x, area.y + row as u16, area.width - 1, text, role);
            }
        };
        for (index, &item) in self.order.iter().chain(&self.aside).enumerate() {
            let before = was.iter().position(|other| *other == item);
            let now = (index < self.order.len()).then_some(index);
            let place = now.map_or("  –".to_owned(), |now| format!("{:>3}", now + 1));
            // What was elsewhere says where.
            let moved = match before {
                None if now.is_none() => String::new(),
                Some(_) if now.is_some() && !changed.contains(&item) => String::new(),
                Some(before) => format!(" (was {})", before + 1),
                None => " (was aside)".to_owned(),
            };
            let item = scenario.item(item);
            let mark = if index == self.chosen { "▸" } else { " " };
            let role = match (index == self.chosen, moved.is_empty(), now) {
                (true, _, _) => Role::Selected,
                (_, false, _) => Role::Changed,
                (_, _, Some(_)) => Role::Text,
                _ => Role::Faint,
            };
            write(
                self.line(index),
                role,
                &format!("{mark}{place} {} {}{moved}", kind_mark(item.kind), item.title),
            );
        }
        if !self.aside.is_empty() {
            write(
                self.order.len(),
                Role::Faint,
                &format!("── not now: {}", words::number(self.aside.len() as f64)),
            );
        }
        draw_scroll_bar(canvas, area, top, self.lines());
    }
}
