//! One known future as a single machine: each item costs by the Sprint in which it is Done.

use std::sync::Arc;

use rand_xoshiro::Xoshiro256PlusPlus;

use super::dynasearch::{Costs, Problem, Walk};
use super::instance::{Act, Instance, Job};
use super::pay::{fines, pay_off};
use crate::scenario::When;

/// Figures that the table of costs may take.
const TABLE_MAX: usize = 8 << 20;
/// Costs that one pass over all pairs of positions may look at: it bounds how far a move reaches.
const PASS_MAX: usize = 4 << 20;

/// A walk through the orders of a machine.
#[derive(Clone, Debug)]
pub(super) struct Machine {
    walk: Kind,
    /// Which job each number of the walk is; the one behind the last ends the order.
    jobs: Vec<u32>,
}

#[derive(Clone, Debug)]
enum Kind {
    Tardy(Walk<Tardy>),
    Table(Walk<Table>),
}

impl Machine {
    /// The machine of a known future, at an order, with moves that span so many positions; `None` if it is none, or too large. Bonuses of goals are
    /// left aside.
    pub(super) fn of(
        instance: &Instance,
        order: &[u32],
        reach_max: usize,
        generator: Xoshiro256PlusPlus,
    ) -> Option<Self> {
        let sprints = (instance.sprints - instance.ended) as usize;
        if !instance.is_machine() || sprints == 0 || instance.jobs.len() * (sprints + 1) > TABLE_MAX {
            return None;
        }
        let jobs = workable(instance);
        if jobs.is_empty() {
            return None;
        }
        let mut place = vec![u32::MAX; instance.jobs.len()];
        for (number, &job) in jobs.iter().enumerate() {
            place[job as usize] = number as u32;
        }
        let mut sequence: Vec<u32> = sequence(instance, order, &place);
        let mut efforts: Vec<f64> = jobs.iter().map(|&job| instance.jobs[job as usize].effort).collect();
        let mut needs: Vec<Vec<u32>> =
            jobs.iter().map(|&job| instance.jobs[job as usize].needs.clone()).collect();
        needs.iter_mut().flatten().for_each(|needed| *needed = place[*needed as usize]);
        if let Some(costs) = Tardy::of(instance, &jobs) {
            sequence.extend(rest(&needs, &sequence));
            let problem = problem(efforts, costs, needs);
            let reach = reach(problem.efforts.len(), reach_max);
            return Some(Self { walk: Kind::Tardy(Walk::new(problem, sequence, reach, generator)), jobs });
        }
        let costs = Table::of(instance, &jobs);
        // What stands behind the last of all is left out: it can only end after all Sprints.
        let end = jobs.len() as u32;
        efforts.push(2.0 * (costs.clock.total() + efforts.iter().sum::<f64>()));
        needs.push(Vec::new());
        let others = rest(&needs[..jobs.len()], &sequence);
        sequence.push(end);
        sequence.extend(others);
        let problem = problem(efforts, costs, needs);
        let reach = reach(problem.efforts.len(), reach_max);
        Some(Self { walk: Kind::Table(Walk::new(problem, sequence, reach, generator)), jobs })
    }

    /// Walks on for about so many steps.
    pub(super) fn walk(&mut self, steps: u64) {
        match &mut self.walk {
            Kind::Tardy(walk) => walk.walk(steps),
            Kind::Table(walk) => walk.walk(steps),
        }
    }

    /// Work done so far, in costs looked at.
    pub(super) fn steps(&self) -> u64 {
        match &self.walk {
            Kind::Tardy(walk) => walk.steps,
            Kind::Table(walk) => walk.steps,
        }
    }

    /// The best order so far, and what it loses against all items Done at their best.
    pub(super) fn best(&self) -> (f64, Vec<u32>) {
        let (cost, sequence) = match &self.walk {
            Kind::Tardy(walk) => &walk.best,
            Kind::Table(walk) => &walk.best,
        };
        let listed = sequence.iter().take_while(|&&number| (number as usize) < self.jobs.len());
        (*cost, listed.map(|&number| self.jobs[number as usize]).collect())
    }
}

/// What all items together could pay more than if none is ever Done, each at its own best, value units.
pub(super) fn most(instance: &Instance) -> f64 {
    let of_job = |&job: &u32| {
        let job = &instance.jobs[job as usize];
        let never = job.factor * fines(&job.benefits, instance.last);
        let done = instance.first()..=instance.sprints;
        done.map(|done| pays(instance, job, done) + never).fold(0.0, f64::max)
    };
    workable(instance).iter().map(of_job).sum()
}

/// How many positions a move can span.
fn reach(n: usize, reach_max: usize) -> usize {
    ((PASS_MAX / n.max(1)).isqrt()).clamp(2, reach_max)
}

