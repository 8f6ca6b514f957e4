//! The course of work that an order leads to, whatever the luck.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Terms;
use super::terms::arrivals;
use crate::scenario::{Benefit, Effect, ItemIx, Scenario, When};
use crate::sim::{Progress, State};

/// No step: the item is not worked on while the order is held.
pub(super) const NO_STEP: u32 = u32::MAX;

/// An order, made ready to be run over many futures.
#[derive(Debug)]
pub(in crate::sim) struct Course<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) state: &'a State,
    pub(super) terms: &'a Terms,
    /// The items in the sequence in which they are worked on.
    pub(super) steps: Vec<Step>,
    /// The step of each item, by item, or [`NO_STEP`].
    pub(super) step_of: Vec<u32>,
    /// With what each item arrives, by item.
    pub(super) comes: Vec<Comes>,
    /// Where luck brings items: for each step what is to be known of it. Else none.
    pub(super) late: Vec<Late>,
    /// What the steps pay when they are Done, but for fines.
    pub(super) payments: Vec<Payment<'a>>,
    /// What refinement looks through, from the top.
    pub(super) places: Vec<Place>,
    /// The product of the velocity factors in force in each Sprint from the next to end on.
    pub(super) velocity_factors: Vec<f64>,
    /// How futures come from one Sprint to the next.
    pub(super) pace: Pace,
    /// Whether trust matters, or is asked for.
    pub(in crate::sim) keeps_trust: bool,
}

/// How futures come from one Sprint to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// Luck brings items: in which sequence items are worked on differs from future to future.
    Late,
    /// At the end of a Sprint and at the Start of the next much can happen.
    Eventful,
    /// The end of a Sprint changes nothing but capacity, and capacity depends on nothing but luck and what
    /// is Done.
    Smooth,
    /// What is Done changes nothing, either.
    Plain,
}

impl Pace {
    fn of(scenario: &Scenario, terms: &Terms, steps: &[Step]) -> Self {
        if !terms.of_luck.is_empty() {
            return Self::Late;
        }
        let Terms { rework, fines_change, escalation, upkeep, .. } = *terms;
        if rework || fines_change || escalation || upkeep || !scenario.risks.is_empty() {
            return Self::Eventful;
        }
        if steps.iter().any(|step| step.has_effects) { Self::Smooth } else { Self::Plain }
    }
}

/// One item of the sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) item: ItemIx,
    pub(super) upkeep: f64,
    /// Bit by bit, the stakeholders whom it serves when it is Done.
    pub(super) serves: u64,
    /// Whether it has effects, when it is Done, that matter while an order is held.
    pub(super) has_effects: bool,
}

/// With what an item arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comes {
    /// It is there.
    Here,
    /// With this step.
    With(u32),
    /// It is this one, and comes with a risk or an escalation.
    ByLuck(ItemIx),
    /// With nothing.
    Never,
}

/// What work on a step of a late course waits for.
#[derive(Clone, Debug)]
pub(super) struct Late {
    /// The place of its item in the order.
    pub(super) place: u32,
    /// Its item, if luck brings that.
    pub(super) by_luck: Option<ItemIx>,
    /// The steps it waits for among those that are late themselves.
    pub(super) after: Vec<u32>,
}

impl Late {
    /// Whether a future may come to the step without being able to work on it.
    pub(super) fn is_late(&self) -> bool {
        self.by_luck.is_some() || !self.after.is_empty()
    }
}

/// A benefit of a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment<'a> {
    pub(super) step: usize,
    pub(super) item: ItemIx,
    pub(super) slot: usize,
    pub(super) pays: Pays<'a>,
}

/// In which Sprints a benefit that is no fine pays.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pays<'a> {
    /// In every one after its item is Done.
    On,
    /// In the one in which its item is Done, if that is not after this one.
    By(u32),
    /// In the one in which its item is Done, so much of it by Sprints from the first open one on.
    Halved(&'a [f64]),
}

