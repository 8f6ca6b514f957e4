//! A conversation about an item.

use super::super::context::Context;
use super::super::keys::{Action, Place};
use super::super::theme::Role;
use super::super::widgets::{Canvas, Doc, Scroll};
use super::{Step, View, facts};
use crate::game::{Command, Game};
use crate::scenario::{ItemIx, Range};
use crate::sim::Progress;
use crate::words;

/// Which item is talked about.
#[derive(Debug)]
pub(in crate::tui) struct Talk {
    item: ItemIx,
    scroll: Scroll,
    /// Whether the answers came just now and nobody has done anything since: a key that was pressed twice must not
    /// put them away unread.
    is_fresh: bool,
}

const COLUMNS: u16 = 72;

impl Talk {
    pub(super) fn new(item: ItemIx) -> Self {
        Self { item, scroll: Scroll::default(), is_fresh: false }
    }

    fn doc(&self, game: &Game, columns: u16) -> Doc {
        let mut doc = Doc::new(columns);
        write(&mut doc, game, self.item);
        doc
    }

    fn rows(&self, game: &Game, cx: &Context) -> u16 {
        let lines = self.doc(game, COLUMNS.min(cx.size.width - 6)).len() as u16;
        lines.min(cx.size.height - 5)
    }

    /// Goes on reading; puts it away at its end.
    fn go_on(&mut self, lines: usize, rows: u16) -> Vec<Step> {
        let is_at_end = self.scroll.top + usize::from(rows) >= lines;
        if !is_at_end {
            self.scroll.act(Action::PageDown, lines, rows);
            self.is_fresh = false;
        } else if std::mem::take(&mut self.is_fresh) {
            let told = "The same key again, or a click here, goes back; what was said stays with the item.";
            return vec![Step::OnceMore(told.to_owned(), Action::Yes)];
        } else {
            return vec![Step::Pop];
        }
        Vec::new()
    }
}

/// Writes a conversation: what can be asked, or what was asked and answered, and what it tells about the effort.
pub(in crate::tui) fn write(doc: &mut Doc, game: &Game, ix: ItemIx) {
    let item = game.scenario().item(ix);
    doc.para(Role::Strong, &item.title);
    doc.gap();
    if game.has_talked(ix) {
        doc.para(Role::Text, &format!("You sat down with {}.", company(game, ix)));
        if item.talk.is_empty() {
            doc.gap();
            doc.para(Role::Text, "You went through it line by line, until everybody meant the same by it.");
        }
        facts::conversation(doc, game, ix);
        doc.gap();
        narrowing(doc, game, ix);
    } else if game.scenario().refined_per_sprint() == 0 {
        doc.para(Role::Text, "Nobody has time to talk about items in this scenario.");
        doc.gap();
        narrowing(doc, game, ix);
    } else if !game.state().item(ix).can_be_refined() {
        let why =
            "There is nothing more to learn by talking: it was talked through, or work on it has started.";
        doc.para(Role::Text, why);
        doc.gap();
        narrowing(doc, game, ix);
    } else {
        doc.para(Role::Text, &format!("You could sit down with {}.", company(game, ix)));
        doc.gap();
        for talk in &item.talk {
            doc.marked((Role::Accent, "? "), Role::Text, &talk.ask);
        }
        doc.gap();
        let now = game.known().remaining(game.scenario(), ix);
        facts::efforts(doc, &game.scenario().effort_unit, &[("effort", now)]);
        if words::is_clear(game.scenario(), ix) {
            let clear = "Its size is known and nothing about it is unclear: a talk would only tell you more of the why.";
            doc.para(Role::Warn, clear);
        }
        doc.para(Role::Text, &offer(game));
        if starts_now(game, ix) && game.talks_left() > 0 {
            doc.marked((Role::Warn, "! "), Role::Warn, TOO_LATE);
        }
    }
}

/// What is told where work starts before a talk can help.
const TOO_LATE: &str = "It stands at the top of your order, so work on it starts in this Sprint, before the talk can \
                        help. Put something else on top if it should help.";

