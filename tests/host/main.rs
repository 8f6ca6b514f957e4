//! Classes and their hosts: from the log to the real program with real clients.

mod class;
mod classes;
mod classroom;
mod hub;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../pty/mod.rs"]
mod pty;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../script/mod.rs"]
mod script;
mod sessions;
mod ssh;
mod store;
mod web;
