//! Files that somebody asked for, outside the folder of journals.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::{Problem, StoreError};

/// Writes a file. What is there already is kept, unless `force` says that it may go.
///
/// # Errors
/// If there is such a file, or it cannot be made or written.
pub fn write_out(path: &Path, bytes: &[u8], force: bool) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true);
    // Asked and made in one go, so that nothing that comes in between is lost.
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let io = |doing| move |source| StoreError::at(path, Problem::Io { doing, source });
    let mut file = match options.open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(StoreError::at(path, Problem::Exists));
        }
        opened => opened.map_err(io("make this file"))?,
    };
    file.write_all(bytes).and_then(|()| file.flush()).map_err(io("write this file"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_kept_unless_it_may_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.cast");
        write_out(&path, b"first", false).unwrap();
        let refusal = write_out(&path, b"second", false).unwrap_err();
        assert!(refusal.to_string().contains("--force"), "{refusal}");
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
        write_out(&path, b"2nd", true).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"2nd");
        let nowhere = folder.path().join("none").join("a.cast");
        let refusal = write_out(&nowhere, b"", true).unwrap_err();
        assert!(refusal.to_string().contains("cannot make this file"), "{refusal}");
    }
}
