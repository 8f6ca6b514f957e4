//! Local search under uncertainty: orders meet the same futures, and most are rejected after a few of them.
//!
//! A candidate races the order in force on common futures (common random numbers; Birattari, Stützle,
//! Paquete and Varrentrapp 2002): the differences are what counts, and a candidate that is behind by more
//! than noise explains is out. The number of futures grows as the search comes to rest.

use std::ops::ControlFlow;

use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::instance::Instance;
use super::meter::Meter;
use super::moves::Sequence;
use crate::scenario::ItemIx;
use crate::sim::luck::Drawing;
use crate::sim::{Futures, Source};

/// Candidates that race at once. Fixed, so that the number of threads cannot change what is found.
const CANDIDATES: usize = 16;
/// Futures after which a candidate is looked at first, and the work of a round up to then, in item steps.
const FIRST_LOOK: usize = 16;
const FIRST_WORK: usize = 1 << 20;
/// Futures on which orders are compared at first, and by how much more each time the search rests.
const FUTURES_MIN: usize = 64;
const GROWTH: usize = 4;
/// Standard errors behind after which a candidate is out.
const BEHIND: f64 = 1.0;
/// Futures on which a search comes to rest at first.
const KICKED_FUTURES: usize = 256;
/// Kicks that lead to nothing better, after which there are more futures.
const BARREN_MAX: usize = 2;
/// Changes in a kick.
const KICK: usize = 4;
/// Orders that are kept beside the starts to be confirmed.
const KEPT_MAX: usize = 12;

/// A search on futures drawn from a belief.
pub(super) struct Race<'a> {
    instance: &'a Instance,
    futures: Futures,
    /// The most futures that orders are compared on.
    futures_max: usize,
    here: Sequence,
    first_look: usize,
    /// What the order in force gives in each future that is in use.
    values: Vec<f64>,
    /// Candidates since one was better.
    failed: usize,
    generator: Xoshiro256PlusPlus,
    /// Orders that a search came to rest at, and their mean on the futures in use then.
    kept: Vec<(f64, Vec<u32>)>,
}

impl<'a> Race<'a> {
    /// A search from the best of some orders.
    pub(super) fn new(
        instance: &'a Instance,
        mut futures: Futures,
        starts: &[Vec<u32>],
        futures_max: usize,
        seed: Source,
        live: usize,
    ) -> Self {
        let of_one = instance.jobs.len() + (instance.sprints - instance.ended) as usize;
        let affordable = FIRST_WORK / (of_one * CANDIDATES);
        let first = FUTURES_MIN.min(futures_max).min(affordable.max(2));
        futures.extend(first);
        let rate = |order: &Vec<u32>| futures.values(&instance.items(order), 0..first);
        let rated: Vec<Vec<f64>> = starts.par_iter().map(rate).collect();
        let best = (0..starts.len()).reduce(|a, b| if mean(&rated[b]) > mean(&rated[a]) { b } else { a });
        let best = best.unwrap_or_default();
        let values = rated.into_iter().nth(best).unwrap_or_default();
        let order = starts.get(best).map_or(&[][..], Vec::as_slice);
        Self {
            instance,
            futures,
            futures_max,
            here: Sequence::new(order, instance.jobs.len(), live),
            first_look: FIRST_LOOK.min(affordable.max(2)),
            values,
            failed: 0,
            generator: seed.generator(3, Drawing::Order, 0),
            kept: Vec::new(),
        }
    }

    /// Searches until there was enough: rests, is kicked, and comes to rest again, first on few futures. Where
    /// kicks lead to nothing better any more, more futures tell finer differences.
    pub(super) fn run(&mut self, meter: &mut Meter<'_>) {
        let mut base: Option<(Vec<f64>, Sequence)> = None;
        let (mut ceiling, mut barren) = (KICKED_FUTURES.min(self.futures_max), 0);
        while self.round(meter).is_continue() {
            if self.failed < 8 * (self.instance.jobs.len() + 2) {
                continue;
            }
            self.failed = 0;
            let count = self.values.len();
            if count < ceiling {
                self.widen((count * GROWTH).min(ceiling));
                continue;
            }
            self.keep();
            if base.as_ref().is_none_or(|(values, _)| self.mean() > mean(values)) {
                base = Some((self.values.clone(), self.here.clone()));
                barren = 0;
            }
            let Some((values, best)) = &mut base else { continue };
            self.here = best.clone();
            barren += 1;
            // A small backlog is soon looked through: kick after kick comes back to where it was.
            if ceiling == self.futures_max && barren > 20 + 4 * self.instance.jobs.len().pow(2) {
                break;
            }
            if barren > BARREN_MAX && ceiling < self.futures_max {
                (ceiling, barren) = ((ceiling * GROWTH).min(self.futures_max), 0);
                self.values = values.clone();
                self.widen(ceiling);
                values.clone_from(&self.values);
                continue;
            }
            for _ in 0..KICK {
                self.here.change(&mut self.generator);
            }
            let count = (ceiling / GROWTH).max(FUTURES_MIN).min(ceiling);
            self.values = self.values_of(&self.instance.items(self.here.order()), 0..count);
            meter.work((count as u64) * self.steps_of_one());
        }
        self.keep();
        if let Some((_, best)) = base {
            self.here = best;
        }
    }

