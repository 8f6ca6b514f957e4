//! What was said before a Sprint, held against what happened: its goal, the reason for the order, and forecasts.

use super::super::super::context::Story;
use super::super::super::theme::Role;
use super::super::super::widgets::Doc;
use super::super::facts;
use crate::game::{Commitment, Decision, Game, Subject};
use crate::scenario::ItemIx;
use crate::sim::{Forecast, SprintRecord};
use crate::words;

/// The decision that was taken for just this Sprint.
fn decision<'g>(game: &'g Game, record: &SprintRecord) -> Option<&'g Decision> {
    game.decisions().iter().find(|decision| decision.sprint == record.sprint)
}

/// The Sprint Goal, and whether it was met.
pub(super) fn goal(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let goal = decision(game, record).and_then(|decision| words::sprint_goal(game, decision));
    let Some((met, text)) = goal else { return };
    let (mark, role) = match met {
        Some(true) => ("✓ ", Role::Good),
        Some(false) => ("✗ ", Role::Bad),
        None => ("? ", Role::Accent),
    };
    doc.gap();
    doc.marked((role, mark), Role::Text, &text);
}

/// The reason for the order, held against what happened.
pub(super) fn reason(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let Some(decision) = decision(game, record) else { return };
    let Some(reason) = &decision.plan.reason else { return };
    doc.heading("Your reason");
    doc.para(Role::Text, &format!("You said why you ordered like this: {}", words::quoted(reason)));
    let done: Vec<ItemIx> = record.done().collect();
    let brought = words::signed(record.value(), &game.scenario().value_unit);
    let what = match done.len() {
        0 => "nothing became Done".to_owned(),
        1 => "one item became Done".to_owned(),
        n => format!("{n} items became Done"),
    };
    let question = format!("Then {what}, and the Sprint brought {brought}. Does the reason still hold?");
    doc.marked((Role::Accent, "? "), Role::Text, &question);
}

/// What was committed for this Sprint and whether it came true, and what is open still.
pub(super) fn forecasts(doc: &mut Doc, story: &Story<'_>, record: &SprintRecord) {
    let game = story.game;
    let made = game.decisions().iter().filter(|decision| decision.sprint <= record.sprint);
    let all: Vec<&Commitment> = made.flat_map(|decision| &decision.plan.commitments).collect();
    let (due, open): (Vec<&Commitment>, Vec<&Commitment>) = all
        .into_iter()
        .filter(|commitment| commitment.by >= record.sprint)
        .partition(|commitment| commitment.by == record.sprint);
    if due.is_empty() && open.is_empty() {
        return;
    }
    doc.heading("Your forecasts");
    for commitment in due {
        // It is due by now, so it is decided.
        let is_done = game.outcome(commitment) == Some(true);
        let (mark, role) = if is_done { ("✓ ", Role::Good) } else { ("✗ ", Role::Bad) };
        let title = words::subject(game.scenario(), &commitment.subject);
        let verdict = if is_done { "is Done" } else { "is not Done" };
        let line = format!(
            "{} {verdict}; you were {} % sure that it would be",
            words::quoted(title),
            commitment.percent
        );
        doc.marked((role, mark), Role::Text, &line);
    }
    let after = story.found(record.sprint + 1);
    for commitment in open {
        let said = words::commitment(game.scenario(), commitment);
        let now = if is_done(game, commitment, record.sprint) {
            "it is Done already".to_owned()
        } else {
            match after.and_then(|after| chance(game, after, commitment)) {
                Some(chance) => format!("still open, now {}", words::percent(chance)),
                None => "still open".to_owned(),
            }
        };
        doc.hanging(Role::Text, "• ", &format!("{said}; {now}"));
    }
}

/// Whether what a forecast is about was Done by the end of a Sprint.
fn is_done(game: &Game, commitment: &Commitment, sprint: u32) -> bool {
    let done = match &commitment.subject {
        Subject::Item(id) => game.scenario().item_named(id).and_then(|item| game.state().item(item).done()),
        Subject::Goal(place) => place.checked_sub(1).and_then(|index| game.state().goals[index]),
    };
    done.is_some_and(|done| done <= sprint)
}

/// The chance of what was committed, as the forecast has it now.
fn chance(game: &Game, forecast: &Forecast, commitment: &Commitment) -> Option<f64> {
    match &commitment.subject {
        Subject::Item(id) => {
            let item = game.scenario().item_named(id)?;
            Some(facts::chance_by(forecast, item, commitment.by))
        }
        // A forecast tells the chance of a goal at its own date only.
        Subject::Goal(place) => {
            let index = place.checked_sub(1)?;
            (game.scenario().goals[index].by == commitment.by).then(|| forecast.goals[index])
        }
    }
}
