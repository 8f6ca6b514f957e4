//! Classes in one SQLite file.

mod told;

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params,
};

use super::repeat::Repeat;
use super::sql::{self, SCHEMA, tables};
use super::{ClassId, ClassStore, ClassStoreError, KeptClass, KeptRow, NewRow};
use crate::store::make_folder;
use told::{read_only, shown, told, unmade};

/// What marks a file as ours ("TOPO").
const APPLICATION: i64 = 0x544f_504f;

/// How long another program may be writing, before this one gives up.
const BUSY_MAX: Duration = Duration::from_secs(5);

/// The tables, step by step from each version to the next one.
const STEPS: [&str; SCHEMA as usize] = [tables!("id INTEGER PRIMARY KEY AUTOINCREMENT")];

/// A file of classes that is open.
pub(super) struct Sqlite {
    connection: Connection,
    path: PathBuf,
    repeat: Repeat,
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Sqlite {
    /// Opens a file, and makes it if there is none.
    pub(super) fn open(path: &Path) -> Result<Self, ClassStoreError> {
        make_file(path).map_err(|error| unmade(path, &error))?;
        let told = |error| told(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(told)?;
        connection.busy_timeout(BUSY_MAX).map_err(told)?;
        if connection.is_readonly("main").map_err(told)? {
            return Err(read_only(path));
        }
        check(&connection, path)?;
        make_safe(&connection, path)?;
        migrate(&mut connection, path)?;
        Ok(Self { connection, path: path.to_owned(), repeat: Repeat::default() })
    }

    /// Does something as a whole, or not at all.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, ClassStoreError> {
        let done = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let done = done.and_then(|transaction| {
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        done.map_err(|error| told(&self.path, &error))
    }

    fn read<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ClassStoreError> {
        work(&self.connection).map_err(|error| told(&self.path, &error))
    }
}

impl ClassStore for Sqlite {
    fn create(&mut self, title: &str, at_ms: i64) -> Result<ClassId, ClassStoreError> {
        self.write(|transaction| {
            transaction.prepare_cached(sql::CREATE)?.query_row(params![title, at_ms, at_ms], |row| row.get(0))
        })
    }

    fn classes(&mut self) -> Result<Vec<KeptClass>, ClassStoreError> {
        self.read(|connection| {
            let mut asked = connection.prepare_cached(sql::CLASSES)?;
            let class = |row: &rusqlite::Row<'_>| {
                let (id, title, opened_ms) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(KeptClass { id, title, opened_ms, last_ms: row.get(3)?, rows: row.get(4)? })
            };
            asked.query_map([], class)?.collect()
        })
    }

    fn append(&mut self, class: ClassId, rows: &[NewRow]) -> Result<i64, ClassStoreError> {
        let (token, is_repeat) = self.repeat.token(class, rows)?;
        let done = self.write(|transaction| append(transaction, class, rows, &token, is_repeat));
        self.repeat.note(done.is_ok(), class, rows, token);
        done
    }

    fn read_after(&mut self, class: ClassId, number: i64) -> Result<Vec<KeptRow>, ClassStoreError> {
        self.read(|connection| {
            let mut asked = connection.prepare_cached(sql::READ_AFTER)?;
            let kept = |row: &rusqlite::Row<'_>| {
                Ok(KeptRow { number: row.get(0)?, at_ms: row.get(1)?, text: row.get(2)? })
            };
            asked.query_map([class, number], kept)?.collect()
        })
    }

    fn rewrite(&mut self, class: ClassId, rows: &[(i64, Option<String>)]) -> Result<(), ClassStoreError> {
        self.write(|transaction| {
            let mut changed =
                transaction.prepare("UPDATE toporder_row SET text = $1 WHERE class = $2 AND number = $3")?;
            let mut removed =
                transaction.prepare("DELETE FROM toporder_row WHERE class = $1 AND number = $2")?;
            for (number, text) in rows {
                match text {
                    Some(text) => changed.execute(params![text, class, number])?,
                    None => removed.execute([class, *number])?,
                };
            }
            Ok(())
        })
    }

    fn delete(&mut self, class: ClassId) -> Result<bool, ClassStoreError> {
        self.write(|transaction| Ok(transaction.execute(sql::DELETE, [class])? > 0))
    }

    fn beat(&mut self, class: ClassId, host: &str, at_ms: i64) -> Result<(), ClassStoreError> {
        self.write(|transaction| {
            transaction.prepare_cached(sql::BEAT)?.execute(params![class, host, at_ms]).map(drop)
        })
    }

    fn hosts_since(&mut self, class: ClassId, since_ms: i64) -> Result<Vec<String>, ClassStoreError> {
        self.read(|connection| {
            let mut asked = connection.prepare_cached(sql::HOSTS_SINCE)?;
            asked.query_map([class, since_ms], |row| row.get(0))?.collect()
        })
    }

    fn scrub(&mut self) -> Result<(), ClassStoreError> {
        let is_busy: i64 = self.read(|connection| {
            connection.execute_batch("VACUUM")?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        })?;
        if is_busy == 0 {
            return Ok(());
        }
        let message = format!(
            "{}: another program reads this file, so traces of what was taken out are still in it",
            shown(&self.path)
        );
        let help = "They go when the last program that has it open ends.";
        Err(ClassStoreError::new(message, help).passing())
    }
}

/// Adds rows under a token, unless they were.
fn append(
    transaction: &Transaction<'_>,
    class: ClassId,
    rows: &[NewRow],
    token: &str,
    is_repeat: bool,
) -> rusqlite::Result<i64> {
    if is_repeat {
        let added = transaction.query_row(sql::ADDED, params![class, token], |row| row.get(0)).optional()?;
        if let Some(first) = added {
            return Ok(first);
        }
    }
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let last_ms = rows.last().map(|row| row.at_ms);
    let last: i64 = transaction
        .prepare_cached(
            "UPDATE toporder_class SET last_row = last_row + $1, last_ms = COALESCE($2, last_ms) WHERE id = $3
             RETURNING last_row",
        )?
        .query_row(params![count, last_ms, class], |row| row.get(0))?;
    let first = last - count + 1;
    let mut added = transaction.prepare_cached(
        "INSERT INTO toporder_row (class, number, at_ms, text, token) VALUES ($1, $2, $3, $4, $5)",
    )?;
    for (number, row) in (first..).zip(rows) {
        let token = (number == first).then_some(token);
        added.execute(params![class, number, row.at_ms, row.text, token])?;
    }
    Ok(first)
}

/// Makes a file without anything in it, for its owner only, unless there is one.
fn make_file(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        make_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(file) => file.sync_all()?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(error),
    }
    // The name of the file is to be on the disk like what will be in it.
    if cfg!(unix) {
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// Refuses a file of another program, before anything in it is changed.
fn check(connection: &Connection, path: &Path) -> Result<(), ClassStoreError> {
    let asked = || -> rusqlite::Result<(i64, i64)> {
        // In one look: another host may be making the tables just now.
        let both = "SELECT application_id, (SELECT COUNT(*) FROM sqlite_schema) FROM pragma_application_id";
        connection.query_row(both, [], |row| Ok((row.get(0)?, row.get(1)?)))
    };
    let (owner, tables) = asked().map_err(|error| told(path, &error))?;
    if owner == APPLICATION || (owner == 0 && tables == 0) {
        return Ok(());
    }
    let message = format!("{}: this is a database of another program", shown(path));
    Err(ClassStoreError::new(message, "Name another file; it is made if it is not there."))
}

/// Sees to it that what is kept stays so when the power fails, that others can read meanwhile, and that what is taken out
/// is gone.
fn make_safe(connection: &Connection, path: &Path) -> Result<(), ClassStoreError> {
    let told = |error| told(path, &error);
    let since = Instant::now();
    let mode: String = loop {
        match connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)) {
            // Two programs that open a new file at the same time do not wait for each other by themselves.
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && since.elapsed() < BUSY_MAX =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            mode => break mode.map_err(told)?,
        }
    };
    if mode != "wal" {
        let message = format!("{}: the disk of this file does not allow to keep classes safely", shown(path));
        return Err(ClassStoreError::new(message, "Choose a folder on this machine's own disk."));
    }
    let settings = "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
        PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;";
    connection.execute_batch(settings).map_err(told)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), ClassStoreError> {
    let told = |error| told(path, &error);
    let version = |connection: &Connection| -> rusqlite::Result<i64> {
        connection.query_row("PRAGMA user_version", [], |row| row.get(0))
    };
    if version(connection).map_err(told)? == SCHEMA {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(told)?;
    // Somebody else may have been quicker.
    let found = version(&transaction).map_err(told)?;
    let Some(steps) = usize::try_from(found).ok().and_then(|found| STEPS.get(found..)) else {
        return Err(ClassStoreError::too_new(&shown(path), found));
    };
    let settings = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {SCHEMA};");
    let all = steps.iter().copied().chain([&*settings]).try_for_each(|step| transaction.execute_batch(step));
    all.and_then(|()| transaction.commit()).map_err(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> NewRow {
        NewRow { at_ms: 7, text: text.to_owned() }
    }

    #[test]
    fn rows_that_are_added_again_under_their_token_are_there_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Sqlite::open(&folder.path().join("classes.db")).unwrap();
        let class = store.create("A", 1).unwrap();
        let rows = [row("a"), row("b")];
        store.append(class, &[row("before")]).unwrap();
        let again = |store: &mut Sqlite, is_repeat| {
            store.write(|transaction| append(transaction, class, &rows, "token", is_repeat)).unwrap()
        };
        // The first try was not kept, so that the second one is.
        assert_eq!(again(&mut store, true), 2);
        assert_eq!(again(&mut store, true), 2);
        assert_eq!(store.append(class, &[row("after")]).unwrap(), 4);
        assert_eq!(store.read_after(class, 0).unwrap().len(), 4);
    }

    #[test]
    fn a_full_disk_loses_nothing_and_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Sqlite::open(&folder.path().join("classes.db")).unwrap();
        let class = store.create("A", 1).unwrap();
        store.append(class, &[row("kept")]).unwrap();
        let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        let limit = |store: &Sqlite, pages: i64| {
            let set = format!("PRAGMA max_page_count = {pages}");
            store.connection.query_row(&set, [], |row| row.get::<_, i64>(0)).unwrap();
        };
        limit(&store, pages);
        let large = [row("fits"), row(&"x".repeat(100_000))];
        let error = store.append(class, &large).unwrap_err();
        assert!(error.is_passing && error.to_string().contains("the disk is full"), "{error:?}");
        assert_eq!(store.read_after(class, 0).unwrap().len(), 1);
        limit(&store, 1_000_000);
        assert_eq!(store.append(class, &large).unwrap(), 2);
        assert_eq!(store.read_after(class, 0).unwrap().len(), 3);
    }

    #[test]
    fn a_store_that_must_not_be_written_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Sqlite::open(&folder.path().join("classes.db")).unwrap();
        store.connection.execute_batch("PRAGMA query_only = ON").unwrap();
        let error = store.create("A", 1).unwrap_err();
        assert!(error.to_string().contains("must not be written") && !error.is_passing, "{error:?}");
        assert!(error.help.unwrap().contains("permission"));
    }

    #[test]
    fn the_steps_lead_to_the_version_that_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("classes.db");
        let store = Sqlite::open(&path).unwrap();
        let version: i64 = store.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, SCHEMA);
        let full: i64 = store.connection.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();
        assert_eq!(full, 2, "a power failure loses nothing");
    }
}
