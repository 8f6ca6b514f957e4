//! Laws that every game keeps, whatever is done in it.

use proptest::prelude::*;
use toporder::game::Command::{Redo, RunRest, RunSprint, Undo};
use toporder::game::journal::{Entry, Header, Journal, Rules, line};
use toporder::game::{Command, Game, Refusal};
use toporder::sim::Event;

use crate::common::{commit, commit_goal, eventful, move_to, order_as, play, set_aside, talk};

/// Everything that can be seen of a game.
fn seen(game: &Game) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        (game.state().clone(), game.plan().clone(), game.talks().to_vec(), game.opening().clone()),
        (game.records().to_vec(), format!("{:?}", game.decisions()), game.belief()),
        (game.can_undo(), game.can_redo(), game.is_over(), game.sprint(), game.talks_left()),
    )
}

/// Every item in the Product Backlog that is not Done stands in the order or aside, and once.
fn assert_whole(game: &Game) {
    let plan = game.plan();
    let mut planned: Vec<_> = plan.order.iter().chain(&plan.aside).copied().collect();
    planned.sort();
    let open = |&item: &_| game.state().item(item).arrived && game.state().item(item).done().is_none();
    let expected: Vec<_> = game.scenario().item_indexes().filter(open).collect();
    assert_eq!(planned, expected);
}

/// A step of the plan, possible or not.
fn step() -> impl Strategy<Value = Command> {
    let item = prop::sample::select(vec!["a", "b", "probe", "found", "c", "struck", "late", "big", "?"]);
    let items = prop::collection::vec(item.clone(), 0..6);
    prop_oneof![
        4 => (item.clone(), 0..9_usize).prop_map(|(item, to)| move_to(item, to)),
        3 => item.clone().prop_map(set_aside),
        1 => items.clone().prop_map(|items| order_as(&items.join(" "))),
        1 => ("[a-z ]{0,4}\n?", items).prop_map(|(text, items)| Command::SprintGoal { text, items: items.into_iter().map(str::to_owned).collect() }),
        1 => "[a-z ]{0,4}\n?".prop_map(|text| Command::Reason { text }),
        1 => (item, 0..7_u32, 0..=100_u8).prop_map(|(item, by, percent)| commit(item, by, percent)),
        1 => (0..4_usize, 0..7_u32, 1..=99_u8).prop_map(|(goal, by, p)| commit_goal(goal, by, p)),
    ]
}

/// Any command, possible or not.
fn command() -> impl Strategy<Value = Command> {
    let item = prop::sample::select(vec!["a", "b", "probe", "found", "c", "struck", "late", "big", "?"]);
    prop_oneof![
        12 => step(),
        3 => item.prop_map(talk),
        3 => Just(Undo),
        2 => Just(Redo),
        3 => Just(RunSprint),
    ]
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    prop::collection::vec(command(), 0..40)
}

