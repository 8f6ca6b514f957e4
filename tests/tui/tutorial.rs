//! The first minutes of somebody new.

use toporder::game::journal::Coach;
use toporder::tui::Start;
use toporder::tui::event::MouseKind;
use toporder::tui::theme::Theme;

use crate::script::Player;

fn welcomed(width: u16, height: u16) -> Player {
    Player::start(Start::Welcome, width, height, Theme::Dark, Coach::Full)
}

/// What the strip says.
fn strip(player: &mut Player) -> String {
    let screen = player.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let start =
        lines.iter().position(|line| line.trim_start().starts_with("Tutorial")).unwrap_or(lines.len());
    lines[start..].join("\n")
}

#[test]
fn somebody_new_is_led_through_a_sprint_one_action_at_a_time() {
    let mut player = welcomed(80, 24);
    insta::assert_snapshot!("welcome", player.screen());
    player.keys("y");
    // What is done, and the step that comes next.
    let steps = [
        ("enter", "step 1 of 7"),
        ("J", "step 2 of 7"),
        ("enter", "step 3 of 7"),
        ("esc t enter", "step 4 of 7"),
        ("esc f enter", "step 5 of 7"),
        ("esc ?", "step 6 of 7"),
        ("esc r", "step 7 of 7"),
        ("enter", "step 7 of 7"),
    ];
    let mut told = vec![strip(&mut player)];
    assert!(told[0].contains("Tutorial "), "{}", told[0]);
    for (keys, next) in steps {
        player.keys(keys);
        let strip = strip(&mut player);
        assert!(strip.contains(next), "after {keys}: {strip}\n{}", player.screen());
        told.push(strip);
    }
    player.keys("esc esc");
    told.push(strip(&mut player));
    insta::assert_snapshot!("board_with_farewell", player.screen());
    insta::assert_snapshot!("steps", told.join("\n"));
    player.keys("r enter");
    assert_eq!(strip(&mut player), "");
}

#[test]
fn it_can_be_declined_left_and_asked_for() {
    let mut player = welcomed(80, 24);
    player.keys("n");
    assert_eq!(strip(&mut player), "");
    assert!(player.app.game().is_none());
    player.keys("ctrl-t");
    assert!(strip(&mut player).contains("Tutorial "));
    player.keys("ctrl-t");
    assert_eq!(strip(&mut player), "");
    assert!(player.app.game().is_some());
    // In a game it goes on from there, and a click ends it.
    player.keys("enter ctrl-t");
    assert!(strip(&mut player).contains("step 1"), "{}", player.screen());
    player.mouse(MouseKind::Press, 75, 21);
    assert_eq!(strip(&mut player), "");
}

#[test]
fn it_never_stands_in_the_way() {
    let mut player = welcomed(60, 20);
    player.keys("y enter");
    // Straight on, without any of it.
    player.keys("r enter esc esc");
    assert!(strip(&mut player).contains("That is all"), "{}", player.screen());
    player.keys("R y enter esc esc");
    assert_eq!(strip(&mut player), "");
}

#[test]
fn what_it_says_fits_on_the_smallest_screen() {
    let mut player = welcomed(60, 20);
    player.keys("y");
    for keys in [
        "enter", "J", "enter", "esc t", "enter", "esc f", "enter", "esc ?", "esc", "r", "enter", "esc", "esc",
    ] {
        player.keys(keys);
        let strip = strip(&mut player);
        // What is said ends above the line of the keys, which stays in sight.
        let lines: Vec<&str> = strip.lines().collect();
        assert_eq!(lines.len(), 4, "{strip}");
        let said = if lines[2].is_empty() { lines[1] } else { lines[2] };
        assert!(said.ends_with(['.', '?']) && !lines[3].trim().is_empty(), "{strip}");
    }
}
