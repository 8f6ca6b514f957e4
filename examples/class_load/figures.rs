//! Times that were taken, and what is said of many.

use std::fmt;

use serde::Serialize;
use tokio::time::Instant;

/// Times that were taken, milliseconds, and when.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<(Instant, f64)>);

/// What is said of many times, milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) count: usize,
    pub(crate) p50: f64,
    pub(crate) p90: f64,
    pub(crate) p99: f64,
    pub(crate) max: f64,
}

impl Times {
    pub(crate) fn add(&mut self, from: Instant, to: Instant) {
        self.0.push((to, (to - from).as_secs_f64() * 1_000.0));
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// `None` where none was taken.
    pub(crate) fn spread(&self) -> Option<Spread> {
        self.spread_within(|_| true)
    }

    /// Of those that were taken at some moments only.
    pub(crate) fn spread_within(&self, is_meant: impl Fn(Instant) -> bool) -> Option<Spread> {
        let mut sorted: Vec<f64> =
            self.0.iter().filter(|(at, _)| is_meant(*at)).map(|(_, time)| *time).collect();
        sorted.sort_by(f64::total_cmp);
        let max = *sorted.last()?;
        // The smallest time that so many of all do not exceed.
        let of = |percent: usize| sorted[(sorted.len() * percent).div_ceil(100).saturating_sub(1)];
        Some(Spread { count: sorted.len(), p50: of(50), p90: of(90), p99: of(99), max })
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, p50, p90, p99, max } = self;
        write!(f, "p50 {p50:.1} ms, p90 {p90:.1} ms, p99 {p99:.1} ms, most {max:.1} ms ({count} times)")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_taken() {
        let (mut times, from) = (Times::default(), Instant::now());
        let after = |milliseconds| from + Duration::from_millis(milliseconds);
        assert_eq!(times.spread(), None);
        for milliseconds in (1..=200).rev() {
            times.add(from, after(milliseconds));
        }
        let spread = Spread { count: 200, p50: 100.0, p90: 180.0, p99: 198.0, max: 200.0 };
        assert_eq!(times.spread(), Some(spread));
        let one = Spread { count: 1, p50: 1.0, p90: 1.0, p99: 1.0, max: 1.0 };
        assert_eq!(times.spread_within(|at| at == after(1)), Some(one));
    }
}
