//! The board at every size, in every theme, with everybody's names.

use std::fmt::Write as _;

use ratatui::style::{Color, Style};
use toporder::class::Happening;
use toporder::tui::Preferences;
use toporder::tui::event::Size;
use toporder::tui::theme::Theme;
use unicode_width::UnicodeWidthStr;

use super::stage::{NAMES, SIZES, Stage, at_own_pace, in_steps};
use crate::script::Player;

fn asked(stage: &mut Stage) {
    stage.then(Happening::Told { text: "Lunch is at half past twelve, in the yard.".to_owned() });
    stage.then(Happening::Asked {
        question: "How did it feel?".to_owned(),
        choices: ["Very good", "So-so", "Very bad"].map(str::to_owned).to_vec(),
    });
    for (player, choice) in [(1, 0), (2, 0), (3, 1), (5, 0)] {
        stage.then(Happening::Answered { player, choice });
    }
}

/// Every state of a class that looks different, with the keys that lead to what is shown of it.
fn scenes() -> Vec<(&'static str, Stage, Option<u32>, &'static str)> {
    let mut told = in_steps();
    asked(&mut told);
    told.then(Happening::Paused { is_paused: true });
    let mut shown = at_own_pace();
    asked(&mut shown);
    shown.then(Happening::AnswersShown {});
    let mut ended = at_own_pace();
    ended.then(Happening::RoundEnded {});
    let mut teams = Stage::of(&NAMES, 3);
    teams.begin(true).ready([1, 3]);
    vec![
        ("nobody", Stage::new(0), None, ""),
        ("waiting", Stage::of(&NAMES, 0), None, ""),
        ("in_steps", in_steps(), Some(245), ""),
        ("at_own_pace", at_own_pace(), None, "down o"),
        ("told_and_asked", told, Some(0), ""),
        ("answers_shown", shown, None, ""),
        ("ended", ended, None, ""),
        ("teams", teams, None, "down"),
        ("finding", in_steps(), None, "/ a n"),
        ("joining", in_steps(), None, "j"),
        ("begin", Stage::of(&NAMES, 0), None, "b down tab"),
        ("risk", at_own_pace(), None, "r down"),
        ("ask", at_own_pace(), None, "a down down down"),
        ("own_question", at_own_pace(), None, "a end enter W h y ? enter Y e s ; N o enter"),
        ("message", at_own_pace(), None, "m H i"),
        ("time_box", in_steps(), Some(61), "c 5"),
        ("run_for_all", in_steps(), None, "s"),
        ("end", at_own_pace(), None, "e"),
        ("close", at_own_pace(), None, "C"),
        ("leave", at_own_pace(), None, "q"),
        ("shoulder", at_own_pace(), None, "enter"),
        ("keys", at_own_pace(), None, "?"),
        ("words", in_steps(), None, "w"),
    ]
}

fn assert_fits(player: &mut Player, what: &str, size: Size) {
    for row in player.screen().lines() {
        assert!(row.width() <= size.width.into(), "{what} at {size:?}: {row}");
    }
}

#[test]
fn everything_fits_every_size() {
    for size in SIZES {
        let mut shown = String::new();
        for (name, stage, left_s, keys) in scenes() {
            let mut trainer = stage.trainer(size, left_s);
            trainer.keys(keys);
            assert_fits(&mut trainer, name, size);
            let _ = writeln!(shown, "═ {name}\n{}", trainer.screen());
        }
        insta::assert_snapshot!(format!("board_{}x{}", size.width, size.height), shown);
    }
}

#[test]
fn in_ascii_there_is_nothing_else_and_the_picture_can_be_scanned() {
    let ascii = || Preferences { ascii: true, motion: false, ..Preferences::default() };
    let mut shown = String::new();
    for (name, stage, left_s, keys) in scenes() {
        for size in SIZES {
            let mut trainer = stage.trainer_with(size, left_s, ascii());
            trainer.keys(keys);
            assert!(trainer.screen().is_ascii(), "{name}");
            if size == SIZES[2] && ["waiting", "in_steps", "teams"].contains(&name) {
                let _ = writeln!(shown, "= {name}\n{}", trainer.screen());
            }
        }
    }
    insta::assert_snapshot!("board_ascii_120x40", shown);
}

