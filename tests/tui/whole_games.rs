//! Whole games from the same decisions: with keys, with the mouse alone, and line by line.

use std::io::Write as _;
use std::process::{Command as Process, Stdio};

use toporder::game::journal::Journal;
use toporder::game::{Command, Game, Subject};
use toporder::tui::event::MouseKind;
use toporder::tui::keys::Place;

use crate::script::{BUILTIN, Player};

const WIDTH: u16 = 120;
const HEIGHT: u16 = 40;

/// Somebody who has a mouse and nothing else.
struct Hand(Player);

impl Hand {
    fn screen(&mut self) -> String {
        self.0.screen()
    }

    /// Where a text stands: its first column and its row.
    fn find(&mut self, text: &str) -> (u16, u16) {
        let screen = self.screen();
        let place = |(row, line): (usize, &str)| {
            let column = line[..line.find(text)?].chars().count();
            Some((column as u16, row as u16))
        };
        let found = screen.lines().enumerate().filter_map(place).last();
        found.unwrap_or_else(|| panic!("{text} is not in sight:\n{screen}"))
    }

    /// Clicks on a text; what was told about the last step and lies over it is put away first.
    fn click(&mut self, text: &str) {
        if !self.screen().contains(text) {
            self.0.mouse(MouseKind::Press, 0, HEIGHT - 1).mouse(MouseKind::Release, 0, HEIGHT - 1);
        }
        let (column, row) = self.find(text);
        self.0.mouse(MouseKind::Press, column, row).mouse(MouseKind::Release, column, row);
    }

    /// Clicks on a hint, or on what was told in its place where that asks for the click once more.
    fn go(&mut self, hint: &str) {
        let told = "or a click here";
        let is_asked = self.screen().contains(told);
        self.click(if is_asked { told } else { hint });
    }

    /// Drags the item on one row of the list to another row.
    fn drag(&mut self, from: u16, to: u16) {
        self.0.mouse(MouseKind::Press, 14, from).mouse(MouseKind::Drag, 14, to);
        self.0.mouse(MouseKind::Release, 14, to);
    }

    fn place(&self) -> Place {
        self.0.app.place()
    }

    /// The row on which the item at a place of the order stands.
    fn row(&mut self, place: usize) -> u16 {
        let game = self.game();
        let item = game.plan().order[place - 1];
        let title: String = game.scenario().item(item).title.chars().take(16).collect();
        let screen = self.screen();
        let is_it = |line: &str| line.contains(&title);
        screen.lines().skip(2).position(is_it).expect("a board of 40 rows shows the first items") as u16 + 2
    }

    fn game(&self) -> &Game {
        self.0.app.game().expect("a game is played")
    }
}

/// Each Sprint: the third item first, the then first to the fifth place, a talk about it, a forecast, a run.
fn with_keys(slug: &str) -> Player {
    let mut player = Player::new(slug, WIDTH, HEIGHT);
    player.keys("enter");
    while player.app.place() == Place::Board {
        let game = player.app.game().expect("a game is played");
        let (open, talks) = (game.plan().order.len(), game.talks_left());
        player.keys("home");
        if open >= 5 {
            player.keys("j j g home m 5 enter");
        }
        if talks > 0 {
            player.keys("t enter esc");
            while player.app.place() != Place::Board {
                player.keys("esc");
            }
        }
        if open > 0 {
            player.keys("f right right enter");
        }
        player.keys("r");
        if player.app.place() == Place::Confirm {
            player.keys("y");
        }
        while !matches!(player.app.place(), Place::Board | Place::Debrief) {
            player.keys("enter");
        }
    }
    player
}

