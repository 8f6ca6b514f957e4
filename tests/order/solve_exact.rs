//! The best order of a scenario without luck is proven, and no other is better.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use toporder::game::{Command, Game};
use toporder::order::solve::{Options, solve};
use toporder::scenario::{ItemIx, Scenario};
use toporder::sim::{Belief, Futures, Source};

use crate::common;
use crate::common::any;

/// Takes the luck out of a scenario file.
fn without_luck(file: &mut Value) {
    match file {
        Value::Object(fields) => {
            if let Some(likely) = fields.get("likely").cloned() {
                *file = likely;
                return;
            }
            for name in ["chance", "rework_chance"] {
                if let Some(chance) = fields.get_mut(name) {
                    *chance = json!(chance.as_f64().map_or(0.0, f64::round));
                }
            }
            if let Some(past) = fields.get_mut("history").and_then(Value::as_array_mut) {
                past.truncate(1);
            }
            if let Some(from) = fields.get("from").cloned() {
                fields["to"] = from;
            }
            fields.values_mut().for_each(without_luck);
        }
        Value::Array(list) => list.iter_mut().for_each(without_luck),
        _ => {}
    }
}

fn the_future(scenario: &Arc<Scenario>, belief: Belief) -> Futures {
    Futures::draw(Arc::clone(scenario), Arc::new(belief), Source::simulation(1), 1)
}

/// The highest value of any order, those that leave items out included.
fn best_of_all(futures: &Futures) -> (f64, Vec<ItemIx>) {
    fn visit(futures: &Futures, order: &mut Vec<ItemIx>, best: &mut (f64, Vec<ItemIx>)) {
        let value = futures.values(order, 0..1)[0];
        if value > best.0 {
            *best = (value, order.clone());
        }
        for item in futures.scenario().item_indexes() {
            if !order.contains(&item) {
                order.push(item);
                visit(futures, order, best);
                order.pop();
            }
        }
    }
    let mut best = (f64::NEG_INFINITY, Vec::new());
    visit(futures, &mut Vec::new(), &mut best);
    best
}

#[track_caller]
fn assert_best(scenario: &Arc<Scenario>, belief: Belief) {
    let futures = the_future(scenario, belief);
    let options = Options { source: Source::simulation(1), futures: 10, seed: 1 };
    let solution = solve(scenario, futures.belief(), &options, &mut |_| true);
    let found = futures.values(&solution.order, 0..1)[0];
    let (best, order) = best_of_all(&futures);
    assert!(solution.is_proven);
    let tolerance = 1e-9 * best.abs().max(1e-3);
    assert!(found >= best - tolerance, "{found} of {:?} < {best} of {order:?}", solution.order);
}

proptest! {
    // To make a counterexample smaller takes many searches, so it is done only a little.
    #![proptest_config(ProptestConfig {
        cases: 400,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_order_is_better_than_the_best_whatever_happens(mut file in any::file()) {
        without_luck(&mut file);
        let scenario = common::scenario(file);
        assert_best(&scenario, Belief::initial(&scenario));
    }

    #[test]
    fn nor_after_some_sprints(mut file in any::file(), played in 0..3, order in any::order()) {
        without_luck(&mut file);
        let scenario = common::scenario(file);
        let mut game = Game::new(Arc::clone(&scenario), 1);
        for _ in 0..played {
            if game.is_over() {
                break;
            }
            // What has not arrived yet is refused, and stays where it is.
            for (to, item) in order.iter().enumerate() {
                let _ = game.apply(&common::move_to(&scenario.item(*item).id, to));
            }
            game.apply(&Command::RunSprint).unwrap();
        }
        if !game.is_over() {
            assert_best(&scenario, game.belief());
        }
    }
}

/// Draws figures, the same on any machine.
struct Draws(u64);

impl Draws {
    fn any(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (self.0 >> 33) as i64 % (high - low + 1)
    }

    fn one_in(&mut self, n: i64) -> bool {
        self.any(1, n) == 1
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.any(0, list.len() as i64 - 1) as usize].clone()
    }

    fn benefit(&mut self, least: i64) -> Value {
        let date = self.any(1, 6);
        let when = [json!("recurring"), json!("once"), json!({ "by": date }), json!({ "half_life": date })];
        let when = if self.one_in(4) { json!({ "fine_after": date }) } else { self.of(&when) };
        json!({ "for": self.of(&["ann", "bob"]), "amount": self.any(least, 20), "when": when })
    }
}

