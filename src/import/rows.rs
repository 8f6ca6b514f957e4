//! Rows: which of them are items that are open, and why the others are none.

use std::collections::HashMap;

use super::field::Field;
use super::keys::{Keys, references};
use super::source::{self, Level};
use super::table::plain_name;
use super::{Import, ImportError, LeftOut, text};

/// Statuses that mean Done, or given up, as plain names.
const DONE: [&str; 36] = [
    "done",
    "closed",
    "resolved",
    "completed",
    "complete",
    "removed",
    "canceled",
    "cancelled",
    "rejected",
    "won t do",
    "won t fix",
    "wont do",
    "wont fix",
    "duplicate",
    "released",
    "archived",
    "merged",
    "shipped",
    "deployed",
    "live",
    "finished",
    "accepted",
    "abandoned",
    "obsolete",
    "not planned",
    "fixed",
    "fertig",
    "erledigt",
    "geschlossen",
    "abgeschlossen",
    "terminé",
    "fermé",
    "hecho",
    "cerrado",
    "terminado",
    "fatto",
];

/// What a column of finished work says where the work is not.
const NOT_DONE: [&str; 8] = ["unresolved", "false", "no", "0", "none", "open", "nein", "n a"];

/// So many keys are kept of those left out.
const KEYS_KEPT: usize = 6;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// An item, with its place among them.
    Item(usize),
    /// Done, or given up.
    Done,
    /// Part of what another row tells.
    Part(usize),
    /// The key of an earlier row.
    Twice(usize),
    /// Nothing that is ordered.
    Other,
}

/// The rows of a table, sorted out.
pub(super) struct Rows {
    pub(super) keys: Keys,
    pub(super) fates: Vec<Fate>,
    /// For each row what it is a part of.
    pub(super) parents: Vec<Option<usize>>,
}

impl Rows {
    /// The rows that are items, in order.
    pub(super) fn items(&self) -> impl Iterator<Item = usize> {
        let is_item = |(row, fate): (usize, &Fate)| matches!(fate, Fate::Item(_)).then_some(row);
        self.fates.iter().enumerate().filter_map(is_item)
    }
}

