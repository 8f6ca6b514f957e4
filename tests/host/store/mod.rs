//! Both stores of classes do the same. That of PostgreSQL is tried where `TOPORDER_TEST_POSTGRES` names a database.

mod behaviour;
mod sqlite;

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "postgres")]
mod proxy;
