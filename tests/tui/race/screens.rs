//! A race on the screen, driven by scripted keys and mouse.

use std::fmt::Write as _;
use std::sync::Arc;

use toporder::game::journal::Coach;
use toporder::game::race::{Entrant, Race};
use toporder::game::{Command, Game};
use toporder::order::Policy;
use toporder::order::player::Player as Ladder;
use toporder::tui::event::{Event, MouseKind, Size};
use toporder::tui::keys::Place;
use toporder::tui::theme::Theme;
use toporder::tui::{Pace, Preferences, Start};
use unicode_width::UnicodeWidthStr;

use crate::script::{Player, scenario};

const USUAL: [Ladder; 3] = [Ladder::Rule(Policy::Loudest), Ladder::Rule(Policy::Cd3), Ladder::Lookahead];

const SIZES: [(u16, u16); 5] = [(100, 30), (80, 24), (60, 20), (120, 40), (200, 60)];

/// A race in a scenario of some policies, and of a game that was played with other luck if one is wanted.
fn start(slug: &str, players: &[Ladder], has_team: bool, hides: bool) -> Start {
    let scenario = scenario(slug);
    let mut entrants: Vec<Entrant> = players.iter().copied().map(Entrant::Policy).collect();
    if has_team {
        let commands = [Command::RunSprint, Command::RunSprint];
        let game = Game::replay(Arc::clone(&scenario), 12, &commands).unwrap();
        entrants.push(Entrant::Team("Zoë’s team".to_owned(), Box::new(game)));
    }
    let race = Race::run(&scenario, 7, &entrants, &|_, _| {}, &|| false).unwrap();
    Start::Race(Box::new(race), Pace { speed: 1.0, hides })
}

fn soup(width: u16, height: u16) -> Player {
    Player::start(start("soup-on-the-square", &USUAL, false, true), width, height, Theme::Dark, Coach::Full)
}

/// The way through a race: what is seen, and the keys that lead there from what was seen before.
const WAY: [(&str, &str); 6] = [
    ("the orders", ""),
    ("at work", "right right right"),
    ("a question", "pgdn space"),
    ("hands", "1 2 2 2 3 up down 2"),
    ("revealed", "enter"),
    ("the end", "end"),
];

#[test]
fn a_race_fits_every_size() {
    for (width, height) in SIZES {
        let (mut player, mut shown) = (soup(width, height), String::new());
        for (name, keys) in WAY {
            let screen = player.keys(keys).screen();
            for row in screen.lines() {
                assert!(row.width() <= width.into(), "{name} at {width}x{height}: {row}");
            }
            let _ = writeln!(shown, "═ {name}\n{screen}");
        }
        insta::assert_snapshot!(format!("race_{width}x{height}"), shown);
    }
}

#[test]
fn four_with_a_game_of_other_luck_fit_every_size() {
    let mut shown = String::new();
    for (width, height) in SIZES {
        let start = start("the-library-of-things", &USUAL, true, true);
        let mut player = Player::start(start, width, height, Theme::Dark, Coach::Full);
        for (name, keys) in WAY {
            let screen = player.keys(keys).screen();
            assert!(
                screen.lines().all(|row| row.width() <= width.into()),
                "{name} at {width}x{height}\n{screen}"
            );
            if width <= 100 && ["at work", "hands", "the end"].contains(&name) {
                let _ = writeln!(shown, "═ {name} {width}x{height}\n{screen}");
            }
        }
    }
    insta::assert_snapshot!("four", shown);
}

#[test]
fn every_theme_and_ascii_show_the_same() {
    let words = |mut player: Player| {
        let mut all = String::new();
        for (_, keys) in WAY {
            all += &player.keys(keys).screen();
        }
        all
    };
    let of = |theme, ascii| {
        let preferences = Preferences { theme, motion: false, ascii, ..Preferences::default() };
        words(Player::with(
            preferences,
            start("soup-on-the-square", &USUAL, false, true),
            80,
            24,
            Coach::Full,
        ))
    };
    let dark = of(Theme::Dark, false);
    for theme in [Theme::Light, Theme::Contrast, Theme::Mono] {
        assert_eq!(of(theme, false), dark);
    }
    assert!(of(Theme::Mono, true).is_ascii());
    // Large letters are made of blocks, which ASCII does not have: names and scores are written plainly then.
    let preferences = Preferences { ascii: true, motion: false, ..Preferences::default() };
    let start = start("soup-on-the-square", &USUAL, false, true);
    let mut player = Player::with(preferences, start, 100, 30, Coach::Full);
    let screen = player.screen();
    assert!(screen.is_ascii() && screen.contains("1 loudest") && screen.contains("0 E so far"), "{screen}");
}

#[test]
fn a_value_is_hidden_until_it_is_revealed() {
    let mut player = soup(80, 24);
    player.keys("space");
    assert!(player.screen().contains("Who is ahead after Sprint 1?"), "{}", player.screen());
    assert!(player.screen().contains("0 hands") && !player.screen().contains("S1 0"));
    player.keys("space");
    assert!(player.screen().contains("S1 0") && player.screen().contains("after Sprint 1"));
    // Back before it was revealed, it is hidden again; the hands that were counted stay.
    player.keys("left 2 2");
    assert!(player.screen().contains("2 hands"), "{}", player.screen());
    player.keys("right left");
    assert!(player.screen().contains("2 hands") && !player.screen().contains("S1 0"));
}

