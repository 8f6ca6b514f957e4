//! Which items can ever be worked on.

use crate::scenario::{Effect, ItemIx, Scenario};

/// For each item, whether some course of the game lets work on it start: it is in the Product Backlog
/// or something that can happen brings it, and all that it requires can be started, too.
pub(super) fn startable(scenario: &Scenario) -> Vec<bool> {
    let mut search = Search {
        missing: scenario.items.iter().map(|item| item.requires.len()).collect(),
        present: scenario.items.iter().map(|item| !item.arrives).collect(),
        startable: vec![false; scenario.items.len()],
        open: Vec::new(),
    };
    for item in scenario.item_indexes() {
        search.look_at(item);
    }
    for risk in scenario.risks.iter().filter(|risk| risk.chance > 0.0) {
        search.happen(&risk.impact);
    }
    for stakeholder in &scenario.stakeholders {
        search.happen(&stakeholder.escalation);
    }
    while let Some(item) = search.open.pop() {
        search.happen(&scenario.item(item).on_done);
        for unlocked in &scenario.item(item).unlocks {
            search.missing[unlocked.at()] -= 1;
            search.look_at(*unlocked);
        }
    }
    search.startable
}

struct Search {
    /// For each item, how many of its requirements are not known to be startable.
    missing: Vec<usize>,
    /// For each item, whether it can be in the Product Backlog.
    present: Vec<bool>,
    startable: Vec<bool>,
    /// Found startable, with consequences still to be drawn.
    open: Vec<ItemIx>,
}

impl Search {
    fn happen(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Arrive { items } = effect {
                for item in items {
                    self.present[item.at()] = true;
                    self.look_at(*item);
                }
            }
        }
    }

    fn look_at(&mut self, item: ItemIx) {
        let n = item.at();
        if self.present[n] && self.missing[n] == 0 && !self.startable[n] {
            self.startable[n] = true;
            self.open.push(item);
        }
    }
}
