//! Links to `requires`: “is blocked by” and “blocks”, in whichever row they stand.

use std::collections::HashSet;

use super::field::Field;
use super::keys::references;
use super::rows::{Fate, Rows};
use super::{Import, Item, text};
use crate::scenario::circles;
use crate::scenario::words::count;

/// So many of a kind are told one by one.
const MOST_TOLD: usize = 5;

/// What became of the links, in numbers and examples.
#[derive(Default)]
struct Tally {
    done: usize,
    to_itself: Vec<String>,
    unknown: Examples,
    no_items: Examples,
}

/// The first of some things, and how many there are.
#[derive(Default)]
struct Examples {
    number: usize,
    first: Vec<String>,
}

impl Examples {
    fn add(&mut self, example: impl FnOnce() -> String) {
        self.number += 1;
        if self.first.len() < MOST_TOLD {
            self.first.push(example());
        }
    }

    /// "SHOP-1 → X-2, SHOP-3 → X-4 and 7 more".
    fn told(&self) -> String {
        let more = self.number - self.first.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", self.first.join(", "))
    }
}

impl Import<'_> {
    /// Reads what items require, and notes the links that are no `requires`.
    pub(super) fn link(&mut self, rows: &Rows, items: &mut [Item]) {
        let mut tally = Tally::default();
        let links = self.collect(rows, items, &mut tally);
        for (item, required) in links {
            items[item].requires.push(required);
        }
        let mut number = 0;
        for item in items.iter_mut() {
            item.requires.sort_unstable();
            item.requires.dedup();
            number += item.requires.len();
        }
        let broken = self.break_circles(items);
        self.tell(number - broken, &tally);
    }

    /// Pairs of items: one, and what it requires.
    fn collect(&self, rows: &Rows, items: &[Item], tally: &mut Tally) -> Vec<(usize, usize)> {
        let (table, columns) = (&self.table, &self.columns);
        let mut links = Vec::new();
        for (row, cells) in table.rows.iter().enumerate() {
            for (field, is_required) in [(Field::Requires, true), (Field::Unlocks, false)] {
                for reference in columns.texts(table, cells, field).flat_map(references) {
                    let Some(here) = item_of(rows, row) else { continue };
                    let key = || format!("{} → {}", items[here].key, text::line(reference, 30).0);
                    let Some(there) = rows.keys.find(reference) else {
                        tally.unknown.add(key);
                        continue;
                    };
                    match item_of(rows, there) {
                        Some(there) if there == here => tally.to_itself.push(items[here].key.clone()),
                        Some(there) if is_required => links.push((here, there)),
                        Some(there) => links.push((there, here)),
                        None if rows.fates[there] == Fate::Done => tally.done += 1,
                        None => tally.no_items.add(key),
                    }
                }
            }
        }
        links
    }

    /// Leaves out the link that closes each circle, and tells of it. Returns how many.
    fn break_circles(&mut self, items: &mut [Item]) -> usize {
        let requires: Vec<Vec<(usize, usize)>> =
            items.iter().map(|item| item.requires.iter().copied().zip(0..).collect()).collect();
        let circles = circles::find(&requires);
        for circle in circles.iter().take(MOST_TOLD) {
            let key = |item: &usize| items[*item].key.clone();
            let mut path: Vec<String> = circle.shown.iter().map(key).collect();
            if circle.length > path.len() {
                path.push("…".to_owned());
            }
            let first = circle.shown.first().map(key).unwrap_or_default();
            path.push(first.clone());
            self.findings.links.push(format!(
                "A circle: {}, each requires the next, so none could ever start. Left out is “{} requires {first}”. \
                 If another of them is wrong, say so in the scenario's `requires`.",
                path.join(" → "),
                items[circle.item].key,
            ));
        }
        if circles.len() > MOST_TOLD {
            let more = count(circles.len() - MOST_TOLD, "more circle");
            self.findings.links.push(format!("{more}, of each of which the closing link is left out."));
        }
        let left_out: HashSet<(usize, usize)> =
            circles.iter().map(|circle| (circle.item, requires[circle.item][circle.entry].0)).collect();
        for (number, item) in items.iter_mut().enumerate() {
            item.requires.retain(|&required| !left_out.contains(&(number, required)));
        }
        left_out.len()
    }

    fn tell(&mut self, number: usize, tally: &Tally) {
        let mut told = Vec::new();
        let has_columns =
            [Field::Requires, Field::Unlocks].iter().any(|&field| !self.columns.of(field).is_empty());
        if has_columns {
            told.push(format!(
                "{} kept: “is blocked by” and “blocks” became `requires`.",
                count(number, "link")
            ));
        }
        if tally.done > 0 {
            told.push(format!(
                "{} to what is Done already: nothing waits for that any more.",
                count(tally.done, "link")
            ));
        }
        if tally.unknown.number > 0 {
            let links = count(tally.unknown.number, "link");
            let examples = tally.unknown.told();
            told.push(format!("{links} to what is not in the file, left out: {examples}."));
        }
        if tally.no_items.number > 0 {
            let links = count(tally.no_items.number, "link");
            told.push(format!("{links} to rows that are no items, left out: {}.", tally.no_items.told()));
        }
        if let Some(first) = tally.to_itself.first() {
            let links = count(tally.to_itself.len(), "link");
            told.push(format!("{links} of an item to itself, left out: {first}."));
        }
        self.findings.links.splice(0..0, told);
    }
}

/// The item that a row is, or is a part of.
fn item_of(rows: &Rows, row: usize) -> Option<usize> {
    // An earlier row of the same key, and then the whole.
    let mut at = row;
    for _ in 0..3 {
        match rows.fates[at] {
            Fate::Item(item) => return Some(item),
            Fate::Part(other) | Fate::Twice(other) => at = other,
            Fate::Done | Fate::Other => return None,
        }
    }
    None
}
