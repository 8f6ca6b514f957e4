//! Par: a fixed player, worked out by hand, who knows no more than a participant.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use toporder::game::Game;
use toporder::order::par::{Par, Planner, Reach};
use toporder::order::player::{Arcade, Player};
use toporder::order::solve::best_order;
use toporder::order::{Estimate, Policy};
use toporder::scenario::{ItemIx, Scenario, builtin, load};
use toporder::sim::sprint::Run;
use toporder::sim::{Belief, Known, Luck, Sampler, Source, State};

use crate::common;
use crate::common::held::items;

/// Par's order before the first Sprint, to be held, as ids with blanks between them.
fn par(file: Value) -> String {
    let scenario = common::scenario(file);
    let order = order_of(&scenario, Belief::initial(&scenario).known(), Reach::Horizon);
    common::ids(&scenario, &order).join(" ")
}

fn order_of(scenario: &Scenario, known: Known<'_>, reach: Reach) -> Vec<ItemIx> {
    let mut order = Vec::new();
    Planner::new(&Par::new(scenario)).order(known, reach, &mut order);
    order
}

/// An item of some effort that pays an amount in each later Sprint.
fn item(id: &str, effort: f64, amount: f64) -> Value {
    json!({ "id": id, "effort": effort, "value": [{ "for": "ann", "amount": amount }] })
}

#[test]
fn what_costs_most_to_delay_per_effort_goes_first() {
    // 2, 4 and 3 for each unit of effort.
    let found = par(json!({ "items": [item("a", 5.0, 10.0), item("b", 5.0, 20.0), item("c", 10.0, 30.0)] }));
    assert_eq!(found, "b c a");
}

#[test]
fn an_item_brings_what_it_requires() {
    // `b` with its enabler: 30 for 10, that is 3; `a` alone 2, `c` 4.
    let mut b = item("b", 6.0, 30.0);
    b["requires"] = json!(["enabler"]);
    let enabler = json!({ "id": "enabler", "kind": "enabler", "effort": 4 });
    let found = par(json!({ "items": [item("a", 5.0, 10.0), b, item("c", 5.0, 20.0), enabler] }));
    assert_eq!(found, "c enabler b a");
}

#[test]
fn what_pays_less_than_nothing_is_left_out() {
    let mut b = item("b", 5.0, 10.0);
    b["requires"] = json!(["worse"]);
    let found = par(json!({
        "items": [item("a", 5.0, -1.0), item("worse", 5.0, -20.0), b, item("c", 5.0, 1.0)],
    }));
    assert_eq!(found, "c");
}

#[test]
fn what_has_a_date_goes_first_when_it_is_near() {
    let due = |by: u32| {
        let value = json!([{ "for": "ann", "amount": 60, "when": { "by": by } }]);
        let dated = json!({ "id": "due", "effort": 5, "value": value });
        par(json!({ "items": [item("a", 10.0, 14.0), item("b", 10.0, 9.0), dated] }))
    };
    assert_eq!(due(1), "due a b");
    // In Sprint 2 there is time for `a` before it, and in Sprint 4 for both.
    assert_eq!(due(2), "a due b");
    assert_eq!(due(4), "a b due");
}

#[test]
fn a_goal_makes_a_package_of_its_items() {
    let file = |bonus: f64| {
        json!({
            "items": [item("a", 5.0, 8.0), item("b", 5.0, 1.0), item("c", 5.0, 1.0)],
            "goals": [{ "items": ["b", "c"], "by": 1, "bonus": bonus }],
        })
    };
    assert_eq!(par(file(100.0)), "b c a");
    assert_eq!(par(file(1.0)), "a b c");
}

#[test]
fn upkeep_is_effort_and_so_is_rework_that_may_come() {
    let mut kept = item("kept", 5.0, 12.0);
    kept["upkeep"] = json!(2);
    assert_eq!(par(json!({ "items": [kept, item("b", 5.0, 11.0)] })), "b kept");
    let mut doubtful = item("doubtful", 5.0, 12.0);
    doubtful["rework_chance"] = json!(0.5);
    let file = |talked: bool| {
        let mut doubtful = doubtful.clone();
        doubtful["refined"] = json!(talked);
        json!({
            "items": [doubtful, item("b", 5.0, 11.0)],
            "refinement": { "per_sprint": 0, "rework_chance": 0, "rework_extra": 1 },
        })
    };
    assert_eq!(par(file(false)), "b doubtful");
    assert_eq!(par(file(true)), "doubtful b");
}

#[test]
fn what_is_revealed_is_used() {
    let bet = json!({ "id": "bet", "value": [{ "for": "ann", "amount": common::range(-90.0, 20.0, 30.0) }] });
    let scenario = common::scenario(json!({ "items": [item("a", 5.0, 8.0), bet] }));
    let mut luck = Sampler::new(&scenario).draw(Source::play(1), 0);
    let mut state = State::new(&scenario);
    let order = |state: &State, luck: &Luck| {
        common::ids(&scenario, &order_of(&scenario, Known::of(state, luck), Reach::Sprint)).join(" ")
    };
    // A mean of 3⅓, whatever is true.
    luck.amount[1] = 25.0;
    assert_eq!(order(&state, &luck), "a bet");
    state.items[1].amounts_known = true;
    assert_eq!(order(&state, &luck), "bet a");
    luck.amount[1] = -25.0;
    assert_eq!(order(&state, &luck), "a");
}

