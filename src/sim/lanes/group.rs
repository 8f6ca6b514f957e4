//! A group of futures that goes through a course in step.

use super::course::{Course, NO_STEP, Pace};
use crate::scenario::TINY;
use crate::sim::outcome::{Outcome, Sprints};
use crate::sim::sampler::{LANES, Lanes, Lots};
use crate::sim::state::{Effort, finite};

/// Which of a group's futures: one bit for each.
pub(super) type Mask = u8;

/// Where a group of futures stands. It keeps memory between groups only to reuse it.
///
/// All futures are at the same step of the course, each in a Sprint of its own; one that has used up its
/// capacity goes through the end of its Sprint and the Start of the next, and is back with the others.
#[derive(Debug, Default)]
pub(in crate::sim) struct Group {
    /// The step that is being worked on: all before it are Done, in futures that are not over.
    pub(super) at: usize,
    /// The Sprint in which each future is; [`Trip::never`] in those that are over.
    pub(super) sprint: Sprints,
    /// Futures that are not over.
    pub(super) alive: Mask,
    /// Capacity left in the Sprint.
    pub(super) capacity: Lanes,
    /// For each step the effort left, rework included that an item meets unless it becomes refined. Above 0
    /// until it is Done.
    pub(super) left: Vec<Lanes>,
    /// For each step the effort left without rework; of use where there is rework only.
    pub(super) plain: Vec<Lanes>,
    /// For each step the share of work on it that is owed to rework; of use where there is rework only.
    pub(super) share: Vec<Lanes>,
    /// For each step the Sprint in which it is Done.
    pub(super) done: Vec<Sprints>,
    /// Value paid in each Sprint from the first open one on, and two more for what never is.
    pub(super) paid: Vec<Lanes>,
    /// Change of what is paid in each Sprint from here on.
    pub(super) rate: Vec<Lanes>,
    /// Factor of each item's benefits; of use where it can change only.
    pub(super) worth: Vec<Lanes>,
    /// Velocity in each Sprint from the first open one on, factors included.
    pub(super) velocity: Vec<Lanes>,
    /// Capacity of all Sprints up to each from the first open one on; of use on a smooth course only.
    pub(super) reach: Vec<Lanes>,
    /// Upkeep in the Sprint, and what comes to it with the next.
    pub(super) upkeep: [Lanes; 2],
    /// For each risk the futures in which it is prevented.
    pub(super) prevented: Vec<Mask>,
    /// For each future, bit by bit, the stakeholders served in the Sprint, where that can make them escalate.
    pub(super) served: [u64; LANES],
    /// Bit by bit, the Sprints from the first open one on in which each stakeholder is served, a word of them
    /// for all stakeholders after the other; where trust changes nothing else, it is worked out for all
    /// futures side by side in the end.
    pub(super) served_in: Vec<[u64; LANES]>,
    pub(super) trust: Vec<Lanes>,
    /// For each stakeholder the Sprints since they were served, as figures of the same width as trust.
    pub(super) waiting: Vec<Lanes>,
    pub(super) escalated: Vec<Mask>,
    /// For each future, bit by bit, the stakeholders who escalate at the next Start.
    pub(super) escalating: [u64; LANES],
    /// For each place the futures in which it is refined.
    pub(super) refined: Vec<Mask>,
    /// The first place that refinement must still look at.
    pub(super) refine_from: [usize; LANES],
    /// Where luck brings items: those steps before the one that is being worked on that are not Done in the
    /// future that is being run, for each step the futures in which work on it has begun, and for each item
    /// the Sprint in which luck brings it.
    pub(super) passed: Vec<u32>,
    pub(super) started: Vec<Mask>,
    pub(super) came: Vec<Sprints>,
    /// Capacity of all Sprints, what of it was left over, and what was owed to rework.
    pub(super) capacity_sum: Lanes,
    pub(super) idle: Lanes,
    pub(super) rework: Lanes,
}

/// A course and the luck of a group.
#[derive(Clone, Copy)]
pub(super) struct Trip<'a> {
    pub(super) course: &'a Course<'a>,
    pub(super) luck: Lots<'a>,
}

impl Trip<'_> {
    /// The Sprint that stands for "never".
    pub(super) fn never(self) -> u32 {
        self.course.scenario.benefit_sprints + 1
    }

    /// The row of a Sprint among those from the first open one on.
    pub(super) fn row(self, sprint: u32) -> usize {
        (sprint - self.course.from()) as usize
    }
}

impl Group {
    /// Runs a group of futures to the end of the benefits. The outcome must have been made ready for the course.
    #[inline(always)]
    pub(in crate::sim) fn run(&mut self, course: &Course<'_>, luck: Lots<'_>, outcome: &mut Outcome) {
        let trip = Trip { course, luck };
        self.reset(trip);
        match course.pace {
            Pace::Late => self.go_separately(trip),
            Pace::Eventful => self.go_through(trip),
            Pace::Smooth => self.march(trip),
            Pace::Plain => self.stride(trip),
        }
        if course.keeps_trust && !course.terms.escalation {
            self.work_out_trust(trip);
        }
        self.settle(trip, outcome);
        self.tell(trip, outcome);
    }

