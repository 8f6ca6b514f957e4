//! What happens in many futures, added up by what it was for.

use crate::order::Choice;
use crate::order::arena::Arena;
use crate::scenario::{ItemIx, RiskIx, Scenario, StakeholderIx, When};
use crate::sim::{Event, Paid, Recorder};

/// Means over futures: of what was paid, in value units, and of effort.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Benefits without a date, by item.
    pub(super) benefits: Vec<f64>,
    /// Benefits with a date, and fines, by item.
    pub(super) dated: Vec<f64>,
    /// Bonuses, by goal.
    pub(super) bonuses: Vec<f64>,
    /// Costs of risks, and how often they struck, by risk.
    pub(super) risks: Vec<(f64, f64)>,
    /// Costs of escalations, and how often there was one, by stakeholder.
    pub(super) escalations: Vec<(f64, f64)>,
    /// Sum of the Sprints in which each item was Done, never being one after the last.
    pub(super) done: Vec<f64>,
    /// Effort lost to rework, by item.
    pub(super) rework: Vec<f64>,
    /// Effort lost to upkeep.
    pub(super) upkeep: f64,
    /// Effort spent.
    pub(super) worked: f64,
    /// Everything that was paid.
    pub(super) paid: f64,
}

/// Someone who adds up what they hear.
struct Listener<'s> {
    scenario: &'s Scenario,
    tally: Tally,
    sprint: u32,
}

impl Tally {
    fn new(scenario: &Scenario) -> Self {
        let items = scenario.items.len();
        Self {
            benefits: vec![0.0; items],
            dated: vec![0.0; items],
            bonuses: vec![0.0; scenario.goals.len()],
            risks: vec![(0.0, 0.0); scenario.risks.len()],
            escalations: vec![(0.0, 0.0); scenario.stakeholders.len()],
            done: vec![0.0; items],
            rework: vec![0.0; items],
            upkeep: 0.0,
            worked: 0.0,
            paid: 0.0,
        }
    }

    /// What happens after a decision, on the first futures of an arena, on average.
    pub(super) fn of(scenario: &Scenario, arena: &mut Arena<'_>, choice: &Choice, futures: usize) -> Self {
        let first = arena.belief().state().started;
        let mut listener = Listener { scenario, tally: Self::new(scenario), sprint: first };
        for future in 0..futures {
            listener.sprint = first;
            arena.listen(choice, future, &mut listener);
        }
        let mut tally = listener.tally;
        let n = futures.max(1) as f64;
        let plain =
            [&mut tally.benefits, &mut tally.dated, &mut tally.bonuses, &mut tally.done, &mut tally.rework];
        plain.into_iter().flatten().for_each(|sum| *sum /= n);
        for (cost, count) in tally.risks.iter_mut().chain(&mut tally.escalations) {
            (*cost, *count) = (*cost / n, *count / n);
        }
        for sum in [&mut tally.upkeep, &mut tally.worked, &mut tally.paid] {
            *sum /= n;
        }
        tally
    }

    /// What a unit of effort brings, value units; at least 0.
    pub(super) fn price(&self) -> f64 {
        if self.worked > 0.0 { (self.paid / self.worked).max(0.0) } else { 0.0 }
    }

    /// How many Sprints earlier an item is Done, summed over the futures in which it is Done in either; what
    /// is never Done counts as Done one Sprint after the last.
    pub(super) fn sooner(&self, than: &Self, item: ItemIx) -> f64 {
        self.done[item.at()] - than.done[item.at()]
    }

    fn pay(&mut self, scenario: &Scenario, amount: f64, what: Paid) {
        self.paid += amount;
        match what {
            Paid::Benefit(item, benefit) => {
                let is_dated = matches!(scenario.item(item).benefits[benefit].when, When::By(_));
                let list = if is_dated { &mut self.dated } else { &mut self.benefits };
                list[item.at()] += amount;
            }
            Paid::Fine(item, _) => self.dated[item.at()] += amount,
            Paid::Bonus(goal) => self.bonuses[goal.at()] += amount,
            Paid::ItemCost(item) => self.benefits[item.at()] += amount,
            Paid::RiskCost(risk) => self.risks[risk.at()].0 += amount,
            Paid::EscalationCost(who) => self.escalations[who.at()].0 += amount,
        }
    }
}

impl Recorder for Listener<'_> {
    fn note(&mut self, event: Event) {
        let tally = &mut self.tally;
        match event {
            Event::Paid { amount, what } => tally.pay(self.scenario, amount, what),
            // How many Sprints of the game are left when it is Done, so that never is 0.
            Event::Done(item) => {
                tally.done[item.at()] += f64::from(self.scenario.sprints + 1 - self.sprint);
            }
            Event::Started { item, rework, .. } => {
                tally.rework[item.at()] += rework.unwrap_or_default();
            }
            Event::Worked { effort, .. } => tally.worked += effort,
            Event::Capacity { upkeep, .. } => tally.upkeep += upkeep,
            Event::Struck(risk) => tally.strikes(risk),
            Event::Escalates(who) => tally.escalates(who),
            // A Review ends the work of its Sprint; stakeholders are noted in file order.
            Event::Trust { who, .. } if who.at() == 0 => self.sprint += 1,
            _ => {}
        }
    }
}

impl Tally {
    fn strikes(&mut self, risk: RiskIx) {
        self.risks[risk.at()].1 += 1.0;
    }

    fn escalates(&mut self, who: StakeholderIx) {
        self.escalations[who.at()].1 += 1.0;
    }
}
