//! The search for the best order of a belief, held to the end.
//!
//! What is searched depends on what is left to luck:
//!
//! - One future that is known in full — a belief without luck, or a single drawn future — is an exact
//!   problem. If nothing in it depends on the path it is a single machine with a cost function for each item
//!   (`machine`). Up to 20 items it is solved by dynamic programming over subsets (`subsets`) or, where what
//!   is Done changes other items, by a search over states (`states`) with bounds and dominance; beyond, by
//!   iterated dynasearch (`dynasearch`), beside which a branch and bound tries to prove it (`assign`), or by a
//!   climb (`climb`).
//! - Under uncertainty orders meet the same futures, and candidates race (`race`). What the search came to
//!   rest at, and every order it started from, is then compared once more on futures that it has not seen, so
//!   that neither the choice nor its value is owed to the luck of those it was trained on.
//!
//! Pure and bounded by its caller: it asks whether to go on, and tells the work done, which is the same on any
//! machine. One seed gives one path whatever the number of threads, so a longer search sees all that a
//! shorter one saw.

mod assign;
mod certain;
mod climb;
mod course;
mod dominance;
mod dynasearch;
mod factors;
mod instance;
mod machine;
mod meter;
mod moves;
mod one;
mod pay;
mod places;
mod race;
mod reach;
mod states;
mod subsets;

use std::sync::Arc;

use rayon::prelude::*;

pub use self::certain::is_certain;
use self::climb::{Climb, Judge};
use self::instance::Instance;
use self::machine::Machine;
use self::meter::Meter;
pub use self::meter::Progress;
use self::race::{Race, mean};
use super::Policy;
use super::arena::Stop;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::luck::Drawing;
use crate::sim::{Belief, Futures, Luck, Source, Summary};

/// Futures of [`Policy::Best`], and its work in item steps.
const BEST_FUTURES: usize = 1024;
const BEST_WORK: u64 = 60_000_000;
/// Futures that the orders found are confirmed on, and the work that this may be, in item steps.
const FRESH: usize = 4000;
const FRESH_WORK: usize = 4_000_000;
/// Positions that a move of a short search on a single machine spans.
const REACH: usize = 40;
/// Items up to which Par, whose time grows with their square and more, is among the starts.
const PAR_MAX: usize = 1000;
/// Drawn figures that a search may keep: it bounds its futures where there are many items.
const FIGURES_MAX: usize = 32 << 20;
/// Futures whose means stand for a belief where the search begins.
const MEAN_OF: usize = 64;
/// Work of the climb on those means, in tries.
const MEAN_TRIES: u64 = 3000;

/// What a search is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Where the futures that orders are compared on come from.
    pub source: Source,
    /// How many of them the answer is about, at least 1.
    pub futures: usize,
    /// The seed of the search itself and of the futures that confirm what it found.
    pub seed: u64,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Solution {
    /// The best order found, top first; what is left out of it is not worked on.
    pub order: Vec<ItemIx>,
    /// What it gives, value units: on futures that the search has not seen, or exactly where there is only one.
    pub value: Summary,
    /// Whether it was shown that no order, those that leave items out included, has a mean on the futures asked
    /// for that is higher by more than 1e-9, relative.
    pub is_proven: bool,
    /// Work done, in item steps ([`Progress::steps`]).
    pub steps: u64,
}

