//! A player who looks ahead: in each Sprint the order and the conversations with the best worth found.
//!
//! **What is compared.** An [`Idea`] is a decision for this Sprint, and then either Par from the next Sprint on,
//! or the order held to the end. The player can go on in both ways, so what an idea gives in imagined futures is
//! no more than what it is worth to somebody who orders afresh in every Sprint (a rollout with more than one
//! base policy: Bertsekas, Tsitsiklis and Wu, 1997; Chang, Givan and Chong, 2004). The base is the better of two
//! ideas: Par's order, then Par; and what remains of the plan, held. The plan is the best fixed order to begin
//! with, and after that the last idea that was meant to be held.
//!
//! **What is thought of.** From both bases: each of the next items put first with what it needs; the first one
//! left out; experiments put first, with Par after what they told; a conversation about each of the next items
//! that are not clear. Then the same changes to the best so far, conversations included.
//!
//! **How it is decided.** All ideas meet a few imagined futures, the better half of them twice as many, and so on
//! ([`race`](super::race::race)). The base is left only for a gain of more than its standard error on futures
//! that had no part in the choice.
//!
//! The first Sprint is the same in all futures of a belief, so it is thought through once and with more care.
//! What is imagined grows from the seed, the number of the future and the Sprint, and agrees with what is known;
//! nothing else is looked at.

use std::ops::Range;

use super::arena::Stop;
use super::estimate::Estimate;
use super::moves::package;
use super::par::{Par, Planner, Reach};
use super::race::race;
use super::rollout::{Choice, Rollout, ThenPar};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Luck, Sampler, Source, State};

/// A product of items and Sprints from which on less is thought, because each imagined future takes longer.
const LARGE: usize = 1_000;

/// How much is thought before a Sprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Care {
    /// Imagined futures on which the last ideas are compared.
    futures: usize,
    /// Others, which confirm the best one.
    confirming: usize,
    /// How often what is best so far is looked for; in all but the first round by changing it.
    rounds: usize,
    /// Items from the top that are tried in first place.
    firsts: usize,
    /// Items from the top that are not clear, and are tried in a conversation.
    talks: usize,
}

impl Care {
    /// Before the first Sprint, which is the same in all futures.
    fn opening(scenario: &Scenario) -> Self {
        if is_large(scenario) {
            Self { futures: 64, confirming: 64, rounds: 2, firsts: 12, talks: 4 }
        } else {
            Self { futures: 256, confirming: 512, rounds: 6, firsts: 40, talks: 12 }
        }
    }

    /// Before any other.
    fn later(scenario: &Scenario) -> Self {
        if is_large(scenario) {
            Self { futures: 16, confirming: 16, rounds: 1, firsts: 4, talks: 2 }
        } else {
            Self { futures: 16, confirming: 32, rounds: 2, firsts: 4, talks: 2 }
        }
    }
}

/// When something is thought.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occasion {
    /// Whether it is before the first Sprint, and as it is in every future.
    pub(super) is_opening: bool,
    /// Where the imagined futures come from.
    source: Source,
    care: Care,
}

impl Occasion {
    /// Before the Sprint that is being ordered, in the future of this number; `first` is where all of them begin.
    pub(super) fn of(scenario: &Scenario, first: &State, now: &State, (seed, future): (u64, usize)) -> Self {
        let is_opening = now.ended == first.ended && now.risks == first.risks;
        let (future, care) = if is_opening {
            (u64::MAX, Care::opening(scenario))
        } else {
            (future as u64, Care::later(scenario))
        };
        Self { is_opening, source: Source::imagined(seed, future, now.started), care }
    }
}

fn is_large(scenario: &Scenario) -> bool {
    scenario.items.len() * scenario.sprints as usize > LARGE
}

/// What could be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Idea {
    /// In this Sprint.
    pub(super) choice: Choice,
    /// Whether the order is held to the end; else Par orders from the next Sprint on.
    pub(super) is_held: bool,
}

impl Idea {
    fn of(order: Vec<ItemIx>, is_held: bool) -> Self {
        Self { choice: Choice::of(order), is_held }
    }
}

/// Somebody who imagines futures, with the memory for it.
#[derive(Debug)]
pub(super) struct Lookahead<'p> {
    scenario: &'p Scenario,
    /// The distributions of the file.
    sampler: Sampler,
    rollout: Rollout,
    planner: Planner<'p>,
    lucks: Vec<Luck>,
}

/// What is imagined before one Sprint.
struct Imagined<'m, 'p> {
    mind: &'m mut Lookahead<'p>,
    /// The distributions of what is not known.
    sampler: Sampler,
    source: Source,
    state: &'m State,
    /// How many futures were drawn.
    drawn: usize,
    stop: &'m Stop<'m>,
}

impl<'p> Lookahead<'p> {
    pub(super) fn new(scenario: &'p Scenario, par: &'p Par<'p>) -> Self {
        Self {
            scenario,
            sampler: Sampler::new(scenario),
            rollout: Rollout::new(scenario),
            planner: Planner::new(par),
            lucks: Vec::new(),
        }
    }

