//! Capacity, the work of a Sprint and rework: worked out by hand.

use serde_json::{Value, json};
use toporder::scenario::TINY;
use toporder::sim::Event;
use toporder::sim::state::Effort;

use crate::common::held::{Held, assert_close, hold, item};

#[test]
fn capacity_is_velocity_times_factors_less_the_upkeep_of_earlier_sprints() {
    let file = json!({
        "team": { "velocity": 12 },
        "items": [
            { "id": "a", "effort": 6, "upkeep": 2 },
            { "id": "b", "effort": 6, "upkeep": 3 },
            { "id": "c", "effort": 7, "upkeep": 100 },
        ],
        "risks": [{ "id": "r", "from": 3, "to": 3, "impact": [{ "effect": "velocity", "factor": 0.5 }] }],
    });
    let held = hold(file, "a b c");
    // `a` and `b` are Done in Sprint 1: 12, then 12 − 5, in which `c` is Done, then 12 · ½ − 105 or 0.
    assert_close(&held.capacity(), &[12.0, 7.0, 0.0, 0.0]);
    let events = [
        Event::Capacity { velocity: 12.0, factor: 1.0, upkeep: 5.0, capacity: 7.0 },
        Event::Capacity { velocity: 12.0, factor: 0.5, upkeep: 105.0, capacity: 0.0 },
    ];
    assert!(held.happened(2, events[0]) && held.happened(3, events[1]));
    assert_eq!(held.state.effort, Effort { spent: 19.0, rework: 0.0, idle: 0.0 });
}

#[test]
fn upkeep_is_taken_off_after_the_factors() {
    let file = json!({
        "items": [{ "id": "a", "effort": 10, "upkeep": 1 }],
        "risks": [{ "id": "r", "from": 2, "to": 2, "impact": [{ "effect": "velocity", "factor": 2 }] }],
    });
    assert_close(&hold(file, "a").capacity(), &[10.0, 19.0, 19.0, 19.0]);
}

#[test]
fn a_history_of_one_velocity_is_certain() {
    let held = hold(json!({ "team": { "velocity": { "history": [7, 7, 7] } } }), "a b c");
    assert_close(&held.capacity(), &[7.0; 4]);
    assert_eq!(held.done_by_sprint(), ["a", "b", "c", ""]);
}

#[test]
fn unfinished_work_is_carried_over() {
    let file = json!({ "items": [{ "id": "a", "effort": 24 }, { "id": "b", "effort": 9 }] });
    let held = hold(file, "a b");
    assert_close(&held.worked("a"), &[10.0, 10.0, 4.0, 0.0]);
    assert_close(&held.worked("b"), &[0.0, 0.0, 6.0, 3.0]);
    assert_eq!(held.done_by_sprint(), ["", "", "a", "b"]);
    assert_eq!(held.state.effort, Effort { spent: 33.0, rework: 0.0, idle: 7.0 });
    let a = item(&held.scenario, "a");
    assert!(held.happened(1, Event::Worked { item: a, effort: 10.0, remaining: 14.0 }));
    assert!(held.happened(3, Event::Worked { item: a, effort: 4.0, remaining: 0.0 }));
}

#[test]
fn work_looks_again_from_the_top_after_each_done() {
    // Passed: `top` for `key`, `middle` for `top`. When `key` is Done, `top` goes before `rest`, and then
    // `middle`, too.
    let file = json!({
        "sprints": 3,
        "items": [
            { "id": "middle", "effort": 3, "requires": ["top"] },
            { "id": "top", "effort": 4, "requires": ["key"] },
            { "id": "first", "effort": 1 },
            { "id": "key", "effort": 2 },
            { "id": "rest", "effort": 25 },
        ],
    });
    let held = hold(file, "middle top first key rest");
    assert_eq!(held.done_by_sprint(), ["first key top middle", "", ""]);
    assert_close(&held.worked("rest"), &[0.0, 10.0, 10.0]);
}

#[test]
fn an_item_is_blocked_until_all_that_it_requires_is_done() {
    let file = json!({ "sprints": 3, "items": [
        { "id": "last", "requires": ["one", "two"], "effort": 2 },
        { "id": "one", "effort": 4 },
        { "id": "two", "effort": 12 },
    ] });
    let held = hold(file.clone(), "last one two");
    assert_eq!(held.done_by_sprint(), ["one", "two last", ""]);
    // Left out, it blocks for good, and there is nothing to do.
    let held = hold(file, "last two");
    assert_eq!(held.done_by_sprint(), ["", "two", ""]);
    assert_eq!(held.state.effort, Effort { spent: 12.0, rework: 0.0, idle: 18.0 });
}

#[test]
fn items_left_out_are_not_worked_on() {
    let held = hold(json!({}), "c");
    assert_eq!(held.done_by_sprint(), ["c", "", "", ""]);
    assert_eq!(hold(json!({}), "").state.effort, Effort { spent: 0.0, rework: 0.0, idle: 40.0 });
}

#[test]
fn a_tiny_capacity_starts_nothing_and_is_idle() {
    let file = |velocity: f64| json!({ "sprints": 1, "team": { "velocity": velocity } });
    let held = hold(file(TINY), "a");
    assert!(!held.records[0].events.iter().any(|event| matches!(event, Event::Started { .. })));
    assert_eq!(held.state.effort, Effort { spent: 0.0, rework: 0.0, idle: TINY });
    let held = hold(file(2.0 * TINY), "a");
    assert_eq!(held.state.effort, Effort { spent: 2.0 * TINY, rework: 0.0, idle: 0.0 });
}

