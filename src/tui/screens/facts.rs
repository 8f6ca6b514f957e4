//! What is known about an item, a person and a risk, as text: for panels and screens.

mod people;

pub(super) use self::people::paid_for;
pub(in crate::tui) use self::people::person;
use super::super::context::Session;
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Doc, kind_mark, range_bar};
use super::warnings;
use crate::game::Game;
use crate::game::journal::Coach;
use crate::scenario::{Effect, ItemIx, Range, RiskIx};
use crate::sim::{Forecast, Progress};
use crate::words::{self, Cause, Known};

/// At and above this chance, 85 % as it is shown, a date is firm.
pub(super) const FIRM: f64 = 0.845;

/// Everything that is known about an item.
pub(in crate::tui) fn item(doc: &mut Doc, session: &Session, ix: ItemIx) {
    let game = &session.game;
    let scenario = game.scenario();
    let item = scenario.item(ix);
    doc.para(Role::Strong, &item.title);
    doc.para(Role::Faint, &format!("{} {}: {}", kind_mark(item.kind), item.kind, words::kind(item.kind)));
    if let Some(story) = &item.story {
        doc.gap();
        doc.para(Role::Text, &words::story(story));
    }
    doc.gap();
    effort(doc, session, ix);
    value(doc, session, ix);
    delivery(doc, session, ix);
    for warning in warnings::of_item(session, ix) {
        doc.marked((Role::Bad, "! "), Role::Warn, &words::capitalised(&warning));
    }
    links(doc, game, ix);
    effects(doc, game, &item.on_done);
    if item.upkeep > 0.0 {
        let upkeep = words::amount(item.upkeep, &scenario.effort_unit);
        let line = format!("Once Done, looking after it takes {upkeep} of every Sprint");
        doc.marked((Role::Warn, "• "), Role::Text, &line);
    }
    if !item.acceptance.is_empty() {
        doc.heading("It is Done when");
        item.acceptance.iter().for_each(|line| doc.hanging(Role::Text, "• ", line));
    }
    if let Some(notes) = &item.notes {
        doc.heading("Notes");
        doc.para(Role::Text, notes);
    }
    talks(doc, game, ix);
}

fn effort(doc: &mut Doc, session: &Session, ix: ItemIx) {
    let (game, scenario) = (&session.game, session.game.scenario());
    let (item, state) = (scenario.item(ix), game.state().item(ix));
    let unit = &scenario.effort_unit;
    let remaining = words::span(session.belief.remaining(scenario, ix), unit);
    let text = match state.progress {
        Progress::Done { sprint } => {
            format!("Done in Sprint {sprint}, for {}", words::amount(state.spent, unit))
        }
        Progress::Started { .. } => {
            format!("{remaining} left; {} spent so far", words::amount(state.spent, unit))
        }
        Progress::Waiting if state.effort_known => {
            let guessed = game.decisions().iter().rfind(|then| !then.belief.state().item(ix).effort_known);
            let before = guessed.map(|then| words::span(then.belief.remaining(scenario, ix), unit));
            let before = before.filter(|before| *before != remaining);
            let before = before.map_or_else(String::new, |before| format!(" (before: {before})"));
            format!("{remaining}, as is known now{before}")
        }
        Progress::Waiting => remaining,
    };
    doc.field("Effort", Role::Text, &text);
    if state.progress == Progress::Waiting && !state.refined && item.rework_chance > 0.0 {
        let extra = words::percent(scenario.rework_extra());
        let chance = words::percent(item.rework_chance);
        let line =
            format!("≈ not talked through: {chance} chance of a misunderstanding that costs {extra} more");
        doc.field("", Role::Warn, &line);
    }
}

