//! How the board is drawn.

use std::cmp::Ordering;

use ratatui::layout::Rect;

use super::super::super::context::{Context, Session};
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, draw_scroll_bar, kind_mark, range_bar};
use super::super::{draw_header, facts};
use super::layout::{Areas, areas};
use super::outlook::{draw_strip, draw_value_panel, outlook};
use super::rows::{Marks, Row, marks};
use super::{Board, PANELS, Panel};
use crate::game::journal::Coach;
use crate::scenario::{ItemIx, Range};
use crate::words;

/// Columns of the list, from the right: where they fit.
#[derive(Clone, Copy, Debug)]
struct Columns {
    /// A place in the order, and the mark of what is marked.
    place: usize,
    title: usize,
    bars: usize,
    /// Whether there is room for the Sprint in which an item is Done; the Sprint lines tell it, too.
    when: bool,
    date: bool,
}

const MARK: usize = 5;
const WORTH: usize = 8;
const EFFORT: usize = 7;
const WHEN: usize = 5;
const DATE: usize = 12;
/// Columns that let most titles stand in full.
const TITLE: usize = 36;

/// Columns of a place in the order, with the mark behind it.
pub(super) fn place_columns(session: &Session) -> usize {
    session.game.plan().order.len().to_string().len().max(2) + 1
}

impl Columns {
    fn of(width: u16, session: &Session) -> Self {
        let place = place_columns(session);
        let width = usize::from(width).saturating_sub(2);
        let (when, date) = (width >= 50, width >= 62);
        let right = WORTH + EFFORT + usize::from(when) * WHEN + usize::from(date) * DATE;
        let room = width.saturating_sub(place + MARK + right);
        // Titles first, then bars that grow with the room left.
        let bars = if width >= 76 { (room.saturating_sub(TITLE) / 2).clamp(7, 30) - 1 } else { 0 };
        Self { place, title: room.saturating_sub(2 * (bars + usize::from(bars > 0))), bars, when, date }
    }
}

pub(super) fn draw(board: &Board, canvas: &mut Canvas<'_>, session: &Session, cx: &Context) {
    let areas = areas(canvas.area);
    draw_title(canvas, session);
    draw_list(board, canvas, &areas, session, cx);
    draw_tabs(board, canvas, areas.tabs);
    if areas.strip.is_none() && session.coach() == Coach::Full {
        // Where there is no room for the strip, its most important figure stands beside the tabs.
        let room = areas.tabs.width.saturating_sub(tab_start(areas.tabs, PANELS.len()) - areas.tabs.x + 1);
        canvas.text_right(
            areas.tabs,
            &text::cut(&format!(" {} ", outlook(session, usize::from(room.saturating_sub(2)))), room.into()),
            Role::Text,
        );
    }
    match board.panel {
        Panel::Value => draw_value_panel(canvas, areas.panel, session),
        _ => board.panel_doc(session, areas.panel.width).draw(canvas, areas.panel, &board.panel_scroll),
    }
    if let Some(divider) = areas.divider {
        canvas.rule_down(divider.x, divider.y, divider.height);
    }
    if let Some(strip) = areas.strip {
        draw_strip(canvas, strip, session);
    }
    if let Some(prompt) = &board.prompt {
        let row = Rect::new(areas.list.x, areas.list.bottom() - 1, areas.list.width, 1);
        canvas.clear(row);
        canvas.text(row.x, row.y, row.width, &prompt.shown(), Role::Accent);
    }
}

fn draw_title(canvas: &mut Canvas<'_>, session: &Session) {
    let game = &session.game;
    let scenario = game.scenario();
    let left = format!("Sprint {} of {} · {}", game.sprint(), scenario.sprints, scenario.title);
    let value = words::amount(game.state().value, &scenario.value_unit);
    let player = (canvas.area.width >= 100).then(|| session.name.clone());
    let kept = session.place.is_none().then(|| "not kept".to_owned());
    let rest: Vec<String> = facts::talks_left(game).into_iter().chain(player).chain(kept).collect();
    // Where there is little room, what was paid is the first to go: the debrief and the Reviews tell it, too.
    let all = |value: &str| {
        [value].into_iter().chain(rest.iter().map(String::as_str)).collect::<Vec<_>>().join(" · ")
    };
    let room = usize::from(canvas.area.width) / 2;
    let right = [all(&format!("{value} so far")), all(&value)];
    let right =
        right.into_iter().find(|right| text::width(right) <= room).unwrap_or_else(|| rest.join(" · "));
    draw_header(canvas, &left, &right);
}

