//! How long a scenario takes to read.

use unicode_segmentation::UnicodeSegmentation;

use crate::scenario::{Item, Scenario};

/// Words that are read in a minute: by somebody who reads for themselves, or reads aloud in a calm voice.
const WORDS_PER_MINUTE: f64 = 200.0;

/// How many words a scenario has for its participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What introduces it: title, summary, product, people, goals and risks.
    pub briefing: usize,
    /// What the items say that are there from the start: titles, stories, acceptance criteria, notes.
    pub items: usize,
    /// What can be read later: answers in conversations, what people say, items that arrive, questions for the
    /// debrief. The trainer's guide is no part of it.
    pub later: usize,
}

impl Reading {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let product = &scenario.product;
        let mut briefing = count([&scenario.title, &scenario.summary, &product.name, &product.idea]);
        briefing += count([&product.vision, &product.goal]) + count(&product.strategy);
        for person in &scenario.stakeholders {
            briefing += count([&person.name, &person.role, &person.wants]);
        }
        briefing += count(scenario.goals.iter().map(|goal| &goal.title));
        briefing += count(scenario.risks.iter().flat_map(|risk| [&risk.title, &risk.text]));
        let (late, there): (Vec<&Item>, Vec<&Item>) = scenario.items.iter().partition(|item| item.arrives);
        let talks = scenario.items.iter().flat_map(|item| &item.talk);
        let later = late.into_iter().map(words).sum::<usize>()
            + count(talks.flat_map(|talk| [&talk.ask, &talk.answer]))
            + count(scenario.stakeholders.iter().flat_map(|person| &person.voice))
            + count(&scenario.lessons);
        Self { briefing, items: there.into_iter().map(words).sum(), later }
    }

    /// Minutes for the briefing.
    #[must_use]
    pub fn briefing_minutes(&self) -> f64 {
        self.briefing as f64 / WORDS_PER_MINUTE
    }

    /// Minutes for what a participant can read before the first Sprint.
    #[must_use]
    pub fn before_minutes(&self) -> f64 {
        (self.briefing + self.items) as f64 / WORDS_PER_MINUTE
    }

    /// Minutes for everything.
    #[must_use]
    pub fn all_minutes(&self) -> f64 {
        (self.briefing + self.items + self.later) as f64 / WORDS_PER_MINUTE
    }
}

/// What an item says.
fn words(item: &Item) -> usize {
    let story = item.story.iter().flat_map(|story| [&story.role, &story.want, &story.so_that]);
    count([&item.title]) + count(story) + count(&item.acceptance) + count(&item.notes)
}

/// Words, also of languages that set none apart.
fn count<'t>(texts: impl IntoIterator<Item = &'t String>) -> usize {
    texts.into_iter().map(|text| text.unicode_words().count()).sum()
}
