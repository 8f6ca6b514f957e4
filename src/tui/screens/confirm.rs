//! A question before something would be lost.

use ratatui::layout::Rect;

use super::super::context::Context;
use super::super::event::{Mouse, MouseKind};
use super::super::keys::{Action, Place};
use super::super::text;
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll, overlay_area};
use super::{Step, View, hits, screen_area};

/// A question, and what a yes leads to.
#[derive(Debug)]
pub(in crate::tui) struct Confirm {
    title: &'static str,
    question: String,
    yes: Option<Box<Step>>,
}

impl Confirm {
    pub(super) fn new(title: &'static str, question: String, yes: Step) -> Self {
        Self { title, question, yes: Some(Box::new(yes)) }
    }

    /// The question, with the answers in its last line.
    fn doc(&self, columns: u16, cx: &Context) -> Doc {
        let mut doc = Doc::new(columns);
        doc.para(Role::Text, &self.question);
        doc.gap();
        let answers = ANSWERS.iter().zip(keys(cx));
        doc.line(
            answers
                .flat_map(|((_, word), key)| [(Role::Accent, key), (Role::Text, format!("  {word}{GAP}"))])
                .collect(),
        );
        doc
    }

    fn area(&self, screen: Rect, cx: &Context) -> Rect {
        let columns = COLUMNS.min(screen.width - 2);
        overlay_area(screen, columns, self.doc(columns - FRAME, cx).len() as u16 + 2)
    }
}

const COLUMNS: u16 = 56;
/// Columns that the frame takes, left and right.
const FRAME: u16 = 4;
const ANSWERS: [(Action, &str); 2] = [(Action::Yes, "yes"), (Action::No, "no")];
/// What stands between the answers.
const GAP: &str = "     ";

/// The keys of the answers.
fn keys(cx: &Context) -> impl Iterator<Item = String> {
    ANSWERS.iter().map(|(answer, _)| cx.preferences.keys.key(Place::Confirm, *answer).unwrap_or_default())
}

impl View for Confirm {
    fn place(&self) -> Place {
        Place::Confirm
    }

    fn act(&mut self, action: Action, _: &Context) -> Vec<Step> {
        match action {
            Action::Yes => std::iter::once(Step::Pop).chain(self.yes.take().map(|step| *step)).collect(),
            Action::No => vec![Step::Pop],
            _ => Vec::new(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        let area = self.area(screen_area(cx), cx);
        let row = Rect::new(area.x + FRAME / 2, area.bottom() - 2, area.width - FRAME, 1);
        if mouse.kind != MouseKind::Press || !hits(row, mouse) {
            return Vec::new();
        }
        let mut start = row.x;
        for ((answer, word), key) in ANSWERS.iter().zip(keys(cx)) {
            let columns = text::width(&format!("{key}  {word}")) as u16;
            if (start..start + columns).contains(&mouse.column) {
                return self.act(*answer, cx);
            }
            start += columns + GAP.len() as u16;
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let area = self.area(canvas.area, cx);
        let inner = canvas.overlay(area.width, area.height, self.title);
        self.doc(inner.width, cx).draw(canvas, inner, &Scroll::default());
    }
}