    /// The orders it came to rest at, the one it holds first.
    pub(super) fn found(mut self) -> (Futures, Vec<Vec<u32>>) {
        self.kept.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut orders = vec![self.here.order().to_vec()];
        orders.extend(self.kept.into_iter().map(|(_, order)| order));
        (self.futures, orders)
    }

    fn mean(&self) -> f64 {
        mean(&self.values)
    }

    fn steps_of_one(&self) -> u64 {
        (self.instance.jobs.len() + (self.instance.sprints - self.instance.ended) as usize) as u64
    }

    fn keep(&mut self) {
        self.kept.push((self.mean(), self.here.order().to_vec()));
        if self.kept.len() > KEPT_MAX {
            self.kept.sort_by(|a, b| b.0.total_cmp(&a.0));
            self.kept.truncate(KEPT_MAX);
        }
    }

    fn widen(&mut self, count: usize) {
        self.keep();
        self.futures.extend(count);
        let more = self.values_of(&self.instance.items(self.here.order()), self.values.len()..count);
        self.values.extend(more);
    }

    fn values_of(&self, order: &[ItemIx], range: std::ops::Range<usize>) -> Vec<f64> {
        let parts: Vec<usize> = range.clone().step_by(64).collect();
        let part = |&from: &usize| self.futures.values(order, from..(from + 64).min(range.end));
        parts.par_iter().flat_map_iter(part).collect()
    }

    /// One race.
    fn round(&mut self, meter: &mut Meter<'_>) -> ControlFlow<()> {
        let candidates: Vec<Sequence> = (0..CANDIDATES)
            .map(|_| {
                let mut next = self.here.clone();
                next.change(&mut self.generator);
                next
            })
            .collect();
        let raced: Vec<(usize, Option<Vec<f64>>)> =
            candidates.par_iter().map(|candidate| self.race(candidate)).collect();
        let steps: usize = raced.iter().map(|(futures, _)| futures).sum();
        self.failed += CANDIDATES;
        let mut best = self.mean();
        let mut is_better = false;
        for (candidate, (_, values)) in candidates.into_iter().zip(raced) {
            let Some(values) = values else { continue };
            let found = mean(&values);
            // Moving sideways, too, leads out of places where no single change is better.
            if found > best || found == best && !is_better {
                is_better |= found > best;
                best = found;
                (self.here, self.values) = (candidate, values);
            }
        }
        if is_better {
            self.failed = 0;
        }
        meter.best(best, || self.instance.items(self.here.order()));
        let goes_on = meter.work(steps as u64 * self.steps_of_one());
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Lets a candidate race the order in force: in how many futures, and what it gave if it came to the end.
    fn race(&self, candidate: &Sequence) -> (usize, Option<Vec<f64>>) {
        let order = self.instance.items(candidate.order());
        let (mut values, mut look) = (Vec::new(), self.first_look);
        loop {
            let until = look.min(self.values.len());
            values.extend(self.futures.values(&order, values.len()..until));
            let n = until as f64;
            let (mut sum, mut squares) = (0.0, 0.0);
            for (mine, held) in values.iter().zip(&self.values) {
                let difference = mine - held;
                sum += difference;
                squares += difference * difference;
            }
            let variance = ((squares - sum * sum / n) / (n - 1.0).max(1.0)).max(0.0);
            // What changes nothing so far will not be worth the rest.
            let is_out = sum / n < -BEHIND * (variance / n).sqrt() || squares == 0.0;
            if until == self.values.len() {
                return (until, (sum >= 0.0 && squares > 0.0).then_some(values));
            }
            if is_out {
                return (until, None);
            }
            look *= 2;
        }
    }
}

/// The mean of a sample; 0 of none.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