/// A small scenario in which rework, dependencies and places to refine are short, with effects, or an arrival.
fn crowded(seed: u64) -> Value {
    let mut draw = Draws(seed);
    let names = ["i0", "i1", "i2", "i3", "i4", "i5", "i6"];
    let (least, with_effects, with_arrival) = (draw.any(-2, 1), draw.one_in(2), draw.one_in(3));
    let items: Vec<Value> = (0..names.len())
        .map(|at| {
            let value: Vec<Value> = (0..draw.any(1, 2)).map(|_| draw.benefit(least)).collect();
            let requires = if at > 0 && draw.one_in(2) { vec![names[draw.any(0, at as i64 - 1) as usize]] } else { vec![] };
            let other = draw.of(&names);
            let effects = [
                json!({ "effect": "velocity", "factor": draw.of(&[0.8, 1.25, 1.5]) }),
                json!({ "effect": "velocity", "factor": 1.5, "sprints": 2 }),
                json!({ "effect": "effort", "items": [other], "factor": draw.of(&[0.5, 1.5]) }),
                json!({ "effect": "value", "items": "all", "factor": draw.of(&[0.8, 1.2]) }),
                json!({ "effect": "prevent", "risks": ["r"] }),
            ];
            let on_done = if with_effects && draw.one_in(3) { vec![draw.of(&effects)] } else { vec![] };
            json!({
                "id": names[at], "effort": draw.any(1, 9), "value": value, "requires": requires, "on_done": on_done,
                "upkeep": if draw.one_in(5) { 1 } else { 0 }, "refined": draw.one_in(5),
                "rework_chance": if draw.one_in(4) { 0 } else { 1 }, "arrives": with_arrival && at == 6,
            })
        })
        .collect();
    let mut impact = vec![json!({ "effect": "velocity", "factor": 0.7, "sprints": 2 })];
    if with_arrival {
        impact.push(json!({ "effect": "arrive", "items": ["i6"] }));
    }
    let escalation = if draw.one_in(3) { json!([{ "effect": "cost", "amount": 9 }]) } else { json!([]) };
    json!({
        "sprints": 6,
        "benefit_sprints": draw.any(6, 9),
        "team": { "velocity": draw.any(4, 9) },
        "refinement": { "per_sprint": draw.any(1, 2), "rework_chance": 1, "rework_extra": draw.of(&[0.5, 1.0]) },
        "stakeholders": [
            { "id": "ann" },
            { "id": "bob", "trust": 0.4, "patience": 1, "escalation": escalation },
        ],
        "items": items,
        "goals": [{ "items": ["i1", "i2"], "by": draw.any(2, 6), "bonus": draw.any(0, 20) }],
        "risks": [{ "id": "r", "chance": 1, "from": 2, "to": 2, "impact": impact }],
    })
}

#[test]
fn no_order_is_better_where_all_is_short() {
    for scenario in (0..60).map(|seed| common::scenario(crowded(seed))) {
        assert_best(&scenario, Belief::initial(&scenario));
    }
}

/// What the best order of a machine with so many items gives: dynamic programming over what is Done, apart from
/// all that the search does.
fn best_by_subsets(efforts: &[i64], velocity: i64, sprints: i64, pays: &[Vec<f64>]) -> f64 {
    let mut best = vec![0.0_f64; 1 << efforts.len()];
    let mut work = vec![0; 1 << efforts.len()];
    for set in 1..best.len() {
        let last = set.trailing_zeros() as usize;
        work[set] = work[set & (set - 1)] + efforts[last];
    }
    for set in (0..best.len()).rev() {
        let rest = (0..efforts.len()).filter(|job| set >> job & 1 == 0);
        let next = rest.filter_map(|job| {
            let sprint = (work[set | 1 << job] + velocity - 1) / velocity;
            (sprint <= sprints).then(|| pays[job][sprint as usize - 1] + best[set | 1 << job])
        });
        best[set] = next.fold(0.0, f64::max);
    }
    best[0]
}

#[test]
fn a_machine_with_more_items_than_a_table_has_is_proven_to_be_the_best() {
    for seed in 0..4 {
        let mut draw = Draws(seed);
        let (n, sprints) = (21, 6);
        let efforts: Vec<i64> = (0..n).map(|_| draw.any(1, 12)).collect();
        let velocity = efforts.iter().sum::<i64>() * 3 / 4 / sprints;
        let amounts: Vec<[i64; 2]> = (0..n).map(|_| [draw.any(-3, 9), draw.any(0, 40)]).collect();
        let dates: Vec<i64> = (0..n).map(|_| draw.any(1, sprints)).collect();
        let items: Vec<Value> = (0..n as usize)
            .map(|at| {
                json!({ "id": format!("i{at}"), "effort": efforts[at], "value": [
                    { "for": "ann", "amount": amounts[at][0] },
                    { "for": "ann", "amount": amounts[at][1], "when": { "by": dates[at] } },
                ]})
            })
            .collect();
        let pays = |at: usize, sprint: i64| {
            let dated = if sprint <= dates[at] { amounts[at][1] } else { 0 };
            (amounts[at][0] * (sprints + 2 - sprint) + dated) as f64
        };
        let pays: Vec<Vec<f64>> =
            (0..n as usize).map(|at| (1..=sprints).map(|s| pays(at, s)).collect()).collect();
        let scenario = common::scenario(json!({
            "sprints": sprints, "benefit_sprints": sprints + 2, "team": { "velocity": velocity }, "items": items,
        }));
        let futures = the_future(&scenario, Belief::initial(&scenario));
        let options = Options { source: Source::simulation(1), futures: 10, seed: 1 };
        let solution =
            solve(&scenario, futures.belief(), &options, &mut |progress| progress.steps < 400_000_000);
        assert!(solution.is_proven, "seed {seed}");
        let best = best_by_subsets(&efforts, velocity, sprints, &pays);
        assert!((solution.value.mean - best).abs() <= 1e-9 * best, "{} is not {best}", solution.value.mean);
    }
}
