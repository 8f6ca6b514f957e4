//! The choice among the orders that a search comes upon, on futures that none of them was trained on.
//!
//! The futures are those of the seed alone, and an order takes the place of the best so far only if it is better
//! on all of them. So the longer a search is, the better is its answer on these futures, never worse.

use std::sync::Arc;

use rayon::prelude::*;

use super::instance::Instance;
use crate::scenario::ItemIx;
use crate::sim::{Futures, Source};

/// Futures that orders are compared on at most, and the work that this may be for one order, in item steps.
const FRESH: usize = 8192;
const FRESH_WORK: usize = 400_000;
/// Futures after which a challenger is looked at first, and by how much more from look to look.
const FIRST_LOOK: usize = 128;
const GROWTH: usize = 4;
/// Standard errors behind after which a challenger is out: about one in a thousand is wronged.
const BEHIND: f64 = 3.0;
/// Futures that one task runs; fixed, so that the number of threads cannot change a result.
const PER_TASK: usize = 64;

/// The best order so far.
pub(super) struct Champion<'a> {
    instance: &'a Instance,
    fresh: Futures,
    count: usize,
    pub(super) order: Vec<u32>,
    /// What it gives in each of the futures.
    pub(super) values: Vec<f64>,
}

impl<'a> Champion<'a> {
    /// Nobody yet. The futures agree with the belief of some others.
    pub(super) fn new(instance: &'a Instance, futures: &Futures, seed: u64) -> Self {
        let count = (FRESH_WORK / instance.steps() as usize).clamp(16, FRESH);
        let (scenario, belief) = (Arc::clone(futures.scenario()), Arc::clone(futures.belief()));
        let fresh = Futures::draw(scenario, belief, Source::confirmation(seed), count.min(FIRST_LOOK));
        Self { instance, fresh, count, order: Vec::new(), values: Vec::new() }
    }

    /// The mean of the best order, value units.
    pub(super) fn mean(&self) -> f64 {
        mean(&self.values)
    }

    /// Puts an order in the place of the best if it is better. The work that this was, in item steps.
    pub(super) fn challenge(&mut self, order: &[u32]) -> u64 {
        let items = self.instance.items(order);
        let (mut values, mut look) = (Vec::new(), FIRST_LOOK);
        loop {
            let until = look.min(self.count);
            self.fresh.extend(until);
            values.extend(values_of(&self.fresh, &items, values.len()..until));
            let (gain, error) = gain(&values, &self.values);
            let is_last = until == self.count;
            if is_last && (self.values.is_empty() || gain > 0.0) {
                (self.order, self.values) = (order.to_vec(), values);
            } else if !is_last && gain >= -BEHIND * error {
                look *= GROWTH;
                continue;
            }
            return until as u64 * self.instance.steps();
        }
    }
}

/// What one order gives in some futures, side by side.
pub(super) fn values_of(futures: &Futures, order: &[ItemIx], range: std::ops::Range<usize>) -> Vec<f64> {
    let parts: Vec<usize> = range.clone().step_by(PER_TASK).collect();
    let part = |&from: &usize| futures.values(order, from..(from + PER_TASK).min(range.end));
    let parts: Vec<Vec<f64>> = parts.par_iter().map(part).collect();
    parts.concat()
}

/// What one order gives more than another on the futures that both met, on average, and the standard error.
pub(super) fn gain(values: &[f64], held: &[f64]) -> (f64, f64) {
    let (mut sum, mut squares) = (0.0, 0.0);
    for (mine, held) in values.iter().zip(held) {
        let difference = mine - held;
        sum += difference;
        squares += difference * difference;
    }
    let n = values.len().min(held.len()).max(1) as f64;
    let variance = ((squares - sum * sum / n) / (n - 1.0).max(1.0)).max(0.0);
    (sum / n, (variance / n).sqrt())
}

/// The mean of a sample; 0 of none.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
