//! Without a terminal, or without the game that was asked for.

use std::process::{Command as Process, Stdio};

use crate::board::{SLUG, at_the_board};
use crate::pty::{Terminal, journal, toporder};

#[test]
fn a_game_that_is_open_elsewhere_is_not_opened_twice() {
    let data = tempfile::tempdir().unwrap();
    let _first = at_the_board(data.path());
    let second = Terminal::spawn(toporder(data.path(), &["resume", "soup"]), 80, 24);
    assert_eq!(second.wait_for_end().exit_code(), 1);
    second.assert_restored();
    assert!(second.contents().contains("open in another Toporder"), "{}", second.contents());
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    for arguments in [&["play", SLUG][..], &[], &["replay", "nothing"]] {
        let mut program = Process::new(env!("CARGO_BIN_EXE_toporder"));
        program.args(arguments).env("TOPORDER_DATA", data.path()).stdin(Stdio::null());
        let output = program.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("at a terminal") && told.contains("toporder --plain"), "{told}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn without_a_terminal_saved_games_are_listed() {
    let data = tempfile::tempdir().unwrap();
    // One game that was played, and one that was only looked at.
    let mut terminal = at_the_board(data.path());
    terminal.send("J\x03");
    terminal.wait_for_end();
    let path = journal(data.path()).display().to_string();
    let mut terminal = at_the_board(data.path());
    terminal.send("\x03");
    terminal.wait_for_end();
    let mut program = Process::new(env!("CARGO_BIN_EXE_toporder"));
    let output = program.arg("resume").env("TOPORDER_DATA", data.path()).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && told.lines().count() == 1, "{told}");
    for part in ["Sprint 1 of 3", "Soup on the Square · Ada", &path] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn long_work_is_ended_with_what_is_there() {
    let data = tempfile::tempdir().unwrap();
    let arguments = [
        "compare",
        "the-library-of-things",
        "--futures",
        "100000",
        "--policy",
        "given",
        "--policy",
        "lookahead",
    ];
    let mut terminal = Terminal::spawn(toporder(data.path(), &arguments), 80, 24);
    terminal.wait_for(&["lookahead (2 of 2)"]);
    terminal.send("\x03");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    let told = terminal.contents();
    // The line of progress is gone, and the chart is there.
    assert!(told.contains("Ended early") && told.contains("━●━") && !told.contains("Ctrl-C"), "{told}");
    assert!(told.contains("given") && !told.contains("lookahead  "), "{told}");
}
