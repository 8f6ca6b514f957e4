//! Line by line at a terminal: with a prompt, and without anything that only a screen needs.

use toporder::store;

use crate::pty::{Terminal, journal, toporder};

const GAME: &[&str] = &["play", "soup-on-the-square", "--plain", "--seed", "7"];

#[test]
fn a_prompt_waits_and_lines_are_not_repeated() {
    let data = tempfile::tempdir().unwrap();
    let mut command = toporder(data.path(), GAME);
    command.env("TERM", "dumb");
    let mut terminal = Terminal::spawn(command, 80, 24);
    terminal.wait_for(&["`warnings` tells more.", "Sprint 1> "]);
    terminal.send("top card\r");
    let shown = terminal.wait_for(&["is at place 1 now.", "Sprint 1> "]);
    assert_eq!(shown.matches("top card").count(), 1, "{shown}");
    terminal.send("run rest\r");
    terminal.wait_for(&["yes or no> "]);
    terminal.send("no\r");
    terminal.wait_for(&["Left as it was.", "Sprint 1> "]);
    // Ctrl-D.
    terminal.send("\x04");
    assert!(terminal.wait_for_end().success());
    assert!(terminal.contents().contains("toporder resume --plain"), "{}", terminal.contents());
    assert!(!terminal.written().contains('\x1b'), "{:?}", terminal.written());
}

#[test]
fn ctrl_c_leaves_and_the_game_is_kept() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::spawn(toporder(data.path(), GAME), 80, 24);
    terminal.wait_for(&["Sprint 1> "]);
    terminal.send("run\r");
    terminal.wait_for(&["Sprint 2> "]);
    terminal.send("top bre\x03");
    assert!(terminal.wait_for_end().success());
    assert!(terminal.contents().contains("Your game is kept."), "{}", terminal.contents());
    let (_, game) = store::read(journal(data.path())).unwrap();
    assert_eq!(game.sprint(), 2);
}

#[test]
fn a_terminal_that_is_too_simple_for_a_screen_is_told_of_it() {
    let data = tempfile::tempdir().unwrap();
    let mut command = toporder(data.path(), &[]);
    command.env("TERM", "dumb");
    let terminal = Terminal::spawn(command, 80, 24);
    assert_eq!(terminal.wait_for_end().exit_code(), 2);
    let told = terminal.contents();
    assert!(told.contains("too simple (TERM is `dumb`)") && told.contains("toporder --plain"), "{told}");
}
