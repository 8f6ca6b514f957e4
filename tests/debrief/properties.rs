//! What must hold for the debrief of every game.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use toporder::debrief::{Fans, Kept, Scorecard, digests, forecasts};
use toporder::game::{Command, Game, Subject};
use toporder::scenario::Scenario;

use crate::build::{apply, commit, near, scenario, stakeholder};

/// A scenario with luck in everything, from a few small numbers.
fn lucky(sprints: u32, run_on: u32, cost: f64, efforts: &[u8]) -> Arc<Scenario> {
    let range = |likely: f64| json!({"low": likely / 2.0, "likely": likely, "high": likely * 3.0});
    let when = [
        json!("recurring"),
        json!("once"),
        json!({"by": 2}),
        json!({"half_life": 2}),
        json!({"fine_after": 1}),
    ];
    let items: Vec<Value> = (0..efforts.len())
        .map(|n| {
            let effort = f64::from(efforts[n]) + 1.0;
            let who = ["ana", "ben"][n % 2];
            let effects = [
                json!([]),
                json!([{"effect": "reveal", "items": "all"}]),
                json!([{"effect": "effort", "items": "all", "factor": 0.9}]),
                json!([{"effect": "cost", "amount": range(2.0)}, {"effect": "arrive", "items": ["i0"]}]),
            ];
            let mut item = json!({
                "id": format!("i{n}"), "title": format!("I{n}"), "kind": "feature", "effort": range(effort),
                "upkeep": f64::from(efforts[n] % 3) / 4.0, "arrives": n == 0,
                "value": [{"for": who, "amount": range(effort * 0.7), "when": when[n % when.len()]}],
                "on_done": if n == 0 { json!([]) } else { effects[n % effects.len()].clone() }
            });
            if n > 2 && n % 3 == 0 {
                item["requires"] = json!([format!("i{}", n - 2)]);
            }
            item
        })
        .collect();
    scenario(json!({
        "sprints": sprints, "benefit_sprints": sprints + run_on, "items": items,
        "team": {"name": "Team", "velocity": range(8.0), "cost_per_sprint": cost},
        "refinement": {"per_sprint": 1, "rework_chance": 0.5, "rework_extra": 0.4},
        "stakeholders": [stakeholder("ana", 0, 0.2, 2.0), stakeholder("ben", 1, 0.6, 1.0)],
        "goals": [{"title": "G", "items": ["i1"], "by": sprints, "bonus": range(9.0)}],
        "risks": [{"id": "r", "title": "R", "text": "t", "chance": 0.5, "from": 1, "to": sprints,
                   "impact": [{"effect": "velocity", "factor": 0.5, "sprints": 1}]}]
    }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_debrief_adds_up(
        (sprints, run_on, cost) in (1_u32..5, 0_u32..3, 0_u8..9),
        efforts in prop::collection::vec(0_u8..12, 4..9),
        (seed, played, rest) in (any::<u64>(), 0_u32..5, any::<bool>()),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6),
    ) {
        let scenario = lucky(sprints, run_on, f64::from(cost), &efforts);
        let mut game = Game::new(Arc::clone(&scenario), seed);
        for (from, to) in &moves {
            let order = game.plan().order.clone();
            let id = scenario.item(order[from.index(order.len())]).id.clone();
            apply(&mut game, Command::Move { item: id, to: to.index(order.len()) + 1 });
        }
        commit(&mut game, Subject::Goal(1), sprints, 70);
        commit(&mut game, Subject::Item("i2".into()), 1, 30);
        (0..played.min(sprints)).for_each(|_| apply(&mut game, Command::RunSprint));
        if rest && !game.is_over() {
            apply(&mut game, Command::RunRest);
        }
        check_scorecard(&game)?;
        check_digests(&game)?;
        check_forecasts(&game)?;
    }
}

fn check_scorecard(game: &Game) -> Result<(), TestCaseError> {
    let (card, state) = (Scorecard::of(game), game.state());
    let accounts = &card.needless.accounts;
    prop_assert!(near(accounts.iter().map(|a| a.effort).sum(), state.effort.spent));
    prop_assert!((0.0..=1.0 + 1e-9).contains(&card.needless.share));
    prop_assert!(accounts.is_sorted_by(|a, b| a.effort >= b.effort));
    // Every unit of effort the team could give costs the same, and all of them what the team cost.
    let used: f64 = accounts.iter().map(|a| a.effort + a.upkeep).sum();
    let cost: f64 = accounts.iter().map(|a| a.cost).sum();
    let team = game.scenario().team.cost_per_sprint * f64::from(state.ended);
    prop_assert!(near(cost * (used + state.effort.idle), team * used));

    let learning = card.learning.expect("amounts are in doubt");
    prop_assert_eq!(learning.len(), state.ended as usize);
    prop_assert!(learning.is_sorted() && learning.iter().all(|share| (0.0..=1.0).contains(share)));
    prop_assert!(near(card.rework.items.iter().map(|r| r.effort).sum(), card.rework.effort));
    if let Some(last) = card.trust.after_sprint.last() {
        prop_assert_eq!(last, &card.trust.now);
    }
    prop_assert_eq!(card.is_final, game.is_over());
    Ok(())
}

fn check_digests(game: &Game) -> Result<(), TestCaseError> {
    let digests = digests(game);
    let mut total = 0.0;
    for (digest, running) in digests.iter().zip(game.running_totals()) {
        total += digest.paid.total();
        prop_assert!(near(total, running));
    }
    let sum = |part: fn(&toporder::debrief::Digest) -> f64| digests.iter().map(part).sum::<f64>();
    prop_assert!(near(sum(|digest| digest.effort.spent), game.state().effort.spent));
    prop_assert!(near(sum(|digest| digest.effort.rework), game.state().effort.rework));
    prop_assert!(near(sum(|digest| digest.effort.idle), game.state().effort.idle));
    for decision in game.decisions() {
        let decided = &decision.plan.order[..decision.plan.order.len().min(toporder::debrief::TOP_ITEMS)];
        prop_assert_eq!(&digests[decision.sprint as usize - 1].top, decided);
    }
    Ok(())
}

fn check_forecasts(game: &Game) -> Result<(), TestCaseError> {
    let made = forecasts(game);
    let kept = Kept::of(game, &made);
    for forecast in &kept.forecasts {
        prop_assert!((0.0..=1.0).contains(&forecast.chance));
        prop_assert!(!game.is_over() || forecast.outcome.is_some());
    }
    let fans = Fans::of(game, &made);
    prop_assert_eq!(fans.latest.len(), game.records().len());
    for (point, record) in fans.latest.iter().zip(game.records()) {
        prop_assert_eq!(point.sprint, record.sprint);
        prop_assert!(point.made_in <= point.sprint && point.actual.is_some());
    }
    Ok(())
}
