//! Many futures side by side, with an order that is held to the end.
//!
//! [`sprint`](super::sprint) says what happens in a Sprint, one future at a time and with a record. This is
//! the same page of the model for a held order, eight futures at a time: while an order is held, luck cannot
//! change in which sequence its items are worked on, only how far the team gets. So the sequence is worked
//! out once for an order ([`Course`]), and a group of futures goes through it in step ([`Group`]), without a
//! branch that depends on luck in its inner loop.
//!
//! Items that luck brings are the exception (a risk or an escalation with an `arrive` effect): then futures
//! differ in their sequence, and each goes through the course on its own ([`late`]), leaving out what is not
//! there and coming back for it. Where it is luck which of several brings an item, even that is no longer one
//! course, and [`Terms::of`] or [`Course::new`] refuses.

mod course;
mod effects;
mod group;
mod late;
mod march;
mod payments;
mod reset;
mod terms;
mod trust;

pub(super) use course::Course;
pub(super) use group::Group;
pub(super) use terms::Terms;
