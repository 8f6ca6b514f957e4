//! The way in by `ssh`: with the real client in a pseudo-terminal, with one of our own that behaves badly, and with
//! none at all.
//!
//! Where there is no OpenSSH the tests with it say so and pass, unless `CI` is set.

#![cfg(unix)]

mod hostile;
mod openssh;
