//! Futures that agree with what is known, drawn once and met by every order.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::belief::Belief;
use super::ensemble::{Ensemble, Memory, Supply};
use super::forecast::Forecast;
use super::lanes::Terms;
use super::luck::{Luck, Source};
use super::sampler::{Draws, LANES, Lots, Sampler};
use crate::scenario::{ItemIx, Scenario};

/// Groups of futures that one task draws.
const GROUPS_PER_TASK: usize = 32;

/// Futures that agree with a belief, their luck drawn once.
///
/// Future n is the same whatever the number of futures and of threads, so the first hundred of a thousand
/// are a hundred, and the same as those of [`forecast`](super::forecast()) from the same source.
#[derive(Clone, Debug)]
pub struct Futures {
    scenario: Arc<Scenario>,
    belief: Arc<Belief>,
    source: Source,
    sampler: Sampler,
    terms: Option<Terms>,
    /// Group by group of [`LANES`] futures, row by row.
    draws: Vec<Draws>,
    count: usize,
}

impl Futures {
    /// The most memory in which luck should be kept that one order after another meets, bytes. What is more is drawn
    /// again for each order: that is still quick, and a program that waits for a person should be small.
    pub const KEPT_BYTES_MAX: usize = 8 << 20;

    /// The same for luck that a few decisions meet, after which it is given up.
    const LENT_BYTES_MAX: usize = 1 << 20;

    /// Draws so many futures from a belief.
    #[must_use]
    pub fn draw(scenario: Arc<Scenario>, belief: Arc<Belief>, source: Source, count: usize) -> Self {
        let sampler = Sampler::given(&scenario, &belief);
        let terms = Terms::of(&scenario, belief.state());
        let mut futures = Self { scenario, belief, source, sampler, terms, draws: Vec::new(), count: 0 };
        futures.extend(count);
        futures
    }

    /// The memory that the luck of so many futures of a belief takes, bytes.
    #[must_use]
    pub fn bytes(scenario: &Scenario, belief: &Belief, count: usize) -> usize {
        Sampler::given(scenario, belief).rows() * count.div_ceil(LANES) * size_of::<Draws>()
    }

    /// Draws more futures, up to so many in all.
    pub fn extend(&mut self, count: usize) {
        let rows = self.sampler.rows();
        let (old, new) = (self.count.div_ceil(LANES), count.div_ceil(LANES));
        if new > old {
            self.draws.resize(new * rows, Draws::default());
            let tasks = self.draws[old * rows..].par_chunks_mut(GROUPS_PER_TASK * rows.max(1));
            tasks.enumerate().for_each(|(task, groups)| {
                let first = (old + task * GROUPS_PER_TASK) * LANES;
                self.sampler.fill(self.source, first as u64, groups);
            });
        }
        self.count = self.count.max(count);
    }

    /// Draws more futures, up to so many in all, as far as that takes little memory; [`Futures::luck`] draws the
    /// others when it is asked for them.
    pub fn extend_within_reason(&mut self, count: usize) {
        let group = (self.sampler.rows() * size_of::<Draws>()).max(1);
        self.extend(count.min(Self::LENT_BYTES_MAX / group * LANES));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What is played.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// What they agree with.
    #[must_use]
    pub fn belief(&self) -> &Arc<Belief> {
        &self.belief
    }

    /// The luck of one future, into the memory of another; it is drawn now if it is not kept.
    pub fn luck(&self, future: usize, into: &mut Luck) {
        if future >= self.count {
            return self.sampler.redraw(self.source, future as u64, into);
        }
        let (sampler, rows) = (&self.sampler, self.sampler.rows());
        let group = future / LANES;
        let draws = &self.draws[group * rows..(group + 1) * rows];
        Lots { sampler, draws }.read(future % LANES, into);
    }

    /// What `order` gives over all of them when it is held to the end.
    #[must_use]
    pub fn forecast(&self, order: &[ItemIx]) -> Forecast {
        self.ensemble().forecast(order, self.count)
    }

    /// Value V in some of the futures when `order` is held to the end, value units. It runs on the thread
    /// that calls it, and is quickest on whole groups of eight from a multiple of eight on.
    ///
    /// # Panics
    /// If they have not been drawn.
    #[must_use]
    pub fn values(&self, order: &[ItemIx], futures: Range<usize>) -> Vec<f64> {
        self.values_in(&mut Memory::default(), order, futures)
    }

    /// The same, in memory that is used again and again.
    ///
    /// # Panics
    /// If they have not been drawn.
    #[must_use]
    pub fn values_in(&self, memory: &mut Memory, order: &[ItemIx], futures: Range<usize>) -> Vec<f64> {
        assert!(futures.end <= self.count, "future {} of {} has not been drawn", futures.end, self.count);
        let mut values = Vec::with_capacity(futures.len());
        let ensemble = self.ensemble();
        let plan = ensemble.plan(order, false);
        let mut runner = plan.runner(std::mem::take(memory));
        runner.run(futures.clone(), |first, outcome| {
            let value = outcome.totals.last().map_or([self.belief.state().value; LANES], |total| total.0);
            let lanes = (first..).zip(value).filter(|(future, _)| futures.contains(future));
            values.extend(lanes.map(|(_, value)| value));
        });
        *memory = runner.into_memory();
        values
    }

    fn ensemble(&self) -> Ensemble<'_> {
        Ensemble {
            scenario: &self.scenario,
            state: self.belief.state(),
            terms: self.terms.as_ref(),
            sampler: &self.sampler,
            supply: Supply::Kept(&self.draws),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{builtin, load};

    #[test]
    fn luck_that_is_not_kept_is_the_same() {
        let builtin = builtin::find("boats-to-the-outer-islands").unwrap();
        let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario);
        let belief = Arc::new(Belief::initial(&scenario));
        let draw =
            |count| Futures::draw(Arc::clone(&scenario), Arc::clone(&belief), Source::simulation(3), count);
        let (kept, anew) = (draw(40), draw(0));
        let (mut one, mut other) = (Luck::default(), Luck::default());
        for future in 0..40 {
            kept.luck(future, &mut one);
            anew.luck(future, &mut other);
            assert_eq!(one, other);
        }
    }

    #[test]
    fn no_more_is_kept_than_is_reasonable() {
        let builtin = &builtin::ALL[1];
        let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario);
        let belief = Arc::new(Belief::initial(&scenario));
        let mut futures = Futures::draw(Arc::clone(&scenario), Arc::clone(&belief), Source::simulation(3), 0);
        futures.extend_within_reason(400);
        assert_eq!(futures.len(), 400);
        futures.extend_within_reason(usize::MAX);
        let bytes = |count| Futures::bytes(&scenario, &belief, count);
        assert!(bytes(futures.len()) <= Futures::LENT_BYTES_MAX);
        assert!(bytes(futures.len() + LANES) > Futures::LENT_BYTES_MAX);
    }
}
