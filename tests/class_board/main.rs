//! The trainer's board of a class, and the results of a round, driven by scripted keys and mouse.

#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../script/mod.rs"]
mod script;

mod commands;
mod looks;
mod projected;
mod random;
mod results;
mod stage;
