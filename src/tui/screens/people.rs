//! Everybody who wants something from the product, in full.

use super::super::context::{Context, Session};
use super::super::keys::{Action, Place};
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View, content, draw_header, facts, screen_area};
use crate::scenario::StakeholderIx;
use ratatui::layout::Rect;

/// How far one has read.
#[derive(Debug, Default)]
pub(in crate::tui) struct People {
    scroll: Scroll,
}

/// Columns that a person's card should have.
const CARD: u16 = 46;

/// Everybody, side by side where there is room.
pub(super) fn doc(session: &Session, columns: u16) -> Doc {
    let count = session.game.scenario().stakeholders.len();
    let mut doc = Doc::new(columns);
    let across = usize::from((columns / CARD).clamp(1, 4)).min(count.max(1));
    let card = columns / across as u16;
    let cards: Vec<Doc> = (0..count)
        .map(|index| {
            // A gap stays free between two cards.
            let mut doc = Doc::new(card - 2 * u16::from(across > 1));
            facts::person(&mut doc, session, StakeholderIx::new(index));
            doc
        })
        .collect();
    for row in cards.chunks(across) {
        doc.gap();
        doc.beside(row, card);
    }
    doc
}

fn area(screen: Rect) -> Rect {
    let content = content(screen);
    let margin = if content.width >= 100 { 4 } else { 2 };
    Rect::new(content.x + margin, content.y + 1, content.width - 2 * margin, content.height - 1)
}

impl View for People {
    fn place(&self) -> Place {
        Place::People
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (Some(session), area) = (&cx.session, area(screen_area(cx))) else { return vec![Step::Pop] };
        if self.scroll.act(action, doc(session, area.width).len(), area.height) || action != Action::Back {
            return Vec::new();
        }
        vec![Step::Pop]
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(session) = &cx.session else { return };
        let scenario = session.game.scenario();
        let left = format!("The people · {}", scenario.title);
        draw_header(canvas, &left, &format!("Sprint {} of {}", session.game.sprint(), scenario.sprints));
        let area = area(canvas.area);
        doc(session, area.width).draw(canvas, area, &self.scroll);
    }
}
