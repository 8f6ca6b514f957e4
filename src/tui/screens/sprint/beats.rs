//! When what happens in a Sprint is shown, and how far the Sprint is at a moment.

use crate::scenario::ItemIx;
use crate::sim::{Event, SprintRecord};

/// The longest that a Sprint takes on the screen, milliseconds.
pub(super) const LONGEST_MS: u64 = 3_800;

/// How long the whole work of a Sprint takes to fill its capacity, milliseconds.
const WORK_MS: f64 = 1_800.0;

/// From when to when each event of a record is shown, in its order.
#[derive(Clone, Debug, Default)]
pub(super) struct Beats(Vec<(u64, u64)>);

/// How far a Sprint is.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// How many of its events have begun.
    pub(super) events: usize,
    /// How far the last of them is, 0 to 1.
    pub(super) share: f64,
}

impl Moment {
    /// When all is over.
    pub(super) fn end(record: &SprintRecord) -> Self {
        Self { events: record.events.len(), share: 1.0 }
    }

    /// The events that have begun, each with how far it is.
    pub(super) fn events<'r>(&self, record: &'r SprintRecord) -> impl Iterator<Item = (&'r Event, f64)> {
        let (last, share) = (self.events, self.share);
        let begun = record.events[..self.events].iter().zip(1..);
        begun.map(move |(event, number)| (event, if number == last { share } else { 1.0 }))
    }

    /// The work that was done by now: items in the order in which they were first worked on, and the effort that this
    /// Sprint spent on each.
    pub(super) fn work(&self, record: &SprintRecord) -> Vec<(ItemIx, f64)> {
        let mut work: Vec<(ItemIx, f64)> = Vec::new();
        for (event, share) in self.events(record) {
            let Event::Worked { item, effort, .. } = *event else { continue };
            match work.iter_mut().find(|(other, _)| *other == item) {
                Some((_, sum)) => *sum += share * effort,
                None => work.push((item, share * effort)),
            }
        }
        work
    }
}

/// Whether the Sprint Review tells it, rather than the Sprint.
pub(super) fn is_for_review(event: &Event) -> bool {
    matches!(event, Event::Paid { .. } | Event::Trust { .. } | Event::Escalates(_))
}

impl Beats {
    /// The beats of a record; what the Sprint Review tells takes no time.
    pub(super) fn of(record: &SprintRecord) -> Self {
        let capacity = record.events.iter().find_map(|event| match *event {
            Event::Capacity { capacity, .. } => Some(capacity),
            _ => None,
        });
        let capacity = capacity.filter(|capacity| *capacity > 0.0).unwrap_or(1.0);
        let length = |event: &Event| match *event {
            _ if is_for_review(event) => 0.0,
            Event::Struck(_) | Event::Escalated(_) | Event::Capacity { .. } => 450.0,
            Event::Started { rework: None, .. } => 0.0,
            Event::Worked { effort, .. } => (WORK_MS * effort / capacity).clamp(60.0, WORK_MS),
            _ => 180.0,
        };
        let whole: f64 = record.events.iter().map(length).sum();
        let scale = (LONGEST_MS as f64 / whole.max(1.0)).min(1.0);
        let mut start = 0.0;
        let beat = |event: &Event| {
            let end = start + scale * length(event);
            let beat = (start as u64, end as u64);
            start = end;
            beat
        };
        Self(record.events.iter().map(beat).collect())
    }

    /// When the last of it is shown, milliseconds.
    pub(super) fn length_ms(&self) -> u64 {
        self.0.last().map_or(0, |(_, end)| *end)
    }

    /// How far the Sprint is after so many milliseconds.
    pub(super) fn at(&self, record: &SprintRecord, elapsed_ms: u64) -> Moment {
        let events = self.0.partition_point(|(start, _)| *start <= elapsed_ms).min(record.events.len());
        let share = events.checked_sub(1).map_or(1.0, |last| {
            let (start, end) = self.0[last];
            let length = end.saturating_sub(start).max(1);
            (elapsed_ms.saturating_sub(start) as f64 / length as f64).min(1.0)
        });
        Moment { events, share }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> SprintRecord {
        let (a, b) = (ItemIx::new(0), ItemIx::new(1));
        let mut record = SprintRecord::new(1);
        record.events = vec![
            Event::Capacity { velocity: 10.0, factor: 1.0, upkeep: 0.0, capacity: 10.0 },
            Event::Started { item: a, effort: 6.0, rework: None },
            Event::Worked { item: a, effort: 6.0, remaining: 0.0 },
            Event::Done(a),
            Event::Started { item: b, effort: 8.0, rework: None },
            Event::Worked { item: b, effort: 4.0, remaining: 4.0 },
            Event::Trust {
                who: crate::scenario::StakeholderIx::new(0),
                served: true,
                before: 0.5,
                after: 0.6,
                waiting: 0,
            },
        ];
        record
    }

    #[test]
    fn the_work_grows_until_all_of_it_is_done() {
        let record = record();
        let beats = Beats::of(&record);
        let mut last = 0.0;
        for elapsed in (0..=beats.length_ms()).step_by(10) {
            let work = beats.at(&record, elapsed).work(&record);
            let sum: f64 = work.iter().map(|(_, effort)| effort).sum();
            assert!(sum >= last, "{elapsed}");
            last = sum;
        }
        let end = beats.at(&record, beats.length_ms());
        assert_eq!(end.events, record.events.len());
        assert_eq!(end.work(&record), Moment::end(&record).work(&record));
        assert_eq!(end.work(&record), [(ItemIx::new(0), 6.0), (ItemIx::new(1), 4.0)]);
    }

    #[test]
    fn however_much_happens_it_is_short() {
        let mut record = record();
        assert!(Beats::of(&record).length_ms() <= LONGEST_MS);
        record.events = record.events.iter().cycle().take(2_000).copied().collect();
        assert!(Beats::of(&record).length_ms() <= LONGEST_MS);
        assert_eq!(Beats::of(&SprintRecord::new(1)).length_ms(), 0);
    }
}
