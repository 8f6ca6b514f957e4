//! What an order gives, over many futures, when it is held to the end (model, section 3).

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::belief::Belief;
use super::ensemble::{Ensemble, Memory, Plan, Runner, Supply};
use super::lanes::Terms;
use super::luck::Source;
use super::outcome::Outcome;
use super::sampler::{LANES, Lanes, Sampler};
use super::state::Effort;
use super::stats::{Running, Summary};
use crate::scenario::{ItemIx, Scenario};

/// Futures that one task runs: whole groups, and enough of them that what every task costs does not count.
/// Fixed, and sums are added task by task in order, so that the number of threads cannot change a result.
const FUTURES_PER_TASK: usize = 32 * LANES;

/// Futures whose running totals are kept at once: enough to tell where percentiles lie, and few enough to stay
/// near the processor.
const FUTURES_AT_ONCE: usize = 1 << 16;

/// Running totals that are kept at once; beyond, the futures are run again for the next Sprints.
const TOTALS_AT_ONCE: usize = 32 << 20;

/// Standard deviations of a percentile of some futures within which that of all lies: but for one in some
/// thousand cases, in which the futures are run again.
const WIDTH: f64 = 4.0;

/// Counts that a thread keeps for itself before it adds them to everybody's.
const COUNTS_MAX: usize = 1 << 13;

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
/// and is being ordered. The same source gives the same futures to every order. Their luck is drawn on the
/// way and not kept; where several orders are to be compared, [`Futures`](super::Futures) keep it.
#[must_use]
pub fn forecast(
    scenario: &Scenario,
    belief: &Belief,
    order: &[ItemIx],
    futures: u64,
    source: Source,
) -> Forecast {
    let sampler = Sampler::given(scenario, belief);
    let terms = Terms::of(scenario, belief.state());
    let ensemble = Ensemble {
        scenario,
        state: belief.state(),
        terms: terms.as_ref(),
        sampler: &sampler,
        supply: Supply::Drawn(source),
    };
    ensemble.forecast(order, usize::try_from(futures).unwrap_or(usize::MAX))
}

impl Ensemble<'_> {
    /// Runs the first so many futures, holding an order to the end.
    pub(super) fn forecast(&self, order: &[ItemIx], futures: usize) -> Forecast {
        let plan = self.plan(order, true);
        Job { ensemble: self, plan, futures, counts: Counts::new(self.scenario) }.run(WIDTH)
    }
}

struct Job<'a> {
    ensemble: &'a Ensemble<'a>,
    plan: Plan<'a>,
    futures: usize,
    counts: Counts,
}

/// Running totals in the futures of one task.
#[derive(Default)]
struct Totals {
    futures: usize,
    /// Group by group, and in each by column.
    groups: Vec<Lanes>,
}

impl Totals {
    /// One future's total in one of so many columns.
    fn of(&self, column: usize, columns: usize, future: usize) -> f64 {
        self.groups[future / LANES * columns + column].0[future % LANES]
    }

    /// All totals in one of so many columns, in place of what was read before.
    fn read(&self, column: usize, columns: usize, into: &mut Vec<f64>) {
        into.clear();
        for total in self.groups[column..].iter().step_by(columns) {
            into.extend_from_slice(&total.0);
        }
        into.truncate(self.futures);
    }
}

/// Sums over the futures of one task.
struct Sums {
    trust: Vec<f64>,
    effort: Effort,
}

