//! `toporder simulate`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use super::futures::FuturesArgs;
use super::{Error, Outcome, Output};
use crate::order::Policy;
use crate::report::Spread;
use crate::scenario::load::load;
use crate::scenario::words::{nearest, ticked};
use crate::scenario::{Item, ItemIx, Scenario};
use crate::sim::state::Effort;
use crate::sim::{Belief, Forecast, Summary, forecast};
use crate::words;

/// Run an order over many futures, and print what it gives.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A built-in scenario's name, or a file.
    scenario: PathBuf,
    /// Ids of items, top first, with commas between; items left out are not worked on.
    #[arg(long, value_name = "ID,ID,…", conflicts_with = "policy", allow_hyphen_values = true)]
    order: Option<String>,
    /// Let a rule make the order, at the start; it is held to the end.
    #[arg(long, value_name = "NAME", value_parser = policies())]
    policy: Option<Policy>,
    #[command(flatten)]
    futures: FuturesArgs,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let scenario = load(&self.scenario)?.scenario;
        let belief = Belief::initial(&scenario);
        let order = match (&self.order, self.policy) {
            (Some(ids), _) => parse_order(&scenario, ids)?,
            (None, Some(policy)) => policy.order(&scenario, &belief, self.futures.seed),
            (None, None) => scenario.item_indexes().collect(),
        };
        let result = forecast(&scenario, &belief, &order, self.futures.count, self.futures.source());
        let report = Report::of(&scenario, &order, self.futures.seed, &result);
        if self.json {
            serde_json::to_writer_pretty(&mut *output.out, &report).map_err(std::io::Error::from)?;
            writeln!(output.out)?;
        } else {
            report.print(output, &scenario)?;
        }
        Ok(Outcome::Success)
    }
}

/// Reads the name of a rule.
fn policies() -> impl TypedValueParser<Value = Policy> {
    let possible = |policy: Policy| PossibleValue::new(policy.name()).help(help(policy));
    PossibleValuesParser::new(Policy::ALL.map(possible))
        .try_map(|name| Policy::named(&name).ok_or("there is no such rule"))
}

fn help(policy: Policy) -> &'static str {
    match policy {
        Policy::Given => "The scenario's own order",
        Policy::Random => "Any order",
        Policy::Loudest => "What the most influential stakeholder wants first",
        Policy::Value => "The largest pay-off first",
        Policy::Smallest => "The smallest effort first",
        Policy::Cd3 => "The largest cost of delay divided by duration first",
        Policy::Deadline => "The earliest date first",
        Policy::Par => {
            "The largest cost of delay per effort first, with what it requires; what is worth nothing left out"
        }
        Policy::Best => "The best order found by a search",
    }
}

/// Reads ids with commas between; nothing at all is the empty order.
fn parse_order(scenario: &Scenario, text: &str) -> Result<Vec<ItemIx>, Error> {
    let mut order = Vec::new();
    let mut named = vec![false; scenario.items.len()];
    for id in text.split(',').map(str::trim).filter(|_| !text.trim().is_empty()) {
        let Some(item) = scenario.item_named(id) else {
            let near = nearest(id, scenario.items.iter().map(|item| item.id.as_str()));
            let help = near.map_or_else(
                || "write ids of the scenario's items with one comma between".to_owned(),
                |near| format!("did you mean {}?", ticked(near)),
            );
            let help = Some(help);
            return Err(Error::Usage { message: format!("--order: there is no item {}", ticked(id)), help });
        };
        if std::mem::replace(&mut named[item.at()], true) {
            let help = "name every item once; items left out are not worked on".to_owned();
            let message = format!("--order: {} is named twice", ticked(id));
            return Err(Error::Usage { message, help: Some(help) });
        }
        order.push(item);
    }
    Ok(order)
}

/// What is printed (model, section 5).
#[derive(Debug, Serialize)]
struct Report<'s> {
    scenario: &'s str,
    seed: u64,
    futures: u64,
    order: Vec<&'s str>,
    value: Spread,
    value_by_sprint: Vec<SprintValue>,
    items: Vec<ItemReport<'s>>,
    goals: Vec<GoalReport<'s>>,
    stakeholders: Vec<StakeholderReport<'s>>,
    effort: EffortReport,
}

