//! Classes hosted by the real program, with people who come by `ssh` and with a browser, whose connections are lost,
//! and whose host is killed: what the screens said is what the journals hold afterwards.
//!
//! Nobody here sleeps. Somebody types, and reads until what was typed is seen; what is seen is kept.

#![cfg(unix)]

mod client;
mod kept;
mod player;
mod program;
mod teams;
mod thirty;
mod together;
mod trainer;
mod two_hosts;
