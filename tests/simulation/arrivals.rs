//! How items join the Product Backlog, and where they stand in the order then.

use serde_json::{Value, json};
use toporder::sim::{Event, Sampler, Source};

use crate::common;
use crate::common::held::{Held, assert_close, hold, items, play};

/// Four Sprints of capacity 10; `opener` (5) brings `guest` (5, pays 40) and `other` (1); `x` takes 100.
fn opened(order: &str) -> Held {
    let bring = json!([{ "effect": "arrive", "items": ["guest", "other"] }]);
    hold(json!({ "items": with_guests(&bring) }), order)
}

fn with_guests(on_done: &Value) -> Value {
    json!([
        { "id": "opener", "on_done": on_done },
        { "id": "x", "effort": 100 },
        { "id": "other", "arrives": true, "effort": 1 },
        { "id": "guest", "arrives": true, "value": common::once(40.0) },
    ])
}

fn order_at_end(held: &Held) -> String {
    common::ids(&held.scenario, &held.state.order).join(" ")
}

#[test]
fn what_has_not_arrived_is_not_worked_on() {
    let held = hold(json!({ "items": with_guests(&json!([])) }), "guest x");
    assert_close(&held.worked("guest"), &[0.0; 4]);
    assert_close(&held.worked("x"), &[10.0; 4]);
    let state = held.state.item(common::held::item(&held.scenario, "guest"));
    assert!(!state.arrived);
}

#[test]
fn a_named_item_stands_where_the_order_names_it() {
    // Above `x`, which is passed until then, and in the Sprint of its arrival.
    let held = opened("guest opener x");
    assert_eq!(held.done("guest"), Some(1));
    assert_close(&held.worked("x"), &[0.0, 9.0 + 1.0, 10.0, 10.0]);
    assert_eq!(order_at_end(&held), "guest opener x other");
}

#[test]
fn an_item_that_the_order_does_not_name_is_appended_to_it() {
    let held = opened("opener x");
    assert_eq!(order_at_end(&held), "opener x guest other", "in the order of the effect's list");
    assert_close(&held.worked("guest"), &[0.0; 4]);
    // With nothing above them, both are worked on in the Sprint of their arrival: 5 + 5, then 1.
    let held = opened("opener");
    assert_eq!(held.done_by_sprint(), ["opener guest", "other", "", ""]);
    assert_close(&held.paid(), &[40.0, 0.0, 0.0, 0.0]);
}

#[test]
fn an_item_that_is_there_already_is_left_alone() {
    let file = json!({ "items": [
        { "id": "opener", "on_done": [{ "effect": "arrive", "items": ["x", "guest", "opener"] }] },
        { "id": "second", "on_done": [{ "effect": "arrive", "items": ["guest"] }] },
        { "id": "x" },
        { "id": "guest", "arrives": true, "effort": 100 },
    ] });
    let held = hold(file, "opener second");
    let guest = common::held::item(&held.scenario, "guest");
    // `x` was left out of the order, and stays out; `guest` joins once.
    assert_eq!(order_at_end(&held), "opener second guest");
    let arrivals = held.records.iter().flat_map(|record| &record.events);
    let arrivals: Vec<&Event> = arrivals.filter(|event| matches!(event, Event::Arrived(_))).collect();
    assert_eq!(arrivals, [&Event::Arrived(guest)]);
}

#[test]
fn an_arrival_at_the_start_joins_the_order_in_force() {
    for sprint in 1..=2 {
        let file = json!({
            "items": with_guests(&json!([])),
            "risks": [{ "id": "r", "from": sprint, "to": sprint,
                        "impact": [{ "effect": "arrive", "items": ["guest"] }] }],
        });
        let held = hold(file, "");
        assert_eq!(held.done("guest"), Some(sprint));
        assert_eq!(order_at_end(&held), "guest");
    }
}

#[test]
fn an_escalation_may_bring_an_item() {
    let file = json!({
        "stakeholders": [{ "id": "ann", "patience": 0, "trust": 0.15,
                           "escalation": [{ "effect": "arrive", "items": ["guest"] }] }],
        "items": with_guests(&json!([])),
    });
    // Trust is used up at the Review of Sprint 1, and the item is there from the Start of Sprint 2.
    let held = hold(file, "guest x");
    assert_close(&held.worked("x"), &[10.0, 5.0, 10.0, 10.0]);
    assert_close(&held.worked("guest"), &[0.0, 5.0, 0.0, 0.0]);
}

#[test]
fn an_order_made_after_an_arrival_may_leave_it_out() {
    let bring = json!([{ "effect": "arrive", "items": ["guest"] }]);
    let scenario = common::scenario(json!({ "items": with_guests(&bring) }));
    let luck = Sampler::new(&scenario).draw(Source::simulation(1), 0);
    let only_x = items(&scenario, "x");
    let held = play(&scenario, &luck, items(&scenario, "opener x"), |sprint, state| {
        if sprint == 2 {
            state.order = only_x.clone();
        }
        Vec::new()
    });
    assert_eq!(order_at_end(&held), "x");
    assert_close(&held.worked("x"), &[5.0, 10.0, 10.0, 10.0]);
}

#[test]
fn an_arrival_that_is_blocked_waits_for_what_it_requires() {
    let file = json!({ "items": [
        { "id": "opener", "effort": 2, "on_done": [{ "effect": "arrive", "items": ["guest"] }] },
        { "id": "guest", "arrives": true, "requires": ["base"], "effort": 3 },
        { "id": "base", "effort": 4 },
    ] });
    // `guest` arrives on top after 2, and is passed until `base` is Done: 2 + 4 + 3.
    let held = hold(file, "guest opener base");
    assert_eq!(held.done_by_sprint(), ["opener base guest", "", "", ""]);
    assert_close(&[held.state.effort.idle], &[31.0]);
}

#[test]
fn effects_reach_what_has_not_arrived_and_what_is_left_out() {
    let file = json!({
        "items": [
            { "id": "opener", "on_done": [
                { "effect": "effort", "items": ["guest", "x"], "factor": 2 },
                { "effect": "value", "items": ["guest", "x"], "factor": 3 },
                { "effect": "arrive", "items": ["guest"] },
            ] },
            { "id": "x", "effort": 10, "value": common::once(1.0) },
            { "id": "guest", "arrives": true, "value": common::once(40.0) },
        ],
    });
    let scenario = common::scenario(file);
    let luck = Sampler::new(&scenario).draw(Source::simulation(1), 0);
    let then = items(&scenario, "guest x");
    let held = play(&scenario, &luck, items(&scenario, "opener"), |sprint, state| {
        if sprint == 2 {
            state.order = then.clone();
        }
        Vec::new()
    });
    // `guest`: 5 · 2, of which 5 fit into Sprint 1; 40 · 3. `x`: 10 · 2 after it; 1 · 3.
    assert_close(&held.worked("guest"), &[5.0, 5.0, 0.0, 0.0]);
    assert_close(&held.worked("x"), &[0.0, 5.0, 10.0, 5.0]);
    assert_close(&held.paid(), &[0.0, 120.0, 0.0, 3.0]);
}
