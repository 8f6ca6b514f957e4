//! What an item needs, and stands below it.

use super::super::super::context::{Context, Session};
use super::super::super::keys::{Action, Place};
use super::super::Step;
use super::moving::refuse_done;
use crate::game::Command;
use crate::game::journal::Coach;
use crate::order;
use crate::scenario::ItemIx;
use crate::words;

/// What is told where an item is moved up to a place above what it needs: which that is, and how it comes along.
pub(super) fn offer(cx: &Context, session: &Session, item: ItemIx, to: usize) -> Option<String> {
    let order = &session.game.plan().order;
    let is_up = order.iter().position(|&other| other == item).is_none_or(|at| to <= at);
    let above: Vec<ItemIx> = order.iter().copied().filter(|&other| other != item).take(to - 1).collect();
    let missing = order::missing(session.game.scenario(), session.game.state(), item, &above);
    if session.coach() == Coach::Off || !is_up || missing.is_empty() {
        return None;
    }
    let key = cx.preferences.keys.key(Place::Board, Action::BringAlong)?;
    let titles = missing.iter().map(|&needed| words::quoted(&session.game.scenario().item(needed).title));
    Some(format!("{key} brings along what it needs: {}.", titles.collect::<Vec<_>>().join(", ")))
}

/// Puts what an item needs, and does not stand above it, right above it: one move that can be taken back.
pub(super) fn bring_along(session: &Session, item: ItemIx) -> Vec<Step> {
    if let Some(done) = refuse_done(session, item) {
        return vec![done];
    }
    let order = &session.game.plan().order;
    let Some(place) = order.iter().position(|&other| other == item) else {
        return vec![Step::Tell("That item is set aside: put it into the order first.".to_owned())];
    };
    let scenario = session.game.scenario();
    let Some(order) = order::brought_along(scenario, session.game.state(), order, place) else {
        return vec![Step::Tell("Nothing that this item needs stands below it.".to_owned())];
    };
    let items = order.into_iter().map(|item| scenario.item(item).id.clone()).collect();
    vec![Step::Do(Command::Order { items })]
}
