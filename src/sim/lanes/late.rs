//! Futures in which luck brings items.
//!
//! The course is that of a future in which everything has come at once. What comes late changes nothing in
//! the sequence of all that does not wait for it, so a future goes through the same steps, leaves out those
//! that cannot be worked on yet, and comes back for them: before all else that stands below them in the order.

use super::course::{Comes, Late};
use super::group::{Group, Mask, Trip, spend};
use crate::scenario::TINY;
use crate::sim::sampler::LANES;

impl Group {
    /// Goes through the steps in one future after the other.
    #[inline(always)]
    pub(super) fn go_separately(&mut self, trip: Trip<'_>) {
        self.done.fill([trip.never(); LANES]);
        self.load_efforts(trip);
        for lane in 0..LANES {
            self.at = 0;
            self.passed.clear();
            self.begin_sprint(trip, lane, trip.course.from());
            while self.alive >> lane & 1 == 1 {
                let is_done = self.next_step(trip, lane).is_some_and(|step| self.work_in(trip, lane, step));
                if !is_done {
                    self.end_sprint(trip, lane, self.at);
                }
            }
        }
    }

    /// The step to work on in one future.
    #[inline(always)]
    fn next_step(&mut self, trip: Trip<'_>, lane: usize) -> Option<usize> {
        let late = &trip.course.late;
        while late.get(self.at).is_some_and(|here| here.is_late() && !self.can_start(trip, here, lane)) {
            self.passed.push(self.at as u32);
            self.at += 1;
        }
        let ahead = (self.at < late.len()).then_some(self.at);
        if self.passed.is_empty() {
            return ahead;
        }
        let mut next = ahead;
        for step in self.passed.iter().map(|&step| step as usize) {
            let is_before = next.is_none_or(|next| late[step].place < late[next].place);
            if is_before && self.can_start(trip, &late[step], lane) {
                next = Some(step);
            }
        }
        next
    }

    /// Whether all that a step waits for is there.
    #[inline(always)]
    fn can_start(&self, trip: Trip<'_>, late: &Late, lane: usize) -> bool {
        let never = trip.never();
        late.by_luck.is_none_or(|item| self.came[item.at()][lane] < never)
            && late.after.iter().all(|&step| self.done[step as usize][lane] < never)
    }

    /// Works on a step in one future, as far as capacity goes. Whether it is Done.
    #[inline(always)]
    fn work_in(&mut self, trip: Trip<'_>, lane: usize, step: usize) -> bool {
        let (left, capacity) = (self.left[step].0[lane], self.capacity.0[lane]);
        self.started[step] |= Mask::from(capacity > TINY) << lane;
        let (rest, capacity) = spend(left, capacity);
        (self.left[step].0[lane], self.capacity.0[lane]) = (rest, capacity);
        if let Some(share) = self.share.get(step) {
            self.rework.0[lane] += (left - rest) * share.0[lane];
        }
        let is_done = rest == 0.0;
        if is_done {
            self.complete_in_one(trip, lane, step);
        }
        is_done
    }

    /// A step is Done in one future.
    #[inline(always)]
    fn complete_in_one(&mut self, trip: Trip<'_>, lane: usize, step: usize) {
        let sprint = self.sprint[lane];
        self.done[step][lane] = sprint;
        if step == self.at {
            self.at += 1;
        } else {
            self.passed.retain(|&passed| passed as usize != step);
        }
        let step = &trip.course.steps[step];
        self.served[lane] |= step.serves;
        self.upkeep[1].0[lane] += step.upkeep;
        if step.has_effects {
            self.apply(trip, &trip.course.scenario.item(step.item).on_done, lane, sprint + 1);
        }
    }

    /// Whether a step is not Done in the future that is being run.
    pub(super) fn is_open(&self, step: usize) -> bool {
        step >= self.at || self.passed.contains(&(step as u32))
    }

    /// The Sprint with which an item is there in one future, as far as it is known by now.
    #[inline(always)]
    pub(super) fn arrival(&self, trip: Trip<'_>, comes: Comes, lane: usize) -> u32 {
        match comes {
            Comes::Here => 0,
            Comes::With(step) => self.done[step as usize][lane],
            Comes::ByLuck(item) => self.came[item.at()][lane],
            Comes::Never => trip.never(),
        }
    }
}
