//! A game: commands in, state out; and its journal, from which the same game can be made again.
//!
//! A game is `(scenario, seed, commands)`. Its state is a fold over the commands, so undo, resume and
//! replay are one mechanism. This room does no IO and reads no clock; whoever keeps a journal passes the
//! times in.

mod command;
pub mod journal;
mod plan;
pub mod race;

use std::sync::Arc;

pub use command::{Command, LONGEST_LINE, Refusal, Subject};
pub use plan::{Commitment, Plan, Saying, SprintGoal};

use crate::order::Choice;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::sprint::Run;
use crate::sim::{Belief, Known, Luck, RiskState, Sampler, Source, SprintRecord, State};

/// A game in play, or one that has ended.
///
/// The luck of the future that is played is inside, and nothing public gives it away before the end: what a
/// participant may know is in [`Game::belief`] and in the records.
#[derive(Clone, Debug)]
pub struct Game {
    scenario: Arc<Scenario>,
    seed: u64,
    luck: Luck,
    state: State,
    /// The plan as it was when the Sprint started, before `steps`.
    base: Plan,
    /// Commands of this Sprint that can be undone; those from `taken` on were undone and can be redone.
    steps: Vec<Command>,
    taken: usize,
    plan: Plan,
    talks: Vec<ItemIx>,
    /// What happened at the start of the Sprint that is being ordered.
    opening: SprintRecord,
    decisions: Vec<Decision>,
    records: Vec<SprintRecord>,
}

/// What was decided in a Sprint, and what was known at that moment.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The Sprint.
    pub sprint: u32,
    /// The last Sprint that was run on it; more than `sprint` where the rest was run in one go.
    pub through: u32,
    /// What was known when it was made.
    pub belief: Belief,
    /// The order, what was set aside, and the forecasts committed.
    pub plan: Plan,
    /// The items chosen for a conversation.
    pub talks: Vec<ItemIx>,
}

