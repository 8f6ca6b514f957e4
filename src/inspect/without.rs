//! Scenarios that lack something, and are the same otherwise: they draw the same luck.

use crate::scenario::{Effect, Item, Scenario};

/// Whether there is anything to find out by doing it.
pub(super) fn has_experiments(scenario: &Scenario) -> bool {
    scenario.items.iter().any(Item::is_experiment)
}

/// The same scenario with nothing refined.
pub(super) fn conversations(scenario: &Scenario) -> Scenario {
    let mut without = scenario.clone();
    if let Some(refinement) = &mut without.refinement {
        refinement.per_sprint = 0;
    }
    without
}

/// The same scenario in which no experiment can be done, and nothing needs one.
pub(super) fn experiments(scenario: &Scenario) -> Scenario {
    let mut without = scenario.clone();
    let is_gone: Vec<bool> = scenario.items.iter().map(Item::is_experiment).collect();
    for item in &mut without.items {
        item.requires.retain(|needed| !is_gone[needed.at()]);
        item.on_done.iter_mut().for_each(|effect| forget(effect, &is_gone));
    }
    without.risks.iter_mut().flat_map(|risk| &mut risk.impact).for_each(|effect| forget(effect, &is_gone));
    let escalations = without.stakeholders.iter_mut().flat_map(|who| &mut who.escalation);
    escalations.for_each(|effect| forget(effect, &is_gone));
    for (item, _) in without.items.iter_mut().zip(&is_gone).filter(|(_, is_gone)| **is_gone) {
        // Out of the Product Backlog for good, where it neither pays nor is fined.
        item.arrives = true;
        item.unlocks.clear();
    }
    without
}

/// Nothing brings what is gone.
fn forget(effect: &mut Effect, is_gone: &[bool]) {
    if let Effect::Arrive { items } = effect {
        items.retain(|item| !is_gone[item.at()]);
    }
}
