//! Stakeholders, goals and risks.

use super::figures::{CHANCE, FIGURE, VALUE};
use super::ids::Among;
use super::{Check, Hinge};
use crate::scenario::problem::{Here, Problem};
use crate::scenario::raw::{RawGoal, RawRisk, RawStakeholder};
use crate::scenario::{Goal, ItemIx, Risk, Stakeholder};

impl Check<'_> {
    pub(super) fn stakeholders(&mut self) -> Vec<Stakeholder> {
        let list = Here::Root.field("stakeholders");
        if self.raw.stakeholders.is_empty() {
            let problem =
                Problem::error("empty-list", list.path(), "a scenario needs at least one stakeholder")
                    .label("empty")
                    .help("Add { \"id\": …, \"name\": …, \"role\": …, \"wants\": … }.");
            self.report(problem);
        }
        let raws = self.raw.stakeholders.iter().enumerate();
        raws.map(|(n, raw)| self.stakeholder(raw, &list.entry(n))).collect()
    }

    fn stakeholder(&mut self, raw: &RawStakeholder, here: &Here<'_>) -> Stakeholder {
        Stakeholder {
            id: raw.id.clone(),
            name: self.line(&raw.name, &here.field("name")),
            role: self.prose(&raw.role, &here.field("role")),
            wants: self.prose(&raw.wants, &here.field("wants")),
            influence: self.figure(raw.influence.unwrap_or(1.0), FIGURE, &here.field("influence")),
            patience: self.count(raw.patience.unwrap_or(2), &here.field("patience")),
            trust: self.figure(raw.trust.unwrap_or(0.6), CHANCE, &here.field("trust")),
            voice: self.all_prose(&raw.voice, &here.field("voice")),
            escalation: self.effects(&raw.escalation, &here.field("escalation")),
        }
    }

    pub(super) fn goals(&mut self, sprints: u32) -> Vec<Goal> {
        let list = Here::Root.field("goals");
        let raws = self.raw.goals.iter().enumerate();
        raws.map(|(n, raw)| self.goal(raw, sprints, &list.entry(n))).collect()
    }

    fn goal(&mut self, raw: &RawGoal, sprints: u32, here: &Here<'_>) -> Goal {
        let list = here.field("items");
        if raw.items.is_empty() {
            let problem = Problem::error("empty-list", list.path(), "a goal needs at least one item")
                .label("empty")
                .help("Name the items that must be Done to reach it.");
            self.report(problem);
        }
        let items = self.references(&raw.items, Among::Items, &list);
        let by = raw.by.map(|by| self.sprint(by, 1, sprints, &here.field("by")));
        Goal {
            title: self.line(&raw.title, &here.field("title")),
            items: items.into_iter().map(|(item, _)| ItemIx::new(item)).collect(),
            by: by.unwrap_or(sprints),
            bonus: self.range(raw.bonus, VALUE, &here.field("bonus")),
        }
    }

    pub(super) fn risks(&mut self, sprints: u32) -> Vec<Risk> {
        let list = Here::Root.field("risks");
        let raws = self.raw.risks.iter().enumerate();
        raws.map(|(n, raw)| self.risk(raw, sprints, &list.entry(n))).collect()
    }

    fn risk(&mut self, raw: &RawRisk, sprints: u32, here: &Here<'_>) -> Risk {
        let (from_place, to_place) = (here.field("from"), here.field("to"));
        let from = self.sprint(raw.from, 1, sprints, &from_place);
        let to = self.sprint(raw.to, 1, sprints, &to_place);
        if raw.from > raw.to {
            let message =
                format!("this risk ends in Sprint {}, before it begins in Sprint {}", raw.to, raw.from);
            let problem = Problem::error("window-order", to_place.path(), message)
                .label(format!("before Sprint {}", raw.from))
                .related(from_place.path(), "it begins here")
                .help("`to` is the last Sprint in which it can strike, so at least `from`.")
                .hinges_on(Hinge::Value(from_place.path()));
            self.report(problem);
        }
        Risk {
            id: raw.id.clone(),
            title: self.line(&raw.title, &here.field("title")),
            text: self.prose(&raw.text, &here.field("text")),
            chance: self.figure(raw.chance, CHANCE, &here.field("chance")),
            from,
            to,
            impact: self.effects(&raw.impact, &here.field("impact")),
        }
    }

    /// The number of a Sprint that is played.
    fn sprint(&mut self, value: u64, first: u32, last: u32, here: &Here<'_>) -> u32 {
        let kept = value.clamp(first.into(), last.into());
        if kept != value {
            let sprints = Here::Root.field("sprints").path();
            let name = here.name();
            let problem = if value > kept {
                Problem::error(
                    "no-such-sprint",
                    here.path(),
                    format!("{name} is Sprint {value}, after the last one played"),
                )
                .label(format!("after Sprint {last}"))
                .related(sprints.clone(), "how many are played")
                .hinges_on(Hinge::Value(sprints))
            } else {
                Problem::error(
                    "no-such-sprint",
                    here.path(),
                    format!("{name} cannot be {value}: the first Sprint is 1"),
                )
                .label("too early")
            };
            self.report(problem.help(format!("Write a Sprint from {first} to {last}.")));
        }
        // It lies between two numbers of 32 bits.
        u32::try_from(kept).unwrap_or(last)
    }
}
