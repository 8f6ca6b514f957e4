//! Where journals and settings are kept: the room that opens files, reads the clock and makes seeds.
//!
//! A [`Store`] is a folder of journals, one game each. A [`JournalFile`] is one that is open for play: it
//! is locked, so that no second program writes to it, and a command is on disk when
//! [`JournalFile::append`] returns. A file that is damaged, newer than this program or something else
//! altogether is refused with its reason ([`StoreError`]) and never written to; [`read`] changes nothing
//! at all.
//!
//! Which game a journal holds is decided in [`crate::game::journal`]; this room knows files, not games.

pub mod class;
mod error;
mod file;
mod lines;
mod list;
mod locked;
mod name;
mod own;
mod secret;
mod settings;
mod sitting;
mod watch;

use std::ffi::OsString;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rand::TryRng;
use rand::rngs::SysRng;

pub use error::{Problem, StoreError};
pub use file::{BYTES_MAX, JournalFile, Opened, read};
pub use list::{Listing, Played, journals_of};
pub use own::{FileError, make_open_folder, may_write, read_export, same_file, write_out};
pub use secret::{append_to, random_bytes, read_pem, secret};
pub use settings::{SETTINGS_VARIABLE, read_settings, settings_path};
pub use sitting::{PAUSE_MAX, Sitting};
pub use watch::FileWatch;

use crate::game::journal::{Header, Rules};
use crate::scenario::Scenario;

/// The environment variable that names another data folder than the system's.
pub const FOLDER_VARIABLE: &str = "TOPORDER_DATA";

/// How many journals of one second, scenario and player get a name of their own.
const NAMESAKES_MAX: u32 = 1000;

/// A folder of journals. It is made when the first journal is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The user's own store: in the folder that `TOPORDER_DATA` names, else in the data folder of the
    /// system (on Linux that of the XDG rules, `~/.local/share/toporder`).
    ///
    /// # Errors
    /// If neither is known.
    pub fn open_default() -> Result<Self, StoreError> {
        data_folder(std::env::var_os(FOLDER_VARIABLE)).map(Self::at).ok_or(StoreError::NoFolder)
    }

    /// A store in a data folder; the journals are in its folder `journals`.
    #[must_use]
    pub fn at(data: impl AsRef<Path>) -> Self {
        Self { folder: data.as_ref().join("journals") }
    }

    /// The folder that holds the journals; it may not be there yet.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether somebody has played here, or was welcomed.
    #[must_use]
    pub fn was_welcomed(&self) -> bool {
        self.folder.exists() || self.welcome_mark().exists()
    }

    /// Keeps in mind that somebody was welcomed.
    ///
    /// # Errors
    /// If the folder or the file for that cannot be made.
    pub fn note_welcome(&self) -> Result<(), StoreError> {
        let mark = self.welcome_mark();
        let made = mark.parent().map_or(Ok(()), make_folder).and_then(|()| File::create(&mark));
        made.map(drop)
            .map_err(|source| StoreError::at(&mark, Problem::Io { doing: "make this file", source }))
    }

    fn welcome_mark(&self) -> PathBuf {
        self.folder.with_file_name("welcomed")
    }

    /// Begins a journal; its first line is on disk when this returns, and it is locked.
    ///
    /// # Errors
    /// If the folder or the file cannot be made or written. Then no file is left behind.
    pub fn create(
        &self,
        scenario: &Scenario,
        name: &str,
        seed: u64,
        rules: Rules,
    ) -> Result<JournalFile, StoreError> {
        make_folder(&self.folder).map_err(|source| {
            StoreError::at(&self.folder, Problem::Io { doing: "make this folder", source })
        })?;
        let now = Timestamp::now();
        let header = Header::new(scenario, name, seed, rules, written(now));
        let (path, file) = self.create_file(&name::stem(now, &scenario.title, name))?;
        JournalFile::begin(path, file, &header)
    }

    fn create_file(&self, stem: &str) -> Result<(PathBuf, File), StoreError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut namesake = 1;
        loop {
            let path = self.folder.join(name::numbered(stem, namesake));
            match options.open(&path) {
                Ok(file) => return Ok((path, file)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && namesake < NAMESAKES_MAX => {
                    namesake += 1;
                }
                Err(source) => {
                    return Err(StoreError::at(&path, Problem::Io { doing: "make this file", source }));
                }
            }
        }
    }

    /// All journals, the one played last first. One that cannot be read is listed with its reason.
    ///
    /// Every journal is read whole and its game played again, several at a time.
    ///
    /// # Errors
    /// If the folder cannot be read. That there is none is no error: then there are no journals.
    pub fn list(&self) -> Result<Vec<Listing>, StoreError> {
        list::list(&self.folder)
            .map_err(|source| StoreError::at(&self.folder, Problem::Io { doing: "read this folder", source }))
    }
}

