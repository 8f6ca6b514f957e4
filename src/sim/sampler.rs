//! The distributions of everything that a future draws, and drawing from them.

use std::collections::HashMap;
use std::ops::Range;

use super::belief::Belief;
use super::luck::{Drawing, Luck, Source, uniform};
use super::quantile::{Quantiles, Shape};
use crate::scenario::{self, Scenario, Velocity};

/// Futures that are run side by side.
pub(super) const LANES: usize = 8;

/// One figure in futures that are run side by side. A line of a processor's cache is as long.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(super) struct Lanes(pub(super) [f64; LANES]);

/// The distributions behind a scenario's futures, made ready once to be drawn from many times.
#[derive(Clone, Debug)]
pub struct Sampler {
    /// The figures of a future, row by row; but the velocities have one for all Sprints.
    effort: Vec<Figure>,
    amount: Vec<Figure>,
    rework: Vec<Figure>,
    bonus: Vec<Figure>,
    cost: Vec<Figure>,
    velocity: Figure,
    risks: Vec<Window>,
    /// How many Sprints have ended, whose velocities matter no more.
    ended: usize,
    sprints: usize,
}

/// How one figure is drawn.
#[derive(Clone, Debug)]
enum Figure {
    Certain(f64),
    Spread(Quantiles),
    Uniform,
    /// One of these, each as likely.
    Past(Vec<f64>),
}

/// The chance that a risk strikes, and the Sprints in which it can.
#[derive(Clone, Copy, Debug)]
struct Window {
    chance: f64,
    from: u32,
    to: u32,
}

/// Where the figures of a future lie among each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    /// Each item's effort; they come first.
    pub(super) effort: usize,
    /// Each benefit's amount.
    pub(super) amount: usize,
    /// Each item's rework luck.
    pub(super) rework: usize,
    /// Each goal's bonus.
    pub(super) bonus: usize,
    /// Each cost effect's amount.
    pub(super) cost: usize,
    /// Each Sprint's velocity, from the first.
    pub(super) velocity: usize,
    /// The Sprint in which each risk strikes, 0 if it does not.
    pub(super) strike: usize,
    /// How many figures there are.
    pub(super) count: usize,
}

impl Sampler {
    /// The distributions that a scenario's file gives.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        Self::given(scenario, &Belief::initial(scenario))
    }

    /// The distributions of what is not known yet under a belief; what is known is certain.
    #[must_use]
    pub fn given(scenario: &Scenario, belief: &Belief) -> Self {
        let mut shapes = Shapes::default();
        let mut figure = |range: scenario::Range, known: Option<f64>| match known {
            Some(truth) => Figure::Certain(truth),
            None => shapes.figure(range),
        };
        let items = || scenario.item_indexes().zip(&scenario.items);
        let benefits = scenario.items.iter().flat_map(|item| &item.benefits);
        let rework = |chance: f64| if chance == 0.0 { Figure::Certain(1.0) } else { Figure::Uniform };
        let window = |index| {
            let (chance, from, to) = belief.risk(scenario, index).unwrap_or((0.0, 1, 1));
            Window { chance, from, to }
        };
        Self {
            effort: items().map(|(ix, item)| figure(item.effort, belief.known_effort(ix))).collect(),
            amount: benefits.map(|b| figure(b.amount, belief.known_amount(b.slot))).collect(),
            // An item that cannot meet rework needs no luck.
            rework: items().map(|(_, item)| rework(item.rework_chance)).collect(),
            bonus: scenario.goals.iter().map(|goal| figure(goal.bonus, None)).collect(),
            cost: scenario.costs.iter().map(|&cost| figure(cost, None)).collect(),
            velocity: match &scenario.team.velocity {
                Velocity::Range(range) => figure(*range, None),
                Velocity::History(past) => Figure::Past(past.clone()),
            },
            risks: (0..scenario.risks.len()).map(window).collect(),
            ended: belief.state().ended as usize,
            sprints: scenario.sprints as usize,
        }
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
        let at = |figure: &Figure, drawing, index| figure.at(source.stream(drawing, index).bits(future));
        let fill = |into: &mut Vec<f64>, drawing, figures: &[Figure]| {
            into.clear();
            into.extend(figures.iter().enumerate().map(|(index, figure)| at(figure, drawing, index)));
        };
        fill(&mut luck.effort, Drawing::Effort, &self.effort);
        fill(&mut luck.amount, Drawing::Amount, &self.amount);
        fill(&mut luck.rework, Drawing::Rework, &self.rework);
        fill(&mut luck.bonus, Drawing::Bonus, &self.bonus);
        fill(&mut luck.cost, Drawing::Cost, &self.cost);
        luck.velocity.clear();
        luck.velocity.resize(self.ended, 0.0);
        let left = self.ended..self.sprints;
        luck.velocity.extend(left.map(|sprint| at(&self.velocity, Drawing::Velocity, sprint)));
        luck.strikes.clear();
        luck.strikes.extend(self.risks.iter().enumerate().map(|(index, window)| {
            let bits = |drawing| source.stream(drawing, index).bits(future);
            match window.strike(bits(Drawing::Strike), bits(Drawing::Moment)) {
                0 => None,
                sprint => Some(sprint),
            }
        }));
    }

    /// Where the figures of a future lie in what [`Sampler::fill`] fills.
    pub(super) fn rows(&self) -> Rows {
        let effort = 0;
        let amount = effort + self.effort.len();
        let rework = amount + self.amount.len();
        let bonus = rework + self.rework.len();
        let cost = bonus + self.bonus.len();
        let velocity = cost + self.cost.len();
        let strike = velocity + self.sprints;
        Rows { effort, amount, rework, bonus, cost, velocity, strike, count: strike + self.risks.len() }
    }

    /// Draws the futures from `first` on, [`LANES`] of them into each group of rows.
    pub(super) fn fill(&self, source: Source, first: u64, groups: &mut [Lanes]) {
        let rows = self.rows();
        let mut fill = |row: usize, figures: &[Figure], drawing| {
            for (index, figure) in figures.iter().enumerate() {
                let lanes = groups.iter_mut().skip(row + index).step_by(rows.count);
                figure.fill(lanes, |future| source.stream(drawing, index).bits(first + future));
            }
        };
        fill(rows.effort, &self.effort, Drawing::Effort);
        fill(rows.amount, &self.amount, Drawing::Amount);
        fill(rows.rework, &self.rework, Drawing::Rework);
        fill(rows.bonus, &self.bonus, Drawing::Bonus);
        fill(rows.cost, &self.cost, Drawing::Cost);
        for sprint in self.ended..self.sprints {
            let stream = source.stream(Drawing::Velocity, sprint);
            let lanes = groups.iter_mut().skip(rows.velocity + sprint).step_by(rows.count);
            self.velocity.fill(lanes, |future| stream.bits(first + future));
        }
        for (index, window) in self.risks.iter().enumerate() {
            let whether = source.stream(Drawing::Strike, index);
            let when = source.stream(Drawing::Moment, index);
            let lanes = groups.iter_mut().skip(rows.strike + index).step_by(rows.count);
            let strike =
                |future| f64::from(window.strike(whether.bits(first + future), when.bits(first + future)));
            each(lanes, strike);
        }
    }
}

