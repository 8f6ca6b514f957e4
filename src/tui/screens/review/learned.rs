//! What was learned in a Sprint, and how estimates narrowed.

use super::super::super::theme::Role;
use super::super::super::widgets::Doc;
use super::super::facts;
use crate::game::Game;
use crate::scenario::{ItemIx, Range};
use crate::sim::{Event, Known, SprintRecord};
use crate::words;

/// What is known that was not known before.
pub(super) fn learned(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let scenario = game.scenario();
    let is_news = |event: &&Event| {
        matches!(
            event,
            Event::Revealed { .. }
                | Event::Refined { .. }
                | Event::Prevented(_)
                | Event::Arrived(_)
                | Event::EffortChanged { .. }
                | Event::ValueChanged { .. }
                | Event::VelocityChanged { .. }
                | Event::Started { rework: Some(_), .. }
        )
    };
    let mut is_first = true;
    for event in record.events.iter().filter(is_news) {
        let Some(line) = words::event(scenario, words::Known::To(game.state()), event) else { continue };
        if std::mem::take(&mut is_first) {
            doc.heading("What was learned");
        }
        doc.hanging(Role::Text, "• ", &line);
        match *event {
            Event::Refined { item, effort, .. } => narrowed(doc, game, record, (item, effort)),
            Event::Revealed { item, effort } => {
                narrowed(doc, game, record, (item, effort));
                worth(doc, game, record, item);
            }
            _ => {}
        }
    }
}

/// How the estimate of an item's effort narrowed, on one scale.
fn narrowed(doc: &mut Doc, game: &Game, record: &SprintRecord, (item, effort): (ItemIx, f64)) {
    let before = facts::effort_then(game, item, record.sprint).filter(|before| !before.is_certain());
    if let Some(before) = before {
        let lines = [("  before", before), ("  now", Range::certain(effort))];
        facts::efforts(doc, &game.scenario().effort_unit, &lines);
    }
}

/// What an item turned out to be worth.
fn worth(doc: &mut Doc, game: &Game, record: &SprintRecord, item: ItemIx) {
    let (scenario, next) = (game.scenario(), record.sprint + 1);
    if next > scenario.sprints || scenario.item(item).benefits.is_empty() {
        return;
    }
    let worth = |known: Known<'_>| words::span(known.pay_off(scenario, item, next), &scenario.value_unit);
    let decision = |sprint: u32| game.decisions().iter().rfind(move |decision| decision.sprint <= sprint);
    let Some(before) = decision(record.sprint).map(|decision| worth(decision.belief.known())) else { return };
    let after = decision(next).filter(|decision| decision.sprint == next);
    let now = after.map_or_else(|| worth(game.known()), |after| worth(after.belief.known()));
    if now != before {
        let line = format!("worth {now} in all if Done in Sprint {next}; before, {before} was expected");
        doc.hanging(Role::Text, "  ", &line);
    }
}
