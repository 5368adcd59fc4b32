//! Cox's proportional hazards model.

mod baseline;
mod concordance;
mod likelihood;
mod proportionality;

pub use baseline::{BaselineStep, baseline_hazard};
pub use concordance::{Concordance, concordance};
pub use proportionality::{Proportionality, TimeScale, proportional_hazards};

use nalgebra::DVector;

use crate::stats::StatsError;
use crate::stats::regression::maximise::{Firth, Objective, maximise, solve};
use crate::stats::regression::{Coefficient, FitOptions, GlobalTest, Scaled, coefficient};
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
    /// How many such subjects it stands for; 1 as a rule.
    pub weight: f64,
}

/// How events at the same time are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// Efron, *JASA* 1977;72:557-565: R's default.
    Efron,
    /// Breslow, *Biometrics* 1974;30:89-99: the default of SAS, SPSS and Stata.
    Breslow,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct CoxFit {
    /// Subjects.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// Log hazard ratios, one for each covariate in order.
    pub terms: Vec<Coefficient>,
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

/// Fits the model, `coxph(Surv(entry, time, event) ~ x + strata(s), weights =,
/// ties =)`, standard errors from the information; with Firth's penalty `coxphf::coxphf`. `covariates` holds a column for each
/// covariate.
///
/// Cox DR. *JRSS B* 1972;34:187-220. Newton's method from zero with step
/// halving; O(n log n) for sorting and O(n p²) a step, O(n p³) with the penalty.
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
    options: FitOptions,
) -> Result<CoxFit, StatsError> {
    check(subjects, covariates)?;
    let scaled = Scaled::new(covariates, subjects.len())?;
    let likelihood = Likelihood::new(subjects, &scaled.columns, ties, options.firth);
    if options.firth {
        fit(&Firth(&likelihood), &likelihood, &scaled, subjects, options)
    } else {
        fit(&likelihood, &likelihood, &scaled, subjects, options)
    }
}

fn fit(
    objective: &impl Objective,
    likelihood: &Likelihood<'_>,
    scaled: &Scaled,
    subjects: &[Subject],
    options: FitOptions,
) -> Result<CoxFit, StatsError> {
    let p = scaled.columns.len();
    let start = objective.at(&DVector::zeros(p));
    let score = solve(&start.information, &start.gradient)
        .ok_or(StatsError::Collinear)?
        .dot(&start.gradient);
    let best = maximise(objective, DVector::zeros(p), None)?;
    let information = &best.point.information;
    let covariance = information
        .clone()
        .try_inverse()
        .ok_or(StatsError::Collinear)?;
    let wald = (information * &best.beta).dot(&best.beta);
    let terms = (0..p)
        .map(|j| {
            coefficient(
                objective,
                &best,
                j,
                covariance[(j, j)],
                scaled.scales[j],
                options,
            )
        })
        .collect::<Result<_, _>>()?;
    let gain = 2.0 * (best.point.value - start.value);
    Ok(CoxFit {
        n: subjects.len(),
        events: subjects.iter().filter(|subject| subject.event).count(),
        terms,
        ln_likelihood_null: start.value,
        ln_likelihood: best.point.value,
        likelihood_ratio: GlobalTest::new(gain.max(0.0), p),
        wald: GlobalTest::new(wald, p),
        score: GlobalTest::new(score, p),
        linear_predictors: likelihood.predictors(&best.beta),
    })
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
    if subjects
        .iter()
        .any(|s| !(s.weight > 0.0 && s.weight.is_finite()))
    {
        return Err(StatsError::Domain("a weight is a positive number"));
    }
    if subjects.iter().any(|s| s.entry >= s.time) {
        return Err(StatsError::Domain("observation ends before it begins"));
    }
    if !subjects.iter().any(|s| s.event) {
        return Err(StatsError::NoEvents);
    }
    Ok(())
}
