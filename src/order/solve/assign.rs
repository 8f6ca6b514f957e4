//! A proof for single machines with many items: which Sprint is each item Done in?
//!
//! All that counts on a single machine is the Sprint in which an item is Done, and what is Done by the end of a
//! Sprint cannot be more work than fits. Capacity gets a price for each Sprint: every item alone then chooses
//! the Sprint that pays it best, which bounds from above what any order can give (Lagrangian relaxation;
//! Fisher 1981), and the prices are moved to make that bound small (subgradient steps with averages of the
//! choices; Held, Wolfe and Crowder 1974, Barahona and Anbil 2000). Where the bound does not meet the best
//! order, the items' Sprints are split into earlier and later ones (branch and bound); choices that would cost
//! more than the gap are cut off at once. Of two items of which one takes no more effort and loses at least as
//! much by each Sprint of delay, that one comes first (Emmons 1969; Lawler 1977).

use super::instance::Instance;
use super::machine::{pays, workable};
use super::pay::fines;

/// Items, and items times Sprints, up to which a proof is tried.
const ITEMS_MAX: usize = 256;
const CHOICES_MAX: usize = 1 << 13;
/// Subgradient steps at the top, and after each split.
const FIRST_STEPS: usize = 400;
const STEPS: usize = 40;

/// A proof under way.
#[derive(Debug)]
pub(super) struct Proof {
    jobs: Vec<u32>,
    efforts: Vec<f64>,
    /// What each item pays if Done in each Sprint, more than if never; for "never" 0 at the end of each row.
    gains: Vec<f64>,
    /// The work that fits up to the end of each Sprint.
    ends: Vec<f64>,
    /// For each item those that need not be Done in a later Sprint.
    before: Vec<Vec<usize>>,
    stack: Vec<Node>,
    /// Whether a choice is better than any order that was found for it.
    is_unmatched: bool,
    /// Work done so far, in choices looked at.
    pub(super) steps: u64,
}

/// A part of all choices: each item's Sprint is one of a range of places.
#[derive(Clone, Debug)]
struct Node {
    low: Vec<u16>,
    high: Vec<u16>,
    prices: Vec<f64>,
}

/// What prices come to.
struct Relaxed {
    bound: f64,
    prices: Vec<f64>,
    /// The mean place of each item in recent choices, and its variance.
    means: Vec<f64>,
    variances: Vec<f64>,
}

impl Proof {
    /// The proof for a known future; `None` if it is no single machine without goals, or too large.
    pub(super) fn of(instance: &Instance) -> Option<Self> {
        let sprints = (instance.sprints - instance.ended) as usize;
        let n = instance.jobs.len();
        let is_small = n <= ITEMS_MAX && n * (sprints + 1) <= CHOICES_MAX;
        if !instance.is_machine() || !instance.goals.is_empty() || !is_small {
            return None;
        }
        let jobs = workable(instance);
        let mut ends = instance.capacities();
        (1..ends.len()).for_each(|place| ends[place] += ends[place - 1]);
        // Each item can win a tiny bit, and sums round.
        let total = ends.last().copied().unwrap_or_default();
        let drift = 1e-12 * (1.0 + total) + 2e-9 * (jobs.len() + 1) as f64;
        ends.iter_mut().for_each(|end| *end += drift);
        let row = |&job: &u32| {
            let job = &instance.jobs[job as usize];
            let never = job.factor * fines(&job.benefits, instance.last);
            let done =
                (instance.first()..=instance.sprints).map(move |sprint| pays(instance, job, sprint) + never);
            done.chain([0.0])
        };
        let gains: Vec<f64> = jobs.iter().flat_map(row).collect();
        let efforts: Vec<f64> = jobs.iter().map(|&job| instance.jobs[job as usize].effort).collect();
        let place = |job: &u32| jobs.iter().position(|other| other == job);
        let needs: Vec<Vec<usize>> = jobs
            .iter()
            .map(|&job| instance.jobs[job as usize].needs.iter().filter_map(place).collect())
            .collect();
        let before = before(&needs, &efforts, &gains);
        let first = Node {
            low: vec![0; jobs.len()],
            high: vec![sprints as u16; jobs.len()],
            prices: vec![0.0; sprints],
        };
        Some(Self { efforts, gains, ends, before, stack: vec![first], is_unmatched: false, steps: 0, jobs })
    }

    /// Whether no choice is left that could be better than what was found.
    pub(super) fn is_proven(&self) -> bool {
        self.stack.is_empty() && !self.is_unmatched
    }

    /// Whether there is nothing more to do.
    pub(super) fn is_over(&self) -> bool {
        self.stack.is_empty()
    }

