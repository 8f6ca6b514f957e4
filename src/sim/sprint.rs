//! One Sprint: Start, capacity, work, Review, refinement (model, section 2).

use super::luck::Luck;
use super::queue::Queue;
use super::record::{Event, Paid, Recorder};
use super::state::{Earning, Progress, RiskState, State, VelocityFactor, finite};
use crate::scenario::{Effect, GoalIx, ItemIx, RiskIx, Scenario, StakeholderIx, TINY, Targets, When};

/// Trust that a stakeholder gains when an item Done in a Sprint serves them.
pub(crate) const TRUST_GAIN: f64 = 0.10;
/// Trust that a stakeholder loses when they have waited longer than their patience.
pub(crate) const TRUST_LOSS: f64 = 0.15;

/// Runs Sprints of one scenario under one luck. It keeps memory between Sprints only to reuse it.
#[derive(Debug)]
pub struct Run<'a> {
    scenario: &'a Scenario,
    luck: &'a Luck,
    scratch: Scratch,
}

/// Memory that a run uses again and again; it carries nothing from one Sprint to the next.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    queue: Queue,
    done: Vec<ItemIx>,
    served: Vec<bool>,
}

/// Whose effects apply.
#[derive(Clone, Copy)]
enum Cause {
    Item(ItemIx),
    Risk(RiskIx),
    Escalation(StakeholderIx),
}

impl<'a> Run<'a> {
    /// A run of a scenario under a luck.
    #[must_use]
    pub fn new(scenario: &'a Scenario, luck: &'a Luck) -> Self {
        Self::with_scratch(scenario, luck, Scratch::default())
    }

    /// A run that uses the memory of an earlier one.
    #[must_use]
    pub fn with_scratch(scenario: &'a Scenario, luck: &'a Luck, scratch: Scratch) -> Self {
        Self { scenario, luck, scratch }
    }

    /// Ends the run and gives its memory back.
    #[must_use]
    pub fn into_scratch(self) -> Scratch {
        self.scratch
    }

    /// Step 1, Start: escalations called in the last Sprint take effect, then risks strike.
    ///
    /// # Panics
    /// In debug builds, if the last Sprint has not ended or all have been played.
    pub fn start(&mut self, state: &mut State, recorder: &mut impl Recorder) {
        debug_assert!(state.started == state.ended && state.started < self.scenario.sprints);
        state.started += 1;
        self.scratch.queue.restart();
        for who in std::mem::take(&mut state.escalating) {
            recorder.note(Event::Escalated(who));
            let effects = &self.scenario.stakeholders[who.at()].escalation;
            self.apply(state, effects, Cause::Escalation(who), recorder);
        }
        for (index, risk) in self.scenario.risks.iter().enumerate() {
            if state.risks[index] == RiskState::Open && self.luck.strikes[index] == Some(state.started) {
                let risk_ix = RiskIx::new(index);
                state.risks[index] = RiskState::Struck(state.started);
                recorder.note(Event::Struck(risk_ix));
                self.apply(state, &risk.impact, Cause::Risk(risk_ix), recorder);
            }
        }
    }

    /// Steps 3 to 6: capacity, work on the order in force, Review, refinement.
    ///
    /// `talks` are the items that the participant chose to talk about in this Sprint. One on which work
    /// has started by the Review has nothing left to refine, and leaves its place to the next.
    ///
    /// # Panics
    /// In debug builds, if no Sprint has started.
    pub fn finish(&mut self, state: &mut State, talks: &[ItemIx], recorder: &mut impl Recorder) {
        debug_assert!(state.started == state.ended + 1);
        self.work(state, recorder);
        self.review(state, recorder);
        self.refine(state, talks, recorder);
        let done = self.scratch.done.iter();
        state.upkeep += done.map(|&item| self.scenario.item(item).upkeep).sum::<f64>();
        state.ended = state.started;
    }

    /// Pays what Sprint `sprint`, after the last one played, still pays.
    pub fn run_on(&mut self, state: &mut State, sprint: u32, recorder: &mut impl Recorder) {
        self.pay_recurring(state, recorder);
        self.pay_fines(state, sprint, recorder);
    }

