//! The keys of a screen, made from the key table.

use std::ops::Range;

use ratatui::layout::Rect;

use super::super::context::Context;
use super::super::event::{Mouse, MouseKind};
use super::super::keys::{Action, KeyMap, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll, kind_mark, overlay_area};
use super::{Step, View, hits, mouse_on_overlay, screen_area};
use crate::scenario::Kind;
use crate::words;

/// Whose keys, and how far they are read.
#[derive(Debug)]
pub(in crate::tui) struct Help {
    of: Place,
    scroll: Scroll,
}

const COLUMNS: u16 = 72;

impl Help {
    pub(super) fn new(of: Place) -> Self {
        Self { of, scroll: Scroll::default() }
    }

    /// The text, and the lines on which something stands that can be done.
    fn doc(&self, columns: u16, keys: &KeyMap) -> (Doc, Vec<(Range<usize>, Action)>) {
        let (mut doc, mut actions) = (Doc::new(columns), Vec::new());
        for place in [self.of, Place::Everywhere] {
            if place == Place::Everywhere {
                doc.heading("Everywhere");
            }
            for line in keys.of(place).filter(|line| !line.keys.is_empty()) {
                let mark = format!("{} ", text::fit(&line.shown(), 14));
                let start = doc.len();
                doc.marked((Role::Accent, &mark), Role::Text, line.binding.help);
                actions.push((start..doc.len(), line.binding.action));
            }
        }
        if self.of == Place::Board {
            doc.heading("With the mouse");
            doc.para(
                Role::Text,
                "Click to select, drag to move, click a number to mark, wheel to scroll, click a panel's name to \
                 show it. A click on a line above does what it says, and the right button explains a word.",
            );
            doc.heading("What the coach tells before a Sprint");
            for (level, meaning) in COACH {
                doc.marked((Role::Accent, &format!("{} ", text::fit(level, 9))), Role::Text, meaning);
            }
            doc.heading("What the columns mean");
            for (heading, meaning) in HEADINGS {
                doc.marked((Role::Accent, &format!("{} ", text::fit(heading, 9))), Role::Text, meaning);
            }
            doc.heading("What the marks mean");
            for kind in [Kind::Feature, Kind::Experiment, Kind::Enabler, Kind::Fix, Kind::Compliance] {
                let meaning = format!("{kind}: {}", words::kind(kind));
                doc.marked((Role::Accent, &format!("{}  ", kind_mark(kind))), Role::Text, &meaning);
            }
            for (mark, meaning) in MARKS {
                doc.marked((Role::Accent, &format!("{mark}  ")), Role::Text, meaning);
            }
        }
        (doc, actions)
    }

    fn inner(outer: Rect) -> Rect {
        Rect::new(outer.x + 2, outer.y + 1, outer.width - 4, outer.height - 2)
    }

    fn rows(&self, cx: &Context) -> u16 {
        (self.doc(COLUMNS.min(cx.size.width - 6), &cx.preferences.keys).0.len() as u16)
            .min(cx.size.height - 5)
    }
}

const HEADINGS: &[(&str, &str)] = &[
    ("worth", "what it would pay in all if it were Done in this Sprint"),
    ("effort", "in the scenario's own unit: what is left, from low to high; ~ is about"),
    ("Done", "the Sprint in which it is probably Done; – is not in this game"),
    ("its date", "the Sprint by which it should be Done, and the chance that it is"),
    ("+10", "a Sprint after the last one played: what is Done goes on paying"),
];

const COACH: &[(&str, &str)] = &[
    (
        "full",
        "the forecast of value, and what each order is worth beside that of a steady, plain player (par)",
    ),
    ("hints", "no values; only warnings that a careful person could find"),
    ("off", "delivery dates only; toporder play --coach chooses the level"),
];

const MARKS: &[(&str, &str)] = &[
    ("≈", "not talked through yet: misunderstandings may cost rework"),
    ("▸", "work on it has started"),
    ("↥", "needs another item to be Done first"),
    ("!", "unlikely to be Done by its date, above what it needs, or before an experiment about it"),
    ("━", "a Sprint probably ends here: 85 % or surer"),
    ("┄", "a Sprint may end here: less sure"),
];

impl View for Help {
    fn place(&self) -> Place {
        Place::Help
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let lines = self.doc(COLUMNS.min(cx.size.width - 6), &cx.preferences.keys).0.len();
        let rows = self.rows(cx);
        if self.scroll.act(action, lines, rows) {
            return Vec::new();
        }
        if action == Action::Back || action == Action::Help { vec![Step::Pop] } else { Vec::new() }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        // A line can be clicked like the key that it names.
        let inner = Self::inner(overlay_area(screen_area(cx), COLUMNS + 4, self.rows(cx) + 2));
        if mouse.kind == MouseKind::Press && hits(inner, mouse) {
            let (doc, actions) = self.doc(inner.width, &cx.preferences.keys);
            let line = self.scroll.top.min(doc.len().saturating_sub(inner.height.into()));
            let line = line + usize::from(mouse.row - inner.y);
            let action = actions.into_iter().find(|(lines, _)| lines.contains(&line));
            return action.map_or_else(Vec::new, |(_, action)| vec![Step::Pop, Step::Act(action)]);
        }
        mouse_on_overlay(self, mouse, cx)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let inner = canvas.overlay(COLUMNS + 4, self.rows(cx) + 2, "Keys");
        self.doc(inner.width, &cx.preferences.keys).0.draw(canvas, inner, &self.scroll);
    }
}
