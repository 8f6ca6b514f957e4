//! People, conversations, Sprints and their Reviews, on screens of all sizes.

use toporder::game::journal::{Coach, Rules};
use toporder::game::{Command, Game, Subject};
use toporder::tui::event::{Event, MouseKind, OpenedGame};
use toporder::tui::keys::Place;
use toporder::tui::theme::Theme;
use toporder::tui::{Preferences, Start};

use crate::script::{Player, scenario};

macro_rules! snapshot {
    ($player:expr, $name:expr) => {
        insta::assert_snapshot!($name, $player.screen())
    };
}

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

/// Does something on a screen of each size.
fn at_each_size(slug: &str, mut play: impl FnMut(&mut Player, &str)) {
    for (width, height) in SIZES {
        let mut player = Player::new(slug, width, height);
        player.keys("enter");
        play(&mut player, &format!("{width}x{height}"));
    }
}

#[test]
fn everybody_can_be_read_in_full() {
    at_each_size("the-library-of-things", |player, size| {
        player.keys("e");
        snapshot!(player, format!("people_start_{size}"));
        player.keys("esc r enter esc esc r enter esc esc e");
        snapshot!(player, format!("people_in_sprint_3_{size}"));
        player.keys("esc");
        assert_eq!(player.app.place(), Place::Board);
    });
}

#[test]
fn the_panel_says_what_the_order_gives_everybody() {
    at_each_size("the-library-of-things", |player, size| {
        player.keys("r enter esc esc tab");
        snapshot!(player, format!("people_panel_{size}"));
    });
}

#[test]
fn a_conversation_tells_what_will_be_known_and_when() {
    at_each_size("boats-to-the-outer-islands", |player, size| {
        player.keys("down down t");
        snapshot!(player, format!("talk_offer_{size}"));
        player.keys("enter");
        snapshot!(player, format!("talk_had_{size}"));
    });
}

#[test]
fn a_sprint_and_its_review() {
    at_each_size("the-library-of-things", |player, size| {
        player.keys("down down down t enter esc r");
        snapshot!(player, format!("sprint_{size}"));
        player.keys("enter");
        snapshot!(player, format!("review_{size}"));
        player.keys("end");
        snapshot!(player, format!("review_end_{size}"));
    });
}

/// A player for whom things move.
fn moving(width: u16, height: u16) -> Player {
    let preferences = Preferences { theme: Theme::Dark, motion: true, ..Preferences::default() };
    let start = Start::Play(scenario("the-library-of-things"));
    let mut player = Player::with(preferences, start, width, height, Coach::Full);
    player.keys("enter");
    player
}

/// How many Sprints were run.
fn sprints_run(player: &Player) -> usize {
    player.commands.iter().filter(|command| **command == Command::RunSprint).count()
}

#[test]
fn a_sprint_is_replayed_in_less_than_four_seconds() {
    for (width, height) in SIZES {
        let mut player = moving(width, height);
        player.keys("r");
        let mut now_ms = 10_000;
        let mut worked = -1.0;
        while player.app.wants_ticks() {
            player.event(Event::Tick { now_ms });
            let screen = player.screen();
            // The figure behind the capacity only grows.
            if let Some((before, _)) = screen.split_once(" of 20 hours") {
                let figure = before.rsplit(' ').next().and_then(|figure| figure.parse::<f64>().ok());
                let figure = figure.expect("a figure stands before it");
                assert!(figure >= worked, "{screen}");
                worked = figure;
            }
            if now_ms == 11_500 {
                insta::assert_snapshot!(format!("replay_{width}x{height}"), screen);
            }
            now_ms += 50;
        }
        assert!(now_ms <= 14_000, "{now_ms}");
        assert!(player.screen().contains("the Sprint is over"));
        // One press is enough.
        player.keys("enter");
        assert_eq!(player.app.place(), Place::Review);
    }
}