    /// Steps 3 and 4.
    fn work(&mut self, state: &mut State, recorder: &mut impl Recorder) {
        let sprint = state.started;
        let velocity = self.luck.velocity[sprint as usize - 1];
        let factor = state.velocity_factor(sprint);
        let mut capacity = (velocity * factor - state.upkeep).max(0.0);
        recorder.note(Event::Capacity { velocity, factor, upkeep: state.upkeep, capacity });

        self.scratch.done.clear();
        self.scratch.queue.restart();
        while capacity > TINY {
            let Some(item) = self.scratch.queue.next(self.scenario, state) else { break };
            let before = self.begin(state, item, recorder);
            let spent = before.min(capacity);
            let remaining = before - spent;
            capacity -= spent;
            let is_done = remaining <= TINY;

            let here = &mut state.items[item.at()];
            here.spent += spent;
            here.progress = if is_done { Progress::Done { sprint } } else { Progress::Started { remaining } };
            state.effort.spent += spent;
            state.effort.rework += spent * here.rework_share;
            let remaining = if is_done { 0.0 } else { remaining };
            recorder.note(Event::Worked { item, effort: spent, remaining });
            if is_done {
                self.complete(state, item, recorder);
            }
        }
        state.effort.idle += capacity;
        if capacity > TINY {
            recorder.note(Event::Idle(capacity));
        }
    }

    /// The effort left on an item, which is decided when work on it first starts.
    fn begin(&self, state: &mut State, item: ItemIx, recorder: &mut impl Recorder) -> f64 {
        let here = &mut state.items[item.at()];
        if let Progress::Started { remaining } = here.progress {
            return remaining;
        }
        let plain = self.luck.effort[item.at()] * here.effort_factor;
        let extra = self.scenario.rework_extra();
        let meets_rework = self.scenario.refinement.is_some()
            && !here.refined
            && self.luck.rework[item.at()] < self.scenario.item(item).rework_chance;
        let effort = if meets_rework { plain * (1.0 + extra) } else { plain };
        here.rework_share = if meets_rework { extra / (1.0 + extra) } else { 0.0 };
        here.progress = Progress::Started { remaining: effort };
        recorder.note(Event::Started { item, effort, rework: meets_rework.then_some(effort - plain) });
        effort
    }

    /// An item is Done: its effects apply, and what required it may start.
    fn complete(&mut self, state: &mut State, item: ItemIx, recorder: &mut impl Recorder) {
        state.items[item.at()].amounts_known = true;
        self.scratch.done.push(item);
        recorder.note(Event::Done(item));
        let scenario = self.scenario;
        self.apply(state, &scenario.item(item).on_done, Cause::Item(item), recorder);
        for &dependent in &scenario.item(item).unlocks {
            self.scratch.queue.wake(state, dependent);
        }
    }

