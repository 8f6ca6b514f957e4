//! Screens for terminals that show ASCII only.

use ratatui::buffer::Buffer;
use unicode_normalization::UnicodeNormalization;

/// Signs that screens draw with, and what stands for each.
const SIGNS: &[(&str, char)] = &[
    ("─┄╌", '-'),
    // Firm lines stay different from faint ones.
    ("━", '='),
    ("│┃┆", '|'),
    ("╭╮╰╯┌┐└┘├┤┬┴┼┣┫", '+'),
    ("█▓▉▊▋▌▪", '#'),
    ("▒░▍▎▏", ':'),
    ("▁▂▃▄▅▆▇", '#'),
    ("●◦", 'o'),
    ("•", '*'),
    ("◆", 'F'),
    ("✚", '+'),
    ("§", 'C'),
    ("€", 'E'),
    ("£", 'L'),
    ("¥", 'Y'),
    ("▸▶›→", '>'),
    ("◀‹←", '<'),
    ("↑↥▲", '^'),
    ("↓▼", 'v'),
    ("↕", '%'),
    // A tick and a cross are told apart.
    ("✓", 'v'),
    ("✗", 'x'),
    ("≈", '~'),
    ("≤", '<'),
    ("≥", '>'),
    ("−–—", '-'),
    ("“”„»", '"'),
    ("‘’", '\''),
    // Not a point: between two figures it would make a third one of them.
    ("…", '~'),
    ("·", '.'),
    ("×", 'x'),
    ("±", '~'),
    ("÷", '/'),
];

/// Replaces whatever is not ASCII, cell by cell, so that nothing moves: signs and letters by what is nearest to
/// them, others by a question mark.
pub(in crate::tui) fn keep_to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let nearest = nearest(cell.symbol());
            cell.set_char(nearest);
        }
    }
}

fn nearest(symbol: &str) -> char {
    let sign = symbol.chars().next().unwrap_or(' ');
    if let Some((_, nearest)) = SIGNS.iter().find(|(signs, _)| signs.contains(sign)) {
        return *nearest;
    }
    // The letter under its accents.
    symbol.nfkd().next().filter(char::is_ascii).unwrap_or('?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_apart_stays_apart() {
        let ascii =
            |text: &str| text.chars().map(|c| nearest(c.encode_utf8(&mut [0; 4]))).collect::<String>();
        assert_eq!(ascii("−88…330"), "-88~330");
        assert_eq!(ascii("✓✗•▲▼»é"), "vx*^v\"e");
        assert_ne!(nearest("✓"), nearest("✗"));
        assert_ne!(nearest("▲"), nearest("▼"));
    }
}
