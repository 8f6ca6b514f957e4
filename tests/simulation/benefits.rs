//! What each benefit pays, and when: every row of the model's table, worked out by hand.

use serde_json::{Value, json};
use toporder::sim::Paid;

use crate::common;
use crate::common::held::{Held, assert_close, hold};

/// Six Sprints of capacity 10 and benefits to Sprint 8. The item `x` (effort 10) has one benefit; `first`
/// (effort 20) and `second` (effort 10) pay nothing and only take time.
fn with_benefit(benefit: &Value, order: &str) -> Held {
    let mut benefit = benefit.clone();
    benefit["for"] = json!("ann");
    let file = json!({
        "sprints": 6,
        "benefit_sprints": 8,
        "items": [
            { "id": "x", "effort": 10, "value": [benefit] },
            { "id": "first", "effort": 20 },
            { "id": "second", "effort": 10 },
        ],
    });
    hold(file, order)
}

/// Done in Sprint 1.
const AT_1: &str = "x";
/// Done in Sprint 3, after two Sprints of work on `first`.
const AT_3: &str = "first x";
/// Done in Sprint 4.
const AT_4: &str = "first second x";
/// Never Done.
const NEVER: &str = "first second";

/// One row: how a benefit of 12 pays, the order, and what each Sprint 1 … 8 pays.
#[track_caller]
fn assert_pays(when: Value, order: &str, expected: [f64; 8]) {
    let mut benefit = json!({ "amount": 12, "when": when });
    if when.is_null() {
        benefit = json!({ "amount": 12 });
    }
    assert_close(&with_benefit(&benefit, order).paid(), &expected);
    // An amount below zero pays the same with the other sign.
    benefit["amount"] = json!(-12);
    assert_close(&with_benefit(&benefit, order).paid(), &expected.map(|amount| -amount));
    // A range without width is certain.
    benefit["amount"] = common::range(12.0, 12.0, 12.0);
    assert_close(&with_benefit(&benefit, order).paid(), &expected);
}

#[test]
fn the_rows_say_what_they_mean() {
    for (order, done) in [(AT_1, Some(1)), (AT_3, Some(3)), (AT_4, Some(4)), (NEVER, None)] {
        assert_eq!(with_benefit(&json!({ "amount": 1 }), order).done("x"), done, "{order}");
    }
}

#[test]
fn a_recurring_benefit_pays_from_the_sprint_after_done_to_the_last() {
    for when in [Value::Null, json!("recurring")] {
        assert_pays(when.clone(), AT_1, [0.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0]);
        assert_pays(when.clone(), AT_3, [0.0, 0.0, 0.0, 12.0, 12.0, 12.0, 12.0, 12.0]);
        assert_pays(when, NEVER, [0.0; 8]);
    }
}

