//! Par: a fixed, quick and respectable player (model, section 3).
//!
//! Par sees what is known and nothing else, and orders afresh in every Sprint. Where the model is silent,
//! this is decided here:
//!
//! - A **package** is an item with everything that it still requires, or all that a goal still needs.
//! - **Means.** Amounts and efforts are the means of what is known; an item that nobody has started or
//!   refined has the mean rework on top. A Sprint has the mean velocity times the factors in force then,
//!   without the upkeep due.
//! - **When** a package would be Done is reckoned from the effort placed before it. Plans slip: what would be
//!   Done in the first quarter of a Sprint's capacity is so, in the second it slips into the next Sprint with
//!   a chance of a tenth, in the third of three tenths, in the last of a half.
//! - **The cost of delaying it by one Sprint** is the pay-off of its items Done then without that of Done a
//!   Sprint later. A goal's bonus is lost by the Sprint of delay that misses its date. That nothing is Done
//!   after the last Sprint counts once that Sprint is being filled; before, it would only make urgent what
//!   happens to come out near the end.
//! - **Per remaining effort**: upkeep to the end of the last Sprint is effort, too.
//! - The package whose delay costs most per effort goes first, again and again; among equals the larger
//!   pay-off per effort, then the file's order. A **second look** goes to the three best: if two of them pay
//!   more together in the other order, and neither needs upkeep, they change places. Delay by a Sprint is a yardstick; this is the
//!   delay by the other package that is really at stake.
//! - What would pay less than nothing is left out.
//! - An item that has not arrived has a place, after all that it requires, but takes none of the effort.
//! - Effects are not reckoned with: Par does an experiment for its own pay-off, and then uses what it told.
//!
//! In play only the work of one Sprint matters, because the next is ordered afresh. There ([`Reach::Sprint`])
//! Par goes on until what is placed would fill a Sprint of the largest velocity and a quarter of another,
//! and orders the rest by the rank that it has then.

mod planner;

pub use planner::Planner;

use crate::scenario::{ItemIx, Scenario};
use crate::sim::Known;
use crate::sim::belief::times;
use crate::sim::state::Progress;

/// How many items a package may have. An item that needs more is looked at when what it names is placed.
const PACKAGE_MAX: usize = 64;

/// Figures in the table of pay-offs, items × Sprints; beyond, they are worked out each time.
const TABLE_MAX: usize = 4_000_000;

/// How far ahead an order is thought through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// As far as the Sprint that is ordered can reach.
    Sprint,
    /// To the last Sprint, for an order that will be held.
    Horizon,
}

/// What Par knows of a scenario before any play, worked out once.
#[derive(Debug)]
pub struct Par<'s> {
    scenario: &'s Scenario,
    /// Mean and largest velocity, effort units.
    velocity: (f64, f64),
    /// Mean effort of each item, effort units.
    effort: Vec<f64>,
    /// What rework multiplies it by on average, until it is refined.
    rework: Vec<f64>,
    /// Mean pay-off of each item Done in Sprints 0 to H + 1, a row for each; empty if that is too much.
    pay: Vec<f64>,
    bonus: Vec<f64>,
    /// Those of the items, then those of the goals.
    packages: Vec<Package>,
    /// For each item the packages of others that change when it is placed.
    touched: Vec<Vec<u32>>,
}

/// An item or a goal, and what has to be Done for it.
#[derive(Debug)]
struct Package {
    /// Each after what it requires.
    items: Vec<ItemIx>,
    goal: Option<usize>,
    /// Whether everything that it requires is in it.
    is_whole: bool,
}

impl<'s> Par<'s> {
    /// Works out what does not change in play.
    #[must_use]
    pub fn new(scenario: &'s Scenario) -> Self {
        let (_, mean, high) = scenario.team.velocity.spread();
        let has_table = scenario.items.len() * (scenario.sprints as usize + 2) <= TABLE_MAX;
        let mut par = Self {
            scenario,
            velocity: (mean, high),
            effort: scenario.items.iter().map(|item| item.effort.mean()).collect(),
            rework: scenario
                .items
                .iter()
                .map(|item| 1.0 + item.rework_chance * scenario.rework_extra())
                .collect(),
            pay: Vec::new(),
            bonus: scenario.goals.iter().map(|goal| goal.bonus.mean()).collect(),
            packages: packages(scenario),
            touched: vec![Vec::new(); scenario.items.len()],
        };
        if has_table {
            let rows =
                scenario.item_indexes().flat_map(|item| (0..=scenario.sprints + 1).map(move |d| (item, d)));
            par.pay = rows.map(|(item, done)| par.mean_pay_off(item, done.max(1))).collect();
        }
        for (index, package) in par.packages.iter().enumerate() {
            let needs =
                if package.is_whole { &package.items[..] } else { &scenario.item(package.items[0]).requires };
            for item in needs {
                par.touched[item.at()].push(index as u32);
            }
        }
        par
    }

    fn mean_pay_off(&self, item: ItemIx, done: u32) -> f64 {
        let benefits = self.scenario.item(item).benefits.iter();
        let last = self.scenario.benefit_sprints;
        benefits.map(|benefit| benefit.amount.mean() * times(benefit.when, done, last)).sum()
    }

    /// The mean effort left on an item that is not Done, mean rework included.
    pub(super) fn effort_left(&self, known: Known<'_>, item: ItemIx) -> f64 {
        let here = known.state().item(item);
        match here.progress {
            Progress::Done { .. } => 0.0,
            Progress::Started { remaining } => remaining,
            Progress::Waiting => {
                let plain = known.true_effort(item).unwrap_or(self.effort[item.at()]);
                let rework = if here.refined { 1.0 } else { self.rework[item.at()] };
                plain * here.effort_factor * rework
            }
        }
    }
}

/// The packages of all items, then those of all goals.
fn packages(scenario: &Scenario) -> Vec<Package> {
    let mut packages: Vec<Package> = Vec::with_capacity(scenario.items.len() + scenario.goals.len());
    for item in scenario.item_indexes() {
        let closure = with_needs(scenario, &[item]);
        let is_whole = closure.is_some();
        packages.push(Package { items: closure.unwrap_or_else(|| vec![item]), goal: None, is_whole });
    }
    for (index, goal) in scenario.goals.iter().enumerate() {
        // A goal that needs more than a package may have is left to the packages of its items.
        let items = with_needs(scenario, &goal.items).unwrap_or_default();
        packages.push(Package { items, goal: Some(index), is_whole: true });
    }
    packages
}

/// Items with all that they require, each after what it requires; `None` if that is more than a package.
fn with_needs(scenario: &Scenario, wanted: &[ItemIx]) -> Option<Vec<ItemIx>> {
    let mut items: Vec<ItemIx> = Vec::new();
    let mut seen: Vec<ItemIx> = Vec::new();
    let mut stack: Vec<(ItemIx, bool)> = wanted.iter().rev().map(|&item| (item, false)).collect();
    while let Some((item, needs_are_in)) = stack.pop() {
        if needs_are_in {
            items.push(item);
        } else if !seen.contains(&item) {
            if seen.len() == PACKAGE_MAX {
                return None;
            }
            seen.push(item);
            stack.push((item, true));
            stack.extend(scenario.item(item).requires.iter().rev().map(|&needed| (needed, false)));
        }
    }
    Some(items)
}