fn value(doc: &mut Doc, session: &Session, ix: ItemIx) {
    let (game, scenario) = (&session.game, session.game.scenario());
    let benefits = &scenario.item(ix).benefits;
    if benefits.is_empty() {
        doc.field("Value", Role::Text, "pays nothing by itself");
        return;
    }
    for index in 0..benefits.len() {
        let label = if index == 0 { "Value" } else { "" };
        let known = session.belief.amount(scenario, ix, index);
        doc.field(label, Role::Text, &words::benefit(scenario, ix, index, known));
    }
    if game.state().item(ix).done().is_none() && !game.is_over() {
        let sprint = game.sprint();
        let worth = words::span(session.belief.pay_off(scenario, ix, sprint), &scenario.value_unit);
        doc.field("", Role::Faint, &format!("in all {worth} if Done in Sprint {sprint}"));
    }
}

fn delivery(doc: &mut Doc, session: &Session, ix: ItemIx) {
    let game = &session.game;
    let Some(forecast) = session.forecast().filter(|_| game.state().item(ix).done().is_none()) else {
        return;
    };
    let text = match likely_sprint(forecast, ix) {
        Some(sprint) => {
            let chance = chance_by(forecast, ix, sprint);
            let hedge = if chance < FIRM { "probably " } else { "" };
            format!("{hedge}in Sprint {sprint} ({} by then)", words::percent(chance))
        }
        None => "probably not in this game, in this order".to_owned(),
    };
    doc.field("Done", Role::Text, &text);
    if let Some(date) = date(game, ix) {
        let chance = chance_by(forecast, ix, date);
        let role = if chance < 0.5 && session.coach() != Coach::Off { Role::Bad } else { Role::Text };
        let text = format!("by Sprint {date}, its date: {} likely", words::percent(chance));
        doc.field("", role, &text);
    }
}

fn links(doc: &mut Doc, game: &Game, ix: ItemIx) {
    let scenario = game.scenario();
    let item = scenario.item(ix);
    let shown = |other: &&ItemIx| game.state().item(**other).arrived;
    let titled = |other: ItemIx| scenario.item(other).title.as_str();
    let needs: Vec<String> = item
        .requires
        .iter()
        .map(|&other| match game.state().item(other) {
            here if here.done().is_some() => format!("{} (Done)", words::quoted(titled(other))),
            here if here.arrived => words::quoted(titled(other)),
            _ => "something that is not in the Product Backlog yet".to_owned(),
        })
        .collect();
    if !needs.is_empty() {
        doc.field("Needs", Role::Text, &needs.join(", "));
    }
    let unlocks: Vec<String> =
        item.unlocks.iter().filter(shown).map(|&other| words::quoted(titled(other))).collect();
    if !unlocks.is_empty() {
        doc.field("Unlocks", Role::Text, &unlocks.join(", "));
    }
}

fn effects(doc: &mut Doc, game: &Game, effects: &[Effect]) {
    for effect in effects {
        let text = words::effect(game.scenario(), Known::To(game.state()), effect, Cause::Item);
        doc.marked((Role::Accent, "• "), Role::Text, &format!("Once Done: {text}"));
    }
}

fn talks(doc: &mut Doc, game: &Game, ix: ItemIx) {
    let item = game.scenario().item(ix);
    if item.talk.is_empty() {
        return;
    }
    if !game.has_talked(ix) {
        if game.scenario().refined_per_sprint() > 0 && game.state().item(ix).can_be_refined() {
            doc.gap();
            doc.para(Role::Faint, "There is something to ask here: talk about it.");
        }
        return;
    }
    doc.heading("What was said");
    conversation(doc, game, ix);
}

/// The questions about an item, and the answers.
pub(super) fn conversation(doc: &mut Doc, game: &Game, ix: ItemIx) {
    for talk in &game.scenario().item(ix).talk {
        doc.gap();
        doc.marked((Role::Accent, "? "), Role::Strong, &talk.ask);
        doc.marked((Role::Accent, "» "), Role::Text, &talk.answer);
    }
}

/// How many conversations are left in this Sprint; `None` where there never are any, or the game is over.
pub(super) fn talks_left(game: &Game) -> Option<String> {
    let left = match game.talks_left() {
        1 => "1 talk left".to_owned(),
        left => format!("{left} talks left"),
    };
    (game.scenario().refined_per_sprint() > 0 && !game.is_over()).then_some(left)
}

