//! What a room says before it sees who is ahead.

use super::course::leaders;
use crate::game::race::{MOST, Race};
use crate::words;

/// The hands that were counted before each round was revealed.
#[derive(Debug, Default)]
pub(super) struct Polls {
    rounds: Vec<[u32; MOST]>,
    /// Who was voted for last.
    pub(super) chosen: usize,
}

impl Polls {
    /// The hands for each contestant in a round, from 1.
    pub(super) fn hands(&self, round: u32) -> [u32; MOST] {
        self.rounds.get(round as usize - 1).copied().unwrap_or_default()
    }

    /// Counts a hand for somebody, or takes one away.
    pub(super) fn count(&mut self, round: u32, place: usize, is_more: bool) {
        let index = round as usize - 1;
        if self.rounds.len() <= index {
            self.rounds.resize(index + 1, [0; MOST]);
        }
        let hands = &mut self.rounds[index][place];
        *hands = if is_more { hands.saturating_add(1).min(999) } else { hands.saturating_sub(1) };
        self.chosen = place;
    }

    /// How many hands were for those who are ahead, and how many there were; none where nobody is ahead.
    pub(super) fn right(&self, race: &Race, round: u32) -> (u32, u32) {
        let (hands, ahead) = (self.hands(round), leaders(race, round));
        if ahead.len() == race.contestants.len() {
            return (0, 0);
        }
        (ahead.iter().map(|&place| hands[place]).sum(), hands.iter().sum())
    }

    /// How many had said what is revealed; nothing where nobody had said anything.
    pub(super) fn told(&self, race: &Race, round: u32) -> String {
        let number = |n: u32| words::number(f64::from(n));
        match self.right(race, round) {
            (_, 0) if self.hands(round).iter().any(|hands| *hands > 0) => "Nobody is ahead.".to_owned(),
            (_, 0) => String::new(),
            (1, 1) => "The one hand said so.".to_owned(),
            (0, 1) => "The one hand said otherwise.".to_owned(),
            (0, all) => format!("None of {} hands said so.", number(all)),
            (right, all) if right == all => format!("All {} hands said so.", number(all)),
            (right, all) => format!("{} of {} hands said so.", number(right), number(all)),
        }
    }
}
