//! The Product Backlog: eight items, each for a decision of its own.

use serde_json::{Value, json};

use super::{Cast, Part, range};
use crate::scenario::Level;

/// The items in the order in which a team might have collected them: the loudest first.
pub(super) fn all(cast: &Cast<'_>) -> Value {
    Value::Array(vec![
        wish(cast),
        bold(cast),
        whole_job(cast),
        ground(cast),
        fault(cast),
        opening(cast),
        sketch(cast),
        rule(cast),
    ])
}

fn wish(cast: &Cast<'_>) -> Value {
    let sponsor = cast.name(Part::Sponsor);
    let mut wish = json!({
        "id": "wish",
        "title": format!("The wish that {sponsor} brings to every meeting"),
        "kind": "feature",
        "story": {
            "as": "the person who pays",
            "want": format!("something large in {} to show to others", cast.answers.product),
            "so_that": "they see what the money went into",
        },
        "acceptance": ["It can be shown in five minutes.", "It works without an explanation."],
        "effort": cast.effort(0.30),
        "value": [{ "for": cast.id(Part::Sponsor), "amount": { "low": 3, "likely": 5, "high": 8 } }],
        "talk": [{
            "ask": "What happens if it comes later?",
            "answer": "Nothing much. I bring it up because nobody has told me what comes first, and why.",
        }],
    });
    if cast.answers.level == Level::Advanced {
        let share = 0.03 * cast.answers.velocity;
        wish["upkeep"] = super::short(share);
    }
    wish
}

fn bold(cast: &Cast<'_>) -> Value {
    json!({
        "id": "bold",
        "title": "A bold new part that nobody has tried",
        "kind": "feature",
        "story": {
            "as": "a person who has never seen anything like it",
            "want": "to be surprised",
            "so_that": "I come back with a friend",
        },
        "acceptance": ["Three of five people who see it for the first time use it at once."],
        "effort": cast.effort(0.24),
        "value": [{ "for": cast.id(Part::User), "amount": { "low": -30, "likely": 5, "high": 60 } }],
        "notes": "It may be a success, or drive people away. Nobody has seen anything like it.",
    })
}

fn whole_job(cast: &Cast<'_>) -> Value {
    json!({
        "id": "whole-job",
        "title": "The whole job in one go",
        "kind": "feature",
        "story": {
            "as": "somebody with little time",
            "want": "to leave the whole job to it",
            "so_that": "I do not have to finish it by hand",
        },
        "acceptance": ["Nothing has to be done by hand before or after it.", "It takes less than five minutes."],
        "effort": cast.effort(0.18),
        "value": [{ "for": cast.id(Part::User), "amount": range(9.0, 15.0, 24.0) }],
        "requires": ["ground"],
        "talk": [{
            "ask": "Which step costs you the most time today?",
            "answer": "The last one: I copy everything once more. If that goes away, the rest can stay as it is.",
        }],
    })
}

fn ground(cast: &Cast<'_>) -> Value {
    json!({
        "id": "ground",
        "title": "Solid ground to build on",
        "kind": "enabler",
        "acceptance": ["What is built on it does not have to be built twice."],
        "effort": cast.effort(0.10),
        "value": [{ "for": cast.id(Part::User), "amount": 1 }],
        "refined": true,
        "notes": "What is there now holds no more than it holds today.",
    })
}

fn fault(cast: &Cast<'_>) -> Value {
    json!({
        "id": "fault",
        "title": "The fault that everybody trips over",
        "kind": "fix",
        "acceptance": ["It does not happen in a week of ordinary use."],
        "effort": cast.effort(0.08),
        "value": [{ "for": cast.id(Part::Helper), "amount": { "low": 3, "likely": 5, "high": 6 } }],
        "on_done": [{ "effect": "prevent", "risks": ["breakdown"] }],
        "refined": true,
        "notes": "The team has known the cause for a while.",
    })
}

fn opening(cast: &Cast<'_>) -> Value {
    let opening = cast.opening();
    json!({
        "id": "opening",
        "title": "All that the opening day needs",
        "kind": "feature",
        "story": {
            "as": "a visitor on the opening day",
            "want": "to be served like on any other day",
            "so_that": "I do not go home and stay there",
        },
        "acceptance": ["Fifty people can use it within an hour."],
        "effort": cast.effort(0.14),
        "value": [{
            "for": cast.id(Part::User),
            "amount": range(50.0, 70.0, 90.0),
            "when": { "by": opening },
        }],
        "talk": [{
            "ask": "Can it be one Sprint later?",
            "answer": format!("No. We open in Sprint {opening}; the day after, nobody asks for it any more."),
        }],
    })
}

fn sketch(cast: &Cast<'_>) -> Value {
    json!({
        "id": "sketch",
        "title": "Five people try a sketch of the bold part",
        "kind": "experiment",
        "acceptance": ["Five people have tried it while we said nothing.", "We wrote down what they did."],
        "effort": cast.effort(0.04),
        "on_done": [{ "effect": "reveal", "items": ["bold"] }],
        "refined": true,
        "notes": "What the five do tells what the bold part would be worth.",
    })
}

fn rule(cast: &Cast<'_>) -> Value {
    let grace = cast.grace();
    json!({
        "id": "rule",
        "title": "The check that the rules ask for",
        "kind": "compliance",
        "acceptance": ["An outsider can follow each step of it on paper."],
        "effort": cast.effort(0.12),
        "value": [{ "for": cast.id(Part::Rules), "amount": 15, "when": { "fine_after": grace } }],
        "talk": [{
            "ask": "What exactly happens after the date?",
            "answer": format!("Up to Sprint {grace}, nothing. Then a fine in each Sprint until it is Done."),
        }],
    })
}
