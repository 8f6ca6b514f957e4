//! `toporder solve` as a program: what is printed, and with which exit code.

use std::process::{Command, Output};

use serde_json::Value;

fn toporder(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_toporder")).args(args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

#[track_caller]
fn json(args: &[&str]) -> Value {
    let output = toporder(args);
    assert_eq!(text(&output.stderr), "");
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).expect("the answer is JSON")
}

#[test]
fn the_value_is_what_simulate_gives_for_the_order() {
    let common = ["the-library-of-things", "--json", "--futures", "300", "--seed", "7"];
    let answer = json(&[&["solve", "--seconds", "0.05"], &common[..]].concat());
    let fields: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["order", "value", "proven", "seconds"]);
    let ids = answer["order"].as_array().expect("a list").iter().map(|id| id.as_str().expect("an id"));
    let order = ids.collect::<Vec<_>>().join(",");
    let simulated = json(&[&["simulate", "--order", &order], &common[..]].concat());
    assert_eq!(answer["value"], simulated["value"]);
    assert_eq!(answer["proven"], false);
    let seconds = answer["seconds"].as_f64().expect("a number");
    assert!(seconds >= 0.0);
}

#[test]
fn what_has_no_luck_is_proven_and_told_in_plain_words() {
    let answer = json(&["solve", "soup-on-the-square", "--json"]);
    assert_eq!(answer["proven"], true);
    let value = answer["value"]["mean"].as_f64().expect("a number");
    assert!((value - 717.0).abs() < 1e-9, "{value}");

    let output = toporder(&["solve", "soup-on-the-square"]);
    let told = text(&output.stdout);
    assert_eq!(text(&output.stderr), "");
    for part in ["proven", "Value      717 €", "\n   1  "] {
        assert!(told.contains(part), "{part:?} is not in {told}");
    }
}

#[test]
fn a_bad_command_line_and_a_bad_scenario_have_codes_of_their_own() {
    let code = |args: &[&str]| toporder(args).status.code();
    assert_eq!(code(&["solve", "soup-on-the-square", "--seconds", "-1"]), Some(2));
    assert_eq!(code(&["solve", "soup-on-the-square", "--seconds", "soon"]), Some(2));
    assert_eq!(code(&["solve", "soup-on-the-square", "--futures", "0"]), Some(2));
    assert_eq!(code(&["solve"]), Some(2));
    assert_eq!(code(&["solve", "there-is-no-such-scenario"]), Some(1));
}
