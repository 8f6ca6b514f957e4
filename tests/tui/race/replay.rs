//! A replay with what its decisions were worth beside it.

use toporder::game::Command;
use toporder::game::journal::Coach;
use toporder::tui::Start;
use toporder::tui::keys::Place;
use toporder::tui::theme::Theme;

use crate::common::{move_to, set_aside, talk};
use crate::script::{Player, scenario};

/// Somebody who does much that costs much.
fn costly() -> Vec<Command> {
    vec![
        move_to("awning", 1),
        set_aside("cups"),
        Command::RunSprint,
        set_aside("card"),
        talk("town-hall-lunch"),
        Command::RunSprint,
        Command::RunSprint,
    ]
}

fn replay(commands: &[Command], width: u16, height: u16) -> Player {
    let journal = super::journal(&scenario("soup-on-the-square"), "Ana", 7, commands);
    Player::start(Start::Replay(Box::new(journal)), width, height, Theme::Dark, Coach::Full)
}

#[test]
fn a_decision_is_shown_with_what_it_was_worth() {
    for (width, height) in [(100, 30), (80, 24), (60, 20)] {
        let mut player = replay(&costly(), width, height);
        player.keys("right right right");
        insta::assert_snapshot!(format!("decided_{width}x{height}"), player.screen());
        player.keys("pgdn m");
        insta::assert_snapshot!(format!("moment_{width}x{height}"), player.screen());
    }
}

#[test]
fn m_leads_through_the_costliest_moments_and_back() {
    let mut player = replay(&costly(), 100, 40);
    player.keys("m");
    let first = player.screen();
    let rank = first.split_once("Costliest moment 1 of ").unwrap_or_else(|| panic!("{first}")).1;
    let count: usize = rank.split_whitespace().next().unwrap().parse().unwrap();
    assert!(count > 1, "{first}");
    let gain = |screen: &str| -> f64 {
        let line = screen.lines().find(|line| line.contains("▸ +")).unwrap_or_else(|| panic!("{screen}"));
        line.split_once("▸ +").unwrap().1.split_whitespace().next().unwrap().replace(',', "").parse().unwrap()
    };
    let mut last = gain(&first);
    for rank in 2..=count {
        let screen = player.keys("m").screen();
        assert!(screen.contains(&format!("Costliest moment {rank} of {count}")), "{screen}");
        assert!(gain(&screen) <= last, "{screen}");
        last = gain(&screen);
    }
    assert!(player.keys("m").screen().contains(&format!("the last of {count} costly moments")));
    for _ in 1..count {
        player.keys("M");
    }
    assert_eq!(player.screen(), first);
    assert!(player.keys("M").screen().contains("the costliest"));
    // From there, the better order can be seen beside the one that was decided.
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Beside);
    assert!(player.screen().contains("better"));
    player.keys("esc");
    assert_eq!(player.app.place(), Place::Replay);
    player.keys("end enter");
    assert_eq!(player.app.place(), Place::Debrief);
}

#[test]
fn a_game_that_is_not_over_is_looked_at_as_far_as_it_is() {
    let mut player = replay(&costly()[..3], 100, 40);
    assert!(player.screen().contains("costly moment"), "{}", player.screen());
    player.keys("m");
    let screen = player.screen();
    assert!(screen.contains("Costliest moment 1 of") && screen.contains("Accuracy"), "{screen}");
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Beside);
    player.keys("esc end enter");
    assert_eq!(player.app.place(), Place::Replay);
    assert!(player.screen().contains("The debrief comes at the end of a game"));
}

#[test]
fn a_journal_without_a_decision_has_nothing_to_look_back_on() {
    let mut player = replay(&costly()[..2], 80, 24);
    player.keys("m");
    assert!(player.screen().contains("No single change"), "{}", player.screen());
}

#[test]
fn sprints_run_in_one_go_are_one_decision_and_several_steps() {
    let mut player = replay(&[Command::RunRest], 80, 24);
    player.keys("right");
    assert!(player.screen().contains("The order of Sprints 1 to 3 is decided"), "{}", player.screen());
    player.keys("right right right");
    assert!(player.screen().contains("step 4 of 4"));
}
