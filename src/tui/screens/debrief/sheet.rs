//! A page of text in which some lines can be opened.

use std::ops::RangeInclusive;

use ratatui::layout::Rect;

use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll};
use super::Open;
use super::figure::Figure;

/// The least and the most rows of a chart.
const CHART_ROWS: RangeInclusive<u16> = 6..=18;

/// Text, and the lines of it that can be opened.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) doc: Doc,
    /// From the top down.
    pub(super) links: Vec<Link>,
    /// Lines at the end that are kept for a chart.
    pub(super) chart: u16,
}

/// A line that can be opened, and what it opens.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) line: usize,
    pub(super) open: Open,
}

impl Sheet {
    pub(super) fn new(columns: u16) -> Self {
        Self { doc: Doc::new(columns), links: Vec::new(), chart: 0 }
    }

    /// What is written next can be opened.
    pub(super) fn opens(&mut self, open: Open) {
        self.links.push(Link { line: self.doc.len(), open });
    }

    /// Keeps the rest of a page for a chart; what has no room for one is scrolled.
    pub(super) fn keep_for_chart(&mut self, rows: u16) {
        let left = rows.saturating_sub(self.doc.len() as u16 + 1);
        self.chart = left.clamp(*CHART_ROWS.start(), *CHART_ROWS.end());
        (0..=self.chart).for_each(|_| self.doc.line(Vec::new()));
    }

    /// Where the chart stands on a page that is scrolled; `None` while not all of it is in sight.
    pub(super) fn chart_area(&self, area: Rect, scroll: &Scroll) -> Option<Rect> {
        let lines = self.doc.len();
        let top = scroll.top.min(lines.saturating_sub(area.height.into()));
        let y = area.y + (lines - usize::from(self.chart)).checked_sub(top)? as u16;
        (self.chart > 0 && y + self.chart <= area.bottom())
            .then(|| Rect::new(area.x, y, area.width, self.chart))
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
pub(in crate::tui::screens) fn sprints(sprint: u32, through: u32) -> String {
    if through > sprint { format!("Sprints {sprint} to {through}") } else { format!("Sprint {sprint}") }
}
