//! What is known at a moment of play, and what is drawn afresh.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;
use toporder::game::{Command, Game};
use toporder::scenario::{ItemIx, Scenario, When};
use toporder::sim::sprint::Run;
use toporder::sim::sprint::play_out;
use toporder::sim::state::{Progress, RiskState};
use toporder::sim::{Belief, Luck, Sampler, Source, State, forecast};

use crate::common;
use crate::common::held::{assert_close, item, items, play};

/// The state in which Sprint `sprint` is ordered, after some Sprints on one order.
fn at_order(scenario: &Arc<Scenario>, luck: &Luck, order: &[ItemIx], sprint: u32) -> State {
    let mut run = Run::new(scenario, luck);
    let mut state = State { order: order.to_vec(), ..State::new(scenario) };
    for now in 1..=sprint {
        run.start(&mut state, &mut ());
        if now < sprint {
            run.finish(&mut state, &[], &mut ());
        }
    }
    state
}

#[test]
fn at_first_the_file_is_all_that_is_known() {
    let scenario = common::eventful();
    let belief = Belief::initial(&scenario);
    for item in scenario.item_indexes() {
        assert_eq!(belief.remaining(&scenario, item), scenario.item(item).effort);
        for (index, benefit) in scenario.item(item).benefits.iter().enumerate() {
            assert_eq!(belief.amount(&scenario, item, index), benefit.amount);
        }
    }
    let luck = Sampler::new(&scenario).draw(Source::play(5), 0);
    assert_eq!(Belief::of(&scenario, &State::new(&scenario), &luck), belief);
}

#[test]
fn work_makes_known_what_is_left_and_done_what_it_pays() {
    let range = || common::range(12.0, 15.0, 19.0);
    let item_of = |id| json!({ "id": id, "effort": range(), "value": [{ "for": "ann", "amount": range() }] });
    let scenario = common::scenario(json!({
        "refinement": { "per_sprint": 0, "rework_chance": 1, "rework_extra": 1 },
        "items": [item_of("a"), item_of("b")],
        "risks": [{ "id": "r", "from": 2, "to": 2,
                    "impact": [{ "effect": "value", "items": "all", "factor": 2 }] }],
    }));
    let luck = Sampler::new(&scenario).draw(Source::play(2), 0);
    let [a, b] = ["a", "b"].map(|id| item(&scenario, id));
    let order = [a, b];
    let known = |sprint| Belief::of(&scenario, &at_order(&scenario, &luck, &order, sprint), &luck);

    // `a` takes between 24 and 38 with its rework: it is started in Sprint 2, and Done in Sprint 3 or 4.
    let started = known(2);
    assert_close(&[started.remaining(&scenario, a).low()], &[2.0 * luck.effort[0] - 10.0]);
    assert!(started.remaining(&scenario, a).is_certain());
    // Its amount is not known yet, but it has doubled.
    let amount = started.amount(&scenario, a, 0);
    assert_eq!((amount.low(), amount.likely(), amount.high()), (24.0, 30.0, 38.0));
    assert_eq!(started.remaining(&scenario, b), scenario.item(b).effort);

    let state = play(&scenario, &luck, order.to_vec(), |_, _| Vec::new()).state;
    let done = Belief::of(&scenario, &state, &luck);
    assert!(state.item(a).done().is_some());
    assert_eq!(done.remaining(&scenario, a).high(), 0.0);
    assert_close(&[done.amount(&scenario, a, 0).low()], &[2.0 * luck.amount[0]]);
}

#[test]
fn the_pay_off_of_an_item_counts_what_it_pays_and_the_fines_it_ends() {
    let amount = |when| json!([{ "for": "ann", "amount": 8, "when": when }]);
    let scenario = common::scenario(json!({
        "sprints": 4,
        "benefit_sprints": 6,
        "items": [
            { "id": "recurring", "value": amount(json!("recurring")) },
            { "id": "once", "value": amount(json!("once")) },
            { "id": "by", "value": amount(json!({ "by": 2 })) },
            { "id": "half", "value": amount(json!({ "half_life": 1 })) },
            { "id": "fine", "value": amount(json!({ "fine_after": 2 })) },
        ],
    }));
    let belief = Belief::initial(&scenario);
    let pay_off = |id, done| belief.pay_off(&scenario, item(&scenario, id), done).likely();
    // Done in Sprints 1 to 4, of benefits to 6.
    let rows = [
        ("recurring", [40.0, 32.0, 24.0, 16.0]),
        ("once", [8.0; 4]),
        ("by", [8.0, 8.0, 0.0, 0.0]),
        ("half", [8.0, 4.0, 2.0, 1.0]),
        // Fines of Sprints 3 to 6, of which those after d are spared.
        ("fine", [32.0, 32.0, 24.0, 16.0]),
    ];
    for (id, expected) in rows {
        assert_close(&[1, 2, 3, 4].map(|done| pay_off(id, done)), &expected);
    }
}

