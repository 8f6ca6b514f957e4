//! Players who order afresh in every Sprint, and how they do on common futures (model, section 4).

mod mind;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use self::mind::{ByPar, ByRule, Looking};
pub use self::mind::{Mind, foresight};
use super::Policy;
use super::arena::Stop;
use super::lookahead::{Idea, Lookahead};
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
    /// Plays in each Sprint the order, and has the conversations, with the best worth that a search finds in
    /// imagined futures: among others Par's order and what remains of the best fixed order, and changes to them.
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

    /// Whether they begin with the best fixed order.
    #[must_use]
    pub fn needs_best(self) -> bool {
        matches!(self, Self::Rule(Policy::Best) | Self::Lookahead | Self::Clairvoyant)
    }

    /// Whether they think long, so that they are given fewer futures.
    #[must_use]
    pub fn is_slow(self) -> bool {
        matches!(self, Self::Lookahead | Self::Clairvoyant)
    }

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
    /// What [`Player::Lookahead`] decides before the first Sprint, once somebody asked.
    opening: Mutex<Option<Idea>>,
    /// Futures that the player at play has begun.
    begun: AtomicUsize,
}

impl<'p> Arcade<'p> {
    /// So many futures from a belief; `best` is the best fixed order, for those who [need it](Player::needs_best).
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
        let best = Choice::of(best.to_vec());
        Self { scenario, par, futures, seed, best, opening: Mutex::default(), begun: AtomicUsize::new(0) }
    }

    /// What a player makes of each of the first futures: V, value units. `so_far` are the same futures played
    /// by others, of which [`Player::Clairvoyant`] takes the best. `stop` is asked all the time; `None` if it was
    /// to stop.
    #[must_use]
    pub fn values(
        &self,
        player: Player,
        futures: usize,
        so_far: &[&[f64]],
        stop: &Stop<'_>,
    ) -> Option<Vec<f64>> {
        self.begun.store(0, Ordering::Relaxed);
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
                        self.begun.fetch_add(1, Ordering::Relaxed);
                        let future = task * FUTURES_PER_TASK + place;
                        let known = so_far.iter().filter_map(|values| values.get(future)).copied();
                        let most = known.fold(f64::NEG_INFINITY, f64::max);
                        let Some(value) = seat.value(player, future, most, stop) else { return false };
                        *cell = value;
                    }
                    true
                },
            )
            .reduce(|| true, |a, b| a && b);
        is_done.then_some(values)
    }

    /// What [`Player::Lookahead`] decided before the first Sprint, if it has played.
    #[must_use]
    pub fn opening(&self) -> Option<Choice> {
        let opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        opening.as_ref().map(|idea| idea.choice.clone())
    }

    /// How many futures the player at play has begun.
    #[must_use]
    pub fn begun(&self) -> usize {
        self.begun.load(Ordering::Relaxed)
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
    lookahead: Lookahead<'p>,
}

impl<'a, 'p> Seat<'a, 'p> {
    fn new(arcade: &'a Arcade<'p>) -> Self {
        Self {
            arcade,
            rollout: Rollout::new(arcade.scenario),
            planner: Planner::new(arcade.par),
            luck: Luck::default(),
            lookahead: Lookahead::new(arcade.scenario, arcade.par),
        }
    }

    /// V of a player in a future, value units. `None` if it was to stop.
    fn value(&mut self, player: Player, future: usize, most: f64, stop: &Stop<'_>) -> Option<f64> {
        let Self { arcade, rollout, planner, luck, lookahead } = self;
        let scenario = &**arcade.scenario;
        arcade.futures.luck(future, luck);
        let first = arcade.futures.belief().state();
        Some(match player {
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
                let (plan, talks) = (arcade.best.order.clone(), Vec::new());
                let mut looking =
                    Looking { arcade, lookahead, future, luck, plan, talks, stop, is_stopped: false };
                let value = rollout.play(scenario, luck, first, &mut looking, &mut ());
                return (!looking.is_stopped).then_some(value);
            }
            Player::Clairvoyant => {
                let start = &arcade.best.order;
                best_in(scenario, arcade.futures.belief(), luck, start, TRIES, future as u64).0.max(most)
            }
        })
    }
}