#[test]
fn any_key_or_a_click_shows_the_rest_of_a_sprint() {
    let at_work = |player: &mut Player| {
        player.keys("r");
        player.event(Event::Tick { now_ms: 1_000 });
        player.event(Event::Tick { now_ms: 1_300 });
        assert!(player.screen().contains("any key skips"), "{}", player.screen());
    };
    for key in ["x", "enter", "space", "r", "q", "?", "esc"] {
        let mut player = moving(80, 24);
        at_work(&mut player);
        player.keys(key);
        assert_eq!(player.app.place(), Place::Sprint, "{key}");
        assert!(player.screen().contains("the Sprint is over"), "{key}");
        assert!(!player.app.wants_ticks() && !player.quit);
        player.keys("enter");
        assert_eq!(player.app.place(), Place::Review);
    }
    let mut player = moving(80, 24);
    at_work(&mut player);
    player.mouse(MouseKind::Press, 20, 10);
    assert!(player.screen().contains("the Sprint is over"));
    player.mouse(MouseKind::Press, 20, 10);
    assert_eq!(player.app.place(), Place::Review);
}

#[test]
fn a_key_pressed_twice_runs_one_sprint_and_leaves_its_review_to_be_read() {
    for key in ["enter", "esc"] {
        let mut player = Player::new("soup-on-the-square", 80, 40);
        player.keys("enter r r r");
        assert_eq!((sprints_run(&player), player.app.place()), (1, Place::Sprint));
        player.keys(key).keys(key);
        assert_eq!(player.app.place(), Place::Review, "{key}");
        assert!(player.screen().contains("The same key again, or a click here, goes on to Sprint 2."));
        player.keys(key);
        assert_eq!(player.app.place(), Place::Board);
        player.keys(key).keys("esc");
        assert_eq!((sprints_run(&player), player.app.place()), (1, Place::Board));
    }
    // The keys in the last line can be clicked twice, too.
    let mut player = Player::new("soup-on-the-square", 80, 40);
    player.keys("enter r");
    player.mouse(MouseKind::Press, 2, 39).mouse(MouseKind::Press, 2, 39);
    assert_eq!(player.app.place(), Place::Review);
}

#[test]
fn a_review_that_is_longer_than_the_screen_is_read_to_its_end_first() {
    let mut player = Player::new("soup-on-the-square", 60, 20);
    player.keys("enter r enter");
    let first = player.screen();
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Review);
    assert_ne!(player.screen(), first);
    let mut presses = 0;
    while player.app.place() == Place::Review {
        player.keys("enter");
        presses += 1;
    }
    assert!((1..=4).contains(&presses), "{presses}");
    assert_eq!(player.app.place(), Place::Board);
}

#[test]
fn an_answer_is_not_put_away_unread() {
    let mut player = Player::new("boats-to-the-outer-islands", 80, 40);
    player.keys("enter t enter enter");
    assert_eq!(player.app.place(), Place::Talk);
    assert!(player.screen().contains("The same key again, or a click here, goes back"));
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Board);
    // One can talk where one reads, and sees how many talks are left.
    player.keys("down enter");
    assert!(player.screen().contains("item 2 of 21 · 1 talk left"), "{}", player.screen());
    player.keys("t y");
    let talks = player.commands.iter().filter(|command| matches!(command, Command::Talk { .. })).count();
    assert_eq!(talks, 2);
    assert!(player.screen().contains("0 talks left"));
    player.keys("esc");
    assert_eq!(player.app.place(), Place::Item);
}

