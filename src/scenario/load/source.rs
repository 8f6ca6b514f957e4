//! A file's text as reports show it: safe for a terminal, and never more of a long line than is needed.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::scenario::words::{is_invisible, printable};

/// The longest line shown whole, in bytes.
const LONG: usize = 120;
/// How much of a longer line is shown on both sides of what is marked.
const AROUND: usize = 50;

/// A text with a name.
#[derive(Debug)]
pub(crate) struct Source {
    name: String,
    /// The text with harmless characters in place of those that a terminal must not get. Each takes as
    /// many bytes as the one it stands for, so offsets agree.
    text: String,
    /// Where each line starts.
    lines: Vec<usize>,
}

impl Source {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { name: printable(name).into_owned(), lines: lines.collect(), text: harmless(text) }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The line, from 0, of a byte.
    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset) - 1
    }

    /// Line and column of a byte, in characters, both from 1.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        (line + 1, self.text[self.lines[line]..offset].chars().count() + 1)
    }

    /// The bytes of a line, its end included.
    fn bytes(&self, line: usize) -> Range<usize> {
        self.lines[line]..self.lines.get(line + 1).copied().unwrap_or(self.text.len())
    }

    /// What of a span is marked: its first line, and no more of that than fits.
    pub(crate) fn marked(&self, span: &Range<usize>) -> Range<usize> {
        let text = &self.text[span.clone()];
        let shown = text.lines().next().unwrap_or_default().trim_end();
        let length = if shown.len() < text.len() && text.starts_with(['{', '[']) { 1 } else { shown.len() };
        span.start..span.start + text.floor_char_boundary(length.min(AROUND))
    }
}

fn harmless(text: &str) -> String {
    let stand_in = |c: char| match c.len_utf8() {
        1 => "?",
        2 => "¿",
        3 => "\u{FFFD}",
        _ => "?\u{FFFD}",
    };
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' if chars.peek() == Some(&'\n') => out.push(c),
            '\r' => out.push(' '),
            // What joins letters or sets their direction is left: scripts need it.
            c if is_invisible(c) && !matches!(c, '\u{200C}'..='\u{200F}') => out.push_str(stand_in(c)),
            c => out.push(c),
        }
    }
    out
}

impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let (mut first, mut last) = (self.line(start), self.line(end.saturating_sub(1).max(start)));
        let is_long = |line| self.bytes(line).len() > LONG;
        let shown = if lines_before == 0 && lines_after == 0 {
            // Asked for its place only: the contents begin at the mark.
            start..end
        } else if (first..=last).any(is_long) {
            // Two marks far apart on such a line are shown one by one.
            if first != last || end - start > LONG {
                return Err(MietteError::OutOfBounds);
            }
            let line = self.bytes(first);
            let from = self.text.floor_char_boundary(start.saturating_sub(AROUND)).max(line.start);
            from..self.text.ceil_char_boundary(end + AROUND).min(line.end)
        } else {
            for _ in 0..lines_before {
                first -= usize::from(first > 0 && !is_long(first - 1));
            }
            for _ in 0..lines_after {
                last += usize::from(last + 1 < self.lines.len() && !is_long(last + 1));
            }
            self.bytes(first).start..self.bytes(last).end
        };
        let (line, column) = self.position(shown.start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text[shown.clone()].as_bytes(),
            (shown.start, shown.len()).into(),
            line - 1,
            column - 1,
            last - first + 1,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_keep_offsets() {
        for text in ["a\u{1b}[2Jb", "\u{9b}31m", "\u{202e}abc\u{feff}", "x\u{e0041}y", "a\rb\r\nc"] {
            let harmless = harmless(text);
            assert_eq!(harmless.len(), text.len());
            assert!(!harmless.contains(|c| is_invisible(c) && !matches!(c, '\r' | '\n')));
        }
    }

    #[test]
    fn a_long_line_is_shown_in_part() {
        let source = Source::new("x", &"ä".repeat(10_000));
        let shown = source.read_span(&(5_000, 10).into(), 1, 1).expect("the span is inside");
        assert!(shown.data().len() < LONG);
        assert!(std::str::from_utf8(shown.data()).is_ok());
        assert!(source.read_span(&(0, 20_001).into(), 1, 1).is_err());
    }
}
