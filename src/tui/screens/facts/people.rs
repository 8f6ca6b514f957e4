//! What is known about a person: what they want, how they feel, what they have got, and what comes for them.

use super::super::super::context::Session;
use super::super::super::theme::Role;
use super::super::super::widgets::{Doc, trust_bar};
use super::{FIRM, chance_by, likely_sprint};
use crate::game::Game;
use crate::game::journal::Coach;
use crate::scenario::{ItemIx, Scenario, StakeholderIx, When};
use crate::sim::belief::times;
use crate::sim::{Forecast, Paid};
use crate::words::{self, Turn};

/// Items that are named one by one; the others are counted.
const NAMED: usize = 4;

/// A stakeholder: role, wants, trust and mood, what they say, what they have got, and what the order gives them.
pub(in crate::tui) fn person(doc: &mut Doc, session: &Session, ix: StakeholderIx) {
    let game = &session.game;
    let who = &game.scenario().stakeholders[ix.at()];
    let trust = game.state().stakeholders[ix.at()].trust;
    doc.gap();
    doc.para(Role::Strong, &who.name);
    doc.para(Role::Faint, &who.role);
    let said = format!("Trust: {}, {}", words::percent(trust), words::mood(trust));
    doc.drawn(&said, trust_line(trust));
    doc.para(Role::Text, &format!("Wants: {}", who.wants));
    doc.hanging(Role::Accent, "“", &format!("{}”", quote(game, ix)));
    waiting(doc, game, ix);
    got(doc, game, ix);
    if !game.is_over() {
        to_come(doc, session, ix);
    }
}

/// Trust as a bar, in figures, as a face and as a word.
fn trust_line(trust: f64) -> Vec<(Role, String)> {
    let (role, bar) = trust_bar(trust, 8);
    let mood = format!(" {} {}", words::face(trust), words::mood(trust));
    vec![(role, bar), (Role::Text, format!(" {}", words::percent(trust))), (Role::Text, mood)]
}

/// What someone says now: about the last Sprint, and before there was one what they say anyway.
fn quote(game: &Game, ix: StakeholderIx) -> &str {
    let (turn, who) = (Turn::now(game, ix), &game.scenario().stakeholders[ix.at()]);
    let own = words::quote(who, game.sprint()).filter(|_| turn == Turn::NothingYet);
    own.unwrap_or_else(|| turn.remark(ix, game.state().ended))
}

/// How long someone has waited, beside their patience.
fn waiting(doc: &mut Doc, game: &Game, ix: StakeholderIx) {
    let who = &game.scenario().stakeholders[ix.at()];
    let state = &game.state().stakeholders[ix.at()];
    let patience = words::sprints(who.patience);
    if game.is_over() {
        return;
    }
    let (role, text) = match state.waiting {
        _ if state.escalated => (Role::Bad, "! Trust was used up, and they took it further up".to_owned()),
        waits if waits > who.patience => {
            let waits = words::sprints(waits);
            (Role::Bad, format!("! Waits {waits}, longer than their patience ({patience}): trust falls"))
        }
        _ if who.patience == 0 => {
            (Role::Warn, "Trust falls in every Sprint that brings nothing for them".to_owned())
        }
        0 => (Role::Faint, format!("Can wait {patience} before trust falls")),
        waits if waits == who.patience => (
            Role::Warn,
            format!("! Waits {waits} of {patience}: after the next one without anything, trust falls"),
        ),
        waits => (Role::Faint, format!("Waits {waits} of {patience} before trust falls")),
    };
    doc.para(role, &text);
}

/// What was paid for someone so far, value units: benefits, and fines for what came late.
pub(in crate::tui::screens) fn paid_for(game: &Game, ix: StakeholderIx, sprint: Option<u32>) -> f64 {
    let records = game.records().iter().filter(|record| sprint.is_none_or(|sprint| record.sprint == sprint));
    let is_theirs = |what: Paid| match what {
        Paid::Benefit(item, benefit) | Paid::Fine(item, benefit) => {
            game.scenario().item(item).benefits[benefit].stakeholder == ix
        }
        _ => false,
    };
    records
        .flat_map(|record| record.payments())
        .filter(|(_, what)| is_theirs(*what))
        .map(|(paid, _)| paid)
        .sum()
}

fn got(doc: &mut Doc, game: &Game, ix: StakeholderIx) {
    let scenario = game.scenario();
    let done = scenario.item_indexes().filter(|&item| game.state().item(item).done().is_some());
    let done: Vec<String> = done
        .filter(|&item| serves(scenario, item, ix))
        .map(|item| words::quoted(&scenario.item(item).title))
        .collect();
    let paid = paid_for(game, ix, None);
    let verb = if paid < 0.0 { "lost" } else { "got" };
    let paid = words::amount(paid.abs(), &scenario.value_unit);
    let text = match &done[..] {
        [] if game.state().ended == 0 => return,
        [] => format!("Has {verb} {paid} so far: nothing is Done for them"),
        done => format!("Has {verb} {paid} so far; Done for them: {}", words::list(done)),
    };
    doc.para(Role::Text, &text);
}