impl Job<'_> {
    /// Runs the futures. `first_width` is that of the windows in which percentiles are looked for at first.
    fn run(self, first_width: f64) -> Forecast {
        let from = self.ensemble.state.ended + 1;
        let sprints = (self.ensemble.scenario.benefit_sprints + 1 - from) as usize;
        let block = (TOTALS_AT_ONCE / FUTURES_AT_ONCE.min(self.futures.max(1))).max(1);

        let mut value_by_sprint = Vec::with_capacity(sprints);
        // The first run counts; others run the same futures again.
        let mut counted = None;
        for start in (0..sprints).step_by(block) {
            let columns = start..sprints.min(start + block);
            let mut width = first_width;
            let summaries = loop {
                let counts = counted.is_none().then_some(&self.counts);
                let (summaries, sums) = self.run_block(columns.clone(), counts, width);
                counted.get_or_insert(sums);
                match summaries.into_iter().collect::<Option<Vec<_>>>() {
                    Some(summaries) => break summaries,
                    None => width *= 8.0,
                }
            };
            value_by_sprint.extend(summaries);
        }
        let sums = counted.unwrap_or_else(|| Sums::new(self.ensemble.scenario));
        self.finish(from, value_by_sprint, sums)
    }

    /// Runs all futures, many at once, and summarises the running totals of some of the Sprints; `None` where
    /// some of them do not tell well enough where the percentiles of all lie.
    fn run_block(
        &self,
        columns: Range<usize>,
        counts: Option<&Counts>,
        width: f64,
    ) -> (Vec<Option<Summary>>, Sums) {
        let mut totals = Vec::new();
        let mut sum = Sums::new(self.ensemble.scenario);
        let mut summaries: Vec<Option<Running>> = Vec::new();
        summaries.resize_with(columns.len(), || None);
        for first in (0..self.futures).step_by(FUTURES_AT_ONCE) {
            let count = FUTURES_AT_ONCE.min(self.futures - first);
            totals.resize_with(count.div_ceil(FUTURES_PER_TASK), Totals::default);
            let tasks: Vec<Sums> = totals
                .par_iter_mut()
                .enumerate()
                .map_init(
                    || (self.plan.runner(Memory::default()), counts.map(Tally::new)),
                    |(runner, tally), (task, totals)| {
                        let start = task * FUTURES_PER_TASK;
                        let futures = first + start..first + count.min(start + FUTURES_PER_TASK);
                        self.run_task(runner, tally, futures, totals, columns.clone())
                    },
                )
                .collect();
            tasks.iter().for_each(|task| sum.add(task));
            // A few of all values tell as much as sorting what they leave open takes time.
            let step = if count < self.futures { 1 } else { ((count as f64).cbrt() as usize / 2).max(1) };
            summaries.par_iter_mut().enumerate().for_each(|(column, running)| {
                let mut part = Vec::with_capacity(FUTURES_PER_TASK);
                let running = running.get_or_insert_with(|| {
                    let some = (0..count).step_by(step);
                    let total = |place: usize| {
                        totals[place / FUTURES_PER_TASK].of(column, columns.len(), place % FUTURES_PER_TASK)
                    };
                    Running::new(some.map(total).collect(), width)
                });
                for totals in &totals {
                    totals.read(column, columns.len(), &mut part);
                    running.add(&part);
                }
            });
        }
        let summary = |running: Option<Running>| running.map_or(Some(Summary::default()), Running::summary);
        (summaries.into_iter().map(summary).collect(), sum)
    }

    fn run_task(
        &self,
        runner: &mut Runner<'_>,
        tally: &mut Option<Tally<'_>>,
        futures: Range<usize>,
        totals: &mut Totals,
        columns: Range<usize>,
    ) -> Sums {
        let mut sums = Sums::new(self.ensemble.scenario);
        totals.futures = futures.len();
        totals.groups.clear();
        runner.run(futures.clone(), |group, outcome| {
            totals.groups.extend_from_slice(&outcome.totals[columns.clone()]);
            if let Some(tally) = tally {
                let lanes = LANES.min(futures.end - group);
                sums.count(outcome, lanes);
                tally.count(outcome, lanes);
            }
        });
        sums
    }

    fn finish(self, from: u32, value_by_sprint: Vec<Summary>, sums: Sums) -> Forecast {
        let n = self.futures.max(1) as f64;
        let Ensemble { scenario, state, .. } = *self.ensemble;
        let chances = |(item, counts): (&super::ItemState, &[AtomicU32])| {
            let done = item.done();
            let mut sum = 0;
            let chance = (1..).zip(counts).map(|(sprint, count)| {
                sum += u64::from(count.load(Ordering::Relaxed));
                // What was Done before was so in every future.
                if done.is_some_and(|done| done <= sprint) { 1.0 } else { sum as f64 / n }
            });
            chance.collect()
        };
        let goal = |(index, count): (usize, &AtomicU32)| match state.goals[index] {
            Some(complete) => f64::from(u8::from(complete <= scenario.goals[index].by)),
            None => f64::from(count.load(Ordering::Relaxed)) / n,
        };
        let certain = || Summary::of(&mut [state.value]);
        let rows = self.counts.done_in.chunks(scenario.sprints as usize);
        Forecast {
            futures: self.futures as u64,
            from,
            value: value_by_sprint.last().copied().unwrap_or_else(certain),
            value_by_sprint,
            done_by: state.items.iter().zip(rows).map(chances).collect(),
            goals: self.counts.goals.iter().enumerate().map(goal).collect(),
            trust: sums.trust.iter().map(|sum| sum / n).collect(),
            effort: Effort {
                spent: sums.effort.spent / n,
                rework: sums.effort.rework / n,
                idle: sums.effort.idle / n,
            },
        }
    }
}