    /// Goes on for about so many steps. `offer` is given orders, and tells by how much more than with nothing Done
    /// a choice must pay to be looked at.
    pub(super) fn go_on(&mut self, steps: u64, offer: &mut impl FnMut(&[u32]) -> f64) {
        let until = self.steps + steps;
        let mut limit = offer(&[]);
        while self.steps < until {
            let Some(mut node) = self.stack.pop() else { return };
            if !self.tighten(&mut node) {
                continue;
            }
            let is_first = node.prices.iter().all(|&price| price == 0.0);
            let relaxed = self.relax(&node, limit, if is_first { FIRST_STEPS } else { STEPS });
            limit = offer(&self.order(&relaxed));
            if relaxed.bound <= limit {
                continue;
            }
            node.prices.clone_from(&relaxed.prices);
            if self.cut(&mut node, relaxed.bound - limit) && self.tighten(&mut node) {
                self.split(node, &relaxed, limit);
            }
        }
    }

    /// The items that are chosen to be Done, those of earlier Sprints first.
    fn order(&self, relaxed: &Relaxed) -> Vec<u32> {
        let never = self.ends.len() as u16;
        let mut chosen: Vec<usize> =
            (0..self.jobs.len()).filter(|&at| relaxed.means[at] < f64::from(never) - 0.5).collect();
        chosen.sort_by(|&a, &b| relaxed.means[a].total_cmp(&relaxed.means[b]));
        chosen.into_iter().map(|at| self.jobs[at]).collect()
    }

    /// Draws the conclusions of dependencies and capacity. Whether anything is left.
    fn tighten(&self, node: &mut Node) -> bool {
        loop {
            let mut is_changed = false;
            for (next, before) in self.before.iter().enumerate() {
                for &needed in before {
                    is_changed |= node.low[next] < node.low[needed] || node.high[needed] > node.high[next];
                    node.low[next] = node.low[next].max(node.low[needed]);
                    node.high[needed] = node.high[needed].min(node.high[next]);
                }
            }
            // What must be Done by the end of each Sprint.
            let mut work = vec![0.0; self.ends.len() + 1];
            node.high.iter().zip(&self.efforts).for_each(|(&high, effort)| work[usize::from(high)] += effort);
            (1..self.ends.len()).for_each(|place| work[place] += work[place - 1]);
            if self.ends.iter().zip(&work).any(|(end, work)| work > end) {
                return false;
            }
            for at in 0..self.jobs.len() {
                let effort = self.efforts[at];
                // The last Sprint before its latest whose work leaves no room for it.
                let full = (0..usize::from(node.high[at]).min(self.ends.len()))
                    .rev()
                    .find(|&place| work[place] + effort > self.ends[place]);
                if let Some(place) = full.filter(|&place| place as u16 >= node.low[at]) {
                    node.low[at] = place as u16 + 1;
                    is_changed = true;
                }
                while node.low[at] < node.high[at].min(self.ends.len() as u16) {
                    // With it comes all that stands before it.
                    let low = node.low[at];
                    let others = self.before[at].iter().filter(|&&other| node.high[other] > low);
                    let package = effort + others.map(|&other| self.efforts[other]).sum::<f64>();
                    if work[usize::from(low)] + package <= self.ends[usize::from(low)] {
                        break;
                    }
                    node.low[at] += 1;
                    is_changed = true;
                }
                if node.low[at] > node.high[at] {
                    return false;
                }
            }
            if !is_changed {
                return true;
            }
        }
    }

    /// What an item gains in a place at the prices, summed up from each place on.
    fn worth(&self, at: usize, place: u16, sums: &[f64]) -> f64 {
        self.gains[at * sums.len() + usize::from(place)] - self.efforts[at] * sums[usize::from(place)]
    }

