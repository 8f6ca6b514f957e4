//! Why a moment mattered: each reason in a game in which nothing else could be it.

use std::sync::Arc;

use serde_json::{Value, json};
use toporder::debrief::analysis::{LadderDepth, Reason, Thoroughness, analyse};
use toporder::game::{Command, Game};
use toporder::order::worth::Depth;
use toporder::scenario::{GoalIx, RiskIx, Scenario, StakeholderIx};

use crate::common;
use crate::common::held::item;
use crate::common::set_aside;

/// The reason of the largest gain that was missed in Sprint 1.
fn reason(file: Value, commands: &[Command]) -> (Arc<Scenario>, Reason) {
    let scenario = common::scenario(file);
    let mut game = Game::new(Arc::clone(&scenario), 3);
    common::play(&mut game, commands);
    common::play(&mut game, &[Command::RunSprint]);
    let depth = Depth { worth: 300, search: 32, rounds: 1, ..Depth::default() };
    let ladder = LadderDepth { futures: 0, slow_futures: 0 };
    let analysis = analyse(&game, Thoroughness { depth, ladder });
    let moment = analysis.decisions[0].moments.first().expect("there is something to say");
    (scenario, moment.reason)
}

/// A benefit of the only stakeholder in every later Sprint.
fn recurring(amount: f64) -> Value {
    json!([{ "for": "ann", "amount": amount }])
}

#[test]
fn a_missed_date_is_called_so() {
    let due = json!([{ "for": "ann", "amount": 90, "when": { "by": 1 } }]);
    let file = json!({ "items": [{ "id": "a", "effort": 10, "value": common::once(5.0) },
                                 { "id": "due", "effort": 8, "value": due }] });
    let (scenario, found) = reason(file, &[]);
    assert_eq!(found, Reason::DateMissed { item: item(&scenario, "due"), amount: 90.0 });
}

#[test]
fn what_waits_behind_too_little_is_called_so() {
    let file = json!({ "items": [{ "id": "a", "effort": 10, "value": recurring(1.0) },
                                 { "id": "b", "effort": 10, "value": recurring(30.0) }] });
    let (scenario, found) = reason(file, &[]);
    assert_eq!(found, Reason::DelayCostsMore { item: item(&scenario, "b"), amount: 30.0 });
}

#[test]
fn what_was_blocked_is_called_so() {
    let file = json!({ "items": [
        { "id": "a", "effort": 10, "value": recurring(1.0) },
        { "id": "enabler", "kind": "enabler", "effort": 10 },
        { "id": "b", "effort": 10, "requires": ["enabler"], "value": recurring(30.0) },
    ] });
    let (scenario, found) = reason(file, &[]);
    let [item, by] = ["b", "enabler"].map(|id| item(&scenario, id));
    assert_eq!(found, Reason::Blocked { item, by, amount: 30.0 });
}

#[test]
fn learning_that_came_late_is_called_so() {
    let bet = |id: &str, low: f64| json!({ "id": id, "effort": 20, "value": [{ "for": "ann", "amount": common::range(low, 0.0, 60.0) }] });
    let file = json!({ "sprints": 6, "items": [
        { "id": "small", "effort": 10, "value": common::once(1.0) }, bet("x", -60.0), bet("y", -60.0), bet("z", -60.0),
        { "id": "test", "kind": "experiment", "effort": 10,
          "on_done": [{ "effect": "reveal", "items": ["x", "y", "z"] }] },
    ] });
    let (scenario, found) = reason(file, &[set_aside("test")]);
    let test = item(&scenario, "test");
    assert!(matches!(found, Reason::LearnedLate { item, .. } if item == test), "{found:?}");
}

#[test]
fn a_missed_goal_is_called_so() {
    let file = json!({
        "items": [{ "id": "a", "effort": 10, "value": common::once(5.0) }, { "id": "b", "effort": 8 }],
        "goals": [{ "items": ["b"], "by": 1, "bonus": 90 }],
    });
    let (_, found) = reason(file, &[]);
    assert_eq!(found, Reason::GoalMissed { goal: GoalIx::new(0), amount: 90.0 });
}

#[test]
fn a_risk_that_was_left_open_is_called_so() {
    let file = json!({
        "items": [
            { "id": "a", "effort": 10, "value": recurring(5.0) },
            { "id": "fix", "kind": "fix", "effort": 10, "on_done": [{ "effect": "prevent", "risks": ["r"] }] },
        ],
        "risks": [{ "id": "r", "from": 2, "to": 2, "impact": [{ "effect": "cost", "amount": 90 }] }],
    });
    let (_, found) = reason(file, &[]);
    assert_eq!(found, Reason::RiskLeftOpen { risk: RiskIx::new(0), chance: 1.0 });
}

#[test]
fn somebody_about_to_escalate_is_called_so() {
    let cost = json!([{ "effect": "cost", "amount": 90 }]);
    let file = json!({
        "sprints": 2,
        "stakeholders": [{ "id": "ann" }, { "id": "bob", "patience": 0, "trust": 0.15, "escalation": cost }],
        "items": [
            { "id": "a", "effort": 10, "value": common::once(5.0) },
            { "id": "b", "effort": 10, "value": [{ "for": "bob", "amount": 4, "when": "once" }] },
        ],
    });
    let (_, found) = reason(file, &[]);
    assert_eq!(found, Reason::Escalation { who: StakeholderIx::new(1), chance: 1.0 });
}

#[test]
fn rework_that_could_be_spared_is_called_so() {
    let file = json!({
        "refinement": { "per_sprint": 1, "rework_chance": 1, "rework_extra": 1 },
        "items": [
            { "id": "rough", "effort": 10, "value": recurring(10.0) },
            { "id": "ready", "effort": 10, "refined": true, "value": recurring(10.0) },
        ],
    });
    let (scenario, found) = reason(file, &[]);
    assert_eq!(found, Reason::Rework { item: item(&scenario, "rough"), effort: 10.0 });
}

#[test]
fn upkeep_that_was_taken_on_early_is_called_so() {
    let file = json!({ "items": [
        { "id": "costly", "effort": 10, "upkeep": 5, "value": common::once(20.0) },
        { "id": "b", "effort": 10, "value": common::once(20.0) },
        { "id": "c", "effort": 10, "value": common::once(20.0) },
        { "id": "d", "effort": 10, "value": common::once(20.0) },
    ] });
    let (scenario, found) = reason(file, &[]);
    assert_eq!(found, Reason::Upkeep { item: item(&scenario, "costly"), effort: 15.0 });
}

#[test]
fn help_that_came_late_is_called_so() {
    let file = json!({ "sprints": 6, "items": [
        { "id": "a", "effort": 10, "value": recurring(1.0) },
        { "id": "tool", "kind": "enabler", "effort": 10,
          "on_done": [{ "effect": "effort", "items": ["b", "c"], "factor": 0.5 }] },
        { "id": "b", "effort": 20, "value": recurring(20.0) },
        { "id": "c", "effort": 20, "value": recurring(20.0) },
    ] });
    let (scenario, found) = reason(file, &[]);
    assert_eq!(found, Reason::HelpCameLate { item: item(&scenario, "tool") });
}

#[test]
fn what_should_not_have_been_done_is_called_so() {
    let file = json!({ "items": [{ "id": "bad", "effort": 10, "value": recurring(-10.0) }] });
    let (scenario, found) = reason(file, &[]);
    assert_eq!(found, Reason::PaysTooLittle { item: item(&scenario, "bad") });
}
