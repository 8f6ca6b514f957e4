//! The program in a real pseudo-terminal, from the first frame to the last word.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may fail wherever something is missing")]

mod board;
mod demo;
mod endings;
mod plain;
mod playing;
#[path = "../pty/mod.rs"]
mod pty;
mod without;
