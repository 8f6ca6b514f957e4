//! What a command changed, so that nobody has to read the whole list again.

use std::sync::Arc;

use super::page::Page;
use super::value;
use crate::game::journal::Coach;
use crate::game::{Command, Plan};
use crate::scenario::ItemIx;
use crate::scenario::words::count;
use crate::sim::Forecast;
use crate::tui::texts::{self, Session};
use crate::words;

/// What was before a command, as far as it could be seen.
#[derive(Debug)]
pub(super) struct Before {
    plan: Plan,
    forecast: Option<Arc<Forecast>>,
    is_blind: bool,
    warnings: usize,
}

impl Before {
    pub(super) fn of(session: &Session) -> Self {
        let is_blind = session.is_blind();
        Self {
            plan: session.game.plan().clone(),
            forecast: session.newest.clone().filter(|_| !is_blind),
            is_blind,
            warnings: texts::warnings(session).len(),
        }
    }

    /// Whether the order is another one now.
    pub(super) fn is_reordered(&self, session: &Session) -> bool {
        self.plan.order != session.game.plan().order
    }

    /// Writes what a command changed.
    pub(super) fn write(&self, page: &mut Page, session: &Session, command: &Command) {
        let item = self.write_plan(page, session, command);
        if self.is_reordered(session) {
            self.write_value(page, session);
            self.write_delivery(page, session, item);
            self.write_warnings(page, session);
        }
        if session.is_blind() {
            // Said once, and again whenever something of it is said or taken back.
            if !self.plan.unsaid().eq(session.game.plan().unsaid()) {
                value::write_unsaid(page, session);
            }
        } else if self.is_blind {
            page.say("You have said what you expect: `list` and `value` tell the chances now.");
        }
    }

    /// What is another now in the plan; says which item that is about, if it is about one.
    fn write_plan(&self, page: &mut Page, session: &Session, command: &Command) -> Option<ItemIx> {
        let game = &session.game;
        match command {
            Command::Move { item, .. } | Command::SetAside { item } => {
                let item = game.scenario().item_named(item)?;
                page.say(placed(session, item, "now"));
                Some(item)
            }
            Command::Order { .. } => {
                let item = moved(&self.plan.order, &game.plan().order);
                page.say(item.map_or_else(|| order(session), |item| placed(session, item, "now")));
                item
            }
            Command::Commit { .. } => {
                let last = game.plan().commitments.last();
                let told = last.map(|last| words::commitment(game.scenario(), last)).unwrap_or_default();
                page.say(format!("Your forecast is kept until the debrief: {told}. `undo` takes it back."));
                None
            }
            Command::SprintGoal { .. } => {
                page.say(goal(session));
                None
            }
            Command::Reason { .. } => {
                page.say(reason(session));
                None
            }
            Command::Undo | Command::Redo => self.write_difference(page, session),
            Command::Talk { .. } | Command::Strike { .. } | Command::RunSprint | Command::RunRest => None,
        }
    }

    /// What an undone or redone step changed.
    fn write_difference(&self, page: &mut Page, session: &Session) -> Option<ItemIx> {
        let (old, new) = (&self.plan, session.game.plan());
        let mut item = None;
        if old.order != new.order || old.aside != new.aside {
            item = moved(&old.order, &new.order);
            page.say(item.map_or_else(|| order(session), |item| placed(session, item, "again")));
        }
        if old.goal != new.goal {
            page.say(goal(session));
        }
        if old.reason != new.reason {
            page.say(reason(session));
        }
        if old.commitments != new.commitments {
            write_commitments(page, session);
        }
        item
    }

    fn write_value(&self, page: &mut Page, session: &Session) {
        let (Some(before), Some(now), Coach::Full) = (&self.forecast, session.forecast(), session.coach())
        else {
            return;
        };
        let unit = &session.game.scenario().value_unit;
        let (old, new) = (words::number(before.value.mean), words::amount(now.value.mean, unit));
        let is_same = words::amount(before.value.mean, unit) == new;
        let verb = if now.value.mean > before.value.mean { "rises" } else { "falls" };
        page.say(match is_same {
            true => format!("The expected value stays at {new}."),
            false => format!("The expected value {verb} from {old} to {new}."),
        });
    }

    fn write_delivery(&self, page: &mut Page, session: &Session, item: Option<ItemIx>) {
        let (Some(before), Some(now)) = (&self.forecast, session.forecast()) else { return };
        let order = &session.game.plan().order;
        if let Some(item) = item.filter(|item| order.contains(item)) {
            page.say(self.delivered(session, item, before, now));
        }
        let title = |item: ItemIx| words::quoted(&session.game.scenario().item(item).title);
        let others = order.iter().filter(|other| Some(**other) != item && self.plan.order.contains(other));
        let changed: Vec<String> = others
            .filter_map(|&other| {
                let (old, new) = (texts::likely_sprint(before, other), texts::likely_sprint(now, other));
                (old != new).then(|| format!("{} {} (was {})", title(other), sprint(new), sprint(old)))
            })
            .collect();
        if !changed.is_empty() {
            let of_others = if item.is_some() { ", of the others" } else { "" };
            page.say(format!("Likely Done{of_others}: {}.", words::list(&changed)));
        }
    }

