//! The parts of the scenario: what the answers make of each.
//!
//! Efforts are shares of all that the team can do, and dates are places in the game, so that the same
//! decisions are there to be made whatever was answered.

mod guide;
mod items;

use serde_json::{Value, json};

use super::{Answers, SCHEMA_FILE};
use crate::scenario::Level;
use crate::scenario::raw::FORMAT;

/// Sprints after the last one played in which benefits still count.
const AFTERWARDS: u32 = 2;

pub(super) fn scenario(answers: &Answers, schema: bool) -> Value {
    let cast = Cast::of(answers);
    let Answers { title, product, idea, people, .. } = answers;
    let first = &people[0];
    let opening = cast.opening();
    let mut scenario = json!({
        "format": FORMAT,
        "title": title,
        "level": answers.level.to_string(),
        "minutes": 5 + 3 * answers.sprints,
        "summary": format!(
            "{idea} There are eight ideas, {} Sprints and a date: what comes first, and what not at all?",
            answers.sprints
        ),
        "product": {
            "name": capital(product),
            "idea": idea,
            "vision": format!("{first}, and everybody like {first}, would miss {product} if it were gone."),
            "strategy": [
                format!("Be there for {first} on the opening day, in Sprint {opening}."),
                "Find out what people want before much of it is built.",
                "Then take over the whole job, and not a part of it."
            ],
            "goal": format!(
                "{first} uses {product} on the opening day, and leaves the whole job to it by the end."
            ),
        },
        "value_unit": answers.value_unit,
        "effort_unit": answers.effort_unit,
        "sprints": answers.sprints,
        "benefit_sprints": answers.sprints + AFTERWARDS,
        "sprint_length": answers.sprint_length,
        "team": {
            "name": "The team",
            "velocity": cast.velocity(),
            "cost_per_sprint": 8,
        },
        "refinement": {
            "per_sprint": 1,
            "rework_chance": if answers.level == Level::Foundation { 0.2 } else { 0.35 },
            "rework_extra": 0.5,
        },
        "stakeholders": cast.stakeholders(),
        "items": items::all(&cast),
        "risks": [{
            "id": "breakdown",
            "title": "A breakdown with everybody watching",
            "text": format!(
                "The fault that everybody trips over stops {product} for a day, and {first} tells the others."
            ),
            "chance": 0.5,
            "from": 2,
            "to": answers.sprints,
            "impact": [{ "effect": "cost", "amount": { "low": 20, "likely": 30, "high": 50 } }],
        }],
        "lessons": guide::lessons(&cast),
        "guide": guide::sections(&cast),
    });
    if schema && let Value::Object(fields) = &mut scenario {
        let schema = Value::from(format!("./{SCHEMA_FILE}"));
        fields.shift_insert(0, "$schema".to_owned(), schema);
    }
    scenario
}

/// Who plays which part, and how large things are.
pub(super) struct Cast<'a> {
    answers: &'a Answers,
    /// An id for each of the people.
    ids: Vec<String>,
}

/// Somebody's part.
#[derive(Clone, Copy)]
enum Part {
    /// Uses the product.
    User,
    /// Pays for it.
    Sponsor,
    /// Answers for the rules; with two people the sponsor does.
    Rules,
    /// Helps those who are stuck; with fewer than four people the user helps the others.
    Helper,
}

impl<'a> Cast<'a> {
    fn of(answers: &'a Answers) -> Self {
        let mut ids: Vec<String> = Vec::new();
        for name in &answers.people {
            let first = name.split_whitespace().next().unwrap_or(name).to_lowercase();
            let plain: String = first.chars().filter(|c| c.is_alphanumeric()).collect();
            let is_free = !plain.is_empty() && !ids.contains(&plain);
            ids.push(if is_free { plain } else { format!("person-{}", ids.len() + 1) });
        }
        Self { answers, ids }
    }

    fn place(&self, part: Part) -> usize {
        match (part, self.ids.len()) {
            (Part::User, _) | (Part::Helper, 2 | 3) => 0,
            (Part::Sponsor, _) | (Part::Rules, 2) => 1,
            (Part::Rules, _) => 2,
            (Part::Helper, _) => 3,
        }
    }

