//! A search for an order that gives much when it is held to the end.

use rand::RngExt;

use super::Policy;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::luck::Drawing;
use crate::sim::{Belief, Source, forecast};

/// Futures on which orders are compared: enough for differences of a few percent, few enough for many
/// orders.
const FUTURES: u64 = 256;

/// Work that a search may do, in item steps: orders tried × futures × open items × Sprints left.
const WORK_MAX: u64 = 60_000_000;

/// Orders tried at least, however large the scenario.
const TRIES_MIN: u64 = 50;

/// Starts from the best of the simple rules and of Par, and climbs: takes one or two items out of their
/// places and tries them at others, or left out, and keeps what is no worse on the same futures. The same
/// seed gives the same order on any machine, because the search is bounded by work and not by time.
pub(super) fn best(scenario: &Scenario, belief: &Belief, seed: u64) -> Vec<ItemIx> {
    let source = Source::orders(seed);
    let value = |order: &[ItemIx]| forecast(scenario, belief, order, FUTURES, source).value.mean;
    let starts = [
        Policy::Given,
        Policy::Loudest,
        Policy::Value,
        Policy::Smallest,
        Policy::Cd3,
        Policy::Deadline,
        Policy::Par,
    ];
    let rated = starts.map(|policy| {
        let order = policy.order(scenario, belief, seed);
        (value(&order), order)
    });
    let first = rated.into_iter().reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (mut best_value, mut best) = first.unwrap_or_default();

    let open: Vec<ItemIx> =
        scenario.item_indexes().filter(|&item| belief.state().item(item).done().is_none()).collect();
    if open.is_empty() {
        return best;
    }
    let sprints = u64::from(scenario.sprints - belief.state().ended).max(1);
    let tries = (WORK_MAX / (FUTURES * sprints * open.len() as u64)).max(TRIES_MIN);
    let mut generator = source.generator(1, Drawing::Order, 0);
    for _ in 0..tries {
        let mut order = best.clone();
        for _ in 0..generator.random_range(1..=2) {
            let item = open[generator.random_range(0..open.len())];
            order.retain(|&other| other != item);
            // The place behind the last is "left out".
            let place = generator.random_range(0..=order.len() + 1);
            if place <= order.len() {
                order.insert(place, item);
            }
        }
        let found = value(&order);
        // Moving sideways, too, leads out of places where no single step is better.
        if found >= best_value {
            (best_value, best) = (found, order);
        }
    }
    best
}
