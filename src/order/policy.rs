//! Simple rules that order a Product Backlog, and Par.

use rand::RngExt;

use super::search;
use crate::scenario::{ItemIx, Scenario, When};
use crate::sim::luck::Drawing;
use crate::sim::{Belief, Source};

/// A rule that orders what is open, each item after what it requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The scenario's own order.
    Given,
    /// Any order.
    Random,
    /// What the most influential stakeholder wants first; among equals, who has waited longest.
    Loudest,
    /// The largest pay-off first.
    Value,
    /// The smallest effort first.
    Smallest,
    /// The largest cost of delay divided by duration first.
    Cd3,
    /// The earliest date first.
    Deadline,
    /// Par: the package with the largest cost of delay per effort first, what is worth nothing left out.
    Par,
    /// The best order found by a search.
    Best,
}

impl Policy {
    /// Every rule.
    pub const ALL: [Self; 9] = [
        Self::Given,
        Self::Random,
        Self::Loudest,
        Self::Value,
        Self::Smallest,
        Self::Cd3,
        Self::Deadline,
        Self::Par,
        Self::Best,
    ];

    /// Its name, one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Random => "random",
            Self::Loudest => "loudest",
            Self::Value => "value",
            Self::Smallest => "smallest",
            Self::Cd3 => "cd3",
            Self::Deadline => "deadline",
            Self::Par => "par",
            Self::Best => "best",
        }
    }

    /// The rule of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }

    /// The order that the rule makes of what is known. `seed` matters for [`Policy::Random`] and
    /// [`Policy::Best`] only.
    #[must_use]
    pub fn order(self, scenario: &Scenario, belief: &Belief, seed: u64) -> Vec<ItemIx> {
        let outlook = Outlook { scenario, belief };
        let rank: Vec<f64> = match self {
            Self::Par => return outlook.par(),
            Self::Best => return search::best(scenario, belief, seed),
            Self::Given => scenario.item_indexes().map(|item| item.at() as f64).collect(),
            Self::Random => {
                let mut generator = Source::orders(seed).generator(0, Drawing::Order, 0);
                scenario.item_indexes().map(|_| generator.random()).collect()
            }
            Self::Loudest => outlook.each(|item| -outlook.loudness(item)),
            Self::Value => outlook.each(|item| -outlook.pay_off(item, 0)),
            Self::Smallest => outlook.each(|item| outlook.effort(item)),
            Self::Cd3 => outlook.each(|item| -outlook.cost_of_delay(item) / outlook.effort(item)),
            Self::Deadline => outlook.each(|item| outlook.date(item).map_or(f64::INFINITY, f64::from)),
        };
        outlook.by_rank(&rank)
    }
}

/// What a belief says on its means.
struct Outlook<'a> {
    scenario: &'a Scenario,
    belief: &'a Belief,
}

impl Outlook<'_> {
    fn each(&self, rank: impl Fn(ItemIx) -> f64) -> Vec<f64> {
        self.scenario.item_indexes().map(rank).collect()
    }

    fn is_open(&self, item: ItemIx) -> bool {
        self.belief.state().item(item).done().is_none()
    }

    /// Mean effort left, effort units.
    fn effort(&self, item: ItemIx) -> f64 {
        self.belief.remaining(self.scenario, item).mean()
    }

    /// Mean pay-off if Done so many Sprints after the next one that can be worked in, value units.
    fn pay_off(&self, item: ItemIx, later: u32) -> f64 {
        let sprint = (self.belief.state().ended + 1 + later).min(self.scenario.benefit_sprints);
        self.belief.pay_off(self.scenario, item, sprint).mean()
    }

    /// What waiting one Sprint costs on average, value units.
    fn cost_of_delay(&self, item: ItemIx) -> f64 {
        self.pay_off(item, 0) - self.pay_off(item, 1)
    }

    /// The influence of the most influential stakeholder whom an item serves; how long they have waited
    /// decides among equals.
    fn loudness(&self, item: ItemIx) -> f64 {
        let served = self.scenario.item(item).benefits.iter().filter(|b| b.amount.likely() > 0.0);
        let voice = |at: usize| {
            let waiting = f64::from(self.belief.state().stakeholders[at].waiting);
            self.scenario.stakeholders[at].influence + 1e-6 * waiting
        };
        served.map(|benefit| voice(benefit.stakeholder.at())).fold(-1.0, f64::max)
    }

    /// The earliest date of an item: its own, or of a goal that names it.
    fn date(&self, item: ItemIx) -> Option<u32> {
        let own = self.scenario.item(item).benefits.iter().filter_map(|benefit| match benefit.when {
            When::By(by) | When::FineAfter(by) => Some(by),
            _ => None,
        });
        let goals = self.scenario.goals.iter().filter(|goal| goal.items.contains(&item));
        own.chain(goals.map(|goal| goal.by)).min()
    }

    /// Open items by rank, smallest first and file order among equals, each after what it requires.
    fn by_rank(&self, rank: &[f64]) -> Vec<ItemIx> {
        let mut waiting_for: Vec<usize> = self
            .scenario
            .items
            .iter()
            .map(|item| item.requires.iter().filter(|&&needed| self.is_open(needed)).count())
            .collect();
        let key = |item: ItemIx| std::cmp::Reverse((Total(rank[item.at()]), item));
        let ready = self.scenario.item_indexes().filter(|item| self.is_open(*item));
        let mut ready: std::collections::BinaryHeap<_> =
            ready.filter(|item| waiting_for[item.at()] == 0).map(key).collect();
        let mut order = Vec::with_capacity(rank.len());
        while let Some(std::cmp::Reverse((_, item))) = ready.pop() {
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

    /// Par (model, section 3).
    fn par(&self) -> Vec<ItemIx> {
        let mut placed: Vec<bool> =
            self.each(|item| f64::from(u8::from(!self.is_open(item)))).iter().map(|&x| x > 0.0).collect();
        let mut order = Vec::new();
        loop {
            let open = self.scenario.item_indexes().filter(|item| !placed[item.at()]);
            let packages = open.filter_map(|item| {
                let package = self.package(item, &placed);
                let sum = |figure: &dyn Fn(ItemIx) -> f64| package.iter().map(|&i| figure(i)).sum::<f64>();
                let worth = sum(&|i| self.pay_off(i, 0));
                let effort = sum(&|i| self.effort(i)).max(f64::MIN_POSITIVE);
                let urgency = sum(&|i| self.cost_of_delay(i)) / effort;
                (worth >= 0.0).then_some((
                    Total(urgency),
                    Total(worth / effort),
                    std::cmp::Reverse(item),
                    package,
                ))
            });
            let Some((_, _, _, package)) = packages.max_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)))
            else {
                return order;
            };
            for item in package {
                placed[item.at()] = true;
                order.push(item);
            }
        }
    }

    /// An item and everything it still requires, each after what it requires.
    fn package(&self, item: ItemIx, placed: &[bool]) -> Vec<ItemIx> {
        let mut seen = vec![false; placed.len()];
        let mut package = Vec::new();
        let mut stack = vec![(item, false)];
        while let Some((item, needs_are_in)) = stack.pop() {
            if needs_are_in {
                package.push(item);
                continue;
            }
            if placed[item.at()] || std::mem::replace(&mut seen[item.at()], true) {
                continue;
            }
            stack.push((item, true));
            stack.extend(self.scenario.item(item).requires.iter().rev().map(|&needed| (needed, false)));
        }
        package
    }
}

/// A number that can be sorted by; none of them is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Total(f64);

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Total {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
