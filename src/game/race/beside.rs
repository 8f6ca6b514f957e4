//! What many futures say about those who race, beside the one that they race on.

use std::sync::Arc;

use crate::order::arena::Stop;
use crate::order::par::Par;
use crate::order::player::{Arcade, Player};
use crate::order::solve::best_order;
use crate::scenario::Scenario;
use crate::sim::Belief;

/// Lets players meet so many futures of a scenario, and tells of each of them, by its place, what it made of every one:
/// V, value units. All meet the same futures. Who knows the future comes last, and does at least as well as the others.
/// `None` if it was to stop.
pub fn meet(
    scenario: &Arc<Scenario>,
    seed: u64,
    players: &[Player],
    futures: usize,
    mut tell: impl FnMut(usize, &[f64]),
    stop: &Stop<'_>,
) -> Option<()> {
    let (par, belief) = (Par::new(scenario), Arc::new(Belief::initial(scenario)));
    let best = match players.iter().any(|player| player.needs_best()) {
        true => best_order(scenario, &belief, seed, stop)?,
        false => Vec::new(),
    };
    let arcade = Arcade::new(scenario, &par, belief, seed, futures, &best);
    let mut places: Vec<usize> = (0..players.len()).collect();
    places.sort_by_key(|&place| players[place] == Player::Clairvoyant);
    let mut found: Vec<Vec<f64>> = Vec::new();
    for place in places {
        let so_far: Vec<&[f64]> = found.iter().map(|values| &values[..]).collect();
        let values = arcade.values(players[place], futures, &so_far, stop)?;
        tell(place, &values);
        found.push(values);
    }
    Some(())
}
