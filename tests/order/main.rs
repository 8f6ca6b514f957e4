//! What an order is worth, and the search for the best.

#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod par;
mod reasons;
mod solve;
mod solve_exact;
mod worth;