/// Whether an item that is Done serves someone, as a Sprint Review sees it.
fn serves(scenario: &Scenario, item: ItemIx, who: StakeholderIx) -> bool {
    let mut benefits = scenario.item(item).benefits.iter();
    benefits.any(|benefit| benefit.stakeholder == who && benefit.amount.likely() > 0.0)
}

/// What the order as it stands gives someone, and when.
fn to_come(doc: &mut Doc, session: &Session, ix: StakeholderIx) {
    let (scenario, plan) = (session.game.scenario(), session.game.plan());
    let own = |items: &[ItemIx]| -> Vec<ItemIx> {
        items.iter().copied().filter(|&item| serves(scenario, item, ix)).collect()
    };
    let titles = |items: &[ItemIx]| {
        let titles = items.iter().map(|&item| words::quoted(&scenario.item(item).title));
        words::list(&titles.collect::<Vec<_>>())
    };
    let ordered = own(&plan.order);
    let likely = |item: ItemIx| session.forecast().map_or(Some(0), |forecast| likely_sprint(forecast, item));
    let (mut fits, late): (Vec<ItemIx>, Vec<ItemIx>) =
        ordered.iter().partition(|&&item| likely(item).is_some());
    fits.sort_by_key(|&item| likely(item));
    let expected = session.forecast().filter(|_| session.coach() == Coach::Full);
    let expected = expected.map_or_else(String::new, |forecast| {
        let more = words::amount(expected_for(session, forecast, ix), &scenario.value_unit);
        format!(" about {more} more")
    });
    match fits.len() {
        0 if ordered.is_empty() => doc.para(Role::Warn, "In this order: nothing for them"),
        0 => doc.para(Role::Warn, "In this order: probably nothing for them in this game"),
        _ => doc.para(Role::Text, &format!("In this order:{expected}")),
    }
    for &item in fits.iter().take(NAMED) {
        let title = words::quoted(&scenario.item(item).title);
        doc.hanging(Role::Text, "• ", &format!("{title}{}", when(session.forecast(), item)));
    }
    if fits.len() > NAMED {
        doc.para(Role::Text, &format!("  and {} more after that", fits.len() - NAMED));
    }
    if !late.is_empty() {
        doc.hanging(Role::Faint, "• ", &format!("probably too late: {}", titles(&late)));
    }
    let aside = own(&plan.aside);
    if !aside.is_empty() {
        doc.hanging(Role::Faint, "• ", &format!("not now: {}", titles(&aside)));
    }
}

/// When an item that fits in is likely Done, to be set behind its title.
fn when(forecast: Option<&Forecast>, item: ItemIx) -> String {
    let Some(forecast) = forecast else { return String::new() };
    match likely_sprint(forecast, item) {
        Some(sprint) if chance_by(forecast, item, sprint) >= FIRM => format!(" in Sprint {sprint}"),
        Some(sprint) => format!(" probably in Sprint {sprint}"),
        None => String::new(),
    }
}

/// What open items are expected to pay someone on average when the order is held, value units: what is known of
/// each amount, times the chances of its Sprints. Fines are no part of it.
fn expected_for(session: &Session, forecast: &Forecast, ix: StakeholderIx) -> f64 {
    let (game, scenario) = (&session.game, session.game.scenario());
    let of_item = |&item: &ItemIx| -> f64 {
        let benefits = scenario.item(item).benefits.iter().enumerate();
        let own = benefits.filter(|(_, b)| b.stakeholder == ix && !matches!(b.when, When::FineAfter(_)));
        let mean = |(index, benefit): (usize, &crate::scenario::Benefit)| {
            let chances = (1..).zip(&forecast.done_by[item.at()]);
            let mut before = 0.0;
            let paid: f64 = chances
                .map(|(sprint, &by)| {
                    let times = (by - before) * times(benefit.when, sprint, scenario.benefit_sprints);
                    before = by;
                    times
                })
                .sum();
            paid * session.belief.amount(scenario, item, index).mean()
        };
        own.map(mean).sum()
    };
    let earning: f64 = game
        .state()
        .earning
        .iter()
        .filter(|earning| scenario.item(earning.item).benefits[earning.benefit].stakeholder == ix)
        .map(|earning| earning.amount * f64::from(scenario.benefit_sprints - game.state().ended))
        .sum();
    earning + game.plan().order.iter().map(of_item).sum::<f64>()
}
