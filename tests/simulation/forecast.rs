//! Forecasts: what many futures add up to.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use toporder::scenario::{ItemIx, Scenario};
use toporder::sim::sprint::{Run, play_out};
use toporder::sim::stats::percentile;
use toporder::sim::{Belief, Forecast, Futures, Memory, Sampler, Source, State, Summary, forecast};

use crate::common;
use crate::common::held::{assert_close, items, play};

fn from_start(scenario: &Scenario, order: &[ItemIx], futures: u64, seed: u64) -> Forecast {
    forecast(scenario, &Belief::initial(scenario), order, futures, Source::simulation(seed))
}

fn on_threads<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads can be had").install(run)
}

#[test]
fn percentiles_lie_between_the_values_beside_them() {
    // Position (n−1)·p.
    assert_eq!(percentile(&[7.0], 0.9), 7.0);
    assert_close(&[0.1, 0.5, 0.9].map(|p| percentile(&[1.0, 3.0], p)), &[1.2, 2.0, 2.8]);
    let eleven: Vec<f64> = (0..11).map(f64::from).collect();
    assert_close(&[0.1, 0.5, 0.9].map(|p| percentile(&eleven, p)), &[1.0, 5.0, 9.0]);
    assert_close(&[percentile(&[0.0, 10.0, 40.0, 100.0], 0.5)], &[25.0]);
}

#[test]
fn a_summary_is_worked_out_by_hand() {
    // Mean 5; squares 9 + 1 + 1 + 9 = 20, over 3, over 4.
    let summary = Summary::of(&mut [8.0, 2.0, 4.0, 6.0]);
    assert_close(&[summary.mean, summary.stderr], &[5.0, (20.0_f64 / 12.0).sqrt()]);
    assert_close(&[summary.p10, summary.p50, summary.p90], &[2.6, 5.0, 7.4]);
    let one = Summary::of(&mut [-3.0]);
    assert_eq!(one, Summary { mean: -3.0, stderr: 0.0, p10: -3.0, p50: -3.0, p90: -3.0 });
}

#[test]
fn a_forecast_of_what_is_certain_is_certain() {
    // `a` is Done in Sprint 1 and pays 10 in Sprints 2 to 4; `b` is Done in Sprint 3 and pays 10 in Sprint 4.
    let scenario = common::scenario(json!({
        "items": [
            { "id": "a", "effort": 10, "value": [{ "for": "ann", "amount": 10 }] },
            { "id": "b", "effort": 15, "value": [{ "for": "ann", "amount": 10 }] },
            { "id": "c" },
        ],
        "goals": [{ "items": ["a"], "by": 1, "bonus": 0 }, { "items": ["b"], "by": 2 }],
    }));
    let result = from_start(&scenario, &items(&scenario, "a b"), 3, 1);
    let totals: Vec<f64> = result.value_by_sprint.iter().map(|total| total.mean).collect();
    assert_close(&totals, &[0.0, 10.0, 20.0, 40.0]);
    let certain = Summary { mean: 40.0, stderr: 0.0, p10: 40.0, p50: 40.0, p90: 40.0 };
    assert_eq!((result.value, result.futures, result.from), (certain, 3, 1));
    assert_eq!(result.done_by, [vec![1.0; 4], vec![0.0, 0.0, 1.0, 1.0], vec![0.0; 4]]);
    // A goal is reached in time or not, whatever it earns.
    assert_eq!(result.goals, [1.0, 0.0]);
    // Served in Sprints 1 and 3, and not kept waiting for more than 1.
    assert_close(&result.trust, &[0.8]);
    assert_close(&[result.effort.spent, result.effort.idle], &[25.0, 15.0]);
}

#[test]
fn a_future_is_counted_once_however_many_running_totals_there_are() {
    // More running totals than are kept at once: 1,700 futures of 20,000 Sprints.
    let scenario = common::scenario(json!({
        "sprints": 2,
        "benefit_sprints": 20_000,
        "items": [{ "id": "a", "value": [{ "for": "ann", "amount": 3 }] }],
        "goals": [{ "items": ["a"], "bonus": 0 }],
    }));
    let result = from_start(&scenario, &items(&scenario, "a"), 1_700, 1);
    assert_eq!((&result.done_by[..], &result.goals[..]), (&[vec![1.0, 1.0]][..], &[1.0][..]));
    assert_close(&[result.effort.spent, result.effort.idle, result.trust[0]], &[5.0, 15.0, 0.7]);
    // Done in Sprint 1, it pays 3 in every Sprint from 2 on.
    let totals = (0..).zip(&result.value_by_sprint);
    assert_eq!(result.value_by_sprint.len(), 20_000);
    for (sprints, total) in totals {
        assert_eq!(
            (total.mean, total.p10, total.stderr),
            (3.0 * f64::from(sprints), 3.0 * f64::from(sprints), 0.0)
        );
    }
}

