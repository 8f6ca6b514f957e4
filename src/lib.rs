//! Practise ordering a Product Backlog, and learn how good each decision was.
//!
//! The rooms, from the ground up; imports run downwards only:
//!
//! - [`scenario`]: the format, raw JSON → checked [`scenario::Scenario`].
//! - [`sim`]: luck, one Sprint, forecast over many futures. Pure.
//! - [`cli`]: one file per command; resolves options, prints results.

pub mod cli;
pub mod scenario;
pub mod sim;
