//! How long it takes to say what decisions were worth.

#![expect(clippy::unwrap_used, reason = "a measurement may fail wherever something is missing")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};
use toporder::debrief::analysis::{Thoroughness, analyse};
use toporder::game::{Command, Game};
use toporder::order::Choice;
use toporder::order::arena::Arena;
use toporder::order::par::{Par, Planner, Reach};
use toporder::scenario::Scenario;
use toporder::scenario::raw::RawScenario;
use toporder::sim::Source;

/// A scenario of so many items and Sprints, with a bit of everything, and as much work as there is room for.
fn scenario(items: usize, sprints: usize) -> Arc<Scenario> {
    let range = |low: f64, likely: f64, high: f64| json!({ "low": low, "likely": likely, "high": high });
    let item = |place: usize| {
        let size = 4.0 + (place * 7 % 11) as f64;
        let amount = (place * 5 % 13) as f64;
        let when = match place % 6 {
            3 => json!({ "by": 2 + place % sprints }),
            4 => json!({ "half_life": 3 }),
            5 => json!({ "fine_after": place % sprints }),
            _ => json!("recurring"),
        };
        let mut item = json!({
            "id": format!("i{place}"),
            "title": "T",
            "kind": "feature",
            "effort": range(0.7 * size, size, 1.6 * size),
            "value": [{ "for": "ann", "amount": range(amount - 4.0, amount, 2.0 * amount + 4.0), "when": when }],
        });
        if place % 4 == 1 {
            item["requires"] = json!([format!("i{}", place - 1)]);
        }
        if place % 10 == 2 {
            item["on_done"] = json!([{ "effect": "reveal", "items": [format!("i{}", place + 3)] }]);
        }
        item
    };
    let file: Value = json!({
        "format": 1, "title": "Bench", "summary": "S", "level": "advanced", "minutes": 5,
        "product": { "name": "P", "idea": "I", "vision": "V", "strategy": ["S"], "goal": "G" },
        "value_unit": "k€", "effort_unit": "points",
        "sprints": sprints, "benefit_sprints": sprints + 4,
        "team": { "name": "T", "velocity": range(18.0, 25.0, 34.0) },
        "refinement": { "per_sprint": 2, "rework_chance": 0.3, "rework_extra": 0.5 },
        "stakeholders": [{ "id": "ann", "name": "A", "role": "R", "wants": "W" }],
        "items": (0..items).map(item).collect::<Vec<_>>(),
        "goals": [{ "title": "G", "items": ["i1", "i7"], "by": sprints / 2, "bonus": 40 }],
        "risks": [{ "id": "r", "title": "R", "text": "X", "chance": 0.5, "from": 2, "to": sprints / 2,
                    "impact": [{ "effect": "velocity", "factor": 0.5, "sprints": 1 }] }],
    });
    let raw: RawScenario = serde_json::from_value(file).unwrap();
    Arc::new(Scenario::try_from(raw).unwrap())
}

fn par(c: &mut Criterion) {
    for items in [30, 10_000] {
        let scenario = scenario(items, 10);
        let par = Par::new(&scenario);
        let belief = Game::new(Arc::clone(&scenario), 1).belief();
        let (mut planner, mut order) = (Planner::new(&par), Vec::new());
        for reach in [Reach::Sprint, Reach::Horizon] {
            c.bench_function(&format!("order {items} items by Par, {reach:?}"), |b| {
                b.iter(|| {
                    planner.order(belief.known(), reach, &mut order);
                    black_box(&order);
                });
            });
        }
    }
}

fn worth(c: &mut Criterion) {
    let scenario = scenario(30, 10);
    let par = Par::new(&scenario);
    let belief = Arc::new(Game::new(Arc::clone(&scenario), 1).belief());
    let mut arena = Arena::new(&par, &scenario, belief, Source::worth(1, 1), 1);
    let choice = Choice::of(scenario.item_indexes().collect());
    c.bench_function("worth of one order, 1,000 futures, 10 Sprints, 30 items", |b| {
        b.iter(|| black_box(arena.values_of(&choice, 0..1_000, &|| false)));
    });
}

fn analysis(c: &mut Criterion) {
    let mut game = Game::new(scenario(30, 10), 1);
    while !game.is_over() {
        game.apply(&Command::RunSprint).unwrap();
    }
    let mut group = c.benchmark_group("analysis");
    group.sample_size(10);
    group.bench_function("a whole game of 10 Sprints and 30 items", |b| {
        b.iter(|| black_box(analyse(&game, Thoroughness::default())));
    });
    group.finish();
}

criterion_group!(benches, par, worth, analysis);
criterion_main!(benches);
