//! Statistics on slices: plain numbers in, plain structs out.
//!
//! Nothing here depends on cohorts, studies or reports. Each function names its
//! formula, its source and the R call that it agrees with. Missing values are
//! left to the caller: every function expects finite numbers and returns a
//! [`StatsError`] when it cannot compute.

pub mod agreement;
pub mod boschloo;
pub mod cochran_armitage;
pub mod cochran_armitage_exact;
pub mod cochran_q;
pub mod contingency;
pub mod correlation;
pub mod density;
pub mod descriptive;
pub mod distribution;
pub mod effect_sizes;
pub mod fisher;
pub mod histogram;
pub mod hodges_lehmann;
pub mod jonckheere_exact;
pub mod kendall_interval;
pub mod kruskal_wallis;
pub mod kruskal_wallis_exact;
pub mod mann_whitney;
pub mod mantel_haenszel;
pub mod math;
pub mod means;
pub mod monte_carlo;
pub mod multiplicity;
pub mod normality;
pub mod pairwise_means;
pub mod proportion;
pub mod quantile;
pub mod rank_tests;
pub mod ranks;
pub mod regression;
mod samples;
pub mod score_intervals;
pub mod signed_rank;
pub mod survival;
pub mod two_by_two;
pub mod variances;
pub mod waiting;

use thiserror::Error;

/// Why a statistic has no value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StatsError {
    /// Fewer observations than the method needs.
    #[error("{}", too_few(*needed, *got))]
    TooFew {
        /// The least number of observations for which the statistic is defined.
        needed: usize,
        /// The number that was given.
        got: usize,
    },
    /// A comparison needs at least two groups with observations.
    #[error("needs at least two groups with observations, has {0}")]
    TooFewGroups(usize),
    /// More groups than a test of all pairs is given.
    #[error("is computed for at most {most} groups, has {got}")]
    TooManyGroups {
        /// The most groups.
        most: usize,
        /// The number that was given.
        got: usize,
    },
    /// All observations are equal, so the statistic is 0/0.
    #[error("all observations are equal")]
    NoVariation,
    /// No event was observed.
    #[error("no event was observed")]
    NoEvents,
    /// An infinite or undefined number among the observations.
    #[error("an observation is not a finite number")]
    NotFinite,
    /// Arguments whose lengths do not fit each other.
    #[error("inputs differ in length: {0} and {1}")]
    Lengths(usize, usize),
    /// A covariate that follows from others, or does not vary.
    #[error("a covariate is constant or a linear combination of the others")]
    Collinear,
    /// A covariate that, with others, separates events from the rest: no finite
    /// coefficients.
    #[error("covariate {} separates rows with and without the event; its coefficient has no finite value", .term + 1)]
    Monotone {
        /// Index of the covariate.
        term: usize,
    },
    /// The value needs coefficients that have no finite estimate.
    #[error("a coefficient has no finite estimate")]
    InfiniteEstimate,
    /// An iteration that does not settle.
    #[error("no convergence in {0} steps")]
    NoConvergence(usize),
    /// More steps than an exact method is given.
    #[error("the exact answer would take more than {0} steps")]
    TooMuchWork(u64),
    /// More rows and coefficients than a slow way of fitting is given.
    #[error(
        "Firth's penalty and profile likelihoods are limited to {most} rows times squared coefficients; here are {rows} rows and {coefficients} coefficients"
    )]
    TooLarge {
        /// Rows of the model.
        rows: usize,
        /// Its coefficients.
        coefficients: usize,
        /// Most of their product, the coefficients squared.
        most: usize,
    },
    /// A probability outside 0..1, a count above its denominator, or the like.
    #[error("{0}")]
    Domain(&'static str),
}

fn too_few(needed: usize, got: usize) -> String {
    let s = if needed == 1 { "" } else { "s" };
    match got {
        0 => "no rows have a value".to_owned(),
        _ => format!("needs at least {needed} observation{s}, has {got}"),
    }
}

/// Rejects infinite and undefined numbers.
pub(crate) fn require_finite(values: &[f64]) -> Result<(), StatsError> {
    if values.iter().all(|value| value.is_finite()) {
        Ok(())
    } else {
        Err(StatsError::NotFinite)
    }
}
