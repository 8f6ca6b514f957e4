//! The simulation: luck, Sprints, and what many futures say.

mod arrivals;
mod belief;
mod benefits;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod effects;
mod forecast;
mod laws;
mod luck;
mod refinement;
mod reviews;
mod work;
