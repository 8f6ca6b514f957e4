//! Means, standard errors and percentiles of a sample.

use super::wide::widest;

/// What a sample says about a figure, in the figure's own unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean: sd (with n−1) ÷ √n; 0 for one value.
    pub stderr: f64,
    /// The value that one in ten is below.
    pub p10: f64,
    /// The median.
    pub p50: f64,
    /// The value that one in ten is above.
    pub p90: f64,
}

/// Sums that are kept apart, so that a processor can add them side by side.
const APART: usize = 8;

impl Summary {
    /// Summarises a sample, whose order it changes. An empty sample gives zeros.
    #[must_use]
    pub fn of(sample: &mut [f64]) -> Self {
        Self::moments(&[&*sample]).map_or_else(Self::default, |summary| {
            let [p10, p50, p90] = percentiles(sample);
            Self { p10, p50, p90, ..summary }
        })
    }

    /// Summarises a sample that lies in parts, whole eights of it in all but the last.
    pub(super) fn of_parts(parts: &[&[f64]]) -> Self {
        Self::moments(parts).map_or_else(Self::default, |summary| {
            let [p10, p50, p90] =
                bracketed_percentiles(parts).unwrap_or_else(|| percentiles(&mut parts.concat()));
            Self { p10, p50, p90, ..summary }
        })
    }

    /// The mean and its standard error, if there are any values.
    fn moments(parts: &[&[f64]]) -> Option<Self> {
        let &origin = parts.iter().find_map(|part| part.first())?;
        // Around one of them, so that what is the same in all of them is exact, and no digits are lost where
        // they differ by little.
        let mut sums = [[0.0; APART]; 2];
        widest(
            #[inline(always)]
            || {
                for part in parts {
                    add_up(part, origin, &mut sums);
                }
            },
        );
        let [sum, squares] = sums.map(|sums| sums.iter().sum::<f64>());
        let count: usize = parts.iter().map(|part| part.len()).sum();
        let n = count as f64;
        let variance = if count < 2 { 0.0 } else { (squares - sum * sum / n).max(0.0) / (n - 1.0) };
        Some(Self { mean: origin + sum / n, stderr: (variance / n).sqrt(), ..Self::default() })
    }
}

/// Adds up how far values are off an origin, and the squares of that.
#[inline(always)]
fn add_up(values: &[f64], origin: f64, [sums, squares]: &mut [[f64; APART]; 2]) {
    let (whole, rest) = values.as_chunks::<APART>();
    let (mut own_sums, mut own_squares) = (*sums, *squares);
    for values in whole {
        for place in 0..APART {
            let off = values[place] - origin;
            own_sums[place] += off;
            own_squares[place] += off * off;
        }
    }
    for (place, value) in rest.iter().enumerate() {
        let off = value - origin;
        own_sums[place] += off;
        own_squares[place] += off * off;
    }
    (*sums, *squares) = (own_sums, own_squares);
}

/// The percentiles that a summary names.
const PERCENTILES: [f64; 3] = [0.1, 0.5, 0.9];

/// Values from which on it pays to bracket percentiles.
const BRACKETED_MIN: usize = 4_096;

/// Standard deviations of a percentile of a sample's sample by which it is bracketed: all three are between
/// their brackets in all but one of several thousand samples.
const BRACKET_WIDTH: f64 = 4.0;

/// The percentiles of a large sample without going through it more than once: some of the values tell
/// between which bounds a percentile lies, and then only those between them must be sorted. `None` where
/// that fails: bounds overlap if many values are the same, and luck may have chosen strange values.
fn bracketed_percentiles(parts: &[&[f64]]) -> Option<[f64; 3]> {
    let count = parts.iter().map(|part| part.len()).sum();
    if count < BRACKETED_MIN {
        return None;
    }
    let brackets = brackets(parts, count);
    if brackets.as_flattened().windows(2).any(|pair| pair[0] >= pair[1]) {
        return None;
    }
    let Parted { below, up_to, mut inside } = Parted::new(parts, &brackets);
    // Where in what is inside the percentiles are, if they and the next values are in their brackets.
    let mut places = [(0, 0.0); 3];
    let mut before = 0;
    for (index, p) in PERCENTILES.into_iter().enumerate() {
        let (place, share) = position(count, p);
        if !(below[index]..up_to[index].saturating_sub(1)).contains(&place) {
            return None;
        }
        places[index] = (place - below[index] + before, share);
        before += up_to[index] - below[index];
    }
    Some(pick(&mut inside, places))
}

/// Bounds between which the percentiles of a sample are likely to lie.
fn brackets(parts: &[&[f64]], count: usize) -> [[f64; 2]; 3] {
    // So many that sorting them takes about as long as sorting what is between the bounds.
    let step = (count as f64).cbrt() as usize / 2;
    let mut some: Vec<f64> = parts.iter().flat_map(|part| part.iter().step_by(step)).copied().collect();
    some.sort_unstable_by(f64::total_cmp);
    let last = (some.len() - 1) as f64;
    PERCENTILES.map(|p| {
        let width = BRACKET_WIDTH * (last * p * (1.0 - p)).sqrt() + 1.0;
        [last * p - width, last * p + width].map(|place| some[place.clamp(0.0, last) as usize])
    })
}

