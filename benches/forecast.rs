//! Forecasts: drawing luck, and an order that changes on luck already drawn.
//!
//! `rich` has 30 items with dependencies, 10 Sprints, ranges everywhere, 4 stakeholders, refinement with
//! rework and 2 risks; `plain` the same without refinement and risks; `workshop` is what published
//! simulations of a backlog do: 24 items, 12 Sprints, ranges everywhere, no effects.

#![expect(clippy::unwrap_used, reason = "a benchmark ends where something is wrong")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use toporder::scenario::raw::RawScenario;
use toporder::scenario::{ItemIx, Scenario};
use toporder::sim::{Belief, Futures, Source, forecast};

const FUTURES: usize = 10_000;

struct Size {
    items: usize,
    sprints: u32,
    rich: bool,
}

fn range(low: f64, likely: f64, high: f64) -> Value {
    json!({ "low": low, "likely": likely, "high": high })
}

/// A scenario of this size in which about two thirds of the items can be Done.
fn scenario(size: &Size) -> Arc<Scenario> {
    let whens =
        [json!("recurring"), json!("once"), json!({ "by": size.sprints / 2 }), json!({ "half_life": 4 })];
    let item = |index: usize| {
        let spread = (index * 7 % 5) as f64;
        let amount = range(2.0 + spread, 5.0 + spread, 14.0 + 2.0 * spread);
        let requires: Vec<String> = if index % 4 == 3 { vec![format!("i{}", index - 2)] } else { Vec::new() };
        json!({
            "id": format!("i{index}"), "title": format!("Item {index}"), "kind": "feature",
            "effort": range(2.0 + spread, 4.0 + spread, 9.0 + 2.0 * spread),
            "value": [{ "for": format!("s{}", index % 4), "amount": amount, "when": whens[index % 4] }],
            "requires": requires,
        })
    };
    let velocity = size.items as f64 * 5.0 / f64::from(size.sprints);
    let person = |index: usize| json!({ "id": format!("s{index}"), "name": "N", "role": "R", "wants": "W" });
    let mut file = json!({
        "format": 1, "title": "T", "summary": "S", "level": "advanced", "minutes": 5,
        "product": { "name": "P", "idea": "I", "vision": "V", "strategy": ["S"], "goal": "G" },
        "value_unit": "k€", "effort_unit": "points", "sprints": size.sprints,
        "team": { "name": "Team", "velocity": range(velocity * 0.6, velocity, velocity * 1.3) },
        "stakeholders": (0..4).map(person).collect::<Vec<_>>(),
        "items": (0..size.items).map(item).collect::<Vec<_>>(),
    });
    if size.rich {
        file["refinement"] = json!({ "per_sprint": 2, "rework_chance": 0.3, "rework_extra": 0.5 });
        file["risks"] = json!([
            { "id": "leaves", "title": "T", "text": "X", "chance": 0.5, "from": 2, "to": 6,
              "impact": [{ "effect": "velocity", "factor": 0.7, "sprints": 2 }] },
            { "id": "price", "title": "T", "text": "X", "chance": 0.3, "from": 1, "to": 8,
              "impact": [{ "effect": "effort", "items": ["i5", "i9"], "factor": 1.5 },
                         { "effect": "cost", "amount": range(5.0, 10.0, 20.0) }] },
        ]);
    }
    let raw: RawScenario = serde_json::from_value(file).unwrap();
    Arc::new(Scenario::try_from(raw).unwrap())
}

fn forecasts(c: &mut Criterion) {
    let sizes = [
        ("rich", Size { items: 30, sprints: 10, rich: true }),
        ("plain", Size { items: 30, sprints: 10, rich: false }),
        ("workshop", Size { items: 24, sprints: 12, rich: false }),
    ];
    for (name, size) in sizes {
        let scenario = scenario(&size);
        let belief = Arc::new(Belief::initial(&scenario));
        let order: Vec<ItemIx> = scenario.item_indexes().collect();
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(FUTURES as u64));
        let draw =
            || Futures::draw(Arc::clone(&scenario), Arc::clone(&belief), Source::simulation(1), FUTURES);
        group.bench_function("draw", |b| b.iter(draw));
        let futures = draw();
        // Another order each time, as after a move.
        let mut moved = order.clone();
        group.bench_function("changed_order", |b| {
            b.iter(|| {
                moved.rotate_left(1);
                black_box(futures.forecast(&moved))
            });
        });
        group.bench_function("value_of_changed_order", |b| {
            b.iter(|| {
                moved.rotate_left(1);
                black_box(futures.values(&moved, 0..FUTURES))
            });
        });
        group.bench_function("draw_and_run", |b| {
            b.iter(|| forecast(&scenario, &belief, &order, FUTURES as u64, Source::simulation(1)));
        });
        group.finish();
    }
}

criterion_group!(benches, forecasts);
criterion_main!(benches);