#[test]
fn the_chance_that_a_risk_still_strikes_is_what_its_window_leaves_of_it() {
    for (from, to, chance) in [(1, 1, 0.5), (1, 4, 0.8), (2, 5, 0.8), (3, 3, 1.0), (2, 6, 1.0), (1, 6, 0.0)] {
        let scenario = common::scenario(json!({
            "sprints": 6,
            "risks": [{ "id": "r", "chance": chance, "from": from, "to": to }],
        }));
        for started in 0..=6_u32 {
            // Each Sprint of the window has the same share of the chance. Those that are over are ruled out.
            let share = |sprint: u32| {
                let inside = (from..=to).contains(&sprint);
                if inside { chance / f64::from(to - from + 1) } else { 0.0 }
            };
            let ruled_out: f64 = (1..=started).map(share).sum();
            let left: f64 = (started + 1..=6).map(share).sum();
            let state = State { started, ended: started.saturating_sub(1), ..State::new(&scenario) };
            let luck = Sampler::new(&scenario).draw(Source::play(1), 0);
            match Belief::of(&scenario, &state, &luck).risk(&scenario, 0) {
                Some((found, first, last)) => {
                    assert_close(&[found], &[left / (1.0 - ruled_out)]);
                    assert_eq!((first, last), (from.max(started + 1), to));
                }
                None => assert!(started >= to, "{from} to {to}, {started} started"),
            }
        }
    }
}

#[test]
fn a_risk_that_struck_or_was_prevented_is_over() {
    let scenario = common::scenario(json!({ "risks": [{ "id": "r", "from": 1, "to": 4 }] }));
    let luck = Sampler::new(&scenario).draw(Source::play(1), 0);
    for over in [RiskState::Struck(1), RiskState::Prevented] {
        let state = State { risks: vec![over], started: 1, ..State::new(&scenario) };
        let belief = Belief::of(&scenario, &state, &luck);
        assert_eq!(belief.risk(&scenario, 0), None);
        let drawn = Sampler::given(&scenario, &belief).draw(Source::simulation(1), 0);
        assert_eq!(drawn.strikes, [None]);
    }
}

#[test]
fn futures_of_a_belief_meet_its_risks_as_often_as_they_should() {
    // After two of its four Sprints a risk of 0.8 strikes with 0.8 · ½ ÷ (1 − 0.8 · ½) = ⅔, a third in each.
    let scenario = common::scenario(json!({
        "sprints": 5, "risks": [{ "id": "r", "chance": 0.8, "from": 2, "to": 5 }],
    }));
    let state = State { started: 3, ended: 2, ..State::new(&scenario) };
    let (sampler, mut luck) = (Sampler::new(&scenario), Luck::default());
    let belief = Belief::of(&scenario, &state, &sampler.draw(Source::play(1), 0));
    let futures = 30_000;
    let mut strikes = [0_u32; 6];
    let sampler = Sampler::given(&scenario, &belief);
    for future in 0..futures {
        sampler.redraw(Source::simulation(1), future, &mut luck);
        strikes[luck.strikes[0].unwrap_or(0) as usize] += 1;
    }
    assert_eq!(strikes[1..4], [0, 0, 0]);
    let n = futures as f64;
    let noise = (n / 3.0 * 2.0 / 3.0).sqrt();
    for count in [strikes[0], strikes[4], strikes[5]] {
        assert!((f64::from(count) - n / 3.0).abs() < 5.0 * noise, "{strikes:?}");
    }
}

