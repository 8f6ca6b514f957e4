//! What was found, in plain sentences: a heading and lines below it.

use super::field::Field;
use super::{Backlog, Findings, Frame, Slice, text};
use crate::scenario::Range;
use crate::scenario::raw::RawRange;
use crate::scenario::words::{count, grouped};
use crate::words::span;

/// So many items are shown one by one.
const ITEMS_SHOWN: usize = 12;
/// So many names of columns are shown.
const COLUMNS_SHOWN: usize = 24;
/// The widest key that is shown beside a title.
const KEY_WIDTH: usize = 16;

/// A heading, and what is told below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Without a full stop.
    pub heading: String,
    /// Sentences, or rows of a table.
    pub lines: Vec<Line>,
}

/// A line of a [`Section`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Sentences, which may be wrapped.
    Text(String),
    /// Cells that stand below each other.
    Row(Vec<String>),
}

impl Section {
    fn new(heading: impl Into<String>, lines: impl IntoIterator<Item = String>) -> Self {
        Self { heading: heading.into(), lines: lines.into_iter().map(Line::Text).collect() }
    }
}

impl Backlog {
    /// What was found in a file, as far as it does not depend on the slice.
    #[must_use]
    pub fn found(&self, file: &str) -> Vec<Section> {
        let findings = &self.findings;
        let mut sections = vec![recognised(findings, file), columns(findings)];
        if !findings.left_out.is_empty() {
            sections.push(Section::new("Left out", findings.left_out.iter().map(left_out)));
        }
        for (heading, lines) in [("Links", &findings.links), ("Odd in the file", &findings.oddities)] {
            if !lines.is_empty() {
                sections.push(Section::new(heading, lines.iter().map(|line| text::line(line, 1_000).0)));
            }
        }
        sections
    }

    /// What was assumed for a game of a slice.
    #[must_use]
    pub fn assumed(&self, slice: &Slice, frame: &Frame) -> Section {
        let mut lines: Vec<String> =
            self.findings.assumed.iter().map(|line| text::line(line, 1_000).0).collect();
        lines.push(text::line(&self.velocity_told(slice, frame), 1_000).0);
        if let Some(velocity) = frame.velocity.as_ref().filter(|velocity| velocity.unread > 0) {
            let rows = count(velocity.unread, "row");
            lines.push(format!("{rows} of the past Sprints had no figure above or at 0, left out."));
        }
        lines.push(self.refinement_told());
        Section::new("Assumed, because the file does not say it", lines)
    }

    /// The first items of a slice, as they will be played.
    #[must_use]
    pub fn shown(&self, slice: &Slice, of: usize) -> Section {
        let number = count(slice.items.len(), "item");
        let heading = match of {
            1 => format!("{number}, in the file's order"),
            _ => format!("Slice {} of {of}: {number}", slice.number),
        };
        let shown = slice.items.iter().take(ITEMS_SHOWN).map(|&n| {
            let item = &self.items[n];
            let requires: Vec<&str> =
                item.requires.iter().map(|&required| self.items[required].key.as_str()).collect();
            let requires = match requires[..] {
                [] => String::new(),
                [only] => format!("requires {only}"),
                [first, ..] => format!("requires {first} and {} more", requires.len() - 1),
            };
            Line::Row(vec![
                (n + 1).to_string(),
                text::line(&item.key, KEY_WIDTH).0,
                item.title.clone(),
                span(known(item.effort), self.effort_unit),
                format!("value {}", span(known(item.value), "")),
                requires,
            ])
        });
        let mut lines: Vec<Line> = shown.collect();
        if let Some(more) = slice.items.len().checked_sub(ITEMS_SHOWN).filter(|more| *more > 0) {
            lines.push(Line::Text(format!("… and {} more", grouped(more as u64))));
        }
        Section { heading, lines }
    }

