//! The state of a game or of a future between two steps: what has happened, never what will.

use crate::scenario::{ItemIx, Scenario, StakeholderIx};

/// Where a scenario stands. It holds only what has happened: the luck that is still to come is in
/// [`Luck`](super::Luck), so the same state serves a game and a forecast from it.
#[derive(Debug, PartialEq)]
pub struct State {
    /// Sprints that have started, 0 to H.
    pub started: u32,
    /// Sprints that have ended, 0 to H; `started`, or one less while a Sprint is being ordered.
    pub ended: u32,
    /// The order in force, top first; items left out of it are not worked on.
    pub order: Vec<ItemIx>,
    /// Every item, in file order.
    pub items: Vec<ItemState>,
    /// Every stakeholder, in file order.
    pub stakeholders: Vec<StakeholderState>,
    /// Every risk, in file order.
    pub risks: Vec<RiskState>,
    /// The Sprint in which each goal's last item was Done, in file order.
    pub goals: Vec<Option<u32>>,
    /// Running total of value, value units.
    pub value: f64,
    /// Effort so far.
    pub effort: Effort,
    /// Velocity factors that have been called, the ones that ended included.
    pub velocity: Vec<VelocityFactor>,
    /// Recurring benefits of items that are Done.
    pub earning: Vec<Earning>,
    /// Effort that each Sprint loses to the upkeep of items Done in Sprints that have ended.
    pub upkeep: f64,
    /// Stakeholders who escalated in the last Sprint, in file order.
    pub escalating: Vec<StakeholderIx>,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemState {
    /// Whether it is in the Product Backlog; `false` until an item that arrives has arrived.
    pub arrived: bool,
    /// How far work on it is.
    pub progress: Progress,
    /// Product of the effort effects that reached it before work on it started.
    pub effort_factor: f64,
    /// Product of the value effects that reached it before it was Done.
    pub value_factor: f64,
    /// Whether it is refined, so that no rework threatens it.
    pub refined: bool,
    /// Whether its true effort is known, because it was refined in play or revealed.
    pub effort_known: bool,
    /// Whether its true amounts are known, because it was revealed or is Done.
    pub amounts_known: bool,
    /// Effort spent on it so far.
    pub spent: f64,
    /// Share of the work on it that is owed to rework: extra ÷ (1 + extra), 0 without rework.
    pub rework_share: f64,
}

/// How far work on an item is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// Nobody has worked on it.
    Waiting,
    /// Work has started.
    Started {
        /// Effort left.
        remaining: f64,
    },
    /// It is Done.
    Done {
        /// The Sprint in which it became Done.
        sprint: u32,
    },
}

impl ItemState {
    /// The Sprint in which the item was Done, if it is.
    #[must_use]
    pub fn done(&self) -> Option<u32> {
        match self.progress {
            Progress::Done { sprint } => Some(sprint),
            _ => None,
        }
    }

    /// Whether refinement could still tell something about it: in the Product Backlog, not refined, and
    /// nobody has worked on it (model, section 2, step 6).
    #[must_use]
    pub fn can_be_refined(&self) -> bool {
        self.arrived && !self.refined && self.progress == Progress::Waiting
    }
}

/// Where a stakeholder stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StakeholderState {
    /// 0 to 1.
    pub trust: f64,
    /// Sprints since they were last served.
    pub waiting: u32,
    /// Whether they have escalated, which they do once.
    pub escalated: bool,
}

/// Where a risk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskState {
    /// It may still strike.
    Open,
    /// It struck at the start of this Sprint.
    Struck(u32),
    /// It never will.
    Prevented,
}

/// A factor on velocity and the Sprints in which it is in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VelocityFactor {
    /// At least 0.
    pub factor: f64,
    /// First Sprint.
    pub from: u32,
    /// Last Sprint; `u32::MAX` for good.
    pub to: u32,
}

/// A recurring benefit of an item that is Done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Earning {
    /// The item.
    pub item: ItemIx,
    /// The benefit's place in the item's list.
    pub benefit: usize,
    /// Value units paid in each Sprint.
    pub amount: f64,
}

/// The largest product of factors. A file may stack factors without end; what they multiply stays so far
/// below the largest number that sums over all items and Sprints are finite.
const FACTOR_MAX: f64 = 1e200;

/// A product of factors, kept finite.
pub(crate) fn finite(product: f64) -> f64 {
    product.min(FACTOR_MAX)
}