    /// Starts the first open Sprint in all futures.
    #[inline(always)]
    pub(super) fn begin(&mut self, trip: Trip<'_>) {
        for lane in 0..LANES {
            self.begin_sprint(trip, lane, trip.course.from());
        }
    }

    /// Goes through the steps, and then through the Sprints that are left.
    #[inline(always)]
    fn go_through(&mut self, trip: Trip<'_>) {
        let course = trip.course;
        self.done.fill([trip.never(); LANES]);
        self.load_efforts(trip);
        self.begin(trip);
        for step in 0..course.steps.len() {
            if self.alive == 0 {
                break;
            }
            self.at = step;
            if course.terms.rework {
                self.work::<true>(trip);
            } else {
                self.work::<false>(trip);
            }
            self.complete(trip);
        }
        self.at = course.steps.len();
        for lane in 0..LANES {
            while self.alive >> lane & 1 == 1 {
                self.end_sprint(trip, lane, self.at);
            }
        }
    }

    /// Work on the step until it is Done in every future that is not over: first as far as capacity goes in
    /// all of them side by side, then one by one those in which it takes more Sprints.
    #[inline(always)]
    fn work<const REWORK: bool>(&mut self, trip: Trip<'_>) {
        let (left, capacity) = (&mut self.left[self.at].0, &mut self.capacity.0);
        let before = *left;
        for lane in 0..LANES {
            (left[lane], capacity[lane]) = spend(left[lane], capacity[lane]);
        }
        if REWORK {
            let shares = &self.share[self.at].0;
            for lane in 0..LANES {
                self.rework.0[lane] += (before[lane] - left[lane]) * shares[lane];
            }
        }
        if is_any_above_zero(left) {
            // Which futures these are is luck: a loop over them is better foretold than a branch in each.
            let mut open = above_zero(left) & self.alive;
            while open != 0 {
                let lane = open.trailing_zeros() as usize;
                open &= open - 1;
                self.work_on::<REWORK>(trip, lane, before[lane]);
            }
        }
    }

    /// Goes on with the step in one future, Sprint by Sprint. `before` is what was left when it came to it.
    #[inline(always)]
    fn work_on<const REWORK: bool>(&mut self, trip: Trip<'_>, lane: usize, mut before: f64) {
        let step = self.at;
        loop {
            let has_begun = self.left[step].0[lane] < before;
            self.end_sprint(trip, lane, step + usize::from(has_begun));
            before = if has_begun { f64::INFINITY } else { self.left[step].0[lane] };
            if self.alive >> lane & 1 == 0 {
                return;
            }
            let left = self.left[step].0[lane];
            let (rest, capacity) = spend(left, self.capacity.0[lane]);
            (self.left[step].0[lane], self.capacity.0[lane]) = (rest, capacity);
            if REWORK {
                self.rework.0[lane] += (left - rest) * self.share[step].0[lane];
            }
            if rest == 0.0 {
                return;
            }
        }
    }

    /// The step is Done in every future that is not over.
    #[inline(always)]
    pub(super) fn complete(&mut self, trip: Trip<'_>) {
        let step = &trip.course.steps[self.at];
        self.done[self.at] = self.sprint;
        self.at += 1;
        self.served.iter_mut().for_each(|served| *served |= step.serves);
        if step.upkeep > 0.0 {
            self.upkeep[1].0.iter_mut().for_each(|upkeep| *upkeep += step.upkeep);
        }
        if step.has_effects {
            let effects = &trip.course.scenario.item(step.item).on_done;
            for lane in 0..LANES {
                if self.sprint[lane] < trip.never() {
                    self.apply(trip, effects, lane, self.sprint[lane] + 1);
                }
            }
        }
    }

    /// One future comes to the end of its Sprint: what is left of it, Review, refinement, and the next Start.
    /// Work has begun on so many steps.
    #[inline(always)]
    pub(super) fn end_sprint(&mut self, trip: Trip<'_>, lane: usize, begun: usize) {
        let course = trip.course;
        self.idle.0[lane] += self.capacity.0[lane];
        self.capacity.0[lane] = 0.0;
        if course.terms.fines_change {
            self.pay_fines(trip, lane);
        }
        if course.terms.escalation {
            self.update_trust(trip, lane);
        }
        if !course.places.is_empty() {
            self.refine(trip, lane, begun);
        }
        if course.terms.upkeep {
            let now = std::mem::take(&mut self.upkeep[1].0[lane]);
            self.upkeep[0].0[lane] += now;
        }
        if self.sprint[lane] < course.scenario.sprints {
            self.begin_sprint(trip, lane, self.sprint[lane] + 1);
        } else {
            self.sprint[lane] = trip.never();
            self.alive &= !(1 << lane);
        }
    }

