//! Small changes to an order: insertions, swaps, blocks, items left out and taken in.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::instance::Job;

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

    /// The top of this order down to a place of some other, and all else as it stands there.
    pub(super) fn mixed(&self, other: &Self, generator: &mut Xoshiro256PlusPlus) -> Self {
        let mut row = self.row[..generator.random_range(0..=self.live.min(self.row.len()))].to_vec();
        let mut is_in = vec![false; self.row.len()];
        row.iter().for_each(|&job| is_in[job as usize] = true);
        row.extend(other.row.iter().filter(|&&job| !is_in[job as usize]));
        Self { row, live: self.live }
    }

    /// The order, top first.
    pub(super) fn order(&self) -> &[u32] {
        let end = self.row.len() as u32 - 1;
        let length = self.row.iter().position(|&job| job == end).unwrap_or_default();
        &self.row[..length]
    }

    /// Changes it a little.
    pub(super) fn change(&mut self, jobs: &[Job], generator: &mut Xoshiro256PlusPlus) {
        self.change_once(jobs, generator);
        if generator.random_ratio(1, 5) {
            self.change_once(jobs, generator);
        }
    }

    fn change_once(&mut self, jobs: &[Job], generator: &mut Xoshiro256PlusPlus) {
        let last = self.row.len() - 1;
        if last == 0 {
            return;
        }
        let a = generator.random_range(0..=self.live.min(last));
        let b = self.near(a, generator);
        match generator.random_range(0..20_u32) {
            0..8 => self.bring(jobs, a, b),
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
                self.bring(jobs, from, a);
            }
            _ => {
                // Something that is in goes out, or the other way round.
                let end = self.order().len();
                if a < end {
                    self.insert(a, end);
                } else {
                    self.bring(jobs, end, a);
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

    /// Moves a job; upwards with what it requires, because without that it could only wait there.
    fn bring(&mut self, jobs: &[Job], from: usize, to: usize) {
        let mut package = vec![self.row[from]];
        if to < from && self.row[from] < jobs.len() as u32 {
            let mut next = 0;
            while let Some(&job) = package.get(next) {
                let needs = jobs[job as usize].needs.iter().copied();
                let needs =
                    needs.filter(|needed| !package.contains(needed) && self.row[to..].contains(needed));
                let needs: Vec<u32> = needs.collect();
                package.extend(needs);
                next += 1;
            }
        }
        if package.len() == 1 {
            return self.insert(from, to);
        }
        let (mut first, rest): (Vec<u32>, Vec<u32>) =
            self.row[to..].iter().partition(|job| package.contains(job));
        first.extend(rest);
        self.row[to..].copy_from_slice(&first);
    }

    fn insert(&mut self, from: usize, to: usize) {
        if from < to {
            self.row[from..=to].rotate_left(1);
        } else {
            self.row[to..=from].rotate_right(1);
        }
    }
}