impl Rows {
    /// Reads the luck of one future of a group.
    pub(super) fn read(&self, group: &[Lanes], lane: usize, luck: &mut Luck) {
        let fill = |into: &mut Vec<f64>, rows: Range<usize>| {
            into.clear();
            into.extend(group[rows].iter().map(|lanes| lanes.0[lane]));
        };
        fill(&mut luck.effort, self.effort..self.amount);
        fill(&mut luck.amount, self.amount..self.rework);
        fill(&mut luck.rework, self.rework..self.bonus);
        fill(&mut luck.bonus, self.bonus..self.cost);
        fill(&mut luck.cost, self.cost..self.velocity);
        fill(&mut luck.velocity, self.velocity..self.strike);
        luck.strikes.clear();
        luck.strikes.extend(group[self.strike..self.count].iter().map(|lanes| {
            let sprint = lanes.0[lane] as u32;
            (sprint > 0).then_some(sprint)
        }));
    }
}

impl Figure {
    /// The figure that random bits stand for.
    fn at(&self, bits: u64) -> f64 {
        match self {
            Self::Certain(value) => *value,
            Self::Spread(quantiles) => quantiles.at(bits),
            Self::Uniform => uniform(bits),
            Self::Past(past) => one_of(past, bits),
        }
    }

    /// Draws one row, future by future.
    fn fill<'l>(&self, lanes: impl Iterator<Item = &'l mut Lanes>, bits: impl Fn(u64) -> u64) {
        // What kind of figure it is, is asked once a row.
        match self {
            Self::Certain(value) => lanes.for_each(|lanes| lanes.0 = [*value; LANES]),
            Self::Spread(quantiles) => each(lanes, |future| quantiles.at(bits(future))),
            Self::Uniform => each(lanes, |future| uniform(bits(future))),
            Self::Past(past) => each(lanes, |future| one_of(past, bits(future))),
        }
    }
}

fn each<'l>(lanes: impl Iterator<Item = &'l mut Lanes>, draw: impl Fn(u64) -> f64) {
    for (lanes, first) in lanes.zip((0..).step_by(LANES)) {
        for (lane, future) in lanes.0.iter_mut().zip(first..) {
            *lane = draw(future);
        }
    }
}

fn one_of(past: &[f64], bits: u64) -> f64 {
    // The upper half of the product is uniform on the places, but for less than their number ÷ 2⁶⁴.
    past[((u128::from(bits) * past.len() as u128) >> 64) as usize]
}

impl Window {
    /// The Sprint in which a risk strikes; 0 if it does not.
    fn strike(self, whether: u64, when: u64) -> u32 {
        let places = self.to - self.from + 1;
        let place = (u64::from(places) * (when >> 32)) >> 32;
        if uniform(whether) < self.chance { self.from + place as u32 } else { 0 }
    }
}

/// Shapes of ranges that have been met: most files use few, and a shape takes a while to compute.
#[derive(Default)]
struct Shapes {
    by_alpha: HashMap<u64, Shape>,
}

impl Shapes {
    fn figure(&mut self, range: scenario::Range) -> Figure {
        match range.shape() {
            None => Figure::Certain(range.likely()),
            Some((alpha, beta)) => {
                let shape = self.by_alpha.entry(alpha.to_bits()).or_insert_with(|| Shape::new((alpha, beta)));
                Figure::Spread(Quantiles::new(range, shape))
            }
        }
    }
}
