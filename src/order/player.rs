//! Players who order afresh in every Sprint, and how they do on common futures (model, section 4).

mod mind;

use std::sync::Arc;

use rayon::prelude::*;

use self::mind::{ByPar, ByRule, Idea, Looking};
pub use self::mind::{Mind, foresight};
use super::Policy;
use super::arena::Stop;
use super::par::{Par, Planner};
use super::rollout::{Choice, Rollout, ThenPar};
use super::solve::best_in;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Futures, Luck, Source};

/// Futures that one task runs; fixed, so that the number of threads cannot change a result.
const FUTURES_PER_TASK: usize = 4;

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
