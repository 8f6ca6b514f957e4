//! An exact search over the courses that one known future can take, order by order from the top.
//!
//! Dynamic programming forward over the states that tellings of the order lead to (Held and Karp 1962), item
//! by item; a state is dropped if another is at least as good in every way (dominance, as in Emmons 1969), or
//! if even the bound of [`Subsets`] is no better than an order that was found (branch and bound).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::course::{Course, Stop};
use super::instance::{Act, Instance, Job, fines, pay_off};
use super::subsets::Subsets;
use crate::scenario::When;

/// States that may be kept at once; beyond, the search gives up.
const STATES_MAX: usize = 400_000;
/// States that are continued between two questions whether to go on.
const CHUNK: usize = 2048;

/// What a search found.
#[derive(Debug)]
pub(super) struct Found {
    /// The order, by jobs.
    pub(super) order: Vec<u32>,
    /// Its value V.
    pub(super) value: f64,
    /// Whether no order is better.
    pub(super) is_proven: bool,
}

/// Which states need not be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dominance {
    /// Those that agree in all that matters.
    Same,
    /// Where nothing that is open would make a later Sprint smaller: of those that agree but for the capacity
    /// left, one with at least as much and at least the value.
    MoreCapacity,
    /// Of those with the same items Done, one that is at least as early and has at least the value.
    Earlier,
}

struct Node {
    course: Course,
    /// Its value as if fines and costs of Sprints to come were paid: what states of two Sprints compare.
    level: f64,
    /// The place of its last item in the paths.
    path: u32,
}

struct Search<'a> {
    instance: &'a Instance,
    bound: Option<&'a Subsets>,
    /// What costs at the start of Sprints still come after each Sprint 0 … H.
    costs: Vec<f64>,
    dominance: Dominance,
    /// Whether, where an item to work on is asked for, only those that can be worked on at once need be told:
    /// work on it begins before anything is refined, so what is told before it could as well be told after.
    is_plain: bool,
    /// For each item told: what was told before, and itself.
    paths: Vec<(u32, u32)>,
    best: Found,
}

/// Looks for an order that is better than the one given, until there is none or it is told to stop.
/// `keep_going` hears how many steps (items told) were done since it was asked last.
pub(super) fn search(
    instance: &Instance,
    bound: Option<&Subsets>,
    start: Vec<u32>,
    mut keep_going: impl FnMut(u64, f64, &[u32]) -> bool,
) -> Found {
    let value = Course::new(instance).value_of(instance, &start);
    let mut search = Search {
        instance,
        bound,
        costs: instance.costs_to_come(),
        dominance: dominance(instance),
        is_plain: !instance.can_interrupt(),
        paths: vec![(0, 0)],
        best: Found { order: start, value, is_proven: false },
    };
    let mut course = Course::new(instance);
    search.best.is_proven = match course.run(instance) {
        Stop::Over => {
            // No order changes anything.
            search.offer(0, &course);
            true
        }
        Stop::Asks => search.layers(Node { level: course.value, course, path: 0 }, &mut keep_going),
    };
    search.best
}

/// Which dominance holds.
fn dominance(instance: &Instance) -> Dominance {
    let is_harmless = |act: &Act| matches!(act, Act::Cost(_) | Act::Velocity(..));
    let with_luck = instance.refined_per_sprint > 0
        || !instance.people.is_empty()
        || instance.acts().any(|act| matches!(act, Act::Prevent(_) | Act::Arrive(_)))
        || !instance.acts_at_start().all(is_harmless);
    let is_fined =
        |job: &u32| instance.jobs[*job as usize].benefits.iter().any(|b| matches!(b.1, When::FineAfter(_)));
    // An effect that comes sooner would change more fines.
    let fines_change =
        instance.acts().any(|act| matches!(act, Act::Value(jobs, _) if jobs.iter().any(is_fined)));
    let goals_gain = instance.goals.iter().all(|goal| goal.bonus >= 0.0);
    // Then nothing can become better by being Done later. What is never Done need not be: it is left out.
    let sooner_is_better = instance.jobs.iter().all(|job| {
        let pays = |sprint| pay_off(&job.benefits, sprint, instance.last);
        (instance.first()..instance.sprints).all(|sprint| pays(sprint) >= pays(sprint + 1))
    });
    if with_luck || fines_change || !goals_gain || !sooner_is_better {
        Dominance::Same
    } else if instance.jobs.iter().all(is_steady) {
        Dominance::Earlier
    } else {
        Dominance::MoreCapacity
    }
}

/// Whether a later Sprint cannot become smaller because an item is Done sooner.
fn is_steady(job: &Job) -> bool {
    let is_steady = |act: &Act| !matches!(act, Act::Velocity(factor, n) if *factor < 1.0 || n.is_some());
    job.upkeep == 0.0 && job.on_done.iter().all(is_steady)
}

