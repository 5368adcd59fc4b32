//! Time to event: curves, their quantiles, tests, competing risks, Cox's model.

pub mod competing;
pub mod cox;
pub mod kaplan_meier;
pub mod life;
pub mod log_rank;
pub mod quantiles;

pub use kaplan_meier::{IntervalScale, KaplanMeier, Step, kaplan_meier};
pub use log_rank::{EventWeights, LogRank, log_rank, weighted_log_rank};
pub use quantiles::{SurvivalQuantile, survival_quantile};

/// One subject: how long it was followed and whether the event ended it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Time from the origin, in the unit of the endpoint; not negative.
    pub time: f64,
    /// `true` when the event happened at `time`, `false` when censored.
    pub event: bool,
}
