//! The trainer's board of a class, and the results of a round, driven by scripted keys and mouse.

mod commands;
mod looks;
mod projected;
mod random;
mod results;
mod stage;
