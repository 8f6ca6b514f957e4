//! The Sprint Review: what is Done, what it brought, what was learned, who is glad and who is not, and what is to be
//! expected now.

mod expected;
mod learned;
mod people;
mod said;

use ratatui::layout::Rect;

use super::super::context::{Context, Story};
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Screen, Step, View, content, draw_header, screen_area, timeline};
use crate::game::Game;
use crate::scenario::{ItemIx, TINY};
use crate::sim::{Event, SprintRecord};
use crate::words::{self, Known};

/// Which Sprint is looked at, and how far it is read.
#[derive(Debug)]
pub(in crate::tui) struct Review {
    shown: usize,
    /// Whether it is looked at again, so that closing it goes back to where one was.
    again: bool,
    /// Whether a key was pressed since it came: one that was pressed twice must not put it away unread.
    is_read: bool,
    scroll: Scroll,
}

impl Review {
    /// The review of a Sprint that was just run.
    pub(super) fn first(shown: usize) -> Self {
        Self { shown, again: false, is_read: false, scroll: Scroll::default() }
    }

    /// The review of a Sprint of long ago.
    pub(super) fn again(shown: usize) -> Self {
        Self { shown, again: true, is_read: true, scroll: Scroll::default() }
    }

    fn turn(&mut self, game: &Game, forwards: bool) {
        let last = played(game).saturating_sub(1);
        self.shown = if forwards { (self.shown + 1).min(last) } else { self.shown.saturating_sub(1) };
        (self.scroll, self.is_read) = (Scroll::default(), self.again);
    }

    /// Reads on; at the end of the text the next Sprint that was run in one go with this one, or the way out.
    fn go_on(&mut self, game: &Game, cx: &Context, lines: usize, rows: u16) -> Vec<Step> {
        if self.scroll.top + usize::from(rows) < lines {
            self.scroll.act(Action::PageDown, lines, rows);
            self.is_read = true;
        } else if !self.again && self.shown + 1 < played(game) {
            self.turn(game, true);
        } else {
            return self.close(game, cx);
        }
        Vec::new()
    }

    fn close(&mut self, game: &Game, cx: &Context) -> Vec<Step> {
        if !std::mem::replace(&mut self.is_read, true) {
            let next =
                if game.is_over() { "the debrief".to_owned() } else { format!("Sprint {}", game.sprint()) };
            let told = format!("The same key again, or a click here, goes on to {next}.");
            return vec![Step::OnceMore(told, Action::Open)];
        }
        let debrief = Screen::debrief_of(cx).filter(|_| game.is_over() && !self.again);
        vec![debrief.map_or(Step::Pop, Step::Replace)]
    }
}

/// How many Sprints have a review.
pub(super) fn played(game: &Game) -> usize {
    game.records().len().min(game.scenario().sprints as usize)
}

/// Columns that a text is read well in, and from which on two of them stand side by side.
const READABLE: u16 = 92;
const TWO: u16 = 150;

/// Where the text stands: in the middle, in two parts on a wide screen.
fn area(screen: Rect) -> Rect {
    let inner = content(screen);
    let width = match inner.width {
        width if width >= TWO => width.min(2 * READABLE) - 8,
        width => (width - 4).min(READABLE),
    };
    Rect::new(inner.x + (inner.width - width) / 2, inner.y + 1, width, inner.height - 1)
}

