//! The running value: what has happened in firm ink, what may come as a fan.

use ratatui::layout::Rect;

use super::super::text;
use super::super::theme::Role;
use super::Canvas;
use crate::sim::Summary;
use crate::words;

/// What a fan chart shows, from Sprint 0 at the left to the last Sprint in which benefits count.
#[derive(Debug, Default)]
pub(crate) struct Fan<'a> {
    /// Running total after each Sprint that ended, from the first.
    pub(crate) past: &'a [f64],
    /// What is, or was, to be expected of the running total after each of the last Sprints.
    pub(crate) expected: &'a [Summary],
    /// The last Sprint in which benefits count.
    pub(crate) last: u32,
    /// The last Sprint that is played; benefits may run on behind it.
    pub(crate) played: u32,
    /// The unit of value.
    pub(crate) unit: &'a str,
}

/// Cells that the scale at the left takes.
const SCALE: u16 = 9;

/// Draws a fan chart with its scale: `━` what happened, `░` from P10 to P90, `─` the median.
pub(crate) fn draw_fan(canvas: &mut Canvas<'_>, area: Rect, fan: &Fan<'_>) {
    if area.height < 3 || area.width < SCALE + 8 {
        return;
    }
    let plot = Rect::new(area.x + SCALE, area.y, area.width - SCALE, area.height - 1);
    let all = fan.past.iter().copied().chain(fan.expected.iter().flat_map(|s| [s.p10, s.p90]));
    let (low, high) = all.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let scale = Scale { low, high: if high > low { high } else { low + 1.0 }, rows: plot.height };
    for column in 0..plot.width {
        let at = f64::from(column) / f64::from(plot.width - 1) * f64::from(fan.last);
        draw_column(canvas, plot, column, at, fan, &scale);
    }
    draw_scale(canvas, area, plot, low, &scale);
    draw_axis(canvas, area, plot, fan);
}

struct Scale {
    low: f64,
    high: f64,
    rows: u16,
}

impl Scale {
    fn row(&self, value: f64) -> u16 {
        let share = (self.high - value) / (self.high - self.low);
        (share * f64::from(self.rows - 1)).round() as u16
    }
}

fn draw_column(canvas: &mut Canvas<'_>, plot: Rect, column: u16, at: f64, fan: &Fan<'_>, scale: &Scale) {
    let (x, known) = (plot.x + column, fan.last as usize - fan.expected.len().min(fan.last as usize));
    // What was not paid yet at the very start is nothing.
    let past =
        |sprint: usize| sprint.checked_sub(1).map_or(0.0, |index| fan.past[index.min(fan.past.len() - 1)]);
    if !fan.expected.is_empty() && at >= known as f64 {
        let at_known = if known == 0 || fan.past.is_empty() { 0.0 } else { past(known) };
        let expected = |sprint: usize, pick: fn(&Summary) -> f64| {
            let ahead = sprint.checked_sub(known + 1).map(|index| index.min(fan.expected.len() - 1));
            ahead.map_or(at_known, |index| pick(&fan.expected[index]))
        };
        let (low, middle, high) = (
            between(at, |sprint| expected(sprint, |s| s.p10)),
            between(at, |sprint| expected(sprint, |s| s.p50)),
            between(at, |sprint| expected(sprint, |s| s.p90)),
        );
        for row in scale.row(high)..=scale.row(low) {
            canvas.text(x, plot.y + row, 1, "░", Role::Band);
        }
        canvas.text(x, plot.y + scale.row(middle), 1, "─", Role::Accent);
    }
    if !fan.past.is_empty() && at <= fan.past.len() as f64 {
        canvas.text(x, plot.y + scale.row(between(at, past)), 1, "━", Role::Strong);
    }
}

/// The value at a place between two whole Sprints.
fn between(at: f64, value: impl Fn(usize) -> f64) -> f64 {
    let below = at.floor();
    let (a, b) = (value(below as usize), value(below as usize + 1));
    a + (b - a) * (at - below)
}

