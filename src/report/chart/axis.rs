//! Figures as places on a chart.

/// Ticks on an axis, at most, or a few more.
const TICKS: f64 = 5.0;

/// A linear axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    from: i32,
    to: i32,
}

impl Axis {
    /// An axis with room for all these figures, from one place to another.
    pub(super) fn over(figures: impl IntoIterator<Item = f64>, from: i32, to: i32) -> Self {
        let finite = figures.into_iter().filter(|figure| figure.is_finite());
        let (low, high) =
            finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        // Where all figures are one, it stands in the middle.
        let slack = if high > low { 0.0 } else { low.abs().max(1.0) };
        Self { low: low - slack, high: high + slack, from, to }
    }

    /// The place of a figure.
    pub(super) fn at(&self, figure: f64) -> i32 {
        let share = ((figure - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + (share * f64::from(self.to - self.from)).round() as i32
    }

    /// Round figures on it, a few.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let rough = (self.high - self.low) / TICKS;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough);
        let step = step.unwrap_or(rough);
        let (first, last) = ((self.low / step).ceil(), (self.high / step).floor());
        let count = (last - first).clamp(0.0, 2.0 * TICKS) as u32;
        // Adding 0 makes a negative zero a plain one.
        (0..=count).map(|place| (first + f64::from(place)) * step + 0.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_few_and_round() {
        assert_eq!(Axis::over([0.0, 7.3], 0, 100).ticks(), [0.0, 2.0, 4.0, 6.0]);
        assert_eq!(Axis::over([-30.0, 130.0], 0, 100).ticks(), [0.0, 50.0, 100.0]);
        for figures in [[0.0, 1e18], [1e18, 1e18 + 1e3], [-1e-9, 1e-9], [5.0, 5.0]] {
            let axis = Axis::over(figures, 0, 100);
            assert!((1..=11).contains(&axis.ticks().len()), "{figures:?}: {:?}", axis.ticks());
        }
    }

    #[test]
    fn figures_have_places_whatever_they_are() {
        let axis = Axis::over([0.0, 10.0], 100, 200);
        assert_eq!([0.0, 5.0, 10.0, 99.0].map(|figure| axis.at(figure)), [100, 150, 200, 200]);
        assert_eq!(Axis::over([3.0], 0, 100).at(3.0), 50);
        assert_eq!(Axis::over([f64::NAN], 0, 100).at(0.5), 50);
    }
}
