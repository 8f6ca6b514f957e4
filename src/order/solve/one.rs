//! The best order of one known future.

use rayon::prelude::*;

use super::assign::Proof;
use super::climb::{Climb, Judge};
use super::machine::{self, Machine};
use super::meter::Meter;
use super::states::{self, Found};
use super::subsets::{self, Subsets};
use crate::sim::Source;
use crate::sim::luck::Drawing;

/// Walks side by side. Fixed, so that the number of threads cannot change what is found.
const WALKS: usize = 4;
/// Positions that a move of each walk spans on a single machine.
const REACHES: [usize; WALKS] = [40, 100, 40, 100];
/// Work of each walk between two questions whether to go on, in costs looked at or item steps.
const ROUND: u64 = 400_000;
/// Work of the climb before an exact search, in item steps: a good order cuts off most of the states. So much
/// for each set of items, and at most.
const FIRST_CLIMB: u64 = 100;
const FIRST_CLIMB_MAX: u64 = 1_500_000;

/// Work of a proof meanwhile, in choices looked at.
const PROOF_ROUND: u64 = 2_000_000;
/// What a choice must be worth more than an order found to be looked at, relative: less than a proof may be off.
const SLACK: f64 = 1e-10;

/// How far from a bound, relative, a value may be that is said to reach it: less than a proof may be off.
const PROOF: f64 = 1e-12;

/// Looks for the best order of a known future, from some others.
pub(super) fn best(judge: &Judge<'_>, starts: &[Vec<u32>], seed: Source, meter: &mut Meter<'_>) -> Found {
    let instance = judge.instance;
    let mut found = Found { order: Vec::new(), value: judge.value(&[]), is_proven: instance.jobs.is_empty() };
    starts.iter().for_each(|start| found.offer(judge.value(start), start));
    if found.is_proven || instance.ended >= instance.sprints {
        found.is_proven = true;
        return found;
    }
    let generator = |walk: usize| seed.generator(2, Drawing::Order, walk);
    let exact = instance.is_machine().then(|| subsets::best_order(instance, |steps| meter.work(steps)));
    if let Some(order) = exact.flatten() {
        found.offer(judge.value(&order), &order);
        found.is_proven = true;
        return found;
    }
    let bound = Subsets::of(instance, |steps| meter.work(steps));
    if bound.is_none() && instance.goals.is_empty() {
        let mut rated: Vec<(f64, &Vec<u32>)> =
            starts.iter().map(|start| (judge.value(start), start)).collect();
        rated.sort_by(|a, b| b.0.total_cmp(&a.0));
        // Each walk begins elsewhere, so that not all are caught in one place.
        let machine = |walk: usize| {
            let start = rated.get(walk).or(rated.first()).map_or(&found.order, |(_, start)| start);
            Machine::of(instance, start, REACHES[walk], generator(walk))
        };
        let machines = (0..WALKS).filter_map(machine);
        let machines: Vec<Machine> = machines.collect();
        if !machines.is_empty() {
            return walk(judge, machines, found, meter);
        }
    }
    let start = found.order.clone();
    let climbs = (0..WALKS).into_par_iter().map(|walk| Climb::new(judge, &start, generator(walk)));
    let mut climbs: Vec<Climb> = climbs.collect();
    if bound.is_some() {
        let first = (FIRST_CLIMB << instance.jobs.len()).min(FIRST_CLIMB_MAX);
        climb(judge, &mut climbs, &mut found, meter, first);
        found = states::search(instance, bound.as_ref(), found.order, |steps, value, order| {
            meter.best(value, || instance.items(order));
            meter.work(steps * 20)
        });
    }
    if !found.is_proven {
        climb(judge, &mut climbs, &mut found, meter, u64::MAX);
    }
    found
}

/// Climbs until so much work is done, or there was enough.
fn climb(judge: &Judge<'_>, climbs: &mut [Climb], found: &mut Found, meter: &mut Meter<'_>, work: u64) {
    let tries = (ROUND.min(work / WALKS as u64) / judge.steps()).max(1);
    let mut done = 0;
    while done < work {
        climbs.par_iter_mut().for_each(|climb| climb.climb(judge, tries));
        for climb in &*climbs {
            let (value, order) = climb.best();
            found.offer(value, order);
        }
        meter.best(found.value, || judge.instance.items(&found.order));
        let steps = tries * judge.steps() * climbs.len() as u64;
        done += steps;
        if !meter.work(steps) {
            return;
        }
    }
}

/// Walks through the orders of a single machine until there was enough, or nothing is lost any more.
fn walk(judge: &Judge<'_>, mut machines: Vec<Machine>, mut found: Found, meter: &mut Meter<'_>) -> Found {
    let mut least = f64::INFINITY;
    let (nothing, mut proof) = (judge.value(&[]), Proof::of(judge.instance));
    loop {
        let before: u64 = machines.iter().map(Machine::steps).sum();
        let mut tried = found.clone();
        let mut offer = |order: &[u32]| {
            tried.offer(judge.value(order), order);
            tried.value + SLACK * tried.value.abs() - nothing
        };
        rayon::join(
            || machines.par_iter_mut().for_each(|machine| machine.walk(ROUND)),
            || proof.iter_mut().for_each(|proof| proof.go_on(PROOF_ROUND, &mut offer)),
        );
        found = tried;
        for machine in &machines {
            let (cost, order) = machine.best();
            if cost < least {
                least = cost;
                found.offer(judge.value(&order), &order);
            }
        }
        if least <= 0.0 {
            // Every item pays the most it can, if the simulation agrees: it forgives less than the machine.
            let most = judge.value(&[]) + machine::most(judge.instance);
            found.is_proven = found.value >= most - PROOF * most.abs();
            return found;
        }
        if proof.as_ref().is_some_and(Proof::is_proven) {
            found.is_proven = true;
            return found;
        }
        proof = proof.filter(|proof| !proof.is_over());
        meter.best(found.value, || judge.instance.items(&found.order));
        let after: u64 = machines.iter().map(Machine::steps).sum();
        if after == before || !meter.work(after - before) {
            return found;
        }
    }
}

impl Found {
    /// Takes note of an order, if it is better.
    pub(super) fn offer(&mut self, value: f64, order: &[u32]) {
        if value > self.value {
            (self.value, self.order) = (value, order.to_vec());
        }
    }
}
