//! The course of one known future under an order that is told item by item.

use super::instance::{Act, Instance, Person, is_tiny};
use super::pay::{fines, pay_off};
use super::places::Places;
use crate::scenario::{StakeholderIx, When};
use crate::sim::sprint::{TRUST_GAIN, TRUST_LOSS};
use crate::sim::state::finite;

pub(super) const ARRIVED: u8 = 1;
pub(super) const STARTED: u8 = 2;
pub(super) const DONE: u8 = 4;
pub(super) const REFINED: u8 = 8;
pub(super) const LISTED: u8 = 16;

/// Where a future stands while its order is being told from the top down (model, section 2).
///
/// It runs as far as what was told decides: until an item that was not told could be the one to work on or
/// to refine next. So a search over orders from the top shares all that orders with the same top share. One
/// that is told [late](Course::told_late) does not even ask what to refine.
#[derive(Debug)]
pub(super) struct Course {
    /// Value units: all that what is Done will pay, fines and costs so far.
    pub(super) value: f64,
    /// The Sprint that has started.
    pub(super) sprint: u32,
    /// What is left of its capacity.
    pub(super) capacity: f64,
    /// Items that can still be refined in it, once its Review is over.
    pub(super) refining: Option<u32>,
    /// Effort left of each job.
    pub(super) left: Vec<f64>,
    /// Value factor of each job.
    pub(super) factor: Vec<f64>,
    pub(super) flags: Vec<u8>,
    /// Effort that this Sprint lost to upkeep.
    pub(super) upkeep: f64,
    /// Upkeep of what was Done in this Sprint.
    pub(super) upkeep_to_come: f64,
    pub(super) velocity: Vec<(f64, u32, u32)>,
    /// Which strikes were prevented or are over.
    pub(super) is_over: Vec<bool>,
    pub(super) people: Vec<Standing>,
    pub(super) escalating: Vec<u32>,
    /// What was told of the order and is not Done.
    pub(super) list: Vec<u32>,
    /// What arrived without having been told, in that order.
    pub(super) arrived: Vec<u32>,
    /// Whether all of the order was told.
    pub(super) is_closed: bool,
    /// Where the order is told late: what was refined before it was told.
    pub(super) places: Option<Places>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) trust: f64,
    pub(super) waiting: u32,
    pub(super) has_escalated: bool,
    pub(super) is_served: bool,
}

/// Why a course stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The next item of the order matters.
    Asks,
    /// The last benefits are paid.
    Over,
}

impl Course {
    /// Where a future stands before anything was told.
    pub(super) fn new(instance: &Instance) -> Self {
        let flag = |on: bool, flag: u8| if on { flag } else { 0 };
        let flags = instance.jobs.iter().map(|job| {
            flag(job.has_arrived, ARRIVED) | flag(job.is_started, STARTED) | flag(job.is_refined, REFINED)
        });
        let standing = |person: &Person| Standing {
            trust: person.trust,
            waiting: person.waiting,
            has_escalated: person.has_escalated,
            is_served: false,
        };
        let mut course = Self {
            value: instance.value,
            sprint: instance.ended,
            capacity: 0.0,
            refining: None,
            left: instance.jobs.iter().map(|job| job.effort).collect(),
            factor: instance.jobs.iter().map(|job| job.factor).collect(),
            flags: flags.collect(),
            upkeep: instance.upkeep,
            upkeep_to_come: 0.0,
            velocity: instance.factors.clone(),
            is_over: vec![false; instance.strikes.len()],
            people: instance.people.iter().map(standing).collect(),
            escalating: instance.escalating.clone(),
            list: Vec::new(),
            arrived: Vec::new(),
            is_closed: false,
            places: None,
        };
        if instance.ended < instance.sprints {
            course.start(instance, !instance.is_started);
        }
        course
    }

    /// Value V of a whole order, value units.
    pub(super) fn value_of(mut self, instance: &Instance, order: &[u32]) -> f64 {
        self.tell(order);
        self.close();
        self.run(instance);
        self.value
    }

    /// Tells the next items of the order.
    pub(super) fn tell(&mut self, jobs: &[u32]) {
        for &job in jobs {
            self.flags[job as usize] |= LISTED;
        }
        self.list.extend_from_slice(jobs);
    }

