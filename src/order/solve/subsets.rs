//! Dynamic programming over subsets (Held and Karp 1962; Lawler 1964): the best order of one known future
//! where what comes depends only on which items are Done, and a bound where it depends on more.

use super::instance::{Act, Instance, Job, fines, pay_off};
use crate::scenario::When;

/// Items that a table can have: its memory doubles with each.
const ITEMS_MAX: usize = 20;
/// Figures that the pay-offs of a table may take.
const PAY_MAX: usize = 4 << 20;
/// Subsets between two questions whether to go on.
const STRIDE: usize = 1 << 14;

/// For each set of Done items the most that the others can still pay, however the order goes on.
///
/// It is exact for a single machine ([`Instance::is_machine`]). Elsewhere it is a bound: each set is reached at least as
/// early as possible, with all help that effects could give; of what effects do, the parts that hold
/// whenever certain items are Done are counted as they are.
#[derive(Debug)]
pub(super) struct Subsets {
    /// By set of Done items, a bit for each.
    most: Vec<f64>,
    /// The next item of a best order; `u8::MAX` for none.
    next: Vec<u8>,
    /// What costs at the start of Sprints still come after each Sprint 0 … H.
    to_come: Vec<f64>,
    /// For each job the least and the largest factor on its fines.
    fine_factors: Vec<(f64, f64)>,
}

impl Subsets {
    /// The table of a single machine; `None` if it would be too large, it was told to stop, or a Sprint ends so
    /// close to the end of an item that only the simulation can tell which comes first.
    pub(super) fn exact(instance: &Instance, keep_going: impl FnMut(u64) -> bool) -> Option<Self> {
        Self::of(instance, true, keep_going)
    }

    /// A bound for any future; `None` if it would be too large, or it was told to stop.
    pub(super) fn bound(instance: &Instance, keep_going: impl FnMut(u64) -> bool) -> Option<Self> {
        Self::of(instance, false, keep_going)
    }

    fn of(instance: &Instance, is_exact: bool, mut keep_going: impl FnMut(u64) -> bool) -> Option<Self> {
        if instance.jobs.len() > ITEMS_MAX || instance.ended >= instance.sprints {
            return None;
        }
        let needs = need_masks(instance);
        let reached = reach(instance, &needs, is_exact, &mut keep_going)?;
        let pay = Pay::of(instance, is_exact)?;
        let mut table = Self {
            most: vec![f64::NEG_INFINITY; reached.len()],
            next: vec![u8::MAX; reached.len()],
            to_come: instance.costs_to_come(),
            fine_factors: pay.fine_factors.clone(),
        };
        for set in (0..reached.len()).rev() {
            if set % STRIDE == 0 && !keep_going((STRIDE * instance.jobs.len()) as u64) {
                return None;
            }
            if reached[set] == NEVER {
                continue;
            }
            let (mut most, mut next) = (pay.never(set), u8::MAX);
            let row = pay.row(set);
            let mut rest = !set & (reached.len() - 1);
            while rest != 0 {
                let job = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let after = set | 1 << job;
                let sprint = reached[after];
                if sprint == NEVER || needs[job] & !set != 0 {
                    continue;
                }
                let mut value = pay.at(row, job, sprint) + table.most[after];
                for goal in &pay.goals {
                    let completes = goal.mask >> job & 1 == 1 && goal.mask & !after == 0;
                    value += if completes && sprint <= goal.by { goal.bonus } else { 0.0 };
                }
                if value > most {
                    (most, next) = (value, job as u8);
                }
            }
            (table.most[set], table.next[set]) = (most, next);
        }
        Some(table)
    }

    /// The most that can still be paid where these items are Done and so many Reviews are over; what fines
    /// have cost by then is known to whoever asks.
    pub(super) fn most(&self, instance: &Instance, done: u32, sprint: u32, reviews: u32) -> f64 {
        let open =
            instance.jobs.iter().enumerate().filter(|(at, job)| job.has_arrived && done >> at & 1 == 0);
        let paid = open.map(|(at, job)| fine_cost(job, reviews, self.fine_factors[at]));
        self.most[done as usize] + paid.sum::<f64>() + self.to_come[sprint as usize]
    }

