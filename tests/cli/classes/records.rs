//! Journals of a class, who was there, and how somebody is forgotten.

use std::collections::BTreeSet;

use toporder::class::{self, Board, Class, Happening, Row};
use toporder::game::journal::Journal;
use toporder::game::{Command, Game};
use toporder::store::class::{journals, stays};

use super::played::{Log, solo, teams};

/// What a game comes to.
fn outcome(game: &Game) -> (u32, Vec<f64>, String) {
    (game.sprint(), game.running_totals(), format!("{:?} {:?}", game.plan(), game.state()))
}

#[test]
fn every_journal_of_a_class_holds_the_game_of_its_board() {
    for log in [solo(), teams()] {
        let class = log.class();
        let all = journals(&class);
        assert_eq!(all.len(), class.rounds().iter().map(|round| round.boards.len()).sum::<usize>());
        for journal in &all {
            let round = &class.rounds()[journal.round - 1];
            let board = &round.boards[&journal.board];
            let (read, game) = Journal::parse(journal.text.as_bytes()).unwrap();
            assert_eq!(outcome(&game), outcome(&board.game), "{}", journal.file);
            assert!(!read.torn && read.header.name == board.name && read.header.seed == round.seed);
            assert_eq!(read.entries.len(), board.moves.len());
        }
        let names: BTreeSet<_> = all.iter().map(|journal| (journal.round, &journal.file)).collect();
        assert_eq!(names.len(), all.len(), "{names:?}");
        for (_, file) in names {
            assert!(
                file.ends_with(".jsonl")
                    && file.bytes().all(|c| c.is_ascii_alphanumeric() || b"-.".contains(&c))
            );
        }
    }
}

#[test]
fn a_journal_tells_when_and_at_a_shared_board_who() {
    let doers = |log: &Log| -> Vec<Vec<Option<String>>> {
        let read = |text: &str| Journal::parse(text.as_bytes()).unwrap().0;
        let all = journals(&log.class()).into_iter().map(|journal| read(&journal.text));
        all.map(|journal| journal.entries.into_iter().map(|entry| entry.by).collect()).collect()
    };
    let shared = doers(&teams());
    let told: Vec<&str> = shared[0].iter().map(|by| by.as_deref().unwrap()).collect();
    let quirina = "Quirina Vos";
    assert_eq!(told, ["Ana", quirina, quirina, quirina, quirina, "trainer", "Ana", "trainer", "trainer"]);
    assert!(doers(&solo()).iter().flatten().all(Option::is_none));

    let first = &journals(&solo().class())[0];
    assert_eq!(first.file, "2026-11-23T12-00-09Z-corner-caf-ana.jsonl");
    let (journal, _) = Journal::parse(first.text.as_bytes()).unwrap();
    assert_eq!(journal.header.created, "2026-11-23T12:00:09.000Z");
    assert_eq!(journal.entries[0].at, "2026-11-23T12:00:10.000Z");
}

/// The log without somebody.
fn without(rows: &[Row], player: u32) -> Vec<Row> {
    let forgotten = class::forget(rows, player).unwrap();
    let kept = rows.iter().filter_map(|row| {
        match forgotten.changes.iter().find(|(number, _)| *number == row.number) {
            Some((_, changed)) => changed.clone().map(|happening| Row { happening, ..row.clone() }),
            None => Some(row.clone()),
        }
    });
    kept.collect()
}

fn written(rows: &[Row]) -> String {
    rows.iter().map(|row| class::line(&row.happening) + "\n").collect()
}

fn boards(class: &Class) -> Vec<(usize, u32, &Board)> {
    let rounds = class.rounds().iter().enumerate();
    rounds.flat_map(|(at, round)| round.boards.iter().map(move |(&id, board)| (at, id, board))).collect()
}

#[test]
fn who_is_forgotten_is_nowhere_and_all_others_played_as_they_did() {
    let log = solo();
    let rows = without(&log.rows, 2);
    let text = written(&rows);
    for trace in ["Quirina", "quirina", "Vos opens", "secret reason", "pin of 2"] {
        assert!(!text.contains(trace), "{trace}: {text}");
    }
    assert!(text.contains("Well done, Somebody!") && text.contains("Somebody said so"), "{text}");
    let (before, after) = (log.class(), Class::of(rows));
    assert_eq!(boards(&before).len(), boards(&after).len());
    for ((round, id, board), (_, _, left)) in boards(&before).into_iter().zip(boards(&after)) {
        if id == 2 {
            assert!(left.moves.iter().all(|done| done.by == 0
                || done.command == Command::RunSprint
                || done.command == Command::RunRest));
            assert_eq!(left.game.sprint(), board.game.sprint());
            continue;
        }
        assert_eq!(
            (left.game.sprint(), left.game.running_totals()),
            (board.game.sprint(), board.game.running_totals()),
            "{round} {id}"
        );
        assert_eq!(left.moves.len(), board.moves.len());
    }
    assert_eq!(after.players()[&2].name, "Somebody");
    assert_eq!(after.rounds()[1].step, before.rounds()[1].step);
    let forgotten = class::forget(&log.rows, 2).unwrap();
    let told =
        (forgotten.moves, forgotten.texts, forgotten.answers, forgotten.mentions, forgotten.shared_moves);
    assert_eq!(told, (4, 2, 1, 2, 0));
    assert!(class::forget(&log.rows, 9).is_none());
}

