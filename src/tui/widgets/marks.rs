//! Small marks: what sort of work, how large, how much trust.

use super::super::theme::Role;
use crate::scenario::{Kind, Range};

/// A mark for a kind of work; the word for it stands in the item's details.
pub(crate) fn kind_mark(kind: Kind) -> &'static str {
    match kind {
        Kind::Feature => "◆",
        Kind::Experiment => "?",
        Kind::Enabler => "▲",
        Kind::Fix => "✚",
        Kind::Compliance => "§",
    }
}

/// A range on a scale from 0 to `most`, in so many columns: a line from low to high with a dot where it
/// is likeliest; only the dot where it is certain.
pub(crate) fn range_bar(range: Range, most: f64, columns: usize) -> String {
    let last = columns.saturating_sub(1) as f64;
    let place = |value: f64| {
        let share = if most > 0.0 { (value / most).clamp(0.0, 1.0) } else { 0.0 };
        (share * last).round() as usize
    };
    let (low, likely, high) = (place(range.low()), place(range.likely()), place(range.high()));
    let cell = |column: usize| match column {
        _ if column == likely => '●',
        _ if (low..=high).contains(&column) => '─',
        _ => '·',
    };
    (0..columns).map(cell).collect()
}

/// Trust as a bar of so many columns, and its role.
pub(crate) fn trust_bar(trust: f64, columns: usize) -> (Role, String) {
    let full = (trust * columns as f64).round() as usize;
    let role = match trust {
        t if t < 0.25 => Role::Bad,
        t if t < 0.5 => Role::Warn,
        _ => Role::Good,
    };
    (role, format!("{}{}", "█".repeat(full), "░".repeat(columns.saturating_sub(full))))
}

/// Shares, 0 to 1, as a small line: a mark for each, the higher the more.
pub(crate) fn spark(shares: impl IntoIterator<Item = f64>) -> String {
    const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let mark = |share: f64| MARKS[(share.clamp(0.0, 1.0) * 7.0).round() as usize];
    shares.into_iter().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_shows_low_likely_and_high_on_one_scale() {
        let range = |low, likely, high| Range::new(low, likely, high).expect("in order");
        assert_eq!(range_bar(range(2.0, 4.0, 8.0), 10.0, 11), "··──●────··");
        assert_eq!(range_bar(Range::certain(10.0), 10.0, 5), "····●");
        // What is below nothing starts at nothing, and a scale without length has its dot at the start.
        assert_eq!(range_bar(range(-5.0, -1.0, 5.0), 10.0, 5), "●──··");
        assert_eq!(range_bar(Range::certain(0.0), 0.0, 4), "●···");
    }

    #[test]
    fn a_small_line_goes_up_and_down() {
        assert_eq!(spark([0.0, 0.5, 1.0, 0.6]), "▁▅█▅");
        assert_eq!(spark([]), "");
    }

    #[test]
    fn trust_is_told_by_length_and_by_role() {
        assert_eq!(trust_bar(0.6, 10), (Role::Good, "██████░░░░".to_owned()));
        assert_eq!(trust_bar(0.3, 10), (Role::Warn, "███░░░░░░░".to_owned()));
        assert_eq!(trust_bar(0.0, 4), (Role::Bad, "░░░░".to_owned()));
        assert_eq!(trust_bar(1.0, 4), (Role::Good, "████".to_owned()));
    }
}
