//! Dynamic programming over subsets (Held and Karp 1962; Lawler 1964): the best order of one known future
//! where what comes depends only on which items are Done, and a bound where it depends on more.

use rayon::prelude::*;

use super::course::Course;
use super::instance::Instance;
use super::pay::{Pay, fine_cost};
use super::reach::{self, NEVER, Reach, STRIDE, need_masks, next};

/// Items that a table can have: its memory doubles with each.
const ITEMS_MAX: usize = 20;
/// Lags that a bound knows: so many, and sets of items that they have in all.
const LAGS: std::ops::RangeInclusive<usize> = 3..=48;
const LAGGING_SETS: usize = 3 << 20;

/// A best order of a single machine ([`Instance::is_machine`]); `None` if there are too many items, it was told to
/// stop, or a Sprint ends so close to the end of an item that only the simulation can tell which comes first.
pub(super) fn best_order(instance: &Instance, mut keep_going: impl FnMut(u64) -> bool) -> Option<Vec<u32>> {
    if !is_small(instance) {
        return None;
    }
    let needs = need_masks(instance);
    let reached = reach::exact(instance, &needs, &mut keep_going)?;
    let pay = Pay::of(instance, true)?;
    let mut table = Table::new(reached.len());
    let mut nexts = vec![u8::MAX; reached.len()];
    for set in (0..reached.len()).rev() {
        if set % STRIDE == 0 && !keep_going((STRIDE * instance.jobs.len()) as u64) {
            return None;
        }
        if reached[set] != NEVER {
            nexts[set] = table.fill(set, &needs, &pay, |after| reached[after]);
        }
    }
    let (mut order, mut set) = (Vec::new(), 0);
    while nexts[set] != u8::MAX {
        order.push(u32::from(nexts[set]));
        set |= 1 << nexts[set];
    }
    Some(order)
}

fn is_small(instance: &Instance) -> bool {
    instance.jobs.len() <= ITEMS_MAX && instance.ended < instance.sprints
}

/// For each set of Done items the most that the others can still pay, however the order goes on.
#[derive(Debug)]
struct Table(Vec<f64>);

impl Table {
    fn new(sets: usize) -> Self {
        Self(vec![f64::NEG_INFINITY; sets])
    }

    /// Reckons one set, after all that are larger. The next item.
    fn fill(&mut self, set: usize, needs: &[usize], pay: &Pay, reached: impl Fn(usize) -> u16) -> u8 {
        let (mut most, mut best) = (pay.never(set), u8::MAX);
        let row = pay.row(set);
        for job in next(set, needs) {
            let after = set | 1 << job;
            let sprint = reached(after);
            if sprint == NEVER {
                continue;
            }
            let mut value = pay.at(row, job, sprint) + self.0[after];
            for goal in &pay.goals {
                let completes = goal.mask >> job & 1 == 1 && goal.mask & !after == 0;
                value += if completes && sprint <= goal.by { goal.bonus } else { 0.0 };
            }
            if value > most {
                (most, best) = (value, job as u8);
            }
        }
        self.0[set] = most;
        best
    }
}

/// A bound on what a future can still pay.
///
/// Each set is reached at least as early as possible, with all help that effects could give, but no earlier
/// than its lag allows ([`Reach`]); of what effects do, the parts that hold whenever certain items are Done
/// are counted as they are.
#[derive(Debug)]
pub(super) struct Subsets {
    reach: Reach,
    /// Tables for lags, smallest first.
    tables: Vec<(f64, Table)>,
    /// What costs at the start of Sprints still come after each Sprint 0 … H.
    to_come: Vec<f64>,
    /// For each job the least and the largest factor on its fines.
    fine_factors: Vec<(f64, f64)>,
}

impl Subsets {
    /// A bound for any future; `None` if there are too many items, or it was told to stop.
    pub(super) fn of(instance: &Instance, mut keep_going: impl FnMut(u64) -> bool) -> Option<Self> {
        if !is_small(instance) {
            return None;
        }
        let needs = need_masks(instance);
        let reach = Reach::of(instance, &needs, &mut keep_going)?;
        let pay = Pay::of(instance, false)?;
        let sets = 1_usize << needs.len();
        let count = (LAGGING_SETS / sets).clamp(*LAGS.start(), *LAGS.end());
        let lag = |number: usize| lag(number, count) * reach.sprint_size();
        let begun = |number| (lag(number), Table::new(sets), vec![NEVER; sets]);
        let mut tables: Vec<(f64, Table, Vec<u16>)> = (0..count).map(begun).collect();
        for start in (0..sets).step_by(STRIDE).rev() {
            tables.par_iter_mut().for_each(|(lag, table, reached)| {
                for set in (start..sets.min(start + STRIDE)).rev() {
                    reached[set] = reach.sprint(set, *lag);
                    if reached[set] != NEVER {
                        table.fill(set, &needs, &pay, |after| reached[after]);
                    }
                }
            });
            if !keep_going((STRIDE.min(sets) * needs.len() * count) as u64) {
                return None;
            }
        }
        let tables = tables.into_iter().map(|(lag, table, _)| (lag, table)).collect();
        Some(Self { reach, tables, to_come: instance.costs_to_come(), fine_factors: pay.fine_factors })
    }

    /// The most that a course can come to.
    pub(super) fn most(&self, instance: &Instance, course: &Course) -> f64 {
        let (done, reviews) = (course.done(), course.reviews());
        let open =
            instance.jobs.iter().enumerate().filter(|(at, job)| job.has_arrived && done >> at & 1 == 0);
        let paid = open.map(|(at, job)| fine_cost(job, reviews, self.fine_factors[at]));
        let (done, sprint) = (done as usize, course.sprint);
        // What was spent on an item that is not Done is not lost.
        let lag =
            if course.has_begun() { 0.0 } else { self.reach.lag(done, sprint, course.capacity_to_come()) };
        let number = self.tables.partition_point(|(least, _)| *least <= lag - 1e-6).max(1) - 1;
        course.value + self.tables[number].1.0[done] + paid.sum::<f64>() + self.to_come[sprint as usize]
    }
}

/// Lags that a bound knows, in Sprints: none, and then more and more.
fn lag(number: usize, count: usize) -> f64 {
    let part = number as f64 / count as f64;
    4.0 * part * (0.25 + 0.75 * part)
}
