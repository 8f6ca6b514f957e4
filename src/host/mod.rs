//! A class over the network.
//!
//! A [`Hub`] keeps the class: it writes what happens to the log, folds it, and tells everybody. A [`Guest`] is
//! somebody who was let in: an App of their own, an [`Inbox`] for what comes to it, and a [`Link`] for what it wants
//! done. How bytes come and go is no matter here: a session carries a guest over any of them. One thread, the
//! registrar, writes the log and is never waited for but by who wants something kept; a pool of threads does what takes
//! long.
//!
//! The ways in: [`ssh`] and [`web`] are thin, and share everything else. A [`Door`] asks who comes, and keeps count;
//! a [`Session`] runs one guest's App, with a [`Keyboard`] that takes bytes and a [`Screen`] that gives them.

mod accept;
mod decode;
mod door;
mod ending;
mod hub;
mod inbox;
mod keyboard;
mod limits;
mod pin;
mod pool;
mod registrar;
mod results;
mod screen;
mod session;
pub mod ssh;
pub mod web;
mod wire;

pub use decode::{Decoder, HELD_MAX};
pub use door::{Answer, Arrival, Codes, Door, Knock, Seat, Way};
pub use ending::Ending;
pub use hub::{Entry, Export, Guest, Hub, HubError, Link, NotLetIn, Setup};
pub use inbox::Inbox;
pub use keyboard::{Keyboard, SIZE_MAX, Trouble};
pub use limits::Limits;
pub use pin::new_code;
pub use pool::{Archive, GameKey};
pub use screen::{ENTER, LEAVE, Screen};
pub use session::{Output, Program, Session};
pub use wire::{Cutter, Wire};
