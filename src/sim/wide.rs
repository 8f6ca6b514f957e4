//! Loops in the widest vector registers that the processor has.

use pulp::Arch;

/// Runs a loop compiled for the processor that is here: a binary for any processor of its kind uses the
/// narrowest registers otherwise. How many lanes one instruction takes never changes a result.
///
/// `work` and what it calls take part as far as they are marked `#[inline(always)]`.
#[inline]
pub(super) fn widest(work: impl FnOnce()) {
    Arch::new().dispatch(work);
}
