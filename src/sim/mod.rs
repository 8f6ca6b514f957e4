//! The simulation: luck, one Sprint, and forecasts over many futures (model, sections 2 and 3).
//!
//! Everything here is pure: no IO, no clock, no global, no screen. All randomness comes from
//! ([`luck::Source`]) one root seed and the number of a future, so neither the decisions taken nor the
//! number of threads can change what is drawn.

pub mod belief;
mod ensemble;
pub mod forecast;
pub mod futures;
mod lanes;
pub mod luck;
mod outcome;
mod quantile;
mod queue;
pub mod record;
mod sampler;
pub mod sprint;
pub mod state;
pub mod stats;
mod wide;

pub use belief::{Belief, Known};
pub use ensemble::Memory;
pub use forecast::{Forecast, forecast};
pub use futures::Futures;
pub use luck::{Luck, Source};
pub use record::{Event, Paid, Recorder, SprintRecord};
pub use sampler::Sampler;
pub use state::{ItemState, Progress, RiskState, State};
pub use stats::Summary;