    /// The slices of a backlog that is too large for one game.
    #[must_use]
    pub fn offered(&self, slices: &[Slice]) -> Section {
        const MOST: usize = 10;
        let key =
            |n: Option<&usize>| n.map_or_else(String::new, |&n| text::line(&self.items[n].key, KEY_WIDTH).0);
        let mut lines = vec![Line::Text(format!(
            "{} are too many for one game. They can be played in {}, one after the other; what a slice requires is in \
             it, from further down if need be, or in a slice before it, which counts as Done.",
            count(self.items.len(), "item"),
            count(slices.len(), "slice")
        ))];
        for slice in slices.iter().take(MOST) {
            let mut notes = Vec::new();
            if !slice.forward.is_empty() {
                notes.push(format!("{} from further down", slice.forward.len()));
            }
            if slice.done > 0 {
                notes.push(format!("{} to slices before", count(slice.done, "link")));
            }
            lines.push(Line::Row(vec![
                format!("--slice {}", slice.number),
                count(slice.items.len(), "item"),
                format!("{} to {}", key(slice.items.first()), key(slice.items.last())),
                notes.join("; "),
            ]));
        }
        if let Some(more) = slices.len().checked_sub(MOST).filter(|more| *more > 0) {
            lines.push(Line::Text(format!("… and {} more", grouped(more as u64))));
        }
        Section { heading: "Slices".to_owned(), lines }
    }
}

fn recognised(findings: &Findings, file: &str) -> Section {
    let why = match &findings.signs[..] {
        _ if findings.is_told => ", as you say".to_owned(),
        [] if findings.source == super::Source::Trello => ": it is JSON with lists and cards".to_owned(),
        [] => ": its columns are those of no program that is known".to_owned(),
        signs => format!(": it has the columns {}", quoted_list(signs, 6)),
    };
    let how = match findings.between {
        Some(between) => {
            format!("{}, {between} between cells, {}.", count(findings.rows, "row"), findings.encoding.name())
        }
        None => format!("{}.", count(findings.rows, "card")),
    };
    Section::new(file, [format!("Read as {}{why}.", findings.source.told()), how])
}

fn columns(findings: &Findings) -> Section {
    let mut lines: Vec<Line> = Vec::new();
    for (field, names) in &findings.fields {
        lines.push(Line::Row(vec![quoted_list(names, 4), field.told().to_owned()]));
    }
    let missing: Vec<&str> = [Field::Id, Field::Status, Field::Estimate, Field::Requires]
        .into_iter()
        .filter(|field| !findings.fields.iter().any(|(other, _)| other == field))
        .filter(|field| {
            *field != Field::Requires || !findings.fields.iter().any(|(other, _)| *other == Field::Unlocks)
        })
        .map(Field::told)
        .collect();
    if !missing.is_empty() {
        lines.push(Line::Text(format!("No column tells of an item {}.", joined_or(&missing))));
    }
    if !findings.unused.is_empty() {
        lines.push(Line::Text(format!(
            "Nothing was made of {}.",
            quoted_list(&findings.unused, COLUMNS_SHOWN)
        )));
    }
    Section { heading: "What each column tells of an item".to_owned(), lines }
}

fn joined_or(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        words => words.concat(),
    }
}

fn left_out(left_out: &super::LeftOut) -> String {
    let keys: Vec<String> = left_out.keys.iter().map(|key| text::line(key, KEY_WIDTH).0).collect();
    let more = if left_out.rows > keys.len() { ", …" } else { "" };
    format!("{}: {}{more}", left_out.told(), keys.join(", "))
}

fn known(range: RawRange) -> Range {
    match range {
        RawRange::Certain(figure) => Range::new(figure, figure, figure),
        RawRange::Spread(spread) => Range::new(spread.low, spread.likely, spread.high),
    }
    .unwrap_or(Range::certain(0.0))
}

/// Names in quotation marks, fit to print; of many the first.
#[must_use]
pub fn quoted_list(names: &[String], most: usize) -> String {
    let mut quoted: Vec<String> =
        names.iter().take(most).map(|name| format!("“{}”", text::line(name, 60).0)).collect();
    if let Some(more) = names.len().checked_sub(most).filter(|more| *more > 0) {
        quoted.push(format!("{more} more"));
    }
    crate::scenario::words::joined(&quoted, "and")
}
