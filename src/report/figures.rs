//! Figures as JSON has them.

use serde::Serialize;

use crate::order::Estimate;
use crate::sim::Summary;

/// A figure with its noise.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Figure {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean.
    pub stderr: f64,
}

/// A figure with its noise, and how it is spread over futures.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean.
    pub stderr: f64,
    /// The value that one in ten is below.
    pub p10: f64,
    /// The median.
    pub p50: f64,
    /// The value that one in ten is above.
    pub p90: f64,
}

impl From<Estimate> for Figure {
    fn from(Estimate { mean, stderr }: Estimate) -> Self {
        Self { mean, stderr }
    }
}

impl From<Summary> for Spread {
    fn from(Summary { mean, stderr, p10, p50, p90 }: Summary) -> Self {
        Self { mean, stderr, p10, p50, p90 }
    }
}
