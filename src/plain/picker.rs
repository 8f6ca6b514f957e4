//! Where a scenario, or a game to go on with, is picked.

use std::path::PathBuf;
use std::sync::Arc;

use super::Effect;
use super::explained::write_glossary;
use super::page::Page;
use super::table::{self, Verb};
use crate::scenario::Scenario;
use crate::scenario::words::excerpt;
use crate::tui::Entry;
use crate::tui::event::SavedGame;
use crate::tui::texts;
use crate::words;

/// The lists to pick from.
#[derive(Debug)]
pub(super) struct Picker {
    catalog: Vec<Entry>,
    saved: Vec<SavedGame>,
    saved_first: bool,
    is_listed: bool,
}

/// Something that can be picked.
#[derive(Clone, Debug)]
enum Choice {
    Scenario(Arc<Scenario>),
    Saved(PathBuf),
}

impl Picker {
    pub(super) fn new(catalog: Vec<Entry>, saved_first: bool) -> Self {
        Self { catalog, saved: Vec::new(), saved_first, is_listed: false }
    }

    /// Takes the saved games, and lists everything.
    pub(super) fn list(&mut self, saved: Vec<SavedGame>, page: &mut Page) {
        (self.saved, self.is_listed) = (saved, true);
        self.write(page);
    }

    /// Goes on where something could not be done.
    pub(super) fn failed(&mut self, page: &mut Page) {
        // Without saved games there are scenarios all the same.
        if !self.is_listed {
            self.list(Vec::new(), page);
        }
    }

    /// What can be picked, with what it is called and what is told of it.
    fn choices(&self) -> Vec<(&str, String, Choice)> {
        let scenario = |entry: &Entry| {
            let scenario = &entry.scenario;
            let minutes = words::number(scenario.minutes);
            format!("{} ({}, about {minutes} minutes): {}", scenario.title, scenario.level, scenario.summary)
        };
        let scenarios = self.catalog.iter().map(|entry| {
            (entry.scenario.title.as_str(), scenario(entry), Choice::Scenario(Arc::clone(&entry.scenario)))
        });
        let saved = |game: &SavedGame| {
            let SavedGame { title, name, progress, when, .. } = game;
            format!("{title}, played by {name}: {progress}, last played {when}")
        };
        let saved = self
            .saved
            .iter()
            .map(|game| (game.title.as_str(), saved(game), Choice::Saved(game.path.clone())));
        if self.saved_first { saved.chain(scenarios).collect() } else { scenarios.chain(saved).collect() }
    }

    fn write(&self, page: &mut Page) {
        page.say("Toporder: practise ordering a Product Backlog.");
        page.gap();
        let mut last = None;
        for (number, (_, told, choice)) in (1..).zip(self.choices()) {
            let is_saved = matches!(choice, Choice::Saved(_));
            if last != Some(is_saved) {
                page.gap();
                page.say(if is_saved { "Saved games:" } else { "Scenarios:" });
                last = Some(is_saved);
            }
            page.entry(words::sentence(&format!("{number}. {told}")));
        }
        if self.saved.is_empty() && self.saved_first {
            page.gap();
            page.say("There are no saved games.");
        }
        page.gap();
        page.say("Type a number, or a part of a title. `help` tells more.");
    }

    /// Takes a line; what is to be done if something is picked.
    pub(super) fn line(&self, line: &str, page: &mut Page) -> Option<Effect> {
        let line = line.trim();
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let verb = table::COMMANDS.iter().find(|entry| entry.names.contains(&word.to_lowercase().as_str()));
        match (verb.map(|entry| entry.verb), rest.trim()) {
            (Some(Verb::Quit), "") => return Some(Effect::Quit),
            (Some(Verb::Games), "") => return Some(Effect::ListGames),
            (Some(Verb::List), "") => self.write(page),
            (Some(Verb::Help), "") => write_help(page),
            (Some(Verb::Glossary), word) => write_glossary(page, word),
            (Some(Verb::Read), name) if !name.is_empty() => match self.find(name) {
                Ok(Choice::Scenario(scenario)) => page.lines(texts::preview(&scenario, page.columns())),
                Ok(Choice::Saved(_)) => page.say("Type its number to go on with it."),
                Err(told) => page.say(told),
            },
            _ => match self.find(line) {
                Ok(Choice::Scenario(scenario)) => return Some(Effect::Begin(scenario)),
                Ok(Choice::Saved(path)) => return Some(Effect::Open(path)),
                Err(_) if verb.is_some() => {
                    page.say(format!("`{word}` is for a game: pick one first, by its number."));
                }
                Err(told) => page.say(told),
            },
        }
        None
    }

    fn find(&self, name: &str) -> Result<Choice, String> {
        let choices = self.choices();
        let shown = words::quoted(&excerpt(name));
        if let Ok(number) = name.parse::<usize>() {
            let found = number.checked_sub(1).and_then(|index| choices.into_iter().nth(index));
            return found
                .map(|(.., choice)| choice)
                .ok_or(format!("There is no number {number} in the list."));
        }
        let wanted = name.to_lowercase();
        let mut matching = choices.into_iter().filter(|(title, ..)| title.to_lowercase().contains(&wanted));
        // What is listed first is meant first: a script that begins a game does so again beside a saved one.
        let is_other_kind = |a: &Choice, b: &Choice| std::mem::discriminant(a) != std::mem::discriminant(b);
        match (matching.next(), matching.next()) {
            (Some((.., choice)), None) => Ok(choice),
            (Some((.., choice)), Some((.., other))) if is_other_kind(&choice, &other) => Ok(choice),
            (Some(_), Some(_)) => Err(format!("{shown} fits several: type a number of the list.")),
            _ => Err(format!(
                "There is nothing like {shown} here. `list` shows what there is, `help` tells more."
            )),
        }
    }
}

fn write_help(page: &mut Page) {
    page.say("Type the number of a scenario or of a saved game to play it, or a part of its title.");
    for line in [
        "list: what can be played, once more",
        "read NUMBER: more about a scenario",
        "glossary WORD: what a word means; alone, what all of them mean",
        "quit: leaves",
    ] {
        page.entry(format!("- {line}"));
    }
    page.say("In a game, `help` lists many more commands.");
}
