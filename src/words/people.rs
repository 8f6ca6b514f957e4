//! How stakeholders feel, in words.

use super::figure::{percent, sprints};
use crate::scenario::{Stakeholder, TINY};

/// Least trust of each mood, with its word and its face; who has none left has a mood of their own.
const MOODS: [(f64, &str, &str); 5] = [
    (0.8, "delighted", ":D"),
    (0.6, "content", ":)"),
    (0.4, "uneasy", ":|"),
    (0.2, "worried", ":/"),
    (0.0, "upset", ":("),
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

#[cfg(test)]
mod tests {
    use super::super::fixture::scenario;
    use super::*;

    #[test]
    fn moods_follow_trust() {
        let expected = [
            (1.0, "delighted"),
            (0.6, "content"),
            // Three losses of 0.15 from 0.85, which rounding leaves below 0.4.
            (0.85 - 0.15 - 0.15 - 0.15, "uneasy"),
            (0.3, "worried"),
            (0.1, "upset"),
            (0.0, "out of trust"),
        ];
        for (trust, word) in expected {
            assert_eq!(mood(trust), word, "{trust}");
        }
        assert_eq!((face(1.0), face(0.0)), (":D", ":["));
    }

    #[test]
    fn quotes_take_turns() {
        let mut who = scenario().stakeholders.remove(0);
        assert_eq!(quote(&who, 1), Some("I am hungry."));
        assert_eq!(quote(&who, 2), Some("Is there soup?"));
        assert_eq!(quote(&who, 3), quote(&who, 1));
        who.voice.clear();
        assert_eq!(quote(&who, 1), None);
    }
}
