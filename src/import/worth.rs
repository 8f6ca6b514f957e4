//! What items are worth: by a column, by priority, or all alike.

use super::field::Field;
use super::figure::{self, Cell, Spread};
use super::priority::{self, STEPS};
use super::rows::Rows;
use super::{Import, ImportError, Item, quoted_list, text};
use crate::scenario::raw::{RawRange, RawSpread};
use crate::scenario::words::count;
use crate::words::number;

/// Where values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueSource {
    /// From a column of figures.
    Column,
    /// From priorities.
    Priority,
    /// From nowhere: all items are worth the same.
    Alike,
}

/// What an item is worth of which nothing is known: as much as with a medium priority, and less surely.
const UNKNOWN: (f64, f64, f64) = (1.0, 4.0, 8.0);

impl Import<'_> {
    /// Sets what items are worth, and tells how that was found.
    pub(super) fn value(&mut self, rows: &Rows, items: &mut [Item]) -> Result<(), ImportError> {
        let missing = |what: &'static str, field: Field| ImportError::NoColumnFor {
            what,
            field,
            columns: self.table.headers.clone(),
        };
        let has = |field: Field| !self.columns.of(field).is_empty();
        let source = match self.options.value {
            Some(ValueSource::Column) if !has(Field::Value) => return Err(missing("values", Field::Value)),
            Some(ValueSource::Priority) if !has(Field::Priority) => {
                return Err(missing("priorities", Field::Priority));
            }
            Some(source) => source,
            None if has(Field::Value) => ValueSource::Column,
            None if has(Field::Priority) => ValueSource::Priority,
            None => ValueSource::Alike,
        };
        let values = match source {
            ValueSource::Column => self.by_column(rows),
            ValueSource::Priority => self.by_priority(rows),
            ValueSource::Alike => self.alike(items.len()),
        };
        for (item, value) in items.iter_mut().zip(values) {
            item.value = value;
        }
        // What is not used is told as such.
        for (field, other) in [(Field::Value, ValueSource::Column), (Field::Priority, ValueSource::Priority)]
        {
            if source != other {
                self.columns.forget(field);
            }
        }
        self.findings.assumed.push(
            "All values are paid in each Sprint after an item is Done. Where that is not so, say it in the scenario's \
             `when`."
                .to_owned(),
        );
        Ok(())
    }

    fn by_column(&mut self, rows: &Rows) -> Vec<RawRange> {
        let read = |row| {
            let cell = self.columns.text(&self.table, &self.table.rows[row], Field::Value);
            figure::value(cell, self.table.decimal_comma)
        };
        let found: Vec<Option<Cell>> = rows.items().map(read).collect();
        let ranges: Vec<Option<RawRange>> =
            found.iter().map(|cell| cell.and_then(|cell| figure::spread(cell, Spread::VALUE))).collect();
        let known: Vec<f64> = ranges.iter().flatten().copied().map(figure::likely).collect();
        let missing = ranges.len() - known.len();
        let (low, middle, high) = figure::middle(known).unwrap_or(UNKNOWN);
        let assumed = figure::range(low, middle, high);
        self.findings.assumed.push(format!(
            "Value: each figure is taken as the likeliest; it may be {} that.",
            Spread::VALUE.told()
        ));
        if missing > 0 {
            let items = count(missing, "item");
            self.findings.assumed.push(format!(
                "{items} without a value: {}: the smallest, the largest and the middle of the other values.",
                told(assumed)
            ));
        }
        ranges.into_iter().map(|range| range.unwrap_or(assumed)).collect()
    }

    fn by_priority(&mut self, rows: &Rows) -> Vec<RawRange> {
        let (table, columns) = (&self.table, &self.columns);
        let cells: Vec<&str> =
            rows.items().map(|row| columns.text(table, &table.rows[row], Field::Priority)).collect();
        let known = || cells.iter().filter(|cell| priority::step(cell).is_some());
        let counts_from_one = known().all(|cell| priority::is_bare(cell));
        let mut unknown: Vec<String> = Vec::new();
        let mut missing = 0;
        let mut range = |cell: &&str| {
            if let Some(step) = priority::step(cell) {
                return priority::worth(step, counts_from_one);
            }
            missing += 1;
            let cell = text::line(cell, 20).0;
            if !cell.is_empty() && unknown.len() < 5 && !unknown.contains(&cell) {
                unknown.push(cell);
            }
            unknown_value()
        };
        let values: Vec<RawRange> = cells.iter().map(&mut range).collect();
        let scale: Vec<String> = STEPS.iter().map(|(worth, _)| number(*worth)).collect();
        let mut told = vec![format!(
            "Value, by priority: {} from the highest to the lowest, each from half to twice of that. A priority is an \
             opinion: `--map value=COLUMN` or `--ask` tells more.",
            scale.join(", ")
        )];
        if missing > 0 {
            let items = count(missing, "item");
            let unknown = match unknown.len() {
                0 => String::new(),
                _ => format!(" ({} is none that is known)", quoted_list(&unknown, 5)),
            };
            told.push(format!("{items} without a priority{unknown}: {}.", self::told(unknown_value())));
        }
        self.findings.assumed.extend(told);
        values
    }

    fn alike(&mut self, items: usize) -> Vec<RawRange> {
        self.findings.assumed.push(format!(
            "Value: nothing in the file tells it, so every item is worth {}. A backlog in which all is worth the same \
             is hardly worth ordering: `--map value=COLUMN` names a column, `--ask` asks you.",
            told(unknown_value())
        ));
        vec![unknown_value(); items]
    }
}

