//! Texts from elsewhere, made fit for a scenario: on one line or several, without what a terminal must not get.

use super::table::plain_name;
use crate::scenario::raw::{RawKind, RawStory};
use crate::scenario::words::{is_invisible, is_unsafe};

/// The longest title, in characters.
pub(super) const TITLE_MAX: usize = 120;
/// The longest description, in characters.
const NOTES_MAX: usize = 1_000;
/// The most acceptance criteria, and the longest of them, in characters.
const CRITERIA_MAX: (usize, usize) = (12, 200);
/// So much of a description is looked at at all, in bytes.
const LOOKED_AT: usize = 16_000;

/// A text on one line, at most so long, and whether something of it was left out.
pub(super) fn line(text: &str, most: usize) -> (String, bool) {
    let mut out = String::new();
    let mut length = 0;
    let mut blank = false;
    for c in without_guard(text.trim()).chars() {
        if c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}') {
            blank = !out.is_empty();
        } else if !is_unsafe(c) {
            if length + 1 + usize::from(blank) > most {
                return (format!("{}…", out.trim_end()), true);
            }
            if std::mem::take(&mut blank) {
                out.push(' ');
                length += 1;
            }
            out.push(c);
            length += 1;
        }
    }
    (out, false)
}

/// A text without the apostrophe that keeps spreadsheets from taking it for a formula.
fn without_guard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}

/// A key as an id: without commas and what cannot be seen; `None` if nothing of it is left.
pub(super) fn id(key: &str) -> Option<String> {
    let seen: String = key.chars().filter(|&c| c != ',' && !is_invisible(c)).take(60).collect();
    Some(seen.trim().to_owned()).filter(|id| !id.is_empty())
}

/// A description in several lines, without markup.
pub(super) fn prose(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    let bare = without_tags(text);
    let mut out = String::new();
    for line in bare.lines() {
        let line: String = line.chars().filter(|&c| c == '\t' || !is_unsafe(c)).collect();
        let line = line.trim();
        // One blank line between paragraphs is enough.
        if !(line.is_empty() && (out.is_empty() || out.ends_with("\n\n"))) {
            out.push_str(line);
            out.push('\n');
        }
    }
    let out = out.trim_end();
    match out.char_indices().nth(NOTES_MAX) {
        Some((end, _)) => format!("{}…", out[..end].trim_end()),
        None => out.to_owned(),
    }
}

/// Sentences, each on a line of its own.
pub(super) fn lines(sentences: &[String]) -> String {
    let lines: Vec<String> = sentences.iter().map(|sentence| line(sentence, NOTES_MAX).0).collect();
    lines.join("\n")
}

/// Tags that end a line.
const LINE_TAGS: [&str; 12] = ["br", "p", "/p", "div", "/div", "li", "/ul", "/ol", "tr", "h1", "h2", "h3"];
/// Signs that HTML writes out.
const ENTITIES: [(&str, &str); 7] = [
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&apos;", "'"),
    ("&amp;", "&"),
];

/// HTML as plain text; any other text as it is.
fn without_tags(text: &str) -> String {
    let is_html = ["</", "<br", "<p>", "<div", "<li"].iter().any(|tag| text.contains(tag));
    if !is_html {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some(end) = rest.find('>').filter(|_| is_tag) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let name = rest[1..end].split(|c: char| c.is_whitespace()).next().unwrap_or_default().to_lowercase();
        if LINE_TAGS.contains(&name.trim_end_matches('/')) || name == "br/" {
            out.push('\n');
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    for (entity, sign) in ENTITIES {
        out = out.replace(entity, sign);
    }
    out
}

/// Acceptance criteria: one for each line, without bullets.
pub(super) fn criteria(text: &str) -> Vec<String> {
    let prose = prose(text);
    let bare = |text: &str| {
        let text = text.trim_start_matches(['*', '-', '•', '#', '–', ' ']);
        let text = text.strip_prefix("[ ]").or_else(|| text.strip_prefix("[x]")).unwrap_or(text);
        line(text, CRITERIA_MAX.1).0
    };
    prose.lines().map(bare).filter(|text| !text.is_empty()).take(CRITERIA_MAX.0).collect()
}

/// The user story in a text: `As a guest, I want to book a table, so that I need not queue.`
pub(super) fn story(text: &str) -> Option<RawStory> {
    let (text, _) = line(&text[..text.floor_char_boundary(LOOKED_AT)], 600);
    // Folded so that places agree: only what keeps its length in bytes.
    let folded = text.to_ascii_lowercase();
    let start = if folded.starts_with("as ") { 0 } else { folded.find(" as a")? + 1 };
    let as_end = start + "as ".len();
    let wants = ["i want to be able to ", "i want ", "i would like ", "i need ", "i can "];
    let (want, opening) = wants
        .iter()
        .filter_map(|opening| folded[as_end..].find(opening).map(|at| (as_end + at, opening.len())))
        .min_by_key(|(at, _)| *at)?;
    let reason = ["so that ", "in order to ", "so i "]
        .iter()
        .filter_map(|opening| folded[want..].find(opening).map(|at| (want + at, opening.len())))
        .min_by_key(|(at, _)| *at)?;
    let role = part(&text[as_end..want]);
    let role = ["a ", "an ", "the "].iter().find_map(|article| role.strip_prefix(article)).map_or(role, part);
    let end = text[reason.0..].find(". ").map_or(text.len(), |at| reason.0 + at);
    let parts = [role, part(&text[want + opening..reason.0]), part(&text[reason.0 + reason.1..end])];
    let [role, want, so_that] = parts.map(str::to_owned);
    let is_whole = [&role, &want, &so_that].iter().all(|part| !part.is_empty());
    is_whole.then_some(RawStory { role, want, so_that })
}

fn part(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ',', ';', '*', '_']).trim_start_matches(['*', '_']).trim()
}

