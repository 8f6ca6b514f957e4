//! The search for the best order, bounded by work so that every run does the same.
//!
//! `tardiness` is single-machine total weighted tardiness with 100 jobs, generated as the literature does
//! (Potts and Van Wassenhove 1985): processing times 1 to 100, weights 1 to 10, due dates by a range and a
//! tardiness factor. `boats` is the built-in scenario with the most that can happen.

#![expect(clippy::unwrap_used, reason = "a benchmark ends where something is wrong")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use rand::RngExt;
use serde_json::{Value, json};
use toporder::order::solve::{Options, best_in, solve};
use toporder::scenario::raw::RawScenario;
use toporder::scenario::{ItemIx, Scenario, builtin, load};
use toporder::sim::luck::Drawing;
use toporder::sim::{Belief, Sampler, Source};

/// Work of one search, in item steps.
const WORK: u64 = 10_000_000;

fn tardiness(jobs: usize, range: f64, tardiness: f64) -> Arc<Scenario> {
    let mut generator = Source::orders(1).generator(0, Drawing::Order, 0);
    let times: Vec<u32> = (0..jobs).map(|_| generator.random_range(1..=100)).collect();
    let all: u32 = times.iter().sum();
    let due = |share: f64| (f64::from(all) * share).max(0.0) as u32;
    let (first, last) = (due(1.0 - tardiness - range / 2.0), due(1.0 - tardiness + range / 2.0));
    let item = |(index, time): (usize, &u32)| {
        let weight: u32 = generator.random_range(1..=10);
        let date: u32 = generator.random_range(first..=last);
        json!({ "id": format!("j{index}"), "title": "T", "kind": "feature", "effort": time,
                "value": [{ "for": "s", "amount": weight, "when": { "fine_after": date } }] })
    };
    let items: Vec<Value> = times.iter().enumerate().map(item).collect();
    let file = json!({
        "format": 1, "title": "T", "summary": "S", "level": "advanced", "minutes": 5,
        "product": { "name": "P", "idea": "I", "vision": "V", "strategy": ["S"], "goal": "G" },
        "value_unit": "k€", "effort_unit": "points", "sprints": all,
        "team": { "name": "Team", "velocity": 1 },
        "stakeholders": [{ "id": "s", "name": "N", "role": "R", "wants": "W" }],
        "items": items,
    });
    let raw: RawScenario = serde_json::from_value(file).unwrap();
    Arc::new(Scenario::try_from(raw).unwrap())
}

fn searches(c: &mut Criterion) {
    let boats = builtin::ALL.iter().find(|scenario| scenario.slug.starts_with("boats")).unwrap();
    let boats = Arc::new(load::load_text(boats.slug, boats.text).unwrap().scenario);
    let mut group = c.benchmark_group("solve");
    group.sample_size(10);
    for (name, scenario, futures) in [("tardiness", tardiness(100, 0.6, 0.6), 1), ("boats", boats, 1_000)] {
        let belief = Arc::new(Belief::initial(&scenario));
        let options = Options { source: Source::simulation(1), futures, seed: 1 };
        group.bench_function(name, |b| {
            b.iter(|| solve(&scenario, &belief, &options, &mut |progress| progress.steps < WORK));
        });
        let luck = Sampler::new(&scenario).draw(Source::simulation(1), 0);
        let order: Vec<ItemIx> = scenario.item_indexes().collect();
        group.bench_function(format!("{name}_of_one_future"), |b| {
            b.iter(|| black_box(best_in(&scenario, &belief, &luck, &order, 400, 1)));
        });
    }
    group.finish();
}

criterion_group!(benches, searches);
criterion_main!(benches);
