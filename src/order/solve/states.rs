//! An exact search over the courses that one known future can take, order by order from the top.
//!
//! Dynamic programming forward over the states that tellings of the order lead to (Held and Karp 1962), item
//! by item. Orders are told late (`places`), so that those that differ in what no course has seen yet are one
//! state; where that admits a course that no order has, a search that tells all in turn has the last word. A
//! state is dropped if another is at least as good in every way (dominance, as in Emmons 1969), or
//! if even the bound of [`Subsets`] is no better than an order that was found (branch and bound).
//!
//! Where a layer of states does not fit into memory it is gone through in parts, each down to the end before the
//! next: depth first as far as there is no room for breadth (as in beam stack search, Zhou and Hansen 2005).
//! Only states of one part are compared, which costs time, but never the proof.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::course::{Course, Stop};
use super::dominance::{Dominance, Scope};
use super::instance::Instance;
use super::pay::fines;
use super::places::Telling;
use super::subsets::Subsets;

/// States that may be kept at once, of 1 to 1.5 KB each; beyond, a layer is gone through in parts.
const STATES_MAX: usize = 1_200_000;
/// States that a part may lead to however many wait.
const PART_LEAST: usize = 8192;
/// States that are continued between two questions whether to go on.
const CHUNK: usize = 2048;

/// What a search found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The order, by jobs.
    pub(super) order: Vec<u32>,
    /// Its value V.
    pub(super) value: f64,
    /// Whether no order is better.
    pub(super) is_proven: bool,
}

struct Node {
    course: Box<Course>,
    /// The most that it can come to.
    most: f64,
    /// Its value as if fines and costs of Sprints to come were paid: what states of two Sprints compare.
    level: f64,
    /// A digest of all that what comes depends on …
    hash: u128,
    /// … and of what those that can be compared with it agree in.
    group: u128,
    /// By how much more capacity it has to be better than another of its group, and by how much more value; `None`
    /// if it cannot go on as any other at no more effort.
    ahead: Option<(f64, f64)>,
    /// The place of its last item in the paths.
    path: u32,
}

/// An item told: what was told before, and above whom it stands if not at the end.
#[derive(Clone, Copy, Debug)]
struct Told {
    before: u32,
    job: u32,
    above: Option<u32>,
}

struct Search<'a> {
    instance: &'a Instance,
    bound: Option<&'a Subsets>,
    /// What costs at the start of Sprints still come after each Sprint 0 … H.
    costs: Vec<f64>,
    dominance: &'a Dominance,
    /// How many states may be kept at once.
    room: usize,
    /// Where all is told in turn, whether, where an item to work on is asked for, only those that can be worked
    /// on at once need be told: work on it begins before anything is refined, so what is told before it could
    /// as well be told after.
    is_plain: bool,
    paths: Vec<Told>,
    best: Found,
    /// The highest value that a course had for which no order was found.
    unmatched: f64,
}

/// Looks for an order that is better than the one given, until there is none or it is told to stop.
/// `keep_going` hears how many steps (items told) were done since it was asked last.
pub(super) fn search(
    instance: &Instance,
    bound: Option<&Subsets>,
    start: Vec<u32>,
    keep_going: impl FnMut(u64, f64, &[u32]) -> bool,
) -> Found {
    search_within(STATES_MAX, instance, bound, start, keep_going)
}

/// [`search`] with so many states at once.
fn search_within(
    room: usize,
    instance: &Instance,
    bound: Option<&Subsets>,
    start: Vec<u32>,
    mut keep_going: impl FnMut(u64, f64, &[u32]) -> bool,
) -> Found {
    let value = Course::new(instance).value_of(instance, &start);
    let dominance = Dominance::of(instance);
    let mut search = Search {
        instance,
        bound,
        costs: instance.costs_to_come(),
        dominance: &dominance,
        room,
        is_plain: !instance.can_interrupt(),
        paths: Vec::new(),
        best: Found { order: start, value, is_proven: false },
        unmatched: f64::NEG_INFINITY,
    };
    let first = Course::new(instance);
    for first in [first.clone().told_late(), first] {
        search.unmatched = f64::NEG_INFINITY;
        let is_through = search.layers(first, &mut keep_going);
        search.best.is_proven = is_through && search.unmatched <= search.limit();
        if search.best.is_proven || !is_through {
            break;
        }
    }
    search.best
}

