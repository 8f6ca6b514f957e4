//! Files of the user's own, outside the folder of journals: exports that are read; scenarios, reports, recordings and
//! pages of the manual that are written.

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
    #[error("this file is there already")]
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
    fn at(path: &Path, what: FileProblem) -> Self {
        Self { path: path.to_owned(), what }
    }

    /// Takes a file away.
    pub(in crate::store) fn remove(path: &Path) -> Result<(), Self> {
        fs::remove_file(path).map_err(|error| Self::unwritten(path, error))
    }

    /// Of something that could not be written.
    fn unwritten(path: &Path, error: io::Error) -> Self {
        let what = match error.kind() {
            ErrorKind::AlreadyExists => FileProblem::Exists,
            ErrorKind::NotFound | ErrorKind::NotADirectory => FileProblem::NoFolder,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => FileProblem::Unwritable,
            _ => FileProblem::Other(error),
        };
        Self::at(path, what)
    }

    /// Whether something is there that was not to be replaced.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self.what, FileProblem::Exists)
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self.what {
            FileProblem::Missing => "Look for a slip in its name.",
            FileProblem::Folder => "Name a file inside it.",
            FileProblem::TooLarge => "Export only the part of the backlog that is to be ordered.",
            FileProblem::Exists => "Name another file, or replace it with `--force`.",
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
    let failed = |what| FileError::at(path, what);
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

/// Whether a file may be written, as far as that can be told before there is something to write.
///
/// # Errors
/// If it is there and must not be replaced, or there is no folder for it.
pub fn may_write(path: &Path, may_replace: bool) -> Result<(), FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // A link that leads nowhere is somebody's, too.
    let is_there = path.symlink_metadata().is_ok() && !is_device(path);
    let what = if path.is_dir() {
        FileProblem::Folder
    } else if is_there && !may_replace {
        FileProblem::Exists
    } else if folder.is_some_and(|folder| !folder.is_dir()) {
        FileProblem::NoFolder
    } else {
        return Ok(());
    };
    Err(FileError::at(path, what))
}

/// Writes a file: all of it or nothing. What is there is replaced only if it may be.
///
/// # Errors
/// As [`may_write`], and if the system refuses. Then what was there is as it was.
pub fn write_out(path: &Path, bytes: &[u8], may_replace: bool) -> Result<(), FileError> {
    may_write(path, may_replace)?;
    let failed = |error| FileError::unwritten(path, error);
    if is_device(path) {
        let written = OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes));
        return written.map_err(failed);
    }
    // What a link leads to is replaced, not the link.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = place.with_file_name(name);
    write_whole(&part, bytes).and_then(|()| put(&part, &place, may_replace)).map_err(|error| {
        // If it cannot be removed either, its name tells what it is.
        let _ = fs::remove_file(&part);
        failed(error)
    })
}

/// Makes a folder, with those above it, unless it is there.
///
/// # Errors
/// If it cannot be made.
pub fn make_open_folder(folder: &Path) -> Result<(), FileError> {
    fs::create_dir_all(folder).map_err(|error| FileError::unwritten(folder, error))
}

/// Whether two paths lead to the same file that is there.
#[must_use]
pub fn same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Whether something is there that holds nothing which could be lost: a pipe, a terminal.
fn is_device(path: &Path) -> bool {
    path.metadata().is_ok_and(|about| !about.is_file() && !about.is_dir())
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives a whole file its name.
fn put(part: &Path, place: &Path, may_replace: bool) -> io::Result<()> {
    if !may_replace {
        // A second name, unlike a new one, is never put over a file that somebody has made meanwhile.
        match fs::hard_link(part, place) {
            Ok(()) => return fs::remove_file(part),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
            // Not every file system knows second names.
            Err(_) => {}
        }
    }
    fs::rename(part, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_kept_unless_it_may_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        write_out(&path, b"one", false).unwrap();
        let refused = write_out(&path, b"two", false).unwrap_err();
        assert!(refused.is_taken() && refused.help().contains("--force"), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_out(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn where_nothing_can_be_written_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let told = |path: &Path| write_out(path, b"", true).unwrap_err().to_string();
        assert!(told(folder.path()).contains("not a file"), "{}", told(folder.path()));
        let deep = folder.path().join("nowhere/a.html");
        assert!(told(&deep).contains("its folder is not there"), "{}", told(&deep));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_not_written_over_and_a_device_takes_everything() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("gone"), &link).unwrap();
        assert!(write_out(&link, b"x", false).unwrap_err().is_taken());
        write_out(Path::new("/dev/null"), b"x", false).unwrap();
    }
}
