//! What a good Product Owner changes (model, section 4).

use super::account::Needless;
use crate::game::Game;
use crate::scenario::{ItemIx, StakeholderIx, TINY};
use crate::sim::Event;

/// The five figures of the debrief.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorecard {
    /// Whether the game is over; if not, everything here is so far.
    pub is_final: bool,
    /// Work that should not have been done.
    pub needless: Needless,
    /// How soon value came.
    pub time_to_value: TimeToValue,
    /// Share of the variance of all benefits' amounts (as the file has them) that was known after each
    /// Sprint played, because the item was Done or revealed, 0 to 1. `None` where no amount is in doubt.
    pub learning: Option<Vec<f64>>,
    /// Effort lost to misunderstandings.
    pub rework: Rework,
    /// How stakeholders fared.
    pub trust: Trust,
}

/// How soon value came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeToValue {
    /// The first Sprint after which the running total is above 0 and covers what the team had cost by
    /// then; the team costs nothing after Sprint H. `None` if there was none.
    pub covered: Option<u32>,
    /// The first Sprint after which half of V had been paid. `None` where V is not above 0, or not known
    /// because the game is not over.
    pub half: Option<u32>,
}

/// Effort lost to rework.
#[derive(Clone, Debug, PartialEq)]
pub struct Rework {
    /// Effort units.
    pub effort: f64,
    /// Share of all effort spent, 0 to 1; 0 where none was spent.
    pub share: f64,
    /// The items that met it and were worked on, in file order.
    pub items: Vec<ReworkedItem>,
}

/// An item that met rework.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReworkedItem {
    /// The item.
    pub item: ItemIx,
    /// The part of the effort spent on it that is owed to rework, effort units.
    pub effort: f64,
}

/// How stakeholders fared. Trust is 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Trust {
    /// After each Sprint played, each stakeholder's trust, in file order.
    pub after_sprint: Vec<Vec<f64>>,
    /// Each stakeholder's trust now, in file order.
    pub now: Vec<f64>,
    /// The mean now, weighted by influence; the plain mean where nobody has any.
    pub mean: f64,
    /// Who escalated, in the order in which it happened.
    pub escalations: Vec<Escalation>,
}

/// Someone's trust was used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// Who.
    pub who: StakeholderIx,
    /// The Sprint at whose Review; it takes effect at the start of the next.
    pub sprint: u32,
}

impl Scorecard {
    /// The scorecard of a game, so far if it is not over.
    #[must_use]
    pub fn of(game: &Game) -> Self {
        Self {
            is_final: game.is_over(),
            needless: Needless::of(game),
            time_to_value: TimeToValue::of(game),
            learning: learning(game),
            rework: Rework::of(game),
            trust: Trust::of(game),
        }
    }
}

/// A part of a whole; 0 where there is no whole.
pub(super) fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Whether a sum reaches another, whatever rounding did to it.
pub(super) fn reaches(sum: f64, goal: f64) -> bool {
    sum >= goal - TINY * goal.abs().max(1.0)
}

impl TimeToValue {
    fn of(game: &Game) -> Self {
        let scenario = game.scenario();
        let totals: Vec<(u32, f64)> =
            game.records().iter().map(|record| record.sprint).zip(game.running_totals()).collect();
        let cost = |sprint: u32| scenario.team.cost_per_sprint * f64::from(sprint.min(scenario.sprints));
        let covers = |&&(sprint, total): &&(u32, f64)| total > TINY && reaches(total, cost(sprint));
        let value = totals.last().map(|&(_, total)| total);
        let half = value.filter(|&value| game.is_over() && value > 0.0).map(|value| value / 2.0);
        let first = |half: f64| totals.iter().find(|&&(_, total)| reaches(total, half));
        Self {
            covered: totals.iter().find(covers).map(|&(sprint, _)| sprint),
            half: half.and_then(first).map(|&(sprint, _)| sprint),
        }
    }
}

fn learning(game: &Game) -> Option<Vec<f64>> {
    let scenario = game.scenario();
    let variance: Vec<f64> = scenario
        .items
        .iter()
        .map(|item| item.benefits.iter().map(|benefit| benefit.amount.variance()).sum())
        .collect();
    let all: f64 = variance.iter().sum();
    if all <= 0.0 {
        return None;
    }
    let mut known = vec![false; variance.len()];
    let played = game.records().iter().take_while(|record| record.sprint <= scenario.sprints);
    let after = played.map(|record| {
        for event in &record.events {
            if let Event::Done(item) | Event::Revealed { item, .. } = *event {
                known[item.at()] = true;
            }
        }
        // Summed anew in file order, so that all of it is exactly 1.
        let learned = variance.iter().zip(&known).filter(|&(_, &known)| known);
        learned.map(|(variance, _)| variance).sum::<f64>() / all
    });
    Some(after.collect())
}

impl Rework {
    fn of(game: &Game) -> Self {
        let state = game.state();
        let met = game.scenario().item_indexes().filter_map(|item| {
            let effort = state.item(item).spent * state.item(item).rework_share;
            (effort > 0.0).then_some(ReworkedItem { item, effort })
        });
        Self {
            effort: state.effort.rework,
            share: share(state.effort.rework, state.effort.spent),
            items: met.collect(),
        }
    }
}

impl Trust {
    fn of(game: &Game) -> Self {
        let mut after_sprint = Vec::new();
        let mut escalations = Vec::new();
        let played = game.records().iter().take_while(|record| record.sprint <= game.scenario().sprints);
        for record in played {
            let mut trusts = Vec::with_capacity(game.scenario().stakeholders.len());
            for event in &record.events {
                match *event {
                    // A Review notes every stakeholder, in file order.
                    Event::Trust { after, .. } => trusts.push(after),
                    Event::Escalates(who) => escalations.push(Escalation { who, sprint: record.sprint }),
                    _ => {}
                }
            }
            after_sprint.push(trusts);
        }
        Self {
            after_sprint,
            now: game.state().stakeholders.iter().map(|who| who.trust).collect(),
            mean: game.state().mean_trust(game.scenario()),
            escalations,
        }
    }
}
