//! Players on the same futures, and who is ahead of whom.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cli::progress::Watch;
use crate::order::par::Par;
use crate::order::player::{Arcade, Player};
use crate::order::solve::best_order;
use crate::order::{Estimate, Policy};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Summary};
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

/// What a player made of each future.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) player: Player,
    /// V, value units; of a slow player in the first of the futures only.
    pub(super) values: Vec<f64>,
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
                if is_slow(player) { futures.min((futures / SLOW_PART).max(SLOW_LEAST)) } else { futures };
            // The search takes a while, so those who do without go first.
            if needs_best(player) && !std::mem::replace(&mut has_best, true) {
                watch.show_at_once(|| "looking for the best plan".to_owned());
                let Some(best) = best_order(scenario, &belief, seed, &|| watch.is_stopped()) else {
                    race.is_complete = false;
                    break;
                };
                here = arcade(&best);
            }
            let so_far: Vec<&[f64]> = race.runs.iter().map(|run| &run.values[..]).collect();
            let begun = AtomicUsize::new(0);
            let stop = || {
                let done = begun.fetch_add(1, Ordering::Relaxed);
                watch.show(|| progress(player, (place + 1, players.len()), (done, met)));
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

/// Who needs the best fixed order.
fn needs_best(player: Player) -> bool {
    matches!(player, Player::Rule(Policy::Best) | Player::Clairvoyant)
}

/// Who thinks long.
pub(super) fn is_slow(player: Player) -> bool {
    matches!(player, Player::Lookahead | Player::Clairvoyant)
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

/// Where somebody came in.
#[derive(Debug)]
pub(super) struct Place<'r> {
    pub(super) run: &'r Run,
    /// From 1; those who are tied share one.
    pub(super) rank: usize,
    /// Whether somebody else has the same rank.
    pub(super) is_tied: bool,
    pub(super) value: Summary,
    /// How much more the first one makes of the futures that both met, value units.
    pub(super) behind: Estimate,
}

/// Everybody in order, with ties.
pub(super) fn places(runs: &[Run]) -> Vec<Place<'_>> {
    let most = runs.iter().map(|run| run.values.len()).max().unwrap_or(0);
    let mean = |run: &Run| Estimate::of(&run.values).mean;
    let full = runs.iter().filter(|run| run.values.len() == most);
    let Some(reference) = full.max_by(|a, b| mean(a).total_cmp(&mean(b))) else { return Vec::new() };
    let beside = |run: &Run| Estimate::of_difference(&run.values, &reference.values).mean;
    let mut keyed: Vec<(f64, &Run)> = runs.iter().map(|run| (beside(run), run)).collect();
    // A stable sort: equals stay in the order in which the model names them.
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0));

    let mut places: Vec<Place<'_>> = Vec::with_capacity(keyed.len());
    let mut leader = 0;
    for (index, &(_, run)) in keyed.iter().enumerate() {
        let is_tied = index > 0 && !Estimate::of_difference(&keyed[leader].1.values, &run.values).is_clear();
        if is_tied {
            places[leader].is_tied = true;
        } else {
            leader = index;
        }
        let behind = Estimate::of_difference(&keyed[0].1.values, &run.values);
        let value = Summary::of(&mut run.values.clone());
        places.push(Place { run, rank: leader + 1, is_tied, value, behind });
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(player: Player, values: &[f64]) -> Run {
        Run { player, values: values.to_vec() }
    }

    fn ranks(runs: &[Run]) -> Vec<(&'static str, usize, bool)> {
        places(runs).iter().map(|place| (place.run.player.name(), place.rank, place.is_tied)).collect()
    }

    #[test]
    fn what_is_inside_the_noise_is_tied() {
        let [given, value, par] = [Policy::Given, Policy::Value, Policy::Par].map(Player::Rule);
        let runs = [
            run(given, &[1.0, 2.0, 3.0, 4.0]),
            // Better by 5 everywhere, and once by 6 …
            run(value, &[6.0, 7.0, 8.0, 10.0]),
            // … now better than that, now worse.
            run(par, &[8.0, 5.5, 9.0, 9.0]),
        ];
        assert_eq!(ranks(&runs), [("par", 1, true), ("value", 1, true), ("given", 3, false)]);
    }

    #[test]
    fn equals_are_tied_and_a_certain_difference_is_none() {
        let [given, value, par] = [Policy::Given, Policy::Value, Policy::Par].map(Player::Rule);
        let runs = [run(given, &[5.0]), run(value, &[5.0]), run(par, &[4.0])];
        assert_eq!(ranks(&runs), [("given", 1, true), ("value", 1, true), ("par", 3, false)]);
        assert!(ranks(&[]).is_empty());
    }

    #[test]
    fn a_slow_player_is_compared_on_the_futures_it_met() {
        let [given, par] = [Policy::Given, Policy::Par].map(Player::Rule);
        // The first futures are poor ones: the mean of the slow player is lower, and yet it is ahead.
        let runs = [
            run(given, &[1.0, 2.0, 10.0, 12.0]),
            run(par, &[2.0, 3.5, 11.0, 13.0]),
            run(Player::Lookahead, &[5.0, 6.4]),
        ];
        assert_eq!(ranks(&runs), [("lookahead", 1, false), ("par", 2, false), ("given", 3, false)]);
    }
}
