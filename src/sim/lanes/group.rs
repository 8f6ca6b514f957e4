//! A group of futures that goes through a course in step.

use super::course::{Course, NO_STEP};
use crate::scenario::{Stakeholder, TINY};
use crate::sim::Progress;
use crate::sim::outcome::{Outcome, Sprints};
use crate::sim::sampler::{LANES, Lanes};
use crate::sim::sprint::{TRUST_GAIN, TRUST_LOSS};
use crate::sim::state::{Effort, finite};

/// Which of a group's futures: one bit for each.
pub(super) type Mask = u8;

/// Where a group of futures stands. It keeps memory between groups only to reuse it.
#[derive(Debug, Default)]
pub(in crate::sim) struct Group {
    /// For each step the effort left, rework included that an item meets unless it becomes refined.
    pub(super) left: Vec<Lanes>,
    /// For each step the effort left without rework; of use where there is rework only.
    pub(super) plain: Vec<Lanes>,
    /// For each step the share of work on it that is owed to rework; of use where there is rework only.
    share: Vec<Lanes>,
    /// For each step the Sprint in which it is Done; `never()` if it is not.
    pub(super) done: Vec<Sprints>,
    /// The step at which each future is: all before it are Done.
    pub(super) at: [usize; LANES],
    /// How many steps have begun in each future.
    begun: [usize; LANES],
    /// Value paid in each Sprint from the first open one on, and two more for what never is.
    pub(super) paid: Vec<Lanes>,
    /// Change of what is paid in each Sprint from here on.
    pub(super) rate: Vec<Lanes>,
    /// Factor of each item's benefits; of use where it can change only.
    pub(super) worth: Vec<Lanes>,
    /// Factor of velocity in each Sprint from the first open one on; where it can change only.
    pub(super) pace: Vec<Lanes>,
    upkeep: Lanes,
    /// What is Done in this Sprint.
    now: Now,
    /// For each risk the futures in which it is prevented.
    pub(super) prevented: Vec<Mask>,
    trust: Vec<Lanes>,
    waiting: Vec<Sprints>,
    escalated: Vec<Mask>,
    /// For each future, bit by bit, the stakeholders who escalate at the next Start.
    escalating: [u64; LANES],
    /// For each place the futures in which it is refined.
    refined: Vec<Mask>,
    /// The first place that refinement must still look at.
    refine_from: [usize; LANES],
    capacity: Lanes,
    idle: Lanes,
    rework: Lanes,
}

/// What one Sprint adds up.
#[derive(Debug, Default)]
struct Now {
    upkeep: [f64; LANES],
    served: [u64; LANES],
}

impl Group {
    /// Runs a group of futures to the end of the benefits. `luck` holds their figures, row by row.
    pub(in crate::sim) fn run(&mut self, course: &Course<'_>, luck: &[Lanes], outcome: &mut Outcome) {
        self.reset(course, luck);
        let scenario = course.scenario;
        for sprint in course.from()..=scenario.sprints {
            if sprint > course.state.started {
                self.start(course, luck, sprint);
            }
            let mut capacity = self.capacity_of(course, luck, sprint);
            if course.terms.rework {
                self.work::<true>(course, luck, sprint, &mut capacity);
            } else {
                self.work::<false>(course, luck, sprint, &mut capacity);
            }
            self.review(course, luck, sprint);
            if !course.places.is_empty() {
                self.refine(course);
            }
        }
        outcome.reset(scenario, course.state.ended, course.items());
        self.settle(course, luck, outcome);
        self.tell(course, outcome);
    }

    /// Tells what came of it, but for value and goals.
    fn tell(&self, course: &Course<'_>, outcome: &mut Outcome) {
        outcome.done.copy_from_slice(&self.done[..course.steps.len()]);
        outcome.trust.copy_from_slice(&self.trust);
        let before = course.state.effort;
        for (lane, effort) in outcome.effort.iter_mut().enumerate() {
            let idle = self.idle.0[lane];
            *effort = Effort {
                spent: before.spent + self.capacity.0[lane] - idle,
                rework: before.rework + self.rework.0[lane],
                idle: before.idle + idle,
            };
        }
    }

    /// The Sprint that stands for "never".
    pub(super) fn never(course: &Course<'_>) -> u32 {
        course.scenario.benefit_sprints + 1
    }

