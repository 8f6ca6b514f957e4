//! Trust in a group of futures.

use super::group::{Group, Mask, Trip};
use crate::scenario::{Stakeholder, TINY};
use crate::sim::sampler::LANES;
use crate::sim::sprint::{TRUST_GAIN, TRUST_LOSS};

/// Sprints that a word has bits for.
pub(super) const WORD: usize = u64::BITS as usize;

impl Group {
    /// Trust of the stakeholders at the Review of one future's Sprint, and who escalates.
    pub(super) fn update_trust(&mut self, trip: Trip<'_>, lane: usize) {
        let served = std::mem::take(&mut self.served[lane]);
        for (who, Stakeholder { patience, .. }) in trip.course.scenario.stakeholders.iter().enumerate() {
            let (trust, waiting) = (&mut self.trust[who].0[lane], &mut self.waiting[who].0[lane]);
            let is_served = served >> who & 1 == 1;
            *waiting = if is_served { 0.0 } else { *waiting + 1.0 };
            let is_out_of_patience = *waiting > f64::from(*patience);
            *trust =
                if is_served { served_trust(*trust) } else { unserved_trust(*trust, is_out_of_patience) };
            // What is left after a gain is more than nothing.
            let uses_up = is_out_of_patience && *trust == 0.0;
            let first = self.escalated[who] >> lane & 1 == 0;
            self.escalated[who] |= Mask::from(uses_up) << lane;
            self.escalating[lane] |= u64::from(uses_up && first) << who;
        }
    }

    /// The same for all futures and Sprints, where nobody's escalation changes anything.
    #[inline(always)]
    pub(super) fn work_out_trust(&mut self, trip: Trip<'_>) {
        let people = &trip.course.scenario.stakeholders;
        for (step, done) in trip.course.steps.iter().zip(&self.done) {
            let mut serves = step.serves;
            while serves != 0 {
                let who = serves.trailing_zeros() as usize;
                serves &= serves - 1;
                let words = self.served_in.chunks_exact_mut(people.len());
                for (word, first) in words.zip((trip.course.from()..).step_by(WORD)) {
                    let mut served = word[who];
                    for lane in 0..LANES {
                        let place = done[lane].wrapping_sub(first);
                        served[lane] |= 1_u64.checked_shl(place).unwrap_or(0);
                    }
                    word[who] = served;
                }
            }
        }
        // Sprint by Sprint, as what is worked out for one of the people then need not wait for the others.
        for row in 0..trip.course.velocity_factors.len() {
            let served = &self.served_in[row / WORD * people.len()..];
            let memory = self.trust.iter_mut().zip(&mut self.waiting);
            for ((trust, waiting), (served, who)) in memory.zip(served.iter().zip(people)) {
                let patience = f64::from(who.patience);
                let (mut after, mut waited) = (trust.0, waiting.0);
                for lane in 0..LANES {
                    // All bits where they are not served, none where they are: branches that depend on luck
                    // would keep this from being compiled for the widest registers.
                    let unserved = (served[lane] >> (row % WORD) & 1).wrapping_sub(1);
                    waited[lane] = masked(waited[lane] + 1.0, unserved);
                    let less = unserved_trust(after[lane], waited[lane] > patience);
                    after[lane] = masked(less, unserved) + masked(served_trust(after[lane]), !unserved);
                }
                (trust.0, waiting.0) = (after, waited);
            }
        }
    }
}

/// A figure where all bits of a mask are set, 0 where none is.
#[inline(always)]
fn masked(figure: f64, mask: u64) -> f64 {
    f64::from_bits(figure.to_bits() & mask)
}

/// Trust of somebody who is served.
#[inline(always)]
fn served_trust(trust: f64) -> f64 {
    let more = trust + TRUST_GAIN;
    if more < 1.0 { more } else { 1.0 }
}

/// Trust of somebody who is not served, and may have waited too long.
#[inline(always)]
fn unserved_trust(trust: f64, is_out_of_patience: bool) -> f64 {
    let less = trust - TRUST_LOSS;
    let less = if less <= TINY { 0.0 } else { less };
    if is_out_of_patience { less } else { trust }
}
