//! The whole game in one view, Sprint by Sprint: what was, and what is expected to come.

mod blocks;
mod past;

use ratatui::layout::Rect;

pub(in crate::tui) use self::past::Past;
use super::super::context::{Context, Session, Story};
use super::super::event::{Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Fan, Scroll, draw_fan, spark};
use super::{Screen, Step, View, content, draw_header, hits, review, screen_area};
use crate::sim::{Event, Forecast};
use crate::words;

/// The Sprint that is chosen, and how far one has scrolled.
#[derive(Debug, Default)]
pub(in crate::tui) struct Timeline {
    /// From 0; beyond the last one, that one is.
    chosen: usize,
    scroll: Scroll,
}

/// Columns that the block of a Sprint should have.
const BLOCK: u16 = 38;
/// From this height on the value and the people stand below the blocks.
const TALL: u16 = 34;

/// The blocks of all Sprints, and where each of them stands.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) doc: Doc,
    /// First line and the one behind the last of each row of blocks.
    rows: Vec<(usize, usize)>,
    /// Blocks side by side.
    across: usize,
    /// Columns of each.
    block: u16,
}

/// The whole game as text: a block for each Sprint, then how trust went.
pub(super) fn sheet(story: &Story<'_>, columns: u16, chosen: Option<usize>) -> Sheet {
    let count = story.game.scenario().sprints as usize;
    let across = usize::from((columns / BLOCK).clamp(1, 6)).min(count.max(1));
    let block = columns / across as u16;
    let (mut doc, mut rows) = (Doc::new(columns), Vec::new());
    let blocks = blocks::all(story, block - u16::from(across > 1), chosen);
    for row in blocks.chunks(across) {
        doc.gap();
        let top = doc.len();
        doc.beside(row, block);
        rows.push((top, doc.len()));
    }
    doc.gap();
    doc.append(blocks::after(story, columns));
    doc.heading("Trust");
    trust(&mut doc, story);
    Sheet { doc, rows, across, block }
}

/// How each person's trust went, as a small line.
fn trust(doc: &mut Doc, story: &Story<'_>) {
    let (game, scenario) = (story.game, story.game.scenario());
    let name = scenario.stakeholders.iter().map(|who| text::width(&who.name)).max().unwrap_or(0).min(22);
    for (index, who) in scenario.stakeholders.iter().enumerate() {
        let after = |event: &Event| match *event {
            Event::Trust { who, after, .. } if who.at() == index => Some(after),
            _ => None,
        };
        let records = game.records().iter().flat_map(|record| &record.events);
        let past: Vec<f64> = [who.trust].into_iter().chain(records.filter_map(after)).collect();
        let now = past.last().copied().unwrap_or(who.trust);
        let figures = match past.len() {
            1 => words::percent(now),
            _ => format!("{} → {}", words::percent(who.trust), words::percent(now)),
        };
        let expected =
            story.forecast.filter(|_| !game.is_over()).and_then(|forecast| forecast.trust.get(index));
        let expected = expected
            .map_or_else(String::new, |trust| format!(" · {} expected in the end", words::percent(*trust)));
        doc.line(vec![
            (Role::Text, format!("{}  ", text::fit(&who.name, name))),
            (Role::Accent, spark(past)),
            (Role::Text, format!("  {figures}")),
            (Role::Faint, expected),
        ]);
    }
}

/// Where so many lines of blocks stand, and on a tall screen the value below them.
fn areas(screen: Rect, sheet: impl FnOnce(u16) -> usize) -> (Rect, Option<Rect>) {
    let inner = content(screen);
    let margin = if inner.width >= 70 { 2 } else { 1 };
    let page = Rect::new(inner.x + margin, inner.y + 1, inner.width - 2 * margin, inner.height - 1);
    if screen.height < TALL {
        return (page, None);
    }
    let free = usize::from(page.height).saturating_sub(sheet(page.width) + 2) as u16;
    let rows = free.clamp(page.height / 4, page.height / 2).min(24);
    let above = Rect { height: page.height - rows - 1, ..page };
    (above, Some(Rect::new(page.x, above.bottom() + 1, page.width, rows)))
}

impl Timeline {
    /// With a Sprint chosen, by its place from 0.
    pub(super) fn at(place: usize) -> Self {
        Self { chosen: place, scroll: Scroll::default() }
    }

    /// With the Sprint chosen that is being ordered.
    pub(super) fn now(session: &Session) -> Self {
        Self::at(session.game.sprint() as usize - 1)
    }

