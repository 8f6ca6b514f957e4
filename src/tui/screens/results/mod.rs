//! The results of a round, for the class to talk about.

mod blocks;
mod charts;
mod table;

use ratatui::layout::Rect;

use self::blocks::Page;
use super::super::context::Context;
use super::super::event::{Mouse, MouseKind, Results};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Scroll};
use super::{Step, View, content, draw_header, hits, screen_area};

/// How far they are read.
#[derive(Debug, Default)]
pub(in crate::tui) struct ResultsScreen {
    scroll: Scroll,
}

/// Where the parts are named, and where the text stands.
fn areas(screen: Rect) -> (Rect, Rect) {
    let inner = content(screen);
    let margin = match inner.width {
        140.. => (inner.width - 132) / 2,
        100.. => 3,
        _ => 2,
    };
    let (x, width) = (inner.x + margin, inner.width - 2 * margin);
    (Rect::new(x, inner.y, width, 1), Rect::new(x, inner.y + 2, width, inner.height - 2))
}

fn found(cx: &Context) -> Option<&Results> {
    cx.class.as_ref()?.results.as_deref()
}

impl ResultsScreen {
    fn page(cx: &Context) -> Page {
        let (_, body) = areas(screen_area(cx));
        found(cx).map_or_else(Page::default, |results| Page::of(&results.document, body.width))
    }

    /// The part that is read, by its place; the opening belongs to none.
    fn part(&self, page: &Page) -> Option<usize> {
        page.parts.iter().rposition(|part| part.line <= self.scroll.top)
    }

    fn jump(&mut self, page: &Page, part: usize, rows: u16) {
        if let Some(part) = page.parts.get(part) {
            let last = page.doc.len().saturating_sub(rows.into());
            self.scroll.top = part.line.min(last);
        }
    }

    /// The part after the one that is read, or before it.
    fn turn(&mut self, page: &Page, is_next: bool, rows: u16) {
        let last = page.doc.len().saturating_sub(rows.into());
        let top = self.scroll.top;
        let to = if is_next {
            page.parts.iter().map(|part| part.line).find(|line| *line > top).unwrap_or(last)
        } else {
            page.parts.iter().map(|part| part.line).rfind(|line| *line < top).unwrap_or(0)
        };
        self.scroll.top = to.min(last);
    }

    /// The names of the parts, each with its number and where it begins; where there is no room for all of them, only
    /// the number of those that are not read.
    fn tabs(&self, page: &Page, columns: u16) -> Vec<(u16, String)> {
        let columns = usize::from(columns);
        let full: Vec<String> =
            (1..).zip(&page.parts).map(|(number, part)| format!("{number} {}", part.title)).collect();
        let is_wide = full.iter().map(|label| text::width(label) + 2).sum::<usize>() <= columns;
        let read = self.part(page).unwrap_or(0);
        let mut start = 0;
        let tab = |(at, label): (usize, String)| {
            let label = match () {
                () if is_wide => label,
                () if at == read => text::cut(&label, columns.saturating_sub(3 * page.parts.len())),
                () => (at + 1).to_string(),
            };
            let from = start;
            start += text::width(&label) as u16 + 2;
            (from, label)
        };
        full.into_iter().enumerate().map(tab).collect()
    }
}

impl View for ResultsScreen {
    fn place(&self) -> Place {
        Place::Results
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        if action == Action::Back {
            return vec![Step::Pop];
        }
        let (page, rows) = (Self::page(cx), areas(screen_area(cx)).1.height);
        match action {
            Action::Next => self.turn(&page, true, rows),
            Action::Previous => self.turn(&page, false, rows),
            Action::First => self.jump(&page, 0, rows),
            Action::Second => self.jump(&page, 1, rows),
            Action::Third => self.jump(&page, 2, rows),
            Action::Fourth => self.jump(&page, 3, rows),
            Action::Fifth => self.jump(&page, 4, rows),
            Action::Sixth => self.jump(&page, 5, rows),
            action => {
                self.scroll.act(action, page.doc.len(), rows);
            }
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let (tabs, body) = areas(screen_area(cx));
        match mouse.kind {
            MouseKind::WheelUp => self.act(Action::Up, cx),
            MouseKind::WheelDown => self.act(Action::Down, cx),
            MouseKind::Press if hits(tabs, mouse) => {
                let page = Self::page(cx);
                let column = mouse.column - tabs.x;
                let part = self.tabs(&page, tabs.width).iter().rposition(|(start, _)| *start <= column);
                if let Some(part) = part {
                    self.jump(&page, part, body.height);
                }
                Vec::new()
            }
            MouseKind::Press | MouseKind::Drag | MouseKind::Release => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(results) = found(cx) else {
            draw_header(canvas, "Results", "");
            let area = content(canvas.area);
            canvas.text(area.x + 2, area.y + 1, area.width - 4, "There are no results yet.", Role::Faint);
            return;
        };
        let progress = results.progress;
        let right = if progress.done < progress.total {
            format!("so far: {} of {} games", progress.done, progress.total)
        } else if progress.total == 1 {
            "1 game".to_owned()
        } else {
            format!("{} games", progress.total)
        };
        draw_header(canvas, &format!("Results of round {}", results.round), &right);
        let (tabs, body) = areas(canvas.area);
        let page = Page::of(&results.document, body.width);
        let part = self.part(&page);
        for (at, (start, label)) in self.tabs(&page, tabs.width).into_iter().enumerate() {
            let role = if Some(at) == part { Role::Selected } else { Role::Accent };
            canvas.text(tabs.x + start, tabs.y, tabs.width.saturating_sub(start), &label, role);
        }
        page.doc.draw(canvas, body, &self.scroll);
    }
}