    fn name(&self, part: Part) -> &str {
        &self.answers.people[self.place(part)]
    }

    fn id(&self, part: Part) -> &str {
        &self.ids[self.place(part)]
    }

    /// The Sprint of the opening day.
    fn opening(&self) -> u32 {
        self.answers.sprints.div_ceil(2)
    }

    /// The last Sprint before the rule has to be kept.
    fn grace(&self) -> u32 {
        self.answers.sprints - 1
    }

    /// A figure that is usually `share` of all that the team can do in the game.
    fn effort(&self, share: f64) -> Value {
        let likely = share * self.answers.velocity * f64::from(self.answers.sprints);
        match self.answers.level {
            Level::Foundation => range(0.85 * likely, likely, 1.3 * likely),
            Level::Practitioner | Level::Advanced => range(0.7 * likely, likely, 1.7 * likely),
        }
    }

    fn velocity(&self) -> Value {
        let likely = self.answers.velocity;
        match self.answers.level {
            Level::Foundation => about(0.9 * likely, likely, 1.1 * likely),
            Level::Practitioner | Level::Advanced => about(0.7 * likely, likely, 1.2 * likely),
        }
    }

    fn stakeholders(&self) -> Value {
        let product = &self.answers.product;
        let (user, opening) = (self.name(Part::User), self.opening());
        let mut all = vec![
            json!({
                "id": self.ids[0], "name": user, "role": format!("will use {product}"),
                "wants": "To get the job done, and soon.",
                "influence": 2, "patience": 1, "trust": 0.6,
                "voice": [
                    format!("In Sprint {opening} we open. Will {product} be there?"),
                    "I do not need everything. I need it to work.",
                ],
            }),
            json!({
                "id": self.ids[1], "name": self.answers.people[1], "role": format!("pays for {product}"),
                "wants": "Something to show.",
                "influence": 3, "patience": 2, "trust": 0.6,
                "voice": [
                    "I have had the same wish since the first meeting.",
                    "Show me what you know, then I can wait.",
                ],
            }),
            json!({
                "id": self.ids.get(2), "name": self.answers.people.get(2), "role": "answers for the rules",
                "wants": "No surprise when somebody checks.",
                "influence": 1, "patience": 3, "trust": 0.7,
                "voice": [format!("After Sprint {} it costs us something, each Sprint.", self.grace())],
            }),
            json!({
                "id": self.ids.get(3), "name": self.answers.people.get(3), "role": "helps those who are stuck",
                "wants": "Fewer calls about the same fault.",
                "influence": 1, "patience": 2, "trust": 0.5,
                "voice": ["Nine of ten calls are about one thing, and you know which."],
            }),
        ];
        all.truncate(self.ids.len());
        if self.answers.level == Level::Advanced {
            // Who pays and sees nothing for it takes somebody off the team for a while.
            all[1]["escalation"] = json!([{ "effect": "velocity", "factor": 0.8, "sprints": 2 }]);
        }
        Value::Array(all)
    }
}

/// Three figures as the format takes them; the one between stays as it was answered.
fn about(low: f64, likely: f64, high: f64) -> Value {
    json!({ "low": short(low), "likely": plain(likely), "high": short(high) })
}

/// Three figures as the format takes them, written as short as people write them.
fn range(low: f64, likely: f64, high: f64) -> Value {
    json!({ "low": short(low), "likely": short(likely), "high": short(high) })
}

/// A figure above 0, to two digits.
fn short(figure: f64) -> Value {
    let digits = 1 - figure.log10().floor() as i32;
    // Whole steps are exact; what is divided by a power of ten is the nearest there is to the short figure.
    let figure = match digits {
        1.. => (figure * 10_f64.powi(digits)).round() / 10_f64.powi(digits),
        _ => (figure / 10_f64.powi(-digits)).round() * 10_f64.powi(-digits),
    };
    plain(figure)
}

/// A figure of at least 0, a whole one without a decimal point.
fn plain(figure: f64) -> Value {
    if figure.fract() == 0.0 { Value::from(figure as u64) } else { Value::from(figure) }
}

/// A name as it begins a line.
fn capital(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
