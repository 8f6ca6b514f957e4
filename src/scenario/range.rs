//! A figure that is certain, or known within bounds.

/// A certain figure, or a PERT range `low ≤ likely ≤ high` (model, section 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    low: f64,
    likely: f64,
    high: f64,
}

impl Range {
    /// A range; `None` unless `low ≤ likely ≤ high` and all are finite.
    #[must_use]
    pub fn new(low: f64, likely: f64, high: f64) -> Option<Self> {
        let ordered = low <= likely && likely <= high;
        (ordered && low.is_finite() && high.is_finite()).then_some(Self { low, likely, high })
    }

    /// A figure without doubt.
    ///
    /// # Panics
    /// If `value` is not finite.
    #[must_use]
    pub fn certain(value: f64) -> Self {
        Self::new(value, value, value).expect("a certain figure is finite")
    }

    /// The smallest possible figure.
    #[must_use]
    pub fn low(self) -> f64 {
        self.low
    }

    /// The likeliest figure (the mode).
    #[must_use]
    pub fn likely(self) -> f64 {
        self.likely
    }

    /// The largest possible figure.
    #[must_use]
    pub fn high(self) -> f64 {
        self.high
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_certain(self) -> bool {
        self.low == self.high
    }

    /// The PERT mean, (low + 4·likely + high) / 6.
    #[must_use]
    pub fn mean(self) -> f64 {
        if self.is_certain() {
            return self.low;
        }
        (self.low + 4.0 * self.likely + self.high) / 6.0
    }

    /// The two shape parameters α and β of the Beta distribution behind the range, `None` if certain.
    #[must_use]
    pub fn shape(self) -> Option<(f64, f64)> {
        let width = self.high - self.low;
        (!self.is_certain()).then(|| {
            (1.0 + 4.0 * (self.likely - self.low) / width, 1.0 + 4.0 * (self.high - self.likely) / width)
        })
    }

    /// The variance of the PERT distribution: width² · αβ / ((α+β)² (α+β+1)), with α+β = 6.
    #[must_use]
    pub fn variance(self) -> f64 {
        self.shape().map_or(0.0, |(alpha, beta)| {
            let width = self.high - self.low;
            width * width * alpha * beta / (36.0 * 7.0)
        })
    }
}
