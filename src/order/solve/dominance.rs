//! When one state of a future is at least as good as another (in the manner of Emmons 1969).
//!
//! A state that is ahead in time can do all that another does in the same sequence, and leave out what the
//! other leaves out. Then everything is Done at least as early, and almost all that a scenario knows is worth no less when
//! it comes sooner. What may be worth less is counted as a loss that a state must make up for in value, or in
//! capacity, before it beats the other.

use super::course::Course;
use super::instance::{Act, Instance, Job};
use super::pay::{fines, pay_off};
use crate::scenario::When;

/// Which states can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Those that agree in all that matters.
    Same,
    /// Those that agree but for the capacity left.
    MoreCapacity,
    /// Those with the same items Done.
    Earlier,
}

/// How states of a future are compared.
#[derive(Debug)]
pub(super) struct Dominance {
    pub(super) scope: Scope,
    /// What each job that is open may pay less if it is Done sooner, value units.
    losses: Vec<f64>,
    /// What goals may.
    of_goals: f64,
}

impl Dominance {
    pub(super) fn of(instance: &Instance) -> Self {
        let arrives_late = instance.jobs.iter().any(|job| !job.has_arrived);
        let is_early = instance.jobs.iter().all(|job| job.upkeep == 0.0 && is_steady(job))
            && instance.people.is_empty()
            && !arrives_late
            && !instance.acts().any(|act| matches!(act, Act::Prevent(_)));
        // A fine that another factor changed is told apart in time.
        let fines_change = (0..instance.jobs.len()).any(|at| {
            let is_fine = |benefit: &(f64, When)| matches!(benefit.1, When::FineAfter(_));
            value_factors(instance, at).next().is_some() && instance.jobs[at].benefits.iter().any(is_fine)
        });
        let scope = match () {
            () if !strikes_agree(instance) || !arrivals_are_plain(instance) => Scope::Same,
            () if is_early && !fines_change => Scope::Earlier,
            () => Scope::MoreCapacity,
        };
        Self {
            scope,
            losses: (0..instance.jobs.len()).map(|at| loss(instance, at)).collect(),
            of_goals: instance.goals.iter().map(|goal| (-goal.bonus).max(0.0)).sum(),
        }
    }

    /// By how much a state must be better in value than another that is behind it in time.
    pub(super) fn margin(&self, done: u32) -> f64 {
        let open = self.losses.iter().enumerate().filter(|(at, _)| done >> at & 1 == 0);
        self.of_goals + open.map(|(_, loss)| loss).sum::<f64>()
    }

    /// By how much more capacity, so that it stays ahead though what is Done sooner costs upkeep for longer;
    /// `None` if nothing helps.
    pub(super) fn lead(instance: &Instance, course: &Course) -> Option<f64> {
        let done = course.done();
        let open = || (0..).zip(&instance.jobs).filter(|(at, _)| done >> at & 1 == 0);
        let sprints = f64::from(instance.sprints - course.sprint);
        open()
            .all(|(_, job)| is_steady(job))
            .then(|| open().map(|(_, job)| job.upkeep).sum::<f64>() * sprints)
    }
}

/// Whether a later Sprint cannot become smaller by the effects of an item that is Done sooner.
fn is_steady(job: &Job) -> bool {
    job.on_done.iter().all(|act| !matches!(act, Act::Velocity(factor, n) if *factor < 1.0 || n.is_some()))
}

/// Whether nothing is lost by being ahead when risks strike, and by preventing them sooner.
fn strikes_agree(instance: &Instance) -> bool {
    let preventable = instance.preventable();
    instance.strikes.iter().zip(preventable).all(|((_, acts), can)| {
        acts.iter().all(|act| match act {
            Act::Cost(amount) => !can || *amount >= 0.0,
            Act::Velocity(factor, _) => !can || *factor <= 1.0,
            Act::Effort(_, factor) => !can || *factor >= 1.0,
            // What is Done before it keeps the higher factor.
            Act::Value(_, factor) => *factor <= 1.0,
            Act::Arrive(_) => true,
            Act::Prevent(_) => false,
        })
    })
}

/// Whether what arrives has no consequences but what it pays.
fn arrivals_are_plain(instance: &Instance) -> bool {
    let grows = |at: u32| {
        let effects = instance.jobs.iter().flat_map(|job| &job.on_done);
        let mut grown =
            effects.filter(|act| matches!(act, Act::Effort(jobs, x) if *x > 1.0 && jobs.contains(&at)));
        grown.next().is_some()
    };
    (0..).zip(&instance.jobs).filter(|(_, job)| !job.has_arrived).all(|(at, job)| {
        job.upkeep == 0.0
            && job.on_done.iter().all(|act| matches!(act, Act::Cost(_)))
            && !instance.jobs.iter().any(|other| other.needs.contains(&at))
            && !instance.goals.iter().any(|goal| goal.jobs.contains(&at))
            && !grows(at)
    })
}

/// The factors that effects may bring on what a job pays.
fn value_factors(instance: &Instance, at: usize) -> impl Iterator<Item = f64> {
    instance.acts().filter_map(move |act| match act {
        Act::Value(jobs, factor) if jobs.contains(&(at as u32)) => Some(*factor),
        _ => None,
    })
}

/// What a job may pay less if all is Done sooner.
fn loss(instance: &Instance, at: usize) -> f64 {
    let job = &instance.jobs[at];
    let is_told = value_factors(instance, at).next().is_some();
    let only_falls =
        |&(amount, when): &(f64, When)| amount >= 0.0 && !(is_told && matches!(when, When::FineAfter(_)));
    if job.has_arrived && job.benefits.iter().all(only_falls) {
        return 0.0;
    }
    let sprints = || instance.first()..=instance.sprints;
    if job.has_arrived && !is_told {
        let pays = |sprint| job.factor * pay_off(&job.benefits, sprint, instance.last);
        let later = |sprint| sprints().filter(move |later| *later > sprint).map(pays);
        return sprints()
            .flat_map(|sprint| later(sprint).map(move |later| later - pays(sprint)))
            .fold(0.0, f64::max);
    }
    // Any outcome against any other.
    let range = value_factors(instance, at)
        .fold((job.factor, job.factor), |(low, high), x| (low * x.min(1.0), high * x.max(1.0)));
    let range = if job.has_arrived { range } else { (0.0, range.1) };
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for done in sprints().map(Some).chain([None]) {
        let pays = |benefit: &(f64, When)| match done {
            Some(done) => pay_off(&[*benefit], done, instance.last),
            None => -fines(&[*benefit], instance.last),
        };
        let parts = || job.benefits.iter().map(pays);
        high = high.max(parts().map(|part| (part * range.0).max(part * range.1)).sum());
        low = low.min(parts().map(|part| (part * range.0).min(part * range.1)).sum());
    }
    let costs = job.on_done.iter().map(|act| if let Act::Cost(amount) = act { amount.abs() } else { 0.0 });
    high - low + costs.sum::<f64>()
}
