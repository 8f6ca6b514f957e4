//! What an order gives, over many futures, when it is held to the end (model, section 3).

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::belief::Belief;
use super::luck::{Luck, Sampler, Source};
use super::sprint::{Run, Scratch};
use super::state::{Effort, State};
use super::stats::Summary;
use crate::scenario::{ItemIx, Scenario};

/// Futures that one task runs. Fixed, and sums are added task by task in order, so that the number of
/// threads cannot change a result.
const FUTURES_PER_TASK: usize = 64;

/// Running totals that are kept at once; beyond, the futures are run again for the next Sprints.
const TOTALS_AT_ONCE: usize = 32 << 20;

/// What an order gives when it is held to the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// How many futures were run.
    pub futures: u64,
    /// The first Sprint that was still open; the running totals of earlier ones are certain.
    pub from: u32,
    /// Value V at the end, value units.
    pub value: Summary,
    /// Running total after each Sprint from `from` to L, value units.
    pub value_by_sprint: Vec<Summary>,
    /// For each item the chance of being Done by each Sprint 1 to H.
    pub done_by: Vec<Vec<f64>>,
    /// For each goal the chance of its bonus.
    pub goals: Vec<f64>,
    /// For each stakeholder the mean trust at the end.
    pub trust: Vec<f64>,
    /// Mean effort over the whole game, effort units.
    pub effort: Effort,
}

/// Runs `futures` futures from a belief, holding `order` to the end.
///
/// A belief is taken before the first Sprint starts ([`Belief::initial`]) or in a Sprint that has started
/// and is being ordered. The same source gives the same futures to every order.
#[must_use]
pub fn forecast(
    scenario: &Scenario,
    belief: &Belief,
    order: &[ItemIx],
    futures: u64,
    source: Source,
) -> Forecast {
    let mut first = belief.state().clone();
    first.order = order.to_vec();
    let counts = Counts::new(scenario);
    let job = Job { scenario, belief, sampler: Sampler::new(scenario), source, first, counts };
    job.run(futures)
}

struct Job<'a> {
    scenario: &'a Scenario,
    belief: &'a Belief,
    sampler: Sampler<'a>,
    source: Source,
    first: State,
    counts: Counts,
}

/// In how many futures things happened. Whole numbers add up to the same in any order, so all tasks
/// share them.
struct Counts {
    /// Item Done in Sprint: a row of H for each item.
    done_in: Vec<AtomicU32>,
    /// Bonus earned.
    goals: Vec<AtomicU32>,
}

/// Sums over the futures of one task.
#[derive(Clone, Default)]
struct Sums {
    trust: Vec<f64>,
    effort: Effort,
}

