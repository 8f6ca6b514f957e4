//! An order that is told late: what is refined is known as a number of places before it is told who is there.
//!
//! A Review refines the first items of the order that are not refined and not started. Items are worked on in
//! the order's sequence, so of what was refined it is enough to know *how many* places it was: who stands on
//! them can be told when work on them starts, and all orders of those that wait are one state. Two things
//! are added to make that exact. A place serves only who had arrived by its Review; the oldest that serves is
//! taken, which serves as many as any other choice (Glover 1967 on convex bipartite graphs). And what is
//! blocked can stand on a place above others that are worked on before it: it is told as *held*.

use super::course::{ARRIVED, Course, DONE, LISTED, REFINED, STARTED};
use super::instance::Instance;

/// What was refined before it was told.
#[derive(Debug)]
pub(super) struct Places {
    /// The Review of each place that was refined and nobody took yet, oldest first.
    refined: Vec<u32>,
    /// For each job how many Reviews were over when it arrived.
    since: Vec<u32>,
    /// For each job that was told those that stand below it, a bit for each: they could have been worked on
    /// instead.
    below: Vec<u32>,
}

/// What a course that asks can be told next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// This job is worked on now.
    Next(u32),
    /// This job is blocked; it stands on a place that was refined, above all that is untold.
    Held(u32),
    /// Nothing stands above what is worked on.
    GoOn,
}

impl Course {
    /// Makes it a course that is told late: it asks for what to work on, and never for what to refine.
    pub(super) fn told_late(mut self) -> Self {
        let jobs = self.flags.len();
        self.places = Some(Places { refined: Vec::new(), since: vec![0; jobs], below: vec![0; jobs] });
        self
    }

    /// Everything that it can be told now, but that the order is at its end.
    pub(super) fn tellings(&self, instance: &Instance) -> Vec<Telling> {
        let place = self.place(instance);
        let next = self.untold().filter(|&job| self.is_choice(instance, place, job));
        let mut tellings: Vec<Telling> = next.map(Telling::Next).collect();
        if place.is_some() {
            tellings.push(Telling::GoOn);
            return tellings;
        }
        let Some(places) = &self.places else { return tellings };
        let is_holdable =
            |job: &u32| self.is_refinable(*job) && !self.is_workable(instance, *job) && places.serve(*job);
        let holdable: Vec<u32> = self.untold().filter(is_holdable).collect();
        // To hold a place before somebody starts matters only if none is left for them then.
        let starts = |job: &u32| self.is_refinable(*job) && self.is_workable(instance, *job);
        let mut served = self.untold().filter(starts).map(|job| places.serving(job));
        if served.any(|serving| 0 < serving && serving <= holdable.len()) {
            tellings.extend(holdable.into_iter().map(Telling::Held));
        }
        tellings
    }

    /// Tells what comes next. Above which job the new one stands, if not at the end.
    pub(super) fn tell_late(&mut self, instance: &Instance, telling: Telling) -> Option<u32> {
        let place = self.place(instance);
        let above = place.map(|place| self.list[place]);
        match telling {
            Telling::Next(job) => {
                self.flags[job as usize] |= LISTED;
                self.list.insert(place.unwrap_or(self.list.len()), job);
                self.note_below(instance, job);
            }
            Telling::Held(job) => {
                self.take_place(job as usize);
                self.flags[job as usize] |= LISTED;
                self.list.push(job);
                self.note_below(instance, job);
            }
            Telling::GoOn => above.into_iter().for_each(|job| self.note_below(instance, job)),
        }
        above
    }

    /// Whether an untold job could be the one to work on, where the list says who is.
    pub(super) fn has_choice(&self, instance: &Instance, place: Option<usize>) -> bool {
        (place.is_none() || self.places.is_some())
            && self.untold().any(|job| self.is_choice(instance, place, job))
    }

    fn is_choice(&self, instance: &Instance, place: Option<usize>, job: u32) -> bool {
        let below = match (place, &self.places) {
            (Some(place), Some(places)) => places.below[self.list[place] as usize],
            _ => 0,
        };
        below >> job & 1 == 0 && self.is_workable(instance, job)
    }

