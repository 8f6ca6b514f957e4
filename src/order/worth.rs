//! What a decision is worth (model, sections 3 and 4).
//!
//! Worth Q(o | B) is the mean V over futures drawn from the belief B when this Sprint is played with order o
//! and every later one with Par. Where the model is silent, this is decided here:
//!
//! - **A decision** is the order and the conversations chosen in the Sprint, so both count for Q. Par chooses
//!   no conversation: what it refines follows its order.
//! - **Futures.** Q, U and Q* are means over the same futures, and their differences are paired. The search
//!   for Q* uses others ([`Source::search`]), and what it finds is measured on these, which it has not seen
//!   ([`Source::worth`]). Q* is the largest of all that was measured there: what was found, Par's decision,
//!   the decision in question and single changes to it, and those of the simple rules.
//! - **Q0** has random orders and futures of its own ([`Source::chance`]), twice as many again and again
//!   until its noise is below a fiftieth of the stakes.
//! - **The percentile** is the share of random orders whose worth is below that of the decision, ties half.
//! - **One order for all.** A decision that was held beyond its Sprint is measured held: the mean of its
//!   forecast takes the place of Q, the best fixed order that of Q*, random orders held that of Q0.

use std::sync::Arc;

use rand::RngExt;

use super::Policy;
use super::arena::{Arena, Stop};
use super::estimate::Estimate;
use super::moves::Change;
use super::outlook::Outlook;
use super::par::Par;
use super::race::{Budget, Search};
use super::rollout::{Choice, par_choice};
use super::solve::best_order;
use crate::scenario::{ItemIx, Scenario};
use crate::sim::luck::Drawing;
use crate::sim::{Belief, Known, Source};

/// A decision that is behind by more standard errors than this is measured no further.
const FAR_BEHIND: f64 = 4.0;

/// How thoroughly decisions are judged. Everything is bounded by counts, never by time, so that equal
/// journals have equal figures on any machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// Futures of a first glance.
    pub glance: usize,
    /// Futures on which worth is measured.
    pub worth: usize,
    /// Futures on which the last ones of a race are compared.
    pub search: usize,
    /// How often a search changes the best so far.
    pub rounds: usize,
    /// Single changes to a decision that are measured.
    pub changes: usize,
    /// Random orders behind Q0 at most; at least 200.
    pub random: usize,
    /// Random orders behind the percentile.
    pub rivals: usize,
    /// Futures that each of those meets.
    pub rival_futures: usize,
}

impl Depth {
    /// What the debrief uses.
    pub const FULL: Self = Self {
        glance: 200,
        worth: 1_000,
        search: 256,
        rounds: 2,
        changes: 5,
        random: 2_000,
        rivals: 50,
        rival_futures: 64,
    };
}

impl Default for Depth {
    fn default() -> Self {
        Self::FULL
    }
}

/// A decision to be judged.
#[derive(Clone, Debug)]
pub struct Question {
    /// What was known.
    pub belief: Arc<Belief>,
    /// What was decided.
    pub choice: Choice,
    /// The last Sprint in which that order was held.
    pub through: u32,
    /// The seed from which all futures and random orders grow.
    pub seed: u64,
}

/// What a decision is worth, beside what others would have been. Value units, but for shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// Futures that were run.
    pub futures: usize,
    /// Q of the decision; the mean of its forecast where it was held.
    pub chosen: Estimate,
    /// U: Q of Par's decision.
    pub par: Estimate,
    /// Q*: the best worth found.
    pub best: Estimate,
    /// Q0: the mean worth of random orders.
    pub random: Estimate,
    /// Q − U, what the decision was worth beside Par's.
    pub choice: Estimate,
    /// Q* − Q, what a better decision would have brought; at least 0.
    pub lost: Estimate,
    /// Q* − Q0.
    pub stakes: Estimate,
    /// (Q − Q0) ÷ (Q* − Q0), kept to 0 … 1; `None` where the stakes are tiny or inside their noise.
    pub accuracy: Option<Estimate>,
    /// The share of random orders whose worth is below the decision's, 0 to 1.
    pub percentile: Estimate,
    /// The decision with the best worth found.
    pub best_choice: Choice,
    /// Single changes that would have been clear gains, the largest first.
    pub gains: Vec<Gain>,
}

/// A single change to a decision that would have raised its worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// What is changed.
    pub change: Change,
    /// The decision that comes of it.
    pub choice: Choice,
    /// How much more it is worth, value units; always clear.
    pub gain: Estimate,
}

/// Q and U at a first glance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glance {
    /// Q of the decision.
    pub chosen: Estimate,
    /// U.
    pub par: Estimate,
    /// Q − U.
    pub choice: Estimate,
}

/// Judges decisions of one scenario.
#[derive(Debug)]
pub struct Judge<'p> {
    scenario: &'p Arc<Scenario>,
    par: &'p Par<'p>,
    depth: Depth,
}

