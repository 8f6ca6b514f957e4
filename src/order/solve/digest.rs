//! Courses that are copied and told apart.

use super::course::{Course, DONE, LISTED, Standing};
use super::instance::{Instance, Person};
use crate::sim::sprint::TRUST_LOSS;

impl Clone for Course {
    fn clone(&self) -> Self {
        Self {
            left: self.left.clone(),
            factor: self.factor.clone(),
            flags: self.flags.clone(),
            velocity: self.velocity.clone(),
            is_over: self.is_over.clone(),
            people: self.people.clone(),
            escalating: self.escalating.clone(),
            list: self.list.clone(),
            arrived: self.arrived.clone(),
            places: self.places.clone(),
            ..*self
        }
    }

    /// Copies into the memory that is there: a search looks at many more courses than it keeps.
    fn clone_from(&mut self, other: &Self) {
        let Self {
            left, factor, flags, velocity, is_over, people, escalating, list, arrived, places, ..
        } = self;
        left.clone_from(&other.left);
        factor.clone_from(&other.factor);
        flags.clone_from(&other.flags);
        velocity.clone_from(&other.velocity);
        is_over.clone_from(&other.is_over);
        people.clone_from(&other.people);
        escalating.clone_from(&other.escalating);
        list.clone_from(&other.list);
        arrived.clone_from(&other.arrived);
        places.clone_from(&other.places);
        (self.value, self.sprint, self.capacity) = (other.value, other.sprint, other.capacity);
        (self.refining, self.is_closed) = (other.refining, other.is_closed);
        (self.upkeep, self.upkeep_to_come) = (other.upkeep, other.upkeep_to_come);
    }
}

impl Course {
    /// Everything that what comes depends on, but the value so far and the capacity left.
    pub(super) fn key(&self, instance: &Instance, into: &mut Vec<u64>) {
        // Sums in another order differ in their last digits.
        let round = |x: f64| (x * 1e9).round().to_bits();
        into.clear();
        into.push(u64::from(self.sprint) << 32 | u64::from(self.refining.map_or(u32::MAX, |places| places)));
        for ((&flags, &left), &factor) in self.flags.iter().zip(&self.left).zip(&self.factor) {
            into.push(u64::from(flags));
            if flags & DONE == 0 {
                into.extend([round(left), round(factor)]);
            }
        }
        into.push(round(self.upkeep + self.upkeep_to_come));
        let mut lasting = 1.0;
        for &(factor, from, to) in &self.velocity {
            if to == u32::MAX && from <= self.sprint + 1 {
                lasting *= factor;
            } else if to > self.sprint {
                into.extend([round(factor), u64::from(from.max(self.sprint + 1)) << 32 | u64::from(to)]);
            }
        }
        into.push(round(lasting));
        into.extend(self.is_over.iter().map(|&over| u64::from(over)));
        for (person, told) in self.people.iter().zip(&instance.people) {
            // Who will not escalate, or only without consequences, is no longer worth telling apart.
            if !self.can_escalate(instance, person, told) {
                into.push(u64::MAX);
                continue;
            }
            let waiting = u64::from(person.waiting.min(told.patience + 1));
            into.extend([round(person.trust), waiting << 1 | u64::from(person.is_served)]);
        }
        into.extend(self.escalating.iter().map(|&who| u64::from(who)));
        into.push(u64::MAX);
        into.extend(self.list.iter().map(|&job| u64::from(job)));
        into.push(u64::MAX);
        into.extend(self.arrived.iter().filter(|&&job| !self.is(job, LISTED)).map(|&job| u64::from(job)));
    }

    /// Whether somebody's trust can still change what comes.
    pub(super) fn is_watched(&self, instance: &Instance) -> bool {
        let people = &mut self.people.iter().zip(&instance.people);
        !self.escalating.is_empty() || people.any(|(here, told)| self.can_escalate(instance, here, told))
    }

    /// Whether someone can still escalate with consequences: nobody does who could be left unserved to the end,
    /// and what is called in the last Sprint has no effect.
    fn can_escalate(&self, instance: &Instance, here: &Standing, told: &Person) -> bool {
        let reviews = instance.sprints.saturating_sub(1 + self.reviews());
        let losses = reviews.saturating_sub(told.patience.saturating_sub(here.waiting));
        let trust = here.trust - TRUST_LOSS * f64::from(losses);
        !here.has_escalated && !told.escalation.is_empty() && losses > 0 && trust <= 1e-6
    }
}
