//! Figures as people write them into cells, and what is made of them.

use std::str::FromStr;

use super::source::Unit;
use crate::scenario::raw::{RawRange, RawSpread};

/// The most effort that an item can have; the same as in the format.
const EFFORT_MAX: f64 = 1e6;
/// The largest value, so that twice of it is still allowed in the format.
const VALUE_MAX: f64 = 4e11;
/// The points of sizes in words.
pub(super) const SIZES: [(&str, f64); 7] =
    [("XS", 1.0), ("S", 2.0), ("M", 3.0), ("L", 5.0), ("XL", 8.0), ("XXL", 13.0), ("XXXL", 21.0)];
/// Sizes that are written out.
const SIZES_IN_FULL: [(&str, f64); 4] = [("TINY", 1.0), ("SMALL", 2.0), ("MEDIUM", 3.0), ("LARGE", 5.0)];
/// What may stand behind a figure.
const UNITS: [&str; 14] = [
    "points",
    "point",
    "pts",
    "pt",
    "sp",
    "story points",
    "hours",
    "hrs",
    "days",
    "€",
    "$",
    "£",
    "eur",
    "usd",
];

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// No figure.
    Nothing,
    /// One figure.
    One(f64),
    /// From one to another.
    Span(f64, f64),
}

/// Reads a figure, or two with a dash between.
pub(super) fn cell(text: &str, decimal_comma: bool) -> Cell {
    // Longer texts are no figures, and looking at them takes time.
    if text.len() > 40 {
        return Cell::Nothing;
    }
    let lower = text.trim_start_matches('\'').trim().to_lowercase();
    let bare = without_unit(&lower);
    if let Some(figure) = number(bare, decimal_comma) {
        return Cell::One(figure);
    }
    for between in ["–", "..", " to ", "-"] {
        if let Some((low, high)) = bare.split_once(between)
            && let (Some(low), Some(high)) =
                (number(without_unit(low), decimal_comma), number(without_unit(high), decimal_comma))
        {
            return if low <= high { Cell::Span(low, high) } else { Cell::Span(high, low) };
        }
    }
    Cell::Nothing
}

fn without_unit(text: &str) -> &str {
    let text = text.trim().trim_start_matches(['€', '$', '£']).trim();
    let bare = UNITS.iter().filter_map(|unit| text.strip_suffix(unit)).min_by_key(|bare| bare.len());
    bare.unwrap_or(text).trim()
}

/// A plain number; the other sign than the decimal one may stand between thousands.
fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let (point, thousands) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let is_plain =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{A0}' | '\u{202F}' | '\'' | '’');
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == point) || !digits.chars().all(is_plain) {
        return None;
    }
    let digits = digits.replace([' ', '\u{A0}', '\u{202F}', '\'', '’'], "");
    // Where it does not stand before three digits, it is the decimal sign of another language.
    let groups: Vec<&str> = digits.split(thousands).collect();
    let is_grouped = groups[1..].iter().enumerate().all(|(n, group)| {
        let whole = if n + 2 == groups.len() { group.split(point).next().unwrap_or_default() } else { group };
        whole.len() == 3
    });
    let written = match (groups.len(), is_grouped) {
        (1, _) => digits.replace(point, "."),
        (_, true) => groups.concat().replace(point, "."),
        (2, false) if !digits.contains(point) => digits.replace(thousands, "."),
        _ => return None,
    };
    f64::from_str(&written).ok().map(|figure| sign * figure)
}

/// An effort in points, or in hours where the unit is a time; `None` if there is none above 0.
pub(super) fn effort(text: &str, unit: Unit, decimal_comma: bool) -> Option<Cell> {
    let factor = match unit {
        Unit::Points | Unit::Hours => 1.0,
        Unit::Days => 8.0,
        Unit::Seconds => 1.0 / 3600.0,
    };
    let is_good = |figure: f64| figure > 0.0 && figure <= EFFORT_MAX;
    let found = match cell(text, decimal_comma) {
        Cell::One(figure) => Cell::One(figure * factor),
        Cell::Span(low, high) => Cell::Span(low * factor, high * factor),
        Cell::Nothing if unit == Unit::Points => Cell::One(size(text)?),
        Cell::Nothing => Cell::One(duration(text)?),
    };
    match found {
        Cell::One(figure) if is_good(figure) => Some(found),
        Cell::Span(low, high) if is_good(low) && is_good(high) => Some(found),
        _ => None,
    }
}