    /// Applies effects in file order.
    fn apply(&mut self, state: &mut State, effects: &[Effect], cause: Cause, recorder: &mut impl Recorder) {
        for effect in effects {
            match effect {
                Effect::Effort { items, factor } => self.each_open(state, items, |state, item| {
                    let here = &mut state.items[item.at()];
                    match &mut here.progress {
                        Progress::Started { remaining } => *remaining = finite(*remaining * factor),
                        _ => here.effort_factor = finite(here.effort_factor * factor),
                    }
                    recorder.note(Event::EffortChanged { item, factor: *factor });
                }),
                Effect::Value { items, factor } => self.each_open(state, items, |state, item| {
                    let here = &mut state.items[item.at()];
                    here.value_factor = finite(here.value_factor * factor);
                    recorder.note(Event::ValueChanged { item, factor: *factor });
                }),
                Effect::Velocity { factor, sprints } => {
                    let from = state.started + u32::from(matches!(cause, Cause::Item(_)));
                    let to = sprints.map_or(u32::MAX, |n| from.saturating_add(n - 1));
                    state.velocity.push(VelocityFactor { factor: *factor, from, to });
                    recorder.note(Event::VelocityChanged { factor: *factor, from, to });
                }
                Effect::Cost { slot } => {
                    let what = match cause {
                        Cause::Item(item) => Paid::ItemCost(item),
                        Cause::Risk(risk) => Paid::RiskCost(risk),
                        Cause::Escalation(who) => Paid::EscalationCost(who),
                    };
                    pay(state, -self.luck.cost[*slot], what, recorder);
                }
                Effect::Reveal { items } => self.each_open(state, items, |state, item| {
                    let here = &mut state.items[item.at()];
                    if !(here.effort_known && here.amounts_known) {
                        (here.effort_known, here.amounts_known) = (true, true);
                        let effort = match here.progress {
                            Progress::Started { remaining } => remaining,
                            _ => self.luck.effort[item.at()] * here.effort_factor,
                        };
                        recorder.note(Event::Revealed { item, effort });
                    }
                }),
                Effect::Prevent { risks } => {
                    for &risk in risks {
                        if state.risks[risk.at()] == RiskState::Open {
                            state.risks[risk.at()] = RiskState::Prevented;
                            recorder.note(Event::Prevented(risk));
                        }
                    }
                }
                Effect::Arrive { items } => {
                    for &item in items {
                        self.arrive(state, item, recorder);
                    }
                }
            }
        }
    }

    /// Does something with each named item that is not Done, in the order of the list.
    fn each_open(&self, state: &mut State, items: &Targets, mut visit: impl FnMut(&mut State, ItemIx)) {
        let mut visit = |item: ItemIx| {
            if state.item(item).done().is_none() {
                visit(state, item);
            }
        };
        match items {
            Targets::All => self.scenario.item_indexes().for_each(&mut visit),
            Targets::Some(named) => named.iter().copied().for_each(&mut visit),
        }
    }

    fn arrive(&mut self, state: &mut State, item: ItemIx, recorder: &mut impl Recorder) {
        if std::mem::replace(&mut state.items[item.at()].arrived, true) {
            return;
        }
        if self.scratch.queue.names(state, item) {
            self.scratch.queue.wake(state, item);
        } else {
            self.scratch.queue.appended(item, state.order.len());
            state.order.push(item);
        }
        recorder.note(Event::Arrived(item));
    }

    /// Step 5: what the Sprint pays, then trust.
    fn review(&mut self, state: &mut State, recorder: &mut impl Recorder) {
        let sprint = state.started;
        self.pay_recurring(state, recorder);
        self.pay_done(state, recorder);
        self.pay_fines(state, sprint, recorder);
        self.pay_bonuses(state, recorder);
        self.update_trust(state, recorder);
    }

    fn pay_recurring(&self, state: &mut State, recorder: &mut impl Recorder) {
        for index in 0..state.earning.len() {
            let Earning { item, benefit, amount } = state.earning[index];
            pay(state, amount, Paid::Benefit(item, benefit), recorder);
        }
    }

    /// Pays what items Done in this Sprint pay now, and lets their recurring benefits begin.
    fn pay_done(&self, state: &mut State, recorder: &mut impl Recorder) {
        let sprint = state.started;
        for &item in &self.scratch.done {
            let factor = state.item(item).value_factor;
            for (index, benefit) in self.scenario.item(item).benefits.iter().enumerate() {
                let amount = self.luck.amount[benefit.slot] * factor;
                let now = match benefit.when {
                    When::Recurring => {
                        state.earning.push(Earning { item, benefit: index, amount });
                        continue;
                    }
                    When::Once => amount,
                    When::By(deadline) if sprint <= deadline => amount,
                    When::HalfLife(half_life) => amount * (-f64::from(sprint - 1) / half_life).exp2(),
                    When::By(_) | When::FineAfter(_) => continue,
                };
                pay(state, now, Paid::Benefit(item, index), recorder);
            }
        }
    }

