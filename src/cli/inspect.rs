//! `toporder inspect`.

mod answer;
mod text;

use std::path::PathBuf;
use std::sync::Arc;

use self::answer::Answer;
use super::progress::Watch;
use super::{Error, Outcome, Output};
use crate::inspect::{Depth, Inspection, Inspector};
use crate::scenario::Scenario;
use crate::scenario::load::load;
use crate::words;

/// Where the luck grows from, unless it is said.
const SEED: u64 = 1;
/// What `--quick` looks at.
const QUICK: Depth = Depth { futures: 240, slow_futures: 30, placement_futures: 240 };

/// Tell how a scenario behaves, for who writes one: is there skill in it beside luck, does one simple rule win, do
/// adapting, talking and trying pay, which items matter, how long does it take to read.
///
/// Players with different habits meet the same futures, as in `compare`. Ctrl-C ends it with what is there so far.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A built-in scenario's name, or a file.
    scenario: PathBuf,
    /// How many futures. Who thinks long meets an eighth of them, but at least 20.
    #[arg(long, value_name = "N", default_value_t = 1_200, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    futures: u64,
    /// Where the luck grows from: the same seed gives the same futures.
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    /// Look less closely: much sooner there, with more noise.
    #[arg(long, conflicts_with = "futures")]
    quick: bool,
    /// Print everything as one JSON object.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let scenario = Arc::new(load(&self.scenario)?.scenario);
        let futures = usize::try_from(self.futures).unwrap_or(usize::MAX);
        let depth = if self.quick { QUICK } else { Depth::of(futures) };
        let inspection = inspect(&scenario, self.seed, depth, &Watch::new());
        if self.json {
            let answer = Answer::of(&scenario, &inspection);
            serde_json::to_writer_pretty(&mut *output.out, &answer).map_err(std::io::Error::from)?;
            writeln!(output.out)?;
        } else {
            text::print(output, &scenario, &inspection)?;
        }
        Ok(Outcome::Success)
    }
}

/// Looks at a scenario less closely, and prints in a few lines what is found; nothing if it was stopped.
pub(super) fn quick_look(
    scenario: &Arc<Scenario>,
    watch: &Watch,
    output: &mut Output<'_>,
) -> std::io::Result<()> {
    let inspection = inspect(scenario, SEED, QUICK, watch);
    if watch.is_stopped() { Ok(()) } else { text::print_short(output, scenario, &inspection) }
}

/// Inspects while somebody watches.
fn inspect(scenario: &Arc<Scenario>, seed: u64, depth: Depth, watch: &Watch) -> Inspection {
    let mut inspector = Inspector::new(Arc::clone(scenario), seed, depth);
    loop {
        let share = words::percent(inspector.share_done());
        let stop = || {
            watch.show(|| format!("inspecting, {share} done. Ctrl-C ends it here."));
            watch.is_stopped()
        };
        if !inspector.step(&stop) || watch.is_stopped() {
            break;
        }
    }
    watch.clear();
    inspector.into_inspection()
}
