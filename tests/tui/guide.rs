//! The trainer's guide: read by who asks for it, and by nobody else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use serde_json::{Value, json};
use toporder::game::journal::{Coach, Header, Journal, Rules};
use toporder::scenario::Scenario;
use toporder::scenario::builtin;
use toporder::scenario::load::load_text;
use toporder::tui::keys::{Action, BINDINGS, Place};
use toporder::tui::theme::Theme;
use toporder::tui::{Preferences, Start};

use crate::script;
use crate::script::{BUILTIN, Player};

/// A word that stands in the guide and nowhere else.
const MARK: &str = "Quxly";

/// A built-in scenario with the word in every title and every text of its guide.
fn marked_text(slug: &str) -> String {
    let builtin = builtin::find(slug).expect("it is built in");
    let mut scenario: Value = serde_json::from_str(builtin.text).expect("it is JSON");
    assert!(!builtin.text.contains(MARK));
    let pages = scenario["guide"].as_array().expect("every built-in scenario has a guide");
    assert!(!pages.is_empty());
    let marked = pages.iter().map(|page| {
        let text = page["text"].as_str().expect("a text").split(' ').collect::<Vec<_>>();
        json!({ "title": MARK, "text": text.join(&format!(" {MARK} ")) })
    });
    scenario["guide"] = marked.collect();
    scenario.to_string()
}

fn marked(slug: &str) -> Arc<Scenario> {
    Arc::new(load_text(slug, &marked_text(slug)).expect("it is a scenario still").scenario)
}

/// Presses keys one by one; the word is on no screen between.
#[track_caller]
fn assert_unseen(player: &mut Player, keys: &str) {
    for key in keys.split_whitespace() {
        player.keys(key);
        let screen = player.screen();
        assert!(!screen.contains(MARK), "after {key} of {keys}:\n{screen}");
    }
}

#[test]
fn no_screen_of_a_game_shows_the_guide() {
    for slug in BUILTIN {
        let start = Start::Play(marked(slug));
        let mut player = Player::start(start, 120, 40, Theme::Dark, Coach::Full);
        assert_unseen(&mut player, "ctrl-g down enter ctrl-g tab tab tab tab enter right ctrl-g esc");
        assert_unseen(
            &mut player,
            "T enter ctrl-g esc esc e ctrl-g esc b ctrl-g esc o ctrl-g ? ctrl-g esc w esc",
        );
        // The palette does not know of it either.
        assert_unseen(&mut player, ": g u i d e enter esc esc t enter ctrl-g esc f ctrl-g esc");
        assert_eq!(player.app.place(), Place::Board);
        assert_unseen(&mut player, "r enter ctrl-g esc esc h ctrl-g esc R y enter esc esc");
        assert_eq!(player.app.place(), Place::Debrief);
        for _ in 0..12 {
            assert_unseen(&mut player, "ctrl-g right");
        }
        // What a page opens is computed first; one game shows all of it.
        if slug == BUILTIN[0] {
            for _ in 0..12 {
                assert_unseen(&mut player, "enter ctrl-g esc left");
            }
        }
    }
}

#[test]
fn no_step_of_a_replay_shows_the_guide() {
    let scenario = marked("soup-on-the-square");
    let rules = Rules { coach: Coach::Full, commit: false };
    let header = Header::new(&scenario, "Ana", 7, rules, "2026-01-01T00:00:00Z".to_owned());
    let journal = ["RunSprint", "RunSprint", "RunSprint"].iter().fold(
        toporder::game::journal::line(&header),
        |text, _| {
            let entry = toporder::game::journal::Entry {
                at: "2026-01-01T00:00:00Z".to_owned(),
                command: toporder::game::Command::RunSprint,
                by: None,
            };
            text + &toporder::game::journal::line(&entry)
        },
    );
    let (journal, _) = Journal::parse(journal.as_bytes()).expect("it is a journal");
    let start = Start::Replay(Box::new(journal));
    let mut player = Player::start(start, 120, 40, Theme::Dark, Coach::Full);
    assert_unseen(&mut player, "ctrl-g right right right right pgdn pgdn pgdn end ctrl-g home ctrl-g");
}

#[test]
fn a_trainer_has_the_guide_one_key_away() {
    let trainer = Preferences { guide: true, motion: false, ..Preferences::default() };
    let start = Start::Play(marked("soup-on-the-square"));
    let mut player = Player::with(trainer, start, 80, 24, Coach::Full);
    player.keys("enter");
    assert!(!player.screen().contains(MARK));
    player.keys("ctrl-g");
    assert_eq!(player.app.place(), Place::Guide);
    assert!(player.screen().contains(MARK));
    player.keys("pgdn ctrl-g");
    assert_eq!(player.app.place(), Place::Board);
    player.keys("? ");
    assert!(player.app.place() == Place::Help);
}