impl Job<'_> {
    fn run(self, futures: u64) -> Forecast {
        let from = self.first.ended + 1;
        let sprints = (self.scenario.benefit_sprints + 1 - from) as usize;
        let count = usize::try_from(futures).unwrap_or(usize::MAX);
        let block = (TOTALS_AT_ONCE / count.max(1)).max(1);

        let mut value_by_sprint = Vec::with_capacity(sprints);
        let mut sums = Sums::new(self.scenario);
        for start in (0..sprints).step_by(block) {
            let width = block.min(sprints - start);
            let (totals, block_sums) = self.run_block(count, from + start as u32, width);
            let summaries = (0..width).into_par_iter().map(|column| {
                let mut sample: Vec<f64> = totals.iter().skip(column).step_by(width).copied().collect();
                Summary::of(&mut sample)
            });
            value_by_sprint.extend(summaries.collect::<Vec<_>>());
            if start == 0 {
                sums = block_sums;
            }
        }
        self.finish(futures, from, value_by_sprint, sums)
    }

    /// Runs all futures and keeps the running totals after the Sprints `start .. start + width`.
    fn run_block(&self, futures: usize, start: u32, width: usize) -> (Vec<f64>, Sums) {
        let mut totals = vec![0.0; futures * width];
        let tasks: Vec<Sums> = totals
            .par_chunks_mut(FUTURES_PER_TASK * width)
            .enumerate()
            .map(|(task, totals)| self.run_task(task * FUTURES_PER_TASK, totals, start, width))
            .collect();
        let mut sum = Sums::new(self.scenario);
        tasks.iter().for_each(|task| sum.add(task));
        (totals, sum)
    }

    fn run_task(&self, first_future: usize, totals: &mut [f64], start: u32, width: usize) -> Sums {
        let mut sums = Sums::new(self.scenario);
        let (mut luck, mut scratch) = (Luck::default(), Scratch::default());
        let mut state = self.first.clone();
        // The first block sees every future; the others run the same ones again.
        let counts = (start == self.first.ended + 1).then_some(&self.counts);
        for (offset, row) in totals.chunks_mut(width).enumerate() {
            self.belief.redraw(&self.sampler, self.source, (first_future + offset) as u64, &mut luck);
            state.clone_from(&self.first);
            let mut run = Run::with_scratch(self.scenario, &luck, scratch);
            play_out(self.scenario, &mut run, &mut state, |sprint, value| {
                let column = sprint.checked_sub(start).map(|c| c as usize);
                if let Some(cell) = column.and_then(|column| row.get_mut(column)) {
                    *cell = value;
                }
            });
            scratch = run.into_scratch();
            sums.count(&state);
            if let Some(counts) = counts {
                counts.count(self.scenario, &state);
            }
        }
        sums
    }

    fn finish(self, futures: u64, from: u32, value_by_sprint: Vec<Summary>, sums: Sums) -> Forecast {
        let n = futures.max(1) as f64;
        let cumulative = |counts: &[AtomicU32]| {
            let mut sum = 0;
            let chance = counts.iter().map(|count| {
                sum += u64::from(count.load(Ordering::Relaxed));
                sum as f64 / n
            });
            chance.collect()
        };
        let certain = || Summary::of(&mut [self.first.value]);
        Forecast {
            futures,
            from,
            value: value_by_sprint.last().copied().unwrap_or_else(certain),
            value_by_sprint,
            done_by: self.counts.done_in.chunks(self.scenario.sprints as usize).map(cumulative).collect(),
            goals: self.counts.goals.iter().map(|c| f64::from(c.load(Ordering::Relaxed)) / n).collect(),
            trust: sums.trust.iter().map(|sum| sum / n).collect(),
            effort: Effort {
                spent: sums.effort.spent / n,
                rework: sums.effort.rework / n,
                idle: sums.effort.idle / n,
            },
        }
    }
}

impl Counts {
    fn new(scenario: &Scenario) -> Self {
        let zeros = |n: usize| (0..n).map(|_| AtomicU32::new(0)).collect();
        Self {
            done_in: zeros(scenario.items.len() * scenario.sprints as usize),
            goals: zeros(scenario.goals.len()),
        }
    }

    fn count(&self, scenario: &Scenario, end: &State) {
        let sprints = scenario.sprints as usize;
        for (index, item) in end.items.iter().enumerate() {
            if let Some(sprint) = item.done() {
                self.done_in[index * sprints + sprint as usize - 1].fetch_add(1, Ordering::Relaxed);
            }
        }
        for (count, (goal, earned)) in self.goals.iter().zip(scenario.goals.iter().zip(&end.goals)) {
            if earned.is_some_and(|sprint| sprint <= goal.by) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

impl Sums {
    fn new(scenario: &Scenario) -> Self {
        Self { trust: vec![0.0; scenario.stakeholders.len()], effort: Effort::default() }
    }

    fn count(&mut self, end: &State) {
        self.trust.iter_mut().zip(&end.stakeholders).for_each(|(sum, who)| *sum += who.trust);
        self.effort.add(&end.effort);
    }

    fn add(&mut self, other: &Self) {
        self.trust.iter_mut().zip(&other.trust).for_each(|(a, b)| *a += b);
        self.effort.add(&other.effort);
    }
}

/// Plays a state to the end of the benefits on the order in force, and tells the running total after
/// each Sprint that ends on the way.
pub fn play_out(
    scenario: &Scenario,
    run: &mut Run<'_>,
    state: &mut State,
    mut total_after: impl FnMut(u32, f64),
) {
    while state.ended < scenario.sprints {
        if state.started == state.ended {
            run.start(state, &mut ());
        }
        run.finish(state, &[], &mut ());
        total_after(state.ended, state.value);
    }
    for sprint in scenario.sprints + 1..=scenario.benefit_sprints {
        run.run_on(state, sprint, &mut ());
        total_after(sprint, state.value);
    }
}
