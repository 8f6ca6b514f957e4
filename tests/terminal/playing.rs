//! Games that are played, with keys and with the mouse.

use toporder::game::Command;
use toporder::store;
use toporder::words;

use crate::board::{
    SLUG, at_the_board, brought_to_the_board, move_the_first_item_down, order_of, order_shown, scenario,
    wait_for_order,
};
use crate::pty::{Terminal, journal, toporder};
use rustix::process::Signal;

/// Runs all Sprints and reads the Reviews.
fn run_the_sprints(terminal: &mut Terminal) {
    for sprint in 1..=3 {
        let header = format!("Sprint {sprint} of 3");
        terminal.wait_for(&[&header, "Product Backlog"]);
        run_the_sprint(terminal, &header);
    }
}

/// Runs a Sprint, whose screens have a header, and reads its Review.
fn run_the_sprint(terminal: &mut Terminal, header: &str) {
    terminal.send("r");
    terminal.wait_until("the Sprint", |screen| {
        let shown = screen.contents();
        (shown.contains("at work") || shown.contains("the Sprint is over")).then_some(())
    });
    // Where it is not over, any key shows the rest; else this one does nothing.
    terminal.send("x");
    terminal.wait_for(&[header, "the Sprint is over"]);
    terminal.send("\r");
    terminal.wait_for(&[header, "Sprint Review"]);
    // Nobody puts it away by accident.
    terminal.send("q");
    terminal.wait_for(&["The same key again"]);
    terminal.send("q");
}

#[test]
fn a_whole_game_is_played_and_its_journal_makes_it_again() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::spawn(toporder(data.path(), &["--seed", "1"]), 80, 24);
    // Somebody new is welcomed, once.
    terminal.wait_for(&["Toporder", "Soup on the Square", "Welcome"]);
    terminal.send("n");
    terminal
        .wait_until("the offer declined", |screen| (!screen.contents().contains("Welcome")).then_some(()));
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    let mut terminal = Terminal::spawn(toporder(data.path(), &["--seed", "1"]), 80, 24);
    let picker = terminal.wait_for(&["Toporder", "Soup on the Square", "? keys"]);
    assert!(!picker.contains("Welcome"));
    terminal.send("\r");
    let mut terminal = brought_to_the_board(terminal);
    move_the_first_item_down(&mut terminal);
    run_the_sprints(&mut terminal);
    terminal.wait_for(&["Debrief"]);
    terminal.send(" ");
    let shown = terminal.wait_for(&["Debrief", "In the end"]);
    terminal.send("q");
    terminal.wait_for(&["Toporder", "finished"]);
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_restored();

    let path = journal(data.path());
    assert!(terminal.contents().replace('\n', "").contains(&path.display().to_string()));
    let (journal, game) = store::read(path).unwrap();
    assert!(game.is_over() && !journal.torn);
    assert_eq!((journal.header.name.as_str(), journal.header.seed), ("Ada", 1));
    let value = words::amount(game.state().value, &game.scenario().value_unit);
    assert!(shown.contains(&format!("In the end: {value}")), "{value} is not in\n{shown}");
}

#[test]
fn a_debrief_is_paged_through_and_opened() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = at_the_board(data.path());
    move_the_first_item_down(&mut terminal);
    run_the_sprints(&mut terminal);
    terminal.wait_for(&["How did it feel?", "page 1 of 12"]);
    for title in ["What happened: value", "What happened: Sprint by Sprint"] {
        terminal.send("\t");
        terminal.wait_for(&[title]);
    }
    terminal.send("n");
    terminal.wait_for(&["What decided it", "par", "decisions", "luck", "Your value"]);
    terminal.send("\r");
    terminal.wait_for(&["Esc back"]);
    terminal.send("q");
    terminal.wait_for(&["page 4 of 12"]);
    terminal.send("n");
    terminal.wait_for(&["The moments that mattered", "▸"]);
    terminal.send("\r");
    terminal.wait_for(&["The board as it was", "A better order"]);
    terminal.send("q");
    terminal.wait_for(&["page 5 of 12"]);
    terminal.send("n");
    terminal.wait_for(&["Where you stand", "Knows the future", "By lot"]);
    for title in ["What experiments", "What a good Product Owner changes", "The people", "What you said"] {
        terminal.send("n");
        terminal.wait_for(&[title]);
    }
    terminal.send("n");
    terminal.wait_for(&["What if?", "Sprint 1"]);
    terminal.send("\r");
    terminal.wait_for(&["nothing of this is kept"]);
    terminal.send("J");
    terminal.wait_for(&["Worth of “changed”"]);
    terminal.send("q");
    terminal.wait_for(&["page 11 of 12"]);
    terminal.send("n");
    terminal.wait_for(&["What next?", "page 12 of 12"]);
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_restored();
}

