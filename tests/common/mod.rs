//! Scenarios for tests: only what a test is about is written down, the rest has plain defaults.

pub(crate) mod any;
pub(crate) mod held;
pub(crate) mod place;

use std::sync::Arc;

use serde_json::{Map, Value, json};
use toporder::game::{Command, Game, Subject};
use toporder::scenario::raw::RawScenario;
use toporder::scenario::{ItemIx, Scenario};

/// A checked scenario: [`json`] with `overrides`.
#[track_caller]
pub(crate) fn scenario(overrides: Value) -> Arc<Scenario> {
    let raw: RawScenario = serde_json::from_value(json(overrides)).expect("the format's fields and types");
    match Scenario::try_from(raw) {
        Ok(scenario) => Arc::new(scenario),
        Err(problems) => {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("not a good scenario: {}", problems.join("; "));
        }
    }
}

/// What a short scenario overrides to have something of everything: a date, a goal, a risk, an experiment, a talk.
pub(crate) fn everything(name: &str) -> Value {
    let dated = json!([{ "for": "ann", "amount": 40, "when": { "by": 1 } }]);
    json!({
        "sprints": 3,
        "benefit_sprints": 4,
        "team": { "velocity": range(8.0, 10.0, 12.0), "cost_per_sprint": 5 },
        "refinement": { "per_sprint": 1, "rework_chance": 0.5, "rework_extra": 0.5 },
        "stakeholders": [{ "id": "ann", "name": name }],
        "items": [
            { "id": "a", "title": "Awning", "effort": 8, "value": once(5.0) },
            { "id": "due", "title": "Permit", "value": dated },
            { "id": "test", "title": "Tasting", "kind": "experiment", "effort": 2,
              "on_done": [{ "effect": "reveal", "items": ["bet"] }] },
            { "id": "bet", "title": "Bakery", "effort": 9,
              "value": [{ "for": "ann", "amount": range(-20.0, 5.0, 40.0) }] },
        ],
        "goals": [{ "title": "Open", "items": ["a", "due"], "by": 2 }],
        "risks": [{ "id": "rain", "title": "Rain", "chance": 0.3, "from": 1, "to": 3,
                    "impact": [{ "effect": "cost", "amount": 3 }] }],
    })
}

/// A scenario file: four Sprints, a certain velocity of 10, one stakeholder `ann` and the items `a`, `b`
/// and `c` with an effort of 5 that pay 10 in each later Sprint, unless `overrides` says otherwise.
///
/// Objects are merged field by field. In a list of items, stakeholders, goals or risks every element gets
/// the fields that it leaves out: an item needs an `id` only.
pub(crate) fn json(overrides: Value) -> Value {
    let mut file = json!({
        "format": 1,
        "title": "Corner Café",
        "summary": "A small product.",
        "level": "foundation",
        "minutes": 5,
        "product": { "name": "P", "idea": "I", "vision": "V", "strategy": ["S"], "goal": "G" },
        "value_unit": "k€",
        "effort_unit": "points",
        "sprints": 4,
        "team": { "name": "Team", "velocity": 10 },
        "stakeholders": [{ "id": "ann" }],
        "items": [
            { "id": "a", "value": [{ "for": "ann", "amount": 10 }] },
            { "id": "b", "value": [{ "for": "ann", "amount": 10 }] },
            { "id": "c", "value": [{ "for": "ann", "amount": 10 }] },
        ],
    });
    merge(&mut file, overrides);
    complete(&mut file, "stakeholders", &json!({ "name": "N", "role": "R", "wants": "W" }));
    complete(&mut file, "items", &json!({ "title": "T", "kind": "feature", "effort": 5 }));
    complete(&mut file, "goals", &json!({ "title": "T", "bonus": 10 }));
    complete(&mut file, "risks", &json!({ "title": "T", "text": "X", "chance": 1, "from": 1, "to": 1 }));
    file
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

fn complete(file: &mut Value, list: &str, defaults: &Value) {
    for element in file.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
        let said = std::mem::replace(element, defaults.clone());
        merge(element, said);
    }
}

