//! The keys that are in force: the table, with someone's own over it.

use std::fmt;

use super::super::event::Key;
use super::{Action, BINDINGS, Binding, Place, bindings};

/// Which keys do what: the table, with someone's own keys over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMap {
    lines: Vec<Line>,
}

/// A line of the table, and the keys that are in force for it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line.
    pub binding: &'static Binding,
    /// Its keys; the first is the one that is shown. There may be none.
    pub keys: Vec<Key>,
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.binding, other.binding) && self.keys == other.keys
    }
}

impl Eq for Line {}

impl Default for KeyMap {
    fn default() -> Self {
        let line = |binding: &'static Binding| {
            // That every one can be read is tested.
            let keys = binding.keys.iter().filter_map(|text| text.parse().ok()).collect();
            Line { binding, keys }
        };
        Self { lines: BINDINGS.iter().map(line).collect() }
    }
}

/// Someone's own keys for a command of a screen, as they were written.
#[derive(Clone, Debug)]
pub struct Own {
    /// The name of the screen ([`Place::name`]).
    pub place: String,
    /// The name of the command ([`Binding::name`]).
    pub command: String,
    /// Its keys, in place of those of the table; none to do without it.
    pub keys: Vec<String>,
}

/// What is wrong with someone's own keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which of them, in the order in which they were given.
    pub at: usize,
    /// Which part of it.
    pub part: Part,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// A part of someone's own keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The screen.
    Place,
    /// The command.
    Command,
    /// One of the keys.
    Key(usize),
}

impl KeyMap {
    /// The table with other keys for some commands.
    ///
    /// # Errors
    /// All that is wrong: names that the table does not have, keys that cannot be read, keys that would do two
    /// things on one screen.
    pub fn with(own: &[Own]) -> Result<Self, Vec<Problem>> {
        let (mut map, mut problems, mut set) = (Self::default(), Vec::new(), Vec::new());
        for (at, own) in own.iter().enumerate() {
            match map.find(own) {
                Ok(line) => {
                    let read = own.keys.iter().enumerate().filter_map(|(index, text)| {
                        text.parse()
                            .map_err(|message| problems.push(Problem { at, part: Part::Key(index), message }))
                            .ok()
                    });
                    map.lines[line].keys = read.collect();
                    set.push((at, line));
                }
                Err((part, message)) => problems.push(Problem { at, part, message }),
            }
        }
        for &(at, line) in &set {
            for (index, &key) in map.lines[line].keys.iter().enumerate() {
                if let Some(message) = map.clash(line, index, key) {
                    problems.push(Problem { at, part: Part::Key(index), message });
                }
            }
        }
        if problems.is_empty() { Ok(map) } else { Err(problems) }
    }

    /// The same keys without something that cannot be done.
    #[must_use]
    pub(in crate::tui) fn without(mut self, action: Action) -> Self {
        self.lines.retain(|line| line.binding.action != action);
        self
    }

    /// The line of a command that has a name.
    fn find(&self, own: &Own) -> Result<usize, (Part, String)> {
        let Some(place) = Place::ALL.into_iter().find(|place| place.name() == own.place) else {
            let names = Place::ALL.map(Place::name);
            let message = format!("there is no screen `{}`{}", own.place, nearest(&own.place, names));
            return Err((Part::Place, message));
        };
        let named = |line: &Line| line.binding.place == place && line.binding.name == own.command;
        self.lines.iter().position(named).ok_or_else(|| {
            let names = bindings(place).map(|binding| binding.name);
            let which = if place == Place::Everywhere { "that works everywhere" } else { "on this screen" };
            let message =
                format!("there is no command `{}` {which}{}", own.command, nearest(&own.command, names));
            (Part::Command, message)
        })
    }

    /// What else a key would do where a line is reached.
    fn clash(&self, line: usize, index: usize, key: Key) -> Option<String> {
        if self.lines[line].keys[..index].contains(&key) {
            return Some(format!("`{}` is named twice", key.written()));
        }
        let place = self.lines[line].binding.place;
        let meets = |other: Place| other == place || other == Place::Everywhere || place == Place::Everywhere;
        let others =
            self.lines.iter().enumerate().filter(|(at, other)| *at != line && meets(other.binding.place));
        let (_, other) = others.into_iter().find(|(_, other)| other.keys.contains(&key))?;
        let (place, name) = (other.binding.place.name(), other.binding.name);
        let key = key.written();
        Some(format!(
            "`{key}` is a key of `{place}.{name}` already: give that other keys, or take another one here"
        ))
    }

    /// What a key does on a screen.
    #[must_use]
    pub fn action(&self, place: Place, key: Key) -> Option<Action> {
        let mut lines = self.of(place).chain(self.of(Place::Everywhere));
        lines.find(|line| line.keys.contains(&key)).map(|line| line.binding.action)
    }