/// A game in which the possible ones of some commands were carried out, and these.
fn played(seed: u64, commands: &[Command]) -> (Game, Vec<Command>) {
    let mut game = Game::new(eventful(), seed);
    let possible = commands.iter().filter(|command| game.apply(command).is_ok()).cloned().collect();
    (game, possible)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_refused_command_changes_nothing(seed in 0..50_u64, commands in commands()) {
        let mut game = Game::new(eventful(), seed);
        for command in &commands {
            let before = seen(&game);
            if game.apply(command).is_err() {
                prop_assert_eq!(seen(&game), before, "{:?}", command);
            }
            assert_whole(&game);
        }
    }

    #[test]
    fn undo_then_redo_is_as_if_nothing_was(seed in 0..50_u64, commands in commands()) {
        let (mut game, _) = played(seed, &commands);
        if game.can_undo() {
            let before = seen(&game);
            play(&mut game, &[Undo, Redo]);
            prop_assert_eq!(seen(&game), before);
        }
        if game.can_redo() {
            let before = seen(&game);
            play(&mut game, &[Redo, Undo]);
            prop_assert_eq!(seen(&game), before);
        }
    }

    #[test]
    fn undo_takes_back_one_step_at_a_time(seed in 0..50_u64, commands in commands(), step in step()) {
        let (mut game, _) = played(seed, &commands);
        let before = game.plan().clone();
        if game.apply(&step).is_ok() {
            prop_assert!(!game.can_redo(), "a new step leaves nothing to redo");
            play(&mut game, &[Undo]);
            prop_assert_eq!(game.plan(), &before);
        }
    }

    #[test]
    fn undo_goes_back_to_the_start_of_the_sprint_and_no_further(
        seed in 0..50_u64,
        commands in commands(),
        steps in prop::collection::vec(step(), 0..10),
    ) {
        let (mut game, _) = played(seed, &commands);
        let _ = game.apply(&RunSprint);
        let (start, state) = (game.plan().clone(), game.state().clone());
        prop_assert!(!game.can_undo() && !game.can_redo());
        let steps = steps.iter().filter(|step| game.apply(step).is_ok()).count();
        let end = game.plan().clone();
        play(&mut game, &vec![Undo; steps]);
        prop_assert_eq!(game.plan(), &start);
        if !game.is_over() {
            prop_assert_eq!(game.apply(&Undo), Err(Refusal::NothingToUndo));
        }
        play(&mut game, &vec![Redo; steps]);
        prop_assert_eq!(game.plan(), &end);
        prop_assert_eq!(game.state(), &state);
    }

    #[test]
    fn a_journal_makes_the_same_game(seed in 0..u64::MAX, commands in commands()) {
        let (game, possible) = played(seed, &commands);
        let at = "2026-11-23T12:33:10Z".to_owned();
        let mut text = line(&Header::new(game.scenario(), "Ada", seed, Rules::default(), at.clone()));
        for command in &possible {
            text.push_str(&line(&Entry { at: at.clone(), command: command.clone(), by: None }));
        }
        let (journal, again) = Journal::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(seen(&again), seen(&game));
        let read: Vec<Command> = journal.entries.into_iter().map(|entry| entry.command).collect();
        prop_assert_eq!(read, possible);
        prop_assert_eq!(&*journal.scenario.source, &*game.scenario().source);
        prop_assert_eq!((journal.whole, journal.torn), (text.len(), false));
    }

    #[test]
    fn the_rest_in_one_go_is_the_rest_sprint_by_sprint(seed in 0..200_u64, commands in commands()) {
        let (mut one_by_one, _) = played(seed, &commands);
        if one_by_one.is_over() {
            return Ok(());
        }
        let mut at_once = one_by_one.clone();
        play(&mut at_once, &[RunRest]);
        while !one_by_one.is_over() {
            play(&mut one_by_one, &[RunSprint]);
        }
        prop_assert!(at_once.is_over());
        prop_assert_eq!(at_once.records(), one_by_one.records());
        let (mut held, mut made_again) = (at_once.state().clone(), one_by_one.state().clone());
        // An order that is held names what is Done, one that is made again does not.
        held.order.retain(|&item| made_again.item(item).done().is_none());
        made_again.order.retain(|&item| held.item(item).done().is_none());
        prop_assert_eq!(held, made_again);
    }

    #[test]
    fn what_is_set_aside_is_not_worked_on(seed in 0..50_u64, commands in commands()) {
        let (mut game, _) = played(seed, &commands);
        let aside = game.plan().aside.clone();
        let before = game.records().len();
        let _ = game.apply(&RunRest);
        let mut events = game.records()[before..].iter().flat_map(|record| &record.events);
        let works_on_it = |event: &Event| matches!(event, Event::Worked { item, .. } if aside.contains(item));
        prop_assert!(!events.any(works_on_it));
    }

    #[test]
    fn running_totals_end_with_the_value(seed in 0..50_u64, commands in commands()) {
        let (mut game, _) = played(seed, &commands);
        let _ = game.apply(&RunRest);
        let totals = game.running_totals();
        prop_assert_eq!(totals.len(), game.scenario().benefit_sprints as usize);
        let (last, value) = (totals[totals.len() - 1], game.state().value);
        prop_assert!((last - value).abs() <= 1e-9 * value.abs().max(1.0), "{} is not {}", last, value);
    }
}
