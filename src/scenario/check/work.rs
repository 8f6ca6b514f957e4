//! Items and what they pay (model, section 1.1).

use super::figures::{CHANCE, EFFORT, ITEM_EFFORT, POSITIVE, VALUE};
use super::ids::Among;
use super::{Check, MOST_ITEMS, circles};
use crate::scenario::problem::{Here, Problem};
use crate::scenario::raw::{RawBenefit, RawItem, RawKind, RawWhen};
use crate::scenario::words;
use crate::scenario::{Benefit, Fine, Item, ItemIx, Kind, StakeholderIx, Story, Talk, When};

impl Check<'_> {
    pub(super) fn items(&mut self) -> Vec<Item> {
        let list = Here::Root.field("items");
        let count = self.raw.items.len();
        if count == 0 {
            let problem = Problem::error("empty-list", list.path(), "a scenario needs at least one item")
                .label("empty")
                .help("Add { \"id\": …, \"title\": …, \"kind\": …, \"effort\": … }.");
            self.report(problem);
        } else if count > MOST_ITEMS {
            let message = format!("a scenario has at most {}", words::count(MOST_ITEMS, "item"));
            let problem = Problem::error("too-many", list.path(), message)
                .label(format!("{} too many", words::grouped((count - MOST_ITEMS) as u64)))
                .help("Split the Product Backlog, or merge small items.");
            self.report(problem);
        }
        let mut slots = 0;
        let mut requires = Vec::with_capacity(count);
        let mut items = Vec::with_capacity(count);
        for (n, raw) in self.raw.items.iter().enumerate() {
            let here = list.entry(n);
            requires.push(self.references(&raw.requires, Among::Items, &here.field("requires")));
            items.push(self.item(raw, &mut slots, &here));
        }
        self.circles(&requires);
        for (n, required) in requires.iter().enumerate() {
            for (other, _) in required {
                items[n].requires.push(ItemIx::new(*other));
                items[*other].unlocks.push(ItemIx::new(n));
            }
        }
        items
    }

    /// Reports each circle of `requires` at the entry that closes it.
    fn circles(&mut self, requires: &[Vec<(usize, usize)>]) {
        let list = Here::Root.field("items");
        for circle in circles::find(requires) {
            let entry = list.entry(circle.item);
            let place = entry.field("requires");
            let path = place.entry(circle.entry).path();
            let names: Vec<_> =
                circle.shown.iter().map(|item| words::ticked(&self.raw.items[*item].id)).collect();
            let problem = if circle.length == 1 {
                Problem::error("circle", path, format!("{} requires itself", names[0]))
                    .label("itself")
                    .help("Remove it from its own `requires`.")
            } else {
                let gap = if circle.length > circle.shown.len() { " → …" } else { "" };
                let way = format!("{}{gap} → {}", names.join(" → "), names[0]);
                Problem::error("circle", path, format!("items that wait for each other: {way}"))
                    .label("this closes the circle")
                    .help("None of them could ever start. Remove one of these `requires`.")
            };
            self.report(problem);
        }
    }

    /// An item whose `requires` and `unlocks` are still to be filled in.
    fn item(&mut self, raw: &RawItem, slots: &mut usize, here: &Here<'_>) -> Item {
        let scenarios_chance = self.raw.refinement.as_ref().map(|refinement| refinement.rework_chance);
        let own_chance = raw.rework_chance.map(|c| self.figure(c, CHANCE, &here.field("rework_chance")));
        let benefits = here.field("value");
        Item {
            id: raw.id.clone(),
            title: self.line(&raw.title, &here.field("title")),
            kind: kind(raw.kind),
            story: self.story(raw, &here.field("story")),
            acceptance: self.all_prose(&raw.acceptance, &here.field("acceptance")),
            effort: self.range(raw.effort, ITEM_EFFORT, &here.field("effort")),
            benefits: raw
                .value
                .iter()
                .enumerate()
                .filter_map(|(n, raw)| self.benefit(raw, slots, &benefits.entry(n)))
                .collect(),
            requires: Vec::new(),
            unlocks: Vec::new(),
            on_done: self.effects(&raw.on_done, &here.field("on_done")),
            upkeep: self.figure(raw.upkeep.unwrap_or(0.0), EFFORT, &here.field("upkeep")),
            refined: raw.refined.unwrap_or(false),
            rework_chance: scenarios_chance.map_or(0.0, |chance| own_chance.unwrap_or(chance)),
            arrives: raw.arrives.unwrap_or(false),
            talk: self.talk(raw, &here.field("talk")),
            notes: raw.notes.as_ref().map(|notes| self.prose(notes, &here.field("notes"))),
        }
    }

    fn story(&mut self, raw: &RawItem, here: &Here<'_>) -> Option<Story> {
        let raw = raw.story.as_ref()?;
        Some(Story {
            role: self.prose(&raw.role, &here.field("as")),
            want: self.prose(&raw.want, &here.field("want")),
            so_that: self.prose(&raw.so_that, &here.field("so_that")),
        })
    }

    fn talk(&mut self, raw: &RawItem, list: &Here<'_>) -> Vec<Talk> {
        let talk = raw.talk.iter().enumerate();
        let talk = talk.map(|(n, raw)| {
            let here = list.entry(n);
            Talk {
                ask: self.prose(&raw.ask, &here.field("ask")),
                answer: self.prose(&raw.answer, &here.field("answer")),
            }
        });
        talk.collect()
    }

    fn benefit(&mut self, raw: &RawBenefit, slots: &mut usize, here: &Here<'_>) -> Option<Benefit> {
        let stakeholder = self.reference(&raw.stakeholder, Among::Stakeholders, &here.field("for"));
        let amount = self.range(raw.amount, VALUE, &here.field("amount"));
        let place = here.field("when");
        let when = match raw.when {
            None | Some(RawWhen::Recurring) => When::Recurring,
            Some(RawWhen::Once) => When::Once,
            Some(RawWhen::By(by)) => When::By(self.count(by, &place.field("by"))),
            Some(RawWhen::HalfLife(h)) => When::HalfLife(self.figure(h, POSITIVE, &place.field("half_life"))),
            Some(RawWhen::FineAfter(d)) => When::FineAfter(self.count(d, &place.field("fine_after"))),
        };
        let slot = *slots;
        *slots += 1;
        Some(Benefit { stakeholder: StakeholderIx::new(stakeholder?), amount, when, slot })
    }
}

fn kind(raw: RawKind) -> Kind {
    match raw {
        RawKind::Feature => Kind::Feature,
        RawKind::Experiment => Kind::Experiment,
        RawKind::Enabler => Kind::Enabler,
        RawKind::Fix => Kind::Fix,
        RawKind::Compliance => Kind::Compliance,
    }
}

/// Every benefit that is a fine, in file order.
pub(super) fn fines(items: &[Item]) -> Vec<Fine> {
    let mut fines = Vec::new();
    for (n, item) in items.iter().enumerate() {
        for (benefit, paid) in item.benefits.iter().enumerate() {
            if let When::FineAfter(after) = paid.when {
                fines.push(Fine { item: ItemIx::new(n), after, benefit });
            }
        }
    }
    fines
}
