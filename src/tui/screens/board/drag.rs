//! An item that is moved with the mouse.

use super::super::super::context::{Context, Session};
use super::super::super::event::Mouse;
use ratatui::layout::Rect;

use super::super::Step;
use super::Board;
use super::hand::put;
use super::layout::Areas;
use super::moving::move_to;
use super::rows::Row;
use super::view::place_columns;
use crate::scenario::ItemIx;

/// An item on its way with the mouse.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drag {
    pub(super) item: ItemIx,
    /// Where it was pressed.
    pub(super) from: Mouse,
    /// The line of the list before which it would be dropped; `None` until the mouse has moved.
    pub(super) before: Option<usize>,
    /// Where the mouse is, if it is held above or below a list that goes on there, and when the list was scrolled
    /// last, in milliseconds since the program started.
    pub(super) beyond: Option<(Mouse, u64)>,
}

/// How long the list stands between two lines while an item is held beyond it, milliseconds.
const SCROLL_MS: u64 = 100;

impl Board {
    /// Takes note of where the mouse is with an item in hand; scrolls at the edges.
    pub(super) fn dragged(&mut self, rows: &[Row], areas: &Areas, mouse: Mouse, now_ms: u64) {
        let top = self.top(rows, areas.list);
        let Some(drag) = &mut self.drag else { return };
        let last = rows.len().saturating_sub(usize::from(areas.list.height));
        let scrolled = match mouse.row {
            row if row < areas.list.y => top.saturating_sub(1),
            row if row >= areas.list.bottom() => (top + 1).min(last),
            _ => top,
        };
        drag.beyond = (scrolled != top).then_some((mouse, now_ms));
        if scrolled != top {
            (self.top, self.turned_away) = (scrolled, true);
        }
        let row = mouse.row.clamp(areas.list.y, areas.list.bottom() - 1) - areas.list.y;
        let moved = rows.get(top + usize::from(row)).and_then(|row| row.item()) != Some(drag.item);
        if moved || drag.before.is_some() {
            drag.before = Some((top + usize::from(row)).min(rows.len()));
        }
    }

    /// Scrolls on while an item is held beyond the list.
    pub(super) fn held(&mut self, rows: &[Row], areas: &Areas, now_ms: u64) {
        if let Some((mouse, last_ms)) = self.drag.and_then(|drag| drag.beyond)
            && now_ms >= last_ms + SCROLL_MS
        {
            self.dragged(rows, areas, mouse, now_ms);
        }
    }

    /// Lets go of the item in hand. What was only clicked on its number is marked.
    pub(super) fn dropped(&mut self, cx: &Context, session: &Session, rows: &[Row], list: Rect) -> Vec<Step> {
        let Some(drag) = self.drag.take() else { return Vec::new() };
        let Drag { item, before: Some(line), .. } = drag else {
            let is_number = drag.from.column < list.x + place_columns(session) as u16;
            return if is_number { self.mark(session, drag.item) } else { Vec::new() };
        };
        let moved = if self.marked.contains(&item) { self.marked(session) } else { vec![item] };
        let in_order = |row: &Row| matches!(row, Row::Ordered(other, _) if !moved.contains(other));
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
        let behind = rows[..upto].iter().filter(|row| in_order(row)).count();
        if let [item] = moved[..] {
            let is_there = plan.order.get(behind) == Some(&item);
            return if is_there { Vec::new() } else { move_to(cx, session, item, behind + 1) };
        }
        let rest: Vec<ItemIx> = plan.order.iter().copied().filter(|other| !moved.contains(other)).collect();
        self.marked.clear();
        put(session, &moved, &rest, behind)
    }
}
