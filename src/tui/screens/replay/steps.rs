//! A journal in steps that can be talked through.

use std::sync::Arc;

use crate::game::journal::Journal;
use crate::game::{Command, Game};

/// A step of a replay.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tui) struct Stop {
    /// When it was done, as the journal has it.
    pub(in crate::tui) at: String,
    /// Who did it, at a board that several shared.
    pub(in crate::tui) by: Option<String>,
    pub(in crate::tui) did: Did,
}

/// What is done in a step.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tui) enum Did {
    /// A command is carried out.
    Command(Command),
    /// The order as it stands is the one that is run: the decision at this place, before anybody knows what comes.
    Decide(usize),
}

/// The steps of a journal, and the game that comes of it. Each decision is a step of its own, before its Sprint is run,
/// and so is each Sprint, where several were run in one go, too.
pub(in crate::tui) fn stops(journal: &Journal) -> (Vec<Stop>, Game) {
    let mut game = Game::new(Arc::clone(&journal.scenario), journal.header.seed);
    let mut stops = Vec::with_capacity(journal.entries.len());
    for entry in &journal.entries {
        let mut stop = |did| stops.push(Stop { at: entry.at.clone(), by: entry.by.clone(), did });
        let runs = match entry.command {
            Command::RunSprint => 1,
            Command::RunRest => game.scenario().sprints - game.state().ended,
            _ => 0,
        };
        if runs > 0 {
            stop(Did::Decide(game.decisions().len()));
            (0..runs).for_each(|_| stop(Did::Command(Command::RunSprint)));
        } else {
            stop(Did::Command(entry.command.clone()));
        }
        let applied = game.apply(&entry.command);
        debug_assert_eq!(applied, Ok(()), "a journal that was read is possible");
    }
    (stops, game)
}
