//! The ladder: how others would have done on the same futures.

use std::sync::Arc;

use crate::order::Estimate;
use crate::order::arena::Stop;
use crate::order::par::Par;
use crate::order::player::{Arcade, Player};
use crate::scenario::{ItemIx, Scenario};
use crate::sim::{Belief, Summary};

/// How many futures the ladder has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LadderDepth {
    /// For those who decide quickly; 0 for no ladder and no look back.
    pub futures: usize,
    /// For [`Player::Lookahead`] and [`Player::Clairvoyant`]: the first so many of the same.
    pub slow_futures: usize,
}

impl Default for LadderDepth {
    fn default() -> Self {
        Self { futures: 1_000, slow_futures: 120 }
    }
}

/// Players on common futures of the first belief.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// From the highest mean to the lowest.
    pub rungs: Vec<Rung>,
    /// What the participant made of the one future that was played, value units; beside a mean it holds luck.
    pub value: f64,
}

/// A player on the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// Who.
    pub player: Player,
    /// V, value units; of slow players as it would be on all futures.
    pub value: Summary,
    /// V in each future, value units; of slow players in fewer of the same futures.
    pub sample: Vec<f64>,
    /// How much more than the next rung below on the futures that both met, value units. Where it is not
    /// clear, the two are level.
    pub lead: Option<Estimate>,
    /// The share of this player's futures with less value than the one that was played, 0 to 1; ties half.
    pub below_played: f64,
}

/// What a ladder is set up for.
pub(super) struct Setting<'a> {
    pub(super) scenario: &'a Arc<Scenario>,
    pub(super) par: &'a Par<'a>,
    pub(super) belief: Arc<Belief>,
    pub(super) seed: u64,
    pub(super) depth: LadderDepth,
    /// The best fixed order.
    pub(super) best: &'a [ItemIx],
}

impl Ladder {
    pub(super) fn new(value: f64) -> Self {
        Self { rungs: Vec::new(), value }
    }

    /// The same players beside another result.
    pub(super) fn beside(&self, value: f64) -> Self {
        let rung = |rung: &Rung| {
            let below: f64 = rung.sample.iter().map(|other| place(*other, value)).sum();
            Rung { below_played: below / rung.sample.len().max(1) as f64, ..rung.clone() }
        };
        Self { rungs: self.rungs.iter().map(rung).collect(), value }
    }

    /// Puts one more player on the ladder. `None` if it was to stop.
    pub(super) fn climb(&mut self, setting: &Setting<'_>, player: Player, stop: &Stop<'_>) -> Option<()> {
        let depth = setting.depth;
        let futures = if player.is_slow() { depth.slow_futures } else { depth.futures };
        let belief = Arc::clone(&setting.belief);
        let arcade = Arcade::new(setting.scenario, setting.par, belief, setting.seed, futures, setting.best);
        let so_far: Vec<&[f64]> = self.rungs.iter().map(|rung| &rung.sample[..]).collect();
        let sample = arcade.values(player, futures, &so_far, stop)?;
        let below: f64 = sample.iter().map(|value| place(*value, self.value)).sum();
        self.rungs.push(Rung {
            player,
            value: Summary::of(&mut sample.clone()),
            below_played: below / sample.len().max(1) as f64,
            sample,
            lead: None,
        });
        self.measure();
        self.rungs.sort_by(|a, b| b.value.mean.total_cmp(&a.value.mean));
        for index in 0..self.rungs.len() {
            let next = self.rungs.get(index + 1);
            self.rungs[index].lead =
                next.map(|next| Estimate::of_difference(&self.rungs[index].sample, &next.sample));
        }
        Some(())
    }

    /// Measures each rung. What the luck of fewer futures did to a slow player it did to the others, too: it is
    /// taken out by the difference to the best of those who met them all (a control variate).
    fn measure(&mut self) {
        for rung in &mut self.rungs {
            rung.value = Summary::of(&mut rung.sample.clone());
        }
        let all = self.rungs.iter().map(|rung| rung.sample.len()).max().unwrap_or_default();
        let met_all = self.rungs.iter().filter(|rung| rung.sample.len() == all);
        let best = met_all.max_by(|a, b| a.value.mean.total_cmp(&b.value.mean));
        let Some(Rung { value: Summary { mean, stderr, .. }, sample, .. }) = best.cloned() else { return };
        for rung in self.rungs.iter_mut().filter(|rung| rung.sample.len() < all) {
            let ahead = Estimate::of_difference(&rung.sample, &sample);
            let luck = mean + ahead.mean - rung.value.mean;
            let value = &mut rung.value;
            for figure in [&mut value.mean, &mut value.p10, &mut value.p50, &mut value.p90] {
                *figure += luck;
            }
            value.stderr = stderr.hypot(ahead.stderr);
        }
    }

    /// How many rungs are above the participant: their mean is higher than the value that was played.
    #[must_use]
    pub fn above(&self) -> usize {
        self.rungs.iter().filter(|rung| rung.value.mean > self.value).count()
    }
}

/// 1 if a value is below the one that was played, a half if it is the same.
fn place(value: f64, played: f64) -> f64 {
    if (value - played).abs() <= crate::scenario::TINY * played.abs().max(1.0) {
        0.5
    } else {
        f64::from(u8::from(value < played))
    }
}
