//! Orders: the named rules that make one, Par, and a search.
//!
//! Pure: what an order is made from is a belief, and where chance is needed, a seed.

mod outlook;
mod par;
mod policy;
mod search;

pub use policy::Policy;
