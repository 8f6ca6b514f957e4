//! Trust in a group of futures.

use super::group::{Group, Mask, Trip};
use crate::scenario::{Stakeholder, TINY};
use crate::sim::sampler::LANES;
use crate::sim::sprint::{TRUST_GAIN, TRUST_LOSS};

impl Group {
    /// Trust of the stakeholders at the Review of one future's Sprint, and who escalates.
    pub(super) fn update_trust(&mut self, trip: Trip<'_>, lane: usize) {
        let served = std::mem::take(&mut self.served[lane]);
        for (who, Stakeholder { patience, .. }) in trip.course.scenario.stakeholders.iter().enumerate() {
            let (trust, waiting) = (&mut self.trust[who].0[lane], &mut self.waiting[who][lane]);
            let uses_up = review(trust, waiting, served >> who & 1 == 1, *patience);
            let first = self.escalated[who] >> lane & 1 == 0;
            self.escalated[who] |= Mask::from(uses_up) << lane;
            self.escalating[lane] |= u64::from(uses_up && first) << who;
        }
    }

    /// The same for all futures and Sprints, where nobody's escalation changes anything.
    #[inline(always)]
    pub(super) fn work_out_trust(&mut self, trip: Trip<'_>) {
        let never = self.served_in.len() - 1;
        for (step, done) in trip.course.steps.iter().zip(&self.done) {
            if step.serves > 0 {
                for (lane, &sprint) in done.iter().enumerate() {
                    self.served_in[trip.row(sprint).min(never)][lane] |= step.serves;
                }
            }
        }
        for (who, Stakeholder { patience, .. }) in trip.course.scenario.stakeholders.iter().enumerate() {
            let (trust, waiting) = (&mut self.trust[who].0, &mut self.waiting[who]);
            for served in &self.served_in[..never] {
                for lane in 0..LANES {
                    let is_served = served[lane] >> who & 1 == 1;
                    review(&mut trust[lane], &mut waiting[lane], is_served, *patience);
                }
            }
        }
    }
}

/// Trust and waiting of a stakeholder after a Review. Whether it used up what was left of their trust.
#[inline(always)]
fn review(trust: &mut f64, waiting: &mut u32, is_served: bool, patience: u32) -> bool {
    *waiting = if is_served { 0 } else { *waiting + 1 };
    let loses = *waiting > patience;
    let less = *trust - TRUST_LOSS;
    let less = if less <= TINY { 0.0 } else { less };
    let more = *trust + TRUST_GAIN;
    let more = if more < 1.0 { more } else { 1.0 };
    let unserved = if loses { less } else { *trust };
    *trust = if is_served { more } else { unserved };
    loses && less == 0.0
}
