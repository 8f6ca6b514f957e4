//! Opens scenarios: from a file, from a text, or the built-in ones.
//!
//! Every error of a file comes in one report that points into it. Doubts ([`Loaded::warnings`]) are
//! looked for once there is no error.

mod error;
mod source;

use std::fs::File;
use std::io::Read;
use std::path::Path as FilePath;
use std::sync::Arc;

use serde::Deserialize;

pub use self::error::{Finding, LoadError, Report};
pub(crate) use self::source::Source;
use super::check::{self, Examined};
use super::problem::{Here, Path, Placed, Problem, Severity};
use super::raw::{self, RawScenario};
use super::shape;
use super::tree::{self, Content, Node};
use super::words::printable;
use super::{Scenario, builtin, doubts};

/// The largest file that is read, in bytes.
pub const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// A scenario that can be used.
#[derive(Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// What is legal but doubtful about it.
    pub warnings: Report,
}

/// Loads a built-in scenario by its slug, or a file by its path.
///
/// A slug wins over a file of the same name; `./soup-on-the-square` is always a file.
///
/// # Errors
/// If there is no such scenario, or it cannot be used.
pub fn load(slug_or_path: impl AsRef<FilePath>) -> Result<Loaded, LoadError> {
    match resolve(slug_or_path.as_ref())? {
        Origin::Builtin(builtin) => load_text(builtin.slug, builtin.text),
        Origin::File(path) => load_file(path),
    }
}

/// Where a scenario comes from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// It ships with the program.
    Builtin(&'static builtin::Builtin),
    /// It is a file.
    File(&'a FilePath),
}

/// Tells built-in scenarios from files.
///
/// # Errors
/// If it is neither the slug of a built-in scenario nor the path of anything; a near miss is suggested.
pub fn resolve(slug_or_path: &FilePath) -> Result<Origin<'_>, LoadError> {
    if let Some(builtin) = slug_or_path.to_str().and_then(builtin::find) {
        return Ok(Origin::Builtin(builtin));
    }
    if slug_or_path.try_exists().unwrap_or(true) {
        return Ok(Origin::File(slug_or_path));
    }
    Err(missing(slug_or_path))
}

fn missing(path: &FilePath) -> LoadError {
    let name = display(path);
    let is_plain_word = path.components().count() == 1 && path.extension().is_none();
    if !is_plain_word {
        return LoadError::unreadable(
            "no-file",
            &name,
            format!("there is no file {}", quoted(&name)),
            "Check the path.",
        );
    }
    let known: Vec<_> = builtin::ALL.iter().map(|builtin| builtin.slug).collect();
    let help = match builtin::nearest(&name) {
        Some(near) => format!("Did you mean {}?", near.slug),
        None => format!("The built-in scenarios are {}; or give the path of a file.", known.join(", ")),
    };
    let message = format!("there is no built-in scenario {} and no file of that name", quoted(&name));
    LoadError::unreadable("no-file", &name, message, help)
}

/// Loads a file.
///
/// # Errors
/// If it cannot be read, or is not a scenario without errors.
pub fn load_file(path: impl AsRef<FilePath>) -> Result<Loaded, LoadError> {
    let path = path.as_ref();
    let name = display(path);
    let bytes = read(path, &name)?;
    match String::from_utf8(bytes) {
        Ok(text) => load_text(&name, &text),
        Err(error) => Err(not_utf8(&name, error.as_bytes(), error.utf8_error().valid_up_to())),
    }
}

fn read(path: &FilePath, name: &str) -> Result<Vec<u8>, LoadError> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => missing(path),
        std::io::ErrorKind::PermissionDenied => {
            let message = format!("{} must not be read", quoted(name));
            LoadError::unreadable("unreadable", name, message, "Give yourself permission to read the file.")
        }
        _ => LoadError::unreadable(
            "unreadable",
            name,
            format!("{} could not be read: {error}", quoted(name)),
            "Check the path and the disk.",
        ),
    };
    let too_large = || {
        let message = format!("{} is larger than 16 MiB", quoted(name));
        LoadError::unreadable(
            "too-large-a-file",
            name,
            message,
            "A scenario is a text of some kilobytes: check that it is the right file.",
        )
    };
    // Looked at first: where a folder cannot be opened at all, the error would speak of permissions.
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        let message = format!("{} is a folder, not a file", quoted(name));
        return Err(LoadError::unreadable("folder", name, message, "Name a scenario file inside it."));
    }
    if metadata.len() > MOST_BYTES {
        return Err(too_large());
    }
    // The file may grow, or be a pipe without a length.
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES { Err(too_large()) } else { Ok(bytes) }
}

