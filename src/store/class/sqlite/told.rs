//! What SQLite and the system say about a file, with what to do about it.

use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::ErrorCode;

use crate::scenario::words::printable;
use crate::store::class::ClassStoreError;

pub(super) fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

/// Why there is no file.
pub(super) fn unmade(path: &Path, error: &io::Error) -> ClassStoreError {
    let (what, help) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => return full(path),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            ("you may not make a file here".to_owned(), "Choose a folder of your own.")
        }
        _ => (format!("this file cannot be made: {error}"), "Check the path and the disk."),
    };
    ClassStoreError::new(format!("{}: {what}", shown(path)), help)
}

fn full(path: &Path) -> ClassStoreError {
    let message = format!("{}: the disk is full. What was kept before is safe", shown(path));
    ClassStoreError::new(message, "Make room on it, and try again.").passing()
}

pub(super) fn read_only(path: &Path) -> ClassStoreError {
    let message = format!("{}: this file must not be written", shown(path));
    ClassStoreError::new(message, "Give yourself permission to write it and its folder, or name another one.")
}

/// What SQLite says, with what to do about it.
pub(super) fn told(path: &Path, error: &rusqlite::Error) -> ClassStoreError {
    if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
        return ClassStoreError::no_such_class();
    }
    let (what, help) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => return full(path),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => return read_only(path),
        Some(ErrorCode::ConstraintViolation) => return ClassStoreError::no_such_class(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            let message = format!("{}: another program is writing to this file", shown(path));
            return ClassStoreError::new(message, "Try again in a moment.").passing();
        }
        Some(ErrorCode::NotADatabase) => {
            ("this file holds no classes".to_owned(), "Name another file; it is made if it is not there.")
        }
        Some(ErrorCode::DatabaseCorrupt) => (
            "this file is damaged".to_owned(),
            "Keep a copy of it, take one from a backup, or name another file to begin anew. \
             `sqlite3 FILE .recover` can save what is readable.",
        ),
        Some(ErrorCode::CannotOpen) => {
            ("this file cannot be opened".to_owned(), "Check that it is a file, and that you may read it.")
        }
        Some(ErrorCode::SystemIoFailure) => {
            let message = format!("{}: the disk does not answer as it should ({error})", shown(path));
            return ClassStoreError::new(message, "Check the disk, and make a copy of the file.").passing();
        }
        _ => (printable(&error.to_string()).into_owned(), "Check the file and the disk."),
    };
    ClassStoreError::new(format!("{}: {what}", shown(path)), help)
}
