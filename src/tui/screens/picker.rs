//! Where a scenario, or a game to go on with, is picked.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::context::Context;
use super::super::event::{Effect, Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View, content, draw_header, hits, screen_area};
use crate::scenario::{Level, Scenario};
use crate::words;

/// The list and which line of it is selected.
#[derive(Debug)]
pub(in crate::tui) struct Picker {
    selected: usize,
    saved_first: bool,
}

/// What stands in a line.
enum Row<'a> {
    Heading(&'static str),
    Saved(usize),
    Scenario(&'a Arc<Scenario>),
}

impl View for Picker {
    fn place(&self) -> Place {
        Place::Picker
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let choices = self.choices(cx);
        let last = choices.len().saturating_sub(1);
        match action {
            Action::Up => self.selected = self.selected.min(last).saturating_sub(1),
            Action::Down => self.selected = (self.selected + 1).min(last),
            Action::Top => self.selected = 0,
            Action::Bottom => self.selected = last,
            Action::Open => return self.open(cx),
            Action::Back => return vec![Step::Effect(Effect::Quit)],
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let last = self.choices(cx).len().saturating_sub(1);
        match mouse.kind {
            MouseKind::WheelUp => self.selected = self.selected.saturating_sub(1),
            MouseKind::WheelDown => self.selected = (self.selected + 1).min(last),
            MouseKind::Press => {
                let (list, _) = areas(screen_area(cx));
                let rows = self.rows(cx);
                let line = usize::from(mouse.row.saturating_sub(list.y)) + top(&rows, self.selected, list);
                let Some(choice) = choice_at(&rows, line).filter(|_| hits(list, mouse)) else {
                    return Vec::new();
                };
                // The first click selects, a click on what is selected opens.
                if choice == self.selected {
                    return self.open(cx);
                }
                self.selected = choice;
            }
            MouseKind::Drag | MouseKind::Release => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        draw_header(canvas, "Toporder", "practise ordering a Product Backlog");
        let (list, preview) = areas(canvas.area);
        let rows = self.rows(cx);
        let top = top(&rows, self.selected, list);
        for (y, line) in (list.y..list.bottom()).zip(top..rows.len()) {
            let chosen = choice_at(&rows, line) == Some(self.selected);
            draw_row(canvas, Rect::new(list.x, y, list.width, 1), &rows[line], chosen, cx);
        }
        if preview.x > list.x {
            canvas.rule_down(preview.x - 2, preview.y, preview.height);
        } else {
            canvas.rule(list.x, preview.y - 1, list.width, "");
        }
        if let Some(row) = self.choices(cx).get(self.selected) {
            preview_of(row, cx, preview.width).draw(canvas, preview, &Scroll::default());
        }
    }
}

impl Picker {
    /// The list from its top, with saved games before or after the scenarios.
    pub(super) fn new(saved_first: bool) -> Self {
        Self { selected: 0, saved_first }
    }

    fn rows<'c>(&self, cx: &'c Context) -> Vec<Row<'c>> {
        let saved = saved_rows(cx);
        let scenarios = scenario_rows(cx);
        let (first, second) = if self.saved_first { (saved, scenarios) } else { (scenarios, saved) };
        first.into_iter().chain(second).collect()
    }

    fn choices<'c>(&self, cx: &'c Context) -> Vec<Row<'c>> {
        self.rows(cx).into_iter().filter(|row| !matches!(row, Row::Heading(_))).collect()
    }

    fn open(&self, cx: &Context) -> Vec<Step> {
        let effect = match self.choices(cx).get(self.selected) {
            Some(Row::Saved(index)) => Effect::Open(cx.saved[*index].path.clone()),
            Some(Row::Scenario(scenario)) => Effect::Begin(Arc::clone(scenario)),
            _ => return Vec::new(),
        };
        vec![Step::Effect(effect)]
    }
}

fn scenario_rows(cx: &Context) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (level, heading) in [
        (Level::Foundation, "Foundation"),
        (Level::Practitioner, "Practitioner"),
        (Level::Advanced, "Advanced"),
    ] {
        let of_level = cx.catalog.iter().filter(|entry| entry.scenario.level == level);
        let scenarios: Vec<_> = of_level.map(|entry| Row::Scenario(&entry.scenario)).collect();
        if !scenarios.is_empty() {
            rows.push(Row::Heading(heading));
            rows.extend(scenarios);
        }
    }
    rows
}

