//! Files of the user's own that are read or written as a whole: exports of backlogs, scenarios made of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::scenario::words::printable;

/// The largest export that is read, in bytes.
const EXPORT_MAX: u64 = 128 << 20;

/// Why a file of the user's own could not be read or written.
#[derive(Debug, Error)]
#[error("{}: {what}", printable(&path.to_string_lossy()))]
pub struct FileError {
    path: PathBuf,
    what: FileProblem,
}

/// What is the matter with it.
#[derive(Debug, Error)]
enum FileProblem {
    #[error("there is no such file")]
    Missing,
    #[error("this is a folder, not a file")]
    Folder,
    #[error("it is larger than {} MiB", EXPORT_MAX >> 20)]
    TooLarge,
    #[error("there is such a file already")]
    Exists,
    #[error("it must not be read")]
    Unreadable,
    #[error("it must not be written")]
    Unwritable,
    #[error("its folder is not there")]
    NoFolder,
    #[error("{0}")]
    Other(io::Error),
}

impl FileError {
    /// What to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self.what {
            FileProblem::Missing => "Look for a slip in its name.",
            FileProblem::Folder => "Name a file inside it.",
            FileProblem::TooLarge => "Export only the part of the backlog that is to be ordered.",
            FileProblem::Exists => "Choose another name, or write over it by --force.",
            FileProblem::Unreadable => "Give yourself permission to read it.",
            FileProblem::Unwritable => "Choose a folder of your own.",
            FileProblem::NoFolder => "Make the folder, or look for a slip in its name.",
            FileProblem::Other(_) => "Check the path and the disk.",
        }
    }
}

/// The bytes of an exported file.
///
/// # Errors
/// If it cannot be read, or is far too large.
pub fn read_export(path: &Path) -> Result<Vec<u8>, FileError> {
    let failed = |what| FileError { path: path.to_owned(), what };
    let trouble = |error: io::Error| {
        failed(match error.kind() {
            ErrorKind::NotFound => FileProblem::Missing,
            ErrorKind::PermissionDenied => FileProblem::Unreadable,
            _ => FileProblem::Other(error),
        })
    };
    let about = fs::metadata(path).map_err(trouble)?;
    if about.is_dir() {
        return Err(failed(FileProblem::Folder));
    }
    if about.len() > EXPORT_MAX {
        return Err(failed(FileProblem::TooLarge));
    }
    // A pipe has no length, and a file may grow.
    let mut bytes = Vec::with_capacity(about.len() as usize + 1);
    File::open(path).and_then(|file| file.take(EXPORT_MAX + 1).read_to_end(&mut bytes)).map_err(trouble)?;
    if bytes.len() as u64 > EXPORT_MAX { Err(failed(FileProblem::TooLarge)) } else { Ok(bytes) }
}

/// Whether a scenario may be written to a file, as far as that can be told before.
///
/// # Errors
/// If it is there and must not be replaced, or there is no folder for it.
pub fn may_write(path: &Path, may_replace: bool) -> Result<(), FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let what = if path.is_dir() {
        FileProblem::Folder
    } else if !may_replace && path.exists() {
        FileProblem::Exists
    } else if folder.is_some_and(|folder| !folder.is_dir()) {
        FileProblem::NoFolder
    } else {
        return Ok(());
    };
    Err(FileError { path: path.to_owned(), what })
}

/// Writes a scenario to a file, which must not be there yet unless it may be replaced.
///
/// # Errors
/// If it is there, or cannot be written. A new file that could not be written whole is removed again.
pub fn write_scenario(path: &Path, text: &str, may_replace: bool) -> Result<(), FileError> {
    let trouble = |error: io::Error| FileError {
        path: path.to_owned(),
        what: match error.kind() {
            _ if path.is_dir() => FileProblem::Folder,
            ErrorKind::AlreadyExists => FileProblem::Exists,
            ErrorKind::NotFound => FileProblem::NoFolder,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => FileProblem::Unwritable,
            _ => FileProblem::Other(error),
        },
    };
    let mut options = OpenOptions::new();
    options.write(true);
    match may_replace {
        true => options.create(true).truncate(true),
        false => options.create_new(true),
    };
    let mut file = options.open(path).map_err(trouble)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| {
        if !may_replace {
            // Half a scenario helps nobody.
            let _ = fs::remove_file(path);
        }
        trouble(error)
    })
}

/// Whether two paths lead to the same file that is there.
#[must_use]
pub fn same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
