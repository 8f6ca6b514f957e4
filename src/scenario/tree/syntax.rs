//! Why a text is no JSON, in words for people who do not know the grammar.

use std::ops::Range;

use crate::scenario::problem::{Path, Placed, Problem};

/// A reason: what is wrong, what stands under the mark, what to do, and which byte is marked.
struct Reason {
    message: &'static str,
    label: &'static str,
    help: &'static str,
    at: usize,
}

/// Explains an error that `serde_json` met in a part of the text.
pub(super) fn explain(text: &str, part: Range<usize>, error: &serde_json::Error) -> Box<Placed> {
    let offset = part.start + offset_of(&text[part], error.line(), error.column());
    let error = error.to_string();
    let reason = from_text(text, offset).unwrap_or_else(|| from_error(text, offset, &error));
    let width = text[reason.at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let problem = Problem::error("not-json", Path::default(), reason.message);
    Box::new((problem.label(reason.label).help(reason.help), reason.at..reason.at + width))
}

/// The byte at a line and column as `serde_json` counts them (columns in bytes, of the byte read last).
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = match line.saturating_sub(1) {
        0 => 0,
        n => text.match_indices('\n').nth(n - 1).map_or(text.len(), |(at, _)| at + 1),
    };
    text.floor_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}

/// What the text itself gives away: things that people write and JSON does not have.
fn from_text(text: &str, at: usize) -> Option<Reason> {
    let rest = &text[at..];
    if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
        return Some(Reason {
            message: "JSON has no comments",
            label: "a comment",
            help: "Put remarks in `notes` of an item, or in `guide`.",
            at,
        });
    }
    rest.starts_with(['\'', '“', '”', '‘', '’', '„']).then_some(Reason {
        message: "this is not the quote that JSON uses",
        label: "another quote",
        help: "Write straight double quotes: \"…\".",
        at,
    })
}

fn from_error(text: &str, at: usize, error: &str) -> Reason {
    let before = text[..at].trim_end();
    let said = |what: &str| error.starts_with(what);
    let reason = |message, label, help| Reason { message, label, help, at };
    let closes = text[at..].starts_with(['}', ']']);
    if said("EOF while parsing a string") {
        reason("the file ends in the middle of a text", "the file ends here", "A double quote is missing.")
    } else if said("EOF") {
        let help = "A closing } or ] is missing, or the end was cut off.";
        reason("the file ends before the scenario does", "the file ends here", help)
    } else if said("trailing comma") || (closes && before.ends_with(',')) {
        let reason =
            reason("a comma stands before a closing bracket", "one comma too many", "Remove the comma.");
        Reason { at: before.len().saturating_sub(1), ..reason }
    } else if said("key must be a string") || said("expected `\"`") {
        let help = "Names stand in double quotes: \"title\": …";
        reason("a field's name was expected here", "no name in quotes", help)
    } else if said("expected `,`") {
        let help = "Fields and list entries are separated by commas.";
        let reason = reason("a comma or a closing bracket is missing", "a comma belongs after this", help);
        let last = before.chars().next_back().map_or(0, char::len_utf8);
        Reason { at: before.len() - last, ..reason }
    } else if said("expected `:`") {
        reason(
            "a colon is missing after a field's name",
            "a colon belongs before this",
            "Write \"name\": value.",
        )
    } else if said("control character") {
        let help = "Write \\n for a line break and \\t for a tab; keep each text on one line.";
        reason("a line break, tab or other control character stands in a text", "the text breaks off", help)
    } else if said("invalid escape")
        || said("unexpected end of hex")
        || said("lone leading")
        || said("invalid unicode")
    {
        let help = "Write \\\\ for a backslash, \\\" for a double quote, \\n for a line break.";
        reason("this escape sequence does not exist in JSON", "after a backslash", help)
    } else if said("invalid number") {
        let help = "Write digits, with a point for fractions and no sign but minus: 1200, -3, 0.5.";
        reason("this is not a number as JSON writes it", "not part of a number", help)
    } else if said("trailing characters") {
        let help = "A file holds one scenario, in one pair of braces.";
        reason("something stands after the end of the scenario", "from here on", help)
    } else {
        let help = "Values are texts in double quotes, numbers, true, false, lists [ ] and objects { }.";
        // Where a word is half right, the error is in its middle.
        let word = text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        Reason { at: word, ..reason("a value was expected here", "not a value", help) }
    }
}
