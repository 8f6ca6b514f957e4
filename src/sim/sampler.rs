//! The distributions of everything that a future draws, and drawing from them.

mod lots;

use std::collections::HashMap;
use std::sync::Arc;

use super::belief::Belief;
use super::luck::{Drawing, Luck, Source, Stream};
use super::quantile::{Shape, fraction};
use super::wide::widest;
use crate::scenario::{Range, Risk, Scenario, Velocity};

pub(super) use lots::Lots;

/// Futures that are run side by side.
pub(super) const LANES: usize = 8;

/// Futures for which a figure is drawn at once: so many that loops over them are compiled for the widest
/// registers.
const AT_ONCE: usize = 8 * LANES;

/// One figure in futures that are run side by side. A line of a processor's cache is as long.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(super) struct Lanes(pub(super) [f64; LANES]);

/// What one figure drew in futures that are run side by side: where in its range it lies, 0 to 1, or in which
/// Sprint a risk strikes. 24 bits are plenty for a draw, and futures are as fast as memory is.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct Draws([f32; LANES]);

/// The distributions behind a scenario's futures, made ready once to be drawn from many times.
#[derive(Clone, Debug)]
pub struct Sampler {
    shapes: Arc<Vec<Shape>>,
    effort: Vec<Figure>,
    amount: Vec<Figure>,
    rework: Vec<Figure>,
    bonus: Vec<Figure>,
    cost: Vec<Figure>,
    /// The velocity of the first Sprint; the next ones have the next rows.
    velocity: Figure,
    past: Arc<[f64]>,
    risks: Vec<Window>,
    /// How many Sprints have ended, whose velocities matter no more.
    ended: usize,
    sprints: usize,
    /// How many figures a future draws.
    rows: usize,
}

/// How one figure is drawn. One that is drawn has a row of a group of futures.
#[derive(Clone, Copy, Debug)]
enum Figure {
    Certain(f64),
    /// From low to high, by a shape.
    Spread {
        row: usize,
        shape: usize,
        low: f64,
        high: f64,
    },
    /// Uniform on [0, 1).
    Uniform {
        row: usize,
    },
    /// One of the team's past velocities, each as likely.
    Past {
        row: usize,
    },
}

/// The chance that a risk strikes, and the Sprints in which it can.
#[derive(Clone, Copy, Debug)]
struct Window {
    row: usize,
    chance: f64,
    from: u32,
    to: u32,
}

