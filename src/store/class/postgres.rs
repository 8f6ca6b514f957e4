//! Classes in a PostgreSQL database, which several hosts share.
//!
//! The connection is not encrypted: it is meant for a socket, a network that is trusted, or a tunnel.

mod told;

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, Config, Error, NoTls, Row, Statement};

use super::place::DatabaseUrl;
use super::repeat::Repeat;
use super::sql::{self, SCHEMA, tables};
use super::{ClassId, ClassPlace, ClassStore, ClassStoreError, KeptClass, KeptRow, NewRow};
use told::is_lost;

/// How long a connection may take to be made, and how long the other side may be silent.
const SILENCE_MAX: Duration = Duration::from_secs(5);

/// What every connection begins with: nothing is told to be kept before it is on the disk, and nothing waits for ever.
const SETTINGS: &str = "
    SET synchronous_commit = on;
    SET statement_timeout = '15s';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '15s';";

/// The number of the lock under which tables are made: the letters TOPORDER.
const LOCK: i64 = 0x544f_504f_5244_4552;

/// The tables, step by step from each version to the next one.
const STEPS: [&str; SCHEMA as usize] = [tables!("id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")];

/// Adds rows in one statement. The class's own row is locked by it until all is kept, so that whoever adds next waits,
/// and nobody sees a row before one with a smaller number.
const APPEND: &str = "
    WITH given AS (
        UPDATE toporder_class
        SET last_row = last_row + cardinality($2::BIGINT[]), last_ms = COALESCE($5::BIGINT, last_ms)
        WHERE id = $1::BIGINT
        RETURNING last_row - cardinality($2::BIGINT[]) AS before
    ), added AS (
        INSERT INTO toporder_row (class, number, at_ms, text, token)
        SELECT $1::BIGINT, given.before + new.place, new.at_ms, new.text,
            CASE WHEN new.place = 1 THEN $4::TEXT END
        FROM given, unnest($2::BIGINT[], $3::TEXT[]) WITH ORDINALITY AS new (at_ms, text, place)
    )
    SELECT before + 1 FROM given";

/// Locks a class.
const LOCK_CLASS: &str = "SELECT last_row FROM toporder_class WHERE id = $1 FOR UPDATE";

const CHANGE: &str = "
    UPDATE toporder_row AS r SET text = new.text
    FROM unnest($2::BIGINT[], $3::TEXT[]) AS new (number, text)
    WHERE r.class = $1 AND r.number = new.number";

const REMOVE: &str = "DELETE FROM toporder_row WHERE class = $1 AND number = ANY ($2::BIGINT[])";

/// A database of classes.
pub(super) struct Postgres {
    config: Config,
    /// How the database is named to people.
    shown: String,
    /// What must never be shown.
    secrets: Vec<String>,
    session: Option<Session>,
    repeat: Repeat,
}

/// A connection, and what was prepared on it.
struct Session {
    client: Client,
    prepared: HashMap<&'static str, Statement>,
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("database", &self.shown).finish_non_exhaustive()
    }
}

impl Session {
    fn prepare(&mut self, text: &'static str) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.get(text) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(text)?;
        self.prepared.insert(text, statement.clone());
        Ok(statement)
    }
}

/// What went wrong with a piece of work.
enum Trouble {
    Database(Error),
    Other(ClassStoreError),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

impl Postgres {
    /// Opens a database, and makes the tables if they are not there.
    pub(super) fn open(url: &DatabaseUrl) -> Result<Self, ClassStoreError> {
        let shown = ClassPlace::Postgres(url.clone()).shown();
        let mut config = read(url, &shown)?;
        if config.get_password().is_none()
            && let Some(password) = std::env::var("PGPASSWORD").ok().filter(|password| !password.is_empty())
        {
            config.password(password);
        }
        let mut secrets: Vec<String> = url.passwords().into_iter().map(str::to_owned).collect();
        secrets.extend(config.get_password().map(|bytes| String::from_utf8_lossy(bytes).into_owned()));
        secrets.retain(|secret| !secret.is_empty());
        let mut store = Self { config, shown, secrets, session: None, repeat: Repeat::default() };
        store.work(|_| Ok(()))?;
        Ok(store)
    }

    /// Does a piece of work, on a new connection if the last one is lost. It must be one statement or one transaction.
    fn work<T>(
        &mut self,
        work: impl FnOnce(&mut Session) -> Result<T, Trouble>,
    ) -> Result<T, ClassStoreError> {
        let mut session = match self.session.take() {
            Some(session) if !session.client.is_closed() => session,
            _ => self.connect()?,
        };
        match work(&mut session) {
            Ok(done) => {
                self.session = Some(session);
                Ok(done)
            }
            Err(Trouble::Other(error)) => {
                self.session = Some(session);
                Err(error)
            }
            Err(Trouble::Database(error)) => {
                if !is_lost(&error) && !session.client.is_closed() {
                    self.session = Some(session);
                }
                Err(self.told(&error))
            }
        }
    }

