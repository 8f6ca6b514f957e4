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

    /// Whether the last Sprint is being filled.
    pub(super) fn is_last(&self) -> bool {
        self.next + self.passed as u32 >= self.last
    }

    /// The effort with which the last Sprint begins, if it has not.
    pub(super) fn until_last(&self) -> f64 {
        let sprints = (self.last + 1).saturating_sub(self.next) as usize;
        let before = sprints.checked_sub(2).and_then(|place| self.room.get(place));
        before.copied().filter(|_| !self.is_last()).unwrap_or(f64::INFINITY)
    }

    /// When so much effort from now is Done.
    pub(super) fn done_in(&self, effort: f64) -> Slot {
        let place = self.room[self.passed..].iter().position(|&room| room + TINY >= effort);
        let Some(place) = place.map(|place| self.passed + place) else {
            return Slot { sprint: self.last + 1, edge: f64::INFINITY, slip: 0.0 };
        };
        let end = self.room[place];
        let start = if place == 0 { 0.0 } else { self.room[place - 1] };
        let quarter = (end - start) / SLIP.len() as f64;
        let passed = ((effort - TINY - start) / quarter).floor().max(0.0) as usize;
        let passed = passed.min(SLIP.len() - 1);
        // The last quarter ends with the Sprint, whatever rounding makes of it.
        let edge = if passed + 1 == SLIP.len() { end } else { start + quarter * (passed + 1) as f64 };
        Slot { sprint: self.next + place as u32, edge, slip: SLIP[passed] }
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
