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
    /// The position of each item, made when it is asked for: in most Sprints it is not.
    rank: Vec<u32>,
    is_ranked: bool,
    cursor: usize,
    passed: BinaryHeap<Reverse<u32>>,
}

impl Queue {
    /// Starts again from the top of an order.
    pub(super) fn restart(&mut self) {
        self.is_ranked = false;
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
    pub(super) fn wake(&mut self, state: &State, item: ItemIx) {
        let rank = self.rank_of(state, item);
        // The unit beyond every position is never below the cursor.
        if (rank as usize) < self.cursor {
            self.passed.push(Reverse(rank));
        }
    }

    /// Whether the order names an item.
    pub(super) fn names(&mut self, state: &State, item: ItemIx) -> bool {
        self.rank_of(state, item) != UNRANKED
    }

    fn rank_of(&mut self, state: &State, item: ItemIx) -> u32 {
        if !std::mem::replace(&mut self.is_ranked, true) {
            self.rank.clear();
            self.rank.resize(state.items.len(), UNRANKED);
            for (position, item) in state.order.iter().enumerate() {
                self.rank[item.at()] = position as u32;
            }
        }
        self.rank[item.at()]
    }

    /// Takes note that an item is appended to the order, which does not name it.
    pub(super) fn appended(&mut self, item: ItemIx, position: usize) {
        self.rank[item.at()] = position as u32;
    }
}
