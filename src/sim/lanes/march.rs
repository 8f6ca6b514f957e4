//! A smooth course: the end of a Sprint brings a new capacity, and nothing else.

use super::group::{Group, Trip, is_any_above_zero, spend};
use crate::scenario::TINY;
use crate::sim::sampler::{LANES, Lanes};

/// Sprints up to which it pays to compare what is to be done with what can be done by each of some of them.
const SPRINTS_COMPARED: usize = 64;

/// Steps that are compared at once: in which Sprints they may be Done is luck, and found out once for them all.
const STEPS_COMPARED: usize = 4;

/// How near effort and capacity may come to each other, beside all capacity, before it takes a closer look
/// which is larger. Rounding comes to far less, and so does what is tiny: it is lost or left only where the
/// two are that near.
const NEAR: f64 = 1e-8;

impl Group {
    /// Goes through the steps of a plain course in all futures side by side.
    #[inline(always)]
    pub(super) fn stride(&mut self, trip: Trip<'_>) {
        if self.velocity.len() > SPRINTS_COMPARED || !self.is_clear(trip) {
            self.march(trip);
        }
    }

    /// Finds out by sums when the steps are Done: in the first Sprint by which capacity comes to the effort
    /// up to the step. Whether that is certain: where the two are nearly the same, what is tiny decides.
    #[inline(always)]
    fn is_clear(&mut self, trip: Trip<'_>) -> bool {
        self.add_up_velocities();
        let (from, last, never) = (trip.course.from(), self.reach.len(), trip.never());
        let mut so_far = [0.0; LANES];
        let mut nearest = [f64::INFINITY; LANES];
        // The Sprints that are over in all futures, and those that are in any.
        let (mut over, mut begun) = (0, 0);
        for first in (0..trip.course.steps.len()).step_by(STEPS_COMPARED) {
            let steps = first..trip.course.steps.len().min(first + STEPS_COMPARED);
            let mut efforts = [[0.0; LANES]; STEPS_COMPARED];
            for (step, effort) in steps.clone().zip(&mut efforts) {
                let more = self.effort_of(trip, step);
                for lane in 0..LANES {
                    so_far[lane] += more[lane];
                }
                *effort = so_far;
            }
            efforts[steps.len()..].fill(so_far);
            while begun < last && is_begun(&so_far, &self.reach[begun]) {
                begun += 1;
            }
            let mut rows = [[over as u32; LANES]; STEPS_COMPARED];
            for reach in &self.reach[over..last.min(begun + 1)] {
                for (effort, row) in efforts.iter().zip(&mut rows) {
                    pass(effort, reach, row, &mut nearest);
                }
            }
            // Only now, as where effort is hardly beyond a reach has to be noticed.
            while over < begun && is_over(&so_far, &self.reach[over]) {
                over += 1;
            }
            for (done, row) in self.done[steps].iter_mut().zip(&mut rows) {
                for row in &mut *row {
                    *row = if *row < last as u32 { from + *row } else { never };
                }
                *done = *row;
            }
        }
        let all = self.reach.last().map_or([0.0; LANES], |reach| reach.0);
        let mut is_clear = true;
        for lane in 0..LANES {
            is_clear &= nearest[lane] > NEAR * (1.0 + all[lane]);
            self.capacity_sum.0[lane] = all[lane];
            self.idle.0[lane] = if all[lane] > so_far[lane] { all[lane] - so_far[lane] } else { 0.0 };
        }
        is_clear
    }

    /// The capacity of all Sprints up to each.
    #[inline(always)]
    fn add_up_velocities(&mut self) {
        let mut sum = [0.0; LANES];
        self.reach.clear();
        for velocity in &self.velocity {
            let velocity = &velocity.0;
            for lane in 0..LANES {
                sum[lane] += if velocity[lane] > TINY { velocity[lane] } else { 0.0 };
            }
            self.reach.push(Lanes(sum));
        }
    }

    /// Goes through the steps in all futures side by side; where capacity is used up, into the next Sprint.
    #[inline(always)]
    pub(super) fn march(&mut self, trip: Trip<'_>) {
        self.load_efforts(trip);
        self.begin(trip);
        self.idle = Lanes::default();
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

/// Counts a Sprint in the futures in which the effort is beyond its reach.
#[inline(always)]
fn pass(effort: &[f64; LANES], reach: &Lanes, row: &mut [u32; LANES], nearest: &mut [f64; LANES]) {
    let mut off = [0.0; LANES];
    for lane in 0..LANES {
        off[lane] = effort[lane] - reach.0[lane];
        row[lane] += u32::from(off[lane] > 0.0);
        let near = off[lane].abs();
        nearest[lane] = if near < nearest[lane] { near } else { nearest[lane] };
    }
}

/// Whether the effort is beyond the reach of a Sprint in any future.
#[inline(always)]
fn is_begun(effort: &[f64; LANES], reach: &Lanes) -> bool {
    let mut is_begun = false;
    let reach = &reach.0;
    for lane in 0..LANES {
        is_begun |= effort[lane] > reach[lane];
    }
    is_begun
}

/// Whether the effort is beyond the reach of a Sprint in all futures.
#[inline(always)]
fn is_over(effort: &[f64; LANES], reach: &Lanes) -> bool {
    let mut is_over = true;
    let reach = &reach.0;
    for lane in 0..LANES {
        is_over &= effort[lane] > reach[lane];
    }
    is_over
}
