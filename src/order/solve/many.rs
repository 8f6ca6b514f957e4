//! The best order over many futures: where a search starts, and how it ends.

use std::sync::Arc;

use super::climb::{Judge, live};
use super::confirm::Champion;
use super::instance::Instance;
use super::meter::Meter;
use super::race::Race;
use super::walk::Field;
use super::{Options, PAR_MAX, Solution, quick};
use crate::scenario::ItemIx;
use crate::sim::luck::Drawing;
use crate::sim::{Futures, Luck, Source, Summary};

/// Drawn figures that a search may keep: it bounds its futures where there are many items.
const FIGURES_MAX: usize = 32 << 20;
/// Futures whose means stand for a belief where the search begins.
const MEAN_OF: usize = 64;
/// Work of the climb on those means, in tries.
const MEAN_TRIES: u64 = 3000;

/// The search where futures differ.
pub(super) fn best(
    mut futures: Futures,
    starts: &[Vec<ItemIx>],
    options: &Options,
    meter: &mut Meter<'_>,
) -> Solution {
    let seed = Source::orders(options.seed);
    let (scenario, belief) = (Arc::clone(futures.scenario()), Arc::clone(futures.belief()));
    let mut luck = Luck::default();
    futures.luck(0, &mut luck);
    let first = Instance::of(&scenario, &belief, &luck);
    let mut starts: Vec<Vec<u32>> = starts.iter().map(|order| first.numbers(order)).collect();
    if first.jobs.len() <= PAR_MAX && meter.work(0) {
        futures.extend(MEAN_OF.min(options.futures));
        let luck = middle(&futures);
        let middle = Instance::of(&scenario, &belief, &luck);
        let judge = Judge { instance: &middle, scenario: &scenario, first: belief.state(), luck: &luck };
        let best = starts.iter().max_by(|a, b| judge.value(a).total_cmp(&judge.value(b))).cloned();
        let order = quick::best(&judge, &best.unwrap_or_default(), MEAN_TRIES, seed);
        starts.push(order);
        meter.work(MEAN_TRIES * judge.steps());
    }
    let mut champion = Champion::new(&first, &futures, options.seed);
    for start in &starts {
        let steps = champion.challenge(start);
        meter.work(steps);
    }
    meter.best(champion.mean(), || first.items(&champion.order));
    let figures = first.jobs.len() * 4 + first.velocity.len();
    let futures_max = options.futures.min(FIGURES_MAX / figures.max(1)).max(1);
    let field = Field { instance: &first, futures, live: live(&first) };
    let generator = |walk| seed.generator(3, Drawing::Order, walk);
    Race::new(field, starts, futures_max, generator).run(&mut champion, meter);
    let value = Summary::of(&mut champion.values);
    Solution { order: first.items(&champion.order), value, is_proven: false, steps: meter.steps }
}

/// Luck whose figures are the means of that of some futures.
fn middle(futures: &Futures) -> Luck {
    let (mut sum, mut luck) = (Luck::default(), Luck::default());
    for future in 0..futures.len() {
        futures.luck(future, &mut luck);
        // Rework counts as the effort that it brings on average.
        let scenario = futures.scenario();
        for (effort, item) in luck.effort.iter_mut().zip(&scenario.items) {
            *effort *= if item.refined { 1.0 } else { 1.0 + item.rework_chance * scenario.rework_extra() };
        }
        luck.rework.fill(1.0);
        if future == 0 {
            sum = luck.clone();
            continue;
        }
        add(&mut sum.effort, &luck.effort);
        add(&mut sum.amount, &luck.amount);
        add(&mut sum.bonus, &luck.bonus);
        add(&mut sum.cost, &luck.cost);
        add(&mut sum.velocity, &luck.velocity);
    }
    let n = futures.len() as f64;
    for list in [&mut sum.effort, &mut sum.amount, &mut sum.bonus, &mut sum.cost, &mut sum.velocity] {
        list.iter_mut().for_each(|figure| *figure /= n);
    }
    sum
}

fn add(sum: &mut [f64], figures: &[f64]) {
    sum.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
}
