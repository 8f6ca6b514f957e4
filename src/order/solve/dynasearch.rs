//! Iterated dynasearch on one machine (Congram, Potts and van de Velde 2002; Grosso, Della Croce and Tadei
//! 2004): of all swaps and insertions the best set that does not interfere, again and again; then a kick.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

/// What the jobs of a sequence cost by when they end.
pub(super) trait Costs: Clone + Send + Sync {
    /// Whether no cost is below 0, and none falls if its job ends later.
    const ARE_RISING: bool;

    /// Takes note of a sequence: positions mean its jobs from now on.
    fn arrange(&mut self, sequence: &[u32]);

    /// What the job at a position costs if it ends after so much work.
    fn at(&self, position: usize, end: f64) -> f64;

    /// What the jobs at positions `from .. to` cost if each ends `shift` later than in `ends`.
    fn sum(&self, from: usize, to: usize, ends: &[f64], shift: f64) -> f64 {
        (from..to).map(|position| self.at(position, ends[position] + shift)).sum()
    }
}

/// A problem: efforts, costs, and which jobs must come before which.
#[derive(Clone, Debug)]
pub(super) struct Problem<C> {
    pub(super) efforts: Vec<f64>,
    pub(super) costs: C,
    pub(super) needs: Vec<Vec<u32>>,
    pub(super) unlocks: Vec<Vec<u32>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Move {
    #[default]
    Swap,
    Forward,
    Backward,
}

/// A walk through sequences; each step is a kick and a descent.
#[derive(Clone, Debug)]
pub(super) struct Walk<C> {
    problem: Problem<C>,
    /// Positions that one move may span.
    reach: usize,
    sequence: Vec<u32>,
    /// The work done when each position ends.
    ends: Vec<f64>,
    efforts: Vec<f64>,
    /// Sums of the costs up to each position.
    sums: Vec<f64>,
    /// For each position the last and the first to which its job can go.
    latest: Vec<usize>,
    earliest: Vec<usize>,
    /// The best gain and its move for each pair of positions: a row of `reach` for each first.
    gains: Vec<(f64, Move)>,
    /// Work done, in costs looked at.
    pub(super) steps: u64,
    pub(super) best: (f64, Vec<u32>),
    home: (f64, Vec<u32>),
    /// The gains at home, so that nothing is reckoned anew on the way back.
    home_gains: Vec<(f64, Move)>,
    away: u32,
    /// What changed last, while a descent is not at its end.
    open: Option<(usize, usize)>,
    generator: Xoshiro256PlusPlus,
}

/// Kinds of kicks: random swaps, and the positions that they span.
const KICKS: [(usize, usize); 3] = [(6, 50), (4, 80), (2, 1000)];
/// Kicks without success after which a walk goes to another place near the best of all, so many kicks away.
const LOST: u32 = 200;
const SHAKES: usize = 12;

/// Gains below count as none.
const GAIN_MIN: f64 = 1e-9;

impl<C: Costs> Walk<C> {
    /// A walk from a sequence.
    pub(super) fn new(
        problem: Problem<C>,
        sequence: Vec<u32>,
        reach: usize,
        generator: Xoshiro256PlusPlus,
    ) -> Self {
        let n = sequence.len();
        let reach = reach.min(n.saturating_sub(1)).max(1);
        let mut walk = Self {
            problem,
            reach,
            ends: vec![0.0; n],
            efforts: vec![0.0; n],
            sums: vec![0.0; n + 1],
            latest: vec![0; n],
            earliest: vec![0; n],
            gains: vec![(0.0, Move::Swap); n * reach],
            sequence,
            steps: 0,
            best: (f64::INFINITY, Vec::new()),
            home: (f64::INFINITY, Vec::new()),
            home_gains: vec![(0.0, Move::Swap); n * reach],
            away: 0,
            open: Some((0, n.saturating_sub(1))),
            generator,
        };
        walk.arrange();
        walk.best = (walk.cost(), walk.sequence.clone());
        walk.home = walk.best.clone();
        walk
    }

