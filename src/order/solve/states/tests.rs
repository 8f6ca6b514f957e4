use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::scenario::Scenario;
use crate::scenario::raw::RawScenario;
use crate::sim::{Belief, Futures, Luck, Source};

/// Figures, the same on any machine.
struct Draws(u64);

impl Draws {
    fn any(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (self.0 >> 33) % (high - low + 1)
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.any(0, list.len() as u64 - 1) as usize].clone()
    }
}

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// An item, perhaps one that waits for others to bring it.
fn item(draw: &mut Draws, at: usize, brings: &[&str]) -> Value {
    let date = draw.any(1, 4);
    let whens = [json!("recurring"), json!("once"), json!({ "by": date }), json!({ "fine_after": date })];
    let (other, factor) = (draw.of(&NAMES), draw.of(&[0.5, 1.5]));
    let mut on_done = match draw.any(0, 5) {
        0 => vec![json!({ "effect": "effort", "items": [other], "factor": factor })],
        1 => vec![json!({ "effect": "value", "items": "all", "factor": factor })],
        2 => vec![json!({ "effect": "velocity", "factor": 0.8, "sprints": draw.any(1, 3) })],
        3 => vec![json!({ "effect": "velocity", "factor": factor })],
        _ => vec![],
    };
    if !brings.is_empty() {
        on_done.push(json!({ "effect": "arrive", "items": brings }));
    }
    let requires = if at > 0 && draw.any(1, 4) == 1 { vec![NAMES[at - 1]] } else { vec![] };
    json!({
        "id": NAMES[at], "title": "T", "kind": "feature", "effort": draw.any(1, 8),
        "value": [
            { "for": "ann", "amount": draw.any(1, 20), "when": draw.of(&whens) },
            { "for": "bob", "amount": draw.any(1, 9) },
        ],
        "requires": requires, "on_done": on_done, "upkeep": draw.of(&[0.0, 0.0, 0.5, 2.0]),
        "refined": draw.any(1, 2) == 1, "arrives": at >= 3,
    })
}

/// Items that others bring, efforts that grow for all, upkeep, rework, and somebody who loses patience.
fn hostile(seed: u64) -> Instance {
    let mut draw = Draws(seed);
    let mut brings = vec![Vec::new(); NAMES.len()];
    for late in NAMES.into_iter().skip(3) {
        for _ in 0..draw.any(1, 2) {
            brings[draw.any(0, NAMES.len() as u64 - 1) as usize].push(late);
        }
    }
    brings.iter_mut().for_each(|names| names.dedup());
    let items: Vec<Value> = (0..NAMES.len()).map(|at| item(&mut draw, at, &brings[at])).collect();
    let grows = json!({ "effect": "effort", "items": "all", "factor": draw.of(&[1.2, 2.0]) });
    let eases = json!({ "effect": "effort", "items": ["b"], "factor": 0.5 });
    let impact = if draw.any(1, 3) == 1 { vec![grows, eases] } else { vec![grows] };
    let escalation = json!([{ "effect": "velocity", "factor": 0.7 }, { "effect": "cost", "amount": 5 }]);
    let file = json!({
        "format": 1, "title": "T", "summary": "S", "level": "foundation", "minutes": 5,
        "product": { "name": "P", "idea": "I", "vision": "V", "strategy": ["S"], "goal": "G" },
        "value_unit": "k", "effort_unit": "points", "sprints": 5, "benefit_sprints": 7,
        "team": { "name": "Team", "velocity": draw.any(3, 8) },
        "refinement": { "per_sprint": 1, "rework_chance": 1, "rework_extra": 0.5 },
        "stakeholders": [
            { "id": "ann", "name": "N", "role": "R", "wants": "W" },
            { "id": "bob", "name": "N", "role": "R", "wants": "W", "trust": 0.3, "patience": 0,
              "escalation": escalation },
        ],
        "items": items,
        "goals": [{ "title": "T", "items": ["a", "d"], "by": 4, "bonus": 10 }],
        "risks": [{ "id": "r", "title": "T", "text": "X", "chance": 1, "from": 2, "to": 2, "impact": impact }],
    });
    let raw: RawScenario = serde_json::from_value(file).expect("the format's fields and types");
    let scenario = Arc::new(Scenario::try_from(raw).expect("a good scenario"));
    let belief = Arc::new(Belief::initial(&scenario));
    let futures = Futures::draw(Arc::clone(&scenario), Arc::clone(&belief), Source::simulation(1), 1);
    let mut luck = Luck::default();
    futures.luck(0, &mut luck);
    Instance::of(&scenario, &belief, &luck)
}

fn best_of_all(instance: &Instance, order: &mut Vec<u32>) -> f64 {
    let mut best = Course::new(instance).value_of(instance, order);
    for job in 0..instance.jobs.len() as u32 {
        if !order.contains(&job) {
            order.push(job);
            best = best.max(best_of_all(instance, order));
            order.pop();
        }
    }
    best
}

#[test]
fn with_no_order_to_start_from_and_hardly_any_room_the_best_is_found_and_proven() {
    for seed in 0..150 {
        let instance = hostile(seed);
        let best = best_of_all(&instance, &mut Vec::new());
        let bound = Subsets::of(&instance, |_| true);
        assert!(bound.is_some());
        for room in [2, 50, STATES_MAX] {
            let found = search_within(room, &instance, bound.as_ref(), Vec::new(), |_, _, _| true);
            assert!(found.is_proven, "seed {seed}, room {room}");
            let value = Course::new(&instance).value_of(&instance, &found.order);
            assert!(value >= best - 1e-9 * best.abs().max(1.0), "seed {seed}, room {room}: {value} < {best}");
        }
    }
}

/// The highest value that a course can still come to; the bound of each on the way there must hold.
fn most_of(instance: &Instance, bound: &Subsets, course: &Course) -> f64 {
    let mut closed = course.clone();
    closed.close();
    closed.run(instance);
    let mut most = closed.value;
    for job in course.untold() {
        let mut next = course.clone();
        next.tell(&[job]);
        most = most.max(match next.run(instance) {
            Stop::Over => next.value,
            Stop::Asks => most_of(instance, bound, &next),
        });
    }
    let bound = bound.most(instance, course);
    assert!(bound >= most - 1e-9 * most.abs().max(1.0), "{bound} < {most}: {course:?}");
    most
}

#[test]
fn no_course_comes_to_more_than_its_bound() {
    for seed in 0..600 {
        let instance = hostile(seed);
        let bound = Subsets::of(&instance, |_| true).expect("few items");
        let mut course = Course::new(&instance);
        if course.run(&instance) == Stop::Asks {
            most_of(&instance, &bound, &course);
        }
    }
}