impl View for Review {
    fn place(&self) -> Place {
        Place::Review
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (Some(session), area) = (&cx.session, area(screen_area(cx))) else { return vec![Step::Pop] };
        let game = &session.game;
        let lines = doc(&session.story(), self.shown, area.width).len();
        if self.scroll.act(action, lines, area.height) {
            self.is_read = true;
            return Vec::new();
        }
        match action {
            Action::Next => self.turn(game, true),
            Action::Previous => self.turn(game, false),
            Action::Open => return self.go_on(game, cx, lines, area.height),
            Action::Back => return self.close(game, cx),
            Action::Timeline => {
                return vec![Step::Push(Screen::Timeline(timeline::Timeline::at(self.shown)))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(session) = cx.session.as_ref().filter(|session| self.shown < session.game.records().len())
        else {
            return;
        };
        let (game, scenario) = (&session.game, session.game.scenario());
        let sprint = game.records()[self.shown].sprint;
        let left = format!("Sprint {sprint} of {} · {}", scenario.sprints, scenario.title);
        draw_header(canvas, &left, "Sprint Review");
        let area = area(canvas.area);
        let (story, doc) = (session.story(), doc(&session.story(), self.shown, area.width));
        doc.draw(canvas, area, &self.scroll);
        // What is free below on a tall screen is for the value.
        let free = area.height.saturating_sub(doc.len() as u16 + 3);
        if free >= CHART {
            let below = Rect::new(area.x, area.bottom() - free, area.width, free.min(2 * CHART));
            timeline::draw_value(canvas, below, &story, self.shown + 1, story.found(sprint + 1));
        }
    }
}

/// The least rows that a chart is drawn in.
const CHART: u16 = 10;

/// The whole review of a Sprint, by its place among the records; in two parts side by side where that is wide enough.
pub(super) fn doc(story: &Story<'_>, place: usize, columns: u16) -> Doc {
    let mut doc = Doc::new(columns);
    let Some(record) = story.game.records().get(place) else { return doc };
    if columns < TWO - 16 {
        write(&mut doc, story, place);
        return doc;
    }
    headline(&mut doc, story.game, record);
    let half = columns / 2;
    let (mut left, mut right) = (Doc::new(half - 4), Doc::new(half - 4));
    happened(&mut left, story, record);
    follows(&mut right, story, place, record);
    doc.gap();
    doc.beside(&[left, right], half);
    doc
}

/// Writes the whole review of a Sprint, one thing below the other.
pub(in crate::tui) fn write(doc: &mut Doc, story: &Story<'_>, place: usize) {
    let Some(record) = story.game.records().get(place) else { return };
    headline(doc, story.game, record);
    happened(doc, story, record);
    follows(doc, story, place, record);
}

/// What the Sprint made of what was intended.
fn happened(doc: &mut Doc, story: &Story<'_>, record: &SprintRecord) {
    let game = story.game;
    said::goal(doc, game, record);
    increment(doc, game, record);
    paid(doc, game, record);
    learned::learned(doc, game, record);
    said::reason(doc, game, record);
}

/// How people take it, and what is to be expected now.
fn follows(doc: &mut Doc, story: &Story<'_>, place: usize, record: &SprintRecord) {
    people::people(doc, story.game, place);
    expected::expected(doc, story, record);
    said::forecasts(doc, story, record);
    // What happens at the start of the next Sprint is news now, as the order can answer it.
    let next = story.game.records().get(place + 1).unwrap_or_else(|| story.game.opening());
    opening(doc, story.game, next);
}

fn headline(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let unit = &game.scenario().value_unit;
    let total = game.running_totals()[record.sprint as usize - 1];
    let brought = format!("Sprint {} brought {}", record.sprint, words::signed(record.value(), unit));
    let so_far = format!("{} so far", words::amount(total, unit));
    let pieces = vec![(Role::Strong, brought.clone()), (Role::Faint, format!("  ·  {so_far}"))];
    doc.drawn(&format!("{brought}, {so_far}"), pieces);
}

fn increment(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let scenario = game.scenario();
    doc.heading("The Increment");
    let mut any = false;
    for item in record.done() {
        any = true;
        let text = format!("{} is Done", words::quoted(&scenario.item(item).title));
        doc.marked((Role::Good, "✓ "), Role::Text, &text);
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
        let text = format!("{} is begun: {left} left", words::quoted(title));
        doc.marked((Role::Accent, "▸ "), Role::Text, &text);
    }
    for (item, needed) in waited(game, record) {
        let title = |item: ItemIx| words::quoted(&scenario.item(item).title);
        let text = format!("{} had to wait: it needs {}", title(item), title(needed));
        doc.marked((Role::Warn, "! "), Role::Text, &text);
    }
    if idle > TINY {
        let idle = words::amount(idle, &scenario.effort_unit);
        doc.marked((Role::Warn, "! "), Role::Text, &format!("{idle} of the Sprint had nothing to work on"));
    }
}

/// The order with which a Sprint was run, without what was Done before.
pub(super) fn order_of(game: &Game, record: &SprintRecord) -> Vec<ItemIx> {
    let decision = game.decisions().iter().find(|d| (d.sprint..=d.through).contains(&record.sprint));
    let order = decision.map(|decision| decision.plan.order.clone()).unwrap_or_default();
    let is_open = |item: &ItemIx| game.state().item(*item).done().is_none_or(|done| done >= record.sprint);
    order.into_iter().filter(is_open).collect()
}

/// Items that stood above what was worked on, and could not be: each with something that it needs and is not Done.
pub(super) fn waited(game: &Game, record: &SprintRecord) -> Vec<(ItemIx, ItemIx)> {
    let order = order_of(game, record);
    let worked =
        |ix: &ItemIx| record.events.iter().any(|e| matches!(e, Event::Worked { item, .. } if item == ix));
    let Some(last) = order.iter().rposition(worked) else { return Vec::new() };
    let done_by_then =
        |ix: ItemIx| game.state().item(ix).done().is_some_and(|sprint| sprint <= record.sprint);
    let needs = |ix: &ItemIx| {
        let requires = &game.scenario().item(*ix).requires;
        requires.iter().copied().find(|&needed| !done_by_then(needed)).map(|needed| (*ix, needed))
    };
    order[..last].iter().filter(|ix| !worked(ix) && !done_by_then(**ix)).filter_map(needs).collect()
}

fn paid(doc: &mut Doc, game: &Game, record: &SprintRecord) {
    let scenario = game.scenario();
    let payments: Vec<_> = record.payments().filter(|(amount, _)| *amount != 0.0).collect();
    let begun = begins_to_pay(game, record);
    if payments.is_empty() && begun.is_empty() {
        return;
    }
    doc.heading("What it brought");
    let mut line = |amount: f64, what: &str| {
        let role = if amount < 0.0 { Role::Bad } else { Role::Good };
        let figure = format!("{:>12}  ", words::signed(amount, &scenario.value_unit));
        doc.marked((role, &figure), Role::Text, what);
    };
    payments.into_iter().for_each(|(amount, what)| line(amount, &words::paid_for(scenario, what)));
    for (item, amount) in begun {
        let title = words::quoted(&scenario.item(item).title);
        line(amount, &format!("{title}, in every Sprint from Sprint {} on", record.sprint + 1));
    }
}

/// What the items Done in a Sprint pay in every Sprint after it, value units: it is known now.
fn begins_to_pay(game: &Game, record: &SprintRecord) -> Vec<(ItemIx, f64)> {
    if record.sprint == game.scenario().benefit_sprints {
        return Vec::new();
    }
    let pays = |item: ItemIx| {
        let own = game.state().earning.iter().filter(|earning| earning.item == item);
        own.map(|earning| earning.amount).sum::<f64>()
    };
    record.done().map(|item| (item, pays(item))).filter(|(_, amount)| amount.abs() > TINY).collect()
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