/// A walk through an order, on which everything that is worked on becomes Done.
struct Walk {
    order: Vec<ItemIx>,
    /// The place of each item in the order, by item.
    place: Vec<u32>,
    /// How much keeps work on each item from starting: what it requires, and that it has not arrived.
    missing: Vec<u32>,
    arrived: Vec<bool>,
    /// The places of items that can be worked on.
    ready: BinaryHeap<Reverse<u32>>,
}

/// The place of an item that the order does not name.
const NO_PLACE: u32 = u32::MAX;

impl Walk {
    fn new(scenario: &Scenario, state: &State, order: &[ItemIx]) -> Self {
        let is_open = |item: ItemIx| state.item(item).done().is_none();
        let missing = |item: ItemIx| {
            let required = scenario.item(item).requires.iter().filter(|&&needed| is_open(needed)).count();
            (required + usize::from(!state.item(item).arrived)) as u32
        };
        let mut place = vec![NO_PLACE; scenario.items.len()];
        for (at, item) in order.iter().enumerate() {
            place[item.at()] = at as u32;
        }
        let missing: Vec<u32> = scenario.item_indexes().map(missing).collect();
        let ready = order.iter().filter(|item| is_open(**item) && missing[item.at()] == 0);
        let ready = ready.map(|item| Reverse(place[item.at()])).collect();
        let arrived = state.items.iter().map(|item| item.arrived).collect();
        Self { order: order.to_vec(), place, missing, arrived, ready }
    }

    /// The item that is worked on next.
    fn next(&mut self) -> Option<ItemIx> {
        self.ready.pop().map(|Reverse(place)| self.order[place as usize])
    }

    /// Brings an item, at the end of the order if it is not in it. Whether it was not there before.
    fn bring(&mut self, item: ItemIx) -> bool {
        if std::mem::replace(&mut self.arrived[item.at()], true) {
            return false;
        }
        if self.place[item.at()] == NO_PLACE {
            self.place[item.at()] = self.order.len() as u32;
            self.order.push(item);
        }
        self.unlock(item);
        true
    }

    /// One thing less keeps work on an item from starting.
    fn unlock(&mut self, item: ItemIx) {
        let missing = &mut self.missing[item.at()];
        *missing -= 1;
        if *missing == 0 && self.place[item.at()] != NO_PLACE {
            self.ready.push(Reverse(self.place[item.at()]));
        }
    }
}

impl<'a> Payment<'a> {
    fn of(terms: &'a Terms, (step, item): (usize, ItemIx), benefit: &Benefit) -> Option<Self> {
        let pays = match benefit.when {
            When::Recurring => Pays::On,
            When::Once => Pays::By(u32::MAX),
            When::By(deadline) => Pays::By(deadline),
            When::HalfLife(half_life) => Pays::Halved(terms.halved(half_life)),
            When::FineAfter(_) => return None,
        };
        Some(Self { step, item, slot: benefit.slot, pays })
    }
}

/// A place of the order that can be refined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// With what its item arrives.
    pub(super) comes: Comes,
    /// The step of its item, or [`NO_STEP`].
    pub(super) step: u32,
}

impl<'a> Course<'a> {
    /// The course of an order from a state on; `None` if it is luck in which sequence items come to its end.
    pub(in crate::sim) fn new(
        scenario: &'a Scenario,
        state: &'a State,
        terms: &'a Terms,
        order: &[ItemIx],
    ) -> Option<Self> {
        let mut course = Self {
            scenario,
            state,
            terms,
            steps: Vec::with_capacity(order.len()),
            step_of: vec![NO_STEP; scenario.items.len()],
            comes: scenario.item_indexes().map(|item| Comes::of(terms, state, item)).collect(),
            late: Vec::new(),
            payments: Vec::new(),
            places: Vec::new(),
            velocity_factors: Vec::new(),
            pace: Pace::Eventful,
            keeps_trust: true,
        };
        let order = course.walk(order)?;
        course.pace = Pace::of(scenario, terms, &course.steps);
        for step in course.items().enumerate().collect::<Vec<_>>() {
            let benefits = scenario.item(step.1).benefits.iter();
            course.payments.extend(benefits.filter_map(|benefit| Payment::of(terms, step, benefit)));
        }
        if terms.rework && scenario.refined_per_sprint() > 0 {
            course.find_places(&order);
        }
        let sprints = state.ended + 1..=scenario.sprints;
        course.velocity_factors = sprints.map(|sprint| state.velocity_factor(sprint)).collect();
        Some(course)
    }