    /// Walks on for about so many steps: at least one kick or a part of a descent.
    pub(super) fn walk(&mut self, steps: u64) {
        let until = self.steps + steps.max(1);
        while self.steps < until && self.sequence.len() > 1 && self.best.0 > 0.0 {
            match self.open.take() {
                Some(changed) => self.descend(changed, until),
                None => {
                    let changed = self.kick();
                    self.descend(changed, until);
                }
            }
            if self.open.is_none() {
                self.settle();
            }
        }
    }

    fn cost(&self) -> f64 {
        self.sums[self.sequence.len()]
    }

    /// Goes down to a sequence that no set of moves improves, or until so many steps are done.
    fn descend(&mut self, mut changed: (usize, usize), until: u64) {
        loop {
            self.rate(changed);
            let Some(range) = self.choose() else { break };
            self.arrange();
            changed = range;
            if self.steps >= until {
                self.open = Some(changed);
                break;
            }
        }
        if self.cost() < self.best.0 - GAIN_MIN {
            self.best = (self.cost(), self.sequence.clone());
        }
    }

    /// Decides from where the next kick starts: from here if that is no loss, else from where the last one did,
    /// and after long without success from somewhere else.
    fn settle(&mut self) {
        let cost = self.cost();
        if cost < self.home.0 + GAIN_MIN {
            if cost < self.home.0 - GAIN_MIN {
                self.away = 0;
            }
            self.home = (cost, self.sequence.clone());
            self.home_gains.clone_from(&self.gains);
            return;
        }
        self.away += 1;
        self.sequence.clone_from(&self.home.1);
        self.gains.clone_from(&self.home_gains);
        self.arrange();
        if self.away >= LOST {
            self.away = 0;
            self.sequence.clone_from(&self.best.1);
            self.arrange();
            for _ in 0..SHAKES {
                self.kick();
            }
            self.home.0 = f64::INFINITY;
            self.open = Some((0, self.sequence.len() - 1));
        }
    }

    /// A few random swaps of near neighbours that are allowed. The range of positions that changed.
    fn kick(&mut self) -> (usize, usize) {
        let n = self.sequence.len();
        let (mut first, mut last) = (n, 0);
        if n < 2 {
            return (0, 0);
        }
        let center = self.generator.random_range(0..n);
        let (swaps, spread) = KICKS[self.generator.random_range(0..KICKS.len())];
        let spread = spread.min(n);
        let low = center.saturating_sub(spread / 2).min(n - spread);
        for _ in 0..swaps {
            let (a, b) =
                (self.generator.random_range(0..spread) + low, self.generator.random_range(0..spread) + low);
            let (a, b) = (a.min(b), a.max(b));
            if a < b && self.latest[a] >= b && self.earliest[b] <= a {
                self.sequence.swap(a, b);
                self.bounds();
                (first, last) = (first.min(a), last.max(b));
            }
        }
        self.arrange();
        if first > last { (0, 0) } else { (first, last) }
    }

    fn bounds(&mut self) {
        if self.problem.needs.iter().all(Vec::is_empty) {
            let n = self.sequence.len();
            self.latest.fill(n.saturating_sub(1));
            self.earliest.fill(0);
            return;
        }
        let n = self.sequence.len();
        let mut place = vec![0; n];
        for (position, &job) in self.sequence.iter().enumerate() {
            place[job as usize] = position;
        }
        for (position, &job) in self.sequence.iter().enumerate() {
            let needs = self.problem.needs[job as usize].iter().map(|&needed| place[needed as usize] + 1);
            self.earliest[position] = needs.max().unwrap_or(0);
            let unlocks = self.problem.unlocks[job as usize].iter().map(|&next| place[next as usize] - 1);
            self.latest[position] = unlocks.min().unwrap_or(n - 1);
        }
    }

    /// Reckons all that follows from the sequence.
    fn arrange(&mut self) {
        self.problem.costs.arrange(&self.sequence);
        let mut end = 0.0;
        for (position, &job) in self.sequence.iter().enumerate() {
            let effort = self.problem.efforts[job as usize];
            end += effort;
            self.efforts[position] = effort;
            self.ends[position] = end;
            self.sums[position + 1] = self.sums[position] + self.problem.costs.at(position, end);
        }
        self.bounds();
    }

