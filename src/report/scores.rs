//! The scorecard and the forecasts kept, as JSON.

use serde::Serialize;

use crate::debrief::{Account, Escalation, Findings, Kept, KeptForecast, ReworkedItem, Verdict};
use crate::game::Subject;
use crate::scenario::{ItemIx, Scenario};

/// What a good Product Owner changes.
#[derive(Debug, Serialize)]
pub(super) struct Scores<'f> {
    needless_work: NeedlessWork<'f>,
    time_to_value: TimeToValue,
    learning: Option<Vec<f64>>,
    rework: Rework<'f>,
    trust: Trust<'f>,
}

#[derive(Debug, Serialize)]
struct NeedlessWork<'f> {
    effort: f64,
    share: f64,
    items: Vec<Worked<'f>>,
}

#[derive(Debug, Serialize)]
struct Worked<'f> {
    id: &'f str,
    effort: f64,
    upkeep: f64,
    payoff: f64,
    cost: f64,
    verdict: &'static str,
}

#[derive(Debug, Serialize)]
struct TimeToValue {
    covered: Option<u32>,
    half: Option<u32>,
}

#[derive(Debug, Serialize)]
struct Rework<'f> {
    effort: f64,
    share: f64,
    items: Vec<Reworked<'f>>,
}

#[derive(Debug, Serialize)]
struct Reworked<'f> {
    id: &'f str,
    effort: f64,
}

#[derive(Debug, Serialize)]
struct Trust<'f> {
    mean: f64,
    stakeholders: Vec<Person<'f>>,
    escalations: Vec<Escalated<'f>>,
}

#[derive(Debug, Serialize)]
struct Person<'f> {
    id: &'f str,
    trust: f64,
    after_sprint: Vec<f64>,
}

#[derive(Debug, Serialize)]
struct Escalated<'f> {
    id: &'f str,
    sprint: u32,
}

impl<'f> Scores<'f> {
    pub(super) fn of(findings: &'f Findings) -> Self {
        let scenario = &**findings.game.scenario();
        let card = &findings.scorecard;
        let id = |item: ItemIx| scenario.item(item).id.as_str();
        let worked = |account: &Account| Worked {
            id: id(account.item),
            effort: account.effort,
            upkeep: account.upkeep,
            payoff: account.payoff,
            cost: account.cost,
            verdict: verdict(account.verdict),
        };
        let reworked = |item: &ReworkedItem| Reworked { id: id(item.item), effort: item.effort };
        let people = scenario.stakeholders.iter().zip(&card.trust.now).enumerate();
        let after = |place: usize| card.trust.after_sprint.iter().map(move |trusts| trusts[place]);
        let escalated = |escalation: &Escalation| Escalated {
            id: &scenario.stakeholders[escalation.who.at()].id,
            sprint: escalation.sprint,
        };
        Self {
            needless_work: NeedlessWork {
                effort: card.needless.effort,
                share: card.needless.share,
                items: card.needless.accounts.iter().map(worked).collect(),
            },
            time_to_value: TimeToValue { covered: card.time_to_value.covered, half: card.time_to_value.half },
            learning: card.learning.clone(),
            rework: Rework {
                effort: card.rework.effort,
                share: card.rework.share,
                items: card.rework.items.iter().map(reworked).collect(),
            },
            trust: Trust {
                mean: card.trust.mean,
                stakeholders: people
                    .map(|(place, (who, &trust))| Person {
                        id: &who.id,
                        trust,
                        after_sprint: after(place).collect(),
                    })
                    .collect(),
                escalations: card.trust.escalations.iter().map(escalated).collect(),
            },
        }
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Paid => "paid",
        Verdict::Helped => "helped",
        Verdict::Open => "open",
        Verdict::TooLittle => "too_little",
        Verdict::NeverDone => "never_done",
    }
}

/// Forecasts kept.
#[derive(Debug, Serialize)]
pub(super) struct Forecasts<'f> {
    mean_brier: Option<f64>,
    mean_brier_of_simulation: Option<f64>,
    committed: Vec<Committed<'f>>,
}

#[derive(Debug, Serialize)]
struct Committed<'f> {
    sprint: u32,
    item: Option<&'f str>,
    goal: Option<&'f str>,
    by: u32,
    percent: u8,
    chance_in_simulation: f64,
    kept: Option<bool>,
    brier: Option<f64>,
    brier_of_simulation: Option<f64>,
}

impl<'f> Forecasts<'f> {
    pub(super) fn of(scenario: &'f Scenario, kept: &'f Kept) -> Self {
        let committed = |forecast: &'f KeptForecast| {
            let (item, goal) = match &forecast.commitment.subject {
                Subject::Item(id) => (Some(id.as_str()), None),
                Subject::Goal(_) => {
                    (None, Some(crate::words::subject(scenario, &forecast.commitment.subject)))
                }
            };
            Committed {
                sprint: forecast.sprint,
                item,
                goal,
                by: forecast.commitment.by,
                percent: forecast.commitment.percent,
                chance_in_simulation: forecast.chance,
                kept: forecast.outcome,
                brier: forecast.brier(),
                brier_of_simulation: forecast.brier_of_simulation(),
            }
        };
        Self {
            mean_brier: kept.mean_brier,
            mean_brier_of_simulation: kept.mean_brier_of_simulation,
            committed: kept.forecasts.iter().map(committed).collect(),
        }
    }
}
