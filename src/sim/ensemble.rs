//! The futures that a forecast runs: where their luck comes from, and how they are run.

use std::ops::Range;

use super::lanes::{Course, Group, Terms};
use super::luck::{Luck, Source};
use super::outcome::Outcome;
use super::sampler::{Draws, LANES, Lots, Sampler};
use super::sprint::{Run, Scratch, play_out};
use super::state::State;
use super::wide::widest;
use crate::scenario::{ItemIx, Scenario};

/// Figures that are drawn at once where luck is not kept: no more than a processor has near.
const DRAWN_AT_ONCE: usize = 1 << 15;

/// Where the luck of futures comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Supply<'a> {
    /// It was drawn before: group by group, row by row.
    Kept(&'a [Draws]),
    /// It is drawn when it is needed, and not kept.
    Drawn(Source),
}

/// Futures of one belief.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ensemble<'a> {
    pub(super) scenario: &'a Scenario,
    /// Where they start.
    pub(super) state: &'a State,
    /// How they are run side by side, if they can be.
    pub(super) terms: Option<&'a Terms>,
    pub(super) sampler: &'a Sampler,
    pub(super) supply: Supply<'a>,
}

impl Ensemble<'_> {
    /// Runs futures with an order held to the end, and shows them group by group: the number of a group's
    /// first future, and what came of its futures. A group always has [`LANES`] of them.
    pub(super) fn run(
        &self,
        order: &[ItemIx],
        futures: Range<usize>,
        keeps_trust: bool,
        mut show: impl FnMut(usize, &Outcome),
    ) {
        let groups = futures.start / LANES..futures.end.div_ceil(LANES);
        let mut outcome = Outcome::default();
        if let Some(terms) = self.terms {
            let mut course = Course::new(self.scenario, self.state, terms, order);
            course.keeps_trust = keeps_trust || terms.must_keep_trust();
            let mut group = Group::default();
            self.each_group(groups, |number, lots| {
                widest(
                    #[inline(always)]
                    || group.run(&course, lots, &mut outcome),
                );
                show(number * LANES, &outcome);
            });
        } else {
            let mut one_by_one = OneByOne::new(self.state, order);
            self.each_group(groups, |number, lots| {
                one_by_one.run(self.scenario, lots, &mut outcome);
                show(number * LANES, &outcome);
            });
        }
    }

    /// Shows the luck of groups, one after the other.
    fn each_group(&self, groups: Range<usize>, mut show: impl FnMut(usize, Lots<'_>)) {
        let (sampler, rows) = (self.sampler, self.sampler.rows());
        let mut show = |number, draws: &[Draws], place: usize| {
            show(number, Lots { sampler, draws: &draws[place * rows..(place + 1) * rows] });
        };
        match self.supply {
            Supply::Kept(kept) => groups.for_each(|group| show(group, kept, group)),
            Supply::Drawn(source) => {
                let at_once = (DRAWN_AT_ONCE / (rows.max(1) * LANES)).max(1);
                let mut drawn = vec![Draws::default(); at_once.min(groups.len()) * rows];
                for start in groups.clone().step_by(at_once) {
                    let count = at_once.min(groups.end - start);
                    let drawn = &mut drawn[..count * rows];
                    sampler.fill(source, (start * LANES) as u64, drawn);
                    (0..count).for_each(|place| show(start + place, drawn, place));
                }
            }
        }
    }
}

/// Runs the futures of a group one by one, for scenarios in which they take different courses.
struct OneByOne {
    first: State,
    state: State,
    luck: Luck,
    scratch: Scratch,
}

impl OneByOne {
    fn new(state: &State, order: &[ItemIx]) -> Self {
        let mut first = state.clone();
        first.order = order.to_vec();
        Self { state: first.clone(), first, luck: Luck::default(), scratch: Scratch::default() }
    }

    fn run(&mut self, scenario: &Scenario, lots: Lots<'_>, outcome: &mut Outcome) {
        outcome.reset(scenario, self.first.ended, scenario.item_indexes());
        for lane in 0..LANES {
            lots.read(lane, &mut self.luck);
            self.state.clone_from(&self.first);
            let mut run = Run::with_scratch(scenario, &self.luck, std::mem::take(&mut self.scratch));
            play_out(scenario, &mut run, &mut self.state, |sprint, value| {
                outcome.totals[(sprint - self.first.ended) as usize - 1].0[lane] = value;
            });
            self.scratch = run.into_scratch();
            outcome.take(&self.state, lane);
        }
    }
}