/// A person's or group's name, without the address behind it.
pub(super) fn name(text: &str) -> String {
    let bare = text.split(['<', '(']).next().unwrap_or(text);
    let bare = if bare.trim().is_empty() { text } else { bare };
    // Of an address alone, what stands before the @.
    let bare = bare.split('@').next().filter(|before| !before.trim().is_empty()).unwrap_or(bare);
    line(bare, 60).0
}

/// Words of types and labels that tell what sort of work something is.
const KINDS: [(RawKind, &[&str]); 4] = [
    (RawKind::Fix, &["bug", "defect", "fix", "hotfix", "incident", "problem", "fehler", "error"]),
    (
        RawKind::Experiment,
        &["spike", "experiment", "research", "discovery", "investigation", "prototype", "poc"],
    ),
    (RawKind::Compliance, &["compliance", "legal", "gdpr", "dsgvo", "regulatory", "audit", "privacy"]),
    (
        RawKind::Enabler,
        &[
            "enabler",
            "technical",
            "tech",
            "chore",
            "infrastructure",
            "refactoring",
            "debt",
            "maintenance",
            "devops",
        ],
    ),
];

/// What sort of work something is, by words of its type or its labels; what its type says counts first.
pub(super) fn kind<'t>(kind: &str, labels: impl Iterator<Item = &'t str>) -> RawKind {
    let of = |text: &str| {
        let plain = plain_name(&text[..text.floor_char_boundary(200)]);
        let find = |word: &str| KINDS.iter().find(|(_, names)| names.contains(&word)).map(|(kind, _)| *kind);
        plain.split(' ').find_map(find)
    };
    of(kind).or_else(|| labels.filter_map(of).next()).unwrap_or(RawKind::Feature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lose_what_a_terminal_must_not_get() {
        assert_eq!(line(" a\u{1b}[2J\r\n b\u{202e}\tc ", 60), ("a[2J b c".to_owned(), false));
        assert_eq!(line("'=HYPERLINK(\"x\")", 60).0, "=HYPERLINK(\"x\")");
        assert_eq!(line("'tis", 60).0, "'tis");
        assert_eq!(line("abcdef", 6), ("abcdef".to_owned(), false));
        assert_eq!(line("abc defg", 6), ("abc de…".to_owned(), true));
        assert_eq!(line("\u{feff}", 6).0, "");
    }

    #[test]
    fn descriptions_lose_their_markup() {
        let html = "<div>Pay <b>fast</b> &amp; safe<br></div><ul><li>1 &lt; 2</li><li>x</li></ul>";
        assert_eq!(prose(html), "Pay fast & safe\n\n1 < 2\nx");
        assert_eq!(prose("if a < b\r\n\r\n\r\n\r\nthen"), "if a < b\n\nthen");
        assert_eq!(criteria("* one\n- [ ] two\n\n#three"), ["one", "two", "three"]);
    }

    #[test]
    fn stories_are_found() {
        let found = |text| story(text).map(|story| [story.role, story.want, story.so_that].join("|"));
        let whole = Some("guest|to book a table|I need not queue".to_owned());
        assert_eq!(found("As a guest, I want to book a table, so that I need not queue. More."), whole);
        assert_eq!(found("h3. Story\nAs a *guest*,\nI want to book a table so that I need not queue"), whole);
        assert_eq!(found("As soon as possible"), None);
        assert_eq!(found("As a guest I want a table"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn names_lose_their_addresses() {
        assert_eq!(name("Ana Lima <ana@example.org>"), "Ana Lima");
        assert_eq!(name("ana@example.org"), "ana");
        assert_eq!(name("<x>"), "<x>");
    }

    #[test]
    fn kinds_are_told_by_words() {
        assert_eq!(kind("Bug", [].into_iter()), RawKind::Fix);
        assert_eq!(kind("Story", ["tech-debt"].into_iter()), RawKind::Enabler);
        assert_eq!(kind("", ["ui", "GDPR"].into_iter()), RawKind::Compliance);
        assert_eq!(kind("User Story", [].into_iter()), RawKind::Feature);
    }
}
