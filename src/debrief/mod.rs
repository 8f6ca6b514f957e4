//! What came of a game, and what it teaches (model, section 4).
//!
//! - [`Scorecard`]: what a good Product Owner changes: needless work, time to value, learning, rework,
//!   trust.
//! - [`forecasts`], made again as they were when each decision was taken; from them [`Kept`], how good the
//!   participant's own forecasts were, and [`Fans`], the value that was to be expected beside what came.
//! - [`analysis`]: par, decisions and luck, the moments that mattered, what knowledge was worth, the ladder.
//! - [`told`]: what the analysis found, in plain sentences.
//! - [`digests`]: the record, Sprint by Sprint.
//! - [`Findings`]: all of it about one game, as reports tell it.
//!
//! Everything is computed from a [`Game`](crate::game::Game) as a participant may see it: its records, its
//! decisions and its belief. No IO, no clock, no screen, and nothing drawn but the forecasts. A game that
//! is not over is debriefed so far; nothing here tells of its future more than its forecasts do.

mod account;
pub mod analysis;
mod digest;
mod fan;
mod findings;
mod kept;
mod scorecard;

pub use account::{Account, Needless, Verdict};
pub use analysis::told;
pub use digest::{Digest, PaidByKind, TOP_ITEMS, TrustChange, digests};
pub use fan::{DECISION_FUTURES, Fan, FanPoint, Fans, forecasts};
pub use findings::Findings;
pub use kept::{Calibration, Kept, KeptForecast};
pub use scorecard::{Escalation, Rework, ReworkedItem, Scorecard, TimeToValue, Trust};
