//! Forecasts kept, value against forecast, and digests against figures worked out by hand.

use std::sync::Arc;

use serde_json::json;
use toporder::debrief::{DECISION_FUTURES, Fans, Kept, digests, forecasts};
use toporder::game::{Command, Game, Subject};
use toporder::sim::forecast;

use crate::build::{apply, assert_near, commit, four_items, held, item, pays, scenario, start};

#[test]
fn forecasts_kept_are_scored_beside_the_simulation() {
    let scenario = scenario(json!({
        "items": [item("a", 10.0, json!({})), item("b", 20.0, json!({}))],
        "goals": [{"title": "G", "items": ["a", "b"], "by": 4, "bonus": 1}]
    }));
    let mut game = start(&scenario);
    commit(&mut game, Subject::Item("a".into()), 1, 80);
    commit(&mut game, Subject::Item("b".into()), 2, 90);
    commit(&mut game, Subject::Goal(1), 2, 10);
    commit(&mut game, Subject::Goal(1), 4, 50);
    apply(&mut game, Command::RunSprint);
    let kept = Kept::of(&game, &forecasts(&game));
    let outcomes: Vec<_> = kept.forecasts.iter().map(|f| f.outcome).collect();
    assert_eq!(outcomes, [Some(true), None, None, None]);
    assert_near(kept.mean_brier.expect("one is decided"), 0.04);

    apply(&mut game, Command::RunRest);
    let kept = Kept::of(&game, &forecasts(&game));
    let rows: Vec<_> = kept.forecasts.iter().map(|f| (f.sprint, f.outcome, f.chance)).collect();
    // Goal 1 is reached in Sprint 3, whatever its own date.
    let expected = [(1, Some(true), 1.0), (1, Some(false), 0.0), (1, Some(false), 0.0), (1, Some(true), 1.0)];
    assert_eq!(rows, expected);
    assert_near(kept.mean_brier.expect("all are decided"), (0.04 + 0.81 + 0.01 + 0.25) / 4.0);
    assert_eq!(kept.mean_brier_of_simulation, Some(0.0));
}

#[test]
fn the_simulation_is_as_unsure_as_the_luck_is() {
    let scenario = scenario(json!({
        "team": {"name": "Team", "velocity": {"history": [5, 15]}},
        "items": [item("a", 10.0, json!({}))]
    }));
    let mut game = start(&scenario);
    commit(&mut game, Subject::Item("a".into()), 1, 50);
    let source = game.forecast_source();
    let shown = forecast(&scenario, &game.belief(), &game.plan().order, DECISION_FUTURES, source);
    apply(&mut game, Command::RunRest);
    let made = forecasts(&game);
    assert_eq!(made[0], shown, "the futures of play are met again");
    let kept = Kept::of(&game, &made);
    // A fair coin 2,000 times: four standard deviations are 0.045.
    assert!((kept.forecasts[0].chance - 0.5).abs() < 0.045, "{}", kept.forecasts[0].chance);
    assert_near(kept.forecasts[0].brier().expect("decided"), 0.25);
}

#[test]
fn without_luck_every_result_is_the_forecast() {
    let mut game = start(&four_items(5.0));
    apply(&mut game, Command::RunSprint);
    apply(&mut game, Command::RunRest);
    let fans = Fans::of(&game, &forecasts(&game));
    assert_eq!(fans.inside(), (6, 6));
    let shape: Vec<_> = fans.fans.iter().map(|f| (f.made_in, f.through, f.points.len())).collect();
    assert_eq!(shape, [(1, 1, 6), (2, 4, 5)]);
    let made: Vec<_> = fans.latest.iter().map(|point| (point.sprint, point.made_in)).collect();
    assert_eq!(made, [(1, 1), (2, 2), (3, 2), (4, 2), (5, 2), (6, 2)]);
    assert_near(fans.latest[5].expected.mean, 15.0);
}

#[test]
fn four_results_in_five_fall_between_p10_and_p90() {
    let scenario = scenario(json!({
        "sprints": 2,
        "items": [item("a", 10.0, pays(json!({"low": 0, "likely": 3, "high": 20}), json!("recurring")))]
    }));
    let inside = (0..200).filter(|&seed| {
        let mut game = Game::new(Arc::clone(&scenario), seed);
        apply(&mut game, Command::RunRest);
        let fans = Fans::of(&game, &forecasts(&game));
        fans.latest[1].is_inside() == Some(true)
    });
    // Binomial with n = 200 and p = 0.8: mean 160, four standard deviations are 22.6.
    let inside = inside.count() as f64;
    assert!((inside - 160.0).abs() < 22.6, "{inside}");
}

#[test]
fn a_digest_tells_the_sprint_in_short() {
    let scenario = scenario(json!({
        "sprints": 3, "benefit_sprints": 4,
        "refinement": {"per_sprint": 1, "rework_chance": 0, "rework_extra": 0},
        "items": [
            item("scout", 4.0, json!({"on_done": [
                {"effect": "arrive", "items": ["new"]}, {"effect": "cost", "amount": 2},
                {"effect": "reveal", "items": ["new"]}]})),
            item("a", 4.0, pays(json!(3), json!("recurring"))),
            item("law", 30.0, pays(json!(5), json!({"fine_after": 2}))),
            item("new", 4.0, json!({"arrives": true}))
        ],
        "goals": [{"title": "G", "items": ["a"], "bonus": 7}]
    }));
    let digests = digests(&held(&scenario));
    let ids = |items: &[toporder::scenario::ItemIx]| items.iter().map(|item| item.at()).collect::<Vec<_>>();
    let first = &digests[0];
    assert_eq!((ids(&first.top), ids(&first.done)), (vec![0, 1, 2], vec![0, 1]));
    assert_eq!((ids(&first.arrived), ids(&first.revealed), ids(&first.refined)), (vec![3], vec![3], vec![3]));
    assert_eq!((first.paid.bonuses, first.paid.costs, first.paid.total()), (7.0, -2.0, 5.0));
    assert_eq!((first.effort.spent, first.effort.idle), (10.0, 0.0));
    assert!(first.trust[0].served);
    // What arrived stands at the bottom, and what is Done is gone.
    assert_eq!(ids(&digests[1].top), [2, 3]);
    assert_eq!((digests[2].paid.benefits, digests[2].paid.fines), (3.0, -5.0));
    assert_eq!((digests[3].sprint, ids(&digests[3].top), digests[3].paid.total()), (4, vec![], -2.0));
}

#[test]
fn what_arrives_at_a_start_is_in_the_order_unless_it_was_set_aside() {
    let arrive = |id: &str, sprint: u32| {
        json!({"id": id, "title": id, "text": "t", "chance": 1, "from": sprint, "to": sprint,
               "impact": [{"effect": "arrive", "items": [id]}]})
    };
    let scenario = scenario(json!({
        "items": [
            item("a", 90.0, json!({})), item("b", 1.0, json!({"arrives": true})),
            item("c", 1.0, json!({"arrives": true}))
        ],
        "risks": [arrive("b", 1), arrive("c", 2)]
    }));
    let mut game = start(&scenario);
    apply(&mut game, Command::Order { items: vec!["a".into()] });
    apply(&mut game, Command::RunRest);
    let tops: Vec<Vec<usize>> =
        digests(&game).iter().map(|digest| digest.top.iter().map(|item| item.at()).collect()).collect();
    assert_eq!(tops, [vec![0], vec![0, 2], vec![0, 2], vec![0, 2]]);
}
