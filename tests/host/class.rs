//! A class as a fold over its log, and what a participant sees of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use toporder::class::{
    self, Bulletin, Change, Class, For, Happening, Invitation, Refusal, Row, VERSION, clean_name, clean_text,
};
use toporder::debrief::analysis::Progress;
use toporder::game::journal::{Coach, Rules};
use toporder::game::race::{Entrant, Race};
use toporder::game::{Command, Game};
use toporder::order::Policy;
use toporder::order::player;
use toporder::scenario::raw::RawScenario;
use toporder::tui::event::{Event, MouseKind, OpenedGame, Results};
use toporder::tui::keys::Place;
use toporder::tui::theme::Theme;
use toporder::tui::{Part, Start};

use crate::script::{Player, scenario};

const PLAYED: &str = "the-library-of-things";

/// A class whose rows come one after the other.
struct Log {
    class: Class,
    rows: Vec<Row>,
}

impl Log {
    fn new(teams: u32) -> Self {
        let mut log = Self { class: Class::default(), rows: Vec::new() };
        let title = "Tuesday".to_owned();
        log.add(Happening::Opened {
            toporder_class: VERSION,
            program: "0".to_owned(),
            title,
            teams,
            code: None,
        });
        log
    }

    /// With so many people, and a round.
    fn playing(people: u32, teams: u32, steps: bool) -> Self {
        let mut log = Self::new(teams);
        (1..=people).for_each(|player| log.join(player, &format!("P{player}")));
        log.begin(steps);
        log
    }

    fn add(&mut self, happening: Happening) -> Change {
        let number = self.rows.len() as i64 + 1;
        let row = Row { number, at_ms: 1_000 * number, happening };
        self.rows.push(row.clone());
        self.class.take(row)
    }

    fn join(&mut self, player: u32, name: &str) {
        let joined =
            Happening::Joined { player, name: name.to_owned(), pin: String::new(), host: String::new() };
        assert_eq!(self.add(joined), Change::People);
    }

    fn begin(&mut self, steps: bool) -> Change {
        let scenario = RawScenario::clone(&scenario(PLAYED).source);
        self.add(Happening::RoundBegan { scenario, seed: 7, coach: Coach::Full, commit: false, steps })
    }

    fn did(&mut self, player: u32, command: Command) -> Change {
        self.add(Happening::Did { player, command })
    }

    fn game(&self, board: u32) -> &Game {
        &self.class.round().expect("a round was begun").boards[&board].game
    }

    fn bulletin(&self, whom: For) -> Bulletin {
        Bulletin::of(&self.class, Arc::new(Invitation::default()), &BTreeSet::new(), 0, whom)
    }
}

fn up(log: &Log, board: u32, from: usize) -> Command {
    let game = log.game(board);
    Command::Move { item: game.scenario().item(game.plan().order[from]).id.clone(), to: 1 }
}

#[test]
fn everybody_plays_alone_on_the_same_luck() {
    let mut log = Log::playing(2, 0, false);
    let last = up(&log, 1, 5);
    assert_eq!(log.did(1, last), Change::Board(1));
    assert_ne!(log.game(1).plan().order, log.game(2).plan().order);
    assert_eq!(log.did(1, Command::Undo), Change::Board(1));
    for player in [1, 2] {
        assert_eq!(log.did(player, Command::RunRest), Change::Board(player));
    }
    assert_eq!(log.game(1).running_totals(), log.game(2).running_totals());
    // Who comes later begins at the beginning, on the same luck.
    log.join(3, "Late");
    assert_eq!(log.game(3).sprint(), 1);
    log.did(3, Command::RunRest);
    assert_eq!(log.game(3).running_totals(), log.game(1).running_totals());
}

#[test]
fn a_name_is_taken_whatever_its_letters_are_like() {
    let mut log = Log::new(0);
    log.join(1, "Ana");
    let again =
        Happening::Joined { player: 2, name: "ANA".to_owned(), pin: String::new(), host: String::new() };
    assert_eq!(log.add(again), Change::Nothing(Refusal::NameTaken));
    let same_number =
        Happening::Joined { player: 1, name: "Bo".to_owned(), pin: String::new(), host: String::new() };
    assert_eq!(log.add(same_number), Change::Nothing(Refusal::NameTaken));
    assert_eq!(log.class.named("aNa").map(|(player, _)| player), Some(1));
    assert_eq!(log.class.next_player(), 2);
}

