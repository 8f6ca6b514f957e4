//! The results of a round in the terminal.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use toporder::class::Happening;
use toporder::debrief::Findings;
use toporder::debrief::analysis::Progress;
use toporder::game::{Command, Game};
use toporder::report::{Document, Entry, document};
use toporder::store::Sitting;
use toporder::tui::Preferences;
use toporder::tui::event::{Event, MouseKind, Results};
use toporder::tui::keys::Place;
use unicode_width::UnicodeWidthStr;

use super::stage::{MONO, SIZES, Stage, at_own_pace};
use crate::script::{QUICK, scenario};

/// What there is to say about four games.
pub(crate) fn report() -> &'static Document {
    static REPORT: LazyLock<Document> = LazyLock::new(written);
    &REPORT
}

fn written() -> Document {
    let scenario = scenario("soup-on-the-square");
    let entries = ["Ana", "Bo", "Chidi Okafor", "東京の花子"].iter().enumerate().map(|(at, name)| {
        let mut game = Game::new(Arc::clone(&scenario), 7);
        let item = game.scenario().item(game.plan().order[3 + at]).id.clone();
        game.apply(&Command::Move { item, to: 1 }).expect("it is possible");
        game.apply(&Command::RunRest).expect("it is possible");
        Entry { findings: Findings::of(name, game, QUICK, &|_| false), sitting: Sitting::default() }
    });
    document(&entries.collect::<Vec<_>>(), 1)
}

pub(crate) fn results(document: &Document, done: usize) -> Event {
    let progress = Progress { done, total: 4 };
    Event::Results(Arc::new(Results { round: 1, progress, document: document.clone() }))
}

fn ended() -> Stage {
    let mut stage = at_own_pace();
    stage.then(Happening::RoundEnded {});
    stage
}

#[test]
fn results_are_read_at_every_size() {
    let document = report();
    for size in SIZES {
        let mut trainer = ended().trainer(size, None);
        trainer.event(results(document, 4));
        // They come by themselves.
        assert_eq!(trainer.app.place(), Place::Results);
        let mut shown = trainer.screen();
        let mut pages = 1;
        loop {
            let before = trainer.screen();
            for row in before.lines() {
                assert!(row.width() <= size.width.into(), "{size:?}: {row}");
            }
            trainer.keys("pgdn");
            if trainer.screen() == before {
                break;
            }
            pages += 1;
            let _ = writeln!(shown, "═\n{}", trainer.screen());
        }
        assert!(pages > 1, "{shown}");
        for told in ["Better", "Decisions", "●", "aside", "▼"] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        insta::assert_snapshot!(format!("results_{}x{}", size.width, size.height), shown);
    }
}

#[test]
fn what_is_hidden_is_not_shown_by_itself() {
    for (names, results_too, told) in [(true, false, "Names are hidden"), (false, true, "Results are hidden")]
    {
        let mut stage = ended();
        stage.then(Happening::Hidden { names, results: results_too });
        let mut trainer = stage.trainer(SIZES[1], None);
        trainer.event(results(report(), 4));
        assert_eq!(trainer.app.place(), Place::ClassBoard, "the board may be on a projector");
        trainer.keys("d");
        assert!(trainer.screen().contains(told), "{}", trainer.screen());
        trainer.keys("n");
        assert_eq!(trainer.app.place(), Place::ClassBoard);
        trainer.keys("d y");
        assert_eq!(trainer.app.place(), Place::Results);
        // Who looks with their own eyes only is not asked.
        trainer.keys("esc v d");
        assert_eq!(trainer.app.place(), Place::Results);
    }
}

#[test]
fn parts_are_jumped_to_by_key_and_by_click() {
    let document = report();
    let mut trainer = ended().trainer(SIZES[1], None);
    trainer.event(results(document, 4));
    let top = trainer.screen();
    trainer.keys("3");
    let third = trainer.screen();
    assert!(third.lines().nth(3).is_some_and(|row| row.contains("3 Where orders agreed")), "{third}");
    trainer.keys("tab shift-tab");
    assert_eq!(trainer.screen(), third);
    trainer.keys("home tab tab tab");
    assert_eq!(trainer.screen(), third);
    trainer.keys("home");
    assert_eq!(trainer.screen(), top);
    let tabs = top.lines().nth(1).expect("there are parts").to_owned();
    let column = tabs[..tabs.find("  3").expect("the third is there")].width() as u16 + 2;
    trainer.mouse(MouseKind::Press, column, 1);
    assert_eq!(trainer.screen(), third);
    trainer.mouse(MouseKind::WheelDown, 10, 10);
    assert_ne!(trainer.screen(), third);
}

#[test]
fn they_come_by_themselves_once_and_say_how_far_they_are() {
    let document = report();
    let mut trainer = ended().trainer(SIZES[1], None);
    trainer.event(results(document, 1));
    assert!(trainer.screen().contains("so far: 1 of 4 games"), "{}", trainer.screen());
    trainer.keys("esc");
    trainer.event(results(document, 2));
    assert_eq!(trainer.app.place(), Place::ClassBoard);
    trainer.keys("d");
    assert!(trainer.screen().contains("so far: 2 of 4 games"));
    trainer.event(results(document, 4));
    assert!(trainer.screen().contains("4 games") && !trainer.screen().contains("so far"));
    trainer.keys("q");
    assert_eq!(trainer.app.place(), Place::ClassBoard);
    // Nobody is torn away from what they do.
    let mut trainer = ended().trainer(SIZES[1], None);
    trainer.keys("m");
    trainer.event(results(document, 4));
    assert_eq!(trainer.app.place(), Place::Type);
}

#[test]
fn results_are_readable_in_ascii_and_without_colour() {
    let document = report();
    let preferences = Preferences { ascii: true, theme: MONO, motion: false, ..Preferences::default() };
    let mut trainer = ended().trainer_with(SIZES[2], None, preferences);
    trainer.event(results(document, 4));
    let mut shown = String::new();
    for part in 1..=4 {
        trainer.keys(&part.to_string());
        assert!(trainer.screen().is_ascii());
        let _ = writeln!(shown, "=\n{}", trainer.screen());
    }
    insta::assert_snapshot!("results_ascii_120x40", shown);
}
