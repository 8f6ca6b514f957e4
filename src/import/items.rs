//! Rows to items: titles, ids, efforts, kinds, and whom they are for.

use std::collections::{HashMap, HashSet};

use super::field::Field;
use super::figure::{self, Cell, SIZES};
use super::rows::{Fate, Rows, children};
use super::source::Unit;
use super::{Import, Source, text};
use crate::scenario::raw::{RawKind, RawRange, RawStory};
use crate::scenario::words::count;

/// An item of a backlog that was read.
#[derive(Clone, Debug)]
pub struct Item {
    /// What the file calls it.
    pub key: String,
    /// Its title, fit to print.
    pub title: String,
    /// Its effort.
    pub effort: RawRange,
    /// What it is worth in each Sprint after it is Done.
    pub value: RawRange,
    pub(super) id: String,
    pub(super) kind: RawKind,
    pub(super) whom: Option<String>,
    pub(super) story: Option<RawStory>,
    pub(super) acceptance: Vec<String>,
    pub(super) notes: Option<String>,
    /// The places of the items that it requires, in order.
    pub(super) requires: Vec<usize>,
}

/// Where there is no estimate at all: a small, a usual and a large item, in points or hours.
const UNKNOWN_EFFORT: (f64, f64, f64) = (1.0, 3.0, 8.0);

