//! Decision and luck (model, section 4): what each decision was worth, and what the world then did.
//!
//! V = U(B₁) + Σ choice + Σ luck: *par + decisions + luck*, as golf's par, and as backgammon tells luck (what
//! a roll did to the expectation) from skill (what a move did). The parts add up exactly, because the same
//! U(B) ends one Sprint's luck and begins the next Sprint's choice.
//!
//! An [`Analyst`] works step by step: a first glance at every decision, then each decision in full, then what
//! knowledge was worth, then the ladder, then hindsight. Between steps there is something to show; the
//! figures at the end do not depend on what was shown before, on time, or on the number of threads.

mod information;
mod ladder;
mod moment;
mod reason;
mod tally;
pub mod told;

use std::sync::Arc;

pub use information::{Knowledge, Source as KnowledgeSource};
pub use ladder::{Ladder, LadderDepth, Rung};
pub use moment::Moment;
pub use reason::Reason;

use crate::game::{Decision, Game};
use crate::order::arena::Stop;
use crate::order::par::Par;
use crate::order::player::{Player, hindsight};
use crate::order::solve::best_order;
use crate::order::worth::{Depth, Glance, Judge, Question, Worth};
use crate::order::{Choice, Estimate};
use crate::scenario::ItemIx;
use crate::sim::Belief;

/// What came of the decisions of a game. Amounts are in value units.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// V; for a game that is not over, U of what is known now.
    pub value: Estimate,
    /// One for each decision, in their order.
    pub decisions: Vec<Decided>,
    /// What experiments and conversations were worth.
    pub knowledge: Vec<Knowledge>,
    /// How others would have done from the first decision on; `None` if it has no futures.
    pub ladder: Option<Ladder>,
    /// The most that was found for the future that was played, by somebody who knows it: hindsight, which no
    /// decision is judged by. `None` while the game is not over.
    pub hindsight: Option<f64>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The Sprint in which it was made.
    pub sprint: u32,
    /// The last Sprint that was run on it.
    pub through: u32,
    /// Q and U on a few futures, soon there.
    pub glance: Option<Glance>,
    /// What it was worth.
    pub worth: Option<Worth>,
    /// What the world then did, up to the next decision: U(B_next) − Q. It has mean zero. Where the rest was
    /// run in one go, it is the luck of all Sprints that were.
    pub luck: Option<Estimate>,
    /// Changes to it that would have been clear gains, the largest first.
    pub moments: Vec<Moment>,
}

/// *Par + decisions + luck.*
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sum {
    /// U of the first belief.
    pub par: Estimate,
    /// Σ choice.
    pub choice: Estimate,
    /// Σ luck.
    pub luck: Estimate,
    /// V.
    pub value: f64,
}

impl Analysis {
    /// The sum of the parts, once every decision was judged; `None` where there is none.
    #[must_use]
    pub fn sum(&self) -> Option<Sum> {
        let par = self.decisions.first()?.worth.as_ref()?.par;
        let mut sum =
            Sum { par, choice: Estimate::default(), luck: Estimate::default(), value: self.value.mean };
        for decided in &self.decisions {
            sum.choice = sum.choice.plus(decided.worth.as_ref()?.choice);
            sum.luck = sum.luck.plus(decided.luck?);
        }
        // What is neither par nor choice is luck, so its noise is theirs.
        sum.luck.stderr = par.stderr.hypot(sum.choice.stderr).hypot(self.value.stderr);
        Some(sum)
    }

    /// The accuracy of the game: that of its decisions, weighted by their stakes, 0 to 1. `None` where no
    /// decision has one.
    #[must_use]
    pub fn accuracy(&self) -> Option<Estimate> {
        let worths = self.decisions.iter().filter_map(|decided| decided.worth.as_ref());
        let (mut stakes, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for worth in worths {
            if let Some(accuracy) = worth.accuracy {
                let weight = worth.stakes.mean;
                stakes += weight;
                sum += weight * accuracy.mean;
                squares += (weight * accuracy.stderr).powi(2);
            }
        }
        (stakes > 0.0).then(|| Estimate { mean: sum / stakes, stderr: squares.sqrt() / stakes })
    }
}

/// How thoroughly a game is analysed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thoroughness {
    /// Each decision.
    pub depth: Depth,
    /// The ladder.
    pub ladder: LadderDepth,
}

impl Thoroughness {
    /// An eighth of the futures: much sooner there, with more noise.
    pub const QUICK: Self = Self {
        depth: Depth {
            glance: 50,
            worth: 125,
            search: 32,
            rounds: 1,
            changes: 3,
            random: 400,
            rivals: 20,
            rival_futures: 16,
        },
        ladder: LadderDepth { futures: 125, slow_futures: 16 },
    };
}

/// How far an analysis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps made.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// One step of an analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Glance(usize),
    Judge(usize),
    Learn(usize),
    Plan,
    Climb(Player),
    LookBack,
}

impl Step {
    /// Whether it stays made when further decisions come.
    fn is_about_a_decision(self) -> bool {
        matches!(self, Self::Glance(_) | Self::Judge(_) | Self::Learn(_))
    }
}

