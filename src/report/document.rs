//! What a report says, before it is Markdown or HTML.

use super::chart::Chart;

/// A report.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its title.
    pub(crate) title: String,
    /// What it is, in a sentence.
    pub(crate) lead: String,
    /// What it says, from the top down.
    pub(crate) blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// Begins a section; levels are 2 to 4.
    Heading(u8, String),
    /// A paragraph.
    Para(String),
    /// How to read what is above it.
    Note(String),
    /// Lines that stand for themselves.
    List(Vec<String>),
    /// Figures in rows and columns.
    Table(Table),
    /// A chart. Tables and sentences beside it say the same, for who cannot see it.
    Chart(Chart),
}

/// A table. The first cell of a row says what the row is about.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// What it shows.
    pub(crate) caption: String,
    /// What stands in which cell.
    pub(crate) columns: Vec<Column>,
    /// A cell for each column.
    pub(crate) rows: Vec<Vec<String>>,
    /// The row that stands out.
    pub(crate) strong: Option<usize>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// What stands above it.
    pub(crate) title: &'static str,
    /// Whether its cells are figures, which stand at the right.
    pub(crate) is_figure: bool,
}

/// A column of text.
pub(super) const fn words(title: &'static str) -> Column {
    Column { title, is_figure: false }
}

/// A column of figures.
pub(super) const fn figures(title: &'static str) -> Column {
    Column { title, is_figure: true }
}

/// The parts of a report, while they are put together.
#[derive(Debug, Default)]
pub(super) struct Blocks(pub(super) Vec<Block>);

impl Blocks {
    pub(super) fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.0.push(Block::Heading(level, text.into()));
    }

    /// Makes every section a part of a larger one.
    pub(super) fn set_in(&mut self) {
        for block in &mut self.0 {
            if let Block::Heading(level, _) = block {
                *level += 1;
            }
        }
    }

    pub(super) fn para(&mut self, text: impl Into<String>) {
        self.0.push(Block::Para(text.into()));
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.0.push(Block::Note(text.into()));
    }

    pub(super) fn list(&mut self, lines: Vec<String>) {
        if !lines.is_empty() {
            self.0.push(Block::List(lines));
        }
    }

    pub(super) fn chart(&mut self, chart: Option<Chart>) {
        self.0.extend(chart.map(Block::Chart));
    }

    pub(super) fn table(&mut self, caption: &str, columns: &[Column], rows: Vec<Vec<String>>) {
        self.strong_table(caption, columns, rows, None);
    }

    pub(super) fn strong_table(
        &mut self,
        caption: &str,
        columns: &[Column],
        rows: Vec<Vec<String>>,
        strong: Option<usize>,
    ) {
        let table = Table { caption: caption.to_owned(), columns: columns.to_vec(), rows, strong };
        self.0.push(Block::Table(table));
    }
}
