//! When sets of items can be Done at the earliest.

use super::factors::Factors;
use super::instance::{Act, Instance, Job};

/// No Sprint at all.
pub(super) const NEVER: u16 = u16::MAX;
/// Subsets between two questions whether to go on.
pub(super) const STRIDE: usize = 1 << 14;

/// What must be Done before each job, a bit for each; a set that cannot be for one that never arrives.
///
/// One that arrives by nothing but items that are Done waits for what all of those have in common.
pub(super) fn need_masks(instance: &Instance) -> Vec<usize> {
    let direct = |job: &Job| job.needs.iter().fold(0, |mask, &needed| mask | 1_usize << needed);
    let mut needs: Vec<usize> = instance.jobs.iter().map(direct).collect();
    let bringers: Vec<Option<Vec<usize>>> =
        (0..instance.jobs.len()).map(|at| bringers(instance, at as u32)).collect();
    loop {
        let before = needs.clone();
        for at in 0..needs.len() {
            let with = |other: usize| needs[other] | 1 << other;
            let required = instance.jobs[at].needs.iter().fold(0, |mask, &other| mask | with(other as usize));
            let brought =
                bringers[at].as_ref().map_or(0, |by| by.iter().fold(usize::MAX, |m, &by| m & with(by)));
            let mask = needs[at] | required | brought;
            needs[at] = if mask >> at & 1 == 1 { usize::MAX } else { mask };
        }
        if needs == before {
            return needs;
        }
    }
}

/// Which jobs can bring a job by being Done; `None` if it need not wait for any.
fn bringers(instance: &Instance, job: u32) -> Option<Vec<usize>> {
    let brings = |act: &Act| matches!(act, Act::Arrive(jobs) if jobs.contains(&job));
    if instance.jobs[job as usize].has_arrived || instance.acts_at_start().any(brings) {
        return None;
    }
    let by = |at: &usize| instance.jobs[*at].on_done.iter().any(brings);
    Some((0..instance.jobs.len()).filter(by).collect())
}

/// By how much the effort of all that is open has grown at least in each Sprint from the first that is open,
/// by what strikes whatever is done.
fn growth(instance: &Instance) -> Vec<f64> {
    let certain: Vec<&(u32, Vec<Act>)> = instance
        .strikes
        .iter()
        .zip(instance.preventable())
        .filter(|(_, can)| !can)
        .map(|(strike, _)| strike)
        .collect();
    let of_job = |acts: &[Act], job: u32| -> f64 {
        let factor = |act: &Act| match act {
            Act::Effort(jobs, factor) if jobs.contains(&job) => *factor,
            _ => 1.0,
        };
        acts.iter().map(factor).product()
    };
    let of_all = |acts: &[Act]| {
        (0..instance.jobs.len() as u32).map(|job| of_job(acts, job)).fold(f64::INFINITY, f64::min).max(1.0)
    };
    let by = |sprint| {
        let struck = certain.iter().filter(move |(strike, _)| *strike <= sprint);
        struck.map(|(_, acts)| of_all(acts)).product()
    };
    (instance.first()..=instance.sprints).map(by).collect()
}

/// The first Sprint in which each set of items of a single machine can all be Done; `None` if it was told to stop,
/// or a Sprint ends so close to the end of an item that only the simulation can tell which comes first.
pub(super) fn exact(
    instance: &Instance,
    needs: &[usize],
    mut keep_going: impl FnMut(u64) -> bool,
) -> Option<Vec<u16>> {
    let mut ends = Vec::new();
    let total = instance.capacities().iter().fold(0.0, |sum, capacity| {
        ends.push(sum + capacity);
        sum + capacity
    });
    // Sums of many figures round.
    let drift = 1e-10 + 1e-12 * (1.0 + total);
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
        let place = ends.partition_point(|&end| end < work[set] - drift);
        if place == ends.len() {
            continue;
        }
        let is_near = |end: f64| (drift..1e-7).contains(&(end - work[set]).abs());
        if set != 0 && (is_near(ends[place]) || place > 0 && is_near(ends[place - 1])) {
            return None;
        }
        reached[set] = (instance.first() as usize + place) as u16;
        for job in next(set, needs) {
            work[set | 1 << job] = work[set] + instance.jobs[job].effort;
        }
    }
    Some(reached)
}

/// The jobs that can be worked on while these are Done.
pub(super) fn next(set: usize, needs: &[usize]) -> impl Iterator<Item = usize> {
    let mut rest = !set & ((1 << needs.len()) - 1);
    std::iter::from_fn(move || {
        while rest != 0 {
            let job = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            if needs[job] & !set == 0 {
                return Some(job);
            }
        }
        None
    })
}

