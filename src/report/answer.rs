//! Everything that a debrief found, as JSON. The README tells what each field means.

use serde::Serialize;

use super::figures::{Figure, Spread};
use super::moments::MomentAnswer;
use super::scores::{Forecasts, Scores};
use crate::debrief::analysis::{Decided, Knowledge, KnowledgeSource, Ladder, Rung, Sum};
use crate::debrief::{FanPoint, Findings};
use crate::game::Game;
use crate::scenario::{ItemIx, Scenario};

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct Answer<'f> {
    scenario: &'f str,
    player: &'f str,
    seed: u64,
    value_unit: &'f str,
    effort_unit: &'f str,
    sprints: u32,
    sprints_played: u32,
    over: bool,
    complete: bool,
    value: Figure,
    sum: Option<SumAnswer>,
    accuracy: Option<Figure>,
    value_by_sprint: Vec<SprintValue>,
    decisions: Vec<Decision<'f>>,
    knowledge: Vec<KnowledgeAnswer<'f>>,
    ladder: Option<LadderAnswer>,
    hindsight: Option<f64>,
    scorecard: Scores<'f>,
    forecasts: Forecasts<'f>,
}

#[derive(Debug, Serialize)]
struct SumAnswer {
    par: Figure,
    decisions: Figure,
    luck: Figure,
    value: f64,
}

/// The running total after a Sprint, and the last forecast of it that was made before.
#[derive(Debug, Serialize)]
struct SprintValue {
    sprint: u32,
    value: Option<f64>,
    forecast_in: u32,
    forecast: Spread,
}

#[derive(Debug, Serialize)]
struct Decision<'f> {
    sprint: u32,
    through: u32,
    order: Vec<&'f str>,
    talks: Vec<&'f str>,
    goal: Option<Goal<'f>>,
    reason: Option<&'f str>,
    worth: Option<Worth<'f>>,
    luck: Option<Figure>,
    moments: Vec<MomentAnswer<'f>>,
}

#[derive(Debug, Serialize)]
struct Worth<'f> {
    futures: usize,
    chosen: Figure,
    par: Figure,
    best: Figure,
    random: Figure,
    choice: Figure,
    lost: Figure,
    stakes: Figure,
    accuracy: Option<Figure>,
    percentile: Figure,
    best_order: Vec<&'f str>,
    best_talks: Vec<&'f str>,
}

#[derive(Debug, Serialize)]
struct KnowledgeAnswer<'f> {
    sprint: u32,
    kind: &'static str,
    item: &'f str,
    worth: Figure,
}

#[derive(Debug, Serialize)]
struct LadderAnswer {
    value: f64,
    above: usize,
    rungs: Vec<RungAnswer>,
}

#[derive(Debug, Serialize)]
struct RungAnswer {
    player: &'static str,
    futures: usize,
    value: Spread,
    lead: Option<Figure>,
    below_played: f64,
}

/// The ids of items.
pub(super) fn ids<'s>(scenario: &'s Scenario, items: &[ItemIx]) -> Vec<&'s str> {
    items.iter().map(|&item| scenario.item(item).id.as_str()).collect()
}

impl<'f> Answer<'f> {
    /// The answer about a game.
    #[must_use]
    pub fn of(findings: &'f Findings) -> Self {
        let Findings { game, analysis, .. } = findings;
        let scenario = &**game.scenario();
        let decisions = analysis.decisions.iter().zip(game.decisions());
        let knowledge = |found: &Knowledge| KnowledgeAnswer::of(scenario, found);
        Self {
            scenario: &scenario.title,
            player: &findings.name,
            seed: game.seed(),
            value_unit: &scenario.value_unit,
            effort_unit: &scenario.effort_unit,
            sprints: scenario.sprints,
            sprints_played: game.state().ended,
            over: game.is_over(),
            complete: findings.is_complete,
            value: analysis.value.into(),
            sum: analysis.sum().map(SumAnswer::from),
            accuracy: analysis.accuracy().map(Figure::from),
            value_by_sprint: findings.fans.latest.iter().map(SprintValue::from).collect(),
            decisions: decisions.map(|(decided, made)| Decision::of(game, decided, made)).collect(),
            knowledge: analysis.knowledge.iter().map(knowledge).collect(),
            ladder: analysis.ladder.as_ref().map(LadderAnswer::from),
            hindsight: analysis.hindsight,
            scorecard: Scores::of(findings),
            forecasts: Forecasts::of(scenario, &findings.kept),
        }
    }
}

impl From<Sum> for SumAnswer {
    fn from(Sum { par, choice, luck, value }: Sum) -> Self {
        Self { par: par.into(), decisions: choice.into(), luck: luck.into(), value }
    }
}

impl From<&FanPoint> for SprintValue {
    fn from(point: &FanPoint) -> Self {
        let FanPoint { sprint, made_in, expected, actual } = *point;
        Self { sprint, value: actual, forecast_in: made_in, forecast: expected.into() }
    }
}

/// What a Sprint was said to be for.
#[derive(Debug, Serialize)]
struct Goal<'f> {
    text: &'f str,
    items: Vec<&'f str>,
    met: Option<bool>,
}

impl<'f> Decision<'f> {
    fn of(game: &'f Game, decided: &'f Decided, made: &'f crate::game::Decision) -> Self {
        let scenario = game.scenario();
        let goal = made.plan.goal.as_ref();
        let moments = decided.moments.iter();
        Self {
            sprint: decided.sprint,
            through: decided.through,
            order: ids(scenario, &made.plan.order),
            talks: ids(scenario, &made.talks),
            goal: goal.map(|goal| Goal {
                text: &goal.text,
                items: ids(scenario, &goal.items),
                met: game.goal_met(made),
            }),
            reason: made.plan.reason.as_deref(),
            worth: decided.worth.as_ref().map(|worth| Worth::of(scenario, worth)),
            luck: decided.luck.map(Figure::from),
            moments: moments.map(|moment| MomentAnswer::of(scenario, moment)).collect(),
        }
    }
}

impl<'f> Worth<'f> {
    fn of(scenario: &'f Scenario, worth: &crate::order::worth::Worth) -> Self {
        Self {
            futures: worth.futures,
            chosen: worth.chosen.into(),
            par: worth.par.into(),
            best: worth.best.into(),
            random: worth.random.into(),
            choice: worth.choice.into(),
            lost: worth.lost.into(),
            stakes: worth.stakes.into(),
            accuracy: worth.accuracy.map(Figure::from),
            percentile: worth.percentile.into(),
            best_order: ids(scenario, &worth.best_choice.order),
            best_talks: ids(scenario, &worth.best_choice.talks),
        }
    }
}

impl<'f> KnowledgeAnswer<'f> {
    fn of(scenario: &'f Scenario, found: &Knowledge) -> Self {
        let (kind, item) = match found.source {
            KnowledgeSource::Experiment(item) => ("experiment", item),
            KnowledgeSource::Conversation(item) => ("conversation", item),
        };
        Self { sprint: found.sprint, kind, item: &scenario.item(item).id, worth: found.worth.into() }
    }
}

impl From<&Ladder> for LadderAnswer {
    fn from(ladder: &Ladder) -> Self {
        let rung = |rung: &Rung| RungAnswer {
            player: rung.player.name(),
            futures: rung.sample.len(),
            value: rung.value.into(),
            lead: rung.lead.map(Figure::from),
            below_played: rung.below_played,
        };
        Self { value: ladder.value, above: ladder.above(), rungs: ladder.rungs.iter().map(rung).collect() }
    }
}
