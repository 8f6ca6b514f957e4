//! Iterated local search on one known future, whatever happens in it.

use rand_xoshiro::Xoshiro256PlusPlus;

use super::course::Course;
use super::instance::Instance;
use super::moves::Sequence;
use crate::scenario::Scenario;
use crate::sim::sprint::{Run, play_out};
use crate::sim::{Luck, State};

/// Jobs up to which a future is run by [`Course`], which looks for the next item from the top each time.
const COURSE_MAX: usize = 64;

/// Tells what orders give in one known future.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judge<'a> {
    pub(super) instance: &'a Instance,
    pub(super) scenario: &'a Scenario,
    /// Where it starts.
    pub(super) first: &'a State,
    pub(super) luck: &'a Luck,
}

impl Judge<'_> {
    /// Value V of an order, value units.
    pub(super) fn value(&self, order: &[u32]) -> f64 {
        if self.instance.jobs.len() <= COURSE_MAX {
            return Course::new(self.instance).value_of(self.instance, order);
        }
        let mut state = self.first.clone();
        state.order = self.instance.items(order);
        play_out(self.scenario, &mut Run::new(self.scenario, self.luck), &mut state, |_, _| {});
        state.value
    }

    /// Work that this is, in item steps.
    pub(super) fn steps(&self) -> u64 {
        self.instance.steps()
    }
}

/// A climb: small changes are kept if they are no loss; where none helps any more, a kick.
#[derive(Clone, Debug)]
pub(super) struct Climb {
    here: (f64, Sequence),
    home: (f64, Sequence),
    /// Changes tried since one was better.
    failed: usize,
    patience: usize,
    generator: Xoshiro256PlusPlus,
}

impl Climb {
    pub(super) fn new(judge: &Judge<'_>, order: &[u32], generator: Xoshiro256PlusPlus) -> Self {
        let jobs = judge.instance.jobs.len();
        let here = (judge.value(order), Sequence::new(order, jobs, live(judge.instance)));
        Self { home: here.clone(), here, failed: 0, patience: 20 * (jobs + 1), generator }
    }

    /// Tries so many changes.
    pub(super) fn climb(&mut self, judge: &Judge<'_>, tries: u64) {
        for _ in 0..tries {
            let mut next = self.here.1.clone();
            next.change(&judge.instance.jobs, &mut self.generator);
            let value = judge.value(next.order());
            self.failed = if value > self.here.0 { 0 } else { self.failed + 1 };
            // Moving sideways, too, leads out of places where no single change is better.
            if value >= self.here.0 {
                self.here = (value, next);
            }
            if self.failed > self.patience {
                self.failed = 0;
                if self.here.0 >= self.home.0 {
                    self.home = self.here.clone();
                }
                let mut start = self.home.1.clone();
                for _ in 0..3 {
                    start.change(&judge.instance.jobs, &mut self.generator);
                }
                self.here = (judge.value(start.order()), start);
            }
        }
    }

    /// The best so far.
    pub(super) fn best(&self) -> (f64, &[u32]) {
        let best = if self.here.0 > self.home.0 { &self.here } else { &self.home };
        (best.0, best.1.order())
    }
}

/// How many items from the top of an order are worked on at most, more or less.
pub(super) fn live(instance: &Instance) -> usize {
    let effort: f64 = instance.jobs.iter().map(|job| job.effort).sum();
    let capacity: f64 = instance.capacities().iter().sum();
    let jobs = instance.jobs.len() as f64;
    ((jobs * capacity / effort * 1.5).min(jobs) + 4.0) as usize
}
