//! Items that are marked, to be moved together.

use super::super::super::context::Session;
use super::super::Step;
use super::Board;
use super::moving::refuse_done;
use super::rows::Row;
use crate::game::Command;
use crate::scenario::ItemIx;

impl Board {
    /// The items that are marked and still open.
    pub(super) fn marked(&self, session: &Session) -> Vec<ItemIx> {
        let open = |item: &ItemIx| session.game.state().item(*item).done().is_none();
        self.marked.iter().copied().filter(open).collect()
    }

    /// Marks an item, or takes its mark away.
    pub(super) fn mark(&mut self, session: &Session, item: ItemIx) -> Vec<Step> {
        if let Some(done) = refuse_done(session, item) {
            return vec![done];
        }
        if let Some(at) = self.marked.iter().position(|other| *other == item) {
            self.marked.remove(at);
        } else {
            self.marked.push(item);
        }
        Vec::new()
    }

    /// Puts what is marked beside the selected item.
    pub(super) fn paste(&mut self, session: &Session, rows: &[Row], below: bool) -> Vec<Step> {
        let marked = self.marked(session);
        if marked.is_empty() {
            return vec![Step::Tell(
                "Nothing is marked: Space marks items, to put them all in one place.".to_owned(),
            )];
        }
        let order = &session.game.plan().order;
        let rest: Vec<ItemIx> = order.iter().copied().filter(|item| !marked.contains(item)).collect();
        // Beside a marked item means beside the next one that stays.
        let at = self.line(rows);
        let stays = |row: &Row| matches!(row, Row::Ordered(item, _) if !marked.contains(item));
        let above = rows[..at].iter().filter(|row| stays(row)).count();
        let is_beside = rows.get(at).is_some_and(stays);
        self.marked.clear();
        put(session, &marked, &rest, above + usize::from(below && is_beside))
    }

    /// What a command about the selected item is about: all that is marked, in the order in which it stands, or
    /// that item alone.
    pub(super) fn meant(&self, session: &Session, item: ItemIx) -> Vec<ItemIx> {
        let marked = self.marked(session);
        if marked.is_empty() {
            return vec![item];
        }
        in_place(session, &marked)
    }
}

/// Items in the order in which they stand, those that are not now last.
fn in_place(session: &Session, items: &[ItemIx]) -> Vec<ItemIx> {
    let plan = session.game.plan();
    plan.order.iter().chain(&plan.aside).copied().filter(|item| items.contains(item)).collect()
}

/// Puts items behind so many of those that stay, in the order in which they stand.
pub(super) fn put(session: &Session, items: &[ItemIx], rest: &[ItemIx], behind: usize) -> Vec<Step> {
    let (above, below) = rest.split_at(behind.min(rest.len()));
    let order: Vec<ItemIx> =
        above.iter().copied().chain(in_place(session, items)).chain(below.iter().copied()).collect();
    reorder(session, &order)
}

/// Sets items aside together, or brings them back to the end of the order where all of them are aside.
pub(super) fn set_aside(session: &Session, items: &[ItemIx]) -> Vec<Step> {
    let order = &session.game.plan().order;
    let rest: Vec<ItemIx> = order.iter().copied().filter(|item| !items.contains(item)).collect();
    if rest.len() < order.len() {
        return reorder(session, &rest);
    }
    put(session, items, &rest, rest.len())
}

/// Orders everything anew, in one move.
pub(super) fn reorder(session: &Session, order: &[ItemIx]) -> Vec<Step> {
    let (game, scenario) = (&session.game, session.game.scenario());
    if game.plan().order == order {
        return Vec::new();
    }
    vec![Step::Do(Command::Order {
        items: order.iter().map(|&item| scenario.item(item).id.clone()).collect(),
    })]
}
