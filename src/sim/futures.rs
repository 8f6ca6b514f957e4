//! Futures that agree with what is known, drawn once and met by every order.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::belief::Belief;
use super::forecast::play_out;
use super::luck::{Luck, Sampler, Source};
use super::sprint::{Run, Scratch};
use crate::scenario::{ItemIx, Scenario};

/// Futures that agree with a belief, their luck drawn once.
///
/// Future n is the same whatever the number of futures and of threads, so the first hundred of a thousand
/// are a hundred.
#[derive(Clone, Debug)]
pub struct Futures {
    scenario: Arc<Scenario>,
    belief: Arc<Belief>,
    source: Source,
    lucks: Vec<Luck>,
}

impl Futures {
    /// Draws so many futures from a belief.
    #[must_use]
    pub fn draw(scenario: Arc<Scenario>, belief: Arc<Belief>, source: Source, count: usize) -> Self {
        let mut futures = Self { scenario, belief, source, lucks: Vec::new() };
        futures.extend(count);
        futures
    }

    /// Draws more futures, up to so many in all.
    pub fn extend(&mut self, count: usize) {
        let sampler = Sampler::new(&self.scenario);
        let draw = |future: usize| {
            let mut luck = Luck::default();
            self.belief.redraw(&sampler, self.source, future as u64, &mut luck);
            luck
        };
        let more: Vec<Luck> = (self.lucks.len()..count).into_par_iter().map(draw).collect();
        self.lucks.extend(more);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lucks.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lucks.is_empty()
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

    /// The luck of one future, into the memory of another.
    ///
    /// # Panics
    /// If it has not been drawn.
    pub fn luck(&self, future: usize, into: &mut Luck) {
        into.clone_from(&self.lucks[future]);
    }

    /// Value V in some of the futures when `order` is held to the end, value units. It runs on the thread
    /// that calls it.
    ///
    /// # Panics
    /// If they have not been drawn.
    #[must_use]
    pub fn values(&self, order: &[ItemIx], futures: Range<usize>) -> Vec<f64> {
        let mut first = self.belief.state().clone();
        first.order = order.to_vec();
        let mut scratch = Scratch::default();
        let mut state = first.clone();
        let value = |luck: &Luck| {
            state.clone_from(&first);
            let mut run = Run::with_scratch(&self.scenario, luck, std::mem::take(&mut scratch));
            play_out(&self.scenario, &mut run, &mut state, |_, _| {});
            scratch = run.into_scratch();
            state.value
        };
        self.lucks[futures].iter().map(value).collect()
    }
}
