//! The luck of a future: everything that is drawn, drawn before the first Sprint (model, section 2).

use rand::{RngExt, SeedableRng};
use rand_distr::{Beta, Distribution};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::scenario::{Range, Risk, Scenario, Velocity};

/// Where luck comes from: a root seed, and what it is used for.
///
/// The purposes keep streams apart: the luck of a played game must not be among the futures that its
/// player is shown in a forecast, although both grow from the one seed of the game. Each purpose marks the
/// seed before it is mixed: a bare seed would be mixed as the number of a future is, so that future `a` of
/// seed `b` would be future `b` of seed `a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source(u64);

impl Source {
    /// Futures for a simulation of a whole scenario: `toporder simulate`.
    #[must_use]
    pub fn simulation(seed: u64) -> Self {
        Self(mix(seed ^ mix(0)))
    }

    /// The future that a participant plays.
    #[must_use]
    pub fn play(seed: u64) -> Self {
        Self(mix(seed ^ mix(1)))
    }

    /// Futures for the forecasts that a participant sees in a Sprint.
    #[must_use]
    pub fn forecast(seed: u64, sprint: u32) -> Self {
        Self(mix(mix(seed ^ mix(2)).wrapping_add(u64::from(sprint))))
    }

    /// Random orders, which have nothing to do with the luck of the world.
    #[must_use]
    pub fn orders(seed: u64) -> Self {
        Self(mix(seed ^ mix(3)))
    }

    /// Futures on which the worth of the decisions of a Sprint is measured.
    #[must_use]
    pub fn worth(seed: u64, sprint: u32) -> Self {
        Self::of_sprint(seed, sprint, 10)
    }

    /// Futures on which a search for a better decision in a Sprint compares what it tries. They are not those
    /// of [`Source::worth`], so that what was found by luck is found out.
    #[must_use]
    pub fn search(seed: u64, sprint: u32) -> Self {
        Self::of_sprint(seed, sprint, 11)
    }

    /// Random decisions in a Sprint, and the futures that they meet.
    #[must_use]
    pub fn chance(seed: u64, sprint: u32) -> Self {
        Self::of_sprint(seed, sprint, 12)
    }

    /// Futures on which players are compared.
    #[must_use]
    pub fn ladder(seed: u64) -> Self {
        Self::of_sprint(seed, 0, 13)
    }

    /// What a player inside a future imagines in a Sprint.
    #[must_use]
    pub fn imagined(seed: u64, future: u64, sprint: u32) -> Self {
        Self::of_sprint(mix(seed).wrapping_add(future), sprint, 14)
    }

    fn of_sprint(seed: u64, sprint: u32, purpose: u64) -> Self {
        Self(mix(mix(seed ^ mix(purpose)).wrapping_add(u64::from(sprint))))
    }

    /// The generator for one drawing of one future: xoshiro256++, seeded through SplitMix64.
    ///
    /// Xoshiro256++ (Blackman and Vigna, 2021) is portable and named, so a seed means the same future on
    /// every machine and with every version of the libraries.
    #[must_use]
    pub fn generator(self, future: u64, drawing: Drawing, index: usize) -> Xoshiro256PlusPlus {
        let key = mix(self.0 ^ mix(future)) ^ mix(((drawing as u64) << 56) ^ index as u64);
        Xoshiro256PlusPlus::seed_from_u64(key)
    }
}

/// What is drawn; each has a stream of its own, so that adding one changes no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// An item's true effort.
    Effort = 1,
    /// A benefit's true amount.
    Amount = 2,
    /// A goal's true bonus.
    Bonus = 3,
    /// A cost effect's true amount.
    Cost = 4,
    /// An item's rework luck.
    Rework = 5,
    /// A Sprint's velocity.
    Velocity = 6,
    /// Whether and when a risk strikes.
    Fate = 7,
    /// A random order.
    Order = 8,
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): a bijection that spreads every bit.
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Everything that one future draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Luck {
    /// True effort of each item, effort units.
    pub effort: Vec<f64>,
    /// True amount of each benefit, by slot, value units.
    pub amount: Vec<f64>,
    /// True bonus of each goal, value units.
    pub bonus: Vec<f64>,
    /// True amount of each cost effect, by slot, value units.
    pub cost: Vec<f64>,
    /// Rework luck of each item, uniform on [0, 1).
    pub rework: Vec<f64>,
    /// Velocity of each Sprint, from the first.
    pub velocity: Vec<f64>,
    /// The Sprint at whose start each risk strikes, if it does.
    pub strikes: Vec<Option<u32>>,
    /// Behind `strikes`: whether (compared with the chance) and when (place in the window), uniform.
    pub(super) fate: Vec<(f64, f64)>,
}

