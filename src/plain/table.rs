//! The commands: what each is called, what it does, and how it is written.

use crate::scenario::words::{nearest, ticked};

/// What somebody can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    List,
    Read,
    Move,
    Up,
    Down,
    Top,
    Bottom,
    Order,
    NotNow,
    Bring,
    Talk,
    Forecast,
    Goal,
    Reason,
    Undo,
    Redo,
    Run,
    Value,
    Warnings,
    People,
    Risks,
    Briefing,
    Glossary,
    Guide,
    Review,
    Debrief,
    Save,
    Games,
    Help,
    Quit,
}

/// A command.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) verb: Verb,
    /// What it is called; other words for it come after the first.
    pub(super) names: &'static [&'static str],
    /// What stands behind its name.
    pub(super) operands: &'static str,
    /// What it does, in a few words.
    pub(super) help: &'static str,
    /// How it is written, for somebody who has not seen it before.
    pub(super) examples: &'static [&'static str],
}

impl Entry {
    /// The word that it is told by.
    pub(super) fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }

    /// Its name with what stands behind it.
    pub(super) fn usage(&self) -> String {
        format!("{} {}", self.name(), self.operands).trim_end().to_owned()
    }

    /// What it does, in a line of a list.
    pub(super) fn line(&self) -> String {
        let others = match self.names.get(1..) {
            Some([]) | None => String::new(),
            Some(others) => format!(" (or {})", others.join(", ")),
        };
        format!("{}{others}: {}", self.usage(), self.help)
    }

    /// How to write it: for who wrote it otherwise.
    pub(super) fn how(&self) -> String {
        let examples: Vec<String> = self.examples.iter().map(|example| format!("`{example}`")).collect();
        match self.operands {
            "" => format!("Write {}.", examples.join(" or ")),
            _ => format!("Write `{}`, for example {}.", self.usage(), examples.join(" or ")),
        }
    }
}

/// Every command, in the order in which they are needed.
pub(super) const COMMANDS: &[Entry] = &[
    Entry {
        verb: Verb::List,
        names: &["list", "l"],
        operands: "",
        help: "the Product Backlog in order, with the numbers of the items",
        examples: &["list"],
    },
    Entry {
        verb: Verb::Read,
        names: &["read", "show"],
        operands: "ITEM",
        help: "everything that is known about an item",
        examples: &["read 3", "read garden"],
    },
    Entry {
        verb: Verb::Move,
        names: &["move", "m"],
        operands: "ITEM to PLACE",
        help: "puts an item at a place in the order, also one that is not now",
        examples: &["move 5 to 1", "m 5 1"],
    },
    Entry {
        verb: Verb::Up,
        names: &["up"],
        operands: "ITEM",
        help: "moves an item one place up",
        examples: &["up 3"],
    },
    Entry {
        verb: Verb::Down,
        names: &["down"],
        operands: "ITEM",
        help: "moves an item one place down",
        examples: &["down 3"],
    },
    Entry {
        verb: Verb::Top,
        names: &["top"],
        operands: "ITEM",
        help: "puts an item first",
        examples: &["top 3"],
    },
    Entry {
        verb: Verb::Bottom,
        names: &["bottom"],
        operands: "ITEM",
        help: "puts an item last",
        examples: &["bottom 3"],
    },
    Entry {
        verb: Verb::Order,
        names: &["order", "o"],
        operands: "ITEM ITEM ...",
        help: "puts these items first, in this order; the others follow as they were",
        examples: &["order 4 2 7", "order garden, sign"],
    },
    Entry {
        verb: Verb::NotNow,
        names: &["not-now", "x", "aside"],
        operands: "ITEM",
        help: "sets an item aside, so that nobody works on it; `move` brings it back",
        examples: &["not-now 3", "x 3"],
    },
    Entry {
        verb: Verb::Bring,
        names: &["bring", "b"],
        operands: "ITEM",
        help: "puts what an item needs right above it",
        examples: &["bring 1"],
    },
    Entry {
        verb: Verb::Talk,
        names: &["talk", "t"],
        operands: "ITEM",
        help: "talks about an item with those who want it; that cannot be undone",
        examples: &["talk 3"],
    },
    Entry {
        verb: Verb::Goal,
        names: &["goal"],
        operands: "TEXT with NUMBER NUMBER ...",
        help: "says what this Sprint is for, and, if you like, the items that meet it; `goal none` takes it back",
        examples: &["goal Lend the first tools", "goal Lend the first tools with 1 2"],
    },
    Entry {
        verb: Verb::Reason,
        names: &["reason", "why"],
        operands: "TEXT",
        help: "says why the order is as it is; `reason none` takes it back",
        examples: &["reason The dates come first"],
    },
    Entry {
        verb: Verb::Forecast,
        names: &["forecast", "f"],
        operands: "ITEM by SPRINT PERCENT",
        help: "says how sure you are that an item, or a goal, is Done by a Sprint; alone, what you have said",
        examples: &["forecast 3 by 2 80%", "forecast goal 1 by 3 60%"],
    },
    Entry {
        verb: Verb::Undo,
        names: &["undo", "u"],
        operands: "",
        help: "takes back the last step of this Sprint; talks stay had",
        examples: &["undo"],
    },
    Entry {
        verb: Verb::Redo,
        names: &["redo"],
        operands: "",
        help: "does again what was undone",
        examples: &["redo"],
    },
    Entry {
        verb: Verb::Run,
        names: &["run", "r"],
        operands: "",
        help: "runs the Sprint; `run rest` runs all that are left",
        examples: &["run", "run rest"],
    },
    Entry {
        verb: Verb::Value,
        names: &["value", "v"],
        operands: "",
        help: "what the order is expected to bring, as far as the coach tells it",
        examples: &["value"],
    },
    Entry {
        verb: Verb::Warnings,
        names: &["warnings", "w"],
        operands: "",
        help: "what to look at in the order, as far as the coach tells it",
        examples: &["warnings"],
    },
    Entry {
        verb: Verb::People,
        names: &["people", "p"],
        operands: "",
        help: "the stakeholders: what they want, and how much trust they have",
        examples: &["people"],
    },
    Entry {
        verb: Verb::Risks,
        names: &["risks", "goals"],
        operands: "",
        help: "the risks, and the goals with a bonus",
        examples: &["risks"],
    },
    Entry {
        verb: Verb::Briefing,
        names: &["briefing"],
        operands: "",
        help: "what this is about, once more",
        examples: &["briefing"],
    },
    Entry {
        verb: Verb::Glossary,
        names: &["glossary"],
        operands: "WORD",
        help: "what a word means; alone, what all of them mean",
        examples: &["glossary velocity", "glossary"],
    },
    Entry {
        verb: Verb::Guide,
        names: &["guide"],
        operands: "",
        help: "the trainer's guide, in a game with --guide",
        examples: &["guide"],
    },
    Entry {
        verb: Verb::Review,
        names: &["review"],
        operands: "SPRINT",
        help: "the review of a Sprint that was run; alone, of the last one",
        examples: &["review", "review 1"],
    },
    Entry {
        verb: Verb::Debrief,
        names: &["debrief"],
        operands: "",
        help: "looks back on a game that is over",
        examples: &["debrief"],
    },
    Entry {
        verb: Verb::Save,
        names: &["save"],
        operands: "",
        help: "tries again to save; everything is saved by itself",
        examples: &["save"],
    },
    Entry {
        verb: Verb::Games,
        names: &["games"],
        operands: "",
        help: "leaves this game for the list of scenarios and saved games",
        examples: &["games"],
    },
    Entry {
        verb: Verb::Help,
        names: &["help", "h", "?"],
        operands: "COMMAND",
        help: "the commands; with one, how it is written",
        examples: &["help", "help move"],
    },
    Entry {
        verb: Verb::Quit,
        names: &["quit", "q", "exit"],
        operands: "",
        help: "leaves; the game is kept",
        examples: &["quit"],
    },
];

