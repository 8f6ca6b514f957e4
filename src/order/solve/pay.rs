//! What items pay, and the most that each can by the Sprint in which it is Done.

use super::factors::Factors;
use super::instance::{Act, Instance, Job};
use crate::scenario::When;
use crate::sim::belief::times;

/// Figures that the pay-offs of a table may take.
const PAY_MAX: usize = 4 << 20;

/// An open goal: its items, a bit for each.
#[derive(Debug)]
pub(super) struct GoalMask {
    pub(super) mask: usize,
    pub(super) by: u16,
    pub(super) bonus: f64,
}

/// The most that each job can pay by the Sprint in which it is Done at the earliest.
#[derive(Debug)]
pub(super) struct Pay {
    values: Factors,
    /// For each row of `values` and each job its pay-off in each Sprint from the first that is open.
    table: Vec<f64>,
    first: usize,
    width: usize,
    jobs: usize,
    /// What each job pays if it is never Done.
    never: Vec<f64>,
    pub(super) goals: Vec<GoalMask>,
    /// For each job the least and the largest factor on its fines.
    pub(super) fine_factors: Vec<(f64, f64)>,
}

impl Pay {
    /// What a future pays; `None` if there are too many items and Sprints.
    pub(super) fn of(instance: &Instance, is_exact: bool) -> Option<Self> {
        fn told(act: &Act) -> Option<(&[u32], f64)> {
            if let Act::Value(jobs, factor) = act { Some((jobs, *factor)) } else { None }
        }
        let (jobs, width) = (instance.jobs.len(), (instance.sprints - instance.ended) as usize);
        let room = PAY_MAX / (jobs * width).max(1);
        if room == 0 {
            return None;
        }
        let values = Factors::of(instance, (room.ilog2() as usize).min(6), told);
        let mut factors = vec![(1.0_f64, 1.0_f64); jobs];
        let mut all = vec![(1.0_f64, 1.0_f64); jobs];
        let widen = |into: &mut Vec<(f64, f64)>, act: &Act| {
            for &job in told(act).map_or(&[][..], |(jobs, _)| jobs) {
                let factor = told(act).map_or(1.0, |(_, factor)| factor);
                let range = &mut into[job as usize];
                *range = (range.0 * factor.min(1.0), range.1 * factor.max(1.0));
            }
        };
        let others = instance.jobs.iter().enumerate().filter(|(at, _)| !values.who.contains(at));
        let others = others.flat_map(|(_, job)| &job.on_done);
        others.chain(instance.acts_at_start()).for_each(|act| widen(&mut factors, act));
        instance.acts().for_each(|act| widen(&mut all, act));

        let mut pay = Self {
            table: Vec::with_capacity(values.rows.len() * jobs * width),
            values,
            first: instance.first() as usize,
            width,
            jobs,
            never: Vec::new(),
            goals: goal_masks(instance, is_exact),
            fine_factors: Vec::new(),
        };
        for (job, all) in instance.jobs.iter().zip(&all) {
            let range = (job.factor * all.0, job.factor * all.1);
            pay.fine_factors.push(range);
            pay.never.push(-fine_cost(job, instance.last, range));
        }
        for row in 0..pay.values.rows.len() {
            for (at, job) in instance.jobs.iter().enumerate() {
                let factor = pay.values.rows[row][at] * job.factor;
                let (low, high) = (factors[at].0 * factor, factors[at].1 * factor);
                pay.push_job(instance, job, (low, high), pay.fine_factors[at], is_exact);
            }
        }
        Some(pay)
    }

    /// Adds what a job pays in each Sprint, under any factor between two.
    fn push_job(
        &mut self,
        instance: &Instance,
        job: &Job,
        (low, high): (f64, f64),
        fine: (f64, f64),
        is_exact: bool,
    ) {
        let costs = job.on_done.iter().map(|act| if let Act::Cost(x) = act { *x } else { 0.0 });
        let cost: f64 = costs.sum();
        let start = self.table.len();
        for done in instance.first()..=instance.sprints {
            let own = job.benefits.iter().filter(|(_, when)| !matches!(when, When::FineAfter(_)));
            let own = own.map(|&benefit| {
                let pays = pay_off(&[benefit], done, instance.last);
                if pays < 0.0 { low * pays } else { high * pays }
            });
            self.table.push(own.sum::<f64>() - fine_cost(job, done, fine) - cost);
        }
        if !is_exact {
            // Later than at the earliest can be better.
            let row = &mut self.table[start..];
            for at in (1..row.len()).rev() {
                row[at - 1] = row[at - 1].max(row[at]);
            }
        }
    }

    /// What all pay of which none is ever Done, but for these.
    pub(super) fn never(&self, done: usize) -> f64 {
        let open = self.never.iter().enumerate().filter(|(at, _)| done >> at & 1 == 0);
        open.map(|(_, pays)| pays).sum()
    }

    /// Where the pay-offs are found while these items are Done.
    pub(super) fn row(&self, set: usize) -> usize {
        self.values.index(set)
    }

    /// What a job pays that is Done in a Sprint.
    pub(super) fn at(&self, row: usize, job: usize, sprint: u16) -> f64 {
        self.table[(row * self.jobs + job) * self.width + usize::from(sprint) - self.first]
    }
}

/// What benefits of an item Done in a Sprint pay in all, with no factor on them; its fines from the first
/// Sprint on included.
pub(super) fn pay_off(benefits: &[(f64, When)], done: u32, last: u32) -> f64 {
    let pays = |&(amount, when): &(f64, When)| match when {
        When::FineAfter(after) => -amount * f64::from(done.min(last).saturating_sub(after)),
        when => amount * times(when, done, last),
    };
    benefits.iter().map(pays).sum()
}

/// What fines have cost by the Review of Sprint `by` while an item is not Done.
pub(super) fn fines(benefits: &[(f64, When)], by: u32) -> f64 {
    let cost = |&(amount, when): &(f64, When)| match when {
        When::FineAfter(after) => amount * f64::from(by.saturating_sub(after)),
        _ => 0.0,
    };
    benefits.iter().map(cost).sum()
}

/// What the fines of an item cost at least by the Review of a Sprint while it is not Done, under any factor
/// between two; one that has not arrived may never be fined, but may gain by fines that pay.
pub(super) fn fine_cost(job: &Job, by: u32, (low, high): (f64, f64)) -> f64 {
    let cost = |&benefit: &(f64, When)| {
        let cost = fines(&[benefit], by);
        if cost < 0.0 {
            high * cost
        } else if job.has_arrived {
            low * cost
        } else {
            0.0
        }
    };
    job.benefits.iter().map(cost).sum()
}

fn goal_masks(instance: &Instance, is_exact: bool) -> Vec<GoalMask> {
    let goals = instance.goals.iter().map(|goal| GoalMask {
        mask: goal.jobs.iter().fold(0, |mask, &job| mask | 1 << job),
        by: goal.by as u16,
        // A loss that can be waited for is none.
        bonus: if is_exact || goal.by >= instance.sprints { goal.bonus } else { goal.bonus.max(0.0) },
    });
    goals.collect()
}
