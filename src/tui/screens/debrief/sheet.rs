//! A page of text in which some lines can be opened.

use std::collections::HashMap;

use ratatui::layout::Rect;

use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Doc, Scroll};
use super::Open;
use super::figure::Figure;
use crate::order::Estimate;
use crate::scenario::ItemIx;
use crate::words;

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

/// A figure with its noise.
pub(super) fn noisy(estimate: Estimate, unit: &str) -> String {
    words::with_unit(words::number(estimate.mean) + &words::noise(estimate.stderr), unit)
}

/// The same of a change, with its sign.
pub(super) fn noisy_change(estimate: Estimate, unit: &str) -> String {
    words::with_unit(words::signed(estimate.mean, "") + &words::noise(estimate.stderr), unit)
}

/// The Sprints of a decision: `Sprint 2`, or `Sprints 3 to 6` where the rest was run in one go.
pub(super) fn sprints(sprint: u32, through: u32) -> String {
    if through > sprint { format!("Sprints {sprint} to {through}") } else { format!("Sprint {sprint}") }
}

/// The items of an order that were moved in it: the fewest without which all others are as they were before.
/// What comes anew counts as moved.
pub(super) fn moved(was: &[ItemIx], now: &[ItemIx]) -> Vec<ItemIx> {
    let before: HashMap<ItemIx, usize> = was.iter().copied().zip(0..).collect();
    // The longest part of `now` in which places before rise (patience sorting): `ends[n]` is where the
    // best one of n + 1 items ends, `links` leads from each item to the one in front of it.
    let (mut ends, mut links): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), vec![None; now.len()]);
    for (index, item) in now.iter().enumerate() {
        let Some(place) = before.get(item) else { continue };
        let length = ends.partition_point(|&end: &usize| before[&now[end]] < *place);
        links[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut stays = vec![false; now.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        stays[index] = true;
        next = links[index];
    }
    now.iter().zip(stays).filter(|(_, stays)| !stays).map(|(item, _)| *item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_moved_counts_as_moved() {
        let items = |places: &[usize]| places.iter().map(|&place| ItemIx::new(place)).collect::<Vec<_>>();
        let was = items(&[0, 1, 2, 3, 4]);
        let found = |now: &[usize]| moved(&was, &items(now));
        assert_eq!(found(&[0, 1, 2, 3, 4]), []);
        assert_eq!(found(&[4, 0, 1, 2, 3]), items(&[4]));
        assert_eq!(found(&[1, 2, 0, 3]), items(&[0]));
        assert_eq!(found(&[0, 7, 1, 4, 2, 3]), items(&[7, 4]));
        assert_eq!(found(&[]), []);
    }
}
