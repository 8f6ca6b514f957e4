//! Any scenario: everything that the format can say, in small.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use toporder::scenario::ItemIx;

/// Every scenario here has these items, in this order …
pub(crate) const ITEMS: [&str; 6] = ["i0", "i1", "i2", "i3", "i4", "i5"];
/// … these stakeholders …
const PEOPLE: [&str; 3] = ["s0", "s1", "s2"];
/// … and these risks.
const RISKS: [&str; 3] = ["r0", "r1", "r2"];

/// A scenario with luck, as overrides of [`json`](super::json).
pub(crate) fn file() -> impl Strategy<Value = Value> {
    (1..=6_u32, 0..=4_u32).prop_flat_map(|(sprints, beyond)| {
        let items: Vec<_> = (0..ITEMS.len()).map(item).collect();
        let parts = (velocity(), refinement(), people(), items, goals(sprints), risks(sprints));
        parts.prop_map(move |(velocity, refinement, people, items, goals, risks)| {
            let mut file = json!({
                "sprints": sprints,
                "benefit_sprints": sprints + beyond,
                "team": { "velocity": velocity },
                "stakeholders": people,
                "items": items,
                "goals": goals,
                "risks": risks,
            });
            if let Some(refinement) = refinement {
                file["refinement"] = refinement;
            }
            file
        })
    })
}

/// Some of the items, in any order.
pub(crate) fn order() -> impl Strategy<Value = Vec<ItemIx>> {
    (whole_order(), 0..=ITEMS.len()).prop_map(|(mut order, length)| {
        order.truncate(length);
        order
    })
}

/// All items, in any order.
pub(crate) fn whole_order() -> impl Strategy<Value = Vec<ItemIx>> {
    Just((0..ITEMS.len()).map(ItemIx::new).collect::<Vec<_>>()).prop_shuffle()
}

/// A certain figure or a range, in quarters.
fn figure(low: i32, high: i32) -> impl Strategy<Value = Value> {
    let quarter = move || (4 * low..=4 * high).prop_map(|quarters| f64::from(quarters) / 4.0);
    prop_oneof![
        quarter().prop_map(|figure| json!(figure)),
        [quarter(), quarter(), quarter()].prop_map(|mut bounds| {
            bounds.sort_by(f64::total_cmp);
            super::range(bounds[0], bounds[1], bounds[2])
        }),
    ]
}

fn factor() -> impl Strategy<Value = f64> {
    select(vec![0.25, 0.5, 0.75, 1.0, 1.5, 2.0])
}

fn chance() -> impl Strategy<Value = f64> {
    select(vec![0.0, 0.3, 0.7, 1.0])
}

fn velocity() -> impl Strategy<Value = Value> {
    prop_oneof![figure(0, 15), vec(0..15_u32, 1..4).prop_map(|past| json!({ "history": past })),]
}

fn refinement() -> impl Strategy<Value = Option<Value>> {
    let settings = (0..4_u32, chance(), factor()).prop_map(|(places, chance, extra)| {
        json!({ "per_sprint": places, "rework_chance": chance, "rework_extra": extra })
    });
    prop::option::weighted(0.8, settings)
}

fn people() -> impl Strategy<Value = Vec<Value>> {
    PEOPLE
        .map(|id| {
            (0..3_u32, 0..=4_u32, effects(2)).prop_map(move |(patience, trust, escalation)| {
                let trust = f64::from(trust) / 4.0;
                json!({ "id": id, "patience": patience, "trust": trust, "escalation": escalation })
            })
        })
        .prop_map(Vec::from)
}

fn item(place: usize) -> impl Strategy<Value = Value> {
    let requires = subsequence(&ITEMS[..place], 0..=place.min(2));
    let own = (prop::option::of(chance()), any::<bool>(), prop::bool::weighted(0.3), 0..3_u32);
    (figure(1, 12), vec(benefit(), 0..3), requires, effects(2), own).prop_map(
        move |(effort, value, requires, on_done, (rework_chance, refined, arrives, upkeep))| {
            let mut item = json!({
                "id": ITEMS[place],
                "effort": effort,
                "value": value,
                "requires": requires,
                "on_done": on_done,
                "upkeep": upkeep,
                "refined": refined,
                "arrives": arrives,
            });
            if let Some(chance) = rework_chance {
                item["rework_chance"] = json!(chance);
            }
            item
        },
    )
}

fn benefit() -> impl Strategy<Value = Value> {
    let when = prop_oneof![
        Just(json!("recurring")),
        Just(json!("once")),
        (0..10_u32).prop_map(|by| json!({ "by": by })),
        (1..6_u32).prop_map(|half_life| json!({ "half_life": half_life })),
        (0..10_u32).prop_map(|after| json!({ "fine_after": after })),
    ];
    (select(&PEOPLE[..]), figure(-10, 40), when)
        .prop_map(|(who, amount, when)| json!({ "for": who, "amount": amount, "when": when }))
}

fn effects(most: usize) -> impl Strategy<Value = Vec<Value>> {
    let some = || subsequence(&ITEMS[..], 1..=3);
    let targets = || prop_oneof![3 => some().prop_map(|items| json!(items)), 1 => Just(json!("all"))];
    let effect = prop_oneof![
        (targets(), factor()).prop_map(|(i, f)| json!({ "effect": "effort", "items": i, "factor": f })),
        (targets(), factor()).prop_map(|(i, f)| json!({ "effect": "value", "items": i, "factor": f })),
        factor().prop_map(|f| json!({ "effect": "velocity", "factor": f })),
        (factor(), 1..4_u32).prop_map(|(f, n)| json!({ "effect": "velocity", "factor": f, "sprints": n })),
        figure(-5, 20).prop_map(|amount| json!({ "effect": "cost", "amount": amount })),
        targets().prop_map(|items| json!({ "effect": "reveal", "items": items })),
        subsequence(&RISKS[..], 1..=2).prop_map(|risks| json!({ "effect": "prevent", "risks": risks })),
        some().prop_map(|items| json!({ "effect": "arrive", "items": items })),
        some().prop_map(|items| json!({ "effect": "arrive", "items": items })),
    ];
    vec(effect, 0..=most)
}

fn goals(sprints: u32) -> impl Strategy<Value = Vec<Value>> {
    let goal = (subsequence(&ITEMS[..], 1..=2), 1..=sprints, figure(-5, 30));
    vec(goal.prop_map(|(items, by, bonus)| json!({ "items": items, "by": by, "bonus": bonus })), 0..3)
}

fn risks(sprints: u32) -> impl Strategy<Value = Vec<Value>> {
    RISKS
        .map(|id| {
            (chance(), 1..=sprints, 0..=sprints, effects(2)).prop_map(move |(chance, from, more, impact)| {
                let to = sprints.min(from + more);
                json!({ "id": id, "chance": chance, "from": from, "to": to, "impact": impact })
            })
        })
        .prop_map(Vec::from)
}
