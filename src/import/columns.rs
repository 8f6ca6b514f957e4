//! Which column of a table tells which field.

use super::field::{Field, Mapping};
use super::figure::{self, Cell};
use super::source::{self, Source, Unit};
use super::table::{Row, Table, plain_name};
use super::{ImportError, priority};
use crate::scenario::words::nearest;

/// The columns of a table, by what they tell.
#[derive(Debug)]
pub(super) struct Columns {
    picked: Vec<(Field, Vec<usize>)>,
    /// What the figures of the column with efforts count.
    pub(super) unit: Unit,
}

impl Columns {
    /// Finds the columns of a backlog.
    ///
    /// # Errors
    /// If a mapping names a column that is not there, or no column can be the title.
    pub(super) fn find(table: &Table, source: Source, mappings: &[Mapping]) -> Result<Self, ImportError> {
        let plain: Vec<String> = table.headers.iter().map(|header| plain_name(header)).collect();
        let mut found = Self { picked: Vec::new(), unit: Unit::Points };
        for mapping in mappings {
            let columns = if mapping.column.is_empty() { Vec::new() } else { named(table, &plain, mapping)? };
            match found.picked.iter_mut().find(|(field, _)| *field == mapping.field) {
                Some((_, others)) => others.extend(columns),
                None => found.picked.push((mapping.field, columns)),
            }
        }
        for field in Field::ALL {
            if field == Field::Velocity || found.picked.iter().any(|(other, _)| *other == field) {
                continue;
            }
            let columns = found.guess(table, source, &plain, field);
            found.picked.push((field, columns));
        }
        found.picked.sort_by_key(|(field, _)| *field);
        if found.of(Field::Title).is_empty() {
            return Err(ImportError::NoTitle { columns: table.headers.clone() });
        }
        if let Some(&column) = found.of(Field::Estimate).first() {
            found.unit = source::unit(source, &plain[column]);
        }
        Ok(found)
    }

    /// The columns whose names may tell a field; of those that can only tell it alone, the first that does.
    fn guess(&self, table: &Table, source: Source, plain: &[String], field: Field) -> Vec<usize> {
        let mut columns = Vec::new();
        let is_free = |column: usize| !self.picked.iter().any(|(_, taken)| taken.contains(&column));
        // Each row of a tree fills one of these.
        let is_many = field.is_many() || field == Field::Title && source == Source::Azure;
        for name in source::names(source, field) {
            let same = (0..plain.len()).filter(|&n| plain[n] == name && is_free(n) && !columns.contains(&n));
            let same: Vec<usize> = same.collect();
            let tells = |column: &usize| table.rows.iter().any(|row| can_tell(table, row, *column, field));
            if same.iter().any(tells) {
                columns.extend(same);
                if !is_many {
                    break;
                }
            }
        }
        columns
    }

    /// The columns that tell a field.
    pub(super) fn of(&self, field: Field) -> &[usize] {
        self.picked.iter().find(|(other, _)| *other == field).map_or(&[], |(_, columns)| columns)
    }

    /// What a row says of a field, in the first cell that says something.
    pub(super) fn text<'t>(&self, table: &'t Table, row: &'t Row, field: Field) -> &'t str {
        self.texts(table, row, field).next().unwrap_or_default()
    }

    /// What a row says of a field, in each cell that says something.
    pub(super) fn texts<'t>(
        &self,
        table: &'t Table,
        row: &'t Row,
        field: Field,
    ) -> impl Iterator<Item = &'t str> {
        self.of(field).iter().map(move |&column| table.cell(row, column)).filter(|text| !text.is_empty())
    }

    /// All fields that some column tells, with its columns.
    pub(super) fn told(&self) -> impl Iterator<Item = (Field, &[usize])> {
        self.picked
            .iter()
            .filter(|(_, columns)| !columns.is_empty())
            .map(|(field, columns)| (*field, &columns[..]))
    }

    /// Forgets what tells a field.
    pub(super) fn forget(&mut self, field: Field) {
        self.picked.retain(|(other, _)| *other != field);
    }
}

/// Whether a cell tells a field at all.
fn can_tell(table: &Table, row: &Row, column: usize, field: Field) -> bool {
    let text = table.cell(row, column);
    match field {
        _ if text.is_empty() => false,
        Field::Estimate => figure::effort(text, Unit::Points, table.decimal_comma).is_some(),
        Field::Value | Field::Velocity => !matches!(figure::cell(text, table.decimal_comma), Cell::Nothing),
        Field::Priority => priority::step(text).is_some(),
        _ => true,
    }
}

/// The columns that somebody names.
///
/// # Errors
/// If there is none of that name.
pub(super) fn named(table: &Table, plain: &[String], mapping: &Mapping) -> Result<Vec<usize>, ImportError> {
    let all =
        |is_it: &dyn Fn(usize) -> bool| (0..table.headers.len()).filter(|&n| is_it(n)).collect::<Vec<_>>();
    let wanted = plain_name(&mapping.column);
    let mut found = all(&|n| table.headers[n] == mapping.column);
    if found.is_empty() {
        found = all(&|n| !wanted.is_empty() && plain[n] == wanted);
    }
    if found.is_empty() {
        let near = nearest(&mapping.column, table.headers.iter().map(String::as_str)).map(str::to_owned);
        let columns = table.headers.clone();
        return Err(ImportError::NoColumn { mapping: mapping.clone(), near, columns });
    }
    Ok(found)
}
