//! Products of the factors that effects of Done items bring.

use super::instance::{Act, Instance};

/// Some items whose effects change a figure of each job: the products of their factors by subset.
#[derive(Debug)]
pub(super) struct Factors {
    /// Which items have a say.
    pub(super) who: Vec<usize>,
    /// A row for each subset of them.
    pub(super) rows: Vec<Vec<f64>>,
}

impl Factors {
    /// Effects of at most `most` items, each a factor on some jobs.
    pub(super) fn of(
        instance: &Instance,
        most: usize,
        factors: impl Fn(&Act) -> Option<(&[u32], f64)>,
    ) -> Self {
        let has_say = |at: &usize| instance.jobs[*at].on_done.iter().any(|act| factors(act).is_some());
        let who: Vec<usize> = (0..instance.jobs.len()).filter(has_say).take(most).collect();
        let row = |subset: usize| {
            let mut row = vec![1.0; instance.jobs.len()];
            for (_, &at) in who.iter().enumerate().filter(|(bit, _)| subset >> bit & 1 == 1) {
                for (jobs, factor) in instance.jobs[at].on_done.iter().filter_map(&factors) {
                    jobs.iter().for_each(|&job| row[job as usize] *= factor);
                }
            }
            row
        };
        Self { rows: (0..1 << who.len()).map(row).collect(), who }
    }

    /// The row while these items are Done.
    pub(super) fn index(&self, set: usize) -> usize {
        self.who.iter().enumerate().fold(0, |index, (bit, &at)| index | (set >> at & 1) << bit)
    }
}
