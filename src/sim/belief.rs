//! What is known at one moment of play (model, section 3).

use super::luck::Luck;
use super::state::{Progress, RiskState, State};
use crate::scenario::{ItemIx, Range, Scenario, When};

/// What is known in a state: everything that happened, and of the luck only the truths that were learned.
///
/// The one definition of what a participant may know. It reads the truths where they are and copies
/// nothing, so a player inside a simulated future sees exactly what a [`Belief`] made there would hold.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    state: &'a State,
    effort: &'a [f64],
    amount: &'a [f64],
}

impl<'a> Known<'a> {
    /// What is known in a state of a future with this luck.
    #[must_use]
    pub fn of(state: &'a State, luck: &'a Luck) -> Self {
        Self { state, effort: &luck.effort, amount: &luck.amount }
    }

    /// What has happened.
    #[must_use]
    pub fn state(self) -> &'a State {
        self.state
    }

    /// The true effort of an item before effort effects and rework, effort units; `None` if it is not known.
    #[must_use]
    pub fn true_effort(self, item: ItemIx) -> Option<f64> {
        self.state.item(item).effort_known.then(|| self.effort[item.at()])
    }

    /// The true amount of a benefit of an item before value effects, value units; `None` if it is not known.
    #[must_use]
    pub fn true_amount(self, item: ItemIx, slot: usize) -> Option<f64> {
        self.state.item(item).amounts_known.then(|| self.amount[slot])
    }

    /// The effort still to be spent on an item as far as it is known: a certain figure where it is (0 when
    /// it is Done), a range where it must still be drawn. Rework that may come is no part of it.
    #[must_use]
    pub fn remaining(self, scenario: &Scenario, item: ItemIx) -> Range {
        let here = self.state.item(item);
        match (here.progress, self.true_effort(item)) {
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
    pub fn amount(self, scenario: &Scenario, item: ItemIx, benefit: usize) -> Range {
        let benefit = &scenario.item(item).benefits[benefit];
        let factor = self.state.item(item).value_factor;
        match self.true_amount(item, benefit.slot) {
            Some(amount) => Range::certain(amount * factor),
            None => scaled(benefit.amount, factor),
        }
    }

    /// What an item would pay in all, up to L, if it were Done in Sprint `done`, as far as it is known:
    /// its benefits, and the fines that it would end. Its effects on others are no part of it.
    #[must_use]
    pub fn pay_off(self, scenario: &Scenario, item: ItemIx, done: u32) -> Range {
        let mut sum = [0.0; 3];
        for (index, benefit) in scenario.item(item).benefits.iter().enumerate() {
            let times = times(benefit.when, done, scenario.benefit_sprints);
            let amount = self.amount(scenario, item, index);
            for (sum, figure) in sum.iter_mut().zip([amount.low(), amount.likely(), amount.high()]) {
                *sum += figure * times;
            }
        }
        Range::new(sum[0], sum[1], sum[2]).unwrap_or_else(|| Range::certain(sum[1]))
    }
}

/// How often its amount a benefit pays in all if its item is Done in Sprint `done` (at least 1) and `last`
/// is L: for a fine, in how many Sprints it is spared (model, section 1.1).
#[must_use]
pub fn times(when: When, done: u32, last: u32) -> f64 {
    match when {
        When::Recurring => f64::from(last - done.min(last)),
        When::Once => 1.0,
        When::By(deadline) => f64::from(u8::from(done <= deadline)),
        When::HalfLife(half_life) => (-f64::from(done - 1) / half_life).exp2(),
        When::FineAfter(after) => f64::from(last.saturating_sub(done.max(after))),
    }
}

/// What is known when an order is made, kept for later: a copy of what [`Known`] gives access to.
///
/// It is made from the luck of the future that is played, but keeps of it only what is known, so nothing
/// that is computed or shown from a belief can tell more than the participant may know.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    state: State,
    /// True efforts where they are known, else 0.
    effort: Vec<f64>,
    /// True amounts where they are known, else 0.
    amount: Vec<f64>,
}

impl Belief {
    /// What is known before the first Sprint starts: the file, and nothing else.
    #[must_use]
    pub fn initial(scenario: &Scenario) -> Self {
        Self {
            state: State::new(scenario),
            effort: vec![0.0; scenario.items.len()],
            amount: vec![0.0; scenario.benefit_slots],
        }
    }

    /// What is known in a state of a future with this luck.
    #[must_use]
    pub fn of(scenario: &Scenario, state: &State, luck: &Luck) -> Self {
        let known = Known::of(state, luck);
        let effort = |item| known.true_effort(item).unwrap_or_default();
        let mut amount = vec![0.0; scenario.benefit_slots];
        for item in scenario.item_indexes() {
            for benefit in &scenario.item(item).benefits {
                amount[benefit.slot] = known.true_amount(item, benefit.slot).unwrap_or_default();
            }
        }
        Self { state: state.clone(), effort: scenario.item_indexes().map(effort).collect(), amount }
    }

    /// What is known, to look at.
    #[must_use]
    pub fn known(&self) -> Known<'_> {
        Known { state: &self.state, effort: &self.effort, amount: &self.amount }
    }

    /// What has happened.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The effort still to be spent on an item; see [`Known::remaining`].
    #[must_use]
    pub fn remaining(&self, scenario: &Scenario, item: ItemIx) -> Range {
        self.known().remaining(scenario, item)
    }

    /// The amount of an item's benefit; see [`Known::amount`].
    ///
    /// # Panics
    /// If the item has no such benefit.
    #[must_use]
    pub fn amount(&self, scenario: &Scenario, item: ItemIx, benefit: usize) -> Range {
        self.known().amount(scenario, item, benefit)
    }

    /// What an item would pay in all if it were Done in a Sprint; see [`Known::pay_off`].
    #[must_use]
    pub fn pay_off(&self, scenario: &Scenario, item: ItemIx, done: u32) -> Range {
        self.known().pay_off(scenario, item, done)
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
}

fn scaled(range: Range, factor: f64) -> Range {
    Range::new(range.low() * factor, range.likely() * factor, range.high() * factor)
        .unwrap_or_else(|| Range::certain(range.likely()))
}
