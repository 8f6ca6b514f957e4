//! What the trainer asks for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use toporder::class::Happening;
use toporder::tui::event::{Event, MouseKind};
use toporder::tui::keys::{BINDINGS, Place};

use super::stage::{NAMES, SIZES, Stage, at_own_pace, in_steps, wishes};
use crate::script::Player;

/// What comes of keys on the board of a class.
#[track_caller]
fn asks(stage: &Stage, keys: &str, expected: &[&str]) {
    let mut trainer = stage.trainer(SIZES[1], None);
    trainer.keys(keys);
    let screen = trainer.screen();
    assert_eq!(wishes(&mut trainer), expected, "{keys}\n{screen}");
}

/// What is told when something is not possible.
#[track_caller]
fn is_told(stage: &Stage, keys: &str, told: &str) {
    let mut trainer = stage.trainer(SIZES[2], None);
    trainer.keys(keys);
    let notice = trainer.app.notice().unwrap_or_default().to_owned();
    assert!(notice.contains(told), "{keys}: “{notice}”\n{}", trainer.screen());
    assert_eq!(wishes(&mut trainer), [""; 0], "{keys}");
}

#[test]
fn a_round_is_begun_led_and_ended() {
    let waiting = Stage::of(&NAMES, 0);
    asks(&waiting, "b enter", &["Begin Soup on the Square steps=false"]);
    asks(&waiting, "b down tab enter", &["Begin The Library of Things steps=true"]);
    asks(&waiting, "b esc", &[]);
    let steps = in_steps();
    asks(&steps, "s y", &["Step"]);
    asks(&steps, "s n", &[]);
    asks(&steps, "p", &["Pause(true)"]);
    asks(&steps, "t", &["Together(false)"]);
    asks(&steps, "e y", &["EndRound"]);
    asks(&steps, "C y", &["Close"]);
    asks(&at_own_pace(), "t", &["Together(true)"]);
    let mut paused = at_own_pace();
    paused.then(Happening::Paused { is_paused: true });
    asks(&paused, "p", &["Pause(false)"]);
    let mut ended = in_steps();
    ended.then(Happening::RoundEnded {});
    asks(&ended, "E", &["Export"]);
    asks(&ended, "b enter", &["Begin Boats to the Outer Islands steps=true"]);
}

#[test]
fn a_step_is_asked_about_unless_everybody_handed_in() {
    let mut steps = in_steps();
    let mut trainer = steps.trainer(SIZES[1], None);
    trainer.keys("s");
    let screen = trainer.screen();
    assert!(screen.contains("2 of 7 have handed in. Run Sprint 2 for all?"), "{screen}");
    assert_eq!(trainer.app.place(), Place::Confirm);
    steps.ready(1..=7);
    asks(&steps, "s", &["Step"]);
    // Afterwards nobody has anything to hand in.
    for sprint in 2..=30 {
        steps.then(Happening::Stepped { sprint });
    }
    let screen = steps.trainer(SIZES[1], None).screen();
    assert!(screen.contains("7 of 7 have run every Sprint · "), "{screen}");
    is_told(&steps, "s", "There is no Sprint left to run at any board.");
}

