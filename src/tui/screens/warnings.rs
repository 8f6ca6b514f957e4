//! What a careful person could find in an order before the Sprint is run: dates at risk, items above what they
//! need, bets before the experiment that would tell something about them.

use super::super::context::Session;
use super::facts;
use crate::game::journal::Coach;
use crate::scenario::{Effect, ItemIx, Scenario, Targets};
use crate::words;

/// Every warning about the order as it stands, from the top down; none with the coach off.
pub(in crate::tui) fn all(session: &Session) -> Vec<(ItemIx, String)> {
    let order = &session.game.plan().order;
    // Looked for once: an order may have thousands of items.
    let experiments = experiments(session);
    let found = order.iter().enumerate().map(|(place, &item)| (item, at(session, item, place, &experiments)));
    found.flat_map(|(item, texts)| texts.into_iter().map(move |text| (item, text))).collect()
}

/// The warnings about an item; none with the coach off, or where it is not ordered.
pub(super) fn of_item(session: &Session, item: ItemIx) -> Vec<String> {
    let place = session.game.plan().order.iter().position(|other| *other == item);
    place.map(|place| at(session, item, place, &experiments(session))).unwrap_or_default()
}

fn at(session: &Session, item: ItemIx, place: usize, experiments: &[ItemIx]) -> Vec<String> {
    if session.coach() == Coach::Off {
        return Vec::new();
    }
    let before = &session.game.plan().order[..place];
    let found = [late(session, item), above(session, item, before), bet(session, item, before, experiments)];
    found.into_iter().flatten().collect()
}

/// What would reveal something once it is Done, and could be done.
fn experiments(session: &Session) -> Vec<ItemIx> {
    let (scenario, state) = (session.game.scenario(), session.game.state());
    let is_open = |item: &ItemIx| state.item(*item).arrived && state.item(*item).done().is_none();
    let reveals = |item: &ItemIx| {
        scenario.item(*item).on_done.iter().any(|effect| matches!(effect, Effect::Reveal { .. }))
    };
    scenario.item_indexes().filter(|item| is_open(item) && reveals(item)).collect()
}

fn late(session: &Session, item: ItemIx) -> Option<String> {
    let date = facts::date(&session.game, item)?;
    let chance = facts::chance_by(session.forecast()?, item, date);
    (chance < 0.5).then(|| format!("its date, Sprint {date}, is at risk: {} likely", words::percent(chance)))
}

fn above(session: &Session, item: ItemIx, before: &[ItemIx]) -> Option<String> {
    let (scenario, state) = (session.game.scenario(), session.game.state());
    let is_missing = |needed: &&ItemIx| state.item(**needed).done().is_none() && !before.contains(needed);
    let needed = scenario.item(item).requires.iter().find(is_missing)?;
    let title = match state.item(*needed).arrived {
        true => words::quoted(&scenario.item(*needed).title),
        false => "something that is not in the Product Backlog yet".to_owned(),
    };
    Some(format!("it stands above what it needs: {title}"))
}

/// An experiment further down, or set aside, that would tell what a larger item in doubt is worth.
fn bet(session: &Session, item: ItemIx, before: &[ItemIx], experiments: &[ItemIx]) -> Option<String> {
    let scenario = session.game.scenario();
    let effort = |item| session.belief.remaining(scenario, item).mean();
    let tells = |other: &&ItemIx| {
        **other != item
            && reveals(scenario, **other, item)
            && effort(**other) < effort(item)
            && !before.contains(other)
    };
    let experiment = experiments.iter().find(tells).filter(|_| is_in_doubt(session, item))?;
    let title = words::quoted(&scenario.item(*experiment).title);
    Some(format!("{title} would tell more about it before you bet on it"))
}

fn is_in_doubt(session: &Session, item: ItemIx) -> bool {
    let scenario = session.game.scenario();
    let mut benefits = 0..scenario.item(item).benefits.len();
    !session.game.state().item(item).effort_known && !session.belief.remaining(scenario, item).is_certain()
        || benefits.any(|index| !session.belief.amount(scenario, item, index).is_certain())
}

fn reveals(scenario: &Scenario, experiment: ItemIx, item: ItemIx) -> bool {
    let tells = |effect: &Effect| match effect {
        Effect::Reveal { items: Targets::All } => true,
        Effect::Reveal { items: Targets::Some(items) } => items.contains(&item),
        _ => false,
    };
    scenario.item(experiment).on_done.iter().any(tells)
}
