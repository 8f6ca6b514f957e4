//! Many walks under uncertainty, of which the best go on with more futures.
//!
//! It is asynchronous successive halving (Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht and Talwalkar 2020):
//! where a walk comes to rest on few futures it takes its place on the lowest rung, and the best third of each
//! rung walk on with four times the futures. New walks begin at the named rules, then at kicks of the best so
//! far and mixtures of them (iterated local search; Lourenço, Martin and Stützle 2003). So most of the work
//! goes into looking around, and only what is promising is looked at closely.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::confirm::{Champion, mean, values_of};
use super::meter::Meter;
use super::moves::Sequence;
use super::walk::{Field, Walk};

/// Walks side by side. Fixed, so that the number of threads cannot change what is found.
const WALKS: usize = 8;
/// Work of each walk between two questions whether to go on, in item steps.
const SLICE: u64 = 40_000;
/// Futures of the lowest rung, the work they may be, and by how much more from rung to rung.
const FUTURES_MIN: usize = 64;
const FIRST_WORK: u64 = 1 << 16;
const GROWTH: usize = 4;
/// One of so many goes up a rung.
const CUT: usize = 3;
/// How often the work so far must hold the futures of a rung before it is open.
const OPEN: u64 = 1000;
/// Places on a rung.
const PLACES: usize = 48;
/// Orders of a rung that new walks begin near to, at most, and how many times as many walks begin on each rung
/// as on the one below. The best alone are too much alike: what leads elsewhere is among those of lower rungs.
const ELITE: usize = 12;
const HIGHER: u32 = 3;

/// An order that a walk came to rest at.
struct Rest {
    mean: f64,
    here: Sequence,
    has_gone_up: bool,
}

/// A search on futures drawn from a belief.
pub(super) struct Race<'a> {
    field: Field<'a>,
    /// The most futures that orders are compared on.
    futures_max: usize,
    /// Where walks still have to begin, the best last.
    starts: Vec<Sequence>,
    /// Where walks came to rest, by rung, the best first.
    rungs: Vec<Vec<Rest>>,
    /// Each walk and its rung.
    walks: Vec<(Walk, usize)>,
    /// Walks begun.
    begun: usize,
    /// Work done, in item steps.
    steps: u64,
    /// Walks in a row that led to nothing new.
    barren: usize,
    generator: Xoshiro256PlusPlus,
}

impl<'a> Race<'a> {
    /// A search from some orders.
    pub(super) fn new(
        field: Field<'a>,
        starts: Vec<Vec<u32>>,
        futures_max: usize,
        generator: impl Fn(usize) -> Xoshiro256PlusPlus,
    ) -> Self {
        let jobs = field.instance.jobs.len();
        let starts = starts.iter().map(|order| Sequence::new(order, jobs, field.live)).collect();
        let mut race = Self {
            field,
            futures_max,
            starts,
            rungs: vec![Vec::new()],
            walks: Vec::new(),
            begun: 0,
            steps: 0,
            barren: 0,
            generator: generator(0),
        };
        let first = race.futures_of(1).max(race.futures_of(0));
        race.field.futures.extend(first);
        let instance = race.field.instance;
        let rate = |start: &Sequence| {
            mean(&values_of(&race.field.futures, &instance.items(start.order()), 0..race.futures_of(0)))
        };
        let mut rated: Vec<(f64, Sequence)> =
            race.starts.iter().map(|start| (rate(start), start.clone())).collect();
        rated.sort_by(|a, b| a.0.total_cmp(&b.0));
        race.starts = rated.into_iter().map(|(_, start)| start).collect();
        for walk in 0..WALKS {
            let task = race.task(generator(1 + walk));
            race.walks.push(task);
        }
        race
    }

