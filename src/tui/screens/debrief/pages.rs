//! What stands on the pages of the debrief.

use super::super::super::event::LookedBack;
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Doc, trust_bar};
use super::figure::Figure;
use super::sheet::{Sheet, sprints};
use super::{DebriefScreen, Found, Open, Page};
use crate::debrief::{Digest, FanPoint, TOP_ITEMS, Verdict, digests};
use crate::game::Game;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::Summary;
use crate::words;

impl DebriefScreen {
    /// The text of a page.
    pub(super) fn text(&self, page: Page, columns: u16, found: &Found<'_>) -> Sheet {
        let mut sheet = Sheet::new(columns);
        let (doc, found) = (&mut sheet.doc, *found);
        let looked_back = found.0.and_then(|found| found.looked_back.as_ref());
        match page {
            Page::Feeling => feeling(doc, &self.game),
            Page::Value => self.value(&mut sheet, looked_back),
            Page::Sprints => {
                digests(&self.game).iter().for_each(|digest| sprint(doc, self.game.scenario(), digest));
            }
            Page::Decided => self.decided(&mut sheet, columns, found),
            Page::Moments => self.moments(&mut sheet, found),
            Page::Ladder => self.ladder(&mut sheet, columns, found),
            Page::Knowledge => self.knowledge(&mut sheet, found),
            Page::Scorecard => self.scorecard(&mut sheet),
            Page::People => self.people(doc),
            Page::Said => self.said(&mut sheet, looked_back),
            Page::WhatIf => self.what_if(&mut sheet),
            Page::Questions => questions(doc, self.game.scenario()),
        }
        sheet
    }

    fn what_if(&self, sheet: &mut Sheet) {
        let scenario = self.game.scenario();
        sheet.doc.para(
            Role::Text,
            "Choose a Sprint, change its order, and see what that would have led to with what was known then. \
             Nothing of it is kept.",
        );
        for (place, decision) in self.game.decisions().iter().enumerate() {
            sheet.doc.gap();
            sheet.opens(Open::WhatIf(place));
            sheet.doc.para(Role::Strong, &sprints(decision.sprint, decision.through));
            let top = decision.plan.order.iter().take(TOP_ITEMS);
            let top: Vec<String> = top.map(|&ix| words::quoted(&scenario.item(ix).title)).collect();
            let text = if top.is_empty() { "everything set aside".to_owned() } else { top.join(", ") };
            sheet.doc.hanging(Role::Faint, "  ", &text);
        }
    }

    fn value(&self, sheet: &mut Sheet, looked_back: Option<&LookedBack>) {
        let mut doc = &mut sheet.doc;
        let scenario = self.game.scenario();
        let unit = &scenario.value_unit;
        let total = words::amount(self.game.state().value, unit);
        doc.line(vec![(Role::Strong, format!("In the end: {total}"))]);
        if scenario.benefit_sprints > scenario.sprints {
            let at_end = self.game.running_totals()[scenario.sprints as usize - 1];
            let line = format!(
                "{} when the last Sprint ended; the rest came until Sprint {}",
                words::amount(at_end, unit),
                scenario.benefit_sprints
            );
            doc.para(Role::Faint, &line);
        }
        let Some(looked_back) = looked_back else {
            doc.gap();
            doc.para(Role::Faint, "Computing what was to be expected …");
            return;
        };
        if let Some(last) = looked_back.fans.fans.first().and_then(|fan| fan.points.last()) {
            let last = last.expected;
            let line = format!(
                "With your first order held to the end, {} was to be expected{}.",
                words::amount(last.mean, unit),
                spread(&last, unit)
            );
            sheet.figure(Figure::Expected);
            doc = &mut sheet.doc;
            doc.para(Role::Text, &line);
        }
        let is_in_doubt = |point: &FanPoint| point.expected.p90 > point.expected.p10;
        if looked_back.fans.latest.iter().any(is_in_doubt) {
            let played = looked_back.fans.latest.iter().filter(|point| point.sprint <= scenario.sprints);
            let (inside, all) = played.fold((0, 0), |(inside, all), point| {
                (inside + u32::from(point.is_inside() == Some(true)), all + 1)
            });
            let line = format!(
                "In {inside} of {all} Sprints the result lay in the middle 80 % of what was to be expected \
                 when you had last ordered."
            );
            doc.para(Role::Text, &line);
        }
        doc.gap();
        doc.para(
            Role::Faint,
            "━ what happened   ─ what was to be expected at the start   ░ where it would lie in 8 of 10 cases",
        );
        if scenario.benefit_sprints > scenario.sprints {
            let first = scenario.sprints + 1;
            doc.para(
                Role::Faint,
                &format!(
                    "+{first} and on: Sprints after the last one played, in which what is Done goes on paying"
                ),
            );
        }
    }