    fn choose(&mut self, session: &Session, screen: Rect, by: isize) {
        let last = session.game.scenario().sprints as usize - 1;
        self.chosen = self.chosen.min(last).saturating_add_signed(by).min(last);
        self.keep_in_sight(session, screen);
    }

    /// Where everything stands, and the blocks.
    fn laid_out(&self, session: &Session, screen: Rect) -> (Rect, Option<Rect>, Sheet) {
        let sheet = |columns| sheet(&session.story(), columns, Some(self.chosen));
        let (area, below) = areas(screen, |columns| sheet(columns).doc.len());
        (area, below, sheet(area.width))
    }

    /// Scrolls so that the block of the Sprint that is chosen is in sight.
    fn keep_in_sight(&mut self, session: &Session, screen: Rect) {
        let (area, _, sheet) = self.laid_out(session, screen);
        let rows = usize::from(area.height);
        if let Some(&(top, bottom)) = sheet.rows.get(self.chosen / sheet.across) {
            self.scroll.top = self.scroll.top.max(bottom.saturating_sub(rows)).min(top);
        }
    }

    /// Opens the Sprint that is chosen as it was.
    fn open(&self, session: &Session) -> Vec<Step> {
        let sprint = self.chosen as u32 + 1;
        match Past::of(session, sprint) {
            Some(past) => vec![Step::Push(Screen::Past(past))],
            None if sprint == session.game.sprint() => {
                vec![Step::Tell(format!("Sprint {sprint} is being ordered: its board is the one you have."))]
            }
            None => vec![Step::Tell(format!("Sprint {sprint} is still to come."))],
        }
    }
}

impl View for Timeline {
    fn place(&self) -> Place {
        Place::Timeline
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (Some(session), screen) = (&cx.session, screen_area(cx)) else { return vec![Step::Pop] };
        let (area, _, sheet) = self.laid_out(session, screen);
        match action {
            Action::Previous => self.choose(session, screen, -1),
            Action::Next => self.choose(session, screen, 1),
            Action::Open => return self.open(session),
            Action::Record if self.chosen < review::played(&session.game) => {
                return vec![Step::Push(Screen::Review(review::Review::again(self.chosen)))];
            }
            Action::Record => return vec![Step::Tell("That Sprint has no Sprint Review yet.".to_owned())],
            Action::Back => return vec![Step::Pop],
            _ => {
                self.scroll.act(action, sheet.doc.len(), area.height);
            }
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let Some(session) = &cx.session else { return Vec::new() };
        let (area, _, sheet) = self.laid_out(session, screen_area(cx));
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            MouseKind::Press if hits(area, mouse) => {
                let line = usize::from(mouse.row - area.y) + self.scroll.top;
                let Some(row) = sheet.rows.iter().position(|(top, bottom)| (*top..*bottom).contains(&line))
                else {
                    return Vec::new();
                };
                let column = usize::from((mouse.column - area.x) / sheet.block).min(sheet.across - 1);
                let place = row * sheet.across + column;
                if place < session.game.scenario().sprints as usize {
                    self.chosen = place;
                    return self.open(session);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(session) = &cx.session else { return };
        let (story, scenario) = (session.story(), session.game.scenario());
        let value = words::amount(session.game.state().value, &scenario.value_unit);
        draw_header(canvas, &format!("Timeline · {}", scenario.title), &format!("{value} so far"));
        let (area, below, sheet) = self.laid_out(session, canvas.area);
        sheet.doc.draw(canvas, area, &self.scroll);
        if let Some(below) = below {
            draw_value(canvas, below, &story, session.game.running_totals().len(), story.forecast);
        }
    }
}

/// The running total after so many Sprints, and what a forecast expects from there on.
pub(super) fn draw_value(
    canvas: &mut Canvas<'_>,
    area: Rect,
    story: &Story<'_>,
    sprints: usize,
    forecast: Option<&Forecast>,
) {
    let scenario = story.game.scenario();
    let past = story.game.running_totals();
    let expected = forecast.filter(|_| story.tells_value);
    let label = if expected.is_some() { "Value so far, and what is expected" } else { "Value so far" };
    canvas.rule(area.x, area.y - 1, area.width, label);
    let fan = Fan {
        past: &past[..sprints.min(past.len())],
        expected: expected.map_or(&[], |forecast| &forecast.value_by_sprint),
        last: scenario.benefit_sprints,
        played: scenario.sprints,
        unit: &scenario.value_unit,
    };
    draw_fan(canvas, area, &fan);
}
