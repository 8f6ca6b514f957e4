//! Whether a belief leaves anything to luck.

use crate::scenario::{Scenario, Velocity};
use crate::sim::{Belief, Progress};

/// Whether all futures that agree with a belief are the same in all that can matter: nothing that is open is
/// left to chance (model, section 3).
#[must_use]
pub fn is_certain(scenario: &Scenario, belief: &Belief) -> bool {
    let state = belief.state();
    let velocity = match &scenario.team.velocity {
        Velocity::Range(range) => range.is_certain(),
        Velocity::History(past) => past.iter().all(|&velocity| velocity == past[0]),
    };
    let items = scenario.item_indexes().filter(|&item| state.item(item).done().is_none()).all(|item| {
        let (told, here) = (scenario.item(item), state.item(item));
        let can_meet_rework =
            here.progress == Progress::Waiting && !here.refined && scenario.rework_extra() > 0.0;
        let amount = |benefit| belief.amount(scenario, item, benefit).is_certain();
        belief.remaining(scenario, item).is_certain()
            && (0..told.benefits.len()).all(amount)
            && (!can_meet_rework || told.rework_chance == 0.0 || told.rework_chance == 1.0)
    });
    let risks = (0..scenario.risks.len()).all(|risk| match belief.risk(scenario, risk) {
        Some((chance, from, to)) => {
            chance == 0.0 || scenario.risks[risk].impact.is_empty() || chance >= 1.0 && from == to
        }
        None => true,
    });
    let goals =
        scenario.goals.iter().zip(&state.goals).all(|(goal, done)| done.is_some() || goal.bonus.is_certain());
    velocity && items && risks && goals && scenario.costs.iter().all(|cost| cost.is_certain())
}
