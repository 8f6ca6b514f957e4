//! What a group of futures starts with.

use super::group::{Group, Mask, Trip};
use super::trust::WORD;
use crate::sim::Progress;
use crate::sim::outcome::Sprints;
use crate::sim::sampler::{LANES, Lanes};

impl Group {
    /// Makes ready for another group of futures.
    #[inline(always)]
    pub(super) fn reset(&mut self, trip: Trip<'_>) {
        let (course, state) = (trip.course, trip.course.state);
        let same = |value: f64| Lanes([value; LANES]);
        (self.at, self.alive) = (0, Mask::MAX);
        let open = trip.row(trip.never()) + 2;
        // What a group is paid is taken out again when it is added up.
        self.paid.resize(open, same(0.0));
        self.rate.resize(open, same(0.0));
        self.done.resize(course.steps.len(), Sprints::default());
        self.load_velocities(trip);
        self.upkeep = [same(state.upkeep), same(0.0)];
        refill(&mut self.prevented, state.risks.len(), 0);
        refill(&mut self.refined, course.places.len(), 0);
        refill(&mut self.started, course.late.len(), 0);
        refill(&mut self.came, course.terms.of_luck.len(), [trip.never(); LANES]);
        self.passed.clear();
        self.refine_from = [0; LANES];
        self.served = [0; LANES];
        refill(
            &mut self.served_in,
            state.stakeholders.len() * self.velocity.len().div_ceil(WORD),
            [0; LANES],
        );
        self.escalating = [state.escalating.iter().fold(0, |bits, who| bits | 1 << who.at()); LANES];
        for rows in [&mut self.worth, &mut self.trust] {
            rows.clear();
        }
        if course.terms.value {
            for item in &state.items {
                self.worth.push(same(item.value_factor));
            }
        }
        self.waiting.clear();
        self.escalated.clear();
        for who in &state.stakeholders {
            self.trust.push(same(who.trust));
            self.waiting.push(same(f64::from(who.waiting)));
            self.escalated.push(if who.escalated { Mask::MAX } else { 0 });
        }
        (self.capacity_sum, self.idle, self.rework) = (same(0.0), same(0.0), same(0.0));
    }

    /// The velocity of each Sprint that is open, as it is unless something changes it.
    #[inline(always)]
    fn load_velocities(&mut self, trip: Trip<'_>) {
        self.velocity.clear();
        for (sprint, factor) in (trip.course.from()..).zip(&trip.course.velocity_factors) {
            let mut velocity = trip.luck.velocity(sprint);
            for velocity in &mut velocity {
                *velocity *= factor;
            }
            self.velocity.push(Lanes(velocity));
        }
    }

    /// The effort of each step, as it is unless something changes it before work starts.
    #[inline(always)]
    pub(super) fn load_efforts(&mut self, trip: Trip<'_>) {
        for rows in [&mut self.left, &mut self.plain, &mut self.share] {
            rows.clear();
        }
        let Trip { course, luck } = trip;
        let extra = course.scenario.rework_extra();
        for (step, item) in course.items().enumerate() {
            let here = course.state.item(item);
            let plain = self.effort_of(trip, step);
            if !course.terms.rework {
                self.left.push(Lanes(plain));
                continue;
            }
            if let Progress::Started { .. } = here.progress {
                self.left.push(Lanes(plain));
                self.plain.push(Lanes(plain));
                self.share.push(Lanes([here.rework_share; LANES]));
                continue;
            }
            let chance = if here.refined { 0.0 } else { course.scenario.item(item).rework_chance };
            let (mut left, mut share) = (plain, luck.rework(item.at()));
            for lane in 0..LANES {
                let meets = share[lane] < chance;
                left[lane] = if meets { plain[lane] * (1.0 + extra) } else { plain[lane] };
                share[lane] = if meets { extra / (1.0 + extra) } else { 0.0 };
            }
            self.left.push(Lanes(left));
            self.plain.push(Lanes(plain));
            self.share.push(Lanes(share));
        }
    }

    /// What a step takes when the first open Sprint starts, without rework that may come.
    #[inline(always)]
    pub(super) fn effort_of(&self, trip: Trip<'_>, step: usize) -> [f64; LANES] {
        let item = trip.course.steps[step].item;
        let here = trip.course.state.item(item);
        if let Progress::Started { remaining } = here.progress {
            return [remaining; LANES];
        }
        let mut effort = trip.luck.effort(item.at());
        for effort in &mut effort {
            *effort *= here.effort_factor;
        }
        effort
    }
}

/// Fills memory anew with so many copies.
#[inline(always)]
fn refill<T: Copy>(memory: &mut Vec<T>, count: usize, with: T) {
    memory.clear();
    memory.resize(count, with);
}
