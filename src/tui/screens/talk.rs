//! A conversation about an item.

use super::super::context::Context;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View, facts};
use crate::game::{Command, Game};
use crate::scenario::ItemIx;
use crate::words;

/// Which item is talked about.
#[derive(Debug)]
pub(in crate::tui) struct Talk {
    item: ItemIx,
    scroll: Scroll,
}

const COLUMNS: u16 = 72;

impl Talk {
    pub(super) fn new(item: ItemIx) -> Self {
        Self { item, scroll: Scroll::default() }
    }

    fn doc(&self, game: &Game, columns: u16) -> Doc {
        let scenario = game.scenario();
        let item = scenario.item(self.item);
        let mut doc = Doc::new(columns);
        doc.para(Role::Strong, &item.title);
        doc.gap();
        if game.has_talked(self.item) {
            if item.talk.is_empty() {
                doc.para(Role::Text, "You sit down with those who want it and go through what they mean.");
            }
            facts::conversation(&mut doc, game, self.item);
            doc.gap();
            if game.talks().contains(&self.item) {
                let then =
                    "By the end of this Sprint the team knows how large it is, and what is meant by it.";
                doc.para(Role::Faint, then);
            }
        } else if !game.state().item(self.item).can_be_refined() {
            let why = "There is nothing more to learn by talking: it was talked through, or work on it has \
                       started.";
            doc.para(Role::Text, why);
        } else {
            for talk in &item.talk {
                doc.marked((Role::Accent, "? "), Role::Text, &talk.ask);
            }
            doc.gap();
            if words::is_clear(game.scenario(), self.item) {
                let clear = "Its size is known and nothing about it is unclear: a talk would only tell you more of \
                             the why.";
                doc.para(Role::Warn, clear);
            }
            doc.para(Role::Text, &offer(game));
        }
        doc
    }

    fn rows(&self, game: &Game, cx: &Context) -> u16 {
        let lines = self.doc(game, COLUMNS.min(cx.size.width - 6)).len() as u16;
        lines.min(cx.size.height - 5)
    }
}

fn offer(game: &Game) -> String {
    match (game.scenario().refined_per_sprint(), game.talks_left()) {
        (0, _) => "Nobody has time to talk about items in this scenario.".to_owned(),
        (_, 0) => "No conversation is left in this Sprint. There will be time in the next one.".to_owned(),
        (all, left) => {
            let conversations = if all == 1 { "conversation" } else { "conversations" };
            format!(
                "You have {left} of {all} {conversations} left in this Sprint. If you go on, this item is \
                 talked about; that cannot be undone."
            )
        }
    }
}

impl View for Talk {
    fn place(&self) -> Place {
        Place::Talk
    }

    fn act(&mut self, action: Action, cx: &Context) -> Vec<Step> {
        let Some(game) = cx.game() else { return vec![Step::Pop] };
        let lines = self.doc(game, COLUMNS.min(cx.size.width - 6)).len();
        if self.scroll.act(action, lines, self.rows(game, cx)) {
            return Vec::new();
        }
        let possible = game.state().item(self.item).can_be_refined() && game.talks_left() > 0;
        match action {
            Action::Yes if !game.has_talked(self.item) && possible => {
                let item = game.scenario().item(self.item).id.clone();
                vec![Step::Do(Command::Talk { item })]
            }
            Action::Yes | Action::Back => vec![Step::Pop],
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(game) = cx.game() else { return };
        let inner = canvas.overlay(COLUMNS + 4, self.rows(game, cx) + 2, "A conversation");
        self.doc(game, inner.width).draw(canvas, inner, &self.scroll);
    }
}
