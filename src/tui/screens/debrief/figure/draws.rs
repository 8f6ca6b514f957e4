//! The draws behind the luck of a decision: what came out, beside what could have come.

use super::super::super::super::theme::Role;
use super::super::super::super::widgets::Doc;
use crate::game::Game;
use crate::scenario::{ItemIx, Range, RiskIx, Scenario, TINY};
use crate::sim::{Belief, Event, SprintRecord};
use crate::words;

/// Everything that was drawn between a decision and the next one, or the end.
pub(super) fn draws(doc: &mut Doc, game: &Game, place: usize) {
    let Some(decision) = game.decisions().get(place) else { return };
    let scenario = game.scenario();
    let after = game.decisions().get(place + 1).map_or_else(|| game.belief(), |next| next.belief.clone());
    let played = game.records().iter().filter(|r| (decision.sprint..=decision.through).contains(&r.sprint));
    doc.heading("What was drawn");
    for record in played {
        work(doc, scenario, &decision.belief, record);
    }
    known(doc, scenario, &decision.belief, &after);
    risks(doc, game, &decision.belief, decision.sprint, decision.through);
}

/// A word for where a draw came out.
fn beside(drawn: f64, range: Range) -> String {
    let mean = range.mean();
    let than = match drawn - mean {
        more if more.abs() <= TINY * mean.abs().max(1.0) => "as on average".to_owned(),
        more if more > 0.0 => format!("{} more than on average", words::number(more)),
        less => format!("{} less than on average", words::number(-less)),
    };
    format!("{} to {} was possible, {than}", words::number(range.low()), words::number(range.high()))
}

fn work(doc: &mut Doc, scenario: &Scenario, before: &Belief, record: &SprintRecord) {
    for event in &record.events {
        match *event {
            Event::Capacity { velocity, .. } => {
                let (low, mean, high) = scenario.team.velocity.spread();
                let spread = if low < high {
                    let [low, high, mean] = [low, high, mean].map(words::number);
                    format!("{low} to {high} was possible, {mean} on average")
                } else {
                    "it never differs".to_owned()
                };
                let velocity = words::amount(velocity, &scenario.effort_unit);
                let line = format!("Sprint {}: velocity {velocity}; {spread}", record.sprint);
                doc.hanging(Role::Text, "• ", &line);
            }
            Event::Started { item, effort, rework } => {
                let title = words::quoted(&scenario.item(item).title);
                let own = effort - rework.unwrap_or_default();
                let range = before.remaining(scenario, item);
                if !range.is_certain() {
                    let effort = words::amount(own, &scenario.effort_unit);
                    let line = format!("{title}: effort {effort}; {}", beside(own, range));
                    doc.hanging(Role::Text, "• ", &line);
                }
                if let Some(extra) = rework {
                    let effort = words::amount(extra, &scenario.effort_unit);
                    doc.hanging(Role::Text, "• ", &format!("{title}: met rework, {effort} more"));
                } else if scenario.item(item).rework_chance > 0.0 && !before.state().item(item).refined {
                    let chance = words::percent(scenario.item(item).rework_chance);
                    doc.hanging(Role::Faint, "• ", &format!("{title}: no rework; the chance was {chance}"));
                }
            }
            _ => {}
        }
    }
}

/// Amounts that became known.
fn known(doc: &mut Doc, scenario: &Scenario, before: &Belief, after: &Belief) {
    let items = scenario.item_indexes().filter(|item| before.state().item(*item).arrived);
    for item in items.collect::<Vec<ItemIx>>() {
        for index in 0..scenario.item(item).benefits.len() {
            let (could, came) = (before.amount(scenario, item, index), after.amount(scenario, item, index));
            if could.is_certain() || !came.is_certain() {
                continue;
            }
            let title = words::quoted(&scenario.item(item).title);
            let benefit = words::benefit(scenario, item, index, came);
            let line = format!("{title}: {benefit}; {}", beside(came.mean(), could));
            doc.hanging(Role::Text, "• ", &line);
        }
    }
}

/// Risks that could strike after the decision, and whether they did.
fn risks(doc: &mut Doc, game: &Game, before: &Belief, from: u32, through: u32) {
    let scenario = game.scenario();
    for (index, risk) in scenario.risks.iter().enumerate() {
        let Some((chance, first, _)) = before.risk(scenario, index) else { continue };
        // The risks of the next Sprint strike before the next decision.
        if first > through + 1 || through == scenario.sprints && first > through {
            continue;
        }
        let ix = RiskIx::new(index);
        let span = from + 1..=through + 1;
        let records = game.records().iter().chain([game.opening()]);
        let mut events = records.filter(|record| span.contains(&record.sprint)).flat_map(|r| &r.events);
        let verdict =
            if events.any(|event| *event == Event::Struck(ix)) { "struck" } else { "did not strike" };
        let chance = words::percent(chance);
        let line = format!("{}: {verdict}; the chance was {chance} in the Sprints left to it", risk.title);
        doc.hanging(Role::Text, "• ", &line);
    }
}
