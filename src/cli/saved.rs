//! Saved games, as commands name and list them.

use std::path::{Path, PathBuf};

use super::{Error, Output};
use crate::scenario::words::{nearest, printable, ticked};
use crate::store::Store;
use crate::tui::event::SavedGame;
use crate::tui::keeper::saved_games;

/// How many journals an error names.
const NAMED_MAX: usize = 5;

/// The journal that is meant: a file, or the only journal of the store with this in its name.
///
/// # Errors
/// If there is none, or more than one.
pub(super) fn find(name: &str) -> Result<PathBuf, Error> {
    let path = Path::new(name);
    if path.try_exists().unwrap_or(true) {
        return Ok(path.to_owned());
    }
    let journals = Store::open_default()?.list()?.into_iter().map(|listing| listing.path).collect();
    only(name, journals)
}

/// Every journal that is meant: a file, or all of the store with this in their names.
///
/// # Errors
/// If there is none.
pub(super) fn find_all(name: &str) -> Result<Vec<PathBuf>, Error> {
    let path = Path::new(name);
    if path.try_exists().unwrap_or(true) {
        return Ok(vec![path.to_owned()]);
    }
    let journals = Store::open_default()?.list()?.into_iter().map(|listing| listing.path).collect();
    let (mut matching, others) = matching(name, journals);
    matching.sort();
    if matching.is_empty() { Err(none(name, &others)) } else { Ok(matching) }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// What a name is compared by.
fn wanted(name: &str) -> String {
    name.strip_suffix(".jsonl").unwrap_or(name).to_lowercase()
}

/// The journals with a text in their names, and the others.
fn matching(name: &str, journals: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let wanted = wanted(name);
    journals.into_iter().partition(|path| !wanted.is_empty() && stem(path).to_lowercase().contains(&wanted))
}

fn only(name: &str, journals: Vec<PathBuf>) -> Result<PathBuf, Error> {
    let (mut matching, others) = matching(name, journals);
    // A whole name is never a part of another one by mistake.
    if let Some(exact) = matching.iter().position(|path| stem(path).to_lowercase() == wanted(name)) {
        return Ok(matching.swap_remove(exact));
    }
    match &*matching {
        [] => Err(none(name, &others)),
        [_] => Ok(matching.swap_remove(0)),
        _ => {
            let shown = matching.iter().take(NAMED_MAX).map(|path| printable(&stem(path)).into_owned());
            let mut shown: Vec<String> = shown.collect();
            if matching.len() > NAMED_MAX {
                shown.push(format!("and {} more", matching.len() - NAMED_MAX));
            }
            let message = format!("{} saved games have {} in their names", matching.len(), ticked(name));
            let help = format!("Give more of the name: {}.", shown.join(", "));
            Err(Error::Usage { message, help: Some(help) })
        }
    }
}

/// No journal has this in its name.
fn none(name: &str, journals: &[PathBuf]) -> Error {
    let stems: Vec<String> = journals.iter().map(|path| stem(path)).collect();
    let near = nearest(&wanted(name), stems.iter().map(String::as_str));
    let help = match near {
        Some(near) => format!("Did you mean {}?", printable(near)),
        None => "`toporder resume` alone shows every saved game.".to_owned(),
    };
    let message = format!("there is no file {0} and no saved game with that in its name", ticked(name));
    Error::NoGame { message, help }
}

/// Prints the saved games, the one played last first.
pub(super) fn print(store: &Store, output: &mut Output<'_>) -> Result<(), Error> {
    let games = saved_games(store.list()?);
    if games.is_empty() {
        let folder = store.folder().to_string_lossy();
        writeln!(output.out, "No saved games in {}. `toporder` begins one.", printable(&folder))?;
    }
    let width = games.iter().map(|game| game.progress.len()).max().unwrap_or(0);
    for SavedGame { path, title, name, when, progress, over: _ } in &games {
        let path = path.to_string_lossy();
        let (title, name, path) = (printable(title), printable(name), printable(&path));
        writeln!(output.out, "{when}  {progress:width$}  {title} · {name}  {path}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> Result<String, String> {
        let journals = ["1-soup-ada", "2-soup-bo", "2-soup-bo-2", "3-boats-ada"];
        let journals = journals.map(|stem| PathBuf::from(format!("games/{stem}.jsonl"))).to_vec();
        match only(name, journals) {
            Ok(path) => Ok(path.display().to_string()),
            Err(Error::Usage { message, help }) => Err(format!("{message}. {}", help.unwrap_or_default())),
            Err(Error::NoGame { message, help }) => Err(format!("{message}. {help}")),
            Err(other) => Err(other.to_string()),
        }
    }

    #[test]
    fn a_part_that_only_one_has_or_the_whole_name_is_enough() {
        let boats = Ok("games/3-boats-ada.jsonl".to_owned());
        assert_eq!(found("Boats"), boats);
        assert_eq!(found("3-boats-ada.jsonl"), boats);
        assert_eq!(found("2-soup-bo"), Ok("games/2-soup-bo.jsonl".to_owned()));
    }

    #[test]
    fn what_none_or_several_have_is_told() {
        let told = ["ada", "3-boat-ada", "xyz", ""].map(|name| found(name).unwrap_err());
        insta::assert_snapshot!(told.join("\n"), @"
        2 saved games have `ada` in their names. Give more of the name: 1-soup-ada, 3-boats-ada.
        there is no file `3-boat-ada` and no saved game with that in its name. Did you mean 3-boats-ada?
        there is no file `xyz` and no saved game with that in its name. `toporder resume` alone shows every saved game.
        there is no file `` and no saved game with that in its name. `toporder resume` alone shows every saved game.
        ");
    }
}
