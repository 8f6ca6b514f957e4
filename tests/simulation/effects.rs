//! What each effect does, and from when, for each of its three causes: worked out by hand.

use serde_json::{Value, json};
use toporder::sim::state::RiskState;
use toporder::sim::{Belief, Event, Paid, Sampler, Source};

use crate::common;
use crate::common::held::{Held, assert_close, hold, item};

/// What brings an effect about, always in Sprint 2.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cause {
    /// `opener` (effort 15) is Done half-way through Sprint 2.
    OnDone,
    /// The risk `blow` strikes at the Start of Sprint 2.
    Risk,
    /// `eve`, who is never served, escalates at the Review of Sprint 1.
    Escalation,
}

const CAUSES: [Cause; 3] = [Cause::OnDone, Cause::Risk, Cause::Escalation];

/// Five Sprints of capacity 10. The effects come from one cause; `opener` and `x` (effort 20, pays 8 once)
/// are worked on in this order, whatever the cause. `y` pays 1 in each Sprint after its own. The risk `last`
/// would strike at the Start of Sprint 4 and cost 100.
fn caused(cause: Cause, effects: &Value, order: &str) -> Held {
    let when = |wanted: Cause| if cause == wanted { effects.clone() } else { json!([]) };
    let file = json!({
        "sprints": 5,
        "stakeholders": [
            { "id": "ann", "patience": 9 },
            { "id": "eve", "patience": 0, "trust": 0.15, "escalation": when(Cause::Escalation) },
        ],
        "items": [
            { "id": "opener", "effort": 15, "on_done": when(Cause::OnDone) },
            { "id": "x", "effort": 20, "value": common::once(8.0) },
            { "id": "y", "effort": 10, "value": [{ "for": "ann", "amount": 1 }] },
            { "id": "guest", "effort": 5, "arrives": true, "value": common::once(40.0) },
        ],
        "risks": [
            { "id": "blow", "from": 2, "to": 2, "impact": when(Cause::Risk) },
            { "id": "last", "from": 4, "to": 4, "impact": [{ "effect": "cost", "amount": 100 }] },
        ],
    });
    hold(file, order)
}

#[test]
fn an_effect_on_velocity_begins_now_or_with_the_next_sprint() {
    for cause in CAUSES {
        let capacity = |effect: Value| caused(cause, &json!([effect]), "opener x").capacity();
        let for_good = capacity(json!({ "effect": "velocity", "factor": 0.5 }));
        let for_one = capacity(json!({ "effect": "velocity", "factor": 0.5, "sprints": 1 }));
        let for_two = capacity(json!({ "effect": "velocity", "factor": 0.5, "sprints": 2 }));
        let to_nothing = capacity(json!({ "effect": "velocity", "factor": 0, "sprints": 1 }));
        if cause == Cause::OnDone {
            assert_close(&for_good, &[10.0, 10.0, 5.0, 5.0, 5.0]);
            assert_close(&for_one, &[10.0, 10.0, 5.0, 10.0, 10.0]);
            assert_close(&for_two, &[10.0, 10.0, 5.0, 5.0, 10.0]);
            assert_close(&to_nothing, &[10.0, 10.0, 0.0, 10.0, 10.0]);
        } else {
            assert_close(&for_good, &[10.0, 5.0, 5.0, 5.0, 5.0]);
            assert_close(&for_one, &[10.0, 5.0, 10.0, 10.0, 10.0]);
            assert_close(&for_two, &[10.0, 5.0, 5.0, 10.0, 10.0]);
            assert_close(&to_nothing, &[10.0, 0.0, 10.0, 10.0, 10.0]);
        }
    }
}

#[test]
fn effects_on_velocity_multiply() {
    let effects = json!([
        { "effect": "velocity", "factor": 0.5 },
        { "effect": "velocity", "factor": 3, "sprints": 2 },
    ]);
    // 10 · ½ · 3 while both are in force, then 10 · ½.
    assert_close(&caused(Cause::Risk, &effects, "opener x").capacity(), &[10.0, 15.0, 15.0, 5.0, 5.0]);
}

