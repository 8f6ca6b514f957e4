//! `toporder solve`.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::futures::FuturesArgs;
use super::progress::Watch;
use super::{Error, Outcome, Output};
use crate::order::solve::{Options, Solution, is_certain, solve};
use crate::report::Spread;
use crate::scenario::load::load;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Summary, forecast};
use crate::words;

/// Find the best order of a scenario, held to the end, and print what it gives.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A built-in scenario's name, or a file.
    scenario: PathBuf,
    /// How long to search at most; Ctrl-C ends the search earlier.
    #[arg(long, value_name = "S", default_value = "1", value_parser = parse_seconds, allow_negative_numbers = true)]
    seconds: f64,
    #[command(flatten)]
    futures: FuturesArgs,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let scenario = Arc::new(load(&self.scenario)?.scenario);
        let belief = Arc::new(Belief::initial(&scenario));
        let count = usize::try_from(self.futures.count).unwrap_or(usize::MAX);
        let source = self.futures.source();
        let options = Options { source, futures: count, seed: self.futures.seed };

        let watch = Watch::new();
        let solution = solve(&scenario, &belief, &options, &mut |progress| {
            if progress.value.is_finite() {
                let value = || words::amount(progress.value, &scenario.value_unit);
                watch.show(|| format!("{} so far. Ctrl-C takes the best so far.", value()));
            }
            !watch.is_stopped() && watch.elapsed().as_secs_f64() < self.seconds
        });
        let seconds = watch.elapsed().as_secs_f64();
        watch.clear();

        // Where there is no luck, one future tells all.
        let futures = if is_certain(&scenario, &belief) { 1 } else { self.futures.count };
        let value = forecast(&scenario, &belief, &solution.order, futures, source).value;
        let report = Report {
            order: solution.order.iter().map(|&item| scenario.item(item).id.as_str()).collect(),
            value: value.into(),
            proven: solution.is_proven,
            seconds,
        };
        if self.json {
            serde_json::to_writer_pretty(&mut *output.out, &report).map_err(std::io::Error::from)?;
            writeln!(output.out)?;
        } else {
            print(output, &scenario, &solution, &value, self.futures.count)?;
        }
        Ok(Outcome::Success)
    }
}

fn parse_seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is no number".to_owned())?;
    if seconds.is_finite() && seconds >= 0.0 { Ok(seconds) } else { Err("it must be at least 0".to_owned()) }
}

/// What is printed (model, section 5).
#[derive(Debug, Serialize)]
struct Report<'s> {
    order: Vec<&'s str>,
    value: Spread,
    proven: bool,
    seconds: f64,
}

fn print(
    output: &mut Output<'_>,
    scenario: &Scenario,
    solution: &Solution,
    value: &Summary,
    futures: u64,
) -> std::io::Result<()> {
    let amount = |figure| words::amount(figure, &scenario.value_unit);
    let out = &mut *output.out;
    let how = if solution.is_proven { "no order is better; this is proven" } else { "the best order found" };
    writeln!(out, "{}: {how}", scenario.title)?;
    writeln!(out)?;
    if value.p10 == value.p90 {
        writeln!(out, "Value      {}", amount(value.mean))?;
    } else {
        let futures = words::number(futures as f64);
        let (mean, stderr) = (amount(value.mean), amount(value.stderr));
        writeln!(out, "Value      {mean} on average over {futures} futures (± {stderr})")?;
        writeln!(
            out,
            "           {} in one of ten cases or less, {} in the middle, {} in one of ten or more",
            amount(value.p10),
            amount(value.p50),
            amount(value.p90)
        )?;
    }
    writeln!(out)?;
    let width = scenario.items.len().to_string().len().max(2);
    let title = |item: ItemIx| &scenario.item(item).title;
    for (place, &item) in (1..).zip(&solution.order) {
        writeln!(out, "  {place:>width$}  {}", title(item))?;
    }
    let mut left_out = scenario.item_indexes().filter(|item| !solution.order.contains(item)).peekable();
    if left_out.peek().is_some() {
        writeln!(out, "Not now:")?;
        for item in left_out {
            writeln!(out, "  {:>width$}  {}", "–", title(item))?;
        }
    }
    Ok(())
}
