//! What a database says, with what to do about it, and never with a password in it.

use std::error::Error as _;
use std::io;

use postgres::Error;
use postgres::error::SqlState;

use super::Postgres;
use crate::scenario::words::printable;
use crate::store::class::ClassStoreError;

impl Postgres {
    /// What the database says, with what to do about it.
    pub(super) fn told(&self, error: &Error) -> ClassStoreError {
        let shown = &self.shown;
        let (what, help, is_passing) = match error.as_db_error().map(|error| error.code()) {
            None if is_lost(error) => {
                return ClassStoreError::new(
                    format!("the connection to {shown} is lost: {}", self.clean(&cause(error))),
                    "It is tried again by itself. If that goes on, look whether the database runs.",
                )
                .passing();
            }
            None if error.to_string() == "error connecting to server" => {
                return ClassStoreError::new(
                    format!("{shown} cannot be reached: {}", self.clean(&cause(error))),
                    "Look for a slip in the address, and whether the database runs and may be reached from here.",
                )
                .passing();
            }
            None => (self.clean(&cause(error)), "Look for a slip in the address.", false),
            Some(code) => self.answer(code, error),
        };
        ClassStoreError { message: format!("{shown}: {what}"), help: Some(help.to_owned()), is_passing }
    }

    /// What an answer with a code means, what to do, and whether trying again can help.
    fn answer(&self, code: &SqlState, error: &Error) -> (String, &'static str, bool) {
        let plain = |what: &str, help, is_passing| (what.to_owned(), help, is_passing);
        match *code {
            SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => plain(
                "the database does not let this user in",
                "Check the user's name and the password. Put an address with a password into the variable \
                 TOPORDER_STORE.",
                false,
            ),
            SqlState::INVALID_CATALOG_NAME => plain(
                "there is no such database",
                "Make it with `createdb`, or look for a slip in its name.",
                false,
            ),
            SqlState::INSUFFICIENT_PRIVILEGE => plain(
                "this user may not keep classes there",
                "Let the user make tables in the database, or give the tables that begin with toporder_ to the user.",
                false,
            ),
            SqlState::READ_ONLY_SQL_TRANSACTION => {
                plain("this database can only be read", "Name the one that may be written.", true)
            }
            SqlState::DISK_FULL | SqlState::OUT_OF_MEMORY => {
                plain("the database has no room left", "Make room on its disk, and try again.", true)
            }
            SqlState::TOO_MANY_CONNECTIONS => {
                plain("the database has no connection left", "Try again in a moment.", true)
            }
            SqlState::FOREIGN_KEY_VIOLATION => plain(
                "there is no such class any more",
                "`toporder classes` lists those that are kept.",
                false,
            ),
            SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => plain(
                "the database ended the connection, or is just starting",
                "It is tried again by itself.",
                true,
            ),
            SqlState::QUERY_CANCELED
            | SqlState::LOCK_NOT_AVAILABLE
            | SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::T_R_SERIALIZATION_FAILURE
            | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
                plain("the database was too busy to answer in time", "Try again in a moment.", true)
            }
            _ => {
                let said = error.as_db_error().map_or("", |error| error.message());
                (self.clean(said), "Ask who looks after the database.", false)
            }
        }
    }

    /// A text of the database or of the system, fit to be shown.
    pub(super) fn clean(&self, text: &str) -> String {
        if self.secrets.iter().any(|secret| text.contains(secret.as_str())) {
            return "its answer is not shown, as it has the password in it".to_owned();
        }
        printable(text).into_owned()
    }
}

/// Whether the connection is gone, as far as the error tells.
pub(super) fn is_lost(error: &Error) -> bool {
    let is_ended = error.as_db_error().is_some_and(|error| {
        let code = error.code().code();
        // Class 08 is about connections, and 57P about servers that go down.
        code.starts_with("08") || code.starts_with("57P") || code == "25P03"
    });
    let is_cut = error.to_string() != "error connecting to server"
        && error.source().is_some_and(|cause| cause.downcast_ref::<io::Error>().is_some());
    is_ended || is_cut || error.is_closed()
}

/// What an error comes from, in words.
fn cause(error: &Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}