    fn reset(&mut self, course: &Course<'_>, luck: &[Lanes]) {
        let (scenario, state) = (course.scenario, course.state);
        let same = |value: f64| Lanes([value; LANES]);
        // One more, at which futures stand that have worked through the sequence.
        let steps = course.steps.len() + 1;
        self.done.clear();
        self.done.resize(steps, [Self::never(course); LANES]);
        (self.at, self.begun) = ([0; LANES], [0; LANES]);
        self.load_efforts(course, luck);
        let open = (scenario.benefit_sprints - state.ended) as usize + 2;
        for rows in [&mut self.paid, &mut self.rate] {
            rows.clear();
            rows.resize(open, Lanes::default());
        }
        self.worth.clear();
        if course.terms.value {
            self.worth.extend(state.items.iter().map(|item| same(item.value_factor)));
        }
        self.pace.clear();
        self.pace.extend(course.velocity_factors.iter().map(|&factor| same(factor)));
        self.upkeep = same(state.upkeep);
        self.prevented.clear();
        self.prevented.resize(scenario.risks.len(), 0);
        self.trust.clear();
        self.trust.extend(state.stakeholders.iter().map(|who| same(who.trust)));
        self.waiting.clear();
        self.waiting.extend(state.stakeholders.iter().map(|who| [who.waiting; LANES]));
        self.escalated.clear();
        self.escalated.extend(state.stakeholders.iter().map(|who| if who.escalated { Mask::MAX } else { 0 }));
        let escalating = state.escalating.iter().fold(0, |bits, who| bits | 1 << who.at());
        self.escalating = [escalating; LANES];
        self.refined.clear();
        self.refined.resize(course.places.len(), 0);
        self.refine_from = [0; LANES];
        (self.capacity, self.idle, self.rework) = (same(0.0), same(0.0), same(0.0));
    }

    /// The effort of each step, as it is unless something changes it before work starts.
    fn load_efforts(&mut self, course: &Course<'_>, luck: &[Lanes]) {
        for rows in [&mut self.left, &mut self.plain, &mut self.share] {
            rows.clear();
        }
        let extra = course.scenario.rework_extra();
        for item in course.items() {
            let here = course.state.item(item);
            if let Progress::Started { remaining } = here.progress {
                let lanes = Lanes([remaining; LANES]);
                self.left.push(lanes);
                if course.terms.rework {
                    self.plain.push(lanes);
                    self.share.push(Lanes([here.rework_share; LANES]));
                }
                continue;
            }
            let plain = luck[course.rows.effort + item.at()].0.map(|effort| effort * here.effort_factor);
            if !course.terms.rework {
                self.left.push(Lanes(plain));
                continue;
            }
            let chance = if here.refined { 0.0 } else { course.scenario.item(item).rework_chance };
            let meets = luck[course.rows.rework + item.at()].0.map(|luck| luck < chance);
            let pairs = || plain.iter().zip(meets);
            self.left.push(lanes(pairs().map(
                |(&plain, meets)| {
                    if meets { plain * (1.0 + extra) } else { plain }
                },
            )));
            self.plain.push(Lanes(plain));
            self.share.push(Lanes(meets.map(|meets| if meets { extra / (1.0 + extra) } else { 0.0 })));
        }
        self.left.push(Lanes::default());
        self.share.push(Lanes::default());
    }

    fn capacity_of(&mut self, course: &Course<'_>, luck: &[Lanes], sprint: u32) -> [f64; LANES] {
        let mut capacity = luck[course.rows.velocity + sprint as usize - 1].0;
        if let Some(pace) = self.pace.get((sprint - course.from()) as usize) {
            capacity.iter_mut().zip(&pace.0).for_each(|(capacity, factor)| *capacity *= factor);
        }
        for (lane, capacity) in capacity.iter_mut().enumerate() {
            *capacity = (*capacity - self.upkeep.0[lane]).max(0.0);
            self.capacity.0[lane] += *capacity;
        }
        capacity
    }

    /// Work, future by future in step: each round takes every future as far as its item or its capacity goes.
    fn work<const REWORK: bool>(
        &mut self,
        course: &Course<'_>,
        luck: &[Lanes],
        sprint: u32,
        capacity: &mut [f64; LANES],
    ) {
        self.now = Now::default();
        let steps = course.steps.len();
        loop {
            let (mut busy, mut special) = (false, 0);
            for (lane, capacity) in capacity.iter_mut().enumerate() {
                let at = self.at[lane];
                let works = *capacity > TINY && at < steps;
                let before = self.left[at].0[lane];
                let spent = if works { before.min(*capacity) } else { 0.0 };
                let left = before - spent;
                let is_done = works && left <= TINY;
                *capacity -= spent;
                self.left[at].0[lane] = left;
                if REWORK {
                    self.rework.0[lane] += spent * self.share[at].0[lane];
                }
                self.begun[lane] = if works { at + 1 } else { self.begun[lane] };
                if is_done {
                    let step = &course.steps[at];
                    self.done[at][lane] = sprint;
                    self.now.served[lane] |= step.serves;
                    self.now.upkeep[lane] += step.upkeep;
                    self.at[lane] = at + 1;
                    special |= Mask::from(step.has_effects) << lane;
                }
                busy |= works;
            }
            for lane in lanes_of(special) {
                let item = course.steps[self.at[lane] - 1].item;
                let effects = &course.scenario.item(item).on_done;
                self.apply(course, luck, effects, lane, sprint, sprint + 1);
            }
            if !busy {
                break;
            }
        }
        self.idle.0.iter_mut().zip(capacity).for_each(|(idle, capacity)| *idle += *capacity);
    }

