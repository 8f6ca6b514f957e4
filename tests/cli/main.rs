//! Commands as programs: what is printed, written and asked, and with which exit code.

mod authoring;
mod check;
mod classes;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod compare;
mod config;
mod debrief;
mod inspect;
mod packaging;
#[path = "../pipe/mod.rs"]
mod pipe;
#[path = "../rounded/mod.rs"]
mod rounded;
mod simulate;
mod solve;
