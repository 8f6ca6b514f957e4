//! A game and its journal: commands, what holds for all of them, and what is kept.

mod commands;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod journal;
mod laws;
mod store;