/// Whether a game is another one, some decisions or none further.
fn is_further(earlier: &Game, game: &Game) -> bool {
    let is_same = |(one, other): (&Decision, &Decision)| {
        (one.sprint, one.through, &one.plan.order, &one.talks)
            == (other.sprint, other.through, &other.plan.order, &other.talks)
    };
    Arc::ptr_eq(earlier.scenario(), game.scenario())
        && earlier.seed() == game.seed()
        && earlier.decisions().len() <= game.decisions().len()
        && earlier.decisions().iter().zip(game.decisions()).all(is_same)
}

/// What is the same for all games of a scenario on one seed: the best fixed order, and the ladder.
#[derive(Clone, Debug)]
pub struct Ground {
    best: Vec<ItemIx>,
    ladder: Ladder,
}

impl Ground {
    /// The common ground of a game and all others on its seed; `None` where nothing was decided in it.
    #[must_use]
    pub fn of(game: &Game, thoroughness: Thoroughness) -> Option<Self> {
        let mut analyst = Analyst::new(game, thoroughness);
        analyst.steps.retain(|step| matches!(step, Step::Plan | Step::Climb(_)));
        while analyst.step(&|| false) {}
        Some(Self { ladder: analyst.analysis.ladder?, best: analyst.best })
    }
}

/// Analyses a game, step by step.
#[derive(Debug)]
pub struct Analyst {
    game: Game,
    thoroughness: Thoroughness,
    steps: Vec<Step>,
    next: usize,
    /// The best fixed order of the first belief, once it was looked for.
    best: Vec<ItemIx>,
    analysis: Analysis,
}

impl Analyst {
    /// Begins with a game; what was decided in it so far is judged.
    #[must_use]
    pub fn new(game: &Game, thoroughness: Thoroughness) -> Self {
        let decided = |decision: &Decision| Decided {
            sprint: decision.sprint,
            through: decision.through,
            glance: None,
            worth: None,
            luck: None,
            moments: Vec::new(),
        };
        let count = game.decisions().len();
        let mut steps: Vec<Step> = (0..count).map(Step::Glance).collect();
        steps.extend((0..count).map(Step::Judge));
        steps.extend((0..count).map(Step::Learn));
        if count > 0 && thoroughness.ladder.futures > 0 {
            steps.push(Step::Plan);
            steps.extend(Player::ALL.map(Step::Climb));
            steps.push(Step::LookBack);
        }
        Self {
            game: game.clone(),
            thoroughness,
            steps,
            next: 0,
            best: Vec::new(),
            analysis: Analysis {
                value: Estimate::certain(game.state().value),
                decisions: game.decisions().iter().map(decided).collect(),
                knowledge: Vec::new(),
                ladder: None,
                hindsight: None,
            },
        }
    }

    /// Begins with a game whose common ground with others is known already.
    #[must_use]
    pub fn on(ground: Option<&Ground>, game: &Game, thoroughness: Thoroughness) -> Self {
        let mut analyst = Self::new(game, thoroughness);
        if let Some(ground) = ground.filter(|_| !game.decisions().is_empty()) {
            analyst.steps.retain(|step| !matches!(step, Step::Plan | Step::Climb(_)));
            analyst.best.clone_from(&ground.best);
            analyst.analysis.ladder = Some(ground.ladder.clone());
        }
        analyst
    }

    /// Goes on with a game that is some decisions further: what was found about the earlier ones stays. With
    /// another game, or another depth, it begins anew.
    #[must_use]
    pub fn go_on(self, game: &Game, thoroughness: Thoroughness) -> Self {
        let mut next = Self::new(game, thoroughness);
        if self.thoroughness.depth != thoroughness.depth || !is_further(&self.game, game) {
            return next;
        }
        let made = &self.steps[..self.next];
        let made: Vec<Step> = made.iter().copied().filter(|step| step.is_about_a_decision()).collect();
        next.steps.retain(|step| !made.contains(step));
        next.next = made.len();
        next.steps.splice(0..0, made);
        next.analysis.decisions.iter_mut().zip(self.analysis.decisions).for_each(|(new, old)| *new = old);
        next.analysis.knowledge = self.analysis.knowledge;
        if !game.is_over() && game.decisions().len() == self.game.decisions().len() {
            next.analysis.value = self.analysis.value;
        }
        next
    }

    /// What is found so far.
    #[must_use]
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// What was found.
    #[must_use]
    pub fn into_analysis(self) -> Analysis {
        self.analysis
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress { done: self.next, total: self.steps.len() }
    }

    /// Makes one step, and says whether another one is left. `stop` is asked all the time; a step that was
    /// stopped leaves nothing behind, and can be made again.
    pub fn step(&mut self, stop: &Stop<'_>) -> bool {
        let Some(&step) = self.steps.get(self.next) else { return false };
        let scenario = Arc::clone(self.game.scenario());
        let par = Par::new(&scenario);
        let judge = Judge::new(&scenario, &par, self.thoroughness.depth);
        let is_made = match step {
            Step::Glance(place) => self.glance(&judge, place, stop),
            Step::Judge(place) => self.judge(&judge, place, stop),
            Step::Learn(place) => self.learn(&judge, place, stop),
            Step::Plan => self.plan(stop),
            Step::Climb(player) => self.climb(&par, player, stop),
            Step::LookBack => self.look_back(&par, stop),
        };
        if is_made.is_some() {
            self.next += 1;
        }
        is_made.is_some() && self.next < self.steps.len()
    }