fn not_utf8(name: &str, bytes: &[u8], offset: usize) -> LoadError {
    let line = bytes[..offset].iter().filter(|byte| **byte == b'\n').count() + 1;
    let message = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => format!("{} is written in UTF-16", quoted(name)),
        _ => format!(
            "{} is not UTF-8 text: byte {offset}, in line {line}, is 0x{:02X}",
            quoted(name),
            bytes[offset]
        ),
    };
    LoadError::unreadable("not-utf8", name, message, "Save the file with the encoding UTF-8 in your editor.")
}

/// A file's name is safe to print already, and is never cut.
fn quoted(name: &str) -> String {
    format!("`{name}`")
}

fn display(path: &FilePath) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

/// Reads a scenario from a text; `name` is what reports call it.
///
/// # Errors
/// If the text is not a scenario without errors.
pub fn load_text(name: &str, text: &str) -> Result<Loaded, LoadError> {
    // A copy of the text, so it is made when nothing else of the file is held any more.
    let source = || Arc::new(Source::new(name, text));
    let invalid = |findings| Err(LoadError::Invalid(Report::new(&source(), findings)));
    if text.trim().is_empty() {
        let help = "Begin with { \"format\": 1, \"title\": … }; `toporder schema` prints the whole format.";
        let name = &printable(name);
        return Err(LoadError::unreadable("empty-file", name, format!("{} is empty", quoted(name)), help));
    }
    if text.starts_with('\u{FEFF}') {
        let problem =
            Problem::error("byte-order-mark", Path::default(), "the file begins with a byte-order mark");
        let problem =
            problem.label("three invisible bytes").help("Save it as UTF-8 without BOM in your editor.");
        return invalid(vec![(problem, 0..'\u{FEFF}'.len_utf8())]);
    }
    let mut tree = match tree::parse(text) {
        Ok(tree) => tree,
        Err(problem) => return invalid(vec![*problem]),
    };
    if let Some(problem) = newer_format(&tree) {
        let span = tree.locate(&problem.path, problem.at);
        return invalid(vec![(problem, span)]);
    }
    let (scenario, problems) = checked(&mut tree);
    match scenario {
        Some(scenario) => Ok(Loaded { scenario, warnings: Report::placed(&source(), problems, &tree) }),
        None => Err(LoadError::Invalid(Report::placed(&source(), problems, &tree))),
    }
}

/// The scenario and the doubts about it, or every error.
fn checked(tree: &mut Node<'_>) -> (Option<Scenario>, Vec<Placed>) {
    let mut repaired = shape::repair(tree, raw::schema().as_value());
    let place = |problem: Problem| {
        let span = tree.locate(&problem.path, problem.at);
        (problem, span)
    };
    // With very many errors, the repair stopped on the way.
    if repaired.is_partial() {
        return (None, repaired.problems);
    }
    // By value, so that texts move and a large file is not held twice.
    let raw: RawScenario = match RawScenario::deserialize(repaired.value.take()) {
        Ok(raw) => raw,
        Err(error) => {
            let problem = Problem::error("wrong-type", Path::default(), error.to_string());
            return (None, repaired.problems.into_iter().chain([place(problem)]).collect());
        }
    };
    let Examined { scenario, mut problems } = check::examine(raw);
    problems.retain(|problem| repaired.concerns_the_file(problem));
    let is_error = |problem: &Problem| problem.severity == Severity::Error;
    if repaired.problems.is_empty() && !problems.iter().any(is_error) {
        problems.extend(doubts::find(&scenario));
        return (Some(scenario), problems.into_iter().map(place).collect());
    }
    let errors = problems.into_iter().filter(is_error).map(place);
    (None, repaired.problems.into_iter().chain(errors).collect())
}

/// A newer format's other fields are not judged by the rules of this one.
fn newer_format(tree: &Node<'_>) -> Option<Problem> {
    let Content::Number(written) = tree.field("format")?.content else { return None };
    let format = written.parse().ok().filter(|format| *format > raw::FORMAT)?;
    check::wrong_format(format, &Here::Root.field("format"))
}
