//! `toporder classes` as a program, and what it rests on: journals of a class, and how somebody is forgotten.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod command;
mod played;
mod records;
