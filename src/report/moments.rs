//! The moments that mattered, as JSON.

use serde::Serialize;

use super::answer::ids;
use super::figures::Figure;
use crate::debrief::analysis::{Moment, Reason};
use crate::debrief::told;
use crate::order::Change;
use crate::scenario::{ItemIx, Scenario};

#[derive(Debug, Serialize)]
pub(super) struct MomentAnswer<'f> {
    change: ChangeAnswer<'f>,
    into: Vec<&'f str>,
    out: Vec<&'f str>,
    gain: Figure,
    reason: ReasonAnswer<'f>,
    order: Vec<&'f str>,
    talks: Vec<&'f str>,
}

#[derive(Debug, Serialize)]
struct ChangeAnswer<'f> {
    kind: &'static str,
    item: Option<&'f str>,
    before: Option<&'f str>,
    text: String,
}

/// Why, with whom and what it is about; what a reason has nothing to do with is `null`.
#[derive(Debug, Default, Serialize)]
struct ReasonAnswer<'f> {
    kind: &'static str,
    item: Option<&'f str>,
    by: Option<&'f str>,
    goal: Option<&'f str>,
    risk: Option<&'f str>,
    stakeholder: Option<&'f str>,
    value: Option<f64>,
    effort: Option<f64>,
    chance: Option<f64>,
    text: String,
}

impl<'f> MomentAnswer<'f> {
    pub(super) fn of(scenario: &'f Scenario, moment: &'f Moment) -> Self {
        Self {
            change: ChangeAnswer::of(scenario, moment),
            into: ids(scenario, &moment.into),
            out: ids(scenario, &moment.out),
            gain: moment.gain.into(),
            reason: ReasonAnswer::of(scenario, moment),
            order: ids(scenario, &moment.choice.order),
            talks: ids(scenario, &moment.choice.talks),
        }
    }
}

impl<'f> ChangeAnswer<'f> {
    fn of(scenario: &'f Scenario, moment: &Moment) -> Self {
        let (kind, item, before) = match moment.change {
            Change::Earlier { item, before: Some(before) } => ("earlier", Some(item), Some(before)),
            Change::Earlier { item, before: None } => ("last", Some(item), None),
            Change::Later(item) => ("later", Some(item), None),
            Change::Talk(item) => ("talk", Some(item), None),
            Change::NoTalk => ("no_talk", None, None),
        };
        let id = |item: ItemIx| scenario.item(item).id.as_str();
        Self { kind, item: item.map(id), before: before.map(id), text: told::change(scenario, moment) }
    }
}

impl<'f> ReasonAnswer<'f> {
    fn of(scenario: &'f Scenario, moment: &Moment) -> Self {
        let id = |item: ItemIx| Some(scenario.item(item).id.as_str());
        let text = told::reason(scenario, moment);
        let of = |kind: &'static str| Self { kind, text: text.clone(), ..Self::default() };
        match moment.reason {
            Reason::DateMissed { item, amount } => {
                Self { item: id(item), value: Some(amount), ..of("date_missed") }
            }
            Reason::GoalMissed { goal, amount } => {
                let goal = Some(scenario.goals[goal.at()].title.as_str());
                Self { goal, value: Some(amount), ..of("goal_missed") }
            }
            Reason::RiskLeftOpen { risk, chance } => {
                let risk = Some(scenario.risks[risk.at()].id.as_str());
                Self { risk, chance: Some(chance), ..of("risk_left_open") }
            }
            Reason::Escalation { who, chance } => {
                let stakeholder = Some(scenario.stakeholders[who.at()].id.as_str());
                Self { stakeholder, chance: Some(chance), ..of("escalation") }
            }
            Reason::LearnedLate { item, amount } => {
                Self { item: id(item), value: Some(amount), ..of("learned_late") }
            }
            Reason::Blocked { item, by, amount } => {
                Self { item: id(item), by: id(by), value: Some(amount), ..of("blocked") }
            }
            Reason::Rework { item, effort } => Self { item: id(item), effort: Some(effort), ..of("rework") },
            Reason::Upkeep { item, effort } => Self { item: id(item), effort: Some(effort), ..of("upkeep") },
            Reason::HelpCameLate { item } => Self { item: id(item), ..of("help_came_late") },
            Reason::PaysTooLittle { item } => Self { item: id(item), ..of("pays_too_little") },
            Reason::DelayCostsMore { item, amount } => {
                Self { item: id(item), value: Some(amount), ..of("delay_costs_more") }
            }
        }
    }
}
