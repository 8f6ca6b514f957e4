//! What came of a group of futures.

use super::sampler::{LANES, Lanes};
use super::state::{Effort, State};
use crate::scenario::{ItemIx, Scenario};

/// The Sprints in which one thing happened in each future of a group.
pub(super) type Sprints = [u32; LANES];

/// What came of the futures of a group, side by side. It keeps memory between groups only to reuse it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The running total after each Sprint from the first that was open to the last that counts.
    pub(super) totals: Vec<Lanes>,
    /// Items that may have been worked on.
    pub(super) items: Vec<ItemIx>,
    /// For each of them the Sprint in which it was Done; beyond the last that counts if it never was.
    pub(super) done: Vec<Sprints>,
    /// For each goal the Sprint in which it was complete, likewise.
    pub(super) goals: Vec<Sprints>,
    /// For each stakeholder trust at the end, if it was asked for.
    pub(super) trust: Vec<Lanes>,
    /// Effort over the whole game.
    pub(super) effort: [Effort; LANES],
}

impl Outcome {
    /// Makes room for futures in which so many Sprints had ended.
    pub(super) fn reset(&mut self, scenario: &Scenario, ended: u32, items: impl Iterator<Item = ItemIx>) {
        let never = scenario.benefit_sprints + 1;
        self.totals.clear();
        self.totals.resize((scenario.benefit_sprints - ended) as usize, Lanes::default());
        self.items.clear();
        self.items.extend(items);
        self.done.clear();
        self.done.resize(self.items.len(), [never; LANES]);
        self.goals.clear();
        self.goals.resize(scenario.goals.len(), [never; LANES]);
        self.trust.clear();
        self.trust.resize(scenario.stakeholders.len(), Lanes::default());
    }

    /// Takes the end of one future, of which every item may have been worked on.
    pub(super) fn take(&mut self, end: &State, lane: usize) {
        for (sprints, item) in self.done.iter_mut().zip(&end.items) {
            sprints[lane] = item.done().unwrap_or(sprints[lane]);
        }
        for (sprints, complete) in self.goals.iter_mut().zip(&end.goals) {
            sprints[lane] = complete.unwrap_or(sprints[lane]);
        }
        for (trust, who) in self.trust.iter_mut().zip(&end.stakeholders) {
            trust.0[lane] = who.trust;
        }
        self.effort[lane] = end.effort;
    }
}
