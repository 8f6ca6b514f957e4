//! Whatever is done to a valid file: no panic, and every error points into the text.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use toporder::cli::Look;
use toporder::scenario::Scenario;
use toporder::scenario::load::{self, Finding};
use toporder::scenario::raw::RawScenario;

/// A change to a text.
#[derive(Clone, Debug)]
enum Edit {
    Delete(Index, usize),
    Insert(Index, String),
    Repeat(Index, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    const PIECES: [&str; 24] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "true",
        "-1",
        "1e999",
        "0.5",
        "ä",
        "👩‍🍳",
        "\u{1b}",
        "\u{202e}",
        "\u{feff}",
        "\r\n",
        "\\ud800",
        "\"all\"",
        "\"id\": ",
        "{\"effect\": \"cost\"}",
        "//",
    ];
    prop_oneof![
        (any::<Index>(), 1..30_usize).prop_map(|(at, length)| Edit::Delete(at, length)),
        (any::<Index>(), select(&PIECES[..])).prop_map(|(at, piece)| Edit::Insert(at, piece.into())),
        (any::<Index>(), 1..60_usize).prop_map(|(at, length)| Edit::Repeat(at, length)),
    ]
}

impl Edit {
    fn apply(&self, text: &mut String) {
        let (Self::Delete(at, _) | Self::Insert(at, _) | Self::Repeat(at, _)) = self;
        let start = text.floor_char_boundary(at.index(text.len() + 1));
        match self {
            Self::Insert(_, piece) => text.insert_str(start, piece),
            Self::Delete(_, length) => {
                let end = text.ceil_char_boundary((start + length).min(text.len()));
                text.replace_range(start..end, "");
            }
            Self::Repeat(_, length) => {
                let end = text.ceil_char_boundary((start + length).min(text.len()));
                let piece = text[start..end].to_owned();
                text.insert_str(start, &piece);
            }
        }
    }
}

fn values() -> impl Strategy<Value = Value> {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(2.5),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("all"),
        json!("pier"),
        json!("guest"),
        json!("\u{1b}[2J"),
        json!([]),
        json!([1, "pier", "pier"]),
        json!({}),
        json!({ "low": 3, "likely": 1, "high": 2 }),
        json!({ "by": 2, "half_life": 1 }),
        json!({ "effect": "velocty" }),
        json!({ "history": [] }),
    ];
    select(odd.to_vec())
}

/// Replaces the value numbered `target`, in the order of the text.
fn replace(value: &mut Value, target: &mut usize, with: &Value) {
    if *target == 0 {
        *value = with.clone();
    }
    *target = target.wrapping_sub(1);
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(|entry| replace(entry, target, with)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace(field, target, with)),
        _ => {}
    }
}

fn valid() -> String {
    fs::read_to_string("tests/fixtures/valid/every-feature.json").unwrap()
}

fn check(text: &str) {
    let (findings, report): (Vec<_>, _) = match load::load_text("mutant.json", text) {
        Ok(loaded) => {
            let raw: RawScenario = serde_json::from_str(text).expect("serde reads what the check accepts");
            Scenario::try_from(raw).expect("both ways to a scenario agree");
            (spans(loaded.warnings.findings()), Look::PLAIN.render(&loaded.warnings))
        }
        Err(error) => (spans(error.findings()), Look::PLAIN.render(&error)),
    };
    for span in findings {
        assert!(text.get(span.clone()).is_some(), "{span:?} is no part of the text");
    }
    let unsafe_characters = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!report.contains(unsafe_characters), "{report:?}");
}

fn spans(findings: &[Finding]) -> Vec<std::ops::Range<usize>> {
    findings.iter().map(|finding| finding.span.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edited_texts(edits in prop::collection::vec(edit(), 1..4)) {
        let mut text = valid();
        for edit in &edits {
            edit.apply(&mut text);
        }
        check(&text);
    }

    #[test]
    fn swapped_values(swaps in prop::collection::vec((0..330_usize, values()), 1..6)) {
        let mut value: Value = serde_json::from_str(&valid()).unwrap();
        for (target, with) in &swaps {
            replace(&mut value, &mut target.clone(), with);
        }
        check(&serde_json::to_string_pretty(&value).unwrap());
        check(&value.to_string());
    }
}