#[test]
fn a_forecast_in_play_begins_with_the_sprint_that_is_ordered() {
    let scenario = common::scenario(json!({}));
    let luck = Sampler::new(&scenario).draw(Source::play(1), 0);
    let mut beliefs = Vec::new();
    play(&scenario, &luck, items(&scenario, "a"), |_, state| {
        beliefs.push(Belief::of(&scenario, state, &luck));
        Vec::new()
    });
    // In Sprint 3 `a` is Done; `b` and `c` fit in and pay 10 each in Sprint 4. Paid so far: 10 in Sprint 2.
    let result = forecast(&scenario, &beliefs[2], &items(&scenario, "b c"), 5, Source::simulation(1));
    let totals: Vec<f64> = result.value_by_sprint.iter().map(|total| total.mean).collect();
    assert_eq!(result.from, 3);
    assert_close(&totals, &[20.0, 50.0]);
    assert_eq!(result.done_by[0], [1.0; 4]);
    assert_eq!(result.done_by[1], [0.0, 0.0, 1.0, 1.0]);
    assert_close(&[result.effort.spent, result.effort.idle], &[15.0, 25.0]);
}

/// Value, chances and trust of one future lie within their bounds, and nothing that is Done is undone.
fn assert_sound(scenario: &Scenario, result: &Forecast) -> Result<(), TestCaseError> {
    prop_assert_eq!(result.value_by_sprint.len(), scenario.benefit_sprints as usize);
    prop_assert_eq!(result.value_by_sprint.last(), Some(&result.value));
    for total in &result.value_by_sprint {
        prop_assert!(total.p10 <= total.p50 && total.p50 <= total.p90 && total.stderr >= 0.0);
    }
    for chances in &result.done_by {
        prop_assert_eq!(chances.len(), scenario.sprints as usize);
        prop_assert!(chances.is_sorted());
        prop_assert!(chances.iter().all(|chance| (0.0..=1.0).contains(chance)));
    }
    prop_assert!(result.trust.iter().chain(&result.goals).all(|share| (0.0..=1.0).contains(share)));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_forecast_is_sound(file in common::any::file(), order in common::any::order(), seed: u64) {
        let scenario = common::scenario(file);
        assert_sound(&scenario, &from_start(&scenario, &order, 130, seed))?;
    }

    #[test]
    fn the_number_of_threads_changes_nothing(
        file in common::any::file(), order in common::any::order(), seed: u64,
    ) {
        let scenario = common::scenario(file);
        let run = || from_start(&scenario, &order, 300, seed);
        prop_assert_eq!(on_threads(1, run), on_threads(7, run));
    }

    /// From any belief, and whatever is counted. Future number n is the same whatever the number of futures,
    /// so few futures are the first of many.
    #[test]
    fn a_forecast_is_the_futures_played_one_by_one(
        file in common::any::file(),
        orders in [common::any::order(), common::any::order()],
        seed: u64,
        sprint in 0..=6_u32,
        futures in 1..150_u64,
        (kind, bringers) in (0..3, any::<[u8; 6]>()),
    ) {
        let scenario = common::scenario(match kind {
            0 => smooth(file),
            1 => brought_once(file, bringers),
            _ => file,
        });
        let [before, order] = orders;
        let belief = belief_in(&scenario, &before, sprint.min(scenario.sprints), seed);
        let source = Source::simulation(seed);
        let found = forecast(&scenario, &belief, &order, futures, source);
        let expected = one_by_one(&scenario, &belief, &order, futures, source);
        assert_same(&found, &expected)?;
        // And so are those whose luck was drawn before, in two goes.
        let kept = Arc::new(belief);
        let mut drawn = Futures::draw(Arc::clone(&scenario), kept, source, futures as usize / 3);
        drawn.extend(futures as usize);
        prop_assert_eq!(drawn.forecast(&order), found);
        let from = futures as usize / 4;
        let values = drawn.values(&order, from..futures as usize);
        let ends: Vec<f64> = expected.totals.iter().map(|total| total[total.len() - 1]).collect();
        prop_assert!(close(&values, &ends[from..]), "{:?} are not {:?}", values, &ends[from..]);
        // In memory that another order was run in.
        let mut memory = Memory::default();
        let others = drawn.values_in(&mut memory, &before, 0..futures as usize);
        prop_assert_eq!(others.len(), futures as usize);
        prop_assert_eq!(drawn.values_in(&mut memory, &order, from..futures as usize), values);
    }
}

