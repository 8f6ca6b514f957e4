//! What a decision is worth: worked by hand, compared with futures played one by one, and free of luck.

use std::sync::Arc;

use serde_json::json;
use toporder::game::Game;
use toporder::order::arena::Arena;
use toporder::order::par::{Par, Planner, Reach};
use toporder::order::worth::{Depth, Judge, Question, Worth};
use toporder::order::{Choice, Estimate, Policy};
use toporder::scenario::{ItemIx, Scenario, builtin, load};
use toporder::sim::{Belief, Known, Luck, Sampler, Source, State};

use crate::common;
use crate::common::held::{assert_close, items, play};

/// Enough to see what is there.
const SMALL: Depth = Depth {
    glance: 50,
    worth: 400,
    search: 64,
    rounds: 2,
    changes: 4,
    random: 400,
    rivals: 30,
    rival_futures: 40,
};

fn shipped(place: usize) -> Arc<Scenario> {
    let builtin = &builtin::ALL[place];
    Arc::new(load::load_text(builtin.slug, builtin.text).expect("it is good").scenario)
}

fn first_belief(scenario: &Arc<Scenario>) -> Arc<Belief> {
    Arc::new(Game::new(Arc::clone(scenario), 1).belief())
}

fn question(scenario: &Arc<Scenario>, order: Vec<ItemIx>, seed: u64) -> Question {
    let belief = first_belief(scenario);
    Question { choice: Choice::of(order), through: belief.state().started, belief, seed }
}

fn judge(scenario: &Arc<Scenario>, question: &Question) -> Worth {
    let par = Par::new(scenario);
    Judge::new(scenario, &par, SMALL).judge(question, &|| false).expect("nobody stops it")
}

fn values(scenario: &Arc<Scenario>, choice: &Choice, futures: usize) -> Vec<f64> {
    let par = Par::new(scenario);
    let mut arena = Arena::new(&par, scenario, first_belief(scenario), Source::worth(3, 1), 1);
    arena.values_of(choice, 0..futures, &|| false).expect("nobody stops it")
}

fn on_threads<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads can be had").install(run)
}

#[test]
fn a_test_that_decides_between_two_bets_is_worth_what_a_decision_tree_says() {
    let scenario = common::scenario(common::bets());
    let worth = Estimate::of(&values(&scenario, &Choice::of(items(&scenario, "test")), 20_000));
    let expected = 5.0 + 10.0 * 5.0 / 64.0;
    assert!((worth.mean - expected).abs() < 5.0 * worth.stderr, "{worth:?}, not {expected}");
    assert!(worth.stderr < 0.02);
    // Who holds an order to the end cannot use what was learned.
    let idle = Estimate::of(&values(&scenario, &Choice::default(), 20_000));
    assert!((idle.mean - 5.0).abs() < 5.0 * idle.stderr.max(1e-9), "{idle:?}");
}

#[test]
fn worth_is_the_mean_of_futures_played_one_by_one() {
    let scenario = common::eventful();
    let luck = Sampler::new(&scenario).draw(Source::play(2), 0);
    // In Sprint 2, after some order of Sprint 1.
    let mut belief = None;
    play(&scenario, &luck, items(&scenario, "probe a big"), |sprint, state| {
        if sprint == 2 {
            belief = Some(Belief::of(&scenario, state, &luck));
        }
        Vec::new()
    });
    let belief = Arc::new(belief.expect("there is a Sprint 2"));
    let choice = Choice { order: items(&scenario, "b c a"), talks: items(&scenario, "c b") };

    let par = Par::new(&scenario);
    let source = Source::worth(9, 2);
    let mut arena = Arena::new(&par, &scenario, Arc::clone(&belief), source, 2);
    let found = arena.values_of(&choice, 0..100, &|| false).expect("nobody stops it");
    let (sampler, mut planner) = (Sampler::given(&scenario, &belief), Planner::new(&par));
    let mut future = Luck::default();
    let expected: Vec<f64> = (0..100)
        .map(|number| {
            sampler.redraw(source, number, &mut future);
            play_on(&scenario, belief.state(), &future, |state| {
                if state.started == 2 {
                    (choice.order.clone(), choice.talks.clone())
                } else {
                    let mut order = Vec::new();
                    planner.order(Known::of(state, &future), Reach::Sprint, &mut order);
                    (order, Vec::new())
                }
            })
        })
        .collect();
    assert_close(&found, &expected);
}