    /// When an item that was moved is likely Done.
    fn delivered(&self, session: &Session, item: ItemIx, before: &Forecast, now: &Forecast) -> String {
        let (old, new) = (texts::likely_sprint(before, item), texts::likely_sprint(now, item));
        let was_ordered = self.plan.order.contains(&item);
        let was = match (was_ordered, old == new) {
            (false, _) => String::new(),
            (true, true) => ", as before".to_owned(),
            (true, false) => format!(" (was {})", sprint(old)),
        };
        let date = texts::date(&session.game, item).map(|date| {
            let chance = |forecast| words::percent(texts::chance_by(forecast, item, date));
            let was = if was_ordered { format!(" (was {})", chance(before)) } else { String::new() };
            let was = if chance(before) == chance(now) { String::new() } else { was };
            format!("; by its date, Sprint {date}: {}{was}", chance(now))
        });
        let likely = match new {
            Some(sprint) => format!("likely Done in Sprint {sprint}"),
            None => "likely not Done in this game".to_owned(),
        };
        format!("It is {likely}{was}{}.", date.unwrap_or_default())
    }

    fn write_warnings(&self, page: &mut Page, session: &Session) {
        let now = texts::warnings(session).len();
        if session.coach() != Coach::Off && now != self.warnings {
            let now = if now == 0 { "No warnings".to_owned() } else { count(now, "warning") };
            page.say(format!("{now} now (there were {}).", self.warnings));
        }
    }
}

/// When something is likely Done.
fn sprint(likely: Option<u32>) -> String {
    likely.map_or_else(|| "not in this game".to_owned(), |sprint| format!("in Sprint {sprint}"))
}

/// Where an item is: `now`, or `again`.
fn placed(session: &Session, item: ItemIx, now: &str) -> String {
    let title = words::quoted(&session.game.scenario().item(item).title);
    match session.game.plan().order.iter().position(|other| *other == item) {
        Some(index) => format!("{title} is at place {} {now}.", index + 1),
        None => format!("{title} is set aside {now}: nobody works on it."),
    }
}

/// The order, from its top.
fn order(session: &Session) -> String {
    let title = |item: &ItemIx| words::quoted(&session.game.scenario().item(*item).title);
    let titles: Vec<String> = session.game.plan().order.iter().map(title).collect();
    match titles.is_empty() {
        true => "Nothing is in the order now.".to_owned(),
        false => format!("The order is now: {}.", words::list(&titles)),
    }
}

/// The item in which two orders differ, if it is one.
fn moved(old: &[ItemIx], new: &[ItemIx]) -> Option<ItemIx> {
    let first = old.iter().zip(new).position(|(a, b)| a != b).unwrap_or(old.len().min(new.len()));
    let without =
        |order: &[ItemIx], item| order.iter().copied().filter(|&other| other != item).collect::<Vec<_>>();
    let candidates = [old.get(first), new.get(first)];
    candidates.into_iter().flatten().copied().find(|&item| without(old, item) == without(new, item))
}

/// What the Sprint is for.
pub(super) fn goal(session: &Session) -> String {
    let Some(goal) = &session.game.plan().goal else { return "There is no Sprint Goal.".to_owned() };
    let text = words::quoted(&goal.text);
    let titles = goal.items.iter().map(|item| words::quoted(&session.game.scenario().item(*item).title));
    let titles: Vec<String> = titles.collect();
    let are = if titles.len() == 1 { "is" } else { "are" };
    match titles.is_empty() {
        true => format!("Sprint Goal: {text}; people decide whether it is met."),
        false => {
            format!("Sprint Goal: {text}; it is met when {} {are} Done in this Sprint.", words::list(&titles))
        }
    }
}

/// Why the order is as it is.
pub(super) fn reason(session: &Session) -> String {
    match &session.game.plan().reason {
        Some(reason) => format!("Reason for the order: {}.", words::quoted(reason)),
        None => "No reason for the order is said.".to_owned(),
    }
}

/// Writes the forecasts of this Sprint.
pub(super) fn write_commitments(page: &mut Page, session: &Session) {
    let plan = session.game.plan();
    page.say(match plan.commitments.is_empty() {
        true => "You have made no forecast in this Sprint.",
        false => "Your forecasts in this Sprint:",
    });
    for commitment in &plan.commitments {
        page.entry(format!("- {}", words::commitment(session.game.scenario(), commitment)));
    }
}
