//! A line as somebody writes it → what they ask for. Items are named, and not looked for yet.

use super::table::{self, Entry, Verb};

/// What is asked for in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish<'l> {
    /// What needs no more words.
    Alone(Verb),
    /// Something with an item.
    Item(Verb, &'l str),
    /// An item to a place.
    Move(&'l str, usize),
    /// These items first.
    Order(Vec<&'l str>),
    /// What will be Done, by which Sprint, how sure.
    Forecast(&'l str, u32, u32),
    /// What the Sprint is for, and the numbers of the items that meet it; without words, nothing.
    Goal(&'l str, Vec<&'l str>),
    /// Why the order is as it is; without words, no reason.
    Reason(&'l str),
    /// All Sprints that are left.
    RunRest,
    /// What a word means.
    Word(&'l str),
    /// The review of a Sprint.
    Review(u32),
    /// How a command is written.
    Help(&'l str),
}

/// What takes back a Sprint Goal or a reason.
const NONE: [&str; 2] = ["none", "-"];

/// Whether a line asks for something: it is not empty, and no comment.
#[must_use]
pub fn is_command(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

/// What a line asks for.
///
/// # Errors
/// In a line what to write instead.
pub(super) fn parse(line: &str) -> Result<Wish<'_>, String> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let entry = table::find(word)?;
    let verb = entry.verb;
    if rest.is_empty() {
        return match verb {
            Verb::Read
            | Verb::Up
            | Verb::Down
            | Verb::Top
            | Verb::Bottom
            | Verb::NotNow
            | Verb::Bring
            | Verb::Talk
            | Verb::Move
            | Verb::Order => Err(entry.how()),
            _ => Ok(Wish::Alone(verb)),
        };
    }
    match verb {
        Verb::Read
        | Verb::Up
        | Verb::Down
        | Verb::Top
        | Verb::Bottom
        | Verb::NotNow
        | Verb::Bring
        | Verb::Talk => Ok(Wish::Item(verb, rest)),
        Verb::Move => place(rest).ok_or_else(|| entry.how()),
        Verb::Order => Ok(Wish::Order(several(rest))),
        Verb::Forecast => forecast(rest).ok_or_else(|| entry.how()),
        Verb::Goal if NONE.contains(&rest) => Ok(Wish::Goal("", Vec::new())),
        Verb::Goal => Ok(goal(rest)),
        Verb::Reason => Ok(Wish::Reason(if NONE.contains(&rest) { "" } else { rest })),
        Verb::Glossary => Ok(Wish::Word(rest)),
        Verb::Help => Ok(Wish::Help(rest)),
        Verb::Review => {
            number(rest.trim_start_matches("Sprint ")).map(Wish::Review).ok_or_else(|| entry.how())
        }
        Verb::Run if rest.eq_ignore_ascii_case("rest") => Ok(Wish::RunRest),
        _ => Err(stands_alone(entry)),
    }
}

fn stands_alone(entry: &Entry) -> String {
    let rest = if entry.verb == Verb::Run { ", or with `rest`" } else { "" };
    format!("`{}` stands alone{rest}: nothing was done.", entry.name())
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// `3 to 1`, `garden to 1`, `3 1`.
fn place(text: &str) -> Option<Wish<'_>> {
    let (before, last) = text.rsplit_once(char::is_whitespace)?;
    let (before, to) = (before.trim(), number(last)?);
    let item = match before.rsplit_once(char::is_whitespace) {
        Some((item, "to")) => item.trim(),
        // A title may end in a number, so without a word between only two numbers are clear.
        Some(_) => return None,
        None => number::<usize>(before).map(|_| before)?,
    };
    Some(Wish::Move(item, to))
}

/// Names, with commas between them or, where there is no comma, blanks.
fn several(text: &str) -> Vec<&str> {
    let names: Vec<&str> = match text.contains(',') {
        true => text.split(',').map(str::trim).collect(),
        false => text.split_whitespace().collect(),
    };
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// `3 by 2 80%`, `goal 1 by Sprint 3 60 %`, `3 2 80`.
fn forecast(text: &str) -> Option<Wish<'_>> {
    let is_said = |word: &&str| !["sprint", "%", "sure"].contains(&word.to_lowercase().as_str());
    let figures = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().filter(is_said).collect();
        let [by, percent] = &words[..] else { return None };
        Some((number(by)?, number(percent.trim_end_matches('%'))?))
    };
    if let Some(at) = text.rfind(" by ") {
        let (by, percent) = figures(&text[at + " by ".len()..])?;
        return Some(Wish::Forecast(text[..at].trim(), by, percent));
    }
    let (what, rest) = text.split_once(char::is_whitespace)?;
    let (by, percent) = figures(rest)?;
    number::<usize>(what).map(|_| Wish::Forecast(what, by, percent))
}

/// `TEXT`, `TEXT with 1 2`: where what stands behind the last "with" is numbers only.
fn goal(text: &str) -> Wish<'_> {
    const WITH: &str = " with ";
    let split = text.rfind(WITH).map(|at| (text[..at].trim(), &text[at + WITH.len()..]));
    let Some((said, items)) = split else { return Wish::Goal(text, Vec::new()) };
    let words =
        items.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !["", "and"].contains(word));
    let items: Vec<&str> = words.collect();
    let are_numbers = items.iter().all(|word| number::<usize>(word).is_some());
    if are_numbers && !items.is_empty() { Wish::Goal(said, items) } else { Wish::Goal(text, Vec::new()) }
}

#[cfg(test)]
mod tests {
    use super::super::table::COMMANDS;
    use super::*;

    #[test]
    fn examples_mean_their_own_command() {
        for entry in COMMANDS {
            for example in entry.examples {
                let wish = parse(example).unwrap_or_else(|told| panic!("{example}: {told}"));
                let is_own = match wish {
                    Wish::Alone(verb) | Wish::Item(verb, _) => verb == entry.verb,
                    Wish::Move(..) => entry.verb == Verb::Move,
                    Wish::Order(_) => entry.verb == Verb::Order,
                    Wish::Forecast(..) => entry.verb == Verb::Forecast,
                    Wish::Goal(..) => entry.verb == Verb::Goal,
                    Wish::Reason(_) => entry.verb == Verb::Reason,
                    Wish::RunRest => entry.verb == Verb::Run,
                    Wish::Word(_) => entry.verb == Verb::Glossary,
                    Wish::Review(_) => entry.verb == Verb::Review,
                    Wish::Help(_) => entry.verb == Verb::Help,
                };
                assert!(is_own, "{example}");
            }
        }
    }

    #[test]
    fn an_item_goes_to_a_place() {
        assert_eq!(parse("move garden tools to 1"), Ok(Wish::Move("garden tools", 1)));
        assert_eq!(parse(" m  3   1 "), Ok(Wish::Move("3", 1)));
        assert_eq!(parse("move phase 2 to 1"), Ok(Wish::Move("phase 2", 1)));
        for line in ["move", "move 3", "move phase 2", "move 3 to top", "move to 1", "move 3 to -1"] {
            assert!(parse(line).is_err_and(|told| told.contains("move 5 to 1")), "{line}");
        }
    }

    #[test]
    fn a_forecast_says_what_by_when_and_how_sure() {
        assert_eq!(parse("f 3 by 2 80%"), Ok(Wish::Forecast("3", 2, 80)));
        assert_eq!(parse("forecast 3 2 80"), Ok(Wish::Forecast("3", 2, 80)));
        assert_eq!(parse("forecast goal 1 by Sprint 3 60 % sure"), Ok(Wish::Forecast("goal 1", 3, 60)));
        assert_eq!(parse("forecast Pay by card by 2 5%"), Ok(Wish::Forecast("Pay by card", 2, 5)));
        for line in ["forecast 3", "forecast 3 by 2", "forecast 3 by two 80%", "forecast card 2 80"] {
            assert!(parse(line).is_err(), "{line}");
        }
        assert_eq!(parse("forecast"), Ok(Wish::Alone(Verb::Forecast)));
    }

    #[test]
    fn a_goal_may_name_the_items_that_meet_it() {
        assert_eq!(parse("goal Lend tools"), Ok(Wish::Goal("Lend tools", vec![])));
        assert_eq!(
            parse("goal Lend tools with 1, 2 and 5"),
            Ok(Wish::Goal("Lend tools", vec!["1", "2", "5"]))
        );
        assert_eq!(parse("goal Lend with 2 hands"), Ok(Wish::Goal("Lend with 2 hands", vec![])));
        assert_eq!(parse("goal none"), Ok(Wish::Goal("", vec![])));
        assert_eq!(parse("reason -"), Ok(Wish::Reason("")));
    }

    #[test]
    fn several_items_are_named_with_blanks_or_commas() {
        assert_eq!(parse("order 3 1  2"), Ok(Wish::Order(vec!["3", "1", "2"])));
        assert_eq!(parse("o garden tools, 2,"), Ok(Wish::Order(vec!["garden tools", "2"])));
    }

    #[test]
    fn what_stands_alone_says_so() {
        assert_eq!(parse("undo 2"), Err("`undo` stands alone: nothing was done.".to_owned()));
        assert_eq!(parse("run 2"), Err("`run` stands alone, or with `rest`: nothing was done.".to_owned()));
        assert_eq!(parse("run REST"), Ok(Wish::RunRest));
        assert!(parse("review last").is_err());
    }

    #[test]
    fn comments_and_empty_lines_ask_for_nothing() {
        assert!(!is_command("") && !is_command("  \r\n") && !is_command(" # run"));
        assert!(is_command(" run"));
    }
}
