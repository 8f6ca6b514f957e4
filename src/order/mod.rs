//! Orders: the named rules that make one, Par, and the search for the best.
//!
//! Pure: what an order is made from is a belief, and where chance is needed, a seed.

pub mod arena;
mod estimate;
mod lookahead;
mod moves;
mod outlook;
pub mod par;
pub mod player;
mod policy;
mod race;
mod rollout;
pub mod solve;
pub mod standings;
mod timeline;
pub mod worth;

pub use estimate::Estimate;
pub use moves::{Change, brought_along, missing, package};
pub use outlook::delay_per_effort;
pub use policy::Policy;
pub use rollout::Choice;
