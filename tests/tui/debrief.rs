//! The debrief, driven by scripted keys and held against snapshots: a short game, looked back on at once.

use toporder::tui::event::{Effect, Event, MouseKind};
use toporder::tui::keys::Place;
use toporder::tui::worker;

use crate::script::{Player, QUICK, scenario};

/// The pages, from the first.
const DECIDED: usize = 3;
const MOMENTS: usize = 4;
const LADDER: usize = 5;
const KNOWLEDGE: usize = 6;
const WHAT_IF: usize = 10;

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

/// At the debrief of a game with a talk, a poor order and two Sprints that were run in one go.
fn debrief(width: u16, height: u16) -> Player {
    let mut player = Player::new("soup-on-the-square", width, height);
    player.keys("enter t enter esc r enter esc esc R y enter esc esc");
    assert_eq!(player.app.place(), Place::Debrief);
    player
}

fn turn_to(player: &mut Player, page: usize) {
    for _ in 0..page {
        player.keys("right");
    }
}

fn turn_back(player: &mut Player) {
    player.keys("left left left left left left left left left left left");
}

#[test]
fn every_page_fits_every_size() {
    let mut player = debrief(80, 24);
    for (width, height) in SIZES {
        player.resize(width, height);
        for page in 0..12 {
            let screen = player.screen();
            // What was there before is held against other snapshots; on the largest screen one page is enough.
            let is_new =
                page == DECIDED || (MOMENTS..=KNOWLEDGE).contains(&page) && width < 200 || page == WHAT_IF;
            if is_new {
                insta::assert_snapshot!(format!("debrief_{width}x{height}_{page:02}"), screen);
            }
            player.keys("right");
        }
        turn_back(&mut player);
    }
}

#[test]
fn the_chart_of_what_happened_is_there_at_every_size() {
    let mut player = debrief(80, 24);
    player.keys("right");
    for (width, height) in SIZES {
        player.resize(width, height);
        // Where it does not fit below the text, the page goes on.
        if !player.screen().contains(" S3 ") {
            assert_eq!((width, height), (60, 20), "{}", player.screen());
            player.keys("space");
        }
        let screen = player.screen();
        assert!(screen.contains("page 2 of 12") && screen.contains(" S3 "), "{screen}");
        player.keys("home");
    }
}

#[test]
fn noise_and_luck_are_told_where_there_are_any() {
    let mut player = Player::new("boats-to-the-outer-islands", 80, 24);
    player.keys("enter r enter esc esc r enter esc esc R y enter esc esc");
    assert_eq!(player.app.place(), Place::Debrief);
    turn_to(&mut player, DECIDED);
    insta::assert_snapshot!("luck_decided", player.screen());
    player.keys("down down down down down enter");
    insta::assert_snapshot!("luck_drawn", player.screen());
    player.keys("esc right");
    insta::assert_snapshot!("luck_moments", player.screen());
    player.keys("right");
    insta::assert_snapshot!("luck_ladder", player.screen());
    player.keys("right");
    insta::assert_snapshot!("luck_knowledge", player.screen());
}

#[test]
fn figures_can_be_opened_by_key_and_by_click() {
    let mut player = debrief(80, 24);
    turn_to(&mut player, DECIDED);
    for (name, keys) in [("par", ""), ("order", "down"), ("luck", "down down")] {
        player.keys(keys).keys("enter");
        assert_eq!(player.app.place(), Place::Figure);
        insta::assert_snapshot!(format!("figure_{name}"), player.screen());
        player.keys("pgdn esc");
    }
    let row = player.screen().lines().position(|line| line.contains("Your value")).expect("it is in sight");
    player.mouse(MouseKind::Press, 1, row as u16);
    assert_eq!(player.app.place(), Place::Figure);
    insta::assert_snapshot!("figure_value", player.screen());
    player.keys("esc right right enter");
    insta::assert_snapshot!("figure_rung", player.screen());
}

