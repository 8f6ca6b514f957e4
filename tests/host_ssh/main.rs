//! The way in by `ssh`: with the real client in a pseudo-terminal, with one of our own that behaves badly, and with
//! none at all.
//!
//! Where there is no OpenSSH the tests with it say so and pass, unless `CI` is set.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may fail wherever something is missing")]

#[expect(dead_code, reason = "each test has its own part of it")]
#[path = "../classroom/mod.rs"]
mod classroom;
mod hostile;
mod openssh;
#[expect(dead_code, reason = "each test has its own part of it")]
#[path = "../pty/mod.rs"]
mod pty;
