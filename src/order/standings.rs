//! Players on the same futures, and who is ahead of whom.
//!
//! They are compared in pairs on the futures that both met, so the luck that they share drops out, and listed by
//! what they make beside the one with the highest mean of those who met all futures. From the top down, each is
//! tied with the first of the group above if the difference between the two is inside its noise (at most twice
//! its standard error), and else begins a group of its own. Those who are tied have the same rank.

use super::Estimate;
use super::player::Player;
use crate::sim::Summary;

/// What a player made of each future.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Who.
    pub player: Player,
    /// V, value units; of a slow player in the first of the futures only.
    pub values: Vec<f64>,
}

/// Where somebody came in.
#[derive(Debug)]
pub struct Place<'r> {
    /// Who, and what they made.
    pub run: &'r Run,
    /// From 1; those who are tied share one.
    pub rank: usize,
    /// Whether somebody else has the same rank.
    pub is_tied: bool,
    /// V in the futures that they met, value units.
    pub value: Summary,
    /// How much more the first one makes of the futures that both met, value units.
    pub behind: Estimate,
}

/// Everybody in order, with ties.
#[must_use]
pub fn places(runs: &[Run]) -> Vec<Place<'_>> {
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
    use crate::order::Policy;

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
