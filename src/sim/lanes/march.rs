//! A smooth course: the end of a Sprint brings a new capacity, and nothing else.

use super::group::{Group, Trip, is_any_above_zero, spend};
use crate::scenario::TINY;
use crate::sim::sampler::{LANES, Lanes};

/// Sprints up to which it pays to compare what is to be done with what can be done by each of some of them.
const SPRINTS_COMPARED: usize = 64;

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
        let (from, last) = (trip.course.from(), self.reach.len());
        let mut effort = [0.0; LANES];
        let mut nearest = [f64::INFINITY; LANES];
        // The Sprints that are over in all futures, and those that are in any.
        let (mut over, mut begun) = (0, 0);
        for step in 0..trip.course.steps.len() {
            let more = self.effort_of(trip, step);
            let mut row = [over as u32; LANES];
            for lane in 0..LANES {
                effort[lane] += more[lane];
            }
            for reach in &self.reach[over..begun] {
                pass(&effort, reach, &mut row, &mut nearest);
            }
            while begun < last && pass(&effort, &self.reach[begun], &mut row, &mut nearest) {
                begun += 1;
            }
            while over < begun && is_over(&effort, &self.reach[over]) {
                over += 1;
            }
            let done = &mut self.done[step];
            for lane in 0..LANES {
                done[lane] = if row[lane] < last as u32 { from + row[lane] } else { trip.never() };
            }
        }
        let all = self.reach.last().map_or([0.0; LANES], |reach| reach.0);
        let mut is_clear = true;
        for lane in 0..LANES {
            is_clear &= nearest[lane] > NEAR * (1.0 + all[lane]);
            self.capacity_sum.0[lane] = all[lane];
            self.idle.0[lane] = if all[lane] > effort[lane] { all[lane] - effort[lane] } else { 0.0 };
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

/// Counts a Sprint in the futures in which the effort is beyond its reach. Whether there are any.
#[inline(always)]
fn pass(effort: &[f64; LANES], reach: &Lanes, row: &mut [u32; LANES], nearest: &mut [f64; LANES]) -> bool {
    let mut off = [0.0; LANES];
    for lane in 0..LANES {
        off[lane] = effort[lane] - reach.0[lane];
        row[lane] += u32::from(off[lane] > 0.0);
        let near = off[lane].abs();
        nearest[lane] = if near < nearest[lane] { near } else { nearest[lane] };
    }
    let mut is_any = false;
    for off in off {
        is_any |= off > 0.0;
    }
    is_any
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