#[test]
fn an_effect_on_effort_reaches_what_has_not_started() {
    for cause in CAUSES {
        for items in [json!(["x"]), json!("all")] {
            let effects = json!([{ "effect": "effort", "items": items, "factor": 2 }]);
            let held = caused(cause, &effects, "opener x");
            if cause == Cause::OnDone || items != "all" {
                // `opener` takes 15, so 5 are left for `x` in Sprint 2; it takes 40 in all.
                assert_close(&held.worked("x"), &[0.0, 5.0, 10.0, 10.0, 10.0]);
                assert_eq!(held.done("opener"), Some(2));
            } else {
                // `opener` has 5 left at the Start of Sprint 2, which become 10.
                assert_close(&held.worked("opener"), &[10.0, 10.0, 0.0, 0.0, 0.0]);
                assert_close(&held.worked("x"), &[0.0, 0.0, 10.0, 10.0, 10.0]);
            }
            assert_eq!(held.done("x"), None, "5 or 10 of its 40 are left");
        }
    }
}

#[test]
fn an_effect_on_effort_reaches_what_has_started_and_what_rework_added() {
    // `x` of 20 meets rework of a half, so it takes 30, and has 20 left when `opener` comes in above it at
    // the Start of Sprint 2. Then 20 · 0.5 = 10: 5 in the rest of Sprint 2, 5 in Sprint 3.
    let file = json!({
        "refinement": { "per_sprint": 0, "rework_chance": 1, "rework_extra": 0.5 },
        "items": [
            { "id": "opener", "arrives": true, "refined": true,
              "on_done": [{ "effect": "effort", "items": ["x"], "factor": 0.5 }] },
            { "id": "x", "effort": 20, "value": common::once(8.0) },
        ],
        "risks": [{ "id": "r", "from": 2, "to": 2, "impact": [{ "effect": "arrive", "items": ["opener"] }] }],
    });
    let held = hold(file, "opener x");
    assert_close(&held.worked("opener"), &[0.0, 5.0, 0.0, 0.0]);
    assert_close(&held.worked("x"), &[10.0, 5.0, 5.0, 0.0]);
    // A third of all work on `x` is owed to rework: 20 · ½ ÷ 1½.
    assert_close(&[held.state.effort.rework], &[20.0 / 3.0]);
}

#[test]
fn an_effort_made_tiny_is_not_done_before_someone_works_on_it() {
    let effects = json!([{ "effect": "effort", "items": ["x"], "factor": 1e-12 }]);
    // 20 · 10⁻¹² is tiny from Sprint 2 on, but work comes to it after 10 of `y` and 15 of `opener` only.
    let held = caused(Cause::Risk, &effects, "y opener x");
    assert_eq!(held.done("x"), Some(3));
    let left_out = caused(Cause::Risk, &effects, "y opener");
    assert_eq!(left_out.done("x"), None);
}

#[test]
fn effects_on_one_item_multiply_and_do_not_reach_what_is_done() {
    let effects = json!([
        { "effect": "effort", "items": ["x", "y"], "factor": 0.5 },
        { "effect": "effort", "items": ["x"], "factor": 3 },
        { "effect": "value", "items": "all", "factor": 0.5 },
        { "effect": "value", "items": ["x"], "factor": 6 },
    ]);
    for cause in CAUSES {
        // `y` is Done in Sprint 1 and pays 1 · 4 as before. `x` takes 20 · 0.5 · 3 = 30 and pays 8 · 0.5 · 6,
        // Done in Sprint 4 if it is first, as it is where it need not wait for `opener`.
        let order = if cause == Cause::OnDone { "opener y x" } else { "y x" };
        let held = caused(cause, &effects, order);
        if cause == Cause::OnDone {
            // `y` is reached here: 5 of effort in Sprint 2, and 0.5 from Sprint 3 on; `x` is Done in Sprint 5.
            assert_close(&held.paid(), &[0.0, 0.0, 0.5, 0.5 - 100.0, 0.5 + 24.0]);
        } else {
            assert_close(&held.paid(), &[0.0, 1.0, 1.0, 1.0 + 24.0 - 100.0, 1.0]);
        }
    }
}