#[test]
fn a_benefit_paid_once_pays_when_done() {
    assert_pays(json!("once"), AT_1, [12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_pays(json!("once"), AT_3, [0.0, 0.0, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_pays(json!("once"), NEVER, [0.0; 8]);
}

#[test]
fn a_benefit_with_a_date_pays_when_done_by_then() {
    let at_3 = [0.0, 0.0, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert_pays(json!({ "by": 4 }), AT_3, at_3);
    assert_pays(json!({ "by": 3 }), AT_3, at_3);
    assert_pays(json!({ "by": 2 }), AT_3, [0.0; 8]);
    // Nothing is Done by Sprint 0; beyond H and beyond L, every Sprint is in time.
    assert_pays(json!({ "by": 0 }), AT_1, [0.0; 8]);
    assert_pays(json!({ "by": 7 }), AT_3, at_3);
    assert_pays(json!({ "by": 99 }), AT_3, at_3);
    assert_pays(json!({ "by": 4 }), NEVER, [0.0; 8]);
}

#[test]
fn a_benefit_with_a_half_life_is_whole_in_sprint_1_and_halves_from_there() {
    // 12 · 2^(−(d−1)/h)
    assert_pays(json!({ "half_life": 2 }), AT_1, [12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_pays(json!({ "half_life": 2 }), AT_3, [0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_pays(json!({ "half_life": 1 }), AT_4, [0.0, 0.0, 0.0, 1.5, 0.0, 0.0, 0.0, 0.0]);
    // 2^(−3/2) is 1 ÷ √8.
    let at_4 = [0.0, 0.0, 0.0, 12.0 / 8.0_f64.sqrt(), 0.0, 0.0, 0.0, 0.0];
    assert_pays(json!({ "half_life": 2 }), AT_4, at_4);
    assert_pays(json!({ "half_life": 0.5 }), AT_3, [0.0, 0.0, 0.75, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_pays(json!({ "half_life": 2 }), NEVER, [0.0; 8]);
}

#[test]
fn a_fine_is_due_after_its_date_until_the_sprint_of_done() {
    // Done in Sprint 4: t = 3 and 4 with a date of 2, t = 4 with a date of 3.
    assert_pays(json!({ "fine_after": 2 }), AT_4, [0.0, 0.0, -12.0, -12.0, 0.0, 0.0, 0.0, 0.0]);
    assert_pays(json!({ "fine_after": 3 }), AT_4, [0.0, 0.0, 0.0, -12.0, 0.0, 0.0, 0.0, 0.0]);
    assert_pays(json!({ "fine_after": 4 }), AT_4, [0.0; 8]);
    assert_pays(json!({ "fine_after": 5 }), AT_4, [0.0; 8]);
    // From the first Sprint on, and at once when nothing is Done before Sprint 1.
    assert_pays(json!({ "fine_after": 0 }), AT_3, [-12.0, -12.0, -12.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_pays(json!({ "fine_after": 0 }), AT_1, [-12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn a_fine_for_what_is_never_done_runs_on_to_the_last_sprint() {
    assert_pays(json!({ "fine_after": 0 }), NEVER, [-12.0; 8]);
    assert_pays(json!({ "fine_after": 4 }), NEVER, [0.0, 0.0, 0.0, 0.0, -12.0, -12.0, -12.0, -12.0]);
    // The date may lie beyond H …
    assert_pays(json!({ "fine_after": 7 }), NEVER, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -12.0]);
    // … and beyond L, where nothing counts.
    assert_pays(json!({ "fine_after": 8 }), NEVER, [0.0; 8]);
    assert_pays(json!({ "fine_after": 99 }), NEVER, [0.0; 8]);
}

#[test]
fn a_fine_waits_until_its_item_has_arrived() {
    let file = |arrival: u32| {
        json!({
            "sprints": 4,
            "benefit_sprints": 6,
            "items": [{ "id": "x", "arrives": true, "effort": 10,
                        "value": [{ "for": "ann", "amount": 12, "when": { "fine_after": 1 } }] }],
            "risks": [{ "id": "r", "from": arrival, "to": arrival,
                        "impact": [{ "effect": "arrive", "items": ["x"] }] }],
        })
    };
    // It arrives at the Start of Sprint 3, so that the fine of Sprint 2 is not due. Sprint 3 makes it Done.
    assert_close(&hold(file(3), "x").paid(), &[0.0, 0.0, -12.0, 0.0, 0.0, 0.0]);
    // It arrives while nobody can work on it: an order made later leaves it out.
    let scenario = common::scenario(file(3));
    let luck = toporder::sim::Sampler::new(&scenario).draw(toporder::sim::Source::simulation(1), 0);
    let left_out = common::held::play(&scenario, &luck, Vec::new(), |_, state| {
        state.order.clear();
        Vec::new()
    });
    assert_close(&left_out.paid(), &[0.0, 0.0, -12.0, -12.0, -12.0, -12.0]);
    // It arrives before its date.
    assert_close(&hold(file(1), "x").paid(), &[0.0; 6]);
}

#[test]
fn an_item_that_never_arrives_is_never_fined() {
    let file = json!({
        "items": [{ "id": "x", "arrives": true,
                    "value": [{ "for": "ann", "amount": 12, "when": { "fine_after": 0 } }] }],
    });
    assert_close(&hold(file, "x").paid(), &[0.0; 4]);
}

#[test]
fn an_item_that_arrives_in_the_work_of_a_sprint_is_fined_at_its_review() {
    // `x` arrives when `opener` is Done, half-way through Sprint 1: 5 + 10 + 5 make it Done in Sprint 3.
    let file = json!({
        "items": [
            { "id": "opener", "effort": 5, "on_done": [{ "effect": "arrive", "items": ["x"] }] },
            { "id": "x", "arrives": true, "effort": 20,
              "value": [{ "for": "ann", "amount": 12, "when": { "fine_after": 0 } }] },
        ],
    });
    let held = hold(file, "opener x");
    assert_close(&held.worked("x"), &[5.0, 10.0, 5.0, 0.0]);
    assert_close(&held.paid(), &[-12.0, -12.0, -12.0, 0.0]);
}

#[test]
fn the_benefits_of_one_item_pay_side_by_side() {
    let file = json!({
        "sprints": 3,
        "benefit_sprints": 4,
        "stakeholders": [{ "id": "ann" }, { "id": "bob" }],
        "items": [{ "id": "x", "effort": 20, "value": [
            { "for": "ann", "amount": 1 },
            { "for": "bob", "amount": 20, "when": "once" },
            { "for": "ann", "amount": 300, "when": { "by": 2 } },
            { "for": "ann", "amount": 4000, "when": { "half_life": 1 } },
            { "for": "bob", "amount": 50000, "when": { "fine_after": 1 } },
        ] }],
    });
    let held = hold(file, "x");
    // Done in Sprint 2: 20 + 300 + 4000 ÷ 2 − 50000, then 1 in each Sprint.
    assert_close(&held.paid(), &[0.0, -47_680.0, 1.0, 1.0]);
    let item = common::held::item(&held.scenario, "x");
    assert_close(&held.paid_for(|what| what == Paid::Benefit(item, 3)), &[0.0, 2000.0, 0.0, 0.0]);
    assert_close(&held.paid_for(|what| what == Paid::Fine(item, 4)), &[0.0, -50_000.0, 0.0, 0.0]);
}

#[test]
fn benefits_end_with_the_last_sprint_played_unless_the_file_says_otherwise() {
    let file = json!({ "items": [{ "id": "x", "value": [{ "for": "ann", "amount": 10 }] }] });
    let held = hold(file, "x");
    assert_close(&held.paid(), &[0.0, 10.0, 10.0, 10.0]);
    assert_eq!(held.state.value, 30.0);
}

#[test]
fn the_cost_of_the_team_is_no_part_of_the_value() {
    let held = hold(json!({ "team": { "cost_per_sprint": 1000 } }), "a");
    assert_close(&held.paid(), &[0.0, 10.0, 10.0, 10.0]);
}
