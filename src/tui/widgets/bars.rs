//! Horizontal bars on a common axis.

use super::super::text;
use super::super::theme::Role;
use crate::words;

/// From which value to which a row of cells reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    columns: usize,
}

impl Axis {
    /// An axis for these values. It begins at 0, unless they are all so far from it that what differs
    /// between them could not be seen.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>, columns: usize) -> Self {
        let (low, high) = values
            .into_iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        let (low, high) = match high - low {
            reach if low > 2.0 * reach && reach > 0.0 => (low - reach / 4.0, high),
            reach if high < -2.0 * reach && reach > 0.0 => (low, high + reach / 4.0),
            _ => (low.min(0.0), high.max(0.0)),
        };
        Self { low, high: if high > low { high } else { low + 1.0 }, columns: columns.max(2) }
    }

    /// The cell of a value.
    pub(crate) fn place(&self, value: f64) -> usize {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        (share * (self.columns - 1) as f64).round() as usize
    }

    /// Where a bar begins that shows a whole value: at 0, or at the edge where 0 is out of sight.
    pub(crate) fn origin(&self) -> f64 {
        0.0_f64.clamp(self.low, self.high)
    }

    /// The figures at both ends.
    pub(crate) fn scale(&self) -> String {
        let (low, high) = (words::number(self.low), words::number(self.high));
        let between = self.columns.saturating_sub(text::width(&low) + text::width(&high));
        format!("{low}{}{high}", " ".repeat(between))
    }

    /// A row without anything on it.
    pub(crate) fn row(&self) -> Cells {
        Cells(vec![(Role::Rule, ' '); self.columns])
    }
}

/// A row of cells that is painted on.
#[derive(Clone, Debug)]
pub(crate) struct Cells(Vec<(Role, char)>);

impl Cells {
    /// Paints from one cell to another, both included, in whichever order they come.
    pub(crate) fn paint(mut self, from: usize, to: usize, role: Role, mark: char) -> Self {
        let (from, to) = (from.min(to), from.max(to));
        for cell in self.0.iter_mut().take(to + 1).skip(from) {
            *cell = (role, mark);
        }
        self
    }

    /// The row as text.
    pub(crate) fn pieces(self) -> Vec<(Role, String)> {
        let mut pieces: Vec<(Role, String)> = Vec::new();
        for (role, mark) in self.0 {
            match pieces.last_mut().filter(|(last, _)| *last == role) {
                Some((_, piece)) => piece.push(mark),
                None => pieces.push((role, mark.to_string())),
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_begins_at_nothing_unless_that_would_hide_what_differs() {
        assert_eq!(Axis::of([10.0, 20.0], 10).scale(), "0       20");
        assert_eq!(Axis::of([-10.0, 20.0], 12).scale(), "−10       20");
        assert_eq!(Axis::of([1_000.0, 1_040.0], 12).scale(), "990    1,040");
        assert_eq!(Axis::of([-1_040.0, -1_000.0], 14).scale(), "−1,040    −990");
        assert_eq!(Axis::of([], 6).scale(), "0    1");
    }

    #[test]
    fn bars_are_painted_one_over_the_other() {
        let axis = Axis::of([0.0, 9.0], 10);
        let row = axis.row().paint(axis.place(6.0), axis.place(2.0), Role::Band, '░');
        let row = row.paint(4, 4, Role::Strong, '┃');
        let text: String = row.pieces().into_iter().map(|(_, text)| text).collect();
        assert_eq!(text, "  ░░┃░░   ");
        assert_eq!(axis.origin(), 0.0);
        assert_eq!(axis.place(99.0), 9);
    }
}
