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
            let (trust, waiting) = (&mut self.trust[who].0[lane], &mut self.waiting[who].0[lane]);
            let patience = f64::from(*patience);
            (*trust, *waiting) = review(*trust, *waiting, served >> who & 1 == 1, patience);
            // What is left after a gain is more than nothing.
            let uses_up = *waiting > patience && *trust == 0.0;
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
            let mut trust = self.trust[who].0;
            let mut waiting = self.waiting[who].0;
            let patience = f64::from(*patience);
            for served in &self.served_in[..never] {
                for lane in 0..LANES {
                    let is_served = served[lane] & 1 << who != 0;
                    (trust[lane], waiting[lane]) = review(trust[lane], waiting[lane], is_served, patience);
                }
            }
            self.trust[who].0 = trust;
        }
    }
}

/// Trust and waiting of a stakeholder after a Review.
#[inline(always)]
fn review(trust: f64, waiting: f64, is_served: bool, patience: f64) -> (f64, f64) {
    let waiting = if is_served { 0.0 } else { waiting + 1.0 };
    let less = trust - TRUST_LOSS;
    let less = if less <= TINY { 0.0 } else { less };
    let more = trust + TRUST_GAIN;
    let more = if more < 1.0 { more } else { 1.0 };
    let unserved = if waiting > patience { less } else { trust };
    (if is_served { more } else { unserved }, waiting)
}
