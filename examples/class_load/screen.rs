//! What a participant sees: frames made into a screen, and the screen read.

use std::num::NonZeroU16;

use vt100::Parser;

/// A terminal that shows what the host sends.
pub(crate) struct Screen(Parser);

/// Where somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The page of the class.
    Lobby,
    /// The same, when there is nothing left to do.
    Over,
    /// The list of keys.
    Help,
    Briefing,
    /// The Product Backlog: which line is selected of how many, from 1, and whether one can talk.
    Board {
        selected: usize,
        lines: usize,
        talks: bool,
    },
    /// A conversation that can be had.
    Offer,
    /// A conversation that was had, or is not to be had.
    Talk,
    /// The question whether a Sprint with nothing in it is meant.
    Empty,
    /// A Sprint that is being shown.
    Working,
    /// A Sprint that was shown.
    Worked,
    Review,
    Timeline,
    Other,
}

impl Screen {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        let at_least_one = |count| NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN);
        Self(Parser::new(at_least_one(rows), at_least_one(columns), 0))
    }

    /// Takes in what the host sends.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.0.process(bytes);
    }

    pub(crate) fn rows(&self) -> Vec<String> {
        let screen = self.0.screen();
        screen.rows(0, screen.size().1.get()).collect()
    }

    pub(crate) fn text(&self) -> String {
        self.rows().join("\n")
    }

    pub(crate) fn place(&self) -> Place {
        place(&self.rows())
    }
}

/// Where somebody is who sees these rows.
pub(crate) fn place(rows: &[String]) -> Place {
    let Some(header) = rows.first() else { return Place::Other };
    let header = header.trim_end();
    let has = |text: &str| rows.iter().any(|row| row.contains(text));
    if has("╭─ ") {
        return match () {
            () if has("╭─ A conversation") && has("You could sit down") => Place::Offer,
            () if has("╭─ A conversation") => Place::Talk,
            () if has("╭─ Nothing is ordered") => Place::Empty,
            () if has("╭─ Keys") => Place::Help,
            () => Place::Other,
        };
    }
    match header {
        _ if header.ends_with("Briefing") => Place::Briefing,
        _ if header.ends_with("Sprint Review") => Place::Review,
        _ if header.ends_with("any key skips") => Place::Working,
        _ if header.ends_with("the Sprint is over") => Place::Worked,
        _ if header.trim_start().starts_with("Timeline · ") => Place::Timeline,
        _ if header.ends_with(" here") && has("You have played all Sprints") => Place::Over,
        _ if header.ends_with(" here") => Place::Lobby,
        _ if header.trim_start().starts_with("Sprint ") => {
            let list = || {
                rows.iter().skip(1).take_while(|row| !row.contains("─ Value")).filter_map(|row| numbered(row))
            };
            let selected = list().find_map(|(number, is_selected)| is_selected.then_some(number));
            let lines = list().map(|(number, _)| number).max().unwrap_or(0);
            let talks = header.contains("talk left") || header.contains("talks left");
            let talks = talks && !header.contains("no talks left") && !header.contains("0 talks left");
            Place::Board { selected: selected.unwrap_or(0), lines, talks }
        }
        _ => Place::Other,
    }
}

/// The number of a line of the Product Backlog, and whether it is selected.
fn numbered(row: &str) -> Option<(usize, bool)> {
    let start: String = row.chars().take(5).collect();
    let trimmed = start.trim_start();
    let (is_selected, trimmed) = match trimmed.strip_prefix('▸') {
        Some(rest) => (true, rest),
        None => (false, trimmed),
    };
    let figures: String = trimmed.chars().take_while(char::is_ascii_digit).collect();
    Some((figures.parse().ok()?, is_selected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_board_tells_what_is_selected_and_how_long_it_is() {
        let board = " Sprint 1 of 5 · The Library of Things            0 loans so far · 2 talks left\n\
            \x20        Product Backlog          worth  hours  │ [Item] People  Value  Risks ─\n\
            \x20 1 ◆≈   A 50 € deposit for ev…  −105…7   6–12  │ A 50 € deposit for every    ┃\n\
            \x20 ━━━━━━━━━━━━━━━━━━━━━━━━━ Sprint 1 · >99 % ━━ │ loan                        ┃\n\
            ▸10 ▲≈ ! One loan book for eve…    7–35    4–8  │                             │\n\
            \x2011 ◆≈↥  Reserve a thing by ph…   21–84   6–13  │ Effort                      │\n\
            \x20─ Value: 62.5 loans expected (−6.4 to 130) ───── People ─────────────────\n\
            \x20     130                               ░░░░░░░  Yusuf Demir      ███░░  50 %\n";
        assert_eq!(place(&rows(board)), Place::Board { selected: 10, lines: 11, talks: true });
        let said = board.replace("2 talks left", "no talks left");
        assert_eq!(place(&rows(&said)), Place::Board { selected: 10, lines: 11, talks: false });
    }

    #[test]
    fn a_place_is_known_by_its_header_or_by_what_lies_on_it() {
        let header = |right: &str| rows(&format!(" Sprint 1 of 5 · The Library of Things      {right}\n"));
        assert_eq!(place(&header("Sprint Review")), Place::Review);
        assert_eq!(place(&header("at work · any key skips")), Place::Working);
        assert_eq!(place(&header("the Sprint is over")), Place::Worked);
        assert_eq!(place(&rows(" Tuesday    12 people here\n  You have played all Sprints.")), Place::Over);
        assert_eq!(place(&rows(" Tuesday    1 person here\n")), Place::Lobby);
        let offer = " Sprint 1 of 5\n ▸╭─ A conversation · 2 talks left ─╮\n │ You could sit down with Ana │";
        assert_eq!(place(&rows(offer)), Place::Offer);
        assert_eq!(place(&rows(&offer.replace("could sit", "sat"))), Place::Talk);
        assert_eq!(place(&rows(" Sprint 1 of 5\n ╭─ Something ─╮\n")), Place::Other);
    }
}