impl Search<'_> {
    /// Goes through all orders, layer by layer. Whether it came to the end.
    fn layers(&mut self, mut first: Course, keep_going: &mut impl FnMut(u64, f64, &[u32]) -> bool) -> bool {
        self.paths = vec![Told { before: 0, job: u32::MAX, above: None }];
        if first.run(self.instance) == Stop::Over {
            // No order changes anything.
            self.offer(0, first.value);
            return true;
        }
        let most = self.bound_of(&first);
        let (level, course) = (first.value, Box::new(first));
        let first = Node { course, most, level, hash: 0, group: 0, ahead: None, path: 0 };
        self.descend(vec![first], 0, keep_going)
    }

    /// Goes through all that a layer leads to, while so many states wait elsewhere. Whether it came to the end.
    fn descend(
        &mut self,
        mut layer: Vec<Node>,
        waiting: usize,
        keep_going: &mut impl FnMut(u64, f64, &[u32]) -> bool,
    ) -> bool {
        let room = (self.room.saturating_sub(waiting + layer.len()) / 2).max(PART_LEAST.min(self.room));
        let told = self.paths.len();
        while !layer.is_empty() {
            let mut next = Layer::new(self.dominance.scope);
            while !layer.is_empty() && next.nodes.len() < room {
                let chunk = layer.split_off(layer.len().saturating_sub(CHUNK.min(room)));
                let children: Vec<Vec<Child>> = chunk.par_iter().map(|node| self.children(node)).collect();
                let mut steps = 0;
                for (node, children) in chunk.iter().zip(children) {
                    steps += 1 + children.len() as u64;
                    children.into_iter().for_each(|child| self.take(node.path, child, &mut next));
                }
                if self.paths.len() > u32::MAX as usize / 2
                    || !keep_going(steps, self.best.value, &self.best.order)
                {
                    return false;
                }
            }
            let (limit, mut nodes) = (self.limit(), next.into_nodes());
            nodes.retain(|node| node.most > limit);
            if !layer.is_empty() {
                // The last is the first to go on: what is promising may cut off others.
                nodes.sort_by(|a, b| a.most.total_cmp(&b.most));
            }
            if !self.descend(nodes, waiting + layer.len(), keep_going) {
                return false;
            }
            self.paths.truncate(told);
            let limit = self.limit();
            layer.retain(|node| node.most > limit);
        }
        true
    }

    /// What no order needs to be looked at for.
    fn limit(&self) -> f64 {
        self.best.value + 1e-10 * self.best.value.abs()
    }

    /// Keeps a state that one leads to, if it can lead to something better.
    fn take(&mut self, path: u32, child: Child, next: &mut Layer) {
        match child {
            Child::Over(value, told) => {
                if value > self.best.value {
                    let path = told.map_or(path, |told| self.note(told));
                    self.offer(path, value);
                }
            }
            Child::Open(mut node, told) => {
                node.path = told.map_or(path, |_| self.paths.len() as u32);
                if next.push(node) {
                    self.paths.extend(told);
                }
            }
        }
    }

    fn note(&mut self, told: Told) -> u32 {
        self.paths.push(told);
        self.paths.len() as u32 - 1
    }

    fn bound_of(&self, course: &Course) -> f64 {
        self.bound.map_or(f64::INFINITY, |bound| bound.most(self.instance, course))
    }

    fn level_of(&self, course: &Course) -> f64 {
        let open = self.instance.jobs.iter().enumerate();
        let done = course.done();
        let open = open.filter(|(at, job)| job.has_arrived && done >> at & 1 == 0);
        let fined: f64 = open.map(|(_, job)| fines(&job.benefits, course.reviews()) * job.factor).sum();
        course.value + fined + self.costs[course.sprint as usize]
    }

    /// What a state leads to: the end, if all others are left out; else each next item.
    fn children(&self, node: &Node) -> Vec<Child> {
        let mut course = Course::clone(&node.course);
        course.close();
        course.run(self.instance);
        let mut children = vec![Child::Over(course.value, None)];
        let tellings = if node.course.places.is_some() {
            node.course.tellings(self.instance)
        } else {
            let must_work = self.is_plain && node.course.asks_for_work();
            let untold = node.course.untold();
            let told = untold.filter(|&job| !must_work || node.course.is_workable(self.instance, job));
            told.map(Telling::Next).collect()
        };
        let limit = self.limit();
        let child = |telling| self.child(node, telling, limit, &mut course);
        children.extend(tellings.into_iter().filter_map(child));
        children
    }

    /// What one more item leads to, if that can be better than what was found. `course` is any, to work with.
    fn child(&self, node: &Node, telling: Telling, limit: f64, course: &mut Course) -> Option<Child> {
        course.clone_from(&node.course);
        let above = match (telling, &course.places) {
            (Telling::Next(job), None) => {
                course.tell(&[job]);
                None
            }
            _ => course.tell_late(self.instance, telling),
        };
        let told = match telling {
            Telling::Next(job) | Telling::Held(job) => Some(Told { before: node.path, job, above }),
            Telling::GoOn => None,
        };
        if course.run(self.instance) == Stop::Over {
            return (course.value > limit).then_some(Child::Over(course.value, told));
        }
        let most = self.bound_of(course);
        if most <= limit {
            return None;
        }
        course.trim_places(self.instance);
        Some(Child::Open(self.node(course.clone(), most), told))
    }

    fn node(&self, course: Course, most: f64) -> Node {
        let mut key = Vec::new();
        course.key(self.instance, &mut key);
        let is_told_late = course.places.is_some();
        let scope = match self.dominance.scope {
            _ if course.is_watched(self.instance) => Scope::Same,
            _ if !is_told_late && self.instance.refined_per_sprint > 0 => Scope::Same,
            scope => scope,
        };
        let alike = hash_of(&key);
        course.places_key(&mut key);
        key.push((course.capacity * 1e9).round().to_bits());
        let hash = hash_of(&key);
        let group = match scope {
            Scope::Same => hash,
            Scope::MoreCapacity => alike,
            Scope::Earlier => u128::from(course.done()),
        };
        let is_unbound = !is_told_late || course.is_covered(self.instance) && course.list.is_empty();
        let lead = (scope != Scope::Same && is_unbound).then(|| Dominance::lead(self.instance, &course));
        let ahead = lead.flatten().map(|lead| (lead, self.dominance.margin(course.done())));
        let level = self.level_of(&course);
        Node { course: Box::new(course), most, level, hash, group, ahead, path: 0 }
    }

    /// Takes note of an order that was told to its end.
    fn offer(&mut self, path: u32, told_value: f64) {
        if told_value <= self.best.value {
            return;
        }
        let (mut told, mut at) = (Vec::new(), path);
        while at != 0 {
            told.push(self.paths[at as usize]);
            at = self.paths[at as usize].before;
        }
        let mut order = Vec::new();
        for told in told.into_iter().rev() {
            let place = told.above.and_then(|above| order.iter().position(|&job| job == above));
            order.insert(place.unwrap_or(order.len()), told.job);
        }
        // What the order gives is what counts; a course that was told late may be none that it has.
        let value = Course::new(self.instance).value_of(self.instance, &order);
        if value < told_value - 1e-11 * told_value.abs() {
            self.unmatched = self.unmatched.max(told_value);
        }
        if value > self.best.value {
            (self.best.order, self.best.value) = (order, value);
        }
    }
}

/// What a state leads to, with what was told for it: the end, or another state.
enum Child {
    Over(f64, Option<Told>),
    Open(Node, Option<Told>),
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
    scope: Scope,
    nodes: Vec<Option<Node>>,
    by_key: HashMap<u128, Vec<u32>>,
}

impl Layer {
    fn new(scope: Scope) -> Self {
        Self { scope, nodes: Vec::new(), by_key: HashMap::new() }
    }

    /// Adds a state unless one that is there is at least as good; those it dominates go.
    fn push(&mut self, node: Node) -> bool {
        let there = self.by_key.entry(node.group).or_default();
        let nodes = &mut self.nodes;
        let scope = self.scope;
        let is_as_good = |one: &Node, other: &Node| {
            let (a, b) = (&one.course, &other.course);
            one.hash == other.hash && one.level >= other.level
                || one.ahead.is_some_and(|(lead, margin)| {
                    let is_ahead = a.sprint == b.sprint && a.capacity >= b.capacity + lead
                        || scope == Scope::Earlier && a.sprint < b.sprint;
                    is_ahead && one.level >= other.level + margin
                })
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

#[cfg(test)]
mod tests;
