//! What players think before a Sprint, and one of them at a game.

use rand::RngExt;

use super::super::Policy;
use super::super::estimate::Estimate;
use super::super::moves::package;
use super::super::outlook::Outlook;
use super::super::par::{Par, Planner, Reach};
use super::super::rollout::{Choice, Decide, Rollout, ThenPar};
use super::super::solve::best_in;
use super::HINDSIGHT_TRIES;
use super::Player;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::luck::Drawing;
use crate::sim::{Belief, Known, Luck, Sampler, Source, State};

/// Futures that a looking player imagines for each of its ideas …
const IMAGINED: usize = 8;
/// … and more of them for the idea that it likes best.
const CONFIRMED: usize = 16;
/// Packages that a looking player thinks of putting first.
const IDEAS: usize = 6;

/// A player at one game, who is asked Sprint by Sprint; it decides as on the ladder.
#[derive(Debug)]
pub struct Mind<'p> {
    scenario: &'p Scenario,
    player: Player,
    seed: u64,
    future: usize,
    /// The order that is made at the start and held, of those who do that.
    plan: Vec<ItemIx>,
    planner: Planner<'p>,
    idea: Idea<'p>,
}

impl<'p> Mind<'p> {
    /// A player in the future of this number that grows from a seed. `plan` is what [`Policy::Best`] and
    /// [`Player::Clairvoyant`] hold: the best fixed order, and one that was made by [`foresight`].
    #[must_use]
    pub fn new(
        scenario: &'p Scenario,
        par: &'p Par<'p>,
        player: Player,
        seed: u64,
        future: usize,
        plan: Vec<ItemIx>,
    ) -> Self {
        let (planner, idea) = (Planner::new(par), Idea::new(scenario));
        Self { scenario, player, seed, future, plan, planner, idea }
    }

    /// The order for the Sprint that is being ordered, from what is known. It may name items that have not arrived:
    /// that is where they are to be worked on when they do.
    #[must_use]
    pub fn order(&mut self, belief: &Belief) -> Vec<ItemIx> {
        let Self { scenario, seed, future, planner, idea, .. } = self;
        let mut order = belief.state().order.clone();
        match self.player {
            Player::Rule(Policy::Best) | Player::Clairvoyant => {
                if belief.state().started == 1 {
                    order.clone_from(&self.plan);
                }
            }
            Player::Rule(Policy::Par) => {
                ByPar { planner }.decide(belief.known(), &mut order);
            }
            Player::Rule(policy) => {
                ByRule { scenario, policy, seed: *seed, future: *future }.decide(belief.known(), &mut order);
            }
            Player::Lookahead => idea.decide(belief, (*seed, *future), planner, &mut order),
        }
        order
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

pub(super) struct Looking<'c, 'p, 'l> {
    pub(super) planner: &'c mut Planner<'p>,
    pub(super) idea: &'c mut Idea<'p>,
    pub(super) seed: u64,
    pub(super) future: usize,
    /// The future that is played, of which only what is known is looked at.
    pub(super) luck: &'l Luck,
}

impl Decide for Looking<'_, '_, '_> {
    fn decide(&mut self, known: Known<'_>, order: &mut Vec<ItemIx>) -> &[ItemIx] {
        let belief = Belief::of(self.idea.scenario, known.state(), self.luck);
        self.idea.decide(&belief, (self.seed, self.future), self.planner, order);
        &[]
    }
}

/// What a looking player imagines.
#[derive(Debug)]
pub(super) struct Idea<'p> {
    scenario: &'p Scenario,
    sampler: Sampler,
    rollout: Rollout,
    lucks: Vec<Luck>,
}

impl<'p> Idea<'p> {
    pub(super) fn new(scenario: &'p Scenario) -> Self {
        let lucks = vec![Luck::default(); IMAGINED + CONFIRMED];
        Self { scenario, sampler: Sampler::new(scenario), rollout: Rollout::new(scenario), lucks }
    }

    /// The order of somebody who looks a Sprint ahead: Par's, or a better one.
    fn decide(
        &mut self,
        belief: &Belief,
        (seed, future): (u64, usize),
        planner: &mut Planner<'p>,
        order: &mut Vec<ItemIx>,
    ) {
        planner.order(belief.known(), Reach::Sprint, order);
        let source = Source::imagined(seed, future as u64, belief.state().started);
        if let Some(better) = self.better_than(belief, source, planner, order) {
            *order = better;
        }
    }

    fn better_than(
        &mut self,
        belief: &Belief,
        source: Source,
        planner: &mut Planner<'p>,
        order: &[ItemIx],
    ) -> Option<Vec<ItemIx>> {
        let sampler = self.sampler.under(self.scenario, belief);
        for (future, luck) in self.lucks.iter_mut().enumerate() {
            sampler.redraw(source, future as u64, luck);
        }
        let state = belief.state();
        let par = Choice::of(order.to_vec());
        let known = self.values(state, planner, &par, 0..IMAGINED);
        let mean = |values: &[f64]| values.iter().sum::<f64>();
        let mut best: Option<(f64, Choice)> = None;
        for idea in ideas(self.scenario, state, order) {
            let found = mean(&self.values(state, planner, &idea, 0..IMAGINED));
            if found > best.as_ref().map_or(mean(&known), |(value, _)| *value) {
                best = Some((found, idea));
            }
        }
        let (_, idea) = best?;
        let futures = IMAGINED..IMAGINED + CONFIRMED;
        let one = self.values(state, planner, &idea, futures.clone());
        let gain = Estimate::of_difference(&one, &self.values(state, planner, &par, futures));
        (gain.mean > gain.stderr).then_some(idea.order)
    }

    fn values(
        &mut self,
        first: &State,
        planner: &mut Planner<'p>,
        choice: &Choice,
        futures: std::ops::Range<usize>,
    ) -> Vec<f64> {
        let Self { scenario, rollout, lucks, .. } = self;
        let value = |luck: &Luck| {
            let mut then_par = ThenPar { choice, through: first.started, is_made: false, planner };
            rollout.play(scenario, luck, first, &mut then_par, &mut ())
        };
        lucks[futures].iter().map(value).collect()
    }
}

/// What could be done in place of an order: not its first package, or one of the next first.
fn ideas(scenario: &Scenario, state: &State, order: &[ItemIx]) -> Vec<Choice> {
    let mut ideas = Vec::new();
    let can_start = |item: &&ItemIx| state.workable(scenario, **item);
    if let Some(&first) = order.iter().find(can_start) {
        ideas.push(Choice::of(order.iter().copied().filter(|&item| item != first).collect()));
    }
    for &item in order.iter().skip(1) {
        if ideas.len() > IDEAS {
            break;
        }
        let package = package(scenario, state, item);
        if package.iter().all(|&needed| state.item(needed).arrived) && !order.starts_with(&package) {
            let rest = order.iter().copied().filter(|item| !package.contains(item));
            ideas.push(Choice::of(package.iter().copied().chain(rest).collect()));
        }
    }
    ideas
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Arcade;
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
                    state.order = mind.order(&Belief::of(&scenario, &state, &luck));
                    run.finish(&mut state, &[], &mut ());
                }
                for sprint in scenario.sprints + 1..=scenario.benefit_sprints {
                    run.run_on(&mut state, sprint, &mut ());
                }
                assert_eq!(state.value, expected, "{} in future {future}", player.name());
            }
        }
    }
}
