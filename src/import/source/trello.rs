//! Trello: “Export as JSON” of a board, made into a table.
//!
//! Cards lie on lists, both with a position; either can be archived; the status of a card is the list it lies on;
//! points stand in the title in round brackets, as “(5) Title”, with those used in square ones behind it, or in a
//! custom field, whose definition is elsewhere in the file.

use std::collections::HashMap;

use csv::StringRecord;
use serde::Deserialize;

use super::{Profile, Source};
use crate::import::ImportError;
use crate::import::field::Field;
use crate::import::table::{ROWS_MAX, Row, Table};

pub(super) const PROFILE: Profile = Profile {
    source: Source::Trello,
    signs: &[],
    columns: &[
        (Field::Id, &["card"]),
        (Field::OtherId, &["link"]),
        (Field::Title, &["name"]),
        (Field::Status, &["list"]),
        (Field::Done, &["archived"]),
        (Field::Estimate, &["points in the title", "story points", "points", "estimate", "effort", "size"]),
        (Field::Labels, &["labels"]),
        (Field::Description, &["description"]),
    ],
    seconds: &[],
    hours: &[],
    holders: &["epic"],
    parts: &[],
};

/// The columns that every board has.
const COLUMNS: [&str; 8] =
    ["Card", "Link", "Name", "Points in the title", "List", "Archived", "Labels", "Description"];

#[derive(Deserialize)]
struct Board {
    #[serde(default)]
    name: String,
    cards: Vec<Card>,
    lists: Vec<List>,
    #[serde(default, rename = "customFields")]
    fields: Vec<CustomField>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Card {
    name: String,
    #[serde(default)]
    desc: String,
    #[serde(default)]
    closed: bool,
    #[serde(default)]
    due_complete: bool,
    #[serde(default)]
    id_list: String,
    id_short: Option<u64>,
    #[serde(default)]
    short_link: String,
    #[serde(default)]
    pos: f64,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    custom_field_items: Vec<FieldItem>,
}

#[derive(Deserialize)]
struct List {
    id: String,
    name: String,
    #[serde(default)]
    closed: bool,
    #[serde(default)]
    pos: f64,
}

#[derive(Deserialize)]
struct Label {
    #[serde(default)]
    name: String,
    color: Option<String>,
}

#[derive(Deserialize)]
struct CustomField {
    id: String,
    name: String,
    #[serde(default)]
    options: Vec<FieldOption>,
}

#[derive(Deserialize)]
struct FieldOption {
    id: String,
    value: FieldValue,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FieldItem {
    id_custom_field: String,
    id_value: Option<String>,
    value: Option<FieldValue>,
}

#[derive(Deserialize)]
struct FieldValue {
    text: Option<String>,
    number: Option<String>,
    date: Option<String>,
    checked: Option<String>,
}

impl FieldValue {
    fn text(&self) -> Option<&str> {
        let values = [&self.number, &self.text, &self.date, &self.checked];
        values.into_iter().find_map(|value| value.as_deref())
    }
}

/// The cards of a board as a table, in the order of the lists and of the cards on them, and the board's name.
///
/// # Errors
/// If the text is not JSON, or not a board.
pub(in crate::import) fn read(text: &str) -> Result<(Table, String), ImportError> {
    let board: Board = serde_json::from_str(text).map_err(|error| ImportError::NotABoard {
        is_scenario: text.contains("\"format\"") && text.contains("\"stakeholders\""),
        is_json: error.is_data(),
        line: error.line(),
    })?;
    if board.cards.is_empty() {
        return Err(ImportError::NoRows);
    }
    if board.cards.len() > ROWS_MAX {
        return Err(ImportError::TooLarge { what: "cards", most: ROWS_MAX });
    }
    let lists: HashMap<&str, &List> = board.lists.iter().map(|list| (list.id.as_str(), list)).collect();
    let place =
        |card: &Card| (lists.get(card.id_list.as_str()).map_or(f64::INFINITY, |list| list.pos), card.pos);
    let mut cards: Vec<&Card> = board.cards.iter().collect();
    cards.sort_by(|a, b| {
        let ((list, pos), (other_list, other_pos)) = (place(a), place(b));
        list.total_cmp(&other_list).then(pos.total_cmp(&other_pos))
    });
    let headers = COLUMNS.iter().copied().chain(board.fields.iter().map(|field| field.name.trim()));
    let rows = cards.iter().enumerate().map(|(n, card)| Row {
        line: n + 1,
        cells: cells(card, lists.get(card.id_list.as_str()).copied(), &board.fields),
    });
    let table = Table {
        headers: headers.map(str::to_owned).collect(),
        rows: rows.collect(),
        between: None,
        decimal_comma: false,
        too_long: 0,
        unclosed: None,
    };
    Ok((table, board.name.clone()))
}

fn cells(card: &Card, list: Option<&List>, fields: &[CustomField]) -> StringRecord {
    let (title, points) = without_points(&card.name);
    let is_archived = card.closed || list.is_some_and(|list| list.closed);
    let ended = match (is_archived, card.due_complete) {
        (true, _) => "archived",
        (_, true) => "marked complete",
        _ => "",
    };
    let label = |label: &Label| match label.name.trim() {
        "" => label.color.clone().unwrap_or_default(),
        name => name.to_owned(),
    };
    let labels: Vec<String> = card.labels.iter().map(label).collect();
    let mut cells = StringRecord::new();
    cells.push_field(&card.id_short.map(|number| format!("#{number}")).unwrap_or_default());
    cells.push_field(&card.short_link);
    cells.push_field(title);
    cells.push_field(points.unwrap_or_default());
    cells.push_field(list.map_or("", |list| &list.name));
    cells.push_field(ended);
    cells.push_field(&labels.join(";"));
    cells.push_field(&card.desc);
    for field in fields {
        let item = card.custom_field_items.iter().find(|item| item.id_custom_field == field.id);
        let option = item.and_then(|item| item.id_value.as_ref()).and_then(|id| {
            field.options.iter().find(|option| option.id == *id).and_then(|option| option.value.text())
        });
        let value = item.and_then(|item| item.value.as_ref()).and_then(FieldValue::text);
        cells.push_field(option.or(value).unwrap_or_default());
    }
    cells
}

/// A title without the points in it, and the points: of `(5) Title [3]`, `Title (5)`.
fn without_points(title: &str) -> (&str, Option<&str>) {
    let figure = |text: &str| {
        !text.is_empty()
            && text.len() <= 5
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    let mut title = title.trim();
    // What was used of the points so far.
    if let Some((before, used)) = title.strip_suffix(']').and_then(|text| text.rsplit_once('['))
        && figure(used)
    {
        title = before.trim_end();
    }
    if let Some((points, rest)) = title.strip_prefix('(').and_then(|text| text.split_once(')'))
        && figure(points.trim())
        && !rest.trim().is_empty()
    {
        return (rest.trim_start(), Some(points.trim()));
    }
    match title.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((rest, points)) if figure(points.trim()) && !rest.trim().is_empty() => {
            (rest.trim_end(), Some(points.trim()))
        }
        _ => (title, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_taken_out_of_titles() {
        for (title, parts) in [
            ("(5) Pay by card [2]", ("Pay by card", Some("5"))),
            ("Pay by card (0.5)", ("Pay by card", Some("0.5"))),
            ("Pay by card (soon)", ("Pay by card (soon)", None)),
            ("(5)", ("(5)", None)),
            ("[WIP] Pay", ("[WIP] Pay", None)),
        ] {
            assert_eq!(without_points(title), parts, "{title}");
        }
    }
}
