//! One item in full.

use super::super::context::{Context, Session};
use super::super::keys::{Action, Place};
use super::super::widgets::{Canvas, Doc, Scroll};
use super::talk::Talk;
use super::{Screen, Step, View, draw_header, facts, screen_area, text_area};
use crate::scenario::ItemIx;

/// Which of some items is read, and how far.
#[derive(Debug)]
pub(in crate::tui) struct ItemScreen {
    items: Vec<ItemIx>,
    shown: usize,
    scroll: Scroll,
}

impl ItemScreen {
    /// Shows one of the items; the others can be paged to.
    pub(super) fn new(items: Vec<ItemIx>, shown: usize) -> Self {
        Self { items, shown, scroll: Scroll::default() }
    }

    /// Talks about the item that is read.
    fn talk(&self, session: &Session) -> Vec<Step> {
        match self.items.get(self.shown) {
            Some(&item) if session.game.state().item(item).done().is_none() => {
                vec![Step::Push(Screen::Talk(Talk::new(item)))]
            }
            _ => vec![Step::Tell("That item is Done: there is nothing to talk about.".to_owned())],
        }
    }

    fn doc(&self, session: &Session, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        if let Some(&ix) = self.items.get(self.shown) {
            facts::item(&mut doc, session, ix);
        }
        doc
    }
}

impl View for ItemScreen {
    fn place(&self) -> Place {
        Place::Item
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let (Some(session), area) = (&cx.session, text_area(screen_area(cx))) else { return vec![Step::Pop] };
        if self.scroll.act(action, self.doc(session, area.width).len(), area.height) {
            return Vec::new();
        }
        let step = match action {
            Action::Next => 1,
            Action::Previous => self.items.len() - 1,
            Action::Talk => return self.talk(session),
            Action::Back => return vec![Step::Pop],
            _ => return Vec::new(),
        };
        self.shown = (self.shown + step) % self.items.len();
        self.scroll = Scroll::default();
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(session) = &cx.session else { return };
        let right = format!("item {} of {}", self.shown + 1, self.items.len());
        let left = facts::talks_left(&session.game).map_or_else(String::new, |left| format!(" · {left}"));
        draw_header(canvas, &session.game.scenario().title, &format!("{right}{left}"));
        let area = text_area(canvas.area);
        self.doc(session, area.width).draw(canvas, area, &self.scroll);
    }
}