impl Sampler {
    /// The distributions that a scenario's file gives.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let mut plan = Plan::default();
        let benefits = scenario.items.iter().flat_map(|item| &item.benefits);
        let window = |risk: &Risk, row| Window { row, chance: risk.chance, from: risk.from, to: risk.to };
        let effort = scenario.items.iter().map(|item| plan.figure(item.effort)).collect();
        let amount = benefits.map(|benefit| plan.figure(benefit.amount)).collect();
        let rework = scenario.items.iter().map(|item| plan.chance(item.rework_chance)).collect();
        let bonus = scenario.goals.iter().map(|goal| plan.figure(goal.bonus)).collect();
        let cost = scenario.costs.iter().map(|&cost| plan.figure(cost)).collect();
        let risks = scenario.risks.iter().map(|risk| window(risk, plan.row())).collect();
        // Last, as the other Sprints have the rows after it.
        let (velocity, past) = match &scenario.team.velocity {
            Velocity::Range(range) => (plan.figure(*range), Vec::new()),
            Velocity::History(past) => (Figure::Past { row: plan.row() }, past.clone()),
        };
        let sprints = scenario.sprints as usize;
        let more = if matches!(velocity, Figure::Certain(_)) { 0 } else { sprints - 1 };
        Self {
            shapes: Arc::new(plan.shapes),
            effort,
            amount,
            rework,
            bonus,
            cost,
            velocity,
            past: past.into(),
            risks,
            ended: 0,
            sprints,
            rows: plan.rows + more,
        }
    }

    /// The distributions of what is not known yet under a belief; what is known is certain.
    #[must_use]
    pub fn given(scenario: &Scenario, belief: &Belief) -> Self {
        Self::new(scenario).under(scenario, belief)
    }

    /// The distributions of the same scenario under a belief.
    #[must_use]
    pub fn under(&self, scenario: &Scenario, belief: &Belief) -> Self {
        let mut under = Self { ended: belief.state().ended as usize, ..self.clone() };
        let known = belief.known();
        let certain = |figure: &mut Figure, known: Option<f64>| {
            if let Some(truth) = known {
                *figure = Figure::Certain(truth);
            }
        };
        for item in scenario.item_indexes() {
            certain(&mut under.effort[item.at()], known.true_effort(item));
            for benefit in &scenario.item(item).benefits {
                certain(&mut under.amount[benefit.slot], known.true_amount(item, benefit.slot));
            }
        }
        for (index, window) in under.risks.iter_mut().enumerate() {
            let (chance, from, to) = belief.risk(scenario, index).unwrap_or((0.0, 1, 1));
            *window = Window { chance, from, to, ..*window };
        }
        under
    }

    /// The luck of one future.
    #[must_use]
    pub fn draw(&self, source: Source, future: u64) -> Luck {
        let mut luck = Luck::default();
        self.redraw(source, future, &mut luck);
        luck
    }

    /// The luck of one future, into the memory of another.
    pub fn redraw(&self, source: Source, future: u64, luck: &mut Luck) {
        self.read(luck, |figure, drawing, index| {
            let bits = source.stream(drawing, index).bits(future);
            self.value(figure, self.share(figure, bits))
        });
        luck.strikes.clear();
        luck.strikes.extend(self.risks.iter().enumerate().map(|(index, window)| {
            let bits = |drawing| source.stream(drawing, index).bits(future);
            sprint_of(window.strike(bits(Drawing::Strike), bits(Drawing::Moment)))
        }));
    }

    /// Reads all figures but the risks into the luck of a future.
    fn read(&self, luck: &mut Luck, mut value: impl FnMut(Figure, Drawing, usize) -> f64) {
        let mut fill = |into: &mut Vec<f64>, drawing, figures: &[Figure]| {
            into.clear();
            into.extend(figures.iter().enumerate().map(|(index, figure)| value(*figure, drawing, index)));
        };
        fill(&mut luck.effort, Drawing::Effort, &self.effort);
        fill(&mut luck.amount, Drawing::Amount, &self.amount);
        fill(&mut luck.rework, Drawing::Rework, &self.rework);
        fill(&mut luck.bonus, Drawing::Bonus, &self.bonus);
        fill(&mut luck.cost, Drawing::Cost, &self.cost);
        luck.velocity.clear();
        luck.velocity.resize(self.ended, 0.0);
        let left = self.ended..self.sprints;
        luck.velocity.extend(left.map(|sprint| value(self.velocity_in(sprint), Drawing::Velocity, sprint)));
    }

    /// How many figures a future draws.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Draws the futures from `first` on, [`LANES`] of them into each group of rows.
    pub(super) fn fill(&self, source: Source, first: u64, groups: &mut [Draws]) {
        widest(
            #[inline(always)]
            || self.fill_rows(source, first, groups),
        );
    }

    #[inline(always)]
    fn fill_rows(&self, source: Source, first: u64, groups: &mut [Draws]) {
        let kinds = [
            (&self.effort, Drawing::Effort),
            (&self.amount, Drawing::Amount),
            (&self.rework, Drawing::Rework),
            (&self.bonus, Drawing::Bonus),
            (&self.cost, Drawing::Cost),
        ];
        for (figures, drawing) in kinds {
            for (index, figure) in figures.iter().enumerate() {
                self.fill_row(*figure, source.stream(drawing, index), first, groups);
            }
        }
        for sprint in self.ended..self.sprints {
            let stream = source.stream(Drawing::Velocity, sprint);
            self.fill_row(self.velocity_in(sprint), stream, first, groups);
        }
        for (index, window) in self.risks.iter().enumerate() {
            let whether = source.stream(Drawing::Strike, index);
            let when = source.stream(Drawing::Moment, index);
            self.each(
                groups,
                window.row,
                first,
                #[inline(always)]
                |first| {
                    let (whether, when) =
                        (whether.bits_from::<AT_ONCE>(first), when.bits_from::<AT_ONCE>(first));
                    let mut strikes = [0.0; AT_ONCE];
                    for (place, strike) in strikes.iter_mut().enumerate() {
                        *strike = window.strike(whether[place], when[place]);
                    }
                    strikes
                },
            );
        }
    }

    #[inline(always)]
    fn fill_row(&self, figure: Figure, stream: Stream, first: u64, groups: &mut [Draws]) {
        // What kind of figure it is, is asked once a row.
        match figure {
            Figure::Certain(_) => {}
            Figure::Spread { row, shape, .. } => {
                let shape = &self.shapes[shape];
                self.each(
                    groups,
                    row,
                    first,
                    #[inline(always)]
                    |first| shape.at(&stream.bits_from(first)),
                );
            }
            Figure::Uniform { row } | Figure::Past { row } => {
                self.each(
                    groups,
                    row,
                    first,
                    #[inline(always)]
                    |first| {
                        let mut shares = [0.0; AT_ONCE];
                        for (share, bits) in shares.iter_mut().zip(stream.bits_from::<AT_ONCE>(first)) {
                            *share = uniform(bits);
                        }
                        shares
                    },
                );
            }
        }
    }

    /// Draws a row of groups, many futures at a time.
    #[inline(always)]
    fn each(&self, groups: &mut [Draws], row: usize, first: u64, draw: impl Fn(u64) -> [f32; AT_ONCE]) {
        for start in (0..groups.len() / self.rows).step_by(AT_ONCE / LANES) {
            let drawn = draw(first + (start * LANES) as u64);
            let (drawn, _) = drawn.as_chunks();
            for (place, drawn) in drawn.iter().enumerate() {
                let Some(draws) = groups.get_mut((start + place) * self.rows + row) else { break };
                draws.0 = *drawn;
            }
        }
    }

    /// What random bits mean for a figure.
    fn share(&self, figure: Figure, bits: u64) -> f32 {
        match figure {
            Figure::Certain(_) => 0.0,
            Figure::Spread { shape, .. } => self.shapes[shape].at(&[bits])[0],
            Figure::Uniform { .. } | Figure::Past { .. } => uniform(bits),
        }
    }

    /// The figure that was drawn.
    fn value(&self, figure: Figure, share: f32) -> f64 {
        match figure {
            Figure::Certain(value) => value,
            Figure::Spread { low, high, .. } => within(low, high, f64::from(share)),
            Figure::Uniform { .. } => f64::from(share),
            // A share is below 1 by 2⁻²⁴ at least.
            Figure::Past { .. } => self.past[(f64::from(share) * self.past.len() as f64) as usize],
        }
    }

    fn velocity_in(&self, sprint: usize) -> Figure {
        match self.velocity {
            Figure::Spread { row, shape, low, high } => {
                Figure::Spread { row: row + sprint, shape, low, high }
            }
            Figure::Past { row } => Figure::Past { row: row + sprint },
            certain => certain,
        }
    }
}

