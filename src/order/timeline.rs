//! How much effort the Sprints to come have room for, on means.

use crate::scenario::{Scenario, TINY};
use crate::sim::State;

/// The chance that what is planned to be Done in the first, second, third or last quarter of a Sprint's
/// capacity slips into the next Sprint.
const SLIP: [f64; 4] = [0.0, 0.1, 0.3, 0.5];

/// The capacity of the Sprints to come, added up.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    /// The Sprint that is being ordered.
    next: u32,
    /// H.
    last: u32,
    /// What there is room for up to the end of each quarter of each Sprint, as far as it matters, effort units.
    edges: Vec<f64>,
    /// The first quarter that is not full.
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
        self.edges.clear();
        let mut sum = 0.0;
        for sprint in self.next..=self.last {
            let room = (mean * state.velocity_factor(sprint) - state.upkeep).max(0.0);
            self.edges.extend([0.25, 0.5, 0.75, 1.0].map(|share| sum + share * room));
            sum += room;
            if sum >= effort {
                break;
            }
        }
        (high * state.velocity_factor(self.next) - state.upkeep).max(0.0)
    }

    /// What all Sprints reckoned with have room for.
    pub(super) fn end(&self) -> f64 {
        self.edges.last().copied().unwrap_or_default()
    }

    /// Takes note that so much effort is placed, and nothing less will be asked for.
    pub(super) fn pass(&mut self, effort: f64) {
        while self.edges.get(self.passed).is_some_and(|&edge| edge + TINY < effort) {
            self.passed += 1;
        }
    }

    /// Whether the last Sprint is being filled.
    pub(super) fn is_last(&self) -> bool {
        self.next + (self.passed / SLIP.len()) as u32 >= self.last
    }

    /// The effort with which the last Sprint begins, if it has not.
    pub(super) fn until_last(&self) -> f64 {
        let before = (self.last.saturating_sub(self.next) as usize * SLIP.len()).checked_sub(1);
        let edge = before.and_then(|place| self.edges.get(place)).copied();
        edge.filter(|_| !self.is_last()).unwrap_or(f64::INFINITY)
    }

    /// When so much effort from now is Done.
    #[inline]
    pub(super) fn done_in(&self, effort: f64) -> Slot {
        let ahead = &self.edges[self.passed..];
        let Some(place) = ahead.iter().position(|&edge| edge + TINY >= effort) else {
            return Slot { sprint: self.last + 1, edge: f64::INFINITY, slip: 0.0 };
        };
        let quarter = self.passed + place;
        let sprint = self.next + (quarter / SLIP.len()) as u32;
        Slot { sprint, edge: ahead[place], slip: SLIP[quarter % SLIP.len()] }
    }
}

/// When something is Done.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    /// The Sprint; one after the last if it never is.
    pub(super) sprint: u32,
    /// The effort up to which it is that Sprint, with that chance to slip.
    pub(super) edge: f64,
    /// The chance that it slips into the next one, 0 to 1.
    pub(super) slip: f64,
}
