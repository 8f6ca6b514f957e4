//! Games: commands in, state out.

use insta::assert_snapshot;
use serde_json::json;
use toporder::game::Command::{Redo, RunRest, RunSprint, Undo};
use toporder::game::{Command, Commitment, Game, LONGEST_LINE, Refusal, Saying, SprintGoal, Subject};
use toporder::sim::Event;

use crate::common::{
    aside, commit, commit_goal, eventful, move_to, order, order_as, play, scenario, set_aside, talk,
};

fn new_game() -> Game {
    Game::new(eventful(), 1)
}

#[test]
fn a_game_starts_with_the_files_order_without_what_arrives() {
    let game = new_game();
    assert_eq!((order(&game).as_str(), aside(&game).as_str()), ("a b probe c big", ""));
    assert_eq!((game.sprint(), game.is_over(), game.talks_left()), (1, false, 2));
    assert!(game.records().is_empty() && game.decisions().is_empty());
}

#[test]
fn a_move_takes_an_item_from_wherever_it_is() {
    let mut game = new_game();
    play(&mut game, &[move_to("big", 1), move_to("a", 5), move_to("b", 2)]);
    assert_eq!(order(&game), "big b probe c a");
    play(&mut game, &[set_aside("b"), set_aside("a")]);
    assert_eq!((order(&game).as_str(), aside(&game).as_str()), ("big probe c", "a b"));
    // An item that comes back is one place more.
    play(&mut game, &[move_to("b", 4)]);
    assert_eq!((order(&game).as_str(), aside(&game).as_str()), ("big probe c b", "a"));
}

#[test]
fn an_order_sets_aside_what_it_does_not_name() {
    let mut game = new_game();
    play(&mut game, &[set_aside("c"), order_as("big a")]);
    assert_eq!((order(&game).as_str(), aside(&game).as_str()), ("big a", "b probe c"));
    play(&mut game, &[order_as("")]);
    assert_eq!((order(&game).as_str(), aside(&game).as_str()), ("", "big a b probe c"));
    let named: Vec<_> = game.plan().aside.clone();
    play(&mut game, &[RunRest]);
    assert!(named.iter().all(|&item| game.state().item(item).spent == 0.0));
}

#[test]
fn what_is_set_aside_stays_so_until_it_is_brought_back() {
    let mut game = new_game();
    play(&mut game, &[set_aside("a"), RunSprint]);
    assert_eq!(aside(&game), "a");
    play(&mut game, &[move_to("a", 1), RunSprint]);
    assert_eq!(aside(&game), "");
}

#[test]
fn an_item_that_arrives_is_unknown_before_and_last_in_the_order_after() {
    let mut game = new_game();
    for command in [move_to("found", 1), set_aside("found"), talk("found"), commit("found", 5, 50)] {
        assert_eq!(game.apply(&command), Err(Refusal::UnknownItem("found".to_owned())));
    }
    play(&mut game, &[order_as("probe big")]);
    play(&mut game, &[RunSprint]);
    // Bob's trust of 0.3 lasts for two Reviews, so what his escalation brings is not there yet.
    assert_eq!(order(&game).split(' ').take(2).collect::<Vec<_>>(), ["big", "found"]);
    assert_eq!(aside(&game), "a b c");
    play(&mut game, &[move_to("found", 1)]);
}

#[test]
fn a_risk_brings_an_item_to_the_bottom_before_the_order_of_its_sprint_is_made() {
    let scenario = scenario(json!({
        "items": [{ "id": "new", "arrives": true }, { "id": "a" }],
        "risks": [{ "id": "r", "impact": [{ "effect": "arrive", "items": ["new"] }] }],
    }));
    let game = Game::new(scenario, 1);
    assert_eq!(order(&game), "a new");
    let arrived = |event: &Event| matches!(event, Event::Arrived(_));
    assert!(game.opening().events.iter().any(arrived));
}

#[test]
fn conversations_are_as_many_as_the_sprint_refines_and_come_back_with_the_next() {
    let mut game = new_game();
    play(&mut game, &[talk("a"), talk("big")]);
    assert_eq!(game.talks_left(), 0);
    assert_eq!(game.apply(&talk("b")), Err(Refusal::NoConversationLeft));
    assert_eq!(game.apply(&Undo), Err(Refusal::NothingToUndo), "what was said cannot be unsaid");
    play(&mut game, &[order_as("probe"), RunSprint]);
    assert_eq!(game.talks_left(), 2);
    let big = game.scenario().item_named("big").unwrap();
    let a = game.scenario().item_named("a").unwrap();
    assert!(game.has_talked(big) && game.state().item(big).refined && game.state().item(a).refined);
    assert_eq!(game.decisions()[0].talks, [a, big]);
    assert!(game.talks().is_empty());
}

#[test]
fn without_refinement_there_is_nothing_to_talk_about() {
    let mut game = Game::new(scenario(json!({})), 1);
    assert_eq!(game.talks_left(), 0);
    assert_eq!(game.apply(&talk("a")), Err(Refusal::NoConversationLeft));
}

