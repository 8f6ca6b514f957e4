//! When a game was played, and for how long, as its journal tells.

use jiff::Timestamp;

use crate::game::journal::Journal;

/// The longest pause that counts as playing, in minutes: who thinks longer than that between two steps is having
/// lunch, or a discussion that the program knows nothing of.
pub const PAUSE_MAX: f64 = 10.0;

/// When a game was played.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sitting {
    /// When it was begun, in UTC: `2026-11-23 12:33`; empty where the journal has no such time.
    pub began: String,
    /// When the last step was made, in UTC.
    pub last: String,
    /// Minutes of play, to a tenth: the time from each step to the next one, each counting at most [`PAUSE_MAX`].
    pub minutes: f64,
}

impl Sitting {
    /// What a journal tells.
    #[must_use]
    pub fn of(journal: &Journal) -> Self {
        let steps = journal.entries.iter().map(|entry| &entry.at);
        let times = std::iter::once(&journal.header.created).chain(steps);
        let times: Vec<Timestamp> = times.filter_map(|time| time.parse().ok()).collect();
        let pause = |pair: &[Timestamp]| {
            let milliseconds = pair[1].as_millisecond() - pair[0].as_millisecond();
            // A clock that was put back takes no time away.
            (milliseconds as f64 / 60_000.0).clamp(0.0, PAUSE_MAX)
        };
        let minutes: f64 = times.windows(2).map(pause).sum();
        let told = |time: Option<&Timestamp>| {
            time.map_or_else(String::new, |time| time.strftime("%Y-%m-%d %H:%M").to_string())
        };
        Self {
            began: told(times.first()),
            last: told(times.last()),
            minutes: (minutes * 10.0).round() / 10.0,
        }
    }

    /// The same with days instead of hours, which tell less of who it was.
    #[must_use]
    pub fn by_day(&self) -> Self {
        let day = |time: &str| time.split(' ').next().unwrap_or_default().to_owned();
        Self { began: day(&self.began), last: day(&self.last), minutes: self.minutes }
    }
}