/// Effort totals, in effort units; `spent + idle` is all capacity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effort {
    /// Spent on items.
    pub spent: f64,
    /// The part of `spent` that is owed to rework.
    pub rework: f64,
    /// Capacity with nothing to work on.
    pub idle: f64,
}

impl Effort {
    /// Adds another total to this one.
    pub fn add(&mut self, other: &Self) {
        self.spent += other.spent;
        self.rework += other.rework;
        self.idle += other.idle;
    }
}

impl Clone for State {
    fn clone(&self) -> Self {
        Self {
            order: self.order.clone(),
            items: self.items.clone(),
            stakeholders: self.stakeholders.clone(),
            risks: self.risks.clone(),
            goals: self.goals.clone(),
            velocity: self.velocity.clone(),
            earning: self.earning.clone(),
            escalating: self.escalating.clone(),
            ..*self
        }
    }

    /// Keeps the memory: every future starts from a copy, and the derived one would ask for memory anew.
    fn clone_from(&mut self, source: &Self) {
        let Self { order, items, stakeholders, risks, goals, velocity, earning, escalating, .. } = self;
        order.clone_from(&source.order);
        items.clone_from(&source.items);
        stakeholders.clone_from(&source.stakeholders);
        risks.clone_from(&source.risks);
        goals.clone_from(&source.goals);
        velocity.clone_from(&source.velocity);
        earning.clone_from(&source.earning);
        escalating.clone_from(&source.escalating);
        let Self { started, ended, value, effort, upkeep, .. } = *source;
        (self.started, self.ended, self.value) = (started, ended, value);
        (self.effort, self.upkeep) = (effort, upkeep);
    }
}

impl State {
    /// The state before the first Sprint, with every item in file order.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let item = |item: &crate::scenario::Item| ItemState {
            arrived: !item.arrives,
            progress: Progress::Waiting,
            effort_factor: 1.0,
            value_factor: 1.0,
            refined: item.refined,
            effort_known: false,
            amounts_known: false,
            spent: 0.0,
            rework_share: 0.0,
        };
        Self {
            started: 0,
            ended: 0,
            order: scenario.item_indexes().collect(),
            items: scenario.items.iter().map(item).collect(),
            stakeholders: scenario
                .stakeholders
                .iter()
                .map(|who| StakeholderState { trust: who.trust, waiting: 0, escalated: false })
                .collect(),
            risks: vec![RiskState::Open; scenario.risks.len()],
            goals: vec![None; scenario.goals.len()],
            value: 0.0,
            effort: Effort::default(),
            velocity: Vec::new(),
            earning: Vec::new(),
            upkeep: 0.0,
            escalating: Vec::new(),
        }
    }

    /// Where an item stands.
    #[must_use]
    pub fn item(&self, item: ItemIx) -> &ItemState {
        &self.items[item.at()]
    }

    /// Whether all that an item requires is Done.
    #[must_use]
    pub fn unblocked(&self, scenario: &Scenario, item: ItemIx) -> bool {
        scenario.item(item).requires.iter().all(|&needed| self.item(needed).done().is_some())
    }

    /// Whether work on an item is possible now.
    #[must_use]
    pub fn workable(&self, scenario: &Scenario, item: ItemIx) -> bool {
        let state = self.item(item);
        state.arrived && state.done().is_none() && self.unblocked(scenario, item)
    }

    /// The product of all velocity factors in force in a Sprint.
    #[must_use]
    pub fn velocity_factor(&self, sprint: u32) -> f64 {
        let in_force = self.velocity.iter().filter(|f| (f.from..=f.to).contains(&sprint));
        in_force.fold(1.0, |product, f| finite(product * f.factor))
    }

    /// The mean trust, weighted by influence; the plain mean where nobody has any.
    #[must_use]
    pub fn mean_trust(&self, scenario: &Scenario) -> f64 {
        let weight: f64 = scenario.stakeholders.iter().map(|who| who.influence).sum();
        let pairs = scenario.stakeholders.iter().zip(&self.stakeholders);
        if weight > 0.0 {
            pairs.map(|(who, state)| who.influence * state.trust).sum::<f64>() / weight
        } else {
            pairs.map(|(_, state)| state.trust).sum::<f64>() / self.stakeholders.len() as f64
        }
    }
}