#[test]
fn a_killed_game_goes_on_where_it_was() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = at_the_board(data.path());
    run_the_sprint(&mut terminal, "Sprint 1 of 3");
    terminal.wait_for(&["Sprint 2 of 3", "Product Backlog"]);
    move_the_first_item_down(&mut terminal);
    let before = order_shown(&terminal.contents());
    terminal.signal(Signal::KILL);
    terminal.wait_for_end();

    let terminal = Terminal::spawn(toporder(data.path(), &["resume", "soup"]), 80, 24);
    let again = terminal.wait_for(&["Sprint 2 of 3", "Product Backlog"]);
    assert_eq!(order_shown(&again), before);
}

#[test]
fn the_screen_follows_the_size_of_the_terminal() {
    let data = tempfile::tempdir().unwrap();
    let terminal = at_the_board(data.path());
    for (columns, rows) in [(120_u16, 40_u16), (60, 20), (200, 60)] {
        terminal.resize(columns, rows);
        terminal.wait_until(&format!("{columns} × {rows}"), |screen| {
            let lines: Vec<String> = screen.rows(0, columns).collect();
            // The narrowest cuts the header.
            let has_all = lines[0].contains("Sprint 1 of")
                && lines.last()?.contains("? keys")
                && lines.last()?.trim_end().chars().count() == usize::from(columns) - 1;
            has_all.then_some(())
        });
    }
    terminal.resize(59, 20);
    terminal.wait_for(&["59 × 20", "60 × 20"]);
    terminal.resize(1, 1);
    terminal.resize(80, 24);
    terminal.wait_for(&["Sprint 1 of 3", "Product Backlog"]);
}

#[test]
fn an_item_is_dragged_with_the_mouse() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = at_the_board(data.path());
    wait_for_order(&terminal, "Striped awning", "Cups");
    let row_of = |title: &str| {
        let contents = terminal.contents();
        let row = contents.lines().position(|line| line.chars().take(40).collect::<String>().contains(title));
        u16::try_from(row.unwrap()).unwrap()
    };
    let (from, to) = (row_of("Cups"), row_of("Striped awning"));
    terminal.drag((10, from), (10, to));
    wait_for_order(&terminal, "Cups", "Striped awning");
    terminal.send("\x03");
    terminal.wait_for_end();

    let (journal, game) = store::read(journal(data.path())).unwrap();
    let commands: Vec<&Command> = journal.entries.iter().map(|entry| &entry.command).collect();
    let cups = scenario().items.into_iter().find(|item| item.title.starts_with("Cups")).unwrap();
    assert_eq!(commands, [&Command::Move { item: cups.id, to: 1 }]);
    assert!(order_of(&game)[0].starts_with("Cups"));
}

#[test]
fn pasted_text_does_nothing() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = at_the_board(data.path());
    terminal.send("\x1b[200~rrJq\x1b[201~");
    move_the_first_item_down(&mut terminal);
    terminal.send("\x03");
    terminal.wait_for_end();
    assert_eq!(store::read(journal(data.path())).unwrap().0.entries.len(), 1);
}

#[test]
fn time_passes_while_a_sprint_is_shown() {
    let data = tempfile::tempdir().unwrap();
    let mut command = toporder(data.path(), &["play", SLUG, "--seed", "1"]);
    command.env_remove("REDUCE_MOTION");
    let mut terminal = brought_to_the_board(Terminal::spawn(command, 80, 24));
    terminal.send("r");
    terminal.wait_for(&["any key skips"]);
    terminal.wait_for(&["the Sprint is over", "15 of 16 hours"]);
    terminal.send("\x03");
    assert!(terminal.wait_for_end().success());
}

#[test]
fn without_colour_nothing_is_coloured() {
    let data = tempfile::tempdir().unwrap();
    let mut command = toporder(data.path(), &["play", SLUG]);
    command.env("NO_COLOR", "1");
    let mut terminal = brought_to_the_board(Terminal::spawn(command, 80, 24));
    terminal.send("\x03");
    terminal.wait_for_end();
    let written = terminal.written();
    assert!(!written.contains("\x1b[38;") && !written.contains("\x1b[48;"), "{written:?}");
}

#[test]
fn a_journal_is_stepped_through() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = at_the_board(data.path());
    move_the_first_item_down(&mut terminal);
    terminal.send("\x03");
    terminal.wait_for_end();
    let path = journal(data.path());
    let before = std::fs::read(&path).unwrap();

    let mut terminal = Terminal::spawn(toporder(data.path(), &["replay", path.to_str().unwrap()]), 80, 24);
    terminal.wait_for(&["Replay", "? keys"]);
    terminal.send("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_restored();
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

/// Whoever reads the terminal may find both at once, and neither may make it forget the other until the
/// next key. They do not meet each time, so this is tried many times.
#[test]
fn a_key_that_comes_with_a_new_size_is_taken_at_once() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = at_the_board(data.path());
    for round in 0..100 {
        terminal.resize(80 + round % 2, 24);
        terminal.send(if round % 2 == 0 { "?" } else { "\x1b" });
        let shown = if round % 2 == 0 { "Keys" } else { "Product Backlog" };
        terminal.wait_for(&[shown]);
    }
}
