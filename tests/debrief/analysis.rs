//! Decision and luck: the parts add up, luck is fair, and what is told of a game is true.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;
use toporder::debrief::analysis::{
    Analysis, Analyst, Ground, KnowledgeSource, LadderDepth, Thoroughness, analyse,
};
use toporder::game::{Command, Game};
use toporder::order::par::Par;
use toporder::order::worth::{Depth, Judge, Question};
use toporder::order::{Choice, Estimate};
use toporder::scenario::{Scenario, builtin, load};

use crate::common;
use crate::common::{move_to, order_as};

/// Enough to see what is there; no ladder.
const SMALL: Thoroughness = Thoroughness {
    depth: Depth {
        glance: 20,
        worth: 300,
        search: 32,
        rounds: 1,
        changes: 4,
        random: 200,
        rivals: 20,
        rival_futures: 20,
    },
    ladder: LadderDepth { futures: 0, slow_futures: 0 },
};

/// Hardly anything, for laws that hold whatever the noise.
const TINY: Thoroughness = Thoroughness {
    depth: Depth {
        glance: 4,
        worth: 24,
        search: 8,
        rounds: 1,
        changes: 2,
        random: 200,
        rivals: 4,
        rival_futures: 4,
    },
    ladder: LadderDepth { futures: 0, slow_futures: 0 },
};

fn library() -> Arc<Scenario> {
    let builtin = &builtin::ALL[1];
    Arc::new(load::load_text(builtin.slug, builtin.text).expect("it is good").scenario)
}

/// A game played to its end, with these commands in its first Sprint.
fn played(scenario: &Arc<Scenario>, seed: u64, commands: &[Command]) -> Game {
    let mut game = Game::new(Arc::clone(scenario), seed);
    common::play(&mut game, commands);
    while !game.is_over() {
        common::play(&mut game, &[Command::RunSprint]);
    }
    game
}

fn on_threads<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads can be had").install(run)
}

/// The parts of a game, added up, are its value.
fn adds_up(game: &Game, analysis: &Analysis) -> bool {
    let Some(sum) = analysis.sum() else { return game.decisions().is_empty() };
    let all = sum.par.mean + sum.choice.mean + sum.luck.mean;
    let size = sum.par.mean.abs() + sum.choice.mean.abs() + sum.luck.mean.abs() + game.state().value.abs();
    sum.value == game.state().value && (all - sum.value).abs() <= 1e-9 * size.max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_add_up(
        file in common::any::file(), order in common::any::order(), seed in 0..1_000_000_u64,
    ) {
        let scenario = common::scenario(file);
        let mut game = Game::new(Arc::clone(&scenario), seed);
        while !game.is_over() {
            let is_open = |id: &String| {
                let item = scenario.item_named(id).expect("it has one");
                let here = game.state().item(item);
                here.arrived && here.done().is_none()
            };
            let ids: Vec<String> = common::ids(&scenario, &order).into_iter().filter(is_open).collect();
            let commands = [Command::Order { items: ids }, Command::RunSprint];
            common::play(&mut game, &commands);
        }
        let analysis = analyse(&game, TINY);
        prop_assert!(adds_up(&game, &analysis), "{:?}", analysis.sum());
        for decided in &analysis.decisions {
            let worth = decided.worth.as_ref().expect("it was judged");
            prop_assert!(worth.best.mean >= worth.chosen.mean && worth.lost.mean >= 0.0);
            prop_assert!((0.0..=1.0).contains(&worth.percentile.mean));
            prop_assert!(worth.accuracy.is_none_or(|accuracy| (0.0..=1.0).contains(&accuracy.mean)));
            prop_assert!(decided.moments.iter().all(|moment| moment.gain.is_gain()));
        }
    }
}

