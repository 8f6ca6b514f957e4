//! The trainer's guide, for a game that was begun with it.

use super::super::context::Context;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View, draw_header, screen_area, text_area};
use crate::scenario::Scenario;

/// How far it is read.
#[derive(Debug, Default)]
pub(in crate::tui) struct Guide {
    scroll: Scroll,
}

fn doc(scenario: &Scenario, columns: u16) -> Doc {
    let mut doc = Doc::new(columns);
    write(&mut doc, scenario);
    doc
}

/// Writes the whole guide, or that there is none.
pub(in crate::tui) fn write(doc: &mut Doc, scenario: &Scenario) {
    if scenario.guide.is_empty() {
        doc.para(Role::Text, "This scenario has no guide. Its author writes one as `guide` in its file.");
    }
    for section in &scenario.guide {
        doc.heading(&section.title);
        doc.para(Role::Text, &section.text);
    }
}

impl View for Guide {
    fn place(&self) -> Place {
        Place::Guide
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (Some(game), area) = (cx.game(), text_area(screen_area(cx))) else { return vec![Step::Pop] };
        let is_over = matches!(action, Action::Back | Action::Guide);
        let is_scrolled = self.scroll.act(action, doc(game.scenario(), area.width).len(), area.height);
        if !is_scrolled && is_over { vec![Step::Pop] } else { Vec::new() }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(game) = cx.game() else { return };
        draw_header(canvas, &game.scenario().title, "For the trainer");
        let area = text_area(canvas.area);
        doc(game.scenario(), area.width).draw(canvas, area, &self.scroll);
    }
}
