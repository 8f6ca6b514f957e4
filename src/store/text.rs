//! Texts that the program makes for somebody to keep: scenarios to start from, pages of the manual.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Whether something is at a path already.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    // What cannot be looked at is not to be written over either.
    path.symlink_metadata().map_or_else(|error| error.kind() != ErrorKind::NotFound, |_| true)
}

/// Writes a text into a file of its own; with `replace`, in the place of what is there. Says whether it was
/// written, which it is not where something is there that is not to be replaced.
///
/// # Errors
/// If the file cannot be made or written.
pub fn write_text(path: &Path, text: &[u8], replace: bool) -> io::Result<bool> {
    let mut options = OpenOptions::new();
    options.write(true);
    if replace {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let mut file = match options.open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && !replace => return Ok(false),
        opened => opened?,
    };
    file.write_all(text)?;
    Ok(true)
}

/// Makes a folder, with those above it, unless it is there.
///
/// # Errors
/// If it cannot be made.
pub fn make_folder_for_texts(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}