    fn pay_fines(&self, state: &mut State, sprint: u32, recorder: &mut impl Recorder) {
        for fine in &self.scenario.fines {
            let here = state.item(fine.item);
            let done_before = here.done().is_some_and(|done| done < sprint);
            if sprint > fine.after && here.arrived && !done_before {
                let slot = self.scenario.item(fine.item).benefits[fine.benefit].slot;
                let amount = -self.luck.amount[slot] * here.value_factor;
                pay(state, amount, Paid::Fine(fine.item, fine.benefit), recorder);
            }
        }
    }

    fn pay_bonuses(&self, state: &mut State, recorder: &mut impl Recorder) {
        if self.scratch.done.is_empty() {
            return;
        }
        for (index, goal) in self.scenario.goals.iter().enumerate() {
            let complete = || goal.items.iter().all(|&item| state.item(item).done().is_some());
            if state.goals[index].is_none() && complete() {
                state.goals[index] = Some(state.started);
                if state.started <= goal.by {
                    pay(state, self.luck.bonus[index], Paid::Bonus(GoalIx::new(index)), recorder);
                }
            }
        }
    }

    fn update_trust(&mut self, state: &mut State, recorder: &mut impl Recorder) {
        let served = &mut self.scratch.served;
        served.clear();
        served.resize(self.scenario.stakeholders.len(), false);
        for &item in &self.scratch.done {
            for benefit in &self.scenario.item(item).benefits {
                served[benefit.stakeholder.at()] |= benefit.amount.likely() > 0.0;
            }
        }
        for (index, who) in self.scenario.stakeholders.iter().enumerate() {
            let (ix, here) = (StakeholderIx::new(index), &mut state.stakeholders[index]);
            let before = here.trust;
            let mut escalates = false;
            if served[index] {
                here.waiting = 0;
                here.trust = (here.trust + TRUST_GAIN).min(1.0);
            } else {
                here.waiting += 1;
                if here.waiting > who.patience {
                    here.trust -= TRUST_LOSS;
                    if here.trust <= TINY {
                        here.trust = 0.0;
                        escalates = !std::mem::replace(&mut here.escalated, true);
                    }
                }
            }
            let (after, waiting) = (here.trust, here.waiting);
            recorder.note(Event::Trust { who: ix, served: served[index], before, after, waiting });
            if escalates {
                state.escalating.push(ix);
                recorder.note(Event::Escalates(ix));
            }
        }
    }

    /// Step 6.
    fn refine(&self, state: &mut State, talks: &[ItemIx], recorder: &mut impl Recorder) {
        let mut places = self.scenario.refined_per_sprint();
        let mut refine = |state: &mut State, item: ItemIx, talked| {
            let here = &mut state.items[item.at()];
            if places > 0 && here.can_be_refined() {
                places -= 1;
                (here.refined, here.effort_known) = (true, true);
                let effort = self.luck.effort[item.at()] * here.effort_factor;
                recorder.note(Event::Refined { item, effort, talked });
            }
            places > 0
        };
        let more = talks.iter().all(|&item| refine(state, item, true));
        if more && self.scenario.refined_per_sprint() > 0 {
            for position in 0..state.order.len() {
                if !refine(state, state.order[position], false) {
                    break;
                }
            }
        }
    }
}

fn pay(state: &mut State, amount: f64, what: Paid, recorder: &mut impl Recorder) {
    state.value += amount;
    recorder.note(Event::Paid { amount, what });
}

/// Plays a state to the end of the benefits on the order in force, and tells the running total after
/// each Sprint that ends on the way.
pub fn play_out(
    scenario: &Scenario,
    run: &mut Run<'_>,
    state: &mut State,
    mut total_after: impl FnMut(u32, f64),
) {
    while state.ended < scenario.sprints {
        if state.started == state.ended {
            run.start(state, &mut ());
        }
        run.finish(state, &[], &mut ());
        total_after(state.ended, state.value);
    }
    for sprint in scenario.sprints + 1..=scenario.benefit_sprints {
        run.run_on(state, sprint, &mut ());
        total_after(sprint, state.value);
    }
}
