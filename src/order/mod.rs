//! Orders: the named rules that make one, Par, and the search for the best.
//!
//! Pure: what an order is made from is a belief, and where chance is needed, a seed.

mod outlook;
mod par;
mod policy;
pub mod solve;

pub use policy::Policy;
