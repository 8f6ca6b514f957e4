//! Which item is worked on next: the first of the order on which work is possible.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::State;
use crate::scenario::{ItemIx, Scenario};

const UNRANKED: u32 = u32::MAX;

/// A view on the order of a Sprint that finds the next item without looking again from the top.
///
/// Everything before `cursor` was Done, blocked or absent when it was passed. What has become workable
/// there since is in `passed`, and whatever is in it stands above everything from the cursor on.
/// So a Sprint costs one pass over its order, however many items become Done.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    rank: Vec<u32>,
    cursor: usize,
    passed: BinaryHeap<Reverse<u32>>,
}

impl Queue {
    /// Starts again from the top of the state's order.
    pub(super) fn restart(&mut self, state: &State) {
        self.rank.clear();
        self.rank.resize(state.items.len(), UNRANKED);
        for (position, item) in state.order.iter().enumerate() {
            self.rank[item.at()] = position as u32;
        }
        self.cursor = 0;
        self.passed.clear();
    }

    /// The first item of the order on which work is possible.
    pub(super) fn next(&mut self, scenario: &Scenario, state: &State) -> Option<ItemIx> {
        while let Some(Reverse(position)) = self.passed.pop() {
            let item = state.order[position as usize];
            if state.workable(scenario, item) {
                return Some(item);
            }
        }
        while let Some(&item) = state.order.get(self.cursor) {
            self.cursor += 1;
            if state.workable(scenario, item) {
                return Some(item);
            }
        }
        None
    }

    /// Takes note that an item may have become workable: it arrived, or what it requires is Done.
    pub(super) fn wake(&mut self, item: ItemIx) {
        let rank = self.rank[item.at()];
        // The unit beyond every position is never below the cursor.
        if (rank as usize) < self.cursor {
            self.passed.push(Reverse(rank));
        }
    }

    /// Whether the order names an item.
    pub(super) fn names(&self, item: ItemIx) -> bool {
        self.rank[item.at()] != UNRANKED
    }

    /// Takes note that an item was appended to the order.
    pub(super) fn appended(&mut self, item: ItemIx, position: usize) {
        self.rank[item.at()] = position as u32;
    }
}