    /// The best idea found for the Sprint that is being ordered; `plan` is the order that was meant to be held.
    /// `None` if it was to stop.
    pub(super) fn decide(
        &mut self,
        belief: &Belief,
        Occasion { source, care, .. }: Occasion,
        plan: &[ItemIx],
        stop: &Stop<'_>,
    ) -> Option<Idea> {
        let state = belief.state();
        let mut by_par = Vec::new();
        self.planner.order(belief.known(), Reach::Sprint, &mut by_par);
        let is_open = |item: &ItemIx| state.item(*item).done().is_none();
        let left: Vec<ItemIx> = plan.iter().copied().filter(is_open).collect();
        let bases = [Idea::of(by_par, false), Idea::of(left, true)];
        let sampler = self.sampler.under(self.scenario, belief);
        let mut imagined = Imagined { mind: self, sampler, source, state, drawn: 0, stop };

        let mut field = bases.to_vec();
        // The plan in this Sprint, and then Par.
        field.push(Idea { is_held: false, ..bases[1].clone() });
        field.extend(bases.iter().flat_map(|base| imagined.around(base, care)));
        let mut best = imagined.best(&field, care)?;
        for _ in 1..care.rounds {
            let mut field = vec![best.clone()];
            field.extend(imagined.around(&best, care));
            let better = imagined.best(&field, care)?;
            if better == best {
                break;
            }
            best = better;
        }
        imagined.confirm(best, bases, care)
    }
}

impl Imagined<'_, '_> {
    /// What is best in the imagined futures.
    fn best(&mut self, field: &[Idea], care: Care) -> Option<Idea> {
        let values = |ideas: &[&Idea], futures: Range<usize>| {
            ideas.iter().map(|idea| self.values(idea, futures.clone())).collect()
        };
        let ranking = race(field, 1, care.futures, values)?;
        ranking.first().map(|&first| field[first].clone())
    }

    /// The better base, or an idea that gains on it in futures that were not looked at before.
    fn confirm(&mut self, idea: Idea, bases: [Idea; 2], care: Care) -> Option<Idea> {
        let fresh = care.futures..care.futures + care.confirming;
        let [by_par, held] = bases;
        let (of_par, of_held) = (self.values(&by_par, fresh.clone())?, self.values(&held, fresh.clone())?);
        let is_par_ahead = Estimate::of_difference(&of_par, &of_held).mean > 0.0;
        let (base, known) = if is_par_ahead { (by_par, of_par) } else { (held, of_held) };
        if idea == base {
            return Some(base);
        }
        let gain = Estimate::of_difference(&self.values(&idea, fresh)?, &known);
        Some(if gain.mean > gain.stderr { idea } else { base })
    }

    /// V of an idea in some imagined futures, value units. `None` if it was to stop.
    fn values(&mut self, idea: &Idea, futures: Range<usize>) -> Option<Vec<f64>> {
        if (self.stop)() {
            return None;
        }
        let Lookahead { scenario, rollout, planner, lucks, .. } = &mut *self.mind;
        if lucks.len() < futures.end {
            lucks.resize_with(futures.end, Luck::default);
        }
        for (future, luck) in lucks.iter_mut().enumerate().take(futures.end).skip(self.drawn) {
            self.sampler.redraw(self.source, future as u64, luck);
        }
        self.drawn = self.drawn.max(futures.end);
        let through = if idea.is_held { u32::MAX } else { self.state.started };
        let value = |luck: &Luck| {
            let mut then_par = ThenPar { choice: &idea.choice, through, is_made: false, planner };
            rollout.play(scenario, luck, self.state, &mut then_par, &mut ())
        };
        Some(lucks[futures].iter().map(value).collect())
    }

    /// What could be done in place of an idea.
    fn around(&self, base: &Idea, care: Care) -> Vec<Idea> {
        let (scenario, state) = (self.mind.scenario, self.state);
        let Idea { choice: Choice { order, talks }, is_held } = base;
        let with =
            |order: Vec<ItemIx>, is_held| Idea { choice: Choice { order, talks: talks.clone() }, is_held };
        let mut ideas = Vec::new();
        if let Some(&first) = order.iter().find(|item| state.workable(scenario, **item)) {
            ideas.push(with(order.iter().copied().filter(|&item| item != first).collect(), *is_held));
        }
        // What an experiment tells can be used only by somebody who orders afresh.
        let experiments = scenario.item_indexes().filter(|&item| scenario.item(item).is_experiment());
        let mut firsts: Vec<(ItemIx, bool)> = experiments.map(|item| (item, false)).collect();
        firsts.extend(order.iter().take(care.firsts).map(|&item| (item, *is_held)));
        for (item, is_held) in firsts {
            let package = package(scenario, state, item);
            let is_here = !package.is_empty() && package.iter().all(|&needed| state.item(needed).arrived);
            if is_here && !order.starts_with(&package) {
                let rest = order.iter().filter(|item| !package.contains(item));
                ideas.push(with(package.iter().chain(rest).copied().collect(), is_held));
            }
        }
        let unclear = order.iter().filter(|item| state.item(**item).can_be_refined());
        let places = scenario.refined_per_sprint() as usize;
        for &item in unclear.take(if places == 0 { 0 } else { care.talks }) {
            if talks.first() != Some(&item) {
                let others = talks.iter().copied().filter(|&other| other != item);
                let talks = std::iter::once(item).chain(others).take(places).collect();
                ideas.push(Idea { choice: Choice { order: order.clone(), talks }, is_held: *is_held });
            }
        }
        ideas
    }
}
