//! The scenario format, version 1: raw JSON in, a checked [`Scenario`] out.
//!
//! A [`Scenario`] cannot be wrong: ids are resolved to indexes, ranges are in order, `requires` has no
//! circle, every figure is finite and within its bounds. There are two ways to get one, and both run
//! every check of the format: [`load`] (text, with a report that points into it) and
//! `TryFrom<`[`raw::RawScenario`]`>` (values made by a program).
//!
//! This room opens files in [`load`] only, reads no clock, draws no luck and knows no screen.

pub mod builtin;
mod check;
mod doubts;
mod index;
pub mod load;
mod problem;
mod range;
pub mod raw;
mod shape;
pub mod starter;
mod tree;
pub(crate) mod words;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

pub(crate) use check::circles;
pub use index::{GoalIx, ItemIx, RiskIx, StakeholderIx};
pub use problem::{At, Path, Problem, Severity, Step};
pub use range::Range;

/// How small a difference in effort, capacity or trust counts as none (model, "Tiny").
pub const TINY: f64 = 1e-9;

/// A checked scenario (model, section 1). Lists are in file order.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Title, one line.
    pub title: String,
    /// One or two sentences for the picker.
    pub summary: String,
    /// How demanding it is.
    pub level: Level,
    /// Minutes that a workshop should plan for it.
    pub minutes: f64,
    /// The product: idea, vision, strategy, Product Goal.
    pub product: Product,
    /// Unit shown after values, for example `k€`.
    pub value_unit: String,
    /// Unit shown after efforts and velocities, for example `points`.
    pub effort_unit: String,
    /// H: how many Sprints are played, 1 to 10,000.
    pub sprints: u32,
    /// L: the last Sprint in which benefits count, H to 20,000.
    pub benefit_sprints: u32,
    /// How long one Sprint is, as text.
    pub sprint_length: String,
    /// Who builds the product.
    pub team: Team,
    /// Refinement and rework; without it there is neither.
    pub refinement: Option<Refinement>,
    /// At least one.
    pub stakeholders: Vec<Stakeholder>,
    /// The Product Backlog in its starting order, with the items that arrive later.
    pub items: Vec<Item>,
    /// Goals with a bonus.
    pub goals: Vec<Goal>,
    /// What may strike.
    pub risks: Vec<Risk>,
    /// Questions for the debrief.
    pub lessons: Vec<String>,
    /// Notes for the trainer, never shown in play.
    pub guide: Vec<GuideSection>,
    /// How many benefits all items have together; [`Benefit::slot`] is below it.
    pub benefit_slots: usize,
    /// How many cost effects the scenario has; [`Effect::Cost`]'s slot is below it.
    pub cost_slots: usize,
    /// The amount of each cost effect, by slot.
    pub costs: Vec<Range>,
    /// Every benefit that is a fine, in file order.
    pub fines: Vec<Fine>,
    /// The index of each item, by id.
    pub item_ids: HashMap<String, ItemIx>,
    /// What the file said, for journals and exports.
    pub source: Arc<raw::RawScenario>,
}

/// How demanding a scenario is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For people who have never ordered a Product Backlog.
    Foundation,
    /// For people who know the basics.
    Practitioner,
    /// For people who want to be tested.
    Advanced,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foundation => "foundation",
            Self::Practitioner => "practitioner",
            Self::Advanced => "advanced",
        })
    }
}

/// What is being built and why.
#[derive(Clone, Debug)]
pub struct Product {
    /// The product's name.
    pub name: String,
    /// The Product Idea.
    pub idea: String,
    /// The Product Vision.
    pub vision: String,
    /// The steps of the strategy.
    pub strategy: Vec<String>,
    /// The Product Goal, a sentence.
    pub goal: String,
}

/// The Scrum Team's Developers and what a Sprint of theirs costs.
#[derive(Clone, Debug)]
pub struct Team {
    /// The team's name.
    pub name: String,
    /// Effort units per Sprint, drawn anew for each.
    pub velocity: Velocity,
    /// Value units per Sprint; used by the debrief only.
    pub cost_per_sprint: f64,
}

/// Where a Sprint's velocity is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub enum Velocity {
    /// A range of effort units.
    Range(Range),
    /// Past velocities, drawn uniformly with replacement; at least one.
    History(Vec<f64>),
}

