//! What is known says on its means: effort, pay-off, cost of delay, dates.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Known};

/// What is known, seen on its means.
#[derive(Debug)]
pub(super) struct Outlook<'a> {
    scenario: &'a Scenario,
    known: Known<'a>,
    /// Mean capacity of the next Sprint, effort units.
    capacity: f64,
}

impl<'a> Outlook<'a> {
    pub(super) fn new(scenario: &'a Scenario, known: Known<'a>) -> Self {
        let state = known.state();
        let (_, mean, _) = scenario.team.velocity.spread();
        let capacity = mean * state.velocity_factor(state.ended + 1) - state.upkeep;
        Self { scenario, known, capacity: capacity.max(0.0) }
    }

    /// A figure for each item, in file order.
    pub(super) fn each<T>(&self, figure: impl FnMut(ItemIx) -> T) -> Vec<T> {
        self.scenario.item_indexes().map(figure).collect()
    }

    /// Whether an item is not Done; one that has not arrived is.
    pub(super) fn is_open(&self, item: ItemIx) -> bool {
        self.known.state().item(item).done().is_none()
    }

    /// Mean effort left, effort units.
    pub(super) fn effort(&self, item: ItemIx) -> f64 {
        self.known.remaining(self.scenario, item).mean()
    }

    /// The Sprint in which so much effort from now is Done; one after the last played if it never is.
    pub(super) fn done_in(&self, effort: f64) -> u32 {
        let never = self.scenario.sprints + 1;
        let sprints = (effort / self.capacity).ceil().max(1.0);
        // Nothing is Done without capacity: then the quotient is not finite.
        if sprints.is_finite() && sprints < f64::from(never) {
            (self.known.state().ended + sprints as u32).min(never)
        } else {
            never
        }
    }

    /// Mean pay-off of an item Done in a Sprint, value units; 0 for one that is never played.
    pub(super) fn pay_off(&self, item: ItemIx, done: u32) -> f64 {
        if done > self.scenario.sprints {
            return 0.0;
        }
        self.known.pay_off(self.scenario, item, done).mean()
    }

    /// What it costs on average to have an item Done one Sprint later than in `done`, value units.
    pub(super) fn cost_of_delay(&self, item: ItemIx, done: u32) -> f64 {
        self.pay_off(item, done) - self.pay_off(item, done.saturating_add(1))
    }

    /// Cost of delay divided by effort of an item that comes next, value units per effort unit.
    pub(super) fn delay_per_effort(&self, item: ItemIx) -> f64 {
        let effort = self.effort(item);
        self.cost_of_delay(item, self.done_in(effort)) / effort
    }

    /// The influence of the most influential stakeholder whom an item serves, and how many Sprints they
    /// have waited; `None` for an item that serves nobody.
    pub(super) fn loudness(&self, item: ItemIx) -> Option<(Total, u32)> {
        let served = self.scenario.item(item).benefits.iter().filter(|b| b.amount.likely() > 0.0);
        let voice = |at: usize| {
            (Total(self.scenario.stakeholders[at].influence), self.known.state().stakeholders[at].waiting)
        };
        served.map(|benefit| voice(benefit.stakeholder.at())).max()
    }

    /// The earliest date of each item: its own, of a goal that names it, or of what requires it.
    pub(super) fn dates(&self) -> Vec<Option<u32>> {
        let mut dates = self.each(|item| self.scenario.dates(item).min());
        // What is required comes before what requires it, so the last one's date is passed on first.
        for &item in self.by_rank(&vec![(); dates.len()]).iter().rev() {
            for &needed in &self.scenario.item(item).requires {
                let date = dates[item.at()];
                let earlier = dates[needed.at()].into_iter().chain(date).min();
                dates[needed.at()] = earlier;
            }
        }
        dates
    }

    /// Open items by rank, smallest first and file order among equals, each after what it requires.
    pub(super) fn by_rank<R: Ord + Copy>(&self, rank: &[R]) -> Vec<ItemIx> {
        let open_needs = |item: ItemIx| {
            let requires = &self.scenario.item(item).requires;
            requires.iter().filter(|&&needed| self.is_open(needed)).count()
        };
        let mut waiting_for = self.each(open_needs);
        let key = |item: ItemIx| Reverse((rank[item.at()], item));
        let free =
            self.scenario.item_indexes().filter(|&item| self.is_open(item) && waiting_for[item.at()] == 0);
        let mut ready: BinaryHeap<_> = free.map(key).collect();
        let mut order = Vec::with_capacity(rank.len());
        while let Some(Reverse((_, item))) = ready.pop() {
            order.push(item);
            for &next in &self.scenario.item(item).unlocks {
                waiting_for[next.at()] -= 1;
                if waiting_for[next.at()] == 0 {
                    ready.push(key(next));
                }
            }
        }
        order
    }
}

/// What it costs on average to have each item one Sprint later than if it came next, for each unit of its effort,
/// value units per effort unit; by item, and what [`Policy::Cd3`](super::Policy::Cd3) ranks by.
#[must_use]
pub fn delay_per_effort(scenario: &Scenario, belief: &Belief) -> Vec<f64> {
    let outlook = Outlook::new(scenario, belief.known());
    outlook.each(|item| outlook.delay_per_effort(item))
}

/// A number to sort by; none of them is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Total(pub(super) f64);

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Total {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}
