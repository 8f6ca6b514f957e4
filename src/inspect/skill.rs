//! How far skill is apart from luck.

use super::{Inspection, RULES};
use crate::order::Policy;
use crate::order::player::Player;

/// What a one-sided chance of 95 % is in standard deviations.
const Z_95: f64 = 1.645;

/// How far skill is apart from luck, value units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skill {
    /// The standard deviation of what human-like players make on average: the simple rules, Par and
    /// [`Player::Lookahead`].
    pub spread: f64,
    /// The standard deviation of what [`Player::Lookahead`] makes from future to future.
    pub luck: f64,
    /// The player in the middle of those: as many are ahead of them as behind, or one more.
    pub middling: Player,
    /// How much more [`Player::Lookahead`] makes on average than the one in the middle.
    pub lead: f64,
    /// The standard deviation of that difference where both meet the same luck …
    pub noise_same_luck: f64,
    /// … and where each meets their own.
    pub noise_own_luck: f64,
}

impl Skill {
    /// From those who have played; `None` if somebody is missing.
    pub(super) fn of(inspection: &Inspection) -> Option<Self> {
        let good = inspection.values(Player::Lookahead)?;
        let others = RULES.into_iter().chain([Policy::Par]).map(Player::Rule);
        let players: Vec<Player> = others.chain([Player::Lookahead]).collect();
        let mut means: Vec<(f64, Player)> =
            players.iter().map(|&player| Some((inspection.mean(player)?, player))).collect::<Option<_>>()?;
        means.sort_by(|a, b| b.0.total_cmp(&a.0));
        let middling = means[means.len() / 2].1;
        let other = inspection.values(middling)?;
        let difference: Vec<f64> = good.iter().zip(other).map(|(good, other)| good - other).collect();
        let (lead, noise_same_luck) = mean_and_sd(&difference);
        let luck = mean_and_sd(good).1;
        let noise_own_luck = luck.hypot(mean_and_sd(&other[..good.len().min(other.len())]).1);
        let spread = mean_and_sd(&means.iter().map(|(mean, _)| *mean).collect::<Vec<_>>()).1;
        Some(Self { spread, luck, middling, lead, noise_same_luck, noise_own_luck })
    }

    /// How many games both must play on the same luck until the better one is ahead in total with a chance of
    /// 95 %; `None` if the other one is as good.
    #[must_use]
    pub fn games_same_luck(&self) -> Option<f64> {
        games(self.lead, self.noise_same_luck)
    }

    /// The same where each meets luck of their own.
    #[must_use]
    pub fn games_own_luck(&self) -> Option<f64> {
        games(self.lead, self.noise_own_luck)
    }
}

/// The total of n games is n·lead ± √n·noise, and is above 0 with 95 % from n = (z · noise ÷ lead)² on.
fn games(lead: f64, noise: f64) -> Option<f64> {
    (lead > 0.0).then(|| (Z_95 * noise / lead).powi(2).ceil().max(1.0))
}

/// The mean and the standard deviation (with n−1) of a sample.
fn mean_and_sd(sample: &[f64]) -> (f64, f64) {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n.max(1.0);
    let squares: f64 = sample.iter().map(|x| (x - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0).max(1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn games_that_are_needed() {
        // 1.645² = 2.706: noise as large as the lead asks for 3 games, ten times as large for 271.
        assert_eq!(games(10.0, 10.0), Some(3.0));
        assert_eq!(games(10.0, 100.0), Some(271.0));
        assert_eq!(games(10.0, 0.0), Some(1.0));
        assert_eq!(games(0.0, 1.0), None);
    }

    #[test]
    fn a_standard_deviation_has_one_degree_less() {
        assert_eq!(mean_and_sd(&[1.0, 3.0]), (2.0, 2_f64.sqrt()));
        assert_eq!(mean_and_sd(&[4.0]), (4.0, 0.0));
    }
}
