//! What knowledge was worth: the same decision with and without it (Howard, 1966).

use std::sync::Arc;

use crate::game::Game;
use crate::order::arena::Stop;
use crate::order::par::Par;
use crate::order::worth::{Depth, Judge, Question};
use crate::order::{Choice, Estimate};
use crate::scenario::{Effect, ItemIx, Scenario};

/// Where knowledge came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An item was Done that reveals others: an experiment, as a rule.
    Experiment(ItemIx),
    /// A conversation about an item, which refined it.
    Conversation(ItemIx),
}

/// What knowledge was worth when it was sought: before anybody knew what it would tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knowledge {
    /// Where it came from.
    pub source: Source,
    /// The Sprint of the decision that brought it.
    pub sprint: u32,
    /// The worth of that decision without the worth of the same one if the experiment had told nothing, or
    /// if the conversation had not been had and its place gone to the next item; value units.
    pub worth: Estimate,
}

/// Everything that was learned through a decision.
pub(super) fn knowledge(
    game: &Game,
    judge: &Judge<'_>,
    question: &Question,
    place: usize,
    futures: usize,
    stop: &Stop<'_>,
) -> Option<Vec<Knowledge>> {
    let decision = &game.decisions()[place];
    let scenario = game.scenario();
    let sprints = decision.sprint..=decision.through;
    let records = game.records().iter().filter(|record| sprints.contains(&record.sprint));
    let done: Vec<ItemIx> = records.flat_map(|record| record.done()).collect();
    let experiments: Vec<ItemIx> = done.into_iter().filter(|&item| scenario.item(item).reveals()).collect();
    if experiments.is_empty() && decision.talks.is_empty() {
        return Some(Vec::new());
    }
    let with = judge.arena(question, question.through).values_of(&question.choice, 0..futures, stop)?;
    let mut found = Vec::new();
    let mut note = |source, without: &[f64]| {
        let worth = Estimate::of_difference(&with, without);
        found.push(Knowledge { source, sprint: decision.sprint, worth });
    };
    for &item in &experiments {
        let without = values_in_the_dark(scenario, question, &question.choice, &[item], futures, stop)?;
        note(Source::Experiment(item), &without);
    }
    for &item in &decision.talks {
        let mut choice = question.choice.clone();
        choice.talks.retain(|&other| other != item);
        let without = judge.arena(question, question.through).values_of(&choice, 0..futures, stop)?;
        note(Source::Conversation(item), &without);
    }
    Some(found)
}

/// V of a decision in each of the futures of [`Judge::arena`] if some items revealed nothing.
pub(super) fn values_in_the_dark(
    scenario: &Arc<Scenario>,
    question: &Question,
    choice: &Choice,
    items: &[ItemIx],
    futures: usize,
    stop: &Stop<'_>,
) -> Option<Vec<f64>> {
    let mut dark = Scenario::clone(scenario);
    for item in items {
        dark.items[item.at()].on_done.retain(|effect| !matches!(effect, Effect::Reveal { .. }));
    }
    let dark = Arc::new(dark);
    let par = Par::new(&dark);
    let judge = Judge::new(&dark, &par, Depth::FULL);
    judge.arena(question, question.through).values_of(choice, 0..futures, stop)
}
