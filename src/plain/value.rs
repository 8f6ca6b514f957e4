//! What the order is expected to bring, as far as it may be told, and what is to be said before that.

use super::page::Page;
use super::table::{self, Verb};
use crate::game::Saying;
use crate::game::journal::Coach;
use crate::scenario::Range;
use crate::sim::Summary;
use crate::tui::texts::{self, Session};
use crate::words;

/// The value to expect at the end, in a sentence; `None` where that is not told.
pub(super) fn expected(session: &Session) -> Option<String> {
    let forecast = session.forecast().filter(|_| session.coach() == Coach::Full)?;
    let unit = &session.game.scenario().value_unit;
    let mean = words::amount(forecast.value.mean, unit);
    Some(match spread(&forecast.value, unit) {
        Some(spread) => format!("Expected value: {mean}; in 8 of 10 futures {spread} (P10 to P90)."),
        None => format!("Expected value: {mean}, for certain."),
    })
}

/// P10 to P90, where they differ.
fn spread(value: &Summary, unit: &str) -> Option<String> {
    let range = Range::new(value.p10, value.p50, value.p90).filter(|range| !range.is_certain())?;
    Some(words::span(range, unit))
}

/// Writes everything about the value; `session.worth` is measured where it is to be told.
pub(super) fn write(page: &mut Page, session: &Session) {
    let (game, scenario) = (&session.game, session.game.scenario());
    let unit = &scenario.value_unit;
    let so_far = words::amount(game.state().value, unit);
    if game.is_over() {
        page.say(format!("In the end: {so_far}."));
    } else {
        page.say(format!("So far: {so_far}."));
        match session.coach() {
            _ if session.is_blind() => write_unsaid(page, session),
            Coach::Off => page.say("What to expect is told at the end: the coach is off."),
            Coach::Hints => page.say("What to expect is told at the end: the coach gives hints only."),
            Coach::Full => write_expected(page, session),
        }
    }
    for (sprint, total) in (1..).zip(game.running_totals()) {
        page.say(format!("After Sprint {sprint}: {}.", words::amount(total, unit)));
    }
    let Some(forecast) = session.forecast().filter(|_| session.coach() == Coach::Full) else { return };
    for (sprint, value) in (forecast.from..).zip(&forecast.value_by_sprint) {
        let mean = words::amount(value.mean, unit);
        let spread = spread(value, unit).map_or_else(String::new, |spread| format!(" ({spread})"));
        page.say(format!("After Sprint {sprint}: {mean} expected{spread}."));
    }
}

fn write_expected(page: &mut Page, session: &Session) {
    page.say(expected(session).unwrap_or_default());
    if let Some(worth) = session.worth {
        let unit = &session.game.scenario().value_unit;
        let figure = words::signed(worth.mean, "") + &words::noise(worth.stderr);
        let figure = words::with_unit(figure, unit);
        page.say(format!("This order: {figure} beside a steady, plain player's (par)."));
    }
}

/// Writes the warnings, with the numbers of their items.
pub(super) fn write_warnings(page: &mut Page, session: &Session) {
    if session.coach() == Coach::Off {
        if session.is_blind() {
            write_unsaid(page, session);
        } else {
            page.say("Warnings are not told: the coach is off.");
        }
        return;
    }
    let warnings = texts::warnings(session);
    if warnings.is_empty() {
        page.say("No warnings.");
    }
    for (item, text) in warnings {
        let place = session.game.plan().order.iter().position(|other| *other == item).map_or(0, |at| at + 1);
        let title = words::quoted(&session.game.scenario().item(item).title);
        page.entry(words::sentence(&format!("{place}. {title}: {text}")));
    }
}

/// Writes what is to be said before the chances are shown and the Sprint can run, and how.
pub(super) fn write_unsaid(page: &mut Page, session: &Session) {
    page.say(texts::unsaid(session));
    let how = |saying| match saying {
        Saying::Goal => Verb::Goal,
        Saying::Reason => Verb::Reason,
        Saying::Forecast => Verb::Forecast,
    };
    let examples = session.game.plan().unsaid().filter_map(|saying| table::of(how(saying)).examples.first());
    let examples: Vec<String> = examples.map(|example| format!("`{example}`")).collect();
    page.say(format!("For example {}. The chances are shown after that.", words::list(&examples)));
}
