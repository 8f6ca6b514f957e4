//! Reports on disk, and the journals of a folder to make them of.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::error::{Problem, StoreError};
use super::list::journals;

/// Checks that a report may be written to a file.
///
/// # Errors
/// If something is there that must not be written over, or that is no file.
pub fn check_report(path: &Path, may_replace: bool) -> Result<(), StoreError> {
    let problem = match fs::metadata(path) {
        Ok(about) if !about.is_file() => Problem::NotAReport,
        Ok(_) if !may_replace => Problem::Exists,
        _ => return Ok(()),
    };
    Err(StoreError::at(path, problem))
}

/// Writes a report: all of it or nothing. What is at `path` is replaced only if it may be.
///
/// # Errors
/// As [`check_report`], and if the system refuses. Then what was there is as it was.
pub fn write_report(path: &Path, bytes: &[u8], may_replace: bool) -> Result<(), StoreError> {
    check_report(path, may_replace)?;
    // What a link leads to is replaced, not the link.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = place.with_file_name(name);
    let written = write_new(&part, bytes).and_then(|()| put(&part, &place, may_replace));
    written.map_err(|source| {
        // If it cannot be removed either, it is plainly named.
        let _ = fs::remove_file(&part);
        StoreError::at(
            path,
            match source.kind() {
                ErrorKind::AlreadyExists => Problem::Exists,
                ErrorKind::NotFound => Problem::NoSuchFolder,
                _ => Problem::Io { doing: "write this file", source },
            },
        )
    })
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives a whole file its name.
fn put(part: &Path, place: &Path, may_replace: bool) -> std::io::Result<()> {
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

/// The journals of a folder, by name; `None` if it is no folder.
///
/// # Errors
/// If it cannot be read.
pub fn journals_of(folder: &Path) -> Result<Option<Vec<PathBuf>>, StoreError> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut found = journals(folder)
        .map_err(|source| StoreError::at(folder, Problem::Io { doing: "read this folder", source }))?;
    found.sort();
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_replaces_nothing_unless_it_may() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        write_report(&path, b"one", false).unwrap();
        let refused = write_report(&path, b"two", false).unwrap_err();
        assert!(refused.to_string().contains("--force"), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_report(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_cannot_be_a_report_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let told = |path: &Path| write_report(path, b"", true).unwrap_err().to_string();
        assert!(told(folder.path()).contains("not a file"), "{}", told(folder.path()));
        let deep = folder.path().join("nowhere/a.html");
        assert!(told(&deep).contains("no such folder"), "{}", told(&deep));
    }
}
