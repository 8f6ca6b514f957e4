//! Names of journal files: when it began, what is played, who plays.

use jiff::Timestamp;

/// How many characters of a title or a name are used; file systems allow 255 in all.
const SLUG_MAX: usize = 40;

/// A file name without its ending: `2026-11-23T12-33-10Z-corner-cafe-ada`.
///
/// The time comes first, so that names sort by it; it has no colons, which Windows forbids.
pub(super) fn stem(time: Timestamp, title: &str, player: &str) -> String {
    let time = time.strftime("%Y-%m-%dT%H-%M-%SZ");
    format!("{time}-{}-{}", slug(title, "game"), slug(player, "player"))
}

/// The file name for a stem: plain for the first file, with a number for its namesakes.
pub(super) fn numbered(stem: &str, namesake: u32) -> String {
    if namesake == 1 { format!("{stem}.jsonl") } else { format!("{stem}-{namesake}.jsonl") }
}

/// A text as lower-case ASCII letters and digits with single hyphens between them: safe in every file
/// system, shell and web address. The names proper stand in the journal.
fn slug(text: &str, empty: &str) -> String {
    let mut slug = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word.to_ascii_lowercase());
    }
    slug.truncate(SLUG_MAX);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { empty } else { slug }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_safe_everywhere() {
        assert_eq!(slug("The Corner Café: round 2!", "game"), "the-corner-caf-round-2");
        assert_eq!(slug("../..\\\u{1b}[31m\0", "game"), "31m");
        assert_eq!(slug("顧客", "game"), "game");
        assert_eq!(slug("  ", "player"), "player");
        let long = slug(&"a".repeat(39).replace("aaa", "aa "), "game");
        assert!(long.len() <= SLUG_MAX && !long.ends_with('-'), "{long}");
    }

    #[test]
    fn a_name_begins_with_the_time() {
        let time: Timestamp = "2026-11-23T13:33:10.9+01:00".parse().unwrap();
        let stem = stem(time, "Corner Café", "Ada");
        assert_eq!(numbered(&stem, 1), "2026-11-23T12-33-10Z-corner-caf-ada.jsonl");
        assert_eq!(numbered(&stem, 2), "2026-11-23T12-33-10Z-corner-caf-ada-2.jsonl");
    }
}
