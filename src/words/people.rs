//! How stakeholders feel, in words.

use super::figure::{percent, sprints};
use crate::scenario::{Stakeholder, TINY};

/// Least trust of each mood, with its word and its face; the last one has none left.
const MOODS: [(f64, &str, &str); 5] = [
    (0.8, "delighted", ":D"),
    (0.6, "glad", ":)"),
    (0.4, "waiting", ":|"),
    (0.2, "worried", ":/"),
    (0.0, "losing patience", ":("),
];

/// A stakeholder's mood in a word or two, from their trust (0 to 1).
#[must_use]
pub fn mood(trust: f64) -> &'static str {
    of(trust).map_or("out of trust", |(_, word, _)| word)
}

/// A stakeholder's face in two plain characters, from their trust (0 to 1).
#[must_use]
pub fn face(trust: f64) -> &'static str {
    of(trust).map_or(":[", |(_, _, face)| face)
}

fn of(trust: f64) -> Option<(f64, &'static str, &'static str)> {
    // Trust is added up in steps, so a threshold is met within rounding.
    (trust > TINY).then(|| MOODS.into_iter().find(|(least, _, _)| trust >= least - TINY)).flatten()
}

/// Something that a stakeholder says in a Sprint, in their own words: their quotes take turns. `None` if
/// the scenario gives them none.
#[must_use]
pub fn quote(who: &Stakeholder, sprint: u32) -> Option<&str> {
    let turn = sprint.saturating_sub(1) as usize;
    let place = turn.checked_rem(who.voice.len())?;
    Some(&who.voice[place])
}

/// What a stakeholder would say at a Sprint Review, from what the Sprint brought them: whether they were
/// served, their trust afterwards (0 to 1) and the Sprints since they were last served.
#[must_use]
pub fn remark(who: &Stakeholder, served: bool, trust: f64, waiting: u32) -> &'static str {
    if served {
        return if trust >= 0.5 { "Thank you, that helps." } else { "Good to see something at last." };
    }
    if trust <= TINY {
        "I no longer believe that this will help me."
    } else if waiting > who.patience {
        "I have waited long enough. When is it my turn?"
    } else if waiting == who.patience {
        "I hope there is something for me next time."
    } else {
        "Nothing for me this time. I can wait a little."
    }
}

/// How a Sprint Review changed someone's trust; `None` where it did not and they were not served.
pub(super) fn trust_change(
    name: &str,
    served: bool,
    before: f64,
    after: f64,
    waiting: u32,
) -> Option<String> {
    let moved = (after - before).abs() > TINY;
    let change = format!("trust {} → {}", percent(before), percent(after));
    match (served, moved) {
        (true, true) => Some(format!("{name} is served: {change}")),
        (true, false) => Some(format!("{name} is served: trust stays at {}", percent(after))),
        (false, true) => Some(format!("{name} has waited {}: {change}", sprints(waiting))),
        (false, false) => None,
    }
}