    /// The first Sprint that is still open.
    pub(in crate::sim) fn from(&self) -> u32 {
        self.state.ended + 1
    }

    /// Each item with its step.
    pub(in crate::sim) fn items(&self) -> impl ExactSizeIterator<Item = ItemIx> {
        self.steps.iter().map(|step| step.item)
    }

    /// Works through the order without end of capacity, as if luck had brought all it can, and gives it back
    /// with what arrived on the way; `None` if it is luck in which sequence.
    fn walk(&mut self, order: &[ItemIx]) -> Option<Vec<ItemIx>> {
        let mut walk = Walk::new(self.scenario, self.state, order);
        let is_late = !self.terms.of_luck.is_empty();
        // What brings items to the end of the order, and whether that is late.
        let (mut appending, mut is_any_late) = (0, false);
        if is_late {
            let risks = self.scenario.risks.iter().map(|risk| &risk.impact);
            for effects in risks.chain(self.scenario.stakeholders.iter().map(|who| &who.escalation)) {
                let before = walk.order.len();
                for item in arrivals(effects) {
                    walk.bring(item);
                }
                appending += usize::from(walk.order.len() > before);
                is_any_late |= walk.order.len() > before;
            }
        }
        while let Some(item) = walk.next() {
            let step = self.steps.len() as u32;
            self.step_of[item.at()] = step;
            let here = self.scenario.item(item);
            let served = here.benefits.iter().filter(|benefit| benefit.amount.likely() > 0.0);
            self.steps.push(Step {
                item,
                upkeep: here.upkeep,
                serves: served.fold(0, |bits, benefit| bits | 1 << benefit.stakeholder.at()),
                has_effects: here.on_done.iter().any(matters),
            });
            if is_late {
                let late = self.late_step(item, walk.place[item.at()]);
                self.late.push(late);
            }
            let before = walk.order.len();
            for item in arrivals(&here.on_done).filter(|&item| walk.bring(item)) {
                self.comes[item.at()] = Comes::With(step);
            }
            if walk.order.len() > before {
                appending += 1;
                is_any_late |= self.late.last().is_some_and(Late::is_late);
            }
            here.unlocks.iter().for_each(|&item| walk.unlock(item));
        }
        (appending < 2 || !is_any_late).then_some(walk.order)
    }

    /// What work on the next step, of this item, waits for.
    fn late_step(&self, item: ItemIx, place: u32) -> Late {
        let (by_luck, bringer) = match self.comes[item.at()] {
            Comes::ByLuck(item) => (Some(item), None),
            Comes::With(step) => (None, Some(step)),
            Comes::Here | Comes::Never => (None, None),
        };
        let required = self.scenario.item(item).requires.iter().map(|needed| self.step_of[needed.at()]);
        let before = required.chain(bringer).filter(|&step| step != NO_STEP);
        Late { place, by_luck, after: before.filter(|&step| self.late[step as usize].is_late()).collect() }
    }

    fn find_places(&mut self, order: &[ItemIx]) {
        for &item in order {
            let here = self.state.item(item);
            let comes = self.comes[item.at()];
            if comes != Comes::Never && !here.refined && here.progress == Progress::Waiting {
                self.places.push(Place { comes, step: self.step_of[item.at()] });
            }
        }
    }
}

impl Comes {
    /// With what an item arrives, as long as no step brings it.
    fn of(terms: &Terms, state: &State, item: ItemIx) -> Self {
        match () {
            () if state.item(item).arrived => Self::Here,
            () if terms.of_luck.get(item.at()) == Some(&true) => Self::ByLuck(item),
            () => Self::Never,
        }
    }
}

/// Whether an effect matters while an order is held. What is revealed changes nothing then, and what arrives
/// is part of the course.
fn matters(effect: &Effect) -> bool {
    !matches!(effect, Effect::Reveal { .. } | Effect::Arrive { .. })
}