#[test]
fn luck_is_fair_whatever_the_player_does() {
    let scenario = common::eventful();
    let par = Par::new(&scenario);
    let depth = Depth { worth: 24, ..TINY.depth };
    let judge = Judge::new(&scenario, &par, depth);
    // The luck of each Sprint of many games, of a player who follows the file and one who turns it round.
    for order in ["a probe c b big", "big c probe a"] {
        let mut luck = Vec::new();
        for seed in 0..150 {
            let mut game = Game::new(Arc::clone(&scenario), seed);
            let mut spent = Vec::new();
            while !game.is_over() {
                let is_open = |id: &&str| {
                    let here = game.state().item(scenario.item_named(id).expect("it is there"));
                    here.arrived && here.done().is_none()
                };
                let open: Vec<&str> = order.split(' ').filter(is_open).collect();
                common::play(&mut game, &[order_as(&open.join(" ")), Command::RunSprint]);
                spent.push(());
            }
            let values = game.decisions().iter().map(|decision| {
                let question = Question {
                    belief: Arc::new(decision.belief.clone()),
                    choice: Choice::of(decision.plan.order.clone()),
                    through: decision.through,
                    seed,
                };
                let chosen = judge.arena(&question, question.through);
                let mut chosen = chosen;
                let chosen = chosen.values_of(&question.choice, 0..24, &|| false).expect("nobody stops");
                let own = judge.par_values(&question, 24, &|| false).expect("nobody stops");
                (Estimate::of(&chosen).mean, Estimate::of(&own).mean)
            });
            let values: Vec<(f64, f64)> = values.collect();
            let after = values.iter().skip(1).map(|(_, own)| *own).chain([game.state().value]);
            let sum: f64 = values.iter().zip(after).map(|((chosen, _), after)| after - chosen).sum();
            luck.push(sum);
        }
        let mean = Estimate::of(&luck);
        assert!(mean.mean.abs() < 4.0 * mean.stderr, "{order}: {mean:?}");
    }
}

#[test]
fn equal_journals_have_equal_figures_on_any_number_of_threads() {
    let game = played(&library(), 3, &[move_to("garden-tools", 1)]);
    let one = on_threads(1, || analyse(&game, SMALL));
    let other = on_threads(3, || analyse(&played(&library(), 3, &[move_to("garden-tools", 1)]), SMALL));
    assert_eq!(one, other);
    assert!(adds_up(&game, &one));
}

#[test]
fn an_analysis_can_be_left_and_taken_up_again() {
    let game = played(&common::eventful(), 3, &[]);
    let mut analyst = Analyst::new(&game, TINY);
    let total = analyst.progress().total;
    assert_eq!(total, 3 * game.decisions().len());
    let mut steps = 0;
    loop {
        let before = analyst.progress().done;
        assert!(!analyst.step(&|| true) || analyst.progress().done > before);
        steps += 1;
        if !analyst.step(&|| false) {
            break;
        }
    }
    assert!(steps <= total);
    assert_eq!(analyst.progress().done, total);
    assert_eq!(analyst.into_analysis(), analyse(&game, TINY));
}

#[test]
fn a_game_that_is_not_over_is_analysed_so_far() {
    let mut game = Game::new(library(), 3);
    common::play(&mut game, &[Command::RunSprint, Command::RunSprint]);
    let analysis = analyse(&game, TINY);
    assert_eq!(analysis.decisions.len(), 2);
    assert!(analysis.value.stderr > 0.0 && analysis.hindsight.is_none());
    assert!(analysis.decisions.iter().all(|decided| decided.luck.is_some()));
    assert_eq!(analyse(&Game::new(library(), 3), TINY).decisions, []);
}