#[test]
fn messages_time_boxes_and_questions_are_typed() {
    let mut stage = at_own_pace();
    asks(&stage, "m L u n c h space ! enter", &[r#"Tell("Lunch !")"#]);
    asks(&stage, "m enter", &[]);
    asks(&stage, "c 5 enter", &["TimeBox(Some(300))"]);
    asks(&stage, "c 1 : 3 0 enter", &["TimeBox(Some(90))"]);
    asks(&stage, "c x enter", &[]);
    let ready =
        r#"Ask { question: "How did it feel?", choices: ["Very good", "Good", "So-so", "Bad", "Very bad"] }"#;
    asks(&stage, "a enter", &[ready]);
    let own = r#"Ask { question: "Why?", choices: ["Yes", "No", "So"] }"#;
    asks(&stage, "a end enter W h y ? enter Y e s ; N o enter S o enter enter", &[own]);
    asks(&stage, "a end enter W h y ? enter Y e s enter enter esc", &[]);
    stage
        .then(Happening::Told { text: "Lunch".to_owned() })
        .then(Happening::Timed { until_ms: Some(90_000) });
    asks(&stage, "m enter", &[r#"Tell("")"#]);
    let mut trainer = stage.trainer(SIZES[1], Some(90));
    trainer.keys("c enter");
    assert_eq!(wishes(&mut trainer), ["TimeBox(None)"]);
    stage.then(Happening::Asked {
        question: "Why?".to_owned(),
        choices: vec!["a".to_owned(), "b".to_owned()],
    });
    asks(&stage, "A", &["ShowAnswers"]);
    asks(&stage, "Z", &["PutPollAway"]);
}

#[test]
fn a_message_that_is_pasted_is_one_line() {
    let mut trainer = at_own_pace().trainer(SIZES[1], None);
    trainer.keys("m");
    trainer.event(Event::Paste("Lunch\nat \u{1b}[31mnoon".to_owned()));
    trainer.keys("enter");
    assert_eq!(wishes(&mut trainer), [r#"Tell("Lunch at [31mnoon")"#]);
}

#[test]
fn risks_are_pushed_and_people_are_put_elsewhere() {
    let stage = at_own_pace();
    let risk = crate::script::scenario("boats-to-the-outer-islands").risks[1].id.clone();
    asks(&stage, "r down enter", &[&format!("Strike({risk:?})")]);
    asks(&stage, "down x y", &["Remove(2)"]);
    asks(&stage, "down x n", &[]);
    asks(&stage, "n", &["Hide { names: true, results: false }"]);
    asks(&stage, "h", &["Hide { names: false, results: true }"]);
    // Ana, Dagny and Gus are in the first of three teams.
    let teams = Stage::of(&NAMES, 3);
    asks(&teams, "x down enter y", &["Remove(4)"]);
    asks(&teams, "g down down enter down enter", &["Seat { player: 7, team: 3 }"]);
    asks(&teams, "g enter esc", &[]);
}

#[test]
fn over_a_shoulder_and_on_to_the_next() {
    let stage = at_own_pace();
    asks(&stage, "down enter", &["Watch(Some(2))"]);
    asks(
        &stage,
        "enter right right left esc",
        &["Watch(Some(1))", "Watch(Some(2))", "Watch(Some(3))", "Watch(Some(2))", "Watch(None)"],
    );
    let mut trainer = stage.trainer(SIZES[1], None);
    trainer.keys("enter");
    let frame = |text: &str| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
        buffer.set_string(3, 2, text, ratatui::style::Style::new());
        Event::Shoulder(Some(Box::new(buffer)))
    };
    trainer.event(frame("What Ana sees"));
    let screen = trainer.screen();
    assert!(screen.contains("Over the shoulder of Ana") && screen.contains("What Ana sees"), "{screen}");
    assert!(screen.contains("cut from 120 × 40"), "{screen}");
    // What Ana sees is not taken for what Bo sees.
    trainer.keys("right");
    let screen = trainer.screen();
    assert!(screen.contains("Over the shoulder of Bo") && !screen.contains("What Ana sees"), "{screen}");
    trainer.event(frame("Your PIN is 4711, keep it"));
    let screen = trainer.screen();
    assert!(screen.contains("Your PIN is ••••, keep it"), "{screen}");
    trainer.event(Event::Shoulder(None));
    assert!(trainer.screen().contains("Nobody is at this board now"));
    trainer.keys("left left");
    assert!(trainer.app.notice().is_some_and(|told| told.contains("first one")));
}

#[test]
fn what_is_not_possible_says_why() {
    let waiting = Stage::of(&NAMES, 0);
    for keys in ["s", "p", "t", "r", "e"] {
        is_told(&waiting, keys, "No round is being played now. b begins one.");
    }
    is_told(&waiting, "d", "No round was played yet");
    is_told(&waiting, "A", "No question is asked now. a asks one.");
    is_told(&waiting, "g", "no teams");
    is_told(&Stage::new(0), "enter", "Nobody is in the class yet");
    is_told(&Stage::new(0), "x", "Nobody is in the class yet");
    let own_pace = at_own_pace();
    is_told(&own_pace, "s", "Everybody goes on at their own pace. t lets the class go on together.");
    is_told(&own_pace, "b", "A round is being played: e ends it first.");
    is_told(&own_pace, "d", "The results come when the round is ended");
    is_told(&own_pace, "E", "Results are written when the round is ended");
    let mut closed = at_own_pace();
    closed.then(Happening::RoundEnded {}).then(Happening::Closed {});
    is_told(&closed, "b", "The class is over");
    is_told(&closed, "d", "being worked out");
}

#[test]
fn no_key_is_dead() {
    let mut poll = at_own_pace();
    poll.then(Happening::Asked {
        question: "Why?".to_owned(),
        choices: vec!["a".to_owned(), "b".to_owned()],
    });
    let mut closed = in_steps();
    closed.then(Happening::RoundEnded {}).then(Happening::Closed {});
    let stages = [Stage::new(0), Stage::of(&NAMES, 0), Stage::of(&NAMES, 2), in_steps(), poll, closed];
    let only_moves =
        ["up", "down", "page-up", "page-down", "top", "bottom", "panel-down", "panel-up", "clear"];
    let own = BINDINGS.iter().filter(|binding| binding.place == Place::ClassBoard);
    for binding in own.filter(|binding| !only_moves.contains(&binding.name)) {
        for key in binding.keys {
            for (at, stage) in stages.iter().enumerate() {
                let mut trainer = stage.trainer(SIZES[1], None);
                let before = trainer.screen();
                trainer.keys(key);
                let did = !trainer.wishes.is_empty() || trainer.screen() != before;
                assert!(did, "{key} ({}) does nothing in state {at}\n{before}", binding.name);
            }
        }
    }
}

#[test]
fn leaving_is_asked_about() {
    let mut trainer = at_own_pace().trainer(SIZES[1], None);
    trainer.keys("q");
    assert!(trainer.screen().contains("the host ends with it"), "{}", trainer.screen());
    trainer.keys("n");
    assert!(!trainer.quit && trainer.app.place() == Place::ClassBoard);
    trainer.keys("q y");
    assert!(trainer.quit);
}

/// The cell at which a text begins.
#[track_caller]
fn find(player: &mut Player, text: &str) -> (u16, u16) {
    let screen = player.screen();
    let rows = screen.lines().enumerate();
    let found = rows.into_iter().find_map(|(row, line)| {
        let before = &line[..line.find(text)?];
        Some((before.chars().count() as u16, row as u16))
    });
    found.unwrap_or_else(|| panic!("no “{text}” in\n{screen}"))
}

fn click(player: &mut Player, text: &str) {
    let (column, row) = find(player, text);
    player.mouse(MouseKind::Press, column, row).mouse(MouseKind::Release, column, row);
}

#[test]
fn rows_and_hints_are_clicked() {
    for size in SIZES {
        let mut trainer = at_own_pace().trainer(size, None);
        click(&mut trainer, "Chidi");
        assert_eq!(wishes(&mut trainer), [""; 0]);
        click(&mut trainer, "Chidi");
        assert_eq!(wishes(&mut trainer), ["Watch(Some(3))"]);
        assert_eq!(trainer.app.place(), Place::Shoulder);
        trainer.keys("esc");
        click(&mut trainer, "b begin");
        assert!(trainer.app.notice().is_some_and(|told| told.contains("e ends it first")));
        trainer.keys("r");
        let second = crate::script::scenario("boats-to-the-outer-islands").risks[1].clone();
        wishes(&mut trainer);
        let start: String = second.title.chars().take(12).collect();
        click(&mut trainer, &start);
        click(&mut trainer, &start);
        assert_eq!(wishes(&mut trainer), [format!("Strike({:?})", second.id)]);
    }
    let mut trainer = Stage::of(&NAMES, 0).trainer(SIZES[1], None);
    trainer.keys("b");
    click(&mut trainer, "( ) all together");
    click(&mut trainer, "Boats to");
    click(&mut trainer, "Boats to");
    assert_eq!(wishes(&mut trainer), ["Begin Boats to the Outer Islands steps=true"]);
    // Before the first round, too, people are listed and can be clicked.
    click(&mut trainer, "Dagny");
    click(&mut trainer, "Dagny");
    assert_eq!(wishes(&mut trainer), ["Watch(Some(4))"]);
}

#[test]
fn the_wheel_moves_what_it_is_over() {
    let mut trainer = at_own_pace().trainer(SIZES[1], None);
    let (column, row) = find(&mut trainer, "Chidi");
    trainer.mouse(MouseKind::WheelDown, column, row).keys("enter");
    assert_eq!(wishes(&mut trainer), ["Watch(Some(2))"]);
}

#[test]
fn a_class_that_changes_keeps_who_is_selected() {
    let mut stage = at_own_pace();
    let mut trainer = stage.trainer(SIZES[1], None);
    trainer.keys("down down");
    stage.then(Happening::Joined {
        player: 8,
        name: "Aaron".to_owned(),
        pin: String::new(),
        host: "h".to_owned(),
    });
    stage.tell(&mut trainer);
    trainer.keys("enter");
    assert_eq!(wishes(&mut trainer), ["Watch(Some(3))"]);
    stage.then(Happening::Removed { player: 3 });
    stage.tell(&mut trainer);
    let screen = trainer.screen();
    assert!(screen.contains("not in the class any more"), "{screen}");
}
