//! How a Sprint is drawn: its capacity, the work on each item, and the news, one below the other.

use ratatui::layout::Rect;

use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll, kind_mark};
use super::super::{content, draw_header, review};
use super::beats::{Moment, is_for_review};
use crate::game::Game;
use crate::scenario::{ItemIx, TINY};
use crate::sim::{Event, SprintRecord};
use crate::words::{self, Known};

/// From this width on the order of the Sprint stands beside what happens.
const WIDE: u16 = 110;

/// Shades of the capacity that items take, in turns.
const SHADES: [&str; 2] = ["█", "▓"];

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    game: &Game,
    record: &SprintRecord,
    moment: &Moment,
    is_complete: bool,
) {
    let scenario = game.scenario();
    let left = format!("Sprint {} of {} · {}", record.sprint, scenario.sprints, scenario.title);
    let right = if is_complete { "the Sprint is over" } else { "at work · any key skips" };
    draw_header(canvas, &left, right);
    let inner = content(canvas.area);
    let margin = if inner.width >= 70 { 2 } else { 1 };
    let mut area =
        Rect::new(inner.x + margin, inner.y + 1, inner.width - 2 * margin, inner.height.saturating_sub(1));
    if inner.width >= WIDE {
        let beside = area.width * 2 / 5;
        area.width -= beside + 3;
        canvas.rule_down(area.right() + 1, inner.y, inner.height);
        let list = Rect::new(area.right() + 3, area.y, beside, area.height);
        draw_order(canvas, list, game, record, moment);
    }
    let mut doc = Doc::new(area.width);
    write(&mut doc, game, moment, record);
    // The newest lines stay in sight.
    doc.draw(canvas, area, &Scroll { top: doc.len() });
}

/// Writes what happened in a Sprint up to a moment.
fn write(doc: &mut Doc, game: &Game, moment: &Moment, record: &SprintRecord) {
    let known = Known::To(game.state());
    let line = |event: &Event| words::event(game.scenario(), known, event).map(|text| (role(event), text));
    let (mut start, mut news, mut capacity) = (Vec::new(), Vec::new(), None);
    for (event, _) in moment.events(record).filter(|(event, _)| !is_for_review(event)) {
        match event {
            Event::Capacity { capacity: size, .. } => capacity = line(event).map(|(_, text)| (*size, text)),
            // The bars tell it.
            Event::Started { rework: None, .. } | Event::Worked { .. } => {}
            _ if capacity.is_none() => start.extend(line(event)),
            _ => news.extend(line(event)),
        }
    }
    for (role, text) in start {
        doc.marked((role, "! "), role, &text);
    }
    let Some((size, text)) = capacity else { return };
    doc.gap();
    doc.para(Role::Text, &text);
    let work = moment.work(record);
    doc.line(capacity_bar(game, &work, size, doc.columns()));
    doc.gap();
    let longest = work.iter().map(|(item, _)| text::width(&game.scenario().item(*item).title)).max();
    let columns = ItemColumns::of(doc.columns(), longest.unwrap_or(0));
    for (place, &work) in work.iter().enumerate() {
        doc.line(item_line(game, record, moment, work, place, columns));
    }
    doc.gap();
    for (role, text) in news {
        doc.marked((role, mark(role)), role, &text);
    }
    if moment.events == record.events.len() {
        for (item, needed) in review::waited(game, record) {
            let title = |item: ItemIx| words::quoted(&game.scenario().item(item).title);
            let text = format!("{} had to wait: it needs {}", title(item), title(needed));
            doc.marked((Role::Warn, mark(Role::Warn)), Role::Warn, &text);
        }
    }
}

fn role(event: &Event) -> Role {
    match event {
        Event::Done(_) => Role::Good,
        Event::Struck(_) | Event::Escalated(_) => Role::Bad,
        Event::Started { rework: Some(_), .. } | Event::Idle(_) => Role::Warn,
        Event::Arrived(_) | Event::Revealed { .. } | Event::Prevented(_) | Event::Refined { .. } => {
            Role::Accent
        }
        _ => Role::Text,
    }
}

fn mark(role: Role) -> &'static str {
    match role {
        Role::Good => "✓ ",
        Role::Bad | Role::Warn => "! ",
        _ => "• ",
    }
}

/// The capacity of the Sprint, as far as it is used up: a shade for each item.
fn capacity_bar(game: &Game, work: &[(ItemIx, f64)], size: f64, columns: usize) -> Vec<(Role, String)> {
    let used: f64 = work.iter().map(|(_, effort)| effort).sum();
    let (used_text, whole) = (words::number(used), words::amount(size, &game.scenario().effort_unit));
    let figure = format!(" {used_text} of {whole}");
    let room = columns.saturating_sub(text::width(&figure)).clamp(4, 60);
    let cell = |effort: f64| (if size > TINY { effort / size } else { 0.0 } * room as f64).round() as usize;
    let (mut line, mut sum, mut filled) = (Vec::new(), 0.0, 0);
    for (place, (_, effort)) in work.iter().enumerate() {
        sum += effort;
        let end = cell(sum).min(room);
        line.push((Role::Accent, SHADES[place % SHADES.len()].repeat(end.saturating_sub(filled))));
        filled = end.max(filled);
    }
    line.push((Role::Rule, "░".repeat(room - filled)));
    line.push((Role::Text, figure));
    line
}