    /// The lines of one screen.
    pub fn of(&self, place: Place) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.binding.place == place)
    }

    /// The key to press for something on a screen, for reading; `None` if there is none.
    #[must_use]
    pub fn key(&self, place: Place, action: Action) -> Option<String> {
        let mut lines = self.of(place).chain(self.of(Place::Everywhere));
        let line = lines.find(|line| line.binding.action == action)?;
        line.keys.first().map(ToString::to_string)
    }
}

impl Line {
    /// Its keys, for reading.
    #[must_use]
    pub fn shown(&self) -> String {
        self.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// The table as someone would write it over: one TOML table a screen, each command with its keys.
impl fmt::Display for KeyMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, place) in Place::ALL.into_iter().enumerate() {
            let between = if number == 0 { "" } else { "\n" };
            writeln!(f, "{between}[keys.{}]", place.name())?;
            for line in self.of(place) {
                let keys: Vec<String> =
                    line.keys.iter().map(|key| format!("\"{}\"", escaped(&key.written()))).collect();
                let entry = format!("{} = [{}]", line.binding.name, keys.join(", "));
                writeln!(f, "{entry:<44} # {}", line.binding.help)?;
            }
        }
        Ok(())
    }
}

/// The text of a TOML string.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// ": did you mean … ?", or what there is.
fn nearest(word: &str, names: impl IntoIterator<Item = &'static str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let near =
        names.iter().map(|name| (strsim::jaro_winkler(word, name), name)).max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((likeness, name)) if likeness > 0.8 => format!("; did you mean `{name}`?"),
        _ => format!("; there are: {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(place: &str, command: &str, keys: &[&str]) -> Own {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        Own { place: place.to_owned(), command: command.to_owned(), keys }
    }

    fn wrong(lines: &[Own]) -> Vec<String> {
        let problems = KeyMap::with(lines).expect_err("something is wrong");
        problems
            .into_iter()
            .map(|problem| format!("{} {:?} {}", problem.at, problem.part, problem.message))
            .collect()
    }

    #[test]
    fn every_key_can_be_read_and_is_bound_once_on_a_screen() {
        let all: Vec<Own> =
            BINDINGS.iter().map(|binding| own(binding.place.name(), binding.name, binding.keys)).collect();
        assert_eq!(KeyMap::with(&all), Ok(KeyMap::default()));
    }

    #[test]
    fn names_are_unique_on_a_screen_and_every_line_has_help() {
        for binding in BINDINGS {
            let same = bindings(binding.place).filter(|b| b.name == binding.name).count();
            assert_eq!(same, 1, "{} on {:?}", binding.name, binding.place);
            assert!(!binding.help.is_empty());
        }
    }

    #[test]
    fn own_keys_take_the_place_of_those_of_the_table() {
        let map = KeyMap::with(&[own("board", "move-down", &["ctrl-j"]), own("board", "undo", &[])]).unwrap();
        let action = |key: &str| map.action(Place::Board, key.parse().unwrap());
        assert_eq!((action("ctrl-j"), action("J"), action("u")), (Some(Action::MoveDown), None, None));
        assert_eq!(map.key(Place::Board, Action::MoveDown).as_deref(), Some("Ctrl-j"));
        assert_eq!(map.key(Place::Board, Action::Undo), None);
    }

    #[test]
    fn what_is_wrong_is_told_all_at_once() {
        let lines = [
            own("bord", "undo", &["z"]),
            own("board", "udno", &["z"]),
            own("board", "redo", &["hyper-z"]),
            own("board", "find", &["J", "F", "F"]),
            own("help", "scroll", &["?"]),
            own("help", "down", &["?"]),
        ];
        insta::assert_snapshot!(wrong(&lines).join("\n"), @r#"
        0 Place there is no screen `bord`; did you mean `board`?
        1 Command there is no command `udno` on this screen; did you mean `undo`?
        2 Key(0) "hyper" is no modifier; use ctrl, alt or shift
        4 Command there is no command `scroll` on this screen; there are: down, up, page-down, page-up, back
        3 Key(0) `J` is a key of `board.move-down` already: give that other keys, or take another one here
        3 Key(2) `F` is named twice
        5 Key(0) `?` is a key of `everywhere.help` already: give that other keys, or take another one here
        "#);
    }

    #[test]
    fn a_table_that_is_printed_can_be_read_again() {
        let printed = KeyMap::default().to_string();
        let file: toml::Table = printed.parse().unwrap();
        let Some(toml::Value::Table(screens)) = file.get("keys") else { panic!("{printed}") };
        let text = |key: &toml::Value| key.as_str().unwrap().to_owned();
        let lines = screens.iter().flat_map(|(place, commands)| {
            commands.as_table().unwrap().iter().map(move |(command, keys)| Own {
                place: place.clone(),
                command: command.clone(),
                keys: keys.as_array().unwrap().iter().map(text).collect(),
            })
        });
        assert_eq!(KeyMap::with(&lines.collect::<Vec<_>>()), Ok(KeyMap::default()));
    }
}