    fn note_below(&mut self, instance: &Instance, job: u32) {
        let workable = self.untold().filter(|&other| self.is_workable(instance, other));
        let below = workable.fold(0, |mask, other| mask | 1 << other);
        if let Some(places) = &mut self.places {
            places.below[job as usize] |= below;
        }
    }

    /// Whether a place could be taken by a job: it is in the Product Backlog, not refined and not started.
    fn is_refinable(&self, job: u32) -> bool {
        self.flags[job as usize] & (ARRIVED | STARTED | DONE | REFINED) == ARRIVED
    }

    /// Takes the oldest place that serves a job. Whether there was one.
    pub(super) fn take_place(&mut self, job: usize) -> bool {
        let Some(places) = &mut self.places else { return false };
        let since = places.since[job];
        let Some(at) = places.refined.iter().position(|&review| review > since) else { return false };
        places.refined.remove(at);
        self.flags[job] |= REFINED;
        true
    }

    /// Takes note of when a job arrived.
    pub(super) fn note_arrival(&mut self, job: u32) {
        if let Some(places) = &mut self.places {
            places.since[job as usize] = self.sprint - 1;
        }
    }

    /// Adds the places that a Review refines. Whether it is told late at all.
    pub(super) fn add_places(&mut self) -> bool {
        let Some(places) = &mut self.places else { return false };
        let count = self.refining.unwrap_or_default().min(self.flags.len() as u32);
        places.refined.extend((0..count).map(|_| self.sprint));
        true
    }

    /// Forgets the places that nobody can need, so that states that differ in no more are the same.
    pub(super) fn trim_places(&mut self, instance: &Instance) {
        let usable = self.untold().filter(|&job| self.is_refinable(job)).count();
        let is_prone = self.untold().any(|job| self.is_prone(instance, job));
        let is_late = |job: u32| self.places.as_ref().is_some_and(|places| places.since[job as usize] > 0);
        let is_late = self.untold().any(|job| self.is_refinable(job) && is_late(job));
        let Some(places) = &mut self.places else { return };
        let surplus = places.refined.len().saturating_sub(if is_prone { usable } else { 0 });
        places.refined.drain(..surplus);
        if !is_late {
            // Who is here was here at the first Review, and who comes later is served by none of these.
            places.refined.fill(1);
        }
    }

    /// Whether nothing that is untold can meet rework any more, whenever it is started.
    pub(super) fn is_covered(&self, instance: &Instance) -> bool {
        let Some(places) = &self.places else { return false };
        let usable = self.untold().filter(|&job| self.is_refinable(job)).count();
        let mut prone = self.untold().filter(|&job| self.is_prone(instance, job));
        prone.all(|job| self.is(job, ARRIVED) && places.serving(job) >= usable)
    }

    fn is_prone(&self, instance: &Instance, job: u32) -> bool {
        instance.jobs[job as usize].rework != 1.0 && self.flags[job as usize] & (STARTED | REFINED) == 0
    }

    /// What of the places matters for what comes.
    pub(super) fn places_key(&self, into: &mut Vec<u64>) {
        let Some(places) = &self.places else { return };
        into.extend(places.refined.iter().map(|&review| u64::from(review)));
        into.push(u64::MAX);
        let open = self.untold().fold(0, |mask, job| mask | 1_u32 << job);
        into.extend(self.list.iter().map(|&job| u64::from(places.below[job as usize] & open)));
        let late = self.untold().filter(|&job| self.is_refinable(job) && places.since[job as usize] > 0);
        into.extend(late.map(|job| u64::from(places.since[job as usize]) << 32 | u64::from(job)));
        into.push(u64::MAX);
    }
}

impl Clone for Places {
    fn clone(&self) -> Self {
        Self { refined: self.refined.clone(), since: self.since.clone(), below: self.below.clone() }
    }

    fn clone_from(&mut self, other: &Self) {
        self.refined.clone_from(&other.refined);
        self.since.clone_from(&other.since);
        self.below.clone_from(&other.below);
    }
}

impl Places {
    /// How many places could serve a job.
    fn serving(&self, job: u32) -> usize {
        let since = self.since[job as usize];
        self.refined.iter().filter(|&&review| review > since).count()
    }

    fn serve(&self, job: u32) -> bool {
        self.serving(job) > 0
    }
}
