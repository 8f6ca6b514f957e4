//! What a group's futures pay, once it is known in which Sprint each item is Done.

use super::course::{Course, NO_STEP};
use super::group::Group;
use crate::scenario::{Benefit, Fine, Goal, ItemIx, When};
use crate::sim::outcome::{Outcome, Sprints};
use crate::sim::sampler::{LANES, Lanes};

impl Group {
    /// Adds up what every Sprint pays, and tells it.
    pub(super) fn settle(&mut self, course: &Course<'_>, luck: &[Lanes], outcome: &mut Outcome) {
        for (step, item) in course.items().enumerate() {
            for benefit in &course.scenario.item(item).benefits {
                let mut amount = luck[course.rows.amount + benefit.slot].0;
                if let Some(worth) = self.worth.get(item.at()) {
                    amount.iter_mut().zip(&worth.0).for_each(|(amount, factor)| *amount *= factor);
                }
                self.pay_benefit(course, step, benefit, &amount);
            }
        }
        for fine in &course.scenario.fines {
            self.run_up_fine(course, luck, fine);
        }
        for (index, goal) in course.scenario.goals.iter().enumerate() {
            if course.state.goals[index].is_none() {
                let bonus = &luck[course.rows.bonus + index].0;
                let complete = self.complete_in(course, goal);
                for (lane, &sprint) in complete.iter().enumerate() {
                    let earned = if sprint <= goal.by { bonus[lane] } else { 0.0 };
                    self.paid[(sprint - course.from()) as usize].0[lane] += earned;
                }
                outcome.goals[index] = complete;
            }
        }
        self.add_up(course, &mut outcome.totals);
    }

    /// The Sprint in which a goal is complete, of one that is not complete yet.
    fn complete_in(&self, course: &Course<'_>, goal: &Goal) -> Sprints {
        let mut last = [course.from(); LANES];
        for &item in &goal.items {
            if course.state.item(item).done().is_none() {
                let done = self.done_in(course, item);
                last.iter_mut().zip(done).for_each(|(last, done)| *last = done.max(*last));
            }
        }
        last
    }

    /// The Sprint in which an item that is not Done yet becomes Done.
    fn done_in(&self, course: &Course<'_>, item: ItemIx) -> Sprints {
        match course.step_of[item.at()] {
            NO_STEP => [Self::never(course); LANES],
            step => self.done[step as usize],
        }
    }

    /// Pays a benefit that is no fine. What is never Done pays beyond the last row that counts.
    fn pay_benefit(&mut self, course: &Course<'_>, step: usize, benefit: &Benefit, amount: &[f64; LANES]) {
        let from = course.from();
        let done = self.done[step].map(|sprint| (sprint - from) as usize);
        match benefit.when {
            When::FineAfter(_) => {}
            When::Recurring => {
                (0..LANES).for_each(|lane| self.rate[done[lane] + 1].0[lane] += amount[lane]);
            }
            When::Once => (0..LANES).for_each(|lane| self.paid[done[lane]].0[lane] += amount[lane]),
            When::By(deadline) => {
                for lane in 0..LANES {
                    let in_time = self.done[step][lane] <= deadline;
                    self.paid[done[lane]].0[lane] += if in_time { amount[lane] } else { 0.0 };
                }
            }
            When::HalfLife(half_life) => {
                let halved = course.terms.halved(half_life);
                for lane in 0..LANES {
                    self.paid[done[lane]].0[lane] += amount[lane] * halved[done[lane]];
                }
            }
        }
    }

    /// The first Sprint of a fine in each future, if nothing ends it before: the first that is open, after
    /// its date, and after which the item is here.
    fn fined_from(&self, course: &Course<'_>, fine: &Fine) -> Sprints {
        let first = course.from().max(fine.after.saturating_add(1)).min(Self::never(course));
        match course.brought_by[fine.item.at()] {
            _ if course.state.item(fine.item).arrived => [first; LANES],
            NO_STEP => [Self::never(course); LANES],
            step => self.done[step as usize].map(|arrived| arrived.max(first)),
        }
    }

    /// A fine runs from its first Sprint to the one in which its item is Done. If its amount can change, all
    /// Sprints played have paid it at their Review, and it runs on from there.
    fn run_up_fine(&mut self, course: &Course<'_>, luck: &[Lanes], fine: &Fine) {
        if course.state.item(fine.item).done().is_some() {
            return;
        }
        let amount = self.fine_amount(course, luck, fine);
        let done = self.done_in(course, fine.item);
        let after_played = if course.terms.fines_change { course.scenario.sprints + 1 } else { 0 };
        let first = self.fined_from(course, fine).map(|sprint| sprint.max(after_played));
        for lane in 0..LANES {
            let fined = if done[lane] >= first[lane] { amount[lane] } else { 0.0 };
            let row = |sprint: u32| (sprint - course.from()) as usize;
            self.rate[row(first[lane])].0[lane] -= fined;
            self.rate[row(done[lane].max(first[lane]) + 1)].0[lane] += fined;
        }
    }

    /// Pays the fines of a Sprint, where the amounts can change from one to the next.
    pub(super) fn pay_fines(&mut self, course: &Course<'_>, luck: &[Lanes], sprint: u32) {
        for fine in course.scenario.fines.iter().filter(|fine| sprint > fine.after) {
            if course.state.item(fine.item).done().is_some() {
                continue;
            }
            let amount = self.fine_amount(course, luck, fine);
            let done = self.done_in(course, fine.item);
            let first = self.fined_from(course, fine);
            for lane in 0..LANES {
                let is_fined = (first[lane]..=done[lane]).contains(&sprint);
                let paid = &mut self.paid[(sprint - course.from()) as usize].0[lane];
                *paid -= if is_fined { amount[lane] } else { 0.0 };
            }
        }
    }

    fn fine_amount(&self, course: &Course<'_>, luck: &[Lanes], fine: &Fine) -> [f64; LANES] {
        let slot = course.scenario.item(fine.item).benefits[fine.benefit].slot;
        let mut amount = luck[course.rows.amount + slot].0;
        if let Some(worth) = self.worth.get(fine.item.at()) {
            amount.iter_mut().zip(&worth.0).for_each(|(amount, factor)| *amount *= factor);
        }
        amount
    }

    /// Turns what is paid in each Sprint into running totals.
    fn add_up(&self, course: &Course<'_>, totals: &mut [Lanes]) {
        let earning: f64 = course.state.earning.iter().map(|earning| earning.amount).sum();
        let mut rate = [earning; LANES];
        let mut sum = [course.state.value; LANES];
        // What never happens is in the rows behind the last that counts.
        for (total, (paid, change)) in totals.iter_mut().zip(self.paid.iter().zip(&self.rate)) {
            for lane in 0..LANES {
                rate[lane] += change.0[lane];
                sum[lane] += paid.0[lane] + rate[lane];
                total.0[lane] = sum[lane];
            }
        }
    }
}
