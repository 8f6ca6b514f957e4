//! Moving what is selected or marked.

use super::super::super::context::{Context, Session};
use super::super::Step;
use super::{Board, chain, hand};
use crate::game::Command;
use crate::scenario::ItemIx;

impl Board {
    /// Moves the selected item by a place; only where its neighbours are in sight.
    pub(super) fn nudge(&self, cx: &Context, session: &Session, up: bool) -> Vec<Step> {
        if let Some(only_a_view) = self.refuse_in_view(cx) {
            return vec![only_a_view];
        }
        let rows = self.rows(session);
        let Some(item) = self.selected(&rows) else { return Vec::new() };
        let order = &session.game.plan().order;
        let places = order.len();
        match order.iter().position(|other| *other == item).map(|index| index + 1) {
            // What is not now comes back to the end of the order.
            None => move_to(cx, session, item, places + 1),
            Some(at) if (up && at == 1) || (!up && at == places) => Vec::new(),
            Some(at) => move_to(cx, session, item, if up { at - 1 } else { at + 1 }),
        }
    }

    /// Moves what is meant to a place in the order.
    pub(super) fn place(&mut self, cx: &Context, session: &Session, item: ItemIx, to: usize) -> Vec<Step> {
        let items = self.meant(session, item);
        self.marked.clear();
        let order = &session.game.plan().order;
        if let [item] = items[..] {
            let is_there = order.get(to - 1) == Some(&item);
            return if is_there { Vec::new() } else { move_to(cx, session, item, to) };
        }
        let rest: Vec<ItemIx> = order.iter().copied().filter(|other| !items.contains(other)).collect();
        hand::put(session, &items, &rest, to - 1)
    }

    /// The place of what is at the end of the order, once an item is in it.
    pub(super) fn last_place(session: &Session, item: ItemIx) -> usize {
        let order = &session.game.plan().order;
        order.len() + usize::from(!order.contains(&item))
    }

    /// Sets what is meant aside and goes on to the item below it, or brings it back.
    pub(super) fn set_aside(&mut self, session: &Session, item: ItemIx) -> Vec<Step> {
        if let Some(done) = refuse_done(session, item) {
            return vec![done];
        }
        let items = self.meant(session, item);
        self.marked.clear();
        let plan = session.game.plan();
        if items.len() > 1 {
            return hand::set_aside(session, &items);
        }
        let item = items[0];
        let id = session.game.scenario().item(item).id.clone();
        if plan.aside.contains(&item) {
            vec![Step::Do(Command::Move { item: id, to: plan.order.len() + 1 })]
        } else {
            let next = plan.order.iter().skip_while(|other| **other != item).nth(1);
            self.select(next.or(plan.order.iter().rev().nth(1)).copied());
            vec![Step::Do(Command::SetAside { item: id })]
        }
    }
}

/// What is told where nothing can be done with an item any more.
pub(super) fn refuse_done(session: &Session, item: ItemIx) -> Option<Step> {
    let is_done = session.game.state().item(item).done().is_some();
    is_done.then(|| {
        Step::Tell("That item is Done: there is nothing to move, to talk about or to forecast.".to_owned())
    })
}

pub(super) fn move_to(cx: &Context, session: &Session, item: ItemIx, to: usize) -> Vec<Step> {
    if let Some(done) = refuse_done(session, item) {
        return vec![done];
    }
    let id = session.game.scenario().item(item).id.clone();
    let offer = chain::offer(cx, session, item, to).map(Step::Tell);
    [Step::Do(Command::Move { item: id, to })].into_iter().chain(offer).collect()
}
