//! Players who order afresh in every Sprint, and how they do on common futures (model, section 4).

use std::sync::Arc;

use rand::RngExt;
use rayon::prelude::*;

use super::Policy;
use super::arena::Stop;
use super::estimate::Estimate;
use super::moves::package;
use super::outlook::Outlook;
use super::par::{Par, Planner, Reach};
use super::rollout::{Choice, Decide, Rollout, ThenPar};
use super::solve::best_in;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::luck::Drawing;
use crate::sim::{Belief, Futures, Known, Luck, Sampler, Source, State};

/// Futures that one task runs; fixed, so that the number of threads cannot change a result.
const FUTURES_PER_TASK: usize = 4;

/// Futures that a looking player imagines for each of its ideas …
const IMAGINED: usize = 8;
/// … and more of them for the idea that it likes best.
const CONFIRMED: usize = 16;
/// Packages that a looking player thinks of putting first.
const IDEAS: usize = 6;

/// Orders that a clairvoyant tries in a future of the ladder …
const TRIES: u64 = 6_000;
/// … and in the one that was played.
const HINDSIGHT_TRIES: u64 = 20_000;

/// Someone who orders a Product Backlog, from the least to the most that can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Player {
    /// A rule, applied afresh in every Sprint to what is then known: a random order, too, is another one in
    /// every Sprint. [`Policy::Best`] alone is one order, made at the start and held.
    Rule(Policy),
    /// Plays in each Sprint the order with the best worth that a small search finds.
    ///
    /// It thinks of Par's order, of that order without its first package, and of each of the next six
    /// packages put first; compares them on eight imagined futures, with Par after this Sprint; and leaves
    /// Par's order only for one that gains more than a standard error on 16 others.
    Lookahead,
    /// Knows the future. A bound from below on what could be had: the best of what everybody else on the
    /// ladder made of that future, and of a search for an order to hold in it.
    Clairvoyant,
}

impl Player {
    /// Everybody, as the model names them.
    pub const ALL: [Self; 11] = [
        Self::Rule(Policy::Random),
        Self::Rule(Policy::Given),
        Self::Rule(Policy::Loudest),
        Self::Rule(Policy::Value),
        Self::Rule(Policy::Smallest),
        Self::Rule(Policy::Cd3),
        Self::Rule(Policy::Deadline),
        Self::Rule(Policy::Best),
        Self::Rule(Policy::Par),
        Self::Lookahead,
        Self::Clairvoyant,
    ];

    /// Its name, one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule(policy) => policy.name(),
            Self::Lookahead => "lookahead",
            Self::Clairvoyant => "clairvoyant",
        }
    }
}

/// Futures of a belief on which players are compared.
#[derive(Debug)]
pub struct Arcade<'p> {
    scenario: &'p Arc<Scenario>,
    par: &'p Par<'p>,
    futures: Futures,
    seed: u64,
    /// The best fixed order.
    best: Choice,
}

impl<'p> Arcade<'p> {
    /// So many futures from a belief; `best` is the best fixed order, for those who need it.
    #[must_use]
    pub fn new(
        scenario: &'p Arc<Scenario>,
        par: &'p Par<'p>,
        belief: Arc<Belief>,
        seed: u64,
        futures: usize,
        best: &[ItemIx],
    ) -> Self {
        let futures = Futures::draw(Arc::clone(scenario), belief, Source::ladder(seed), futures);
        Self { scenario, par, futures, seed, best: Choice::of(best.to_vec()) }
    }

    /// What a player makes of each of the first futures: V, value units. `so_far` are the same futures played
    /// by others, of which [`Player::Clairvoyant`] takes the best. `None` if it was to stop.
    #[must_use]
    pub fn values(
        &self,
        player: Player,
        futures: usize,
        so_far: &[&[f64]],
        stop: &Stop<'_>,
    ) -> Option<Vec<f64>> {
        let mut values = vec![0.0; futures.min(self.futures.len())];
        let is_done = values
            .par_chunks_mut(FUTURES_PER_TASK)
            .enumerate()
            .map_init(
                || Seat::new(self),
                |seat, (task, cells)| {
                    for (place, cell) in cells.iter_mut().enumerate() {
                        if stop() {
                            return false;
                        }
                        let future = task * FUTURES_PER_TASK + place;
                        let known = so_far.iter().filter_map(|values| values.get(future)).copied();
                        *cell = seat.value(player, future, known.fold(f64::NEG_INFINITY, f64::max));
                    }
                    true
                },
            )
            .reduce(|| true, |a, b| a && b);
        is_done.then_some(values)
    }
}