fn saved_rows(cx: &Context) -> Vec<Row<'_>> {
    let heading = (!cx.saved.is_empty()).then_some(Row::Heading("Go on with"));
    heading.into_iter().chain((0..cx.saved.len()).map(Row::Saved)).collect()
}

/// Which choice stands in a line.
fn choice_at(rows: &[Row<'_>], line: usize) -> Option<usize> {
    let is_choice = |row: &Row<'_>| !matches!(row, Row::Heading(_));
    rows.get(line).filter(|row| is_choice(row))?;
    Some(rows[..line].iter().filter(|row| is_choice(row)).count())
}

/// The first line in sight, so that the selected one is.
fn top(rows: &[Row<'_>], selected: usize, list: Rect) -> usize {
    let line = (0..rows.len()).find(|&line| choice_at(rows, line) == Some(selected)).unwrap_or(0);
    (line + 2).saturating_sub(list.height.into()).min(rows.len().saturating_sub(list.height.into()))
}

fn areas(screen: Rect) -> (Rect, Rect) {
    let inner = content(screen);
    let (x, y) = (inner.x + 2, inner.y + 1);
    let (width, height) = (inner.width - 4, inner.height - 1);
    if width >= 72 {
        let list = width * 2 / 5;
        (Rect::new(x, y, list, height), Rect::new(x + list + 4, y, width - list - 4, height))
    } else {
        let list = height * 2 / 5;
        (Rect::new(x, y, width, list), Rect::new(x, y + list + 1, width, height - list - 1))
    }
}

fn draw_row(canvas: &mut Canvas<'_>, area: Rect, row: &Row<'_>, chosen: bool, cx: &Context) {
    let Rect { x, y, width, .. } = area;
    let (title, right) = match row {
        Row::Heading(heading) => {
            canvas.text(x, y, width, heading, Role::Faint);
            return;
        }
        Row::Scenario(scenario) => (scenario.title.clone(), minutes(scenario)),
        Row::Saved(index) => {
            let saved = &cx.saved[*index];
            (format!("{} · {}", saved.title, saved.name), saved.progress.clone())
        }
    };
    let right = text::cut(&right, usize::from(width) / 2);
    let columns = usize::from(width) - text::width(&right) - 4;
    let mark = if chosen { "▸ " } else { "  " };
    let line = format!("{mark}{} {right} ", text::fit(&title, columns));
    canvas.text(x, y, width, &line, if chosen { Role::Selected } else { Role::Text });
}

fn minutes(scenario: &Scenario) -> String {
    format!("{} min", words::number(scenario.minutes))
}

fn preview_of(row: &Row<'_>, cx: &Context, columns: u16) -> Doc {
    let mut doc = Doc::new(columns);
    match row {
        Row::Heading(_) => {}
        Row::Scenario(scenario) => {
            doc.para(Role::Strong, &scenario.title);
            doc.para(
                Role::Faint,
                &format!("{} · about {} minutes", scenario.level, words::number(scenario.minutes)),
            );
            doc.gap();
            doc.para(Role::Text, &scenario.summary);
            doc.gap();
            let backlog = scenario.items.iter().filter(|item| !item.arrives).count();
            doc.para(
                Role::Faint,
                &format!(
                    "{backlog} items · {} of {} · {} stakeholders",
                    words::sprints(scenario.sprints),
                    scenario.sprint_length,
                    scenario.stakeholders.len()
                ),
            );
            doc.gap();
            doc.para(Role::Text, &scenario.product.idea);
            doc.gap();
            let names: Vec<String> = scenario.stakeholders.iter().map(|who| who.name.clone()).collect();
            doc.para(Role::Faint, &format!("You will meet {}.", words::list(&names)));
        }
        Row::Saved(index) => {
            let saved = &cx.saved[*index];
            doc.para(Role::Strong, &saved.title);
            doc.para(Role::Faint, &format!("played by {}", saved.name));
            doc.gap();
            doc.para(Role::Text, &format!("{}, last played {}.", saved.progress, saved.when));
            doc.gap();
            let next = if saved.over { "Enter opens the debrief." } else { "Enter goes on where you left." };
            doc.para(Role::Text, next);
        }
    }
    doc
}
