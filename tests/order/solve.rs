//! The search: optimal where that can be known, never worse than the rules, the same on any machine.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Value, json};
use toporder::order::Policy;
use toporder::order::solve::{Options, Solution, best_in, is_certain, solve};
use toporder::scenario::{ItemIx, Scenario, When};
use toporder::sim::{Belief, Futures, Luck, Source, forecast};

use crate::common;
use crate::common::range;

fn options() -> Options {
    Options { source: Source::simulation(1), futures: 200, seed: 1 }
}

fn search(scenario: &Arc<Scenario>, options: &Options, steps: u64) -> Solution {
    let belief = Arc::new(Belief::initial(scenario));
    solve(scenario, &belief, options, &mut |progress| progress.steps < steps)
}

fn value(scenario: &Scenario, order: &[ItemIx]) -> f64 {
    forecast(scenario, &Belief::initial(scenario), order, 1, Source::simulation(1)).value.mean
}

/// A future of a scenario without luck, and of one with it some.
fn futures(scenario: &Arc<Scenario>, source: Source, count: usize) -> Futures {
    Futures::draw(Arc::clone(scenario), Arc::new(Belief::initial(scenario)), source, count)
}

/// What an item pays in all if it is Done in a Sprint, as the model has it; `None` for never.
fn pays(scenario: &Scenario, item: ItemIx, done: Option<u32>) -> f64 {
    let last = scenario.benefit_sprints;
    let one = |amount: f64, when| match (when, done) {
        (When::FineAfter(after), _) => {
            -amount * (1..=last).filter(|&t| t > after && done.is_none_or(|d| t <= d)).count() as f64
        }
        (_, None) => 0.0,
        (When::Recurring, Some(d)) => amount * f64::from(last - d),
        (When::Once, Some(_)) => amount,
        (When::By(by), Some(d)) => {
            if d <= by {
                amount
            } else {
                0.0
            }
        }
        (When::HalfLife(half), Some(d)) => amount * 0.5_f64.powf(f64::from(d - 1) / half),
    };
    scenario.item(item).benefits.iter().map(|b| one(b.amount.likely(), b.when)).sum()
}

/// The best value of a scenario where nothing depends on the path: dynamic programming over the sets of what
/// is Done, after Held and Karp.
fn best_by_subsets(scenario: &Scenario) -> f64 {
    let n = scenario.items.len();
    let velocity = scenario.team.velocity.spread().1;
    let sprint = |set: usize| {
        let work: f64 = (0..n).filter(|i| set >> i & 1 == 1).map(|i| scenario.items[i].effort.likely()).sum();
        (work / velocity - 1e-9).ceil() as u32
    };
    let all = scenario.item_indexes().collect::<Vec<_>>();
    let never: Vec<f64> = all.iter().map(|&item| pays(scenario, item, None)).collect();
    let mut gain = vec![f64::NEG_INFINITY; 1 << n];
    gain[0] = 0.0;
    let mut best: f64 = 0.0;
    for set in 0..1_usize << n {
        if gain[set] == f64::NEG_INFINITY {
            continue;
        }
        best = best.max(gain[set]);
        for &item in &all {
            let next = set | 1 << item.at();
            let is_free = scenario.item(item).requires.iter().all(|needed| set >> needed.at() & 1 == 1);
            let done = sprint(next);
            if next == set || !is_free || done > scenario.sprints {
                continue;
            }
            let is_in = |set: usize, goal: &toporder::scenario::Goal| {
                goal.items.iter().all(|i| set >> i.at() & 1 == 1)
            };
            let earned =
                |goal: &&toporder::scenario::Goal| is_in(next, goal) && !is_in(set, goal) && done <= goal.by;
            let bonus: f64 = scenario.goals.iter().filter(earned).map(|goal| goal.bonus.likely()).sum();
            let value = gain[set] + bonus + pays(scenario, item, Some(done)) - never[item.at()];
            gain[next] = gain[next].max(value);
        }
    }
    best + never.iter().sum::<f64>()
}

const NAMES: [&str; 11] = ["i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9", "i10"];