/// The largest V found for the future with this luck, value units: what could have been had from a state on
/// by somebody who knew it. `starts` are orders to begin with. A bound from below. `None` if it was to stop.
pub fn hindsight(
    scenario: &Scenario,
    par: &Par<'_>,
    luck: &Luck,
    belief: &Belief,
    starts: &[Vec<ItemIx>],
    stop: &Stop<'_>,
) -> Option<f64> {
    let (mut rollout, mut planner) = (Rollout::new(scenario), Planner::new(par));
    let tries = HINDSIGHT_TRIES / starts.len().max(1) as u64;
    let mut by_par = ByPar { planner: &mut planner };
    let mut most = rollout.play(scenario, luck, belief.state(), &mut by_par, &mut ());
    for (start, seed) in starts.iter().zip(0..) {
        if stop() {
            return None;
        }
        most = best_in(scenario, belief, luck, start, tries, seed).0.max(most);
    }
    Some(most)
}

/// A thread's memory for playing futures.
struct Seat<'a, 'p> {
    arcade: &'a Arcade<'p>,
    rollout: Rollout,
    planner: Planner<'p>,
    luck: Luck,
    idea: Idea<'p>,
}

impl<'a, 'p> Seat<'a, 'p> {
    fn new(arcade: &'a Arcade<'p>) -> Self {
        Self {
            arcade,
            rollout: Rollout::new(arcade.scenario),
            planner: Planner::new(arcade.par),
            luck: Luck::default(),
            idea: Idea::new(arcade.scenario),
        }
    }

    fn value(&mut self, player: Player, future: usize, most: f64) -> f64 {
        let Self { arcade, rollout, planner, luck, idea } = self;
        let scenario = &**arcade.scenario;
        arcade.futures.luck(future, luck);
        let first = arcade.futures.belief().state();
        match player {
            Player::Rule(Policy::Par) => rollout.play(scenario, luck, first, &mut ByPar { planner }, &mut ()),
            Player::Rule(Policy::Best) => {
                let choice = &arcade.best;
                let mut held = ThenPar { choice, through: u32::MAX, is_made: false, planner };
                rollout.play(scenario, luck, first, &mut held, &mut ())
            }
            Player::Rule(policy) => {
                let mut by_rule = ByRule { scenario, policy, seed: arcade.seed, future };
                rollout.play(scenario, luck, first, &mut by_rule, &mut ())
            }
            Player::Lookahead => {
                let mut looking = Looking { planner, idea, seed: arcade.seed, future, luck };
                rollout.play(scenario, luck, first, &mut looking, &mut ())
            }
            Player::Clairvoyant => {
                let start = &arcade.best.order;
                best_in(scenario, arcade.futures.belief(), luck, start, TRIES, future as u64).0.max(most)
            }
        }
    }
}

struct ByPar<'c, 'p> {
    planner: &'c mut Planner<'p>,
}

impl Decide for ByPar<'_, '_> {
    fn decide(&mut self, known: Known<'_>, order: &mut Vec<ItemIx>) -> &[ItemIx] {
        self.planner.order(known, Reach::Sprint, order);
        &[]
    }
}

struct ByRule<'s> {
    scenario: &'s Scenario,
    policy: Policy,
    seed: u64,
    future: usize,
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

struct Looking<'c, 'p, 'l> {
    planner: &'c mut Planner<'p>,
    idea: &'c mut Idea<'p>,
    seed: u64,
    future: usize,
    /// The future that is played, of which only what is known is looked at.
    luck: &'l Luck,
}

impl Decide for Looking<'_, '_, '_> {
    fn decide(&mut self, known: Known<'_>, order: &mut Vec<ItemIx>) -> &[ItemIx] {
        self.planner.order(known, Reach::Sprint, order);
        let source = Source::imagined(self.seed, self.future as u64, known.state().started);
        let belief = Belief::of(self.idea.scenario, known.state(), self.luck);
        if let Some(better) = self.idea.better_than(&belief, source, self.planner, order) {
            *order = better;
        }
        &[]
    }
}

/// What a looking player imagines.
struct Idea<'p> {
    scenario: &'p Scenario,
    sampler: Sampler,
    rollout: Rollout,
    lucks: Vec<Luck>,
}

impl<'p> Idea<'p> {
    fn new(scenario: &'p Scenario) -> Self {
        let lucks = vec![Luck::default(); IMAGINED + CONFIRMED];
        Self { scenario, sampler: Sampler::new(scenario), rollout: Rollout::new(scenario), lucks }
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