#[test]
fn a_forecast_is_changed_by_committing_again_and_stays_with_its_decision() {
    let mut game = new_game();
    play(
        &mut game,
        &[commit("big", 5, 60), commit("big", 4, 20), commit_goal(1, 3, 70), commit("big", 5, 80)],
    );
    let of = |subject, by, percent| Commitment { subject, by, percent };
    let big = || Subject::Item("big".to_owned());
    let expected = [of(big(), 4, 20), of(Subject::Goal(1), 3, 70), of(big(), 5, 80)];
    assert_eq!(game.plan().commitments, expected);
    play(&mut game, &[Undo]);
    assert_eq!(game.plan().commitments[0], of(big(), 5, 60), "undone like any other step");
    play(&mut game, &[Redo, RunSprint]);
    assert_eq!(game.decisions()[0].plan.commitments, expected);
    assert!(game.plan().commitments.is_empty());
}

fn sprint_goal(text: &str, items: &[&str]) -> Command {
    Command::SprintGoal { text: text.to_owned(), items: items.iter().map(|&id| id.to_owned()).collect() }
}

fn reason(text: &str) -> Command {
    Command::Reason { text: text.to_owned() }
}

#[test]
fn what_is_said_before_a_sprint_stays_with_its_decision() {
    let mut game = new_game();
    let item = |id| game.scenario().item_named(id).unwrap();
    let goal = |text: &str, items: &[_]| Some(SprintGoal { text: text.to_owned(), items: items.to_vec() });
    let (a, big) = (item("a"), item("big"));
    assert_eq!(game.plan().unsaid().collect::<Vec<_>>(), [Saying::Goal, Saying::Reason, Saying::Forecast]);
    play(&mut game, &[sprint_goal("Find out", &[]), sprint_goal(" Sell something ", &["a", "big"])]);
    assert_eq!(game.plan().goal, goal("Sell something", &[a, big]), "the last word counts");
    play(&mut game, &[Undo]);
    assert_eq!(game.plan().goal, goal("Find out", &[]), "undone like any other step");
    play(&mut game, &[Redo, reason("Money first"), sprint_goal(" ", &[])]);
    assert_eq!((&game.plan().goal, game.plan().reason.as_deref()), (&None, Some("Money first")));
    play(&mut game, &[Undo, commit("a", 1, 85)]);
    assert_eq!(game.plan().unsaid().count(), 0);
    play(&mut game, &[RunSprint]);
    assert_eq!(game.decisions()[0].plan.goal, goal("Sell something", &[a, big]));
    assert_eq!(game.decisions()[0].plan.reason.as_deref(), Some("Money first"));
    assert_eq!(game.plan().unsaid().count(), 3, "each Sprint has its own");
}

#[test]
fn a_sprint_goal_is_met_when_its_items_are_done_in_its_sprint() {
    let met = |goal: Command| {
        let mut game = new_game();
        play(&mut game, &[goal, RunRest]);
        let done = |id: &str| game.state().item(game.scenario().item_named(id).unwrap()).done();
        (game.goal_met(&game.decisions()[0]), done("a"), done("big"))
    };
    let (a, first, last) = met(sprint_goal("The first", &["a"]));
    assert_eq!((a, first), (Some(true), Some(1)));
    assert_ne!(last, Some(1));
    assert_eq!(met(sprint_goal("Both", &["a", "big"])).0, Some(false), "in time, and all of them");
    assert_eq!(met(sprint_goal("A feeling", &[])).0, None, "people decide");
    assert_eq!(met(reason("No goal")).0, None);
}

#[test]
fn what_is_said_is_a_line_about_open_items() {
    let mut game = new_game();
    let long = "ä".repeat(LONGEST_LINE + 1);
    for line in [long.as_str(), "two\nlines", "\u{1b}[2J"] {
        assert_eq!(game.apply(&reason(line)), Err(Refusal::NotALine));
        assert_eq!(game.apply(&sprint_goal(line, &[])), Err(Refusal::NotALine));
    }
    assert_eq!(game.apply(&reason(&long[2..])), Ok(()));
    assert_eq!(game.apply(&sprint_goal("x", &["a", "a"])), Err(Refusal::NamedTwice("a".to_owned())));
    assert_eq!(game.apply(&sprint_goal("x", &["nothing"])), Err(Refusal::UnknownItem("nothing".to_owned())));
    play(&mut game, &[RunSprint]);
    assert_eq!(game.apply(&sprint_goal("x", &["a"])), Err(Refusal::ItemDone("a".to_owned())));
}

