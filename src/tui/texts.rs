//! What the screens say, as lines of text for who has no screen: the same sentences, with words in place of marks
//! and of what is drawn.

use super::FUTURES;
pub(crate) use super::app::request;
pub(crate) use super::context::Session;
pub(crate) use super::screens::facts::{chance_by, date, likely_sprint};
pub(crate) use super::screens::{Marks, SprintEnd};
use super::screens::{board, briefing, facts, guide, picker, review, talk, warnings};
use super::widgets::Doc;
use super::worker;
use crate::game::Game;
use crate::scenario::{ItemIx, Scenario, StakeholderIx};
use crate::sim::Event;
use crate::words::{self, Known};

/// What a scenario is about, for who has to pick one.
pub(crate) fn preview(scenario: &Scenario, columns: usize) -> Vec<String> {
    written(columns, |doc| picker::write_preview(doc, scenario))
}

/// The briefing of a game.
pub(crate) fn briefing(game: &Game, columns: usize) -> Vec<String> {
    written(columns, |doc| briefing::write(doc, game))
}

/// The trainer's guide.
pub(crate) fn guide(scenario: &Scenario, columns: usize) -> Vec<String> {
    written(columns, |doc| guide::write(doc, scenario))
}

/// Everything that is known about an item.
pub(crate) fn item(session: &Session, item: ItemIx, columns: usize) -> Vec<String> {
    written(columns, |doc| facts::item(doc, session, item))
}

/// The stakeholders: trust, what they want, what they say.
pub(crate) fn people(session: &Session, columns: usize) -> Vec<String> {
    let people = (0..session.game.scenario().stakeholders.len()).map(StakeholderIx::new);
    written(columns, |doc| people.for_each(|who| facts::person(doc, session, who)))
}

/// Goals with a bonus, risks, and the forecasts committed in this Sprint.
pub(crate) fn risks(session: &Session, columns: usize) -> Vec<String> {
    written(columns, |doc| facts::outlook(doc, session))
}

/// What was said about an item, or what there is to ask.
pub(crate) fn talk(game: &Game, item: ItemIx, columns: usize) -> Vec<String> {
    written(columns, |doc| talk::write(doc, game, item))
}

/// What happened in a Sprint, line by line, but for what its review tells: what was paid and learned, and how people
/// took it. `played` counts from 0.
pub(crate) fn work(game: &Game, played: usize) -> Vec<String> {
    let is_told = |event: &&Event| {
        !matches!(
            event,
            Event::Paid { .. } | Event::Trust { .. } | Event::Escalates(_) | Event::Refined { .. }
        )
    };
    let record = game.records().get(played);
    let events = record.map_or(&[][..], |record| &record.events).iter().filter(is_told);
    events.filter_map(|event| words::event(game.scenario(), Known::To(game.state()), event)).collect()
}

/// The review of a Sprint; `played` counts from 0.
pub(crate) fn review(session: &Session, played: usize, columns: usize) -> Vec<String> {
    written(columns, |doc| review::write(doc, &session.story(), played))
}

/// Computes again what the forecasts of earlier Sprints said, where that is not at hand.
pub(crate) fn remember(session: &mut Session) {
    for sprint in session.forgotten() {
        let recalled = worker::recalled(&session.game, sprint, FUTURES, 0);
        session.take_recalled(recalled);
    }
}

/// Every warning about the order as it stands, from the top down; none with the coach off.
pub(crate) fn warnings(session: &Session) -> Vec<(ItemIx, String)> {
    warnings::all(session)
}

/// Where Sprints probably end in the order as it stands; none where no forecast is to be seen.
pub(crate) fn sprint_ends(session: &Session) -> Vec<SprintEnd> {
    board::sprint_ends(session)
}

/// How far an open item is.
pub(crate) fn marks(session: &Session, item: ItemIx) -> Marks {
    board::marks(session, item, None)
}

/// What is to be said before a Sprint is run, and is not.
pub(crate) fn unsaid(session: &Session) -> String {
    board::unsaid(session)
}

/// What is asked before a Sprint with nothing to do.
pub(crate) const RUN_EMPTY: &str = board::RUN_EMPTY;

/// What is asked before all Sprints that are left are run in one go.
pub(crate) fn run_rest_question(session: &Session) -> String {
    board::run_rest_question(session)
}

/// What is asked before a game is left where something would be lost.
pub(crate) fn leave_question(session: &Session) -> Option<String> {
    board::leave_question(session)
}

fn written(columns: usize, write: impl FnOnce(&mut Doc)) -> Vec<String> {
    let mut doc = Doc::plain(columns);
    write(&mut doc);
    doc.into_lines()
}
