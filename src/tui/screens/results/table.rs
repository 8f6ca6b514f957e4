//! Tables in a terminal.

use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::Doc;
use crate::report::Table;
use crate::words;

/// The least that a column of words needs.
const LEAST: usize = 10;
const GAP: usize = 2;

/// The widths of those columns that have room.
struct Widths {
    columns: Vec<usize>,
    /// The titles of those that have not.
    left_out: Vec<&'static str>,
}

/// The widest word of a title, which is not broken.
fn widest_word(title: &str) -> usize {
    title.split(' ').map(text::width).max().unwrap_or(0)
}

fn sum(columns: &[usize]) -> usize {
    columns.iter().sum::<usize>() + GAP * columns.len().saturating_sub(1)
}

impl Widths {
    /// Columns of words give way first; where that is not enough, the last columns are left out.
    fn of(table: &Table, room: usize) -> Self {
        let cells = |at: usize| table.rows.iter().filter_map(move |row| row.get(at));
        let natural = |at: usize| {
            let widest = cells(at).map(|cell| text::width(cell)).max().unwrap_or(0);
            widest.max(widest_word(table.columns[at].title))
        };
        let mut columns: Vec<usize> = (0..table.columns.len()).map(natural).collect();
        let least = |at: usize, width: usize| {
            if table.columns[at].is_figure {
                width
            } else {
                width.min(LEAST.max(widest_word(table.columns[at].title)))
            }
        };
        let mut left_out = Vec::new();
        loop {
            let needed: Vec<usize> =
                columns.iter().enumerate().map(|(at, width)| least(at, *width)).collect();
            if sum(&needed) <= room || columns.len() <= 2 {
                break;
            }
            columns.pop();
            left_out.insert(0, table.columns[columns.len()].title);
        }
        // The widest column of words gives way, again and again.
        while sum(&columns) > room {
            let words = (0..columns.len()).filter(|&at| columns[at] > least(at, columns[at]));
            let Some(at) = words.max_by_key(|&at| columns[at]) else { break };
            columns[at] -= 1;
        }
        Self { columns, left_out }
    }
}

/// Writes a table, in as many columns of it as there is room for.
pub(super) fn write(doc: &mut Doc, table: &Table) {
    let widths = Widths::of(table, doc.columns());
    doc.para(Role::Accent, &table.caption);
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title).collect();
    write_row(doc, table, &widths, &titles, Role::Faint);
    for (at, row) in table.rows.iter().enumerate() {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        write_row(
            doc,
            table,
            &widths,
            &cells,
            if table.strong == Some(at) { Role::Strong } else { Role::Text },
        );
    }
    if !widths.left_out.is_empty() {
        let names: Vec<String> = widths.left_out.iter().map(|title| (*title).to_owned()).collect();
        doc.para(Role::Faint, &format!("In a wider window: {}.", words::list(&names)));
    }
}

/// Writes a row, on as many lines as its longest cell needs.
fn write_row(doc: &mut Doc, table: &Table, widths: &Widths, cells: &[&str], role: Role) {
    let fits = |width: usize, cell: &str| text::width(cell) <= width && !cell.contains('\n');
    if widths.columns.iter().zip(cells).all(|(width, cell)| fits(*width, cell)) {
        // Nearly all rows of a long table are like this one.
        return doc.line(vec![(role, line_of(table, widths, |at| cells[at]))]);
    }
    let lines = |(&width, cell): (&usize, &&str)| {
        if fits(width, cell) { vec![(*cell).to_owned()] } else { text::wrap(cell, width) }
    };
    let wrapped: Vec<Vec<String>> = widths.columns.iter().zip(cells).map(lines).collect();
    for line in 0..wrapped.iter().map(Vec::len).max().unwrap_or(0) {
        let told = line_of(table, widths, |at| wrapped[at].get(line).map_or("", String::as_str));
        doc.line(vec![(role, told)]);
    }
}

/// A line of cells that fit, figures at the right of their columns and words at the left.
fn line_of<'c>(table: &Table, widths: &Widths, cell: impl Fn(usize) -> &'c str) -> String {
    let mut line = String::with_capacity(2 * sum(&widths.columns));
    for (at, &width) in widths.columns.iter().enumerate() {
        let cell = cell(at);
        let before = if at > 0 { GAP } else { 0 };
        let padding = width.saturating_sub(text::width(cell));
        let (left, right) = if table.columns[at].is_figure { (padding, 0) } else { (0, padding) };
        line.extend(std::iter::repeat_n(' ', before + left));
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', right));
    }
    line
}
