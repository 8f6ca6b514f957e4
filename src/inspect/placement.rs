//! Which items' places matter.

use std::sync::Arc;

use crate::order::arena::Stop;
use crate::order::{Estimate, package};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Futures, Source};

/// The part of the best order's value below which a change is called small.
const SMALL: f64 = 0.01;

/// What the place of an item does to the value of the best fixed order, value units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// The item.
    pub item: ItemIx,
    /// What changes if it is put first, with what it requires.
    pub first: Estimate,
    /// What changes if it is left out, so that what requires it cannot be done.
    pub left_out: Estimate,
    /// Whether it is there to find something out, which an order that is held has no use for.
    pub is_experiment: bool,
    /// Whether one of the changes is clear and more than a hundredth of what the best order gives.
    pub matters: bool,
}

impl Placement {
    /// The larger of the two changes.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.first.mean.abs().max(self.left_out.mean.abs())
    }
}

/// The placements of all items, in file order. `None` if it was to stop.
pub(super) fn placements(
    scenario: &Arc<Scenario>,
    best: &[ItemIx],
    seed: u64,
    futures: usize,
    stop: &Stop<'_>,
) -> Option<Vec<Placement>> {
    let belief = Arc::new(Belief::initial(scenario));
    let drawn = Futures::draw(Arc::clone(scenario), Arc::clone(&belief), Source::worth(seed, 1), futures);
    let values = |order: &[ItemIx]| (!stop()).then(|| drawn.values(order, 0..futures));
    let known = values(best)?;
    let small = SMALL * Estimate::of(&known).mean.abs();
    let matters = |change: Estimate| change.is_clear() && change.mean.abs() > small;
    scenario
        .item_indexes()
        .map(|item| {
            let package = package(scenario, belief.state(), item);
            let rest =
                |without: &[ItemIx]| best.iter().copied().filter(|item| !without.contains(item)).collect();
            let mut order: Vec<ItemIx> = package.clone();
            let mut others: Vec<ItemIx> = rest(&package);
            order.append(&mut others);
            let first = Estimate::of_difference(&values(&order)?, &known);
            let order: Vec<ItemIx> = rest(&[item]);
            let left_out = Estimate::of_difference(&values(&order)?, &known);
            let is_experiment = scenario.item(item).is_experiment();
            Some(Placement {
                item,
                first,
                left_out,
                is_experiment,
                matters: matters(first) || matters(left_out),
            })
        })
        .collect()
}
