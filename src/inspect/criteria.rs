//! What a scenario that ships must hold.

use super::{Inspection, RULES};
use crate::order::Policy;
use crate::order::player::Player;
use crate::scenario::{Level, Scenario};

/// How much more than a random order the best one must make, as a share.
const ABOVE_RANDOM: f64 = 0.25;
/// How much more than the best fixed order looking ahead must make, as a share.
const ADAPTING: f64 = 0.05;

/// Something that a scenario must hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Requirement {
    /// The best fixed order makes so much more than a random one, as a share of the latter.
    BestAboveRandom,
    /// A simple rule makes less than so much of what looking ahead makes.
    RuleBelow(Policy),
    /// Looking ahead makes so much more than the best fixed order, as a share of the latter.
    AdaptingPays,
}

/// Whether a scenario holds what it must.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criterion {
    /// What it must hold.
    pub requirement: Requirement,
    /// The share that was found.
    pub found: f64,
    /// The share that is asked for.
    pub wanted: f64,
    /// Whether it is held.
    pub holds: bool,
}

/// What share of looking ahead a simple rule may not reach in a scenario of this level; `None` where anything
/// goes: for beginners a rule may well be the lesson.
#[must_use]
pub(super) fn rule_limit(level: Level) -> Option<f64> {
    match level {
        Level::Foundation => None,
        Level::Practitioner => Some(0.95),
        Level::Advanced => Some(0.90),
    }
}

impl Inspection {
    /// What a scenario of its level must hold, as far as it was looked at.
    #[must_use]
    pub fn criteria(&self, scenario: &Scenario) -> Vec<Criterion> {
        let mut criteria = Vec::new();
        let more = |one: f64, other: f64| (one - other) / other.abs().max(f64::MIN_POSITIVE);
        let best = self.mean(Player::Rule(Policy::Best));
        if let (Some(best), Some(random)) = (best, self.mean(Player::Rule(Policy::Random))) {
            let (found, wanted) = (more(best, random), ABOVE_RANDOM);
            let holds = found >= wanted;
            criteria.push(Criterion { requirement: Requirement::BestAboveRandom, found, wanted, holds });
        }
        if let Some(wanted) = rule_limit(scenario.level) {
            for rule in RULES {
                if let Some(found) = self.share(Player::Rule(rule)) {
                    let (requirement, holds) = (Requirement::RuleBelow(rule), found < wanted);
                    criteria.push(Criterion { requirement, found, wanted, holds });
                }
            }
        }
        if let (Level::Advanced, Some(best), Some(most)) =
            (scenario.level, best, self.mean(Player::Lookahead))
        {
            let (found, wanted) = (more(most, best), ADAPTING);
            let holds = found >= wanted;
            criteria.push(Criterion { requirement: Requirement::AdaptingPays, found, wanted, holds });
        }
        criteria
    }
}
