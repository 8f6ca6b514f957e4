//! A race and a replay in front of a room.

use std::fs;

use toporder::game::Command;
use toporder::game::journal::{Entry, Header, Rules, line};

use crate::board::{SLUG, scenario};
use crate::pty::{Terminal, toporder};

#[test]
fn a_race_is_led_through_with_one_key() {
    let data = tempfile::tempdir().unwrap();
    let arguments =
        ["demo", SLUG, "--policy", "loudest", "--policy", "cd3", "--policy", "par", "--seed", "7"];
    let mut terminal = Terminal::spawn(toporder(data.path(), &arguments), 80, 24);
    terminal.wait_for(&["Sprint 1 of 3 · the orders", "1 loudest", "2 cd3", "3 par", "seed 7"]);
    for sprint in 1..=3 {
        terminal.send(" ");
        terminal.wait_for(&[&format!("Who is ahead after Sprint {sprint}?"), "0 hands"]);
        terminal.send("22");
        terminal.wait_for(&["2 hands:"]);
        terminal.send(" ");
        terminal.wait_for(&[&format!("Sprint {sprint} of 3 · Sprint Review"), &format!("S{sprint} ")]);
    }
    terminal.send(" ");
    terminal.wait_for(&["Who is ahead in the end?"]);
    terminal.send("  ");
    terminal.wait_for(&["in the end", "first in", "of 200", "What you said beforehand"]);
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_restored();
    assert!(!data.path().join("journals").exists(), "nothing is kept of a race");
}

#[test]
fn a_game_takes_part_and_its_replay_is_looked_back_on() {
    let data = tempfile::tempdir().unwrap();
    let header = Header::new(&scenario(), "Ada", 7, Rules::default(), "2026-01-05T09:00:00.000Z".to_owned());
    let commands = [Command::SetAside { item: "cups".to_owned() }, Command::RunSprint];
    let entries =
        commands.map(|command| line(&Entry { at: "2026-01-05T09:01:00.000Z".to_owned(), command, by: None }));
    let path = data.path().join("ada.jsonl");
    fs::write(&path, line(&header) + &entries.concat()).unwrap();
    let journal = path.to_str().unwrap();

    let arguments = ["demo", SLUG, "--journal", journal, "--policy", "cd3"];
    let mut terminal = Terminal::spawn(toporder(data.path(), &arguments), 100, 30);
    // Without a seed, the race is on the luck that the game met.
    terminal.wait_for(&["1 · ", "2 · a game, 1 of 3 Sprints", "seed 7"]);
    terminal.send("q");
    assert!(terminal.wait_for_end().success());

    let mut terminal = Terminal::spawn(toporder(data.path(), &["replay", journal]), 100, 30);
    terminal.wait_for(&["Replay", "step 0 of 3"]);
    terminal.send("\x1b[C\x1b[C");
    terminal.wait_for(&["The order of Sprint 1 is decided", "Accuracy", "beside par’s order"]);
    terminal.send("m");
    terminal.wait_until("a moment, or that there is none", |screen| {
        let contents = screen.contents();
        ["Costliest moment 1 of", "No single change"].iter().any(|text| contents.contains(text)).then_some(())
    });
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_restored();
}
