//! The Sprint Review: what is Done, what it brought, what was learned, who is glad and who is not.

use super::super::context::Context;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll, trust_bar};
use super::{Screen, Step, View, draw_header, screen_area, text_area};
use crate::game::{Decision, Game};
use crate::scenario::{ItemIx, TINY};
use crate::sim::{Event, SprintRecord};
use crate::words::{self, Known};

/// Which Sprint is looked at, and how far it is read.
#[derive(Debug)]
pub(in crate::tui) struct Review {
    shown: usize,
    /// Whether it is looked at again, so that closing it goes back to where one was.
    again: bool,
    scroll: Scroll,
}

impl Review {
    /// The review of a Sprint that was just run.
    pub(super) fn first(shown: usize) -> Self {
        Self { shown, again: false, scroll: Scroll::default() }
    }

    /// The review of a Sprint of long ago.
    pub(super) fn again(shown: usize) -> Self {
        Self { shown, again: true, scroll: Scroll::default() }
    }

    fn turn(&mut self, game: &Game, forwards: bool) {
        let last = played(game).saturating_sub(1);
        self.shown = if forwards { (self.shown + 1).min(last) } else { self.shown.saturating_sub(1) };
        self.scroll = Scroll::default();
    }

    fn close(&self, game: &Game, cx: &Context) -> Vec<Step> {
        let debrief = Screen::debrief_of(cx).filter(|_| game.is_over() && !self.again);
        vec![debrief.map_or(Step::Pop, Step::Replace)]
    }
}

/// How many Sprints have a review.
fn played(game: &Game) -> usize {
    game.records().len().min(game.scenario().sprints as usize)
}