#[test]
fn steps_and_sprints_lead_forwards_and_back_to_the_same_screens() {
    let mut player = soup(80, 24);
    let (mut screens, mut sprints) = (vec![player.screen()], Vec::new());
    while !player.screen().contains("in the end ·") {
        player.keys("right");
        screens.push(player.screen());
    }
    for screen in screens.iter().rev().skip(1) {
        player.keys("left");
        assert_eq!(&player.screen(), screen);
    }
    player.keys("left");
    assert_eq!(player.screen(), screens[0]);
    for _ in 0..4 {
        sprints.push(player.screen());
        player.keys("pgdn");
    }
    assert!(
        sprints[1].contains("Sprint 2 of 3 · the orders")
            && sprints[2].contains("Sprint 3 of 3 · the orders")
    );
    player.keys("home pgdn pgdn right right pgup");
    assert_eq!(player.screen(), sprints[2]);
    player.keys("pgup");
    assert_eq!(player.screen(), sprints[1]);
}

#[test]
fn values_can_be_shown_as_they_come_without_questions() {
    let start = start("soup-on-the-square", &USUAL, false, false);
    let mut player = Player::start(start, 80, 24, Theme::Dark, Coach::Full);
    player.keys("space");
    assert!(
        player.screen().contains("Sprint 1 of 3 · Sprint Review") && player.screen().contains("S1 0"),
        "{}",
        player.screen()
    );
    player.keys("v left");
    assert!(player.screen().contains("who is ahead?"), "{}", player.screen());
    player.keys("v");
    assert!(player.screen().contains("without questions"));
}

#[test]
fn it_plays_by_itself_up_to_a_question_and_time_passes_only_then() {
    let preferences = Preferences { motion: true, ..Preferences::default() };
    let start = start("soup-on-the-square", &USUAL, false, true);
    let mut player = Player::with(preferences, start, 80, 24, Coach::Full);
    assert!(!player.app.wants_ticks());
    player.keys("space");
    let (mut now_ms, mut frames) = (0, 0);
    while player.app.wants_ticks() {
        now_ms += 33;
        player.event(Event::Tick { now_ms });
        frames += 1;
        assert!(frames < 10_000, "it plays for ever");
    }
    assert!(player.screen().contains("Who is ahead after Sprint 1?"));
    // Twice as fast, twice as short; any step by hand pauses.
    player.keys("space + space");
    let mut fast = 0;
    while player.app.wants_ticks() {
        now_ms += 33;
        player.event(Event::Tick { now_ms });
        fast += 1;
    }
    assert!(player.screen().contains("Who is ahead after Sprint 2?") && fast < frames, "{fast} of {frames}");
    player.keys("home space left");
    assert!(!player.app.wants_ticks() && player.screen().contains("paused"));
    player.keys("space space");
    assert!(!player.app.wants_ticks(), "the same key pauses");
}

#[test]
fn everything_can_be_done_with_the_mouse() {
    let mut player = soup(80, 24);
    player.mouse(MouseKind::Press, 40, 10);
    assert!(player.screen().contains("Who is ahead after Sprint 1?"));
    // A click on a column is a hand, the wheel corrects it.
    player.mouse(MouseKind::Press, 40, 10).mouse(MouseKind::Press, 41, 12).mouse(MouseKind::WheelUp, 70, 10);
    player.mouse(MouseKind::WheelDown, 40, 10);
    let screen = player.screen();
    assert!(screen.contains("2 hands:") && screen.matches("1 hand").count() == 2, "{screen}");
    // A click above the columns goes on.
    player.mouse(MouseKind::Press, 40, 1);
    assert!(player.screen().contains("Sprint Review"));
    player.mouse(MouseKind::WheelUp, 40, 10);
    assert!(player.screen().contains("2 hands:"));
    for (hint, shown) in
        [("→ step", "Sprint Review"), ("← back", "2 hands:"), ("PgDn next Sprint", "Sprint 2 of 3")]
    {
        let screen = player.screen();
        let line = screen.lines().last().unwrap();
        let column = line[..line.find(hint).unwrap_or_else(|| panic!("no {hint}: {line}"))].width() as u16;
        player.mouse(MouseKind::Press, column, 23);
        assert!(player.screen().contains(shown), "{hint}: {}", player.screen());
    }
}

#[test]
fn it_is_left_by_q_and_survives_every_size() {
    let mut player = soup(100, 30);
    for (width, height) in [(60, 20), (40, 10), (200, 60), (1, 1), (100, 30)] {
        player.event(Event::Resize(Size { width, height }));
        player.keys("right 1 up pgdn");
    }
    player.keys("?");
    assert_eq!(player.app.place(), Place::Help);
    player.keys("esc q");
    assert!(player.quit);
}