/// A seed from the system's source of randomness. It has 32 bits: short enough to be read out to a class,
/// and exact in every program that reads JSON numbers as floating point.
///
/// # Errors
/// If the system has no randomness to give.
pub fn random_seed() -> Result<u64, StoreError> {
    SysRng.try_next_u32().map(u64::from).map_err(|_| StoreError::NoSeed)
}

/// The time of day here, to the second.
#[must_use]
pub fn time_of_day() -> String {
    Timestamp::now().to_zoned_datetime(TimeZone::system()).strftime("%H:%M:%S").to_string()
}

/// Seconds since 1970 of a moment as journals have it; `None` where it is none.
#[must_use]
pub fn seconds(moment: &str) -> Option<f64> {
    moment.parse::<Timestamp>().ok().map(|moment| moment.as_millisecond() as f64 / 1_000.0)
}

/// Now, in milliseconds since 1970.
#[must_use]
pub fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// A moment in milliseconds since 1970, as journals have it; the first one of 1970 where the calendar holds none.
#[must_use]
pub fn moment(time_ms: i64) -> String {
    written(timestamp(time_ms))
}

/// A moment in milliseconds since 1970, for reading here: `2026-11-23 12:33`.
#[must_use]
pub fn local_minute(time_ms: i64) -> String {
    timestamp(time_ms).to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn timestamp(time_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(time_ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A moment as journals have it: RFC 3339, UTC, to the millisecond.
fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

fn data_folder(named: Option<OsString>) -> Option<PathBuf> {
    // A variable that is set to nothing counts as not set, as everywhere in the XDG rules.
    let named = named.filter(|folder| !folder.is_empty()).map(PathBuf::from);
    // Journals are locked and synced, so they belong on this machine's disk and not in a roaming profile.
    let own = || ProjectDirs::from("", "", "toporder").map(|dirs| dirs.data_local_dir().to_owned());
    named.or_else(own)
}

/// Makes the folder, with those above it, for its owner only: journals name people.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_names_the_data_folder_unless_it_is_empty() {
        assert_eq!(data_folder(Some("/elsewhere".into())), Some(PathBuf::from("/elsewhere")));
        assert_eq!(data_folder(Some(OsString::new())), data_folder(None));
    }

    #[test]
    fn a_moment_is_written_in_utc_to_the_millisecond() {
        let time: Timestamp = "2026-11-23T13:33:10.0129+01:00".parse().unwrap();
        assert_eq!(written(time), "2026-11-23T12:33:10.012Z");
    }

    #[test]
    fn a_moment_is_read_as_it_is_written() {
        assert_eq!(seconds("1970-01-02T00:00:00.250Z"), Some(86_400.25));
        assert_eq!(seconds("yesterday"), None);
    }

    #[test]
    fn seeds_differ() {
        let seeds: std::collections::HashSet<u64> = (0..4).map(|_| random_seed().unwrap()).collect();
        assert!(seeds.len() > 1);
        assert!(seeds.iter().all(|&seed| seed <= u64::from(u32::MAX)));
    }
}
