//! An item that is moved with the mouse.

use super::super::super::context::{Context, Session};
use super::super::super::event::Mouse;
use super::super::Step;
use super::layout::Areas;
use super::rows::Row;
use super::{Board, move_to};
use crate::scenario::ItemIx;

/// An item on its way with the mouse.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drag {
    pub(super) item: ItemIx,
    /// The line of the list before which it would be dropped; `None` until the mouse has moved.
    pub(super) before: Option<usize>,
}

impl Board {
    /// Takes note of where the mouse is with an item in hand; scrolls at the edges.
    pub(super) fn dragged(&mut self, rows: &[Row], areas: &Areas, mouse: Mouse) {
        let top = self.top(rows, areas.list);
        let Some(drag) = &mut self.drag else { return };
        if mouse.row < areas.list.y {
            (self.top, self.turned_away) = (top.saturating_sub(1), true);
        } else if mouse.row >= areas.list.bottom() {
            (self.top, self.turned_away) = (top + 1, true);
        }
        let row = mouse.row.clamp(areas.list.y, areas.list.bottom() - 1) - areas.list.y;
        let moved = rows.get(top + usize::from(row)).and_then(|row| row.item()) != Some(drag.item);
        if moved || drag.before.is_some() {
            drag.before = Some((top + usize::from(row)).min(rows.len()));
        }
    }

    /// Lets go of the item in hand.
    pub(super) fn dropped(&mut self, cx: &Context, session: &Session, rows: &[Row]) -> Vec<Step> {
        let Some(Drag { item, before: Some(line) }) = self.drag.take() else { return Vec::new() };
        let in_order = |row: &Row| matches!(row, Row::Ordered(other, _) if *other != item);
        let aside = rows[..line.min(rows.len())].iter().any(|row| matches!(row, Row::AsideHeading(_)));
        let plan = session.game.plan();
        if aside && !plan.aside.contains(&item) {
            return self.set_aside(session, item);
        }
        if aside || session.game.state().item(item).done().is_some() {
            return Vec::new();
        }
        // Dropped on a line below where it was, an item comes after the one that is there.
        let from = rows.iter().position(|row| row.item() == Some(item)).unwrap_or(0);
        let upto = if line > from { (line + 1).min(rows.len()) } else { line };
        let to = rows[..upto].iter().filter(|row| in_order(row)).count() + 1;
        if plan.order.iter().position(|other| *other == item) == Some(to - 1) {
            return Vec::new();
        }
        move_to(cx, session, item, to)
    }
}
