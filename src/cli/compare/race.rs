//! Players meet the futures of a scenario.

use std::sync::Arc;

use crate::cli::progress::Watch;
use crate::order::par::Par;
use crate::order::player::{Arcade, Player};
use crate::order::solve::best_order;
use crate::order::standings::Run;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::Belief;
use crate::words;

/// The part of the futures that slow players meet: one in so many.
const SLOW_PART: usize = 8;
/// They meet at least so many, if there are.
const SLOW_LEAST: usize = 100;

/// Everybody who is through.
#[derive(Debug)]
pub(super) struct Race {
    pub(super) seed: u64,
    /// Futures that those meet who decide quickly.
    pub(super) futures: usize,
    /// Whether everybody is through who was to take part.
    pub(super) is_complete: bool,
    pub(super) runs: Vec<Run>,
}

impl Race {
    /// Lets players meet the futures of a scenario, one after the other.
    pub(super) fn run(
        scenario: &Arc<Scenario>,
        players: &[Player],
        futures: usize,
        seed: u64,
        watch: &Watch,
    ) -> Self {
        let par = Par::new(scenario);
        let belief = Arc::new(Belief::initial(scenario));
        let arcade = |best: &[ItemIx]| Arcade::new(scenario, &par, Arc::clone(&belief), seed, futures, best);
        let mut here = arcade(&[]);
        let mut has_best = false;
        let mut race = Self { seed, futures, is_complete: true, runs: Vec::new() };
        for (place, &player) in players.iter().enumerate() {
            let met =
                if player.is_slow() { futures.min((futures / SLOW_PART).max(SLOW_LEAST)) } else { futures };
            // The search takes a while, so those who do without go first.
            if player.needs_best() && !std::mem::replace(&mut has_best, true) {
                watch.show_at_once(|| "looking for the best plan".to_owned());
                let Some(best) = best_order(scenario, &belief, seed, &|| watch.is_stopped()) else {
                    race.is_complete = false;
                    break;
                };
                here = arcade(&best);
            }
            let so_far: Vec<&[f64]> = race.runs.iter().map(|run| &run.values[..]).collect();
            let stop = || {
                watch.show(|| progress(player, (place + 1, players.len()), (here.begun(), met)));
                watch.is_stopped()
            };
            match here.values(player, met, &so_far, &stop) {
                Some(values) => race.runs.push(Run { player, values }),
                None => {
                    race.is_complete = false;
                    break;
                }
            }
        }
        race
    }
}

fn progress(player: Player, place: (usize, usize), futures: (usize, usize)) -> String {
    let number = |n: usize| words::number(n as f64);
    let (place, players) = place;
    let (done, all) = futures;
    let name = player.name();
    format!(
        "{name} ({place} of {players}): {} of {} futures. Ctrl-C ends it here.",
        number(done.min(all)),
        number(all)
    )
}
