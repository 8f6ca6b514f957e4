//! The moments that mattered: single changes that would have raised the worth of a decision.

use crate::order::Estimate;
use crate::order::arena::Stop;
use crate::order::worth::{Judge, Question, Worth};
use crate::order::{Change, Choice};
use crate::scenario::ItemIx;

use super::reason::{Reason, find_reason};

/// Moments that are told of a decision, at most.
const MOMENTS_MAX: usize = 3;

/// A change to what was worked on in a Sprint that would have raised Q, with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The Sprint of the decision.
    pub sprint: u32,
    /// The one change.
    pub change: Change,
    /// The decision that comes of it.
    pub choice: Choice,
    /// What would have been worked on that was not, in its order.
    pub into: Vec<ItemIx>,
    /// What would not have been worked on, or only later.
    pub out: Vec<ItemIx>,
    /// By how much it raises Q, value units: always clear of its noise.
    pub gain: Estimate,
    /// Why, from what differs in the futures that both were played in.
    pub reason: Reason,
}

/// The moments of a decision, the largest gain first; each is about another item.
pub(super) fn moments(
    judge: &Judge<'_>,
    question: &Question,
    worth: &Worth,
    stop: &Stop<'_>,
) -> Option<Vec<Moment>> {
    let mut arena = judge.arena(question, question.through);
    let before = arena.reached(&question.choice);
    let mut moments: Vec<Moment> = Vec::new();
    for gain in &worth.gains {
        let is_told = moments.iter().any(|moment| subject(moment.change) == subject(gain.change));
        if is_told || moments.len() == MOMENTS_MAX {
            continue;
        }
        let after = arena.reached(&gain.choice);
        let not_in = |list: &[ItemIx], item: &ItemIx| !list.contains(item);
        let into: Vec<ItemIx> = after.iter().copied().filter(|item| not_in(&before, item)).collect();
        let out: Vec<ItemIx> = before.iter().copied().filter(|item| not_in(&after, item)).collect();
        let reason = find_reason(judge, question, gain, (&before, &after), stop)?;
        moments.push(Moment {
            sprint: question.belief.state().started,
            change: gain.change,
            choice: gain.choice.clone(),
            into,
            out,
            gain: gain.gain,
            reason,
        });
    }
    Some(moments)
}

/// What a change is about.
fn subject(change: Change) -> Option<ItemIx> {
    match change {
        Change::Earlier { item, .. } | Change::Later(item) | Change::Talk(item) => Some(item),
        Change::NoTalk => None,
    }
}
