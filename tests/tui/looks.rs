//! Every screen at every size, in every theme, and with titles from everywhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use ratatui::style::{Color, Style};
use toporder::game::journal::{Coach, Entry, Header, Journal, Rules, line};
use toporder::scenario::load::load_text;
use toporder::tui::event::{Event, Size};
use toporder::tui::keys::Place;
use toporder::tui::theme::Theme;
use toporder::tui::{Preferences, Start};
use unicode_width::UnicodeWidthStr;

use crate::script;
use crate::script::Player;

const LIBRARY: &str = "the-library-of-things";

const SIZES: [Size; 4] = [
    Size { width: 60, height: 20 },
    Size { width: 80, height: 24 },
    Size { width: 120, height: 40 },
    Size { width: 200, height: 60 },
];

/// The screens of a game, in the order in which somebody who looks at everything meets them: a name, and the keys that
/// lead there from the one before.
const TOUR: &[(&str, &str)] = &[
    ("briefing", ""),
    ("board", "enter"),
    ("board_people", "tab"),
    ("board_value", "tab"),
    ("board_risks", "tab"),
    ("item", "tab down enter"),
    ("talk", "esc t"),
    ("talked", "enter"),
    ("saying", "esc s"),
    ("two_orders", "esc o end g o"),
    ("view", "esc v"),
    ("marked", "esc home space j space"),
    ("words", "w"),
    ("keys", "esc ?"),
    ("palette", "esc :"),
    ("run_rest", "esc R"),
    ("sprint", "n f right enter r"),
    ("review", "enter"),
    ("board_later", "esc esc"),
    ("people", "e"),
    ("timeline", "esc T"),
    ("as_it_was", "left enter"),
    ("review_again", "esc esc h"),
    ("debrief_01", "esc R y to-the-debrief"),
    ("debrief_02", "right"),
    ("debrief_03", "right"),
    ("debrief_04", "right"),
    ("figure", "enter"),
    ("debrief_05", "esc right"),
    ("show_me", "enter"),
    ("debrief_06", "esc right"),
    ("debrief_07", "right"),
    ("debrief_08", "right"),
    ("debrief_09", "right"),
    ("debrief_10", "right"),
    ("debrief_11", "right"),
    ("what_if", "enter"),
    ("debrief_12", "esc right"),
];

fn player(size: Size, theme: Theme) -> Player {
    let start = Start::Play(script::scenario(LIBRARY));
    Player::start(start, size.width, size.height, theme, Coach::Full)
}

#[test]
fn every_screen_fits_every_size() {
    for size in SIZES {
        let Size { width, height } = size;
        let mut shown = String::new();
        let mut picker = Player::at_picker(width, height);
        let _ = writeln!(shown, "═ picker\n{}", picker.screen());
        let mut player = player(size, Theme::Dark);
        for (name, keys) in TOUR {
            go(&mut player, keys);
            let screen = player.screen();
            for row in screen.lines() {
                assert!(row.width() <= width.into(), "{name} at {width}x{height}: {row}");
            }
            let _ = writeln!(shown, "═ {name}\n{screen}");
        }
        insta::assert_snapshot!(format!("tour_{width}x{height}"), shown);
    }
}

/// Goes on in a tour.
fn go(player: &mut Player, keys: &str) {
    for key in keys.split_whitespace() {
        if key != "to-the-debrief" {
            player.keys(key);
            continue;
        }
        while player.app.place() != Place::Debrief {
            player.keys("enter");
        }
    }
}

/// The screens up to the debrief, which takes longer.
fn played() -> &'static [(&'static str, &'static str)] {
    let debrief = TOUR.iter().position(|(name, _)| name.starts_with("debrief"));
    &TOUR[..debrief.unwrap_or(TOUR.len())]
}

/// The styles of a screen: which there are, and which cell has which.
fn styles(player: &mut Player, named: &mut BTreeMap<String, char>) -> String {
    let letters = ('a'..='z').chain('A'..='Z').collect::<Vec<_>>();
    let mut rows = String::new();
    for row in player.cells() {
        let mut run: Option<(char, usize)> = None;
        let mut flush = |run: Option<(char, usize)>| {
            if let Some((letter, count)) = run {
                let _ = write!(rows, "{letter}{count} ");
            }
        };
        for (_, style) in row {
            let next = letters[named.len()];
            let letter = *named.entry(format!("{style:?}")).or_insert(next);
            run = match run {
                Some((same, count)) if same == letter => Some((same, count + 1)),
                other => {
                    flush(other);
                    Some((letter, 1))
                }
            };
        }
        flush(run);
        rows.truncate(rows.trim_end().len());
        rows.push('\n');
    }
    rows
}

