//! What both stores ask in the same words.
//!
//! Times and numbers are `BIGINT`, everything else is `TEXT`. Parameters stand in the order of their numbers: one of the
//! two counts them as they come.

/// The version of the tables that this program makes. It reads every one up to it.
pub(super) const SCHEMA: i64 = 1;

/// The tables of version 1. How a class gets its number is the one thing that each says in its own way.
macro_rules! tables {
    ($number:literal) => {
        concat!(
            "
    CREATE TABLE toporder_class (
        ",
            $number,
            ",
        title TEXT NOT NULL,
        opened_ms BIGINT NOT NULL,
        last_ms BIGINT NOT NULL,
        last_row BIGINT NOT NULL
    );
    CREATE TABLE toporder_row (
        class BIGINT NOT NULL REFERENCES toporder_class (id) ON DELETE CASCADE,
        number BIGINT NOT NULL,
        at_ms BIGINT NOT NULL,
        text TEXT NOT NULL,
        token TEXT,
        PRIMARY KEY (class, number)
    );
    CREATE UNIQUE INDEX toporder_row_token ON toporder_row (class, token) WHERE token IS NOT NULL;
    CREATE TABLE toporder_host (
        class BIGINT NOT NULL REFERENCES toporder_class (id) ON DELETE CASCADE,
        host TEXT NOT NULL,
        at_ms BIGINT NOT NULL,
        PRIMARY KEY (class, host)
    );"
        )
    };
}

pub(super) use tables;

/// Every class, the one that was used last first.
pub(super) const CLASSES: &str = "
    SELECT c.id, c.title, c.opened_ms, c.last_ms,
        (SELECT COUNT(*) FROM toporder_row AS r WHERE r.class = c.id)
    FROM toporder_class AS c
    ORDER BY c.last_ms DESC, c.id DESC";

/// A new class.
pub(super) const CREATE: &str = "
    INSERT INTO toporder_class (title, opened_ms, last_ms, last_row) VALUES ($1, $2, $3, 0) RETURNING id";

/// Rows after a number.
pub(super) const READ_AFTER: &str =
    "SELECT number, at_ms, text FROM toporder_row WHERE class = $1 AND number > $2 ORDER BY number";

/// Rows that were added under a token.
pub(super) const ADDED: &str = "SELECT number FROM toporder_row WHERE class = $1 AND token = $2";

/// A class with everything in it.
pub(super) const DELETE: &str = "DELETE FROM toporder_class WHERE id = $1";

/// A host is alive.
pub(super) const BEAT: &str = "
    INSERT INTO toporder_host (class, host, at_ms) VALUES ($1, $2, $3)
    ON CONFLICT (class, host) DO UPDATE SET at_ms = excluded.at_ms";

/// The hosts that were alive since then.
pub(super) const HOSTS_SINCE: &str =
    "SELECT host FROM toporder_host WHERE class = $1 AND at_ms >= $2 ORDER BY host";