/// A sample that was parted by three brackets.
#[derive(Default)]
struct Parted {
    /// How many values are below each bracket.
    below: [usize; 3],
    /// How many are not above each.
    up_to: [usize; 3],
    /// The values inside any.
    inside: Vec<f64>,
}

/// Values that are looked at side by side.
const PARTED_AT_ONCE: usize = 256;

impl Parted {
    fn new(parts: &[&[f64]], brackets: &[[f64; 2]; 3]) -> Self {
        let mut parted = Self::default();
        widest(
            #[inline(always)]
            || {
                for part in parts {
                    for start in (0..part.len()).step_by(PARTED_AT_ONCE) {
                        parted.part(&part[start..part.len().min(start + PARTED_AT_ONCE)], brackets);
                    }
                }
            },
        );
        parted
    }

    #[inline(always)]
    fn part(&mut self, values: &[f64], brackets: &[[f64; 2]; 3]) {
        let mut is_inside = [0_u64; PARTED_AT_ONCE];
        for (index, [from, to]) in brackets.iter().enumerate() {
            let (mut not_below, mut not_above) = (0, 0);
            for (is_inside, value) in is_inside.iter_mut().zip(values) {
                let (is_not_below, is_not_above) = (u64::from(value >= from), u64::from(value <= to));
                not_below += is_not_below;
                not_above += is_not_above;
                *is_inside |= is_not_below & is_not_above;
            }
            self.below[index] += values.len() - not_below as usize;
            self.up_to[index] += not_above as usize;
        }
        // Without a branch: what is not inside is written over by the next.
        let mut kept = [0.0; PARTED_AT_ONCE];
        let mut count = 0;
        for (&value, is_inside) in values.iter().zip(is_inside) {
            kept[count % PARTED_AT_ONCE] = value;
            count += is_inside as usize;
        }
        self.inside.extend_from_slice(&kept[..count]);
    }
}

/// The 10th, 50th and 90th percentile of a sample, not empty.
fn percentiles(sample: &mut [f64]) -> [f64; 3] {
    let places = PERCENTILES.map(|p| position(sample.len(), p));
    pick(sample, places)
}

/// Three percentiles, by their places in a sample. It does not take a sorted one: the middle one parts the
/// sample, and the others are looked for in their halves.
fn pick(sample: &mut [f64], places: [(usize, f64); 3]) -> [f64; 3] {
    let [(low, low_share), (middle, middle_share), (high, high_share)] = places;
    let median = neighbours(sample, middle);
    let p10 = if low < middle { neighbours(&mut sample[..=middle], low) } else { median };
    let p90 = if high > middle { neighbours(&mut sample[middle..], high - middle) } else { median };
    [between(p10, low_share), between(median, middle_share), between(p90, high_share)]
}

/// The value at a place of a sample if it were sorted, and the next one.
fn neighbours(sample: &mut [f64], place: usize) -> (f64, f64) {
    let (_, &mut value, above) = sample.select_nth_unstable_by(place, f64::total_cmp);
    (value, above.iter().copied().reduce(f64::min).unwrap_or(value))
}

/// Where a percentile of so many values lies: behind which of them, and by which share of the way to the next.
fn position(count: usize, p: f64) -> (usize, f64) {
    let position = (count - 1) as f64 * p;
    (position as usize, position.fract())
}

fn between((low, high): (f64, f64), share: f64) -> f64 {
    low + (high - low) * share
}

/// The percentile `p` (0 to 1) of a sorted, not empty sample, interpolated linearly between the values
/// beside position (n−1)·p (model, section 3).
///
/// # Panics
/// If the sample is empty.
#[must_use]
pub fn percentile(sorted: &[f64], p: f64) -> f64 {
    let (place, share) = position(sorted.len(), p);
    between((sorted[place], sorted[(place + 1).min(sorted.len() - 1)]), share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples large enough for brackets, in parts as tasks leave them.
    fn assert_brackets_change_nothing(figure: impl Fn(u64) -> f64, count: u64) {
        let sample: Vec<f64> = (0..count).map(figure).collect();
        let parts: Vec<&[f64]> = sample.chunks(256).collect();
        assert_eq!(Summary::of_parts(&parts), Summary::of(&mut sample.clone()));
    }

    /// Numbers on [0, 1) without a pattern that a step could meet.
    fn scattered(index: u64) -> f64 {
        (index.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20).wrapping_mul(index | 1) as u32 as f64
            / f64::from(u32::MAX)
    }

    #[test]
    fn brackets_change_no_percentile() {
        for count in [1, 9, 5_000, 10_000, 12_345, 100_003] {
            assert_brackets_change_nothing(scattered, count);
            assert_brackets_change_nothing(|index| scattered(index).powi(9) * 1e12, count);
            // What is sorted, what has few values, and what has one.
            assert_brackets_change_nothing(|index| index as f64, count);
            assert_brackets_change_nothing(|index| (scattered(index) * 20.0).floor(), count);
            assert_brackets_change_nothing(|_| 7.0, count);
        }
    }

    #[test]
    fn brackets_hold_the_percentiles_of_a_large_sample() {
        let sample: Vec<f64> = (0..100_000).map(scattered).collect();
        assert!(bracketed_percentiles(&[&sample]).is_some());
    }
}
