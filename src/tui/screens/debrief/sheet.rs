//! A page of text in which some lines can be opened.

use ratatui::layout::Rect;

use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll};
use super::Open;
use super::figure::Figure;

/// Text, and the lines of it that can be opened.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) doc: Doc,
    /// From the top down.
    pub(super) links: Vec<Link>,
}

/// A line that can be opened, and what it opens.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) line: usize,
    pub(super) open: Open,
}

impl Sheet {
    pub(super) fn new(columns: u16) -> Self {
        Self { doc: Doc::new(columns), links: Vec::new() }
    }

    /// What is written next can be opened.
    pub(super) fn opens(&mut self, open: Open) {
        self.links.push(Link { line: self.doc.len(), open });
    }

    /// What is written next is a figure that can be opened.
    pub(super) fn figure(&mut self, figure: Figure) {
        self.opens(Open::Figure(figure));
    }

    /// The link that is chosen; there may be fewer than there were.
    pub(super) fn link(&self, chosen: usize) -> Option<&Link> {
        self.links.get(chosen.min(self.links.len().saturating_sub(1)))
    }

    /// Which link a line belongs to.
    pub(super) fn link_at(&self, line: usize) -> Option<usize> {
        self.links.iter().position(|link| link.line == line)
    }

    /// Draws the part that is scrolled to. In the margin stands what can be opened, and what is chosen.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, scroll: &Scroll, chosen: usize) {
        self.doc.draw(canvas, area, scroll);
        let top = scroll.top.min(self.doc.len().saturating_sub(area.height.into()));
        let chosen = self.link(chosen).map(|link| link.line);
        for link in &self.links {
            let Some(row) = link.line.checked_sub(top).filter(|row| *row < area.height.into()) else {
                continue;
            };
            let y = area.y + row as u16;
            let (mark, role) =
                if Some(link.line) == chosen { ("▸", Role::Accent) } else { ("›", Role::Faint) };
            canvas.text(area.x.saturating_sub(2), y, 1, mark, role);
        }
    }
}

/// The Sprints of a decision: `Sprint 2`, or `Sprints 3 to 6` where the rest was run in one go.
pub(super) fn sprints(sprint: u32, through: u32) -> String {
    if through > sprint { format!("Sprints {sprint} to {through}") } else { format!("Sprint {sprint}") }
}