#[test]
fn the_guide_is_read_at_every_size() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let trainer = Preferences { guide: true, motion: false, ..Preferences::default() };
        let start = Start::Play(script::scenario("soup-on-the-square"));
        let mut player = Player::with(trainer, start, width, height, Coach::Full);
        player.keys("enter ctrl-g");
        insta::assert_snapshot!(format!("guide_{width}x{height}"), player.screen());
    }
}

#[test]
fn one_key_of_the_table_leads_to_the_guide() {
    let leads = BINDINGS.iter().filter(|binding| binding.action == Action::Guide);
    assert_eq!(leads.map(|binding| binding.place).collect::<Vec<_>>(), [Place::Everywhere]);
}

fn toporder(data: &Path, arguments: &[&str], lines: &str) -> Output {
    let input = data.join("input.txt");
    fs::write(&input, lines).expect("a folder of our own");
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    program.args(arguments).env("TOPORDER_DATA", data).env("TOPORDER_CONFIG", data.join("none.toml"));
    program.stdin(Stdio::from(fs::File::open(input).expect("it is there")));
    program.output().expect("the program starts")
}

fn file_of(data: &Path, slug: &str) -> PathBuf {
    let file = data.join(format!("{slug}.json"));
    fs::write(&file, marked_text(slug)).expect("a folder of our own");
    file
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

#[test]
fn nothing_that_is_printed_for_a_participant_shows_the_guide() {
    let lines = "help\nguide\nlist\nread 1\nread 3\ntalk 1\nyes\npeople\nrisks\nbriefing\nvalue\nwarnings\nrun\nreview\n";
    // A game that is over is looked back on thoroughly, which takes long: one of them is enough.
    let to_the_end = "run rest\nyes\nreview 1\n";
    for slug in BUILTIN {
        let data = tempfile::tempdir().expect("a folder can be made");
        let file = file_of(data.path(), slug);
        let file = file.to_str().expect("a plain name");
        let is_whole = slug == BUILTIN[0];
        let lines = format!("{lines}{}", if is_whole { to_the_end } else { "" });
        let played = toporder(data.path(), &["play", file, "--plain", "--seed", "7"], &lines);
        let printed = text(&played.stdout);
        assert!(printed.contains("The guide is for the trainer"), "{printed}");
        assert_eq!(printed.contains("Looking for what decided it"), is_whole, "{printed}");
        assert!(!printed.contains(MARK), "{printed}");
        let game = fs::read_dir(data.path().join("journals")).expect("a game is kept").next();
        let game = game.expect("a game is kept").expect("it can be read").path();
        let game = game.to_str().expect("a plain name");
        for arguments in [
            &["debrief", game, "--quick"][..],
            &["debrief", game, "--quick", "--json"],
            &["report", game, "--quick", "--format", "html"],
            &["report", game, "--quick", "--format", "md"],
            &["report", game, "--quick", "--format", "json"],
            &["report", game, "--participation"],
            &["cast", game, "--quick", "-o", "-"],
            &["simulate", file, "--futures", "100"],
            &["simulate", file, "--futures", "100", "--json"],
            &["compare", file, "--futures", "20", "--policy", "par"],
            &["check", file],
        ] {
            let output = toporder(data.path(), arguments, "");
            assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
            assert!(!text(&output.stdout).contains(MARK), "{arguments:?}");
        }
    }
}

#[test]
fn who_asks_for_the_guide_gets_it() {
    let data = tempfile::tempdir().expect("a folder can be made");
    let file = file_of(data.path(), "soup-on-the-square");
    let file = file.to_str().expect("a plain name");
    let played = toporder(data.path(), &["play", file, "--plain", "--guide"], "top 2\nhelp\nguide\nquit\n");
    let printed = text(&played.stdout);
    assert!(printed.contains(MARK) && printed.contains("guide: the trainer's guide"), "{printed}");
    // It is no part of the game: who goes on without the word does not have it.
    let resumed = toporder(data.path(), &["resume", "soup", "--plain"], "help\nguide\nquit\n");
    assert!(resumed.status.success());
    assert!(!text(&resumed.stdout).contains(MARK));
    let resumed = toporder(data.path(), &["resume", "soup", "--plain", "--guide"], "guide\nquit\n");
    assert!(text(&resumed.stdout).contains(MARK));
}

#[test]
fn the_guide_of_a_scenario_is_printed() {
    let data = tempfile::tempdir().expect("a folder can be made");
    let printed = toporder(data.path(), &["guide", "soup-on-the-square"], "");
    assert!(printed.status.success());
    insta::assert_snapshot!("printed", text(&printed.stdout));
    assert!(text(&printed.stdout).lines().all(|line| line.chars().count() < 80));

    let without = toporder(data.path(), &["guide", "tests/fixtures/valid/smallest.json"], "");
    assert!(without.status.success());
    insta::assert_snapshot!("none", text(&without.stdout));

    let nothing = toporder(data.path(), &["guide", "nowhere.json"], "");
    assert_eq!(nothing.status.code(), Some(1));
}
