//! Time to event: curves, their quantiles, tests, competing risks, Cox's model.
//!
//! Every function compares times exactly. Times that differ by rounding alone
//! are tied beforehand with [`TiedTimes`] (R: `timefix`).

pub mod competing;
pub mod cox;
pub mod fine_gray;
pub mod gray;
pub mod kaplan_meier;
pub mod life;
pub mod log_rank;
pub mod log_rank_exact;
pub mod quantiles;
mod tied_times;

pub use kaplan_meier::{IntervalScale, KaplanMeier, Step, kaplan_meier};
pub use log_rank::{EventWeights, LogRank, log_rank, weighted_log_rank};
pub use quantiles::{QuantileRule, SurvivalQuantile, survival_quantile};
pub use tied_times::TiedTimes;

use super::StatsError;

/// One subject, under observation from `entry` to `time`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// When observation begins, before `time`; minus infinity without delayed
    /// entry.
    pub entry: f64,
    /// Time from the origin, in the unit of the endpoint; not negative.
    pub time: f64,
    /// `true` when the event happened at `time`, `false` when censored.
    pub event: bool,
}

impl Observation {
    /// A subject observed from the origin on.
    pub fn new(time: f64, event: bool) -> Self {
        Self {
            entry: f64::NEG_INFINITY,
            time,
            event,
        }
    }
}

/// Rejects times that no follow-up can have, and no times at all.
fn check_times(times: impl Iterator<Item = f64>) -> Result<(), StatsError> {
    let mut are_none = true;
    let mut is_early = false;
    for time in times {
        if !time.is_finite() {
            return Err(StatsError::NotFinite);
        }
        are_none = false;
        is_early |= time < 0.0;
    }
    match (are_none, is_early) {
        (true, _) => Err(StatsError::TooFew { needed: 1, got: 0 }),
        (_, true) => Err(StatsError::Domain("times to event must not be negative")),
        _ => Ok(()),
    }
}

/// How many of the subjects have entered, as time goes on.
struct Entries {
    /// Those without delayed entry.
    always: usize,
    /// When the others enter, rising.
    late: Vec<f64>,
}

impl Entries {
    fn new(observations: &[Observation]) -> Self {
        Self::of(observations.iter().map(|o| o.entry))
    }

    /// Those of so many subjects, minus infinity without delayed entry.
    fn of(entries: impl ExactSizeIterator<Item = f64>) -> Self {
        let all = entries.len();
        let mut late: Vec<f64> = entries.filter(|entry| *entry > f64::NEG_INFINITY).collect();
        late.sort_unstable_by(f64::total_cmp);
        Self {
            always: all - late.len(),
            late,
        }
    }

    /// Those who entered before `time`.
    fn before(&self, time: f64) -> usize {
        self.always + self.late.partition_point(|entry| *entry < time)
    }
}
