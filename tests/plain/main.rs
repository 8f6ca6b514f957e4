//! The game line by line: whole games that are piped in, every command, and whatever else is typed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
#[path = "../pipe/mod.rs"]
mod pipe;
mod piped;
mod player;
mod random;
mod typed;

/// A text in one line, however it was wrapped.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
