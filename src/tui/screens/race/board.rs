//! The list of somebody who races, as it is at a moment.

use super::course::{Moment, Stage, record, shown};
use crate::game::race::Contestant;
use crate::scenario::{ItemIx, TINY};
use crate::sim::{Event, Progress};

/// An item of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) item: ItemIx,
    /// How much of the work on it was done before this Sprint, and how much is done now, 0 to 1.
    pub(super) before: f64,
    pub(super) now: f64,
    pub(super) done: Option<u32>,
    /// Whether it is worked on in this Sprint.
    pub(super) is_touched: bool,
}

/// The list in the order of a Sprint, with the work as far as it is; `share` is how far the step that is shown is, 0 to
/// 1. After the last Sprint: what was Done, in the order in which it was.
pub(super) fn lines(who: &Contestant, moment: Moment, share: f64) -> Vec<Line> {
    let game = &who.game;
    let decision = game.decisions().get(moment.round as usize - 1).filter(|_| moment.stage != Stage::End);
    let Some((decision, record)) = decision.zip(record(who, moment.round)) else {
        let records =
            game.records().iter().flat_map(|record| record.done().map(|item| (record.sprint, item)));
        let done =
            |(sprint, item)| Line { item, before: 1.0, now: 1.0, done: Some(sprint), is_touched: false };
        return records.map(done).collect();
    };
    let state = decision.belief.state();
    let is_open = |item: &&ItemIx| state.item(**item).arrived && state.item(**item).done().is_none();
    let (count, newest) = shown(record, moment.stage);
    let events = &record.events[..count];
    let arrived = events.iter().filter_map(|event| match event {
        Event::Arrived(item) if !decision.plan.aside.contains(item) => Some(*item),
        _ => None,
    });
    let mut order: Vec<ItemIx> = decision.plan.order.iter().filter(is_open).copied().collect();
    for item in arrived {
        if !order.contains(&item) {
            order.push(item);
        }
    }
    let line = |item: ItemIx| {
        let left = match state.item(item).progress {
            Progress::Started { remaining } => Some(remaining),
            _ => None,
        };
        let spent = state.item(item).spent;
        let mut line = Line { item, before: 0.0, now: 0.0, done: None, is_touched: false };
        line.before = left.map_or(0.0, |left| share_of(spent, left));
        line.now = line.before;
        let mut worked = spent;
        for (place, event) in events.iter().enumerate() {
            match *event {
                Event::Worked { item: other, effort, remaining } if other == item => {
                    worked += effort;
                    let target = share_of(worked, remaining);
                    let is_newest = place + newest >= count;
                    line.now += (target - line.now) * if is_newest { share } else { 1.0 };
                    line.is_touched = true;
                }
                Event::Done(other) if other == item => line.done = Some(record.sprint),
                _ => {}
            }
        }
        line
    };
    order.into_iter().map(line).collect()
}

fn share_of(spent: f64, left: f64) -> f64 {
    if spent + left > TINY { (spent / (spent + left)).clamp(0.0, 1.0) } else { 1.0 }
}