    /// Start: escalations called in the last Sprint, then risks.
    fn start(&mut self, course: &Course<'_>, luck: &[Lanes], sprint: u32) {
        let scenario = course.scenario;
        if course.terms.escalation {
            for lane in 0..LANES {
                let mut called = std::mem::take(&mut self.escalating[lane]);
                while called != 0 {
                    let who = called.trailing_zeros() as usize;
                    called &= called - 1;
                    self.apply(course, luck, &scenario.stakeholders[who].escalation, lane, sprint, sprint);
                }
            }
        }
        for (index, risk) in scenario.risks.iter().enumerate() {
            let strikes = &luck[course.rows.strike + index].0;
            let struck = mask(|lane| strikes[lane] == f64::from(sprint)) & !self.prevented[index];
            for lane in lanes_of(struck) {
                self.apply(course, luck, &risk.impact, lane, sprint, sprint);
            }
        }
    }

    /// What the Review changes for the Sprints to come: fines whose amount changes, trust, upkeep.
    fn review(&mut self, course: &Course<'_>, luck: &[Lanes], sprint: u32) {
        if course.terms.fines_change {
            self.pay_fines(course, luck, sprint);
        }
        let people: &[Stakeholder] = if course.keeps_trust { &course.scenario.stakeholders } else { &[] };
        for (who, stakeholder) in people.iter().enumerate() {
            for lane in 0..LANES {
                let served = self.now.served[lane] >> who & 1 == 1;
                let (trust, waiting) = (&mut self.trust[who].0[lane], &mut self.waiting[who][lane]);
                *waiting = if served { 0 } else { *waiting + 1 };
                let loses = *waiting > stakeholder.patience;
                let less = if *trust - TRUST_LOSS <= TINY { 0.0 } else { *trust - TRUST_LOSS };
                let more = (*trust + TRUST_GAIN).min(1.0);
                *trust = if served {
                    more
                } else if loses {
                    less
                } else {
                    *trust
                };
                if course.terms.escalation && !served && loses && less == 0.0 {
                    let first = self.escalated[who] >> lane & 1 == 0;
                    self.escalated[who] |= 1 << lane;
                    self.escalating[lane] |= u64::from(first) << who;
                }
            }
        }
        if course.terms.upkeep {
            self.upkeep.0.iter_mut().zip(&self.now.upkeep).for_each(|(all, now)| *all += now);
        }
    }

    /// Refinement takes the threat of rework from the first items that nobody has worked on.
    fn refine(&mut self, course: &Course<'_>) {
        for lane in 0..LANES {
            let mut left = course.scenario.refined_per_sprint();
            let mut place = self.refine_from[lane];
            // Whether nothing before can ever be refined any more.
            let mut is_first = true;
            while let Some(here) = course.places.get(place).filter(|_| left > 0) {
                let refined = self.refined[place] >> lane & 1 == 1;
                let is_here = here.brought_by == NO_STEP || (here.brought_by as usize) < self.at[lane];
                let open = here.step as usize >= self.begun[lane];
                if is_here && open && !refined {
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
    }

    /// Multiplies the effort left of a step.
    pub(super) fn scale(&mut self, step: usize, lane: usize, factor: f64) {
        let scale = |rows: &mut [Lanes]| {
            let effort = &mut rows[step].0[lane];
            *effort = finite(*effort * factor);
        };
        scale(&mut self.left);
        if !self.plain.is_empty() {
            scale(&mut self.plain);
        }
    }
}

/// The futures of a mask, first to last.
pub(super) fn lanes_of(mut mask: Mask) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lane = mask.trailing_zeros() as usize;
        (lane < LANES).then(|| {
            mask &= mask - 1;
            lane
        })
    })
}

/// The futures in which something is so.
pub(super) fn mask(is_so: impl Fn(usize) -> bool) -> Mask {
    (0..LANES).fold(0, |mask, lane| mask | Mask::from(is_so(lane)) << lane)
}

fn lanes(values: impl Iterator<Item = f64>) -> Lanes {
    let mut lanes = Lanes::default();
    lanes.0.iter_mut().zip(values).for_each(|(lane, value)| *lane = value);
    lanes
}