    /// For each place the price of all Sprints from it on.
    fn sums(&self, prices: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; prices.len() + 1];
        (0..prices.len()).rev().for_each(|place| sums[place] = sums[place + 1] + prices[place]);
        sums
    }

    /// Looks for the prices that bound a part best, until the bound is below a limit.
    fn relax(&mut self, node: &Node, limit: f64, steps: usize) -> Relaxed {
        let mut best = Relaxed {
            bound: f64::INFINITY,
            prices: node.prices.clone(),
            means: node.low.iter().map(|&low| f64::from(low)).collect(),
            variances: vec![0.0; node.low.len()],
        };
        let mut squares: Vec<f64> = best.means.iter().map(|mean| mean * mean).collect();
        let (mut prices, mut pace, mut failed) = (node.prices.clone(), 1.0, 0);
        let mut choice = node.low.clone();
        for step in 0..steps {
            let bound = self.choose(node, &prices, &mut choice);
            let mut free = self.ends.clone();
            let share = if step == 0 { 1.0 } else { 0.1 };
            for (at, &place) in choice.iter().enumerate() {
                free.iter_mut().skip(usize::from(place)).for_each(|free| *free -= self.efforts[at]);
                let place = f64::from(place);
                best.means[at] += share * (place - best.means[at]);
                squares[at] += share * (place * place - squares[at]);
            }
            failed += 1;
            if bound < best.bound {
                (best.bound, failed) = (bound, 0);
                best.prices.clone_from(&prices);
            }
            if best.bound <= limit {
                break;
            }
            if failed >= 5 {
                (pace, failed) = (pace * 0.6, 0);
                prices.clone_from(&best.prices);
            }
            // A price of 0 does not fall.
            let moves = |(free, price): &(&f64, &f64)| **free < 0.0 || **price > 0.0;
            let norm: f64 = free.iter().zip(&prices).filter(moves).map(|(free, _)| free * free).sum();
            if norm <= 0.0 {
                break;
            }
            let stride = pace * (bound - limit).max(1e-9 * bound.abs()) / norm;
            prices.iter_mut().zip(&free).for_each(|(price, free)| *price = (*price - stride * free).max(0.0));
        }
        best.variances =
            best.means.iter().zip(&squares).map(|(mean, square)| (square - mean * mean).max(0.0)).collect();
        best
    }

    /// Lets each item choose the place that is worth most at the prices. The bound that follows.
    fn choose(&mut self, node: &Node, prices: &[f64], choice: &mut [u16]) -> f64 {
        let sums = self.sums(prices);
        let mut bound: f64 = prices.iter().zip(&self.ends).map(|(price, end)| price * end).sum();
        for (at, choice) in choice.iter_mut().enumerate() {
            let mut most = f64::NEG_INFINITY;
            for place in node.low[at]..=node.high[at] {
                let worth = self.worth(at, place, &sums);
                if worth > most {
                    (most, *choice) = (worth, place);
                }
            }
            self.steps += u64::from(node.high[at] - node.low[at]) + 1;
            bound += most;
        }
        bound
    }

    /// Cuts off the ends of each item's range that would cost more than the gap. Whether anything is left.
    fn cut(&self, node: &mut Node, gap: f64) -> bool {
        let sums = self.sums(&node.prices);
        for at in 0..self.jobs.len() {
            let worth = |place| self.worth(at, place, &sums);
            let range = node.low[at]..=node.high[at];
            let least = range.clone().map(worth).fold(f64::NEG_INFINITY, f64::max) - gap;
            let low = range.clone().find(|&place| worth(place) >= least);
            let high = range.rev().find(|&place| worth(place) >= least);
            let (Some(low), Some(high)) = (low, high) else { return false };
            (node.low[at], node.high[at]) = (low, high);
        }
        true
    }

    /// Splits the range of the item that the prices leave most in doubt.
    fn split(&mut self, node: Node, relaxed: &Relaxed, limit: f64) {
        let open = (0..self.jobs.len()).filter(|&at| node.low[at] < node.high[at]);
        let doubt = |at: usize| (relaxed.variances[at] + 1e-6) * self.efforts[at];
        let Some(at) = open.max_by(|&a, &b| doubt(a).total_cmp(&doubt(b))) else {
            let width = self.ends.len() + 1;
            let gains =
                node.low.iter().enumerate().map(|(at, &place)| self.gains[at * width + usize::from(place)]);
            self.is_unmatched |= gains.sum::<f64>() > limit;
            return;
        };
        let last_low = (relaxed.means[at] as u16).clamp(node.low[at], node.high[at] - 1);
        let (mut low, mut high) = (node.clone(), node);
        low.high[at] = last_low;
        high.low[at] = last_low + 1;
        let is_low_first = relaxed.means[at] < f64::from(last_low) + 0.5;
        self.stack.extend(if is_low_first { [high, low] } else { [low, high] });
    }
}

/// For each item those that can be Done no later without a loss: what it requires, and those that are no larger
/// and lose no less by each Sprint of delay. To let two such items change places would leave no less room.
fn before(needs: &[Vec<usize>], efforts: &[f64], gains: &[f64]) -> Vec<Vec<usize>> {
    let n = needs.len();
    let width = gains.len() / n.max(1);
    let losses = |at: usize| gains[at * width..(at + 1) * width].windows(2).map(|pair| pair[0] - pair[1]);
    let unlocks: Vec<Vec<usize>> =
        (0..n).map(|at| (0..n).filter(|&next| needs[next].contains(&at)).collect()).collect();
    let is_first = |a: usize, b: usize| {
        let can_swap = || {
            needs[a].iter().all(|needed| needs[b].contains(needed))
                && unlocks[b].iter().all(|next| unlocks[a].contains(next))
        };
        efforts[a] <= efforts[b] && losses(a).zip(losses(b)).all(|(a, b)| a >= b) && can_swap()
    };
    let comes_first = |a: usize, b: usize| a != b && is_first(a, b) && (a < b || !is_first(b, a));
    (0..n).map(|b| (0..n).filter(|&a| needs[b].contains(&a) || comes_first(a, b)).collect()).collect()
}