fn problem<C>(efforts: Vec<f64>, costs: C, needs: Vec<Vec<u32>>) -> Problem<C> {
    let mut unlocks = vec![Vec::new(); needs.len()];
    for (next, needs) in needs.iter().enumerate() {
        needs.iter().for_each(|&needed| unlocks[needed as usize].push(next as u32));
    }
    Problem { efforts, costs, needs, unlocks }
}

/// The jobs that can be Done if all goes well.
pub(super) fn workable(instance: &Instance) -> Vec<u32> {
    let mut can = instance.reachable();
    // What is required may stand anywhere in the file.
    loop {
        let blocked =
            |(at, job): (usize, &Job)| can[at] && job.needs.iter().any(|&needed| !can[needed as usize]);
        let Some(at) = instance.jobs.iter().enumerate().position(blocked) else { break };
        can[at] = false;
    }
    (0..instance.jobs.len() as u32).filter(|&job| can[job as usize]).collect()
}

/// What of an order is worked on, in that order.
fn sequence(instance: &Instance, order: &[u32], place: &[u32]) -> Vec<u32> {
    let mut is_listed = vec![false; instance.jobs.len()];
    order.iter().for_each(|&job| is_listed[job as usize] = place[job as usize] != u32::MAX);
    let needs = |job: u32| &instance.jobs[job as usize].needs;
    let mut is_placed = vec![false; instance.jobs.len()];
    let (mut sequence, mut stack) = (Vec::new(), Vec::new());
    // Each item after what it requires; it waits where something of that is left out.
    let mut waiting: Vec<u32> = order.iter().copied().filter(|&job| is_listed[job as usize]).collect();
    loop {
        let is_free = |job: &u32| needs(*job).iter().all(|&needed| is_placed[needed as usize]);
        let Some(at) = waiting.iter().position(is_free) else { break };
        // All that is free in a row is taken at once.
        stack.push(waiting.remove(at));
        while let Some(job) = stack.pop() {
            is_placed[job as usize] = true;
            sequence.push(place[job as usize]);
        }
    }
    sequence
}

/// The numbers that a sequence lacks, each after what it requires.
fn rest(needs: &[Vec<u32>], sequence: &[u32]) -> Vec<u32> {
    let mut is_placed = vec![false; needs.len()];
    sequence.iter().for_each(|&number| is_placed[number as usize] = true);
    let mut rest = Vec::new();
    loop {
        let before = rest.len();
        for number in 0..needs.len() {
            let is_free = || needs[number].iter().all(|&needed| is_placed[needed as usize]);
            if !is_placed[number] && is_free() {
                is_placed[number] = true;
                rest.push(number as u32);
            }
        }
        if rest.len() == before {
            return rest;
        }
    }
}

/// In which Sprint so much work is done.
#[derive(Clone, Debug)]
struct Clock {
    /// The work that fits up to the end of each Sprint.
    ends: Vec<f64>,
    /// For each equal part of all work the first Sprint that may be meant.
    hints: Vec<u32>,
    parts_per_effort: f64,
    drift: f64,
}

impl Clock {
    const PARTS: usize = 4096;

    fn of(capacities: &[f64]) -> Self {
        let mut ends = Vec::with_capacity(capacities.len());
        let total = capacities.iter().fold(0.0, |sum, capacity| {
            ends.push(sum + capacity);
            sum + capacity
        });
        let drift = 1e-9 + 1e-12 * total;
        let parts_per_effort = if total > 0.0 { Self::PARTS as f64 / total } else { 0.0 };
        let hint = |part: usize| {
            let work = part as f64 * total / Self::PARTS as f64 - drift - 1e-9 * total;
            ends.partition_point(|&end| end < work) as u32
        };
        Self { hints: (0..=Self::PARTS).map(hint).collect(), ends, parts_per_effort, drift }
    }

    fn total(&self) -> f64 {
        self.ends.last().copied().unwrap_or_default()
    }

    /// The place of the Sprint, from the first that is open; one behind the last if it never is.
    #[inline]
    fn sprint(&self, work: f64) -> usize {
        let work = work - self.drift;
        let part = ((work * self.parts_per_effort).max(0.0) as usize).min(Self::PARTS);
        let mut sprint = self.hints[part] as usize;
        while sprint < self.ends.len() && self.ends[sprint] < work {
            sprint += 1;
        }
        sprint
    }
}

/// Any costs, by Sprint.
#[derive(Clone, Debug)]
pub(super) struct Table {
    clock: Arc<Clock>,
    /// For each job what it loses in each Sprint, and if it is never Done, against its best.
    rows: Arc<Vec<f64>>,
    width: usize,
    /// Where the row of each position starts; the end of an order has none.
    starts: Vec<usize>,
}