/// For each set of items when it can all be Done at the earliest, with all help that could be had by then.
///
/// What is late stays late: from a state in which a set is Done and so much more work could have been done
/// since its earliest moment (its *lag*), no larger set is Done earlier than that much work after its own. To
/// do the lost work last would be no later than to do it first, as help only grows.
#[derive(Debug)]
pub(super) struct Reach {
    /// The place of the Sprint, from the first that is open, and what is left of its capacity.
    at: Vec<(u16, f64)>,
    velocities: Vec<f64>,
    /// What an effort of the beginning takes in each Sprint: all that is open may have grown since.
    growth: Vec<f64>,
    upkeep: f64,
    first: u32,
    /// Jobs that make Sprints larger, and the product of that for each subset of them.
    helpers: Vec<usize>,
    help: Vec<f64>,
    rework: Rework,
    /// How much less an item may take: it can win a tiny bit, and sums of many figures round.
    drift: f64,
}

/// Items whose help is counted as it comes.
const HELPERS_MAX: usize = 12;

impl Reach {
    /// The moments of a future; `None` if it was told to stop.
    pub(super) fn of(
        instance: &Instance,
        needs: &[usize],
        mut keep_going: impl FnMut(u64) -> bool,
    ) -> Option<Self> {
        let efforts = Efforts::of(instance);
        let mut helpers: Vec<usize> = (0..needs.len()).filter(|&at| instance.jobs[at].help() > 1.0).collect();
        let others = helpers.split_off(helpers.len().min(HELPERS_MAX));
        let always: f64 = others.iter().map(|&at| instance.jobs[at].help()).product();
        let in_subset =
            |subset: usize| helpers.iter().enumerate().filter(move |(bit, _)| subset >> bit & 1 == 1);
        let help = |subset| in_subset(subset).map(|(_, &at)| instance.jobs[at].help()).product();
        let help: Vec<f64> = (0..1 << helpers.len()).map(help).collect();
        let velocities: Vec<f64> = instance.velocities().iter().map(|velocity| velocity * always).collect();
        let total: f64 = velocities.iter().sum::<f64>() * help.last().copied().unwrap_or(1.0);
        let mut reach = Self {
            at: vec![(NEVER, 0.0); 1 << needs.len()],
            velocities,
            growth: growth(instance),
            upkeep: instance.upkeep,
            first: instance.first(),
            helpers,
            help,
            rework: Rework::of(instance, &efforts),
            drift: 4e-9 + 1e-12 * (1.0 + total),
        };
        reach.at[0] = (0, reach.capacity(0, 1.0));
        for set in 0..reach.at.len() {
            if set % STRIDE == 0 && !keep_going((STRIDE * needs.len()) as u64) {
                return None;
            }
            if reach.at[set].0 == NEVER {
                continue;
            }
            let (row, help) = (efforts.row(set), reach.help(set));
            for job in next(set, needs) {
                let done = reach.after(reach.at[set], row[job] - reach.drift, help);
                let earliest = &mut reach.at[set | 1 << job];
                if done.0 < earliest.0 || done.0 == earliest.0 && done.1 > earliest.1 {
                    *earliest = done;
                }
            }
        }
        Some(reach)
    }

    /// The first Sprint in which a set can all be Done with a lag.
    pub(super) fn sprint(&self, set: usize, lag: f64) -> u16 {
        let at = self.at[set];
        if at.0 == NEVER {
            return NEVER;
        }
        let help = self.help(set);
        let mut place = self.after(at, lag, help).0;
        if !self.rework.extras.is_empty() {
            while place != NEVER {
                let later = self.after(at, lag.max(self.rework.least(set, usize::from(place))), help).0;
                if later <= place {
                    break;
                }
                place = if usize::from(place) + 1 < self.velocities.len() { place + 1 } else { NEVER };
            }
        }
        if place == NEVER { NEVER } else { self.first as u16 + place }
    }

    /// How much more work could have been done by now since these were Done at the earliest.
    pub(super) fn lag(&self, set: usize, sprint: u32, capacity: f64) -> f64 {
        let (place, left) = self.at[set];
        let (place, now) = (usize::from(place), (sprint - self.first) as usize);
        let capacity = capacity / self.growth[now];
        if place >= now {
            return left - capacity;
        }
        let help = self.help(set);
        left + (place + 1..=now).map(|place| self.capacity(place, help)).sum::<f64>() - capacity
    }

    /// The mean capacity of a Sprint.
    pub(super) fn sprint_size(&self) -> f64 {
        let count = self.velocities.len();
        (0..count).map(|place| self.capacity(place, 1.0)).sum::<f64>() / count.max(1) as f64
    }

    fn help(&self, set: usize) -> f64 {
        let bits = self.helpers.iter().enumerate();
        self.help[bits.fold(0, |subset, (bit, &at)| subset | (set >> at & 1) << bit)]
    }

    /// What a Sprint can do, in efforts of the beginning.
    fn capacity(&self, place: usize, help: f64) -> f64 {
        (self.velocities[place] * help - self.upkeep).max(0.0) / self.growth[place]
    }

    /// The moment when so much more work is done.
    fn after(&self, (mut place, mut left): (u16, f64), mut effort: f64, help: f64) -> (u16, f64) {
        while effort > left {
            effort -= left;
            place += 1;
            if usize::from(place) >= self.velocities.len() {
                return (NEVER, 0.0);
            }
            left = self.capacity(usize::from(place), help);
        }
        (place, left - effort.max(0.0))
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
#[derive(Debug)]
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
