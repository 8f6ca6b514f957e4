//! Past velocities, from a table of Sprints: Jira's velocity chart, Azure's, or one of somebody's own.

use super::field::{Field, Mapping};
use super::figure::{self, Cell};
use super::source::{self, Source};
use super::table::{self, Table, plain_name};
use super::{ImportError, columns, decode};
use crate::scenario::Range;

/// The most velocity of a Sprint; the same as in the format.
const VELOCITY_MAX: f64 = 1e6;

/// Rows below the Sprints, which sum them up.
const SUMS: [&str; 8] = ["total", "sum", "average", "mean", "median", "velocity", "summe", "durchschnitt"];

/// What was completed in past Sprints.
#[derive(Clone, Debug, PartialEq)]
pub struct Velocity {
    /// For each Sprint, in effort units; at least one, and not all 0.
    pub history: Vec<f64>,
    /// The name of the column that tells it.
    pub column: String,
    /// How many rows told nothing.
    pub unread: usize,
}

impl Velocity {
    pub(super) fn range(&self) -> Range {
        let (low, high) = self
            .history
            .iter()
            .fold((f64::INFINITY, 0.0_f64), |(low, high), &figure| (low.min(figure), high.max(figure)));
        Range::new(low, low, high).unwrap_or(Range::certain(0.0))
    }
}

/// Reads past velocities.
///
/// # Errors
/// If there are none in the file, or a mapping does not fit it.
pub fn velocity(bytes: Vec<u8>, mappings: &[Mapping]) -> Result<Velocity, ImportError> {
    let (text, _) = decode::decode(bytes)?;
    let table = table::read(&text)?;
    let plain: Vec<String> = table.headers.iter().map(|header| plain_name(header)).collect();
    let figure = |row: &table::Row, column| match figure::cell(table.cell(row, column), table.decimal_comma) {
        Cell::One(figure) if (0.0..=VELOCITY_MAX).contains(&figure) => Some(figure),
        _ => None,
    };
    let missing = || ImportError::NoColumnFor {
        what: "completed work",
        field: Field::Velocity,
        columns: table.headers.clone(),
    };
    let column = match mappings.iter().find(|mapping| mapping.field == Field::Velocity) {
        Some(mapping) => columns::named(&table, &plain, mapping)?.first().copied(),
        None => guess(&table, &plain, &figure),
    };
    let column = column.ok_or_else(missing)?;
    let is_sum = |row: &table::Row| {
        let first = row.cells.iter().find(|cell| !cell.trim().is_empty()).unwrap_or_default();
        plain_name(first).split(' ').next().is_some_and(|word| SUMS.contains(&word))
    };
    let sprints: Vec<Option<f64>> =
        table.rows.iter().filter(|row| !is_sum(row)).map(|row| figure(row, column)).collect();
    let history: Vec<f64> = sprints.iter().flatten().copied().collect();
    if history.iter().all(|&figure| figure == 0.0) {
        return Err(missing());
    }
    Ok(Velocity { unread: sprints.len() - history.len(), history, column: table.headers[column].clone() })
}

/// The column that is called like completed work, or the only one with figures.
fn guess(
    table: &Table,
    plain: &[String],
    figure: &dyn Fn(&table::Row, usize) -> Option<f64>,
) -> Option<usize> {
    let tells = |column: &usize| table.rows.iter().any(|row| figure(row, *column).is_some());
    for name in source::names(Source::Csv, Field::Velocity) {
        if let Some(column) = (0..plain.len()).find(|column| plain[*column] == name && tells(column)) {
            return Some(column);
        }
    }
    let mut with_figures = (0..plain.len()).filter(tells);
    let only = with_figures.next();
    only.filter(|_| with_figures.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Vec<f64>, String), String> {
        let found = velocity(text.as_bytes().to_vec(), &[]);
        found.map(|found| (found.history, found.column)).map_err(|error| error.to_string())
    }

    #[test]
    fn past_velocities_are_found() {
        for (text, history, column) in [
            (
                "Sprint,Commitment,Completed\nS 1,21,18\nS 2,20,22\nAverage,20.5,20\n",
                vec![18.0, 22.0],
                "Completed",
            ),
            (
                "Iteration;Planned;Completed;Completed Late;Incomplete\nS 1;20;15,5;1;3\nS 2;18;;0;1\n",
                vec![15.5],
                "Completed",
            ),
            ("Sprint,Points\nOne,13\nTwo,0\n", vec![13.0, 0.0], "Points"),
            ("Sprint\tVelocity\n1\t30 pts\n", vec![30.0], "Velocity"),
        ] {
            assert_eq!(read(text), Ok((history, column.to_owned())), "{text}");
        }
        for text in ["Sprint,A,B\n1,2,3\n", "Sprint,Completed\nOne,0\n", "Sprint,Completed\nOne,\n"] {
            assert_eq!(
                read(text),
                Err("no column with completed work could be recognised".to_owned()),
                "{text}"
            );
        }
    }
}
