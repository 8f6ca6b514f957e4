//! A summary of values that come in parts, of which only few are kept.

use super::super::wide::widest;
use super::{Moments, PERCENTILES, Summary, between, neighbours, position};

/// Values that are looked at side by side.
const AT_ONCE: usize = 256;

/// A summary in the making. The percentiles are exact: some values tell between which bounds each must lie,
/// and of all others only those between them are kept, and how many there are below.
#[derive(Debug)]
pub(in crate::sim) struct Running {
    moments: Moments,
    /// Apart from each other, the lowest first.
    windows: Vec<Window>,
    /// The values in all windows that have room.
    inside: Vec<f64>,
}

/// Bounds, and how many values lie where.
#[derive(Debug)]
struct Window {
    from: f64,
    to: f64,
    /// How many values are below.
    below: usize,
    /// How many are not above.
    up_to: usize,
}

impl Running {
    /// Begins with some of the values to come, at least one. They are not counted.
    /// `width` is in standard deviations of a percentile of theirs: the wider, the likelier the percentiles of
    /// all values lie between the bounds, and the more values are kept.
    pub(in crate::sim) fn new(mut some: Vec<f64>, width: f64) -> Self {
        let moments = Moments::new(some[0]);
        let last = some.len() - 1;
        let mut windows: Vec<Window> = Vec::with_capacity(PERCENTILES.len());
        for p in PERCENTILES {
            let middle = last as f64 * p;
            let reach = width * (middle * (1.0 - p)).sqrt() + 1.0;
            // Beyond the least and the greatest of some values there can be any number of others.
            let mut bound = |place: f64| match place {
                ..0.0 => f64::NEG_INFINITY,
                place if place > last as f64 => f64::INFINITY,
                place => *some.select_nth_unstable_by(place as usize, f64::total_cmp).1,
            };
            let (from, to) = (bound(middle - reach), bound((middle + reach).ceil()));
            match windows.last_mut() {
                // Where many values are the same, bounds meet.
                Some(before) if from <= before.to => before.to = before.to.max(to),
                _ => windows.push(Window { from, to, below: 0, up_to: 0 }),
            }
        }
        Self { moments, windows, inside: Vec::new() }
    }

    /// Takes values; whole eights of them, but at the end.
    pub(in crate::sim) fn add(&mut self, values: &[f64]) {
        widest(
            #[inline(always)]
            || {
                self.moments.add(values);
                values.chunks(AT_ONCE).for_each(|values| self.part(values));
            },
        );
    }

    #[inline(always)]
    fn part(&mut self, values: &[f64]) {
        let mut is_inside = [0_u64; AT_ONCE];
        for window in &mut self.windows {
            let has_room = u64::from(window.has_room());
            let (mut not_below, mut not_above) = (0, 0);
            for (is_inside, value) in is_inside.iter_mut().zip(values) {
                let (is_not_below, is_not_above) =
                    (u64::from(*value >= window.from), u64::from(*value <= window.to));
                not_below += is_not_below;
                not_above += is_not_above;
                *is_inside |= is_not_below & is_not_above & has_room;
            }
            window.below += values.len() - not_below as usize;
            window.up_to += not_above as usize;
        }
        // Without a branch: what is not inside is written over by the next.
        let mut kept = [0.0; AT_ONCE];
        let mut count = 0;
        for (&value, is_inside) in values.iter().zip(is_inside) {
            kept[count % AT_ONCE] = value;
            count += is_inside as usize;
        }
        self.inside.extend_from_slice(&kept[..count]);
    }

    /// The summary of all that came in; `None` if a percentile is out of its bounds.
    pub(in crate::sim) fn summary(mut self) -> Option<Summary> {
        let count = self.moments.count;
        let mut percentiles = [0.0; 3];
        // What is kept below a percentile is not looked at for the next.
        let mut passed = 0;
        for (percentile, p) in percentiles.iter_mut().zip(PERCENTILES) {
            let (place, share) = position(count, p);
            let next = (place + 1).min(count - 1);
            let at = self.windows.iter().position(|window| window.below <= place && next < window.up_to)?;
            let (before, window) = (&self.windows[..at], &self.windows[at]);
            *percentile = if window.has_room() {
                let before = before.iter().filter(|window| window.has_room());
                let kept: usize = before.map(|window| window.up_to - window.below).sum();
                let here = kept + place - window.below;
                let values = neighbours(&mut self.inside[passed..], here - passed);
                passed = here;
                between(values, share)
            } else {
                window.from
            };
        }
        Some(self.moments.summary(percentiles))
    }
}

impl Window {
    /// Whether there can be different values in it.
    #[inline(always)]
    fn has_room(&self) -> bool {
        self.from < self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers on [0, 1) without a pattern that a step could meet.
    fn scattered(index: u64) -> f64 {
        (index.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20).wrapping_mul(index | 1) as u32 as f64
            / f64::from(u32::MAX)
    }

    /// What is kept of the values and summed up, if their percentiles are where some of them say.
    fn running(sample: &[f64], some: usize) -> Option<Summary> {
        within(sample, some, 6.0)
    }

    /// The same, so many standard deviations wide.
    fn within(sample: &[f64], some: usize, width: f64) -> Option<Summary> {
        let mut running = Running::new(sample[..some].to_vec(), width);
        sample.chunks(1000).for_each(|part| running.add(part));
        running.summary()
    }

    #[test]
    fn what_is_not_kept_changes_nothing() {
        for count in [1, 9, 1_000, 12_345, 100_003] {
            let figures: [&dyn Fn(u64) -> f64; 5] = [
                &scattered,
                &|index| scattered(index).powi(9) * 1e12,
                // Few values, two values, and one.
                &|index| (scattered(index) * 20.0).floor(),
                &|index| (scattered(index) * 1.2).floor(),
                &|_| 7.0,
            ];
            for (number, figure) in figures.into_iter().enumerate() {
                let sample: Vec<f64> = (0..count).map(figure).collect();
                let found = running(&sample, sample.len().min(5_000));
                assert_eq!(found, Some(Summary::of(&mut sample.clone())), "{number} of {count}");
            }
        }
    }

    #[test]
    fn few_values_are_kept() {
        let sample: Vec<f64> = (0..100_000).map(scattered).collect();
        let mut running = Running::new(sample[..20_000].to_vec(), 6.0);
        running.add(&sample);
        assert!(running.inside.len() < 12_000, "{}", running.inside.len());
    }

    #[test]
    fn what_comes_later_may_prove_the_bounds_wrong() {
        // Sorted values: those to come are all above.
        let sample: Vec<f64> = (0..100_000).map(f64::from).collect();
        assert_eq!(running(&sample, 5_000), None);
    }

    #[test]
    fn bounds_that_are_made_wider_hold_in_the_end() {
        for count in [2, 64, 300] {
            // None of those above half of the values, or the same many times, is among the first.
            let samples: [&dyn Fn(u32) -> f64; 2] = [&f64::from, &|value| f64::from(value / (count / 2))];
            for sample in samples {
                let sample: Vec<f64> = (0..count).map(sample).collect();
                let found = within(&sample, count as usize / 2, 1e9);
                assert_eq!(found, Some(Summary::of(&mut sample.clone())), "{count}");
            }
        }
    }
}
