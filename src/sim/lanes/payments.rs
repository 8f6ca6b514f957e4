//! What a group's futures pay, once it is known in which Sprint each item is Done.

use super::course::{NO_STEP, Payment, Pays};
use super::group::{Group, Trip};
use crate::scenario::{Fine, Goal, ItemIx};
use crate::sim::outcome::{Outcome, Sprints};
use crate::sim::sampler::{LANES, Lanes};

impl Group {
    /// Adds up what every Sprint pays, and tells it.
    #[inline(always)]
    pub(super) fn settle(&mut self, trip: Trip<'_>, outcome: &mut Outcome) {
        for payment in &trip.course.payments {
            let mut amount = trip.luck.amount(payment.slot);
            if let Some(worth) = self.worth.get(payment.item.at()) {
                amount.iter_mut().zip(&worth.0).for_each(|(amount, factor)| *amount *= factor);
            }
            self.pay(trip, payment, &amount);
        }
        for fine in &trip.course.scenario.fines {
            self.run_up_fine(trip, fine);
        }
        for (index, goal) in trip.course.scenario.goals.iter().enumerate() {
            if trip.course.state.goals[index].is_none() {
                let bonus = trip.luck.bonus(index);
                let complete = self.complete_in(trip, goal);
                for (lane, &sprint) in complete.iter().enumerate() {
                    let earned = if sprint <= goal.by { bonus[lane] } else { 0.0 };
                    self.paid[trip.row(sprint)].0[lane] += earned;
                }
                outcome.goals[index] = complete;
            }
        }
        self.add_up(trip, &mut outcome.totals);
    }

    /// The Sprint in which a goal is complete, of one that is not complete yet.
    fn complete_in(&self, trip: Trip<'_>, goal: &Goal) -> Sprints {
        let mut last = [trip.course.from(); LANES];
        for &item in &goal.items {
            if trip.course.state.item(item).done().is_none() {
                let done = self.done_in(trip, item);
                last.iter_mut().zip(done).for_each(|(last, done)| *last = done.max(*last));
            }
        }
        last
    }

    /// The Sprint in which an item that is not Done yet becomes Done.
    #[inline(always)]
    fn done_in(&self, trip: Trip<'_>, item: ItemIx) -> Sprints {
        match trip.course.step_of[item.at()] {
            NO_STEP => [trip.never(); LANES],
            step => self.done[step as usize],
        }
    }

    /// Pays a benefit that is no fine. What is never Done pays beyond the last row that counts.
    #[inline(always)]
    fn pay(&mut self, trip: Trip<'_>, payment: &Payment<'_>, amount: &[f64; LANES]) {
        let done = &self.done[payment.step];
        match payment.pays {
            Pays::On => {
                for (lane, &done) in done.iter().enumerate() {
                    self.rate[trip.row(done) + 1].0[lane] += amount[lane];
                }
            }
            Pays::By(deadline) => {
                for (lane, &done) in done.iter().enumerate() {
                    self.paid[trip.row(done)].0[lane] += if done <= deadline { amount[lane] } else { 0.0 };
                }
            }
            Pays::Halved(halved) => {
                for (lane, &done) in done.iter().enumerate() {
                    self.paid[trip.row(done)].0[lane] += amount[lane] * halved[trip.row(done)];
                }
            }
        }
    }

    /// The first Sprint of a fine in one future, if nothing ends it before: the first that is open, after its
    /// date, and after which the item is here.
    #[inline(always)]
    fn fined_from(&self, trip: Trip<'_>, fine: &Fine, lane: usize) -> u32 {
        let first = trip.course.from().max(fine.after.saturating_add(1)).min(trip.never());
        self.arrival(trip, trip.course.comes[fine.item.at()], lane).max(first)
    }

    /// A fine runs from its first Sprint to the one in which its item is Done. If its amount can change, all
    /// Sprints played have paid it at their Review, and it runs on from there.
    fn run_up_fine(&mut self, trip: Trip<'_>, fine: &Fine) {
        if trip.course.state.item(fine.item).done().is_some() {
            return;
        }
        let done = self.done_in(trip, fine.item);
        let after_played = if trip.course.terms.fines_change { trip.course.scenario.sprints + 1 } else { 0 };
        for (lane, done) in done.into_iter().enumerate() {
            let first = self.fined_from(trip, fine, lane).max(after_played);
            let fined = if done >= first { self.fine_amount(trip, fine, lane) } else { 0.0 };
            self.rate[trip.row(first)].0[lane] -= fined;
            self.rate[trip.row(done.max(first) + 1)].0[lane] += fined;
        }
    }

    /// Pays the fines of the Sprint in which one future is, where the amounts can change.
    #[inline(always)]
    pub(super) fn pay_fines(&mut self, trip: Trip<'_>, lane: usize) {
        let sprint = self.sprint[lane];
        for fine in trip.course.scenario.fines.iter().filter(|fine| sprint > fine.after) {
            let is_open = || trip.course.state.item(fine.item).done().is_none();
            let is_fined = || sprint >= self.fined_from(trip, fine, lane);
            if sprint <= self.done_in(trip, fine.item)[lane] && is_open() && is_fined() {
                let fined = self.fine_amount(trip, fine, lane);
                self.paid[trip.row(sprint)].0[lane] -= fined;
            }
        }
    }

    #[inline(always)]
    fn fine_amount(&self, trip: Trip<'_>, fine: &Fine, lane: usize) -> f64 {
        let slot = trip.course.scenario.item(fine.item).benefits[fine.benefit].slot;
        let factor = self.worth.get(fine.item.at()).map_or(1.0, |worth| worth.0[lane]);
        trip.luck.amount_in(slot, lane) * factor
    }

    /// Turns what is paid in each Sprint into running totals, and leaves nothing of it for the next group.
    #[inline(always)]
    fn add_up(&mut self, trip: Trip<'_>, totals: &mut [Lanes]) {
        let earning: f64 = trip.course.state.earning.iter().map(|earning| earning.amount).sum();
        let mut rate = [earning; LANES];
        let mut sum = [trip.course.state.value; LANES];
        for (total, (paid, change)) in totals.iter_mut().zip(self.paid.iter_mut().zip(&mut self.rate)) {
            let (paid, change) = (std::mem::take(paid).0, std::mem::take(change).0);
            for lane in 0..LANES {
                rate[lane] += change[lane];
                sum[lane] += paid[lane] + rate[lane];
            }
            total.0 = sum;
        }
        // What never happens is in the rows behind the last that counts.
        for rows in [&mut self.paid, &mut self.rate] {
            rows[totals.len()..].fill(Lanes::default());
        }
    }
}
