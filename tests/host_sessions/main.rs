//! Sessions over memory, with time that stands still: bytes in, frames out, and every way to end.

#![expect(clippy::unwrap_used, reason = "a test may fail wherever something is missing")]

#[expect(dead_code, reason = "each test has its own part of it")]
#[path = "../classroom/mod.rs"]
mod classroom;
mod decoder;
mod doors;
mod endings;
mod frames;
mod program;
