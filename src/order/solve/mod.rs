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
//! - Under uncertainty (`many`) orders meet the same futures, and changes race the order that they change
//!   (`walk`). Many walks are begun, and the best of them go on with more futures (`race`). What they come to
//!   rest at, and every order that the search starts from, is compared on futures that none was trained on
//!   (`confirm`), so that neither the choice nor its value is owed to the luck of those.
//!
//! Pure and bounded by its caller: it asks whether to go on, and tells the work done, which is the same on any
//! machine. One seed gives one path whatever the number of threads, so a longer search sees all that a
//! shorter one saw.

mod assign;
mod certain;
mod climb;
mod confirm;
mod course;
mod digest;
mod dominance;
mod dynasearch;
mod factors;
mod instance;
mod machine;
mod many;
mod meter;
mod moves;
mod one;
mod pay;
mod places;
mod quick;
mod race;
mod reach;
mod states;
mod subsets;
mod walk;

use std::sync::Arc;

pub use self::certain::is_certain;
use self::climb::Judge;
use self::instance::Instance;
use self::meter::Meter;
pub use self::meter::Progress;
use super::Policy;
use super::arena::Stop;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Futures, Luck, Source, Summary};

/// Futures of [`Policy::Best`], and its work in item steps.
const BEST_FUTURES: usize = 1024;
const BEST_WORK: u64 = 60_000_000;
/// Items up to which Par, whose time grows with their square and more, is among the starts.
const PAR_MAX: usize = 1000;

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
    many::best(futures, &starts, options, &mut meter)
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
    let order = quick::best(&judge, &instance.numbers(start), tries, Source::orders(seed));
    (judge.value(&order), instance.items(&order))
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
