//! Plain sentences about facts, for people who have never heard of Scrum.
//!
//! Figures with their units, what an item pays and changes, what happened in a Sprint, how people feel,
//! and a glossary. Functions and data only: no state, no IO, no clock, no screen. Whatever a person reads
//! about the model is worded here once, so the screens, the plain mode and the reports say the same.
//!
//! Sentences about what *may* happen are fragments in lower case, to be set after an item's or a risk's
//! name; sentences about what *happened* start with a capital. Neither ends with a full stop, so that
//! both can stand in a list. Titles of items, risks and goals are set in “quotes”.

mod command;
mod effect;
mod event;
mod fact;
mod figure;
mod glossary;
mod name;
mod people;
mod remark;
mod said;
mod sentence;
pub mod text;

pub use command::command;
pub use effect::{Cause, Known, effect};
pub use event::{event, is_clear, paid_for};
pub use fact::{benefit, commitment, goal, kind, list, quoted, risk, risk_now, story, subject};
pub use figure::{amount, noise, noisy, noisy_change, number, percent, signed, span, sprints, with_unit};
pub use glossary::{GLOSSARY, Term, explain, term_at, terms_in};
pub use name::{with_other_name, without_names};
pub use people::{face, mood, quote};
pub use remark::Turn;
pub use said::{FEELINGS, sprint_goal};
pub use sentence::{capitalised, sentence};

#[cfg(test)]
mod fixture;