impl Table {
    fn of(instance: &Instance, jobs: &[u32]) -> Self {
        let clock = Clock::of(&instance.capacities());
        let width = clock.ends.len() + 1;
        let mut rows = Vec::with_capacity((jobs.len() + 1) * width);
        for &job in jobs {
            let job = &instance.jobs[job as usize];
            let start = rows.len();
            rows.extend((instance.first()..=instance.sprints).map(|done| -pays(instance, job, done)));
            rows.push(job.factor * fines(&job.benefits, instance.last));
            let least = rows[start..].iter().copied().fold(f64::INFINITY, f64::min);
            rows[start..].iter_mut().for_each(|cost| *cost -= least);
        }
        rows.extend(std::iter::repeat_n(0.0, width));
        Self { clock: Arc::new(clock), rows: Arc::new(rows), width, starts: vec![0; jobs.len() + 1] }
    }
}

impl Costs for Table {
    const ARE_RISING: bool = false;

    fn arrange(&mut self, sequence: &[u32]) {
        for (start, &number) in self.starts.iter_mut().zip(sequence) {
            *start = number as usize * self.width;
        }
    }

    #[inline]
    fn at(&self, position: usize, end: f64) -> f64 {
        self.rows[self.starts[position] + self.clock.sprint(end)]
    }
}

/// What an item pays in all if it is Done in a Sprint, value units.
pub(super) fn pays(instance: &Instance, job: &Job, done: u32) -> f64 {
    let costs = job.on_done.iter().map(|act| if let Act::Cost(amount) = act { *amount } else { 0.0 });
    job.factor * pay_off(&job.benefits, done, instance.last) - costs.sum::<f64>()
}

/// Weighted tardiness: each item costs nothing up to a date, and in proportion after it.
#[derive(Clone, Debug)]
pub(super) struct Tardy {
    weights: Arc<Vec<f64>>,
    dates: Arc<Vec<f64>>,
    weight_at: Vec<f64>,
    date_at: Vec<f64>,
}

impl Tardy {
    /// The costs, if they are of this kind: equal Sprints that each item fills whole, room for all, and
    /// nothing but one fine that depends on the Sprint.
    fn of(instance: &Instance, jobs: &[u32]) -> Option<Self> {
        let capacities = instance.capacities();
        let unit = capacities[0];
        let all: f64 = jobs.iter().map(|&job| instance.jobs[job as usize].effort).sum();
        let is_whole = |&job: &u32| {
            let sprints = instance.jobs[job as usize].effort / unit;
            (sprints - sprints.round()).abs() < 1e-9
        };
        let fits =
            capacities.iter().all(|&capacity| capacity == unit) && all <= unit * capacities.len() as f64;
        if unit <= 0.0 || !fits || !jobs.iter().all(is_whole) {
            return None;
        }
        let (mut weights, mut dates) = (Vec::new(), Vec::new());
        for &job in jobs {
            let job = &instance.jobs[job as usize];
            let mut fine = None;
            for &(amount, when) in &job.benefits {
                match when {
                    When::FineAfter(after) if fine.is_none() && amount >= 0.0 => fine = Some((amount, after)),
                    When::Once => {}
                    _ => return None,
                }
            }
            let (amount, after) = fine.unwrap_or((0.0, 0));
            let never = -job.factor * amount * f64::from(instance.last.saturating_sub(after));
            if pays(instance, job, instance.sprints) < never {
                return None;
            }
            weights.push(job.factor * amount / unit);
            dates.push((f64::from(after) - f64::from(instance.ended)) * unit);
        }
        let (weight_at, date_at) = (weights.clone(), dates.clone());
        Some(Self { weights: Arc::new(weights), dates: Arc::new(dates), weight_at, date_at })
    }
}

impl Costs for Tardy {
    const ARE_RISING: bool = true;

    fn arrange(&mut self, sequence: &[u32]) {
        for (position, &number) in sequence.iter().enumerate() {
            self.weight_at[position] = self.weights[number as usize];
            self.date_at[position] = self.dates[number as usize];
        }
    }

    #[inline]
    fn at(&self, position: usize, end: f64) -> f64 {
        self.weight_at[position] * (end - self.date_at[position]).max(0.0)
    }

    #[inline]
    fn sum(&self, from: usize, to: usize, ends: &[f64], shift: f64) -> f64 {
        let ends = &ends[from..to];
        let (weights, dates) = (&self.weight_at[from..to], &self.date_at[from..to]);
        // Four sums side by side, so that the processor can do several at once.
        let mut sums = [0.0; 4];
        let mut parts = ends.chunks_exact(4).zip(weights.chunks_exact(4)).zip(dates.chunks_exact(4));
        for ((ends, weights), dates) in &mut parts {
            for lane in 0..4 {
                let late = ends[lane] + shift - dates[lane];
                sums[lane] += weights[lane] * if late > 0.0 { late } else { 0.0 };
            }
        }
        let done = ends.len() / 4 * 4;
        let tail = (done..ends.len()).map(|at| weights[at] * (ends[at] + shift - dates[at]).max(0.0));
        sums.iter().sum::<f64>() + tail.sum::<f64>()
    }
}