#[test]
fn an_effect_never_reaches_the_item_whose_it_is() {
    let file = json!({ "items": [{ "id": "x", "value": common::once(8.0), "on_done": [
        { "effect": "value", "items": "all", "factor": 0 },
        { "effect": "reveal", "items": "all" },
    ] }] });
    let held = hold(file, "x");
    assert_close(&held.paid(), &[8.0, 0.0, 0.0, 0.0]);
    let x = item(&held.scenario, "x");
    assert!(!held.happened(1, Event::ValueChanged { item: x, factor: 0.0 }));
    assert!(held.revealed(1).iter().all(|&item| item != x));
}

#[test]
fn an_effect_on_value_works_on_what_becomes_done_later_in_the_same_sprint() {
    let file = json!({ "items": [
        { "id": "a", "value": common::once(1.0) },
        { "id": "b", "effort": 2, "on_done": [{ "effect": "value", "items": ["a", "c"], "factor": 10 }] },
        { "id": "c", "effort": 3, "value": [{ "for": "ann", "amount": 2 }] },
    ] });
    // All three are Done in Sprint 1, `a` before the effect.
    assert_close(&hold(file, "a b c").paid(), &[1.0, 20.0, 20.0, 20.0]);
}

#[test]
fn a_fine_takes_the_factor_of_the_review_and_keeps_the_one_of_done() {
    let file = |x_first: bool| {
        json!({
            "sprints": 4,
            "benefit_sprints": 5,
            "items": [
                { "id": "x", "effort": if x_first { 20 } else { 100 },
                  "value": [{ "for": "ann", "amount": 12, "when": { "fine_after": 0 } }] },
            ],
            "risks": [
                { "id": "r", "from": 2, "to": 2, "impact": [{ "effect": "value", "items": "all", "factor": 0.5 }] },
                { "id": "s", "from": 4, "to": 4, "impact": [{ "effect": "value", "items": ["x"], "factor": 3 }] },
            ],
        })
    };
    // Done in Sprint 2: 12, then 12 · ½.
    assert_close(&hold(file(true), "x").paid(), &[-12.0, -6.0, 0.0, 0.0, 0.0]);
    // Never Done: the second factor comes with Sprint 4 and stays beyond H.
    assert_close(&hold(file(false), "x").paid(), &[-12.0, -6.0, -6.0, -18.0, -18.0]);
}

#[test]
fn a_cost_is_paid_in_the_sprint_of_its_cause() {
    for cause in CAUSES {
        // `last` is prevented, so that the cost is all there is. Value factors do not touch it.
        let effects = json!([
            { "effect": "value", "items": "all", "factor": 7 },
            { "effect": "cost", "amount": 30 },
            { "effect": "prevent", "risks": ["last"] },
        ]);
        let held = caused(cause, &effects, "opener");
        assert_close(&held.paid(), &[0.0, -30.0, 0.0, 0.0, 0.0]);
        let reasons: Vec<Paid> = held.records[1].payments().map(|(_, what)| what).collect();
        let expected = match cause {
            Cause::OnDone => Paid::ItemCost(item(&held.scenario, "opener")),
            Cause::Risk => Paid::RiskCost(toporder::scenario::RiskIx::new(0)),
            Cause::Escalation => Paid::EscalationCost(toporder::scenario::StakeholderIx::new(1)),
        };
        assert_eq!(reasons, [expected]);
    }
    let gift = json!([{ "effect": "cost", "amount": -30 }, { "effect": "prevent", "risks": ["last"] }]);
    assert_close(&caused(Cause::Risk, &gift, "").paid(), &[0.0, 30.0, 0.0, 0.0, 0.0]);
}