/// Tenths add up to just above or below a whole number of Sprints, wherever among the items they end.
#[test]
fn a_sprint_may_end_with_an_item_but_for_rounding() {
    let sprints = 4_u32;
    for count in 1..40 {
        let items: Vec<Value> = (0..40)
            .map(|place| {
                let tenths = if place < count { 33.0 / f64::from(count) } else { 7.0 };
                json!({ "id": format!("i{place}"), "effort": tenths / 10.0,
                        "value": [{ "for": "ann", "amount": 1, "when": { "half_life": 1 } }] })
            })
            .collect();
        let file = json!({ "sprints": sprints, "team": { "velocity": 3.3 }, "items": items });
        let scenario = common::scenario(file);
        let order: Vec<ItemIx> = scenario.item_indexes().collect();
        let (belief, source) = (Belief::initial(&scenario), Source::simulation(1));
        let found = forecast(&scenario, &belief, &order, 9, source);
        assert_same(&found, &one_by_one(&scenario, &belief, &order, 9, source)).unwrap();
        assert_eq!(found.done_by[count as usize - 1], [1.0; 4], "{count}");
    }
}

/// A file without risks, refinement, escalations and upkeep: the end of a Sprint changes nothing.
fn smooth(mut file: Value) -> Value {
    let without = |element: &mut Value, field: &str| {
        element.as_object_mut().expect("an object").remove(field);
    };
    without(&mut file, "risks");
    without(&mut file, "refinement");
    for who in file["stakeholders"].as_array_mut().expect("a list") {
        without(who, "escalation");
    }
    for item in file["items"].as_array_mut().expect("a list") {
        without(item, "upkeep");
        if let Some(effects) = item.get_mut("on_done").and_then(Value::as_array_mut) {
            effects.retain(|effect| effect["effect"] != "prevent");
        }
    }
    file
}

/// A file in which each item that arrives is brought by one risk, escalation or item: which, is drawn.
fn brought_once(mut file: Value, bringers: [u8; 6]) -> Value {
    let lists = |file: &mut Value, name: &str, field: &str, visit: &mut dyn FnMut(usize, &mut Vec<Value>)| {
        for (at, element) in file[name].as_array_mut().expect("a list").iter_mut().enumerate() {
            let list = &mut element[field];
            if list.is_null() {
                *list = json!([]);
            }
            visit(at, list.as_array_mut().expect("a list"));
        }
    };
    let places = [("risks", "impact"), ("stakeholders", "escalation"), ("items", "on_done")];
    for (name, field) in places {
        lists(&mut file, name, field, &mut |_, list| list.retain(|effect| effect["effect"] != "arrive"));
    }
    for (item, by) in bringers.into_iter().enumerate() {
        let arrives = by % 2 == 0;
        file["items"][item]["arrives"] = json!(arrives);
        let ((name, field), which) = (places[usize::from(by / 2) % 3], usize::from(by / 6));
        let count = file[name].as_array().map_or(0, Vec::len);
        if arrives && count > 0 {
            let brings = json!({ "effect": "arrive", "items": [common::any::ITEMS[item]] });
            lists(&mut file, name, field, &mut |at, list| {
                if at == which % count {
                    list.push(brings.clone());
                }
            });
        }
    }
    file
}

/// The belief in a Sprint, with one order held so far; 0 is before the first.
fn belief_in(scenario: &Arc<Scenario>, order: &[ItemIx], sprint: u32, seed: u64) -> Belief {
    let luck = Sampler::new(scenario).draw(Source::play(seed), 0);
    let mut belief = Belief::initial(scenario);
    play(scenario, &luck, order.to_vec(), |now, state| {
        if now == sprint {
            belief = Belief::of(scenario, state, &luck);
        }
        Vec::new()
    });
    belief
}

/// What futures come to that are played one by one.
struct OneByOne {
    /// Running totals, future by future.
    totals: Vec<Vec<f64>>,
    ends: Vec<State>,
}

fn one_by_one(
    scenario: &Scenario,
    belief: &Belief,
    order: &[ItemIx],
    futures: u64,
    source: Source,
) -> OneByOne {
    let sampler = Sampler::given(scenario, belief);
    let future = |future| {
        let luck = sampler.draw(source, future);
        let mut state = State { order: order.to_vec(), ..belief.state().clone() };
        let mut totals = Vec::new();
        play_out(scenario, &mut Run::new(scenario, &luck), &mut state, |_, total| totals.push(total));
        if totals.is_empty() {
            totals.push(state.value);
        }
        (totals, state)
    };
    let (totals, ends) = (0..futures).map(future).unzip();
    OneByOne { totals, ends }
}

/// Sums in another order may differ in their last digits.
fn close(found: &[f64], expected: &[f64]) -> bool {
    let size = expected.iter().fold(1.0, |size: f64, figure| size.max(figure.abs()));
    found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= 1e-9 * size)
}

