//! `toporder inspect` as a program: what is printed, and with which exit code.

use std::process::{Command, Output};

use serde_json::Value;

const SOUP: &str = "soup-on-the-square";

fn inspect(args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    program.arg("inspect").args(args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

/// What is printed by a run that goes well.
#[track_caller]
fn printed(args: &[&str]) -> String {
    let output = inspect(args);
    assert_eq!(text(&output.stderr), "");
    assert!(output.status.success());
    text(&output.stdout).to_owned()
}

#[test]
fn a_report_in_plain_words() {
    insta::assert_snapshot!(printed(&[SOUP, "--quick"]));
    insta::assert_snapshot!(printed(&["the-library-of-things", "--quick", "--seed", "3"]));
}

#[test]
fn the_same_as_json() {
    let answer: Value = serde_json::from_str(&printed(&[SOUP, "--quick", "--json"])).expect("it is JSON");
    let keys: Vec<&str> = answer.as_object().expect("an object").keys().map(String::as_str).collect();
    let wanted = [
        "scenario",
        "level",
        "seed",
        "futures",
        "complete",
        "players",
        "skill",
        "worth",
        "best_first_sprint",
        "items",
        "reading",
        "criteria",
        "advice",
    ];
    assert_eq!(keys, wanted);
    assert_eq!(answer["complete"], true);
    assert_eq!(answer["players"].as_array().map(Vec::len), Some(11));
    assert_eq!(answer["items"].as_array().map(Vec::len), Some(8));
}

#[test]
fn what_cannot_be_done_is_told() {
    for (args, code, told) in [
        (vec!["no-such-scenario"], 1, "no-such-scenario"),
        (vec![SOUP, "--futures", "0"], 2, "--futures"),
        (vec![SOUP, "--futures", "10", "--quick"], 2, "--quick"),
        (vec![], 2, "SCENARIO"),
    ] {
        let output = inspect(&args);
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert!(text(&output.stderr).contains(told), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
    }
}
