//! What is known at one moment of play (model, section 3).

use super::luck::Luck;
use super::state::{Progress, RiskState, State};
use crate::scenario::{ItemIx, Range, Scenario, When};

/// What is known when an order is made: everything that happened, and the truths that were learned.
///
/// It is made from the luck of the future that is played, but keeps of it only what is known, so nothing
/// that is computed or shown from a belief can tell more than the participant may know.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    state: State,
    effort: Vec<Option<f64>>,
    amount: Vec<Option<f64>>,
}

impl Belief {
    /// What is known before the first Sprint starts: the file, and nothing else.
    #[must_use]
    pub fn initial(scenario: &Scenario) -> Self {
        Self {
            state: State::new(scenario),
            effort: vec![None; scenario.items.len()],
            amount: vec![None; scenario.benefit_slots],
        }
    }

    /// What is known in a state of a future with this luck.
    #[must_use]
    pub fn of(scenario: &Scenario, state: &State, luck: &Luck) -> Self {
        let known = |flag: bool, truth: f64| flag.then_some(truth);
        let mut amount = vec![None; scenario.benefit_slots];
        for (item, here) in scenario.items.iter().zip(&state.items) {
            for benefit in &item.benefits {
                amount[benefit.slot] = known(here.amounts_known, luck.amount[benefit.slot]);
            }
        }
        let efforts = state.items.iter().zip(&luck.effort);
        Self {
            state: state.clone(),
            effort: efforts.map(|(here, &truth)| known(here.effort_known, truth)).collect(),
            amount,
        }
    }

    /// What has happened.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The effort still to be spent on an item as far as it is known: a certain figure where it is (0 when
    /// it is Done), a range where it must still be drawn. Rework that may come is no part of it.
    #[must_use]
    pub fn remaining(&self, scenario: &Scenario, item: ItemIx) -> Range {
        let here = self.state.item(item);
        match (here.progress, self.effort[item.at()]) {
            (Progress::Done { .. }, _) => Range::certain(0.0),
            (Progress::Started { remaining }, _) => Range::certain(remaining),
            (Progress::Waiting, Some(effort)) => Range::certain(effort * here.effort_factor),
            (Progress::Waiting, None) => scaled(scenario.item(item).effort, here.effort_factor),
        }
    }

    /// The amount of an item's benefit as far as it is known, value factors included.
    ///
    /// # Panics
    /// If the item has no such benefit.
    #[must_use]
    pub fn amount(&self, scenario: &Scenario, item: ItemIx, benefit: usize) -> Range {
        let benefit = &scenario.item(item).benefits[benefit];
        let factor = self.state.item(item).value_factor;
        match self.amount[benefit.slot] {
            Some(amount) => Range::certain(amount * factor),
            None => scaled(benefit.amount, factor),
        }
    }

    /// What an item would pay in all, up to L, if it were Done in Sprint `done`, as far as it is known:
    /// its benefits, and the fines that it would end. Its effects on others are no part of it.
    #[must_use]
    pub fn pay_off(&self, scenario: &Scenario, item: ItemIx, done: u32) -> Range {
        let last = scenario.benefit_sprints;
        let mut sum = [0.0; 3];
        for (index, benefit) in scenario.item(item).benefits.iter().enumerate() {
            let times = match benefit.when {
                When::Recurring => f64::from(last - done.min(last)),
                When::Once => 1.0,
                When::By(deadline) => f64::from(u8::from(done <= deadline)),
                When::HalfLife(half_life) => (-f64::from(done - 1) / half_life).exp2(),
                When::FineAfter(after) => f64::from(last.saturating_sub(done.max(after))),
            };
            let amount = self.amount(scenario, item, index);
            for (sum, figure) in sum.iter_mut().zip([amount.low(), amount.likely(), amount.high()]) {
                *sum += figure * times;
            }
        }
        Range::new(sum[0], sum[1], sum[2]).unwrap_or_else(|| Range::certain(sum[1]))
    }

    /// The chance that a risk still strikes, and the first and last Sprint in which it can; `None` if it
    /// struck, was prevented or its window is over.
    ///
    /// With n Sprints in its window of which p have started, chance·(n−p)/n ÷ (1 − chance·p/n).
    #[must_use]
    pub fn risk(&self, scenario: &Scenario, index: usize) -> Option<(f64, u32, u32)> {
        let risk = &scenario.risks[index];
        if self.state.risks[index] != RiskState::Open || self.state.started >= risk.to {
            return None;
        }
        let window = f64::from(risk.to - risk.from + 1);
        let over = f64::from((self.state.started + 1).saturating_sub(risk.from));
        let left = risk.chance * (window - over) / window;
        let chance = left / (1.0 - risk.chance * over / window);
        Some((chance, risk.from.max(self.state.started + 1), risk.to))
    }

    /// The true effort of an item, before factors and rework, if it is known.
    pub(super) fn known_effort(&self, item: ItemIx) -> Option<f64> {
        self.effort[item.at()]
    }

    /// The true amount of a benefit, before factors, if it is known.
    pub(super) fn known_amount(&self, slot: usize) -> Option<f64> {
        self.amount[slot]
    }
}

fn scaled(range: Range, factor: f64) -> Range {
    Range::new(range.low() * factor, range.likely() * factor, range.high() * factor)
        .unwrap_or_else(|| Range::certain(range.likely()))
}
