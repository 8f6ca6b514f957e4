//! A comparison as people and spreadsheets read it.

use std::io::{self, Write};

use serde::Serialize;

use super::chart::{self, Bar};
use super::race::Race;
use crate::cli::Output;
use crate::debrief::told;
use crate::order::standings::Place;
use crate::scenario::Scenario;
use crate::words;

/// Prints the table, at a terminal a chart, and who is who.
pub(super) fn print(
    output: &mut Output<'_>,
    scenario: &Scenario,
    race: &Race,
    places: &[Place<'_>],
) -> io::Result<()> {
    let columns = output.look.columns();
    let out = &mut *output.out;
    let futures = words::number(race.futures as f64);
    writeln!(out, "{}: {futures} futures, seed {}", scenario.title, race.seed)?;
    if !race.is_complete {
        writeln!(out, "Ended early: only those who were through are listed.")?;
    }
    if places.is_empty() {
        return writeln!(out, "Nobody was.");
    }
    writeln!(out)?;
    rows(out, scenario, places)?;
    writeln!(out)?;
    if let Some(columns) = columns {
        let bars: Vec<Bar<'_>> = places.iter().map(bar).collect();
        write!(out, "{}", chart::chart(&bars, &scenario.value_unit, columns))?;
        writeln!(out)?;
    }
    notes(out, race, places)?;
    let width = name_width(places);
    for place in places {
        let player = place.run.player;
        writeln!(out, "  {:width$}  {}", player.name(), told::player_meaning(player))?;
    }
    Ok(())
}

fn bar<'p>(place: &Place<'p>) -> Bar<'p> {
    let value = place.value;
    Bar { name: place.run.player.name(), low: value.p10, mean: value.mean, high: value.p90 }
}

fn name_width(places: &[Place<'_>]) -> usize {
    places.iter().map(|place| place.run.player.name().len()).max().unwrap_or(0)
}

/// A line for each player below a header. What is in one column is aligned.
fn rows(out: &mut dyn Write, scenario: &Scenario, places: &[Place<'_>]) -> io::Result<()> {
    let header = ["", "", "average", "", "behind", "P10", "P50", "P90", "futures"].map(str::to_owned);
    let mut lines = vec![header];
    for place in places {
        let value = place.value;
        lines.push([
            format!("{}{}", place.rank, if place.is_tied { "=" } else { " " }),
            place.run.player.name().to_owned(),
            words::number(value.mean),
            format!("± {}", words::number(value.stderr)),
            words::number(place.behind.mean),
            words::number(value.p10),
            words::number(value.p50),
            words::number(value.p90),
            words::number(place.run.values.len() as f64),
        ]);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..9).map(width).collect();
    writeln!(out, "Value in {}:", scenario.value_unit)?;
    for line in &lines {
        let mut text = String::new();
        for (column, (cell, &width)) in line.iter().zip(&widths).enumerate() {
            let gap = if column == 3 { " " } else { "  " };
            // Names begin in one column, figures end in one.
            let cell = if column == 1 { format!("{cell:<width$}") } else { format!("{cell:>width$}") };
            text.push_str(gap);
            text.push_str(&cell);
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// How the table is to be read.
fn notes(out: &mut dyn Write, race: &Race, places: &[Place<'_>]) -> io::Result<()> {
    let slow: Vec<String> = places
        .iter()
        .filter(|place| place.run.player.is_slow() && place.run.values.len() < race.futures)
        .map(|place| place.run.player.name().to_owned())
        .collect();
    if places.iter().any(|place| place.is_tied) {
        writeln!(out, "= are tied: the difference between them is inside the noise.")?;
    }
    writeln!(out, "± is the standard error of the average; “behind” is the average distance to the first,")?;
    writeln!(out, "on the futures that both met. One in ten futures is below P10, half of them are below")?;
    writeln!(out, "P50, and one in ten is above P90.")?;
    if let Some(met) =
        places.iter().filter(|place| place.run.player.is_slow()).map(|p| p.run.values.len()).max()
        && !slow.is_empty()
    {
        let met = words::number(met as f64);
        writeln!(out, "Thinking takes time: {} met the first {met} futures only.", words::list(&slow))?;
    }
    writeln!(out)
}

/// A line of comma-separated values.
#[derive(Serialize)]
struct Line<'s> {
    scenario: &'s str,
    seed: u64,
    rank: usize,
    tied: bool,
    name: &'s str,
    meaning: &'s str,
    futures: usize,
    value_unit: &'s str,
    mean: f64,
    stderr: f64,
    p10: f64,
    p50: f64,
    p90: f64,
    behind_mean: f64,
    behind_stderr: f64,
}

/// Writes a header and a line for each player.
pub(super) fn write_csv(
    out: &mut dyn Write,
    scenario: &Scenario,
    race: &Race,
    places: &[Place<'_>],
) -> io::Result<()> {
    // Into memory first: the writer's own errors do not tell a closed pipe from others.
    let mut writer = csv::Writer::from_writer(Vec::new());
    for place in places {
        writer.serialize(Line {
            scenario: &scenario.title,
            seed: race.seed,
            rank: place.rank,
            tied: place.is_tied,
            name: place.run.player.name(),
            meaning: told::player_meaning(place.run.player),
            futures: place.run.values.len(),
            value_unit: &scenario.value_unit,
            mean: place.value.mean,
            stderr: place.value.stderr,
            p10: place.value.p10,
            p50: place.value.p50,
            p90: place.value.p90,
            behind_mean: place.behind.mean,
            behind_stderr: place.behind.stderr,
        })?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    out.write_all(&bytes)
}
