//! Screens, driven by scripted keys and mouse, held against snapshots.

use toporder::game::journal::{Coach, Entry, Header, Journal, Rules, line};
use toporder::game::{Command, Game};
use toporder::tui::Start;
use toporder::tui::event::{Effect, Event, Mouse, MouseKind, SavedGame};
use toporder::tui::keys::Place;
use toporder::tui::theme::Theme;

use crate::script::{BUILTIN, Player, scenario};

macro_rules! snapshot {
    ($player:expr, $name:expr) => {
        insta::assert_snapshot!($name, $player.screen())
    };
}

#[test]
fn the_picker_offers_scenarios_with_a_preview() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let mut player = Player::at_picker(width, height);
        player.keys("down");
        snapshot!(player, format!("picker_{width}x{height}"));
    }
}

#[test]
fn the_briefing_tells_what_it_is_about() {
    let mut player = Player::new("the-library-of-things", 80, 24);
    snapshot!(player, "briefing_top");
    player.keys("pgdn pgdn pgdn pgdn");
    snapshot!(player, "briefing_end");
}

#[test]
fn the_board_fits_every_size() {
    for slug in BUILTIN {
        for (width, height) in [(60, 20), (80, 24), (120, 40), (200, 60)] {
            let mut player = Player::new(slug, width, height);
            player.keys("enter");
            snapshot!(player, format!("board_{slug}_{width}x{height}"));
        }
    }
}

#[test]
fn the_panels_beside_the_list_take_turns() {
    let mut player = Player::new("boats-to-the-outer-islands", 80, 24);
    player.keys("enter tab");
    snapshot!(player, "panel_people");
    player.keys("tab");
    snapshot!(player, "panel_value");
    player.keys("tab");
    snapshot!(player, "panel_risks");
}

#[test]
fn a_screen_that_is_too_small_says_so() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.resize(50, 12);
    snapshot!(player, "too_small");
    player.resize(80, 24);
    assert!(player.screen().contains("Briefing"));
}

#[test]
fn overlays_ask_and_explain() {
    let mut player = Player::new("boats-to-the-outer-islands", 80, 24);
    player.keys("enter ?");
    snapshot!(player, "help");
    player.keys("esc t");
    snapshot!(player, "talk_before");
    player.keys("enter");
    snapshot!(player, "talk_after");
    player.keys("esc f down right up left");
    snapshot!(player, "commit");
    player.keys("esc R");
    snapshot!(player, "confirm_run_rest");
    player.keys("n");
    assert_eq!(player.app.place(), Place::Board);
}

#[test]
fn an_item_can_be_read_in_full() {
    let mut player = Player::new("boats-to-the-outer-islands", 80, 24);
    player.keys("enter down down enter");
    snapshot!(player, "item");
    player.keys("n p n");
    assert!(player.screen().contains("item 4 of"));
}

#[test]
fn a_whole_game_leads_to_the_debrief() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter down down down down down K K K K K t enter esc f enter r");
    snapshot!(player, "sprint_runs");
    player.keys("enter");
    snapshot!(player, "sprint_review");
    player.keys("esc esc");
    snapshot!(player, "board_in_sprint_2");
    player.keys("r enter esc esc r enter esc esc");
    assert_eq!(player.app.place(), Place::Debrief);
    for page in 1..=12 {
        snapshot!(player, format!("debrief_page_{page:02}"));
        player.keys("right");
    }
    player.keys("h");
    assert_eq!(player.app.place(), Place::Review);
    player.keys("esc q");
    assert!(player.quit, "a game that was not picked ends the program");
}

#[test]
fn a_debrief_holds_forecasts_and_rework_against_what_happened() {
    let mut player = Player::new("boats-to-the-outer-islands", 120, 40);
    player.keys("enter f enter R y enter esc esc");
    assert_eq!(player.app.place(), Place::Debrief);
    player.keys("right");
    snapshot!(player, "debrief_value_120x40");
    player.keys("right right right right right right right right");
    snapshot!(player, "debrief_forecasts_120x40");
}