/// Whether work on an item starts in this Sprint whatever happens: it is the first one that can be worked on.
fn starts_now(game: &Game, ix: ItemIx) -> bool {
    let mut order = game.plan().order.iter();
    order.find(|&&item| game.state().workable(game.scenario(), item)) == Some(&ix)
}

/// Who takes part.
fn company(game: &Game, ix: ItemIx) -> String {
    let scenario = game.scenario();
    let mut names: Vec<String> = Vec::new();
    for benefit in scenario.item(ix).benefits.iter().filter(|benefit| benefit.amount.likely() > 0.0) {
        let name = &scenario.stakeholders[benefit.stakeholder.at()].name;
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    match &names[..] {
        [] => "those who will make it".to_owned(),
        [one] => format!("{one}, who wants it, and with those who will make it"),
        several => format!("{}, who want it, and with those who will make it", words::list(several)),
    }
}

/// How the estimate narrows: what was known before, and what is known now. What a talk tells about the effort is
/// known at the end of its Sprint, not at once.
fn narrowing(doc: &mut Doc, game: &Game, ix: ItemIx) {
    let (scenario, state) = (game.scenario(), game.state().item(ix));
    let unit = &scenario.effort_unit;
    let now = game.known().remaining(scenario, ix);
    if game.talks().contains(&ix) {
        facts::efforts(doc, unit, &[("effort now", now)]);
        let mut text = format!(
            "At the end of this Sprint the team knows: out of {} comes one figure",
            words::span(now, unit)
        );
        if now.is_certain() {
            text = format!("It still takes {}", words::span(now, unit));
        }
        let rework = scenario.item(ix).rework_chance;
        if rework > 0.0 {
            text += &format!(", and the {} chance of a misunderstanding is gone", words::percent(rework));
        }
        doc.para(Role::Text, &format!("{text}."));
        if starts_now(game, ix) {
            doc.marked((Role::Warn, "! "), Role::Warn, TOO_LATE);
        } else {
            doc.para(Role::Faint, "It helps if work on it starts after this Sprint, and not sooner.");
        }
        return;
    }
    let talked = game.decisions().iter().find(|decision| decision.talks.contains(&ix));
    let before = talked.map(|decision| decision.belief.remaining(scenario, ix));
    match (state.progress, before) {
        (Progress::Waiting, Some(before)) if before != now => {
            facts::efforts(doc, unit, &[("before", before), ("now", now)]);
        }
        (Progress::Started { remaining }, _) => {
            let whole = Range::certain(state.spent + remaining);
            let lines: Vec<(&str, Range)> =
                before.map(|before| ("before", before)).into_iter().chain([("in all", whole)]).collect();
            facts::efforts(doc, unit, &lines);
        }
        _ => facts::efforts(doc, unit, &[("effort", now)]),
    }
}

fn offer(game: &Game) -> String {
    match (game.talks_left(), game.scenario().refined_per_sprint()) {
        (0, _) => "No conversation is left in this Sprint. There will be time in the next one.".to_owned(),
        (left, all) => {
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
        let (lines, rows) = (self.doc(game, COLUMNS.min(cx.size.width - 6)).len(), self.rows(game, cx));
        if self.scroll.act(action, lines, rows) {
            self.is_fresh = false;
            return Vec::new();
        }
        let possible = game.state().item(self.item).can_be_refined() && game.talks_left() > 0;
        match action {
            Action::Yes if !game.has_talked(self.item) && possible => {
                (self.is_fresh, self.scroll) = (true, Scroll::default());
                let item = game.scenario().item(self.item).id.clone();
                vec![Step::Do(Command::Talk { item })]
            }
            Action::Yes => self.go_on(lines, rows),
            Action::Back => vec![Step::Pop],
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, cx: &Context) {
        let Some(game) = cx.game() else { return };
        let left =
            facts::talks_left(game).map(|left| format!(" · {left} in this Sprint")).unwrap_or_default();
        let inner = canvas.overlay(COLUMNS + 4, self.rows(game, cx) + 2, &format!("A conversation{left}"));
        self.doc(game, inner.width).draw(canvas, inner, &self.scroll);
    }
}
