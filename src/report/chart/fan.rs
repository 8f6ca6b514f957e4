//! The running value beside what was to be expected.

use super::axis::Axis;
use super::sheet::{Ink, Point, Side};
use super::{Chart, WIDTH};
use crate::debrief::FanPoint;
use crate::words;

const HEIGHT: i32 = 300;
const TOP: i32 = 28;
const BOTTOM: i32 = HEIGHT - 44;
const PLOT: (i32, i32) = (90, WIDTH as i32 - 24);
/// Points that are drawn of a line, at most.
const POINTS_MAX: usize = 180;
/// Sprints that are named below, at most.
const NAMED_MAX: usize = 12;

/// Draws one forecast from its Sprint on, with what came.
pub(in crate::report) fn fan(says: &str, points: &[FanPoint], sprints: u32, unit: &str) -> Option<Chart> {
    let points = thinned(points);
    let last = points.last()?.sprint;
    let across = Axis::over([0.0, f64::from(last)], PLOT.0, PLOT.1);
    let figures = points.iter().flat_map(|point| {
        let FanPoint { expected, actual, .. } = point;
        [expected.p10, expected.p90, actual.unwrap_or(expected.mean)]
    });
    let up = Axis::over(figures.chain([0.0]), BOTTOM, TOP);
    let at = |sprint: u32, figure: f64| (across.at(f64::from(sprint)), up.at(figure));
    // Before its first Sprint nothing was paid, if that was the first of all.
    let start = (points[0].sprint == 1).then(|| at(0, 0.0));
    let line = |figure: fn(&FanPoint) -> Option<f64>| -> Vec<Point> {
        let line = points.iter().filter_map(|point| Some(at(point.sprint, figure(point)?)));
        start.into_iter().chain(line).collect()
    };
    let (low, high) = (line(|point| Some(point.expected.p10)), line(|point| Some(point.expected.p90)));
    let (mean, came) = (line(|point| Some(point.expected.mean)), line(|point| point.actual));
    Chart::draw("Running value and forecast", says, HEIGHT as u32, |sheet| {
        for tick in up.ticks() {
            let y = up.at(tick);
            sheet.line(Ink::Grid, 1, vec![(PLOT.0, y), (PLOT.1, y)])?;
            sheet.small(Ink::Faint, Side::Left, (PLOT.0 - 8, y), &words::number(tick))?;
        }
        sheet.small(Ink::Faint, Side::Right, (4, 10), unit)?;
        sheet.shape(Ink::Band, low.iter().chain(high.iter().rev()).copied().collect())?;
        sheet.dashes(Ink::Expected, &mean)?;
        if last > sprints {
            let x = across.at(f64::from(sprints));
            sheet.line(Ink::Faint, 1, vec![(x, TOP), (x, BOTTOM)])?;
            sheet.small(Ink::Faint, Side::Middle, (x, TOP - 10), "last Sprint played")?;
        }
        sheet.line(Ink::Own, 3, came.clone())?;
        if came.len() <= NAMED_MAX * 2 {
            for &point in &came {
                sheet.disc(Ink::Own, point, 4)?;
            }
        }
        let every = points.len().div_ceil(NAMED_MAX).max(1);
        for point in points.iter().step_by(every) {
            let x = across.at(f64::from(point.sprint));
            sheet.small(Ink::Faint, Side::Middle, (x, BOTTOM + 14), &point.sprint.to_string())?;
        }
        sheet.small(Ink::Faint, Side::Middle, ((PLOT.0 + PLOT.1) / 2, BOTTOM + 32), "after Sprint")
    })
}

/// A line with no more points than can be told apart, its last one included.
fn thinned(points: &[FanPoint]) -> Vec<FanPoint> {
    let every = points.len().div_ceil(POINTS_MAX).max(1);
    let mut kept: Vec<FanPoint> = points.iter().copied().step_by(every).collect();
    if let (Some(kept_last), Some(last)) = (kept.last(), points.last())
        && kept_last.sprint != last.sprint
    {
        kept.push(*last);
    }
    kept
}
