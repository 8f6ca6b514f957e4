//! What is kept of the games, held against what was acknowledged.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde::Serialize;
use toporder::game::journal::Journal;

use crate::Failure;
use crate::player::Tally;

/// What was found in the journals.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Kept {
    pub(crate) journals: usize,
    /// How many of them are of games in which every Sprint was run.
    pub(crate) over: usize,
    /// Commands in all of them.
    pub(crate) commands: u64,
    /// Decisions that were typed.
    pub(crate) sent: u64,
    /// Decisions that were seen to be done.
    pub(crate) acknowledged: u64,
    /// What does not fit together, in words.
    pub(crate) faults: Vec<String>,
}

/// Reads the journals of an export, every command of which is played again.
pub(crate) fn check(folder: &Path, rounds: u32, tallies: &[(String, Tally)]) -> Result<Kept, Failure> {
    let mut kept = Kept::default();
    let mut commands: HashMap<String, (u32, u64)> = HashMap::new();
    for round in 1..=rounds {
        for file in fs::read_dir(folder.join(format!("round-{round}")))? {
            let path = file?.path();
            if path.extension().is_none_or(|ending| ending != "jsonl") {
                continue;
            }
            kept.journals += 1;
            match Journal::parse(&fs::read(&path)?) {
                Ok((journal, _)) if journal.torn => kept.faults.push(format!("{} is torn", path.display())),
                Ok((journal, game)) => {
                    kept.over += usize::from(game.is_over());
                    let own = commands.entry(journal.header.name).or_default();
                    own.0 += 1;
                    own.1 += journal.entries.len() as u64;
                }
                Err(error) => kept.faults.push(format!("{}: {error}", path.display())),
            }
        }
    }
    for (name, Tally { sent, acknowledged, .. }) in tallies {
        let (journals, commands) = commands.get(name).copied().unwrap_or_default();
        kept.commands += commands;
        kept.sent += sent;
        kept.acknowledged += acknowledged;
        if journals != rounds {
            kept.faults.push(format!("{name} has {journals} of {rounds} journals"));
        }
        if commands < *acknowledged || commands > *sent {
            kept.faults.push(format!(
                "{name}: {commands} commands, of {sent} typed and {acknowledged} acknowledged"
            ));
        }
    }
    Ok(kept)
}
