//! Doubts about items, and about titles.

use std::collections::HashMap;

use super::{Doubts, all_effects};
use crate::scenario::problem::{Here, Problem};
use crate::scenario::words::{self, figure, ticked};
use crate::scenario::{Benefit, Effect, Item, ItemIx, Kind, When};

impl Doubts<'_> {
    pub(super) fn items(&mut self) {
        let list = Here::Root.field("items");
        let scenario = self.scenario;
        for item in scenario.item_indexes() {
            let here = list.entry(item.at());
            self.start(item, &here);
            self.size(item, &here);
            let item_of = scenario.item(item);
            self.experiment(item_of, &here);
            self.rework(item.at(), &here);
            let benefits = here.field("value");
            for (n, benefit) in item_of.benefits.iter().enumerate() {
                self.benefit(benefit, &benefits.entry(n));
            }
            self.effects(&item_of.on_done, Some(item), &here.field("on_done"));
        }
        self.talk();
    }

    fn start(&mut self, item: ItemIx, here: &Here<'_>) {
        if self.startable[item.at()] {
            return;
        }
        let Item { id, requires, .. } = self.scenario.item(item);
        if let Some(n) = requires.iter().position(|other| !self.startable[other.at()]) {
            let list = here.field("requires");
            let other = ticked(&self.scenario.item(requires[n]).id);
            let message =
                format!("{} can never be started: it requires {other}, which cannot be Done", ticked(id));
            let problem = Problem::warning("never-started", list.entry(n).path(), message)
                .label("never Done")
                .help(format!("See the warning about {other}."));
            self.report(problem);
            return;
        }
        let brings = |effect: &Effect| matches!(effect, Effect::Arrive { items } if items.contains(&item));
        let why = if all_effects(self.scenario).any(brings) {
            "what brings it can never happen"
        } else {
            "nothing brings it into the Product Backlog"
        };
        let message = format!("{} can never be started: {why}", ticked(id));
        let problem = Problem::warning("never-started", here.field("arrives").path(), message)
            .label("never arrives")
            .help(format!(
                "Add {{ \"effect\": \"arrive\", \"items\": [\"{}\"] }} to an item, a risk or an escalation; or remove `arrives`.",
                words::excerpt(id)
            ));
        self.report(problem);
    }

    fn size(&mut self, item: ItemIx, here: &Here<'_>) {
        if !self.is_too_large(item) {
            return;
        }
        let effort = self.scenario.item(item).effort.low();
        let (_, _, velocity) = self.scenario.team.velocity.spread();
        let capacity = velocity * f64::from(self.scenario.sprints);
        let message = format!(
            "{} can never be Done: it takes at least {}, and all Sprints together have {}",
            ticked(&self.scenario.item(item).id),
            figure(effort),
            figure(capacity)
        );
        let problem = Problem::warning("too-large", here.field("effort").path(), message)
            .label("larger than all capacity")
            .help("Split the item, or play more Sprints.");
        self.report(problem);
    }

    fn experiment(&mut self, item: &Item, here: &Here<'_>) {
        let idle = item.on_done.is_empty() && item.unlocks.is_empty() && item.benefits.is_empty();
        if item.kind == Kind::Experiment && idle {
            let problem = Problem::warning(
                "idle-experiment",
                here.field("kind").path(),
                format!("nothing is learned from {}", ticked(&item.id)),
            )
            .label("changes nothing")
            .help("Say what it finds out: \"on_done\": [{ \"effect\": \"reveal\", \"items\": […] }].");
            self.report(problem);
        }
    }

    fn rework(&mut self, item: usize, here: &Here<'_>) {
        let written = self.scenario.source.items[item].rework_chance;
        if self.scenario.refinement.is_none() && written.is_some_and(|chance| chance > 0.0) {
            let problem = Problem::warning(
                "no-refinement",
                here.field("rework_chance").path(),
                "there is no rework in a scenario without `refinement`",
            )
            .label("has no effect")
            .help("Add `refinement` to the scenario, or leave `rework_chance` out.");
            self.report(problem);
        }
    }

    /// One warning for all conversations: the cure is the same.
    fn talk(&mut self) {
        if self.scenario.refined_per_sprint() > 0 {
            return;
        }
        if let Some(item) = self.scenario.items.iter().position(|item| !item.talk.is_empty()) {
            let list = Here::Root.field("items");
            let entry = list.entry(item);
            let path = entry.field("talk").path();
            let problem = Problem::warning(
                "no-refinement",
                path,
                "nobody can ask: talking about an item refines it, and this scenario refines none",
            )
            .label("never asked")
            .help(
                "Add \"refinement\": { \"per_sprint\": 1, \"rework_chance\": 0.3, \"rework_extra\": 0.5 }.",
            );
            self.report(problem);
        }
    }

    fn benefit(&mut self, benefit: &Benefit, here: &Here<'_>) {
        if benefit.amount.is_certain() && benefit.amount.low() == 0.0 {
            let problem =
                Problem::warning("no-amount", here.field("amount").path(), "this benefit pays nothing")
                    .label("always 0")
                    .help("Write an amount, or remove the benefit.");
            self.report(problem);
        }
        let (played, paid) = (self.scenario.sprints, self.scenario.benefit_sprints);
        let (field, message, label, least) = match benefit.when {
            When::By(0) => ("by", "this can never be met: the first Sprint is 1".into(), "too early", 1),
            When::By(by) if by > played => (
                "by",
                format!("this date is after the last Sprint played, which is {played}"),
                "after the game",
                1,
            ),
            When::FineAfter(after) if after >= paid => (
                "fine_after",
                format!("this fine is never due: benefits count up to Sprint {paid}"),
                "never due",
                0,
            ),
            When::FineAfter(after) if after > played => (
                "fine_after",
                format!("this fine begins after the last Sprint played, which is {played}"),
                "after the game",
                0,
            ),
            _ => return,
        };
        let place = here.field("when");
        let problem = Problem::warning("date-outside", place.field(field).path(), message)
            .label(label)
            .help(format!("Write a Sprint from {least} to {played}."));
        self.report(problem);
    }

    pub(super) fn titles(&mut self) {
        let scenario = self.scenario;
        self.same_titles("items", scenario.items.iter().map(|item| &*item.title));
        self.same_titles("goals", scenario.goals.iter().map(|goal| &*goal.title));
        self.same_titles("risks", scenario.risks.iter().map(|risk| &*risk.title));
    }

    fn same_titles<'a>(&mut self, list: &'static str, titles: impl Iterator<Item = &'a str>) {
        let parent = Here::Root.field(list);
        let mut first = HashMap::new();
        for (n, title) in titles.enumerate().filter(|(_, title)| !title.trim().is_empty()) {
            let Some(earlier) = first.get(title) else {
                first.insert(title, n);
                continue;
            };
            let (entry, earlier) = (parent.entry(n), parent.entry(*earlier));
            let message = format!("two {list} have the title \"{}\"", words::excerpt(title));
            let problem = Problem::warning("same-title", entry.field("title").path(), message)
                .label("used again here")
                .related(earlier.field("title").path(), "first used here")
                .help("People tell them apart by their titles: change one.");
            self.report(problem);
        }
    }
}