/// A scenario without luck and without effects: dependencies, goals, and benefits of every kind.
fn plain() -> impl Strategy<Value = Value> {
    let benefit = || {
        let when = prop_oneof![
            Just(json!("recurring")),
            Just(json!("once")),
            (0..12_u32).prop_map(|by| json!({ "by": by })),
            (1..6_u32).prop_map(|half_life| json!({ "half_life": half_life })),
            (0..12_u32).prop_map(|after| json!({ "fine_after": after })),
        ];
        (-4..20_i32, when).prop_map(|(amount, when)| json!({ "for": "ann", "amount": amount, "when": when }))
    };
    let item = move |place: usize| {
        let requires = subsequence(&NAMES[..place], 0..=place.min(2));
        let benefits = prop::collection::vec(benefit(), 0..3);
        (1..60_u32, benefits, prop_oneof![2 => Just(Vec::new()), 1 => requires]).prop_map(
            move |(tenths, value, requires)| {
                json!({ "id": NAMES[place], "effort": f64::from(tenths) / 10.0, "value": value,
                        "requires": requires })
            },
        )
    };
    let items: Vec<_> = (0..NAMES.len()).map(item).collect();
    let goal = (subsequence(&NAMES[..], 1..=3), 1..=6_u32, -10..40_i32);
    let goals = prop::collection::vec(goal, 0..3);
    (items, goals, 10..60_u32, 6..10_u32, 0..4_u32).prop_map(|(items, goals, tenths, sprints, beyond)| {
        let goal = |(items, by, bonus)| json!({ "items": items, "by": by, "bonus": bonus });
        json!({
            "sprints": sprints,
            "benefit_sprints": sprints + beyond,
            "team": { "velocity": f64::from(tenths) / 10.0 },
            "items": items,
            "goals": goals.into_iter().map(goal).collect::<Vec<_>>(),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_single_machine_is_solved_as_by_exhaustive_dynamic_programming(file in plain()) {
        let scenario = common::scenario(file);
        let solution = search(&scenario, &options(), u64::MAX);
        let (found, best) = (value(&scenario, &solution.order), best_by_subsets(&scenario));
        prop_assert!(solution.is_proven);
        prop_assert!((found - best).abs() <= 1e-9 * best.abs().max(1.0), "{} is not {}", found, best);
        prop_assert!((found - solution.value.mean).abs() <= 1e-9 * best.abs().max(1.0));
    }
}

/// Total weighted tardiness with so many jobs, as the literature draws it: processing times 1 to 100, weights 1
/// to 10, dates uniform in a window that `spread` and `tardiness` make. Any generator will do.
fn tardiness(jobs: u64, spread: f64, tardiness: f64, seed: u64) -> Arc<Scenario> {
    let mut state = seed;
    let mut draw = |low: i64, high: i64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (state >> 33) as i64 % (high - low + 1)
    };
    let efforts: Vec<i64> = (0..jobs).map(|_| draw(1, 100)).collect();
    let sum: i64 = efforts.iter().sum();
    let date = |factor: f64| (sum as f64 * (1.0 - tardiness + factor * spread / 2.0)) as i64;
    let items: Vec<Value> = (0..efforts.len())
        .map(|at| {
            let (weight, date) = (draw(1, 10), draw(date(-1.0), date(1.0)).max(0));
            let fine = json!([{ "for": "ann", "amount": weight, "when": { "fine_after": date } }]);
            json!({ "id": format!("j{at}"), "effort": efforts[at], "value": fine })
        })
        .collect();
    common::scenario(json!({ "sprints": sum, "team": { "velocity": 1 }, "items": items }))
}

#[test]
fn searches_of_other_seeds_agree_on_weighted_tardiness() {
    for (spread, late) in [(0.2, 0.6), (0.4, 0.4), (0.6, 0.6), (1.0, 0.8)] {
        let scenario = tardiness(40, spread, late, 7);
        let found =
            [1, 2].map(|seed| search(&scenario, &Options { seed, ..options() }, 5_000_000).value.mean);
        assert_eq!(found[0], found[1], "spread {spread}, tardiness {late}");
    }
}

#[test]
fn where_nothing_is_lost_it_is_proven_however_many_items_there_are() {
    let items: Vec<Value> = (0..100)
        .map(|at| json!({ "id": format!("j{at}"), "effort": 2, "value": [{ "for": "ann", "amount": 3, "when": { "by": 10 * at + 20 } }] }))
        .rev()
        .collect();
    let scenario = common::scenario(json!({ "sprints": 1000, "team": { "velocity": 1 }, "items": items }));
    let solution = search(&scenario, &options(), 100_000_000);
    assert!(solution.is_proven);
    assert_eq!(solution.value.mean, 300.0);
}

#[test]
fn a_search_that_is_stopped_at_once_is_as_good_as_any_rule_and_longer_is_never_worse() {
    let scenario = tardiness(50, 0.6, 0.6, 3);
    let steps = [0, 500_000, 2_000_000, 10_000_000];
    let found = steps.map(|steps| value(&scenario, &search(&scenario, &options(), steps).order));
    assert!(found.is_sorted(), "{found:?}");
    for policy in Policy::ALL {
        let order = policy.order(&scenario, &Belief::initial(&scenario), 1);
        assert!(policy == Policy::Best || value(&scenario, &order) <= found[0], "{policy:?}");
    }
}

#[test]
fn no_rule_is_better_on_futures_that_nobody_has_seen() {
    let scenario = common::eventful();
    assert!(!is_certain(&scenario, &Belief::initial(&scenario)));
    let solution = search(&scenario, &options(), 3_000_000);
    let unseen = futures(&scenario, Source::forecast(99, 1), 4000);
    let mean = |order: &[ItemIx]| unseen.values(order, 0..4000).iter().sum::<f64>() / 4000.0;
    let found = mean(&solution.order);
    for policy in Policy::ALL {
        let order = policy.order(&scenario, unseen.belief(), 1);
        assert!(mean(&order) <= found + 1e-9, "{policy:?} gives {}, not {found}", mean(&order));
    }
    assert!((solution.value.mean - found).abs() < 5.0 * solution.value.stderr, "{solution:?} {found}");
}

#[test]
fn under_uncertainty_a_longer_search_is_never_worse_on_the_futures_that_confirm_it() {
    let scenario = common::eventful();
    let belief = Arc::new(Belief::initial(&scenario));
    for seed in 1..=3 {
        let options = Options { seed, ..options() };
        // The value of a solution is that on the futures of the seed, whatever was searched.
        let steps = [0, 300_000, 1_000_000, 2_000_000, 4_000_000];
        let found = steps.map(|steps| {
            let solution = solve(&scenario, &belief, &options, &mut |progress| progress.steps < steps);
            solution.value.mean
        });
        assert!(found.is_sorted(), "{found:?}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for scenario in [common::eventful(), tardiness(30, 0.6, 0.6, 5)] {
        let [one, many] = [1, 4].map(|threads| {
            let pool =
                rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can start");
            pool.install(|| search(&scenario, &options(), 600_000))
        });
        assert_eq!((one.order, one.steps), (many.order, many.steps));
        assert_eq!(one.value, many.value);
    }
}

#[test]
fn who_knows_the_future_does_best_in_it() {
    let scenario = common::eventful();
    let futures = futures(&scenario, Source::simulation(3), 20);
    for future in 0..20 {
        let solution = search(&scenario, &options(), 0);
        let mut luck = Luck::default();
        futures.luck(future, &mut luck);
        let (_, order) = best_in(&scenario, futures.belief(), &luck, &solution.order, 2000, 1);
        let value = |order: &[ItemIx]| futures.values(order, future..future + 1)[0];
        assert!(value(&order) >= value(&solution.order));
    }
}

#[test]
fn one_future_of_many_is_a_certain_problem() {
    let scenario = common::eventful();
    let solution = search(&scenario, &Options { futures: 1, ..options() }, u64::MAX);
    assert!(solution.is_proven);
}

#[test]
fn ten_thousand_items_are_answered_soon_after_a_search_is_stopped() {
    let items: Vec<Value> = (0..10_000)
        .map(|at| json!({ "id": format!("j{at}"), "effort": range(1.0, 2.0, f64::from(3 + at % 7)), "value": [{ "for": "ann", "amount": at % 13 }] }))
        .collect();
    let scenario = common::scenario(json!({ "sprints": 20, "team": { "velocity": 100 }, "items": items }));
    let mut asked = 0;
    let belief = Arc::new(Belief::initial(&scenario));
    let solution = solve(&scenario, &belief, &options(), &mut |_| {
        asked += 1;
        asked < 3
    });
    assert_eq!(asked, 3);
    assert!(!solution.order.is_empty());
}
