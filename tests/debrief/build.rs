//! Small scenarios and the moves of a game.

use std::sync::Arc;

use serde_json::{Value, json};
use toporder::game::{Command, Game, Subject};
use toporder::scenario::Scenario;
use toporder::scenario::raw::RawScenario;

/// A scenario of four Sprints with velocity 10 and one patient stakeholder, with `fields` in place of its
/// own; without luck unless they bring some.
pub(crate) fn scenario(fields: Value) -> Arc<Scenario> {
    let mut json = json!({
        "format": 1, "title": "T", "summary": "S", "level": "foundation", "minutes": 5,
        "product": {"name": "P", "idea": "i", "vision": "v", "strategy": ["s"], "goal": "g"},
        "value_unit": "k€", "effort_unit": "points", "sprints": 4,
        "team": {"name": "Team", "velocity": 10, "cost_per_sprint": 5},
        "stakeholders": [stakeholder("ana", 9, 0.6, 1.0)]
    });
    let (Some(json_fields), Value::Object(fields)) = (json.as_object_mut(), fields) else {
        panic!("a scenario is an object");
    };
    json_fields.extend(fields);
    let raw: RawScenario = serde_json::from_value(json).expect("the fields follow the format");
    Arc::new(Scenario::try_from(raw).expect("a good scenario"))
}

pub(crate) fn stakeholder(id: &str, patience: u32, trust: f64, influence: f64) -> Value {
    json!({"id": id, "name": id, "role": "r", "wants": "w",
           "patience": patience, "trust": trust, "influence": influence})
}

/// An item, with `fields` besides.
pub(crate) fn item(id: &str, effort: f64, fields: Value) -> Value {
    let mut item = json!({"id": id, "title": id, "kind": "feature", "effort": effort});
    if let (Some(item), Value::Object(fields)) = (item.as_object_mut(), fields) {
        item.extend(fields);
    }
    item
}

/// One benefit for Ana.
pub(crate) fn pays(amount: Value, when: Value) -> Value {
    json!({"value": [{"for": "ana", "amount": amount, "when": when}]})
}

pub(crate) fn start(scenario: &Arc<Scenario>) -> Game {
    Game::new(Arc::clone(scenario), 1)
}

pub(crate) fn apply(game: &mut Game, command: Command) {
    game.apply(&command).expect("the command is possible");
}

/// The rest of the game on the order as it stands.
pub(crate) fn held(scenario: &Arc<Scenario>) -> Game {
    let mut game = start(scenario);
    apply(&mut game, Command::RunRest);
    game
}

pub(crate) fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[track_caller]
pub(crate) fn assert_near(a: f64, b: f64) {
    assert!(near(a, b), "{a} is not {b}");
}

/// Totals after Sprints 1 to 6: 0, 5, 6, 9, 12, 15. One unit of effort costs 4·5 ÷ 40 = 0.5.
pub(crate) fn four_items(team_cost: f64) -> Arc<Scenario> {
    scenario(json!({
        "benefit_sprints": 6,
        "team": {"name": "Team", "velocity": 10, "cost_per_sprint": team_cost},
        "items": [
            item("steady", 10.0, pays(json!(3), json!("recurring"))),
            item("poor", 10.0, pays(json!(4), json!("once"))),
            item("audit", 10.0, pays(json!(2), json!({"fine_after": 1}))),
            item("half", 20.0, pays(json!(100), json!("once")))
        ]
    }))
}

pub(crate) fn commit(game: &mut Game, subject: Subject, by: u32, percent: u8) {
    apply(game, Command::Commit { subject, by, percent });
}
