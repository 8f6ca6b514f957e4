//! Effects of items, risks and escalations (model, section 1.2).

use super::figures::{FIGURE, POSITIVE, VALUE};
use super::ids::Among;
use super::{Check, MOST_COUNT};
use crate::scenario::problem::{Here, Problem};
use crate::scenario::raw::{RawEffect, RawTargets};
use crate::scenario::{Effect, ItemIx, RiskIx, Targets};

impl Check<'_> {
    /// The effects of one list. Cost effects take their slots in the order in which lists are checked.
    pub(super) fn effects(&mut self, raw: &[RawEffect], list: &Here<'_>) -> Vec<Effect> {
        raw.iter().enumerate().map(|(n, raw)| self.effect(raw, &list.entry(n))).collect()
    }

    fn effect(&mut self, raw: &RawEffect, here: &Here<'_>) -> Effect {
        let factor = here.field("factor");
        match raw {
            RawEffect::Effort { items, factor: by } => Effect::Effort {
                items: self.targets(items, &here.field("items")),
                factor: self.figure(*by, POSITIVE, &factor),
            },
            RawEffect::Value { items, factor: by } => Effect::Value {
                items: self.targets(items, &here.field("items")),
                factor: self.figure(*by, FIGURE, &factor),
            },
            RawEffect::Velocity { factor: by, sprints } => Effect::Velocity {
                factor: self.figure(*by, FIGURE, &factor),
                sprints: sprints.map(|n| self.whole(n, 1..=MOST_COUNT, &here.field("sprints"))),
            },
            RawEffect::Cost { amount } => {
                let amount = self.range(*amount, VALUE, &here.field("amount"));
                self.costs.push(amount);
                Effect::Cost { slot: self.costs.len() - 1 }
            }
            RawEffect::Reveal { items } => {
                Effect::Reveal { items: self.targets(items, &here.field("items")) }
            }
            RawEffect::Prevent { risks } => {
                let list = here.field("risks");
                self.names_something(risks, &list);
                let risks = self.references(risks, Among::Risks, &list);
                Effect::Prevent { risks: risks.into_iter().map(|(risk, _)| RiskIx::new(risk)).collect() }
            }
            RawEffect::Arrive { items } => {
                Effect::Arrive { items: self.named_items(items, &here.field("items")) }
            }
        }
    }

    fn targets(&mut self, raw: &RawTargets, here: &Here<'_>) -> Targets {
        match raw {
            RawTargets::All => Targets::All,
            RawTargets::Some(ids) => Targets::Some(self.named_items(ids, here)),
        }
    }

    fn named_items(&mut self, ids: &[String], list: &Here<'_>) -> Vec<ItemIx> {
        self.names_something(ids, list);
        let items = self.references(ids, Among::Items, list);
        items.into_iter().map(|(item, _)| ItemIx::new(item)).collect()
    }

    fn names_something(&mut self, ids: &[String], list: &Here<'_>) {
        if ids.is_empty() {
            let problem = Problem::warning(
                "idle-effect",
                list.path(),
                format!("this effect's {} is empty, so it does nothing", list.name()),
            )
            .label("empty")
            .help("Name what it works on, or remove the effect.");
            self.report(problem);
        }
    }
}
