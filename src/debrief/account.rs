//! What each item cost and paid, and which work was needless (model, section 4).
//!
//! The model says: the share of effort spent on items whose true pay-off by L is below their share of the
//! team's cost, or never Done. Where it is silent, this is decided here:
//!
//! - **Pay-off** is what being Done changed, up to L: the benefits paid, the fines spared after the Sprint
//!   in which it was Done, its own cost effects, and its share of the bonuses earned by goals that name it
//!   (by effort, so that the items of a goal are judged as one package). Fines paid before it was Done are
//!   no part of it: they speak against the order, not against the item.
//! - **Cost**: every unit of effort that the team could give (velocity × factors) costs the same, spent,
//!   lost to upkeep, or idle. An item bears the effort spent on it and the upkeep lost to it.
//! - Where the team costs nothing, only an item that pays less than nothing pays too little.
//! - **Help**: an item that pays too little is not needless if it worked through others: if something that
//!   was Done and not needless required it, became cheaper or worth more because of it, or was
//!   brought by it; or if it revealed something while there was still a Sprint to order, prevented a risk
//!   whose window was still open, or made the team faster in a Sprint that was played.
//! - In a game that is not over, benefits that are certain to come count, and whatever may still help is
//!   given the benefit of the doubt.

use super::scorecard::{reaches, share};
use crate::game::Game;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Event, Paid};

/// What one item cost and paid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Account {
    /// The item.
    pub item: ItemIx,
    /// Effort spent on it, effort units.
    pub effort: f64,
    /// Effort that later Sprints lost to its upkeep so far, effort units.
    pub upkeep: f64,
    /// What its being Done changed up to L, value units; 0 if it is not Done.
    pub payoff: f64,
    /// Its share of the team's cost, value units.
    pub cost: f64,
    /// What came of the work.
    pub verdict: Verdict,
}

/// What came of the work on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It paid at least its share of the team's cost.
    Paid,
    /// It helped something else to pay, or may still do so.
    Helped,
    /// It is not Done, and the game is not over.
    Open,
    /// It is Done, and paid less than its share of the team's cost.
    TooLittle,
    /// It was not Done when the game ended.
    NeverDone,
}

impl Verdict {
    /// Whether the work was needless.
    #[must_use]
    pub fn is_needless(self) -> bool {
        matches!(self, Self::TooLittle | Self::NeverDone)
    }
}

/// Work that should not have been done, in hindsight.
#[derive(Clone, Debug, PartialEq)]
pub struct Needless {
    /// Effort spent on needless items, effort units.
    pub effort: f64,
    /// Their share of all effort spent, 0 to 1; 0 where none was spent.
    pub share: f64,
    /// Every item that was worked on, the one with most effort first.
    pub accounts: Vec<Account>,
}

impl Needless {
    pub(super) fn of(game: &Game) -> Self {
        let books = Books::of(game);
        let verdicts = books.verdicts();
        let all = game.scenario().item_indexes().zip(verdicts);
        let mut accounts: Vec<Account> = all
            .filter(|&(item, _)| game.state().item(item).spent > 0.0)
            .map(|(item, verdict)| Account {
                item,
                effort: game.state().item(item).spent,
                upkeep: books.upkeep[item.at()],
                payoff: books.payoff[item.at()],
                cost: books.cost(item),
                verdict,
            })
            .collect();
        // A stable sort: items with the same effort stay in file order.
        accounts.sort_by(|a, b| b.effort.total_cmp(&a.effort));
        let needless = accounts.iter().filter(|account| account.verdict.is_needless());
        let effort: f64 = needless.map(|account| account.effort).sum();
        Self { effort, share: share(effort, game.state().effort.spent), accounts }
    }

    /// The needless items, the one with most effort first.
    pub fn items(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|account| account.verdict.is_needless())
    }
}

/// What the records say about each item, by index.
struct Books<'g> {
    game: &'g Game,
    scenario: &'g Scenario,
    payoff: Vec<f64>,
    upkeep: Vec<f64>,
    /// What a unit of effort costs, value units.
    unit_cost: f64,
    /// Whether an item helped by itself.
    helped: Vec<bool>,
    /// For each item those whose effects made it cheaper or worth more, or brought it.
    helpers: Vec<Vec<ItemIx>>,
}

impl<'g> Books<'g> {
    fn of(game: &'g Game) -> Self {
        let scenario = &**game.scenario();
        let n = scenario.items.len();
        let mut books = Self {
            game,
            scenario,
            payoff: vec![0.0; n],
            upkeep: vec![0.0; n],
            unit_cost: 0.0,
            helped: vec![false; n],
            helpers: vec![Vec::new(); n],
        };
        books.count_payments();
        books.count_what_is_certain();
        books.count_effort();
        books.find_help();
        books
    }

    fn cost(&self, item: ItemIx) -> f64 {
        (self.game.state().item(item).spent + self.upkeep[item.at()]) * self.unit_cost
    }

    /// Benefits, own costs and bonuses in the records.
    fn count_payments(&mut self) {
        for (amount, what) in self.game.records().iter().flat_map(|record| record.payments()) {
            match what {
                Paid::Benefit(item, _) | Paid::ItemCost(item) => self.payoff[item.at()] += amount,
                Paid::Bonus(goal) => {
                    let items = &self.scenario.goals[goal.at()].items;
                    let spent = |&item: &ItemIx| self.game.state().item(item).spent;
                    let all: f64 = items.iter().map(spent).sum();
                    for item in items {
                        self.payoff[item.at()] += amount * share(spent(item), all);
                    }
                }
                Paid::Fine(..) | Paid::RiskCost(_) | Paid::EscalationCost(_) => {}
            }
        }
    }

