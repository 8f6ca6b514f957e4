//! Sessions over memory, with time that stands still: bytes in, frames out, and every way to end.

mod decoder;
mod doors;
mod endings;
mod frames;
mod program;
