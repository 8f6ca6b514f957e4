//! `toporder report` as a program: what it writes about one game and about a class, and what it looks like in a
//! browser.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browser;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod files;
mod games;
mod hostile;
mod private;
#[path = "../rounded/mod.rs"]
mod rounded;
mod written;