    /// Finds the best move of each pair of positions whose span meets what changed.
    fn rate(&mut self, (first, last): (usize, usize)) {
        let (n, reach) = (self.sequence.len(), self.reach);
        let costs = &self.problem.costs;
        let (ends, efforts, sums) = (&self.ends, &self.efforts, &self.sums);
        let mut steps = 0;
        for i in first.saturating_sub(reach)..=last {
            let start = ends[i] - efforts[i];
            let mut forward = 0.0;
            for k in i + 1..(i + reach + 1).min(n) {
                if k > self.latest[i] {
                    for k in k..(i + reach + 1).min(n) {
                        self.gains[i * reach + k - i - 1] = (0.0, Move::Swap);
                    }
                    break;
                }
                forward += costs.at(k, ends[k] - efforts[i]);
                if k < first {
                    continue;
                }
                let moved = costs.at(i, ends[k]);
                let base = sums[k + 1] - sums[i];
                let mut best = (base - forward - moved, Move::Forward);
                if self.earliest[k] <= i {
                    let head = moved + costs.at(k, start + efforts[k]);
                    // What stands between costs at least this, so most swaps need no closer look.
                    let least = match C::ARE_RISING {
                        true if efforts[k] >= efforts[i] => sums[k] - sums[i + 1],
                        true => 0.0,
                        false => f64::NEG_INFINITY,
                    };
                    if base - head - least > best.0.max(GAIN_MIN) {
                        steps += k - i;
                        let swap = base - head - costs.sum(i + 1, k, ends, efforts[k] - efforts[i]);
                        if swap > best.0 {
                            best = (swap, Move::Swap);
                        }
                    }
                }
                self.gains[i * reach + k - i - 1] = best;
                steps += 4;
            }
        }
        for k in first..n.min(last + reach + 1) {
            let mut backward = 0.0;
            for i in (k.saturating_sub(reach).max(self.earliest[k])..k).rev() {
                backward += costs.at(i, ends[i] + efforts[k]);
                if i > last {
                    continue;
                }
                let start = ends[i] - efforts[i];
                let gain = sums[k + 1] - sums[i] - backward - costs.at(k, start + efforts[k]);
                let best = &mut self.gains[i * reach + k - i - 1];
                if gain > best.0 {
                    *best = (gain, Move::Backward);
                }
                steps += 3;
            }
        }
        self.steps += steps as u64;
    }

    /// Makes the best set of moves that do not overlap. The range of positions that changed, if any did.
    fn choose(&mut self) -> Option<(usize, usize)> {
        let (n, reach) = (self.sequence.len(), self.reach);
        let mut total = vec![0.0; n + 1];
        let mut chosen = vec![usize::MAX; n + 1];
        for i in 0..n {
            // The best up to before i is final now.
            if i > 0 && total[i] < total[i - 1] {
                total[i] = total[i - 1];
                chosen[i] = usize::MAX;
            }
            for k in i + 1..(i + reach + 1).min(n) {
                let gain = self.gains[i * reach + k - i - 1].0;
                if gain > GAIN_MIN && total[i] + gain > total[k + 1] {
                    total[k + 1] = total[i] + gain;
                    chosen[k + 1] = i;
                }
            }
        }
        if n > 0 && total[n] < total[n - 1] {
            total[n] = total[n - 1];
            chosen[n] = usize::MAX;
        }
        let (mut first, mut last) = (n, 0);
        let mut at = n;
        while at > 0 {
            if chosen[at] == usize::MAX {
                at -= 1;
                continue;
            }
            let (i, k) = (chosen[at], at - 1);
            match self.gains[i * reach + k - i - 1].1 {
                Move::Swap => self.sequence.swap(i, k),
                Move::Forward => self.sequence[i..=k].rotate_left(1),
                Move::Backward => self.sequence[i..=k].rotate_right(1),
            }
            (first, last) = (first.min(i), last.max(k));
            at = i;
        }
        (first < last).then_some((first, last))
    }
}