    /// Tells that the order has no more items: what arrived unnamed is at its bottom.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
        for job in std::mem::take(&mut self.arrived) {
            if !self.is(job, LISTED) {
                self.list.push(job);
            }
        }
    }

    /// Goes on as far as what was told decides.
    pub(super) fn run(&mut self, instance: &Instance) -> Stop {
        while self.sprint <= instance.sprints && instance.ended < instance.sprints {
            if self.refining.is_none() {
                if self.work(instance) {
                    return Stop::Asks;
                }
                self.review(instance);
                self.refining = Some(instance.refined_per_sprint);
            }
            if self.refine() {
                return Stop::Asks;
            }
            self.refining = None;
            self.upkeep += std::mem::take(&mut self.upkeep_to_come);
            if self.sprint == instance.sprints {
                break;
            }
            self.start(instance, true);
        }
        for sprint in instance.sprints + 1..=instance.last {
            self.pay_fines(instance, sprint);
        }
        Stop::Over
    }

    /// Whether a job can be worked on now.
    pub(super) fn is_workable(&self, instance: &Instance, job: u32) -> bool {
        self.flags[job as usize] & (ARRIVED | DONE) == ARRIVED
            && instance.jobs[job as usize].needs.iter().all(|&needed| self.is(needed, DONE))
    }

    /// The jobs that were not told and are not Done.
    pub(super) fn untold(&self) -> impl Iterator<Item = u32> {
        let flags = self.flags.iter().enumerate();
        flags.filter(|(_, flags)| *flags & (LISTED | DONE) == 0).map(|(at, _)| at as u32)
    }

    /// Which jobs are Done, a bit for each of the first 32.
    pub(super) fn done(&self) -> u32 {
        let flags = self.flags.iter().take(32).enumerate();
        flags.fold(0, |mask, (at, flags)| mask | (u32::from(flags & DONE != 0) << at))
    }

    /// Whether it asks for what to work on, not for what to refine.
    pub(super) fn asks_for_work(&self) -> bool {
        self.refining.is_none()
    }

    /// Whether an item was begun that is not Done.
    pub(super) fn has_begun(&self) -> bool {
        self.list.iter().any(|&job| self.is(job, STARTED))
    }

    /// What can still be done in this Sprint.
    pub(super) fn capacity_to_come(&self) -> f64 {
        if self.asks_for_work() { self.capacity } else { 0.0 }
    }

    /// How many Reviews are over.
    pub(super) fn reviews(&self) -> u32 {
        if self.refining.is_some() { self.sprint } else { self.sprint - 1 }
    }

    pub(super) fn is(&self, job: u32, flag: u8) -> bool {
        self.flags[job as usize] & flag != 0
    }

    /// Step 1 and 3: what happens at the start, then the capacity.
    fn start(&mut self, instance: &Instance, with_effects: bool) {
        self.sprint += 1;
        if with_effects {
            for who in std::mem::take(&mut self.escalating) {
                self.apply(&instance.people[who as usize].escalation, 0);
            }
            for (index, (sprint, acts)) in instance.strikes.iter().enumerate() {
                if *sprint == self.sprint && !self.is_over[index] {
                    self.apply(acts, 0);
                }
                // What can no longer strike is the same as what was prevented.
                self.is_over[index] |= *sprint <= self.sprint;
            }
        }
        let in_force = self.velocity.iter().filter(|(_, from, to)| (*from..=*to).contains(&self.sprint));
        let factor = in_force.fold(1.0_f64, |product, (factor, ..)| finite(product * factor));
        let velocity = instance.velocity[self.sprint as usize - 1];
        self.capacity = (velocity * factor - self.upkeep).max(0.0);
    }

    /// The place in the list of what is worked on now.
    pub(super) fn place(&self, instance: &Instance) -> Option<usize> {
        self.list.iter().position(|&job| self.is_workable(instance, job))
    }

    /// Step 4. Whether the next item of the order matters.
    fn work(&mut self, instance: &Instance) -> bool {
        while !is_tiny(self.capacity) {
            let place = self.place(instance);
            if !self.is_closed && self.has_choice(instance, place) {
                return true;
            }
            let Some(place) = place else { return false };
            let job = self.list[place] as usize;
            if self.flags[job] & (STARTED | REFINED) == 0 && !self.take_place(job) {
                self.left[job] *= instance.jobs[job].rework;
            }
            self.flags[job] |= STARTED;
            let spent = self.left[job].min(self.capacity);
            self.left[job] -= spent;
            self.capacity -= spent;
            if is_tiny(self.left[job]) {
                self.list.remove(place);
                self.complete(instance, job);
            }
        }
        false
    }

    /// A job is Done: it pays, and its effects apply.
    fn complete(&mut self, instance: &Instance, job: usize) {
        self.flags[job] |= DONE;
        let told = &instance.jobs[job];
        // The fines up to the last Review have been paid.
        let before = fines(&told.benefits, self.sprint - 1);
        self.value += self.factor[job] * (pay_off(&told.benefits, self.sprint, instance.last) + before);
        self.upkeep_to_come += told.upkeep;
        if !self.people.is_empty() {
            told.serves.iter().for_each(|who: &StakeholderIx| self.people[who.at()].is_served = true);
        }
        for goal in &instance.goals {
            let is_complete = || goal.jobs.iter().all(|&job| self.is(job, DONE));
            if self.sprint <= goal.by && goal.jobs.contains(&(job as u32)) && is_complete() {
                self.value += goal.bonus;
            }
        }
        self.apply(&told.on_done, 1);
    }

    fn apply(&mut self, acts: &[Act], delay: u32) {
        for act in acts {
            match act {
                Act::Effort(jobs, factor) => {
                    jobs.iter().for_each(|&job| {
                        if !self.is(job, DONE) {
                            let left = &mut self.left[job as usize];
                            *left = finite(*left * factor);
                        }
                    });
                }
                Act::Value(jobs, factor) => {
                    jobs.iter().for_each(|&job| {
                        if !self.is(job, DONE) {
                            let here = &mut self.factor[job as usize];
                            *here = finite(*here * factor);
                        }
                    });
                }
                Act::Velocity(factor, sprints) => {
                    let from = self.sprint + delay;
                    let to = sprints.map_or(u32::MAX, |n| from.saturating_add(n - 1));
                    self.velocity.push((*factor, from, to));
                }
                Act::Cost(amount) => self.value -= amount,
                Act::Prevent(risks) => {
                    for &risk in risks {
                        // One that strikes at this moment is over all the same.
                        self.is_over[risk as usize] = true;
                    }
                }
                Act::Arrive(jobs) => jobs.iter().for_each(|&job| self.arrive(job)),
            }
        }
    }

    fn arrive(&mut self, job: u32) {
        if self.is(job, ARRIVED) {
            return;
        }
        self.flags[job as usize] |= ARRIVED;
        self.note_arrival(job);
        if self.is(job, LISTED) {
            return;
        }
        if self.is_closed {
            self.list.push(job);
        } else {
            self.arrived.push(job);
        }
    }

    /// Step 5: fines of what is not Done, then trust.
    fn review(&mut self, instance: &Instance) {
        self.pay_fines(instance, self.sprint);
        for (index, (here, told)) in self.people.iter_mut().zip(&instance.people).enumerate() {
            if std::mem::take(&mut here.is_served) {
                here.waiting = 0;
                here.trust = (here.trust + TRUST_GAIN).min(1.0);
                continue;
            }
            here.waiting += 1;
            if here.waiting > told.patience {
                here.trust -= TRUST_LOSS;
                if is_tiny(here.trust) {
                    here.trust = 0.0;
                    if !std::mem::replace(&mut here.has_escalated, true) {
                        self.escalating.push(index as u32);
                    }
                }
            }
        }
    }

    fn pay_fines(&mut self, instance: &Instance, sprint: u32) {
        for (job, told) in instance.jobs.iter().enumerate() {
            if self.flags[job] & (ARRIVED | DONE) == ARRIVED {
                for &(amount, when) in &told.benefits {
                    if matches!(when, When::FineAfter(after) if sprint > after) {
                        self.value -= amount * self.factor[job];
                    }
                }
            }
        }
    }

    /// Step 6. Whether the next item of the order matters.
    fn refine(&mut self) -> bool {
        if self.add_places() {
            return false;
        }
        let mut places = self.refining.unwrap_or_default();
        let can = |flags: u8| flags & (ARRIVED | STARTED | DONE | REFINED) == ARRIVED;
        for place in 0..self.list.len() {
            let job = self.list[place] as usize;
            if places > 0 && can(self.flags[job]) {
                places -= 1;
                self.flags[job] |= REFINED;
            }
        }
        self.refining = Some(places);
        places > 0 && !self.is_closed && self.untold().any(|job| can(self.flags[job as usize]))
    }
}
