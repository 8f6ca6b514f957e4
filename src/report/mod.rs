//! Games for others to read: a debrief in words, the debriefs of one game or of a class as Markdown and as HTML with
//! charts, results and participation as CSV, everything as JSON.
//!
//! [`document()`] puts together what is to be said; [`html()`] and [`markdown()`] write it down, and escape every text
//! on the way. Nothing here reads or writes a file, a clock or a screen, so the same games give the same bytes.

mod anonymous;
mod answer;
mod chart;
mod class;
mod document;
mod entry;
mod figures;
mod game;
mod html;
mod json;
mod markdown;
mod moments;
mod orders;
mod scores;
mod style;
mod table;
mod text;
mod told;

pub use anonymous::anonymous;
pub use answer::Answer;
pub(crate) use chart::{Chart, HeatRow, Played, Shown, Span, Strip};
pub use document::Document;
pub(crate) use document::{Block, Table};
pub use entry::Entry;
pub use figures::{Figure, Spread};
pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use table::{Attended, csv, participation, presence};
pub use text::text;

use self::document::Blocks;
use self::entry::{Section, sections};
use crate::words::list;

/// A report about games: the whole debrief of one that was played alone, and a comparison where several of one scenario
/// are there. `sprint` is the one whose orders are compared.
#[must_use]
pub fn document(entries: &[Entry], sprint: u32) -> Document {
    let sections = sections(entries);
    let titles: Vec<String> = sections.iter().map(|section| section.scenario.title.clone()).collect();
    let is_one = |section: &Section<'_>| section.players.len() == 1;
    let mut blocks = Blocks::default();
    for section in &sections {
        let mut own = Blocks::default();
        match &*section.players {
            [only] => game::write(&mut own, only.entry),
            _ => class::write(&mut own, section, sprint),
        }
        if sections.len() > 1 {
            blocks.heading(2, section.scenario.title.clone());
            own.set_in();
        }
        blocks.0.extend(own.0);
    }
    let what = match &*sections {
        [only] if is_one(only) => {
            "A debrief: what was decided, what luck did, and what there is to learn from it."
        }
        _ => "Games side by side: decisions and luck apart, where orders agreed, and where they differed.",
    };
    Document { title: list(&titles), lead: what.to_owned(), blocks: blocks.0 }
}
