//! Priorities: words and figures for how important something is, and what they are taken to be worth.

use super::figure::Spread;
use super::table::plain_name;
use crate::scenario::raw::RawRange;

/// The steps, from the highest on: what they are taken to be worth, each twice the next, and their names.
pub(super) const STEPS: [(f64, &[&str]); 5] = [
    (
        16.0,
        &[
            "highest",
            "urgent",
            "critical",
            "blocker",
            "must",
            "must have",
            "very high",
            "immediate",
            "p0",
            "0",
        ],
    ),
    (8.0, &["high", "major", "should", "should have", "important", "p1", "1", "hoch", "alta", "haute"]),
    (
        4.0,
        &[
            "medium",
            "normal",
            "moderate",
            "could",
            "could have",
            "p2",
            "2",
            "mittel",
            "media",
            "moyenne",
            "default",
        ],
    ),
    (2.0, &["low", "minor", "p3", "3", "niedrig", "baja", "basse", "nice to have"]),
    (1.0, &["lowest", "trivial", "won t", "wont", "won t have", "very low", "p4", "4", "p5", "5"]),
];

/// The step of a priority, 0 for the highest; `None` if it says nothing.
pub(super) fn step(text: &str) -> Option<usize> {
    if text.len() > 40 {
        return None;
    }
    let plain = plain_name(text);
    let find = |word: &str| STEPS.iter().position(|(_, names)| names.contains(&word));
    // “1 - Critical” and “P1 High” say it twice; the word is plainer.
    find(&plain).or_else(|| {
        let (first, rest) = plain.split_once(' ')?;
        find(rest)
            .or_else(|| find(first).filter(|_| first.starts_with(|c: char| c == 'p' || c.is_ascii_digit())))
    })
}

/// Whether a priority is a mere number, of which 1 is the highest.
pub(super) fn is_bare(text: &str) -> bool {
    matches!(text.trim(), "1" | "2" | "3" | "4" | "5")
}

/// What a step is taken to be worth. Where priorities are counted from 1, the first is the highest.
pub(super) fn worth(step: usize, counts_from_one: bool) -> RawRange {
    let step = step.saturating_sub(usize::from(counts_from_one)).min(STEPS.len() - 1);
    Spread::PRIORITY.around(STEPS[step].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_of_every_source_are_known() {
        for (text, found) in [
            ("Highest", Some(0)),
            ("Urgent", Some(0)),
            ("🔥 P0", Some(0)),
            ("P1 - High", Some(1)),
            ("1 - Critical", Some(0)),
            ("Must have", Some(0)),
            ("Won't", Some(4)),
            ("Medium", Some(2)),
            ("4", Some(4)),
            ("No priority", None),
            ("Undefined", None),
            ("12", None),
        ] {
            assert_eq!(step(text), found, "{text}");
        }
    }
}
