//! Forecasts kept: what a participant committed to, scored (model, section 4).

use super::fan::DECISION_FUTURES;
use std::collections::BTreeMap;

use crate::game::{Commitment, Decision, Game, Subject};
use crate::scenario::Scenario;
use crate::sim::{Forecast, Source, forecast};

/// Every forecast that a participant committed, with its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// In the order in which they were committed, Sprint by Sprint.
    pub forecasts: Vec<KeptForecast>,
    /// The mean Brier score of those decided, 0 (best) to 1; `None` if there are none.
    pub mean_brier: Option<f64>,
    /// The simulation's mean Brier score on the same forecasts.
    pub mean_brier_of_simulation: Option<f64>,
}

/// One committed forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptForecast {
    /// The Sprint in which it was committed.
    pub sprint: u32,
    /// What was committed.
    pub commitment: Commitment,
    /// Whether it was Done by then; `None` while that is open.
    pub outcome: Option<bool>,
    /// The simulation's chance at that moment, with that order held, 0 to 1.
    pub chance: f64,
}

impl KeptForecast {
    /// The Brier score of the participant, (p − outcome)², 0 (best) to 1; `None` while it is open.
    #[must_use]
    pub fn brier(&self) -> Option<f64> {
        self.score(f64::from(self.commitment.percent) / 100.0)
    }

    /// The Brier score of the simulation's chance.
    #[must_use]
    pub fn brier_of_simulation(&self) -> Option<f64> {
        self.score(self.chance)
    }

    fn score(&self, p: f64) -> Option<f64> {
        self.outcome.map(|kept| (p - f64::from(u8::from(kept))).powi(2))
    }
}

/// Forecasts made with the same confidence, and how many of them came true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// How sure, 1 to 99 %.
    pub percent: u8,
    /// How many there are whose outcome is known.
    pub said: u32,
    /// How many of those came true.
    pub kept: u32,
}

impl Kept {
    /// How often forecasts came true, by confidence, from the least sure.
    #[must_use]
    pub fn calibration(&self) -> Vec<Calibration> {
        let mut levels: BTreeMap<u8, Calibration> = BTreeMap::new();
        for forecast in &self.forecasts {
            let Some(outcome) = forecast.outcome else { continue };
            let percent = forecast.commitment.percent;
            let level = levels.entry(percent).or_insert(Calibration { percent, said: 0, kept: 0 });
            level.said += 1;
            level.kept += u32::from(outcome);
        }
        levels.into_values().collect()
    }

    /// The forecasts of a game, scored beside the simulation's [`forecasts`](super::forecasts).
    #[must_use]
    pub fn of(game: &Game, forecasts: &[Forecast]) -> Self {
        let decisions = game.decisions().iter().zip(forecasts);
        let kept: Vec<KeptForecast> = decisions
            .flat_map(|(decision, forecast)| {
                let commitments = decision.plan.commitments.iter();
                commitments.map(move |commitment| KeptForecast {
                    sprint: decision.sprint,
                    commitment: commitment.clone(),
                    outcome: game.outcome(commitment),
                    chance: chance(game, decision, forecast, commitment),
                })
            })
            .collect();
        Self {
            mean_brier: mean(kept.iter().filter_map(KeptForecast::brier)),
            mean_brier_of_simulation: mean(kept.iter().filter_map(KeptForecast::brier_of_simulation)),
            forecasts: kept,
        }
    }
}

fn chance(game: &Game, decision: &Decision, made: &Forecast, commitment: &Commitment) -> f64 {
    let scenario = game.scenario();
    match &commitment.subject {
        Subject::Item(id) => {
            let item = scenario.item_named(id);
            item.map_or(0.0, |item| made.done_by[item.at()][commitment.by as usize - 1])
        }
        Subject::Goal(place) if scenario.goals[place - 1].by == commitment.by => made.goals[place - 1],
        Subject::Goal(place) => {
            // A forecast counts a goal by its own date. When a goal's bonus is earned changes nothing else
            // in a future, so the same futures with the date moved tell the chance for another one.
            let mut moved = Scenario::clone(scenario);
            moved.goals[place - 1].by = commitment.by;
            let source = Source::forecast(game.seed(), decision.sprint);
            let order = &decision.plan.order;
            forecast(&moved, &decision.belief, order, DECISION_FUTURES, source).goals[place - 1]
        }
    }
}

fn mean(scores: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_u32);
    for score in scores {
        sum += score;
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_held_against_how_often_it_came_true() {
        let forecast = |percent, outcome| KeptForecast {
            sprint: 1,
            commitment: Commitment { subject: Subject::Goal(1), by: 2, percent },
            outcome,
            chance: 0.5,
        };
        let said = [(85, Some(true)), (50, Some(false)), (85, Some(false)), (85, Some(true)), (95, None)];
        let forecasts = said.map(|(percent, outcome)| forecast(percent, outcome)).to_vec();
        let kept = Kept { forecasts, mean_brier: None, mean_brier_of_simulation: None };
        let level = |percent, said, kept| Calibration { percent, said, kept };
        assert_eq!(kept.calibration(), [level(50, 1, 0), level(85, 3, 2)]);
    }
}
