//! A page of plain text: lines that a terminal can be sent, none wider than the page.

use crate::scenario::words::printable;
use crate::words::text::wrap;

/// Lines in the making.
#[derive(Debug)]
pub(super) struct Page {
    columns: usize,
    lines: Vec<String>,
}

impl Page {
    pub(super) fn new(columns: usize) -> Self {
        Self { columns, lines: Vec::new() }
    }

    /// How wide it is.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// A paragraph.
    pub(super) fn say(&mut self, text: impl AsRef<str>) {
        self.lines.extend(wrap(text.as_ref(), self.columns));
    }

    /// An entry of a list; what goes on in a second line is set in.
    pub(super) fn entry(&mut self, text: impl AsRef<str>) {
        let lines = wrap(text.as_ref(), self.columns.saturating_sub(SET_IN.len()));
        let set_in = |(place, line)| if place == 0 { line } else { format!("{SET_IN}{line}") };
        self.lines.extend(lines.into_iter().enumerate().map(set_in));
    }

    /// Lines that fit already.
    pub(super) fn lines(&mut self, lines: Vec<String>) {
        self.lines.extend(lines);
    }

    /// An empty line, unless there is one already or the page is empty.
    pub(super) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// The whole page; whatever stands in it, a terminal may be sent it.
    pub(super) fn into_text(self) -> String {
        self.lines.iter().map(|line| format!("{}\n", printable(&line.replace('\t', " ")))).collect()
    }
}

/// How far a line that goes on is set in.
const SET_IN: &str = "   ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_can_be_sent_to_a_terminal() {
        let mut page = Page::new(20);
        page.gap();
        page.say("As long as it takes \u{1b}[2J");
        page.gap();
        page.gap();
        page.entry("1. An entry that goes on\tand on");
        assert_eq!(
            page.into_text(),
            "As long as it takes\n\\u{1b}[2J\n\n1. An entry that\n   goes on and on\n"
        );
    }
}