    fn question(&self, place: usize) -> Question {
        let decision = &self.game.decisions()[place];
        Question {
            belief: Arc::new(decision.belief.clone()),
            choice: Choice { order: decision.plan.order.clone(), talks: decision.talks.clone() },
            through: decision.through,
            seed: self.game.seed(),
        }
    }

    fn glance(&mut self, judge: &Judge<'_>, place: usize, stop: &Stop<'_>) -> Option<()> {
        self.analysis.decisions[place].glance = Some(judge.glance(&self.question(place), stop)?);
        Some(())
    }

    fn judge(&mut self, judge: &Judge<'_>, place: usize, stop: &Stop<'_>) -> Option<()> {
        let question = self.question(place);
        let worth = judge.judge(&question, stop)?;
        let moments = moment::moments(judge, &question, &worth, stop)?;
        let is_last = place + 1 == self.analysis.decisions.len();
        if is_last && !self.game.is_over() {
            self.analysis.value = self.worth_of_now(judge, stop)?;
        }
        if let Some(before) = place.checked_sub(1) {
            self.end(before, worth.par);
        }
        let decided = &mut self.analysis.decisions[place];
        (decided.worth, decided.moments) = (Some(worth), moments);
        if is_last {
            self.end(place, self.analysis.value);
        }
        Some(())
    }

    /// The luck of a decision: the belief after it is worth so much.
    fn end(&mut self, place: usize, after: Estimate) {
        let decided = &mut self.analysis.decisions[place];
        decided.luck = decided.worth.as_ref().map(|worth| after.minus(worth.chosen));
    }

    /// U of what is known in a game that is not over.
    fn worth_of_now(&self, judge: &Judge<'_>, stop: &Stop<'_>) -> Option<Estimate> {
        let belief = Arc::new(self.game.belief());
        let through = belief.state().started;
        let question = Question { belief, choice: Choice::default(), through, seed: self.game.seed() };
        let values = judge.par_values(&question, self.thoroughness.depth.worth, stop)?;
        Some(Estimate::of(&values))
    }

    fn learn(&mut self, judge: &Judge<'_>, place: usize, stop: &Stop<'_>) -> Option<()> {
        let question = self.question(place);
        let depth = self.thoroughness.depth;
        let found = information::knowledge(&self.game, judge, &question, place, depth.worth, stop)?;
        self.analysis.knowledge.extend(found);
        Some(())
    }

    /// Finds the best fixed order of the first belief, which others on the ladder begin with.
    fn plan(&mut self, stop: &Stop<'_>) -> Option<()> {
        let belief = Arc::new(self.first_belief()?.clone());
        self.best = best_order(self.game.scenario(), &belief, self.game.seed(), stop)?;
        Some(())
    }

    fn climb(&mut self, par: &Par<'_>, player: Player, stop: &Stop<'_>) -> Option<()> {
        let setting = ladder::Setting {
            scenario: self.game.scenario(),
            par,
            belief: Arc::new(self.first_belief()?.clone()),
            seed: self.game.seed(),
            depth: self.thoroughness.ladder,
            best: &self.best,
        };
        let value = self.analysis.value.mean;
        let mut ladder = self.analysis.ladder.take().unwrap_or_else(|| Ladder::new(value));
        let is_made = ladder.climb(&setting, player, stop);
        self.analysis.ladder = Some(ladder);
        is_made
    }

    fn look_back(&mut self, par: &Par<'_>, stop: &Stop<'_>) -> Option<()> {
        // A ladder that was there before was held against another result.
        let value = self.analysis.value.mean;
        self.analysis.ladder = self.analysis.ladder.take().map(|ladder| ladder.beside(value));
        if let (Some(luck), Some(belief)) = (self.game.truth(), self.first_belief()) {
            let mut starts = vec![self.best.clone()];
            starts.extend(
                self.analysis
                    .decisions
                    .first()
                    .and_then(|decided| decided.worth.as_ref().map(|worth| worth.best_choice.order.clone())),
            );
            let found = hindsight(self.game.scenario(), par, luck, belief, &starts, stop)?;
            // Whatever was played was possible.
            self.analysis.hindsight = Some(found.max(self.analysis.value.mean));
        }
        Some(())
    }

    fn first_belief(&self) -> Option<&Belief> {
        self.game.decisions().first().map(|decision| &decision.belief)
    }
}

/// The whole analysis of a game in one go.
#[must_use]
pub fn analyse(game: &Game, thoroughness: Thoroughness) -> Analysis {
    let mut analyst = Analyst::new(game, thoroughness);
    while analyst.step(&|| false) {}
    analyst.into_analysis()
}
