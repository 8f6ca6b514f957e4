//! What is legal but doubtful: things that will not do what their author probably meant.
//!
//! Doubts are looked for in a checked scenario only, and only where the file itself shows that something
//! cannot matter. A sensible file has none.

mod reach;
mod things;

use super::problem::{Here, MOST, Problem};
use super::words::ticked;
use super::{Effect, Item, ItemIx, Scenario, Targets};

/// Every doubt about a scenario. Empty texts and effects without targets are found by the check itself.
pub(super) fn find(scenario: &Scenario) -> Vec<Problem> {
    let startable = reach::startable(scenario);
    let mut doubts = Doubts { scenario, startable, problems: Vec::new() };
    doubts.team();
    doubts.stakeholders();
    doubts.items();
    doubts.goals();
    doubts.risks();
    doubts.titles();
    doubts.problems
}

struct Doubts<'s> {
    scenario: &'s Scenario,
    /// For each item, whether work on it can ever start.
    startable: Vec<bool>,
    problems: Vec<Problem>,
}

impl Doubts<'_> {
    fn report(&mut self, problem: Problem) {
        if self.problems.len() < MOST {
            self.problems.push(problem);
        }
    }

    fn team(&mut self) {
        let (_, _, most) = self.scenario.team.velocity.spread();
        if most <= 0.0 {
            let team = Here::Root.field("team");
            let problem = Problem::warning(
                "no-velocity",
                team.field("velocity").path(),
                "with a velocity of 0 nothing is ever Done",
            )
            .label("always 0")
            .help("Write how much effort the team can spend in a Sprint.");
            self.report(problem);
        }
    }

    fn stakeholders(&mut self) {
        let mut served = vec![false; self.scenario.stakeholders.len()];
        for benefit in self.scenario.items.iter().flat_map(|item| &item.benefits) {
            served[benefit.stakeholder.at()] |= benefit.amount.likely() > 0.0;
        }
        let list = Here::Root.field("stakeholders");
        for (n, stakeholder) in self.scenario.stakeholders.iter().enumerate() {
            let here = list.entry(n);
            if !served[n] {
                let message = format!("no item serves {}", ticked(&stakeholder.id));
                let problem = Problem::warning("never-served", here.field("id").path(), message)
                    .label("waits in vain")
                    .help("Their trust can only fall. Give an item a benefit for them, with a likely amount above 0.");
                self.report(problem);
            }
            self.effects(&stakeholder.escalation, None, &here.field("escalation"));
        }
    }

    fn goals(&mut self) {
        let list = Here::Root.field("goals");
        for (n, goal) in self.scenario.goals.iter().enumerate() {
            let here = list.entry(n);
            let place = here.field("items");
            for (k, item) in goal.items.iter().enumerate() {
                if self.startable[item.at()] && !self.is_too_large(*item) {
                    continue;
                }
                let id = ticked(&self.scenario.item(*item).id);
                let problem = Problem::warning(
                    "out-of-reach",
                    place.entry(k).path(),
                    format!("this goal can never be reached: {id} cannot be Done"),
                )
                .label("never Done")
                .help("See the warning about the item.");
                self.report(problem);
            }
        }
    }

    fn risks(&mut self) {
        let list = Here::Root.field("risks");
        for (n, risk) in self.scenario.risks.iter().enumerate() {
            let here = list.entry(n);
            if risk.chance <= 0.0 {
                let problem =
                    Problem::warning("idle-risk", here.field("chance").path(), "this risk never strikes")
                        .label("no chance")
                        .help("Write a chance above 0, or remove the risk.");
                self.report(problem);
            }
            if risk.impact.is_empty() {
                let problem = Problem::warning(
                    "idle-risk",
                    here.field("id").path(),
                    "this risk changes nothing when it strikes",
                )
                .label("no `impact`")
                .help("Give it an `impact`, for example [{ \"effect\": \"cost\", \"amount\": 5 }].");
                self.report(problem);
            }
            self.effects(&risk.impact, None, &here.field("impact"));
        }
    }

    /// Effects of one list, which is `own`'s `on_done` or no item's.
    fn effects(&mut self, effects: &[Effect], own: Option<ItemIx>, list: &Here<'_>) {
        for (n, effect) in effects.iter().enumerate() {
            let here = list.entry(n);
            let place = here.field("items");
            if let (Some(own), Some(named)) = (own, named(effect))
                && let Some(k) = named.iter().position(|item| *item == own)
            {
                let problem = Problem::warning(
                    "own-effect",
                    place.entry(k).path(),
                    "an item's own effects never reach it",
                )
                .label("the item itself")
                .help("It is Done when they happen. Remove it from the list.");
                self.report(problem);
            }
            match effect {
                Effect::Reveal { items } => self.reveal(items, &place),
                Effect::Arrive { items } => self.arrive(items, &place),
                _ => {}
            }
        }
    }

    fn reveal(&mut self, targets: &Targets, here: &Here<'_>) {
        let certain =
            |item: &Item| item.effort.is_certain() && item.benefits.iter().all(|b| b.amount.is_certain());
        let nothing = match targets {
            Targets::All => self.scenario.items.iter().all(certain),
            Targets::Some(items) => {
                !items.is_empty() && items.iter().all(|item| certain(self.scenario.item(*item)))
            }
        };
        if nothing {
            let problem = Problem::warning(
                "nothing-to-reveal",
                here.path(),
                "there is nothing to reveal: all figures of these items are certain",
            )
            .label("all certain")
            .help("Give an effort or an amount a range { \"low\": …, \"likely\": …, \"high\": … }.");
            self.report(problem);
        }
    }

    fn arrive(&mut self, items: &[ItemIx], here: &Here<'_>) {
        for (k, item) in items.iter().enumerate() {
            let item = self.scenario.item(*item);
            if !item.arrives {
                let message = format!("{} is in the Product Backlog from the start", ticked(&item.id));
                let problem = Problem::warning("already-there", here.entry(k).path(), message)
                    .label("there already")
                    .help("Write \"arrives\": true in that item, or remove it from this list.");
                self.report(problem);
            }
        }
    }

    /// Whether not even the best luck gives the capacity for an item. Where effects can make it smaller or
    /// the team faster, it is not called too large.
    fn is_too_large(&self, item: ItemIx) -> bool {
        let (_, _, velocity) = self.scenario.team.velocity.spread();
        let capacity = velocity * f64::from(self.scenario.sprints);
        let helps = |effect: &Effect| match effect {
            Effect::Effort { items, factor } => *factor < 1.0 && reaches(items, item),
            Effect::Velocity { factor, .. } => *factor > 1.0,
            _ => false,
        };
        capacity > 0.0
            && self.scenario.item(item).effort.low() > capacity
            && !all_effects(self.scenario).any(helps)
    }
}

/// The items that an effect names one by one.
fn named(effect: &Effect) -> Option<&[ItemIx]> {
    match effect {
        Effect::Effort { items: Targets::Some(items), .. }
        | Effect::Value { items: Targets::Some(items), .. }
        | Effect::Reveal { items: Targets::Some(items) }
        | Effect::Arrive { items } => Some(items),
        _ => None,
    }
}

fn reaches(targets: &Targets, item: ItemIx) -> bool {
    match targets {
        Targets::All => true,
        Targets::Some(items) => items.contains(&item),
    }
}

fn all_effects(scenario: &Scenario) -> impl Iterator<Item = &Effect> {
    let items = scenario.items.iter().flat_map(|item| &item.on_done);
    let stakeholders = scenario.stakeholders.iter().flat_map(|stakeholder| &stakeholder.escalation);
    items.chain(stakeholders).chain(scenario.risks.iter().flat_map(|risk| &risk.impact))
}
