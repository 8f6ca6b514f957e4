//! What is typed on the board: a place to move to, or a part of a title to find.

use super::super::super::event::{Code, Key};

/// The longest text that makes sense here, in characters.
const LONGEST: usize = 40;

/// Something that is being typed.
#[derive(Debug)]
pub(super) struct Prompt {
    pub(super) kind: PromptKind,
    pub(super) text: String,
}

/// What it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PromptKind {
    /// A place in the order.
    Place,
    /// A part of a title.
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
        Self { kind, text: String::new() }
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key) -> Typed {
        match key.code {
            Code::Enter => return Typed::Finished,
            Code::Esc => return Typed::Left,
            Code::Backspace => {
                self.text.pop();
            }
            Code::Char(typed) if self.fits(typed) => self.text.push(typed),
            _ => {}
        }
        Typed::Edited
    }

    fn fits(&self, typed: char) -> bool {
        match self.kind {
            PromptKind::Place => typed.is_ascii_digit() && self.text.len() < 5,
            PromptKind::Find => !typed.is_control() && self.text.chars().count() < LONGEST,
        }
    }

    /// The line to show.
    pub(super) fn line(&self) -> String {
        let text = &self.text;
        match self.kind {
            PromptKind::Place => format!("Move to place: {text}▏  Enter moves, Esc leaves it"),
            PromptKind::Find => format!("Find: {text}▏  Enter keeps it, ↓ shows the next"),
        }
    }

    /// Whether a title is one that is looked for.
    pub(super) fn finds(&self, title: &str) -> bool {
        !self.text.is_empty() && title.to_lowercase().contains(&self.text.to_lowercase())
    }
}
