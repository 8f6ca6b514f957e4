//! What happened in a Sprint, in the order in which it happened.

use crate::scenario::{GoalIx, ItemIx, RiskIx, StakeholderIx};

/// One thing that happened. Efforts are in effort units, amounts in value units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// An escalation called in the last Sprint takes effect.
    Escalated(StakeholderIx),
    /// A risk strikes.
    Struck(RiskIx),
    /// The capacity of the Sprint is known.
    Capacity {
        /// Velocity drawn.
        velocity: f64,
        /// Product of the velocity factors in force.
        factor: f64,
        /// Upkeep of the items Done in earlier Sprints.
        upkeep: f64,
        /// What is left to work with, at least 0.
        capacity: f64,
    },
    /// Work on an item starts.
    Started {
        /// The item.
        item: ItemIx,
        /// Its whole true effort, rework included.
        effort: f64,
        /// The effort that rework added, if it was met.
        rework: Option<f64>,
    },
    /// Work on an item.
    Worked {
        /// The item.
        item: ItemIx,
        /// Effort spent.
        effort: f64,
        /// Effort left; 0 when Done.
        remaining: f64,
    },
    /// An item is Done.
    Done(ItemIx),
    /// The remaining effort of an item changed.
    EffortChanged {
        /// The item.
        item: ItemIx,
        /// By this factor.
        factor: f64,
    },
    /// What an item will pay changed.
    ValueChanged {
        /// The item.
        item: ItemIx,
        /// By this factor.
        factor: f64,
    },
    /// The team's velocity changes.
    VelocityChanged {
        /// By this factor.
        factor: f64,
        /// From this Sprint.
        from: u32,
        /// To this Sprint; `u32::MAX` for good.
        to: u32,
    },
    /// The true effort and amounts of an item became known.
    Revealed {
        /// The item.
        item: ItemIx,
        /// The effort left, as is known from now on; rework that may come is no part of it.
        effort: f64,
    },
    /// A risk will never strike.
    Prevented(RiskIx),
    /// An item joined the Product Backlog.
    Arrived(ItemIx),
    /// Value was paid.
    Paid {
        /// Value units; negative for costs and fines.
        amount: f64,
        /// What for.
        what: Paid,
    },
    /// A stakeholder saw the Increment.
    Trust {
        /// Who.
        who: StakeholderIx,
        /// Whether an item Done in this Sprint serves them.
        served: bool,
        /// Trust before, 0 to 1.
        before: f64,
        /// Trust after, 0 to 1.
        after: f64,
        /// Sprints since they were last served.
        waiting: u32,
    },
    /// A stakeholder's trust is used up: they escalate, with effect at the start of the next Sprint.
    Escalates(StakeholderIx),
    /// An item became refined.
    Refined {
        /// The item.
        item: ItemIx,
        /// The effort left, as is known from now on.
        effort: f64,
        /// Whether the participant chose to talk about it.
        talked: bool,
    },
    /// Capacity with nothing to work on.
    Idle(f64),
}

/// What was paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// A benefit of an item that is Done: the item, and the benefit's place in its list.
    Benefit(ItemIx, usize),
    /// A fine for an item that was not Done in time: the item, and the benefit's place in its list.
    Fine(ItemIx, usize),
    /// A goal's bonus.
    Bonus(GoalIx),
    /// The cost effect of an item that is Done.
    ItemCost(ItemIx),
    /// The cost effect of a risk.
    RiskCost(RiskIx),
    /// The cost effect of an escalation.
    EscalationCost(StakeholderIx),
}

/// Someone who is told what happens. The unit type listens to nothing and costs nothing.
pub trait Recorder {
    /// Takes note of one event.
    fn note(&mut self, event: Event);
}

impl Recorder for () {
    fn note(&mut self, _: Event) {}
}

/// Everything that happened in one Sprint, or in one Sprint after the last in which benefits still pay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SprintRecord {
    /// The Sprint, from 1.
    pub sprint: u32,
    /// In the order in which it happened.
    pub events: Vec<Event>,
}

impl Recorder for SprintRecord {
    fn note(&mut self, event: Event) {
        self.events.push(event);
    }
}

impl SprintRecord {
    /// An empty record of a Sprint.
    #[must_use]
    pub fn new(sprint: u32) -> Self {
        Self { sprint, events: Vec::new() }
    }

    /// Everything that was paid, with what for.
    pub fn payments(&self) -> impl Iterator<Item = (f64, Paid)> {
        self.events.iter().filter_map(|event| match *event {
            Event::Paid { amount, what } => Some((amount, what)),
            _ => None,
        })
    }

    /// The value of the Sprint: the sum of what was paid.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.payments().map(|(amount, _)| amount).sum()
    }

    /// The items Done in this Sprint, in the order in which they became Done.
    pub fn done(&self) -> impl Iterator<Item = ItemIx> {
        self.events.iter().filter_map(|event| match *event {
            Event::Done(item) => Some(item),
            _ => None,
        })
    }
}
