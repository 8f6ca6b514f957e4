//! The format of scenarios: what is read, what is refused in which words, what is shipped, and what is made of a backlog from elsewhere.

#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod files;
mod import;
mod mutations;
mod reports;
mod schema;
mod shipped;
