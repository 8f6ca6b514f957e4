//! The inverse of a PERT distribution's cumulative function, as a table.
//!
//! A table turns 64 random bits into a draw with one look-up and a cubic, where rejection sampling takes a
//! loop whose length is itself random. And as one draw takes exactly one number of its stream, the n-th
//! future can be drawn without the n−1 before it.

use std::f64::consts::PI;

/// Cells that each halving of the probability towards 0 and towards 1 is cut into.
const CELLS: usize = 4;

/// Halvings on each side of the median. What lies beyond, 3 in 100,000 on each side, is drawn as if it were
/// spread evenly between the bound of the range and the last cell.
const OCTAVES: u32 = 14;

/// Cells on one side of the median: those of the octaves, then those of the rest.
const SIDE: usize = CELLS * (OCTAVES as usize + 1);

/// Places for the cells of both sides: a power of two, so that no index can lie beyond.
const PLACES: usize = (2 * SIDE).next_power_of_two();

/// Coefficients of a cubic, constant first.
type Cubic = [f64; 4];

/// The quantiles of the shape of a PERT distribution, on [0, 1]; ranges of one shape differ by their bounds.
///
/// On each side of the median the cells get finer as the probability gets smaller, because there the
/// quantile is steep: within a cell it is a cubic that has the true values and slopes at both ends (Hermite),
/// which is true to about 10⁻⁵.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// The coefficients of the cells, each kind on its own: so a processor gathers those of several draws.
    coefficients: [[f64; PLACES]; 4],
}

impl Shape {
    /// The shape of Beta(α, β), where α + β = 6.
    pub(super) fn new((alpha, beta): (f64, f64)) -> Self {
        let mut cells = [[0.0; 4]; 2 * SIDE];
        let (lower, upper) = cells.split_at_mut(SIDE);
        lower.copy_from_slice(&side(alpha, beta));
        // Towards 1 the quantile is that of the mirrored shape, counted from the other end.
        for (cell, from_end) in upper.iter_mut().zip(side(beta, alpha)) {
            *cell = from_end.map(|coefficient| -coefficient);
            cell[0] += 1.0;
        }
        let mut coefficients = [[0.0; PLACES]; 4];
        for (kind, row) in coefficients.iter_mut().enumerate() {
            row.iter_mut().zip(&cells).for_each(|(coefficient, cell)| *coefficient = cell[kind]);
        }
        Self { coefficients }
    }

    /// The quantiles at the probabilities `bits` ÷ 2⁶⁴, 0 to 1.
    #[inline(always)]
    pub(super) fn at<const N: usize>(&self, bits: &[u64; N]) -> [f32; N] {
        // In steps, each a loop that takes all probabilities side by side.
        let (mut cells, mut shares) = ([0; N], [0.0; N]);
        for lane in 0..N {
            (cells[lane], shares[lane]) = place(bits[lane]);
        }
        let [constant, slope, bend, twist] = &self.coefficients;
        let mut quantiles = [0.0; N];
        for lane in 0..N {
            let (cell, share) = (cells[lane] as usize % PLACES, shares[lane]);
            let quantile =
                constant[cell] + share * (slope[cell] + share * (bend[cell] + share * twist[cell]));
            quantiles[lane] = quantile.clamp(0.0, 1.0) as f32;
        }
        quantiles
    }
}

/// The cell of a probability, and the share of the way through it.
#[inline(always)]
fn place(bits: u64) -> (u32, f64) {
    // Sign extension: all ones above the median, where the probability is counted from 1 downwards.
    let upper = (bits as i64 >> 63) as u64;
    // Twice the distance to the nearer end, as a fraction of 2⁶⁴.
    let distance = (bits ^ upper) << 1;
    let octave = distance.leading_zeros().min(OCTAVES);
    // Without its leading 1, if it has one before the rest.
    let place = distance << (octave + 1).min(OCTAVES);
    let cell = (place >> 62) as u32 + CELLS as u32 * octave + SIDE as u32 * (upper & 1) as u32;
    (cell, fraction(place << 2))
}

