//! `toporder debrief` as a program: what is printed, and with which exit code.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output};

use serde_json::Value;
use toporder::game::Command::{self, RunRest, RunSprint};
use toporder::game::journal::Rules;

use crate::common;
use crate::common::place::Place;
use crate::common::{commit, commit_goal, move_to, set_aside, talk};
use crate::rounded::round;

/// A short game with something of everything: a date, a goal, a risk, an experiment, a talk.
fn journal(place: &Place, commands: &[Command]) -> PathBuf {
    let scenario = common::scenario(common::everything("Ann"));
    let mut file = place.store.create(&scenario, "Ada", 7, Rules::default()).unwrap();
    for command in commands {
        file.append(command).unwrap();
    }
    file.path().to_owned()
}

fn whole_game() -> Vec<Command> {
    vec![
        move_to("test", 1),
        talk("bet"),
        commit("a", 1, 80),
        commit_goal(1, 2, 60),
        RunSprint,
        set_aside("bet"),
        RunRest,
    ]
}

fn debrief(journal: &Path, args: &[&str]) -> Output {
    let mut program = Process::new(env!("CARGO_BIN_EXE_toporder"));
    // No games of somebody who runs the tests.
    program.arg("debrief").arg(journal).args(args).env("TOPORDER_DATA", journal.parent().unwrap());
    program.output().unwrap()
}

#[track_caller]
fn printed(journal: &Path, args: &[&str]) -> String {
    let output = debrief(journal, args);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn answer(journal: &Path) -> Value {
    serde_json::from_str(&printed(journal, &["--quick", "--json"])).unwrap()
}

/// So that a changed shape is noticed, and a change of what a seed means.
#[test]
fn a_game_has_this_debrief() {
    let place = Place::new();
    let journal = journal(&place, &whole_game());
    let mut answer = answer(&journal);
    let part = |part: &str| answer["sum"][part]["mean"].as_f64().unwrap();
    let all = part("par") + part("decisions") + part("luck");
    assert!((all - answer["sum"]["value"].as_f64().unwrap()).abs() < 1e-9);
    round(&mut answer);
    insta::assert_snapshot!("cli_debrief_json", serde_json::to_string_pretty(&answer).unwrap());
}

#[test]
fn people_read_it_in_plain_words() {
    let place = Place::new();
    let journal = journal(&place, &whole_game());
    let told = printed(&journal, &["--quick"]);
    assert!(told.lines().count() <= 60, "two screens are enough");
    insta::assert_snapshot!("cli_debrief_text", told);
}

#[test]
fn the_same_journal_gives_the_same_bytes() {
    let place = Place::new();
    let journal = journal(&place, &whole_game());
    let args = ["--quick", "--json"];
    assert_eq!(printed(&journal, &args), printed(&journal, &args));
}

#[test]
fn a_game_that_is_not_over_is_debriefed_so_far() {
    let place = Place::new();
    let path = journal(&place, &whole_game()[..5]);
    let found = answer(&path);
    assert_eq!((&found["over"], &found["sprints_played"]), (&false.into(), &1.into()));
    assert_eq!((&found["hindsight"], &found["complete"]), (&Value::Null, &true.into()));
    assert_eq!(found["decisions"].as_array().map(Vec::len), Some(1));
    assert!(found["value"]["stderr"].as_f64().unwrap() > 0.0, "what is to come is in doubt");
    let told = printed(&path, &["--quick"]);
    assert!(told.contains("The game is not over: 1 of 3 Sprints played."), "{told}");
}

#[test]
fn a_game_without_a_decision_has_nothing_to_judge() {
    let place = Place::new();
    let path = journal(&place, &[]);
    let found = answer(&path);
    assert_eq!((&found["sum"], &found["ladder"]), (&Value::Null, &Value::Null));
    assert!(printed(&path, &[]).contains("no Sprint was run"));
}

#[test]
fn a_journal_that_was_cut_off_is_debriefed_up_to_there() {
    let place = Place::new();
    let path = journal(&place, &whole_game()[..5]);
    let whole = answer(&path);
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"at\":\"2026-11-2");
    fs::write(&path, text).unwrap();
    assert_eq!(answer(&path), whole);
    let told = printed(&path, &["--quick"]);
    assert!(told.contains("was cut off"), "{told}");
}

#[test]
fn what_is_no_journal_is_told_with_help() {
    let place = Place::new();
    let missing = debrief(&place.folder.path().join("nothing.jsonl"), &[]);
    let told = String::from_utf8(missing.stderr).unwrap();
    assert_eq!((missing.status.code(), &*missing.stdout), (Some(1), &b""[..]));
    assert!(told.contains("there is no file") && told.contains("toporder resume"), "{told}");
    let other = debrief(&place.file(b"{}\n"), &[]);
    assert_eq!(other.status.code(), Some(1));
    assert!(String::from_utf8(other.stderr).unwrap().contains("line 1"));
}