#[test]
fn a_chain_of_ten_thousand_items_is_ordered() {
    let chain = |place: usize| {
        let mut item = item(&format!("i{place}"), 5.0, (place % 7) as f64);
        if place > 0 {
            item["requires"] = json!([format!("i{}", place - 1)]);
        }
        item
    };
    let scenario = common::scenario(json!({ "items": (0..10_000).map(chain).collect::<Vec<_>>() }));
    let order = order_of(&scenario, Belief::initial(&scenario).known(), Reach::Horizon);
    assert!(order.iter().copied().eq(scenario.item_indexes()));
}

#[test]
fn par_is_at_least_as_good_as_each_rule_applied_afresh() {
    let rules = [
        Policy::Random,
        Policy::Given,
        Policy::Loudest,
        Policy::Value,
        Policy::Smallest,
        Policy::Cd3,
        Policy::Deadline,
    ];
    for builtin in &builtin::ALL {
        let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).expect("it is good").scenario);
        let par = Par::new(&scenario);
        let belief = Arc::new(Game::new(Arc::clone(&scenario), 1).belief());
        let arcade = Arcade::new(&scenario, &par, belief, 1, 400, &[]);
        let play = |rule| arcade.values(Player::Rule(rule), 400, &[], &|| false).expect("nobody stops it");
        let own = play(Policy::Par);
        for rule in rules {
            let ahead = Estimate::of_difference(&own, &play(rule));
            // Only the foundation scenario has no luck; there, a rule may come close.
            let is_ahead = ahead.mean > 5.0 * ahead.stderr;
            assert!(is_ahead, "{}: {ahead:?} to {}", builtin.slug, rule.name());
        }
    }
}

#[test]
fn looking_ahead_is_worth_more_than_par_and_than_the_best_fixed_order() {
    for builtin in &builtin::ALL {
        let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).expect("it is good").scenario);
        let par = Par::new(&scenario);
        let belief = Arc::new(Game::new(Arc::clone(&scenario), 1).belief());
        let best = best_order(&scenario, &belief, 1, &|| false).expect("nobody stops it");
        let arcade = Arcade::new(&scenario, &par, belief, 1, 160, &best);
        let play = |player| arcade.values(player, 160, &[], &|| false).expect("nobody stops it");
        let own = play(Player::Lookahead);
        let ahead = Estimate::of_difference(&own, &play(Player::Rule(Policy::Par)));
        assert!(ahead.is_gain(), "{}: {ahead:?} to par", builtin.slug);
        let ahead = Estimate::of_difference(&own, &play(Player::Rule(Policy::Best)));
        assert!(ahead.mean >= 0.0 || !ahead.is_clear(), "{}: {ahead:?} to the best order", builtin.slug);
        assert_eq!(play(Player::Lookahead), own, "the same again");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn par_respects_what_is_required_and_sees_only_what_is_known(
        file in common::any::file(), order in common::any::whole_order(), seed: u64, sprint in 1..=6_u32,
    ) {
        let scenario = common::scenario(file);
        let sampler = Sampler::new(&scenario);
        let luck = sampler.draw(Source::play(seed), 0);
        let mut state = State { order, ..State::new(&scenario) };
        let mut run = Run::new(&scenario, &luck);
        for now in 1..=sprint.min(scenario.sprints) {
            run.start(&mut state, &mut ());
            if now < sprint.min(scenario.sprints) {
                run.finish(&mut state, &[], &mut ());
            }
        }
        let par = Par::new(&scenario);
        let (mut planner, mut found, mut again) = (Planner::new(&par), Vec::new(), Vec::new());
        for reach in [Reach::Sprint, Reach::Horizon] {
            planner.order(Known::of(&state, &luck), reach, &mut found);
            let mut is_done: Vec<bool> = state.items.iter().map(|item| item.done().is_some()).collect();
            for &item in &found {
                prop_assert!(!is_done[item.at()], "it is Done, or named twice");
                prop_assert!(scenario.item(item).requires.iter().all(|needed| is_done[needed.at()]));
                is_done[item.at()] = true;
            }
            // The same belief, kept, and another future that agrees with it.
            let belief = Belief::of(&scenario, &state, &luck);
            planner.order(belief.known(), reach, &mut again);
            prop_assert_eq!(&found, &again);
            let mut other = Luck::default();
            Sampler::given(&scenario, &belief).redraw(Source::simulation(seed), 1, &mut other);
            planner.order(Known::of(&state, &other), reach, &mut again);
            prop_assert_eq!(&found, &again);
        }
    }
}

#[test]
fn an_order_of_nothing_is_empty() {
    let scenario = common::scenario(json!({ "sprints": 1 }));
    let luck = Sampler::new(&scenario).draw(Source::play(1), 0);
    let held = common::held::play(&scenario, &luck, items(&scenario, "a b"), |_, _| Vec::new());
    let order = order_of(&scenario, Known::of(&held.state, &luck), Reach::Sprint);
    assert_eq!(order, items(&scenario, "c"));
}