/// The distributions of a scenario, made ready once to be drawn from many times.
#[derive(Debug)]
pub struct Sampler<'s> {
    scenario: &'s Scenario,
    effort: Vec<Pert>,
    amount: Vec<Pert>,
    bonus: Vec<Pert>,
    cost: Vec<Pert>,
    velocity: Option<Pert>,
}

impl<'s> Sampler<'s> {
    /// Prepares a scenario's distributions.
    #[must_use]
    pub fn new(scenario: &'s Scenario) -> Self {
        let amounts = scenario.items.iter().flat_map(|item| &item.benefits);
        Self {
            scenario,
            effort: scenario.items.iter().map(|item| Pert::new(item.effort)).collect(),
            amount: amounts.map(|benefit| Pert::new(benefit.amount)).collect(),
            bonus: scenario.goals.iter().map(|goal| Pert::new(goal.bonus)).collect(),
            cost: scenario.costs.iter().map(|&cost| Pert::new(cost)).collect(),
            velocity: match &scenario.team.velocity {
                Velocity::Range(range) => Some(Pert::new(*range)),
                Velocity::History(_) => None,
            },
        }
    }

    /// Whose distributions these are.
    #[must_use]
    pub fn scenario(&self) -> &'s Scenario {
        self.scenario
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
        let scenario = self.scenario;
        let fill = |into: &mut Vec<f64>, drawing, perts: &[Pert]| {
            into.clear();
            into.extend(perts.iter().enumerate().map(|(index, pert)| match pert {
                Pert::Certain(value) => *value,
                Pert::Spread { .. } => pert.sample(&mut source.generator(future, drawing, index)),
            }));
        };
        fill(&mut luck.effort, Drawing::Effort, &self.effort);
        fill(&mut luck.amount, Drawing::Amount, &self.amount);
        fill(&mut luck.bonus, Drawing::Bonus, &self.bonus);
        fill(&mut luck.cost, Drawing::Cost, &self.cost);

        luck.rework.clear();
        luck.rework.extend(scenario.items.iter().enumerate().map(|(index, item)| {
            // An item that cannot meet rework needs no draw; any figure will do.
            if item.rework_chance == 0.0 { 1.0 } else { uniform(source, future, Drawing::Rework, index) }
        }));

        luck.velocity.clear();
        luck.velocity.extend((0..scenario.sprints as usize).map(|sprint| {
            match (&self.velocity, &scenario.team.velocity) {
                (Some(Pert::Certain(value)), _) => *value,
                (Some(pert), _) => pert.sample(&mut source.generator(future, Drawing::Velocity, sprint)),
                (None, Velocity::History(past)) => {
                    past[source.generator(future, Drawing::Velocity, sprint).random_range(0..past.len())]
                }
                (None, Velocity::Range(range)) => range.mean(),
            }
        }));

        luck.fate.clear();
        luck.fate.extend((0..scenario.risks.len()).map(|index| {
            let mut generator = source.generator(future, Drawing::Fate, index);
            (generator.random(), generator.random())
        }));
        luck.strikes.clear();
        luck.strikes.extend(scenario.risks.iter().zip(&luck.fate).map(|(risk, &fate)| {
            let Risk { chance, from, to, .. } = *risk;
            strike(fate, chance, from, to)
        }));
    }
}

/// The Sprint in which a risk strikes, of a window `from ..= to`; `None` if it does not.
pub(super) fn strike((whether, when): (f64, f64), chance: f64, from: u32, to: u32) -> Option<u32> {
    let window = to.checked_sub(from)? + 1;
    // Below 1, so the product is below the window but for rounding.
    let place = ((when * f64::from(window)) as u32).min(window - 1);
    (whether < chance).then_some(from + place)
}

fn uniform(source: Source, future: u64, drawing: Drawing, index: usize) -> f64 {
    source.generator(future, drawing, index).random()
}

/// The PERT distribution of a range: Beta(α, β) scaled to it (model, section 1).
#[derive(Clone, Copy, Debug)]
enum Pert {
    Certain(f64),
    Spread { low: f64, high: f64, beta: Beta<f64> },
}

impl Pert {
    fn new(range: Range) -> Self {
        // Both shapes are at least 1, so the constructor cannot refuse them.
        match range.shape().and_then(|(alpha, beta)| Beta::new(alpha, beta).ok()) {
            Some(beta) => Self::Spread { low: range.low(), high: range.high(), beta },
            None => Self::Certain(range.likely()),
        }
    }

    fn sample(&self, generator: &mut Xoshiro256PlusPlus) -> f64 {
        match self {
            Self::Certain(value) => *value,
            Self::Spread { low, high, beta } => {
                let share = beta.sample(generator);
                // Written so that rounding cannot leave the range.
                (low + (high - low) * share).clamp(*low, *high)
            }
        }
    }
}