#[test]
fn a_moment_is_shown_beside_what_was_decided() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let mut player = debrief(width, height);
        turn_to(&mut player, MOMENTS);
        player.keys("enter");
        assert_eq!(player.app.place(), Place::Beside);
        insta::assert_snapshot!(format!("beside_{width}x{height}"), player.screen());
        player.keys("pgdn esc");
        assert_eq!(player.app.place(), Place::Debrief);
    }
}

#[test]
fn an_order_can_be_changed_and_nothing_of_it_is_written_down() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let mut player = debrief(width, height);
        let commands = player.commands.clone();
        turn_to(&mut player, WHAT_IF);
        player.keys("enter");
        assert_eq!(player.app.place(), Place::WhatIf);
        insta::assert_snapshot!(format!("what_if_start_{width}x{height}"), player.screen());
        player.keys("down down J g down space");
        insta::assert_snapshot!(format!("what_if_changed_{width}x{height}"), player.screen());
        player.keys("u");
        assert!(player.screen().contains("no difference"));
        player.keys("right G esc");
        assert_eq!(player.app.place(), Place::Debrief);
        assert_eq!(player.commands, commands);
    }
}

#[test]
fn what_is_found_fills_in_step_by_step() {
    let mut player = Player::at_picker(80, 24);
    let (mut asked, mut all) = (Vec::new(), Vec::new());
    let opened = player.opened(scenario("soup-on-the-square"));
    player.app.update(opened);
    for key in "enter r enter esc esc r enter esc esc r enter esc esc right right right".split(' ') {
        let key = key.parse().expect("a key");
        asked.extend(player.app.update(Event::Key(key)));
    }
    assert_eq!(player.app.place(), Place::Debrief);
    insta::assert_snapshot!("awaited_decided", player.screen());
    // Each Sprint Review asked anew; the last one is about the whole game.
    let mut asked: Vec<_> =
        asked.into_iter().filter(|effect| matches!(effect, Effect::LookBack(_))).collect();
    assert_eq!(asked.len(), 3);
    let mut last = asked.pop().expect("there are three");
    if let Effect::LookBack(request) = &mut last {
        request.thoroughness = QUICK;
        request.recall.0.clear();
    }
    all.extend(worker::at_once(last));
    let steps = all.len();
    for (step, event) in all.into_iter().enumerate() {
        player.app.update(event);
        if step == 4 {
            insta::assert_snapshot!("glanced_decided", player.screen());
        }
        if step + 4 == steps {
            player.keys("right right");
            insta::assert_snapshot!("half_a_ladder", player.screen());
        }
    }
    assert!(!player.screen().contains(" steps"));
    // What comes of an earlier request is not taken.
    for effect in asked {
        for event in worker::at_once(effect).into_iter().take(1) {
            player.app.update(event);
        }
    }
    player.keys("left left");
    assert!(player.screen().contains(", luck "));
}

#[test]
fn leaving_while_the_game_is_looked_back_on_is_harmless() {
    let mut player = Player::at_picker(80, 24);
    let opened = player.opened(scenario("soup-on-the-square"));
    player.app.update(opened);
    let mut asked = Vec::new();
    for key in "enter R y enter esc esc right right right right right right enter q".split(' ') {
        asked.extend(player.app.update(Event::Key(key.parse().expect("a key"))));
    }
    assert_eq!(player.app.place(), Place::Picker);
    let last = asked.into_iter().rfind(|effect| matches!(effect, Effect::LookBack(_)));
    let Some(Effect::LookBack(mut request)) = last else { panic!("nothing was asked for") };
    request.thoroughness = QUICK;
    for event in worker::at_once(Effect::LookBack(request)) {
        player.app.update(event);
        player.screen();
    }
    assert_eq!(player.app.place(), Place::Picker);
}

#[test]
fn what_was_learned_is_told_with_its_worth() {
    let mut player = debrief(80, 24);
    turn_to(&mut player, KNOWLEDGE);
    assert!(player.screen().contains("conversation"));
    turn_to(&mut player, 0);
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Figure);
    let mut player = debrief(80, 24);
    turn_to(&mut player, LADDER);
    player.keys("end");
    assert!(player.screen().contains("hindsight"));
}
