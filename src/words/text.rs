//! Text set with its true width: cut, padded, wrapped.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How far a line that goes on is set in.
const CONTINUED: &str = "  ";

/// How many columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text of at most `columns` columns, cut with "…" where it is longer.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let more = width(cluster);
        // One column is kept for the ellipsis.
        if used + more + 1 > columns {
            break;
        }
        used += more;
        kept.push_str(cluster);
    }
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// A text of exactly `columns` columns, cut or padded at the right.
#[must_use]
pub fn fit(text: &str, columns: usize) -> String {
    let mut text = cut(text, columns);
    let missing = columns.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// A text of exactly `columns` columns, cut, or padded at the left.
#[must_use]
pub fn fit_right(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(&text))))
}

/// The lines of a text, none wider than `columns`; a word that is wider is broken. Line ends are kept.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    text.split('\n').flat_map(|line| wrap_line(line, columns)).collect()
}

fn wrap_line(text: &str, columns: usize) -> Vec<String> {
    // Most lines, and much quicker.
    if width(text) <= columns {
        return vec![text.trim_end().to_owned()];
    }
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for word in words(text, columns) {
        // The space behind a word may hang over the edge.
        if used > 0 && used + width(word.trim_end()) > columns {
            lines.push(line.trim_end().to_owned());
            (line, used) = (String::new(), 0);
        }
        for cluster in word.graphemes(true) {
            let more = width(cluster);
            if used + more > columns && cluster != " " {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(cluster);
            used += more;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// A line of a page, or the lines that have room for it, with line ends. What goes on is set in from the line that it
/// belongs to.
#[must_use]
pub fn set_line(line: &str, columns: usize) -> Vec<String> {
    if width(line) <= columns {
        return vec![format!("{line}\n")];
    }
    let body = line.trim_start();
    let indent = " ".repeat(width(line) - width(body));
    let lines = wrap(body, columns.saturating_sub(indent.len() + CONTINUED.len()).max(1));
    let set_in = lines.iter().enumerate().map(|(place, line)| {
        let more = if place > 0 { CONTINUED } else { "" };
        format!("{indent}{more}{line}\n")
    });
    set_in.collect()
}

/// The words of a text, each with the space behind it. A figure and its unit (`240 ± 3 €`) count as one, as
/// they are read as one, if a line has room for that.
fn words(text: &str, columns: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut end) = (0, 0);
    for word in text.split_inclusive(' ') {
        if end > start {
            let before = text[start..end].trim_end();
            let is_figure = before.ends_with(|c: char| c.is_ascii_digit() || c == '±');
            if !is_figure || width(text[start..end + word.len()].trim_end()) > columns {
                words.push(&text[start..end]);
                start = end;
            }
        }
        end += word.len();
    }
    words.push(&text[start..]);
    words
}

/// The byte of a line at which the character stands that covers a column, from 0; `None` behind its end.
pub(crate) fn byte_at(line: &str, column: usize) -> Option<usize> {
    let mut end = 0;
    line.grapheme_indices(true).find_map(|(byte, character)| {
        end += width(character);
        (column < end).then_some(byte)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_and_combining_characters_have_their_true_width() {
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("日本語", 4), "日… ");
        assert_eq!(fit("e\u{301}te\u{301}", 3), "e\u{301}te\u{301}");
        assert_eq!(fit_right("12", 4), "  12");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn wrapping_keeps_every_word_and_no_line_is_too_wide() {
        let text = "The harbour office wants one list of sailings, not three.\nNext line";
        let lines = wrap(text, 20);
        assert!(lines.iter().all(|line| width(line) <= 20), "{lines:?}");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&lines.join(" ")), words(text));
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("all in all 240 ± 3 €, or so", 14), ["all in all", "240 ± 3 €, or", "so"]);
        assert_eq!(wrap("all in all 240 ± 3 €", 6), ["all in", "all", "240 ±", "3 €"]);
        assert_eq!(wrap("", 3), [""]);
    }
}
