//! Keys of one's own, commands by name, the words on the screen, and screens in ASCII.

use ratatui::style::Color;
use toporder::game::journal::Coach;
use toporder::tui::event::{Event, MouseKind};
use toporder::tui::keys::{KeyMap, Own, Place};
use toporder::tui::theme::Theme;
use toporder::tui::{Preferences, Start};

use crate::script::{Player, scenario};

macro_rules! snapshot {
    ($player:expr, $name:expr) => {
        insta::assert_snapshot!($name, $player.screen())
    };
}

fn at_the_board(preferences: Preferences, width: u16, height: u16) -> Player {
    let start = Start::Play(scenario("soup-on-the-square"));
    let mut player = Player::with(preferences, start, width, height, Coach::Full);
    player.keys("enter");
    player
}

fn order(player: &Player) -> Vec<usize> {
    let game = player.app.game().expect("a game is played");
    game.plan().order.iter().map(|item| item.at()).collect()
}

#[test]
fn a_command_is_found_by_a_part_of_its_name() {
    let mut player = at_the_board(Preferences::default(), 80, 24);
    let before = order(&player);
    player.keys("J");
    assert_ne!(order(&player), before);
    player.keys(":");
    snapshot!(player, "palette_80x24");
    player.keys("u n d o");
    snapshot!(player, "palette_undo");
    player.keys("enter");
    assert_eq!((order(&player), player.app.place()), (before, Place::Board));

    // What nothing is called does nothing, and Esc leaves everything as it is.
    player.keys(": z z z enter");
    assert_eq!(player.app.place(), Place::Palette);
    player.keys("esc");
    assert_eq!(player.app.place(), Place::Board);
}

#[test]
fn a_command_is_clicked() {
    let mut player = at_the_board(Preferences::default(), 80, 24);
    player.keys(": g l o s");
    let screen = player.screen();
    let row = screen.lines().position(|line| line.contains("Explain the words")).expect("it is found");
    player.mouse(MouseKind::Press, 20, row as u16);
    assert_eq!(player.app.place(), Place::Glossary);
    player.mouse(MouseKind::Press, 0, 0);
    assert_eq!(player.app.place(), Place::Board);
    player.keys(":").mouse(MouseKind::Press, 0, 0);
    assert_eq!(player.app.place(), Place::Board);
}

#[test]
fn the_words_on_the_screen_are_explained_first() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let mut player = at_the_board(Preferences::default(), width, height);
        player.keys("w");
        snapshot!(player, format!("glossary_{width}x{height}"));
        player.keys("esc");
        assert_eq!(player.app.place(), Place::Board);
    }
}

#[test]
fn keys_of_ones_own_do_what_they_say_and_are_shown() {
    let own = |command: &str, keys: &[&str]| Own {
        place: "board".to_owned(),
        command: command.to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
    };
    let keys = KeyMap::with(&[own("move-down", &["ctrl-j"]), own("talk", &[]), own("run-sprint", &["F9"])]);
    assert!(keys.is_err(), "F9 is written f9");
    let lines = [own("move-down", &["ctrl-j"]), own("talk", &[]), own("run-sprint", &["f9"])];
    let keys = KeyMap::with(&lines).expect("nothing clashes");
    let mut player = at_the_board(Preferences { keys, ..Preferences::default() }, 80, 24);
    let before = order(&player);
    player.keys("J t r");
    assert_eq!((order(&player), player.app.place()), (before.clone(), Place::Board));
    player.keys("ctrl-j");
    assert_ne!(order(&player), before);
    let hints = player.screen().lines().last().expect("the line of hints").to_owned();
    assert!(
        hints.contains("Ctrl-j K move") && hints.contains("F9 run") && !hints.contains("talk"),
        "{hints}"
    );
    player.keys("?");
    let help = player.screen();
    assert!(help.contains("Ctrl-j") && !help.contains("Talk about the item"), "{help}");
    player.keys("esc f9");
    assert_eq!(player.app.place(), Place::Sprint);
}

#[test]
fn colours_and_motion_can_be_changed_while_one_plays() {
    let mut player = at_the_board(Preferences::default(), 80, 24);
    // The title bar.
    let ground = |player: &mut Player| player.cells()[0][0].1.bg.unwrap_or_default();
    let dark = ground(&mut player);
    player.event(Event::Background(Theme::Light));
    let light = ground(&mut player);
    assert_ne!(light, dark);
    let told = |player: &Player| player.app.notice().expect("it says so").to_owned();
    player.keys("f2");
    assert_eq!(told(&player), "Few, strong colours for a dark background.");
    let strong = ground(&mut player);
    assert!(strong != dark && strong != light);
    // What somebody chose is stronger than what their terminal tells.
    player.event(Event::Background(Theme::Light));
    assert_eq!(ground(&mut player), strong);
    player.keys("f2");
    assert_eq!((told(&player), ground(&mut player)), ("No colours.".to_owned(), Color::Reset));
    player.keys("f2");
    assert_eq!((told(&player), ground(&mut player)), ("Colours for a dark background.".to_owned(), dark));
    player.keys("f2");
    assert_eq!((told(&player), ground(&mut player)), ("Colours for a light background.".to_owned(), light));

    player.keys("f3 r");
    assert!(!player.app.wants_ticks());
    let mut player = at_the_board(Preferences { motion: false, ..Preferences::default() }, 80, 24);
    player.keys("f3 r");
    assert!(player.app.wants_ticks());
}

#[test]
fn everything_can_be_played_in_ascii() {
    let preferences = Preferences { ascii: true, motion: false, ..Preferences::default() };
    let mut player = at_the_board(preferences, 80, 24);
    snapshot!(player, "ascii_board");
    // Every screen of a game, and all panels, pages and overlays.
    let steps = "J tab tab tab tab enter esc t esc f esc b enter / s esc ? esc : esc w esc r enter esc esc T enter tab esc esc e esc r enter \
                 esc esc r enter esc esc right right right enter esc right enter esc right enter esc right right \
                 right right right enter J esc right";
    for key in steps.split(' ').filter(|key| !key.is_empty()) {
        player.keys(key);
        let screen = player.screen();
        assert!(screen.is_ascii(), "after {key}:\n{screen}");
    }
    assert_eq!(player.app.place(), Place::Debrief);
}

#[test]
fn a_line_of_the_help_can_be_clicked() {
    let mut player = Player::new("soup-on-the-square", 100, 90);
    player.keys("enter ?");
    let find = |player: &mut Player, text: &str| {
        player.screen().lines().position(|line| line.contains(text)).expect("it is in sight") as u16
    };
    let row = find(&mut player, "Move the item to the bottom");
    player.mouse(MouseKind::Press, 20, row);
    assert_eq!(player.commands.len(), 1, "{}", player.screen());
    player.keys("?");
    let row = find(&mut player, "What the marks mean");
    player.mouse(MouseKind::Press, 20, row);
    assert_eq!(player.app.place(), Place::Help, "a line that does nothing does nothing");
    player.mouse(MouseKind::Press, 0, 0);
    assert_eq!(player.app.place(), Place::Board);
}

#[test]
fn the_right_button_explains_a_word() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter");
    player.event(Event::Explain { column: 2, row: 0 });
    assert!(player.screen().contains("Sprint: "), "{}", player.screen());
    player.event(Event::Explain { column: 60, row: 0 });
    assert!(player.screen().contains("Nothing to explain there"), "{}", player.screen());
}
