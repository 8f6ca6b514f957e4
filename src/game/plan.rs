//! What a participant intends: the order, what is "not now", and the forecasts committed.

use super::command::{Command, Refusal, Subject, item, line};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::State;

/// The participant's plan in one Sprint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Open items of the Product Backlog, top first.
    pub order: Vec<ItemIx>,
    /// Open items that are "not now": what was set aside in this Sprint, the last one first, then the rest.
    pub aside: Vec<ItemIx>,
    /// Forecasts committed in this Sprint.
    pub commitments: Vec<Commitment>,
    /// What this Sprint is for, if that was said.
    pub goal: Option<SprintGoal>,
    /// Why the order is as it is, if that was said.
    pub reason: Option<String>,
}

/// What a Sprint is for.
#[derive(Clone, Debug, PartialEq)]
pub struct SprintGoal {
    /// In the participant's words, in one line.
    pub text: String,
    /// It is met when these are Done in the Sprint; without any, people decide.
    pub items: Vec<ItemIx>,
}

/// What a participant can say before a Sprint is run, to hold it against what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saying {
    /// The Sprint Goal.
    Goal,
    /// Why the order is as it is.
    Reason,
    /// At least one forecast.
    Forecast,
}

/// "This is Done by then, with so much confidence."
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// What will be Done.
    pub subject: Subject,
    /// By the end of this Sprint.
    pub by: u32,
    /// How sure, 1 to 99 %.
    pub percent: u8,
}

impl Plan {
    /// The order in force of a state, without what is Done, and the rest set aside: as it was before, then
    /// in file order.
    pub(super) fn of(state: &State, before: &[ItemIx]) -> Self {
        let open = |item: &ItemIx| state.item(*item).arrived && state.item(*item).done().is_none();
        let order: Vec<ItemIx> = state.order.iter().copied().filter(open).collect();
        let mut ordered = vec![false; state.items.len()];
        order.iter().for_each(|item| ordered[item.at()] = true);
        let all = before.iter().copied().chain((0..state.items.len()).map(ItemIx::new));
        let aside =
            all.filter(open).filter(|item| !std::mem::replace(&mut ordered[item.at()], true)).collect();
        Self { order, aside, ..Self::default() }
    }

    /// What was not said in this Sprint.
    pub fn unsaid(&self) -> impl Iterator<Item = Saying> + use<> {
        let said = [
            (Saying::Goal, self.goal.is_some()),
            (Saying::Reason, self.reason.is_some()),
            (Saying::Forecast, !self.commitments.is_empty()),
        ];
        said.into_iter().filter(|(_, is_said)| !is_said).map(|(saying, _)| saying)
    }

    pub(super) fn apply(
        &mut self,
        scenario: &Scenario,
        state: &State,
        command: &Command,
    ) -> Result<(), Refusal> {
        match command {
            Command::Move { item: id, to } => {
                let item = item(scenario, state, id)?;
                let new = usize::from(!self.order.contains(&item));
                let places = self.order.len() + new;
                if !(1..=places).contains(to) {
                    return Err(Refusal::NoSuchPlace { to: *to, places });
                }
                self.remove(item);
                self.order.insert(to - 1, item);
            }
            Command::SetAside { item: id } => {
                let item = item(scenario, state, id)?;
                if self.aside.contains(&item) {
                    return Err(Refusal::AlreadyAside(id.clone()));
                }
                self.remove(item);
                self.aside.insert(0, item);
            }
            Command::Order { items: ids } => self.reorder(scenario, state, ids)?,
            Command::Commit { subject, by, percent } => {
                check_commitment(scenario, state, subject, *by, *percent)?;
                self.commitments.retain(|c| (&c.subject, c.by) != (subject, *by));
                self.commitments.push(Commitment { subject: subject.clone(), by: *by, percent: *percent });
            }
            Command::SprintGoal { text, items: ids } => {
                let items = distinct(scenario, state, ids)?;
                self.goal = line(text)?.map(|text| SprintGoal { text, items });
            }
            Command::Reason { text } => self.reason = line(text)?,
            Command::Talk { .. }
            | Command::Undo
            | Command::Redo
            | Command::Strike { .. }
            | Command::RunSprint
            | Command::RunRest => {}
        }
        Ok(())
    }

    fn remove(&mut self, item: ItemIx) {
        self.order.retain(|&other| other != item);
        self.aside.retain(|&other| other != item);
    }

    fn reorder(&mut self, scenario: &Scenario, state: &State, ids: &[String]) -> Result<(), Refusal> {
        let order = distinct(scenario, state, ids)?;
        let mut ordered = vec![false; scenario.items.len()];
        order.iter().for_each(|item| ordered[item.at()] = true);
        let rest = self.order.iter().chain(&self.aside).copied();
        self.aside = rest.filter(|item| !ordered[item.at()]).collect();
        self.order = order;
        Ok(())
    }
}

/// Open items by their ids, each of them once.
fn distinct(scenario: &Scenario, state: &State, ids: &[String]) -> Result<Vec<ItemIx>, Refusal> {
    let mut named = vec![false; scenario.items.len()];
    let find = |id: &String| {
        let item = item(scenario, state, id)?;
        let is_new = !std::mem::replace(&mut named[item.at()], true);
        is_new.then_some(item).ok_or_else(|| Refusal::NamedTwice(id.clone()))
    };
    ids.iter().map(find).collect()
}

fn check_commitment(
    scenario: &Scenario,
    state: &State,
    subject: &Subject,
    by: u32,
    percent: u8,
) -> Result<(), Refusal> {
    match subject {
        Subject::Item(id) => {
            item(scenario, state, id)?;
        }
        Subject::Goal(place) => {
            let index = place.checked_sub(1).filter(|&index| index < scenario.goals.len());
            let index = index.ok_or(Refusal::UnknownGoal(*place))?;
            if state.goals[index].is_some() {
                return Err(Refusal::AlreadyHappened);
            }
        }
    }
    let (from, to) = (state.started, scenario.sprints);
    if !(from..=to).contains(&by) {
        return Err(Refusal::NoSuchSprint { by, from, to });
    }
    if !(1..=99).contains(&percent) {
        return Err(Refusal::NoSuchPercent(percent));
    }
    Ok(())
}