fn draw_list(board: &Board, canvas: &mut Canvas<'_>, areas: &Areas, session: &Session, cx: &Context) {
    let rows = board.rows(session);
    let list = List { board, session, fresh: board.fresh.is_marked(session, cx) };
    let columns = Columns::of(areas.list.width, session);
    let most = Most::of(session);
    draw_heading(canvas, areas.heading, &columns, session, &board.heading(session));
    let top = board.top(&rows, areas.list);
    let selected = board.line(&rows);
    for (y, index) in (areas.list.y..areas.list.bottom()).zip(top..rows.len()) {
        let area = Rect::new(areas.list.x, y, areas.list.width - 1, 1);
        draw_row(canvas, area, &list, rows[index], &columns, &most);
        if index == selected {
            canvas.tint(area, Role::Selected);
            // Beside the number, not over a part of it.
            let is_wide =
                matches!(rows[index], Row::Ordered(_, place) if place.to_string().len() + 1 == columns.place);
            canvas.text(area.x - u16::from(is_wide), y, 1, "▸", Role::Selected);
        }
        if board.drag.and_then(|drag| drag.before) == Some(index) {
            draw_drop_line(canvas, area);
        }
    }
    draw_scroll_bar(canvas, areas.list, top, rows.len());
}

/// Where an item in hand would go.
fn draw_drop_line(canvas: &mut Canvas<'_>, area: Rect) {
    canvas.text(area.x, area.y, 2, "▶━", Role::Changed);
    canvas.text_right(area, "━◀", Role::Changed);
}

/// The largest effort and pay-off in the Product Backlog: the scale of the bars.
struct Most {
    effort: f64,
    value: f64,
}

impl Most {
    fn of(session: &Session) -> Self {
        let game = &session.game;
        let (scenario, sprint) = (game.scenario(), game.sprint());
        let items = game.plan().order.iter().chain(&game.plan().aside);
        let mut most = Self { effort: 0.0, value: 0.0 };
        for &item in items {
            most.effort = most.effort.max(session.belief.remaining(scenario, item).high());
            most.value = most.value.max(session.belief.pay_off(scenario, item, sprint).high());
        }
        most
    }
}

/// A list that is drawn.
struct List<'a> {
    board: &'a Board,
    session: &'a Session,
    /// Whether what the last move changed is marked.
    fresh: bool,
}

fn draw_heading(canvas: &mut Canvas<'_>, area: Rect, columns: &Columns, session: &Session, name: &str) {
    let scenario = session.game.scenario();
    let gap = columns.bars + usize::from(columns.bars > 0);
    let mut text = text::fit("", columns.place + MARK);
    text.push_str(&text::fit(name, columns.title));
    let worth = format!("worth {}", scenario.value_unit);
    let worth = if text::width(&worth) <= WORTH + gap { &worth } else { "worth" };
    text.push_str(&text::fit_right(worth, WORTH + gap));
    text.push_str(&text::fit_right(&scenario.effort_unit, EFFORT + gap));
    if columns.when {
        text.push_str(&text::fit_right("Done", WHEN));
    }
    if columns.date {
        text.push_str(&text::fit_right("its date", DATE));
    }
    canvas.text(area.x, area.y, area.width, &text, Role::Faint);
}

fn draw_row(canvas: &mut Canvas<'_>, area: Rect, list: &List<'_>, row: Row, columns: &Columns, most: &Most) {
    let Rect { x, y, width, .. } = area;
    match row {
        Row::Ordered(item, place) => draw_item(canvas, area, list, item, Some(place), columns, most),
        Row::Aside(item) => draw_item(canvas, area, list, item, None, columns, most),
        Row::Line { sprint, chance } => draw_sprint_line(canvas, area, sprint, chance),
        Row::For(who) => {
            let people = &list.session.game.scenario().stakeholders;
            canvas.rule(x, y, width, who.map_or("for nobody", |who| &people[who.at()].name));
        }
        Row::AsideHeading(count) => canvas.rule(x, y, width, &format!("not now: {count}")),
        Row::DoneHeading(count) => canvas.rule(x, y, width, &format!("Done: {count}")),
        Row::Done(item, sprint) => {
            let title = &list.session.game.scenario().item(item).title;
            let text = format!("{:1$}✓    {title}", "", columns.place);
            canvas.text(x, y, width - 4, &text, Role::Faint);
            canvas.text_right(area, &format!("S{sprint} "), Role::Faint);
        }
    }
}

fn draw_sprint_line(canvas: &mut Canvas<'_>, area: Rect, sprint: u32, chance: f64) {
    let (stroke, role) = if Row::is_firm(chance) { ("━", Role::Accent) } else { ("┄", Role::Band) };
    canvas.text(area.x + 1, area.y, area.width - 1, &stroke.repeat(usize::from(area.width) - 1), role);
    let label = format!(" Sprint {sprint} · {} ", words::percent(chance));
    let columns = text::width(&label) as u16;
    canvas.text(area.right() - columns - 2, area.y, columns, &label, role);
}

