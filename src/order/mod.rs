//! Orders: the named rules that make one.
//!
//! Pure: what an order is made from is a belief, and where chance is needed, a seed.

mod policy;

pub use policy::Policy;
