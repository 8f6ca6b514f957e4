//! Which of many decisions is best: a race on common futures.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::arena::{Arena, Mark, Stop};
use super::estimate::Estimate;
use super::moves::{Change, neighbours};
use super::par::Par;
use super::rollout::Choice;
use crate::scenario::Scenario;
use crate::sim::{Belief, Source};

/// Futures of the first heat.
const HEAT: usize = 8;

/// A decision that is behind by more standard errors than this is out at once.
const BEHIND: f64 = 3.0;

/// The best of some candidates, the best one first, at most `keep`; `values` gives V of each of some of them in
/// each of some futures.
///
/// Successive halving (Jamieson and Talwalkar, 2016): all are run on a few common futures, the better half on
/// twice as many, and so on to `futures`. What is clearly behind the leader leaves at once (racing: Maron and
/// Moore, 1994). Differences are paired. `None` if it was to stop.
pub(super) fn race<T>(
    field: &[T],
    keep: usize,
    futures: usize,
    mut values: impl FnMut(&[&T], Range<usize>) -> Option<Vec<Vec<f64>>>,
) -> Option<Vec<usize>> {
    let mut runners: Vec<(usize, Vec<f64>)> = (0..field.len()).map(|index| (index, Vec::new())).collect();
    let (mut run, mut next) = (0, HEAT.min(futures));
    while runners.len() > 1 && run < next {
        let left: Vec<&T> = runners.iter().map(|(index, _)| &field[*index]).collect();
        for ((_, sample), more) in runners.iter_mut().zip(values(&left, run..next)?) {
            sample.extend(more);
        }
        let mean = |sample: &[f64]| sample.iter().sum::<f64>();
        // A stable sort: what was named first is first among equals.
        runners.sort_by(|a, b| mean(&b.1).total_cmp(&mean(&a.1)));
        if next < futures {
            runners.truncate(keep.max(runners.len().div_ceil(2)));
        } else {
            runners.truncate(keep);
        }
        let leader = runners[0].1.clone();
        runners.retain(|(_, sample)| {
            let behind = Estimate::of_difference(&leader, sample);
            behind.mean <= BEHIND * behind.stderr.max(f64::MIN_POSITIVE)
        });
        (run, next) = (next, (2 * next).min(futures));
    }
    Some(runners.into_iter().map(|(index, _)| index).collect())
}

/// How much a search may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    /// Futures on which the last of a race are compared.
    pub(super) futures: usize,
    /// How often the best so far is changed in one place.
    pub(super) rounds: usize,
    /// How many come out of each race to be confirmed.
    pub(super) keep: usize,
}

/// A search for good decisions in one belief, on futures of its own.
pub(super) struct Search<'a, 'p> {
    pub(super) arena: Arena<'p>,
    pub(super) budget: Budget,
    pub(super) stop: &'a Stop<'a>,
}

impl<'a, 'p> Search<'a, 'p> {
    pub(super) fn new(
        par: &'p Par<'p>,
        scenario: &'p Arc<Scenario>,
        belief: &Arc<Belief>,
        source: Source,
        budget: Budget,
        stop: &'a Stop<'a>,
    ) -> Self {
        let through = belief.state().started;
        Self { arena: Arena::new(par, scenario, Arc::clone(belief), source, through), budget, stop }
    }

    /// Good decisions, from some to start with: the winner is changed in one place again and again, as long as
    /// that wins. Only what can be worked on or refined in this Sprint is looked at, and what does the same
    /// is tried once.
    pub(super) fn run(&mut self, starts: &[Choice]) -> Option<Vec<Choice>> {
        let mut tried: HashSet<Mark> = HashSet::new();
        let mut starts = starts.to_vec();
        starts.retain(|choice| tried.insert(self.arena.look(choice).1));
        let Budget { rounds, keep, .. } = self.budget;
        let ranking = self.race(&starts, keep)?;
        let mut found: Vec<Choice> = ranking.into_iter().map(|index| starts[index].clone()).collect();
        for _ in 0..rounds {
            let Some(best) = found.first().cloned() else { break };
            let mut field = vec![best.clone()];
            for (_, choice) in self.around(&best, &starts) {
                if tried.insert(self.arena.look(&choice).1) {
                    field.push(choice);
                }
            }
            let ranking = self.race(&field, keep)?;
            let is_over = ranking.first() == Some(&0);
            let others = ranking.into_iter().map(|index| field[index].clone());
            let mut better: Vec<Choice> = others.filter(|choice| *choice != best).collect();
            if is_over {
                found.append(&mut better);
                break;
            }
            better.append(&mut found);
            found = better;
        }
        Some(found)
    }

    /// The single changes to a decision that would do most good, best first: at most `keep`, each a change to
    /// what is worked on or refined.
    pub(super) fn changes(
        &mut self,
        base: &Choice,
        hints: &[Choice],
        keep: usize,
    ) -> Option<Vec<(Change, Choice)>> {
        let mut tried: HashSet<Mark> = HashSet::from([self.arena.look(base).1]);
        let mut changes = self.around(base, hints);
        changes.retain(|(_, choice)| tried.insert(self.arena.look(choice).1));
        let field: Vec<Choice> = changes.iter().map(|(_, choice)| choice.clone()).collect();
        let ranking = self.race(&field, keep)?;
        Some(ranking.into_iter().map(|index| changes[index].clone()).collect())
    }

    fn race(&mut self, field: &[Choice], keep: usize) -> Option<Vec<usize>> {
        let Self { arena, budget, stop } = self;
        race(field, keep, budget.futures, |choices, futures| arena.values(choices, futures, stop))
    }

    fn around(&mut self, base: &Choice, hints: &[Choice]) -> Vec<(Change, Choice)> {
        let (reached, _) = self.arena.look(base);
        let hints: Vec<_> = hints.iter().take(2).map(|hint| &hint.order[..]).collect();
        neighbours(self.arena.scenario(), self.arena.belief().state(), base, &reached, &hints)
    }
}
