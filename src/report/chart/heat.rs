//! How many put what where: a heat map.

use super::sheet::{Ink, Side};
use super::{Chart, Shown, WIDTH};
use crate::words::text::cut;

const NAMES: i32 = 230;
const NAME_MAX: usize = 33;
const ROW: i32 = 24;
const TOP: i32 = 30;
/// The widest and the most that a cell is.
const CELL_MAX: i32 = 40;

/// A row: an item, and how many put it in each column.
#[derive(Clone, Debug)]
pub(crate) struct HeatRow {
    /// The item's title.
    pub(crate) name: String,
    /// One for each column.
    pub(crate) cells: Vec<Cell>,
}

/// How many, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// How many put it there.
    pub(crate) count: usize,
    /// Of how many.
    pub(crate) all: usize,
}

impl Cell {
    /// How many fifths of them, rounded up.
    pub(crate) fn fifths(self) -> usize {
        (5 * self.count).div_ceil(self.all.max(1))
    }

    /// How strongly it is drawn; `None` where there is nobody.
    fn ink(self) -> Option<Ink> {
        Some(match self.fifths() {
            0 => return None,
            1 => Ink::Heat1,
            2 => Ink::Heat2,
            3 => Ink::Heat3,
            4 => Ink::Heat4,
            _ => Ink::Heat5,
        })
    }
}

/// Draws a heat map with these columns.
pub(in crate::report) fn heat(
    title: &str,
    says: &str,
    columns: &[String],
    rows: &[HeatRow],
) -> Option<Chart> {
    let left = NAMES + 12;
    let cell = ((WIDTH as i32 - left - 30) / columns.len().max(1) as i32).clamp(4, CELL_MAX);
    let height = TOP + ROW * rows.len() as i32 + 6;
    let chart = Chart::draw(title, says, height as u32, |sheet| {
        for (place, column) in (0..).zip(columns) {
            let x = left + cell * place + cell / 2;
            sheet.small(Ink::Faint, Side::Middle, (x, TOP - 14), column)?;
        }
        for (place, row) in (0..).zip(rows) {
            let (top, bottom) = (TOP + ROW * place, TOP + ROW * (place + 1) - 2);
            let middle = (top + bottom) / 2;
            sheet.text(Ink::Text, Side::Left, (NAMES, middle), &cut(&row.name, NAME_MAX))?;
            for (column, value) in (0..).zip(&row.cells) {
                let (x, end) = (left + cell * column, left + cell * (column + 1) - 2);
                let Some(ink) = value.ink() else {
                    sheet.line(Ink::Grid, 1, vec![(x, bottom), (end, bottom)])?;
                    continue;
                };
                sheet.rect(ink, (x, top), (end, bottom))?;
                let is_strong = matches!(ink, Ink::Heat3 | Ink::Heat4 | Ink::Heat5);
                let on = if is_strong { Ink::OnHeat } else { Ink::Text };
                sheet.small(on, Side::Middle, ((x + end) / 2, middle), &value.count.to_string())?;
            }
        }
        Ok(())
    })?;
    Some(chart.showing(Shown::Heat { columns: columns.to_vec(), rows: rows.to_vec() }))
}
