//! A smooth course: the end of a Sprint brings a new capacity, and nothing else.

use super::group::{Group, Trip, is_any_above_zero, spend};
use crate::sim::sampler::{LANES, Lanes};

impl Group {
    /// Goes through the steps in all futures side by side; where capacity is used up, into the next Sprint.
    #[inline(always)]
    pub(super) fn march(&mut self, trip: Trip<'_>) {
        // Those that are over stay in a Sprint without capacity.
        self.velocity.push(Lanes::default());
        for velocity in &mut self.velocity {
            for lane in &mut velocity.0 {
                *lane = if *lane > 0.0 { *lane } else { 0.0 };
            }
        }
        for step in 0..trip.course.steps.len() {
            self.at = step;
            while !self.is_worked_off() && self.is_next_sprint_there(trip) {}
            self.complete(trip);
        }
        self.add_up_capacity(trip);
    }

    /// Works on the step as far as capacity goes. Whether it is Done in all futures.
    #[inline(always)]
    fn is_worked_off(&mut self) -> bool {
        let (left, capacity) = (&mut self.left[self.at].0, &mut self.capacity.0);
        for lane in 0..LANES {
            (left[lane], capacity[lane]) = spend(left[lane], capacity[lane]);
        }
        !is_any_above_zero(left)
    }

    /// Takes the futures in which the step is not Done into the next Sprint, if there is one in any of them.
    #[inline(always)]
    fn is_next_sprint_there(&mut self, trip: Trip<'_>) -> bool {
        let (never, last) = (trip.never(), trip.course.scenario.sprints);
        let over = self.velocity.len() - 1;
        let mut is_there = false;
        for (lane, &left) in self.left[self.at].0.iter().enumerate() {
            let now = self.sprint[lane];
            let goes_on = left > 0.0 && now <= last;
            let next = if now < last { now + 1 } else { never };
            self.sprint[lane] = if goes_on { next } else { now };
            is_there |= goes_on && next < never;
            let (left_over, capacity) =
                (self.capacity.0[lane], self.velocity[trip.row(next).min(over)].0[lane]);
            self.idle.0[lane] += if goes_on { left_over } else { 0.0 };
            self.capacity.0[lane] = if goes_on { capacity } else { left_over };
        }
        is_there
    }

    /// The capacity of all Sprints, and what of it was left over when everything was worked off.
    #[inline(always)]
    fn add_up_capacity(&mut self, trip: Trip<'_>) {
        self.capacity_sum = Lanes::default();
        for lane in 0..LANES {
            self.idle.0[lane] += self.capacity.0[lane];
        }
        for (sprint, velocity) in (trip.course.from()..).zip(&self.velocity) {
            for lane in 0..LANES {
                let capacity = velocity.0[lane];
                self.capacity_sum.0[lane] += capacity;
                self.idle.0[lane] += if sprint > self.sprint[lane] { capacity } else { 0.0 };
            }
        }
    }
}
