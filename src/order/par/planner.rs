//! Par at work: one order after another, in the same memory.

use std::cmp::Ordering;

use super::{Package, Par, Reach};
use crate::order::timeline::{Slot, Timeline};
use crate::scenario::{ItemIx, Scenario, TINY};
use crate::sim::Known;
use crate::sim::state::State;

/// How many of the packages with the best ranks are compared two by two.
const DUELLISTS: usize = 3;

/// How often a Sprint is filled in [`Reach::Sprint`].
const FILL: f64 = 1.25;

/// What a package is worth where it would be placed now.
#[derive(Clone, Copy, Debug)]
struct Rank {
    /// Cost of delay per effort.
    delay: f64,
    /// Pay-off per effort.
    worth: f64,
    /// It holds until so much effort is placed.
    until: f64,
}

/// A package that cannot be placed now.
const HOPELESS: Rank = Rank { delay: f64::NEG_INFINITY, worth: f64::NEG_INFINITY, until: f64::INFINITY };

/// Where the pay-offs of an item stand, one for each Sprint in which it may be Done, from 0 to H + 1.
#[derive(Clone, Copy, Debug)]
enum Row {
    /// In Par's table from this place on, to be multiplied by the value effects that reached it.
    File { start: usize, factor: f64 },
    /// Among those that are known better than the file has them.
    Known { start: usize },
    /// Nowhere: there would be too many.
    None,
}

/// Par at work, with memory that is used again and again.
#[derive(Debug)]
pub struct Planner<'p> {
    par: &'p Par<'p>,
    timeline: Timeline,
    effort: Vec<f64>,
    placed: Vec<bool>,
    ranks: Vec<Rank>,
    /// Packages that are not placed.
    open: Vec<u32>,
    /// Effort placed so far.
    elapsed: f64,
    rows: Vec<Row>,
    known_pay: Vec<f64>,
}

impl<'p> Planner<'p> {
    /// What an item Done in a Sprint pays on average as far as is known, as if one Sprint more were played.
    #[inline]
    fn pay_off(&self, known: Known<'_>, item: ItemIx, done: u32) -> f64 {
        match self.rows[item.at()] {
            Row::File { start, factor } => factor * self.par.pay[start + done as usize],
            Row::Known { start } => self.known_pay[start + done as usize],
            Row::None => {
                let here = known.state().item(item);
                if here.amounts_known {
                    known.pay_off(self.par.scenario, item, done).mean()
                } else {
                    here.value_factor * self.par.mean_pay_off(item, done)
                }
            }
        }
    }

    /// Finds for each item where its pay-offs stand.
    fn find_rows(&mut self, known: Known<'_>) {
        let (par, state) = (self.par, known.state());
        self.rows.clear();
        self.known_pay.clear();
        let sprints = par.scenario.sprints as usize;
        for item in par.scenario.item_indexes() {
            let here = state.item(item);
            self.rows.push(if par.pay.is_empty() || here.done().is_some() {
                Row::None
            } else if here.amounts_known {
                let start = self.known_pay.len();
                let pays =
                    |done| if done == 0 { 0.0 } else { known.pay_off(par.scenario, item, done).mean() };
                self.known_pay.extend((0..=par.scenario.sprints + 1).map(pays));
                Row::Known { start }
            } else {
                Row::File { start: item.at() * (sprints + 2), factor: here.value_factor }
            });
        }
    }

    /// Makes ready.
    #[must_use]
    pub fn new(par: &'p Par<'p>) -> Self {
        Self {
            par,
            timeline: Timeline::default(),
            effort: Vec::new(),
            placed: Vec::new(),
            ranks: Vec::new(),
            open: Vec::new(),
            elapsed: 0.0,
            rows: Vec::new(),
            known_pay: Vec::new(),
        }
    }

    /// The order of Par for the Sprint that is being ordered, into the memory of another.
    pub fn order(&mut self, known: Known<'_>, reach: Reach, into: &mut Vec<ItemIx>) {
        into.clear();
        let end = self.begin(known, reach);
        while self.elapsed < end {
            let Some(best) = self.best(known) else { break };
            self.place(known, best, into);
        }
        self.place_rest(known, into);
    }

    /// Looks at what there is, and says how much effort is to be placed with care.
    fn begin(&mut self, known: Known<'_>, reach: Reach) -> f64 {
        let (par, state) = (self.par, known.state());
        self.find_rows(known);
        self.elapsed = 0.0;
        self.placed.clear();
        self.placed.extend(state.items.iter().map(|item| item.done().is_some()));
        self.effort.clear();
        self.effort.extend(par.scenario.item_indexes().map(|item| par.effort_left(known, item)));
        let all: f64 = self.effort.iter().sum();
        let largest = self.timeline.reckon(par.scenario, state, par.velocity, all);
        self.ranks.clear();
        self.ranks.resize(par.packages.len(), Rank { until: f64::NEG_INFINITY, ..HOPELESS });
        self.open.clear();
        let is_open = |&index: &u32| par.packages[index as usize].is_open(state, par.scenario);
        self.open.extend((0..par.packages.len() as u32).filter(is_open));
        match reach {
            Reach::Sprint => FILL * largest,
            Reach::Horizon => self.timeline.end(),
        }
    }

