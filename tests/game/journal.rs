//! Journals: what was done is kept, and what is no good journal is never written to.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use serde_json::json;
use toporder::game::Command::RunRest;
use toporder::game::Game;
use toporder::game::journal::{Coach, JournalError, Rules};
use toporder::store::{BYTES_MAX, JournalFile, Opened, Problem, StoreError, read};

use crate::common::place::{Place, cafe, commands};
use crate::common::play;

/// Why a file is refused, both for playing and for reading. It is not changed by either.
#[track_caller]
fn refused(path: &Path) -> Problem {
    let before = fs::read(path).unwrap();
    let problem = |error| match error {
        StoreError::At { path: named, problem } if named == path => problem,
        other => panic!("{other:?}"),
    };
    let (opened, seen) = (problem(JournalFile::open(path).unwrap_err()), problem(read(path).unwrap_err()));
    assert_eq!(opened.to_string(), seen.to_string());
    assert!(fs::read(path).unwrap() == before, "a file that is refused stays as it is");
    opened
}

#[test]
fn a_game_is_as_it_was_left() {
    let place = Place::new();
    let path = place.journal();
    let mut game = Game::new(cafe(), 7);
    play(&mut game, &commands());

    let Opened { file, journal, game: again, notice } = JournalFile::open(&path).unwrap();
    assert_eq!(again.state(), game.state());
    assert_eq!(again.records(), game.records());
    assert_eq!((file.path(), notice), (path.as_path(), None));
    assert_eq!((journal.header.name.as_str(), journal.header.seed), ("Ada", 7));
    assert_eq!(journal.header.rules(), Rules { coach: Coach::Hints, commit: true });
    assert_eq!(journal.header.scenario, *cafe().source);
    assert_eq!(journal.entries.iter().map(|entry| &entry.command).collect::<Vec<_>>(), commands().each_ref());
}

#[test]
fn a_game_goes_on_where_it_was_left() {
    let place = Place::new();
    let path = place.begin().path().to_owned();
    for (index, command) in commands().iter().enumerate() {
        let mut opened = JournalFile::open(&path).unwrap();
        assert_eq!(opened.journal.entries.len(), index);
        opened.game.apply(command).unwrap();
        opened.file.append(command).unwrap();
    }
    assert!(read(&path).unwrap().1.is_over());
}

#[test]
fn a_command_is_in_the_file_when_append_returns() {
    let place = Place::new();
    let mut file = place.begin();
    for (index, command) in commands().iter().enumerate() {
        file.append(command).unwrap();
        let text = fs::read_to_string(file.path()).unwrap();
        assert!(text.ends_with('\n'));
        assert_eq!(text.lines().count(), index + 2);
    }
}

