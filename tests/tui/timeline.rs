//! The whole game in one view, and any Sprint of it as it was.

use toporder::game::Game;
use toporder::game::journal::{Coach, Rules};
use toporder::scenario::ItemIx;
use toporder::tui::Start;
use toporder::tui::event::{Event, MouseKind, OpenedGame};
use toporder::tui::keys::Place;
use toporder::tui::theme::Theme;

use crate::script::Player;

macro_rules! snapshot {
    ($player:expr, $name:expr) => {
        insta::assert_snapshot!($name, $player.screen())
    };
}

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

/// Two Sprints of a game, with talks, forecasts, moves, a goal and a reason.
fn two_sprints(width: u16, height: u16) -> Player {
    let mut player = Player::new("the-library-of-things", width, height);
    player.keys("enter x G x down t enter esc f enter esc r enter esc esc");
    player.keys("down down K K t enter esc r enter esc esc");
    assert_eq!(player.app.place(), Place::Board);
    player
}

#[test]
fn the_whole_game_is_in_one_view() {
    for (width, height) in SIZES {
        let mut player = two_sprints(width, height);
        player.keys("T");
        snapshot!(player, format!("timeline_{width}x{height}"));
        player.keys("end");
        snapshot!(player, format!("timeline_end_{width}x{height}"));
        player.keys("left left enter");
        snapshot!(player, format!("past_{width}x{height}"));
    }
}

/// The same game, opened again from what was done in it.
fn opened_again(player: &Player, width: u16, height: u16) -> Player {
    let game = player.app.game().expect("it is played");
    let game = Game::replay(game.scenario().clone(), game.seed(), &player.commands).expect("it was possible");
    let start = Start::Resume("somewhere".into());
    let mut again = Player::start(start, width, height, Theme::Dark, Coach::Full);
    again.event(opened(game));
    again
}

fn opened(game: Game) -> Event {
    Event::Opened(Box::new(OpenedGame {
        game,
        name: "Ana".to_owned(),
        rules: Rules::default(),
        place: Some("a journal".to_owned()),
        notice: None,
    }))
}

#[test]
fn a_game_that_is_opened_again_shows_the_same_past() {
    let mut played = two_sprints(120, 40);
    let mut again = opened_again(&played, 120, 40);
    for keys in ["T", "left left enter", "right", "enter", "left", "esc esc esc", "h"] {
        assert_eq!(again.keys(keys).screen(), played.keys(keys).screen(), "after {keys}");
    }
}

/// The lines of the list on a board, down to the value.
fn list(screen: &str) -> Vec<String> {
    let lines = screen.lines().skip(1).take_while(|line| !line.starts_with(" ─ Value"));
    let list = lines.map(|line| line.split('│').next().unwrap_or_default().trim_end().to_owned());
    list.filter(|line| !line.is_empty()).collect()
}

/// The titles of the order on a board, from the top.
fn titles(screen: &str) -> Vec<String> {
    let title = |line: &String| {
        let (number, rest) = line.trim_start_matches([' ', '▸']).split_once(' ')?;
        number.parse::<usize>().ok()?;
        let title = rest.trim_start_matches(['◆', '▲', '?', '✚', '§', '▸', '≈', '↥', '!', ' ']);
        Some(title.split("  ").next().unwrap_or_default().to_owned())
    };
    list(screen).iter().filter_map(title).collect()
}

#[test]
fn any_past_sprint_is_shown_as_it_was() {
    let mut player = two_sprints(200, 60);
    player.keys("J down J x r enter esc esc R y enter esc esc");
    assert_eq!(player.app.place(), Place::Debrief);
    player.keys("T enter");
    let game = player.app.game().expect("it is played").clone();
    let scenario = game.scenario();
    let title = |item: &ItemIx| scenario.item(*item).title.clone();
    for sprint in 1..=scenario.sprints {
        let screen = player.screen();
        assert!(screen.contains(&format!("Sprint {sprint} of {} as it was", scenario.sprints)), "{screen}");
        let then = game.as_of(sprint).expect("it was run");
        let expected: Vec<String> = then.plan().order.iter().map(title).collect();
        assert_eq!(titles(&screen), expected, "Sprint {sprint}\n{screen}");
        for decision in game.decisions().iter().filter(|decision| decision.sprint == sprint) {
            assert_eq!(then.plan(), &decision.plan);
            let mut talks = decision.talks.iter().map(title);
            assert!(talks.all(|title| screen.contains(&format!("“{title}”"))), "{screen}");
        }
        // It is the board that one had then, with what was known and forecast then.
        let mut board = Player::start(Start::Resume("then".into()), 200, 60, Theme::Dark, Coach::Full);
        board.event(opened(then.clone()));
        assert_eq!(list(&board.keys("down up").screen()), list(&player.keys("down up").screen()), "{sprint}");
        let total = then.running_totals().last().copied().unwrap_or_default();
        let so_far = toporder::words::amount(total, &scenario.value_unit);
        assert!(screen.contains(&format!("{so_far} so far")), "{screen}");
        // Its Review is a key away.
        player.keys("enter");
        assert!(player.screen().contains(&format!("Sprint {sprint} brought")), "{}", player.screen());
        player.keys("esc right");
    }
    player.keys("esc");
    assert_eq!(player.app.place(), Place::Timeline);
    snapshot!(player, "timeline_over_200x60");
    player.keys("esc");
    assert_eq!(player.app.place(), Place::Debrief);
}

#[test]
fn the_timeline_is_a_key_away_and_can_be_clicked() {
    let mut player = Player::new("the-library-of-things", 80, 24);
    player.keys("enter T enter");
    assert!(player.screen().contains("Sprint 1 is being ordered"), "{}", player.screen());
    player.keys("right h");
    assert!(player.screen().contains("has no Sprint Review yet"));
    player.keys("enter");
    assert!(player.screen().contains("Sprint 2 is still to come"));
    player.keys("esc r enter T");
    assert_eq!(player.app.place(), Place::Timeline);
    player.mouse(MouseKind::Press, 5, 4);
    assert_eq!(player.app.place(), Place::Past);
    // The panels can be turned and clicked; nothing can be moved.
    let before = player.commands.len();
    player.keys("tab J K x g u down pgdn");
    assert!(player.screen().contains("[People]"));
    player.mouse(MouseKind::Press, 64, 1).mouse(MouseKind::WheelDown, 60, 5).mouse(
        MouseKind::WheelDown,
        5,
        5,
    );
    assert!(player.screen().contains("[Value]"));
    player.mouse(MouseKind::Press, 12, 4).mouse(MouseKind::Drag, 12, 2).mouse(MouseKind::Release, 12, 2);
    assert_eq!(player.commands.len(), before);
    player.keys("esc esc");
    assert_eq!(player.app.place(), Place::Review);
}