#[test]
fn with_the_coach_off_only_dates_are_told() {
    let start = Start::Play(scenario("boats-to-the-outer-islands"));
    let mut player = Player::start(start, 80, 24, Theme::Dark, Coach::Off);
    player.keys("enter J");
    snapshot!(player, "board_coach_off");
}

#[test]
fn hints_warn_and_tell_no_values() {
    for (name, coach) in [("hints", Coach::Hints), ("off", Coach::Off), ("full", Coach::Full)] {
        let start = Start::Play(scenario("the-library-of-things"));
        let mut player = Player::start(start, 120, 40, Theme::Dark, coach);
        player.keys("enter J tab tab");
        snapshot!(player, format!("coach_{name}"));
    }
}

#[test]
fn keys_move_set_aside_undo_and_redo() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter J J K g G x u u U m 3 enter");
    let move_to = |item: &str, to| Command::Move { item: item.to_owned(), to };
    let expected = [
        move_to("awning", 2),
        move_to("awning", 3),
        move_to("awning", 2),
        move_to("awning", 1),
        move_to("awning", 8),
        Command::SetAside { item: "awning".to_owned() },
        Command::Undo,
        Command::Undo,
        Command::Redo,
    ];
    assert_eq!(player.commands[..9], expected);
    // Setting aside went on to the item above; that one is moved by the number typed.
    assert_eq!(player.commands.len(), 10);
    assert!(matches!(&player.commands[9], Command::Move { to: 3, .. }));
}

#[test]
fn finding_selects_and_moves_nothing() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter / B r E");
    snapshot!(player, "find");
    assert!(player.screen().contains("▸7 ◆    Bread"));
    player.keys("backspace backspace backspace w i t h enter");
    assert!(player.screen().contains("▸7 ◆    Bread"), "Bread with every bowl is still found");
    player.keys("/ s o u p down down esc J");
    let second = Command::Move { item: "second-soup".to_owned(), to: 4 };
    assert_eq!(player.commands, [second]);
}

#[test]
fn the_mouse_drags_items_and_clicks_hints() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    // The briefing closes with a click on its hint.
    player.mouse(MouseKind::Press, 2, 23);
    assert_eq!(player.app.place(), Place::Board);
    let row = |player: &mut Player, title: &str| {
        let screen = player.screen();
        screen.lines().position(|line| line.contains(title)).expect("the item is on screen") as u16
    };
    let card = row(&mut player, "Pay by card");
    player.mouse(MouseKind::Press, 12, card).mouse(MouseKind::Drag, 12, 4).mouse(MouseKind::Drag, 12, 2);
    snapshot!(player, "drop_line");
    player.mouse(MouseKind::Release, 12, 2);
    assert_eq!(player.commands, [Command::Move { item: "card".to_owned(), to: 1 }]);
    // A click alone moves nothing.
    let bread = row(&mut player, "Bread");
    player.mouse(MouseKind::Press, 12, bread).mouse(MouseKind::Release, 12, bread);
    assert_eq!(player.commands.len(), 1);
    // The wheel scrolls, the name of a panel shows it.
    player.mouse(MouseKind::WheelDown, 12, 5).mouse(MouseKind::Press, 60, 1);
    assert!(player.screen().contains("[People]"));
}

#[test]
fn an_item_held_below_the_list_scrolls_it_to_its_end() {
    let mut player = Player::new("boats-to-the-outer-islands", 60, 20);
    player.keys("enter");
    player.mouse(MouseKind::Press, 10, 2).mouse(MouseKind::Drag, 10, 18);
    let mut now_ms = 0;
    while player.app.wants_ticks() {
        now_ms += 50;
        player.event(Event::Tick { now_ms });
    }
    // Twice as many ticks as lines, as the list stands for a tenth of a second between two.
    assert!(now_ms > 1_000, "{now_ms}");
    snapshot!(player, "held_below");
    player.mouse(MouseKind::Release, 10, 18);
    let [Command::Move { to, .. }] = &player.commands[..] else { panic!("{:?}", player.commands) };
    assert!(*to > 15, "{to}");
    // The mark of the selected item leaves both figures of its place in sight.
    let (shown, screen) = (format!("▸{to}"), player.screen());
    assert!(screen.contains(&shown), "{shown} in {screen}");
}

