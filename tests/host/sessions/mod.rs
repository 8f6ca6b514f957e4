//! Sessions over memory, with time that stands still: bytes in, frames out, and every way to end.

#![expect(clippy::unwrap_used, reason = "a test may fail wherever something is missing")]

mod decoder;
mod doors;
mod endings;
mod frames;
mod program;