    fn connect(&self) -> Result<Session, ClassStoreError> {
        let told = |error: Error| self.told(&error);
        let client = self.config.connect(NoTls).map_err(told)?;
        let mut session = Session { client, prepared: HashMap::new() };
        session.client.batch_execute(SETTINGS).map_err(told)?;
        match migrate(&mut session.client) {
            Ok(Ok(())) => Ok(session),
            Ok(Err(found)) => Err(ClassStoreError::too_new(&self.shown, found)),
            Err(error) => Err(told(error)),
        }
    }
}

/// Reads an address, and sets what it leaves open.
fn read(url: &DatabaseUrl, shown: &str) -> Result<Config, ClassStoreError> {
    url.check()?;
    let whole = url.whole();
    let wants_tls = ["sslmode=require", "sslmode=verify"].iter().any(|option| whole.contains(option));
    // What the crate says may quote a piece of the address.
    let config = if wants_tls { Ok(None) } else { whole.parse::<Config>().map(Some) };
    let mut config = match config {
        Ok(Some(config)) if config.get_ssl_mode() != SslMode::Require => config,
        Ok(_) => {
            return Err(ClassStoreError::new(
                format!("{shown}: this Toporder cannot encrypt the connection to a database"),
                "Use a tunnel (`ssh -L 5432:localhost:5432 HOST`) and leave sslmode out, or say sslmode=disable on a \
                 network that you trust.",
            ));
        }
        Err(_) => {
            return Err(ClassStoreError::new(
                "the address of the database cannot be read",
                "Write it as postgres://USER@HOST:5432/DATABASE.",
            ));
        }
    };
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(SILENCE_MAX);
    }
    if config.get_application_name().is_none() {
        config.application_name("toporder");
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE_MAX * 2);
    }
    config.keepalives_idle(SILENCE_MAX).keepalives_interval(SILENCE_MAX).keepalives_retries(3);
    Ok(config)
}

/// Makes the tables, or brings them up to this version. `Err` in it: they are of a newer one.
fn migrate(client: &mut Client) -> Result<Result<(), i64>, Error> {
    let version = "SELECT version FROM toporder_schema";
    let is_there: bool = client.query_one("SELECT to_regclass('toporder_schema') IS NOT NULL", &[])?.get(0);
    if is_there && client.query_opt(version, &[])?.is_some_and(|row| row.get::<_, i64>(0) == SCHEMA) {
        return Ok(Ok(()));
    }
    let mut transaction = client.transaction()?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
    transaction.batch_execute("CREATE TABLE IF NOT EXISTS toporder_schema (version BIGINT NOT NULL)")?;
    // Somebody else may have been quicker.
    let found = transaction.query_opt(version, &[])?.map_or(0, |row| row.get::<_, i64>(0));
    let Some(steps) = usize::try_from(found).ok().and_then(|found| STEPS.get(found..)) else {
        return Ok(Err(found));
    };
    for step in steps {
        transaction.batch_execute(step)?;
    }
    transaction.execute("DELETE FROM toporder_schema", &[])?;
    transaction.execute("INSERT INTO toporder_schema (version) VALUES ($1)", &[&SCHEMA])?;
    transaction.commit()?;
    Ok(Ok(()))
}

impl ClassStore for Postgres {
    fn create(&mut self, title: &str, at_ms: i64) -> Result<ClassId, ClassStoreError> {
        // The one character that a database cannot keep.
        let title = title.replace('\0', "");
        self.work(|session| {
            let statement = session.prepare(sql::CREATE)?;
            Ok(session.client.query_one(&statement, &[&title, &at_ms, &at_ms])?.get(0))
        })
    }

    fn classes(&mut self) -> Result<Vec<KeptClass>, ClassStoreError> {
        self.work(|session| {
            let class = |row: &Row| {
                let (id, title, opened_ms) = (row.get(0), row.get(1), row.get(2));
                KeptClass { id, title, opened_ms, last_ms: row.get(3), rows: row.get(4) }
            };
            Ok(session.client.query(sql::CLASSES, &[])?.iter().map(class).collect())
        })
    }

    fn append(&mut self, class: ClassId, rows: &[NewRow]) -> Result<i64, ClassStoreError> {
        let (token, is_repeat) = self.repeat.token(class, rows)?;
        let done = self.work(|session| append(session, class, rows, &token, is_repeat));
        self.repeat.note(done.is_ok(), class, rows, token);
        done
    }

    fn read_after(&mut self, class: ClassId, number: i64) -> Result<Vec<KeptRow>, ClassStoreError> {
        self.work(|session| {
            let statement = session.prepare(sql::READ_AFTER)?;
            let kept = |row: &Row| KeptRow { number: row.get(0), at_ms: row.get(1), text: row.get(2) };
            Ok(session.client.query(&statement, &[&class, &number])?.iter().map(kept).collect())
        })
    }

