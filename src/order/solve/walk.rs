//! A walk downhill under uncertainty: small changes, most of which are rejected after a few futures.
//!
//! A change races the order in force on common futures (common random numbers; Birattari, Stützle, Paquete and
//! Varrentrapp 2002): the differences are what counts, and a change that is behind by more than noise explains
//! is out.

use std::ops::Range;

use rand_xoshiro::Xoshiro256PlusPlus;

use super::confirm::{gain, mean};
use super::instance::Instance;
use super::moves::Sequence;
use crate::sim::{Futures, Memory};

/// Futures after which a change is looked at first.
const FIRST_LOOK: usize = 16;
/// Standard errors behind after which it is out.
const BEHIND: f64 = 1.0;
/// Changes without success after which a walk rests, for each job and two more.
const PATIENCE: usize = 12;

/// What all walks share.
pub(super) struct Field<'a> {
    pub(super) instance: &'a Instance,
    pub(super) futures: Futures,
    /// How many items from the top of an order are worked on at most, more or less.
    pub(super) live: usize,
}

/// One walk.
#[derive(Debug)]
pub(super) struct Walk {
    pub(super) here: Sequence,
    /// The futures in use, and what the order in force gives in each.
    futures: Range<usize>,
    values: Vec<f64>,
    /// Changes since one was better.
    failed: usize,
    pub(super) generator: Xoshiro256PlusPlus,
    memory: Memory,
}

impl Walk {
    /// A walk from an order, on some futures.
    pub(super) fn new(here: Sequence, futures: Range<usize>, generator: Xoshiro256PlusPlus) -> Self {
        Self { here, futures, values: Vec::new(), failed: 0, generator, memory: Memory::default() }
    }

    /// The mean of the order in force on the futures in use, value units.
    pub(super) fn mean(&self) -> f64 {
        mean(&self.values)
    }

    /// Whether no small change seems to be better.
    pub(super) fn is_at_rest(&self, field: &Field<'_>) -> bool {
        self.failed >= PATIENCE * (field.instance.jobs.len() + 2)
    }

    /// Walks on for about so much work or until it rests. The work that it was, in item steps.
    pub(super) fn go(&mut self, field: &Field<'_>, work: u64) -> u64 {
        let of_one = field.instance.steps();
        let mut done = 0;
        if self.values.is_empty() {
            self.values =
                field.futures.values(&field.instance.items(self.here.order()), self.futures.clone());
            done += self.values.len() as u64 * of_one;
        }
        while done < work && !self.is_at_rest(field) {
            let mut next = self.here.clone();
            next.change(&field.instance.jobs, &mut self.generator);
            let (futures, values) = self.race(field, &next);
            done += futures as u64 * of_one;
            self.failed += 1;
            if let Some((is_better, values)) = values {
                (self.here, self.values) = (next, values);
                self.failed = if is_better { 0 } else { self.failed };
            }
        }
        done
    }

    /// Lets a changed order race the one in force: in how many futures, and what it gave if it is no worse, and
    /// whether it is better.
    fn race(&mut self, field: &Field<'_>, next: &Sequence) -> (usize, Option<(bool, Vec<f64>)>) {
        let order = field.instance.items(next.order());
        let (mut values, mut look) = (Vec::new(), FIRST_LOOK);
        loop {
            let until = look.min(self.values.len());
            let from = self.futures.start;
            values.extend(field.futures.values_in(
                &mut self.memory,
                &order,
                from + values.len()..from + until,
            ));
            let (gain, error) = gain(&values, &self.values);
            // What changes nothing so far will not be worth the rest.
            let is_same = gain == 0.0 && error == 0.0;
            if until == self.values.len() {
                // Moving sideways, too, leads out of places where no single change is better.
                return (until, (gain >= 0.0 && !is_same).then_some((gain > 0.0, values)));
            }
            if is_same || gain < -BEHIND * error {
                return (until, None);
            }
            look *= 2;
        }
    }
}
