//! The program itself, with lines piped in.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output, Stdio};
use std::sync::Arc;

use toporder::game::Command::RunSprint;
use toporder::game::journal::Rules;
use toporder::game::{Command, Game, Subject};
use toporder::plain::COLUMNS;
use toporder::store::{self, Store};
use toporder::words;
use toporder::words::text::width;

use crate::common::{self, move_to, order_as, talk};
use crate::player::fair;
use crate::{pipe, squeezed};

/// Runs the program with lines piped in; nothing but lines of text may come out.
#[track_caller]
fn toporder(data: &Path, arguments: &[&str], lines: &str) -> Output {
    let input = data.join("input.txt");
    fs::write(&input, lines).unwrap();
    let output = process(data, arguments).stdin(File::open(input).unwrap()).output().unwrap();
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text}");
    let wide = text.lines().find(|line| width(line) > COLUMNS && !line.starts_with("toporder resume"));
    assert_eq!(wide, None);
    output
}

fn process(data: &Path, arguments: &[&str]) -> Process {
    let mut program = Process::new(env!("CARGO_BIN_EXE_toporder"));
    program.args(arguments).env("TOPORDER_DATA", data).env("TOPORDER_CONFIG", data.join("none.toml"));
    program.env("TZ", "UTC").env_remove("TOPORDER_COACH").env_remove("TOPORDER_NAME");
    fs::write(data.join("none.toml"), "").unwrap();
    program
}

