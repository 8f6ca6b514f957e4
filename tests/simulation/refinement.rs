//! Which items become refined at the end of a Sprint: worked out by hand.

use serde_json::{Value, json};
use toporder::sim::{Belief, Sampler, Source};

use crate::common;
use crate::common::held::{Held, assert_close, hold, items, play};

fn refinement(per_sprint: u32) -> Value {
    json!({ "per_sprint": per_sprint, "rework_chance": 1, "rework_extra": 1 })
}

/// Three Sprints of capacity 10 and items of effort 10 that need 20 unless they are refined.
fn with_refinement(per_sprint: u32, order: &str, talks: [&str; 3]) -> Held {
    let item = |id: &str| json!({ "id": id, "effort": 10 });
    let scenario = common::scenario(json!({
        "sprints": 3,
        "refinement": refinement(per_sprint),
        "items": (["a", "b", "c", "d", "e"].map(item)),
    }));
    let luck = Sampler::new(&scenario).draw(Source::simulation(1), 0);
    play(&scenario, &luck, items(&scenario, order), |sprint, _| items(&scenario, talks[sprint as usize - 1]))
}

#[test]
fn the_first_items_of_the_order_are_refined() {
    // `a` takes Sprints 1 and 2; `b` was refined and takes Sprint 3.
    let held = with_refinement(1, "a b c d e", [""; 3]);
    assert_eq!(held.refined(), ["b", "c", "d"]);
    assert_eq!(held.done_by_sprint(), ["", "a", "b"]);
    let held = with_refinement(3, "a b c d e", [""; 3]);
    assert_eq!(held.refined(), ["b c d", "e", ""]);
    let held = with_refinement(9, "e d c", [""; 3]);
    assert_eq!(held.refined(), ["d c", "", ""], "what is left out of the order is not refined");
}

#[test]
fn talks_come_first_and_then_the_order() {
    let held = with_refinement(2, "a b c d e", ["e", "", ""]);
    assert_eq!(held.refined(), ["e b", "c d", ""]);
    let held = with_refinement(2, "a b c d e", ["e d c", "", ""]);
    assert_eq!(held.refined(), ["e d", "b c", ""], "there are two places only");
}

#[test]
fn a_talk_is_about_any_item_of_the_product_backlog() {
    // One that is left out of the order …
    assert_eq!(with_refinement(2, "a b", ["e", "", ""]).refined(), ["e b", "", ""]);
    // … but not one on which work has started: its place goes to the next.
    assert_eq!(with_refinement(2, "a b c d", ["a e", "", ""]).refined(), ["e b", "c d", ""]);
    // Nor one that is refined already, or Done.
    assert_eq!(with_refinement(1, "a b c d", ["b", "b", "a"]).refined(), ["b", "c", "d"]);
}

#[test]
fn without_places_nothing_is_refined() {
    assert_eq!(with_refinement(0, "a b c d e", ["e", "", ""]).refined(), [""; 3]);
    let held = hold(json!({ "items": [{ "id": "x", "effort": 50 }, { "id": "y" }] }), "x y");
    assert_eq!(held.refined(), [""; 4]);
}

#[test]
fn what_was_left_behind_half_done_is_not_refined() {
    // `x` gets 5 in Sprint 1, then `opener` arrives on top of it.
    let file = json!({
        "refinement": refinement(9),
        "items": [
            { "id": "opener", "effort": 100, "arrives": true },
            { "id": "x", "effort": 100 },
            { "id": "y" },
        ],
        "risks": [{ "id": "r", "from": 2, "to": 2, "impact": [{ "effect": "arrive", "items": ["opener"] }] }],
    });
    assert_eq!(hold(file, "opener x y").refined(), ["y", "", "", ""]);
}

#[test]
fn blocked_items_and_arrivals_at_the_bottom_are_refined_and_what_is_not_there_is_not() {
    let file = json!({
        "refinement": refinement(1),
        "items": [
            { "id": "probe", "effort": 15, "refined": true, "on_done": [{ "effect": "arrive", "items": ["found"] }] },
            { "id": "blocked", "requires": ["x"] },
            { "id": "known", "refined": true },
            { "id": "found", "arrives": true, "effort": 100 },
            { "id": "absent", "arrives": true },
            { "id": "x", "effort": 100 },
        ],
    });
    // Sprint 2 ends with 5 of work on `x`, which is not refined; `found` stands below it.
    let held = hold(file, "absent probe blocked x known");
    assert_eq!(held.refined(), ["blocked", "found", "", ""]);
}

#[test]
fn refinement_follows_the_order_of_its_own_sprint() {
    let scenario = common::scenario(json!({
        "sprints": 2,
        "refinement": refinement(1),
        "items": [{ "id": "a", "effort": 100 }, { "id": "b" }, { "id": "c" }],
    }));
    let luck = Sampler::new(&scenario).draw(Source::simulation(1), 0);
    let (first, second) = (items(&scenario, "a b c"), items(&scenario, "a c"));
    let held = play(&scenario, &luck, first, |sprint, state| {
        if sprint == 2 {
            state.order = second.clone();
        }
        Vec::new()
    });
    assert_eq!(held.refined(), ["b", "c"]);
}

#[test]
fn a_refined_item_is_known_by_its_effort_only() {
    let range = || common::range(2.0, 4.0, 9.0);
    let scenario = common::scenario(json!({
        "sprints": 2,
        "refinement": refinement(1),
        "items": [
            { "id": "a", "effort": 100 },
            { "id": "x", "effort": range(), "value": [{ "for": "ann", "amount": range() }] },
            { "id": "said", "effort": range(), "refined": true },
        ],
        "risks": [{ "id": "r", "from": 2, "to": 2,
                    "impact": [{ "effect": "effort", "items": ["x"], "factor": 3 }] }],
    }));
    let luck = Sampler::new(&scenario).draw(Source::simulation(9), 4);
    let held = play(&scenario, &luck, items(&scenario, "a x"), |_, _| Vec::new());
    let belief = Belief::of(&scenario, &held.state, &luck);
    let [x, said] = [1, 2].map(toporder::scenario::ItemIx::new);
    // Its true effort, tripled since; not its amount. What the file calls refined is no better known.
    assert_close(&[belief.remaining(&scenario, x).low()], &[3.0 * luck.effort[x.at()]]);
    assert!(belief.remaining(&scenario, x).is_certain());
    assert_eq!(belief.amount(&scenario, x, 0), scenario.item(x).benefits[0].amount);
    assert_eq!(belief.remaining(&scenario, said), scenario.item(said).effort);
}
