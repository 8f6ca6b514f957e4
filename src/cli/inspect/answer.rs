//! An inspection as JSON.

use serde::Serialize;

use crate::inspect::{Inspection, Requirement, told};
use crate::order::Estimate;
use crate::order::standings::places;
use crate::scenario::{ItemIx, Scenario};

#[derive(Debug, Serialize)]
pub(super) struct Answer<'s> {
    scenario: &'s str,
    level: String,
    seed: u64,
    futures: usize,
    complete: bool,
    players: Vec<Player>,
    skill: Option<Skill>,
    worth: Worth,
    best_first_sprint: Vec<&'s str>,
    items: Vec<Item<'s>>,
    reading: Reading,
    criteria: Vec<Criterion>,
    advice: Vec<String>,
}

/// A figure with its standard error.
#[derive(Debug, Serialize)]
struct Figure {
    mean: f64,
    stderr: f64,
}

impl From<Estimate> for Figure {
    fn from(Estimate { mean, stderr }: Estimate) -> Self {
        Self { mean, stderr }
    }
}

#[derive(Debug, Serialize)]
struct Player {
    rank: usize,
    tied: bool,
    name: &'static str,
    futures: usize,
    value: Figure,
    share: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Skill {
    spread: f64,
    luck: f64,
    middling: &'static str,
    lead: f64,
    noise_same_luck: f64,
    noise_own_luck: f64,
    games_same_luck: Option<f64>,
    games_own_luck: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Worth {
    planning: Option<Figure>,
    conversations: Option<Figure>,
    experiments: Option<Figure>,
}

#[derive(Debug, Serialize)]
struct Item<'s> {
    id: &'s str,
    first: Figure,
    left_out: Figure,
    experiment: bool,
    matters: bool,
}

#[derive(Debug, Serialize)]
struct Reading {
    briefing_words: usize,
    item_words: usize,
    later_words: usize,
    briefing_minutes: f64,
    before_minutes: f64,
    all_minutes: f64,
}

#[derive(Debug, Serialize)]
struct Criterion {
    kind: &'static str,
    rule: Option<&'static str>,
    found: f64,
    wanted: f64,
    holds: bool,
    text: String,
}

impl<'s> Answer<'s> {
    pub(super) fn of(scenario: &'s Scenario, inspection: &Inspection) -> Self {
        let id = |item: ItemIx| scenario.item(item).id.as_str();
        let item = |placement: &crate::inspect::Placement| Item {
            id: id(placement.item),
            first: placement.first.into(),
            left_out: placement.left_out.into(),
            experiment: placement.is_experiment,
            matters: placement.matters,
        };
        let advice = if inspection.is_complete { told::advice(scenario, inspection) } else { Vec::new() };
        Self {
            scenario: &scenario.title,
            level: scenario.level.to_string(),
            seed: inspection.seed,
            futures: inspection.depth.futures,
            complete: inspection.is_complete,
            players: players(inspection),
            skill: inspection.skill.as_ref().map(Skill::of),
            worth: Worth {
                planning: inspection.planning.map(Figure::from),
                conversations: inspection.conversations.map(Figure::from),
                experiments: inspection.experiments.map(Figure::from),
            },
            best_first_sprint: inspection.first_sprint.iter().map(|&item| id(item)).collect(),
            items: inspection.placements.iter().map(item).collect(),
            reading: Reading::of(inspection),
            criteria: inspection.criteria(scenario).iter().map(Criterion::of).collect(),
            advice,
        }
    }
}

fn players(inspection: &Inspection) -> Vec<Player> {
    let places = places(&inspection.runs);
    let player = |place: &crate::order::standings::Place<'_>| Player {
        rank: place.rank,
        tied: place.is_tied,
        name: place.run.player.name(),
        futures: place.run.values.len(),
        value: Figure { mean: place.value.mean, stderr: place.value.stderr },
        share: inspection.share(place.run.player),
    };
    places.iter().map(player).collect()
}

impl Skill {
    fn of(skill: &crate::inspect::Skill) -> Self {
        Self {
            spread: skill.spread,
            luck: skill.luck,
            middling: skill.middling.name(),
            lead: skill.lead,
            noise_same_luck: skill.noise_same_luck,
            noise_own_luck: skill.noise_own_luck,
            games_same_luck: skill.games_same_luck(),
            games_own_luck: skill.games_own_luck(),
        }
    }
}

impl Reading {
    fn of(inspection: &Inspection) -> Self {
        let reading = inspection.reading;
        Self {
            briefing_words: reading.briefing,
            item_words: reading.items,
            later_words: reading.later,
            briefing_minutes: reading.briefing_minutes(),
            before_minutes: reading.before_minutes(),
            all_minutes: reading.all_minutes(),
        }
    }
}

impl Criterion {
    fn of(criterion: &crate::inspect::Criterion) -> Self {
        let (kind, rule) = match criterion.requirement {
            Requirement::BestAboveRandom => ("best_above_random", None),
            Requirement::RuleBelow(rule) => ("rule_below", Some(rule.name())),
            Requirement::AdaptingPays => ("adapting_pays", None),
        };
        let text = told::criterion(criterion);
        Self { kind, rule, found: criterion.found, wanted: criterion.wanted, holds: criterion.holds, text }
    }
}
