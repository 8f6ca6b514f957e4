//! What is typed on the board: a place to move to, or what is to be shown alone.

use super::super::super::context::{Context, Session};
use super::super::super::event::{Code, Key};
use super::super::Step;
use super::super::typing::TextLine;
use super::Board;
use super::moving::refuse_done;

/// The longest text that makes sense here, in characters.
const LONGEST: usize = 40;
/// The most figures of a place.
const FIGURES: usize = 5;

/// Something that is being typed.
#[derive(Debug)]
pub(super) struct Prompt {
    pub(super) kind: PromptKind,
    line: TextLine,
}

/// What it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PromptKind {
    /// A place in the order.
    Place,
    /// What is to be shown alone.
    Find,
}

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// The text may be another now.
    Edited,
    /// It is finished.
    Finished,
    /// It is not wanted any more.
    Left,
}

impl Prompt {
    pub(super) fn new(kind: PromptKind) -> Self {
        let most = if kind == PromptKind::Place { FIGURES } else { LONGEST };
        Self { kind, line: TextLine::new("", most) }
    }

    /// What stands there.
    pub(super) fn text(&self) -> &str {
        self.line.text()
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key) -> Typed {
        match key.code {
            Code::Enter => return Typed::Finished,
            Code::Esc => return Typed::Left,
            Code::Char(typed) if self.kind == PromptKind::Place && !typed.is_ascii_digit() => {}
            _ => {
                self.line.takes(key);
            }
        }
        Typed::Edited
    }

    /// The line to show.
    pub(super) fn shown(&self) -> String {
        let text = self.line.shown();
        match self.kind {
            PromptKind::Place => format!("Move to place: {text}  Enter moves, Esc leaves it"),
            PromptKind::Find => format!("Show only: {text}  Enter keeps it, Esc shows all"),
        }
    }
}

impl Board {
    /// Takes a key while something is typed. Nothing that is typed moves anything before Enter.
    pub(super) fn type_key(&mut self, key: Key, cx: &Context, session: &Session) -> Vec<Step> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        let (kind, typed) = (prompt.kind, prompt.key(key));
        match (kind, typed) {
            (PromptKind::Find, Typed::Left) => {
                self.prompt = None;
                self.look.filter.clear();
            }
            (PromptKind::Place, Typed::Left) | (PromptKind::Find, Typed::Finished) => self.prompt = None,
            (PromptKind::Find, Typed::Edited) => self.find(session, key),
            (PromptKind::Place, Typed::Edited) => {}
            (PromptKind::Place, Typed::Finished) => return self.move_to_typed(cx, session),
        }
        Vec::new()
    }

    /// Shows only what is looked for; the arrows choose one of it.
    pub(super) fn find(&mut self, session: &Session, key: Key) {
        let Some(prompt) = &self.prompt else { return };
        self.look.filter = prompt.text().to_lowercase();
        let rows = self.rows(session);
        match key.code {
            Code::Up => self.step(&rows, -1),
            Code::Down => self.step(&rows, 1),
            _ => self.select(self.selected(&rows)),
        }
    }

    pub(super) fn move_to_typed(&mut self, cx: &Context, session: &Session) -> Vec<Step> {
        let typed = self.prompt.take().map(|prompt| prompt.text().parse::<usize>());
        let (Some(Ok(place)), Some(item)) = (typed, self.selected) else { return Vec::new() };
        if let Some(done) = refuse_done(session, item) {
            return vec![done];
        }
        // An item that is set aside comes in addition.
        let places = Self::last_place(session, item);
        if (1..=places).contains(&place) {
            self.place(cx, session, item, place)
        } else {
            vec![Step::Tell(format!("There is no place {place}: the order has places 1 to {places}."))]
        }
    }
}