#[test]
fn the_lines_are_as_documented() {
    let text = fs::read_to_string(Place::new().journal()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let (header, _) = lines[0].split_once(r#""scenario":"#).unwrap();
    let timeless = |line: &str| {
        let (before, rest) = line.split_once("20").unwrap();
        let (_, after) = rest.split_once('Z').unwrap();
        format!("{before}<time>{after}")
    };
    let header = timeless(header).replace(env!("CARGO_PKG_VERSION"), "<version>");
    let entries: Vec<String> = lines[1..].iter().map(|line| timeless(line)).collect();
    assert_snapshot!(format!("{header}…\n{}", entries.join("\n")), @r#"
    {"toporder_journal":3,"program":"<version>","created":"<time>","name":"Ada","seed":7,"coach":"hints","commit":true,…
    {"at":"<time>","do":{"set_aside":{"item":"b"}}}
    {"at":"<time>","do":"undo"}
    {"at":"<time>","do":"redo"}
    {"at":"<time>","do":"run_sprint"}
    {"at":"<time>","do":"run_rest"}
    "#);
}

#[test]
fn a_last_line_torn_anywhere_is_cut_off_and_the_game_goes_on() {
    let place = Place::new();
    let whole = fs::read(place.journal()).unwrap();
    let last = whole[..whole.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    for length in last..=whole.len() {
        let path = place.file(&whole[..length]);
        let (entries, torn) = match length {
            _ if length == whole.len() => (5, false),
            _ => (4, length > last),
        };
        // Reading changes nothing, and passes over the same piece.
        let (journal, _) = read(&path).unwrap();
        assert_eq!((journal.entries.len(), journal.torn), (entries, torn));
        assert_eq!(fs::read(&path).unwrap(), &whole[..length]);

        let mut opened = JournalFile::open(&path).unwrap();
        assert_eq!((opened.journal.entries.len(), opened.notice.is_some()), (entries, torn), "at {length}");
        assert_eq!(fs::read(&path).unwrap(), if torn { &whole[..last] } else { &whole[..length] });
        if entries == 4 {
            opened.file.append(&RunRest).unwrap();
        }
        assert!(read(&path).unwrap().1.is_over());
    }
}

#[test]
fn a_torn_last_line_is_told() {
    let place = Place::new();
    let mut text = fs::read(place.journal()).unwrap();
    text.pop();
    let opened = JournalFile::open(place.file(&text)).unwrap();
    assert_snapshot!(opened.notice.unwrap(), @"The last line of this journal was not complete, as happens when the program or the machine stops while saving. It was removed, so the last step may be missing.");
}

#[test]
fn a_first_line_torn_anywhere_holds_no_game() {
    let place = Place::new();
    let whole = fs::read(place.begin().path()).unwrap();
    for length in 0..whole.len() {
        let problem = refused(&place.file(&whole[..length]));
        assert!(matches!(problem, Problem::Journal(JournalError::Empty)), "at {length}: {problem}");
    }
}

#[test]
fn zeros_behind_the_last_line_are_cut_off() {
    // What some file systems leave behind when power fails.
    let place = Place::new();
    let mut text = fs::read(place.journal()).unwrap();
    let length = text.len();
    text.extend([0; 4096]);
    let path = place.file(&text);
    assert!(JournalFile::open(&path).unwrap().notice.is_some());
    assert_eq!(fs::read(&path).unwrap(), &text[..length]);
}

/// A journal with one line replaced, numbered from 1.
fn with_line(place: &Place, line: usize, text: &str) -> PathBuf {
    let whole = fs::read_to_string(place.journal()).unwrap();
    let mut lines: Vec<&str> = whole.lines().collect();
    lines[line - 1] = text;
    place.file(format!("{}\n", lines.join("\n")).as_bytes())
}

#[test]
fn what_is_not_a_good_journal_is_refused_with_its_reason_and_left_alone() {
    let place = Place::new();
    let header = |change: &dyn Fn(&mut serde_json::Value)| {
        let text = fs::read_to_string(place.begin().path()).unwrap();
        let mut header = serde_json::from_str(&text).unwrap();
        change(&mut header);
        header.to_string()
    };
    let line = |number, text: &str| refused(&with_line(&place, number, text)).to_string();
    let file = |bytes: &[u8]| refused(&place.file(bytes)).to_string();
    // Where a first line ends changes with everything that is in it.
    let before_column = |told: String| told.split_once(", at column").unwrap().0.to_owned();
    let told = [
        ("nothing", file(b"")),
        ("an empty line", file(b"\n")),
        ("prose", file(b"Dear diary,\nit rains.\n")),
        ("other JSON", file(b"{\"format\": 1}\n")),
        ("not text", file(b"\xff\xfe{\0}\0\n")),
        ("format 4", line(1, r#"{"toporder_journal": 4, "players": ["Ada", "Bob"]}"#)),
        ("format 0", line(1, &header(&|h| h["toporder_journal"] = 0.into()))),
        ("no seed", before_column(line(1, &header(&|h| drop(h.as_object_mut().unwrap().remove("seed")))))),
        ("a bad scenario", line(1, &header(&|h| h["scenario"]["items"] = json!([])))),
        ("an empty line 3", line(3, "")),
        ("half a line 3", line(3, r#"{"at":"2026-11-23T12:33:10Z","do":"un"#)),
        ("an unknown command", line(4, r#"{"at":"2026-11-23T12:33:10Z","do":"cheat"}"#)),
        ("a field too many", line(4, r#"{"at":"","do":{"set_aside":{"item":"a","now":1}}}"#)),
        ("an unknown item", line(2, r#"{"at":"","do":{"set_aside":{"item":"\u001b[2J"}}}"#)),
        ("one undo too many", line(2, r#"{"at":"","do":"undo"}"#)),
    ];
    let told: Vec<String> = told.iter().map(|(what, told)| format!("{what}: {told}")).collect();
    assert_snapshot!(told.join("\n"), @r#"
    nothing: the journal has no complete first line, so it holds no game
    an empty line: line 1 is not the first line of a Toporder journal: it is not complete
    prose: line 1 is not the first line of a Toporder journal: expected value, at column 1
    other JSON: line 1 is not the first line of a Toporder journal: missing field `toporder_journal`, at column 13
    not text: line 1 is not the first line of a Toporder journal: expected value, at column 1
    format 4: the journal has format 4, and this program reads formats up to 3: use a newer Toporder
    format 0: line 1 is not the first line of a Toporder journal: there is no format 0
    no seed: line 1 is damaged: missing field `seed`
    a bad scenario: the scenario in line 1 is damaged: items: a scenario needs at least one item
    an empty line 3: line 3 is damaged: it is not complete. To play on from before it, make a copy of the file and delete line 3 and all that follow
    half a line 3: line 3 is damaged: it is not complete. To play on from before it, make a copy of the file and delete line 3 and all that follow
    an unknown command: line 4 is damaged: unknown variant `cheat`, expected one of `move`, `set_aside`, `order`, `talk`, `commit`, `sprint_goal`, `reason`, `undo`, `redo`, `strike`, `run_sprint`, `run_rest`, at column 41. To play on from before it, make a copy of the file and delete line 4 and all that follow
    a field too many: line 4 is damaged: unknown field `now`, expected `item`, at column 44. To play on from before it, make a copy of the file and delete line 4 and all that follow
    an unknown item: line 2 cannot have happened: there is no item "\u{1b}[2J" in this Product Backlog. To play on from before it, make a copy of the file and delete line 2 and all that follow
    one undo too many: line 2 cannot have happened: nothing to undo in this Sprint. To play on from before it, make a copy of the file and delete line 2 and all that follow
    "#);
}

#[test]
fn what_is_no_file_or_far_too_large_is_refused() {
    let place = Place::new();
    let huge = place.file(b"");
    fs::File::options().write(true).open(&huge).unwrap().set_len(BYTES_MAX + 1).unwrap();
    for path in [huge.as_path(), place.folder.path(), &place.folder.path().join("missing.jsonl")] {
        let (opened, seen) = (JournalFile::open(path).unwrap_err(), read(path).unwrap_err());
        assert_eq!(opened.to_string(), seen.to_string());
        match opened {
            StoreError::At { problem: Problem::TooLarge, .. } => assert_eq!(path, huge),
            StoreError::At { problem: Problem::NotAFile, .. } => assert!(path.is_dir()),
            StoreError::At { problem: Problem::Missing, .. } => assert!(!path.exists()),
            other => panic!("{other}"),
        }
    }
}