/// The command of a verb.
pub(super) fn of(verb: Verb) -> &'static Entry {
    COMMANDS.iter().find(|entry| entry.verb == verb).unwrap_or(&COMMANDS[0])
}

/// The command that a word names: in full, by a shorter word for it, or by a beginning that no other has.
///
/// # Errors
/// In a line what to write instead.
pub(super) fn find(word: &str) -> Result<&'static Entry, String> {
    let word = word.to_lowercase();
    if let Some(entry) = COMMANDS.iter().find(|entry| entry.names.contains(&word.as_str())) {
        return Ok(entry);
    }
    // A letter or two are too little to tell what somebody wants.
    let is_long = word.chars().count() >= 3;
    let begins = |entry: &&Entry| is_long && entry.names.iter().any(|name| name.starts_with(&word));
    let matching: Vec<&Entry> = COMMANDS.iter().filter(begins).collect();
    match &matching[..] {
        [only] => Ok(only),
        [] => {
            let near = nearest(&word, COMMANDS.iter().flat_map(|entry| entry.names).copied());
            let help = match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "`help` lists the commands.".to_owned(),
            };
            Err(format!("There is no command {}. {help}", ticked(&word)))
        }
        several => {
            let names: Vec<String> = several.iter().map(|entry| format!("`{}`", entry.name())).collect();
            Err(format!("{} is the beginning of {}.", ticked(&word), names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_found_by_its_names_and_by_a_beginning() {
        let verb = |word| find(word).map(|entry| entry.verb);
        for (word, found) in [("LIST", Verb::List), ("l", Verb::List), ("?", Verb::Help), ("x", Verb::NotNow)]
        {
            assert_eq!(verb(word), Ok(found), "{word}");
        }
        assert_eq!(verb("gloss"), Ok(Verb::Glossary));
    }

    #[test]
    fn what_is_no_command_gets_one_line() {
        let told = ["lits", "dance", "rea", "no", "\u{1b}[2J"].map(|word| find(word).unwrap_err());
        insta::assert_snapshot!(told.join("\n"), @r"
        There is no command `lits`. Did you mean `list`?
        There is no command `dance`. `help` lists the commands.
        `rea` is the beginning of `read`, `reason`.
        There is no command `no`. `help` lists the commands.
        There is no command `\u{1b}[2j`. `help` lists the commands.
        ");
    }

    #[test]
    fn no_two_commands_have_a_name_in_common() {
        let mut names: Vec<&str> = COMMANDS.iter().flat_map(|entry| entry.names).copied().collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