/// Everything else that a future with this history could hold: other efforts of items nobody worked on,
/// other amounts, velocities, risks, bonuses and rework.
fn unknown_changed(scenario: &Scenario, state: &State, luck: &Luck) -> Luck {
    let mut other = luck.clone();
    for (index, (item, here)) in scenario.items.iter().zip(&state.items).enumerate() {
        if here.progress == Progress::Waiting {
            other.rework[index] = 1.0 - luck.rework[index];
            if !here.effort_known {
                other.effort[index] = item.effort.low();
            }
        }
        // A fine that was paid happened, so it is left alone.
        let is_fine = |when| matches!(when, When::FineAfter(_));
        for benefit in item.benefits.iter().filter(|b| !here.amounts_known && !is_fine(b.when)) {
            other.amount[benefit.slot] = benefit.amount.high();
        }
    }
    other.velocity[state.started as usize - 1..].fill(1.0);
    for (index, risk) in scenario.risks.iter().enumerate() {
        if state.risks[index] == RiskState::Open && risk.to > state.started {
            other.strikes[index] = (luck.strikes[index] != Some(risk.to)).then_some(risk.to);
        }
    }
    for (index, goal) in scenario.goals.iter().enumerate().filter(|&(index, _)| state.goals[index].is_none())
    {
        other.bonus[index] = goal.bonus.low();
    }
    other
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// So nothing made of a belief can tell what nobody knows.
    #[test]
    fn two_futures_with_one_history_are_one_belief(
        file in common::any::file(), order in common::any::order(), seed: u64, sprint in 1..=6_u32,
    ) {
        let scenario = common::scenario(file);
        let sprint = sprint.min(scenario.sprints);
        let sampler = Sampler::new(&scenario);
        let luck = sampler.draw(Source::play(seed), 0);
        let state = at_order(&scenario, &luck, &order, sprint);
        let other = unknown_changed(&scenario, &state, &luck);
        let same = at_order(&scenario, &other, &order, sprint);
        prop_assert_eq!(&same, &state, "the history is one");

        let (belief, again) = (Belief::of(&scenario, &state, &luck), Belief::of(&scenario, &same, &other));
        prop_assert_eq!(&again, &belief);
        for item in scenario.item_indexes() {
            let here = state.item(item);
            if here.progress == Progress::Waiting && !here.effort_known {
                let (known, file) = (belief.remaining(&scenario, item), scenario.item(item).effort);
                prop_assert_eq!(known.is_certain(), file.is_certain());
            }
        }
        let drawn = [&belief, &again].map(|belief| {
            Sampler::given(&scenario, belief).draw(Source::forecast(seed, sprint), 3)
        });
        prop_assert_eq!(&drawn[0], &drawn[1]);
    }

    /// What is known of a future is so in every future drawn from the belief.
    #[test]
    fn futures_of_a_belief_agree_with_what_happened(
        file in common::any::file(), order in common::any::order(), seed: u64, sprint in 1..=6_u32,
    ) {
        let scenario = common::scenario(file);
        let sprint = sprint.min(scenario.sprints);
        let luck = Sampler::new(&scenario).draw(Source::play(seed), 0);
        let state = at_order(&scenario, &luck, &order, sprint);
        let belief = Belief::of(&scenario, &state, &luck);
        let drawn = Sampler::given(&scenario, &belief).draw(Source::forecast(seed, sprint), 0);
        for (index, (item, here)) in scenario.items.iter().zip(&state.items).enumerate() {
            if here.effort_known {
                prop_assert_eq!(drawn.effort[index], luck.effort[index]);
            }
            for benefit in item.benefits.iter().filter(|_| here.amounts_known) {
                prop_assert_eq!(drawn.amount[benefit.slot], luck.amount[benefit.slot]);
            }
        }
        for (strike, here) in drawn.strikes.iter().zip(&state.risks) {
            prop_assert!(strike.is_none_or(|strike| *here == RiskState::Open && strike > sprint));
        }
    }
}

