//! Texts: nothing in them may reach past its place on a screen.

use super::Check;
use crate::scenario::problem::{Here, Problem};
use crate::scenario::words::is_unsafe;

impl Check<'_> {
    /// A text of one line that should not be empty.
    pub(super) fn line(&mut self, text: &str, here: &Here<'_>) -> String {
        self.not_empty(text, here);
        self.clean(text, is_unsafe, here)
    }

    /// A text that may have several lines but should not be empty.
    pub(super) fn some_prose(&mut self, text: &str, here: &Here<'_>) -> String {
        self.not_empty(text, here);
        self.prose(text, here)
    }

    fn not_empty(&mut self, text: &str, here: &Here<'_>) {
        if text.trim().is_empty() {
            let problem = Problem::warning("empty-text", here.path(), format!("{} is empty", here.name()))
                .label("empty")
                .help("It is shown in the game: write a few words.");
            self.report(problem);
        }
    }

    /// A text that may have several lines.
    pub(super) fn prose(&mut self, text: &str, here: &Here<'_>) -> String {
        self.clean(text, |c| is_unsafe(c) && !matches!(c, '\n' | '\t'), here)
    }

    /// A list of texts that may have several lines.
    pub(super) fn all_prose(&mut self, texts: &[String], list: &Here<'_>) -> Vec<String> {
        texts.iter().enumerate().map(|(n, text)| self.prose(text, &list.entry(n))).collect()
    }

    fn clean(&mut self, text: &str, refused: impl Fn(char) -> bool, here: &Here<'_>) -> String {
        let Some(c) = text.chars().find(|c| refused(*c)) else { return text.to_owned() };
        let code = format!("U+{:04X}", u32::from(c));
        let (what, help) = match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => (
                "a line break or tab",
                "Keep this text on one line; line breaks are written \\n where they are allowed.",
            ),
            c if c.is_control() => {
                ("a control character", "Remove it: a terminal could take it for a command.")
            }
            _ => ("a hidden character", "Remove it: it makes text look different from what it says."),
        };
        let problem = Problem::error(
            "hidden-character",
            here.path(),
            format!("{} has {what} in it, {code}", here.name()),
        )
        .label(format!("has {code} in it"))
        .help(help);
        self.report(problem);
        String::new()
    }
}