impl Velocity {
    /// The smallest, mean and largest velocity, in effort units.
    #[must_use]
    pub fn spread(&self) -> (f64, f64, f64) {
        match self {
            Self::Range(range) => (range.low(), range.mean(), range.high()),
            Self::History(past) => (
                past.iter().copied().fold(f64::INFINITY, f64::min),
                past.iter().sum::<f64>() / past.len() as f64,
                past.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            ),
        }
    }
}

/// How many items become refined in a Sprint, and what happens to those that are not.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// Items refined at each Sprint's end.
    pub per_sprint: u32,
    /// Chance that work on an item that is not refined meets rework, 0 to 1.
    pub rework_chance: f64,
    /// Share of the effort that rework adds, at least 0.
    pub rework_extra: f64,
}

/// Someone with a stake in the product.
#[derive(Clone, Debug)]
pub struct Stakeholder {
    /// Unique among stakeholders.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// What they do.
    pub role: String,
    /// What they want from the product.
    pub wants: String,
    /// Weight in the mean trust, at least 0.
    pub influence: f64,
    /// Sprints they wait before trust falls.
    pub patience: u32,
    /// Trust before the first Sprint, 0 to 1.
    pub trust: f64,
    /// Things they say.
    pub voice: Vec<String>,
    /// What happens at the start of the Sprint after their trust is used up, once.
    pub escalation: Vec<Effect>,
}

/// An item of the Product Backlog.
#[derive(Clone, Debug)]
pub struct Item {
    /// Unique among items.
    pub id: String,
    /// Title, one line.
    pub title: String,
    /// What sort of work it is.
    pub kind: Kind,
    /// The user story, if it has one.
    pub story: Option<Story>,
    /// Acceptance criteria.
    pub acceptance: Vec<String>,
    /// Effort, above 0.
    pub effort: Range,
    /// What it pays, to whom and when.
    pub benefits: Vec<Benefit>,
    /// Items that must be Done before work on it can start.
    pub requires: Vec<ItemIx>,
    /// Items that require this one, in file order.
    pub unlocks: Vec<ItemIx>,
    /// What happens when it is Done.
    pub on_done: Vec<Effect>,
    /// Effort that each later Sprint loses once it is Done, at least 0.
    pub upkeep: f64,
    /// Whether it is refined from the start (no rework).
    pub refined: bool,
    /// Chance of rework, 0 to 1: the item's own, else the scenario's; 0 in a scenario without refinement.
    pub rework_chance: f64,
    /// Whether it stays out of the Product Backlog until an effect brings it.
    pub arrives: bool,
    /// What can be asked in a conversation about it.
    pub talk: Vec<Talk>,
    /// Anything else that is known.
    pub notes: Option<String>,
}

impl Item {
    /// Whether it tells what others are worth, and how large they are, when it is Done: an experiment, as a rule.
    #[must_use]
    pub fn reveals(&self) -> bool {
        self.on_done.iter().any(|effect| matches!(effect, Effect::Reveal { .. }))
    }

    /// Whether it is there to find something out.
    #[must_use]
    pub fn is_experiment(&self) -> bool {
        self.kind == Kind::Experiment || self.reveals()
    }
}

/// What sort of work an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Something that people use.
    Feature,
    /// A way to find something out.
    Experiment,
    /// Something that makes other work possible, cheaper or safer.
    Enabler,
    /// A repair.
    Fix,
    /// Something that law or contract asks for.
    Compliance,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Feature => "feature",
            Self::Experiment => "experiment",
            Self::Enabler => "enabler",
            Self::Fix => "fix",
            Self::Compliance => "compliance",
        })
    }
}

/// A user story: a reminder of a conversation.
#[derive(Clone, Debug)]
pub struct Story {
    /// Who.
    pub role: String,
    /// What they want.
    pub want: String,
    /// Why.
    pub so_that: String,
}

/// One question about an item and what the answer is.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The question.
    pub ask: String,
    /// The answer.
    pub answer: String,
}

/// One part of what an item pays.
#[derive(Clone, Debug)]
pub struct Benefit {
    /// Whom it serves.
    pub stakeholder: StakeholderIx,
    /// Value units; may be negative.
    pub amount: Range,
    /// In which Sprints it pays.
    pub when: When,
    /// Its place among all benefits of the scenario, in file order.
    pub slot: usize,
}

