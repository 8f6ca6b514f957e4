//! What has to hold in every race.

use std::sync::Arc;

use proptest::prelude::*;
use toporder::game::race::{Contestant, Entrant, Race, Who};
use toporder::game::{Command, Game};
use toporder::order::Policy;
use toporder::order::par::Par;
use toporder::order::player::{Mind, Player};
use toporder::order::solve::best_order;
use toporder::scenario::{ItemIx, Scenario};
use toporder::sim::sprint::Run;
use toporder::sim::{Belief, Luck, State};

use crate::common::{self, any, eventful, move_to, order_as, set_aside, talk};

fn race(scenario: &Arc<Scenario>, seed: u64, entrants: &[Entrant]) -> Race {
    Race::run(scenario, seed, entrants, &|_, _| {}, &|| false).unwrap()
}

/// The running totals of a player on some luck, without any game.
fn totals(scenario: &Arc<Scenario>, luck: &Luck, player: Player, seed: u64, best: &[ItemIx]) -> Vec<f64> {
    let par = Par::new(scenario);
    let mut mind = Mind::new(scenario, &par, player, seed, 0, best.to_vec());
    let (mut state, mut run, mut totals) = (State::new(scenario), Run::new(scenario, luck), Vec::new());
    while state.ended < scenario.sprints {
        run.start(&mut state, &mut ());
        let choice = mind.choice(&Belief::of(scenario, &state, luck), &|| false).unwrap();
        state.order = choice.order;
        run.finish(&mut state, &choice.talks, &mut ());
        totals.push(state.value);
    }
    for sprint in scenario.sprints + 1..=scenario.benefit_sprints {
        run.run_on(&mut state, sprint, &mut ());
        totals.push(state.value);
    }
    totals
}

#[track_caller]
fn assert_close(one: &[f64], other: &[f64]) {
    assert_eq!(one.len(), other.len());
    for (a, b) in one.iter().zip(other) {
        assert!((a - b).abs() <= 1e-9 * a.abs().max(1.0), "{one:?} and {other:?}");
    }
}

#[test]
fn a_policy_makes_of_a_future_what_it_makes_of_it_anywhere() {
    let scenario = eventful();
    for seed in 0..3 {
        let start = Arc::new(Game::new(Arc::clone(&scenario), seed).belief());
        let best = best_order(&scenario, &start, seed, &|| false).unwrap();
        let race = race(&scenario, seed, &Player::ALL.map(Entrant::Policy));
        let (knows, others) = race.contestants.split_last().unwrap();
        for Contestant { who, game, totals: raced } in others {
            let Who::Policy(player) = *who else { panic!("only policies race") };
            let luck = game.truth().unwrap();
            assert_close(raced, &totals(&scenario, luck, player, seed, &best));
            assert_eq!(game.decisions().len(), scenario.sprints as usize);
            assert!(knows.game.state().value >= game.state().value, "{} knows less", player.name());
            assert_eq!(knows.game.truth(), game.truth(), "everybody meets the same luck");
        }
    }
}

#[test]
fn a_game_that_is_not_over_goes_on_with_its_last_order() {
    let scenario = eventful();
    let begun = [order_as("c a"), talk("a"), Command::RunSprint, order_as("b probe"), set_aside("b")];
    let left = Game::replay(Arc::clone(&scenario), 3, &begun).unwrap();
    let mut held = left.clone();
    held.apply(&Command::RunRest).unwrap();
    let entrants =
        [Entrant::Policy(Player::Rule(Policy::Par)), Entrant::Team("Ada".to_owned(), Box::new(left))];
    let race = race(&scenario, 3, &entrants);
    let team = &race.contestants[1];
    assert_eq!(team.game.records(), held.records());
    assert_eq!(team.who, Who::Team { name: "Ada".to_owned(), seed: 3, played: 1 });
}

#[test]
fn on_other_luck_what_was_done_in_time_then_comes_first_now() {
    // There the Sprints are large enough for two items each, here for one.
    let velocity = serde_json::json!({ "team": { "velocity": { "history": [10, 5] } }, "sprints": 2 });
    let scenario = common::scenario(velocity);
    let plays = [order_as("c b"), Command::RunSprint, order_as("a"), Command::RunSprint];
    let game = |seed: u64| Game::replay(Arc::clone(&scenario), seed, &plays);
    let done = |game: &Game| game.records()[0].done().count();
    let seed_with =
        |wanted: usize| (0..100).find(|&seed| game(seed).is_ok_and(|game| done(&game) == wanted)).unwrap();
    let team = Entrant::Team("Ada".to_owned(), Box::new(game(seed_with(2)).unwrap()));
    let race = race(&scenario, seed_with(1), &[team, Entrant::Policy(Player::Rule(Policy::Given))]);
    let orders: Vec<Vec<String>> = race.contestants[0]
        .game
        .decisions()
        .iter()
        .map(|decision| common::ids(&scenario, &decision.plan.order))
        .collect();
    assert_eq!(orders, [["c", "b"], ["b", "a"]]);
}

#[test]
fn a_race_that_is_to_stop_stops() {
    let entrants = [Entrant::Policy(Player::Rule(Policy::Par)), Entrant::Policy(Player::Clairvoyant)];
    assert!(Race::run(&eventful(), 1, &entrants, &|_, _| {}, &|| true).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_its_own_luck_a_game_is_the_same_game(
        file in any::file(),
        orders in prop::collection::vec((any::order(), 0..any::ITEMS.len(), any::<bool>()), 0..7),
        seed in 0..1_000_u64,
        elsewhere in 0..1_000_u64,
    ) {
        let scenario = common::scenario(file);
        let mut game = Game::new(Arc::clone(&scenario), seed);
        for (order, item, is_in_one_go) in orders {
            if game.is_over() {
                break;
            }
            let state = game.state();
            let open = order.into_iter().filter(|item| state.item(*item).arrived && state.item(*item).done().is_none());
            let ids: Vec<String> = open.map(|item| scenario.item(item).id.clone()).collect();
            game.apply(&Command::Order { items: ids }).unwrap();
            // Whatever of this is possible.
            let _ = game.apply(&talk(any::ITEMS[item]));
            let _ = game.apply(&move_to(any::ITEMS[item], 1));
            game.apply(if is_in_one_go { &Command::RunRest } else { &Command::RunSprint }).unwrap();
        }
        let team = Entrant::Team("Ada".to_owned(), Box::new(game.clone()));
        let here = race(&scenario, seed, &[team.clone(), Entrant::Policy(Player::Rule(Policy::Cd3))]);
        let again = &here.contestants[0];
        let played = game.state().ended as usize;
        prop_assert_eq!(&again.game.records()[..played], &game.records()[..played]);
        if game.is_over() {
            prop_assert_eq!(&again.totals, &game.running_totals());
        }
        // On other luck it is played to the end, too.
        let there = race(&scenario, elsewhere, &[team, Entrant::Policy(Player::Rule(Policy::Cd3))]);
        prop_assert!(there.contestants.iter().all(|who| who.game.is_over()));
    }
}
