//! A line of text that is being typed.

use super::super::event::{Code, Key};
use crate::scenario::words::is_unsafe;

/// A line in the making.
#[derive(Debug)]
pub(super) struct TextLine {
    text: String,
    /// The most characters that it may have.
    most: usize,
}

impl TextLine {
    /// A line that begins as this text.
    pub(super) fn new(text: &str, most: usize) -> Self {
        Self { text: text.to_owned(), most }
    }

    /// What stands there.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Takes a key; `false` where it is no part of a text.
    pub(super) fn takes(&mut self, key: Key) -> bool {
        match key.code {
            Code::Backspace => {
                self.text.pop();
            }
            Code::Char(typed) if !key.ctrl && !key.alt && !is_unsafe(typed) => {
                if self.text.chars().count() < self.most {
                    self.text.push(typed);
                }
            }
            _ => return false,
        }
        true
    }

    /// The text with the place where the next character comes.
    pub(super) fn shown(&self) -> String {
        format!("{}▏", self.text)
    }
}
