//! Journals without the names of those who played.

use std::collections::BTreeMap;

use crate::game::journal::{Journal, JournalError};
use crate::game::{Command, Game};
use crate::words::without_names;

/// Puts "Participant 1" and so on in the place of names: in the journals' first lines, and in every Sprint Goal and
/// every reason that mentions one. Who played several games has one number.
///
/// The numbers follow from names and seeds by a hash, so that neither the alphabet nor the time gives them away.
///
/// # Errors
/// Never, as the journals hold games that were possible.
pub fn anonymous(journals: Vec<Journal>) -> Result<Vec<(Journal, Game)>, JournalError> {
    let mut seeds: Vec<u64> = journals.iter().map(|journal| journal.header.seed).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let names = journals.iter().map(|journal| journal.header.name.clone());
    let hashed: BTreeMap<u64, String> = names.map(|name| (hash(&seeds, &name), name)).collect();
    let numbered: Vec<(String, String)> = hashed
        .into_values()
        .zip(1..)
        .map(|(name, number): (String, usize)| (name, format!("Participant {number}")))
        .collect();
    journals.into_iter().map(|journal| renamed(journal, &numbered)).collect()
}

/// FNV-1a, which is the same everywhere and for ever.
fn hash(seeds: &[u64], name: &str) -> u64 {
    let bytes = seeds.iter().flat_map(|seed| seed.to_le_bytes()).chain(name.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn renamed(mut journal: Journal, names: &[(String, String)]) -> Result<(Journal, Game), JournalError> {
    if let Some((_, new)) = names.iter().find(|(name, _)| *name == journal.header.name) {
        journal.header.name.clone_from(new);
    }
    for entry in &mut journal.entries {
        if let Command::SprintGoal { text, .. } | Command::Reason { text } = &mut entry.command {
            *text = without_names(text, names);
        }
    }
    let commands = journal.entries.iter().map(|entry| &entry.command);
    let game = Game::replay(journal.scenario.clone(), journal.header.seed, commands)
        .map_err(|(place, refusal)| JournalError::Impossible { line: place + 2, refusal })?;
    Ok((journal, game))
}
