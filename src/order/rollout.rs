//! A future played from a belief on: the decision in question, then Par.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::par::{Par, Planner, Reach};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::sprint::{Run, Scratch};
use crate::sim::state::Progress;
use crate::sim::{Known, Luck, Recorder, State};

/// What is decided in a Sprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The order, top first; what it leaves out is not worked on.
    pub order: Vec<ItemIx>,
    /// The items to talk about, which become refined before others.
    pub talks: Vec<ItemIx>,
}

impl Choice {
    /// An order without conversations: refinement goes by the order.
    #[must_use]
    pub fn of(order: Vec<ItemIx>) -> Self {
        Self { order, talks: Vec::new() }
    }
}

/// Who makes the orders in a future.
pub(super) trait Decide {
    /// The order for the Sprint that is being ordered; what is in `order` was in force in the last one.
    /// Gives the items to talk about.
    fn decide(&mut self, known: Known<'_>, order: &mut Vec<ItemIx>) -> &[ItemIx];
}

/// A decision that is held up to a Sprint, and Par from then on.
pub(super) struct ThenPar<'c, 'p> {
    pub(super) choice: &'c Choice,
    pub(super) through: u32,
    pub(super) is_made: bool,
    pub(super) planner: &'c mut Planner<'p>,
}

impl Decide for ThenPar<'_, '_> {
    fn decide(&mut self, known: Known<'_>, order: &mut Vec<ItemIx>) -> &[ItemIx] {
        if !std::mem::replace(&mut self.is_made, true) {
            order.clone_from(&self.choice.order);
            return &self.choice.talks;
        }
        if known.state().started > self.through {
            self.planner.order(known, Reach::Sprint, order);
        }
        &[]
    }
}

/// Memory for playing futures one after another; it carries nothing from one to the next.
#[derive(Debug)]
pub(super) struct Rollout {
    pub(super) state: State,
    scratch: Scratch,
}

impl Rollout {
    pub(super) fn new(scenario: &Scenario) -> Self {
        Self { state: State::new(scenario), scratch: Scratch::default() }
    }

    /// Plays a future from a state to the end of the benefits, and gives V, value units.
    pub(super) fn play(
        &mut self,
        scenario: &Scenario,
        luck: &Luck,
        first: &State,
        decide: &mut impl Decide,
        recorder: &mut impl Recorder,
    ) -> f64 {
        self.state.clone_from(first);
        let state = &mut self.state;
        let mut run = Run::with_scratch(scenario, luck, std::mem::take(&mut self.scratch));
        while state.ended < scenario.sprints {
            if state.started == state.ended {
                run.start(state, recorder);
            }
            let mut order = std::mem::take(&mut state.order);
            let talks = decide.decide(Known::of(state, luck), &mut order);
            state.order = order;
            run.finish(state, talks, recorder);
        }
        for sprint in scenario.sprints + 1..=scenario.benefit_sprints {
            run.run_on(state, sprint, recorder);
        }
        self.scratch = run.into_scratch();
        state.value
    }

    /// Plays one Sprint and tells which items the work reached, into the memory of another list, and a mark
    /// of all that this Sprint changed: two decisions with the same mark did the same.
    pub(super) fn play_sprint(
        &mut self,
        scenario: &Scenario,
        luck: &Luck,
        first: &State,
        choice: &Choice,
        reached: &mut Vec<ItemIx>,
    ) -> u64 {
        self.state.clone_from(first);
        let state = &mut self.state;
        let mut run = Run::with_scratch(scenario, luck, std::mem::take(&mut self.scratch));
        if state.ended < scenario.sprints {
            if state.started == state.ended {
                run.start(state, &mut ());
            }
            state.order.clone_from(&choice.order);
            run.finish(state, &choice.talks, &mut ());
        }
        self.scratch = run.into_scratch();
        let mut mark = DefaultHasher::new();
        state.value.to_bits().hash(&mut mark);
        for (index, (now, before)) in state.items.iter().zip(&first.items).enumerate() {
            if now == before {
                continue;
            }
            let left = match now.progress {
                Progress::Waiting => 0,
                Progress::Started { remaining } => remaining.to_bits(),
                Progress::Done { sprint } => u64::from(sprint),
            };
            (index, left, now.refined, now.effort_known).hash(&mut mark);
            if now.spent > before.spent && !reached.contains(&ItemIx::new(index)) {
                reached.push(ItemIx::new(index));
            }
        }
        mark.finish()
    }
}

/// Par's decision in a belief: its order, and no conversation.
pub(super) fn par_choice(par: &Par<'_>, known: Known<'_>) -> Choice {
    let mut order = Vec::new();
    Planner::new(par).order(known, Reach::Sprint, &mut order);
    Choice::of(order)
}
