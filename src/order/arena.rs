//! Where decisions meet the same futures.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::par::{Par, Planner};
use super::rollout::{Choice, Rollout, ThenPar};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Futures, Luck, Recorder, Source};

/// Futures that one task runs. Fixed, and figures are kept by future, so that the number of threads cannot
/// change a result.
const FUTURES_PER_TASK: usize = 8;

/// Futures on which it is found out what a decision works on in its Sprint.
const LOOK: usize = 16;

/// Whether to stop; asked between batches of work.
pub type Stop<'a> = dyn Fn() -> bool + Sync + 'a;

/// One belief, futures that agree with it, and how long a decision made in it is held.
#[derive(Debug)]
pub struct Arena<'p> {
    par: &'p Par<'p>,
    scenario: &'p Scenario,
    belief: Arc<Belief>,
    futures: Futures,
    through: u32,
}

impl<'p> Arena<'p> {
    /// No futures yet. A decision is held from the Sprint that is being ordered `through` another one, or
    /// for that Sprint only.
    #[must_use]
    pub fn new(
        par: &'p Par<'p>,
        scenario: &'p Arc<Scenario>,
        belief: Arc<Belief>,
        source: Source,
        through: u32,
    ) -> Self {
        let futures = Futures::draw(Arc::clone(scenario), Arc::clone(&belief), source, 0);
        Self { par, scenario, belief, futures, through }
    }

    /// What is known.
    #[must_use]
    pub fn belief(&self) -> &Arc<Belief> {
        &self.belief
    }

    pub(super) fn scenario(&self) -> &'p Scenario {
        self.scenario
    }

    /// V of each decision in each of some futures, value units: a list of futures for each decision. `None`
    /// if it was to stop.
    pub fn values(
        &mut self,
        choices: &[&Choice],
        futures: Range<usize>,
        stop: &Stop<'_>,
    ) -> Option<Vec<Vec<f64>>> {
        self.futures.extend_within_reason(futures.end);
        let (start, count) = (futures.start, futures.len());
        let mut values = vec![0.0; choices.len() * count];
        let is_done = values
            .par_chunks_mut(count.max(1))
            .zip(choices)
            .flat_map(|(row, choice)| {
                row.par_chunks_mut(FUTURES_PER_TASK).enumerate().map(move |task| (task, *choice))
            })
            .map_init(
                || (Rollout::new(self.scenario), Planner::new(self.par), Luck::default()),
                |(rollout, planner, luck), ((task, cells), choice)| {
                    if stop() {
                        return false;
                    }
                    for (place, cell) in cells.iter_mut().enumerate() {
                        self.futures.luck(start + task * FUTURES_PER_TASK + place, luck);
                        *cell = self.play(rollout, planner, luck, choice, &mut ());
                    }
                    true
                },
            )
            .reduce(|| true, |a, b| a && b);
        is_done.then(|| values.chunks(count.max(1)).map(<[f64]>::to_vec).collect())
    }

    /// V of one decision in each of some futures, value units.
    pub fn values_of(&mut self, choice: &Choice, futures: Range<usize>, stop: &Stop<'_>) -> Option<Vec<f64>> {
        self.values(&[choice], futures, stop)?.pop()
    }

    /// V of the first decision in the first future, of the second in the second, and so on, from one on.
    pub(super) fn values_each(
        &mut self,
        choices: &[Choice],
        start: usize,
        stop: &Stop<'_>,
    ) -> Option<Vec<f64>> {
        self.futures.extend_within_reason(start + choices.len());
        let tasks = choices.par_chunks(FUTURES_PER_TASK).enumerate();
        let run = |(task, choices): (usize, &[Choice])| {
            let (mut rollout, mut planner) = (Rollout::new(self.scenario), Planner::new(self.par));
            let mut luck = Luck::default();
            let value = |(place, choice): (usize, &Choice)| {
                self.futures.luck(start + task * FUTURES_PER_TASK + place, &mut luck);
                self.play(&mut rollout, &mut planner, &luck, choice, &mut ())
            };
            (!stop()).then(|| choices.iter().enumerate().map(value).collect::<Vec<f64>>())
        };
        let values: Option<Vec<Vec<f64>>> = tasks.map(run).collect();
        Some(values?.concat())
    }

    /// What happens in a future after a decision, event by event.
    pub fn listen(&mut self, choice: &Choice, future: usize, recorder: &mut impl Recorder) -> f64 {
        self.futures.extend_within_reason(future + 1);
        let mut luck = Luck::default();
        self.futures.luck(future, &mut luck);
        let (mut rollout, mut planner) = (Rollout::new(self.scenario), Planner::new(self.par));
        self.play(&mut rollout, &mut planner, &luck, choice, recorder)
    }

    fn play(
        &self,
        rollout: &mut Rollout,
        planner: &mut Planner<'p>,
        luck: &Luck,
        choice: &Choice,
        recorder: &mut impl Recorder,
    ) -> f64 {
        let mut then_par = ThenPar { choice, through: self.through, is_made: false, planner };
        rollout.play(self.scenario, luck, self.belief.state(), &mut then_par, recorder)
    }

    /// What a decision works on in its Sprint, whatever luck brings, in its own order.
    #[must_use]
    pub fn reached(&mut self, choice: &Choice) -> Vec<ItemIx> {
        self.look(choice).0
    }

    /// What a decision works on in its Sprint, whatever luck brings, in its own order, and a mark by which
    /// decisions that work on and refine the same are known.
    pub(super) fn look(&mut self, choice: &Choice) -> (Vec<ItemIx>, Mark) {
        self.futures.extend_within_reason(LOOK);
        let (mut rollout, mut luck) = (Rollout::new(self.scenario), Luck::default());
        let mut reached = Vec::new();
        let mark = (0..LOOK).map(|future| {
            self.futures.luck(future, &mut luck);
            rollout.play_sprint(self.scenario, &luck, self.belief.state(), choice, &mut reached)
        });
        let mark = Mark(mark.collect());
        let mut rank = vec![usize::MAX; self.scenario.items.len()];
        choice.order.iter().enumerate().for_each(|(place, item)| rank[item.at()] = place);
        reached.sort_by_key(|item| rank[item.at()]);
        (reached, mark)
    }
}

/// What decisions do in their Sprint; those with equal marks do the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mark(Vec<u64>);
