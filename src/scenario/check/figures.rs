//! Numbers and their bounds.

use std::ops::RangeInclusive;

use super::{Check, MOST_COUNT};
use crate::scenario::Range;
use crate::scenario::problem::{Here, Hinge, Problem};
use crate::scenario::raw::RawRange;
use crate::scenario::words::{figure, grouped};

/// What a figure may be; the ends are allowed unless said otherwise.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    low: f64,
    high: f64,
    /// Whether the figure must be above `low`.
    above: bool,
}

/// The most that any figure can be in size.
const MOST: f64 = 1e12;
/// The most effort or velocity.
const MOST_EFFORT: f64 = 1e6;

/// At least 0.
pub(super) const FIGURE: Bounds = Bounds { low: 0.0, high: MOST, above: false };
/// Above 0.
pub(super) const POSITIVE: Bounds = Bounds { low: 0.0, high: MOST, above: true };
/// Value units, which may be negative.
pub(super) const VALUE: Bounds = Bounds { low: -MOST, high: MOST, above: false };
/// Effort units, at least 0.
pub(super) const EFFORT: Bounds = Bounds { low: 0.0, high: MOST_EFFORT, above: false };
/// Effort units of an item.
pub(super) const ITEM_EFFORT: Bounds = Bounds { low: 0.0, high: MOST_EFFORT, above: true };
/// 0 to 1.
pub(super) const CHANCE: Bounds = Bounds { low: 0.0, high: 1.0, above: false };

impl Bounds {
    fn allow(self, value: f64) -> bool {
        let enough = if self.above { value > self.low } else { value >= self.low };
        enough && value <= self.high
    }

    /// "cannot be below 0" and what to write.
    fn refusal(self, value: f64) -> (String, String) {
        let (low, high) = (figure(self.low), figure(self.high));
        if !value.is_finite() {
            return ("must be a finite number".into(), format!("Write a number up to {high}."));
        }
        if self.high == 1.0 {
            let what = if value > 1.0 { "cannot be above 1" } else { "cannot be below 0" };
            let help = match value > 1.0 && value <= 100.0 {
                true => {
                    format!("Write a number from 0 to 1: {} % is {}.", figure(value), figure(value / 100.0))
                }
                false => "Write a number from 0 to 1.".into(),
            };
            return (what.into(), help);
        }
        if value > self.high {
            return (format!("cannot be above {high}"), format!("Write {high} or less."));
        }
        match self.above {
            true => (format!("must be above {low}"), format!("Write a number above {low}.")),
            false => (format!("cannot be below {low}"), format!("Write {low} or more.")),
        }
    }
}

impl Check<'_> {
    /// A figure within bounds; if it is not, that is reported, and something within them returned.
    pub(super) fn figure(&mut self, value: f64, bounds: Bounds, here: &Here<'_>) -> f64 {
        if bounds.allow(value) {
            return value;
        }
        let (what, help) = bounds.refusal(value);
        let problem = Problem::error("out-of-range", here.path(), format!("{} {what}", here.name()))
            .label(what)
            .help(help);
        self.report(problem);
        1.0
    }

    /// A range within bounds, its three figures in order.
    pub(super) fn range(&mut self, raw: RawRange, bounds: Bounds, here: &Here<'_>) -> Range {
        let spread = match raw {
            RawRange::Certain(value) => return Range::certain(self.figure(value, bounds, here)),
            RawRange::Spread(spread) => spread,
        };
        let fields = [("low", spread.low), ("likely", spread.likely), ("high", spread.high)];
        for (name, value) in fields {
            self.figure(value, bounds, &here.field(name));
        }
        for [(less, a), (more, b)] in [[fields[0], fields[1]], [fields[1], fields[2]]] {
            if a > b {
                let problem = Problem::error(
                    "range-order",
                    here.path(),
                    format!("`{less}` is {}, more than `{more}`, which is {}", figure(a), figure(b)),
                )
                .label(format!("`{less}` is above `{more}`"))
                .help("A range goes upwards: `low`, then `likely`, then `high`; two of them may be equal.")
                .hinges_on(Hinge::Value(here.path()));
                self.report(problem);
            }
        }
        let range = fields.iter().all(|(_, value)| bounds.allow(*value));
        let range = range.then(|| Range::new(spread.low, spread.likely, spread.high)).flatten();
        range.unwrap_or(Range::certain(1.0))
    }

    /// A whole number within bounds that fit 32 bits.
    pub(super) fn whole(&mut self, value: u64, bounds: RangeInclusive<u64>, here: &Here<'_>) -> u32 {
        if bounds.contains(&value) {
            return clamped(value);
        }
        let (low, high) = (grouped(*bounds.start()), grouped(*bounds.end()));
        let (what, help) = if value > *bounds.end() {
            (format!("cannot be above {high}"), format!("Write {high} or less."))
        } else {
            (format!("cannot be below {low}"), format!("Write {low} or more."))
        };
        let problem = Problem::error("out-of-range", here.path(), format!("{} {what}", here.name()))
            .label(what)
            .help(help);
        self.report(problem);
        clamped(value.clamp(*bounds.start(), *bounds.end()))
    }

    /// A number of Sprints or items without a bound of its own.
    pub(super) fn count(&mut self, value: u64, here: &Here<'_>) -> u32 {
        self.whole(value, 0..=MOST_COUNT, here)
    }
}

/// Nothing in a game of at most 20,000 Sprints tells one number above 32 bits from another.
fn clamped(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