#[test]
fn a_reveal_makes_known_and_changes_nothing_else() {
    for cause in CAUSES {
        let plain = caused(cause, &json!([]), "opener y");
        for items in [json!(["x", "guest"]), json!("all")] {
            let held = caused(cause, &json!([{ "effect": "reveal", "items": items }]), "opener y");
            assert_eq!(held.paid(), plain.paid());
            for id in ["x", "guest"] {
                let (now, before) =
                    (held.state.item(item(&held.scenario, id)), plain.state.item(item(&plain.scenario, id)));
                assert!(
                    now.effort_known && now.amounts_known && !before.effort_known && !before.amounts_known
                );
                assert_eq!((now.refined, now.arrived), (before.refined, before.arrived));
                assert!(held.revealed(2).contains(&item(&held.scenario, id)), "{cause:?} {id}");
            }
        }
    }
}

#[test]
fn what_is_revealed_is_the_truth_of_the_future() {
    let file = json!({ "items": [
        { "id": "a", "effort": 5, "on_done": [{ "effect": "reveal", "items": ["x"] }] },
        { "id": "x", "effort": common::range(2.0, 3.0, 9.0),
          "value": [{ "for": "ann", "amount": common::range(-5.0, 1.0, 20.0) }] },
    ] });
    let scenario = common::scenario(file);
    let luck = Sampler::new(&scenario).draw(Source::simulation(3), 7);
    let held = common::held::play(&scenario, &luck, common::held::items(&scenario, "a"), |_, _| Vec::new());
    let x = item(&scenario, "x");
    let belief = Belief::of(&scenario, &held.state, &luck);
    let (effort, amount) = (belief.remaining(&scenario, x), belief.amount(&scenario, x, 0));
    assert!(effort.is_certain() && amount.is_certain());
    assert_eq!((effort.likely(), amount.likely()), (luck.effort[x.at()], luck.amount[0]));
}

#[test]
fn a_prevented_risk_does_not_strike() {
    for cause in CAUSES {
        let held = caused(cause, &json!([{ "effect": "prevent", "risks": ["last"] }]), "opener");
        assert_close(&held.paid(), &[0.0; 5]);
        assert_eq!(held.state.risks[1], RiskState::Prevented);
        assert_close(&caused(cause, &json!([]), "opener").paid(), &[0.0, 0.0, 0.0, -100.0, 0.0]);
    }
}

#[test]
fn prevention_works_at_once_within_a_start() {
    let risk = |id: &str, impact: Value| json!({ "id": id, "from": 2, "to": 2, "impact": impact });
    let prevent = |id: &str| json!([{ "effect": "prevent", "risks": [id] }]);
    let cost = json!([{ "effect": "cost", "amount": 5 }]);
    let eve = |escalation: Value| json!([{ "id": "ann" }, { "id": "eve", "patience": 0, "trust": 0.1, "escalation": escalation }]);
    // A risk prevents one that comes after it in the file …
    let file = json!({ "risks": [risk("first", prevent("second")), risk("second", cost.clone())] });
    assert_close(&hold(file, "").paid(), &[0.0; 4]);
    // … but one before it has struck already …
    let file = json!({ "risks": [risk("first", cost.clone()), risk("second", prevent("first"))] });
    let held = hold(file, "");
    assert_close(&held.paid(), &[0.0, -5.0, 0.0, 0.0]);
    assert_eq!(held.state.risks, [RiskState::Struck(2), RiskState::Struck(2)]);
    // … and escalations come before all risks.
    let file = json!({ "stakeholders": eve(prevent("only")), "risks": [risk("only", cost)] });
    assert_close(&hold(file, "").paid(), &[0.0; 4]);
}
