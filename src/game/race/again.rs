//! A game that was played before, decided again on the luck of a race.
//!
//! On the luck that it met then, it is the same game. On other luck, its orders are held as far as they go: in each
//! Sprint the order of that Sprint is taken. What was Done by then in the game and is not here comes first, in the
//! order in which it was Done there; what is Done here is passed over; what has arrived here only stands at the end.
//! Conversations are had where something can be learned from them. A game that is not over goes on with its last order.

use super::super::{Decision, Game, Plan};
use crate::order::Choice;
use crate::scenario::ItemIx;

/// Somebody who decides as they did before.
#[derive(Debug)]
pub struct Again<'g> {
    before: &'g Game,
}

impl<'g> Again<'g> {
    /// As in this game.
    #[must_use]
    pub fn new(before: &'g Game) -> Self {
        Self { before }
    }

    /// What is decided in the Sprint that is being ordered.
    #[must_use]
    pub fn choice(&mut self, now: &Game) -> Choice {
        let sprint = now.sprint();
        let decision = self.before.decisions().iter().find(|decision| decision.sprint == sprint);
        match decision {
            Some(Decision { plan, talks, .. }) => self.on(now, plan, talks),
            // What was being ordered when the game was left.
            None if sprint == self.before.sprint() && !self.before.is_over() => {
                self.on(now, self.before.plan(), self.before.talks())
            }
            None => Choice::of(now.state().order.clone()),
        }
    }

    fn on(&self, now: &Game, plan: &Plan, talks: &[ItemIx]) -> Choice {
        let state = now.state();
        let is_open = |item: &ItemIx| state.item(*item).arrived && state.item(*item).done().is_none();
        let earlier = self.before.records().iter().take_while(|record| record.sprint < now.sprint());
        let late = earlier.flat_map(|record| record.done());
        let mut order: Vec<ItemIx> = late.chain(plan.order.iter().copied()).filter(is_open).collect();
        let mut has_place = vec![false; now.scenario().items.len()];
        order.iter().chain(&plan.aside).for_each(|item| has_place[item.at()] = true);
        order.extend(now.scenario().item_indexes().filter(is_open).filter(|item| !has_place[item.at()]));
        let can_learn = |item: &&ItemIx| state.item(**item).can_be_refined();
        Choice { order, talks: talks.iter().filter(can_learn).copied().collect() }
    }
}