#[test]
fn at_a_shared_board_the_moves_stay_without_the_name() {
    let log = teams();
    let rows = without(&log.rows, 3);
    let text = written(&rows);
    for trace in ["Quirina", "pin of 3", "own goal", "too long", "a wish"] {
        assert!(!text.contains(trace), "{trace}: {text}");
    }
    let (before, after) = (log.class(), Class::of(rows));
    for ((.., board), (.., left)) in boards(&before).into_iter().zip(boards(&after)) {
        assert_eq!(left.game.running_totals(), board.game.running_totals());
        assert_eq!(left.game.plan().order, board.game.plan().order);
        assert_eq!(left.moves.len(), board.moves.len());
    }
    let journal = &journals(&after)[0];
    assert!(journal.text.contains("\"by\":\"Somebody\""), "{}", journal.text);
}

#[test]
fn several_can_be_forgotten_and_no_name_is_taken_twice() {
    let mut log = solo();
    log.join(5, "somebody");
    let rows = without(&without(&log.rows, 2), 1);
    let class = Class::of(rows.iter().cloned());
    let names: Vec<&str> = class.players().values().map(|own| &*own.name).collect();
    assert_eq!(names, ["Somebody 3", "Somebody 2", "ana!", "Ana 2", "somebody"]);
}

#[test]
fn who_wanted_a_name_on_two_hosts_is_forgotten_on_both() {
    let mut log = Log::new("Race", 0);
    log.join(1, "Ana");
    // Somebody else was quicker with the number, and the second try had another one.
    log.add(Happening::Joined {
        player: 1,
        name: "Quirina Vos".to_owned(),
        pin: "early".to_owned(),
        host: "h".to_owned(),
    });
    log.join(2, "Quirina Vos");
    let text = written(&without(&log.rows, 2));
    assert!(!text.contains("Quirina") && !text.contains("early") && text.contains("Ana"), "{text}");
}

#[test]
fn names_and_pins_are_not_in_an_anonymous_log() {
    for log in [solo(), teams()] {
        let rows = class::anonymous(&log.rows);
        let text = written(&rows);
        for trace in ["Quirina", "\"Ana", "pin of"] {
            assert!(!text.contains(trace), "{trace}: {text}");
        }
        let (before, after) = (log.class(), Class::of(rows));
        for ((.., board), (.., left)) in boards(&before).into_iter().zip(boards(&after)) {
            assert_eq!(left.game.running_totals(), board.game.running_totals());
        }
        assert_eq!(after.players()[&2].name, "Participant 2");
    }
}

#[test]
fn who_was_there_is_told_from_when_to_when() {
    let came = |player| Happening::Came { player, host: "h".to_owned() };
    let mut log = Log::new("Stays", 0);
    log.join(1, "Ana");
    log.wait(30);
    log.begin(false);
    log.join(2, "Bo");
    log.wait(5);
    // Another screen, and a host that the first one left.
    log.add(Happening::Came { player: 1, host: "other".to_owned() });
    log.add(Happening::Left { player: 1, host: "h".to_owned() });
    log.add(Happening::RoundEnded {});
    log.wait(5);
    log.add(Happening::Left { player: 1, host: "other".to_owned() });
    // The host ended, and went on the next morning.
    log.wait(600);
    log.begin(false);
    log.add(came(2));
    let told: Vec<String> = stays(&log.class(), &log.rows)
        .iter()
        .map(|stay| format!("{} {} {} {:?} {:?}", stay.name, stay.came, stay.left, stay.minutes, stay.rounds))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    Ana 2026-11-23 12:00 2026-11-23 12:40 Some(40.1) [1]
    Bo 2026-11-23 12:30 2026-11-23 12:30 Some(0.0) [1]
    Bo 2026-11-23 22:40  None [2]
    ");
}
