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

    #[test]
    fn remarks_fit_the_sprint() {
        let who = scenario().stakeholders.remove(0);
        let said = [
            remark(&who, true, 0.7, 0),
            remark(&who, true, 0.2, 0),
            remark(&who, false, 0.6, 1),
            remark(&who, false, 0.6, 2),
            remark(&who, false, 0.45, 3),
            remark(&who, false, 0.0, 9),
        ];
        let distinct: std::collections::HashSet<_> = said.iter().collect();
        assert_eq!(distinct.len(), said.len());
    }
}
