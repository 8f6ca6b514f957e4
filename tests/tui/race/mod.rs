//! Games beside each other on the same future, a game beside what it was worth, and a replay as a recording.

#![expect(clippy::unwrap_used, reason = "a test may fail wherever something is missing")]

mod cast;
mod command;
mod laws;
mod replay;
mod screens;

use toporder::game::Command;
use toporder::game::journal::{Entry, Header, Journal, Rules, line};
use toporder::scenario::Scenario;

/// A journal, whose player takes ten minutes for a move.
fn journal(scenario: &Scenario, name: &str, seed: u64, commands: &[Command]) -> Journal {
    let time = |minutes: usize| format!("2026-01-05T{:02}:{:02}:00.000Z", 9 + minutes / 60, minutes % 60);
    let mut text = line(&Header::new(scenario, name, seed, Rules::default(), time(0)));
    for (place, command) in commands.iter().enumerate() {
        text += &line(&Entry { at: time(10 * (place + 1)), command: command.clone(), by: None });
    }
    Journal::parse(text.as_bytes()).unwrap().0
}
