//! Where the logs of classes are kept: in one SQLite file, or in a PostgreSQL database that several hosts share.
//!
//! A log is rows of text with numbers. What a row says is decided in [`crate::class`]; here it is only kept. [`open`]
//! opens a store by its [`ClassPlace`]; [`journals`] makes journals like any other of a class, and [`write_export`] puts
//! them into a folder.

mod export;
mod journals;
mod place;
#[cfg(feature = "postgres")]
mod postgres;
mod repeat;
mod sql;
mod sqlite;
mod stays;

use std::fmt;

pub use export::{ExportedFile, write_export};
pub use journals::{BoardJournal, journals};
pub use place::{ClassPlace, DatabaseUrl, STORE_VARIABLE};
pub use stays::{Stay, stays};

use crate::class::{self, Row};

/// Number of a class in its store.
pub type ClassId = i64;

/// A row that is to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// When it happened, milliseconds since 1970.
    pub at_ms: i64,
    /// What happened, as [`crate::class::line`] writes it.
    pub text: String,
}

/// A row that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// Its number in the class, from 1.
    pub number: i64,
    /// When it happened, milliseconds since 1970.
    pub at_ms: i64,
    /// What happened.
    pub text: String,
}

/// A class in the list of those that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptClass {
    /// Its number.
    pub id: ClassId,
    /// What it is called.
    pub title: String,
    /// When it was opened, milliseconds since 1970.
    pub opened_ms: i64,
    /// When the last row was added, milliseconds since 1970.
    pub last_ms: i64,
    /// How many rows it has.
    pub rows: i64,
}

/// A store of logs. Every method is one transaction: it is done as a whole, and kept when it returns, or not at all.
pub trait ClassStore: Send + fmt::Debug {
    /// Opens a class without rows.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn create(&mut self, title: &str, at_ms: i64) -> Result<ClassId, ClassStoreError>;

    /// All classes, the one that was used last first.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn classes(&mut self) -> Result<Vec<KeptClass>, ClassStoreError>;

    /// Adds rows, in this order and with numbers that follow each other; the first of them is returned. No other host
    /// sees a row before one with a smaller number.
    ///
    /// After an error that is passing it is not known whether the rows are kept: the connection may have broken after
    /// they were. Ask for the very same rows again, of the same store and before others of it: if they are kept they are
    /// not added a second time, and their number is returned.
    ///
    /// # Errors
    /// If the store cannot be written, or there is no such class.
    fn append(&mut self, class: ClassId, rows: &[NewRow]) -> Result<i64, ClassStoreError>;

    /// The rows after a number, in the order of their numbers.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn read_after(&mut self, class: ClassId, number: i64) -> Result<Vec<KeptRow>, ClassStoreError>;

    /// Replaces the text of rows, or takes rows out.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn rewrite(&mut self, class: ClassId, rows: &[(i64, Option<String>)]) -> Result<(), ClassStoreError>;

    /// Takes a class out, with everything in it. False if there was none.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn delete(&mut self, class: ClassId) -> Result<bool, ClassStoreError>;

    /// Notes that a host is alive and serves a class.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn beat(&mut self, class: ClassId, host: &str, at_ms: i64) -> Result<(), ClassStoreError>;

    /// The hosts that were alive since then.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn hosts_since(&mut self, class: ClassId, since_ms: i64) -> Result<Vec<String>, ClassStoreError>;

    /// Clears away what is left of rows and classes that were taken out or rewritten. In a file nothing of them can be
    /// found after it; a database may still have it in its backups. Unlike the other methods this is no transaction.
    ///
    /// # Errors
    /// If the store cannot be written, or somebody else is reading.
    fn scrub(&mut self) -> Result<(), ClassStoreError> {
        Ok(())
    }
}

/// Opens a store, and makes it if there is none.
///
/// That of a database must not be used on a thread that runs asynchronous tasks: it waits for its answers.
///
/// # Errors
/// If it cannot be opened, or is of a newer program.
pub fn open(place: &ClassPlace) -> Result<Box<dyn ClassStore>, ClassStoreError> {
    match place {
        ClassPlace::File(path) => Ok(Box::new(sqlite::Sqlite::open(path)?)),
        #[cfg(feature = "postgres")]
        ClassPlace::Postgres(url) => Ok(Box::new(postgres::Postgres::open(url)?)),
        #[cfg(not(feature = "postgres"))]
        ClassPlace::Postgres(_) => Err(ClassStoreError::new(
            "this Toporder cannot keep classes in a PostgreSQL database",
            "Build one that can, with `cargo build --release --features postgres`, or name a file.",
        )),
    }
}

/// All rows of a class, read.
///
/// # Errors
/// If the store cannot be read, or a row is damaged or of a newer program.
pub fn read_rows(store: &mut dyn ClassStore, class: ClassId) -> Result<Vec<Row>, ClassStoreError> {
    let kept = store.read_after(class, 0)?;
    let rows = kept.iter().map(|row| class::read(row.number, row.at_ms, &row.text));
    rows.collect::<Result<_, _>>().map_err(|error| ClassStoreError {
        message: error.to_string(),
        help: None,
        is_passing: false,
    })
}

/// Why a store of classes cannot be used. It never tells a password.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ClassStoreError {
    /// What is wrong, in words for who hosts.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether trying again can help: the connection was lost, or somebody else was writing.
    pub is_passing: bool,
}

impl ClassStoreError {
    fn new(message: impl Into<String>, help: &str) -> Self {
        Self { message: message.into(), help: Some(help.to_owned()), is_passing: false }
    }

    fn passing(self) -> Self {
        Self { is_passing: true, ..self }
    }

    fn no_such_class() -> Self {
        Self::new("there is no such class any more", "`toporder classes` lists those that are kept.")
    }

    fn too_new(shown: &str, found: i64) -> Self {
        let known = sql::SCHEMA;
        Self::new(
            format!("{shown} has classes in format {found}, and this program knows formats up to {known}"),
            "Use a newer Toporder.",
        )
    }
}