impl<'p> Judge<'p> {
    /// Someone who judges so thoroughly.
    #[must_use]
    pub fn new(scenario: &'p Arc<Scenario>, par: &'p Par<'p>, depth: Depth) -> Self {
        Self { scenario, par, depth }
    }

    /// What is played.
    #[must_use]
    pub fn scenario(&self) -> &'p Arc<Scenario> {
        self.scenario
    }

    /// The futures on which a decision is measured, held as long as it was.
    #[must_use]
    pub fn arena(&self, question: &Question, through: u32) -> Arena<'p> {
        let source = Source::worth(question.seed, question.belief.state().started);
        Arena::new(self.par, self.scenario, Arc::clone(&question.belief), source, through)
    }

    /// Q and U on a few futures. `None` if it was to stop.
    #[must_use]
    pub fn glance(&self, question: &Question, stop: &Stop<'_>) -> Option<Glance> {
        let mut arena = self.arena(question, question.through);
        let chosen = arena.values_of(&question.choice, 0..self.depth.glance, stop)?;
        let par = self.par_values(question, self.depth.glance, stop)?;
        Some(Glance {
            chosen: Estimate::of(&chosen),
            par: Estimate::of(&par),
            choice: Estimate::of_difference(&chosen, &par),
        })
    }

    /// V of Par's decision in each of some futures, value units. `None` if it was to stop.
    #[must_use]
    pub fn par_values(&self, question: &Question, futures: usize, stop: &Stop<'_>) -> Option<Vec<f64>> {
        let mut arena = self.arena(question, question.belief.state().started);
        arena.values_of(&par_choice(self.par, question.belief.known()), 0..futures, stop)
    }

    /// Everything about a decision. `None` if it was to stop.
    #[must_use]
    pub fn judge(&self, question: &Question, stop: &Stop<'_>) -> Option<Worth> {
        let is_held = question.through > question.belief.state().started;
        let known = question.belief.known();
        let mut starts = vec![par_choice(self.par, known), question.choice.clone()];
        starts.extend(rules(self.scenario, known));

        let mut field = vec![question.choice.clone()];
        let mut changes = Vec::new();
        if is_held {
            field.push(Choice::of(best_order(self.scenario, &question.belief, question.seed, stop)?));
        } else {
            let budget = Budget { futures: self.depth.search, rounds: self.depth.rounds, keep: 2 };
            let source = Source::search(question.seed, question.belief.state().started);
            let mut search = Search::new(self.par, self.scenario, &question.belief, source, budget, stop);
            let found = search.run(&starts)?;
            changes = search.changes(&question.choice, &starts[..1], self.depth.changes)?;
            // Before what does the same as one of them, which is measured once.
            field.extend(changes.iter().map(|(_, choice)| choice.clone()));
            field.extend(found);
        }
        field.extend(starts);
        self.measure(question, field, changes, stop)
    }

    /// Measures decisions, the one in question first, on futures that none of them was chosen on.
    fn measure(
        &self,
        question: &Question,
        mut field: Vec<Choice>,
        changes: Vec<(Change, Choice)>,
        stop: &Stop<'_>,
    ) -> Option<Worth> {
        let mut arena = self.arena(question, question.through);
        let mut seen = std::collections::HashSet::new();
        // Where orders are held, the whole order counts.
        let is_held = question.through > question.belief.state().started;
        field.retain(|choice| is_held || seen.insert(arena.look(choice).1));
        field.dedup();
        let (field, values) = self.values(&mut arena, field, &changes, stop)?;
        let par = self.par_values(question, self.depth.worth, stop)?;
        let chosen = &values[0];

        let means: Vec<Estimate> = values.iter().map(|sample| Estimate::of(sample)).collect();
        // The first among equals, so a decision that is as good as the best found is the best found.
        let best =
            (1..means.len()).fold(0, |best, i| if means[i].mean > means[best].mean { i } else { best });
        let gain = |(change, choice): (Change, Choice)| {
            let place = field.iter().position(|other| *other == choice)?;
            let gain = Estimate::of_difference(&values[place], chosen);
            gain.is_gain().then_some(Gain { change, choice, gain })
        };
        let mut gains: Vec<Gain> = changes.into_iter().filter_map(gain).collect();
        gains.sort_by(|a, b| b.gain.mean.total_cmp(&a.gain.mean));

        let random = self.random(question, means[best], stop)?;
        let lost = Estimate::of_difference(&values[best], chosen);
        let stakes = means[best].minus(random);
        Some(Worth {
            futures: self.depth.worth,
            chosen: means[0],
            par: Estimate::of(&par),
            best: means[best],
            random,
            choice: Estimate::of_difference(chosen, &par),
            lost,
            stakes,
            accuracy: accuracy(lost, stakes),
            percentile: self.percentile(question, &mut arena, chosen, stop)?,
            best_choice: field[best].clone(),
            gains,
        })
    }

    /// The values of decisions on common futures. One that is far behind the best soon is left out, but not
    /// the first and not the changes to it, whose gains are wanted.
    fn values(
        &self,
        arena: &mut Arena<'_>,
        mut field: Vec<Choice>,
        changes: &[(Change, Choice)],
        stop: &Stop<'_>,
    ) -> Option<(Vec<Choice>, Vec<Vec<f64>>)> {
        let soon = self.depth.worth / 8;
        let mut values = arena.values(&field.iter().collect::<Vec<_>>(), 0..soon, stop)?;
        let mean = |sample: &Vec<f64>| Estimate::of(sample).mean;
        let leader = values.iter().max_by(|a, b| mean(a).total_cmp(&mean(b)))?.clone();
        let is_wanted = |place: usize| {
            let behind = Estimate::of_difference(&leader, &values[place]);
            place == 0
                || changes.iter().any(|(_, choice)| *choice == field[place])
                || behind.mean <= FAR_BEHIND * behind.stderr
        };
        let wanted: Vec<bool> = (0..field.len()).map(is_wanted).collect();
        let mut flags = wanted.iter();
        field.retain(|_| flags.next().is_some_and(|&wanted| wanted));
        let mut flags = wanted.iter();
        values.retain(|_| flags.next().is_some_and(|&wanted| wanted));
        let more = arena.values(&field.iter().collect::<Vec<_>>(), soon..self.depth.worth, stop)?;
        values.iter_mut().zip(more).for_each(|(sample, more)| sample.extend(more));
        Some((field, values))
    }

    /// Q0: as many random orders as its noise needs.
    fn random(&self, question: &Question, best: Estimate, stop: &Stop<'_>) -> Option<Estimate> {
        let sprint = question.belief.state().started;
        let source = Source::chance(question.seed, sprint);
        let mut arena =
            Arena::new(self.par, self.scenario, Arc::clone(&question.belief), source, question.through);
        let outlook = Outlook::new(self.scenario, question.belief.known());
        let mut values = Vec::new();
        let mut next = 250.min(self.depth.random.max(200));
        while values.len() < next {
            let range = values.len()..next;
            let orders: Vec<Choice> = range.map(|number| random_choice(&outlook, source, number)).collect();
            values.extend(arena.values_each(&orders, values.len(), stop)?);
            let found = Estimate::of(&values);
            if found.stderr > 0.02 * (best.mean - found.mean).abs() {
                next = (2 * next).min(self.depth.random.max(200));
            }
        }
        Some(Estimate::of(&values))
    }

    /// The share of random orders that are worth less than the decision with these values.
    fn percentile(
        &self,
        question: &Question,
        arena: &mut Arena<'_>,
        chosen: &[f64],
        stop: &Stop<'_>,
    ) -> Option<Estimate> {
        let outlook = Outlook::new(self.scenario, question.belief.known());
        let source = Source::chance(question.seed, question.belief.state().started);
        // Other orders than those of Q0.
        let numbers = self.depth.random..self.depth.random + self.depth.rivals;
        let rivals: Vec<Choice> = numbers.map(|number| random_choice(&outlook, source, number)).collect();
        let rivals: Vec<&Choice> = rivals.iter().collect();
        let values = arena.values(&rivals, 0..self.depth.rival_futures.min(chosen.len()), stop)?;
        let is_below = |rival: &Vec<f64>| {
            let ahead = Estimate::of_difference(chosen, rival).mean;
            if ahead > 0.0 {
                1.0
            } else if ahead < 0.0 {
                0.0
            } else {
                0.5
            }
        };
        Some(Estimate::of(&values.iter().map(is_below).collect::<Vec<f64>>()))
    }
}

