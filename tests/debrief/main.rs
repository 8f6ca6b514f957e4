//! The debrief against figures worked out by hand, and against what must hold for every game.

mod analysis;
mod build;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod inspect;
mod properties;
mod record;
mod scorecard;