    /// The package to place now; `None` if none pays.
    fn best(&mut self, known: Known<'_>) -> Option<u32> {
        let mut first: [Option<(u32, Rank)>; DUELLISTS] = [None; DUELLISTS];
        for place in 0..self.open.len() {
            let index = self.open[place];
            if self.elapsed >= self.ranks[index as usize].until {
                self.ranks[index as usize] = self.rank(known, &self.par.packages[index as usize]);
            }
            let rank = self.ranks[index as usize];
            let is_behind =
                |slot: &Option<(u32, Rank)>| slot.is_some_and(|(_, last)| rank.delay < last.delay);
            if rank.worth >= 0.0 && !is_behind(&first[DUELLISTS - 1]) {
                let mut next = Some((index, rank));
                for slot in &mut first {
                    let Some((index, rank)) = next else { break };
                    if slot.is_none_or(|(other, than)| rank.is_before(index, &than, other)) {
                        next = std::mem::replace(slot, next);
                    }
                }
            }
        }
        let mut best = first[0]?.0;
        for &(index, _) in first[1..].iter().flatten() {
            if self.is_better_first(known, index, best) {
                best = index;
            }
        }
        Some(best)
    }

    /// Whether two packages pay more together if the one goes first, and not the other.
    fn is_better_first(&self, known: Known<'_>, one: u32, other: u32) -> bool {
        let [one, other] = [one, other].map(|index| &self.par.packages[index as usize]);
        let upkeep =
            |package: &Package| package.items.iter().any(|item| self.par.scenario.item(*item).upkeep > 0.0);
        if upkeep(one) || upkeep(other) {
            return false;
        }
        let both = |first: &Package, second: &Package| {
            let (pays, effort) = self.pay_off_of(known, first, self.elapsed, None);
            pays + self.pay_off_of(known, second, self.elapsed + effort, Some(first)).0
        };
        let (so, otherwise) = (both(one, other), both(other, one));
        so - otherwise > TINY * so.abs().max(otherwise.abs())
    }

    /// What a package pays if it is begun after so much effort, and the effort that it takes. What is in
    /// another one is left out.
    fn pay_off_of(
        &self,
        known: Known<'_>,
        package: &Package,
        from: f64,
        without: Option<&Package>,
    ) -> (f64, f64) {
        let sprints = self.par.scenario.sprints;
        let (mut effort, mut pays, mut end) = (0.0, 0.0, Slot::default());
        for &item in &package.items {
            if self.placed[item.at()] || without.is_some_and(|other| other.items.contains(&item)) {
                continue;
            }
            effort += self.effort[item.at()];
            end = self.timeline.done_in(from + effort);
            if end.sprint <= sprints {
                let in_time = self.pay_off(known, item, end.sprint);
                let late = if end.sprint < sprints { self.pay_off(known, item, end.sprint + 1) } else { 0.0 };
                pays += (1.0 - end.slip) * in_time + end.slip * late;
            }
        }
        if let Some(goal) = package.goal {
            let by = self.par.scenario.goals[goal].by;
            let in_time = if end.sprint < by { 1.0 } else { 1.0 - end.slip };
            pays += if end.sprint <= by { in_time * self.par.bonus[goal] } else { 0.0 };
        }
        (pays, effort)
    }

