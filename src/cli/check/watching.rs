//! Checking again on each save.

use std::path::PathBuf;
use std::sync::Arc;

use super::print;
use crate::cli::inspect::quick_look;
use crate::cli::progress::Watch;
use crate::cli::{Error, Outcome, Output};
use crate::scenario::load::{self, Origin};
use crate::scenario::words::printable;
use crate::store::{FileWatch, time_of_day};

/// Checks files now and after each save, until Ctrl-C.
pub(super) fn run(files: &[PathBuf], output: &mut Output<'_>) -> Result<Outcome, Error> {
    refuse_builtin(files)?;
    let watch = Watch::new();
    // Before the first check: what is saved while it runs is not missed.
    let saves = FileWatch::begin(files).map_err(|(file, error)| {
        let message = format!("{} cannot be watched: {error}", printable(&file.to_string_lossy()));
        let help = "Name a file in a folder that is there; the file itself may come later.";
        Error::Refused { message, help: help.to_owned() }
    })?;
    let mut saved: Vec<usize> = (0..files.len()).collect();
    loop {
        writeln!(output.out, "── {} ──", time_of_day())?;
        for &file in &saved {
            let name = printable(&files[file].to_string_lossy()).into_owned();
            let result = load::load(&files[file]);
            print(&name, &result, output)?;
            if let Ok(loaded) = result {
                output.out.flush()?;
                quick_look(&Arc::new(loaded.scenario), &watch, output)?;
            }
        }
        writeln!(output.out, "Waiting for the next save; Ctrl-C ends it.\n")?;
        output.out.flush()?;
        match saves.next(|| watch.is_stopped()) {
            Some(next) => saved = next,
            None => return Ok(Outcome::Success),
        }
    }
}

/// What is inside the program is never saved.
fn refuse_builtin(files: &[PathBuf]) -> Result<(), Error> {
    for file in files {
        if let Ok(Origin::Builtin(builtin)) = load::resolve(file) {
            return Err(Error::Usage {
                message: format!("{} is inside the program and never changes", builtin.slug),
                help: Some(format!("Name a file. `./{}` is always one.", builtin.slug)),
            });
        }
    }
    Ok(())
}