impl Search<'_> {
    /// Goes through all orders, layer by layer. Whether it came to the end.
    fn layers(&mut self, first: Node, keep_going: &mut impl FnMut(u64, f64, &[u32]) -> bool) -> bool {
        let mut layer = vec![first];
        while !layer.is_empty() {
            let mut next = Layer::new(self.dominance);
            for chunk in layer.chunks(CHUNK) {
                let slack = 1e-10 * self.best.value.abs();
                let children: Vec<Children> = chunk.par_iter().map(|node| self.children(node)).collect();
                let mut steps = 0;
                for (node, children) in chunk.iter().zip(children) {
                    steps += 1 + children.courses.len() as u64;
                    self.offer(node.path, &children.closed);
                    for (job, course, hash, is_over) in children.courses {
                        let path = self.paths.len() as u32;
                        if is_over {
                            if course.value > self.best.value {
                                self.paths.push((node.path, job));
                                self.offer(path, &course);
                            }
                        } else if self.bound_of(&course) > self.best.value + slack {
                            let (done, node_path) = (course.done(), node.path);
                            let key =
                                if self.dominance == Dominance::Earlier { u128::from(done) } else { hash };
                            let level = self.level_of(&course);
                            if next.push(key, Node { course, level, path }) {
                                self.paths.push((node_path, job));
                            }
                        }
                    }
                }
                if next.nodes.len() > STATES_MAX || self.paths.len() > u32::MAX as usize / 2 {
                    return false;
                }
                if !keep_going(steps, self.best.value, &self.best.order) {
                    return false;
                }
            }
            let limit = self.best.value + 1e-10 * self.best.value.abs();
            layer = next.into_nodes();
            layer.retain(|node| self.bound_of(&node.course) > limit);
        }
        true
    }

    fn bound_of(&self, course: &Course) -> f64 {
        self.bound.map_or(f64::INFINITY, |bound| {
            course.value + bound.most(self.instance, course.done(), course.sprint, course.reviews())
        })
    }

    fn level_of(&self, course: &Course) -> f64 {
        let open = self.instance.jobs.iter().enumerate();
        let open = open.filter(|(at, job)| job.has_arrived && course.done() >> at & 1 == 0);
        let fined: f64 = open.map(|(_, job)| fines(&job.benefits, course.reviews()) * job.factor).sum();
        course.value + fined + self.costs[course.sprint as usize]
    }

    fn children(&self, node: &Node) -> Children {
        let mut closed = node.course.clone();
        closed.close();
        closed.run(self.instance);
        let mut key = Vec::new();
        let must_work = self.is_plain && node.course.asks_for_work();
        let untold = node.course.untold();
        let told = untold.filter(|&job| !must_work || node.course.is_workable(self.instance, job));
        let course = |job: u32| {
            let mut course = node.course.clone();
            course.tell(&[job]);
            let is_over = course.run(self.instance) == Stop::Over;
            let hash = if is_over || self.dominance == Dominance::Earlier {
                0
            } else {
                course.key(self.instance, &mut key);
                let mut open = (0..).zip(&self.instance.jobs).filter(|(at, _)| course.done() >> at & 1 == 0);
                if self.dominance == Dominance::Same || !open.all(|(_, job)| is_steady(job)) {
                    key.push((course.capacity * 1e9).round().to_bits());
                }
                hash_of(&key)
            };
            (job, course, hash, is_over)
        };
        Children { courses: told.map(course).collect(), closed }
    }

    /// Takes note of an order that was told to its end.
    fn offer(&mut self, path: u32, course: &Course) {
        if course.value <= self.best.value {
            return;
        }
        let (mut order, mut at) = (Vec::new(), path);
        while at != 0 {
            order.push(self.paths[at as usize].1);
            at = self.paths[at as usize].0;
        }
        order.reverse();
        (self.best.order, self.best.value) = (order, course.value);
    }
}

/// What a state leads to: each next item, with a digest of what it leads to and whether that is the end; and
/// the end if all others are left out.
struct Children {
    courses: Vec<(u32, Course, u128, bool)>,
    closed: Course,
}

/// A digest of 128 bits: two states that differ share one with a chance beyond all practice.
fn hash_of(key: &[u64]) -> u128 {
    let half = |salt: u64| {
        let mut hasher = DefaultHasher::new();
        (salt, key).hash(&mut hasher);
        hasher.finish()
    };
    u128::from(half(1)) << 64 | u128::from(half(2))
}

/// The states after so many items, without those that another dominates.
struct Layer {
    dominance: Dominance,
    nodes: Vec<Option<Node>>,
    by_key: HashMap<u128, Vec<u32>>,
}

impl Layer {
    fn new(dominance: Dominance) -> Self {
        Self { dominance, nodes: Vec::new(), by_key: HashMap::new() }
    }

    /// Adds a state unless one that is there is at least as good; those it dominates go.
    fn push(&mut self, key: u128, node: Node) -> bool {
        let there = self.by_key.entry(key).or_default();
        let nodes = &mut self.nodes;
        let dominance = self.dominance;
        let is_as_good = |one: &Node, other: &Node| {
            let (a, b) = (&one.course, &other.course);
            let is_as_early = match dominance {
                Dominance::Same => true,
                Dominance::MoreCapacity => a.capacity >= b.capacity,
                Dominance::Earlier => a.sprint < b.sprint || a.sprint == b.sprint && a.capacity >= b.capacity,
            };
            is_as_early && one.level >= other.level
        };
        let at = |at: u32| nodes[at as usize].as_ref();
        if there.iter().any(|&one| at(one).is_some_and(|one| is_as_good(one, &node))) {
            return false;
        }
        let (beaten, kept): (Vec<u32>, Vec<u32>) =
            there.iter().partition(|&&one| at(one).is_none_or(|one| is_as_good(&node, one)));
        *there = kept;
        there.push(nodes.len() as u32);
        beaten.iter().for_each(|&at| nodes[at as usize] = None);
        nodes.push(Some(node));
        true
    }

    fn into_nodes(self) -> Vec<Node> {
        self.nodes.into_iter().flatten().collect()
    }
}
