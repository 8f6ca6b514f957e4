//! Who was there, from when to when, as the log of a class tells.

use std::collections::BTreeMap;

use crate::class::{Change, Class, Happening, PlayerId, Row};
use crate::store::timestamp;

/// How long nothing may be heard of somebody who is there, milliseconds: longer than that is a night.
const SILENCE_MAX_MS: i64 = 6 * 60 * 60_000;

/// A time that somebody was connected to a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Stay {
    /// Who, as they are called now.
    pub name: String,
    /// The team; 0 where everybody plays alone.
    pub team: u32,
    /// When they came, in UTC: `2026-11-23 12:33`.
    pub came: String,
    /// When they left; empty if that is not known, because they are still there or the host ended.
    pub left: String,
    /// Minutes between the two, to a tenth.
    pub minutes: Option<f64>,
    /// The rounds that went on meanwhile.
    pub rounds: Vec<usize>,
}

struct Open {
    player: PlayerId,
    came_ms: i64,
    /// The last sign of life.
    last_ms: i64,
    left_ms: Option<i64>,
    rounds: Vec<usize>,
}

impl Stay {
    /// The same with days instead of hours, which tell less of who it was.
    #[must_use]
    pub fn by_day(&self) -> Self {
        let day = |time: &str| time.split(' ').next().unwrap_or_default().to_owned();
        Self { came: day(&self.came), left: day(&self.left), ..self.clone() }
    }
}

/// Every stay, in the order in which people came.
///
/// Who comes again before they left was on another screen: that is one stay. But where nothing was heard of them for
/// hours, their host had ended meanwhile without saying so: then the stay ended with their last step.
#[must_use]
pub fn stays(class: &Class, rows: &[Row]) -> Vec<Stay> {
    let mut book = Book::default();
    let mut fold = Class::default();
    // What was not possible did not happen, such as a number that two hosts gave away at once.
    let happened = |row: &&Row| !matches!(fold.take((*row).clone()), Change::Nothing(_));
    rows.iter().filter(happened).for_each(|row| book.note(row));
    book.stays.into_iter().filter_map(|stay| told(class, stay)).collect()
}

#[derive(Default)]
struct Book<'r> {
    stays: Vec<Open>,
    /// The place of the stay that goes on and the host, by participant.
    here: BTreeMap<PlayerId, (usize, &'r str)>,
    /// When each round began.
    rounds: Vec<i64>,
    is_playing: bool,
}

impl<'r> Book<'r> {
    fn note(&mut self, row: &'r Row) {
        match &row.happening {
            Happening::Joined { player, host, .. } | Happening::Came { player, host } => {
                self.came(*player, host, row.at_ms)
            }
            // Somebody who went over to another host is still there.
            Happening::Left { player, host } if self.here.get(player).is_none_or(|(_, at)| at != host) => {}
            Happening::Left { player, .. } => self.ended(*player, row.at_ms),
            Happening::Removed { player } => self.ended(*player, row.at_ms),
            Happening::Did { player, .. }
            | Happening::Ready { player, .. }
            | Happening::Answered { player, .. } => {
                if let Some((place, _)) = self.here.get(player) {
                    self.stays[*place].last_ms = row.at_ms;
                }
            }
            Happening::RoundBegan { .. } if !self.is_playing => {
                let players: Vec<PlayerId> = self.here.keys().copied().collect();
                players.into_iter().for_each(|player| self.end_if_silent(player, row.at_ms));
                self.rounds.push(row.at_ms);
                self.is_playing = true;
                for (place, _) in self.here.values() {
                    self.stays[*place].rounds.push(self.rounds.len());
                }
            }
            Happening::RoundEnded {} => self.is_playing = false,
            _ => {}
        }
    }

    fn came(&mut self, player: PlayerId, host: &'r str, at_ms: i64) {
        self.end_if_silent(player, at_ms);
        let place = self.here.get(&player).map_or(self.stays.len(), |(place, _)| *place);
        match self.stays.get_mut(place) {
            Some(stay) => stay.last_ms = at_ms,
            None => {
                let rounds = if self.is_playing { vec![self.rounds.len()] } else { Vec::new() };
                self.stays.push(Open { player, came_ms: at_ms, last_ms: at_ms, left_ms: None, rounds });
            }
        }
        self.here.insert(player, (place, host));
    }

    fn end_if_silent(&mut self, player: PlayerId, now_ms: i64) {
        let Some(&(place, _)) = self.here.get(&player) else { return };
        let last_ms = self.stays[place].last_ms;
        if now_ms.saturating_sub(last_ms) > SILENCE_MAX_MS {
            self.ended(player, last_ms);
        }
    }

    fn ended(&mut self, player: PlayerId, at_ms: i64) {
        if let Some((place, _)) = self.here.remove(&player) {
            self.stays[place].left_ms = Some(at_ms);
        }
    }
}

fn told(class: &Class, stay: Open) -> Option<Stay> {
    let own = class.players().get(&stay.player)?;
    let time = |time_ms| timestamp(time_ms).strftime("%Y-%m-%d %H:%M").to_string();
    // A clock that was put back takes no time away.
    let minutes = |left: i64| (left.saturating_sub(stay.came_ms).max(0) as f64 / 6_000.0).round() / 10.0;
    Some(Stay {
        name: own.name.clone(),
        team: own.team,
        came: time(stay.came_ms),
        left: stay.left_ms.map_or_else(String::new, time),
        minutes: stay.left_ms.map(minutes),
        rounds: stay.rounds,
    })
}
