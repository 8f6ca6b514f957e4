//! What can go wrong with journals on disk, in words that say what to do.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::FOLDER_VARIABLE;
use super::file::BYTES_MAX;
use crate::game::journal::JournalError;
use crate::scenario::words::printable;

/// Why a journal, or the folder of journals, cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No home folder, and no variable.
    #[error("cannot tell where your games are kept: set {FOLDER_VARIABLE} to a folder for them")]
    NoFolder,
    /// The system's source of randomness failed.
    #[error("the system gives no random numbers: choose a seed yourself")]
    NoSeed,
    /// Something about one file or folder.
    #[error("{}: {problem}", printable(&path.to_string_lossy()))]
    At {
        /// Which.
        path: PathBuf,
        /// What.
        problem: Problem,
    },
}

impl StoreError {
    pub(super) fn at(path: &Path, problem: Problem) -> Self {
        Self::At { path: path.to_owned(), problem }
    }
}

/// What is the matter with a file or folder.
#[derive(Debug, Error)]
pub enum Problem {
    /// Nothing there.
    #[error("there is no such file: look for a slip in its name")]
    Missing,
    /// A folder, a pipe or a device.
    #[error("this is not a file: name a journal, whose name ends with .jsonl")]
    NotAFile,
    /// Far beyond any game.
    #[error("this file is larger than {} MiB, so it is no journal of a game", BYTES_MAX >> 20)]
    TooLarge,
    /// Another program plays it, or this one.
    #[error("this game is open in another Toporder: close it there first")]
    InUse,
    /// Not a journal that this program can play on. The file was not changed.
    #[error("{}", advised(.0))]
    Journal(#[source] JournalError),
    /// A command is not on disk; all before it is.
    #[error("your last step is not saved: {}. Everything before it is; try again", told(.0))]
    NotSaved(#[source] io::Error),
    /// A command is not on disk, and what was written of it could not be taken away.
    #[error(
        "your last step is not saved: {}. A piece of it may be at the end of the file and could not be \
         removed: {}. Everything before it is saved; try again",
        told(.source),
        told(.cut)
    )]
    Torn {
        /// Why it was not written.
        source: io::Error,
        /// Why the file could not be cut back.
        cut: io::Error,
    },
    /// The system refuses.
    #[error("cannot {doing}: {}", told(.source))]
    Io {
        /// What was tried.
        doing: &'static str,
        /// What the system says.
        source: io::Error,
    },
}

impl Problem {
    /// What the system says about an attempt, in its plainest form.
    pub(super) fn io(doing: &'static str, source: io::Error) -> Self {
        /// Windows keeps others from even reading a file that is locked.
        const ERROR_LOCK_VIOLATION: i32 = 33;
        match source.kind() {
            ErrorKind::NotFound => Self::Missing,
            _ if cfg!(windows) && source.raw_os_error() == Some(ERROR_LOCK_VIOLATION) => Self::InUse,
            _ => Self::Io { doing, source },
        }
    }
}

/// What the system says, with what to do about the usual cases.
fn told(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full, make room on it".to_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => format!(
            "you may not do that here, ask the owner or set {FOLDER_VARIABLE} to a folder of your own"
        ),
        _ => error.to_string(),
    }
}

/// What is wrong with a journal, and what can be saved. It quotes the file, so it is cleaned.
fn advised(error: &JournalError) -> String {
    let damage = printable(&error.to_string()).into_owned();
    match *error {
        JournalError::BadLine { line, .. } | JournalError::Impossible { line, .. } if line > 1 => format!(
            "{damage}. To play on from before it, make a copy of the file and delete line {line} and all \
             that follow"
        ),
        _ => damage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;

    fn message(problem: Problem) -> String {
        StoreError::at(Path::new("games/a.jsonl"), problem).to_string()
    }

    #[test]
    fn messages_say_what_to_do() {
        let full = || io::Error::from(ErrorKind::StorageFull);
        let denied = io::Error::from(ErrorKind::PermissionDenied);
        let messages = [
            StoreError::NoFolder.to_string(),
            StoreError::NoSeed.to_string(),
            message(Problem::Missing),
            message(Problem::NotAFile),
            message(Problem::TooLarge),
            message(Problem::InUse),
            message(Problem::NotSaved(full())),
            message(Problem::Torn { source: full(), cut: io::Error::other("the drive is gone") }),
            message(Problem::Io { doing: "make this folder", source: denied }),
            message(Problem::Journal(JournalError::Empty)),
            message(Problem::Journal(JournalError::BadLine { line: 7, problem: "it is cut".to_owned() })),
        ];
        assert_snapshot!(messages.join("\n"), @r"
        cannot tell where your games are kept: set TOPORDER_DATA to a folder for them
        the system gives no random numbers: choose a seed yourself
        games/a.jsonl: there is no such file: look for a slip in its name
        games/a.jsonl: this is not a file: name a journal, whose name ends with .jsonl
        games/a.jsonl: this file is larger than 256 MiB, so it is no journal of a game
        games/a.jsonl: this game is open in another Toporder: close it there first
        games/a.jsonl: your last step is not saved: the disk is full, make room on it. Everything before it is; try again
        games/a.jsonl: your last step is not saved: the disk is full, make room on it. A piece of it may be at the end of the file and could not be removed: the drive is gone. Everything before it is saved; try again
        games/a.jsonl: cannot make this folder: you may not do that here, ask the owner or set TOPORDER_DATA to a folder of your own
        games/a.jsonl: the journal has no complete first line, so it holds no game
        games/a.jsonl: line 7 is damaged: it is cut. To play on from before it, make a copy of the file and delete line 7 and all that follow
        ");
    }

    #[test]
    fn what_a_file_says_cannot_drive_a_terminal() {
        let path = Path::new("a\u{1b}[2J\nb\u{202e}.jsonl");
        let quoted = JournalError::NoHeader("unknown field `\u{9b}31m\u{7}`".to_owned());
        let message = StoreError::at(path, Problem::Journal(quoted)).to_string();
        assert_snapshot!(message, @r"a\u{1b}[2J\u{a}b\u{202e}.jsonl: line 1 is not the first line of a Toporder journal: unknown field `\u{9b}31m\u{7}`");
    }
}
