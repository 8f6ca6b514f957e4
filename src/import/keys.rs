//! Keys: what a row is called, and what links call it.

use std::collections::HashMap;

use super::field::Field;
use super::table::Table;
use super::{Columns, text};

/// What the rows of a table are called.
#[derive(Debug)]
pub(super) struct Keys {
    /// For each row what it is called, if the table says so.
    shown: Vec<Option<String>>,
    /// The row of each key, and of other names for it, in lower case.
    rows: HashMap<String, usize>,
    /// The row of each title, in lower case; `None` if several have it.
    titles: HashMap<String, Option<usize>>,
}

impl Keys {
    pub(super) fn of(table: &Table, columns: &Columns) -> Self {
        let key = |n: usize| columns.text(table, &table.rows[n], Field::Id);
        let mut repositories: Vec<&str> = (0..table.rows.len())
            .filter_map(|n| Address::of(key(n)))
            .map(|address| address.repository)
            .collect();
        repositories.sort_unstable();
        repositories.dedup();
        let mut keys = Self { shown: Vec::new(), rows: HashMap::new(), titles: HashMap::new() };
        for (n, row) in table.rows.iter().enumerate() {
            let key = key(n);
            let shown = match Address::of(key) {
                Some(Address { repository, number }) => {
                    keys.name(&format!("{repository}#{number}"), n);
                    match repositories.len() {
                        1 => {
                            keys.name(number, n);
                            format!("#{number}")
                        }
                        _ => format!("{}#{number}", repository.rsplit('/').next().unwrap_or_default()),
                    }
                }
                None => text::line(key, 60).0,
            };
            keys.name(key, n);
            keys.name(&shown, n);
            for other in columns.texts(table, row, Field::OtherId) {
                keys.name(other, n);
            }
            keys.shown.push(Some(shown).filter(|shown| !shown.is_empty()));
            let title = folded(columns.text(table, row, Field::Title));
            keys.titles.entry(title).and_modify(|row| *row = None).or_insert(Some(n));
        }
        keys
    }

    fn name(&mut self, name: &str, row: usize) {
        if !name.is_empty() {
            self.rows.entry(folded(name)).or_insert(row);
        }
    }

    /// What a row is called; by its line in the file, if by nothing else.
    pub(super) fn shown(&self, table: &Table, row: usize) -> String {
        self.shown[row].clone().unwrap_or_else(|| format!("line {}", table.rows[row].line))
    }

    /// The key of a row, if it has one.
    pub(super) fn key(&self, row: usize) -> Option<&str> {
        self.shown[row].as_deref()
    }

    /// The row that comes first with the key of this one.
    pub(super) fn first(&self, row: usize) -> usize {
        let key = self.shown[row].as_deref();
        key.and_then(|key| self.rows.get(&folded(key))).copied().unwrap_or(row)
    }

    /// The row that something refers to: by a key, an address, `12: Title`, or a title that only one has.
    pub(super) fn find(&self, reference: &str) -> Option<usize> {
        let reference = folded(reference);
        let by_key = |key: &str| self.rows.get(key.trim()).copied();
        by_key(&reference)
            .or_else(|| {
                let Address { repository, number } = Address::of(&reference)?;
                by_key(&format!("{repository}#{number}"))
            })
            .or_else(|| by_key(reference.split([':', ' ']).next()?))
            .or_else(|| by_key(reference.strip_prefix('#')?))
            .or_else(|| self.titles.get(&reference).copied().flatten())
    }
}

fn folded(text: &str) -> String {
    // Longer ones are cut where they are shown.
    text.trim().chars().take(200).collect::<String>().to_lowercase()
}

/// The address of an issue or a pull request.
struct Address<'t> {
    repository: &'t str,
    number: &'t str,
}

impl<'t> Address<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let path = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let path = path.split_once('/')?.1;
        let (repository, number) = path.split_once("/issues/").or_else(|| path.split_once("/pull/"))?;
        let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        is_number.then_some(Self { repository, number })
    }
}

/// The references of a cell: keys with commas, semicolons, bars or line breaks between.
pub(super) fn references(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([',', ';', '|', '\n']).map(str::trim).filter(|reference| !reference.is_empty())
}