#[track_caller]
fn printed(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The only journal in a data folder.
fn journal(data: &Path) -> PathBuf {
    let mut paths = fs::read_dir(data.join("journals")).unwrap().map(|entry| entry.unwrap().path());
    let (first, second) = (paths.next().unwrap(), paths.next());
    assert_eq!(second, None);
    first
}

/// What is printed, without what is another on each machine and each day.
fn timeless(text: &str) -> String {
    let line = |line: &str| match line.starts_with("toporder resume") {
        true => "toporder resume --plain FILE\n".to_owned(),
        false => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

#[track_caller]
fn assert_a_whole_game(slug: &str) -> (Vec<Command>, Game) {
    let data = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/plain/{slug}.txt"));
    let script = fs::read_to_string(script).unwrap();
    let output = toporder(data.path(), &["play", slug, "--plain", "--seed", "7", "--name", "Ada"], &script);
    let text = printed(&output);
    insta::assert_snapshot!(format!("{slug}"), timeless(&text));

    let path = journal(data.path());
    let (journal, game) = store::read(&path).unwrap();
    assert!(game.is_over() && !journal.torn);
    let value = words::amount(game.state().value, &game.scenario().value_unit);
    assert!(text.contains(&format!("with {value} in the end")), "{value}");
    // Every line of the script stands in the transcript, so that it can be read without the script.
    for line in script.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        assert!(text.contains(&format!("> {line}\n")), "{line}");
    }
    (journal.entries.into_iter().map(|entry| entry.command).collect(), game)
}

#[test]
fn soup_is_played_through_a_pipe() {
    let (commands, piped) = assert_a_whole_game("soup-on-the-square");
    let commit =
        |item: &str, by, percent| Command::Commit { subject: Subject::Item(item.to_owned()), by, percent };
    let expected = [
        order_as("card second-soup thermos awning cups town-hall-lunch bread board"),
        talk("town-hall-lunch"),
        move_to("town-hall-lunch", 3),
        order_as("card second-soup thermos town-hall-lunch awning cups bread board"),
        Command::SprintGoal {
            text: "Take cards, and cook for more people".to_owned(),
            items: vec!["card".to_owned(), "second-soup".to_owned()],
        },
        Command::Reason { text: "Cards and a second soup bring something every day".to_owned() },
        commit("card", 1, 90),
        RunSprint,
        move_to("town-hall-lunch", 1),
        commit("town-hall-lunch", 2, 70),
        RunSprint,
    ];
    assert_eq!(&commands[..expected.len()], expected);
    // The same decisions, without any lines.
    let mut game = Game::new(Arc::clone(piped.scenario()), 7);
    common::play(&mut game, &commands);
    assert_eq!(game.state().value.to_bits(), piped.state().value.to_bits());
}

#[test]
fn the_library_is_played_through_a_pipe() {
    assert_a_whole_game("the-library-of-things");
}

#[test]
fn boats_are_played_through_a_pipe() {
    assert_a_whole_game("boats-to-the-outer-islands");
}

#[test]
fn the_end_of_the_input_leaves_and_the_game_goes_on() {
    let data = tempfile::tempdir().unwrap();
    let arguments = ["--plain", "--seed", "7", "--name", "Ada"];
    let text = printed(&toporder(data.path(), &arguments, "soup\nmove card to 1\nrun\nmove bread to 1"));
    let path = journal(data.path());
    let again = format!("toporder resume --plain {}", path.display());
    assert!(text.contains("Your game is kept.") && text.ends_with(&format!("{again}\n")), "{text}");
    let left = store::read(&path).unwrap().1;

    // By name, and out of the list.
    for (arguments, lines) in
        [(&["resume", "soup", "--plain"][..], "run"), (&["resume", "--plain"], "1\nundo\nrun\ny")]
    {
        let text = printed(&toporder(data.path(), arguments, lines));
        assert!(
            text.contains("Sprint 2 of 3, Soup on the Square") || text.contains("Sprint 3 of 3"),
            "{text}"
        );
    }
    let (journal, game) = store::read(&path).unwrap();
    assert!(game.is_over(), "{:?}", journal.entries);
    assert_eq!(game.decisions()[1].plan.order, left.plan().order);
    // A game that is over opens with its debrief, which is the one that `debrief` prints.
    let text = printed(&toporder(data.path(), &["resume", "soup", "--plain"], ""));
    let debrief = printed(&process(data.path(), &["debrief", "soup"]).output().unwrap());
    assert!(text.contains("the game is over") && squeezed(&text).contains(&squeezed(&debrief)), "{text}");
}

#[test]
fn a_review_reads_the_same_after_the_game_was_left() {
    let data = tempfile::tempdir().unwrap();
    let game = ["play", "the-library-of-things", "--plain", "--seed", "7"];
    let review = |text: &str| {
        text.split_once("> review 1\n").unwrap().1.split("\n\nYour game is kept").next().unwrap().to_owned()
    };
    let first =
        review(&printed(&toporder(data.path(), &game, "top garden\nf garden by 2 60%\nrun\nreview 1")));
    let again = review(&printed(&toporder(data.path(), &["resume", "library", "--plain"], "review 1")));
    assert!(first.contains("What is to be expected") && first.contains("In the end, if this order is held"));
    assert_eq!(first, again);
}

#[test]
fn a_game_that_was_only_looked_at_leaves_nothing_behind() {
    let data = tempfile::tempdir().unwrap();
    let text = printed(&toporder(data.path(), &["--plain"], "1\nlist\nquit"));
    assert!(!text.contains("is kept"), "{text}");
    assert_eq!(fs::read_dir(data.path().join("journals")).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_opened_is_told_and_ends_or_goes_on() {
    let data = tempfile::tempdir().unwrap();
    let output = toporder(data.path(), &["resume", "nothing", "--plain"], "");
    assert_eq!(output.status.code(), Some(1));
    fs::write(data.path().join("bad.jsonl"), "{}\n").unwrap();
    let bad = data.path().join("bad.jsonl");
    let output = toporder(data.path(), &["resume", bad.to_str().unwrap(), "--plain"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("line 1"));
    // In the list it stays there, and something else can be chosen.
    fs::create_dir_all(data.path().join("journals")).unwrap();
    fs::write(data.path().join("journals/bad.jsonl"), "{}\n").unwrap();
    let text = printed(&toporder(data.path(), &["resume", "--plain"], "bad\nlist\nsoup\n"));
    assert!(
        text.contains("cannot be read") && text.contains("line 1") && text.contains("Sprint 1 of 3"),
        "{text}"
    );
}

#[test]
fn a_reader_may_stop() {
    let data = tempfile::tempdir().unwrap();
    let input = data.path().join("input.txt");
    fs::write(&input, format!("1\n{}", "help\n".repeat(100))).unwrap();
    let mut program = process(data.path(), &["--plain"]);
    pipe::assert_a_reader_may_stop(program.stdin(File::open(input).unwrap()));
}

#[test]
fn hostile_text_is_written_out() {
    let data = tempfile::tempdir().unwrap();
    let lines =
        "\u{1b}[2J\n1\ngoal a\u{202e}b\nread \u{1b}]0;x\u{7}\nreason \u{1b}[2J\nforecast 1 by 1 50%\nrun\n";
    let text = printed(&toporder(data.path(), &["--plain", "--name", "E\u{1b}ve", "--seed", "7"], lines));
    for part in ["Choose> \\u{1b}[2J", "goal a\\u{202e}b", "one line of at most"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // A journal from somewhere else can hold any name.
    let path = journal(data.path());
    let text = fs::read_to_string(&path).unwrap().replace("\"name\":\"Eve\"", "\"name\":\"E\\u001b[31mve\"");
    fs::write(&path, text).unwrap();
    let text = printed(&toporder(data.path(), &["resume", "--plain"], "1\nrun rest\nyes\n"));
    assert!(text.matches("E\\u{1b}[31mve").count() >= 2, "{text}");
}

#[test]
fn a_journal_that_was_cut_off_goes_on_and_that_is_told() {
    let data = tempfile::tempdir().unwrap();
    let store = Store::at(data.path().join("journals"));
    let mut file = store.create(&fair(), "Ada", 7, Rules::default()).unwrap();
    file.append(&RunSprint).unwrap();
    let path = file.path().to_owned();
    drop(file);
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"at\":\"2026-11-2");
    fs::write(&path, text).unwrap();
    let told = printed(&toporder(data.path(), &["resume", path.to_str().unwrap(), "--plain"], "quit"));
    assert!(told.starts_with("The last line of this journal was not complete"), "{told}");
    assert!(told.contains("\n\nSprint 2 of 3, Street Fair"), "{told}");
}

#[test]
fn without_a_terminal_the_way_to_play_is_told() {
    let data = tempfile::tempdir().unwrap();
    let output = process(data.path(), &["play", "soup-on-the-square"]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--plain"));
}
