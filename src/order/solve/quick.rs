//! A short search on one known future, in one thread.

use super::climb::{Climb, Judge};
use super::instance::{Act, Instance};
use super::machine::Machine;
use crate::sim::Source;
use crate::sim::luck::Drawing;

/// Positions that a move on a single machine spans.
const REACH: usize = 40;

/// A good order of a known future, from some other, for about so many tries.
pub(super) fn best(judge: &Judge<'_>, start: &[u32], tries: u64, seed: Source) -> Vec<u32> {
    let instance = judge.instance;
    if instance.jobs.is_empty() || instance.ended >= instance.sprints {
        return start.to_vec();
    }
    let generator = seed.generator(4, Drawing::Order, 0);
    let is_machine = instance.is_machine();
    let relaxed = (!is_machine).then(|| relaxed(instance));
    let mut order = start.to_vec();
    if let Some(mut machine) =
        Machine::of(relaxed.as_ref().unwrap_or(instance), start, REACH, generator.clone())
    {
        machine.walk(tries * judge.steps());
        let found = machine.best().1;
        if is_machine && instance.goals.is_empty() {
            return found;
        }
        if judge.value(&found) > judge.value(&order) {
            order = found;
        }
    }
    let mut climb = Climb::new(judge, &order, generator);
    climb.climb(judge, tries);
    climb.best().1.to_vec()
}

/// A future without all that depends on the path: a single machine, and a place to begin.
fn relaxed(instance: &Instance) -> Instance {
    let mut machine = instance.clone();
    for (job, is_here) in machine.jobs.iter_mut().zip(instance.reachable()) {
        job.has_arrived = is_here;
        job.upkeep = 0.0;
        job.on_done.retain(|act| matches!(act, Act::Cost(_)));
    }
    for (_, acts) in &mut machine.strikes {
        acts.retain(|act| matches!(act, Act::Cost(_) | Act::Velocity(..)));
    }
    (machine.people, machine.escalating, machine.refined_per_sprint) = (Vec::new(), Vec::new(), 0);
    machine
}