#[test]
fn every_screen_has_the_colours_of_its_theme() {
    let themes = [
        ("dark", Theme::Dark),
        ("light", Theme::Light),
        ("contrast", Theme::Contrast),
        ("mono", Theme::Mono),
    ];
    for (theme_name, theme) in themes {
        let mut player = player(SIZES[1], theme);
        let (mut named, mut shown) = (BTreeMap::new(), String::new());
        for (name, keys) in TOUR {
            go(&mut player, keys);
            let _ = writeln!(shown, "═ {name}\n{}", styles(&mut player, &mut named));
            for (_, Style { fg, bg, .. }) in player.cells().into_iter().flatten() {
                let none = |colour: Option<Color>| matches!(colour, None | Some(Color::Reset));
                assert!(theme != Theme::Mono || none(fg) && none(bg), "{name}: {fg:?} {bg:?}");
            }
        }
        let mut legend: Vec<_> = named.into_iter().map(|(style, letter)| (letter, style)).collect();
        legend.sort();
        let legend: String =
            legend.into_iter().map(|(letter, style)| format!("{letter}: {style}\n")).collect();
        insta::assert_snapshot!(format!("styles_{theme_name}"), format!("{legend}\n{shown}"));
    }
}

#[test]
fn titles_from_everywhere_keep_every_column_in_its_place() {
    let builtin = &toporder::scenario::builtin::ALL[1];
    let mut raw =
        load_text(builtin.slug, builtin.text).expect("it is built in").scenario.source.as_ref().clone();
    let titles = [
        "東京の市場で自転車を借りる人のための看板",
        "שלט גדול מעל הדלת של הספרייה",
        "لوحة كبيرة فوق باب المكتبة",
        "👩‍👩‍👧‍👦 Family day 🏳️‍🌈 for 👍🏽 everyone",
        "é̂ with co\u{301}mbining\u{308} marks a\u{30a}",
        "한국어 제목은 두 칸씩 차지합니다",
        "ﷺ one wide sign",
    ];
    for (item, title) in raw.items.iter_mut().zip(titles) {
        title.clone_into(&mut item.title);
    }
    for (who, name) in raw.stakeholders.iter_mut().zip(["山田 花子", "דנה כהן"]) {
        name.clone_into(&mut who.name);
    }
    let scenario = Arc::new(toporder::scenario::Scenario::try_from(raw).expect("only titles are others"));
    for Size { width, height } in SIZES {
        let start = Start::Play(Arc::clone(&scenario));
        let mut player = Player::start(start, width, height, Theme::Mono, Coach::Full);
        player.keys("enter");
        let screen = player.screen();
        // The rule beside the list stands in one column in all rows of it.
        let rules: Vec<usize> =
            screen.lines().skip(2).take(6).filter_map(|row| Some(row[..row.find('│')?].width())).collect();
        assert!(width < 76 || rules.len() == 6, "{screen}");
        assert!(rules.windows(2).all(|pair| pair[0] == pair[1]), "{width}: {rules:?}\n{screen}");
        for (name, keys) in &played()[2..] {
            go(&mut player, keys);
            for row in player.screen().lines() {
                assert!(row.width() <= width.into(), "{name} at {width}x{height}: {row}");
            }
        }
    }
}

#[test]
fn a_replay_and_a_first_welcome_fit_every_size() {
    let scenario = script::scenario(LIBRARY);
    let mut text =
        line(&Header::new(&scenario, "Ana", 7, Rules::default(), "2026-01-05T09:00:00Z".to_owned()));
    let first = scenario.items[2].id.clone();
    let commands = [
        toporder::game::Command::Move { item: first, to: 1 },
        toporder::game::Command::Reason { text: "It is asked for most".to_owned() },
        toporder::game::Command::RunSprint,
    ];
    for command in commands {
        text.push_str(&line(&Entry { at: "2026-01-05T09:01:00Z".to_owned(), command, by: None }));
    }
    let mut shown = String::new();
    for Size { width, height } in SIZES {
        let (journal, _) = Journal::parse(text.as_bytes()).expect("it was just written");
        let replay = Start::Replay(Box::new(journal));
        let preferences = || Preferences { motion: false, ..Preferences::default() };
        let mut player = Player::with(preferences(), replay, width, height, Coach::Full);
        player.keys("right right");
        let _ = writeln!(shown, "═ replay {width}x{height}\n{}", player.screen());
        let mut player = Player::with(preferences(), Start::Welcome, width, height, Coach::Full);
        let _ = writeln!(shown, "═ welcome {width}x{height}\n{}", player.screen());
        player.keys("y");
        let _ = writeln!(shown, "═ tutorial {width}x{height}\n{}", player.screen());
        player.event(Event::Resize(Size { width, height }));
    }
    insta::assert_snapshot!("replay_and_welcome", shown);
}