/// Figures in effort units on one scale, one below the other: how an estimate narrows.
pub(super) fn efforts(doc: &mut Doc, unit: &str, lines: &[(&str, Range)]) {
    let most = lines.iter().map(|(_, range)| range.high()).fold(0.0, f64::max);
    let label = lines.iter().map(|(label, _)| text::width(label)).max().unwrap_or(0) + 2;
    let room = doc.columns().saturating_sub(label + 20).clamp(8, 30);
    for (name, range) in lines {
        let figure = words::span(*range, unit);
        let pieces = vec![
            (Role::Faint, text::fit(name, label)),
            (Role::Accent, range_bar(*range, most, room)),
            (Role::Text, format!("  {figure}")),
        ];
        doc.drawn(&format!("{name}: {figure}"), pieces);
    }
}

/// What was known of an item's effort when a Sprint was run: the part of it that was still to be done.
pub(super) fn effort_then(game: &Game, ix: ItemIx, sprint: u32) -> Option<Range> {
    let decision =
        game.decisions().iter().find(|decision| (decision.sprint..=decision.through).contains(&sprint))?;
    Some(decision.belief.remaining(game.scenario(), ix))
}

/// Risks, goals and the forecasts committed in this Sprint.
pub(in crate::tui) fn outlook(doc: &mut Doc, session: &Session) {
    let game = &session.game;
    let scenario = game.scenario();
    if scenario.risks.is_empty() && scenario.goals.is_empty() {
        doc.para(Role::Faint, "There are no risks here, and no goals with a bonus.");
    }
    for (index, goal) in scenario.goals.iter().enumerate() {
        doc.gap();
        doc.title(&format!("Goal {}", index + 1), &goal.title);
        let ix = crate::scenario::GoalIx::new(index);
        doc.para(Role::Text, &words::goal(scenario, Known::To(game.state()), ix));
        let now = match (game.state().goals[index], session.forecast()) {
            (Some(sprint), _) if sprint <= goal.by => format!("reached in Sprint {sprint}"),
            (Some(_), _) => "complete, but too late for the bonus".to_owned(),
            (None, Some(forecast)) => {
                format!("{} likely in this order", words::percent(forecast.goals[index]))
            }
            (None, None) => continue,
        };
        doc.para(Role::Faint, &now);
    }
    for (index, risk) in scenario.risks.iter().enumerate() {
        doc.gap();
        doc.title("Risk", &risk.title);
        doc.para(Role::Text, &risk.text);
        doc.para(Role::Faint, &words::risk_now(scenario, &session.belief, RiskIx::new(index)));
        for effect in &risk.impact {
            let text = words::effect(scenario, Known::To(game.state()), effect, Cause::Risk);
            doc.hanging(Role::Faint, "• ", &text);
        }
    }
    commitments(doc, session);
}

fn commitments(doc: &mut Doc, session: &Session) {
    let game = &session.game;
    if !game.plan().commitments.is_empty() {
        doc.heading("Your forecasts in this Sprint");
        for commitment in &game.plan().commitments {
            doc.hanging(Role::Text, "• ", &words::commitment(game.scenario(), commitment));
        }
    }
}

/// The first Sprint by which an item is Done in at least half of the futures.
pub(crate) fn likely_sprint(forecast: &Forecast, ix: ItemIx) -> Option<u32> {
    let place = forecast.done_by[ix.at()].iter().position(|&chance| chance >= 0.5)?;
    Some(place as u32 + 1)
}

/// The chance that an item is Done by a Sprint; dates after the last Sprint are the last Sprint's.
pub(crate) fn chance_by(forecast: &Forecast, ix: ItemIx, by: u32) -> f64 {
    let chances = &forecast.done_by[ix.at()];
    match (by as usize).min(chances.len()) {
        0 => 0.0,
        place => chances[place - 1],
    }
}

/// The next date of an item that can still be met.
pub(crate) fn date(game: &Game, ix: ItemIx) -> Option<u32> {
    let open = game.state().ended + 1..=game.scenario().sprints;
    game.scenario().dates(ix).filter(|by| open.contains(by)).min()
}
