//! Laws that every future of every scenario keeps.

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use toporder::scenario::{ItemIx, TINY};
use toporder::sim::state::RiskState;
use toporder::sim::{Event, Paid, Sampler, Source};

use crate::common;
use crate::common::held::{Held, play};

/// One future of a scenario, with an order held in it.
fn held(file: &Value, order: &[ItemIx], seed: u64) -> Held {
    let scenario = common::scenario(file.clone());
    let luck = Sampler::new(&scenario).draw(Source::simulation(seed), 0);
    play(&scenario, &luck, order.to_vec(), |_, _| Vec::new())
}

fn events(held: &Held) -> impl Iterator<Item = Event> {
    held.records.iter().flat_map(|record| record.events.iter().copied())
}

/// Multiplies a certain figure or a range.
fn scale(figure: &mut Value, factor: f64) {
    match figure {
        Value::Object(fields) => fields.values_mut().for_each(|figure| scale(figure, factor)),
        Value::Array(figures) => figures.iter_mut().for_each(|figure| scale(figure, factor)),
        figure => *figure = json!(figure.as_f64().expect("a figure") * factor),
    }
}

/// The laws below are about everything that can happen, so everything has to happen in their scenarios.
#[test]
fn everything_happens_in_some_scenario() {
    let mut runner = TestRunner::deterministic();
    let cases = (common::any::file(), common::any::order(), any::<u64>());
    let (mut kinds, mut reasons) = (HashSet::new(), HashSet::new());
    for _ in 0..256 {
        let (file, order, seed) = cases.new_tree(&mut runner).expect("nothing is rejected").current();
        for event in events(&held(&file, &order, seed)) {
            kinds.insert(std::mem::discriminant(&event));
            if let Event::Paid { what, .. } = event {
                reasons.insert(std::mem::discriminant(&what));
            }
        }
    }
    assert_eq!((kinds.len(), reasons.len()), (17, 6), "kinds of events and of payments");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_value_is_all_that_was_paid(file in common::any::file(), order in common::any::order(), seed: u64) {
        let held = held(&file, &order, seed);
        let paid: Vec<f64> = held.records.iter().flat_map(|r| r.payments()).map(|(amount, _)| amount).collect();
        let size: f64 = paid.iter().map(|amount| amount.abs()).sum();
        prop_assert!((paid.iter().sum::<f64>() - held.state.value).abs() <= 1e-12 * size);
        prop_assert!((held.paid().iter().sum::<f64>() - held.state.value).abs() <= 1e-12 * size);
        // After the last Sprint played, only benefits and fines are left.
        for record in &held.records[held.scenario.sprints as usize..] {
            let left = |&(_, what): &(f64, Paid)| matches!(what, Paid::Benefit(..) | Paid::Fine(..));
            prop_assert!(record.payments().all(|payment| left(&payment)));
            prop_assert_eq!(record.payments().count(), record.events.len());
        }
    }

    #[test]
    fn effort_spent_and_idle_is_all_capacity(
        file in common::any::file(), order in common::any::order(), seed: u64,
    ) {
        let held = held(&file, &order, seed);
        let effort = held.state.effort;
        let capacity: f64 = held.capacity().iter().sum();
        prop_assert!((effort.spent + effort.idle - capacity).abs() <= 1e-9 * capacity.max(1.0));
        let on_items: f64 = held.state.items.iter().map(|item| item.spent).sum();
        prop_assert!((on_items - effort.spent).abs() <= 1e-9 * capacity.max(1.0));
        prop_assert!(effort.rework >= 0.0 && effort.rework <= effort.spent && effort.idle >= 0.0);
    }

    #[test]
    fn work_is_always_on_the_first_item_of_the_order_on_which_it_is_possible(
        file in common::any::file(), order in common::any::order(), seed: u64,
    ) {
        let held = held(&file, &order, seed);
        let scenario = &held.scenario;
        let items = scenario.item_indexes();
        let mut there: HashSet<ItemIx> = items.filter(|&item| !scenario.item(item).arrives).collect();
        let (mut order, mut done) = (order, HashSet::new());
        for event in events(&held) {
            let possible = |item: ItemIx| {
                let unblocked = scenario.item(item).requires.iter().all(|needed| done.contains(needed));
                there.contains(&item) && !done.contains(&item) && unblocked
            };
            match event {
                Event::Started { item, .. } | Event::Worked { item, .. } => {
                    prop_assert_eq!(order.iter().copied().find(|&item| possible(item)), Some(item));
                }
                Event::Idle(_) => prop_assert!(!order.iter().any(|&item| possible(item))),
                Event::Done(item) => prop_assert!(done.insert(item)),
                Event::Arrived(item) => {
                    prop_assert!(there.insert(item));
                    if !order.contains(&item) {
                        order.push(item);
                    }
                }
                _ => {}
            }
        }
        prop_assert_eq!(order, held.state.order);
    }

    #[test]
    fn what_is_done_took_its_whole_effort_and_what_is_not_has_some_left(
        file in common::any::file(), order in common::any::order(), seed: u64,
    ) {
        let held = held(&file, &order, seed);
        for record in &held.records {
            for pair in record.events.windows(2) {
                let Event::Worked { item, remaining, .. } = pair[0] else { continue };
                prop_assert_eq!(pair[1] == Event::Done(item), remaining == 0.0);
            }
            // Nothing is left to work with when an item is left unfinished.
            let unfinished = |e: &Event| matches!(e, Event::Worked { remaining, .. } if *remaining > 0.0);
            if record.events.iter().any(unfinished) {
                prop_assert!(!record.events.iter().any(|event| matches!(event, Event::Idle(_))));
            }
        }
    }

    #[test]
    fn trust_stays_within_0_and_1_and_nobody_escalates_twice(
        file in common::any::file(), order in common::any::order(), seed: u64,
    ) {
        let held = held(&file, &order, seed);
        let (mut called, mut acted) = (Vec::new(), Vec::new());
        for event in events(&held) {
            match event {
                Event::Trust { before, after, served, waiting, .. } => {
                    prop_assert!((0.0..=1.0).contains(&after) && (after == 0.0 || after > TINY));
                    prop_assert_eq!(served, waiting == 0);
                    prop_assert!((after >= before || !served) && (after <= before || served));
                }
                Event::Escalates(who) => called.push(who),
                Event::Escalated(who) => acted.push(who),
                _ => {}
            }
        }
        let once: HashSet<_> = called.iter().collect();
        prop_assert_eq!(once.len(), called.len());
        prop_assert_eq!(&acted[..], &called[..called.len() - held.state.escalating.len()]);
    }

    #[test]
    fn two_orders_meet_the_same_luck(
        file in common::any::file(),
        one in common::any::order(),
        other in common::any::order(),
        seed: u64,
    ) {
        let (one, other) = (held(&file, &one, seed), held(&file, &other, seed));
        let velocity = |held: &Held| {
            let velocity = |event| match event {
                Event::Capacity { velocity, .. } => Some(velocity),
                _ => None,
            };
            events(held).filter_map(velocity).collect::<Vec<_>>()
        };
        prop_assert_eq!(velocity(&one), velocity(&other));
        for (a, b) in one.state.risks.iter().zip(&other.state.risks) {
            prop_assert!(a == b || *a == RiskState::Prevented || *b == RiskState::Prevented);
        }
        // Where nothing changes efforts, an item takes the same in both.
        if !events(&one).chain(events(&other)).any(|e| matches!(e, Event::EffortChanged { .. })) {
            let plain = |held: &Held| {
                let plain = |event| match event {
                    Event::Started { item, effort, rework } => {
                        Some((item, effort - rework.unwrap_or_default()))
                    }
                    _ => None,
                };
                events(held).filter_map(plain).collect::<std::collections::HashMap<_, _>>()
            };
            let (one, other) = (plain(&one), plain(&other));
            for (item, effort) in one {
                let same = |other: &f64| (other - effort).abs() <= 1e-12 * effort;
                prop_assert!(other.get(&item).is_none_or(same));
            }
        }
    }

    /// An item that pays nothing and changes nothing takes only what the others leave: capacity with nothing
    /// to work on, and places in refinement that nobody wants.
    #[test]
    fn one_more_item_at_the_bottom_changes_nothing_above_it(
        file in common::any::file(), order in common::any::whole_order(), seed: u64, effort in 1..30_u32,
    ) {
        let mut longer = file.clone();
        let extra = json!({ "id": "extra", "effort": effort });
        longer["items"].as_array_mut().expect("a list").push(extra);
        let last = ItemIx::new(order.len());
        let (before, after) = (held(&file, &order, seed), held(&longer, &[&order[..], &[last]].concat(), seed));

        let is_about_it = |event: &Event| match *event {
            Event::Started { item, .. }
            | Event::Worked { item, .. }
            | Event::Done(item)
            | Event::EffortChanged { item, .. }
            | Event::ValueChanged { item, .. }
            | Event::Revealed { item, .. }
            | Event::Refined { item, .. } => item == last,
            Event::Idle(_) => true,
            _ => false,
        };
        for (before, after) in before.records.iter().zip(&after.records) {
            let others = |events: &[Event]| -> Vec<Event> {
                events.iter().copied().filter(|event| !is_about_it(event)).collect()
            };
            prop_assert_eq!(others(&before.events), others(&after.events));
        }
        prop_assert_eq!(before.state.value, after.state.value);
    }

    /// A unit of effort is only a word: in halves of a point, everything is the same.
    #[test]
    fn the_unit_of_effort_does_not_matter(
        file in common::any::file(), order in common::any::order(), seed: u64, power in -3..=3_i32,
    ) {
        let factor = 2.0_f64.powi(power);
        let mut scaled = file.clone();
        scale(&mut scaled["team"]["velocity"], factor);
        for item in scaled["items"].as_array_mut().expect("a list") {
            scale(&mut item["effort"], factor);
            scale(&mut item["upkeep"], factor);
        }
        let (plain, scaled) = (held(&file, &order, seed), held(&scaled, &order, seed));
        prop_assert_eq!(plain.done_by_sprint(), scaled.done_by_sprint());
        prop_assert_eq!(plain.paid(), scaled.paid());
        let capacity: Vec<f64> = plain.capacity().iter().map(|capacity| capacity * factor).collect();
        prop_assert_eq!(capacity, scaled.capacity());
    }

    #[test]
    fn an_item_done_stays_done_and_is_worth_what_it_was(
        file in common::any::file(), order in common::any::order(), seed: u64,
    ) {
        let held = held(&file, &order, seed);
        for pair in held.states.windows(2) {
            for (before, after) in pair[0].items.iter().zip(&pair[1].items) {
                prop_assert!(!before.arrived || after.arrived);
                prop_assert!(!before.refined || after.refined);
                if before.done().is_some() {
                    prop_assert_eq!((after.progress, after.value_factor), (before.progress, before.value_factor));
                    prop_assert_eq!(after.spent, before.spent);
                }
            }
        }
    }
}