#[test]
fn an_item_dropped_below_comes_after_what_is_there() {
    let mut player = Player::new("soup-on-the-square", 80, 40);
    player.keys("enter");
    let find = |player: &mut Player, title: &str| {
        player.screen().lines().position(|line| line.contains(title)).expect("on screen") as u16
    };
    let (from, to) = (find(&mut player, "Striped awning"), find(&mut player, "Bread"));
    player.mouse(MouseKind::Press, 10, from).mouse(MouseKind::Drag, 10, to).mouse(MouseKind::Release, 10, to);
    assert_eq!(player.commands, [Command::Move { item: "awning".to_owned(), to: 7 }]);
}

#[test]
fn what_was_in_hand_when_the_button_went_up_elsewhere_is_not_dropped_later() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter").mouse(MouseKind::Press, 12, 9).mouse(MouseKind::Drag, 12, 3);
    // The item's screen is told that the button went up.
    player.keys("enter").mouse(MouseKind::Release, 12, 3).keys("esc");
    player.mouse(MouseKind::Press, 60, 1).mouse(MouseKind::Release, 60, 1);
    assert_eq!(player.commands, []);
}

#[test]
fn leaving_asks_only_where_something_would_be_lost() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter J");
    player.event(Event::NotSaved { message: "the disk is full".to_owned() });
    snapshot!(player, "not_saved");
    let effects = player.app.update(Event::Mouse(Mouse { kind: MouseKind::Press, column: 5, row: 23 }));
    assert!(matches!(effects[..], [Effect::SaveAgain]), "{effects:?}");
    player.keys("q");
    assert_eq!(player.app.place(), Place::Confirm);
    snapshot!(player, "leave_unsaved");
    player.keys("n");
    player.event(Event::Saved);
    assert!(player.screen().contains("Saved"));
    player.keys("q");
    assert!(player.quit);
}

/// Where a text stands on the screen.
fn find(player: &mut Player, text: &str) -> (u16, u16) {
    let screen = player.screen();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).expect(text);
    let before = line.split(text).next().unwrap_or_default();
    (before.chars().count() as u16, row as u16)
}

#[test]
fn an_answer_to_a_question_can_be_clicked() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter R");
    let (column, row) = find(&mut player, "n  no");
    // Between the answers nothing is meant.
    player.mouse(MouseKind::Press, column - 2, row);
    assert_eq!(player.app.place(), Place::Confirm);
    player.mouse(MouseKind::Press, column + 3, row);
    assert_eq!((player.app.place(), player.commands.len()), (Place::Board, 0));
    player.keys("R");
    let (column, row) = find(&mut player, "y  yes");
    player.mouse(MouseKind::Press, column, row);
    assert_eq!(player.commands, [Command::RunRest]);
}

#[test]
fn of_two_keys_in_the_last_line_the_one_that_is_pressed_counts() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter j j");
    let (column, row) = find(&mut player, "J K move");
    for (at, to) in [(0, 4), (2, 3), (5, 4)] {
        player.mouse(MouseKind::Press, column + at, row);
        let Some(Command::Move { to: place, .. }) = player.commands.last() else { panic!("nothing moved") };
        assert_eq!(*place, to);
    }
}

#[test]
fn a_move_marks_what_changed_also_where_there_is_little_room() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter");
    assert!(!player.screen().contains("▲A menu"), "{}", player.screen());
    player.keys("end g");
    let screen = player.screen();
    assert!(screen.contains("▲A menu people can read"), "{screen}");
    assert!(screen.contains("▼Three large"), "{screen}");
}

