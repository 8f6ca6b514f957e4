//! The scenarios that ship with the program: sound, and worth ordering well.

use std::sync::Arc;

use toporder::order::Policy;
use toporder::scenario::load::load;
use toporder::scenario::{Effect, ItemIx, Scenario, Targets, When, builtin};
use toporder::sim::{Belief, Forecast, Sampler, Source, Summary, forecast};

use crate::common::held::{assert_close, items, play};

fn shipped() -> Vec<(&'static str, Arc<Scenario>)> {
    let ready = |builtin: &builtin::Builtin| {
        let loaded = load(builtin.slug).expect("what is shipped is good");
        (builtin.slug, Arc::new(loaded.scenario))
    };
    builtin::ALL.iter().map(ready).collect()
}

fn soup() -> Arc<Scenario> {
    let (slug, soup) = shipped().swap_remove(0);
    assert_eq!(slug, "soup-on-the-square");
    soup
}

fn simulate(scenario: &Scenario, order: &[ItemIx], futures: u64) -> Forecast {
    forecast(scenario, &Belief::initial(scenario), order, futures, Source::simulation(1))
}

fn by(policy: Policy, scenario: &Scenario) -> Vec<ItemIx> {
    policy.order(scenario, &Belief::initial(scenario), 1)
}

fn means(totals: &[Summary]) -> Vec<f64> {
    totals.iter().map(|total| total.mean).collect()
}

/// Every effect that a scenario can bring about.
fn effects(scenario: &Scenario) -> impl Iterator<Item = &Effect> {
    let of_items = scenario.items.iter().flat_map(|item| &item.on_done);
    let of_risks = scenario.risks.iter().flat_map(|risk| &risk.impact);
    of_items.chain(of_risks).chain(scenario.stakeholders.iter().flat_map(|who| &who.escalation))
}

/// The smallest and the largest value that any order can have: every item pays at its best time, or at its
/// worst, with the factors that could reach it; every bonus and every cost comes, or none.
fn bounds(scenario: &Scenario) -> (f64, f64) {
    let (mut least, mut most) = (0.0, 0.0);
    let mut add = |low: f64, high: f64| {
        least += low.min(0.0);
        most += high.max(0.0);
    };
    let last = f64::from(scenario.benefit_sprints);
    for index in scenario.item_indexes() {
        let reaches = |targets: &Targets| match targets {
            Targets::All => true,
            Targets::Some(items) => items.contains(&index),
        };
        let factors = effects(scenario).filter_map(|effect| match effect {
            Effect::Value { items, factor } if reaches(items) => Some(factor.max(1.0)),
            _ => None,
        });
        let factor: f64 = factors.product();
        for benefit in &scenario.item(index).benefits {
            let (low, high) = (benefit.amount.low() * factor, benefit.amount.high() * factor);
            match benefit.when {
                When::Recurring => add(low * (last - 1.0), high * (last - 1.0)),
                When::Once | When::By(_) | When::HalfLife(_) => add(low, high),
                When::FineAfter(after) => {
                    let times = (last - f64::from(after)).max(0.0);
                    add(-high * times, -low * times);
                }
            }
        }
    }
    for goal in &scenario.goals {
        add(goal.bonus.low(), goal.bonus.high());
    }
    for cost in &scenario.costs {
        add(-cost.high(), -cost.low());
    }
    (least, most)
}

#[test]
fn what_is_shipped_passes_every_check_without_a_doubt() {
    for builtin in &builtin::ALL {
        let loaded = load(builtin.slug).expect("what is shipped is good");
        assert!(loaded.warnings.is_empty(), "{}: {:?}", builtin.slug, loaded.warnings);
    }
}

#[test]
fn no_order_gives_more_than_everything_or_less_than_nothing_but_costs() {
    for (slug, scenario) in shipped() {
        let (least, most) = bounds(&scenario);
        assert!(least <= 0.0 && most > 0.0, "{slug}");
        let sampler = Sampler::new(&scenario);
        for seed in 0..100 {
            let order = Policy::Random.order(&scenario, &Belief::initial(&scenario), seed);
            for length in [0, order.len() / 2, order.len()] {
                let luck = sampler.draw(Source::simulation(seed), length as u64);
                let held = play(&scenario, &luck, order[..length].to_vec(), |_, _| Vec::new());
                let value = held.state.value;
                assert!((least..=most).contains(&value), "{slug}: {value} is not in {least} … {most}");
            }
        }
    }
}

#[test]
fn nobody_works_more_than_there_is_capacity() {
    for (slug, scenario) in shipped() {
        let gains = |effect: &Effect| matches!(effect, Effect::Velocity { factor, .. } if *factor > 1.0);
        assert!(!effects(&scenario).any(gains), "{slug}: the bound below needs velocity to fall only");
        let (_, mean, high) = scenario.team.velocity.spread();
        let (sprints, futures) = (f64::from(scenario.sprints), 2_000);
        // A velocity strays from its mean by less than its largest value.
        let noise = high * (sprints / futures as f64).sqrt();
        for policy in [Policy::Given, Policy::Par, Policy::Smallest] {
            let effort = simulate(&scenario, &by(policy, &scenario), futures).effort;
            let capacity = effort.spent + effort.idle;
            assert!(capacity <= mean * sprints + 5.0 * noise, "{slug}: {capacity} of {}", mean * sprints);
            assert!(
                effort.rework < effort.spent && effort.spent > 0.5 * mean * sprints,
                "{slug}: {effort:?}"
            );
        }
    }
}