#[derive(Debug, Serialize)]
struct SprintValue {
    sprint: u32,
    mean: f64,
    p10: f64,
    p50: f64,
    p90: f64,
}

#[derive(Debug, Serialize)]
struct ItemReport<'s> {
    id: &'s str,
    done_by: Vec<f64>,
}

#[derive(Debug, Serialize)]
struct GoalReport<'s> {
    title: &'s str,
    chance: f64,
}

#[derive(Debug, Serialize)]
struct StakeholderReport<'s> {
    id: &'s str,
    trust: f64,
}

#[derive(Debug, Serialize)]
struct EffortReport {
    spent: f64,
    rework: f64,
    idle: f64,
}

impl<'s> Report<'s> {
    fn of(scenario: &'s Scenario, order: &[ItemIx], seed: u64, result: &Forecast) -> Self {
        let Effort { spent, rework, idle } = result.effort;
        let totals = (1..).zip(&result.value_by_sprint);
        let sprint_value = |(sprint, total): (u32, &Summary)| {
            let Summary { mean, p10, p50, p90, .. } = *total;
            SprintValue { sprint, mean, p10, p50, p90 }
        };
        let items = scenario.items.iter().zip(&result.done_by);
        let goals = scenario.goals.iter().zip(&result.goals);
        let people = scenario.stakeholders.iter().zip(&result.trust);
        Self {
            scenario: &scenario.title,
            seed,
            futures: result.futures,
            order: order.iter().map(|&item| scenario.item(item).id.as_str()).collect(),
            value: result.value.into(),
            value_by_sprint: totals.map(sprint_value).collect(),
            items: items.map(|(item, by)| ItemReport { id: &item.id, done_by: by.clone() }).collect(),
            goals: goals.map(|(goal, &chance)| GoalReport { title: &goal.title, chance }).collect(),
            stakeholders: people.map(|(who, &trust)| StakeholderReport { id: &who.id, trust }).collect(),
            effort: EffortReport { spent, rework, idle },
        }
    }

    fn print(&self, output: &mut Output<'_>, scenario: &Scenario) -> std::io::Result<()> {
        let value = |figure| words::amount(figure, &scenario.value_unit);
        let effort = |figure| words::amount(figure, &scenario.effort_unit);
        let out = &mut *output.out;
        let Spread { mean, stderr, p10, p50, p90 } = self.value;
        let futures = words::number(self.futures as f64);
        writeln!(out, "{}: {futures} futures, seed {}", self.scenario, self.seed)?;
        writeln!(out)?;
        writeln!(out, "Value      {} on average (± {})", value(mean), value(stderr))?;
        writeln!(
            out,
            "           {} in one of ten cases or less, {} in the middle, {} in one of ten or more",
            value(p10),
            value(p50),
            value(p90)
        )?;
        let EffortReport { spent, rework, idle } = self.effort;
        writeln!(
            out,
            "Effort     {} spent, {} of it on rework; {} with nothing to do",
            effort(spent),
            effort(rework),
            effort(idle)
        )?;
        writeln!(out)?;
        writeln!(out, "Done in the end:")?;
        for (item, Item { title, .. }) in self.items.iter().zip(&scenario.items) {
            let chance = item.done_by.last().copied().unwrap_or_default();
            let half = item.done_by.iter().position(|&chance| chance >= 0.5);
            let when = half.map_or_else(String::new, |place| format!(", probably in Sprint {}", place + 1));
            writeln!(out, "  {:>6}  {title}{when}", words::percent(chance))?;
        }
        for goal in &self.goals {
            writeln!(out, "Goal       {}: {}", goal.title, words::percent(goal.chance))?;
        }
        for (who, person) in self.stakeholders.iter().zip(&scenario.stakeholders) {
            writeln!(out, "Trust      {}: {} in the end", person.name, words::percent(who.trust))?;
        }
        Ok(())
    }
}