fn unknown_value() -> RawRange {
    figure::range(UNKNOWN.0, UNKNOWN.1, UNKNOWN.2)
}

fn told(range: RawRange) -> String {
    match range {
        RawRange::Certain(figure) => number(figure),
        RawRange::Spread(RawSpread { low, likely, high }) => {
            format!("{} to {}, likely {}", number(low), number(high), number(likely))
        }
    }
}

/// Reads an amount as somebody types it: `5`, `3-8` or `3-5-8`.
///
/// # Errors
/// In words, if it is none.
pub fn parse_amount(text: &str) -> Result<RawRange, String> {
    let help = "write a figure such as 5, a range such as 3-8, or low, likely and high such as 3-5-8";
    if let Some(cell) = figure::value(text, false) {
        return match cell {
            Cell::One(figure) => Ok(RawRange::Certain(figure)),
            cell => figure::spread(cell, Spread::VALUE).ok_or_else(|| help.to_owned()),
        };
    }
    let parts: Option<Vec<f64>> = text
        .split('-')
        .map(|part| match figure::value(part, false) {
            Some(Cell::One(figure)) => Some(figure),
            _ => None,
        })
        .collect();
    match parts.as_deref() {
        Some(&[low, likely, high]) if low <= likely && likely <= high => Ok(figure::range(low, likely, high)),
        _ => Err(help.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_figures_or_ranges() {
        let spread = |low, likely, high| Ok(RawRange::Spread(RawSpread { low, likely, high }));
        assert_eq!(parse_amount(" 5 "), Ok(RawRange::Certain(5.0)));
        assert_eq!(parse_amount("-5"), Ok(RawRange::Certain(-5.0)));
        assert_eq!(parse_amount("3-8"), spread(3.0, 5.5, 8.0));
        assert_eq!(parse_amount("3 - 5 - 8"), spread(3.0, 5.0, 8.0));
        assert_eq!(parse_amount("1,000"), Ok(RawRange::Certain(1000.0)));
        for text in ["", "x", "5-3-8", "1-2-3-4", "\u{1b}[2J"] {
            assert!(parse_amount(text).is_err(), "{text}");
        }
    }
}