#[test]
fn ordering_well_is_worth_the_trouble() {
    for (slug, scenario) in shipped() {
        let given = simulate(&scenario, &by(Policy::Given, &scenario), 2_000).value;
        let rules = [Policy::Value, Policy::Cd3, Policy::Par].map(|policy| by(policy, &scenario));
        let values = rules.map(|order| simulate(&scenario, &order, 2_000).value);
        let best = values.into_iter().reduce(|a, b| if b.mean > a.mean { b } else { a }).expect("three");
        let gain = best.mean - given.mean;
        let is_clear = gain > 10.0 * best.stderr.hypot(given.stderr) && gain > 0.25 * given.mean;
        assert!(is_clear, "{slug}: {best:?} against {given:?}");
    }
}

#[test]
fn there_is_luck_in_all_but_the_first_steps() {
    let certain = ["soup-on-the-square", "course-1-open-the-gate", "course-2-before-the-holidays"];
    for (slug, scenario) in shipped() {
        let value = simulate(&scenario, &by(Policy::Given, &scenario), 100).value;
        assert_eq!(value.stderr > 0.0, !certain.contains(&slug), "{slug}");
    }
}

/// The order of the file, Sprint by Sprint of 15 hours:
///
/// 1. 15 of 16 on `awning`. `cups` is refined.
/// 2. 1 on `awning`, Done; 10 on `cups`, Done; 4 of 12 on `second-soup`. `town-hall-lunch` is refined, although
///    it waits for `thermos`.
/// 3. 8 on `second-soup`, Done; 6 on `thermos`, Done; 1 of 10 on `town-hall-lunch`, refined, so no rework.
///
/// The benefits count to Sprint 6: `awning` 7 in 3 … 6, `cups` 14 + 6 in 3 … 6, `second-soup` 45 and `thermos`
/// 5 in 4 … 6, together 28 + 80 + 135 + 15.
#[test]
fn the_order_of_the_soup_cart_gives_258() {
    let soup = soup();
    let order: Vec<ItemIx> = soup.item_indexes().collect();
    let luck = Sampler::new(&soup).draw(Source::simulation(1), 0);
    let held = play(&soup, &luck, order.clone(), |_, _| Vec::new());
    assert_eq!(held.done_by_sprint(), ["", "awning cups", "second-soup thermos"]);
    assert_eq!(held.refined()[..2], ["cups", "town-hall-lunch"]);
    assert_close(&held.worked("town-hall-lunch"), &[0.0, 0.0, 1.0]);
    assert_close(&held.paid(), &[0.0, 0.0, 27.0, 77.0, 77.0, 77.0]);

    let result = simulate(&soup, &order, 10);
    assert_close(&means(&result.value_by_sprint), &[0.0, 0.0, 27.0, 104.0, 181.0, 258.0]);
    let effort = result.effort;
    assert_close(&[effort.spent, effort.rework, effort.idle], &[45.0, 0.0, 0.0]);
    // Amara is served in Sprints 2 and 3, Giulia and Bao in Sprint 2.
    assert_close(&result.trust, &[0.8, 0.7, 0.7]);
}

/// The lunch first, with what it needs:
///
/// 1. 6 on `thermos`, Done; 9 on `town-hall-lunch`, which takes 15, because nobody talked about it.
/// 2. 6 on `town-hall-lunch`, Done in time; 8 on `card`, Done; 1 of 12 on `second-soup`.
/// 3. 11 on `second-soup`, Done; 4 on `bread`, Done.
///
/// 240, and `thermos` 5 in 2 … 6, `card` 40 in 3 … 6, `second-soup` 45 and `bread` 16 in 4 … 6: 25 + 160 + 135 +
/// 48 more. A third of the 15 is owed to rework.
#[test]
fn a_good_order_of_the_soup_cart_gives_608() {
    let soup = soup();
    let order = items(&soup, "thermos town-hall-lunch card second-soup bread board cups awning");
    let result = simulate(&soup, &order, 10);
    assert_close(&means(&result.value_by_sprint), &[0.0, 245.0, 290.0, 396.0, 502.0, 608.0]);
    let effort = result.effort;
    assert_close(&[effort.spent, effort.rework, effort.idle], &[45.0, 5.0, 0.0]);
    // Amara is served in every Sprint, the others in none: they wait three Sprints, one more than they like.
    assert_close(&result.trust, &[0.9, 0.45, 0.45]);
}

/// The same, but for a talk about the lunch before anybody starts it:
///
/// 1. The lunch is set aside. 6 on `thermos`, Done; 8 on `card`, Done; 1 of 4 on `bread`. The lunch is refined.
/// 2. 10 on `town-hall-lunch`, Done; 3 on `bread`, Done; 2 of 3 on `board`.
/// 3. 1 on `board`, Done; 12 on `second-soup`, Done; 2 of 10 on `cups`.
///
/// 240, and `thermos` 5 and `card` 40 in 2 … 6, `bread` 16 in 3 … 6, `board` 12 + 2 and `second-soup` 45 in 4 … 6:
/// 25 + 200 + 64 + 42 + 135 more.
#[test]
fn a_talk_in_time_makes_it_706() {
    let soup = soup();
    let luck = Sampler::new(&soup).draw(Source::simulation(1), 0);
    let first = items(&soup, "thermos card bread board second-soup cups awning");
    let then = items(&soup, "town-hall-lunch bread board second-soup cups awning");
    let talk = items(&soup, "town-hall-lunch");
    let held = play(&soup, &luck, first, |sprint, state| match sprint {
        1 => talk.clone(),
        _ => {
            state.order.clone_from(&then);
            Vec::new()
        }
    });
    assert_eq!(held.done_by_sprint(), ["thermos card", "town-hall-lunch bread", "board second-soup"]);
    assert_close(&held.paid(), &[0.0, 285.0, 61.0, 120.0, 120.0, 120.0]);
    assert_close(&[held.state.value, held.state.effort.rework], &[706.0, 0.0]);
}
