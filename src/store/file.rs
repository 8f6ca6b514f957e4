//! One journal on disk: opened for play, or only read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::error::{Problem, StoreError};
use super::lines::{Lines, NotAdded};
use super::locked::Locked;
use super::written;
use crate::game::journal::{self, Entry, Header, Journal};
use crate::game::{Command, Game};

/// The size of the largest file that is read as a journal.
pub const BYTES_MAX: u64 = 256 << 20;

const NOTICE_TORN: &str = "The last line of this journal was not complete, as happens when the program or \
    the machine stops while saving. It was removed, so the last step may be missing.";

/// A journal that is open for play. It is locked as long as this value lives.
#[derive(Debug)]
pub struct JournalFile {
    path: PathBuf,
    lines: Lines<Locked>,
}

/// A journal that was opened for play, and the game in it.
#[derive(Debug)]
pub struct Opened {
    /// Where the game is kept from now on.
    pub file: JournalFile,
    /// What was in it.
    pub journal: Journal,
    /// The game as it was left.
    pub game: Game,
    /// What the participant should know about the file, a sentence or two.
    pub notice: Option<String>,
}

impl JournalFile {
    /// Opens a journal to play on, and locks it. A last line that was not written to its end is cut off.
    ///
    /// # Errors
    /// If it cannot be read and written, is open elsewhere, or holds no game that can be played on. Then
    /// it was not changed.
    pub fn open(path: impl AsRef<Path>) -> Result<Opened, StoreError> {
        let path = path.as_ref();
        open(path).map_err(|problem| StoreError::at(path, problem))
    }

    /// Begins the journal in a new, empty file, which is removed again if that fails.
    pub(super) fn begin(path: PathBuf, file: File, header: &Header) -> Result<Self, StoreError> {
        let begun = Locked::new(file).and_then(|file| {
            let mut lines = Lines::new(file, 0, false);
            let added = lines.append(&journal::line(header));
            added.map_err(|not_added| Problem::io("write this file", not_added.source()))?;
            Ok(lines)
        });
        match begun {
            Ok(lines) => {
                sync_folder_of(&path);
                Ok(Self { path, lines })
            }
            Err(problem) => {
                // It holds no game. If it cannot be removed either, it is listed as just that.
                let _ = fs::remove_file(&path);
                Err(StoreError::at(&path, problem))
            }
        }
    }

    /// Adds a command with the time of now; it is on disk when this returns.
    ///
    /// # Errors
    /// If it is not on disk. What was written of it was taken away again, or will be before the next
    /// command is written, so the same command can simply be appended again.
    pub fn append(&mut self, command: &Command) -> Result<(), StoreError> {
        let entry = Entry { at: written(Timestamp::now()), command: command.clone(), by: None };
        let added = self.lines.append(&journal::line(&entry));
        added.map_err(|not_added| StoreError::at(&self.path, not_added.into()))
    }

    /// Removes the journal.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn discard(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Reads a journal and makes its game again, without a lock and without any change to the file. A last
/// line that is not complete is passed over, so a game that is being played can be read, too.
///
/// # Errors
/// If it cannot be read or is no journal.
pub fn read(path: impl AsRef<Path>) -> Result<(Journal, Game), StoreError> {
    let path = path.as_ref();
    look(path).map_err(|problem| StoreError::at(path, problem))
}

pub(super) fn look(path: &Path) -> Result<(Journal, Game), Problem> {
    let file = open_file(path, OpenOptions::new().read(true))?;
    Journal::parse(&read_whole(&file)?).map_err(Problem::Journal)
}

fn open(path: &Path) -> Result<Opened, Problem> {
    let file = open_file(path, OpenOptions::new().read(true).write(true))?;
    // Locked before anything is read, so that nobody adds a line between reading and writing.
    let file = Locked::new(file)?;
    let (journal, game) = Journal::parse(&read_whole(file.file())?).map_err(Problem::Journal)?;
    let mut lines = Lines::new(file, journal.whole as u64, journal.torn);
    lines.mend().map_err(|source| Problem::io("remove the incomplete last line", source))?;
    let notice = journal.torn.then(|| NOTICE_TORN.to_owned());
    Ok(Opened { file: JournalFile { path: path.to_owned(), lines }, journal, game, notice })
}

fn open_file(path: &Path, options: &OpenOptions) -> Result<File, Problem> {
    let trouble = |source| Problem::io("open it", source);
    // Asked before opening: a pipe would be waited for, and a device might do something.
    if !fs::metadata(path).map_err(trouble)?.is_file() {
        return Err(Problem::NotAFile);
    }
    options.open(path).map_err(trouble)
}

fn read_whole(file: &File) -> Result<Vec<u8>, Problem> {
    let trouble = |source| Problem::io("read it", source);
    let size = file.metadata().map_err(trouble)?.len();
    if size > BYTES_MAX {
        return Err(Problem::TooLarge);
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(trouble)?;
    if bytes.len() as u64 > BYTES_MAX { Err(Problem::TooLarge) } else { Ok(bytes) }
}

/// Brings the name of a new file to disk, where the system keeps names apart from contents. Not every
/// file system can do it, and none loses more than this one new game if it does not, so it may fail.
fn sync_folder_of(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = path;
}

impl From<NotAdded> for Problem {
    fn from(not_added: NotAdded) -> Self {
        match not_added {
            NotAdded::Clean(source) => Self::NotSaved(source),
            NotAdded::Torn { source, cut } => Self::Torn { source, cut },
        }
    }
}
