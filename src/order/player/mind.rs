//! What players think before a Sprint, and one of them at a game.

use std::sync::PoisonError;

use rand::RngExt;

use super::super::Policy;
use super::super::arena::Stop;
use super::super::lookahead::{Idea, Lookahead, Occasion};
use super::super::outlook::Outlook;
use super::super::par::{Par, Planner, Reach};
use super::super::rollout::{Choice, Decide};
use super::super::solve::best_in;
use super::{Arcade, HINDSIGHT_TRIES, Player};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::luck::Drawing;
use crate::sim::{Belief, Known, Luck, Source};

/// A player at one game, who is asked Sprint by Sprint; it decides as on the ladder.
#[derive(Debug)]
pub struct Mind<'p> {
    scenario: &'p Scenario,
    player: Player,
    seed: u64,
    future: usize,
    /// The order that is meant to be held, of those who do that.
    plan: Vec<ItemIx>,
    /// Before the first Sprint.
    first: Belief,
    planner: Planner<'p>,
    lookahead: Lookahead<'p>,
}

impl<'p> Mind<'p> {
    /// A player in the future of this number that grows from a seed. `plan` is the best fixed order, of those who
    /// [need it](Player::needs_best), and what [`Player::Clairvoyant`] holds: one that was made by [`foresight`].
    #[must_use]
    pub fn new(
        scenario: &'p Scenario,
        par: &'p Par<'p>,
        player: Player,
        seed: u64,
        future: usize,
        plan: Vec<ItemIx>,
    ) -> Self {
        let (planner, lookahead) = (Planner::new(par), Lookahead::new(scenario, par));
        let first = Belief::initial(scenario);
        Self { scenario, player, seed, future, plan, first, planner, lookahead }
    }

    /// The decision for the Sprint that is being ordered, from what is known. Its order may name items that have not
    /// arrived: that is where they are to be worked on when they do. `None` if it was to stop.
    #[must_use]
    pub fn choice(&mut self, belief: &Belief, stop: &Stop<'_>) -> Option<Choice> {
        let Self { scenario, seed, future, planner, .. } = self;
        let (state, mut order) = (belief.state(), belief.state().order.clone());
        match self.player {
            Player::Rule(Policy::Best) | Player::Clairvoyant => {
                if state.started == 1 {
                    order.clone_from(&self.plan);
                }
            }
            Player::Rule(Policy::Par) => {
                ByPar { planner }.decide(belief.known(), &mut order);
            }
            Player::Rule(policy) => {
                ByRule { scenario, policy, seed: *seed, future: *future }.decide(belief.known(), &mut order);
            }
            Player::Lookahead => {
                let occasion = Occasion::of(scenario, self.first.state(), state, (*seed, *future));
                let Idea { choice, is_held } = self.lookahead.decide(belief, occasion, &self.plan, stop)?;
                if is_held {
                    self.plan.clone_from(&choice.order);
                }
                return Some(choice);
            }
        }
        Some(Choice::of(order))
    }
}

/// The best order that is found for the future with this luck by somebody who knows it, to be held from a belief on.
#[must_use]
pub fn foresight(scenario: &Scenario, belief: &Belief, luck: &Luck, start: &[ItemIx]) -> Vec<ItemIx> {
    best_in(scenario, belief, luck, start, HINDSIGHT_TRIES, 0).1
}

pub(super) struct ByPar<'c, 'p> {
    pub(super) planner: &'c mut Planner<'p>,
}

impl Decide for ByPar<'_, '_> {
    fn decide(&mut self, known: Known<'_>, order: &mut Vec<ItemIx>) -> &[ItemIx] {
        self.planner.order(known, Reach::Sprint, order);
        &[]
    }
}

pub(super) struct ByRule<'s> {
    pub(super) scenario: &'s Scenario,
    pub(super) policy: Policy,
    pub(super) seed: u64,
    pub(super) future: usize,
}