#[test]
fn in_steps_the_trainer_runs_everybodys_sprint() {
    let mut log = Log::playing(2, 0, true);
    assert_eq!(log.did(1, Command::RunSprint), Change::Nothing(Refusal::Together));
    assert_eq!(log.did(1, Command::RunRest), Change::Nothing(Refusal::Together));
    let first = up(&log, 1, 3);
    assert_eq!(log.add(Happening::Ready { player: 1, is_ready: true }), Change::Board(1));
    assert_eq!(log.bulletin(For::Participants).ready(), (1, 2));
    // A change takes it back.
    assert_eq!(log.did(1, first), Change::Board(1));
    assert_eq!(log.bulletin(For::Participants).ready(), (0, 2));

    assert_eq!(log.add(Happening::Stepped { sprint: 1 }), Change::Boards);
    // Of two clicks only one counts.
    assert_eq!(log.add(Happening::Stepped { sprint: 1 }), Change::Nothing(Refusal::TooLate));
    assert_eq!([1, 2].map(|board| log.game(board).sprint()), [2, 2]);
    // Who comes late catches up alone, or with the next step.
    log.join(3, "Late");
    assert_eq!(log.did(3, Command::RunSprint), Change::Board(3));
    assert_eq!(log.did(3, Command::RunSprint), Change::Nothing(Refusal::Together));
    log.join(4, "Later");
    assert_eq!(log.add(Happening::Stepped { sprint: 2 }), Change::Boards);
    assert_eq!([1, 2, 3, 4].map(|board| log.game(board).sprint()), [3; 4]);
    // At their own pace nobody waits; together again, the class goes on from the last of them.
    assert_eq!(log.add(Happening::Paced { steps: false }), Change::Told);
    assert_eq!(log.did(2, Command::RunSprint), Change::Board(2));
    assert_eq!(log.add(Happening::Paced { steps: true }), Change::Told);
    assert_eq!(log.class.round().unwrap().step, Some(3));
    assert_eq!(log.did(2, Command::RunSprint), Change::Nothing(Refusal::Together));
}

#[test]
fn a_class_that_is_stopped_may_order_but_not_go_on() {
    let mut log = Log::playing(1, 0, false);
    log.add(Happening::Paused { is_paused: true });
    let first = up(&log, 1, 2);
    assert_eq!(log.did(1, first), Change::Board(1));
    assert_eq!(log.did(1, Command::RunSprint), Change::Nothing(Refusal::Paused));
    log.add(Happening::Paused { is_paused: false });
    assert_eq!(log.did(1, Command::RunSprint), Change::Board(1));
}

#[test]
fn a_team_shares_a_board_and_who_moved_what_is_kept() {
    let mut log = Log::playing(5, 2, false);
    let teams: Vec<u32> = (1..=5).map(|player| log.class.players()[&player].team).collect();
    assert_eq!(teams, [1, 2, 1, 2, 1]);
    for player in [1, 3] {
        let last = up(&log, 1, 4);
        assert_eq!(log.did(player, last), Change::Board(1));
    }
    let by: Vec<u32> = log.class.round().unwrap().boards[&1].moves.iter().map(|own| own.by).collect();
    assert_eq!(by, [1, 3]);
    assert_eq!(log.game(2).plan().order.len(), log.game(1).plan().order.len());
    assert_eq!(log.add(Happening::Seated { player: 3, team: 2 }), Change::People);
    assert_eq!(log.class.board_of(3), Some(2));
    assert_eq!(log.add(Happening::Seated { player: 3, team: 3 }), Change::Nothing(Refusal::NoSuchTeam));
}