/// V of a future that is played on from a state in which a Sprint is being ordered.
fn play_on(
    scenario: &Scenario,
    state: &State,
    luck: &Luck,
    mut decide: impl FnMut(&State) -> (Vec<ItemIx>, Vec<ItemIx>),
) -> f64 {
    let mut state = state.clone();
    let mut run = toporder::sim::sprint::Run::new(scenario, luck);
    loop {
        let (order, talks) = decide(&state);
        state.order = order;
        run.finish(&mut state, &talks, &mut ());
        if state.ended == scenario.sprints {
            break;
        }
        run.start(&mut state, &mut ());
    }
    for sprint in scenario.sprints + 1..=scenario.benefit_sprints {
        run.run_on(&mut state, sprint, &mut ());
    }
    state.value
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let scenario = shipped(1);
    let question = question(&scenario, scenario.item_indexes().collect(), 4);
    let run = || judge(&scenario, &question);
    let one = on_threads(1, run);
    assert_eq!(one, on_threads(3, run));
    assert_ne!(one.chosen, judge(&scenario, &Question { seed: 5, ..question.clone() }).chosen);
}

#[test]
fn the_best_found_is_at_least_what_was_compared_and_has_accuracy_one() {
    for place in [0, 1] {
        let scenario = shipped(place);
        let first = judge(&scenario, &question(&scenario, scenario.item_indexes().collect(), 4));
        assert!(first.best.mean >= first.chosen.mean && first.best.mean >= first.par.mean, "{first:?}");
        assert!(first.lost.is_gain() && first.accuracy.expect("much is at stake").mean < 0.5);
        // On futures that the search has not seen, and with another search.
        let again = judge(&scenario, &question(&scenario, first.best_choice.order, 77));
        let accuracy = again.accuracy.expect("much is at stake");
        assert!(accuracy.mean > 1.0 - (5.0 * accuracy.stderr).max(0.03), "{accuracy:?}");
        assert!(again.percentile.mean > 0.9, "{:?}", again.percentile);
    }
}

#[test]
fn random_decisions_average_near_zero() {
    let scenario = shipped(1);
    let belief = first_belief(&scenario);
    let given = judge(&scenario, &question(&scenario, scenario.item_indexes().collect(), 4));
    // Each order is met by forty futures; the spread of their means holds both kinds of noise.
    let worth = |seed| {
        let order = Policy::Random.order(&scenario, &belief, seed);
        Estimate::of(&values(&scenario, &Choice::of(order), 40)).mean
    };
    let worths: Vec<f64> = (100..200).map(worth).collect();
    let above = Estimate::of(&worths).minus(given.random);
    let accuracy = above.mean / given.stakes.mean;
    assert!(accuracy.abs() < 4.0 * above.stderr / given.stakes.mean, "{accuracy} with {above:?}");
    assert!(above.stderr < 0.2 * given.stakes.mean, "there is too much noise to tell");
}

#[test]
fn noise_is_not_sold_as_insight() {
    // Six items of the same kind: no order is better than another, however much luck there is.
    let item = |place: usize| {
        let value = json!([{ "for": "ann", "amount": common::range(-5.0, 5.0, 30.0) }]);
        json!({ "id": format!("i{place}"), "effort": common::range(2.0, 5.0, 12.0), "value": value })
    };
    let scenario = common::scenario(json!({ "items": (0..6).map(item).collect::<Vec<_>>() }));
    let mut told = 0;
    for seed in 0..10 {
        let worth = judge(&scenario, &question(&scenario, scenario.item_indexes().collect(), seed));
        assert!(worth.lost.mean <= 4.0 * worth.lost.stderr.max(1e-9), "{worth:?}");
        told += usize::from(!worth.gains.is_empty());
    }
    // Twice a standard error is passed by chance once in 44 times, and there are up to four changes.
    assert!(told <= 5, "{told} of 10");
}

#[test]
fn a_talk_is_part_of_the_decision() {
    // Known from the scenario: a talk about the lunch before anybody starts it saves five hours.
    let soup = shipped(0);
    let order = items(&soup, "thermos card bread board second-soup cups awning");
    let silent = values(&soup, &Choice::of(order.clone()), 1)[0];
    let talks = items(&soup, "town-hall-lunch");
    let talked = values(&soup, &Choice { order, talks }, 1)[0];
    assert!(talked > silent, "{talked} to {silent}");
}

#[test]
fn who_is_stopped_says_nothing() {
    let scenario = shipped(1);
    let par = Par::new(&scenario);
    let question = question(&scenario, scenario.item_indexes().collect(), 4);
    assert_eq!(Judge::new(&scenario, &par, SMALL).judge(&question, &|| true), None);
}