    /// One future starts a Sprint, unless it had started before: escalations called in the last one, then
    /// risks; and its capacity.
    #[inline(always)]
    pub(super) fn begin_sprint(&mut self, trip: Trip<'_>, lane: usize, sprint: u32) {
        let course = trip.course;
        self.sprint[lane] = sprint;
        if sprint > course.state.started {
            let mut called = std::mem::take(&mut self.escalating[lane]);
            while called != 0 {
                let who = called.trailing_zeros() as usize;
                called &= called - 1;
                self.apply(trip, &course.scenario.stakeholders[who].escalation, lane, sprint);
            }
            for (index, risk) in course.scenario.risks.iter().enumerate() {
                let strikes = trip.luck.strikes(index, sprint, lane);
                if strikes && self.prevented[index] >> lane & 1 == 0 {
                    self.apply(trip, &risk.impact, lane, sprint);
                }
            }
        }
        let capacity = self.velocity[trip.row(sprint)].0[lane] - self.upkeep[0].0[lane];
        let capacity = if capacity > 0.0 { capacity } else { 0.0 };
        self.capacity.0[lane] = capacity;
        self.capacity_sum.0[lane] += capacity;
    }

    /// Refinement takes the threat of rework from the first items that nobody has worked on.
    fn refine(&mut self, trip: Trip<'_>, lane: usize, begun: usize) {
        let mut left = trip.course.scenario.refined_per_sprint();
        let mut place = self.refine_from[lane];
        // Whether nothing before can ever be refined any more.
        let mut is_first = true;
        while let Some(here) = trip.course.places.get(place).filter(|_| left > 0) {
            let is_here = self.arrival(trip, here.comes, lane) < trip.never();
            let is_open = self.refined[place] >> lane & 1 == 0
                && match self.started.get(here.step as usize) {
                    Some(started) => started >> lane & 1 == 0,
                    None => here.step as usize >= begun,
                };
            if is_here && is_open {
                left -= 1;
                self.refined[place] |= 1 << lane;
                if here.step != NO_STEP {
                    let step = here.step as usize;
                    self.left[step].0[lane] = self.plain[step].0[lane];
                    self.share[step].0[lane] = 0.0;
                }
            }
            is_first &= is_here;
            place += 1;
            if is_first {
                self.refine_from[lane] = place;
            }
        }
    }

    /// Multiplies the effort left of a step that is not Done.
    pub(super) fn scale(&mut self, step: usize, lane: usize, factor: f64) {
        let scale = |rows: &mut [Lanes]| {
            let effort = &mut rows[step].0[lane];
            *effort = finite(*effort * factor).max(f64::MIN_POSITIVE);
        };
        scale(&mut self.left);
        if !self.plain.is_empty() {
            scale(&mut self.plain);
        }
    }

    /// Tells what came of it, but for value and goals.
    #[inline(always)]
    fn tell(&mut self, trip: Trip<'_>, outcome: &mut Outcome) {
        // It is filled anew for each group.
        std::mem::swap(&mut outcome.done, &mut self.done);
        outcome.trust.copy_from_slice(&self.trust);
        let before = trip.course.state.effort;
        for (lane, effort) in outcome.effort.iter_mut().enumerate() {
            let idle = self.idle.0[lane];
            *effort = Effort {
                spent: before.spent + self.capacity_sum.0[lane] - idle,
                rework: before.rework + self.rework.0[lane],
                idle: before.idle + idle,
            };
        }
    }
}

/// Which of the figures are above 0.
#[inline(always)]
fn above_zero(figures: &[f64; LANES]) -> Mask {
    let mut mask = 0;
    for (lane, &figure) in figures.iter().enumerate() {
        mask |= Mask::from(figure > 0.0) << lane;
    }
    mask
}

/// Whether any of the figures, none of which is below 0, is above it.
#[inline(always)]
pub(super) fn is_any_above_zero(figures: &[f64; LANES]) -> bool {
    // Sums in pairs, which a processor can form side by side; one after the other they would wait.
    let [a, b, c, d, e, f, g, h] = figures;
    ((a + e) + (c + g)) + ((b + f) + (d + h)) > 0.0
}

/// What is left of an item and of the capacity after work. At most a tiny capacity starts nothing, and of at
/// most a tiny rest the item is Done.
#[inline(always)]
pub(super) fn spend(left: f64, capacity: f64) -> (f64, f64) {
    let works = capacity > TINY;
    let fits = if left < capacity { left } else { capacity };
    let spent = if works { fits } else { 0.0 };
    let rest = left - spent;
    (if works & (rest <= TINY) { 0.0 } else { rest }, capacity - spent)
}
