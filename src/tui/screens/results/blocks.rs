//! A report as a page of a terminal.

use super::super::super::theme::Role;
use super::super::super::widgets::Doc;
use super::{charts, table};
use crate::report::{Block, Document};

/// A text and its parts.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) doc: Doc,
    pub(super) parts: Vec<Part>,
}

/// A part, and the line on which it begins.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) title: String,
    pub(super) line: usize,
}

impl Page {
    /// What a report says, in so many columns.
    pub(super) fn of(document: &Document, columns: u16) -> Self {
        let mut page = Self { doc: Doc::new(columns), parts: Vec::new() };
        page.doc.para(Role::Strong, &document.title);
        page.doc.para(Role::Faint, &document.lead);
        for block in &document.blocks {
            page.write(block);
        }
        page
    }

    fn write(&mut self, block: &Block) {
        let doc = &mut self.doc;
        doc.gap();
        match block {
            Block::Heading(level, title) => {
                if *level == 2 {
                    self.parts.push(Part { title: title.clone(), line: doc.len() });
                    doc.para(Role::Strong, &format!("{} {title}", self.parts.len()));
                    let rule = "─".repeat(doc.columns());
                    doc.line(vec![(Role::Rule, rule)]);
                } else {
                    doc.para(Role::Strong, title);
                }
            }
            Block::Para(text) => doc.para(Role::Text, text),
            Block::Note(text) => doc.para(Role::Faint, text),
            Block::List(lines) => lines.iter().for_each(|line| doc.hanging(Role::Text, "• ", line)),
            Block::Table(own) => table::write(doc, own),
            Block::Chart(chart) => charts::write(doc, chart),
        }
    }
}
