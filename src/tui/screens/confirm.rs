//! A question before something would be lost.

use super::super::context::Context;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View};

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

    fn doc(&self, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        doc.para(Role::Text, &self.question);
        doc.gap();
        doc.line(vec![
            (Role::Accent, "y".to_owned()),
            (Role::Text, "  yes     ".to_owned()),
            (Role::Accent, "n".to_owned()),
            (Role::Text, "  no".to_owned()),
        ]);
        doc
    }
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

    fn draw(&self, canvas: &mut Canvas<'_>, _: &Context) {
        let columns = 56.min(canvas.area.width - 2);
        let rows = self.doc(columns - 4).len() as u16 + 2;
        let inner = canvas.overlay(columns, rows, self.title);
        self.doc(inner.width).draw(canvas, inner, &Scroll::default());
    }
}