#[test]
fn what_is_left_of_a_sprint_after_done_may_be_tiny_too() {
    // 10 − (10 − ½ · 10⁻⁹) leaves half of tiny.
    let file = json!({ "sprints": 1, "items": [{ "id": "a", "effort": 10.0 - TINY / 2.0 }, { "id": "b" }] });
    let held = hold(file, "a b");
    assert_eq!(held.done_by_sprint(), ["a"]);
    assert_close(&held.worked("b"), &[0.0]);
    assert!(held.state.effort.idle > 0.0 && held.state.effort.idle < TINY);
}

#[test]
fn a_tiny_remainder_is_done() {
    let done = |effort: f64| hold(json!({ "items": [{ "id": "a", "effort": effort }] }), "a").done("a");
    assert_eq!(done(10.0 + 0.9 * TINY), Some(1));
    assert_eq!(done(10.0 + 2.0 * TINY), Some(2));
}

#[test]
fn an_item_whose_effort_is_tiny_is_done_when_it_is_worked_on() {
    let held = hold(json!({ "items": [{ "id": "a", "effort": 1e-12 }, { "id": "b", "effort": 10 }] }), "b a");
    assert_eq!((held.done("b"), held.done("a")), (Some(1), Some(2)));
}

/// Five Sprints of capacity 10, `x` of effort 20 (with `fields`) before `y` of effort 5, with the rework
/// settings of the scenario.
fn with_rework(refinement: Value, fields: Value) -> Held {
    let mut x = json!({ "id": "x", "effort": 20 });
    x.as_object_mut().expect("it is one").extend(fields.as_object().expect("fields").clone());
    let items = json!([x, { "id": "y", "refined": true }]);
    let mut file = json!({ "sprints": 5, "items": items });
    if !refinement.is_null() {
        file["refinement"] = refinement;
    }
    hold(file, "x y")
}

#[test]
fn rework_is_met_when_work_first_starts_on_what_is_not_refined() {
    let chance = |chance: u8| json!({ "per_sprint": 0, "rework_chance": chance, "rework_extra": 0.5 });
    let without = [10.0, 10.0, 0.0, 0.0, 0.0];
    let with = [10.0, 10.0, 10.0, 0.0, 0.0];
    let rows = [
        ("the scenario's chance", chance(1), json!({}), with),
        ("no chance", chance(0), json!({}), without),
        ("refined", chance(1), json!({ "refined": true }), without),
        ("the item's own chance", chance(0), json!({ "rework_chance": 1 }), with),
        ("the item's own chance of 0", chance(1), json!({ "rework_chance": 0 }), without),
        ("no refinement, no rework", Value::Null, json!({ "rework_chance": 1 }), without),
        (
            "nothing extra",
            json!({ "per_sprint": 0, "rework_chance": 1, "rework_extra": 0 }),
            json!({}),
            without,
        ),
    ];
    for (name, refinement, fields, expected) in rows {
        let held = with_rework(refinement, fields);
        assert_eq!(held.worked("x"), expected, "{name}");
        // The share extra ÷ (1 + extra) of 30.
        let rework = if expected == with { 10.0 } else { 0.0 };
        assert_close(&[held.state.effort.rework], &[rework]);
        let spent: f64 = expected.iter().sum::<f64>() + 5.0;
        assert_close(&[held.state.effort.spent, held.state.effort.idle], &[spent, 50.0 - spent]);
    }
}

#[test]
fn rework_met_is_told_when_work_starts() {
    let refinement = json!({ "per_sprint": 0, "rework_chance": 1, "rework_extra": 0.5 });
    let held = with_rework(refinement, json!({}));
    let x = item(&held.scenario, "x");
    assert!(held.happened(1, Event::Started { item: x, effort: 30.0, rework: Some(10.0) }));
    let y = item(&held.scenario, "y");
    assert!(held.happened(4, Event::Started { item: y, effort: 5.0, rework: None }));
}

#[test]
fn rework_lost_on_what_is_never_done_counts() {
    // 10 of 30 are spent, a third of it on rework.
    let file = json!({
        "sprints": 1,
        "refinement": { "per_sprint": 0, "rework_chance": 1, "rework_extra": 0.5 },
        "items": [{ "id": "x", "effort": 20 }],
    });
    let held = hold(file, "x");
    assert_eq!(held.done("x"), None);
    assert_close(&[held.state.effort.rework, held.state.effort.spent], &[10.0 / 3.0, 10.0]);
}

#[test]
fn refined_in_play_before_work_starts_spares_the_rework() {
    let file = json!({
        "refinement": { "per_sprint": 1, "rework_chance": 1, "rework_extra": 1 },
        "items": [{ "id": "x", "effort": 5 }, { "id": "y", "effort": 10 }, { "id": "z", "effort": 10 }],
    });
    // `x` takes 10, all of Sprint 1, and `y` is refined after it. `y` takes 10, all of Sprint 2, and `z` is
    // refined. So `z` takes 10, not 20.
    let held = hold(file, "x y z");
    assert_eq!(held.done_by_sprint(), ["x", "y", "z", ""]);
    assert_eq!(held.refined(), ["y", "z", "", ""]);
    assert_close(&[held.state.effort.rework], &[5.0]);
}
