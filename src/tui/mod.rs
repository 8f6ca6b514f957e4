//! What a person sees at a terminal.
//!
//! [`App`] is pure: [`event::Event`]s of our own types come in, [`event::Effect`]s go out, and it draws on
//! any backend; it never reads keys, sizes, clocks or files. [`terminal`] runs one App at the local
//! terminal, with a [`worker`] for forecasts and a [`keeper`] of its journals. One process can hold many.

mod app;
pub mod cast;
mod classroom;
mod context;
pub mod event;
pub mod keeper;
pub mod keys;
mod screens;
pub mod terminal;
pub(crate) mod texts;
pub mod theme;
mod tutorial;
mod widgets;
pub mod worker;

pub use app::{App, MIN_SIZE, Options, Pace, Start};
pub use context::{Entry, Part, Preferences};

use crate::words::text;

/// Futures of a forecast at the board: noise of a hundredth of the spread, and quick.
const FUTURES: u64 = 10_000;
