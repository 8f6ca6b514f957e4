//! Makes a scenario from an export of a backlog: bytes in, items and findings out.
//!
//! The way goes through `decode` (bytes to text), `table` (text to rows), `source` (which program wrote it,
//! as data), `columns` (which column tells what), `rows` (what is open, what is left out), `items`, `links`
//! and `worth` to a [`Backlog`]; `slice` cuts that into what can be played, and `build` writes the scenario.
//! What was found on the way is kept in [`Findings`] and put into words by `told`.
//!
//! Nothing is dropped in silence: each row that is no item, each link that is no `requires`, each figure that was
//! assumed is among the findings.

mod build;
mod columns;
mod decode;
mod field;
mod figure;
mod items;
mod keys;
mod links;
mod priority;
mod rows;
mod slice;
mod source;
mod table;
mod text;
mod told;
mod velocity;
mod worth;

use std::collections::HashSet;

use thiserror::Error;

pub use self::build::Frame;
pub use self::decode::Encoding;
pub use self::field::{Field, Mapping};
pub use self::figure::Spread;
pub use self::items::Item;
pub use self::slice::{MOST_PLAYED, SLICE, Slice};
pub use self::source::Source;
pub use self::told::{Line, Section, quoted_list};
pub use self::velocity::{Velocity, velocity};
pub use self::worth::{ValueSource, parse_amount};

use self::columns::Columns;
use self::table::Table;
use crate::scenario::words::{count, ticked};

/// What somebody wishes of an import.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the file comes from; `None` to find out.
    pub from: Option<Source>,
    /// Columns named for fields.
    pub mappings: Vec<Mapping>,
    /// How far efforts may be from their estimates.
    pub spread: Spread,
    /// What items are worth; `None` to take the best there is.
    pub value: Option<ValueSource>,
    /// Further statuses that mean Done.
    pub done: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { from: None, mappings: Vec::new(), spread: Spread::EFFORT, value: None, done: Vec::new() }
    }
}

/// Why there is no backlog in a file.
#[derive(Debug, Error)]
pub enum ImportError {
    /// Nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// Names of columns, and nothing below.
    #[error("there are no rows below the names of the columns")]
    NoRows,
    /// Something else than text.
    #[error("this is {what}, not an exported table")]
    NotText {
        /// What it is.
        what: &'static str,
        /// What to do.
        help: &'static str,
    },
    /// JSON, or something like it, that is no board.
    #[error("{}", if *.is_scenario { "this is a scenario already" } else { "this is no board that Trello exported" })]
    NotABoard {
        /// Whether it looks like a scenario.
        is_scenario: bool,
        /// Whether it is JSON at all.
        is_json: bool,
        /// The line in which that shows.
        line: usize,
    },
    /// Far more than a backlog has.
    #[error("it has more than {most} {what}")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// How many would be read.
        most: usize,
    },
    /// A column that is not there.
    #[error("there is no column {}", ticked(&.mapping.column))]
    NoColumn {
        /// What it was named for.
        mapping: Mapping,
        /// A column of nearly that name.
        near: Option<String>,
        /// The columns that are there.
        columns: Vec<String>,
    },
    /// No column for titles.
    #[error("no column could be recognised as the title of the items")]
    NoTitle {
        /// The columns that are there.
        columns: Vec<String>,
    },
    /// No column for what was asked for.
    #[error("no column with {what} could be recognised")]
    NoColumnFor {
        /// What it was to tell.
        what: &'static str,
        /// The field that tells it.
        field: Field,
        /// The columns that are there.
        columns: Vec<String>,
    },
    /// All rows were left out.
    #[error("no row is an item that is still open")]
    NoItems {
        /// Why they were left out.
        left_out: Vec<LeftOut>,
    },
}

impl ImportError {
    /// Whether the command line is wrong, not the file.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::NoColumn { .. } | Self::NoColumnFor { .. })
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Empty | Self::NoRows => "Export the backlog once more, and look into the file.".to_owned(),
            Self::NotText { help, .. } => (*help).to_owned(),
            Self::NotABoard { is_scenario: true, .. } => {
                "`toporder check FILE` checks it, `toporder play FILE` plays it.".to_owned()
            }
            Self::NotABoard { is_json, line, .. } => {
                let what = if *is_json { "has no lists with cards" } else { "is not JSON" };
                format!(
                    "From line {line} on it {what}. In Trello, open the board's menu: “Print, export, and share”, \
                     then “Export as JSON”. From everywhere else, export CSV."
                )
            }
            Self::TooLarge { .. } => "Export only the part of the backlog that is to be ordered.".to_owned(),
            Self::NoColumn { near: Some(near), .. } => {
                format!("Did you mean {}?", ticked(near))
            }
            Self::NoColumn { columns, .. } => format!("The columns are {}.", columns_told(columns)),
            Self::NoTitle { columns } => format!(
                "Name it by `--map title=COLUMN`. The columns are {}. (If those are no names, put names above them.)",
                columns_told(columns)
            ),
            Self::NoColumnFor { field, columns, .. } => format!(
                "Name it by `--map {}=COLUMN`. The columns are {}.",
                field.name(),
                columns_told(columns)
            ),
            Self::NoItems { left_out } => {
                let reasons: Vec<String> = left_out.iter().map(LeftOut::told).collect();
                format!("{}. `--map` names other columns, or none: `--map status=`.", reasons.join("; "))
            }
        }
    }
}