impl View for Review {
    fn place(&self) -> Place {
        Place::Review
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (Some(game), area) = (cx.game(), text_area(screen_area(cx))) else { return vec![Step::Pop] };
        if self.scroll.act(action, doc(game, self.shown, area.width).len(), area.height) {
            return Vec::new();
        }
        match action {
            Action::Next => self.turn(game, true),
            Action::Previous => self.turn(game, false),
            // Sprints that were run in one go are read one after the other.
            Action::Open if !self.again && self.shown + 1 < played(game) => self.turn(game, true),
            Action::Open | Action::Back => return self.close(game, cx),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(game) = cx.game().filter(|game| self.shown < game.records().len()) else { return };
        let scenario = game.scenario();
        let sprint = game.records()[self.shown].sprint;
        let left = format!("Sprint {sprint} of {} · {}", scenario.sprints, scenario.title);
        draw_header(canvas, &left, "Sprint Review");
        let area = text_area(canvas.area);
        doc(game, self.shown, area.width).draw(canvas, area, &self.scroll);
    }
}

/// The whole review of a Sprint.
pub(super) fn doc(game: &Game, shown: usize, columns: u16) -> Doc {
    let mut doc = Doc::new(columns);
    let Some(record) = game.records().get(shown) else { return doc };
    headline(&mut doc, game, record);
    increment(&mut doc, game, record);
    paid(&mut doc, game, record);
    learned(&mut doc, game, record);
    people(&mut doc, game, record);
    forecasts(&mut doc, game, record);
    // What happens at the start of the next Sprint is news now, as the order can answer it.
    let next = game.records().get(shown + 1).unwrap_or_else(|| game.opening());
    opening(&mut doc, game, next);
    doc
}

fn headline(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let unit = &game.scenario().value_unit;
    let total = game.running_totals()[record.sprint as usize - 1];
    doc.line(vec![
        (Role::Strong, format!("Sprint {} brought {}", record.sprint, words::signed(record.value(), unit))),
        (Role::Faint, format!("  ·  {} so far", words::amount(total, unit))),
    ]);
}

fn increment(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let scenario = game.scenario();
    doc.heading("The Increment");
    let mut any = false;
    for item in record.done() {
        any = true;
        doc.marked(
            (Role::Good, "✓ "),
            Role::Text,
            &format!("{} is Done", words::quoted(&scenario.item(item).title)),
        );
    }
    if !any {
        doc.para(Role::Text, "Nothing became Done in this Sprint.");
    }
    let (mut last, mut idle) = (None, 0.0);
    for event in &record.events {
        match *event {
            Event::Worked { item, remaining, .. } if remaining > 0.0 => last = Some((item, remaining)),
            Event::Idle(effort) => idle = effort,
            _ => {}
        }
    }
    if let Some((item, remaining)) = last {
        let (title, left) = (&scenario.item(item).title, words::amount(remaining, &scenario.effort_unit));
        doc.marked(
            (Role::Accent, "▸ "),
            Role::Text,
            &format!("{} is begun: {left} left", words::quoted(title)),
        );
    }
    waited(doc, game, record);
    if idle > TINY {
        let idle = words::amount(idle, &scenario.effort_unit);
        doc.marked((Role::Warn, "! "), Role::Text, &format!("{idle} of the Sprint had nothing to work on"));
    }
}

/// Items that stood above what was worked on, and could not be: something that they need is not Done.
fn waited(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let scenario = game.scenario();
    let decision = game.decisions().iter().find(|d| (d.sprint..=d.through).contains(&record.sprint));
    let Some(order) = decision.map(|decision| &decision.plan.order) else { return };
    let worked =
        |ix: &ItemIx| record.events.iter().any(|e| matches!(e, Event::Worked { item, .. } if item == ix));
    let Some(last) = order.iter().rposition(worked) else { return };
    let done_by_then =
        |ix: ItemIx| game.state().item(ix).done().is_some_and(|sprint| sprint <= record.sprint);
    for &ix in order[..last].iter().filter(|ix| !worked(ix) && !done_by_then(**ix)) {
        let item = scenario.item(ix);
        let Some(&needed) = item.requires.iter().find(|&&needed| !done_by_then(needed)) else { continue };
        let (title, needs) = (words::quoted(&item.title), words::quoted(&scenario.item(needed).title));
        doc.marked((Role::Warn, "! "), Role::Text, &format!("{title} had to wait: it needs {needs}"));
    }
}

fn paid(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let scenario = game.scenario();
    let payments: Vec<_> = record.payments().filter(|(amount, _)| *amount != 0.0).collect();
    if payments.is_empty() {
        return;
    }
    doc.heading("What it brought");
    for (amount, what) in payments {
        let role = if amount < 0.0 { Role::Bad } else { Role::Good };
        let figure = format!("{:>12}  ", words::signed(amount, &scenario.value_unit));
        doc.marked((role, &figure), Role::Text, &words::paid_for(scenario, what));
    }
}

fn learned(doc: &mut Doc, game: &Game, record: &SprintRecord) {
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
    let known = Known::To(game.state());
    let news = record.events.iter().filter(is_news).filter_map(|event| words::event(scenario, known, event));
    let news: Vec<String> = news.collect();
    if !news.is_empty() {
        doc.heading("What was learned");
        news.iter().for_each(|line| doc.hanging(Role::Text, "• ", line));
    }
}

fn people(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let scenario = game.scenario();
    doc.heading("The people");
    for event in &record.events {
        match *event {
            Event::Trust { who, served, before, after, waiting } => {
                let person = &scenario.stakeholders[who.at()];
                let (role, bar) = trust_bar(after, 10);
                let change = match after - before {
                    change if change > TINY => "▲",
                    change if change < -TINY => "▼",
                    _ => " ",
                };
                doc.line(vec![
                    (role, format!("{bar} {change} ")),
                    (Role::Strong, person.name.clone()),
                    (Role::Faint, format!("  trust {}", words::percent(after))),
                ]);
                let remark = words::remark(person, served, after, waiting);
                doc.hanging(Role::Text, "             ", &format!("“{remark}”"));
            }
            Event::Escalates(who) => {
                let name = &scenario.stakeholders[who.at()].name;
                let line = format!("{name} has lost all trust and takes it further up");
                doc.marked((Role::Bad, "           ! "), Role::Text, &line);
            }
            _ => {}
        }
    }
}

/// What was committed for this Sprint, and whether it came true.
fn forecasts(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let due = |decision: &Decision| {
        let due = decision.plan.commitments.iter().filter(|c| c.by == record.sprint);
        due.cloned().collect::<Vec<_>>()
    };
    let due: Vec<_> = game.decisions().iter().flat_map(due).collect();
    if due.is_empty() {
        return;
    }
    doc.heading("Your forecasts");
    for commitment in due {
        // It is due by now, so it is decided.
        let is_done = game.outcome(&commitment) == Some(true);
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
}

fn opening(doc: &mut Doc, game: &Game, next: &SprintRecord) {
    let scenario = game.scenario();
    let at_start = next.events.iter().take_while(|event| !matches!(event, Event::Capacity { .. }));
    let lines: Vec<String> =
        at_start.filter_map(|event| words::event(scenario, Known::To(game.state()), event)).collect();
    if !lines.is_empty() && next.sprint <= scenario.sprints {
        doc.heading(&format!("As Sprint {} starts", next.sprint));
        lines.iter().for_each(|line| doc.marked((Role::Warn, "! "), Role::Text, line));
    }
}
