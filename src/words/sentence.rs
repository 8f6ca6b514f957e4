//! Words that stand by themselves.

/// With a capital at the beginning.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// A sentence from words that may begin and end anyhow: with a capital, and a full stop.
#[must_use]
pub fn sentence(text: &str) -> String {
    let is_ended = text.is_empty() || text.ends_with(['.', '!', '?', ':']);
    capitalised(text) + if is_ended { "" } else { "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_and_ends_as_one() {
        assert_eq!(sentence("the game is over"), "The game is over.");
        assert_eq!(sentence("the class is full"), "The class is full.");
        assert_eq!(sentence("Leave?"), "Leave?");
        assert_eq!(sentence("élan?"), "Élan?");
        assert_eq!(sentence(""), "");
    }
}
