//! The keys of a screen, made from the key table.

use super::super::context::Context;
use super::super::event::Mouse;
use super::super::keys::{Action, KeyMap, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll, kind_mark};
use super::{Step, View, mouse_on_overlay};
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

    fn doc(&self, columns: u16, keys: &KeyMap) -> Doc {
        let mut doc = Doc::new(columns);
        for place in [self.of, Place::Everywhere] {
            if place == Place::Everywhere {
                doc.heading("Everywhere");
            }
            for line in keys.of(place).filter(|line| !line.keys.is_empty()) {
                let mark = format!("{} ", text::fit(&line.shown(), 14));
                doc.marked((Role::Accent, &mark), Role::Text, line.binding.help);
            }
        }
        if self.of == Place::Board {
            doc.heading("With the mouse");
            doc.para(
                Role::Text,
                "Click to select, drag to move, wheel to scroll, click a panel's name to show it.",
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
        doc
    }

    fn rows(&self, cx: &Context) -> u16 {
        (self.doc(COLUMNS.min(cx.size.width - 6), &cx.preferences.keys).len() as u16).min(cx.size.height - 5)
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
        let lines = self.doc(COLUMNS.min(cx.size.width - 6), &cx.preferences.keys).len();
        let rows = self.rows(cx);
        if self.scroll.act(action, lines, rows) {
            return Vec::new();
        }
        if action == Action::Back || action == Action::Help { vec![Step::Pop] } else { Vec::new() }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        mouse_on_overlay(self, mouse, cx)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let inner = canvas.overlay(COLUMNS + 4, self.rows(cx) + 2, "Keys");
        self.doc(inner.width, &cx.preferences.keys).draw(canvas, inner, &self.scroll);
    }
}