#[test]
fn a_risk_that_is_let_strike_strikes_everybody_who_it_can_still() {
    let mut log = Log::playing(2, 0, false);
    let risks = &log.class.round().unwrap().scenario.risks;
    let risk = risks[0].id.clone();
    assert_eq!(log.did(1, Command::Strike { risk: risk.clone() }), Change::Nothing(Refusal::TrainerOnly));
    let unknown = Happening::Struck { risk: "no such risk".to_owned() };
    assert_eq!(log.add(unknown), Change::Nothing(Refusal::NoSuchRisk));
    assert_eq!(log.add(Happening::Struck { risk: risk.clone() }), Change::Boards);
    for board in [1, 2] {
        log.did(board, Command::RunSprint);
        let struck = &log.game(board).state().risks[0];
        assert_eq!(format!("{struck:?}"), "Struck(2)");
        assert!(!log.game(board).can_strike(&risk));
    }
    assert_eq!(log.add(Happening::Struck { risk }), Change::Nothing(Refusal::NoSuchRisk));
    // As it was when Sprint 1 was run, it had not; the game as it was told again is the same.
    let game = log.game(1);
    let fresh = Game::new(Arc::clone(game.scenario()), 7);
    assert_eq!(game.as_of(1).unwrap().state(), fresh.state());
    log.did(1, Command::RunSprint);
    let moves = log.class.round().unwrap().boards[&1].moves.iter().take(2).map(|own| &own.command);
    let again = Game::replay(scenario(PLAYED), 7, moves).unwrap();
    assert_eq!(log.game(1).as_of(2).unwrap().state(), again.state());
}

#[test]
fn who_races_a_game_in_which_a_risk_was_let_strike_meets_it_too() {
    let mut log = Log::playing(1, 0, false);
    let risk = log.class.round().unwrap().scenario.risks[0].id.clone();
    log.add(Happening::Struck { risk });
    log.did(1, Command::RunRest);
    let game = log.game(1).clone();
    let entrants = [
        Entrant::Team("P1".to_owned(), Box::new(game.clone())),
        Entrant::Policy(player::Player::Rule(Policy::Par)),
    ];
    let race = Race::run(&scenario(PLAYED), 7, &entrants, &|_, _| {}, &|| false).unwrap();
    assert_eq!(race.contestants[0].totals, game.running_totals());
    assert_eq!(race.contestants[1].game.state().risks, game.state().risks);
}

#[test]
fn a_round_that_is_over_is_left_as_it_is_and_the_same_people_play_the_next() {
    let mut log = Log::playing(2, 0, false);
    assert_eq!(log.begin(false), Change::Nothing(Refusal::RoundGoesOn));
    log.did(1, Command::RunRest);
    assert!(!log.class.is_joining_closed());
    assert_eq!(log.bulletin(For::Trainer).round.unwrap().seed, None);
    assert_eq!(log.add(Happening::RoundEnded {}), Change::Round);
    assert!(log.class.is_joining_closed());
    assert_eq!(log.bulletin(For::Participants).round.unwrap().seed, Some(7));
    assert_eq!(log.did(2, Command::RunSprint), Change::Nothing(Refusal::NoRound));
    assert_eq!(log.begin(true), Change::Round);
    assert_eq!((log.class.rounds().len(), log.game(2).sprint()), (2, 1));
    assert!(!log.class.is_joining_closed());
    log.add(Happening::Removed { player: 2 });
    assert_eq!(log.did(2, Command::RunSprint), Change::Nothing(Refusal::NoRound));
    log.add(Happening::Closed {});
    assert!(log.class.is_closed() && log.class.is_joining_closed());
}

#[test]
fn participants_see_of_each_other_what_the_trainer_shows() {
    let mut log = Log::playing(2, 0, false);
    log.did(1, Command::RunSprint);
    log.add(Happening::Asked {
        question: "How was it?".to_owned(),
        choices: vec!["good".into(), "bad".into()],
    });
    log.add(Happening::Answered { player: 1, choice: 1 });
    let wrong = Happening::Answered { player: 1, choice: 2 };
    assert_eq!(log.add(wrong), Change::Nothing(Refusal::NoQuestion));
    log.add(Happening::Hidden { names: true, results: true });
    let (everybody, trainer) = (log.bulletin(For::Participants), log.bulletin(For::Trainer));
    assert_eq!(everybody.seats[0].name, "Participant 1");
    assert_eq!(everybody.seats[0].members[0].name, "Participant 1");
    assert_eq!(everybody.seats[0].place.as_ref().unwrap().value, None);
    assert_eq!(everybody.poll.as_ref().unwrap().choices[1].1, None);
    assert_eq!(trainer.seats[0].name, "P1");
    assert!(trainer.seats[0].place.as_ref().unwrap().value.is_some());
    assert_eq!(trainer.poll.as_ref().unwrap().choices[1].1, Some(1));
    log.add(Happening::AnswersShown {});
    assert_eq!(log.bulletin(For::Participants).poll.unwrap().choices[1].1, Some(1));
    // Answers that are shown are not changed any more.
    let late = Happening::Answered { player: 2, choice: 0 };
    assert_eq!(log.add(late), Change::Nothing(Refusal::NoQuestion));
}