impl Game {
    /// A new game; Sprint 1 has started and is to be ordered.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, seed: u64) -> Self {
        let luck = Sampler::new(&scenario).draw(Source::play(seed), 0);
        let mut state = State::new(&scenario);
        // An item that arrives is not the participant's to order until it has.
        state.order.retain(|&item| !scenario.item(item).arrives);
        let mut game = Self {
            scenario,
            seed,
            luck,
            state,
            base: Plan::default(),
            steps: Vec::new(),
            taken: 0,
            plan: Plan::default(),
            talks: Vec::new(),
            opening: SprintRecord::default(),
            decisions: Vec::new(),
            records: Vec::new(),
        };
        game.start_sprint();
        game
    }

    /// Makes a game again from its commands.
    ///
    /// # Errors
    /// The place of the first command that the game refuses, and why.
    pub fn replay<'c>(
        scenario: Arc<Scenario>,
        seed: u64,
        commands: impl IntoIterator<Item = &'c Command>,
    ) -> Result<Self, (usize, Refusal)> {
        let mut game = Self::new(scenario, seed);
        for (place, command) in commands.into_iter().enumerate() {
            game.apply(command).map_err(|refusal| (place, refusal))?;
        }
        Ok(game)
    }

    /// Carries out a command; a refused one changes nothing.
    ///
    /// # Errors
    /// Why the command is not possible now, in words for the participant.
    pub fn apply(&mut self, command: &Command) -> Result<(), Refusal> {
        if self.is_over() {
            return Err(Refusal::Over);
        }
        match command {
            Command::Move { .. }
            | Command::SetAside { .. }
            | Command::Order { .. }
            | Command::Commit { .. }
            | Command::SprintGoal { .. }
            | Command::Reason { .. } => {
                let mut plan = self.plan.clone();
                plan.apply(&self.scenario, &self.state, command)?;
                self.plan = plan;
                self.steps.truncate(self.taken);
                self.steps.push(command.clone());
                self.taken += 1;
            }
            Command::Talk { item } => self.talk(item)?,
            Command::Undo => {
                self.taken = self.taken.checked_sub(1).ok_or(Refusal::NothingToUndo)?;
                self.fold_steps()?;
            }
            Command::Redo => {
                if self.taken == self.steps.len() {
                    return Err(Refusal::NothingToRedo);
                }
                self.taken += 1;
                self.fold_steps()?;
            }
            Command::Strike { risk } => {
                let index = self.risk_to_come(risk).ok_or_else(|| Refusal::NoSuchRisk(risk.clone()))?;
                // What was believed before stays true: nobody could know of it.
                self.luck.strikes[index] = Some(self.state.started + 1);
            }
            Command::RunSprint => self.run(self.state.started),
            Command::RunRest => self.run(self.scenario.sprints),
        }
        Ok(())
    }

    /// Whether a risk can still strike at the start of the next Sprint.
    #[must_use]
    pub fn can_strike(&self, risk: &str) -> bool {
        self.risk_to_come(risk).is_some()
    }

    fn risk_to_come(&self, id: &str) -> Option<usize> {
        let index = self.scenario.risks.iter().position(|risk| risk.id == id)?;
        let can = self.state.risks[index] == RiskState::Open && self.state.started < self.scenario.sprints;
        can.then_some(index)
    }

    fn fold_steps(&mut self) -> Result<(), Refusal> {
        self.plan = self.base.clone();
        for step in &self.steps[..self.taken] {
            self.plan.apply(&self.scenario, &self.state, step)?;
        }
        Ok(())
    }

    fn talk(&mut self, id: &str) -> Result<(), Refusal> {
        let item = command::item(&self.scenario, &self.state, id)?;
        if self.talks.contains(&item) {
            return Err(Refusal::AlreadyTalked);
        }
        if !self.state.item(item).can_be_refined() {
            return Err(Refusal::NothingToRefine);
        }
        if self.talks_left() == 0 {
            return Err(Refusal::NoConversationLeft);
        }
        self.talks.push(item);
        Ok(())
    }

    /// Runs this Sprint on a choice that is made elsewhere. Other than a command's, its order may name items that have
    /// not arrived: that is where they are worked on once they do.
    fn run_on(&mut self, choice: Choice) {
        let mut ordered = vec![false; self.scenario.items.len()];
        choice.order.iter().for_each(|item| ordered[item.at()] = true);
        let open = self.plan.order.iter().chain(&self.plan.aside);
        self.plan.aside = open.filter(|item| !ordered[item.at()]).copied().collect();
        (self.plan.order, self.talks) = (choice.order, choice.talks);
        self.run(self.state.started);
    }

    /// Runs the Sprints up to `last` on the plan as it stands.
    fn run(&mut self, last: u32) {
        self.decisions.push(Decision {
            sprint: self.state.started,
            through: last,
            belief: self.belief(),
            plan: self.plan.clone(),
            talks: self.talks.clone(),
        });
        self.state.order.clone_from(&self.plan.order);
        let scenario = Arc::clone(&self.scenario);
        while self.state.ended < last {
            let mut record = std::mem::take(&mut self.opening);
            let mut run = Run::new(&scenario, &self.luck);
            run.finish(&mut self.state, &self.talks, &mut record);
            self.talks.clear();
            self.records.push(record);
            self.start_sprint();
        }
    }

    /// Starts the next Sprint, or lets the benefits run on where there is none.
    fn start_sprint(&mut self) {
        let scenario = Arc::clone(&self.scenario);
        let mut run = Run::new(&scenario, &self.luck);
        if self.state.ended < scenario.sprints {
            self.opening = SprintRecord::new(self.state.ended + 1);
            run.start(&mut self.state, &mut self.opening);
        } else {
            for sprint in scenario.sprints + 1..=scenario.benefit_sprints {
                let mut record = SprintRecord::new(sprint);
                run.run_on(&mut self.state, sprint, &mut record);
                self.records.push(record);
            }
        }
        // What was committed for a Sprint that was run stays with its decision.
        self.plan = Plan::of(&self.state, &self.plan.aside);
        self.base = self.plan.clone();
        self.steps.clear();
        self.taken = 0;
    }

    /// What is being played.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The seed of the game, from which its luck grows.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// What has happened so far.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether the last Sprint has been run.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state.ended == self.scenario.sprints
    }

    /// The Sprint that is being ordered; the last one when the game is over.
    #[must_use]
    pub fn sprint(&self) -> u32 {
        self.state.started
    }

    /// The order as it stands, what is set aside, and the forecasts committed in this Sprint.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The items chosen for a conversation in this Sprint.
    #[must_use]
    pub fn talks(&self) -> &[ItemIx] {
        &self.talks
    }

    /// Whether the participant has talked about an item, in this Sprint or an earlier one.
    #[must_use]
    pub fn has_talked(&self, item: ItemIx) -> bool {
        self.talks.contains(&item) || self.decisions.iter().any(|d| d.talks.contains(&item))
    }

    /// How many conversations are left in this Sprint.
    #[must_use]
    pub fn talks_left(&self) -> usize {
        (self.scenario.refined_per_sprint() as usize).saturating_sub(self.talks.len())
    }

    /// Whether there is a step to undo; what was seen by running a Sprint cannot be unseen.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.is_over() && self.taken > 0
    }

    /// Whether there is an undone step to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.is_over() && self.taken < self.steps.len()
    }

    /// What is known now.
    #[must_use]
    pub fn belief(&self) -> Belief {
        Belief::of(&self.scenario, &self.state, &self.luck)
    }

    /// What is known now, to look at; [`Game::belief`] is a copy of it.
    #[must_use]
    pub fn known(&self) -> Known<'_> {
        Known::of(&self.state, &self.luck)
    }

    /// The game as it stood when a Sprint was run: its order, what was said, and what was known then. `None` if it
    /// has not been run. In a Sprint that was run in one go with the ones before, nothing new was said.
    #[must_use]
    pub fn as_of(&self, sprint: u32) -> Option<Self> {
        let mut game = Self::new(Arc::clone(&self.scenario), self.seed);
        // With what a trainer let strike; of that nothing was seen before its Sprint.
        game.luck.clone_from(&self.luck);
        for decision in &self.decisions {
            game.plan.clone_from(&decision.plan);
            game.talks.clone_from(&decision.talks);
            if decision.sprint < sprint {
                game.run(decision.through.min(sprint - 1));
            }
            if (decision.sprint..=decision.through).contains(&sprint) {
                return Some(game);
            }
        }
        None
    }

    /// Whether a committed forecast came true; `None` while that is open.
    #[must_use]
    pub fn outcome(&self, commitment: &Commitment) -> Option<bool> {
        let done = match &commitment.subject {
            Subject::Item(id) => self.scenario.item_named(id).and_then(|item| self.state.item(item).done()),
            Subject::Goal(place) => self.state.goals[place - 1],
        };
        match done {
            Some(sprint) => Some(sprint <= commitment.by),
            None => (self.state.ended >= commitment.by).then_some(false),
        }
    }

    /// Whether the Sprint Goal of a decision was met; `None` where nothing was said, where people decide, and while
    /// that is open.
    #[must_use]
    pub fn goal_met(&self, decision: &Decision) -> Option<bool> {
        let items = decision.plan.goal.as_ref().map(|goal| &goal.items).filter(|items| !items.is_empty())?;
        let in_time =
            |item: &ItemIx| self.state.item(*item).done().is_some_and(|sprint| sprint <= decision.sprint);
        (self.state.ended >= decision.sprint).then(|| items.iter().all(in_time))
    }

    /// The luck of the future that was played; `None` until the game is over.
    #[must_use]
    pub fn truth(&self) -> Option<&Luck> {
        self.is_over().then_some(&self.luck)
    }

    /// Where the forecasts that are shown in this Sprint come from.
    #[must_use]
    pub fn forecast_source(&self) -> Source {
        Source::forecast(self.seed, self.state.started)
    }

    /// What happened at the start of the Sprint that is being ordered.
    #[must_use]
    pub fn opening(&self) -> &SprintRecord {
        &self.opening
    }

    /// What was decided, decision by decision.
    #[must_use]
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// What happened, Sprint by Sprint; when the game is over, up to the last in which benefits count.
    #[must_use]
    pub fn records(&self) -> &[SprintRecord] {
        &self.records
    }

    /// The running total of value after each record.
    #[must_use]
    pub fn running_totals(&self) -> Vec<f64> {
        let mut total = 0.0;
        let sum = |record: &SprintRecord| {
            total += record.value();
            total
        };
        self.records.iter().map(sum).collect()
    }
}
