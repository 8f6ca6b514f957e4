//! Both stores of classes do the same. That of PostgreSQL is tried where `TOPORDER_TEST_POSTGRES` names a database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod behaviour;
mod sqlite;

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "postgres")]
mod proxy;
