//! `toporder compare`.

mod chart;
mod race;
mod table;

use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use self::race::Race;
use super::progress::Watch;
use super::{Error, Outcome, Output};
use crate::debrief::told;
use crate::order::player::Player;
use crate::order::standings::{Place, places};
use crate::report::Spread;
use crate::scenario::Scenario;
use crate::scenario::load::load;

/// Let players with different habits order the same scenario, and compare what they make of it.
///
/// Everybody meets the same futures and orders afresh in every Sprint, except `best`, who holds one plan.
/// `lookahead` and `clairvoyant` think long, so they meet an eighth of the futures, but at least 100 if there
/// are so many. Ctrl-C ends it with those who are through.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A built-in scenario's name, or a file.
    scenario: PathBuf,
    /// Who takes part; can be given again for one more. Without it: everybody.
    #[arg(long = "policy", value_name = "NAME", value_parser = players())]
    policies: Vec<Player>,
    /// How many futures.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    futures: u64,
    /// Where the luck grows from: the same seed gives the same futures.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Print comma-separated values, one line a player, below a header.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let scenario = Arc::new(load(&self.scenario)?.scenario);
        let wanted = |player: &Player| self.policies.is_empty() || self.policies.contains(player);
        let players: Vec<Player> = Player::ALL.into_iter().filter(wanted).collect();
        let futures = usize::try_from(self.futures).unwrap_or(usize::MAX);
        let watch = Watch::new();
        let race = Race::run(&scenario, &players, futures, self.seed, &watch);
        watch.clear();
        let places = places(&race.runs);
        if self.csv {
            table::write_csv(&mut *output.out, &scenario, &race, &places)?;
        } else if self.json {
            let report = Report::of(&scenario, &race, &places);
            serde_json::to_writer_pretty(&mut *output.out, &report).map_err(std::io::Error::from)?;
            writeln!(output.out)?;
        } else {
            table::print(output, &scenario, &race, &places)?;
        }
        Ok(Outcome::Success)
    }
}

/// Reads the name of a player.
pub(super) fn players() -> impl TypedValueParser<Value = Player> {
    let possible = |player: Player| PossibleValue::new(player.name()).help(told::player_meaning(player));
    PossibleValuesParser::new(Player::ALL.map(possible)).try_map(|name| {
        Player::ALL.into_iter().find(|player| player.name() == name).ok_or("there is no such player")
    })
}

/// What is printed as JSON.
#[derive(Debug, Serialize)]
struct Report<'s> {
    scenario: &'s str,
    seed: u64,
    futures: usize,
    complete: bool,
    players: Vec<PlayerReport>,
}

/// A player as it is printed. `behind` is how much less than the first one on the futures that both met.
#[derive(Debug, Serialize)]
struct PlayerReport {
    rank: usize,
    tied: bool,
    name: &'static str,
    meaning: &'static str,
    futures: usize,
    value: Spread,
    behind: Difference,
}

#[derive(Debug, Serialize)]
struct Difference {
    mean: f64,
    stderr: f64,
}

impl<'s> Report<'s> {
    fn of(scenario: &'s Scenario, race: &Race, places: &[Place<'_>]) -> Self {
        let player = |place: &Place<'_>| PlayerReport {
            rank: place.rank,
            tied: place.is_tied,
            name: place.run.player.name(),
            meaning: told::player_meaning(place.run.player),
            futures: place.run.values.len(),
            value: place.value.into(),
            behind: Difference { mean: place.behind.mean, stderr: place.behind.stderr },
        };
        Self {
            scenario: &scenario.title,
            seed: race.seed,
            futures: race.futures,
            complete: race.is_complete,
            players: places.iter().map(player).collect(),
        }
    }
}