#[test]
fn a_row_counts_once_and_a_newer_log_is_refused() {
    let mut log = Log::playing(1, 0, false);
    let row = log.rows[2].clone();
    assert_eq!(log.class.take(row), Change::Nothing(Refusal::TooLate));
    let newer = format!(
        r#"{{"opened":{{"toporder_class":{},"program":"9","title":"T","teams":0,"code":null}}}}"#,
        VERSION + 1
    );
    assert!(class::read(1, 0, &newer).unwrap_err().to_string().contains("use a newer Toporder"));
    assert!(
        class::read(3, 0, "{").unwrap_err().to_string().starts_with("row 3 of the class's log is damaged")
    );
}

#[test]
fn names_and_texts_can_be_shown() {
    assert_eq!(clean_name(" Ana \u{1b}[2J\u{202e} Bo\n"), Some("Ana [2J Bo".to_owned()));
    for nothing in ["", "  ", "\u{200b}\u{7}", "\u{301}", "---"] {
        assert_eq!(clean_name(nothing), None, "{nothing:?}");
    }
    assert_eq!(clean_name(&"ä".repeat(99)).unwrap().chars().count(), class::NAME_MAX);
    assert_eq!(clean_text("Think\nabout risks").as_deref(), Some("Think about risks"));
}

fn any_happening() -> impl Strategy<Value = Happening> {
    let player = 0..5_u32;
    let command = prop_oneof![
        (0..12_usize, 1..14_usize).prop_map(|(item, to)| {
            let items = &scenario(PLAYED).items;
            Command::Move { item: items[item % items.len()].id.clone(), to }
        }),
        Just(Command::Undo),
        Just(Command::Redo),
        Just(Command::RunSprint),
        Just(Command::RunRest),
    ];
    prop_oneof![
        8 => (player.clone(), command).prop_map(|(player, command)| Happening::Did { player, command }),
        2 => player.clone().prop_map(|player| Happening::Joined {
            player, name: format!("P{player}"), pin: String::new(), host: "a".to_owned()
        }),
        1 => player.clone().prop_map(|player| Happening::Came { player, host: "a".to_owned() }),
        1 => player.clone().prop_map(|player| Happening::Left { player, host: "a".to_owned() }),
        1 => player.clone().prop_map(|player| Happening::Ready { player, is_ready: true }),
        1 => (player, 0..4_u32).prop_map(|(player, team)| Happening::Seated { player, team }),
        2 => (1..6_u32).prop_map(|sprint| Happening::Stepped { sprint }),
        1 => any::<bool>().prop_map(|steps| Happening::Paced { steps }),
        1 => any::<bool>().prop_map(|is_paused| Happening::Paused { is_paused }),
        1 => Just(Happening::Struck { risk: scenario(PLAYED).risks[0].id.clone() }),
        1 => Just(Happening::RoundEnded {}),
        1 => any::<bool>().prop_map(|steps| Happening::RoundBegan {
            scenario: RawScenario::clone(&scenario(PLAYED).source), seed: 7, coach: Coach::Full, commit: false, steps
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Every host that reads a log comes to the same class, whatever is in it; and what was done at a board makes its
    /// game again.
    #[test]
    fn a_log_folds_to_the_same_class_everywhere(
        teams in 0..3_u32, happenings in prop::collection::vec(any_happening(), 0..60)
    ) {
        let mut log = Log::new(teams);
        for happening in happenings {
            log.add(happening);
        }
        let again = Class::of(log.rows.iter().map(|row| {
            class::read(row.number, row.at_ms, &class::line(&row.happening)).unwrap()
        }));
        let told = |class: &Class| {
            let rounds = class.rounds().iter().map(|round| {
                let boards = round.boards.iter().map(|(id, board)| {
                    (*id, board.moves.clone(), board.is_ready, board.game.plan().clone(), board.game.running_totals())
                });
                (round.step, round.is_ended, boards.collect::<Vec<_>>())
            });
            (rounds.collect::<Vec<_>>(), class.last())
        };
        prop_assert_eq!(told(&log.class), told(&again));
        for board in log.class.rounds().iter().flat_map(|round| round.boards.values()) {
            let commands = board.moves.iter().map(|own| &own.command);
            let game = Game::replay(scenario(PLAYED), 7, commands).unwrap();
            prop_assert_eq!(game.running_totals(), board.game.running_totals());
            prop_assert_eq!(game.plan(), board.game.plan());
        }
    }
}

/// Ana, in front of a class.
fn ana(log: &Log, width: u16, height: u16) -> Player {
    let part = Part::Participant { player: 1, name: "Ana".to_owned(), pin: "4821".to_owned() };
    let start = Start::Class(part, Arc::new(log.bulletin(For::Participants)));
    let mut player = Player::start(start, width, height, Theme::Dark, Coach::Full);
    player.keys("ctrl-x");
    player
}

fn opened(log: &Log) -> Event {
    let (game, name) = (log.game(1).clone(), "Ana".to_owned());
    let rules = Rules { coach: Coach::Full, commit: false };
    let place = Some("the host".to_owned());
    Event::Opened(Box::new(OpenedGame { game, name, rules, place, notice: None }))
}

/// What Ana wished for since this was asked last.
fn wishes(ana: &mut Player) -> Vec<String> {
    ana.wishes.drain(..).map(|wish| format!("{wish:?}")).collect()
}

fn news(log: &Log) -> Event {
    Event::Class(Arc::new(log.bulletin(For::Participants)))
}

fn shared(log: &Log, told: Option<&str>) -> Event {
    Event::Shared { game: Box::new(log.game(1).clone()), told: told.map(str::to_owned) }
}

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (120, 40)];

#[test]
fn the_page_of_the_class_says_how_to_come_back_and_who_is_there() {
    for (width, height) in SIZES {
        let mut log = Log::new(0);
        log.join(1, "Ana");
        log.join(2, "Bo");
        let mut ana = ana(&log, width, height);
        insta::assert_snapshot!(format!("class_lobby_{width}x{height}"), ana.screen());
        log.begin(false);
        ana.event(opened(&log));
        assert_eq!(ana.app.place(), Place::Briefing);
        ana.event(news(&log));
        ana.keys("enter");
        insta::assert_snapshot!(format!("class_board_{width}x{height}"), ana.screen());
        ana.keys("ctrl-l");
        assert_eq!(ana.app.place(), Place::Lobby);
        ana.keys("enter");
        assert_eq!(ana.app.place(), Place::Board);
        // The line about the class can be clicked, where there is one.
        if height > 20 {
            ana.mouse(MouseKind::Press, 2, height - 1);
            assert_eq!(ana.app.place(), Place::Lobby);
        }
    }
}

#[test]
fn who_is_in_can_show_others_how_to_join_and_look_at_the_results_when_they_are_there() {
    let mut log = Log::playing(1, 0, false);
    let invitation = Invitation {
        code: "ABC12".to_owned(),
        page: Some("http://10.0.0.7:8080".to_owned()),
        scanned: Some("http://10.0.0.7:8080/#code=ABC12".to_owned()),
        remark: Some("The page is not encrypted.".to_owned()),
        advice: Some("Some option encrypts it.".to_owned()),
        ..Invitation::default()
    };
    let invited = |log: &Log| {
        let hosts = BTreeSet::new();
        Arc::new(Bulletin::of(&log.class, Arc::new(invitation.clone()), &hosts, 0, For::Participants))
    };
    let mut ana = ana(&log, 120, 40);
    ana.event(Event::Class(invited(&log)));
    insta::assert_snapshot!("class_invitation_120x40", ana.screen());
    ana.keys("o");
    assert_eq!(ana.app.place(), Place::Joining);
    // What the trainer can do about it helps nobody else.
    assert!(ana.screen().contains("not encrypted") && !ana.screen().contains("option"), "{}", ana.screen());
    ana.keys("esc d");
    assert!(ana.screen().contains("The results come when the round is over."), "{}", ana.screen());
    log.add(Happening::RoundEnded {});
    ana.event(Event::Class(invited(&log)));
    assert!(ana.screen().contains("Joining is closed: the round is over."), "{}", ana.screen());
    let document = toporder::report::document(&[], 1);
    let progress = Progress { done: 1, total: 1 };
    ana.event(Event::Results(Arc::new(Results { round: 1, progress, document })));
    ana.keys("d");
    assert_eq!(ana.app.place(), Place::Results);
    ana.keys("esc");
    assert_eq!(ana.app.place(), Place::Lobby);
}

#[test]
fn an_order_is_handed_in_where_the_class_goes_on_together() {
    let mut log = Log::playing(2, 0, true);
    let mut ana = ana(&log, 80, 24);
    ana.event(opened(&log));
    ana.keys("enter r");
    assert_eq!(wishes(&mut ana), ["Ready(true)"]);
    assert!(ana.screen().contains("Your order is handed in."), "{}", ana.screen());
    assert!(ana.commands.is_empty());
    ana.keys("r R");
    assert_eq!(wishes(&mut ana), ["Ready(false)"]);
    // R asks first, and is told no.
    ana.keys("y");
    assert!(ana.screen().contains("The class goes on together"), "{}", ana.screen());
    // The trainer runs the Sprint: everybody sees it run, whatever they were doing.
    ana.keys("t");
    log.add(Happening::Stepped { sprint: 1 });
    ana.event(shared(&log, None));
    ana.event(news(&log));
    assert_eq!(ana.app.place(), Place::Sprint);
    assert_eq!(ana.app.game().unwrap().sprint(), 2);
    assert!(ana.commands.is_empty(), "{:?}", ana.commands);
}

#[test]
fn what_others_do_at_a_shared_board_is_seen_at_once_and_told() {
    let mut log = Log::playing(2, 1, false);
    let mut ana = ana(&log, 80, 24);
    ana.event(opened(&log));
    ana.keys("enter");
    let last = up(&log, 1, 5);
    log.did(2, last);
    ana.event(shared(&log, Some("P2: Move “Bread” to place 1")));
    assert_eq!(ana.app.game().unwrap().plan().order, log.game(1).plan().order);
    assert!(ana.screen().contains("P2: Move “Bread” to place 1"), "{}", ana.screen());
    // One's own move comes back as it was made: nothing is to be seen of it.
    ana.keys("J");
    let own = ana.commands.pop().unwrap();
    log.did(1, own);
    let before = ana.screen();
    ana.event(shared(&log, None));
    assert_eq!(ana.screen(), before);
}

#[test]
fn what_the_trainer_says_asks_and_stops_is_told_wherever_one_is() {
    let mut log = Log::playing(2, 0, false);
    let mut ana = ana(&log, 80, 24);
    ana.event(opened(&log));
    ana.keys("enter");
    log.add(Happening::Told { text: "Think about the weather.".to_owned() });
    ana.event(news(&log));
    assert!(ana.screen().contains("The trainer: Think about the weather."), "{}", ana.screen());
    log.add(Happening::Paused { is_paused: true });
    ana.event(news(&log));
    assert!(ana.screen().contains("stopped the class"), "{}", ana.screen());
    ana.keys("r");
    assert!(ana.screen().contains("The trainer has stopped the class for a moment"), "{}", ana.screen());
    assert!(ana.commands.is_empty());
    let choices = ["Good", "So-so", "Bad"].map(str::to_owned).to_vec();
    log.add(Happening::Asked { question: "How did it feel?".to_owned(), choices });
    ana.event(news(&log));
    assert!(ana.screen().contains("The trainer asks: How did it feel? Ctrl-l answers."), "{}", ana.screen());
    ana.keys("ctrl-l 2");
    assert_eq!(wishes(&mut ana), ["Answer(1)"]);
    insta::assert_snapshot!("class_question_80x24", ana.screen());
    // There is no fourth answer; a click answers like a key.
    ana.keys("4");
    let row = ana.screen().lines().position(|line| line.contains("3 Bad")).unwrap();
    ana.mouse(MouseKind::Press, 6, row as u16);
    assert_eq!(wishes(&mut ana), ["Answer(2)"]);
    log.add(Happening::Answered { player: 1, choice: 2 });
    log.add(Happening::AnswersShown {});
    ana.event(news(&log));
    insta::assert_snapshot!("class_answers_80x24", ana.screen());
}

#[test]
fn the_debrief_waits_for_the_end_of_the_round() {
    let mut log = Log::playing(1, 0, false);
    let mut ana = ana(&log, 80, 24);
    ana.event(opened(&log));
    ana.keys("enter R y");
    log.did(1, Command::RunRest);
    ana.event(news(&log));
    // Through every Sprint Review, to the page of the class.
    for _ in 0..60 {
        if ana.app.place() == Place::Lobby {
            break;
        }
        ana.keys("enter");
    }
    assert_eq!(ana.app.place(), Place::Lobby);
    insta::assert_snapshot!("class_played_80x24", ana.screen());
    ana.keys("enter");
    assert_eq!(ana.app.place(), Place::Lobby);
    log.add(Happening::RoundEnded {});
    ana.event(Event::Revealed);
    ana.event(news(&log));
    assert_eq!(ana.app.place(), Place::Debrief);
    // A new round puts it away.
    log.begin(false);
    ana.event(opened(&log));
    assert_eq!(ana.app.place(), Place::Briefing);
    assert_eq!(ana.app.game().unwrap().sprint(), 1);
}

#[test]
fn a_class_is_left_from_its_own_page_after_a_question() {
    let log = Log::playing(1, 0, false);
    let mut ana = ana(&log, 80, 24);
    ana.event(opened(&log));
    ana.keys("enter q");
    assert_eq!(ana.app.place(), Place::Lobby);
    ana.keys("q");
    assert!(!ana.quit && ana.screen().contains("Leave the class?"), "{}", ana.screen());
    ana.keys("y");
    assert!(ana.quit);
}

#[test]
fn the_line_about_the_class_and_the_tutorial_leave_the_screen_its_colours() {
    let log = Log::playing(1, 0, false);
    let colours = |player: &mut Player| {
        let cells = player.cells();
        let styles = cells.iter().take(15).flatten().map(|(_, style)| style.fg);
        styles.collect::<std::collections::HashSet<_>>().len()
    };
    let mut alone = Player::new(PLAYED, 80, 40);
    alone.keys("enter");
    let all = colours(&mut alone);
    assert!(all > 3, "{all}");
    alone.keys("ctrl-t");
    assert_eq!(colours(&mut alone), all);
    let mut ana = ana(&log, 80, 40);
    ana.event(opened(&log));
    ana.keys("enter");
    assert_eq!(colours(&mut ana), all);
}

#[test]
fn how_others_get_on_is_drawn_only_where_it_stands() {
    let mut log = Log::playing(2, 0, false);
    let before = log.bulletin(For::Participants);
    log.did(2, Command::RunSprint);
    let after = log.bulletin(For::Participants);
    assert!(after.differs_in_seats_only(&before));
    let mut ana = ana(&log, 80, 24);
    ana.event(Event::Class(Arc::new(before)));
    // On the page of the class it stands, on the board it does not; keys are always seen.
    let news = Event::Class(Arc::new(after));
    assert!(ana.app.is_seen(&news));
    ana.event(opened(&log));
    ana.keys("enter");
    assert!(!ana.app.is_seen(&news));
    assert!(ana.app.is_seen(&Event::Key("x".parse().unwrap())));
    log.add(Happening::Told { text: "Hello".to_owned() });
    let told = Event::Class(Arc::new(log.bulletin(For::Participants)));
    assert!(ana.app.is_seen(&told));
    // Where the class goes on together, everybody sees how many have handed in.
    let mut log = Log::playing(2, 0, true);
    let before = log.bulletin(For::Participants);
    log.add(Happening::Ready { player: 2, is_ready: true });
    assert!(!log.bulletin(For::Participants).differs_in_seats_only(&before));
}
