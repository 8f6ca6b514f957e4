//! The Product Backlog as a list that can be read aloud.

use super::named::numbered;
use super::page::Page;
use super::value;
use crate::game::Game;
use crate::game::journal::Coach;
use crate::scenario::ItemIx;
use crate::scenario::words::count;
use crate::tui::texts::{self, Session};
use crate::words;

/// Writes where the game is: the Sprint, the value so far, the talks that are left.
pub(super) fn write_header(page: &mut Page, session: &Session) {
    let (game, scenario) = (&session.game, session.game.scenario());
    let value = words::amount(game.state().value, &scenario.value_unit);
    let title = &scenario.title;
    if game.is_over() {
        page.say(format!("{title}: the game is over, with {value} in the end."));
        return;
    }
    let talks = match (scenario.refined_per_sprint(), game.talks_left()) {
        (0, _) => String::new(),
        (_, 1) => ", 1 talk left".to_owned(),
        (_, left) => format!(", {left} talks left"),
    };
    let kept = if session.place.is_none() { ", not kept" } else { "" };
    let sprint = format!("Sprint {} of {}", game.sprint(), scenario.sprints);
    page.say(format!("{sprint}, {title}: {value} so far{talks}{kept}."));
}

/// Writes where the game is, and the whole list.
pub(super) fn write(page: &mut Page, session: &Session) {
    let game = &session.game;
    write_header(page, session);
    page.gap();
    let warnings = if game.is_over() { Vec::new() } else { texts::warnings(session) };
    let is_warned = |item: ItemIx| warnings.iter().any(|(warned, _)| *warned == item);
    let mut ends = texts::sprint_ends(session).into_iter().peekable();
    let (ordered, aside) = (game.plan().order.len(), game.plan().aside.len());
    for (index, item) in numbered(game).into_iter().enumerate() {
        let number = index + 1;
        if index == ordered && aside > 0 {
            page.gap();
            page.say("Not now:");
        }
        if index == ordered + aside {
            page.gap();
            page.say("Done:");
        }
        if index == 0 && ordered > 0 {
            page.say("The Product Backlog, top first:");
        }
        let told = match game.state().item(item).done() {
            Some(sprint) => done(game, item, sprint),
            None => open(session, item, index < ordered, is_warned(item)),
        };
        page.entry(format!("{number}. {told}"));
        while let Some(end) = ends.next_if(|end| end.after == index) {
            page.say(format!(
                "— Sprint {} probably ends here ({}) —",
                end.sprint,
                words::percent(end.chance)
            ));
        }
    }
    write_outlook(page, session, warnings.len());
}

/// What the order leads to, as far as the coach tells it.
fn write_outlook(page: &mut Page, session: &Session, warnings: usize) {
    if session.game.is_over() {
        return;
    }
    page.gap();
    if session.is_blind() {
        value::write_unsaid(page, session);
        return;
    }
    if let Some(expected) = value::expected(session) {
        page.say(expected);
    }
    match (session.coach(), warnings) {
        (Coach::Off, _) | (Coach::Full, 0) => {}
        (Coach::Hints, 0) => page.say("No warnings."),
        (_, n) => page.say(format!("{}: `warnings` tells more.", count(n, "warning"))),
    }
}

fn done(game: &Game, item: ItemIx, sprint: u32) -> String {
    let item = game.scenario().item(item);
    format!("{} ({}): Done in Sprint {sprint}.", item.title, item.kind)
}

/// An open item in a sentence: what it is worth, what it takes, when it is likely Done.
fn open(session: &Session, ix: ItemIx, is_ordered: bool, is_warned: bool) -> String {
    let game = &session.game;
    let (scenario, item) = (game.scenario(), game.scenario().item(ix));
    let marks = texts::marks(session, ix);
    let mut notes = vec![item.kind.to_string()];
    let flags = [(marks.started, "begun"), (marks.rough, "not talked through"), (is_warned, "warning")];
    notes.extend(flags.into_iter().filter(|(is_on, _)| *is_on).map(|(_, note)| note.to_owned()));
    let mut parts = Vec::new();
    parts.push(if item.benefits.is_empty() {
        "pays nothing by itself".to_owned()
    } else {
        let worth = session.belief.pay_off(scenario, ix, game.sprint());
        format!("worth {}", words::span(worth, &scenario.value_unit))
    });
    let effort = words::span(session.belief.remaining(scenario, ix), &scenario.effort_unit);
    parts.push(if marks.started { format!("{effort} left") } else { effort });
    parts.extend(delivery(session, ix, is_ordered));
    if marks.waits {
        parts.push(format!("needs {} first", needed(game, ix)));
    }
    format!("{} ({}): {}.", item.title, notes.join(", "), parts.join(", "))
}

/// When an item is likely Done, and its chance by its date.
fn delivery(session: &Session, ix: ItemIx, is_ordered: bool) -> Vec<String> {
    let forecast = session.forecast().filter(|_| is_ordered);
    let likely = forecast.map(|forecast| match texts::likely_sprint(forecast, ix) {
        Some(sprint) => format!("likely Done in Sprint {sprint}"),
        None => "likely not Done in this game".to_owned(),
    });
    let date = texts::date(&session.game, ix).map(|date| match forecast {
        Some(forecast) => {
            let chance = words::percent(texts::chance_by(forecast, ix, date));
            format!("by its date, Sprint {date}: {chance}")
        }
        None => format!("its date is Sprint {date}"),
    });
    likely.into_iter().chain(date).collect()
}

/// What an item waits for.
fn needed(game: &Game, ix: ItemIx) -> String {
    let scenario = game.scenario();
    let open =
        scenario.item(ix).requires.iter().filter(|needed| game.state().item(**needed).done().is_none());
    let titled = |needed: &ItemIx| match game.state().item(*needed).arrived {
        true => words::quoted(&scenario.item(*needed).title),
        false => "something that is not in the Product Backlog yet".to_owned(),
    };
    words::list(&open.map(titled).collect::<Vec<_>>())
}