/// The same, by pointing at what is on the screen.
fn with_the_mouse(slug: &str) -> Hand {
    let mut hand = Hand(Player::new(slug, WIDTH, HEIGHT));
    hand.click("order the backlog");
    while hand.place() == Place::Board {
        let (open, talks) = (hand.game().plan().order.len(), hand.game().talks_left());
        if open >= 5 {
            let (first, third) = (hand.row(1), hand.row(3));
            hand.drag(third, first);
            // What goes to the fifth place is the first item then; it comes after the one that is there.
            let (first, fifth) = (hand.row(1), hand.row(5));
            hand.drag(first, fifth);
        } else if open > 0 {
            let first = hand.row(1);
            hand.0.mouse(MouseKind::Press, 14, first).mouse(MouseKind::Release, 14, first);
        }
        if talks > 0 {
            hand.click("t talk");
            if hand.place() == Place::Talk {
                hand.click("go on");
            }
            while hand.place() != Place::Board {
                hand.go("Esc back");
            }
        }
        if open > 0 {
            hand.click("f forecast");
            for _ in 0..2 {
                let (column, row) = hand.find("Done by the end of ‹");
                let column = column + 24;
                hand.0.mouse(MouseKind::Press, column, row).mouse(MouseKind::Release, column, row);
            }
            hand.click("go on");
        }
        hand.click("r run");
        if hand.place() == Place::Confirm {
            hand.click("y yes");
        }
        while !matches!(hand.place(), Place::Board | Place::Debrief) {
            hand.go("go on");
        }
    }
    hand
}

#[test]
fn keys_and_the_mouse_alone_come_to_the_same() {
    for slug in BUILTIN {
        let keys = with_keys(slug);
        let hand = with_the_mouse(slug);
        let one = keys.app.game().expect("a game was played");
        let other = hand.game();
        assert!(one.is_over() && other.is_over());
        let decisions = |game: &Game| {
            let decided = game.decisions().iter();
            decided.map(|made| (made.plan.clone(), made.talks.clone())).collect::<Vec<_>>()
        };
        for (one, other) in decisions(one).into_iter().zip(decisions(other)) {
            assert_eq!(one, other, "{slug}");
        }
        assert_eq!(one.records(), other.records(), "{slug}");
        assert!(one.decisions().iter().any(|made| !made.plan.commitments.is_empty()));
        let game = one.running_totals().last().copied();
        assert_eq!(game, other.running_totals().last().copied(), "{slug}");
    }
}

/// What somebody would type to do the same line by line.
fn in_a_line(command: &Command) -> String {
    match command {
        Command::Move { item, to } => format!("move {item} to {to}"),
        // It is asked where a talk can tell nothing; elsewhere a yes means nothing.
        Command::Talk { item } => format!("talk {item}\nyes"),
        Command::Commit { subject: Subject::Item(item), by, percent } => {
            format!("forecast {item} by {by} {percent}%")
        }
        Command::RunSprint => "run".to_owned(),
        other => panic!("{other:?} is no part of these games"),
    }
}

#[test]
fn keys_and_lines_that_are_piped_in_come_to_the_same() {
    for slug in BUILTIN {
        let keys = with_keys(slug);
        let data = tempfile::tempdir().expect("there is room for a folder");
        let lines: Vec<String> = keys.commands.iter().map(in_a_line).collect();
        let mut program = Process::new(env!("CARGO_BIN_EXE_toporder"))
            .args(["play", slug, "--plain", "--seed", "7"])
            .env("TOPORDER_DATA", data.path())
            .env("TOPORDER_CONFIG", data.path().join("none.toml"))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program was built");
        let mut input = program.stdin.take().expect("it is piped");
        input.write_all(lines.join("\n").as_bytes()).expect("the program reads");
        drop(input);
        assert!(program.wait().expect("it ends").success(), "{slug}");
        let files = std::fs::read_dir(data.path().join("journals")).expect("the folder is there").flatten();
        let journal =
            files.map(|file| file.path()).find(|path| path.extension().is_some_and(|e| e == "jsonl"));
        let bytes = std::fs::read(journal.expect("a game was kept")).expect("it can be read");
        let (journal, game) = Journal::parse(&bytes).expect("it is whole");
        let done: Vec<&Command> = journal.entries.iter().map(|entry| &entry.command).collect();
        assert_eq!(done, keys.commands.iter().collect::<Vec<_>>(), "{slug}");
        let one = keys.app.game().expect("a game was played");
        assert!(game.is_over() && one.is_over());
        assert_eq!(game.records(), one.records(), "{slug}");
    }
}
