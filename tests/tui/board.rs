//! The board: ordering several items at once, ways to look that move nothing, two orders beside each other, and what
//! is said before a Sprint.

use toporder::game::journal::{Coach, Rules};
use toporder::game::{Command, Game};
use toporder::tui::Start;
use toporder::tui::event::{Event, MouseKind, OpenedGame};
use toporder::tui::keys::Place;
use toporder::tui::theme::Theme;

use crate::script::{Player, scenario};

const SOUP: &str = "soup-on-the-square";

/// At the board of a new game.
fn at_board(slug: &str, width: u16, height: u16) -> Player {
    let mut player = Player::new(slug, width, height);
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Board);
    player
}

fn order(player: &Player) -> Vec<String> {
    let game = player.app.game().expect("a game is played");
    game.plan().order.iter().map(|&item| game.scenario().item(item).id.clone()).collect()
}

fn aside(player: &Player) -> Vec<String> {
    let game = player.app.game().expect("a game is played");
    game.plan().aside.iter().map(|&item| game.scenario().item(item).id.clone()).collect()
}

/// The items at these places of an order.
fn at(order: &[String], places: &[usize]) -> Vec<String> {
    places.iter().map(|&place| order[place - 1].clone()).collect()
}

#[test]
fn marked_items_are_cut_and_pasted_as_one_move() {
    let mut player = at_board(SOUP, 80, 24);
    let before = order(&player);
    // The second and the fourth below the sixth.
    player.keys("home j space j space");
    insta::assert_snapshot!("marked", player.screen());
    player.keys("j p");
    assert_eq!(player.commands.len(), 1);
    assert_eq!(order(&player)[..6], at(&before, &[1, 3, 5, 6, 2, 4]));
    player.keys("u");
    assert_eq!(order(&player), before);
    // Above the first; the marks are gone after that.
    player.keys("end k space k k space home P");
    assert_eq!(order(&player)[..3], at(&before, &[6, 7, 1]));
    player.keys("p");
    assert!(player.screen().contains("Nothing is marked"));
}

#[test]
fn what_is_marked_goes_to_the_top_to_the_end_or_aside_together() {
    let mut player = at_board(SOUP, 80, 24);
    let before = order(&player);
    player.keys("home space j space G");
    let last = before.len();
    assert_eq!(order(&player)[last - 2..], at(&before, &[1, 3]));
    player.keys("u home space space x");
    assert_eq!(aside(&player), at(&before, &[1, 2]));
    assert_eq!(order(&player), before[2..]);
    // Both lie at the end of the list now, and come back together.
    player.keys("end space k space x");
    assert_eq!(aside(&player), [""; 0]);
    assert_eq!(order(&player)[last - 2..], at(&before, &[1, 2]));
    // Esc takes the marks away.
    player.keys("home space space esc g");
    assert_eq!(player.commands.iter().filter(|c| matches!(c, Command::Order { .. })).count(), 3);
}

#[test]
fn a_click_on_a_number_marks_and_a_drag_takes_all_that_is_marked_along() {
    let mut player = at_board(SOUP, 80, 24);
    let before = order(&player);
    let row = |player: &mut Player, title: &str| {
        player.screen().lines().position(|line| line.contains(title)).expect("it is in sight") as u16
    };
    let titles: Vec<String> = {
        let game = player.app.game().expect("a game is played");
        game.plan()
            .order
            .iter()
            .map(|&ix| game.scenario().item(ix).title.chars().take(14).collect())
            .collect()
    };
    for title in [&titles[0], &titles[2]] {
        let y = row(&mut player, title);
        player.mouse(MouseKind::Press, 2, y).mouse(MouseKind::Release, 2, y);
    }
    let (from, to) = (row(&mut player, &titles[0]), row(&mut player, &titles[5]));
    player.mouse(MouseKind::Press, 14, from).mouse(MouseKind::Drag, 14, to).mouse(MouseKind::Release, 14, to);
    assert_eq!(order(&player)[..6], at(&before, &[2, 4, 5, 6, 1, 3]));
}

