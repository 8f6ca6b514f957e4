//! The moments of a race, one after the other, and what of it has happened by then.

use crate::game::race::{Contestant, Race};
use crate::scenario::TINY;
use crate::sim::{Event, SprintRecord};

/// A moment of a race. Moments are ordered as they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    /// The Sprint, from 1; one more than were played where benefits run on after the last.
    pub(super) round: u32,
    pub(super) stage: Stage,
}

/// How far a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// The orders are made.
    Ordered,
    /// The team is at work: so many steps are shown.
    Work(usize),
    /// Who is ahead?
    Asked,
    /// What it paid is told.
    Revealed,
    /// All is over.
    End,
}

/// All moments, in order; with questions where values are hidden until they are revealed.
pub(super) fn moments(race: &Race, hides: bool) -> Vec<Moment> {
    let mut moments = Vec::new();
    for round in 1..=rounds(race) {
        let at = |stage| Moment { round, stage };
        if is_played(race, round) {
            moments.push(at(Stage::Ordered));
            let steps = race.contestants.iter().filter_map(|who| record(who, round)).map(|r| steps(r).len());
            moments.extend((1..=steps.max().unwrap_or(0)).map(|step| at(Stage::Work(step))));
        }
        if hides {
            moments.push(at(Stage::Asked));
        }
        moments.push(at(Stage::Revealed));
    }
    moments.push(Moment { round: rounds(race), stage: Stage::End });
    moments
}

/// How many rounds there are.
pub(super) fn rounds(race: &Race) -> u32 {
    let scenario = race.scenario();
    scenario.sprints + u32::from(scenario.benefit_sprints > scenario.sprints)
}

/// Whether a Sprint is played in a round.
pub(super) fn is_played(race: &Race, round: u32) -> bool {
    round <= race.scenario().sprints
}

/// What happened to somebody in the Sprint of a round.
pub(super) fn record(who: &Contestant, round: u32) -> Option<&SprintRecord> {
    who.game.records().get(round as usize - 1)
}

/// How many events of a record have happened after each step that is shown on its own.
pub(super) fn steps(record: &SprintRecord) -> Vec<usize> {
    let events = (1..).zip(&record.events);
    events.filter(|(_, event)| is_step(event)).map(|(count, _)| count).collect()
}

/// Whether something is shown as a step of its own. What is paid, and what people say to it, is revealed later.
fn is_step(event: &Event) -> bool {
    match event {
        Event::Started { rework, .. } => rework.is_some_and(|extra| extra > TINY),
        Event::Worked { remaining, .. } => *remaining > TINY,
        Event::Refined { talked, .. } => *talked,
        Event::Paid { .. } | Event::Trust { .. } | Event::Escalates(_) => false,
        _ => true,
    }
}

/// The events of a record that have happened at a stage of its round, and how many of them are of its last step.
pub(super) fn shown(record: &SprintRecord, stage: Stage) -> (usize, usize) {
    let steps = steps(record);
    let last = steps.last().copied().unwrap_or(0);
    match stage {
        Stage::Ordered => (0, 0),
        Stage::Work(step) => {
            let end = steps.get(step - 1).copied();
            let before = step.checked_sub(2).and_then(|before| steps.get(before)).copied().unwrap_or(0);
            end.map_or((last, 0), |end| (end, end - before))
        }
        Stage::Asked => (last, 0),
        Stage::Revealed | Stage::End => (record.events.len(), 0),
    }
}

/// The running total of somebody after a round, value units; after the last one it is what the game brought.
pub(super) fn total(race: &Race, who: &Contestant, round: u32) -> f64 {
    let place = if is_played(race, round) { round as usize } else { who.totals.len() };
    place.checked_sub(1).and_then(|place| who.totals.get(place)).copied().unwrap_or(0.0)
}

/// Those who are ahead after a round: one, or several who are level.
pub(super) fn leaders(race: &Race, round: u32) -> Vec<usize> {
    let totals: Vec<f64> = race.contestants.iter().map(|who| total(race, who, round)).collect();
    let most = totals.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let is_level = |total: &f64| most - total <= TINY * most.abs().max(1.0);
    totals.iter().enumerate().filter(|(_, total)| is_level(total)).map(|(place, _)| place).collect()
}