    /// Searches until there was enough, or a small backlog is looked through.
    pub(super) fn run(&mut self, champion: &mut Champion<'_>, meter: &mut Meter<'_>) {
        let barren_max = 20 + 4 * self.field.instance.jobs.len().pow(2);
        let mut check = 64 * SLICE;
        loop {
            let field = &self.field;
            let work: Vec<u64> = self.walks.par_iter_mut().map(|(walk, _)| walk.go(field, SLICE)).collect();
            let mut steps: u64 = work.iter().sum();
            for walk in 0..self.walks.len() {
                if self.walks[walk].0.is_at_rest(&self.field) {
                    steps += self.settle(walk, champion);
                }
            }
            self.steps += steps;
            while self.open(false) {}
            // A small backlog is soon looked through; then more futures tell finer differences.
            let is_over = self.barren >= barren_max && !self.open(true);
            // What is under way counts too, so that little is lost when the search is stopped.
            if self.steps >= check {
                check *= 2;
                let best =
                    self.walks.iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.mean().total_cmp(&b.0.mean())));
                steps += best.map_or(0, |(walk, _)| champion.challenge(walk.here.order()));
            }
            meter.best(champion.mean(), || self.field.instance.items(&champion.order));
            if !meter.work(steps) || is_over {
                return;
            }
        }
    }

    /// Futures of a rung.
    fn futures_of(&self, rung: usize) -> usize {
        let affordable = (FIRST_WORK / self.field.instance.steps()).max(2) as usize;
        (FUTURES_MIN.min(affordable) * GROWTH.pow(rung as u32)).min(self.futures_max)
    }

    /// Opens one more rung, if there are futures for it and it is due or there was enough work for it. Whether
    /// it did.
    fn open(&mut self, is_due: bool) -> bool {
        let top = self.rungs.len() - 1;
        let next = self.futures_of(top + 1);
        let is_paid = self.steps > next as u64 * OPEN * self.field.instance.steps();
        let opens = next > self.futures_of(top) && (is_due || is_paid);
        if opens {
            self.barren = 0;
            self.rungs.push(Vec::new());
            let count = self.futures_of(top + 2);
            self.field.futures.extend(count);
        }
        opens
    }

    /// A walk that rests takes its place, and begins anew. The work that this was.
    fn settle(&mut self, walk: usize, champion: &mut Champion<'_>) -> u64 {
        let rung = self.walks[walk].1;
        let here = self.walks[walk].0.here.clone();
        let mut steps = 0;
        self.barren += 1;
        if self.rungs[rung].iter().all(|rest| rest.here.order() != here.order()) {
            self.barren = 0;
            let count = self.futures_of(rung + 1);
            let order = self.field.instance.items(here.order());
            let mean = mean(&values_of(&self.field.futures, &order, 0..count));
            steps += count as u64 * self.field.instance.steps();
            let place = self.rungs[rung].partition_point(|rest| rest.mean >= mean);
            if place == 0 && self.rungs[rung + 1..].iter().all(Vec::is_empty) {
                steps += champion.challenge(here.order());
            }
            self.rungs[rung].insert(place, Rest { mean, here, has_gone_up: false });
            self.rungs[rung].truncate(PLACES);
        }
        let generator = self.walks[walk].0.generator.clone();
        self.walks[walk] = self.task(generator);
        steps
    }

    /// What a walk does next: go on from the best that has not gone up, or begin anew.
    fn task(&mut self, generator: Xoshiro256PlusPlus) -> (Walk, usize) {
        for rung in (0..self.rungs.len() - 1).rev() {
            let count = self.rungs[rung].len().div_ceil(CUT);
            if let Some(rest) = self.rungs[rung][..count].iter_mut().find(|rest| !rest.has_gone_up) {
                rest.has_gone_up = true;
                let here = rest.here.clone();
                return (Walk::new(here, 0..self.futures_of(rung + 1), generator), rung + 1);
            }
        }
        let count = self.futures_of(0);
        let blocks = (self.field.futures.len() / count).max(1);
        let first = self.begun % blocks * count;
        self.begun += 1;
        (Walk::new(self.start(), first..first + count, generator), 0)
    }

    /// Where a new walk begins.
    fn start(&mut self) -> Sequence {
        if let Some(start) = self.starts.pop() {
            return start;
        }
        let generator = &mut self.generator;
        let rungs: Vec<&Vec<Rest>> = self.rungs.iter().filter(|rung| !rung.is_empty()).collect();
        let Some(mut at) = rungs.len().checked_sub(1) else {
            return Sequence::new(&[], self.field.instance.jobs.len(), self.field.live);
        };
        while at > 0 && generator.random_ratio(1, HIGHER) {
            at -= 1;
        }
        let elite = &rungs[at][..rungs[at].len().min(ELITE)];
        let mut here = elite[generator.random_range(0..elite.len())].here.clone();
        if elite.len() > 1 && generator.random_ratio(1, 4) {
            here = here.mixed(&elite[generator.random_range(0..elite.len())].here, generator);
        }
        for _ in 0..generator.random_range(2..=8) {
            here.change(&self.field.instance.jobs, generator);
        }
        here
    }
}
