//! Everybody on one scale, one strip a figure.

use super::axis::Axis;
use super::sheet::{Ink, Side};
use super::{Chart, Shown, WIDTH};
use crate::words;

const NAMES: i32 = 100;
const PLOT: (i32, i32) = (122, WIDTH as i32 - 30);
const RADIUS: i32 = 9;
/// From one dot to the one that would stand on it.
const STEP: i32 = 2 * RADIUS + 1;
const TOP: i32 = 10;
const GAP: i32 = 14;

/// One figure of everybody.
#[derive(Clone, Debug)]
pub(crate) struct Strip {
    /// What the figure is called.
    pub(crate) name: &'static str,
    pub(in crate::report) ink: Ink,
    /// One for everybody who has it.
    pub(crate) dots: Vec<Dot>,
}

/// One figure of one of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dot {
    /// The number by which a table names them.
    pub(crate) number: usize,
    /// The figure.
    pub(crate) value: f64,
}

/// Draws strips on a common scale, with nothing marked.
pub(in crate::report) fn strip(title: &str, says: &str, strips: &[Strip], unit: &str) -> Option<Chart> {
    let values = strips.iter().flat_map(|strip| &strip.dots).map(|dot| dot.value);
    let axis = Axis::over(values.chain([0.0]), PLOT.0 + RADIUS, PLOT.1 - RADIUS);
    let stacks: Vec<Vec<(i32, i32, usize)>> =
        strips.iter().map(|strip| stacked(&strip.dots, &axis)).collect();
    let heights: Vec<i32> = stacks
        .iter()
        .map(|dots| STEP * (dots.iter().map(|&(_, level, _)| level).max().unwrap_or(0) + 1))
        .collect();
    let bottom = TOP + heights.iter().map(|height| height + GAP).sum::<i32>();
    let chart = Chart::draw(title, says, (bottom + 40) as u32, |sheet| {
        for tick in axis.ticks() {
            let x = axis.at(tick);
            sheet.line(Ink::Grid, 1, vec![(x, TOP), (x, bottom)])?;
            sheet.small(Ink::Faint, Side::Middle, (x, bottom + 12), &words::signed(tick, ""))?;
        }
        sheet.line(Ink::Text, 1, vec![(axis.at(0.0), TOP), (axis.at(0.0), bottom)])?;
        sheet.small(Ink::Faint, Side::Middle, ((PLOT.0 + PLOT.1) / 2, bottom + 30), unit)?;
        let mut floor = TOP;
        for ((strip, dots), height) in strips.iter().zip(&stacks).zip(&heights) {
            floor += height + GAP;
            sheet.line(Ink::Faint, 1, vec![(PLOT.0, floor), (PLOT.1, floor)])?;
            sheet.strong(Ink::Text, Side::Left, (NAMES, floor - height / 2), strip.name)?;
            for &(x, level, number) in dots {
                let y = floor - STEP * level - RADIUS - 1;
                sheet.disc(strip.ink, (x, y), RADIUS)?;
                sheet.small(Ink::OnHeat, Side::Middle, (x, y), &number.to_string())?;
            }
        }
        Ok(())
    })?;
    Some(chart.showing(Shown::Strips { strips: strips.to_vec(), unit: unit.to_owned() }))
}

/// Where dots stand, and on how many others, so that none hides another.
fn stacked(dots: &[Dot], axis: &Axis) -> Vec<(i32, i32, usize)> {
    let mut placed: Vec<(i32, i32, usize)> = Vec::with_capacity(dots.len());
    for dot in dots {
        let x = axis.at(dot.value);
        let taken = |level: i32| placed.iter().any(|&(other, at, _)| at == level && (other - x).abs() < STEP);
        let level = (0..).find(|&level| !taken(level)).unwrap_or(0);
        placed.push((x, level, dot.number));
    }
    placed
}