/// The points of a size in words: `XS` to `XXXL`, `Medium`, `📏 L`.
pub(super) fn size(text: &str) -> Option<f64> {
    if text.len() > 24 {
        return None;
    }
    let word: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    let word = match word.as_str() {
        "2XL" => "XXL",
        "3XL" => "XXXL",
        word => word,
    };
    SIZES.iter().chain(&SIZES_IN_FULL).find(|(name, _)| *name == word).map(|(_, points)| *points)
}

/// The hours of `2d 4h`, with days of eight hours and weeks of five days.
fn duration(text: &str) -> Option<f64> {
    if text.len() > 24 {
        return None;
    }
    let mut hours = 0.0;
    for part in text.split_whitespace() {
        let at = part.find(|c: char| c.is_ascii_alphabetic())?;
        let figure = number(&part[..at], false)?;
        hours += figure
            * match &part[at..] {
                "w" => 40.0,
                "d" => 8.0,
                "h" => 1.0,
                "m" => 1.0 / 60.0,
                _ => return None,
            };
    }
    (hours > 0.0).then_some(hours)
}

/// A value; `None` if there is none, or it is far too large.
pub(super) fn value(text: &str, decimal_comma: bool) -> Option<Cell> {
    let is_good = |figure: f64| figure.abs() <= VALUE_MAX;
    match cell(text, decimal_comma) {
        found @ Cell::One(figure) if is_good(figure) => Some(found),
        found @ Cell::Span(low, high) if is_good(low) && is_good(high) => Some(found),
        _ => None,
    }
}

/// How far the truth may be from an estimate, as factors of it: 0 < low ≤ 1 ≤ high ≤ 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    low: f64,
    high: f64,
}

impl Spread {
    /// What is usual of estimates of effort: they are rather too small than too large.
    pub const EFFORT: Self = Self { low: 0.7, high: 1.8 };
    /// What is assumed of figures of value: half as much, or half as much again.
    pub(super) const VALUE: Self = Self { low: 0.5, high: 1.5 };
    /// What is assumed of a priority: it may as well be the next one.
    pub(super) const PRIORITY: Self = Self { low: 0.5, high: 2.0 };

    /// The range around an estimate, its figures with two decimals at most.
    pub(super) fn around(self, likely: f64) -> RawRange {
        let (one, other) = (likely * self.low, likely * self.high);
        range(one.min(other), likely, one.max(other))
    }

    /// "0.7 to 1.8 times".
    pub(super) fn told(self) -> String {
        format!("{} to {} times", self.low, self.high)
    }
}

impl FromStr for Spread {
    type Err = String;

    /// Reads `30`, `30%` or `0.7..1.8`.
    fn from_str(text: &str) -> Result<Self, String> {
        let help = "write percent, such as 30, or two factors, such as 0.7..1.8";
        let figure = |text: &str| text.trim().parse::<f64>().ok().filter(|figure| figure.is_finite());
        let (low, high) = match text.split_once("..") {
            Some((low, high)) => (figure(low).ok_or(help)?, figure(high).ok_or(help)?),
            None => {
                let percent = figure(text.trim().trim_end_matches('%')).ok_or(help)?;
                (1.0 - percent / 100.0, 1.0 + percent / 100.0)
            }
        };
        if low > 0.0 && low <= 1.0 && (1.0..=100.0).contains(&high) {
            Ok(Self { low, high })
        } else {
            Err("the lower factor is above 0 and at most 1, the upper one 1 to 100: 30 percent is 0.7..1.3"
                .to_owned())
        }
    }
}

/// What a cell says, as a range: one figure with a spread, or the two as they are.
pub(super) fn spread(cell: Cell, spread: Spread) -> Option<RawRange> {
    match cell {
        Cell::Nothing => None,
        Cell::One(figure) => Some(spread.around(figure)),
        Cell::Span(low, high) => Some(range(low, low.midpoint(high), high)),
    }
}