    fn scorecard(&self, sheet: &mut Sheet) {
        let scenario = self.game.scenario();
        let card = &self.scorecard;
        let title = |item: ItemIx| words::quoted(&scenario.item(item).title);
        figure(
            sheet,
            "Needless work",
            &words::percent(card.needless.share),
            "of the effort went into items that did not pay what they cost the team, or were never Done",
        );
        for account in card.needless.items() {
            let why = match account.verdict {
                Verdict::NeverDone => "never Done",
                _ if scenario.team.cost_per_sprint == 0.0 => "brought a loss",
                _ => "paid less than its share of the team's cost",
            };
            let effort = words::amount(account.effort, &scenario.effort_unit);
            sheet.doc.hanging(Role::Faint, "    • ", &format!("{}: {effort}, {why}", title(account.item)));
        }
        let sprint = |sprint: Option<u32>| sprint.map_or("never".to_owned(), |s| format!("Sprint {s}"));
        if scenario.team.cost_per_sprint > 0.0 {
            figure(
                sheet,
                "Cost covered",
                &sprint(card.time_to_value.covered),
                "when the running value had first covered what the team had cost by then",
            );
        }
        if card.time_to_value.half.is_some() {
            let half = sprint(card.time_to_value.half);
            figure(sheet, "Half the value", &half, "when half of all the value had been paid");
        }
        if let Some(learning) = &card.learning {
            let after =
                |place: usize| learning.get(place).map_or_else(String::new, |share| words::percent(*share));
            let half = learning.len().div_ceil(2);
            let line = format!(
                "of the doubt about values was cleared up by the end ({} after Sprint {half})",
                after(half.saturating_sub(1))
            );
            figure(
                sheet,
                "Learning",
                &learning.last().map_or_else(String::new, |share| words::percent(*share)),
                &line,
            );
        }
        figure(
            sheet,
            "Rework",
            &words::percent(card.rework.share),
            "of the effort was lost to misunderstandings",
        );
        for item in &card.rework.items {
            let effort = words::amount(item.effort, &scenario.effort_unit);
            sheet.doc.hanging(Role::Faint, "    • ", &format!("{}: {effort}", title(item.item)));
        }
        figure(
            sheet,
            "Trust",
            &words::percent(card.trust.mean),
            "is the people's trust at the end, weighted by their influence",
        );
    }

    fn people(&self, doc: &mut Doc) {
        let scenario = self.game.scenario();
        for (index, who) in scenario.stakeholders.iter().enumerate() {
            doc.gap();
            let now = self.scorecard.trust.now[index];
            let (role, bar) = trust_bar(now, 10);
            doc.line(vec![
                (role, format!("{bar} ")),
                (Role::Strong, who.name.clone()),
                (Role::Text, format!(": {}", words::mood(now))),
            ]);
            doc.hanging(Role::Faint, "           ", &who.role);
            let history = std::iter::once(who.trust)
                .chain(self.scorecard.trust.after_sprint.iter().map(|trust| trust[index]))
                .map(words::percent)
                .collect::<Vec<_>>()
                .join(" → ");
            doc.hanging(Role::Text, "           ", &format!("trust {history}"));
            for escalation in self.scorecard.trust.escalations.iter().filter(|e| e.who.at() == index) {
                let line = format!("escalated at the Review of Sprint {}", escalation.sprint);
                doc.hanging(Role::Bad, "         ! ", &line);
            }
        }
    }
}

/// How the figures of the scorecard are made.
const FORMULAS: &[(&str, &str)] = &[
    (
        "Needless work",
        "Needless work = effort spent on items that did not pay ÷ all effort spent.\n\nAn item did not pay if it was \
         never Done, or if what it truly paid up to the last Sprint that counts is below its share of the team's \
         cost: cost per Sprint × Sprints ÷ all effort × its effort. What helped others is not counted.",
    ),
    (
        "Cost covered",
        "The first Sprint after which the running total of value is at least the team's cost per Sprint × the \
         Sprints played by then.",
    ),
    ("Half the value", "The first Sprint after which the running total is at least half of all value, V."),
    (
        "Learning",
        "Learning after a Sprint = variance of all benefits' amounts that were known by then, because their item \
         was Done or revealed ÷ variance of all of them, as the scenario states them.",
    ),
    (
        "Rework",
        "Rework = effort owed to misunderstandings ÷ all effort spent. Of all work on an item that met rework, that \
         is the share extra ÷ (1 + extra).",
    ),
    (
        "Trust",
        "The mean of everybody's trust at the end, weighted by influence. Trust rises by 10 % when something for \
         them is Done in a Sprint, and falls by 15 % for each Sprint that they wait beyond their patience.",
    ),
];