/// A scenario with everything that can happen to an order: luck, rework, refinement, items that arrive
/// because another is Done, because a risk strikes and because somebody escalates.
pub(crate) fn eventful() -> Arc<Scenario> {
    scenario(json!({
        "sprints": 5,
        "benefit_sprints": 7,
        "team": { "velocity": range(5.0, 9.0, 14.0) },
        "refinement": { "per_sprint": 2, "rework_chance": 0.5, "rework_extra": 0.5 },
        "stakeholders": [
            { "id": "ann" },
            { "id": "bob", "patience": 0, "trust": 0.3,
              "escalation": [{ "effect": "arrive", "items": ["late"] }] },
        ],
        "items": [
            { "id": "a", "effort": range(3.0, 4.0, 8.0),
              "value": [{ "for": "ann", "amount": range(-2.0, 5.0, 12.0) }] },
            { "id": "b", "requires": ["a"], "value": [{ "for": "bob", "amount": 8 }] },
            { "id": "probe", "kind": "experiment", "effort": 2,
              "on_done": [{ "effect": "arrive", "items": ["found"] },
                          { "effect": "reveal", "items": ["a"] }] },
            { "id": "found", "arrives": true, "value": once(30.0) },
            { "id": "c", "refined": true, "upkeep": 1,
              "value": [{ "for": "ann", "amount": 4, "when": { "fine_after": 2 } }] },
            { "id": "struck", "arrives": true, "effort": 3 },
            { "id": "late", "arrives": true, "effort": 1 },
            { "id": "big", "effort": 40 },
        ],
        "goals": [{ "items": ["a", "b"] }, { "items": ["big"] }],
        "risks": [{ "id": "r", "from": 2, "to": 3,
                    "impact": [{ "effect": "arrive", "items": ["struck"] },
                               { "effect": "cost", "amount": 3 }] }],
    }))
}

/// One benefit of the only stakeholder, paid at once.
pub(crate) fn once(amount: f64) -> Value {
    json!([{ "for": "ann", "amount": amount, "when": "once" }])
}

/// A range.
pub(crate) fn range(low: f64, likely: f64, high: f64) -> Value {
    Value::Object(Map::from_iter([
        ("low".to_owned(), low.into()),
        ("likely".to_owned(), likely.into()),
        ("high".to_owned(), high.into()),
    ]))
}

/// Ids of items.
pub(crate) fn ids(scenario: &Scenario, items: &[ItemIx]) -> Vec<String> {
    items.iter().map(|&item| scenario.item(item).id.clone()).collect()
}

/// The order of a game, as ids with blanks between them.
pub(crate) fn order(game: &Game) -> String {
    ids(game.scenario(), &game.plan().order).join(" ")
}

/// What is set aside in a game, as ids with blanks between them.
pub(crate) fn aside(game: &Game) -> String {
    ids(game.scenario(), &game.plan().aside).join(" ")
}

/// `Command::Move`.
pub(crate) fn move_to(item: &str, to: usize) -> Command {
    Command::Move { item: item.to_owned(), to }
}

/// `Command::SetAside`.
pub(crate) fn set_aside(item: &str) -> Command {
    Command::SetAside { item: item.to_owned() }
}

/// `Command::Order`, of ids with blanks between them.
pub(crate) fn order_as(items: &str) -> Command {
    Command::Order { items: items.split_whitespace().map(str::to_owned).collect() }
}

/// `Command::Talk`.
pub(crate) fn talk(item: &str) -> Command {
    Command::Talk { item: item.to_owned() }
}

/// `Command::Commit` about an item.
pub(crate) fn commit(item: &str, by: u32, percent: u8) -> Command {
    Command::Commit { subject: Subject::Item(item.to_owned()), by, percent }
}

/// `Command::Commit` about a goal.
pub(crate) fn commit_goal(place: usize, by: u32, percent: u8) -> Command {
    Command::Commit { subject: Subject::Goal(place), by, percent }
}

/// Carries out commands that are all possible.
#[track_caller]
pub(crate) fn play(game: &mut Game, commands: &[Command]) {
    for command in commands {
        if let Err(refusal) = game.apply(command) {
            panic!("{command:?} is refused: {refusal}");
        }
    }
}

/// A bet between 0 and 10 beside a certain 5, in two Sprints of which the first has room for a test of the bet.
///
/// Without the test: 5, whichever is done in Sprint 2. With it, the better of the two: 5 + E max(0, x − 5),
/// where x is PERT(0, 5, 10), that is ten times a Beta(3, 3). E |Beta(3, 3) − ½| = 2 ∫ y·30(¼ − y²)² dy over
/// 0 … ½ = 60 (1/128 − 1/128 + 1/384) = 5/32, half of which is above: 10 · 5/64.
pub(crate) fn bets() -> Value {
    json!({
        "sprints": 2,
        "items": [
            { "id": "bet", "effort": 10, "value": [{ "for": "ann", "amount": range(0.0, 5.0, 10.0), "when": "once" }] },
            { "id": "sure", "effort": 10, "value": once(5.0) },
            { "id": "test", "kind": "experiment", "effort": 10,
              "on_done": [{ "effect": "reveal", "items": ["bet"] }] },
        ],
    })
}