/// In how many futures things happened. Whole numbers add up to the same in any order, so all tasks
/// share them.
struct Counts {
    /// Sprints that are played.
    sprints: u32,
    /// The last Sprint in which each goal counts.
    goals_by: Vec<u32>,
    /// Item Done in Sprint: a row of H for each item.
    done_in: Vec<AtomicU32>,
    /// Bonus earned.
    goals: Vec<AtomicU32>,
}

impl Counts {
    fn new(scenario: &Scenario) -> Self {
        let zeros = |n: usize| (0..n).map(|_| AtomicU32::new(0)).collect();
        Self {
            sprints: scenario.sprints,
            goals_by: scenario.goals.iter().map(|goal| goal.by).collect(),
            done_in: zeros(scenario.items.len() * scenario.sprints as usize),
            goals: zeros(scenario.goals.len()),
        }
    }
}

/// What one thread counts. It keeps small tables to itself until it ends, as sharing takes time.
struct Tally<'c> {
    counts: &'c Counts,
    /// For each item a row of one more than H, lane by lane: no count waits for the one before it.
    own: Option<Vec<[u32; LANES]>>,
}

impl<'c> Tally<'c> {
    fn new(counts: &'c Counts) -> Self {
        let size = counts.done_in.len();
        let rows = size + size / counts.sprints as usize;
        Self { counts, own: (size <= COUNTS_MAX).then(|| vec![[0; LANES]; rows]) }
    }

    fn count(&mut self, outcome: &Outcome, lanes: usize) {
        let Counts { sprints, goals_by, done_in, goals } = self.counts;
        let sprints = *sprints as usize;
        for (item, done) in outcome.items.iter().zip(&outcome.done) {
            if let Some(own) = &mut self.own {
                let row = &mut own[item.at() * (sprints + 1)..][..=sprints];
                for (lane, &sprint) in done[..lanes].iter().enumerate() {
                    row[(sprint as usize - 1).min(sprints)][lane] += 1;
                }
            } else {
                for &sprint in done[..lanes].iter().filter(|&&sprint| sprint as usize <= sprints) {
                    done_in[item.at() * sprints + sprint as usize - 1].fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        for (count, (by, complete)) in goals.iter().zip(goals_by.iter().zip(&outcome.goals)) {
            let earned = complete[..lanes].iter().filter(|&sprint| sprint <= by).count();
            count.fetch_add(earned as u32, Ordering::Relaxed);
        }
    }
}

impl Drop for Tally<'_> {
    fn drop(&mut self) {
        let sprints = self.counts.sprints as usize;
        let rows = self.own.iter().flat_map(|own| own.chunks(sprints + 1));
        for (counts, own) in self.counts.done_in.chunks(sprints).zip(rows) {
            for (count, own) in counts.iter().zip(own) {
                count.fetch_add(own.iter().sum(), Ordering::Relaxed);
            }
        }
    }
}

impl Sums {
    fn new(scenario: &Scenario) -> Self {
        Self { trust: vec![0.0; scenario.stakeholders.len()], effort: Effort::default() }
    }

    fn count(&mut self, outcome: &Outcome, lanes: usize) {
        for (sum, trust) in self.trust.iter_mut().zip(&outcome.trust) {
            *sum += trust.0[..lanes].iter().sum::<f64>();
        }
        outcome.effort[..lanes].iter().for_each(|effort| self.effort.add(effort));
    }

    fn add(&mut self, other: &Self) {
        self.trust.iter_mut().zip(&other.trust).for_each(|(a, b)| *a += b);
        self.effort.add(&other.effort);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{builtin, load};

    #[test]
    fn windows_that_miss_a_percentile_are_widened_and_change_nothing() {
        let library = builtin::find("the-library-of-things").unwrap();
        let scenario = load::load_text(library.slug, library.text).unwrap().scenario;
        let belief = Belief::initial(&scenario);
        let sampler = Sampler::given(&scenario, &belief);
        let terms = Terms::of(&scenario, belief.state());
        let supply = Supply::Drawn(Source::simulation(1));
        let ensemble = Ensemble {
            scenario: &scenario,
            state: belief.state(),
            terms: terms.as_ref(),
            sampler: &sampler,
            supply,
        };
        let order: Vec<ItemIx> = scenario.item_indexes().collect();
        let job = || {
            let (plan, counts) = (ensemble.plan(&order, true), Counts::new(&scenario));
            Job { ensemble: &ensemble, plan, futures: 3_000, counts }
        };
        // No percentile of all is just where that of some of them is.
        let columns = 0..scenario.benefit_sprints as usize;
        let (missed, _) = job().run_block(columns, None, 1e-6);
        assert!(missed.iter().any(Option::is_none));
        assert_eq!(job().run(1e-6), job().run(WIDTH));
    }
}
