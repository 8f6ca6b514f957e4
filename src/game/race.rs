//! A race: several games of one scenario on the same future, to be looked at side by side.
//!
//! Everybody is a [`Game`] that is played to its end, Sprint by Sprint: a policy decides as on the ladder, and a game
//! that was played before decides as its journal tells ([`again`]). What many futures say about the policies, beside the
//! one that is raced on, is in [`beside`].

pub mod again;
pub mod beside;

use std::sync::Arc;

use self::again::Again;
use super::Game;
use crate::order::arena::Stop;
use crate::order::par::Par;
use crate::order::player::{Mind, Player, foresight};
use crate::order::solve::best_order;
use crate::order::{Choice, Policy};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Luck, Sampler, Source};

/// The fewest who can race.
pub const LEAST: usize = 2;
/// The most who can race: as many as can be told apart side by side.
pub const MOST: usize = 4;

/// Who is to take part.
#[derive(Clone, Debug)]
pub enum Entrant {
    /// Somebody of the ladder.
    Policy(Player),
    /// Somebody who has played before: their name, and their game.
    Team(String, Box<Game>),
}

/// Several games on the same future.
#[derive(Clone, Debug)]
pub struct Race {
    scenario: Arc<Scenario>,
    seed: u64,
    /// In the order in which they were named.
    pub contestants: Vec<Contestant>,
}

/// Somebody who takes part.
#[derive(Clone, Debug)]
pub struct Contestant {
    /// Who.
    pub who: Who,
    /// Their game on the race's future, which is over; a decision for every Sprint.
    pub game: Game,
    /// The running total of value after each Sprint that counts, value units.
    pub totals: Vec<f64>,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody of the ladder.
    Policy(Player),
    /// Somebody who has played before.
    Team {
        /// Their name.
        name: String,
        /// The seed of the luck that they met.
        seed: u64,
        /// How many Sprints they have run; the rest is run on their last order.
        played: u32,
    },
}

impl Race {
    /// Lets everybody play the future that a game with this seed has. `tell` hears who is playing, from 0, and the
    /// Sprint. `None` if it was to stop.
    #[must_use]
    pub fn run(
        scenario: &Arc<Scenario>,
        seed: u64,
        entrants: &[Entrant],
        tell: &dyn Fn(usize, u32),
        stop: &Stop<'_>,
    ) -> Option<Self> {
        let best = best(scenario, seed, entrants, stop)?;
        let track =
            Track { scenario, par: &Par::new(scenario), seed, luck: luck(scenario, seed, entrants), best };
        let is_last = |entrant: &Entrant| matches!(entrant, Entrant::Policy(Player::Clairvoyant));
        let mut games: Vec<Option<Game>> = vec![None; entrants.len()];
        // Who knows the future does at least as well as the others, so the others go first.
        for knows in [false, true] {
            let others: Vec<Game> = games.iter().flatten().cloned().collect();
            for (place, entrant) in
                entrants.iter().enumerate().filter(|(_, entrant)| is_last(entrant) == knows)
            {
                let tell = |sprint| tell(place, sprint);
                games[place] = Some(track.play(entrant, &others, &tell, stop)?);
            }
        }
        let who = |entrant: &Entrant| match entrant {
            Entrant::Policy(player) => Who::Policy(*player),
            Entrant::Team(name, game) => {
                Who::Team { name: name.clone(), seed: game.seed(), played: game.state().ended }
            }
        };
        let contestants = entrants.iter().zip(games.into_iter().flatten());
        let contestants = contestants
            .map(|(entrant, game)| Contestant { who: who(entrant), totals: game.running_totals(), game })
            .collect();
        Some(Self { scenario: Arc::clone(scenario), seed, contestants })
    }

    /// What is played.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The seed of the luck that everybody meets.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

/// The best fixed order, if somebody needs it.
fn best(scenario: &Arc<Scenario>, seed: u64, entrants: &[Entrant], stop: &Stop<'_>) -> Option<Vec<ItemIx>> {
    let needs_it = |entrant: &Entrant| matches!(entrant, Entrant::Policy(player) if player.needs_best());
    if !entrants.iter().any(needs_it) {
        return Some(Vec::new());
    }
    let belief = Game::new(Arc::clone(scenario), seed).belief();
    best_order(scenario, &Arc::new(belief), seed, stop)
}

/// The luck of the future: with what a trainer let strike in a game that met it.
fn luck(scenario: &Arc<Scenario>, seed: u64, entrants: &[Entrant]) -> Luck {
    let met = entrants.iter().find_map(|entrant| match entrant {
        Entrant::Team(_, game) if game.seed() == seed => Some(game.luck.clone()),
        _ => None,
    });
    met.unwrap_or_else(|| Sampler::new(scenario).draw(Source::play(seed), 0))
}

/// What everybody meets.
struct Track<'p> {
    scenario: &'p Arc<Scenario>,
    par: &'p Par<'p>,
    seed: u64,
    luck: Luck,
    /// The best fixed order.
    best: Vec<ItemIx>,
}

impl Track<'_> {
    /// The game of somebody; `others` are those of the rest.
    fn play(&self, entrant: &Entrant, others: &[Game], tell: &dyn Fn(u32), stop: &Stop<'_>) -> Option<Game> {
        match entrant {
            Entrant::Team(_, game) => {
                let mut again = Again::new(game);
                self.run(tell, stop, |now| Some(again.choice(now)))
            }
            Entrant::Policy(Player::Clairvoyant) => {
                let start = Game::new(Arc::clone(self.scenario), self.seed);
                let plan = foresight(self.scenario, &start.belief(), &self.luck, &self.best);
                let held = self.mind(Player::Clairvoyant, plan, tell, stop)?;
                let by_par = self.mind(Player::Rule(Policy::Par), Vec::new(), tell, stop)?;
                let more = |a: &Game, b: &Game| a.state().value.total_cmp(&b.state().value);
                [held, by_par].into_iter().chain(others.iter().cloned()).max_by(more)
            }
            Entrant::Policy(player) => self.mind(*player, self.best.clone(), tell, stop),
        }
    }

    fn mind(&self, player: Player, plan: Vec<ItemIx>, tell: &dyn Fn(u32), stop: &Stop<'_>) -> Option<Game> {
        let mut mind = Mind::new(self.scenario, self.par, player, self.seed, 0, plan);
        self.run(tell, stop, |now| mind.choice(&now.belief(), stop))
    }

    fn run(
        &self,
        tell: &dyn Fn(u32),
        stop: &Stop<'_>,
        mut choose: impl FnMut(&Game) -> Option<Choice>,
    ) -> Option<Game> {
        let mut game = Game::new(Arc::clone(self.scenario), self.seed);
        game.luck.clone_from(&self.luck);
        while !game.is_over() {
            tell(game.sprint());
            if stop() {
                return None;
            }
            let choice = choose(&game)?;
            game.run_on(choice);
        }
        Some(game)
    }
}