fn draw_item(
    canvas: &mut Canvas<'_>,
    area: Rect,
    list: &List<'_>,
    item: ItemIx,
    place: Option<usize>,
    columns: &Columns,
    most: &Most,
) {
    let session = list.session;
    let scenario = session.game.scenario();
    let marks = marks(session, item, place);
    let role = if place.is_some() { Role::Text } else { Role::Faint };
    let number = place.map_or_else(String::new, |place| place.to_string());
    let mut pieces = vec![
        (Role::Faint, text::fit_right(&number, columns.place - 1)),
        (Role::Changed, (if list.board.marked.contains(&item) { "•" } else { " " }).to_owned()),
        (Role::Accent, kind_mark(scenario.item(item).kind).to_owned()),
        (Role::Faint, state_mark(marks).to_owned()),
        (Role::Faint, (if marks.waits { "↥" } else { " " }).to_owned()),
        (Role::Bad, (if marks.warn { "!" } else { " " }).to_owned()),
        // Where no column tells when it is Done, the mark of a change stands alone.
        change(list, item, place)
            .filter(|_| !columns.when)
            .map_or((role, " ".to_owned()), |mark| (Role::Changed, mark.to_owned())),
        (role, text::fit(&scenario.item(item).title, columns.title)),
    ];
    let worth = session.belief.pay_off(scenario, item, session.game.sprint());
    let effort = session.belief.remaining(scenario, item);
    pieces.push((role, figure(worth, WORTH)));
    bar(&mut pieces, worth, most.value, columns);
    pieces.push((role, figure(effort, EFFORT)));
    bar(&mut pieces, effort, most.effort, columns);
    delivery(&mut pieces, list, item, place, columns);
    canvas.pieces(area.x, area.y, area.width, &pieces);
}

/// A range in a narrow column: whole figures where they are large, the mean where there is no room.
fn figure(range: Range, columns: usize) -> String {
    let short = |x: f64| words::number(if x.abs() >= 10.0 { x.round() } else { x });
    let text = match (short(range.low()), short(range.high())) {
        (low, high) if low == high => low,
        // A dash beside a minus sign reads badly.
        (low, high) if range.low() < 0.0 => format!("{low}…{high}"),
        (low, high) => format!("{low}–{high}"),
    };
    let text = if text::width(&text) < columns { text } else { format!("~{}", short(range.mean())) };
    text::fit_right(&text, columns)
}

fn bar(pieces: &mut Vec<(Role, String)>, range: Range, most: f64, columns: &Columns) {
    if columns.bars > 0 {
        pieces.push((Role::Band, format!(" {}", range_bar(range, most, columns.bars))));
    }
}

/// When an item is likely Done, and its chance by its date.
fn delivery(
    pieces: &mut Vec<(Role, String)>,
    list: &List<'_>,
    item: ItemIx,
    place: Option<usize>,
    columns: &Columns,
) {
    let session = list.session;
    let forecast = session.forecast().filter(|_| place.is_some());
    let likely = forecast.and_then(|forecast| facts::likely_sprint(forecast, item));
    let when = match likely {
        Some(sprint) => format!("S{sprint}"),
        None if forecast.is_some() => "–".to_owned(),
        None => String::new(),
    };
    let (role, when) = match change(list, item, place) {
        Some(mark) => (Role::Changed, format!("{mark}{when}")),
        None => (Role::Text, when),
    };
    if columns.when {
        pieces.push((role, text::fit_right(&when, WHEN)));
    }
    if columns.date {
        let text = match (facts::date(&session.game, item), forecast) {
            (Some(date), Some(forecast)) => {
                let chance = facts::chance_by(forecast, item, date);
                let role =
                    if chance < 0.5 && session.coach() != Coach::Off { Role::Bad } else { Role::Faint };
                (role, format!("by S{date} {}", words::percent(chance)))
            }
            (Some(date), None) => (Role::Faint, format!("by S{date}")),
            (None, _) => (Role::Faint, String::new()),
        };
        pieces.push((text.0, text::fit_right(&text.1, DATE)));
    }
}

/// What the last move changed stands out for a moment: an item that is likely Done earlier, or later.
fn change(list: &List<'_>, item: ItemIx, place: Option<usize>) -> Option<&'static str> {
    let forecast = list.session.forecast().filter(|_| list.fresh && place.is_some())?;
    let sprint = |forecast| facts::likely_sprint(forecast, item).unwrap_or(u32::MAX);
    match sprint(forecast).cmp(&list.session.before().map_or(u32::MAX, sprint)) {
        Ordering::Less => Some("▲"),
        Ordering::Greater => Some("▼"),
        Ordering::Equal => None,
    }
}

fn state_mark(marks: Marks) -> &'static str {
    match marks {
        Marks { started: true, .. } => "▸",
        Marks { rough: true, .. } => "≈",
        _ => " ",
    }
}

fn draw_tabs(board: &Board, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.rule(area.x, area.y, area.width, "");
    for (index, (panel, name)) in PANELS.iter().enumerate() {
        let role = if *panel == board.panel { Role::Strong } else { Role::Faint };
        let x = tab_start(area, index);
        let label = if *panel == board.panel { format!("[{name}]") } else { format!(" {name} ") };
        canvas.text(x, area.y, area.right().saturating_sub(x), &label, role);
    }
}

fn tab_start(area: Rect, index: usize) -> u16 {
    let before: usize = PANELS[..index].iter().map(|(_, name)| name.len() + 2).sum();
    area.x + before as u16
}

/// Which panel's name stands at a column.
pub(super) fn tab_at(area: Rect, column: u16) -> Option<Panel> {
    let index = (0..PANELS.len()).rfind(|&index| column >= tab_start(area, index))?;
    Some(PANELS[index].0)
}
