//! How many futures, and from which seed: what `simulate` and `solve` ask alike.

use crate::sim::Source;

/// The futures of a simulation.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct FuturesArgs {
    /// How many futures.
    #[arg(long = "futures", value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub(super) count: u64,
    /// Where the luck grows from: the same seed gives the same futures.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
}

impl FuturesArgs {
    /// Where their luck comes from.
    pub(super) fn source(self) -> Source {
        Source::simulation(self.seed)
    }
}
