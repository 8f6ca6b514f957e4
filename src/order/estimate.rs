//! Figures that carry their noise.

/// A figure that was measured on a sample, in the figure's own unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean: sd (with n−1) ÷ √n; 0 for a figure that is certain.
    pub stderr: f64,
}

impl Estimate {
    /// A figure without noise.
    #[must_use]
    pub fn certain(mean: f64) -> Self {
        Self { mean, stderr: 0.0 }
    }

    /// The mean of a sample, added up in its order. An empty sample gives zeros.
    #[must_use]
    pub fn of(sample: &[f64]) -> Self {
        Self::of_figures(sample.iter().copied())
    }

    /// The mean of what each future gives the one more than the other: both met the same futures, so what
    /// luck they share drops out (common random numbers). Of samples of two lengths the first futures count.
    #[must_use]
    pub fn of_difference(one: &[f64], other: &[f64]) -> Self {
        Self::of_figures(one.iter().zip(other).map(|(one, other)| one - other))
    }

    fn of_figures(figures: impl Iterator<Item = f64> + Clone) -> Self {
        let (count, sum) = figures.clone().fold((0_u32, 0.0), |(count, sum), x| (count + 1, sum + x));
        if count == 0 {
            return Self::default();
        }
        let n = f64::from(count);
        let mean = sum / n;
        let squares: f64 = figures.map(|x| (x - mean) * (x - mean)).sum();
        let stderr = if count < 2 { 0.0 } else { (squares / (n - 1.0) / n).sqrt() };
        Self { mean, stderr }
    }

    /// Whether the figure stands out of its noise: more than twice its standard error, and more than what
    /// rounding can do to it.
    #[must_use]
    pub fn is_clear(self) -> bool {
        self.mean.abs() > (2.0 * self.stderr).max(crate::scenario::TINY)
    }

    /// Whether the figure is clear and above 0.
    #[must_use]
    pub fn is_gain(self) -> bool {
        self.mean > 0.0 && self.is_clear()
    }

    /// The sum of two figures whose noises have nothing to do with each other.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { mean: self.mean + other.mean, stderr: self.stderr.hypot(other.stderr) }
    }

    /// The difference of two figures whose noises have nothing to do with each other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self { mean: self.mean - other.mean, stderr: self.stderr.hypot(other.stderr) }
    }
}
