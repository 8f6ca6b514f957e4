//! Every scenario that ships is worth ordering well, and teaches no wrong lesson: `toporder inspect` says so.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use toporder::inspect::{Depth, Inspection, Inspector, RULES, Requirement, inspect, told};
use toporder::order::player::Player;
use toporder::order::{Estimate, Policy};
use toporder::scenario::load::load_text;
use toporder::scenario::{Scenario, builtin};

use crate::common;

/// The scenario about finding the market, in which the first Sprint must hold an experiment.
const MARKET: &str = "a-market-for-repairs";

/// Enough for verdicts that do not hang on luck, and quick enough for a test.
const VERDICTS: Depth = Depth { futures: 160, slow_futures: 160, placement_futures: 0 };

/// Enough for a scenario with a few items.
const DEPTH: Depth = Depth { futures: 320, slow_futures: 80, placement_futures: 2_048 };

fn shipped() -> Vec<(&'static str, Arc<Scenario>)> {
    let load = |builtin: &builtin::Builtin| {
        load_text(builtin.slug, builtin.text).expect("what is shipped is good").scenario
    };
    builtin::ALL.iter().map(|builtin| (builtin.slug, Arc::new(load(builtin)))).collect()
}

#[test]
fn what_ships_holds_what_a_good_scenario_must() {
    let mut report = String::new();
    let mut inspections: Vec<Inspection> = Vec::new();
    for (slug, scenario) in shipped() {
        let mut inspector = Inspector::new(Arc::clone(&scenario), 1, VERDICTS);
        // Whom the criteria are about plays first.
        while inspector.inspection().skill.is_none() {
            assert!(inspector.step(&|| false), "looking ahead is not all");
        }
        let inspection = inspector.into_inspection();
        for criterion in inspection.criteria(&scenario).iter().filter(|criterion| !criterion.holds) {
            writeln!(report, "{slug} ({}): {}", scenario.level, told::criterion(criterion)).expect("memory");
        }
        let tries = inspection.first_sprint.iter().any(|&item| scenario.item(item).is_experiment());
        if slug == MARKET && !tries {
            writeln!(report, "{slug}: the best first Sprint holds no experiment").expect("memory");
        }
        inspections.push(inspection);
    }
    for rule in RULES {
        let loses = |inspection: &Inspection| {
            let ahead = inspection.ahead_of(Player::Rule(rule)).expect("all have played");
            let share = inspection.share(Player::Rule(rule)).expect("looking ahead makes something");
            ahead.is_gain() && share < 0.75
        };
        if !inspections.iter().any(loses) {
            writeln!(report, "{} loses clearly nowhere", rule.name()).expect("memory");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// Two items that matter, one that does not, and an experiment that tells whether the dear one is worth it.
fn bets() -> Arc<Scenario> {
    let value = |amount| json!([{ "for": "ann", "amount": amount }]);
    let reveal = json!([{ "effect": "reveal", "items": ["bet"] }]);
    common::scenario(json!({
        "sprints": 4,
        "benefit_sprints": 12,
        "team": { "velocity": 5.5 },
        "refinement": null,
        "items": [
            { "id": "sure", "effort": 5, "value": value(json!(10)) },
            { "id": "bet", "effort": 5, "value": value(common::range(-160.0, 20.0, 160.0)) },
            { "id": "ask", "kind": "experiment", "effort": 1, "value": [], "on_done": reveal },
            { "id": "dust", "effort": 0.001, "value": value(json!(0.001)) },
        ],
    }))
}

#[test]
fn items_that_matter_are_told_from_those_that_do_not() {
    let scenario = bets();
    let inspection = inspect(Arc::clone(&scenario), 1, DEPTH);
    assert!(inspection.is_complete);
    assert_eq!(common::ids(&scenario, &inspection.never_matter()), ["dust"]);
    let sure = inspection.placements[0];
    assert!(sure.left_out.mean < 0.0 && sure.left_out.is_clear(), "{sure:?}");
    let experiments = inspection.experiments.expect("there is one");
    assert!(experiments.is_gain(), "{experiments:?}");
    assert_eq!(inspection.conversations, None, "nothing is refined");
    let advice = told::advice(&scenario, &inspection).join("\n");
    assert!(advice.contains("changes nothing: make it tempting"), "{advice}");
}

#[test]
fn figures_do_not_depend_on_who_looks_and_a_stop_leaves_what_is_there() {
    let scenario = bets();
    let depth = Depth { futures: 40, slow_futures: 10, placement_futures: 10 };
    let all = inspect(Arc::clone(&scenario), 7, depth);
    let mut inspector = Inspector::new(Arc::clone(&scenario), 7, depth);
    // Stopped again and again, a little later each time.
    for patience in 0.. {
        let asked = AtomicUsize::new(0);
        let stop = || asked.fetch_add(1, Ordering::Relaxed) > 3 * patience;
        let is_left = inspector.step(&stop);
        if !is_left && inspector.share_done() >= 1.0 {
            break;
        }
    }
    let again = inspector.into_inspection();
    assert_eq!((&all.runs, all.skill, &all.placements), (&again.runs, again.skill, &again.placements));

    let nothing = {
        let mut inspector = Inspector::new(Arc::clone(&scenario), 7, depth);
        assert!(!inspector.step(&|| true));
        inspector.into_inspection()
    };
    assert!(!nothing.is_complete && nothing.runs.is_empty() && nothing.criteria(&scenario).is_empty());
}

#[test]
fn shares_and_differences_are_taken_on_common_futures() {
    let inspection = inspect(bets(), 1, Depth { futures: 64, slow_futures: 16, placement_futures: 8 });
    let [good, par] = [Player::Lookahead, Player::Rule(Policy::Par)];
    let (of_good, of_par) =
        (inspection.values(good).expect("it played"), inspection.values(par).expect("so did it"));
    assert_eq!((of_good.len(), of_par.len()), (16, 64));
    let share = Estimate::of(&of_par[..16]).mean / Estimate::of(of_good).mean;
    assert_eq!(inspection.share(par), Some(share));
    assert_eq!(inspection.share(good), Some(1.0));
    assert_eq!(inspection.planning, inspection.ahead_of(Player::Rule(Policy::Best)));
}

#[test]
fn the_criteria_follow_the_level() {
    let of_level = |level: &str| {
        let scenario = common::scenario(json!({ "level": level }));
        let inspection = inspect(Arc::clone(&scenario), 1, Depth::of(20));
        let criteria = inspection.criteria(&scenario);
        criteria.iter().map(|found| (found.requirement, found.wanted)).collect::<Vec<_>>()
    };
    let rules = |limit: f64| RULES.map(|rule| (Requirement::RuleBelow(rule), limit));
    let random = (Requirement::BestAboveRandom, 0.25);
    assert_eq!(of_level("foundation"), [random]);
    assert_eq!(of_level("practitioner"), [vec![random], rules(0.95).to_vec()].concat());
    let adapting = (Requirement::AdaptingPays, 0.05);
    assert_eq!(of_level("advanced"), [vec![random], rules(0.90).to_vec(), vec![adapting]].concat());
}
