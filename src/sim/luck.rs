//! The luck of a future: everything that is drawn, drawn before the first Sprint (model, section 2).

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

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

    /// Futures on which an order that a search found is confirmed: it has not seen them.
    #[must_use]
    pub fn confirmation(seed: u64) -> Self {
        Self::of_sprint(seed, 0, 15)
    }

    fn of_sprint(seed: u64, sprint: u32, purpose: u64) -> Self {
        Self(mix(mix(seed ^ mix(purpose)).wrapping_add(u64::from(sprint))))
    }

    /// The numbers that decide one figure, future by future.
    #[must_use]
    pub fn stream(self, drawing: Drawing, index: usize) -> Stream {
        Stream(mix(self.0 ^ mix(((drawing as u64) << 56) ^ index as u64)))
    }

    /// A generator for what needs more than one number, such as an order: xoshiro256++ (Blackman and Vigna,
    /// 2021), seeded through SplitMix64. It is portable and named, so a seed means the same on every machine
    /// and with every version of the libraries.
    #[must_use]
    pub fn generator(self, future: u64, drawing: Drawing, index: usize) -> Xoshiro256PlusPlus {
        let key = mix(self.0 ^ mix(future)) ^ mix(((drawing as u64) << 56) ^ index as u64);
        Xoshiro256PlusPlus::seed_from_u64(key)
    }
}

/// What is drawn; each has streams of its own, so that adding one changes no other.
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
    /// Whether a risk strikes.
    Strike = 7,
    /// A random order.
    Order = 8,
    /// In which Sprint of its window a risk strikes.
    Moment = 9,
}

/// The numbers that decide one figure: future n takes the n-th output of SplitMix64 (Steele, Lea and Flood,
/// 2014) from a seed of the figure's own. So a future can be drawn without those before it, and 100 futures
/// are the first 100 of 1,000.
#[derive(Clone, Copy, Debug)]
pub struct Stream(u64);

impl Stream {
    /// The number for a future: 64 random bits.
    #[must_use]
    #[inline(always)]
    pub fn bits(self, future: u64) -> u64 {
        mix(self.0.wrapping_add(future.wrapping_mul(GOLDEN)))
    }
}

impl Stream {
    /// The numbers for the futures from `first` on, side by side.
    #[inline(always)]
    pub(super) fn bits_from<const N: usize>(self, first: u64) -> [u64; N] {
        let mut bits = [0; N];
        for (bits, future) in bits.iter_mut().zip(0..) {
            *bits = self.bits(first.wrapping_add(future));
        }
        bits
    }
}

/// The odd number nearest to 2⁶⁴ ÷ the golden ratio: the step of SplitMix64.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): a bijection that spreads every bit.
#[inline(always)]
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(GOLDEN);
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
}
