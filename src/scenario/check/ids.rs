//! Ids: what they may look like, and what they refer to.

use std::collections::HashMap;

use super::Check;
use crate::scenario::problem::{Here, Hinge, MOST, Problem};
use crate::scenario::words::{self, is_invisible, ticked};

/// After so many problems no more near misses are looked for, which takes time in a large file.
const MOST_GUESSES: usize = 100;

/// So many ids can be listed in a message.
const MOST_LISTED: usize = 8;

/// The ids of one kind.
pub(super) struct Ids<'r> {
    /// The name of the root's list that declares them.
    list: &'static str,
    /// What one of them is called.
    noun: &'static str,
    /// In file order.
    all: Vec<&'r str>,
    positions: HashMap<&'r str, usize>,
    /// Whether one of them cannot be an id. It may be what an unknown reference was meant for.
    some_malformed: bool,
}

impl<'r> Ids<'r> {
    /// Takes in a list's ids, and reports those that cannot be one or are used twice.
    pub(super) fn new(
        list: &'static str,
        noun: &'static str,
        all: Vec<&'r str>,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut positions = HashMap::with_capacity(all.len());
        let mut some_malformed = false;
        let parent = Here::Root.field(list);
        for (position, id) in all.iter().enumerate() {
            if problems.len() >= MOST {
                break;
            }
            let entry = parent.entry(position);
            let here = entry.field("id");
            if let Some(problem) = malformed(id, &here) {
                problems.push(problem);
                some_malformed = true;
            } else if let Some(first) = positions.get(id) {
                let first_entry = parent.entry(*first);
                let message = format!("two {list} have the id {}", ticked(id));
                let problem = Problem::error("duplicate-id", here.path(), message)
                    .label("used again here")
                    .related(first_entry.field("id").path(), "first used here")
                    .help(format!("Give each {noun} an id of its own."));
                problems.push(problem);
            }
            positions.entry(*id).or_insert(position);
        }
        Self { list, noun, all, positions, some_malformed }
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }
}

/// What is wrong with the look of an id, if anything is.
fn malformed(id: &str, here: &Here<'_>) -> Option<Problem> {
    let problem = |what: &str, help: &str| {
        let message = if id.is_empty() {
            "an id cannot be empty".into()
        } else {
            format!("the id {} {what}", ticked(id))
        };
        Some(Problem::error("bad-id", here.path(), message).label(what).help(help))
    };
    if id.is_empty() {
        return problem("empty", "Write a short name, for example \"checkout\".");
    }
    if id.contains(',') {
        return problem("has a comma in it", "Commas separate ids in an order: write it without.");
    }
    if id.contains(is_invisible) {
        return problem("has a character in it that cannot be seen", "Write letters, digits and hyphens.");
    }
    if id.trim() != id {
        return problem("begins or ends with a space", "Remove the space.");
    }
    None
}

/// Which ids a reference looks among.
#[derive(Clone, Copy)]
pub(super) enum Among {
    Items,
    Stakeholders,
    Risks,
}

impl<'r> Check<'r> {
    fn ids(&self, among: Among) -> &Ids<'r> {
        match among {
            Among::Items => &self.items,
            Among::Stakeholders => &self.stakeholders,
            Among::Risks => &self.risks,
        }
    }

    /// The position of what an id refers to; if there is no such thing, that is reported.
    pub(super) fn reference(&mut self, id: &str, among: Among, here: &Here<'_>) -> Option<usize> {
        let ids = self.ids(among);
        let found = ids.position(id);
        if found.is_none() && !ids.some_malformed && self.problems.len() < MOST {
            let problem = self.unknown(id, among, here);
            self.report(problem);
        }
        found
    }

    /// The positions of what a list of ids refers to, each with its place in the list.
    pub(super) fn references(
        &mut self,
        ids: &[String],
        among: Among,
        list: &Here<'_>,
    ) -> Vec<(usize, usize)> {
        let mut first = HashMap::with_capacity(ids.len());
        let mut found = Vec::with_capacity(ids.len());
        for (n, id) in ids.iter().enumerate() {
            let here = list.entry(n);
            if let Some(earlier) = first.get(id.as_str()) {
                let problem = Problem::error(
                    "named-twice",
                    here.path(),
                    format!("{} names {} twice", list.name(), ticked(id)),
                )
                .label("named again here")
                .related(list.entry(*earlier).path(), "first named here")
                .help("Remove one of the two.");
                self.report(problem);
                continue;
            }
            first.insert(id.as_str(), n);
            found.extend(self.reference(id, among, &here).map(|position| (position, n)));
        }
        found
    }

    fn unknown(&self, id: &str, among: Among, here: &Here<'_>) -> Problem {
        let ids = self.ids(among);
        let message = format!("there is no {} {}", ids.noun, ticked(id));
        let problem = Problem::error("unknown-id", here.path(), message).hinges_on(Hinge::Ids(ids.list));
        let all = [Among::Items, Among::Stakeholders, Among::Risks].map(|among| self.ids(among));
        if let Some(other) = all.iter().find(|other| other.position(id).is_some()) {
            return problem
                .label(format!("this is {} {}", words::article(other.noun), other.noun))
                .help(format!("Write the id of one of the {} here.", ids.list));
        }
        let meant = (self.problems.len() < MOST_GUESSES).then(|| words::nearest(id, ids.all.iter().copied()));
        if let Some(meant) = meant.flatten() {
            return problem.label(format!("did you mean {}?", ticked(meant)));
        }
        let problem = problem.label(format!("no such {}", ids.noun));
        match ids.all.len() {
            0 => problem.help(format!("This scenario has no {}.", ids.list)),
            1..=MOST_LISTED => {
                let listed: Vec<_> = ids.all.iter().map(|id| ticked(id)).collect();
                problem.help(format!("The {} are {}.", ids.list, words::joined(&listed, "and")))
            }
            n => problem.help(format!(
                "It is none of the {} ids under `{}`.",
                words::grouped(n as u64),
                ids.list
            )),
        }
    }
}
