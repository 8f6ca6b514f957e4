//! A class as a folder of files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::store::{FileError, make_open_folder, may_write, write_out};

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedFile {
    /// Where it is in the folder, as `round-1/ana.jsonl`.
    pub place: PathBuf,
    /// What is in it.
    pub text: String,
}

/// Writes files into a folder, which is made if it is not there. Where an earlier export may be replaced, its journals
/// go first: names that were taken out since must not stay behind.
///
/// # Errors
/// If one of the files is there and must not be replaced (then nothing is written), or the system refuses.
pub fn write_export(folder: &Path, files: &[ExportedFile], may_replace: bool) -> Result<(), FileError> {
    let paths: Vec<(PathBuf, &ExportedFile)> =
        files.iter().map(|file| (folder.join(&file.place), file)).collect();
    make_open_folder(folder)?;
    if may_replace {
        earlier_journals(folder).iter().try_for_each(|path| FileError::remove(path))?;
    } else if let Some(path) = earlier_journals(folder).first() {
        may_write(path, false)?;
    }
    for (path, _) in &paths {
        if path.symlink_metadata().is_ok() {
            may_write(path, may_replace)?;
        }
    }
    for (path, file) in &paths {
        if let Some(folder) = path.parent() {
            make_open_folder(folder)?;
        }
        write_out(path, file.text.as_bytes(), may_replace)?;
    }
    Ok(())
}

/// The journals in the folders `round-1` and so on.
fn earlier_journals(folder: &Path) -> Vec<PathBuf> {
    let rounds = (1..).map(|round| folder.join(format!("round-{round}"))).take_while(|round| round.is_dir());
    let inside = rounds.filter_map(|round| fs::read_dir(round).ok()).flatten().filter_map(Result::ok);
    let paths = inside.map(|entry| entry.path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")).collect()
}
