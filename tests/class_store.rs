//! Both stores of classes do the same. That of PostgreSQL is tried where `TOPORDER_TEST_POSTGRES` names a database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "class_store/behaviour.rs"]
mod behaviour;
#[path = "class_store/sqlite.rs"]
mod sqlite;

#[cfg(feature = "postgres")]
#[path = "class_store/postgres.rs"]
mod postgres;
#[cfg(feature = "postgres")]
#[path = "class_store/proxy.rs"]
mod proxy;
