//! A report as Markdown. Tables and sentences say what charts show, so it has no charts.

use super::document::{Block, Document, Table};
use crate::scenario::words::printable;

/// A text as Markdown: what would be markup is text.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in printable(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A text that begins a line, where some signs mean more than elsewhere.
fn line(text: &str) -> String {
    let text = escape(text);
    let marker = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if text.starts_with(['#', '+', '-', '=', ':']) {
        format!("\\{text}")
    } else if marker.len() < text.len() && marker.starts_with(['.', ')']) {
        format!("{}\\{marker}", &text[..text.len() - marker.len()])
    } else {
        text
    }
}

/// A report as Markdown, with tables as GitHub and most other readers know them.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut parts = vec![format!("# {}", escape(&document.title)), line(&document.lead)];
    for block in &document.blocks {
        match block {
            Block::Heading(level, title) => {
                parts.push(format!("{} {}", "#".repeat(usize::from(*level)), escape(title)));
            }
            Block::Para(text) => parts.push(line(text)),
            Block::Note(text) => parts.push(format!("*{}*", escape(text))),
            Block::List(lines) => {
                let lines: Vec<String> = lines.iter().map(|text| format!("- {}", line(text))).collect();
                parts.push(lines.join("\n"));
            }
            Block::Table(table) => parts.push(set(table)),
            Block::Chart(_) => {}
        }
    }
    parts.join("\n\n") + "\n"
}

fn set(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let head = row(table.columns.iter().map(|column| escape(column.title)).collect());
    let sides = table.columns.iter().map(|column| if column.is_figure { "---:" } else { "---" });
    let mut lines =
        vec![format!("{}:\n", line(&table.caption)), head, row(sides.map(str::to_owned).collect())];
    for (place, cells) in table.rows.iter().enumerate() {
        let is_strong = table.strong == Some(place);
        let cell = |text: &String| {
            let text = escape(text);
            if is_strong && !text.is_empty() { format!("**{text}**") } else { text }
        };
        lines.push(row(cells.iter().map(cell).collect()));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_markup_is_text() {
        assert_eq!(escape("<b>*a*_b_ | `c` [d](e)"), "\\<b\\>\\*a\\*\\_b\\_ \\| \\`c\\` \\[d\\](e)");
        assert_eq!(line("# a"), "\\# a");
        assert_eq!(line("12. a"), "12\\. a");
        assert_eq!(line("12 a"), "12 a");
        assert_eq!(escape("a\nb\u{202e}"), "a\\\\u{a}b\\\\u{202e}");
    }
}
