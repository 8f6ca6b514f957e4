//! Where a scenario, or a game to go on with, is picked.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::context::{Context, Entry};
use super::super::event::{Effect, Mouse, MouseKind, SavedGame};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll, draw_scroll_bar};
use super::{Step, View, content, draw_header, hits, screen_area};
use crate::scenario::{Level, Scenario};
use crate::words;

/// The list and what is selected in it.
#[derive(Debug)]
pub(in crate::tui) struct Picker {
    /// The first of the list until something is chosen. Not a line's number: the saved games are listed
    /// while the picker is in use.
    selected: Option<Choice>,
    saved_first: bool,
}

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    Scenario(String),
    Saved(PathBuf),
}

/// What stands in a line.
enum Row<'a> {
    Heading(&'static str),
    Scenario(&'a Entry),
    Saved(&'a SavedGame),
}

impl Row<'_> {
    fn choice(&self) -> Option<Choice> {
        match self {
            Self::Heading(_) => None,
            Self::Scenario(entry) => Some(Choice::Scenario(entry.slug.clone())),
            Self::Saved(saved) => Some(Choice::Saved(saved.path.clone())),
        }
    }
}

impl View for Picker {
    fn place(&self) -> Place {
        Place::Picker
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        match action {
            Action::Up => self.step(cx, -1),
            Action::Down => self.step(cx, 1),
            Action::Top => self.step(cx, isize::MIN),
            Action::Bottom => self.step(cx, isize::MAX),
            Action::Open => return self.open(cx),
            Action::Back => return vec![Step::Effect(Effect::Quit)],
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        match mouse.kind {
            MouseKind::WheelUp => self.step(cx, -1),
            MouseKind::WheelDown => self.step(cx, 1),
            MouseKind::Press => {
                let (list, _) = areas(screen_area(cx));
                let rows = self.rows(cx);
                let line = usize::from(mouse.row.saturating_sub(list.y)) + self.top(&rows, list);
                let choice = rows.get(line).and_then(Row::choice).filter(|_| hits(list, mouse));
                // The first click selects, a click on what is selected opens.
                if choice.is_some() && choice == self.selected(&rows) {
                    return self.open(cx);
                }
                self.selected = choice.or(self.selected.take());
            }
            MouseKind::Drag | MouseKind::Release => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        draw_header(canvas, "Toporder", "practise ordering a Product Backlog");
        let (list, preview) = areas(canvas.area);
        let rows = self.rows(cx);
        let (top, selected) = (self.top(&rows, list), self.selected(&rows));
        for (y, row) in (list.y..list.bottom()).zip(&rows[top..]) {
            let chosen = row.choice().is_some_and(|choice| Some(choice) == selected);
            draw_row(canvas, Rect::new(list.x, y, list.width, 1), row, chosen);
        }
        // Beside the list, whose lines go to its end.
        draw_scroll_bar(canvas, Rect { width: list.width + 1, ..list }, top, rows.len());
        if preview.x > list.x {
            canvas.rule_down(preview.x - 2, preview.y, preview.height);
        } else {
            canvas.rule(list.x, preview.y - 1, list.width, "");
        }
        if let Some(row) = rows.iter().find(|row| row.choice() == selected) {
            preview_of(row, preview.width).draw(canvas, preview, &Scroll::default());
        }
    }
}

impl Picker {
    /// The list from its top, with saved games before or after the scenarios.
    pub(super) fn new(saved_first: bool) -> Self {
        Self { selected: None, saved_first }
    }

    fn rows<'c>(&self, cx: &'c Context) -> Vec<Row<'c>> {
        let (saved, scenarios) = (saved_rows(cx), scenario_rows(cx));
        match (self.saved_first, &cx.saved) {
            // Who came to go on is not offered something else meanwhile.
            (true, None) => vec![Row::Heading("Looking for saved games …")],
            (true, Some(_)) => saved.into_iter().chain(scenarios).collect(),
            (false, _) => scenarios.into_iter().chain(saved).collect(),
        }
    }

    /// What is selected: what was chosen while it is there, else the first.
    fn selected(&self, rows: &[Row<'_>]) -> Option<Choice> {
        let mut choices = rows.iter().filter_map(Row::choice);
        let is_there = self.selected.as_ref().is_some_and(|chosen| choices.clone().any(|c| c == *chosen));
        if is_there { self.selected.clone() } else { choices.next() }
    }

    fn step(&mut self, cx: &Context, by: isize) {
        let rows = self.rows(cx);
        let selected = self.selected(&rows);
        let choices: Vec<Choice> = rows.iter().filter_map(Row::choice).collect();
        let at = choices.iter().position(|choice| Some(choice) == selected.as_ref()).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(choices.len().saturating_sub(1));
        self.selected = choices.into_iter().nth(to);
    }

    /// The first line in sight, so that the selected one is.
    fn top(&self, rows: &[Row<'_>], list: Rect) -> usize {
        let selected = self.selected(rows);
        let line =
            rows.iter().position(|row| row.choice().is_some() && row.choice() == selected).unwrap_or(0);
        let height = usize::from(list.height);
        (line + 2).saturating_sub(height).min(rows.len().saturating_sub(height))
    }

    fn open(&self, cx: &Context) -> Vec<Step> {
        let effect = match self.selected(&self.rows(cx)) {
            Some(Choice::Saved(path)) => Effect::Open(path),
            Some(Choice::Scenario(slug)) => {
                let Some(entry) = cx.catalog.iter().find(|entry| entry.slug == slug) else {
                    return Vec::new();
                };
                Effect::Begin(Arc::clone(&entry.scenario))
            }
            None => return Vec::new(),
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
        let scenarios: Vec<_> = of_level.map(Row::Scenario).collect();
        if !scenarios.is_empty() {
            rows.push(Row::Heading(heading));
            rows.extend(scenarios);
        }
    }
    rows
}

fn saved_rows(cx: &Context) -> Vec<Row<'_>> {
    let saved = cx.saved.as_deref().unwrap_or_default();
    let heading = (!saved.is_empty()).then_some(Row::Heading("Go on with"));
    heading.into_iter().chain(saved.iter().map(Row::Saved)).collect()
}

fn areas(screen: Rect) -> (Rect, Rect) {
    let inner = content(screen);
    let (x, y) = (inner.x + 2, inner.y + 1);
    let (width, height) = (inner.width - 4, inner.height - 1);
    if width >= 72 {
        let list = if width < 96 { width / 2 } else { width * 2 / 5 };
        (Rect::new(x, y, list, height), Rect::new(x + list + 4, y, width - list - 4, height))
    } else {
        let list = height * 2 / 5;
        (Rect::new(x, y, width, list), Rect::new(x, y + list + 1, width, height - list - 1))
    }
}

fn draw_row(canvas: &mut Canvas<'_>, area: Rect, row: &Row<'_>, chosen: bool) {
    let Rect { x, y, width, .. } = area;
    let (title, right) = match row {
        Row::Heading(heading) => {
            canvas.text(x, y, width, heading, Role::Faint);
            return;
        }
        Row::Scenario(entry) => (entry.scenario.title.clone(), minutes(&entry.scenario)),
        Row::Saved(saved) => (format!("{} · {}", saved.title, saved.name), saved.progress.clone()),
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

fn preview_of(row: &Row<'_>, columns: u16) -> Doc {
    let mut doc = Doc::new(columns);
    match row {
        Row::Heading(_) => {}
        Row::Scenario(entry) => {
            write_preview(&mut doc, &entry.scenario);
        }
        Row::Saved(saved) => {
            doc.para(Role::Strong, &saved.title);
            doc.para(Role::Faint, &format!("played by {}", saved.name));
            doc.gap();
            doc.para(Role::Text, &format!("{}, last played {}.", saved.progress, saved.when));
            doc.gap();
            let next = if saved.over { "It opens with the debrief." } else { "It goes on where you left." };
            doc.para(Role::Text, next);
        }
    }
    doc
}

/// Writes what a scenario is about, for who has to pick one.
pub(in crate::tui) fn write_preview(doc: &mut Doc, scenario: &Scenario) {
    doc.para(Role::Strong, &scenario.title);
    doc.para(Role::Faint, &format!("{} · about {} minutes", scenario.level, words::number(scenario.minutes)));
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