#[test]
fn decisions_keep_what_was_known_and_how_far_they_reached() {
    let mut game = new_game();
    let first = game.belief();
    play(&mut game, &[RunSprint, set_aside("big")]);
    let second = game.belief();
    play(&mut game, &[RunRest]);
    let reach: Vec<_> = game.decisions().iter().map(|d| (d.sprint, d.through)).collect();
    assert_eq!(reach, [(1, 1), (2, 5)]);
    assert_eq!(game.decisions()[0].belief, first);
    assert_eq!(game.decisions()[1].belief, second);
    assert_eq!(game.records().iter().map(|record| record.sprint).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn one_seed_is_one_game_and_another_seed_another() {
    let value = |seed| {
        let mut game = Game::new(eventful(), seed);
        play(&mut game, &[RunRest]);
        game.state().value
    };
    assert_eq!(value(7), value(7));
    assert!((1..20).any(|seed| value(seed) != value(7)));
}

/// Each way to be refused: what was done before, what is refused, and why.
#[test]
fn every_refusal_says_why() {
    let done = || vec![order_as("a probe b"), RunSprint, RunSprint, RunSprint];
    let cases: Vec<(Vec<Command>, Command)> = vec![
        (vec![RunRest], RunSprint),
        (vec![RunRest], Undo),
        (vec![], move_to("?", 1)),
        (vec![], move_to("found", 1)),
        (done(), move_to("a", 1)),
        (vec![], move_to("a", 0)),
        (vec![], move_to("a", 6)),
        (vec![set_aside("b")], move_to("b", 6)),
        (vec![set_aside("a")], set_aside("a")),
        (vec![], order_as("a b a")),
        (vec![talk("a")], talk("a")),
        (vec![], talk("c")),
        (vec![order_as("big"), RunSprint], talk("big")),
        (vec![talk("a"), talk("b")], talk("big")),
        (vec![], commit_goal(0, 1, 50)),
        (vec![], commit_goal(3, 1, 50)),
        (done(), commit_goal(1, 5, 50)),
        (done(), commit("a", 5, 50)),
        (vec![RunSprint], commit("big", 1, 50)),
        (vec![], commit("big", 6, 50)),
        (vec![], commit("big", 5, 0)),
        (vec![], commit("big", 5, 100)),
        (vec![RunSprint], Undo),
        (vec![], Redo),
        (vec![set_aside("a"), Undo, set_aside("b")], Redo),
    ];
    let mut told = String::new();
    for (before, command) in cases {
        let mut game = new_game();
        play(&mut game, &before);
        if let Err(refusal) = game.apply(&command) {
            told += &format!("{refusal:?}: {refusal}\n");
        } else {
            told += &format!("possible: {command:?}\n");
        }
    }
    assert_snapshot!(told, @r#"
    Over: the game is over: every Sprint has been run
    Over: the game is over: every Sprint has been run
    UnknownItem("?"): there is no item "?" in this Product Backlog
    UnknownItem("found"): there is no item "found" in this Product Backlog
    ItemDone("a"): "a" is Done
    NoSuchPlace { to: 0, places: 5 }: place 0 is not in the order, which has places 1 to 5
    NoSuchPlace { to: 6, places: 5 }: place 6 is not in the order, which has places 1 to 5
    NoSuchPlace { to: 6, places: 5 }: place 6 is not in the order, which has places 1 to 5
    AlreadyAside("a"): "a" is set aside already
    NamedTwice("a"): "a" is named twice
    AlreadyTalked: you have talked about this item in this Sprint
    NothingToRefine: there is nothing more to learn by talking: the item is refined, or work on it has started
    NothingToRefine: there is nothing more to learn by talking: the item is refined, or work on it has started
    NoConversationLeft: no conversation is left in this Sprint
    UnknownGoal(0): there is no goal 0
    UnknownGoal(3): there is no goal 3
    AlreadyHappened: that is Done already: a forecast is about what is still open
    ItemDone("a"): "a" is Done
    NoSuchSprint { by: 1, from: 2, to: 5 }: a forecast is for one of the Sprints 2 to 5, not for 1
    NoSuchSprint { by: 6, from: 1, to: 5 }: a forecast is for one of the Sprints 1 to 5, not for 6
    NoSuchPercent(0): a forecast is between 1 % and 99 % sure, not 0 %
    NoSuchPercent(100): a forecast is between 1 % and 99 % sure, not 100 %
    NothingToUndo: nothing to undo in this Sprint
    NothingToRedo: nothing to redo
    NothingToRedo: nothing to redo
    "#);
}

#[test]
fn a_game_can_be_had_as_it_stood_in_any_sprint() {
    let mut game = new_game();
    play(&mut game, &[set_aside("c"), talk("big"), commit("a", 2, 70), RunSprint, move_to("c", 1), RunRest]);
    assert!(game.as_of(0).is_none() && game.as_of(game.scenario().sprints + 1).is_none());
    for decision in game.decisions() {
        let then = game.as_of(decision.sprint).expect("it was run");
        assert_eq!((then.plan(), then.talks()), (&decision.plan, &decision.talks[..]));
        assert_eq!(then.belief(), decision.belief);
        assert_eq!(then.records(), &game.records()[..decision.sprint as usize - 1]);
    }
    // In a Sprint that was run in one go with those before, the order was held and nothing new was said.
    let mut steps = game.as_of(2).expect("it was run");
    play(&mut steps, &[RunSprint]);
    let then = game.as_of(3).expect("it was run");
    assert_eq!((then.plan(), then.state(), then.sprint()), (steps.plan(), steps.state(), 3));
    assert_eq!(then.decisions().len(), 2);
}
