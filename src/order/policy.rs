//! The rules that order a Product Backlog, by name.

use std::cmp::Reverse;
use std::sync::Arc;

use rand::RngExt;

use super::outlook::{Outlook, Total};
use super::par::{Par, Planner, Reach};
use super::solve;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::luck::Drawing;
use crate::sim::{Belief, Known, Source};

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
    /// The earliest date first; what an item requires has its date, too.
    Deadline,
    /// Par: the package with the largest cost of delay per effort first, what is worth nothing left out.
    Par,
    /// The best order found by a search that is bounded by work, so that it is the same on any machine.
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
        match self {
            Self::Best => {
                let (scenario, belief) = (Arc::new(scenario.clone()), Arc::new(belief.clone()));
                solve::best_order(&scenario, &belief, seed, &|| false).unwrap_or_default()
            }
            Self::Par => {
                let mut order = Vec::new();
                Planner::new(&Par::new(scenario)).order(belief.known(), Reach::Horizon, &mut order);
                order
            }
            _ => self.rank(scenario, belief.known(), seed),
        }
    }

    /// The order of a rule that gives each item a rank.
    pub(super) fn rank(self, scenario: &Scenario, known: Known<'_>, seed: u64) -> Vec<ItemIx> {
        let outlook = Outlook::new(scenario, known);
        let largest_first = |figure: f64| Reverse(Total(figure));
        match self {
            Self::Given | Self::Par | Self::Best => outlook.by_rank(&outlook.each(|_| ())),
            Self::Random => {
                let mut generator = Source::orders(seed).generator(0, Drawing::Order, 0);
                let rank: Vec<u64> = scenario.item_indexes().map(|_| generator.random()).collect();
                outlook.by_rank(&rank)
            }
            Self::Loudest => outlook.by_rank(&outlook.each(|item| Reverse(outlook.loudness(item)))),
            Self::Value => outlook
                .by_rank(&outlook.each(|item| {
                    largest_first(outlook.pay_off(item, outlook.done_in(outlook.effort(item))))
                })),
            Self::Smallest => outlook.by_rank(&outlook.each(|item| Total(outlook.effort(item)))),
            Self::Cd3 => outlook.by_rank(&outlook.each(|item| largest_first(outlook.delay_per_effort(item)))),
            Self::Deadline => {
                let dates = outlook.dates();
                outlook.by_rank(&outlook.each(|item| dates[item.at()].unwrap_or(u32::MAX)))
            }
        }
    }
}
