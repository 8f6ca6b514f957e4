//! What a scenario contains, so that nothing is computed for what it does not.

use std::collections::HashMap;

use crate::scenario::{Effect, ItemIx, Scenario, Targets, When};
use crate::sim::State;

/// Stakeholders whose service is kept in one number.
const STAKEHOLDERS_MAX: usize = u64::BITS as usize;

/// What matters to futures from a state on.
#[derive(Clone, Debug)]
pub(in crate::sim) struct Terms {
    /// Whether being refined or not can change an effort.
    pub(super) rework: bool,
    /// Whether a benefit's factor can change.
    pub(super) value: bool,
    /// Whether that of an item with a fine can.
    pub(super) fines_change: bool,
    /// Whether anything is lost to upkeep.
    pub(super) upkeep: bool,
    /// Whether an escalation changes anything.
    pub(super) escalation: bool,
    /// For each item whether luck brings it; none where it brings no items at all.
    pub(super) of_luck: Vec<bool>,
    /// By half-life (its bits): what is left of a benefit in each Sprint from the next to end on, and after.
    halved: HashMap<u64, Vec<f64>>,
}

impl Terms {
    /// The terms of a scenario from a state on; `None` if it is luck by which of several an item arrives.
    pub(in crate::sim) fn of(scenario: &Scenario, state: &State) -> Option<Self> {
        let of_luck = || {
            let risks = scenario.risks.iter().flat_map(|risk| &risk.impact);
            risks.chain(scenario.stakeholders.iter().flat_map(|who| &who.escalation))
        };
        let on_done = || scenario.items.iter().flat_map(|item| &item.on_done);
        let all = || of_luck().chain(on_done());
        let mut brought = vec![false; scenario.items.len()];
        let is_new = |item: &ItemIx| !state.item(*item).arrived;
        arrivals(of_luck()).filter(is_new).for_each(|item| brought[item.at()] = true);
        if brought.contains(&true) {
            let mut bringers = vec![0; scenario.items.len()];
            arrivals(all()).filter(is_new).for_each(|item| bringers[item.at()] += 1);
            if bringers.iter().any(|&count| count > 1) {
                return None;
            }
        } else {
            brought.clear();
        }
        if scenario.stakeholders.len() > STAKEHOLDERS_MAX {
            return None;
        }
        let has_fine = |targets: &Targets| match targets {
            Targets::All => !scenario.fines.is_empty(),
            Targets::Some(items) => scenario.fines.iter().any(|fine| items.contains(&fine.item)),
        };
        let is_value = |effect: &Effect| matches!(effect, Effect::Value { .. });
        let moves_fines = |effect: &Effect| matches!(effect, Effect::Value { items, .. } if has_fine(items));
        Some(Self {
            rework: scenario.rework_extra() > 0.0
                && scenario.items.iter().any(|item| item.rework_chance > 0.0),
            value: all().any(is_value),
            fines_change: all().any(moves_fines),
            upkeep: scenario.items.iter().any(|item| item.upkeep > 0.0),
            escalation: scenario.stakeholders.iter().any(|who| !who.escalation.is_empty()),
            of_luck: brought,
            halved: halved(scenario, state),
        })
    }

    /// Whether trust changes what happens.
    pub(in crate::sim) fn must_keep_trust(&self) -> bool {
        self.escalation
    }

    /// What is left of a benefit with this half-life, by Sprints from the next to end on; 0 for never.
    pub(super) fn halved(&self, half_life: f64) -> &[f64] {
        &self.halved[&half_life.to_bits()]
    }
}

/// The items that effects bring, each as often as one does.
pub(super) fn arrivals<'a>(effects: impl IntoIterator<Item = &'a Effect>) -> impl Iterator<Item = ItemIx> {
    let lists = effects.into_iter().filter_map(|effect| match effect {
        Effect::Arrive { items } => Some(items),
        _ => None,
    });
    lists.flatten().copied()
}

fn halved(scenario: &Scenario, state: &State) -> HashMap<u64, Vec<f64>> {
    let half_lives = scenario.items.iter().flat_map(|item| &item.benefits).filter_map(|b| match b.when {
        When::HalfLife(half_life) => Some(half_life),
        _ => None,
    });
    let left = |half_life: f64| {
        let counts = state.ended..scenario.benefit_sprints;
        counts.map(|before| (-f64::from(before) / half_life).exp2()).chain([0.0]).collect()
    };
    half_lives.map(|half_life| (half_life.to_bits(), left(half_life))).collect()
}
