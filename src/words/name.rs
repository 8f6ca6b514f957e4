//! Names of people in what was written.

use crate::game::LONGEST_LINE;

/// The shortest name that is looked for in what somebody wrote: one letter is in every sentence.
const NAME_MIN: usize = 2;
/// The shortest part of a name that is.
const PART_MIN: usize = 3;

/// A line without the names in it, whole or in part, still short enough to be one.
#[must_use]
pub fn without_names(text: &str, names: &[(String, String)]) -> String {
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
        kept = with_other_name(&kept, name, new);
    }
    kept.chars().take(LONGEST_LINE).collect()
}

/// A text with another name in the place of one, wherever that stands by itself and however it is capitalised. A name of
/// one letter is left where it is: it may be any letter.
#[must_use]
pub fn with_other_name(text: &str, word: &str, new: &str) -> String {
    if word.chars().count() < NAME_MIN {
        return text.to_owned();
    }
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
