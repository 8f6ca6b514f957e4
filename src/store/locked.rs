//! A file that no second program has open for play.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};

use super::error::Problem;
use super::lines::Medium;

/// A file with an exclusive lock, which is given back when this is dropped.
#[derive(Debug)]
pub(super) struct Locked(File);

impl Locked {
    /// Locks a file, if nobody else has.
    pub(super) fn new(file: File) -> Result<Self, Problem> {
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Problem::InUse),
            // Some network file systems have no locks. A game that nobody guards is better than none.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(Self(file)),
            Err(TryLockError::Error(error)) => Err(Problem::io("lock it", error)),
        }
    }

    /// The file.
    pub(super) fn file(&self) -> &File {
        &self.0
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is being started shares it for a moment, and
        // with it the lock. If it cannot be unlocked, closing it is all that is left to do.
        let _ = self.0.unlock();
    }
}

impl Medium for Locked {
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(at))?;
        // One call, unless the system takes only a part, as it does when the disk is nearly full.
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::{Lines, NotAdded};
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_told() {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let error = Lines::new(Locked::new(full).unwrap(), 0, false).append("first\n").unwrap_err();
        // A device cannot be cut, either.
        assert!(matches!(error, NotAdded::Torn { source, .. } if source.kind() == ErrorKind::StorageFull));
    }

    #[test]
    fn a_file_that_cannot_be_written_stays_as_it_is() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "first\n").unwrap();
        let read_only = Locked::new(File::open(file.path()).unwrap()).unwrap();
        let mut lines = Lines::new(read_only, 6, false);
        for _ in 0..2 {
            lines.append("second\n").unwrap_err();
            assert_eq!(std::fs::read_to_string(file.path()).unwrap(), "first\n");
        }
    }
}
