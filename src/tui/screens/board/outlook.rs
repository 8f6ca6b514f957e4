//! What the order leads to, below the list or beside it: the value to come, and the people.

use ratatui::layout::Rect;

use super::super::super::context::Session;
use super::super::super::text;
use super::super::super::theme::Role;
use super::super::super::widgets::{Canvas, Fan, draw_fan, trust_bar};
use super::super::warnings;
use super::layout::Strip;
use crate::game::journal::Coach;
use crate::scenario::{ItemIx, Range};
use crate::words;

/// What is said about the value to come: the mean, what the last move changed, and the spread where there is room.
pub(super) fn outlook(session: &Session, columns: usize) -> String {
    let unit = &session.game.scenario().value_unit;
    match (session.forecast(), session.coach()) {
        _ if session.is_blind() => "shown once you have said yours (s)".to_owned(),
        (_, Coach::Off) => "what to expect is told at the end".to_owned(),
        (_, Coach::Hints) => match warnings::all(session).len() {
            0 => "no warnings; what to expect is told at the end".to_owned(),
            1 => "1 warning, marked !".to_owned(),
            count => format!("{count} warnings, marked !"),
        },
        (None, Coach::Full) => "…".to_owned(),
        (Some(forecast), Coach::Full) => {
            let value = forecast.value;
            let spread = Range::new(value.p10, value.p50, value.p90).map_or_else(String::new, |range| {
                if range.is_certain() {
                    String::new()
                } else {
                    format!(" ({})", words::span(range, "").trim())
                }
            });
            let change = session.before().map(|before| value.mean - before.value.mean);
            let change = change
                .map(|change| words::signed(change, ""))
                .map_or_else(String::new, |change| format!(", change {}", change.trim()));
            let short = format!("{} expected{change}", words::amount(value.mean, unit));
            let long = format!("{short}{spread}");
            if text::width(&long) <= columns { long } else { short }
        }
    }
}

/// What the order is worth in this Sprint beside the one that par would play; faint where it is inside its
/// noise, and nothing unless the coach tells everything.
fn worth(session: &Session, columns: usize) -> Option<(Role, String)> {
    // On the board of a Sprint of long ago nobody measures it.
    if session.coach() != Coach::Full || session.judging == 0 {
        return None;
    }
    let unit = &session.game.scenario().value_unit;
    let Some(worth) = session.worth else { return Some((Role::Faint, "This order: …".to_owned())) };
    let figure = words::signed(worth.mean, "") + &words::noise(worth.stderr);
    let figure = format!("This order: {}", words::with_unit(figure, unit));
    let role = if worth.is_clear() { Role::Text } else { Role::Faint };
    let long = format!("{figure} beside a steady, plain player's (par)");
    let short = format!("{figure} beside par's");
    Some((role, if text::width(&long) <= columns { long } else { short }))
}

/// What stands before it.
const VALUE: &str = "Value: ";

pub(super) fn draw_strip(canvas: &mut Canvas<'_>, strip: Strip, session: &Session) {
    let people = strip.people.x;
    let columns = usize::from(strip.value.width) - 4;
    let label = text::cut(&format!("{VALUE}{}", outlook(session, columns - VALUE.len())), columns);
    canvas.rule(strip.rule.x, strip.rule.y, strip.rule.width, &label);
    canvas.text(people, strip.rule.y, 8, " People ", Role::Faint);
    let mut value = strip.value;
    if let Some((role, text)) = worth(session, value.width.into()) {
        canvas.text(value.x, value.y, value.width, &text, role);
        (value.y, value.height) = (value.y + 1, value.height - 1);
    }
    draw_value(canvas, value, session);
    draw_people(canvas, strip.people, session);
}

fn draw_value(canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
    let scenario = session.game.scenario();
    let past = session.game.running_totals();
    let future = match (session.forecast(), session.coach()) {
        (Some(forecast), Coach::Full) => forecast.value_by_sprint.as_slice(),
        _ => &[],
    };
    if past.is_empty() && future.is_empty() {
        return;
    }
    let fan = Fan {
        past: &past,
        expected: future,
        last: scenario.benefit_sprints,
        played: scenario.sprints,
        unit: &scenario.value_unit,
    };
    draw_fan(canvas, area, &fan);
}

pub(super) fn draw_value_panel(canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
    let columns = usize::from(area.width);
    let mut lines = vec![(Role::Text, format!("{VALUE}{}", outlook(session, usize::MAX)))];
    lines.extend(worth(session, 2 * columns));
    if session.coach() == Coach::Hints {
        let title = |item: ItemIx| words::quoted(&session.game.scenario().item(item).title);
        let warnings = warnings::all(session).into_iter();
        lines.extend(warnings.map(|(item, text)| (Role::Warn, format!("! {}: {text}", title(item)))));
    }
    let wrap = |(role, text): (Role, String)| {
        text::wrap(&text, columns).into_iter().map(move |line| (role, line)).collect::<Vec<_>>()
    };
    let lines: Vec<(Role, String)> = lines.into_iter().flat_map(wrap).collect();
    let used = (lines.len() as u16 + 1).min(area.height);
    for (y, (role, line)) in (area.y..area.y + used).zip(&lines) {
        canvas.text(area.x, y, area.width, line, *role);
    }
    let chart = Rect::new(area.x, area.y + used, area.width, (area.height - used).min(16));
    draw_value(canvas, chart, session);
}

fn draw_people(canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
    let game = &session.game;
    let people = game.scenario().stakeholders.iter().zip(&game.state().stakeholders);
    let width = usize::from(area.width);
    // The mood is the first to go where there is little room: the bar says the same.
    let mood_columns = if width >= 46 { 16 } else { 0 };
    let bar_columns = if width >= 36 { 8 } else { 5 };
    let name = width.saturating_sub(9 + bar_columns + mood_columns).clamp(8, 28);
    for (y, (who, state)) in (area.y..area.bottom()).zip(people) {
        let (role, bar) = trust_bar(state.trust, bar_columns);
        let waiting = if state.waiting > who.patience { " !" } else { "" };
        canvas.pieces(
            area.x,
            y,
            area.width,
            &[
                (Role::Text, format!("{} ", text::fit(&who.name, name))),
                (role, bar),
                (Role::Text, text::fit_right(&words::percent(state.trust), 6)),
                (Role::Bad, waiting.to_owned()),
                (Role::Faint, text::fit(&format!("  {}", words::mood(state.trust)), mood_columns)),
            ],
        );
    }
}
