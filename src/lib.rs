//! Practise ordering a Product Backlog, and learn how good each decision was.
//!
//! The rooms, from the top down; imports run downwards only:
//!
//! - [`cli`]: one file per command; resolves options, prints results, nothing else.
//! - [`host`]: a class over the network: one hub, a session for everybody in it, SSH and a page as ways in.
//! - [`plain`]: the same game line by line: a line in, text and effects out. Pure.
//! - [`tui`]: what a person sees at a terminal. Its `App` reads no keys, sizes, clocks or files.
//! - [`report`]: games for others to read: text, Markdown, HTML with charts, CSV, JSON. Pure.
//! - [`store`]: where journals are kept: files, locks, the clock, seeds.
//! - [`import`]: an export of a backlog in, a scenario and what was found out. Pure.
//! - [`inspect`]: how a scenario behaves, for who writes one. Pure.
//! - [`class`]: people who play on the same luck: one log, and the state that it folds to. Pure.
//! - [`debrief`]: par, decisions and luck, the scorecard, forecasts kept. Pure.
//! - [`words`]: facts in plain sentences. Pure.
//! - [`game`]: command → state; the journal; what is known at each moment. Pure.
//! - [`order`]: the rules that make an order, what one is worth, and the search for the best. Pure.
//! - [`sim`]: luck, one Sprint, forecast over many futures. Pure.
//! - [`scenario`]: the format, raw JSON → checked [`scenario::Scenario`]. Only its loader opens files.
//!
//! *Pure* rooms do no IO, read no clock, hold no global, and know no screen.

pub mod class;
pub mod cli;
pub mod debrief;
pub mod game;
pub mod host;
pub mod import;
pub mod inspect;
pub mod order;
pub mod plain;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod store;
pub mod tui;
pub mod words;