impl Decide for ByRule<'_> {
    fn decide(&mut self, known: Known<'_>, order: &mut Vec<ItemIx>) -> &[ItemIx] {
        *order = if self.policy == Policy::Random {
            let source = Source::imagined(self.seed, self.future as u64, known.state().started);
            let mut generator = source.generator(0, Drawing::Order, 0);
            let outlook = Outlook::new(self.scenario, known);
            let rank: Vec<u64> = outlook.each(|_| generator.random());
            outlook.by_rank(&rank)
        } else {
            self.policy.rank(self.scenario, known, 0)
        };
        &[]
    }
}

pub(super) struct Looking<'c, 'p> {
    pub(super) arcade: &'c Arcade<'p>,
    pub(super) lookahead: &'c mut Lookahead<'p>,
    pub(super) future: usize,
    /// The future that is played, of which only what is known is looked at.
    pub(super) luck: &'c Luck,
    /// The order that was last meant to be held.
    pub(super) plan: Vec<ItemIx>,
    pub(super) talks: Vec<ItemIx>,
    pub(super) stop: &'c Stop<'c>,
    pub(super) is_stopped: bool,
}

impl Looking<'_, '_> {
    /// What is best in this Sprint. `None` if it was to stop.
    fn look(&mut self, known: Known<'_>) -> Option<Idea> {
        let Self { arcade, future, stop, .. } = *self;
        let scenario = &**arcade.scenario;
        let belief = Belief::of(scenario, known.state(), self.luck);
        let first = arcade.futures.belief().state();
        let occasion = Occasion::of(scenario, first, known.state(), (arcade.seed, future));
        if !occasion.is_opening {
            return self.lookahead.decide(&belief, occasion, &self.plan, stop);
        }
        // Other threads need it, too, so they wait rather than think as well.
        let mut opening = arcade.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if opening.is_none() {
            *opening = self.lookahead.decide(&belief, occasion, &self.plan, stop);
        }
        opening.clone()
    }
}

impl Decide for Looking<'_, '_> {
    fn decide(&mut self, known: Known<'_>, order: &mut Vec<ItemIx>) -> &[ItemIx] {
        let Some(Idea { choice, is_held }) = self.look(known) else {
            self.is_stopped = true;
            return &[];
        };
        if is_held {
            self.plan.clone_from(&choice.order);
        }
        (*order, self.talks) = (choice.order, choice.talks);
        &self.talks
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scenario::{builtin, load};
    use crate::sim::Futures;
    use crate::sim::sprint::Run;

    #[test]
    fn a_player_at_a_game_decides_as_on_the_ladder() {
        let builtin = builtin::find("the-library-of-things").unwrap();
        let scenario = Arc::new(load::load_text(builtin.slug, builtin.text).unwrap().scenario);
        let (par, belief, seed) = (Par::new(&scenario), Arc::new(Belief::initial(&scenario)), 7);
        let best = Policy::Loudest.order(&scenario, &belief, seed);
        let arcade = Arcade::new(&scenario, &par, Arc::clone(&belief), seed, 3, &best);
        let futures = Futures::draw(Arc::clone(&scenario), Arc::clone(&belief), Source::ladder(seed), 3);
        let mut luck = Luck::default();
        for player in Player::ALL.into_iter().filter(|player| *player != Player::Clairvoyant) {
            let expected = arcade.values(player, 3, &[], &|| false).unwrap();
            for (future, expected) in expected.into_iter().enumerate() {
                futures.luck(future, &mut luck);
                let mut mind = Mind::new(&scenario, &par, player, seed, future, best.clone());
                let (mut state, mut run) = (belief.state().clone(), Run::new(&scenario, &luck));
                while state.ended < scenario.sprints {
                    if state.started == state.ended {
                        run.start(&mut state, &mut ());
                    }
                    let belief = Belief::of(&scenario, &state, &luck);
                    let choice = mind.choice(&belief, &|| false).unwrap();
                    state.order = choice.order;
                    run.finish(&mut state, &choice.talks, &mut ());
                }
                for sprint in scenario.sprints + 1..=scenario.benefit_sprints {
                    run.run_on(&mut state, sprint, &mut ());
                }
                assert_eq!(state.value, expected, "{} in future {future}", player.name());
            }
        }
    }
}
