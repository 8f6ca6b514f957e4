//! Means, standard errors and percentiles of a sample.

mod running;

pub(super) use self::running::Running;
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
        let Some(&origin) = sample.first() else { return Self::default() };
        let mut moments = Moments::new(origin);
        widest(
            #[inline(always)]
            || moments.add(sample),
        );
        moments.summary(percentiles(sample))
    }
}

/// What a mean and its standard error are made of, while values come in.
#[derive(Debug)]
struct Moments {
    /// One of the values. Around it, so that what is the same in all of them is exact, and no digits are lost
    /// where they differ by little.
    origin: f64,
    sums: [[f64; APART]; 2],
    count: usize,
}

impl Moments {
    fn new(origin: f64) -> Self {
        Self { origin, sums: Default::default(), count: 0 }
    }

    /// Takes values; whole eights of them, but at the end.
    #[inline(always)]
    fn add(&mut self, values: &[f64]) {
        add_up(values, self.origin, &mut self.sums);
        self.count += values.len();
    }

    /// The mean and its standard error, beside these percentiles.
    fn summary(&self, [p10, p50, p90]: [f64; 3]) -> Summary {
        let [sum, squares] = self.sums.map(|sums| sums.iter().sum::<f64>());
        let n = self.count as f64;
        let variance = if self.count < 2 { 0.0 } else { (squares - sum * sum / n).max(0.0) / (n - 1.0) };
        Summary { mean: self.origin + sum / n, stderr: (variance / n).sqrt(), p10, p50, p90 }
    }
}

/// Adds up how far values are off an origin, and the squares of that.
#[inline(always)]
fn add_up(values: &[f64], origin: f64, [sums, squares]: &mut [[f64; APART]; 2]) {
    let (whole, rest) = values.as_chunks::<APART>();
    let (mut own_sums, mut own_squares) = (*sums, *squares);
    for values in whole {
        // In loops of their own: as one, they are not compiled for the widest registers.
        let mut off = [0.0; APART];
        for place in 0..APART {
            off[place] = values[place] - origin;
        }
        for place in 0..APART {
            own_sums[place] += off[place];
        }
        for place in 0..APART {
            own_squares[place] += off[place] * off[place];
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
    (value, least(above).unwrap_or(value))
}

/// The least of some values, looked for side by side.
fn least(values: &[f64]) -> Option<f64> {
    let mut least = [*values.first()?; APART];
    let (whole, rest) = values.as_chunks::<APART>();
    for values in whole {
        for place in 0..APART {
            least[place] = if values[place] < least[place] { values[place] } else { least[place] };
        }
    }
    least.iter().chain(rest).copied().reduce(f64::min)
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
