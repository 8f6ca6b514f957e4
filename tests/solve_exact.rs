//! The best order of a scenario without luck is proven, and no other is better.

#[expect(dead_code, reason = "other tests need the rest of it")]
mod common;

use std::sync::Arc;

use common::any;
use proptest::prelude::*;
use serde_json::{Value, json};
use toporder::order::solve::{Options, solve};
use toporder::scenario::{ItemIx, Scenario};
use toporder::sim::{Belief, Futures, Source};

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

fn the_future(scenario: &Arc<Scenario>) -> Futures {
    let belief = Arc::new(Belief::initial(scenario));
    Futures::draw(Arc::clone(scenario), belief, Source::simulation(1), 1)
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
fn assert_best(scenario: &Arc<Scenario>) {
    let futures = the_future(scenario);
    let options = Options { source: Source::simulation(1), futures: 10, seed: 1 };
    let solution = solve(scenario, futures.belief(), &options, &mut |_| true);
    let found = futures.values(&solution.order, 0..1)[0];
    let (best, order) = best_of_all(&futures);
    assert!(solution.is_proven);
    let tolerance = 1e-9 * best.abs().max(1e-3);
    assert!(found >= best - tolerance, "{found} of {:?} < {best} of {order:?}", solution.order);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_is_better_than_the_best_whatever_happens(mut file in any::file()) {
        without_luck(&mut file);
        assert_best(&common::scenario(file));
    }
}