#[test]
fn without_colour_there_is_none_and_nothing_is_told_by_colour_alone() {
    for (name, stage, left_s, keys) in scenes() {
        let mut screens = Vec::new();
        for theme in [Theme::Mono, Theme::Dark, Theme::Light, Theme::Contrast] {
            let preferences = Preferences { theme, motion: false, ..Preferences::default() };
            let mut trainer = stage.trainer_with(SIZES[1], left_s, preferences);
            trainer.keys(keys);
            for (_, Style { fg, bg, .. }) in trainer.cells().into_iter().flatten() {
                let none = |colour: Option<Color>| matches!(colour, None | Some(Color::Reset));
                assert!(theme != Theme::Mono || none(fg) && none(bg), "{name}: {fg:?} {bg:?}");
            }
            screens.push(trainer.screen());
        }
        // A picture that is scanned is drawn the other way round where there is no white.
        let has_picture = screens[1].contains("▀");
        assert!(has_picture || screens.windows(2).all(|pair| pair[0] == pair[1]), "{name}");
    }
}

#[test]
fn names_from_everywhere_keep_every_column_in_its_place() {
    let names = [
        "東京の市場で自転車を借りる人のための看板とその他の長い名前です",
        "שלט גדול מעל הדלת",
        "👩‍👩‍👧‍👦 Family 🏳️‍🌈 👍🏽",
        "e\u{302}\u{301}\u{30a}\u{327}\u{331} co\u{301}mbining\u{308} ma\u{30a}rks",
        "ﷺ wide",
        "a name that is as long as a name can be!",
        "Bo",
    ];
    for size in SIZES {
        let mut stage = Stage::of(&names, 0);
        stage.begin(true).ready([2, 4]);
        let mut trainer = stage.trainer(size, None);
        let screen = trainer.screen();
        assert_fits(&mut trainer, "names", size);
        let columns: Vec<usize> = screen
            .lines()
            .filter_map(|row| Some(row[..row.find(" 1/8").or_else(|| row.find(" 1/6"))?].width()))
            .collect();
        assert_eq!(columns.len(), names.len(), "{screen}");
        assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{columns:?}\n{screen}");
        for keys in ["j", "esc enter", "esc x", "n n"] {
            trainer.keys(keys);
            assert_fits(&mut trainer, keys, size);
        }
    }
}

#[test]
fn five_hundred_people_can_be_scrolled_found_and_sorted() {
    let names: Vec<String> = (1..=500).map(|number| format!("Person {number:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut stage = Stage::of(&names, 0);
    stage.begin(true).ready((1..=500).filter(|player| player % 7 != 0));
    let mut trainer = stage.trainer(SIZES[1], None);
    let selected = |trainer: &mut Player| {
        let screen = trainer.screen();
        let row = screen.lines().find(|row| row.contains('▸')).map(str::to_owned);
        row.unwrap_or_else(|| panic!("something is selected: {screen}"))
    };
    assert!(trainer.screen().contains("429 of 500 handed in Sprint 1"), "{}", trainer.screen());
    assert!(selected(&mut trainer).contains("Person 001"));
    trainer.keys("end");
    assert!(selected(&mut trainer).contains("Person 500"));
    trainer.keys("pgup up");
    assert!(!selected(&mut trainer).contains("Person 500"));
    trainer.keys("/ 4 4 4 enter");
    assert!(selected(&mut trainer).contains("Person 444"));
    assert!(!trainer.screen().contains("Person 443"));
    trainer.keys("esc o o home");
    // The seventh is the first of those who have not handed in.
    assert!(selected(&mut trainer).contains("Person 007"), "{}", trainer.screen());
}
