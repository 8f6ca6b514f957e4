//! Small change for messages: quoting, counting, near misses, and what a terminal must not be sent.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The most characters of somebody's text that a message repeats.
const MOST_QUOTED: usize = 40;

/// The longest word that is worth comparing with others; the work grows with the square.
const MOST_COMPARED: usize = 80;

/// Whether a character could make a terminal do something, or make text read as what it is not:
/// control characters, changes of writing direction, and marks that are never meant to be seen.
/// (What scripts and emoji need to join their parts is no such character.)
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{2028}' | '\u{2029}'                 // Line and paragraph separators.
            | '\u{202A}'..='\u{202E}'               // Bidirectional embeddings and overrides.
            | '\u{2066}'..='\u{206F}'               // Bidirectional isolates, deprecated controls.
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'  // Byte-order mark, annotations.
            | '\u{E0000}'..='\u{E007F}') // Tags.
}

/// Whether a character takes no room at all, so that two ids with and without it look the same.
pub(crate) fn is_invisible(c: char) -> bool {
    is_unsafe(c)
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{FFA0}')
}

/// The text with every character that a terminal must not be sent written out as `\u{…}`.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    escaped(text, is_unsafe)
}

fn escaped(text: &str, unwanted: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&unwanted) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if unwanted(c) {
            // Writing to a String cannot fail.
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Somebody's text, printable and cut to a reasonable length.
pub(crate) fn excerpt(text: &str) -> String {
    let (text, more) = cut(text);
    format!("{}{more}", printable(text))
}

/// An id or a field's name in backticks, every character of it visible.
pub(crate) fn ticked(text: &str) -> String {
    let (text, more) = cut(text);
    format!("`{}{more}`", escaped(text, is_invisible))
}

fn cut(text: &str) -> (&str, &str) {
    match text.char_indices().nth(MOST_QUOTED) {
        None => (text, ""),
        Some((end, _)) => (&text[..end], "…"),
    }
}

/// The indefinite article of a noun.
pub(crate) fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// "a", "a or b", "a, b or c".
pub(crate) fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// "1 item", "1,200 items".
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number as u64))
}

/// A whole number with commas between the thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A figure as short as it can be written.
pub(crate) fn figure(value: f64) -> String {
    let size = value.abs();
    if size >= 1e15 || (size > 0.0 && size < 1e-6) {
        format!("{value:e}")
    } else if value.fract() == 0.0 {
        // Below 1e15 a whole figure is exact as an integer.
        format!("{}{}", if value < 0.0 { "-" } else { "" }, grouped(size as u64))
    } else {
        value.to_string()
    }
}

/// The candidate that a word was probably meant to be, the first of equals.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    if word.is_empty() || word.len() > MOST_COMPARED {
        return None;
    }
    let word = folded(word);
    let length = word.chars().count();
    let mut best = None;
    for candidate in candidates {
        if candidate.len() > MOST_COMPARED || candidate.is_empty() {
            continue;
        }
        let other = folded(candidate);
        let other_length = other.chars().count();
        let allowed = match length.max(other_length) {
            0..=2 => 0,
            3..=5 => 1,
            6..=8 => 2,
            _ => 3,
        };
        if length.abs_diff(other_length) > allowed {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &other);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_near_misses_only() {
        let known = ["effort", "value", "velocity", "by"];
        assert_eq!(nearest("efort", known), Some("effort"));
        assert_eq!(nearest("Velocty", known), Some("velocity"));
        assert_eq!(nearest("cost", known), None);
        assert_eq!(nearest("to", known), None);
    }

    #[test]
    fn writes_figures_as_people_do() {
        assert_eq!(figure(0.25), "0.25");
        assert_eq!(figure(-1_200.0), "-1,200");
        assert_eq!(figure(1e300), "1e300");
        assert_eq!(count(10_001, "item"), "10,001 items");
    }

    #[test]
    fn writes_out_what_a_terminal_must_not_get() {
        assert_eq!(printable("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(printable("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(printable("Zoë 👩‍🍳"), "Zoë 👩‍🍳");
    }
}
