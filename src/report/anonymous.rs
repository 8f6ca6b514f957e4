//! Journals without the names of those who played.

use std::collections::BTreeMap;

use crate::game::journal::{Journal, JournalError};
use crate::game::{Command, Game, LONGEST_LINE};

/// The shortest name that is looked for in what somebody wrote: one letter is in every sentence.
const NAME_MIN: usize = 2;
/// The shortest part of a name that is.
const PART_MIN: usize = 3;

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

/// A line without the names in it, whole or in part, still short enough to be one.
fn without_names(text: &str, names: &[(String, String)]) -> String {
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    for (name, new) in names {
        let parts = name.split_whitespace().filter(|part| part.chars().count() >= PART_MIN);
        let whole = std::iter::once(name.trim()).filter(|name| name.chars().count() >= NAME_MIN);
        wanted.extend(whole.chain(parts).map(|name| (name, &**new)));
    }
    // Whole names come before parts of them.
    wanted.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut kept = text.to_owned();
    for (name, new) in wanted {
        kept = replaced(&kept, name, new);
    }
    kept.chars().take(LONGEST_LINE).collect()
}

/// A text with another word in the place of one, wherever that stands by itself and however it is capitalised.
fn replaced(text: &str, word: &str, new: &str) -> String {
    let word: Vec<char> = word.chars().collect();
    let chars: Vec<char> = text.chars().collect();
    let is_same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let is_letter = |place: Option<&char>| place.is_some_and(|c| c.is_alphanumeric());
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = at + word.len();
        let is_here = chars.len() >= end
            && chars[at..end].iter().zip(&word).all(|(&a, &b)| is_same(a, b))
            && !is_letter(at.checked_sub(1).and_then(|before| chars.get(before)))
            && !is_letter(chars.get(end));
        if is_here {
            kept.push_str(new);
            at = end;
        } else {
            kept.push(chars[at]);
            at += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_of_what_was_written() {
        let names = [("Ana Lima", "Participant 1"), ("Bo", "Participant 2")];
        let names = names.map(|(name, new)| (name.to_owned(), new.to_owned()));
        let text = "ana lima and BO want it; Ana, not Bob or Banana";
        assert_eq!(
            without_names(text, &names),
            "Participant 1 and Participant 2 want it; Participant 1, not Bob or Banana"
        );
    }

    #[test]
    fn a_line_stays_one() {
        let names = [("Bo".to_owned(), "Participant 1".to_owned())];
        assert_eq!(without_names(&"Bo ".repeat(66), &names).chars().count(), LONGEST_LINE);
    }
}