/// Looks for the best order of a belief until it is proven or `keep_going`, which is asked every few
/// milliseconds of work, says no. It is asked in the thread that calls.
///
/// The order is at least as good as that of every named rule: exactly so where one future is all there is, and
/// on the futures that confirm it elsewhere.
#[must_use]
pub fn solve(
    scenario: &Arc<Scenario>,
    belief: &Arc<Belief>,
    options: &Options,
    keep_going: &mut dyn FnMut(&Progress<'_>) -> bool,
) -> Solution {
    let mut meter = Meter::new(keep_going);
    let starts = starts(scenario, belief, options.seed);
    let futures = Futures::draw(Arc::clone(scenario), Arc::clone(belief), options.source, 1);
    if options.futures <= 1 || is_certain(scenario, belief) {
        let mut luck = Luck::default();
        futures.luck(0, &mut luck);
        let instance = Instance::of(scenario, belief, &luck);
        let judge = Judge { instance: &instance, scenario, first: belief.state(), luck: &luck };
        let starts: Vec<Vec<u32>> = starts.iter().map(|order| instance.numbers(order)).collect();
        let found = one::best(&judge, &starts, Source::orders(options.seed), &mut meter);
        let order = instance.items(&found.order);
        let value = Summary::of(&mut futures.values(&order, 0..1));
        return Solution { order, value, is_proven: found.is_proven, steps: meter.steps };
    }
    under_luck(futures, starts, options, &mut meter)
}

/// The best order of a belief that a bounded amount of work finds: the same on any machine. `None` if it was
/// to stop.
#[must_use]
pub fn best_order(
    scenario: &Arc<Scenario>,
    belief: &Arc<Belief>,
    seed: u64,
    stop: &Stop<'_>,
) -> Option<Vec<ItemIx>> {
    let options = Options { source: Source::orders(seed), futures: BEST_FUTURES, seed };
    let mut is_stopped = false;
    let solution = solve(scenario, belief, &options, &mut |progress| {
        is_stopped = stop();
        !is_stopped && progress.steps < BEST_WORK
    });
    (!is_stopped).then_some(solution.order)
}

/// A quick best order of one future whose luck is known, and its value V, value units: what who knew it would
/// do. The work is bounded by `tries`, orders looked at, and is the same on any machine; a few thousand are
/// enough for 30 items.
#[must_use]
pub fn best_in(
    scenario: &Scenario,
    belief: &Belief,
    luck: &Luck,
    start: &[ItemIx],
    tries: u64,
    seed: u64,
) -> (f64, Vec<ItemIx>) {
    let instance = Instance::of(scenario, belief, luck);
    let judge = Judge { instance: &instance, scenario, first: belief.state(), luck };
    let order = quick(&judge, &instance.numbers(start), tries, Source::orders(seed));
    (judge.value(&order), instance.items(&order))
}

/// A search on a known future that is short, and in one thread.
fn quick(judge: &Judge<'_>, start: &[u32], tries: u64, seed: Source) -> Vec<u32> {
    let generator = seed.generator(4, Drawing::Order, 0);
    if judge.instance.jobs.is_empty() || judge.instance.ended >= judge.instance.sprints {
        return start.to_vec();
    }
    let mut order = start.to_vec();
    if let Some(mut machine) = Machine::of(judge.instance, start, REACH, generator.clone()) {
        machine.walk(tries * judge.steps());
        order = machine.best().1;
        if judge.instance.goals.is_empty() {
            return order;
        }
    }
    let mut climb = Climb::new(judge, &order, generator);
    climb.climb(judge, tries);
    climb.best().1.to_vec()
}

/// The orders that a search starts from: those of the named rules, as far as they are quick enough.
fn starts(scenario: &Scenario, belief: &Belief, seed: u64) -> Vec<Vec<ItemIx>> {
    let is_quick = |policy: &Policy| match policy {
        Policy::Best => false,
        Policy::Par => scenario.items.len() <= PAR_MAX,
        _ => true,
    };
    let policies = Policy::ALL.into_iter().filter(is_quick);
    policies.map(|policy| policy.order(scenario, belief, seed)).collect()
}

/// The search where futures differ.
fn under_luck(
    mut futures: Futures,
    starts: Vec<Vec<ItemIx>>,
    options: &Options,
    meter: &mut Meter<'_>,
) -> Solution {
    let seed = Source::orders(options.seed);
    let (scenario, belief) = (Arc::clone(futures.scenario()), Arc::clone(futures.belief()));
    let mut luck = Luck::default();
    futures.luck(0, &mut luck);
    let first = Instance::of(&scenario, &belief, &luck);
    let mut starts: Vec<Vec<u32>> = starts.iter().map(|order| first.numbers(order)).collect();
    if first.jobs.len() <= PAR_MAX && meter.work(0) {
        futures.extend(MEAN_OF.min(options.futures));
        let luck = middle(&futures);
        let middle = Instance::of(&scenario, &belief, &luck);
        let judge = Judge { instance: &middle, scenario: &scenario, first: belief.state(), luck: &luck };
        let best = starts.iter().max_by(|a, b| judge.value(a).total_cmp(&judge.value(b))).cloned();
        let order = quick(&judge, &best.unwrap_or_default(), MEAN_TRIES, seed);
        starts.push(order);
        meter.work(MEAN_TRIES * judge.steps());
    }
    let figures = first.jobs.len() * 4 + first.velocity.len();
    let futures_max = options.futures.min(FIGURES_MAX / figures.max(1)).max(1);
    let mut race = Race::new(&first, futures, &starts, futures_max, seed, climb::live(&first));
    race.run(meter);
    let (trained, mut orders) = race.found();
    for start in starts {
        if !orders.contains(&start) {
            orders.push(start);
        }
    }
    confirm(&first, &trained, orders, options, meter.steps)
}

/// Chooses among orders on futures that no search has seen.
fn confirm(
    instance: &Instance,
    trained: &Futures,
    orders: Vec<Vec<u32>>,
    options: &Options,
    steps: u64,
) -> Solution {
    let of_one = instance.jobs.len() + (instance.sprints - instance.ended) as usize;
    let count = (FRESH_WORK / (of_one * orders.len()).max(1)).clamp(16, FRESH);
    let source = Source::confirmation(options.seed);
    let fresh = Futures::draw(Arc::clone(trained.scenario()), Arc::clone(trained.belief()), source, count);
    let parts: Vec<(usize, usize)> =
        (0..orders.len()).flat_map(|order| (0..count).step_by(64).map(move |from| (order, from))).collect();
    let items: Vec<Vec<ItemIx>> = orders.iter().map(|order| instance.items(order)).collect();
    let part = |&(order, from): &(usize, usize)| fresh.values(&items[order], from..(from + 64).min(count));
    let parts: Vec<Vec<f64>> = parts.par_iter().map(part).collect();
    let mut values: Vec<Vec<f64>> = parts.chunks(count.div_ceil(64)).map(|parts| parts.concat()).collect();
    let best = (0..items.len()).reduce(|a, b| if mean(&values[b]) > mean(&values[a]) { b } else { a });
    let best = best.unwrap_or_default();
    let value = values.get_mut(best).map_or_else(Summary::default, |values| Summary::of(values));
    let order = items.into_iter().nth(best).unwrap_or_default();
    Solution { order, value, is_proven: false, steps }
}

/// Luck whose figures are the means of that of some futures.
fn middle(futures: &Futures) -> Luck {
    let (mut sum, mut luck) = (Luck::default(), Luck::default());
    for future in 0..futures.len() {
        futures.luck(future, &mut luck);
        // Rework counts as the effort that it brings on average.
        let scenario = futures.scenario();
        for (effort, item) in luck.effort.iter_mut().zip(&scenario.items) {
            *effort *= if item.refined { 1.0 } else { 1.0 + item.rework_chance * scenario.rework_extra() };
        }
        luck.rework.fill(1.0);
        if future == 0 {
            sum = luck.clone();
            continue;
        }
        add(&mut sum.effort, &luck.effort);
        add(&mut sum.amount, &luck.amount);
        add(&mut sum.bonus, &luck.bonus);
        add(&mut sum.cost, &luck.cost);
        add(&mut sum.velocity, &luck.velocity);
    }
    let n = futures.len() as f64;
    for list in [&mut sum.effort, &mut sum.amount, &mut sum.bonus, &mut sum.cost, &mut sum.velocity] {
        list.iter_mut().for_each(|figure| *figure /= n);
    }
    sum
}

fn add(sum: &mut [f64], figures: &[f64]) {
    sum.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
}