fn assert_same(found: &Forecast, expected: &OneByOne) -> Result<(), TestCaseError> {
    let ends = &expected.ends;
    let mean = |figure: &dyn Fn(&State) -> f64| ends.iter().map(figure).sum::<f64>() / ends.len() as f64;
    for (sprint, total) in found.value_by_sprint.iter().enumerate() {
        let mut sample: Vec<f64> = expected.totals.iter().map(|totals| totals[sprint]).collect();
        // The standard error of what is all but certain is rounding.
        let scale = sample.iter().fold(1.0, |size: f64, figure| size.max(figure.abs()));
        let figures = |s: Summary| [s.mean, s.stderr, s.p10, s.p50, s.p90].map(|figure| figure / scale);
        let summary = figures(Summary::of(&mut sample));
        prop_assert!(close(&figures(*total), &summary), "{:?} is not {:?}", total, summary);
    }
    for (item, chances) in found.done_by.iter().enumerate() {
        for (sprint, chance) in (1..).zip(chances) {
            let is_done = |end: &State| end.items[item].done().is_some_and(|done| done <= sprint);
            prop_assert!(close(&[*chance], &[mean(&|end| f64::from(u8::from(is_done(end))))]));
        }
    }
    for (who, trust) in found.trust.iter().enumerate() {
        prop_assert!(close(&[*trust], &[mean(&|end| end.stakeholders[who].trust)]));
    }
    let effort = [found.effort.spent, found.effort.rework, found.effort.idle];
    let efforts =
        [mean(&|end| end.effort.spent), mean(&|end| end.effort.rework), mean(&|end| end.effort.idle)];
    prop_assert!(close(&effort, &efforts), "{:?} are not {:?}", effort, efforts);
    Ok(())
}

/// A file with luck of every kind, and an order of all of it.
fn eventful() -> (Arc<Scenario>, Vec<ItemIx>) {
    let scenario = common::eventful();
    let order = scenario.item_indexes().collect();
    (scenario, order)
}

#[test]
fn another_seed_is_another_sample() {
    let (scenario, order) = eventful();
    let (one, other) = (from_start(&scenario, &order, 2_000, 1), from_start(&scenario, &order, 2_000, 2));
    assert_ne!(one.value.mean, other.value.mean);
    let noise = one.value.stderr.hypot(other.value.stderr);
    assert!((one.value.mean - other.value.mean).abs() < 5.0 * noise);
}

#[test]
fn the_mean_of_one_item_is_that_of_its_range() {
    // Nothing but the amount matters: 0.5 · (−4 + 4 · 3 + 16) ÷ 6 after a factor, paid once.
    let scenario = common::scenario(json!({
        "items": [{ "id": "a", "value": [{ "for": "ann", "amount": common::range(-4.0, 3.0, 16.0), "when": "once" }] }],
        "risks": [{ "id": "r", "impact": [{ "effect": "value", "items": "all", "factor": 0.5 }] }],
    }));
    let value = from_start(&scenario, &items(&scenario, "a"), 40_000, 1).value;
    assert!((value.mean - 2.0).abs() < 5.0 * value.stderr, "{value:?}");
    let deviation = 0.5 * scenario.items[0].benefits[0].amount.variance().sqrt();
    assert!((value.stderr * 200.0 / deviation - 1.0).abs() < 0.03, "{value:?}");
}

#[test]
fn the_chance_of_a_bonus_is_that_of_its_luck() {
    // `a` is Done in Sprint 1 unless rework of 0.3 makes it Sprint 2; the risk of 0.4 strikes before it in
    // Sprint 1 in half of its cases, and then it takes Sprint 2 as well. In time: 0.7 · (1 − 0.4 ÷ 2).
    let file: Value = json!({
        "refinement": { "per_sprint": 0, "rework_chance": 0.3, "rework_extra": 1 },
        "items": [{ "id": "a", "effort": 8 }],
        "goals": [{ "items": ["a"], "by": 1 }],
        "risks": [{ "id": "r", "chance": 0.4, "from": 1, "to": 2,
                    "impact": [{ "effect": "velocity", "factor": 0.5, "sprints": 1 }] }],
    });
    let scenario = common::scenario(file);
    let result = from_start(&scenario, &items(&scenario, "a"), 40_000, 1);
    let noise = (0.56_f64 * 0.44 / 40_000.0).sqrt();
    assert!((result.goals[0] - 0.56).abs() < 5.0 * noise, "{:?}", result.goals);
    assert_eq!(result.goals[0], result.done_by[0][0]);
    assert!((result.value.mean - 10.0 * result.goals[0]).abs() < 1e-9);
}