impl Import<'_> {
    /// Finds the rows that are items, and notes why the others are none.
    pub(super) fn sort_rows(&mut self) -> Result<Rows, ImportError> {
        let keys = Keys::of(&self.table, &self.columns);
        let levels: Vec<Level> = self.table.rows.iter().map(|row| self.level(row)).collect();
        // A list of epics only is a backlog of epics.
        let kept = levels.iter().copied().min().unwrap_or(Level::Item);
        let parents = self.parents(&keys);
        let mut told = Told::default();
        let fate = |row| {
            let (fate, why) = self.fate(row, &keys, &levels, kept);
            if let Some(why) = why {
                told.add(&why, keys.shown(&self.table, row));
            }
            fate
        };
        let mut fates: Vec<Fate> = (0..levels.len()).map(fate).collect();
        let open: Vec<bool> = fates.iter().map(|fate| matches!(fate, Fate::Item(_))).collect();
        let mut number = 0;
        for row in 0..fates.len() {
            if !open[row] {
                continue;
            }
            if let Some(whole) = whole(row, &parents, &open) {
                fates[row] = Fate::Part(whole);
                told.add("parts of other items in the file", keys.shown(&self.table, row));
            } else {
                fates[row] = Fate::Item(number);
                number += 1;
            }
        }
        for (row, parent) in parents.iter().enumerate() {
            if let (Fate::Other, Level::Part, Some(parent)) = (fates[row], levels[row], *parent)
                && kept == Level::Item
                && matches!(fates[parent], Fate::Item(_))
            {
                fates[row] = Fate::Part(parent);
            }
        }
        self.findings.left_out = told.0;
        if number == 0 {
            return Err(ImportError::NoItems { left_out: std::mem::take(&mut self.findings.left_out) });
        }
        Ok(Rows { keys, fates, parents })
    }

    fn level(&self, row: &super::table::Row) -> Level {
        source::level(self.source, self.columns.text(&self.table, row, Field::Type))
    }

    /// What becomes of a row by itself, and why it is no item.
    fn fate(&self, row: usize, keys: &Keys, levels: &[Level], kept: Level) -> (Fate, Option<String>) {
        let (table, columns) = (&self.table, &self.columns);
        let here = &table.rows[row];
        let other = |why: &str| (Fate::Other, Some(why.to_owned()));
        if text::line(columns.text(table, here, Field::Title), text::TITLE_MAX).0.is_empty() {
            return other("without a title");
        }
        if keys.first(row) != row {
            return (
                Fate::Twice(keys.first(row)),
                Some("with a key that an earlier row has, too".to_owned()),
            );
        }
        if columns.text(table, here, Field::Id).contains("/pull/") {
            return other("pull requests");
        }
        if levels[row] != kept {
            return other(match levels[row] {
                Level::Holder => "epics and the like, which hold items",
                _ => "sub-tasks and the like, which are parts of items",
            });
        }
        match self.ended(here) {
            Some(how) => (Fate::Done, Some(format!("Done or closed ({how})"))),
            None => (Fate::Item(0), None),
        }
    }

    /// How a row says that it is Done or given up, if it does.
    fn ended(&self, row: &super::table::Row) -> Option<String> {
        let (table, columns) = (&self.table, &self.columns);
        let status = columns.text(table, row, Field::Status);
        let plain = plain_name(&status[..status.floor_char_boundary(100)]);
        let is_own = !plain.is_empty() && self.options.done.iter().any(|done| plain_name(done) == plain);
        if is_own || DONE.contains(&plain.as_str()) {
            return Some(text::line(status, 30).0);
        }
        for &column in columns.of(Field::Done) {
            let cell = table.cell(row, column);
            let plain = plain_name(&cell[..cell.floor_char_boundary(100)]);
            if !plain.is_empty() && !NOT_DONE.contains(&plain.as_str()) {
                return Some(format!("by “{}”", text::line(&table.headers[column], 30).0));
            }
        }
        None
    }

    fn parents(&self, keys: &Keys) -> Vec<Option<usize>> {
        let (table, columns) = (&self.table, &self.columns);
        let parent = |(n, row)| {
            let cell = columns.text(table, row, Field::Parent);
            keys.find(cell)
                .or_else(|| references(cell).find_map(|part| keys.find(part)))
                .filter(|&other| other != n)
        };
        if columns.of(Field::Parent).is_empty() {
            return vec![None; table.rows.len()];
        }
        table.rows.iter().enumerate().map(parent).collect()
    }
}

/// The open row at the top of those that a row is a part of; `None` if it is one itself, or there is a circle.
fn whole(row: usize, parents: &[Option<usize>], open: &[bool]) -> Option<usize> {
    const DEEPEST: usize = 50;
    let mut top = None;
    let mut at = row;
    for _ in 0..DEEPEST {
        match parents[at].filter(|&parent| open[parent]) {
            Some(parent) => {
                top = Some(parent);
                at = parent;
            }
            None => return top,
        }
    }
    None
}

/// Reasons with the rows that were left out for them, in the order in which they were met.
#[derive(Default)]
struct Told(Vec<LeftOut>);

impl Told {
    fn add(&mut self, why: &str, key: String) {
        let at = self.0.iter().position(|other| other.why == why).unwrap_or_else(|| {
            self.0.push(LeftOut { why: why.to_owned(), rows: 0, keys: Vec::new() });
            self.0.len() - 1
        });
        let left_out = &mut self.0[at];
        left_out.rows += 1;
        if left_out.keys.len() < KEYS_KEPT {
            left_out.keys.push(key);
        }
    }
}

/// For each row that is the parent of others, those.
pub(super) fn children(rows: &Rows) -> HashMap<usize, Vec<usize>> {
    let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
    for (row, parent) in rows.parents.iter().enumerate() {
        if let Some(parent) = parent {
            children.entry(*parent).or_default().push(row);
        }
    }
    children
}
