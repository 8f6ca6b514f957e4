//! Values with their intervals, as a picture of characters.

use std::fmt::Write as _;

use crate::words;

/// A line of the chart, value units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar<'n> {
    pub(super) name: &'n str,
    /// P10.
    pub(super) low: f64,
    pub(super) mean: f64,
    /// P90.
    pub(super) high: f64,
}

/// The least that a chart is wide.
const COLUMNS_MIN: usize = 10;

/// A bar from P10 to P90 for each, with the mean marked, above a common axis. No line is longer than
/// `columns`, unless that is too little for anything.
pub(super) fn chart(bars: &[Bar<'_>], unit: &str, columns: usize) -> String {
    let names = bars.iter().map(|bar| bar.name.chars().count()).max().unwrap_or(0);
    let columns = columns.saturating_sub(names + 4).max(COLUMNS_MIN);
    let axis = Axis::of(bars, columns);
    let mut text = String::new();
    for bar in bars {
        let cells: String = (0..columns).map(|column| axis.cell(bar, column)).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {:<names$}  {}", bar.name, cells.trim_end());
    }
    let indent = " ".repeat(names + 4);
    let line: String = (0..columns).map(|column| axis.tick(column)).collect();
    let _ = writeln!(text, "{indent}{line}");
    let _ = writeln!(text, "{indent}{}", axis.labels(unit));
    text
}

/// Where values are on a line.
struct Axis {
    low: f64,
    high: f64,
    columns: usize,
}

impl Axis {
    fn of(bars: &[Bar<'_>], columns: usize) -> Self {
        let ends = || bars.iter().flat_map(|bar| [bar.low, bar.mean, bar.high]);
        let low = ends().fold(f64::INFINITY, f64::min);
        let high = ends().fold(f64::NEG_INFINITY, f64::max);
        Self { low, high, columns }
    }

    fn column(&self, value: f64) -> usize {
        let last = self.columns - 1;
        if self.high > self.low {
            let share = (value - self.low) / (self.high - self.low);
            ((share * last as f64).round() as usize).min(last)
        } else {
            last / 2
        }
    }

    fn cell(&self, bar: &Bar<'_>, column: usize) -> char {
        let (low, high) = (self.column(bar.low), self.column(bar.high));
        if column == self.column(bar.mean) {
            '●'
        } else if column == low {
            '┣'
        } else if column == high {
            '┫'
        } else if (low..high).contains(&column) {
            '━'
        } else {
            ' '
        }
    }

    fn tick(&self, column: usize) -> char {
        match column {
            0 => '└',
            _ if column == self.columns - 1 => '┘',
            _ if column == (self.columns - 1) / 2 => '┴',
            _ => '─',
        }
    }

    /// The values at both ends and, where there is room, in the middle.
    fn labels(&self, unit: &str) -> String {
        let size = |text: &str| text.chars().count();
        if self.high <= self.low {
            let label = words::amount(self.low, unit);
            return " ".repeat((self.columns / 2).saturating_sub(size(&label) / 2)) + &label;
        }
        let middle = words::number(f64::midpoint(self.low, self.high));
        let (mut text, high) = (words::number(self.low), words::amount(self.high, unit));
        let start = ((self.columns - 1) / 2).saturating_sub(size(&middle) / 2);
        let end = self.columns.saturating_sub(size(&high));
        if start > size(&text) && start + size(&middle) < end {
            text.push_str(&" ".repeat(start - size(&text)));
            text.push_str(&middle);
        }
        text.push_str(&" ".repeat(end.saturating_sub(size(&text)).max(1)));
        text + &high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars() -> [Bar<'static>; 3] {
        [
            Bar { name: "clairvoyant", low: 150.0, mean: 180.0, high: 210.0 },
            Bar { name: "par", low: 100.0, mean: 140.5, high: 190.0 },
            Bar { name: "given", low: 10.0, mean: 10.0, high: 30.0 },
        ]
    }

    #[test]
    fn bars_share_an_axis_that_fits_the_width() {
        let drawn = chart(&bars(), "k€", 60);
        assert!(drawn.lines().all(|line| line.chars().count() <= 60), "{drawn}");
        insta::assert_snapshot!(drawn, @"
          clairvoyant                                 ┣━━━━━●━━━━━━┫
          par                              ┣━━━━━━━━●━━━━━━━━━━┫
          given        ●━━━┫
                       └─────────────────────┴─────────────────────┘
                       10                   110               210 k€
        ");
    }

    #[test]
    fn a_narrow_terminal_and_a_single_value_are_no_trouble() {
        for columns in 0..50 {
            let drawn = chart(&bars(), "loans", columns);
            assert!(drawn.lines().all(|line| line.chars().count() <= columns.max(32)), "{drawn}");
        }
        let only = [Bar { name: "par", low: 7.0, mean: 7.0, high: 7.0 }];
        insta::assert_snapshot!(chart(&only, "k€", 40), @"
          par                  ●
               └───────────────┴───────────────┘
                             7 k€
        ");
    }
}