/// (Q − Q0) ÷ (Q* − Q0) = 1 − (Q* − Q) ÷ (Q* − Q0), kept to 0 … 1. Its noise is that of a quotient of two
/// figures whose noises have nothing to do with each other, to first order.
fn accuracy(lost: Estimate, stakes: Estimate) -> Option<Estimate> {
    let share = lost.mean / stakes.mean;
    stakes.is_gain().then(|| Estimate {
        mean: (1.0 - share).clamp(0.0, 1.0),
        stderr: lost.stderr.hypot(share * stakes.stderr) / stakes.mean,
    })
}

/// The decisions of the simple rules.
fn rules(scenario: &Scenario, known: Known<'_>) -> impl Iterator<Item = Choice> {
    let rules =
        [Policy::Given, Policy::Loudest, Policy::Value, Policy::Smallest, Policy::Cd3, Policy::Deadline];
    rules.into_iter().map(move |rule| Choice::of(rule.rank(scenario, known, 0)))
}

/// A random order of all open items, arrivals included, each after what it requires.
fn random_choice(outlook: &Outlook<'_>, source: Source, number: usize) -> Choice {
    let mut generator = source.generator(number as u64, Drawing::Order, 0);
    let rank: Vec<u64> = outlook.each(|_: ItemIx| generator.random());
    Choice::of(outlook.by_rank(&rank))
}
