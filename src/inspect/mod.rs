//! How a scenario behaves, for who writes one: what skill is worth in it beside luck, whether a simple rule wins,
//! what adapting, conversations and experiments are worth, which items matter, and how long it takes to read.
//!
//! All of it is measured by letting players play. Where words leave room, this is meant:
//!
//! - **Players.** The ladder of the debrief, each on the same futures of the first belief; those who think long
//!   on the first of them. Figures about two players are means of paired differences.
//! - **Skill** is the standard deviation of what the human-like players make on average: the simple rules, Par
//!   and [`Player::Lookahead`]. **Luck** is the standard deviation of what the last of them makes from future
//!   to future. See [`Skill`].
//! - **Simple rules** are those that look at one thing only: [`RULES`].
//! - **Re-planning** is worth what [`Player::Lookahead`] makes more than the best fixed order; **conversations**
//!   what it makes more than in the same scenario with nothing refined; **experiments** what it makes more than
//!   in the same scenario in which no experiment, nor anything that reveals, can be done.
//! - **Placements** are changes to the best fixed order, held to the end: an item put first with what it
//!   requires, and left out with what requires it. See [`Placement`].
//! - **Reading** counts words; see [`Reading`].
//!
//! An [`Inspector`] works step by step, and what it has found so far can be shown at any time. Figures depend on
//! the seed and on the number of futures, not on time or on the number of threads.

mod criteria;
mod placement;
mod reading;
mod skill;
pub mod told;
mod without;

use std::sync::Arc;

pub use criteria::{Criterion, Requirement};
pub use placement::Placement;
pub use reading::Reading;
pub use skill::Skill;

use crate::order::arena::{Arena, Stop};
use crate::order::par::Par;
use crate::order::player::{Arcade, Player};
use crate::order::solve::best_order;
use crate::order::standings::Run;
use crate::order::{Estimate, Policy};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Source};

/// The rules that look at one thing only.
pub const RULES: [Policy; 6] =
    [Policy::Given, Policy::Loudest, Policy::Value, Policy::Smallest, Policy::Cd3, Policy::Deadline];

/// How thoroughly a scenario is inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// Futures that those meet who decide quickly.
    pub futures: usize,
    /// Futures that those meet who think long, at most as many.
    pub slow_futures: usize,
    /// Futures on which placements are compared.
    pub placement_futures: usize,
}

impl Depth {
    /// So many futures for those who decide quickly, and fitting numbers of others.
    #[must_use]
    pub fn of(futures: usize) -> Self {
        let slow_futures = (futures / 8).max(20).min(futures);
        Self { futures, slow_futures, placement_futures: futures }
    }
}

/// What was found about a scenario. Amounts are in value units.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The seed that all futures grow from.
    pub seed: u64,
    /// How thorough it was.
    pub depth: Depth,
    /// How long it takes to read.
    pub reading: Reading,
    /// Who played so far, in the order of [`Player::ALL`].
    pub runs: Vec<Run>,
    /// Skill beside luck.
    pub skill: Option<Skill>,
    /// What re-planning is worth.
    pub planning: Option<Estimate>,
    /// What conversations are worth; `None`, too, where nothing is refined.
    pub conversations: Option<Estimate>,
    /// What experiments are worth; `None`, too, where there are none.
    pub experiments: Option<Estimate>,
    /// What the best first Sprint found works on, top first.
    pub first_sprint: Vec<ItemIx>,
    /// What the place of each item does, in file order.
    pub placements: Vec<Placement>,
    /// Whether everything was looked at.
    pub is_complete: bool,
}

impl Inspection {
    /// V of a player in each of their futures, value units; `None` if they have not played.
    #[must_use]
    pub fn values(&self, player: Player) -> Option<&[f64]> {
        let run = self.runs.iter().find(|run| run.player == player)?;
        Some(&run.values)
    }

    /// The mean of a player, on the futures that [`Player::Lookahead`] met: what others are measured against.
    #[must_use]
    pub fn mean(&self, player: Player) -> Option<f64> {
        let common = self.values(Player::Lookahead)?.len();
        let values = self.values(player)?;
        Some(Estimate::of(&values[..common.min(values.len())]).mean)
    }

    /// The mean of a player as it would be on all futures: what the luck of the first ones did to somebody who
    /// met no more, it did to the best fixed order, too, so it is taken out by the difference to that.
    #[must_use]
    pub fn mean_on_all(&self, player: Player) -> Option<f64> {
        let values = self.values(player)?;
        Some(match self.values(Player::Rule(Policy::Best)) {
            Some(best) if values.len() < best.len() => {
                Estimate::of(best).mean + Estimate::of_difference(values, best).mean
            }
            _ => Estimate::of(values).mean,
        })
    }

    /// How much more [`Player::Lookahead`] makes than another player.
    #[must_use]
    pub fn ahead_of(&self, player: Player) -> Option<Estimate> {
        Some(Estimate::of_difference(self.values(Player::Lookahead)?, self.values(player)?))
    }

    /// What a player makes as a share of what [`Player::Lookahead`] makes, on the futures that both met; `None`
    /// where there is no such share, because the latter makes nothing.
    #[must_use]
    pub fn share(&self, player: Player) -> Option<f64> {
        let most = self.mean(Player::Lookahead)?;
        (most > 0.0).then_some(self.mean(player)? / most)
    }

    /// Items of which no placement changes the value of the best order clearly, in file order. Experiments are not
    /// among them: an order that is held does not use what they tell.
    #[must_use]
    pub fn never_matter(&self) -> Vec<ItemIx> {
        let never = self.placements.iter().filter(|placement| !placement.matters && !placement.is_experiment);
        never.map(|placement| placement.item).collect()
    }