    /// The fines spared by what is Done, and recurring benefits that the records do not reach yet.
    fn count_what_is_certain(&mut self) {
        let end = self.scenario.benefit_sprints;
        let state = self.game.state();
        let recorded = self.game.records().last().map_or(0, |record| record.sprint);
        for earning in &state.earning {
            self.payoff[earning.item.at()] += earning.amount * f64::from(end - recorded);
        }
        let belief = self.game.belief();
        for fine in &self.scenario.fines {
            if let Some(done) = state.item(fine.item).done() {
                let spared = f64::from(end.saturating_sub(done.max(fine.after)));
                let amount = belief.amount(self.scenario, fine.item, fine.benefit).likely();
                self.payoff[fine.item.at()] += amount * spared;
            }
        }
    }

    /// Upkeep lost to each item, and what a unit of effort costs.
    fn count_effort(&mut self) {
        let mut gross = 0.0;
        // For each Sprint run, the part of the upkeep due that was lost: all of it, unless there was less
        // effort than upkeep. Summed up, so that an item needs two look-ups.
        let mut lost_by = vec![0.0];
        for event in self.game.records().iter().flat_map(|record| &record.events) {
            if let Event::Capacity { velocity, factor, upkeep, capacity } = *event {
                let full = velocity * factor;
                gross += full;
                let before = lost_by[lost_by.len() - 1];
                lost_by.push(before + share(full - capacity, upkeep));
            }
        }
        let played = lost_by.len() - 1;
        for item in self.scenario.item_indexes() {
            if let Some(done) = self.game.state().item(item).done() {
                let due = lost_by[played] - lost_by[done as usize];
                self.upkeep[item.at()] = self.scenario.item(item).upkeep * due;
            }
        }
        let team = self.scenario.team.cost_per_sprint * played as f64;
        self.unit_cost = share(team, gross);
    }

    /// Whom each item's effects reached. In a record they follow its Done at once.
    fn find_help(&mut self) {
        for record in self.game.records() {
            let mut cause = None;
            for event in &record.events {
                if let Event::Done(item) = *event {
                    cause = Some(item);
                } else if let (Some(helper), Some(help)) = (cause, self.help(record.sprint, event)) {
                    match help {
                        Help::None => {}
                        Help::Itself => self.helped[helper.at()] = true,
                        Help::Through(item) => self.helpers[item.at()].push(helper),
                    }
                } else {
                    cause = None;
                }
            }
        }
        self.doubt_for_open_goals();
    }

    /// How an effect of a Sprint helped; `None` if the event is no effect.
    fn help(&self, sprint: u32, event: &Event) -> Option<Help> {
        let last = self.scenario.sprints;
        let itself = |helps: bool| if helps { Help::Itself } else { Help::None };
        let through = |helps: bool, item| if helps { Help::Through(item) } else { Help::None };
        Some(match *event {
            Event::EffortChanged { item, factor } => through(factor < 1.0, item),
            Event::ValueChanged { item, factor } => through(factor > 1.0, item),
            Event::Arrived(item) => Help::Through(item),
            Event::Revealed { .. } => itself(sprint < last),
            Event::Prevented(risk) => itself(self.scenario.risks[risk.at()].to > sprint),
            Event::VelocityChanged { factor, from, .. } => itself(factor > 1.0 && from <= last),
            Event::Paid { what: Paid::ItemCost(_), .. } => Help::None,
            _ => return None,
        })
    }

    /// A goal that can still be reached may still pay for its items; when the game is over there is none.
    fn doubt_for_open_goals(&mut self) {
        let state = self.game.state();
        for (goal, reached) in self.scenario.goals.iter().zip(&state.goals) {
            if reached.is_none() && goal.by > state.ended {
                goal.items.iter().for_each(|item| self.helped[item.at()] = true);
            }
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts: Vec<Verdict> =
            self.scenario.item_indexes().map(|item| self.verdict_alone(item)).collect();
        // What is of use justifies what it needed: a walk from there down.
        let mut justified: Vec<ItemIx> =
            self.scenario.item_indexes().filter(|item| !verdicts[item.at()].is_needless()).collect();
        while let Some(item) = justified.pop() {
            for &helper in self.scenario.item(item).requires.iter().chain(&self.helpers[item.at()]) {
                let verdict = &mut verdicts[helper.at()];
                if *verdict == Verdict::TooLittle {
                    *verdict = Verdict::Helped;
                    justified.push(helper);
                }
            }
        }
        verdicts
    }

    /// The verdict on an item without what others made of it.
    fn verdict_alone(&self, item: ItemIx) -> Verdict {
        let payoff = self.payoff[item.at()];
        match self.game.state().item(item).done() {
            None if self.game.is_over() => Verdict::NeverDone,
            None => Verdict::Open,
            Some(_) if reaches(payoff, self.cost(item)) => Verdict::Paid,
            Some(_) if self.helped[item.at()] => Verdict::Helped,
            Some(_) => Verdict::TooLittle,
        }
    }
}

/// How an effect helped.
enum Help {
    None,
    Itself,
    Through(ItemIx),
}