/// The forecast in the middle of a game against the futures of the whole scenario, of which only those are
/// kept that came to the same state.
#[test]
fn a_belief_is_what_is_left_of_all_futures_after_what_happened() {
    let scenario = common::scenario(json!({
        "sprints": 5,
        "team": { "velocity": { "history": [6, 10] } },
        "refinement": { "per_sprint": 0, "rework_chance": 0.5, "rework_extra": 0.5 },
        "stakeholders": [{ "id": "ann", "patience": 0, "trust": 0.5,
                           "escalation": [{ "effect": "cost", "amount": 25 }] }],
        "items": [
            { "id": "a", "effort": 8, "value": [{ "for": "ann", "amount": 4 }] },
            { "id": "b", "effort": common::range(4.0, 6.0, 14.0),
              "value": [{ "for": "ann", "amount": common::range(-5.0, 10.0, 30.0), "when": "once" }] },
            { "id": "c", "effort": 9, "value": [{ "for": "ann", "amount": 20, "when": { "by": 4 } }] },
        ],
        "goals": [{ "items": ["a", "b"], "by": 4, "bonus": common::range(1.0, 2.0, 9.0) }],
        "risks": [{ "id": "r", "chance": 0.7, "from": 2, "to": 5, "impact": [
            { "effect": "velocity", "factor": 0.5, "sprints": 2 }, { "effect": "cost", "amount": 6 },
        ] }],
    }));
    let (first, then) = (items(&scenario, "a"), items(&scenario, "b c"));
    let sampler = Sampler::new(&scenario);
    // Sprint 3 is ordered: `a` met rework and is Done, the risk has not struck, and only `a` is known.
    let wanted = |state: &State| {
        let a = state.item(ItemIx::new(0));
        a.rework_share > 0.0 && a.done() == Some(2) && state.risks[0] == RiskState::Open
    };
    let candidates = (0..).map(|future| sampler.draw(Source::play(1), future));
    let mut histories = candidates.map(|luck| (at_order(&scenario, &luck, &first, 3), luck));
    let (state, luck) = histories.find(|(state, _)| wanted(state)).expect("it happens");
    let belief = Belief::of(&scenario, &state, &luck);
    let result = forecast(&scenario, &belief, &then, 40_000, Source::forecast(1, 3));

    let (mut values, mut done, mut trust) = (Vec::new(), Vec::new(), Vec::new());
    for future in 0..200_000 {
        let luck = sampler.draw(Source::simulation(2), future);
        let mut here = at_order(&scenario, &luck, &first, 3);
        if here != state {
            continue;
        }
        here.order.clone_from(&then);
        play_out(&scenario, &mut Run::new(&scenario, &luck), &mut here, |_, _| ());
        values.push(here.value);
        done.push(f64::from(u8::from(here.item(then[1]).done().is_some())));
        trust.push(here.stakeholders[0].trust);
    }
    assert!(values.len() > 3_000, "{} futures agree with what happened", values.len());
    let spread = |chance: f64| (chance * (1.0 - chance) / 40_000.0).sqrt();
    // The trust of one future lies between 0 and 1, so its deviation is at most a half.
    let rows = [
        (&mut values, result.value.mean, result.value.stderr),
        (&mut done, result.done_by[2][4], spread(result.done_by[2][4])),
        (&mut trust, result.trust[0], 0.5 / 200.0),
    ];
    for (kept, mean, noise) in rows {
        let kept = toporder::sim::Summary::of(kept);
        let noise = noise.hypot(kept.stderr);
        assert!(
            kept.stderr > 0.0 && (kept.mean - mean).abs() < 5.0 * noise,
            "{kept:?} against {mean} ± {noise}"
        );
    }
}

#[test]
fn factors_without_end_stay_finite() {
    let factors: Vec<_> = (0..30)
        .map(|n| json!({ "id": format!("i{n}"), "effort": 0.1, "value": [{ "for": "ann", "amount": 1e12 }], "on_done": [
            { "effect": "value", "items": "all", "factor": 1e12 },
            { "effect": "effort", "items": "all", "factor": 1e12 },
        ] }))
        .collect();
    let scenario = common::scenario(json!({ "items": factors, "team": { "velocity": 1e6 } }));
    let mut game = Game::new(Arc::clone(&scenario), 1);
    for _ in 0..4 {
        game.apply(&Command::RunSprint).unwrap();
    }
    let belief = game.belief();
    for item in scenario.item_indexes() {
        assert!(belief.amount(&scenario, item, 0).high().is_finite());
        assert!(belief.remaining(&scenario, item).high().is_finite());
        assert!(belief.pay_off(&scenario, item, 4).high().is_finite());
    }
    assert!(game.state().value.is_finite());
}
