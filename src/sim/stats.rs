//! Means, standard errors and percentiles of a sample.

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

impl Summary {
    /// Summarises a sample, which it leaves sorted. An empty sample gives zeros.
    #[must_use]
    pub fn of(sample: &mut [f64]) -> Self {
        if sample.is_empty() {
            return Self::default();
        }
        let n = sample.len() as f64;
        // Sorted first, so that the sums do not depend on the order of the sample.
        sample.sort_unstable_by(f64::total_cmp);
        let mean = sample.iter().sum::<f64>() / n;
        let squares: f64 = sample.iter().map(|x| (x - mean) * (x - mean)).sum();
        let stderr = if sample.len() < 2 { 0.0 } else { (squares / (n - 1.0) / n).sqrt() };
        Self {
            mean,
            stderr,
            p10: percentile(sample, 0.1),
            p50: percentile(sample, 0.5),
            p90: percentile(sample, 0.9),
        }
    }
}

/// The percentile `p` (0 to 1) of a sorted, not empty sample, interpolated linearly between the values
/// beside position (n−1)·p (model, section 3).
///
/// # Panics
/// If the sample is empty.
#[must_use]
pub fn percentile(sorted: &[f64], p: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * p;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let (low, high) = (sorted[below], sorted[above]);
    low + (high - low) * (position - below as f64)
}