fn draw_scale(canvas: &mut Canvas<'_>, area: Rect, plot: Rect, low: f64, scale: &Scale) {
    let mut label = |value: f64| {
        let text = text::fit_right(&words::number(value), usize::from(SCALE) - 1);
        canvas.text(area.x, plot.y + scale.row(value), SCALE, &text, Role::Faint);
    };
    label(scale.high);
    label(0.0);
    if low < 0.0 && scale.row(low) != scale.row(0.0) {
        label(low);
    }
}

fn draw_axis(canvas: &mut Canvas<'_>, area: Rect, plot: Rect, fan: &Fan<'_>) {
    let (y, sprints) = (area.bottom() - 1, fan.last as usize);
    canvas.text(area.x, y, SCALE, &text::fit_right(fan.unit, usize::from(SCALE) - 1), Role::Faint);
    // As many labels as fit, each at its Sprint's place.
    let every = (sprints * 5).div_ceil(usize::from(plot.width)).max(1);
    for sprint in (every..=sprints).step_by(every) {
        let x = plot.x + (sprint as f64 / sprints as f64 * f64::from(plot.width - 1)).round() as u16;
        let name = if sprint as u32 > fan.played { format!("+{sprint}") } else { format!("S{sprint}") };
        let columns = text::width(&name) as u16;
        let role = if sprint == fan.past.len() { Role::Strong } else { Role::Faint };
        canvas.text((x + 1).saturating_sub(columns).max(plot.x), y, columns, &name, role);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::super::super::theme::Theme;
    use super::*;

    fn drawn(area: Rect, fan: &Fan<'_>) -> Vec<String> {
        let mut buffer = Buffer::empty(area);
        draw_fan(&mut Canvas::new(&mut buffer, area, Theme::Mono), area, fan);
        let row = |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..area.height).map(|y| row(y).trim_end().to_owned()).collect()
    }

    fn summary(p10: f64, p50: f64, p90: f64) -> Summary {
        Summary { mean: p50, stderr: 1.0, p10, p50, p90 }
    }

    #[test]
    fn the_past_is_firm_and_the_future_opens_from_it() {
        let expected = [summary(20.0, 30.0, 40.0), summary(20.0, 40.0, 60.0)];
        let fan = Fan { past: &[10.0, 20.0], expected: &expected, last: 4, played: 3, unit: "k€" };
        assert_eq!(
            drawn(Rect::new(0, 0, 26, 8), &fan),
            [
                "      60                 ░",
                "                       ░░░",
                "                     ░░░──",
                "                   ░────░░",
                "                ━━──░░░░░░",
                "            ━━━━          ",
                "       0 ━━━              ",
                "      k€        S2      +4",
            ]
            .map(str::trim_end)
        );
    }

    #[test]
    fn what_was_expected_lies_behind_what_happened() {
        let expected = [summary(0.0, 10.0, 20.0), summary(0.0, 20.0, 40.0)];
        let fan = Fan { past: &[20.0, 0.0], expected: &expected, last: 2, played: 2, unit: "€" };
        let rows = drawn(Rect::new(0, 0, 30, 6), &fan);
        assert!(rows.iter().any(|row| row.contains('░') && row.contains('━')), "{rows:#?}");
    }

    #[test]
    fn a_loss_has_room_under_zero_and_nothing_at_all_is_drawn_where_there_is_none() {
        let fan = Fan { past: &[-5.0, 5.0], expected: &[], last: 2, played: 2, unit: "€" };
        let rows = drawn(Rect::new(0, 0, 30, 7), &fan);
        assert!(rows[0].trim_start().starts_with('5') && rows[5].trim_start().starts_with("−5"), "{rows:#?}");
        assert_eq!(drawn(Rect::new(0, 0, 12, 7), &fan), [""; 7]);
    }
}