    /// A best order of a single machine.
    pub(super) fn order(&self) -> Vec<u32> {
        let (mut order, mut set) = (Vec::new(), 0);
        while self.next[set] != u8::MAX {
            order.push(u32::from(self.next[set]));
            set |= 1 << self.next[set];
        }
        order
    }
}

const NEVER: u16 = u16::MAX;

/// What each job requires, a bit for each; a set that cannot be for one that never arrives.
fn need_masks(instance: &Instance) -> Vec<usize> {
    let can = instance.reachable();
    let mask = |(at, job): (usize, &Job)| {
        if can[at] { job.needs.iter().fold(0, |mask, &needed| mask | 1 << needed) } else { usize::MAX }
    };
    instance.jobs.iter().enumerate().map(mask).collect()
}

/// The first Sprint in which each set of items can all be Done.
fn reach(
    instance: &Instance,
    needs: &[usize],
    is_exact: bool,
    keep_going: &mut impl FnMut(u64) -> bool,
) -> Option<Vec<u16>> {
    let efforts = Efforts::of(instance);
    let rework = Rework::of(instance, &efforts);
    let mut ends = Vec::new();
    let total = instance.capacities().iter().fold(0.0, |sum, capacity| {
        ends.push(sum + capacity);
        sum + capacity
    });
    // Each item and each Sprint can win or lose a tiny bit; sums of many figures round.
    let rounding = 1e-12 * (1.0 + total);
    let drift = if is_exact {
        1e-10 + rounding
    } else {
        2e-9 * (1 + instance.jobs.len() + instance.sprints as usize) as f64 + rounding
    };
    let mut work = vec![f64::INFINITY; 1 << instance.jobs.len()];
    let mut reached = vec![NEVER; work.len()];
    work[0] = 0.0;
    for set in 0..work.len() {
        if set % STRIDE == 0 && !keep_going((STRIDE * instance.jobs.len()) as u64) {
            return None;
        }
        if work[set] == f64::INFINITY {
            continue;
        }
        let mut place = ends.partition_point(|&end| end < work[set] - drift);
        while place < ends.len() && ends[place] < work[set] - drift + rework.least(set, place) {
            place += 1;
        }
        if place == ends.len() {
            continue;
        }
        let is_near = |end: f64| (drift..1e-7).contains(&(end - work[set]).abs());
        if is_exact && set != 0 && (is_near(ends[place]) || place > 0 && is_near(ends[place - 1])) {
            return None;
        }
        reached[set] = (instance.first() as usize + place) as u16;
        let row = efforts.row(set);
        let mut rest = !set & (work.len() - 1);
        while rest != 0 {
            let job = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            if needs[job] & !set == 0 {
                let after = set | 1 << job;
                work[after] = work[after].min(work[set] + row[job]);
            }
        }
    }
    Some(reached)
}

/// Some items whose effects change a figure of each job: the products of their factors by subset.
struct Factors {
    /// Which items have a say.
    who: Vec<usize>,
    /// A row for each subset of them.
    rows: Vec<Vec<f64>>,
}

impl Factors {
    /// Effects of at most `most` items, each a factor on some jobs.
    fn of(instance: &Instance, most: usize, factors: impl Fn(&Act) -> Option<(&[u32], f64)>) -> Self {
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

    fn index(&self, set: usize) -> usize {
        self.who.iter().enumerate().fold(0, |index, (bit, &at)| index | (set >> at & 1) << bit)
    }
}

/// The least effort of each job by which others are Done.
struct Efforts(Factors);

impl Efforts {
    /// Items whose effects on effort are counted as they come; those of more only where they help.
    const MOST: usize = 10;