/// A range with two decimals at most, or one figure where that leaves nothing of it.
pub(super) fn range(low: f64, likely: f64, high: f64) -> RawRange {
    let rounded = |figure: f64| {
        let rounded = (figure * 100.0).round() / 100.0;
        // What is very small is kept as it is.
        if rounded == 0.0 && figure != 0.0 { figure } else { rounded }
    };
    let (low, likely, high) = (rounded(low), rounded(likely), rounded(high));
    if low == high { RawRange::Certain(likely) } else { RawRange::Spread(RawSpread { low, likely, high }) }
}

/// The mean of a range, (low + 4·likely + high) / 6.
pub(super) fn mean(range: RawRange) -> f64 {
    match range {
        RawRange::Certain(figure) => figure,
        RawRange::Spread(RawSpread { low, likely, high }) => (low + 4.0 * likely + high) / 6.0,
    }
}

/// The smallest, the middle and the largest of some figures; `None` of none.
pub(super) fn middle(mut figures: Vec<f64>) -> Option<(f64, f64, f64)> {
    figures.sort_by(f64::total_cmp);
    let (&low, &high) = (figures.first()?, figures.last()?);
    let half = figures.len() / 2;
    let middle =
        if figures.len() % 2 == 1 { figures[half] } else { figures[half - 1].midpoint(figures[half]) };
    Some((low, middle, high))
}

/// The likely figure of a range.
pub(super) fn likely(range: RawRange) -> f64 {
    match range {
        RawRange::Certain(figure) => figure,
        RawRange::Spread(spread) => spread.likely,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        for (text, comma, found) in [
            ("5", false, Cell::One(5.0)),
            ("5.0", false, Cell::One(5.0)),
            ("2,5", false, Cell::One(2.5)),
            ("1,200", false, Cell::One(1200.0)),
            ("1.234.567,5", true, Cell::One(1_234_567.5)),
            ("1.200", true, Cell::One(1200.0)),
            ("2.5", true, Cell::One(2.5)),
            ("€ 1 200", false, Cell::One(1200.0)),
            ("-3", false, Cell::One(-3.0)),
            ("'-3 pts", false, Cell::One(-3.0)),
            ("3-8", false, Cell::Span(3.0, 8.0)),
            ("8 – 3 points", false, Cell::Span(3.0, 8.0)),
            ("3pt to 5pt", false, Cell::Span(3.0, 5.0)),
            ("2026-11-28", false, Cell::Nothing),
            ("1,2,3", false, Cell::Nothing),
            ("five", false, Cell::Nothing),
            ("?", false, Cell::Nothing),
            ("", false, Cell::Nothing),
            ("NaN", false, Cell::Nothing),
            ("1e5", false, Cell::Nothing),
        ] {
            assert_eq!(cell(text, comma), found, "{text}");
        }
    }

    #[test]
    fn efforts_are_points_or_hours_above_0() {
        let one = |figure| Some(Cell::One(figure));
        assert_eq!(effort("14400", Unit::Seconds, false), one(4.0));
        assert_eq!(effort("1d 4h 30m", Unit::Hours, false), one(12.5));
        assert_eq!(effort("2", Unit::Days, false), one(16.0));
        assert_eq!(effort("📏 xl", Unit::Points, false), one(8.0));
        assert_eq!(effort("2XL", Unit::Points, false), one(13.0));
        assert_eq!(effort("Medium", Unit::Points, false), one(3.0));
        for text in ["0", "-1", "9999999", "huge", "0-3"] {
            assert_eq!(effort(text, Unit::Points, false), None, "{text}");
        }
    }

    #[test]
    fn spreads_are_percent_or_factors() {
        let read = |text: &str| text.parse::<Spread>().map(|spread| (spread.low, spread.high));
        assert_eq!(read("50%"), Ok((0.5, 1.5)));
        assert_eq!(read("0"), Ok((1.0, 1.0)));
        assert_eq!(read("0.8..2"), Ok((0.8, 2.0)));
        for text in ["100", "1.2..2", "0.5..0.9", "x", "", "0.7..inf", "-5"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_spread_around_a_loss_keeps_its_order() {
        let RawRange::Spread(spread) = Spread::VALUE.around(-4.0) else { panic!("a range") };
        assert_eq!((spread.low, spread.likely, spread.high), (-6.0, -4.0, -2.0));
        assert_eq!("0".parse::<Spread>().unwrap().around(3.0), RawRange::Certain(3.0));
    }
}