/// A figure of the scorecard, with what it means.
fn figure(sheet: &mut Sheet, name: &'static str, value: &str, meaning: &str) {
    sheet.doc.gap();
    let formula = FORMULAS.iter().find(|(other, _)| *other == name).map_or("", |(_, formula)| formula);
    sheet.figure(Figure::Card(name, formula));
    let doc = &mut sheet.doc;
    doc.line(vec![(Role::Accent, text::fit(name, 16)), (Role::Strong, value.to_owned())]);
    doc.hanging(Role::Text, "  ", meaning);
}

fn spread(summary: &Summary, unit: &str) -> String {
    let (low, high) = (words::number(summary.p10), words::amount(summary.p90, unit));
    if summary.stderr == 0.0 { String::new() } else { format!(" (in 8 of 10 cases {low} to {high})") }
}

fn feeling(doc: &mut Doc, game: &Game) {
    doc.para(Role::Strong, "Before you look at any figure: how did it feel?");
    doc.gap();
    for question in words::FEELINGS {
        doc.hanging(Role::Text, "• ", question);
    }
    doc.gap();
    doc.para(
        Role::Text,
        "Say it aloud or write a line down. Luck has a part in the result; a good decision can turn out \
         badly, and a poor one well.",
    );
    doc.gap();
    let sprints = words::sprints(game.scenario().sprints);
    doc.para(Role::Faint, &format!("{}, {sprints}, seed {}", game.scenario().title, game.seed()));
}

fn sprint(doc: &mut Doc, scenario: &Scenario, digest: &Digest) {
    let (unit, effort) = (&scenario.value_unit, &scenario.effort_unit);
    let titles = |items: &[ItemIx]| {
        words::list(&items.iter().map(|&ix| words::quoted(&scenario.item(ix).title)).collect::<Vec<_>>())
    };
    doc.gap();
    let is_played = digest.sprint <= scenario.sprints;
    let when = if is_played { "" } else { ", after the last one played" };
    doc.line(vec![
        (Role::Strong, format!("Sprint {}{when}", digest.sprint)),
        (Role::Text, format!("  {}", words::signed(digest.paid.total(), unit))),
    ]);
    let line = |doc: &mut Doc, label: &str, text: &str| {
        doc.marked((Role::Faint, &text::fit(label, 10)), Role::Text, text);
    };
    if !digest.top.is_empty() {
        let top: Vec<String> = digest.top.iter().map(|&ix| words::quoted(&scenario.item(ix).title)).collect();
        line(doc, "on top", &top.join(", "));
    }
    if is_played {
        line(doc, "Done", &if digest.done.is_empty() { "nothing".to_owned() } else { titles(&digest.done) });
    }
    let parts = [
        ("benefits", digest.paid.benefits),
        ("fines", digest.paid.fines),
        ("bonuses", digest.paid.bonuses),
        ("costs", digest.paid.costs),
    ];
    let paid: Vec<String> = parts
        .into_iter()
        .filter(|(_, amount)| *amount != 0.0)
        .map(|(name, amount)| format!("{name} {}", words::signed(amount, unit)))
        .collect();
    if !paid.is_empty() {
        line(doc, "paid", &paid.join(", "));
    }
    if digest.effort.rework > 0.0 || digest.effort.idle > 0.0 {
        let mut text = format!("{} spent", words::amount(digest.effort.spent, effort));
        if digest.effort.rework > 0.0 {
            text += &format!(", {} of it rework", words::number(digest.effort.rework));
        }
        if digest.effort.idle > 0.0 {
            text += &format!("; nothing to do for {}", words::amount(digest.effort.idle, effort));
        }
        line(doc, "effort", &text);
    }
    let mut learned = Vec::new();
    if !digest.revealed.is_empty() {
        learned.push(format!("true worth of {}", titles(&digest.revealed)));
    }
    let refined: Vec<ItemIx> =
        digest.refined.iter().copied().filter(|&item| !words::is_clear(scenario, item)).collect();
    if !refined.is_empty() {
        learned.push(format!("what is meant by {}", titles(&refined)));
    }
    if !learned.is_empty() {
        line(doc, "learned", &learned.join("; "));
    }
    for risk in &digest.struck {
        doc.marked((Role::Bad, "risk      "), Role::Text, &scenario.risks[risk.at()].title);
    }
}

fn questions(doc: &mut Doc, scenario: &Scenario) {
    doc.para(Role::Faint, "No answer to these is the right one. Take one, and two minutes each.");
    for (number, lesson) in (1..).zip(&scenario.lessons) {
        doc.gap();
        doc.hanging(Role::Text, &format!("{number}. "), lesson);
    }
    doc.gap();
    doc.hanging(Role::Text, "» ", "What will you do differently at work next week?");
}