#[test]
fn saved_games_come_late_and_change_no_choice() {
    let saved = |title: &str| SavedGame {
        path: format!("/games/{title}.jsonl").into(),
        title: title.to_owned(),
        name: "Ana".to_owned(),
        when: "2026-01-05 10:00".to_owned(),
        progress: "Sprint 2 of 3".to_owned(),
        over: false,
    };
    let mut player = Player::at_picker(80, 24);
    player.keys("down");
    player.event(Event::Games(vec![saved("Soup"), saved("Boats")]));
    snapshot!(player, "picker_with_saved_games");
    assert!(player.screen().contains("▸ The Library"));

    // Who came to go on is offered nothing else until the games are there.
    let mut player = Player::start(Start::SavedGames, 80, 24, Theme::Dark, Coach::Full);
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Picker);
    player.event(Event::Games(vec![saved("Soup"), saved("Boats")]));
    assert!(player.screen().contains("▸ Soup · Ana"));
    player.event(Event::Failed { message: "that game is open in another Toporder".to_owned() });
    assert!(player.screen().contains("open in another"));
}

#[test]
fn a_journal_is_stepped_through_both_ways() {
    let scenario = scenario("soup-on-the-square");
    let commands = [
        Command::Move { item: "card".to_owned(), to: 1 },
        Command::Talk { item: "town-hall-lunch".to_owned() },
        Command::RunSprint,
        Command::RunRest,
    ];
    let mut text =
        line(&Header::new(&scenario, "Ana", 7, Rules::default(), "2026-01-05T09:00:00Z".to_owned()));
    for command in &commands {
        text += &line(&Entry { at: "2026-01-05T09:01:00Z".to_owned(), command: command.clone(), by: None });
    }
    let (journal, game) = Journal::parse(text.as_bytes()).expect("a journal of this program");
    let mut player = Player::start(Start::Replay(Box::new(journal)), 80, 24, Theme::Dark, Coach::Full);
    snapshot!(player, "replay_start");
    player.keys("right right right right");
    snapshot!(player, "replay_sprint");
    player.keys("left left left");
    assert!(player.screen().contains("Move “Pay by card” to place 1"));
    player.keys("end enter");
    assert_eq!(player.app.place(), Place::Debrief);
    player.keys("right");
    let total = toporder::words::amount(game.state().value, "€");
    assert!(player.screen().contains(&format!("In the end: {total}")));
    player.keys("q");
    assert_eq!(player.app.place(), Place::Replay);
}

#[test]
fn many_keys_in_any_order_never_lose_a_move() {
    // Nothing that leaves a game, and nothing that ends it at once.
    let keys =
        "J K g G x u U m 5 enter esc t f tab down up pgdn pgup home end ? b h left right J K x u down up";
    let keys: Vec<&str> = keys.split(' ').collect();
    for slug in BUILTIN {
        let mut player = Player::new(slug, 80, 24);
        // A small linear congruential generator (Knuth's MMIX constants) is random enough for a thumb.
        let mut state = 1_u64;
        for step in 0..3_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            player.keys(keys[(state >> 33) as usize % keys.len()]);
            if step % 700 == 699 {
                player.keys("esc esc esc r enter esc esc");
            }
            if step % 97 == 0 {
                player.resize(60 + (state >> 40) as u16 % 100, 20 + (state >> 50) as u16 % 40);
                player.screen();
            }
        }
        let game = player.app.game().expect("nobody left the game");
        let replayed = Game::replay(game.scenario().clone(), game.seed(), &player.commands)
            .expect("what was written down is possible");
        assert_eq!(replayed.state(), game.state());
        assert_eq!(replayed.plan(), game.plan());
    }
}

#[test]
fn what_an_item_needs_is_brought_along_in_one_move() {
    let mut player = Player::new("soup-on-the-square", 80, 24);
    player.keys("enter down down down");
    player.keys("g");
    snapshot!(player, "chain_offered");
    player.keys("a");
    snapshot!(player, "chain_brought");
    player.keys("a");
    assert!(player.screen().contains("Nothing that this item needs stands below it."));
    player.keys("u");
    let screen = player.screen();
    assert!(screen.contains("▸1 ◆≈↥!▼Lunch"), "{screen}");
    // On its way down it leaves nothing behind that would have to come along.
    player.keys("J");
    assert!(!player.screen().contains("brings along"));
}
