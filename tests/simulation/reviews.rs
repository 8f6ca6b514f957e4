//! Bonuses, trust and escalations: worked out by hand.

use serde_json::{Value, json};
use toporder::scenario::{GoalIx, StakeholderIx};
use toporder::sim::{Event, Paid};

use crate::common;
use crate::common::held::{Held, assert_close, hold};

/// Four Sprints of capacity 10, benefits to Sprint 6; `a` and `b` take a Sprint each, `c` comes when `b` is
/// Done. Together they earn a bonus of 50 by some Sprint.
fn with_goal(items: Value, by: Value, order: &str) -> Held {
    let mut goal = json!({ "items": items, "bonus": 50 });
    if !by.is_null() {
        goal["by"] = by;
    }
    let file = json!({
        "benefit_sprints": 6,
        "items": [
            { "id": "a", "effort": 10 },
            { "id": "b", "effort": 10, "on_done": [{ "effect": "arrive", "items": ["c"] },
                                                   { "effect": "value", "items": "all", "factor": 9 }] },
            { "id": "c", "effort": 10, "arrives": true },
        ],
        "goals": [goal],
    });
    hold(file, order)
}

#[test]
fn a_bonus_is_paid_when_the_last_item_is_done_in_time() {
    let both = json!(["a", "b"]);
    let in_2 = [0.0, 50.0, 0.0, 0.0, 0.0, 0.0];
    let rows = [
        (both.clone(), json!(2), "a b", in_2),
        (both.clone(), json!(2), "b a", in_2),
        (both.clone(), json!(1), "a b", [0.0; 6]),
        (both.clone(), Value::Null, "a b", in_2),
        (both, json!(4), "a", [0.0; 6]),
        (json!(["a"]), json!(1), "a b", [50.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        // An item that arrives counts like any other.
        (json!(["c", "a"]), json!(3), "b c a", [0.0, 0.0, 50.0, 0.0, 0.0, 0.0]),
        (json!(["c"]), json!(4), "a", [0.0; 6]),
    ];
    for (items, by, order, expected) in rows {
        let held = with_goal(items.clone(), by.clone(), order);
        assert_close(&held.paid(), &expected);
        let bonus = held.paid_for(|what| what == Paid::Bonus(GoalIx::new(0)));
        assert_eq!(bonus, held.paid(), "goal of {items} by {by}");
    }
}

#[test]
fn the_sprint_in_which_a_goal_was_reached_is_known_even_if_it_was_too_late() {
    let in_time = with_goal(json!(["a", "b", "c"]), json!(3), "b c a");
    assert_eq!((in_time.state.goals.as_slice(), in_time.state.value), (&[Some(3)][..], 50.0));
    let late = with_goal(json!(["a", "b", "c"]), json!(2), "b c a");
    assert_eq!((late.state.goals.as_slice(), late.state.value), (&[Some(3)][..], 0.0));
}

#[test]
fn each_goal_earns_its_own_bonus() {
    let file = json!({ "goals": [
        { "items": ["a"], "bonus": 3 },
        { "items": ["a", "b"], "bonus": -40 },
        { "items": ["a", "b", "c"], "bonus": 500, "by": 2 },
    ], "items": [{ "id": "a" }, { "id": "b" }, { "id": "c", "effort": 15 }] });
    assert_close(&hold(file, "a b c").paid(), &[-37.0, 0.0, 0.0, 0.0]);
}

/// Six Sprints of capacity 10 with an item in each: `served` of them (by place, from 1) serve `ann`.
fn with_trust(who: Value, served: &[usize]) -> Held {
    let mut ann = json!({ "id": "ann" });
    ann.as_object_mut().expect("it is one").extend(who.as_object().expect("fields").clone());
    let benefit = json!([{ "for": "ann", "amount": 1, "when": "once" }]);
    let item = |place: usize| {
        let value = if served.contains(&place) { benefit.clone() } else { json!([]) };
        json!({ "id": format!("i{place}"), "effort": 10, "value": value })
    };
    let items: Vec<Value> = (1..=6).map(item).collect();
    hold(json!({ "sprints": 6, "stakeholders": [ann], "items": items }), "i1 i2 i3 i4 i5 i6")
}

#[test]
fn trust_grows_with_each_sprint_that_serves_up_to_1() {
    let held = with_trust(json!({ "trust": 0.65 }), &[1, 2, 3, 4, 5, 6]);
    assert_close(&held.trust("ann"), &[0.75, 0.85, 0.95, 1.0, 1.0, 1.0]);
}

#[test]
fn trust_falls_once_patience_is_over() {
    let rows: [(u32, [f64; 6]); 5] = [
        (0, [0.45, 0.3, 0.15, 0.0, 0.0, 0.0]),
        (1, [0.6, 0.45, 0.3, 0.15, 0.0, 0.0]),
        (2, [0.6, 0.6, 0.45, 0.3, 0.15, 0.0]),
        (5, [0.6, 0.6, 0.6, 0.6, 0.6, 0.45]),
        (6, [0.6; 6]),
    ];
    for (patience, expected) in rows {
        assert_close(&with_trust(json!({ "patience": patience }), &[]).trust("ann"), &expected);
    }
    // Patience is 2 and trust 0.6, unless the file says otherwise.
    assert_close(&with_trust(json!({}), &[]).trust("ann"), &rows[2].1);
}

#[test]
fn being_served_ends_the_waiting() {
    let held = with_trust(json!({ "patience": 1 }), &[3]);
    // Waiting 1, 2 (over), served, 1, 2 (over), 3 (over).
    assert_close(&held.trust("ann"), &[0.6, 0.45, 0.55, 0.55, 0.4, 0.25]);
    let who = StakeholderIx::new(0);
    let waiting: Vec<u32> = held
        .records
        .iter()
        .flat_map(|record| &record.events)
        .filter_map(|event| match *event {
            Event::Trust { who: ix, waiting, .. } if ix == who => Some(waiting),
            _ => None,
        })
        .collect();
    assert_eq!(waiting, [1, 2, 0, 1, 2, 3]);
}

#[test]
fn trust_does_not_fall_below_0() {
    assert_close(&with_trust(json!({ "patience": 0, "trust": 0.1 }), &[]).trust("ann"), &[0.0; 6]);
    // From 0 it grows again.
    let held = with_trust(json!({ "patience": 0, "trust": 0.1 }), &[2]);
    assert_close(&held.trust("ann"), &[0.0, 0.1, 0.0, 0.0, 0.0, 0.0]);
    // What arithmetic leaves of 0.45 − 3 · 0.15 is no trust.
    assert_eq!(with_trust(json!({ "patience": 0, "trust": 0.45 }), &[]).trust("ann")[2], 0.0);
}

#[test]
fn what_serves_is_a_likely_amount_above_0() {
    let rows = [
        ("once", json!({ "amount": 1, "when": "once" }), true),
        ("a fine", json!({ "amount": 1, "when": { "fine_after": 9 } }), true),
        ("a date that is missed", json!({ "amount": 1, "when": { "by": 0 } }), true),
        ("nothing", json!({ "amount": 0 }), false),
        ("a burden", json!({ "amount": -1 }), false),
        ("likely above 0", json!({ "amount": common::range(-100.0, 0.1, 0.1) }), true),
        ("likely 0", json!({ "amount": common::range(0.0, 0.0, 100.0) }), false),
        ("likely below 0", json!({ "amount": common::range(-2.0, -0.1, 100.0) }), false),
    ];
    for (name, benefit, serves) in rows {
        let mut benefit = benefit;
        benefit["for"] = json!("bob");
        let file = json!({
            "sprints": 1,
            "stakeholders": [{ "id": "ann" }, { "id": "bob" }],
            "items": [{ "id": "nil", "on_done": [{ "effect": "value", "items": "all", "factor": 0 }] },
                      { "id": "x", "value": [benefit] }],
        });
        // A value factor of 0 does not matter.
        let held = hold(file, "nil x");
        assert_close(&held.trust("bob"), &[if serves { 0.7 } else { 0.6 }]);
        assert_close(&held.trust("ann"), &[0.6]);
        assert_eq!(held.done("x"), Some(1), "{name}");
    }
}

#[test]
fn work_that_is_not_done_serves_nobody() {
    let file = json!({ "sprints": 2, "items": [{ "id": "x", "effort": 11, "value": common::once(1.0) }] });
    assert_close(&hold(file, "x").trust("ann"), &[0.6, 0.7]);
}

/// `ann` (patience 0) costs 7 when she escalates. Benefits and costs count to Sprint 7.
fn escalating(sprints: u32, trust: f64, items: Value) -> Held {
    let file = json!({
        "sprints": sprints,
        "benefit_sprints": 7,
        "stakeholders": [{ "id": "ann", "trust": trust, "patience": 0,
                           "escalation": [{ "effect": "cost", "amount": 7 }] }],
        "items": items,
    });
    hold(file, "x")
}

#[test]
fn who_has_no_trust_left_escalates_once_at_the_next_start() {
    let nothing = json!([{ "id": "x", "effort": 10 }]);
    // 0.25, 0.10, 0.00 at the Review of Sprint 2.
    let held = escalating(6, 0.25, nothing.clone());
    assert_close(&held.paid(), &[0.0, 0.0, -7.0, 0.0, 0.0, 0.0, 0.0]);
    let ann = StakeholderIx::new(0);
    assert!(held.happened(2, Event::Escalates(ann)) && held.happened(3, Event::Escalated(ann)));
    // Without any trust from the outset, the first subtraction is in Sprint 1.
    assert_close(&escalating(6, 0.0, nothing.clone()).paid(), &[0.0, -7.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    // Called in Sprint H, it has no effect.
    assert_close(&escalating(2, 0.25, nothing.clone()).paid(), &[0.0; 7]);
    assert_close(&escalating(3, 0.25, nothing).paid(), &[0.0, 0.0, -7.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn who_escalated_once_does_not_again_even_if_trust_came_back() {
    // `x` is Done in Sprint 4: trust 0.10, then 0 again in Sprint 5.
    let held = escalating(6, 0.25, json!([{ "id": "x", "effort": 40, "value": common::once(1.0) }]));
    assert_close(&held.trust("ann"), &[0.1, 0.0, 0.0, 0.1, 0.0, 0.0]);
    assert_close(&held.paid(), &[0.0, 0.0, -7.0, 1.0, 0.0, 0.0, 0.0]);
}

#[test]
fn escalations_take_effect_in_the_order_of_the_file_before_the_risks() {
    let cost = |amount: u32| json!([{ "effect": "cost", "amount": amount }]);
    let who =
        |id: &str, amount: u32| json!({ "id": id, "trust": 0, "patience": 0, "escalation": cost(amount) });
    let file = json!({
        "stakeholders": [{ "id": "ann" }, who("bob", 1), who("cid", 20)],
        "risks": [{ "id": "r", "from": 2, "to": 2, "impact": cost(300) },
                  { "id": "s", "from": 2, "to": 2, "impact": cost(4000) }],
    });
    let held = hold(file, "");
    let amounts: Vec<f64> = held.records[1].payments().map(|(amount, _)| amount).collect();
    assert_eq!(amounts, [-1.0, -20.0, -300.0, -4000.0]);
}
