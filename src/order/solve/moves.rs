//! Small changes to an order: insertions, swaps, blocks, items left out and taken in.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

/// An order as all its jobs in a row; what stands behind the end mark is left out.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    row: Vec<u32>,
    /// How many places from the top are worth a change; work seldom gets further.
    live: usize,
}

impl Sequence {
    /// An order of some of so many jobs, the others behind it.
    pub(super) fn new(order: &[u32], jobs: usize, live: usize) -> Self {
        let end = jobs as u32;
        let mut is_listed = vec![false; jobs];
        order.iter().for_each(|&job| is_listed[job as usize] = true);
        let mut row = order.to_vec();
        row.push(end);
        row.extend((0..end).filter(|&job| !is_listed[job as usize]));
        Self { row, live: live.clamp(1, jobs.max(1)) }
    }

    /// The order, top first.
    pub(super) fn order(&self) -> &[u32] {
        let end = self.row.len() as u32 - 1;
        let length = self.row.iter().position(|&job| job == end).unwrap_or_default();
        &self.row[..length]
    }

    /// Changes it a little.
    pub(super) fn change(&mut self, generator: &mut Xoshiro256PlusPlus) {
        self.change_once(generator);
        if generator.random_ratio(1, 5) {
            self.change_once(generator);
        }
    }

    fn change_once(&mut self, generator: &mut Xoshiro256PlusPlus) {
        let last = self.row.len() - 1;
        if last == 0 {
            return;
        }
        let a = generator.random_range(0..=self.live.min(last));
        let b = self.near(a, generator);
        match generator.random_range(0..20_u32) {
            0..8 => self.insert(a, b),
            8..13 => self.row.swap(a, b),
            13..16 => {
                let length = generator.random_range(2..=4).min(last);
                let from = a.min(last + 1 - length);
                let to = b.min(last + 1 - length);
                if from < to {
                    self.row[from..to + length].rotate_left(length);
                } else {
                    self.row[to..from + length].rotate_right(length);
                }
            }
            16..18 => {
                // Something from further down to a place that matters.
                let from = generator.random_range(0..=last);
                self.insert(from, a);
            }
            _ => {
                // Something that is in goes out, or the other way round.
                let end = self.order().len();
                if a < end {
                    self.insert(a, end);
                } else {
                    self.insert(end, a);
                }
            }
        }
    }

    /// A place not far from another, or any that matters.
    fn near(&self, a: usize, generator: &mut Xoshiro256PlusPlus) -> usize {
        let last = self.live.min(self.row.len() - 1);
        if generator.random_ratio(1, 2) {
            return generator.random_range(0..=last);
        }
        let distance = generator.random_range(1..=4);
        if generator.random() { a.saturating_sub(distance) } else { (a + distance).min(self.row.len() - 1) }
    }

    fn insert(&mut self, from: usize, to: usize) {
        if from < to {
            self.row[from..=to].rotate_left(1);
        } else {
            self.row[to..=from].rotate_right(1);
        }
    }
}
