//! The value that was to be expected when each decision was taken, beside what came.

use crate::game::{Decision, Game};
use crate::scenario::TINY;
use crate::sim::{Forecast, Source, Summary, forecast};

/// Futures of the forecast behind each decision: the chances are good to about one percentage point.
pub const DECISION_FUTURES: u64 = 2_000;

/// The forecast of each decision's order under what was known then, on the futures that forecasts in play
/// came from. One per decision, to be shared by [`Kept`](super::Kept) and [`Fans`].
#[must_use]
pub fn forecasts(game: &Game) -> Vec<Forecast> {
    let decisions = game.decisions().iter();
    decisions
        .map(|decision| {
            let source = Source::forecast(game.seed(), decision.sprint);
            forecast(game.scenario(), &decision.belief, &decision.plan.order, DECISION_FUTURES, source)
        })
        .collect()
}

/// Forecasts of the running total, decision by decision, beside what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Fans {
    /// One per decision.
    pub fans: Vec<Fan>,
    /// For each Sprint recorded, the forecast for it that was made last before it was run.
    pub latest: Vec<FanPoint>,
}

/// The forecast made with one decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    /// The Sprint in which it was made.
    pub made_in: u32,
    /// The last Sprint run on that decision.
    pub through: u32,
    /// From `made_in` to L.
    pub points: Vec<FanPoint>,
}

/// What was to be expected of one Sprint, and what came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanPoint {
    /// The Sprint.
    pub sprint: u32,
    /// The Sprint in which the forecast was made.
    pub made_in: u32,
    /// Forecast of the running total after `sprint`, value units.
    pub expected: Summary,
    /// The running total after `sprint`, value units; `None` while it is still to come.
    pub actual: Option<f64>,
}

impl FanPoint {
    /// Whether the result fell inside P10 to P90, the ends included; `None` while it is still to come.
    #[must_use]
    pub fn is_inside(&self) -> Option<bool> {
        self.actual.map(|actual| {
            // The two sums are added up in different ways, so equal ones differ by rounding.
            let slack = TINY * actual.abs().max(1.0);
            (self.expected.p10 - slack..=self.expected.p90 + slack).contains(&actual)
        })
    }
}

impl Fans {
    /// The fans of a game, from its [`forecasts`].
    #[must_use]
    pub fn of(game: &Game, forecasts: &[Forecast]) -> Self {
        let totals = game.running_totals();
        let fan = |(decision, forecast): (&Decision, &Forecast)| {
            let point = |(place, &expected): (usize, &Summary)| {
                let sprint = forecast.from + place as u32;
                let actual = totals.get(sprint as usize - 1).copied();
                FanPoint { sprint, made_in: decision.sprint, expected, actual }
            };
            Fan {
                made_in: decision.sprint,
                through: decision.through,
                points: forecast.value_by_sprint.iter().enumerate().map(point).collect(),
            }
        };
        let fans: Vec<Fan> = game.decisions().iter().zip(forecasts).map(fan).collect();
        let mut latest = Vec::with_capacity(totals.len());
        for (place, fan) in fans.iter().enumerate() {
            let next = fans.get(place + 1).map_or(u32::MAX, |next| next.made_in);
            let own = fan.points.iter().take_while(|point| point.sprint < next);
            latest.extend(own.filter(|point| point.actual.is_some()));
        }
        Self { fans, latest }
    }

    /// How many Sprints came out inside P10 to P90 of the last forecast before them, and of how many.
    #[must_use]
    pub fn inside(&self) -> (usize, usize) {
        let inside = self.latest.iter().filter(|point| point.is_inside() == Some(true)).count();
        (inside, self.latest.len())
    }
}