#[test]
fn a_part_of_the_list_is_shown_and_nothing_is_moved_by_accident() {
    let mut player = at_board("the-library-of-things", 80, 24);
    let before = order(&player);
    // What is for Yusuf, by his name.
    player.keys("/ y u s u f enter");
    insta::assert_snapshot!("filtered", player.screen());
    player.keys("J K p");
    assert!(player.screen().contains("Only a part of the Product Backlog is shown"));
    player.mouse(MouseKind::Press, 14, 3).mouse(MouseKind::Drag, 14, 2).mouse(MouseKind::Release, 14, 2);
    assert_eq!((order(&player), player.commands.len()), (before.clone(), 0));
    // What is said outright is done.
    player.keys("g");
    assert_eq!(player.commands.len(), 1);
    player.keys("u esc");
    assert!(!player.screen().contains("yusuf"));
    assert_eq!(order(&player), before);
}

#[test]
fn views_sort_and_leave_the_order_alone_until_one_is_adopted() {
    for (width, height) in [(60, 20), (120, 40)] {
        let mut player = at_board("the-library-of-things", width, height);
        let before = order(&player);
        for name in ["value", "effort", "delay", "people"] {
            player.keys("v");
            insta::assert_snapshot!(format!("view_{name}_{width}x{height}"), player.screen());
            player.keys("J K");
            assert!(player.screen().contains("This is only a view"));
        }
        player.keys("v J");
        assert_eq!(player.commands.len(), 1, "after the last view comes the order again");
        player.keys("u v v y");
        let game = player.app.game().expect("a game is played");
        let effort = |id: &String| {
            let item = game.scenario().item_named(id).expect("items of an order exist");
            game.belief().remaining(game.scenario(), item).mean()
        };
        let adopted = order(&player);
        assert!(adopted.is_sorted_by_key(effort), "{adopted:?}");
        assert_ne!(adopted, before);
        player.keys("u");
        assert_eq!(order(&player), before, "one move");
    }
}

#[test]
fn two_orders_are_held_side_by_side() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let mut player = at_board("the-library-of-things", width, height);
        let before = order(&player);
        player.keys("o o");
        assert_eq!(player.app.place(), Place::Board, "an order is not held against itself");
        player.keys("end g o");
        assert_eq!(player.app.place(), Place::Parked);
        insta::assert_snapshot!(format!("two_orders_{width}x{height}"), player.screen());
        let changed = order(&player);
        player.keys("enter");
        assert_eq!((player.app.place(), order(&player)), (Place::Board, before.clone()));
        assert!(player.app.is_settled());
        // Now the other one is parked.
        player.keys("o enter");
        assert_eq!(order(&player), changed);
        player.keys("o o home J o esc");
        assert_eq!(player.app.place(), Place::Board);
    }
}

#[test]
fn a_sprint_goal_and_a_reason_are_said_and_taken_back() {
    let mut player = at_board(SOUP, 80, 24);
    player.keys("home space space s");
    player.event(Event::Paste("Feed the\nearly ones".to_owned()));
    player.keys("enter right enter S o o n");
    insta::assert_snapshot!("saying", player.screen());
    // What was typed is kept on the way out.
    player.keys("esc");
    let game = player.app.game().expect("a game is played");
    let goal = game.plan().goal.as_ref().expect("it was said");
    assert_eq!((goal.text.as_str(), goal.items.len()), ("Feed the early ones", 2));
    assert_eq!(game.plan().reason.as_deref(), Some("Soon"));
    player.keys("u");
    assert_eq!(player.app.game().and_then(|game| game.plan().reason.clone()), None);
}

