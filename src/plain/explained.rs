//! The commands and the words, explained.

use super::page::Page;
use super::table::{self, Verb};
use crate::scenario::words::{excerpt, nearest};
use crate::words::{self, GLOSSARY};

/// Writes what can be asked for.
pub(super) fn write_help(page: &mut Page, has_guide: bool) {
    page.say("ITEM is the number of an item in `list`, or a part of its title.");
    let entries = table::COMMANDS.iter().filter(|entry| has_guide || entry.verb != Verb::Guide);
    entries.for_each(|entry| page.entry(entry.line()));
}

/// Writes what a word means, or without a word what all of them mean.
pub(super) fn write_glossary(page: &mut Page, word: &str) {
    let mut terms = GLOSSARY.iter();
    if word.is_empty() {
        terms.for_each(|term| page.entry(format!("{}: {}", term.term, term.text)));
        return;
    }
    let wanted = word.to_lowercase();
    let is_one = |term: &str| wanted == term || wanted.strip_suffix('s') == Some(term);
    match terms.find(|term| is_one(&term.term.to_lowercase())) {
        Some(term) => page.say(format!("{}: {}", term.term, term.text)),
        None => {
            let near = nearest(word, GLOSSARY.iter().map(|term| term.term));
            let help = match near {
                Some(near) => format!("Did you mean {}?", words::quoted(near)),
                None => "`glossary` alone tells all of them.".to_owned(),
            };
            page.say(format!("{} is not in the glossary. {help}", words::quoted(&excerpt(word))));
        }
    }
}
