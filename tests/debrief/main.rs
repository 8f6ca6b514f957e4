//! The debrief against figures worked out by hand, and against what must hold for every game.

mod build;
mod properties;
mod record;
mod scorecard;
