//! Everything about games, as JSON.

use serde::Serialize;

use super::answer::Answer;
use super::entry::{Entry, Section, sections};
use super::orders::{Orders, Spot};

#[derive(Debug, Serialize)]
struct Report<'e> {
    scenarios: Vec<ScenarioAnswer<'e>>,
}

#[derive(Debug, Serialize)]
struct ScenarioAnswer<'e> {
    scenario: &'e str,
    seeds: Vec<u64>,
    orders: OrdersAnswer,
    games: Vec<GameAnswer<'e>>,
}

/// Where everybody put each item in one Sprint.
#[derive(Debug, Serialize)]
struct OrdersAnswer {
    sprint: u32,
    participants: Vec<String>,
    items: Vec<ItemAnswer>,
}

#[derive(Debug, Serialize)]
struct ItemAnswer {
    id: String,
    /// From 1; 0 is "not now", and none where it was not theirs to order.
    places: Vec<Option<usize>>,
}

#[derive(Debug, Serialize)]
struct GameAnswer<'e> {
    participant: String,
    began: &'e str,
    last: &'e str,
    minutes: f64,
    debrief: Answer<'e>,
}

impl<'e> ScenarioAnswer<'e> {
    fn of(section: &Section<'e>, sprint: u32) -> Self {
        let game = |player: &super::entry::Participant<'e>| GameAnswer {
            participant: player.label.clone(),
            began: &player.entry.sitting.began,
            last: &player.entry.sitting.last,
            minutes: player.entry.sitting.minutes,
            debrief: Answer::of(&player.entry.findings),
        };
        let scenario: &'e crate::scenario::Scenario = section.scenario;
        Self {
            scenario: &scenario.title,
            seeds: section.seeds(),
            orders: OrdersAnswer::of(section, sprint),
            games: section.players.iter().map(game).collect(),
        }
    }
}

impl OrdersAnswer {
    fn of(section: &Section<'_>, sprint: u32) -> Self {
        let orders = Orders::of(section, sprint);
        let place = |spot: &Option<Spot>| {
            spot.map(|spot| match spot {
                Spot::At(place) => place,
                Spot::Aside => 0,
            })
        };
        let items = orders.rows.iter().map(|row| ItemAnswer {
            id: section.scenario.item(row.item).id.clone(),
            places: row.spots.iter().map(place).collect(),
        });
        Self {
            sprint,
            participants: orders.labels.iter().map(|&label| label.to_owned()).collect(),
            items: items.collect(),
        }
    }
}

/// Everything about games as one JSON object, with a line end.
///
/// # Errors
/// Never: all keys are texts.
pub fn json(entries: &[Entry], sprint: u32) -> Result<String, serde_json::Error> {
    let sections = sections(entries);
    let scenarios = sections.iter().map(|section| ScenarioAnswer::of(section, sprint)).collect();
    Ok(serde_json::to_string_pretty(&Report { scenarios })? + "\n")
}