/// A game of which something was said before every Sprint, opened after the second.
fn opened(width: u16, height: u16, rules: Rules) -> Player {
    let scenario = scenario("soup-on-the-square");
    let mut game = Game::new(scenario, 7);
    let id = |place: usize| game.scenario().item(game.plan().order[place]).id.clone();
    let (first, second) = (id(0), id(1));
    let goal = |text: &str, items: Vec<String>| Command::SprintGoal { text: text.to_owned(), items };
    let commit = |item: &str, by, percent| {
        let subject = Subject::Item(item.to_owned());
        Command::Commit { subject, by, percent }
    };
    let commands = [
        goal("Nobody leaves hungry", vec![second.clone()]),
        Command::Reason { text: "The awning keeps the rain off the queue".to_owned() },
        commit(&first, 1, 85),
        commit(&second, 3, 50),
        Command::RunSprint,
        goal("People come back", Vec::new()),
        Command::RunSprint,
    ];
    for command in &commands {
        game.apply(command).expect("it is possible");
    }
    let start = Start::Resume("somewhere".into());
    let mut player = Player::start(start, width, height, Theme::Dark, Coach::Full);
    player.event(Event::Opened(Box::new(OpenedGame {
        game,
        name: "Ana".to_owned(),
        rules,
        place: Some("a journal".to_owned()),
        notice: None,
    })));
    player
}

#[test]
fn what_was_said_before_a_sprint_is_held_against_what_happened() {
    for (width, height) in SIZES {
        let mut player = opened(width, height, Rules::default());
        player.keys("h left");
        snapshot!(player, format!("said_{width}x{height}"));
        player.keys("end");
        snapshot!(player, format!("said_end_{width}x{height}"));
    }
    let mut player = opened(120, 40, Rules::default());
    player.keys("h");
    let screen = player.screen();
    assert!(screen.contains("? Sprint Goal “People come back”: was it met?"), "{screen}");
    assert!(player.keys("left").screen().contains("still open, now"), "{}", player.screen());
}

#[test]
fn who_has_to_say_what_they_expect_first_is_not_told_by_the_review() {
    let seen = opened(120, 60, Rules::default()).keys("h").screen();
    let blind = opened(120, 60, Rules { commit: true, ..Rules::default() }).keys("h").screen();
    assert!(seen.contains("In the end, if this order is held"), "{seen}");
    assert!(blind.contains("shown once you have said what you expect"), "{blind}");
    assert!(!blind.contains("if this order is held"), "{blind}");
}

#[test]
fn with_the_coach_on_hints_no_value_is_told_before_the_end() {
    let start = Start::Play(scenario("the-library-of-things"));
    let mut player = Player::start(start, 120, 60, Theme::Dark, Coach::Hints);
    player.keys("enter e");
    let screen = player.screen();
    assert!(screen.contains("In this order:") && !screen.contains("more\n"), "{screen}");
    assert!(!screen.contains("about "), "{screen}");
    player.keys("esc r enter");
    let screen = player.screen();
    assert!(screen.contains("What is to be expected") && !screen.contains("in the end, if"), "{screen}");
    assert!(!screen.contains("before  62"), "{screen}");
}

#[test]
fn what_has_to_be_done_once_more_can_be_clicked_where_it_is_told() {
    // So high that a review has nothing to scroll.
    let mut player = Player::new("soup-on-the-square", 200, 60);
    player.keys("enter r enter enter");
    assert_eq!(player.app.place(), Place::Review);
    assert!(player.screen().contains("or a click here, goes on to Sprint 2"), "{}", player.screen());
    player.mouse(MouseKind::Press, 20, 59).mouse(MouseKind::Release, 20, 59);
    assert_eq!(player.app.place(), Place::Board);
}

#[test]
fn where_nobody_has_time_for_conversations_none_is_offered() {
    let mut player = Player::new("course-1-open-the-gate", 80, 24);
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Board);
    assert!(!player.screen().contains("talk"), "{}", player.screen());
    player.keys("t");
    assert!(player.screen().contains("Nobody has time to talk about items"), "{}", player.screen());
    assert!(!player.screen().contains("You could sit down"), "{}", player.screen());
    player.keys("enter enter");
    assert_eq!(player.app.place(), Place::Item);
    assert!(!player.screen().contains("talk"), "{}", player.screen());
    // Elsewhere it is.
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter");
    assert!(player.screen().contains("t talk"), "{}", player.screen());
}
