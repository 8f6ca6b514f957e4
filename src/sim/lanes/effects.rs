//! Effects in one future of a group.

use super::course::NO_STEP;
use super::group::{Group, Trip};
use crate::scenario::{Effect, ItemIx, Targets};
use crate::sim::state::finite;

impl Group {
    /// Applies effects in file order, in the Sprint in which the future is. Velocity changes from the Sprint
    /// `pace_from` on.
    pub(super) fn apply(&mut self, trip: Trip<'_>, effects: &[Effect], lane: usize, pace_from: u32) {
        for effect in effects {
            match effect {
                Effect::Effort { items, factor } => {
                    self.each_open_step(trip, items, |group, step| group.scale(step, lane, *factor));
                }
                Effect::Value { items, factor } => self.each_open_item(trip, items, |group, item| {
                    let worth = &mut group.worth[item.at()].0[lane];
                    *worth = finite(*worth * factor);
                }),
                Effect::Velocity { factor, sprints } => {
                    let from = trip.row(pace_from);
                    let count = sprints.map_or(usize::MAX, |sprints| sprints as usize);
                    for velocity in self.velocity.iter_mut().skip(from).take(count) {
                        velocity.0[lane] = finite(velocity.0[lane] * factor);
                    }
                }
                Effect::Cost { slot } => {
                    let row = trip.row(self.sprint[lane]);
                    self.paid[row].0[lane] -= trip.luck.cost(*slot, lane);
                }
                Effect::Prevent { risks } => {
                    // One that has struck is not asked again.
                    risks.iter().for_each(|risk| self.prevented[risk.at()] |= 1 << lane);
                }
                Effect::Arrive { items } => {
                    for item in items {
                        // What a step brings is known without it.
                        if let Some(came) = self.came.get_mut(item.at()) {
                            came[lane] = came[lane].min(self.sprint[lane]);
                        }
                    }
                }
                // What is known changes nothing while an order is held.
                Effect::Reveal { .. } => {}
            }
        }
    }

    /// Does something with the step of each named item that is not Done and is worked on at all.
    fn each_open_step(&mut self, trip: Trip<'_>, items: &Targets, mut visit: impl FnMut(&mut Self, usize)) {
        match items {
            Targets::All => {
                (self.at..trip.course.steps.len()).for_each(|step| visit(self, step));
                (0..self.passed.len()).for_each(|at| visit(self, self.passed[at] as usize));
            }
            Targets::Some(named) => {
                for item in named {
                    let step = trip.course.step_of[item.at()];
                    if step != NO_STEP && self.is_open(step as usize) {
                        visit(self, step as usize);
                    }
                }
            }
        }
    }

    /// Does something with each named item that is not Done.
    fn each_open_item(&mut self, trip: Trip<'_>, items: &Targets, mut visit: impl FnMut(&mut Self, ItemIx)) {
        let mut visit = |item: ItemIx| {
            // No step is beyond every step.
            let is_done = trip.course.state.item(item).done().is_some()
                || !self.is_open(trip.course.step_of[item.at()] as usize);
            if !is_done {
                visit(self, item);
            }
        };
        match items {
            Targets::All => trip.course.scenario.item_indexes().for_each(&mut visit),
            Targets::Some(named) => named.iter().copied().for_each(&mut visit),
        }
    }
}
