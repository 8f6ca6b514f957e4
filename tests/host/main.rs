//! Classes and their hosts: from the log to the real program with real clients.

#![expect(clippy::unwrap_used, reason = "a test may fail wherever something is missing")]

mod class;
mod classes;
mod classroom;
#[cfg(feature = "postgres")]
mod database;
mod hub;
#[cfg(unix)]
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../pty/mod.rs"]
mod pty;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../script/mod.rs"]
mod script;
mod sessions;
mod ssh;
mod store;
#[cfg(unix)]
mod trusting;
mod web;
