//! Par: a fixed, quick and respectable player (model, section 3).

use std::cmp::Reverse;

use super::outlook::{Outlook, Total};
use crate::scenario::ItemIx;

/// The order of Par: again and again the package (an item with everything that it still requires) whose
/// delay by one Sprint costs most per effort, on the means of the belief. When a package would be Done is
/// reckoned from the effort placed before it. Among equals the larger pay-off per effort, then file order.
/// A package that pays less than nothing is left out.
pub(super) fn order(outlook: &Outlook<'_>) -> Vec<ItemIx> {
    let mut placed = outlook.each(|item| !outlook.is_open(item));
    let mut seen = Seen { in_search: outlook.each(|_| 0), search: 0 };
    let (mut order, mut elapsed) = (Vec::new(), 0.0);
    loop {
        let open = outlook.scenario().item_indexes().filter(|item| !placed[item.at()]);
        let packages = open.filter_map(|item| Package::of(outlook, item, &placed, elapsed, &mut seen));
        let Some(best) = packages.max_by_key(Package::rank) else { return order };
        for &item in &best.items {
            placed[item.at()] = true;
        }
        elapsed += best.effort;
        order.extend(best.items);
    }
}

/// An item and everything that it still requires, each after what it requires.
struct Package {
    items: Vec<ItemIx>,
    /// Mean effort, effort units.
    effort: f64,
    /// Mean pay-off, value units.
    worth: f64,
    /// What its delay by one Sprint costs, value units.
    cost_of_delay: f64,
}

impl Package {
    /// The package of an item after so much other effort; `None` if it pays less than nothing.
    fn of(
        outlook: &Outlook<'_>,
        item: ItemIx,
        placed: &[bool],
        elapsed: f64,
        seen: &mut Seen,
    ) -> Option<Self> {
        let items = with_needs(outlook, item, placed, seen);
        let (mut effort, mut worth, mut cost_of_delay) = (0.0, 0.0, 0.0);
        for &item in &items {
            effort += outlook.effort(item);
            let done = outlook.done_in(elapsed + effort);
            worth += outlook.pay_off(item, done);
            cost_of_delay += outlook.cost_of_delay(item, done);
        }
        (worth >= 0.0).then_some(Self { items, effort, worth, cost_of_delay })
    }

    fn rank(&self) -> (Total, Total, Reverse<ItemIx>) {
        let named = self.items[self.items.len() - 1];
        (Total(self.cost_of_delay / self.effort), Total(self.worth / self.effort), Reverse(named))
    }
}

fn with_needs(outlook: &Outlook<'_>, item: ItemIx, placed: &[bool], seen: &mut Seen) -> Vec<ItemIx> {
    seen.start();
    let (mut items, mut stack) = (Vec::new(), vec![(item, false)]);
    while let Some((item, needs_are_in)) = stack.pop() {
        if needs_are_in {
            items.push(item);
        } else if !placed[item.at()] && seen.is_new(item) {
            stack.push((item, true));
            stack.extend(outlook.scenario().item(item).requires.iter().rev().map(|&needed| (needed, false)));
        }
    }
    items
}

/// Which items a search has met; starting anew costs nothing.
struct Seen {
    in_search: Vec<u32>,
    search: u32,
}

impl Seen {
    fn start(&mut self) {
        self.search += 1;
    }

    fn is_new(&mut self, item: ItemIx) -> bool {
        std::mem::replace(&mut self.in_search[item.at()], self.search) != self.search
    }
}
