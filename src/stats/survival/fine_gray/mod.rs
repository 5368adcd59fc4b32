//! Fine and Gray's model of the subdistribution hazard.

mod likelihood;
mod limit;

use std::rc::Rc;

use nalgebra::DVector;

use super::competing::{CompetingObservation, check};
use crate::stats::StatsError;
use crate::stats::distribution::normal_quantile;
use crate::stats::distribution::normal_two_sided;
use crate::stats::proportion::Interval;
use crate::stats::regression::maximise::{Maximum, Objective};
use crate::stats::regression::separation::all_terms;
use crate::stats::regression::{Coefficient, GlobalTest, Scaled, TermEstimate};
use likelihood::{Likelihood, Order};
use limit::Limit;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct FineGrayFit {
    /// Subjects.
    pub n: usize,
    /// Events of the cause.
    pub events: usize,
    /// Log subdistribution hazard ratios, with robust standard errors.
    pub terms: Vec<TermEstimate>,
    /// Log pseudo likelihood without covariates.
    pub ln_likelihood_null: f64,
    /// Log pseudo likelihood at the maximum, or its limit.
    pub ln_likelihood: f64,
    /// Pseudo likelihood ratio test. A term without a finite estimate counts
    /// among the degrees of freedom.
    pub likelihood_ratio: GlobalTest,
}

/// Proportional subdistribution hazards of `cause`, `cmprsk::crr(time, status,
/// x)`: `covariates` holds a column for each.
///
/// Fine JP, Gray RJ. *JASA* 1999;94:496-509, with their sandwich variance, which
/// counts that the distribution of censoring is estimated. Ties by Breslow.
/// O(n log n) and O(n p²) a step.
///
/// A covariate that separates (a group without events of the cause) has no
/// finite estimate and is reported as such; the others are those of the limit,
/// in which the rows of that group leave every risk set and keep their part in
/// the distribution of censoring.
///
/// Times are tied by the caller (R: `timefix`; `crr` itself ties none).
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::NotFinite`], [`StatsError::NoEvents`] of
/// the cause, [`StatsError::Collinear`], [`StatsError::Monotone`] when the
/// likelihood has no maximum and no single covariate keeps all its events at one
/// value, [`StatsError::TooFew`], [`StatsError::Domain`] for a negative time.
pub fn fine_gray(
    observations: &[CompetingObservation],
    cause: usize,
    covariates: &[&[f64]],
    confidence: f64,
) -> Result<FineGrayFit, StatsError> {
    check(observations)?;
    if covariates.is_empty() {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    let events = observations
        .iter()
        .filter(|o| o.cause == Some(cause))
        .count();
    if events == 0 {
        return Err(StatsError::NoEvents);
    }
    let scaled = Scaled::new(covariates, observations.len())?;
    let everyone = vec![true; observations.len()];
    let p = covariates.len();
    let order = Rc::new(Order::new(observations, cause));
    let null = Likelihood::new(Rc::clone(&order), &scaled.columns, &everyone)
        .at(&DVector::zeros(p))
        .value;
    drop(scaled);
    let limit = Limit::new(observations, cause, &order, covariates)?;
    let finite = coefficients(&limit.likelihood, &limit.best, &limit.scales, confidence)?;
    let value = limit.best.point.value;
    Ok(FineGrayFit {
        n: observations.len(),
        events,
        terms: all_terms(p, &limit.kept, finite, &limit.at_limit),
        ln_likelihood_null: null,
        ln_likelihood: value,
        likelihood_ratio: GlobalTest::new((2.0 * (value - null)).max(0.0), p),
    })
}

fn coefficients(
    likelihood: &Likelihood,
    best: &Maximum,
    scales: &[f64],
    confidence: f64,
) -> Result<Vec<Coefficient>, StatsError> {
    if scales.is_empty() {
        return Ok(Vec::new());
    }
    let inverse = best.covariance()?;
    let covariance = &inverse * likelihood.score_variance(&best.beta) * &inverse;
    // Few events can leave the sandwich without any spread.
    if !covariance.diagonal().iter().all(|variance| *variance > 0.0) {
        return Err(StatsError::Collinear);
    }
    let level = normal_quantile(f64::midpoint(1.0, confidence));
    let one = |(j, scale): (usize, &f64)| {
        let estimate = best.beta[j] / scale;
        let standard_error = covariance[(j, j)].sqrt() / scale;
        let z = estimate / standard_error;
        Coefficient {
            estimate,
            standard_error,
            z,
            p: normal_two_sided(z),
            interval: Interval {
                lower: estimate - level * standard_error,
                upper: estimate + level * standard_error,
            },
        }
    };
    Ok(scales.iter().enumerate().map(one).collect())
}
