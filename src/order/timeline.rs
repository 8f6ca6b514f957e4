//! How much effort the Sprints to come have room for, on means.

use crate::scenario::{Scenario, TINY};
use crate::sim::State;

/// The capacity of the Sprints to come, added up.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    /// The Sprint that is being ordered.
    next: u32,
    /// What the Sprints up to each one have room for together, as far as it matters, effort units.
    room: Vec<f64>,
    /// H.
    last: u32,
    /// The first Sprint, counted from `next`, that is not full.
    passed: usize,
}

impl Timeline {
    /// Reckons from a state on, until so much effort has room, with the mean and the largest velocity.
    /// Gives the largest capacity that the next Sprint can have.
    pub(super) fn reckon(
        &mut self,
        scenario: &Scenario,
        state: &State,
        (mean, high): (f64, f64),
        effort: f64,
    ) -> f64 {
        (self.next, self.last, self.passed) = (state.ended + 1, scenario.sprints, 0);
        self.room.clear();
        let mut sum = 0.0;
        for sprint in self.next..=self.last {
            sum += (mean * state.velocity_factor(sprint) - state.upkeep).max(0.0);
            self.room.push(sum);
            if sum >= effort {
                break;
            }
        }
        (high * state.velocity_factor(self.next) - state.upkeep).max(0.0)
    }

    /// What all Sprints reckoned with have room for.
    pub(super) fn end(&self) -> f64 {
        self.room.last().copied().unwrap_or_default()
    }

    /// Takes note that so much effort is placed, and nothing less will be asked for.
    pub(super) fn pass(&mut self, effort: f64) {
        while self.room.get(self.passed).is_some_and(|&room| room + TINY < effort) {
            self.passed += 1;
        }
    }

    /// The Sprint in which so much effort from now is Done, and the effort up to which it is that Sprint; one
    /// after the last if it never is.
    pub(super) fn done_in(&self, effort: f64) -> (u32, f64) {
        let place = self.room[self.passed..].iter().position(|&room| room + TINY >= effort);
        match place {
            Some(place) => (self.next + (self.passed + place) as u32, self.room[self.passed + place]),
            None => (self.last + 1, f64::INFINITY),
        }
    }
}
