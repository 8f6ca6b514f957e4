//! How much work was done, and whether there was enough.

use crate::scenario::ItemIx;

/// How far a search is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Work done so far, in item steps: items and Sprints looked at, over all futures and orders. It is the
    /// same on any machine.
    pub steps: u64,
    /// The best order so far, top first.
    pub order: &'a [ItemIx],
    /// The mean value of that order on the futures that it was compared on, value units.
    pub value: f64,
}

/// Counts the work, and asks whether to go on.
pub(super) struct Meter<'k> {
    pub(super) steps: u64,
    value: f64,
    order: Vec<ItemIx>,
    is_over: bool,
    keep_going: &'k mut dyn FnMut(&Progress<'_>) -> bool,
}

impl<'k> Meter<'k> {
    pub(super) fn new(keep_going: &'k mut dyn FnMut(&Progress<'_>) -> bool) -> Self {
        Self { steps: 0, value: f64::NEG_INFINITY, order: Vec::new(), is_over: false, keep_going }
    }

    /// Takes note of the best order so far.
    pub(super) fn best(&mut self, value: f64, order: impl FnOnce() -> Vec<ItemIx>) {
        if value != self.value {
            (self.value, self.order) = (value, order());
        }
    }

    /// Takes note of work that was done. Whether to go on; once it was told to stop, it stays so.
    pub(super) fn work(&mut self, steps: u64) -> bool {
        self.steps += steps;
        let progress = Progress { steps: self.steps, value: self.value, order: &self.order };
        self.is_over = self.is_over || !(self.keep_going)(&progress);
        !self.is_over
    }
}
