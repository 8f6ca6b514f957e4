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

impl<'a> Ensemble<'a> {
    /// Makes an order, held to the end, ready to be run. Trust is kept only where it is asked for or matters.
    pub(super) fn plan(&'a self, order: &'a [ItemIx], keeps_trust: bool) -> Plan<'a> {
        let course = self.terms.and_then(|terms| {
            let mut course = Course::new(self.scenario, self.state, terms, order)?;
            course.keeps_trust = keeps_trust || terms.must_keep_trust();
            Some(course)
        });
        Plan { ensemble: self, order, course }
    }
}

/// An order that is held to the end, in the futures that it is run on.
pub(super) struct Plan<'a> {
    ensemble: &'a Ensemble<'a>,
    order: &'a [ItemIx],
    /// How its futures are run side by side, if they can be.
    course: Option<Course<'a>>,
}

impl Plan<'_> {
    /// Runs futures in this memory.
    pub(super) fn runner(&self, mut memory: Memory) -> Runner<'_> {
        let Ensemble { scenario, state, .. } = *self.ensemble;
        let way = match &self.course {
            Some(course) => {
                memory.outcome.reset(scenario, state.ended, course.items());
                Way::SideBySide(course)
            }
            None => Way::OneByOne(Box::new(OneByOne::new(state, self.order))),
        };
        Runner { ensemble: self.ensemble, way, memory }
    }
}

/// Memory to run futures in. What was run in it changes nothing for what comes next: it only saves the time
/// to ask for it again.
#[derive(Debug, Default)]
pub struct Memory {
    group: Box<Group>,
    outcome: Outcome,
    /// Luck that is not kept.
    drawn: Vec<Draws>,
}

/// Runs futures with an order held to the end.
pub(super) struct Runner<'a> {
    ensemble: &'a Ensemble<'a>,
    way: Way<'a>,
    memory: Memory,
}

/// How futures are run.
enum Way<'a> {
    SideBySide(&'a Course<'a>),
    OneByOne(Box<OneByOne>),
}

impl Runner<'_> {
    /// Gives the memory back.
    pub(super) fn into_memory(self) -> Memory {
        self.memory
    }

    /// Runs futures, and shows them group by group: the number of a group's first future, and what came of
    /// its futures. A group always has [`LANES`] of them.
    pub(super) fn run(&mut self, futures: Range<usize>, mut show: impl FnMut(usize, &Outcome)) {
        let groups = futures.start / LANES..futures.end.div_ceil(LANES);
        let (sampler, rows) = (self.ensemble.sampler, self.ensemble.sampler.rows());
        let Self { ensemble, way, memory: Memory { group, outcome, drawn } } = self;
        let mut run = |number: usize, draws: &[Draws], place: usize| {
            let lots = Lots { sampler, draws: &draws[place * rows..(place + 1) * rows] };
            match way {
                Way::SideBySide(course) => widest(
                    #[inline(always)]
                    || group.run(course, lots, outcome),
                ),
                Way::OneByOne(one_by_one) => one_by_one.run(ensemble.scenario, lots, outcome),
            }
            show(number * LANES, outcome);
        };
        match ensemble.supply {
            Supply::Kept(kept) => groups.for_each(|group| run(group, kept, group)),
            Supply::Drawn(source) => {
                let at_once = (DRAWN_AT_ONCE / (rows.max(1) * LANES)).max(1);
                let room = at_once.min(groups.len()) * rows;
                if drawn.len() < room {
                    drawn.resize(room, Draws::default());
                }
                for start in groups.clone().step_by(at_once) {
                    let count = at_once.min(groups.end - start);
                    sampler.fill(source, (start * LANES) as u64, &mut drawn[..count * rows]);
                    (0..count).for_each(|place| run(start + place, drawn, place));
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
