//! The scorecard against figures worked out by hand.

use std::sync::Arc;

use serde_json::{Value, json};
use toporder::debrief::{Scorecard, Verdict, digests, forecasts};
use toporder::game::{Command, Game};

use crate::build::{apply, assert_near, four_items, held, item, pays, scenario, stakeholder, start};

fn verdict(game: &Game, id: &str) -> Verdict {
    let item = game.scenario().item_named(id).expect("an item");
    let needless = Scorecard::of(game).needless;
    needless.accounts.iter().find(|account| account.item == item).expect("it was worked on").verdict
}

#[test]
fn needless_is_what_paid_too_little_or_was_never_done() {
    let needless = Scorecard::of(&held(&four_items(5.0))).needless;
    let rows: Vec<_> =
        needless.accounts.iter().map(|a| (a.item.at(), a.effort, a.payoff, a.cost, a.verdict)).collect();
    let expected = [
        (0, 10.0, 15.0, 5.0, Verdict::Paid),
        (1, 10.0, 4.0, 5.0, Verdict::TooLittle),
        // Done in Sprint 3, so it spared the fines of Sprints 4 to 6.
        (2, 10.0, 6.0, 5.0, Verdict::Paid),
        (3, 10.0, 0.0, 5.0, Verdict::NeverDone),
    ];
    assert_eq!(rows, expected);
    assert_eq!((needless.effort, needless.share), (20.0, 0.5));
    assert_eq!(needless.items().map(|account| account.item.at()).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn an_unfinished_game_counts_what_is_certain_and_leaves_the_rest_open() {
    let mut game = start(&four_items(5.0));
    apply(&mut game, Command::RunSprint);
    let card = Scorecard::of(&game);
    // Recurring benefits of Sprints 2 to 6 are certain to come.
    assert_eq!((card.needless.accounts[0].payoff, card.needless.accounts[0].cost), (15.0, 5.0));
    assert!(!card.is_final && card.needless.effort == 0.0 && card.time_to_value.half.is_none());
    apply(&mut game, Command::Order { items: vec!["half".into()] });
    apply(&mut game, Command::RunSprint);
    assert_eq!(verdict(&game, "half"), Verdict::Open);
}

#[test]
fn nothing_played_gives_an_empty_scorecard() {
    let game = start(&four_items(5.0));
    let card = Scorecard::of(&game);
    assert!(card.needless.accounts.is_empty() && card.trust.after_sprint.is_empty());
    assert_eq!((card.needless.share, card.rework.share), (0.0, 0.0));
    assert_eq!((card.time_to_value.covered, card.time_to_value.half), (None, None));
    assert!(digests(&game).is_empty() && forecasts(&game).is_empty());
}

#[test]
fn only_fines_that_would_have_come_are_spared() {
    let fine = pays(json!(2), json!({"fine_after": 4}));
    let scenario = scenario(json!({"benefit_sprints": 6, "items": [item("audit", 10.0, fine)]}));
    // Done in Sprint 1, and fines would have begun in Sprint 5.
    assert_eq!(Scorecard::of(&held(&scenario)).needless.accounts[0].payoff, 4.0);
}

#[test]
fn a_goal_that_can_still_be_reached_may_pay_for_its_items() {
    let scenario = scenario(json!({
        "items": [item("part", 10.0, json!({})), item("rest", 10.0, json!({})), item("huge", 90.0, json!({}))],
        "goals": [{"title": "G", "items": ["part", "rest"], "by": 3, "bonus": 40}]
    }));
    let mut game = start(&scenario);
    apply(&mut game, Command::RunSprint);
    assert_eq!(verdict(&game, "part"), Verdict::Helped);
    apply(&mut game, Command::Order { items: vec!["huge".into()] });
    apply(&mut game, Command::RunSprint);
    assert_eq!(verdict(&game, "part"), Verdict::Helped);
    apply(&mut game, Command::RunSprint);
    assert_eq!(verdict(&game, "part"), Verdict::TooLittle);
    apply(&mut game, Command::RunSprint);
    assert_eq!(verdict(&game, "part"), Verdict::TooLittle);
}

#[test]
fn upkeep_and_own_costs_count_against_an_item() {
    let scenario = scenario(json!({"items": [
        item("a", 10.0, json!({
            "value": [{"for": "ana", "amount": 20, "when": "once"}], "upkeep": 2,
            "on_done": [{"effect": "cost", "amount": 13}]
        })),
        item("b", 24.0, pays(json!(50), json!("once")))
    ]}));
    let needless = Scorecard::of(&held(&scenario)).needless;
    let a = needless.accounts.iter().find(|account| account.item.at() == 0).expect("worked on");
    // Sprints 2 to 4 lost 2 each: (10 + 6) · 0.5 is more than 20 − 13.
    assert_eq!((a.upkeep, a.payoff, a.cost, a.verdict), (6.0, 7.0, 8.0, Verdict::TooLittle));
}

#[test]
fn what_is_required_helps_as_far_as_something_of_use_was_done() {
    let scenario = scenario(json!({"items": [
        item("base", 5.0, json!({"kind": "enabler"})),
        item("middle", 5.0, json!({"kind": "enabler", "requires": ["base"]})),
        item("good", 10.0, json!({"requires": ["middle"],
            "value": [{"for": "ana", "amount": 50, "when": "once"}]})),
        item("alone", 10.0, json!({"kind": "enabler"})),
        item("weak", 5.0, json!({"requires": ["alone"],
            "value": [{"for": "ana", "amount": 1, "when": "once"}]}))
    ]}));
    let game = held(&scenario);
    let verdicts = ["base", "middle", "good", "alone", "weak"].map(|id| verdict(&game, id));
    use Verdict::{Helped, Paid, TooLittle};
    assert_eq!(verdicts, [Helped, Helped, Paid, TooLittle, TooLittle]);
}

#[test]
fn effects_help_where_they_reach_something() {
    let effect = |effect: Value| json!({"kind": "experiment", "on_done": [effect]});
    let scenario = scenario(json!({
        "items": [
            item("learn", 3.0, effect(json!({"effect": "reveal", "items": ["idea"]}))),
            item("cheaper", 5.0, effect(json!({"effect": "effort", "items": ["good"], "factor": 0.5}))),
            item("faster", 3.0, effect(json!({"effect": "velocity", "factor": 1.1}))),
            item("shield", 3.0, effect(json!({"effect": "prevent", "risks": ["storm"]}))),
            item("good", 10.0, pays(json!(50), json!("once"))),
            item("dearer", 2.0, effect(json!({"effect": "effort", "items": ["last"], "factor": 2}))),
            item("in-vain", 2.0, effect(json!({"effect": "value", "items": ["idea"], "factor": 2}))),
            item("last", 1.0, pays(json!(50), json!("once"))),
            item("idea", 90.0, pays(json!({"low": 1, "likely": 2, "high": 3}), json!("once")))
        ],
        "risks": [{"id": "storm", "title": "Storm", "text": "t", "chance": 0, "from": 1, "to": 3}]
    }));
    use Verdict::{Helped, Paid, TooLittle};
    let ids = ["learn", "cheaper", "faster", "shield", "good", "dearer", "in-vain"];
    let game = held(&scenario);
    assert_eq!(
        ids.map(|id| verdict(&game, id)),
        [Helped, Helped, Helped, Helped, Paid, TooLittle, TooLittle]
    );
    // In the last Sprint there is nothing left to order, no risk to come and no Sprint to be faster in.
    let mut game = start(&scenario);
    apply(&mut game, Command::Order { items: vec!["good".into()] });
    (0..3).for_each(|_| apply(&mut game, Command::RunSprint));
    apply(&mut game, Command::Order { items: ["learn", "faster", "shield"].map(String::from).to_vec() });
    apply(&mut game, Command::RunSprint);
    assert_eq!(["learn", "faster", "shield"].map(|id| verdict(&game, id)), [TooLittle; 3]);
}

#[test]
fn a_bonus_is_shared_by_effort_and_nothing_paid_is_no_less_than_nothing_asked() {
    let scenario = scenario(json!({
        "team": {"name": "Team", "velocity": 10},
        "items": [
            item("small", 2.0, json!({})),
            item("large", 6.0, json!({})),
            item("late", 10.0, pays(json!(40), json!({"by": 1})))
        ],
        "goals": [{"title": "G", "items": ["small", "large"], "by": 1, "bonus": 12}]
    }));
    let game = held(&scenario);
    let accounts = Scorecard::of(&game).needless.accounts;
    let payoff: Vec<_> = accounts.iter().map(|account| (account.item.at(), account.payoff)).collect();
    assert_eq!(payoff, [(2, 0.0), (1, 9.0), (0, 3.0)]);
    // The team is free: a pay-off of 0 is not below it.
    assert_eq!(verdict(&game, "late"), Verdict::Paid);
    assert_eq!(verdict(&game, "small"), Verdict::Paid);
}

#[test]
fn time_to_value_is_the_sprint_that_covers_the_cost_and_the_one_with_half_of_it() {
    let times = |team_cost| {
        let times = Scorecard::of(&held(&four_items(team_cost))).time_to_value;
        (times.covered, times.half)
    };
    assert_eq!(times(5.0), (None, Some(4)));
    // 20 · 0.75 = 15 = the total after Sprint 6: the team costs nothing after Sprint 4.
    assert_eq!(times(3.75), (Some(6), Some(4)));
    assert_eq!(times(2.5), (Some(2), Some(4)));
    // A free team is not covered by nothing.
    assert_eq!(times(0.0), (Some(2), Some(4)));
    let mut game = start(&four_items(5.0));
    (0..3).for_each(|_| apply(&mut game, Command::RunSprint));
    assert_eq!(Scorecard::of(&game).time_to_value.half, None, "V is not known yet");
    let loss = scenario(json!({"items": [item("a", 1.0, pays(json!(-4), json!("once")))]}));
    assert_eq!(Scorecard::of(&held(&loss)).time_to_value.half, None);
}

#[test]
fn learning_is_the_share_of_variance_that_is_known() {
    // Twice the width is four times the variance.
    let range = |half: f64| json!({"low": 0, "likely": half, "high": 2.0 * half});
    let scenario = scenario(json!({"items": [
        item("certain", 10.0, pays(json!(5), json!("once"))),
        item("wide", 10.0, pays(range(6.0), json!("once"))),
        item("test", 10.0, json!({"on_done": [{"effect": "reveal", "items": ["narrow"]}]})),
        item("narrow", 90.0, pays(range(3.0), json!("once")))
    ]}));
    let learning = Scorecard::of(&held(&scenario)).learning.expect("amounts are in doubt");
    assert_eq!(learning.len(), 4);
    learning.iter().zip([0.0, 0.8, 1.0, 1.0]).for_each(|(&known, share)| assert_near(known, share));
    assert_eq!(Scorecard::of(&held(&four_items(5.0))).learning, None);
}

#[test]
fn rework_is_the_extra_share_of_the_effort_spent() {
    let scenario = scenario(json!({
        "sprints": 1,
        "refinement": {"per_sprint": 0, "rework_chance": 1, "rework_extra": 0.5},
        "items": [
            item("clear", 1.0, json!({"refined": true})), item("a", 4.0, json!({})), item("b", 10.0, json!({}))
        ]
    }));
    let rework = Scorecard::of(&held(&scenario)).rework;
    // `a` takes 6, of which 2 are rework; of the 3 spent on `b`, 1 is.
    let items: Vec<_> = rework.items.iter().map(|r| (r.item.at(), (r.effort * 1e6).round() / 1e6)).collect();
    assert_eq!(items, [(1, 2.0), (2, 1.0)]);
    assert_near(rework.effort, 3.0);
    assert_near(rework.share, 0.3);
}

#[test]
fn trust_is_told_sprint_by_sprint_and_weighted_by_influence() {
    let scenario = scenario(json!({
        "sprints": 3,
        "stakeholders": [stakeholder("ana", 1, 0.2, 1.0), stakeholder("ben", 9, 0.6, 3.0)],
        "items": [item("a", 4.0, json!({"value": [{"for": "ben", "amount": 1, "when": "once"}]}))]
    }));
    let trust = Scorecard::of(&held(&scenario)).trust;
    let expected = [[0.2, 0.7], [0.05, 0.7], [0.0, 0.7]];
    for (after, expected) in trust.after_sprint.iter().zip(expected) {
        after.iter().zip(expected).for_each(|(&a, b)| assert_near(a, b));
    }
    assert_near(trust.mean, 0.525);
    let escalations: Vec<_> = trust.escalations.iter().map(|e| (e.who.at(), e.sprint)).collect();
    assert_eq!(escalations, [(0, 3)]);
}

#[test]
fn a_game_that_is_not_over_gives_nothing_of_its_future_away() {
    let range = json!({"low": 0, "likely": 5, "high": 90});
    let scenario = scenario(json!({
        "items": [
            item("a", 10.0, pays(json!(3), json!("recurring"))),
            item("b", 10.0, pays(range, json!("recurring")))
        ],
        "risks": [{"id": "r", "title": "R", "text": "t", "chance": 0.5, "from": 2, "to": 4,
                   "impact": [{"effect": "cost", "amount": 50}]}]
    }));
    let card = |seed| {
        let mut game = Game::new(Arc::clone(&scenario), seed);
        apply(&mut game, Command::RunSprint);
        // What strikes at the start of Sprint 2 is known already.
        let struck = !game.opening().events.is_empty();
        (!struck).then(|| (Scorecard::of(&game), digests(&game)))
    };
    let cards: Vec<_> = (0..20).filter_map(card).collect();
    assert!(cards.len() > 5 && cards.iter().all(|card| *card == cards[0]));
}
