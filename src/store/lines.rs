//! Whole lines at the end of a file, each on disk before the next is begun.

use std::io;

/// What lines are kept on: a file, or in tests something that fails.
pub(super) trait Medium {
    /// Writes bytes at a place.
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Brings what was written to disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Drops everything from a length on.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// A medium that ends with a whole line, or is brought back to that before anything is added.
#[derive(Debug)]
pub(super) struct Lines<M> {
    medium: M,
    /// How many bytes are whole lines on disk.
    whole: u64,
    /// Whether there may be something behind them.
    torn: bool,
}

/// Why a line was not added.
#[derive(Debug)]
pub(super) enum NotAdded {
    /// Nothing of it is left.
    Clean(io::Error),
    /// Something of it may be left, because the medium could not be cut.
    Torn {
        /// Why it was not written.
        source: io::Error,
        /// Why it could not be cut.
        cut: io::Error,
    },
}

impl NotAdded {
    /// Why the line was not written.
    pub(super) fn source(self) -> io::Error {
        match self {
            Self::Clean(source) | Self::Torn { source, .. } => source,
        }
    }
}

impl<M: Medium> Lines<M> {
    /// A medium whose first `whole` bytes are whole lines, and whether there is something behind them.
    pub(super) fn new(medium: M, whole: u64, torn: bool) -> Self {
        Self { medium, whole, torn }
    }

    /// Adds a line, line end included; it is on disk when this returns. After a failure the medium is as
    /// it was, or is made so before the next line, so trying again is always safe.
    pub(super) fn append(&mut self, line: &str) -> Result<(), NotAdded> {
        debug_assert!(line.ends_with('\n') && !line[..line.len() - 1].contains('\n'));
        self.mend().map_err(NotAdded::Clean)?;
        self.torn = true;
        match self.write(line) {
            Ok(()) => {
                self.whole += line.len() as u64;
                self.torn = false;
                Ok(())
            }
            // A line that was written but not synced goes as well: after a failed sync nobody knows what
            // is on disk, and a second sync would not try again.
            Err(source) => match self.mend() {
                Ok(()) => Err(NotAdded::Clean(source)),
                Err(cut) => Err(NotAdded::Torn { source, cut }),
            },
        }
    }

    /// Drops what is behind the last whole line, if there is anything.
    pub(super) fn mend(&mut self) -> io::Result<()> {
        if self.torn {
            self.medium.cut(self.whole)?;
            self.torn = false;
        }
        Ok(())
    }

    fn write(&mut self, line: &str) -> io::Result<()> {
        self.medium.write(self.whole, line.as_bytes())?;
        self.medium.sync()
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    /// A disk with so much room, on which syncing or cutting can be made to fail.
    #[derive(Debug, Default)]
    struct Disk {
        bytes: Vec<u8>,
        room: usize,
        sync_fails: bool,
        cut_fails: bool,
    }

    impl Medium for Disk {
        fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
            assert_eq!(at, self.bytes.len() as u64, "lines are only added");
            let fits = bytes.len().min(self.room - self.bytes.len());
            self.bytes.extend(&bytes[..fits]);
            if fits == bytes.len() { Ok(()) } else { Err(ErrorKind::StorageFull.into()) }
        }

        fn sync(&mut self) -> io::Result<()> {
            if self.sync_fails { Err(io::Error::other("no sync")) } else { Ok(()) }
        }

        fn cut(&mut self, length: u64) -> io::Result<()> {
            if self.cut_fails {
                return Err(io::Error::other("no cut"));
            }
            self.bytes.truncate(length as usize);
            Ok(())
        }
    }

    fn text(lines: &Lines<Disk>) -> &str {
        std::str::from_utf8(&lines.medium.bytes).unwrap()
    }

    #[test]
    fn a_disk_that_is_full_anywhere_in_a_line_keeps_the_lines_before_it() {
        for room in 6..13 {
            let mut lines = Lines::new(Disk { room, ..Disk::default() }, 0, false);
            lines.append("first\n").unwrap();
            for _ in 0..2 {
                let error = lines.append("second\n").unwrap_err();
                assert!(matches!(error, NotAdded::Clean(e) if e.kind() == ErrorKind::StorageFull));
                assert_eq!(text(&lines), "first\n");
            }
            lines.medium.room = 100;
            lines.append("again\n").unwrap();
            assert_eq!(text(&lines), "first\nagain\n");
        }
    }

    #[test]
    fn a_line_that_was_not_synced_is_taken_away() {
        let mut lines = Lines::new(Disk { room: 100, sync_fails: true, ..Disk::default() }, 0, false);
        assert!(matches!(lines.append("first\n"), Err(NotAdded::Clean(_))));
        assert_eq!(text(&lines), "");
    }

    #[test]
    fn what_could_not_be_cut_is_cut_before_the_next_line() {
        let mut lines = Lines::new(Disk { room: 9, cut_fails: true, ..Disk::default() }, 0, false);
        lines.append("first\n").unwrap();
        assert!(matches!(lines.append("second\n"), Err(NotAdded::Torn { .. })));
        assert_eq!(text(&lines), "first\nsec");
        assert!(lines.append("x\n").is_err(), "nothing is glued to the piece of a line");
        assert_eq!(text(&lines), "first\nsec");
        lines.medium.cut_fails = false;
        lines.append("x\n").unwrap();
        assert_eq!(text(&lines), "first\nx\n");
    }
}
