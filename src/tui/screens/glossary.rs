//! What the words mean: those on the screen below first, then all others.

use super::super::context::Context;
use super::super::event::Mouse;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View, mouse_on_overlay};
use crate::words::{self, GLOSSARY, Term};

/// Which words stand on the screen below, and how far the text is read.
#[derive(Debug)]
pub(in crate::tui) struct Glossary {
    here: Vec<&'static Term>,
    scroll: Scroll,
}

const COLUMNS: u16 = 76;

impl Glossary {
    /// Of the words of a screen.
    pub(super) fn of(screen: &str) -> Self {
        Self { here: words::terms_in(screen), scroll: Scroll::default() }
    }

    fn doc(&self, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        if !self.here.is_empty() {
            doc.para(Role::Faint, "On this screen:");
            self.here.iter().for_each(|term| explain(&mut doc, term));
            doc.heading("All other words");
        }
        let is_here = |term: &Term| self.here.iter().any(|here| here.term == term.term);
        GLOSSARY.iter().filter(|term| !is_here(term)).for_each(|term| explain(&mut doc, term));
        doc
    }

    fn size(&self, cx: &Context) -> (usize, u16) {
        let lines = self.doc(COLUMNS.min(cx.size.width - 4) - 4).len();
        (lines, (lines as u16).min(cx.size.height - 5))
    }
}

fn explain(doc: &mut Doc, term: &Term) {
    doc.gap();
    doc.para(Role::Accent, term.term);
    doc.hanging(Role::Text, "  ", term.text);
}

impl View for Glossary {
    fn place(&self) -> Place {
        Place::Glossary
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (lines, rows) = self.size(cx);
        let is_over = matches!(action, Action::Back | Action::Glossary);
        if !self.scroll.act(action, lines, rows) && is_over { vec![Step::Pop] } else { Vec::new() }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &Context) -> Vec<Step> {
        mouse_on_overlay(self, mouse, cx)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let inner =
            canvas.overlay(COLUMNS.min(cx.size.width - 4), self.size(cx).1 + 2, "What the words mean");
        self.doc(inner.width).draw(canvas, inner, &self.scroll);
    }
}
