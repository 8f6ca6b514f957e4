//! `toporder classes` as a program, and what it rests on: journals of a class, and how somebody is forgotten.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[expect(dead_code, reason = "this test program uses a part of it")]
mod common;

#[path = "cli_classes/command.rs"]
mod command;
#[path = "cli_classes/played.rs"]
mod played;
#[path = "cli_classes/records.rs"]
mod records;
