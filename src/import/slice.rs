//! Slices: a backlog that is too large for one game, cut into several that follow each other.

use super::{Backlog, Item};

/// The most items that are played in one game without being asked for.
pub const MOST_PLAYED: usize = 40;
/// How many items a slice of a larger backlog has.
pub const SLICE: usize = 30;

/// A part of a backlog that can be played. What it requires is in it, or in a slice before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Its number, from 1.
    pub number: usize,
    /// The places of its items, in the backlog's order.
    pub items: Vec<usize>,
    /// Those of them that came forward, because items further up require them.
    pub forward: Vec<usize>,
    /// How many links lead to slices before it, so that they count as Done.
    pub done: usize,
}

impl Backlog {
    /// The backlog in slices of so many items, at least 1.
    #[must_use]
    pub fn slices(&self, size: usize) -> Vec<Slice> {
        let size = size.max(1);
        let order = required_first(&self.items);
        let mut slice_of = vec![0; order.len()];
        for (place, &item) in order.iter().enumerate() {
            slice_of[item] = place / size;
        }
        let cut = |(number, items): (usize, &[usize])| {
            let mut items = items.to_vec();
            items.sort_unstable();
            let is_forward = |item: &&usize| **item >= (number + 1) * size;
            let forward = items.iter().filter(is_forward).copied().collect();
            let links = items.iter().flat_map(|&item| &self.items[item].requires);
            let done = links.filter(|&&required| slice_of[required] != number).count();
            Slice { number: number + 1, items, forward, done }
        };
        order.chunks(size).enumerate().map(cut).collect()
    }
}

/// All items, each behind what it requires and otherwise in order.
fn required_first(items: &[Item]) -> Vec<usize> {
    let mut order = Vec::with_capacity(items.len());
    let mut is_seen = vec![false; items.len()];
    // The items on the way, each with the number of its requirements already followed.
    let mut way: Vec<(usize, usize)> = Vec::new();
    for first in 0..items.len() {
        if !std::mem::replace(&mut is_seen[first], true) {
            way.push((first, 0));
        }
        while let Some((item, followed)) = way.last_mut() {
            let item = *item;
            match items[item].requires.get(*followed) {
                Some(&required) => {
                    *followed += 1;
                    if !std::mem::replace(&mut is_seen[required], true) {
                        way.push((required, 0));
                    }
                }
                None => {
                    order.push(item);
                    way.pop();
                }
            }
        }
    }
    order
}