    /// The simple rule that comes out best.
    #[must_use]
    pub fn best_rule(&self) -> Option<Policy> {
        let mean = |rule: &Policy| self.mean(Player::Rule(*rule));
        let played = RULES.into_iter().filter_map(|rule| Some((mean(&rule)?, rule)));
        played.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, rule)| rule)
    }
}

/// One step of an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Plan,
    Play(Player),
    Talk,
    Try,
    Place,
}

/// Inspects a scenario, step by step.
#[derive(Debug)]
pub struct Inspector {
    scenario: Arc<Scenario>,
    steps: Vec<Step>,
    next: usize,
    /// The best fixed order.
    best: Vec<ItemIx>,
    inspection: Inspection,
}

impl Inspector {
    /// Begins with a scenario.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, seed: u64, depth: Depth) -> Self {
        let mut steps = vec![Step::Plan];
        steps.extend(Player::ALL.map(Step::Play));
        if scenario.refined_per_sprint() > 0 {
            steps.push(Step::Talk);
        }
        if without::has_experiments(&scenario) {
            steps.push(Step::Try);
        }
        steps.push(Step::Place);
        let inspection = Inspection {
            seed,
            depth,
            reading: Reading::of(&scenario),
            runs: Vec::new(),
            skill: None,
            planning: None,
            conversations: None,
            experiments: None,
            first_sprint: Vec::new(),
            placements: Vec::new(),
            is_complete: false,
        };
        Self { scenario, steps, next: 0, best: Vec::new(), inspection }
    }

    /// What it found so far.
    #[must_use]
    pub fn inspection(&self) -> &Inspection {
        &self.inspection
    }

    /// What it found.
    #[must_use]
    pub fn into_inspection(self) -> Inspection {
        self.inspection
    }

    /// How much of it is done, 0 to 1.
    #[must_use]
    pub fn share_done(&self) -> f64 {
        self.next as f64 / self.steps.len() as f64
    }

    /// Makes one step, and says whether another one is left. `stop` is asked all the time; a step that was
    /// stopped leaves nothing behind, and can be made again.
    pub fn step(&mut self, stop: &Stop<'_>) -> bool {
        let Some(&step) = self.steps.get(self.next) else { return false };
        let is_made = match step {
            Step::Plan => self.plan(stop),
            Step::Play(player) => self.play(player, stop),
            Step::Talk => self.talk(stop),
            Step::Try => self.experiment(stop),
            Step::Place => self.place(stop),
        };
        if is_made.is_some() {
            self.next += 1;
        }
        self.inspection.is_complete = self.next == self.steps.len();
        is_made.is_some() && !self.inspection.is_complete
    }

    fn plan(&mut self, stop: &Stop<'_>) -> Option<()> {
        let belief = Arc::new(Belief::initial(&self.scenario));
        self.best = best_order(&self.scenario, &belief, self.inspection.seed, stop)?;
        Some(())
    }

    fn play(&mut self, player: Player, stop: &Stop<'_>) -> Option<()> {
        let Depth { futures, slow_futures, .. } = self.inspection.depth;
        let futures = if player.is_slow() { slow_futures } else { futures };
        let par = Par::new(&self.scenario);
        let belief = Arc::new(Belief::initial(&self.scenario));
        let seed = self.inspection.seed;
        let arcade = Arcade::new(&self.scenario, &par, Arc::clone(&belief), seed, futures, &self.best);
        let so_far: Vec<&[f64]> = self.inspection.runs.iter().map(|run| &run.values[..]).collect();
        let values = arcade.values(player, futures, &so_far, stop)?;
        self.inspection.runs.push(Run { player, values });
        if player == Player::Lookahead {
            self.inspection.skill = Skill::of(&self.inspection);
            self.inspection.planning = self.inspection.ahead_of(Player::Rule(Policy::Best));
            if let Some(opening) = arcade.opening() {
                let source = Source::worth(seed, 1);
                self.inspection.first_sprint =
                    Arena::new(&par, &self.scenario, belief, source, 1).reached(&opening);
            }
        }
        Some(())
    }

    /// What looking ahead loses in a scenario that lacks something.
    fn loss(&self, lacking: Scenario, stop: &Stop<'_>) -> Option<Estimate> {
        let lacking = Arc::new(lacking);
        let par = Par::new(&lacking);
        let belief = Arc::new(Belief::initial(&lacking));
        let with = self.inspection.values(Player::Lookahead)?;
        let arcade = Arcade::new(&lacking, &par, belief, self.inspection.seed, with.len(), &self.best);
        let without = arcade.values(Player::Lookahead, with.len(), &[], stop)?;
        Some(Estimate::of_difference(with, &without))
    }

    fn talk(&mut self, stop: &Stop<'_>) -> Option<()> {
        let lost = self.loss(without::conversations(&self.scenario), stop)?;
        self.inspection.conversations = Some(lost);
        Some(())
    }

    fn experiment(&mut self, stop: &Stop<'_>) -> Option<()> {
        let lost = self.loss(without::experiments(&self.scenario), stop)?;
        self.inspection.experiments = Some(lost);
        Some(())
    }

    fn place(&mut self, stop: &Stop<'_>) -> Option<()> {
        let Inspection { seed, depth, .. } = self.inspection;
        let futures = depth.placement_futures;
        self.inspection.placements = placement::placements(&self.scenario, &self.best, seed, futures, stop)?;
        Some(())
    }
}

/// The whole inspection in one go.
#[must_use]
pub fn inspect(scenario: Arc<Scenario>, seed: u64, depth: Depth) -> Inspection {
    let mut inspector = Inspector::new(scenario, seed, depth);
    while inspector.step(&|| false) {}
    inspector.into_inspection()
}