/// The names of columns, each once.
fn columns_told(columns: &[String]) -> String {
    let mut seen = HashSet::new();
    let names: Vec<String> = columns.iter().filter(|name| seen.insert(name.as_str())).cloned().collect();
    quoted_list(&names, 30)
}

/// Rows that are no items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Why, to be set behind their number: "Done or closed".
    pub why: String,
    /// How many.
    pub rows: usize,
    /// The keys of the first of them.
    pub keys: Vec<String>,
}

impl LeftOut {
    fn told(&self) -> String {
        let rows = count(self.rows, "row");
        let are = if self.rows == 1 { "is" } else { "are" };
        format!("{rows} {are} left out: {}", self.why)
    }
}

/// What was found in a file besides its items.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Where it comes from.
    pub source: Source,
    /// The columns that tell so.
    pub signs: Vec<String>,
    /// Whether somebody said so.
    pub is_told: bool,
    /// How it was written.
    pub encoding: Encoding,
    /// What stands between cells.
    pub between: Option<&'static str>,
    /// How many rows it has below the names of the columns.
    pub rows: usize,
    /// What the columns tell, with their names.
    pub fields: Vec<(Field, Vec<String>)>,
    /// The columns that nothing was made of, with something in them.
    pub unused: Vec<String>,
    /// The rows that are no items.
    pub left_out: Vec<LeftOut>,
    /// What became of links, one sentence each.
    pub links: Vec<String>,
    /// What is odd about the file, one sentence each.
    pub oddities: Vec<String>,
    /// What the file does not say and was assumed, one sentence each.
    pub assumed: Vec<String>,
}

/// A backlog that was read.
#[derive(Clone, Debug)]
pub struct Backlog {
    /// What it is called in the file, if it is.
    pub name: Option<String>,
    /// The items that are open, in the file's order.
    pub items: Vec<Item>,
    /// What effort is counted in.
    pub effort_unit: &'static str,
    /// What was found besides.
    pub findings: Findings,
}

/// Reads a backlog.
///
/// # Errors
/// If there is none in it, or the wishes do not fit it.
pub fn read(bytes: Vec<u8>, options: &Options) -> Result<Backlog, ImportError> {
    let (text, encoding) = decode::decode(bytes)?;
    let is_board = match options.from {
        None => text.trim_start().starts_with('{'),
        Some(source) => source == Source::Trello,
    };
    let (table, name) = if is_board {
        let (table, name) = source::trello::read(&text)?;
        (table, Some(name).filter(|name| !name.trim().is_empty()))
    } else {
        (table::read(&text)?, None)
    };
    drop(text);
    let (found, signs) = if is_board { (Source::Trello, Vec::new()) } else { source::recognise(&table) };
    let source = options.from.unwrap_or(found);
    let findings = Findings {
        source,
        signs: if source == found { signs } else { Vec::new() },
        is_told: options.from.is_some(),
        encoding,
        between: table.between,
        rows: table.rows.len(),
        fields: Vec::new(),
        unused: Vec::new(),
        left_out: Vec::new(),
        links: Vec::new(),
        oddities: oddities(&table),
        assumed: Vec::new(),
    };
    let columns = Columns::find(&table, source, &options.mappings)?;
    let import = Import { table, source, columns, options, findings };
    import.backlog(name)
}

/// A table on its way to a backlog.
struct Import<'o> {
    table: Table,
    source: Source,
    columns: Columns,
    options: &'o Options,
    findings: Findings,
}

impl Import<'_> {
    fn backlog(mut self, name: Option<String>) -> Result<Backlog, ImportError> {
        let rows = self.sort_rows()?;
        let mut items = self.items(&rows);
        self.link(&rows, &mut items);
        self.value(&rows, &mut items)?;
        self.tell_columns();
        let effort_unit = if self.columns.unit == source::Unit::Points { "points" } else { "hours" };
        Ok(Backlog { name, items, effort_unit, findings: self.findings })
    }

    /// Notes which columns told what, and which told nothing.
    fn tell_columns(&mut self) {
        let (table, columns) = (&self.table, &self.columns);
        let name = |column: &usize| table.headers[*column].clone();
        let told = columns.told().map(|(field, columns)| {
            let mut names: Vec<String> = columns.iter().map(name).collect();
            names.dedup();
            (field, names)
        });
        self.findings.fields = told.collect();
        let is_used = |column: usize| columns.told().any(|(_, columns)| columns.contains(&column));
        let says = |column: usize| table.rows.iter().any(|row| !table.cell(row, column).is_empty());
        let unused = (0..table.headers.len()).filter(|&column| !is_used(column) && says(column));
        let mut unused: Vec<String> = unused.map(|column| name(&column)).collect();
        let mut seen = HashSet::new();
        unused.retain(|name| seen.insert(name.clone()));
        self.findings.unused = unused;
    }
}

fn oddities(table: &Table) -> Vec<String> {
    let mut odd = Vec::new();
    if table.too_long > 0 {
        let rows = count(table.too_long, "row");
        odd.push(format!(
            "{rows} had more cells than there are columns; what stood in the cells too many was not read. A text with \
             a separator in it may lack its quotation marks."
        ));
    }
    if let Some(line) = table.unclosed {
        odd.push(format!(
            "A quotation mark in line {line} is probably never closed: all that follows was read as one cell."
        ));
    }
    odd
}
