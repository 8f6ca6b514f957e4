//! Findings as text of a certain width.

use std::io::{self, Write};

use crate::cli::Look;
use crate::import::{Line, Section};
use crate::scenario::words::printable;
use crate::words::text::{cut, fit, width, wrap};

/// How far lines are set in below their heading.
const SET_IN: &str = "  ";
/// The width of what does not go to a terminal.
pub(super) const PLAIN_WIDTH: usize = 100;
/// No column of a table is made narrower than this.
const NARROWEST: usize = 12;

/// Prints sections, and what to do next.
pub(super) fn print(out: &mut dyn Write, look: Look, sections: &[Section], next: &str) -> io::Result<()> {
    let columns = look.columns().unwrap_or(PLAIN_WIDTH);
    for section in sections {
        for line in wrap(&section.heading, columns) {
            writeln!(out, "{}", printable(&line))?;
        }
        let inner = columns - SET_IN.len();
        let widths = widths(section, inner);
        for line in &section.lines {
            let lines = match line {
                Line::Text(text) => wrap_entry(text, inner),
                Line::Row(cells) => vec![row(cells, &widths)],
            };
            for line in lines {
                writeln!(out, "{SET_IN}{}", printable(&line))?;
            }
        }
        writeln!(out)?;
    }
    for paragraph in next.lines() {
        for line in wrap(paragraph, columns) {
            writeln!(out, "{}", printable(&line))?;
        }
    }
    Ok(())
}

/// A sentence; what goes on in a second line is set in.
fn wrap_entry(text: &str, columns: usize) -> Vec<String> {
    let lines = wrap(text, columns - SET_IN.len());
    let set_in = |(place, line)| if place == 0 { line } else { format!("{SET_IN}{line}") };
    lines.into_iter().enumerate().map(set_in).collect()
}

/// How wide each column of a section's rows is: as its widest cell, but the widest column only as fits.
fn widths(section: &Section, columns: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for line in &section.lines {
        let Line::Row(cells) = line else { continue };
        widths.resize(widths.len().max(cells.len()), 0);
        for (most, cell) in widths.iter_mut().zip(cells) {
            *most = (*most).max(width(cell));
        }
    }
    let taken = |widths: &[usize]| widths.iter().map(|width| width + SET_IN.len()).sum::<usize>();
    for _ in 0..widths.len() {
        let over = taken(&widths).saturating_sub(columns + SET_IN.len());
        let widest = widths.iter_mut().max_by_key(|width| **width);
        let Some(widest) = widest.filter(|width| over > 0 && **width > NARROWEST) else { break };
        *widest = widest.saturating_sub(over).max(NARROWEST);
    }
    widths
}

fn row(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (place, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let is_last = cells[place + 1..].iter().all(String::is_empty);
        line.push_str(&if is_last { cut(cell, *width) } else { fit(cell, *width) });
        if is_last {
            break;
        }
        line.push_str(SET_IN);
    }
    line
}
