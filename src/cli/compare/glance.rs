//! A quick look at how much the order matters.

use std::sync::Arc;

use super::race::Race;
use crate::cli::progress::Watch;
use crate::cli::{Error, Output};
use crate::order::player::Player;
use crate::order::{Estimate, Policy};
use crate::scenario::Scenario;
use crate::words;

/// Futures that are looked at: enough to tell what matters, and over at once.
const FUTURES: usize = 200;
const SEED: u64 = 1;

/// Prints what a few players make of a scenario, and what that says about it; nothing if it was stopped.
pub(in crate::cli) fn glance(
    scenario: &Arc<Scenario>,
    watch: &Watch,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let players = [Policy::Best, Policy::Par, Policy::Given, Policy::Random].map(Player::Rule);
    let race = Race::run(scenario, &players, FUTURES, SEED, watch);
    watch.clear();
    let [best, _, _, random] = &race.runs[..] else { return Ok(()) };
    let (unit, out) = (&scenario.value_unit, &mut *output.out);
    let values = race
        .runs
        .iter()
        .map(|run| format!("{} {}", run.player.name(), words::amount(Estimate::of(&run.values).mean, unit)));
    let values: Vec<String> = values.collect();
    writeln!(out, "In {FUTURES} futures, on average: {}.", values.join(" · "))?;
    let gain = Estimate::of_difference(&best.values, &random.values);
    if gain.is_clear() && gain.mean > 0.0 {
        let gain = words::amount(gain.mean, unit);
        writeln!(out, "The order matters: the best plan makes {gain} more than orders drawn by lot.")?;
    } else {
        writeln!(out, "The order hardly matters: the best plan makes no more than orders drawn by lot.")?;
    }
    Ok(())
}