/// A point of a range. Written so that rounding cannot leave it.
#[inline(always)]
fn within(low: f64, high: f64, share: f64) -> f64 {
    let value = low + (high - low) * share;
    if value < high { value } else { high }
}

/// Bits as a number on [0, 1), rounded down to what is exact.
#[inline(always)]
fn uniform(bits: u64) -> f32 {
    (bits >> 40) as f32 * (1.0 / (1_u32 << 24) as f32)
}

/// The Sprint that a risk's draw stands for; 0 is none.
fn sprint_of(draw: f32) -> Option<u32> {
    let sprint = draw as u32;
    (sprint > 0).then_some(sprint)
}

impl Window {
    /// The Sprint in which a risk strikes; 0 if it does not.
    fn strike(self, whether: u64, when: u64) -> f32 {
        let places = u64::from(self.to - self.from + 1);
        let place = (places * (when >> 32)) >> 32;
        if fraction(whether) < self.chance { (u64::from(self.from) + place) as f32 } else { 0.0 }
    }
}

/// Gives out rows and shapes. Most files use few shapes, and one takes a while to compute.
#[derive(Default)]
struct Plan {
    rows: usize,
    shapes: Vec<Shape>,
    by_alpha: HashMap<u64, usize>,
}

impl Plan {
    fn row(&mut self) -> usize {
        self.rows += 1;
        self.rows - 1
    }

    fn figure(&mut self, range: Range) -> Figure {
        let Some((alpha, beta)) = range.shape() else { return Figure::Certain(range.likely()) };
        let shapes = &mut self.shapes;
        let shape = *self.by_alpha.entry(alpha.to_bits()).or_insert_with(|| {
            shapes.push(Shape::new((alpha, beta)));
            shapes.len() - 1
        });
        Figure::Spread { row: self.row(), shape, low: range.low(), high: range.high() }
    }

    /// Luck that is compared with a chance. What is certain needs none.
    fn chance(&mut self, chance: f64) -> Figure {
        if chance == 0.0 || chance == 1.0 {
            return Figure::Certain(1.0 - chance);
        }
        Figure::Uniform { row: self.row() }
    }
}
