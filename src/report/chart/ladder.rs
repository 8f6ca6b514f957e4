//! Players on the ladder, each with the spread of what they make of it, and where the played value stands.

use super::axis::Axis;
use super::sheet::{Ink, Side};
use super::{Chart, Shown, WIDTH};
use crate::debrief::analysis::{Ladder, Rung};
use crate::debrief::told::player_title;
use crate::words;

const ROW: i32 = 26;
const TOP: i32 = 30;
const NAMES: i32 = 190;
const PLOT: (i32, i32) = (202, WIDTH as i32 - 30);
/// How much room the name of one of several takes, and how many stand together at most.
const ROOM: i32 = 14;
const NAMES_MAX: usize = 5;
/// Steps in which what happened often is drawn more strongly.
const BINS: usize = 48;

/// A value that was played, and what it is called above its line.
#[derive(Clone, Debug)]
pub(crate) struct Played {
    /// What it is called.
    pub(crate) name: String,
    /// The value.
    pub(crate) value: f64,
}

/// What a player makes of many futures.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// What the player is called.
    pub(crate) name: &'static str,
    /// The value that one in ten is below.
    pub(crate) p10: f64,
    /// On average.
    pub(crate) mean: f64,
    /// The value that one in ten is above.
    pub(crate) p90: f64,
}

/// Draws a ladder with the values that were played.
pub(in crate::report) fn ladder(says: &str, ladder: &Ladder, played: &[Played], unit: &str) -> Option<Chart> {
    let figures = ladder.rungs.iter().flat_map(|rung| {
        let middle = [rung.value.p10, rung.value.p90, rung.value.mean];
        rung.sample.iter().copied().chain(middle)
    });
    let axis = Axis::over(figures.chain(played.iter().map(|played| played.value)), PLOT.0, PLOT.1);
    let bottom = TOP + ROW * ladder.rungs.len() as i32;
    let chart = Chart::draw("The ladder", says, (bottom + 40) as u32, |sheet| {
        for tick in axis.ticks() {
            let x = axis.at(tick);
            sheet.line(Ink::Grid, 1, vec![(x, TOP), (x, bottom)])?;
            sheet.small(Ink::Faint, Side::Middle, (x, bottom + 12), &words::number(tick))?;
        }
        sheet.small(Ink::Faint, Side::Middle, ((PLOT.0 + PLOT.1) / 2, bottom + 30), unit)?;
        for (place, rung) in (0..).zip(&ladder.rungs) {
            let middle = TOP + ROW * place + ROW / 2;
            sheet.text(Ink::Text, Side::Left, (NAMES, middle), player_title(rung.player))?;
            for (from, to, height) in outline(&rung.sample, &axis) {
                sheet.rect(Ink::Band, (from, middle + 9), (to, middle + 9 - height))?;
            }
            let (low, high) = (axis.at(rung.value.p10), axis.at(rung.value.p90));
            sheet.line(Ink::Expected, 2, vec![(low, middle + 9), (high, middle + 9)])?;
            let x = axis.at(rung.value.mean);
            sheet.rect(Ink::Expected, (x - 2, middle - 9), (x + 2, middle + 9))?;
        }
        for played in played {
            let x = axis.at(played.value);
            sheet.line(Ink::Own, 2, vec![(x, TOP - 8), (x, bottom)])?;
        }
        match played {
            [only] => {
                let x = axis.at(only.value).clamp(PLOT.0 + 50, PLOT.1 - 50);
                sheet.strong(Ink::Own, Side::Middle, (x, 12), &only.name)
            }
            several => together(several, &axis)
                .into_iter()
                .try_for_each(|(x, names)| sheet.strong(Ink::Own, Side::Middle, (x, 12), &names)),
        }
    })?;
    let span = |rung: &Rung| {
        let value = &rung.value;
        Span { name: player_title(rung.player), p10: value.p10, mean: value.mean, p90: value.p90 }
    };
    let rungs = ladder.rungs.iter().map(span).collect();
    Some(chart.showing(Shown::Ladder { rungs, played: played.to_vec(), unit: unit.to_owned() }))
}

/// Where names stand above their lines: those that would stand on one another as one text.
fn together(played: &[Played], axis: &Axis) -> Vec<(i32, String)> {
    let mut lines: Vec<(i32, &str)> =
        played.iter().map(|played| (axis.at(played.value), &*played.name)).collect();
    lines.sort_by_key(|&(x, _)| x);
    let mut groups: Vec<(i32, Vec<&str>)> = Vec::new();
    for (x, name) in lines {
        match groups.last_mut() {
            Some((first, names)) if x - *first < ROOM * (1 + names.len().min(NAMES_MAX) as i32) => {
                names.push(name);
            }
            _ => groups.push((x, vec![name])),
        }
    }
    let told = groups.into_iter().map(|(x, names)| {
        let more = if names.len() > NAMES_MAX { " …" } else { "" };
        (x, names[..names.len().min(NAMES_MAX)].join(", ") + more)
    });
    told.collect()
}

/// How often values lie where, as heights of up to 16.
fn outline(sample: &[f64], axis: &Axis) -> Vec<(i32, i32, i32)> {
    let step = ((PLOT.1 - PLOT.0) as usize).div_ceil(BINS) as i32;
    let mut counts = [0_u32; BINS + 1];
    for &value in sample {
        let bin = ((axis.at(value) - PLOT.0) / step).max(0) as usize;
        counts[bin.min(BINS)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |(bin, &count): (usize, &u32)| {
        let from = PLOT.0 + step * bin as i32;
        let height = (16.0 * f64::from(count) / f64::from(most)).ceil() as i32;
        (count > 0).then_some((from, (from + step).min(PLOT.1), height))
    };
    counts.iter().enumerate().filter_map(bar).collect()
}
