//! `toporder demo` and `toporder cast` as programs: what is refused, and what is written.

use std::fs;
use std::process::{Command as Process, Output, Stdio};

use toporder::game::Command;
use toporder::game::journal::Rules;

use crate::common::move_to;
use crate::common::place::Place;
use crate::script::scenario;

fn toporder(place: &Place, arguments: &[&str]) -> Output {
    let mut program = Process::new(env!("CARGO_BIN_EXE_toporder"));
    program.args(arguments).env("TOPORDER_DATA", place.folder.path()).stdin(Stdio::null());
    program.output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A game of three Sprints, all of which were run.
fn game(place: &Place, name: &str) -> String {
    let scenario = scenario("soup-on-the-square");
    let mut file = place.store.create(&scenario, name, 7, Rules::default()).unwrap();
    for command in [move_to("card", 1), Command::RunSprint, Command::RunRest] {
        file.append(&command).unwrap();
    }
    file.path().to_str().unwrap().to_owned()
}

#[test]
fn who_cannot_race_is_told_why() {
    let place = Place::new();
    let journal = game(&place, "Ada");
    let cases: [(&[&str], i32, &str); 6] = [
        (&["soup-on-the-square", "--policy", "cd3"], 2, "1 would take part, and there is room for 2 to 4"),
        (&["soup-on-the-square", "--policy", "cd3", "--policy", "cd3"], 2, "against itself"),
        (&["boats-to-the-outer-islands", "--journal", &journal], 2, "is a game of “Soup on the Square”"),
        (&["soup-on-the-square", "--journal", "nobody"], 1, "no saved game"),
        (&["soup-on-the-square", "--speed", "9"], 2, "from 0.25 to 8"),
        (&["soup-on-the-square", "--hide", "--show"], 2, "cannot be used with"),
    ];
    for (arguments, code, text) in cases {
        let output = toporder(&place, &[&["demo"], arguments].concat());
        let told = told(&output).replace("\n  │", "");
        assert!(told.contains(text), "{arguments:?}: {told}");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_recording_is_written_and_nothing_is_written_over_unasked() {
    let place = Place::new();
    let journal = game(&place, "Ada");
    let path = place.folder.path().join("game.cast");
    let file = path.to_str().unwrap();
    let recorded = toporder(&place, &["cast", &journal, "-o", file, "--quick", "--size", "80x24"]);
    assert!(recorded.status.success() && recorded.stdout.is_empty(), "{}", told(&recorded));
    let written = fs::read_to_string(&path).unwrap();
    let header: serde_json::Value = serde_json::from_str(written.lines().next().unwrap()).unwrap();
    assert_eq!((header["version"].as_u64(), header["width"].as_u64()), (Some(2), Some(80)));
    assert!(header["timestamp"].as_i64().unwrap() > 1_700_000_000);

    let again = toporder(&place, &["cast", &journal, "-o", file, "--quick"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(told(&again).contains("--force"), "{}", told(&again));
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
    // The same recording each time, to standard output, too.
    let forced = toporder(&place, &["cast", &journal, "-o", file, "--quick", "--force", "--size", "80x24"]);
    assert!(forced.status.success(), "{}", told(&forced));
    let printed = toporder(&place, &["cast", "ada", "-o", "-", "--quick", "--size", "80x24"]);
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), written);
    for (option, value) in [("--size", "50x10"), ("--size", "wide"), ("--speed", "0")] {
        let refused = toporder(&place, &["cast", &journal, "-o", "-", option, value]);
        assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    }
}
