//! `toporder check` and `toporder schema` as a program: what is printed, and with which exit code.

use std::process::{Command, Output};

use serde_json::Value;

use crate::pipe;

fn toporder(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_toporder")).args(args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

#[test]
fn good_files_are_ok() {
    let output = toporder(&["check", "soup-on-the-square", "tests/fixtures/valid/every-feature.json"]);
    assert!(output.status.success());
    let expected = "ok soup-on-the-square: “Soup on the Square”, 8 items, 3 stakeholders, 3 Sprints\n\
        ok tests/fixtures/valid/every-feature.json: “Every feature once”, 6 items, 2 stakeholders, 6 Sprints, \
        2 goals, 2 risks\n";
    assert_eq!(text(&output.stdout), expected);
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn doubts_are_no_failure() {
    let output = toporder(&["check", "tests/fixtures/doubtful/velocity-zero.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("with a velocity of 0 nothing is ever Done"));
}

#[test]
fn one_bad_file_is_a_failure_and_the_others_are_checked() {
    let output = toporder(&["check", "tests/fixtures/invalid/effort-zero.json", "soup-on-the-square"]);
    assert_eq!(output.status.code(), Some(1));
    let printed = text(&output.stdout);
    assert!(printed.contains("`effort` must be above 0") && printed.contains("ok soup-on-the-square"));
    assert!(!printed.contains('\u{1b}'), "colour without a terminal");
}

#[test]
fn a_bad_command_line_is_told_from_a_bad_scenario() {
    assert_eq!(toporder(&["check"]).status.code(), Some(2));
    assert_eq!(toporder(&["chekc"]).status.code(), Some(2));
    assert_eq!(toporder(&["check", "nowhere.json"]).status.code(), Some(1));
}

#[test]
fn findings_can_be_read_by_programs() {
    let files = [
        "tests/fixtures/invalid/effort-zero.json",
        "tests/fixtures/doubtful/velocity-zero.json",
        "nowhere.json",
    ];
    let output = toporder(&[&["check", "--json"], &files[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    let answers: Value = serde_json::from_slice(&output.stdout).expect("the answer is JSON");
    assert_eq!(answers.as_array().map(Vec::len), Some(files.len()));
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn the_schema_is_printed() {
    let output = toporder(&["schema"]);
    assert!(output.status.success());
    let schema: Value = serde_json::from_slice(&output.stdout).expect("the schema is JSON");
    assert_eq!(schema["title"], "Toporder scenario, format 1");
}

#[cfg(unix)]
#[test]
fn a_reader_may_stop_reading() {
    // Far more output than a pipe holds.
    let files = ["tests/fixtures/invalid/many-at-once.json"; 40];
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    pipe::assert_a_reader_may_stop(program.arg("check").args(files));
}