#[test]
fn the_rest_of_a_game_in_one_go_is_one_decision_and_luck() {
    let scenario = common::scenario(json!({
        "sprints": 2,
        "team": { "velocity": common::range(5.0, 10.0, 15.0) },
    }));
    let mut game = Game::new(Arc::clone(&scenario), 3);
    common::play(&mut game, &[Command::RunRest]);
    let thorough = Thoroughness { ladder: LadderDepth { futures: 40, slow_futures: 8 }, ..TINY };
    let analysis = analyse(&game, thorough);
    assert!(adds_up(&game, &analysis));
    assert_eq!((analysis.decisions.len(), analysis.decisions[0].through), (1, 2));

    let ladder = analysis.ladder.as_ref().expect("it was asked for");
    assert_eq!(ladder.rungs.len(), 11);
    assert!(ladder.rungs.is_sorted_by(|a, b| a.value.mean >= b.value.mean));
    // Nobody stands above who is clearly behind on the futures that both met.
    let leads = ladder.rungs.iter().filter_map(|rung| rung.lead);
    assert!(leads.into_iter().all(|lead| lead.mean >= 0.0 || !lead.is_clear()));
    let rung = |name| ladder.rungs.iter().find(|rung| rung.player.name() == name).expect("it is there");
    let (best, clairvoyant) = (rung("best"), rung("clairvoyant"));
    for (known, unknown) in clairvoyant.sample.iter().zip(&best.sample) {
        assert!(known >= unknown);
    }
    assert!(analysis.hindsight.expect("it is over") >= game.state().value);
}

#[test]
fn an_experiment_is_worth_what_a_decision_tree_says() {
    // The bet's test brings 10 · 5/64 in the mean.
    let scenario = common::scenario(common::bets());
    let game = played(&scenario, 3, &[move_to("test", 1)]);
    let depth = Depth { worth: 4_000, ..SMALL.depth };
    let analysis = analyse(&game, Thoroughness { depth, ..SMALL });
    let [test] = &analysis.knowledge[..] else { panic!("{:?}", analysis.knowledge) };
    assert_eq!(
        (test.source, test.sprint),
        (KnowledgeSource::Experiment(common::held::item(&scenario, "test")), 1)
    );
    let off = test.worth.mean - 10.0 * 5.0 / 64.0;
    assert!(off.abs() < 5.0 * test.worth.stderr && test.worth.is_gain(), "{test:?}");
}

#[test]
fn a_conversation_is_worth_what_it_spares() {
    // Without the talk the place goes to `a`, which is on top. `b` then meets rework: 20 in place of 10.
    let scenario = common::scenario(json!({
        "sprints": 2,
        "refinement": { "per_sprint": 1, "rework_chance": 1, "rework_extra": 1 },
        "items": [
            { "id": "first", "effort": 10, "refined": true, "value": common::once(100.0) },
            { "id": "a", "effort": 50, "value": common::once(1.0) },
            { "id": "b", "effort": 10, "value": common::once(30.0) },
            { "id": "c", "effort": 10, "refined": true, "value": common::once(20.0) },
        ],
    }));
    let game = played(&scenario, 3, &[common::talk("b")]);
    let analysis = analyse(&game, TINY);
    let b = common::held::item(&scenario, "b");
    let talk = analysis.knowledge.iter().find(|it| it.source == KnowledgeSource::Conversation(b));
    // 100 and then 30; without it, 100 and then 20.
    assert_eq!(talk.expect("it was had").worth, Estimate::certain(10.0));
}

#[test]
fn what_games_on_a_seed_have_in_common_is_found_once_and_is_the_same() {
    let thorough = Thoroughness { ladder: LadderDepth { futures: 24, slow_futures: 2 }, ..TINY };
    let one = played(&library(), 3, &[move_to("garden-tools", 1)]);
    let other = played(&library(), 3, &[move_to("repair-bench", 1)]);
    let ground = Ground::of(&one, thorough);
    let mut analyst = Analyst::on(ground.as_ref(), &other, thorough);
    while analyst.step(&|| false) {}
    assert_eq!(analyst.into_analysis(), analyse(&other, thorough));
    // Also where a game is not over yet.
    let mut open = Game::new(library(), 3);
    common::play(&mut open, &[Command::RunSprint]);
    let mut analyst = Analyst::on(ground.as_ref(), &open, thorough);
    while analyst.step(&|| false) {}
    assert_eq!(analyst.into_analysis(), analyse(&open, thorough));
    // Where nothing was decided there is nothing to have in common.
    assert!(Ground::of(&Game::new(library(), 3), thorough).is_none());
}
