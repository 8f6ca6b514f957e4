//! The decisions beside a decision: what one change makes of what is worked on in this Sprint.

use super::rollout::Choice;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::State;

/// Items that may be moved, at most: those that Par and the decision have first.
const MOVED_MAX: usize = 40;

/// Places from the top at which an item is tried; behind everything that is worked on is one more.
const PLACES: usize = 3;

/// One change to a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// An item, with what it still requires, is done before another one.
    Earlier {
        /// The item.
        item: ItemIx,
        /// What it goes before; `None` is behind everything that is worked on.
        before: Option<ItemIx>,
    },
    /// An item waits.
    Later(ItemIx),
    /// An item is talked about in place of what was.
    Talk(ItemIx),
    /// No conversation is chosen.
    NoTalk,
}

/// Every single change to a decision that can matter in this Sprint, with what it makes of it. `reached` is
/// what the decision works on, in its order; `hints` are orders whose first items are worth a thought.
pub(super) fn neighbours(
    scenario: &Scenario,
    state: &State,
    base: &Choice,
    reached: &[ItemIx],
    hints: &[&[ItemIx]],
) -> Vec<(Change, Choice)> {
    let mut found = Vec::new();
    let movable = movable(scenario, state, base, hints);
    for &item in &movable {
        let package = package(scenario, state, item);
        for place in (0..reached.len().min(PLACES)).chain([reached.len()]) {
            let before = reached.get(place).copied();
            // Behind everything that is worked on there is room only if capacity is left.
            if before.is_none_or(|before| !package.contains(&before)) {
                let order = with_package(&base.order, &package, before, reached);
                let choice = Choice { order, talks: base.talks.clone() };
                found.push((Change::Earlier { item, before }, choice));
            }
        }
    }
    for &item in reached {
        let order = base.order.iter().copied().filter(|&other| other != item).collect();
        found.push((Change::Later(item), Choice { order, talks: base.talks.clone() }));
    }
    if scenario.refined_per_sprint() > 0 {
        for &item in movable.iter().filter(|item| state.item(**item).can_be_refined()) {
            if base.talks.first() != Some(&item) {
                let mut talks = vec![item];
                talks.extend(base.talks.iter().copied().filter(|&other| other != item));
                talks.truncate(scenario.refined_per_sprint() as usize);
                found.push((Change::Talk(item), Choice { order: base.order.clone(), talks }));
            }
        }
        if !base.talks.is_empty() {
            found.push((Change::NoTalk, Choice::of(base.order.clone())));
        }
    }
    found
}

/// The items on which work, or on what they require, is possible in this Sprint.
fn movable(scenario: &Scenario, state: &State, base: &Choice, hints: &[&[ItemIx]]) -> Vec<ItemIx> {
    let mut movable: Vec<ItemIx> = Vec::new();
    let mut is_seen = vec![false; scenario.items.len()];
    let mut lists: Vec<_> = hints.iter().map(|hint| hint.iter()).collect();
    lists.push(base.order.iter());
    let all: Vec<ItemIx> = scenario.item_indexes().collect();
    // In turn, so that each has a say; what nobody names comes last.
    let in_turn = (0..scenario.items.len())
        .flat_map(|_| lists.iter_mut().filter_map(|list| list.next().copied()).collect::<Vec<_>>());
    for item in in_turn.chain(all) {
        if movable.len() == MOVED_MAX {
            break;
        }
        let is_new = !std::mem::replace(&mut is_seen[item.at()], true);
        if is_new && state.item(item).arrived && state.item(item).done().is_none() {
            let package = package(scenario, state, item);
            if package.iter().all(|&needed| state.item(needed).arrived) {
                movable.push(item);
            }
        }
    }
    movable
}

/// An item with what it still requires, each after what it requires; nothing if it is Done.
#[must_use]
pub fn package(scenario: &Scenario, state: &State, item: ItemIx) -> Vec<ItemIx> {
    let mut package = Vec::new();
    let mut stack = vec![(item, false)];
    while let Some((item, needs_are_in)) = stack.pop() {
        if package.contains(&item) || state.item(item).done().is_some() {
            continue;
        }
        if needs_are_in {
            package.push(item);
        } else {
            stack.push((item, true));
            stack.extend(scenario.item(item).requires.iter().rev().map(|&needed| (needed, false)));
        }
    }
    package
}

/// What an item still needs of what is in the Product Backlog, but for what stands above it, in a sequence in which
/// all of it can become Done.
#[must_use]
pub fn missing(scenario: &Scenario, state: &State, item: ItemIx, above: &[ItemIx]) -> Vec<ItemIx> {
    let mut missing = package(scenario, state, item);
    missing.retain(|needed| *needed != item && state.item(*needed).arrived && !above.contains(needed));
    missing
}

/// An order in which what the item at a place (from 0) needs, and did not stand above it, stands right above it;
/// `None` where nothing of that is missing.
#[must_use]
pub fn brought_along(
    scenario: &Scenario,
    state: &State,
    order: &[ItemIx],
    place: usize,
) -> Option<Vec<ItemIx>> {
    let (above, below) = order.split_at(place);
    let missing = missing(scenario, state, *below.first()?, above);
    let rest = below.iter().filter(|other| !missing.contains(other));
    (!missing.is_empty()).then(|| above.iter().chain(&missing).chain(rest).copied().collect())
}

/// An order with a package put before an item, or behind all that is worked on.
fn with_package(
    order: &[ItemIx],
    package: &[ItemIx],
    before: Option<ItemIx>,
    reached: &[ItemIx],
) -> Vec<ItemIx> {
    let mut rest: Vec<ItemIx> = order.iter().copied().filter(|item| !package.contains(item)).collect();
    let place = match before {
        Some(before) => rest.iter().position(|&item| item == before),
        None => rest.iter().rposition(|item| reached.contains(item)).map(|last| last + 1),
    };
    let place = place.unwrap_or(0);
    rest.splice(place..place, package.iter().copied());
    rest
}
