//! The shipped JSON Schema is the one that the program checks with.

use std::fs;

use toporder::scenario::raw;

const RENEW: &str = "scenarios/schema.json is out of date: run `cargo run -- schema > scenarios/schema.json`";

#[test]
fn the_shipped_schema_is_up_to_date() {
    let shipped = fs::read_to_string("scenarios/schema.json").expect(RENEW);
    let made = serde_json::to_string_pretty(&raw::schema()).unwrap() + "\n";
    assert!(shipped.replace("\r\n", "\n") == made, "{RENEW}");
}

#[test]
fn the_schema_is_for_authors() {
    let text = serde_json::to_string(&raw::schema()).unwrap();
    for inner in ["Raw", "null", "double", "uint64"] {
        assert!(!text.contains(inner), "the schema speaks of {inner}");
    }
}
