//! What could be had by somebody who knows the future.

use super::par::Planner;
use super::rollout::{Choice, Rollout, ThenPar};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Luck, State};

/// The largest V that a climb finds for an order held to the end of one future, value units: items are put
/// at other places or left out, one after the other, and what is better is kept.
///
/// A bound from below: a longer search may find more.
pub(super) fn best_value(
    scenario: &Scenario,
    rollout: &mut Rollout,
    planner: &mut Planner<'_>,
    luck: &Luck,
    first: &State,
    start: &[ItemIx],
    tries_max: usize,
) -> f64 {
    let mut best = Choice::of(start.to_vec());
    let mut value = |choice: &Choice| {
        let mut held = ThenPar { choice, through: u32::MAX, is_made: false, planner };
        rollout.play(scenario, luck, first, &mut held, &mut ())
    };
    let mut best_value = value(&best);
    let is_open = |item: &ItemIx| first.item(*item).done().is_none();
    let open: Vec<ItemIx> = scenario.item_indexes().filter(is_open).collect();
    let (mut tries, mut has_gained) = (0, true);
    while has_gained && tries < tries_max {
        has_gained = false;
        for &item in &open {
            let rest: Vec<ItemIx> = best.order.iter().copied().filter(|&other| other != item).collect();
            // The front half of the order is where what counts is decided; behind it the last place and
            // "left out" stand for all.
            let places = (0..=rest.len() / 2).chain([rest.len(), usize::MAX]);
            for place in places {
                let mut order = rest.clone();
                if place <= rest.len() {
                    order.insert(place, item);
                }
                let choice = Choice::of(order);
                let found = value(&choice);
                tries += 1;
                if found > best_value {
                    (best_value, best, has_gained) = (found, choice, true);
                    break;
                }
            }
            if tries >= tries_max {
                break;
            }
        }
    }
    best_value
}
