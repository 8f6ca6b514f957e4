//! Reading the luck of a group of futures that was drawn.

use super::{Draws, Figure, LANES, Sampler, sprint_of, within};
use crate::sim::Luck;

/// The luck of a group of futures.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Lots<'a> {
    pub(in crate::sim) sampler: &'a Sampler,
    /// What was drawn, row by row.
    pub(in crate::sim) draws: &'a [Draws],
}

impl Lots<'_> {
    /// An item's true effort in each future.
    #[inline(always)]
    pub(in crate::sim) fn effort(self, item: usize) -> [f64; LANES] {
        self.lanes(self.sampler.effort[item])
    }

    /// A benefit's true amount.
    #[inline(always)]
    pub(in crate::sim) fn amount(self, slot: usize) -> [f64; LANES] {
        self.lanes(self.sampler.amount[slot])
    }

    /// A benefit's amount in one of the futures, value units.
    #[inline(always)]
    pub(in crate::sim) fn amount_in(self, slot: usize, lane: usize) -> f64 {
        self.one(self.sampler.amount[slot], lane)
    }

    /// An item's rework luck.
    #[inline(always)]
    pub(in crate::sim) fn rework(self, item: usize) -> [f64; LANES] {
        self.lanes(self.sampler.rework[item])
    }

    /// A goal's true bonus.
    pub(in crate::sim) fn bonus(self, goal: usize) -> [f64; LANES] {
        self.lanes(self.sampler.bonus[goal])
    }

    /// A cost effect's true amount in one future.
    pub(in crate::sim) fn cost(self, slot: usize, lane: usize) -> f64 {
        self.one(self.sampler.cost[slot], lane)
    }

    /// The velocity of a Sprint, from 1.
    #[inline(always)]
    pub(in crate::sim) fn velocity(self, sprint: u32) -> [f64; LANES] {
        self.lanes(self.sampler.velocity_in(sprint as usize - 1))
    }

    /// Whether a risk strikes in a Sprint of one future.
    pub(in crate::sim) fn strikes(self, risk: usize, sprint: u32, lane: usize) -> bool {
        self.draws[self.sampler.risks[risk].row].0[lane] == sprint as f32
    }

    /// The luck of one future.
    pub(in crate::sim) fn read(self, lane: usize, luck: &mut Luck) {
        self.sampler.read(luck, |figure, _, _| self.one(figure, lane));
        luck.strikes.clear();
        let risks = self.sampler.risks.iter();
        luck.strikes.extend(risks.map(|window| sprint_of(self.draws[window.row].0[lane])));
    }

    fn one(self, figure: Figure, lane: usize) -> f64 {
        match figure {
            Figure::Certain(value) => value,
            Figure::Spread { row, .. } | Figure::Uniform { row } | Figure::Past { row } => {
                self.sampler.value(figure, self.draws[row].0[lane])
            }
        }
    }

    #[inline(always)]
    fn lanes(self, figure: Figure) -> [f64; LANES] {
        match figure {
            Figure::Certain(value) => [value; LANES],
            Figure::Spread { row, low, high, .. } => spread(low, high, &self.draws[row]),
            Figure::Uniform { row } | Figure::Past { row } => {
                let mut lanes = [0.0; LANES];
                for (lane, draw) in lanes.iter_mut().zip(&self.draws[row].0) {
                    *lane = self.sampler.value(figure, *draw);
                }
                lanes
            }
        }
    }
}

/// Points of a range.
#[inline(always)]
fn spread(low: f64, high: f64, shares: &Draws) -> [f64; LANES] {
    // In two plain loops: as one, it is not compiled for the widest registers.
    let shares = &shares.0;
    let (mut wide, mut lanes) = ([0.0; LANES], [0.0; LANES]);
    for lane in 0..LANES {
        wide[lane] = f64::from(shares[lane]);
    }
    for lane in 0..LANES {
        lanes[lane] = within(low, high, wide[lane]);
    }
    lanes
}