#[test]
fn a_class_that_commits_first_sees_no_chances_before_that() {
    let mut player = Player::start(Start::Picker, 80, 24, Theme::Dark, Coach::Full);
    let opened = OpenedGame {
        game: Game::new(scenario("the-library-of-things"), 7),
        name: "Ana".to_owned(),
        rules: Rules { coach: Coach::Full, commit: true },
        place: Some("a journal".to_owned()),
        notice: None,
    };
    player.event(Event::Opened(Box::new(opened)));
    player.keys("enter");
    let blind = player.screen();
    assert!(!blind.contains("━━") && !blind.contains("┄┄") && !blind.contains("expected"), "{blind}");
    insta::assert_snapshot!("blind", blind);
    player.keys("r");
    assert_eq!(player.app.place(), Place::Commit);
    insta::assert_snapshot!("blind_asked", player.screen());
    player.keys("G o enter enter W h y enter");
    assert!(player.app.game().is_some_and(|game| game.records().is_empty()));
    player.keys("enter");
    assert_eq!(player.app.place(), Place::Board);
    let seen = player.screen();
    assert!(seen.contains("expected"), "{seen}");
    player.keys("r");
    assert_eq!(player.app.place(), Place::Sprint);
}

#[test]
fn a_click_chooses_what_is_said() {
    let mut player = at_board(SOUP, 80, 24);
    player.keys("f");
    let find = |player: &mut Player, text: &str| {
        let screen = player.screen();
        let at = |(y, line): (usize, &str)| line.find(text).map(|byte| (line[..byte].chars().count(), y));
        screen.lines().enumerate().find_map(at).map(|(x, y)| (x as u16, y as u16)).expect("it is in sight")
    };
    let (x, y) = find(&mut player, "‹ 70 %");
    player.mouse(MouseKind::Press, x + 7, y);
    assert!(player.screen().contains("‹ 85 %\u{a0}›"));
    player.mouse(MouseKind::Press, x, y).mouse(MouseKind::Press, x, y);
    assert!(player.screen().contains("‹ 50 %\u{a0}›"));
    // The hint commits, and a press outside goes back.
    let (x, y) = find(&mut player, "go on");
    player.mouse(MouseKind::Press, x, y);
    assert_eq!(player.app.place(), Place::Board);
    assert!(matches!(player.commands[..], [Command::Commit { percent: 50, .. }]));
    player.keys("s").mouse(MouseKind::Press, 1, 1);
    assert_eq!(player.app.place(), Place::Board);
}

#[test]
fn the_debrief_holds_what_was_said_against_what_happened_page_by_page_with_one_key() {
    for (width, height) in [(60, 20), (80, 24)] {
        let mut player = at_board(SOUP, width, height);
        for (goal, reason, forecast) in
            [("One", "Money", "f right enter"), ("Two", "Soup", "f right right enter")]
        {
            player.keys("s");
            player.event(Event::Paste(goal.to_owned()));
            player.keys("enter right right enter");
            player.event(Event::Paste(reason.to_owned()));
            player.keys("esc").keys(forecast).keys("r enter");
            while player.app.place() != Place::Board {
                player.keys("enter");
            }
        }
        player.keys("r enter");
        while player.app.place() != Place::Debrief {
            player.keys("enter");
        }
        let mut seen = player.screen();
        let mut pages = 0;
        while !seen.contains("page 12 of 12") {
            if seen.contains("What you said beforehand") {
                insta::assert_snapshot!(format!("said_{width}x{height}_{pages}"), &seen);
                pages += 1;
            }
            player.keys("space");
            let next = player.screen();
            assert_ne!(next, seen, "each press leads on");
            seen = next;
        }
        assert!(pages > 0);
    }
}

#[test]
fn the_panel_is_scrolled_with_keys_and_with_the_wheel() {
    let mut player = at_board("the-library-of-things", 80, 24);
    player.keys("tab");
    let top = player.screen();
    player.keys("]");
    let further = player.screen();
    assert!(
        top.contains("Kofi Mensah                 ┃") && !further.contains("Kofi Mensah                 ┃")
    );
    player.keys("[");
    assert_eq!(player.screen(), top);
    for _ in 0..3 {
        player.mouse(MouseKind::WheelDown, 60, 5);
    }
    assert_ne!(player.screen(), top);
}
