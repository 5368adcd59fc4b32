//! Regression models: what they have in common.

mod calibration;
mod linear;
mod logistic;
pub(in crate::stats) mod maximise;
mod roc;
pub(in crate::stats) mod separation;

pub use calibration::{Calibration, CalibrationGroup, calibration};
pub use linear::{Intercept, LinearFit, linear};
pub use logistic::{LogisticFit, logistic};
pub use roc::{RocArea, roc_area};
pub use separation::{Direction, TermEstimate};

use super::distribution::{chi_squared_upper, normal_quantile, normal_two_sided};
use super::proportion::Interval;
use super::{StatsError, math, require_finite};
use maximise::{Maximum, Objective, likelihood_ratio_p, profile_interval};

/// How the interval and p-value of a coefficient are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoefficientInterval {
    /// From the standard error.
    Wald,
    /// From the likelihood, with the likelihood ratio test.
    Profile,
}

/// How a model is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitOptions {
    /// Level of intervals.
    pub confidence: f64,
    /// How they are formed.
    pub interval: CoefficientInterval,
    /// Whether the likelihood carries Firth's penalty.
    pub firth: bool,
}

/// Most rows times squared coefficients of a fit with Firth's penalty or profile
/// likelihoods, each of which takes hundreds of passes over the rows: up to three
/// seconds.
const MOST_PASSED: usize = 400_000;

impl FitOptions {
    /// Whether so large a model is fitted in this way.
    ///
    /// # Errors
    /// [`StatsError::TooLarge`].
    pub(in crate::stats) fn allow(
        self,
        rows: usize,
        coefficients: usize,
    ) -> Result<(), StatsError> {
        let is_slow = self.firth || self.interval == CoefficientInterval::Profile;
        let size = rows.saturating_mul(coefficients.saturating_mul(coefficients));
        if is_slow && size > MOST_PASSED {
            return Err(StatsError::TooLarge {
                rows,
                coefficients,
                most: MOST_PASSED,
            });
        }
        Ok(())
    }
}

/// One coefficient on the scale of the linear predictor.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Coefficient {
    /// The estimate, of one unit of the covariate.
    pub estimate: f64,
    /// Its standard error, from the information.
    pub standard_error: f64,
    /// Their ratio.
    pub z: f64,
    /// Two-sided p-value, of Wald's or of the likelihood ratio test.
    pub p: f64,
    /// Confidence interval; profile limits may be infinite.
    pub interval: Interval,
}

/// A test of all coefficients at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GlobalTest {
    /// The statistic.
    pub chi_square: f64,
    /// Number of coefficients.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
}

impl GlobalTest {
    pub(super) fn new(chi_square: f64, df: usize) -> Self {
        let df = df as u32;
        Self {
            chi_square,
            df,
            p: chi_squared_upper(chi_square, df),
        }
    }
}

/// Means and deviations of covariates.
pub(super) struct Scales {
    pub(super) means: Vec<f64>,
    pub(super) scales: Vec<f64>,
}

impl Scales {
    /// # Errors
    /// [`StatsError::Lengths`], [`StatsError::NotFinite`],
    /// [`StatsError::Collinear`] for a covariate that does not vary.
    pub(super) fn new(covariates: &[&[f64]], rows: usize) -> Result<Self, StatsError> {
        let mut found = Self {
            means: Vec::new(),
            scales: Vec::new(),
        };
        for column in covariates {
            if column.len() != rows {
                return Err(StatsError::Lengths(rows, column.len()));
            }
            require_finite(column)?;
            let n = rows as f64;
            let mean = math::sum(column.iter().copied()) / n;
            let squares = math::sum(column.iter().map(|value| (value - mean) * (value - mean)));
            let scale = (squares / n).sqrt();
            if scale == 0.0 {
                return Err(StatsError::Collinear);
            }
            found.means.push(mean);
            found.scales.push(scale);
        }
        Ok(found)
    }

    /// A value of a covariate, centred and in deviations.
    #[inline]
    pub(super) fn unit(&self, covariate: usize, value: f64) -> f64 {
        (value - self.means[covariate]) / self.scales[covariate]
    }
}

/// Covariates centred and scaled to unit deviation, so that steps and bounds
/// mean the same for each.
pub(super) struct Scaled {
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) means: Vec<f64>,
    pub(super) scales: Vec<f64>,
}

impl Scaled {
    /// # Errors
    /// As [`Scales::new`].
    pub(super) fn new(covariates: &[&[f64]], rows: usize) -> Result<Self, StatsError> {
        let own = Scales::new(covariates, rows)?;
        let unit = |(at, column): (usize, &&[f64])| {
            column.iter().map(|value| own.unit(at, *value)).collect()
        };
        Ok(Self {
            columns: covariates.iter().enumerate().map(unit).collect(),
            means: own.means,
            scales: own.scales,
        })
    }
}

/// The coefficient `term` of a maximum, back in the unit of its covariate.
pub(super) fn coefficient(
    objective: &impl Objective,
    best: &Maximum,
    term: usize,
    variance: f64,
    scale: f64,
    options: FitOptions,
) -> Result<Coefficient, StatsError> {
    // Rounding can leave a variance of nothing, or less.
    if !(variance > 0.0 && variance.is_finite()) {
        return Err(StatsError::Collinear);
    }
    let (estimate, standard_error) = (best.beta[term], variance.sqrt());
    let z = estimate / standard_error;
    let level = normal_quantile(f64::midpoint(1.0, options.confidence));
    let (p, (lower, upper)) = match options.interval {
        CoefficientInterval::Wald => (
            normal_two_sided(z),
            (
                estimate - level * standard_error,
                estimate + level * standard_error,
            ),
        ),
        CoefficientInterval::Profile => (
            likelihood_ratio_p(objective, best, term)?,
            profile_interval(objective, best, term, standard_error, level),
        ),
    };
    Ok(Coefficient {
        estimate: estimate / scale,
        standard_error: standard_error / scale,
        z,
        p,
        interval: Interval {
            lower: lower / scale,
            upper: upper / scale,
        },
    })
}