impl Import<'_> {
    /// The items of the rows that are open.
    pub(super) fn items(&mut self, rows: &Rows) -> Vec<Item> {
        let efforts = self.efforts(rows);
        let mut ids = HashSet::new();
        let mut items = Vec::new();
        let mut cut = 0;
        for (number, row) in rows.items().enumerate() {
            let (item, is_cut) = self.item(row, efforts[number], rows, &mut ids, number);
            cut += usize::from(is_cut);
            items.push(item);
        }
        if cut > 0 {
            let titles = count(cut, "title");
            let most = text::TITLE_MAX;
            self.findings.oddities.push(format!("{titles} longer than {most} characters, cut there."));
        }
        self.tell_apart(&mut items);
        self.whom(&mut items);
        items
    }

    fn item(
        &self,
        row: usize,
        effort: RawRange,
        rows: &Rows,
        ids: &mut HashSet<String>,
        number: usize,
    ) -> (Item, bool) {
        let (table, columns) = (&self.table, &self.columns);
        let cells = &table.rows[row];
        let (title, is_cut) = text::line(columns.text(table, cells, Field::Title), text::TITLE_MAX);
        let description = columns.text(table, cells, Field::Description);
        let notes = Some(text::prose(description)).filter(|notes| !notes.is_empty());
        let labels = columns.texts(table, cells, Field::Labels).flat_map(|cell| cell.split([',', ';']));
        let wanted = rows.keys.key(row).and_then(text::id).unwrap_or_else(|| format!("item-{}", number + 1));
        let mut id = wanted.clone();
        let mut namesake = 2;
        while !ids.insert(id.clone()) {
            id = format!("{wanted}-{namesake}");
            namesake += 1;
        }
        let whom = columns.text(table, cells, Field::For);
        let item = Item {
            key: rows.keys.shown(table, row),
            effort,
            value: RawRange::Certain(0.0),
            id,
            kind: text::kind(columns.text(table, cells, Field::Type), labels),
            whom: Some(text::name(whom)).filter(|whom| !whom.is_empty()),
            story: notes.as_deref().and_then(text::story).or_else(|| text::story(&title)),
            acceptance: text::criteria(columns.text(table, cells, Field::Acceptance)),
            notes,
            requires: Vec::new(),
            title,
        };
        (item, is_cut)
    }

    /// The effort of each item: as estimated, else the sum of its parts, else what is usual of the others.
    fn efforts(&mut self, rows: &Rows) -> Vec<RawRange> {
        let (table, columns, unit) = (&self.table, &self.columns, self.columns.unit);
        let read = |row: usize| {
            let text = columns.text(table, &table.rows[row], Field::Estimate);
            (text, figure::effort(text, unit, table.decimal_comma))
        };
        let children = children(rows);
        let likely = |cell: Cell| figure::spread(cell, self.options.spread).map_or(0.0, figure::likely);
        let (mut parts, mut unread) = (0, Vec::new());
        let mut found: Vec<Option<RawRange>> = Vec::new();
        for row in rows.items() {
            let (text, mut effort) = read(row);
            if effort.is_none() && !text.is_empty() && unread.len() < 5 {
                unread.push(text::line(text, 20).0);
            }
            if effort.is_none()
                && let Some(children) = children.get(&row)
            {
                let of_parts = children.iter().filter(|&&part| matches!(rows.fates[part], Fate::Part(_)));
                let sum: f64 = of_parts.filter_map(|&part| read(part).1).map(likely).sum();
                effort = (sum > 0.0 && sum <= 1e6 / 2.0).then_some(Cell::One(sum));
                parts += usize::from(effort.is_some());
            }
            found.push(effort.and_then(|cell| figure::spread(cell, self.options.spread)).map(within));
        }
        let known: Vec<f64> = found.iter().flatten().copied().map(figure::likely).collect();
        let missing = found.len() - known.len();
        let (low, middle, high) = figure::middle(known).unwrap_or(UNKNOWN_EFFORT);
        let assumed = within(figure::range(low, middle, high));
        let efforts: Vec<RawRange> = found.into_iter().map(|effort| effort.unwrap_or(assumed)).collect();
        self.tell_efforts(missing, efforts.len(), (low, middle, high), parts, &unread);
        efforts
    }

    fn tell_efforts(
        &mut self,
        missing: usize,
        items: usize,
        (low, middle, high): (f64, f64, f64),
        parts: usize,
        unread: &[String],
    ) {
        let unit = if self.columns.unit == Unit::Points { "points" } else { "hours" };
        let number = crate::words::number;
        let mut told = Vec::new();
        if missing < items {
            told.push(format!(
                "Effort: each estimate is taken as the likeliest figure; it may be {} that (`--spread`).",
                self.options.spread.told()
            ));
        }
        if parts > 0 {
            let items = count(parts, "item");
            told.push(format!("{items} without an estimate: the sum of the estimates of its parts."));
        }
        if missing > 0 {
            let why = if missing == items {
                "there is no estimate to go by"
            } else {
                "the smallest, the largest and the middle of the other estimates"
            };
            told.push(format!(
                "{} without an estimate: {} to {} {unit}, likely {}: {why}.",
                count(missing, "item"),
                number(low),
                number(high),
                number(middle)
            ));
        }
        if !unread.is_empty() {
            told.push(format!("Not taken for estimates: {}.", super::quoted_list(unread, 5)));
        }
        if self.uses_sizes() {
            let sizes: Vec<String> =
                SIZES[..6].iter().map(|(name, points)| format!("{name} {}", number(*points))).collect();
            told.push(format!("Sizes as points: {}.", sizes.join(", ")));
        }
        self.findings.assumed.extend(told);
    }

    fn uses_sizes(&self) -> bool {
        let (table, columns) = (&self.table, &self.columns);
        let mut cells = table.rows.iter().map(|row| columns.text(table, row, Field::Estimate));
        self.columns.unit == Unit::Points && cells.any(|cell| figure::size(cell).is_some())
    }

    /// People tell items apart by their titles: those of the same title get their keys behind it.
    fn tell_apart(&mut self, items: &mut [Item]) {
        let mut titles: HashMap<&str, usize> = HashMap::new();
        for item in items.iter() {
            *titles.entry(&item.title).or_default() += 1;
        }
        let twice: Vec<bool> = items.iter().map(|item| titles[item.title.as_str()] > 1).collect();
        let number = twice.iter().filter(|twice| **twice).count();
        for (item, _) in items.iter_mut().zip(twice).filter(|(_, twice)| *twice) {
            item.title = format!("{} ({})", item.title, item.id);
        }
        if number > 0 {
            let items = count(number, "item");
            self.findings
                .oddities
                .push(format!("{items} with the title of another: their keys stand behind it."));
        }
    }

    /// Who reports all there is says nothing of whom it is for.
    fn whom(&mut self, items: &mut [Item]) {
        let is_told = self.options.mappings.iter().any(|mapping| mapping.field == Field::For);
        let mut names: Vec<&str> = items.iter().filter_map(|item| item.whom.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        let column = self.columns.of(Field::For).first().map(|&column| self.table.headers[column].clone());
        let is_same = names.len() == 1 && items.iter().all(|item| item.whom.is_some());
        match (names.len(), column) {
            (1, Some(column)) if is_same && !is_told && self.source != Source::Csv => {
                self.findings.assumed.push(format!(
                    "For whom: all users alike, because “{column}” says the same of all items. `--map for=COLUMN` \
                     names a better one."
                ));
                for item in items.iter_mut() {
                    item.whom = None;
                }
                self.columns.forget(Field::For);
            }
            (0, _) | (_, None) => self.findings.assumed.push(
                "For whom: all users alike, because no column says more. `--map for=COLUMN` names one."
                    .to_owned(),
            ),
            (_, Some(column)) => self.findings.assumed.push(format!(
                "For whom: as “{column}” says, names of people included; `--map for=` leaves them out."
            )),
        }
    }
}

/// An effort inside the bounds of the format.
fn within(range: RawRange) -> RawRange {
    let inside = |figure: f64| figure.clamp(0.001, 1e6);
    match range {
        RawRange::Certain(figure) => RawRange::Certain(inside(figure)),
        RawRange::Spread(mut spread) => {
            for figure in [&mut spread.low, &mut spread.likely, &mut spread.high] {
                *figure = inside(*figure);
            }
            RawRange::Spread(spread)
        }
    }
}