/// Bits as a fraction of 2⁶⁴, rounded down to what is exact.
#[inline(always)]
pub(super) fn fraction(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

/// The cubics of the lower side of Beta(α, β) on [0, 1], where α + β = 6.
fn side(alpha: f64, beta: f64) -> [Cubic; SIDE] {
    let density = Density::new(alpha, beta);
    let mut cells = [[0.0; 4]; SIDE];
    // The end of the octaves, from where the probability is halved no more.
    let last = 0.5_f64.powi(OCTAVES as i32 + 1);
    let mut knot = Knot { probability: last, quantile: density.near_zero(last) };
    for (place, cell) in cells[SIDE - CELLS..].iter_mut().enumerate() {
        let share = knot.quantile / CELLS as f64;
        *cell = [share * place as f64, share, 0.0, 0.0];
    }
    for octave in (0..OCTAVES as usize).rev() {
        let step = knot.probability / CELLS as f64;
        for cell in &mut cells[CELLS * octave..CELLS * (octave + 1)] {
            let next = knot.next(&density, step);
            *cell = hermite(
                (knot.quantile, next.quantile),
                (step / density.at(knot.quantile), step / density.at(next.quantile)),
            );
            knot = next;
        }
    }
    cells
}

/// The cubic on [0, 1] with these values and slopes at its ends.
fn hermite((from, to): (f64, f64), (slope_from, slope_to): (f64, f64)) -> Cubic {
    let rise = to - from;
    [from, slope_from, 3.0 * rise - 2.0 * slope_from - slope_to, slope_from + slope_to - 2.0 * rise]
}

/// A probability and its quantile.
#[derive(Clone, Copy)]
struct Knot {
    probability: f64,
    quantile: f64,
}

impl Knot {
    /// The knot at a probability that is larger by `step`: a step of the classical Runge–Kutta method along
    /// d ln q ÷ d ln p = p ÷ (q f(q)), which is nearly constant where p is small.
    fn next(self, density: &Density, step: f64) -> Self {
        let slope = |p: f64, q: f64| p / (q * density.at(q));
        let (p, q) = (self.probability, self.quantile);
        let ln = (step / p).ln_1p();
        let middle = p * (ln / 2.0).exp();
        let first = slope(p, q);
        let second = slope(middle, q * (first * ln / 2.0).exp());
        let third = slope(middle, q * (second * ln / 2.0).exp());
        let fourth = slope(p + step, q * (third * ln).exp());
        let rise = ln * (first + 2.0 * second + 2.0 * third + fourth) / 6.0;
        Self { probability: p + step, quantile: (q * rise.exp()).min(1.0) }
    }
}

/// The density of Beta(α, β) with α + β = 6.
struct Density {
    alpha: f64,
    beta: f64,
    /// The beta function B(α, β).
    whole: f64,
}

impl Density {
    fn new(alpha: f64, beta: f64) -> Self {
        // Γ(6 − α) = (5 − α)(4 − α) … (1 − α) Γ(1 − α), Γ(α) Γ(1 − α) = π ÷ sin πα, and Γ(6) = 120. Beside
        // a whole number one factor and the sine vanish together; their quotient is taken as a limit.
        let near = alpha.round();
        let off = alpha - near;
        let others: f64 =
            (1..=5).map(f64::from).filter(|&whole| whole != near).map(|whole| whole - alpha).product();
        let sinc = if off == 0.0 { 1.0 } else { (PI * off).sin() / (PI * off) };
        let sign = if near % 2.0 == 0.0 { -1.0 } else { 1.0 };
        Self { alpha, beta, whole: sign * others / sinc / 120.0 }
    }

    fn at(&self, x: f64) -> f64 {
        ((self.alpha - 1.0) * x.ln() + (self.beta - 1.0) * (-x).ln_1p()).exp() / self.whole
    }

    /// The quantile of a small probability: the root of the first two terms of the series of the
    /// cumulative function, xᵅ ÷ (α B) · (1 − x α (β − 1) ÷ (α + 1)), by fixed-point iteration.
    fn near_zero(&self, probability: f64) -> f64 {
        let first = probability * self.alpha * self.whole;
        let shrink = self.alpha * (self.beta - 1.0) / (self.alpha + 1.0);
        let root = |bend: f64| (first / bend).powf(1.0 / self.alpha);
        (0..8).fold(root(1.0), |x, _| root(1.0 - shrink * x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Range;

    /// The cumulative function of Beta(α, β), by Simpson's rule on a substitution that is smooth at 0.
    fn cumulative(alpha: f64, beta: f64, x: f64) -> f64 {
        let density = Density::new(alpha, beta);
        let steps = 4_000;
        let f = |t: f64| {
            let x = x * t * t;
            if x <= 0.0 || x >= 1.0 { 0.0 } else { density.at(x) * 2.0 * t }
        };
        let h = 1.0 / f64::from(steps);
        let sum: f64 = (0..=steps)
            .map(|step| {
                let weight = if step == 0 || step == steps { 1.0 } else { f64::from(2 + 2 * (step % 2)) };
                weight * f(f64::from(step) * h)
            })
            .sum();
        x * sum * h / 3.0
    }

    fn shapes() -> impl Iterator<Item = (Range, f64, f64)> {
        (0..=40).map(|step| {
            let mode = f64::from(step) / 40.0;
            (Range::new(0.0, mode, 1.0).unwrap(), 1.0 + 4.0 * mode, 5.0 - 4.0 * mode)
        })
    }

    #[test]
    fn the_density_adds_up_to_one() {
        for (_, alpha, beta) in shapes() {
            // From both ends, so that neither is where the density may be steep.
            let both = cumulative(alpha, beta, 0.5) + cumulative(beta, alpha, 0.5);
            assert!((both - 1.0).abs() < 1e-9, "{alpha} {both}");
        }
    }

    #[test]
    fn a_quantile_is_where_the_cumulative_function_has_its_probability() {
        for (_, alpha, beta) in shapes() {
            let quantiles = Shape::new((alpha, beta));
            for step in 1..400_u64 {
                let bits = step * (u64::MAX / 400);
                let (probability, [x]) = (step as f64 / 400.0, quantiles.at(&[bits]).map(f64::from));
                let found =
                    if x < 0.5 { cumulative(alpha, beta, x) } else { 1.0 - cumulative(beta, alpha, 1.0 - x) };
                assert!((found - probability).abs() < 2e-5, "{alpha}: {found} at {probability}");
            }
        }
    }

    #[test]
    fn quantiles_rise_from_the_low_to_the_high() {
        for (_, alpha, beta) in shapes() {
            let quantiles = Shape::new((alpha, beta));
            let drawn: Vec<f64> = (0..100_000_u64)
                .map(|step| f64::from(quantiles.at(&[step * (u64::MAX / 99_999)])[0]))
                .collect();
            assert!(drawn.is_sorted(), "{alpha}");
            assert!(drawn[0] < 1e-6 && drawn[99_999] > 1.0 - 1e-6);
            // And without jumps between cells.
            let jump = drawn.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
            assert!(jump < 0.12, "{alpha}: {jump}");
        }
    }

    #[test]
    fn the_means_of_quantiles_are_those_of_the_distribution() {
        for (range, alpha, beta) in shapes() {
            let quantiles = Shape::new((alpha, beta));
            let n = 100_000_u64;
            let at = |step| f64::from(quantiles.at(&[step * (u64::MAX / n) + (u64::MAX / n) / 2])[0]);
            let mean = (0..n).map(at).sum::<f64>() / n as f64;
            assert!((mean - range.mean()).abs() < 1e-5, "{alpha}: {mean}");
            let variance = (0..n).map(|step| (at(step) - mean).powi(2)).sum::<f64>() / n as f64;
            assert!((variance - range.variance()).abs() < 1e-5, "{alpha}: {variance}");
        }
    }
}