    fn of(instance: &Instance) -> Self {
        fn told(act: &Act) -> Option<(&[u32], f64)> {
            if let Act::Effort(jobs, factor) = act { Some((jobs, *factor)) } else { None }
        }
        let interrupts = instance.can_interrupt();
        let mut factors = Factors::of(instance, Self::MOST, |act| {
            // What was begun before pays an increase on the rest only.
            told(act).map(|(jobs, factor)| (jobs, if interrupts { factor.min(1.0) } else { factor }))
        });
        let mut least: Vec<f64> = instance.jobs.iter().map(|job| job.effort).collect();
        let others = instance.jobs.iter().enumerate().filter(|(at, _)| !factors.who.contains(at));
        let others = others.flat_map(|(_, job)| &job.on_done);
        for (jobs, factor) in others.chain(instance.acts_at_start()).filter_map(told) {
            jobs.iter().for_each(|&job| least[job as usize] *= factor.min(1.0));
        }
        for row in &mut factors.rows {
            row.iter_mut().zip(&least).for_each(|(factor, least)| *factor *= least);
        }
        Self(factors)
    }

    fn row(&self, set: usize) -> &[f64] {
        &self.0.rows[self.0.index(set)]
    }
}

/// The rework that some items cannot all be spared.
struct Rework {
    /// What rework adds to each item that would meet it, least first.
    extras: Vec<(usize, f64)>,
    per_sprint: usize,
}

impl Rework {
    fn of(instance: &Instance, efforts: &Efforts) -> Self {
        let can_meet = |job: &Job| job.rework > 1.0 && !job.is_refined && !job.is_started;
        let jobs = instance.jobs.iter().enumerate().filter(|(_, job)| can_meet(job));
        let least = |at: usize| efforts.0.rows.iter().map(|row| row[at]).fold(f64::INFINITY, f64::min);
        let mut extras: Vec<(usize, f64)> =
            jobs.map(|(at, job)| (at, (job.rework - 1.0) * least(at))).collect();
        extras.sort_by(|a, b| a.1.total_cmp(&b.1));
        Self { extras, per_sprint: instance.refined_per_sprint as usize }
    }

    /// The least that rework adds to a set of items that are Done in a Sprint: no more of them are spared than
    /// were refined in the Sprints before it.
    fn least(&self, set: usize, sprints_before: usize) -> f64 {
        if self.extras.is_empty() {
            return 0.0;
        }
        let mine = self.extras.iter().filter(|(at, _)| set >> at & 1 == 1);
        let met = mine.clone().count().saturating_sub(self.per_sprint * sprints_before);
        mine.take(met).map(|(_, extra)| extra).sum()
    }
}

struct GoalMask {
    mask: usize,
    by: u16,
    bonus: f64,
}

/// The most that each job can pay by the Sprint in which it is Done at the earliest.
struct Pay {
    values: Factors,
    /// For each row of `values` and each job its pay-off in each Sprint from the first that is open.
    table: Vec<f64>,
    first: usize,
    width: usize,
    jobs: usize,
    /// What each job pays if it is never Done.
    never: Vec<f64>,
    goals: Vec<GoalMask>,
    fine_factors: Vec<(f64, f64)>,
}

impl Pay {
    fn of(instance: &Instance, is_exact: bool) -> Option<Self> {
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

    fn never(&self, done: usize) -> f64 {
        let open = self.never.iter().enumerate().filter(|(at, _)| done >> at & 1 == 0);
        open.map(|(_, pays)| pays).sum()
    }

    fn row(&self, set: usize) -> usize {
        self.values.index(set)
    }

    fn at(&self, row: usize, job: usize, sprint: u16) -> f64 {
        self.table[(row * self.jobs + job) * self.width + usize::from(sprint) - self.first]
    }
}

/// What the fines of an item cost at least by the Review of a Sprint while it is not Done, under any factor
/// between two; one that has not arrived may never be fined, but may gain by fines that pay.
fn fine_cost(job: &Job, by: u32, (low, high): (f64, f64)) -> f64 {
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