    fn rewrite(&mut self, class: ClassId, rows: &[(i64, Option<String>)]) -> Result<(), ClassStoreError> {
        let changed = rows.iter().filter_map(|(number, text)| Some((*number, text.as_deref()?)));
        let (numbers, texts): (Vec<i64>, Vec<&str>) = changed.unzip();
        let removed: Vec<i64> =
            rows.iter().filter(|(_, text)| text.is_none()).map(|(number, _)| *number).collect();
        self.work(|session| {
            let mut transaction = session.client.transaction()?;
            transaction.query_opt(LOCK_CLASS, &[&class])?;
            transaction.execute(CHANGE, &[&class, &numbers, &texts])?;
            transaction.execute(REMOVE, &[&class, &removed])?;
            Ok(transaction.commit()?)
        })
    }

    fn delete(&mut self, class: ClassId) -> Result<bool, ClassStoreError> {
        self.work(|session| Ok(session.client.execute(sql::DELETE, &[&class])? > 0))
    }

    fn beat(&mut self, class: ClassId, host: &str, at_ms: i64) -> Result<(), ClassStoreError> {
        self.work(|session| {
            let statement = session.prepare(sql::BEAT)?;
            session.client.execute(&statement, &[&class, &host, &at_ms])?;
            Ok(())
        })
    }

    fn hosts_since(&mut self, class: ClassId, since_ms: i64) -> Result<Vec<String>, ClassStoreError> {
        self.work(|session| {
            let statement = session.prepare(sql::HOSTS_SINCE)?;
            let rows = session.client.query(&statement, &[&class, &since_ms])?;
            Ok(rows.iter().map(|row| row.get(0)).collect())
        })
    }

    fn scrub(&mut self) -> Result<(), ClassStoreError> {
        let vacuum = "VACUUM toporder_row, toporder_class, toporder_host";
        self.work(|session| Ok(session.client.batch_execute(vacuum)?))
    }
}

/// Adds rows under a token, unless they were.
fn append(
    session: &mut Session,
    class: ClassId,
    rows: &[NewRow],
    token: &str,
    is_repeat: bool,
) -> Result<i64, Trouble> {
    let statement = session.prepare(APPEND)?;
    let times: Vec<i64> = rows.iter().map(|row| row.at_ms).collect();
    let texts: Vec<&str> = rows.iter().map(|row| &*row.text).collect();
    let last_ms = times.last().copied();
    let number = |row: Option<Row>| row.map(|row| row.get(0));
    let added = if is_repeat {
        let mut transaction = session.client.transaction()?;
        // What was tried before may still be going on over there: this waits until it is kept or not.
        transaction.query_opt(LOCK_CLASS, &[&class])?;
        let before: Option<i64> = number(transaction.query_opt(sql::ADDED, &[&class, &token])?);
        let added = match before {
            Some(first) => Some(first),
            None => number(transaction.query_opt(&statement, &[&class, &times, &texts, &token, &last_ms])?),
        };
        transaction.commit()?;
        added
    } else {
        number(session.client.query_opt(&statement, &[&class, &times, &texts, &token, &last_ms])?)
    };
    added.ok_or_else(|| Trouble::Other(ClassStoreError::no_such_class()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: &str) -> Result<Config, ClassStoreError> {
        match url.parse() {
            Ok(ClassPlace::Postgres(url)) => read(&url, &ClassPlace::Postgres(url.clone()).shown()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_connection_that_was_to_be_encrypted_is_refused() {
        for mode in ["require", "verify-full", "verify-ca"] {
            let error = config(&format!("postgres://ana:s3cret@db/school?sslmode={mode}")).unwrap_err();
            let told = format!("{error:?}");
            assert!(told.contains("cannot encrypt") && told.contains("ssh -L"), "{told}");
            assert!(!told.contains("s3cret"), "{told}");
        }
        assert!(config("postgres://ana@db/school?sslmode=disable").is_ok());
    }

    #[test]
    fn an_address_that_cannot_be_read_is_not_quoted() {
        for url in
            ["postgres://ana:s3cret@db:s3cret/x", "postgres://ana@db/x?s3cret=1", "postgres://a:s3cr@et@db"]
        {
            let told = format!("{:?}", config(url).unwrap_err());
            assert!(!told.contains("s3cret"), "{told}");
        }
    }

    #[test]
    fn what_has_the_password_in_it_is_not_shown() {
        let store = Postgres {
            config: Config::new(),
            shown: "postgres://db".to_owned(),
            secrets: vec!["s3cret".to_owned()],
            session: None,
            repeat: Repeat::default(),
        };
        assert!(!store.clean("bad s3cret").contains("s3cret"));
        assert_eq!(store.clean("no\u{1b}[2J"), "no\\u{1b}[2J");
        assert!(!format!("{store:?}").contains("s3cret"));
    }
}