    /// Where a package stands if it is placed now.
    fn rank(&self, known: Known<'_>, package: &Package) -> Rank {
        let (par, state) = (self.par, known.state());
        let is_placed = |item: &ItemIx| self.placed[item.at()];
        if !package.is_whole && !par.scenario.item(package.items[0]).requires.iter().all(is_placed) {
            return HOPELESS;
        }
        let sprints = par.scenario.sprints;
        let is_last = self.timeline.is_last();
        let (mut effort, mut load, mut worth, mut delay) = (0.0, 0.0, 0.0, 0.0);
        let (mut until, mut end) = (self.timeline.until_last(), Slot::default());
        let (mut count, mut is_here) = (0, true);
        for &item in package.items.iter().filter(|item| !is_placed(item)) {
            count += 1;
            is_here &= state.item(item).arrived;
            effort += self.effort[item.at()];
            end = self.timeline.done_in(self.elapsed + effort);
            until = f64::min(until, end.edge - effort);
            let upkeep = par.scenario.item(item).upkeep;
            load += self.effort[item.at()] + upkeep * f64::from(sprints.saturating_sub(end.sprint));
            // What is never played counts as if it were Done last, so that it cannot look better for it.
            worth += self.pay_off(known, item, end.sprint.min(sprints));
            let lost = |done: u32| match done.cmp(&sprints) {
                Ordering::Greater => 0.0,
                Ordering::Equal if is_last => self.pay_off(known, item, done),
                _ => self.pay_off(known, item, done) - self.pay_off(known, item, done + 1),
            };
            delay += (1.0 - end.slip) * lost(end.sprint);
            if end.slip > 0.0 {
                delay += end.slip * lost(end.sprint + 1);
            }
        }
        if count == 0 || !is_here && (count > 1 || package.goal.is_some()) {
            return HOPELESS;
        }
        if let Some(goal) = package.goal {
            let (by, bonus) = (par.scenario.goals[goal].by, par.bonus[goal]);
            worth += if end.sprint <= by { bonus } else { 0.0 };
            delay += if end.sprint == by { (1.0 - end.slip) * bonus } else { 0.0 };
            delay += if end.sprint + 1 == by { end.slip * bonus } else { 0.0 };
        }
        let load = load.max(TINY);
        // A little before the edge, as far as rounding may go, so that no edge is passed unseen.
        Rank { delay: delay / load, worth: worth / load, until: until - TINY }
    }

    /// Places a package's items; what holds them as well is looked at again.
    fn place(&mut self, known: Known<'_>, index: u32, into: &mut Vec<ItemIx>) {
        let package = &self.par.packages[index as usize];
        for &item in &package.items {
            if std::mem::replace(&mut self.placed[item.at()], true) {
                continue;
            }
            into.push(item);
            if known.state().item(item).arrived {
                self.elapsed += self.effort[item.at()];
            }
            for &other in &self.par.touched[item.at()] {
                self.ranks[other as usize].until = f64::NEG_INFINITY;
            }
        }
        let is_open = |&index: &u32| {
            let package = &self.par.packages[index as usize];
            package.items.iter().any(|item| !self.placed[item.at()])
        };
        self.open.retain(is_open);
        self.timeline.pass(self.elapsed);
    }

    /// Places what is left by the ranks that it has now.
    fn place_rest(&mut self, known: Known<'_>, into: &mut Vec<ItemIx>) {
        // Reckons again what must be.
        if self.best(known).is_none() {
            return;
        }
        let ranks = &self.ranks;
        self.open.retain(|&index| ranks[index as usize].worth >= 0.0);
        self.open.sort_unstable_by(|&a, &b| ranks[a as usize].compare(a, &ranks[b as usize], b));
        for place in 0..self.open.len() {
            let package = &self.par.packages[self.open[place] as usize];
            for &item in &package.items {
                if !std::mem::replace(&mut self.placed[item.at()], true) {
                    into.push(item);
                    self.place_what_waited(known, item, into);
                }
            }
        }
    }

    /// Places what had no rank, because it has not arrived or its package is too large, behind the last item
    /// that it requires.
    fn place_what_waited(&mut self, known: Known<'_>, last: ItemIx, into: &mut Vec<ItemIx>) {
        let scenario = self.par.scenario;
        let mut stack = vec![last];
        while let Some(item) = stack.pop() {
            for &next in &scenario.item(item).unlocks {
                let is_free = scenario.item(next).requires.iter().all(|needed| self.placed[needed.at()]);
                let has_rank = self.ranks[next.at()].worth > f64::NEG_INFINITY;
                let pays = self.pay_off(known, next, scenario.sprints) >= 0.0;
                if is_free && !has_rank && pays && !std::mem::replace(&mut self.placed[next.at()], true) {
                    into.push(next);
                    stack.push(next);
                }
            }
        }
    }
}

impl Package {
    /// Whether there is anything left of it to be placed.
    fn is_open(&self, state: &State, scenario: &Scenario) -> bool {
        let is_wanted = self.goal.is_none_or(|goal| {
            state.goals[goal].is_none() && scenario.goals[goal].by > state.ended && !self.items.is_empty()
        });
        // The item that names a package is its last.
        is_wanted
            && match self.goal {
                None => self.items.last().is_some_and(|item| state.item(*item).done().is_none()),
                Some(_) => self.items.iter().any(|item| state.item(*item).done().is_none()),
            }
    }
}

impl Rank {
    fn is_before(&self, index: u32, other: &Self, other_index: u32) -> bool {
        self.compare(index, other, other_index).is_lt()
    }

    fn compare(&self, index: u32, other: &Self, other_index: u32) -> Ordering {
        let by_delay = other.delay.total_cmp(&self.delay);
        by_delay.then(other.worth.total_cmp(&self.worth)).then(index.cmp(&other_index))
    }
}