/// Columns of an item that is worked on.
#[derive(Clone, Copy)]
struct ItemColumns {
    title: usize,
    bar: usize,
}

impl ItemColumns {
    /// The title has what it needs, up to two thirds of the room; what is left is for the bar.
    fn of(columns: usize, longest: usize) -> Self {
        let room = columns.saturating_sub(2 + 1 + 22);
        let title = longest.min(room * 2 / 3);
        Self { title, bar: (room - title).min(40) }
    }
}

/// An item that is worked on: how far it was before, what this Sprint adds, and what is left.
fn item_line(
    game: &Game,
    record: &SprintRecord,
    moment: &Moment,
    (item, spent): (ItemIx, f64),
    place: usize,
    ItemColumns { title, bar }: ItemColumns,
) -> Vec<(Role, String)> {
    let unit = &game.scenario().effort_unit;
    let before = worked_before(game, record, item);
    let all: f64 =
        Moment::end(record).work(record).iter().filter(|(other, _)| *other == item).map(|(_, e)| e).sum();
    let left = record.events.iter().rev().find_map(|event| match *event {
        Event::Worked { item: other, remaining, .. } if other == item => Some(remaining),
        _ => None,
    });
    let whole = before + all + left.unwrap_or(0.0);
    let is_done = moment.events(record).any(|(event, _)| *event == Event::Done(item));
    let (mark, role) = if is_done { ("✓ ", Role::Good) } else { ("▸ ", Role::Accent) };
    let figure = if is_done {
        format!(" Done, {}", words::amount(whole, unit))
    } else {
        format!(" {} of {}", words::number(before + spent), words::amount(whole, unit))
    };
    let cell = |effort: f64| (effort / whole.max(TINY) * bar as f64).round() as usize;
    let (from, to) = (cell(before).min(bar), cell(before + spent).min(bar));
    vec![
        (role, mark.to_owned()),
        (Role::Text, format!("{} ", text::fit(&game.scenario().item(item).title, title))),
        (Role::Band, "▒".repeat(from)),
        (role, SHADES[place % SHADES.len()].repeat(to.saturating_sub(from))),
        (Role::Rule, "░".repeat(bar - to.max(from))),
        (Role::Text, figure),
    ]
}

/// The effort that was spent on an item in the Sprints before.
fn worked_before(game: &Game, record: &SprintRecord, item: ItemIx) -> f64 {
    let records = game.records().iter().take_while(|other| other.sprint < record.sprint);
    let worked = |event: &Event| match *event {
        Event::Worked { item: other, effort, .. } if other == item => effort,
        _ => 0.0,
    };
    records.flat_map(|record| &record.events).map(worked).sum()
}

/// The order of the Sprint, and how far the team is on its way down.
fn draw_order(canvas: &mut Canvas<'_>, area: Rect, game: &Game, record: &SprintRecord, moment: &Moment) {
    let scenario = game.scenario();
    canvas.text(area.x, area.y, area.width, "Product Backlog in this Sprint", Role::Strong);
    let order = review::order_of(game, record);
    let work = moment.work(record);
    let is_done = |item: ItemIx| moment.events(record).any(|(event, _)| *event == Event::Done(item));
    let waits = |item: ItemIx| {
        let needs = &scenario.item(item).requires;
        let done =
            |needed: &ItemIx| game.state().item(*needed).done().is_some_and(|done| done <= record.sprint);
        !needs.iter().all(done)
    };
    let rows = usize::from(area.height.saturating_sub(2));
    let shown = if order.len() > rows { rows.saturating_sub(1) } else { order.len() };
    for (y, (place, &item)) in (area.y + 2..).zip((1..).zip(&order[..shown])) {
        let (mark, role, word) = if is_done(item) {
            ("✓", Role::Good, "Done")
        } else if work.last().is_some_and(|(last, _)| *last == item) {
            ("▸", Role::Accent, "in work")
        } else if work.iter().any(|(other, _)| *other == item) {
            ("▸", Role::Text, "begun")
        } else if waits(item) {
            ("↥", Role::Faint, "waits")
        } else {
            (" ", Role::Faint, "")
        };
        let title = usize::from(area.width).saturating_sub(17);
        let kind = kind_mark(scenario.item(item).kind);
        let line =
            format!("{place:>3} {kind} {mark} {} {word}", text::fit(&scenario.item(item).title, title));
        canvas.text(area.x, y, area.width, &line, role);
    }
    if shown < order.len() {
        let rest = format!("    and {} more below", order.len() - shown);
        canvas.text(area.x, area.y + 2 + shown as u16, area.width, &rest, Role::Faint);
    }
}