/// In which Sprints a benefit pays, d being the Sprint in which its item is Done (model, section 1.1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// In every Sprint after d, to the end.
    Recurring,
    /// In d.
    Once,
    /// In d, if that is not after this Sprint.
    By(u32),
    /// In d, halved for every so many Sprints after the first.
    HalfLife(f64),
    /// A fine in every Sprint after this one in which the item was not Done before.
    FineAfter(u32),
}

/// A benefit that is a fine: which item's, and which of its benefits.
#[derive(Clone, Copy, Debug)]
pub struct Fine {
    /// The item that ends the fine.
    pub item: ItemIx,
    /// The last Sprint without a fine.
    pub after: u32,
    /// The benefit's place in the item's list.
    pub benefit: usize,
}

/// What an item, a risk or an escalation changes (model, section 1.2).
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Multiplies the remaining effort of the items that are not Done.
    Effort {
        /// Which items.
        items: Targets,
        /// Above 0.
        factor: f64,
    },
    /// Multiplies the benefits of the items that are not Done.
    Value {
        /// Which items.
        items: Targets,
        /// At least 0.
        factor: f64,
    },
    /// Multiplies the team's velocity.
    Velocity {
        /// At least 0.
        factor: f64,
        /// For how many Sprints, at least 1; `None` is for good.
        sprints: Option<u32>,
    },
    /// Costs value in the current Sprint. The amount is [`Scenario::costs`] at this slot.
    Cost {
        /// Its place among all cost effects of the scenario.
        slot: usize,
    },
    /// The true effort and amounts become known.
    Reveal {
        /// Which items.
        items: Targets,
    },
    /// Risks that have not struck never will.
    Prevent {
        /// Which risks.
        risks: Vec<RiskIx>,
    },
    /// Items join the Product Backlog.
    Arrive {
        /// Which items, in the order in which they are appended.
        items: Vec<ItemIx>,
    },
}

/// The items that an effect names.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// Every item of the scenario.
    All,
    /// These.
    Some(Vec<ItemIx>),
}

/// Items that earn a bonus when all are Done in time.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Title, one line.
    pub title: String,
    /// At least one.
    pub items: Vec<ItemIx>,
    /// The last Sprint in which the bonus can be earned, 1 to H.
    pub by: u32,
    /// Value units.
    pub bonus: Range,
}

/// Something that may strike, known to the participant but for the draw.
#[derive(Clone, Debug)]
pub struct Risk {
    /// Unique among risks.
    pub id: String,
    /// Title, one line.
    pub title: String,
    /// What it is about.
    pub text: String,
    /// 0 to 1.
    pub chance: f64,
    /// First Sprint of its window, at least 1.
    pub from: u32,
    /// Last Sprint of its window, at most H.
    pub to: u32,
    /// What happens when it strikes.
    pub impact: Vec<Effect>,
}

/// A page of the trainer's guide.
#[derive(Clone, Debug)]
pub struct GuideSection {
    /// Heading.
    pub title: String,
    /// Text.
    pub text: String,
}

impl Scenario {
    /// The item at an index.
    #[must_use]
    pub fn item(&self, item: ItemIx) -> &Item {
        &self.items[item.at()]
    }

    /// The index of the item with this id.
    #[must_use]
    pub fn item_named(&self, id: &str) -> Option<ItemIx> {
        self.item_ids.get(id).copied()
    }

    /// Every item's index, in file order.
    pub fn item_indexes(&self) -> impl DoubleEndedIterator<Item = ItemIx> + ExactSizeIterator + use<> {
        (0..self.items.len()).map(ItemIx::new)
    }

    /// The dates of an item: of benefits that are lost or fined after it, and of goals that name it.
    pub fn dates(&self, item: ItemIx) -> impl Iterator<Item = u32> {
        let own = self.item(item).benefits.iter().filter_map(|benefit| match benefit.when {
            When::By(by) | When::FineAfter(by) => Some(by),
            _ => None,
        });
        let goals = self.goals.iter().filter(move |goal| goal.items.contains(&item));
        own.chain(goals.map(|goal| goal.by))
    }

    /// The rework extra of the scenario, 0 without refinement.
    #[must_use]
    pub fn rework_extra(&self) -> f64 {
        self.refinement.as_ref().map_or(0.0, |r| r.rework_extra)
    }

    /// How many items are refined in a Sprint, 0 without refinement.
    #[must_use]
    pub fn refined_per_sprint(&self) -> u32 {
        self.refinement.as_ref().map_or(0, |r| r.per_sprint)
    }
}
