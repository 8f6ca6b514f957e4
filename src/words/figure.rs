//! Figures as text.

use crate::order::Estimate;
use crate::scenario::{Range, TINY};

/// The minus sign. A hyphen is shorter and is lost in front of a figure.
const MINUS: char = '−';

/// A figure: thousands set apart by commas, one decimal below 100 unless it is whole, a true minus sign,
/// and never a negative zero.
///
/// ```
/// assert_eq!(toporder::words::number(-12_345.6), "−12,346");
/// assert_eq!(toporder::words::number(7.25), "7.3");
/// ```
#[must_use]
pub fn number(x: f64) -> String {
    let digits = unsigned(x);
    if x < 0.0 && digits != "0" { format!("{MINUS}{digits}") } else { digits }
}

/// A figure with its unit: `1,240 k€`.
#[must_use]
pub fn amount(x: f64, unit: &str) -> String {
    with_unit(number(x), unit)
}

/// A change with its sign and unit: `+12 k€`, `−3 k€`, `0 k€`.
#[must_use]
pub fn signed(x: f64, unit: &str) -> String {
    let text = number(x);
    let plus = x > 0.0 && text != "0";
    with_unit(if plus { format!("+{text}") } else { text }, unit)
}

/// A range with its unit: `3–8 points`; one figure where both ends read the same: `5 points`.
#[must_use]
pub fn span(range: Range, unit: &str) -> String {
    let (low, high) = (number(range.low()), number(range.high()));
    let text = if low == high {
        low
    } else if range.low() < 0.0 {
        // A dash between signs cannot be read.
        format!("{low} to {high}")
    } else {
        format!("{low}–{high}")
    };
    with_unit(text, unit)
}

/// A share, 0 to 1, as whole percent: `85 %`. What is not quite certain does not read as certain:
/// `>99 %` and `<1 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let rounded = percent.round();
    // Trust is added up in steps of 0.1, so its 0 and 1 are not exact.
    let exact = (percent - rounded).abs() <= TINY;
    if rounded == 100.0 && !exact && percent < 100.0 {
        ">99 %".to_owned()
    } else if rounded == 0.0 && !exact && percent > 0.0 {
        "<1 %".to_owned()
    } else {
        format!("{} %", number(rounded))
    }
}

/// A number of Sprints: `1 Sprint`, `3 Sprints`.
#[must_use]
pub fn sprints(n: u32) -> String {
    if n == 1 { "1 Sprint".to_owned() } else { format!("{} Sprints", number(f64::from(n))) }
}

/// What follows a figure that has a standard error: ` ± 3`, twice the error, so that in 19 of 20 cases the
/// truth lies inside; nothing where there is none.
#[must_use]
pub fn noise(stderr: f64) -> String {
    if stderr > 0.0 { format!(" ± {}", number(2.0 * stderr)) } else { String::new() }
}

/// A figure with its noise.
#[must_use]
pub fn noisy(estimate: Estimate, unit: &str) -> String {
    with_unit(number(estimate.mean) + &noise(estimate.stderr), unit)
}

/// The same of a change, with its sign.
#[must_use]
pub fn noisy_change(estimate: Estimate, unit: &str) -> String {
    with_unit(signed(estimate.mean, "") + &noise(estimate.stderr), unit)
}

/// A figure, written already, with its unit: `1 point`, `3 ± 1 points`.
#[must_use]
pub fn with_unit(mut text: String, unit: &str) -> String {
    let is_one = text.trim_start_matches([MINUS, '+']) == "1";
    let unit = if is_one { singular(unit) } else { unit };
    if !unit.is_empty() {
        text.push(' ');
        text.push_str(unit);
    }
    text
}

/// A unit as it goes with one: `hours` → `hour`. Units are free text, so only the plainest of English
/// plurals is touched.
fn singular(unit: &str) -> &str {
    let is_word = unit.len() > 2 && unit.bytes().all(|byte| byte.is_ascii_lowercase());
    let irregular = ["ss", "us", "ies", "xes", "ches", "shes", "sses"];
    if !is_word || irregular.iter().any(|ending| unit.ends_with(ending)) {
        return unit;
    }
    unit.strip_suffix('s').unwrap_or(unit)
}

/// The digits of a figure's size.
fn unsigned(x: f64) -> String {
    let size = x.abs();
    // Rounded first: 99.96 is shown as 100, not as 100.0.
    let tenths = (size * 10.0).round() / 10.0;
    let rounded = if tenths >= 100.0 { size.round() } else { tenths };
    let text = if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::with_capacity(text.len() + text.len() / 3);
    for (place, digit) in whole.char_indices() {
        let left = whole.len() - place;
        if place > 0 && left.is_multiple_of(3) && rounded.is_finite() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_a_negative_zero() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.04, "0"),
            (0.05, "0.1"),
            (5.0, "5"),
            (5.25, "5.3"),
            (-5.25, "−5.3"),
            (99.94, "99.9"),
            (99.96, "100"),
            (100.4, "100"),
            (999.5, "1,000"),
            (1_234.5, "1,235"),
            (-1_234_567.0, "−1,234,567"),
            (1e12, "1,000,000,000,000"),
        ];
        for (x, text) in cases {
            assert_eq!(number(x), text, "{x}");
        }
    }

    #[test]
    fn amounts_carry_sign_and_unit() {
        assert_eq!(amount(1_240.0, "k€"), "1,240 k€");
        assert_eq!(amount(3.0, ""), "3");
        assert_eq!(amount(1.0, "points"), "1 point");
        assert_eq!(amount(1.0, "boxes"), "1 boxes");
        assert_eq!(with_unit(format!("3{}", noise(0.5)), "points"), "3 ± 1 points");
        assert_eq!(noise(0.0), "");
        assert_eq!(signed(-1.0, "hours"), "−1 hour");
        assert_eq!(signed(12.0, "k€"), "+12 k€");
        assert_eq!(signed(-12.0, "k€"), "−12 k€");
        assert_eq!(signed(0.01, "k€"), "0 k€");
        assert_eq!(signed(-0.01, "k€"), "0 k€");
    }

    #[test]
    fn spans_are_one_figure_where_both_ends_read_the_same() {
        let range = |low, high| Range::new(low, low, high).expect("in order");
        assert_eq!(span(range(3.0, 8.0), "points"), "3–8 points");
        assert_eq!(span(Range::certain(5.0), "points"), "5 points");
        assert_eq!(span(range(500.1, 500.2), "points"), "500 points");
        assert_eq!(span(range(-3.0, 8.0), "k€"), "−3 to 8 k€");
    }

    #[test]
    fn percentages_at_the_ends_are_exact_or_say_so() {
        let cases = [
            (0.0, "0 %"),
            (1e-15, "0 %"),
            (0.001, "<1 %"),
            (0.006, "1 %"),
            (0.85, "85 %"),
            (0.994, "99 %"),
            (0.996, ">99 %"),
            (0.1 + 0.2 + 0.7, "100 %"),
            (1.0, "100 %"),
            (1.25, "125 %"),
            (-0.2, "−20 %"),
        ];
        for (share, text) in cases {
            assert_eq!(percent(share), text, "{share}");
        }
    }

    #[test]
    fn one_sprint_is_singular() {
        assert_eq!((sprints(1), sprints(3)), ("1 Sprint".to_owned(), "3 Sprints".to_owned()));
    }
}
