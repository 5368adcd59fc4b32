//! Cox's proportional hazards model.

mod concordance;
mod likelihood;

pub use concordance::{Concordance, concordance};

use nalgebra::{DMatrix, DVector};

use crate::stats::distribution::{chi_squared_upper, normal_quantile, normal_two_sided};
use crate::stats::proportion::Interval;
use crate::stats::{StatsError, math};
use likelihood::Likelihood;

/// One subject, under observation from `entry` to `time`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Subject {
    /// When observation begins, before `time`; minus infinity without delayed
    /// entry.
    pub entry: f64,
    /// When it ends.
    pub time: f64,
    /// Whether the event ended it.
    pub event: bool,
    /// Subjects of different strata are never at risk together.
    pub stratum: usize,
}

/// How events at the same time are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// Efron, *JASA* 1977;72:557-565: R's default.
    Efron,
    /// Breslow, *Biometrics* 1974;30:89-99: the default of SAS, SPSS and Stata.
    Breslow,
}

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoxTerm {
    /// Log hazard ratio of one unit.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Their ratio.
    pub z: f64,
    /// Two-sided p-value of Wald's test.
    pub p: f64,
    /// exp(coefficient).
    pub hazard_ratio: f64,
    /// Wald's interval of the hazard ratio.
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
    fn new(chi_square: f64, df: usize) -> Self {
        let df = df as u32;
        Self {
            chi_square,
            df,
            p: chi_squared_upper(chi_square, df),
        }
    }
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct CoxFit {
    /// Subjects.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// One for each covariate, in order.
    pub terms: Vec<CoxTerm>,
    /// Log partial likelihood without covariates.
    pub ln_likelihood_null: f64,
    /// Log partial likelihood at the maximum.
    pub ln_likelihood: f64,
    /// Likelihood ratio test.
    pub likelihood_ratio: GlobalTest,
    /// Wald's test.
    pub wald: GlobalTest,
    /// Score test; the log-rank test for one grouping without ties.
    pub score: GlobalTest,
    /// Linear predictor of each subject, covariates centred at their means.
    pub linear_predictors: Vec<f64>,
}

/// Newton steps before the model is given up.
const MOST_STEPS: usize = 100;
/// A coefficient of this many standard deviations of its covariate that still
/// grows is on its way to infinity.
const RUNAWAY: f64 = 12.0;

/// Fits the model, `coxph(Surv(entry, time, event) ~ x + strata(s), ties =)`.
/// `covariates` holds a column for each covariate.
///
/// Cox DR. *JRSS B* 1972;34:187-220. Newton's method from zero with step
/// halving; O(n log n) for sorting and O(n p²) a step.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::NotFinite`], [`StatsError::NoEvents`],
/// [`StatsError::Domain`] for an entry not before the time,
/// [`StatsError::Collinear`] when a covariate follows from others or does not
/// vary, [`StatsError::Monotone`] when the likelihood has no maximum because a
/// covariate separates events from the rest.
pub fn cox(
    subjects: &[Subject],
    covariates: &[&[f64]],
    ties: Ties,
    confidence: f64,
) -> Result<CoxFit, StatsError> {
    check(subjects, covariates)?;
    let scaled = Scaled::new(covariates)?;
    let likelihood = Likelihood::new(subjects, &scaled.columns, ties);
    let p = covariates.len();
    let start = likelihood.at(&DVector::zeros(p));
    let score = solve(&start.information, &start.gradient)
        .ok_or(StatsError::Collinear)?
        .dot(&start.gradient);
    let mut beta = DVector::<f64>::zeros(p);
    let mut now = start.clone();
    let mut settled = false;
    for _ in 0..MOST_STEPS {
        let step = solve(&now.information, &now.gradient).ok_or(StatsError::Collinear)?;
        let mut next_beta = &beta + &step;
        let mut next = likelihood.at(&next_beta);
        let mut halvings = 0;
        let worse = |value: f64| value.is_nan() || value < now.value - 1e-12 * now.value.abs();
        while worse(next.value) && halvings < 40 {
            next_beta = (&next_beta + &beta) / 2.0;
            next = likelihood.at(&next_beta);
            halvings += 1;
        }
        let moved = (&next_beta - &beta).amax();
        if next_beta.amax() > RUNAWAY && moved > 1e-3 {
            let (index, _) = next_beta.argmax_abs();
            return Err(StatsError::Monotone { term: index });
        }
        beta = next_beta;
        now = next;
        if moved < 1e-10 * (1.0 + beta.amax()) {
            settled = true;
            break;
        }
    }
    if !settled {
        return Err(StatsError::NoConvergence(MOST_STEPS));
    }
    let covariance = now
        .information
        .clone()
        .try_inverse()
        .ok_or(StatsError::Collinear)?;
    let wald = (&now.information * &beta).dot(&beta);
    let z = normal_quantile(f64::midpoint(1.0, confidence));
    let terms = (0..p)
        .map(|j| {
            let scale = scaled.scales[j];
            let coefficient = beta[j] / scale;
            let standard_error = covariance[(j, j)].sqrt() / scale;
            CoxTerm {
                coefficient,
                standard_error,
                z: coefficient / standard_error,
                p: normal_two_sided(coefficient / standard_error),
                hazard_ratio: math::exp(coefficient),
                interval: Interval {
                    lower: math::exp(coefficient - z * standard_error),
                    upper: math::exp(coefficient + z * standard_error),
                },
            }
        })
        .collect();
    Ok(CoxFit {
        n: subjects.len(),
        events: subjects.iter().filter(|subject| subject.event).count(),
        terms,
        ln_likelihood_null: start.value,
        ln_likelihood: now.value,
        likelihood_ratio: GlobalTest::new(2.0 * (now.value - start.value), p),
        wald: GlobalTest::new(wald, p),
        score: GlobalTest::new(score, p),
        linear_predictors: likelihood.predictors(&beta),
    })
}

fn solve(information: &DMatrix<f64>, gradient: &DVector<f64>) -> Option<DVector<f64>> {
    information
        .clone()
        .cholesky()
        .map(|factor| factor.solve(gradient))
}

fn check(subjects: &[Subject], covariates: &[&[f64]]) -> Result<(), StatsError> {
    if covariates.is_empty() {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    for column in covariates {
        if column.len() != subjects.len() {
            return Err(StatsError::Lengths(subjects.len(), column.len()));
        }
        crate::stats::require_finite(column)?;
    }
    if subjects
        .iter()
        .any(|s| !s.time.is_finite() || s.entry.is_nan())
    {
        return Err(StatsError::NotFinite);
    }
    if subjects.iter().any(|s| s.entry >= s.time) {
        return Err(StatsError::Domain("observation ends before it begins"));
    }
    if !subjects.iter().any(|s| s.event) {
        return Err(StatsError::NoEvents);
    }
    Ok(())
}

/// Covariates centred and scaled to unit deviation, so that steps and bounds
/// mean the same for each.
struct Scaled {
    columns: Vec<Vec<f64>>,
    scales: Vec<f64>,
}

impl Scaled {
    fn new(covariates: &[&[f64]]) -> Result<Self, StatsError> {
        let mut columns = Vec::new();
        let mut scales = Vec::new();
        for column in covariates {
            let n = column.len() as f64;
            let mean = math::sum(column.iter().copied()) / n;
            let squares = math::sum(column.iter().map(|value| (value - mean) * (value - mean)));
            let scale = (squares / n).sqrt();
            if scale == 0.0 {
                return Err(StatsError::Collinear);
            }
            columns.push(column.iter().map(|value| (value - mean) / scale).collect());
            scales.push(scale);
        }
        Ok(Self { columns, scales })
    }
}

/// The place of the largest element by size.
trait ArgMaxAbs {
    fn argmax_abs(&self) -> (usize, f64);
}

impl ArgMaxAbs for DVector<f64> {
    fn argmax_abs(&self) -> (usize, f64) {
        self.iter()
            .enumerate()
            .map(|(index, value)| (index, value.abs()))
            .fold(
                (0, 0.0),
                |best, item| if item.1 > best.1 { item } else { best },
            )
    }
}
