//! Cox's proportional hazards model.

mod baseline;
mod concordance;
mod form;
mod likelihood;
mod limit;
mod proportionality;
mod robust;

pub use baseline::{BaselineStep, baseline_hazard};
pub use concordance::{Concordance, concordance, concordance_within};
pub use proportionality::{Proportionality, TimeScale, proportional_hazards};
pub use robust::Variance;

use std::rc::Rc;

use nalgebra::{DMatrix, DVector};

use crate::stats::StatsError;
use crate::stats::regression::maximise::{Firth, Maximum, Objective, maximise, solve};
use crate::stats::regression::separation::{add_limits, all_terms};
use crate::stats::regression::{
    Coefficient, CoefficientInterval, FitOptions, GlobalTest, Scales, TermEstimate, coefficient,
};
use likelihood::{Likelihood, Order};
use limit::Limit;

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
    pub terms: Vec<TermEstimate>,
    /// Log partial likelihood without covariates.
    pub ln_likelihood_null: f64,
    /// Log partial likelihood at the maximum, or its limit.
    pub ln_likelihood: f64,
    /// Likelihood ratio test. A term without a finite estimate counts among the
    /// degrees of freedom, as in R.
    pub likelihood_ratio: GlobalTest,
    /// Wald's test, by the variance of the standard errors.
    ///
    /// # Errors
    /// [`StatsError::InfiniteEstimate`] when a term has no finite estimate,
    /// [`StatsError::Domain`] for a robust variance of more coefficients than clusters.
    pub wald: Result<GlobalTest, StatsError>,
    /// Score test; the log-rank test for one grouping without ties.
    pub score: GlobalTest,
    /// Score test by a robust variance; `None` without one.
    ///
    /// # Errors
    /// As [`Self::wald`] for more coefficients than clusters.
    pub robust_score: Option<Result<GlobalTest, StatsError>>,
    /// Linear predictor of each subject, covariates centred at their means. A
    /// term without a finite estimate enters with a coefficient so large that
    /// it outweighs the others beyond the working precision.
    pub linear_predictors: Vec<f64>,
}

impl CoxFit {
    /// Akaike's information criterion, `AIC(coxph())`.
    pub fn aic(&self) -> f64 {
        2.0 * (self.terms.len() as f64 - self.ln_likelihood)
    }

    /// Whether every term has a finite estimate.
    pub fn all_finite(&self) -> bool {
        self.terms.iter().all(|term| term.finite().is_some())
    }
}

/// Fits the model, `coxph(Surv(entry, time, event) ~ x + strata(s), weights =,
/// ties =)`, standard errors from the information; with Firth's penalty
/// `coxphf::coxphf`. `covariates` holds a column for each covariate.
///
/// Times that differ in their last bits only are different times here; the
/// caller ties them first (R: `timefix`), see [`super::TiedTimes`].
///
/// Cox DR. *JRSS B* 1972;34:187-220. Newton's method from zero with step
/// halving; O(n log n) for sorting and O(n p²) a step.
///
/// A covariate that separates events from the rest (a level without events) has
/// no finite estimate and is reported as such; the others are those of the
/// limit, which is what R's coefficients approach when it warns that one may be
/// infinite.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::NotFinite`], [`StatsError::NoEvents`],
/// [`StatsError::Domain`] for an entry not before the time,
/// [`StatsError::Collinear`] when a covariate follows from others or does not
/// vary, [`StatsError::Monotone`] when the likelihood has no maximum and it is
/// not single covariates, but combinations of several that separate.
pub fn cox(
    subjects: &[Subject],
    covariates: &[&[f64]],
    ties: Ties,
    options: FitOptions,
) -> Result<CoxFit, StatsError> {
    let variance = Variance::Information;
    fit(subjects, covariates, ties, options, variance).map(|(fit, _)| fit)
}

/// [`cox`] with standard errors of choice, as `coxph` has them by itself for weights
/// that are not whole, and [`proportional_hazards`] by each of some transforms of
/// time, for the cost of one fit. With Firth's penalty the tests are those of the fit
/// without it.
///
/// # Errors
/// As [`cox`]; [`StatsError::Domain`] for a robust variance of fewer than two clusters,
/// or with Firth's penalty or profile likelihoods, which it has no part in. Those of a
/// test stand in its place.
pub fn cox_with_tests(
    subjects: &[Subject],
    covariates: &[&[f64]],
    ties: Ties,
    options: FitOptions,
    variance: Variance<'_>,
    scales: &[TimeScale],
) -> Result<(CoxFit, Vec<Result<Proportionality, StatsError>>), StatsError> {
    let (fit, limit) = fit(subjects, covariates, ties, options, variance)?;
    let limit = match limit {
        _ if scales.is_empty() => return Ok((fit, Vec::new())),
        Some(limit) => Ok(limit),
        None => Limit::new(subjects, covariates, ties),
    };
    let test = |scale: &TimeScale| {
        let limit = limit.as_ref().map_err(Clone::clone)?;
        proportionality::of_limit(subjects, covariates.len(), limit, *scale)
    };
    let tests = scales.iter().map(test).collect();
    Ok((fit, tests))
}

/// The fit and, without penalty, what it was found by.
fn fit(
    subjects: &[Subject],
    covariates: &[&[f64]],
    ties: Ties,
    options: FitOptions,
    variance: Variance<'_>,
) -> Result<(CoxFit, Option<Limit>), StatsError> {
    check(subjects, covariates)?;
    check_variance(subjects, options, variance)?;
    options.allow(subjects.len(), covariates.len())?;
    let scales = Scales::new(covariates, subjects.len())?;
    let order = Rc::new(Order::new(subjects));
    let likelihood = Likelihood::new(order, covariates, &scales, ties);
    let likelihood = Rc::new(likelihood);
    let scales = scales.scales;
    if options.firth {
        let objective = Firth(&*likelihood);
        let null = Null::new(&objective)?;
        let best = maximise(&objective, DVector::zeros(covariates.len()), None)?;
        let covariance = best.covariance()?;
        let finite = coefficients(&objective, &best, &scales, options, &covariance)?;
        let terms = finite.into_iter().map(TermEstimate::Finite).collect();
        let predictors = likelihood.predictors(&best.beta);
        return Ok((null.fit(subjects, terms, &best, predictors), None));
    }
    let null = Null::new(&*likelihood)?;
    let limit = Limit::of(
        subjects,
        covariates,
        ties,
        Rc::clone(&likelihood),
        scales.clone(),
    )?;
    let sandwich = match variance {
        Variance::Information => None,
        _ if limit.kept.is_empty() => None,
        _ => Some(robust::sandwich(&limit, variance, subjects.len())?),
    };
    let covariance = match &sandwich {
        _ if limit.kept.is_empty() => DMatrix::zeros(0, 0),
        Some(sandwich) => sandwich.clone(),
        None => limit.best.covariance()?,
    };
    let (objective, best) = (&*limit.likelihood, &limit.best);
    let finite = coefficients(objective, best, &limit.scales, options, &covariance)?;
    let terms = all_terms(covariates.len(), &limit.kept, finite, &limit.at_limit);
    let mut predictors = if limit.at_limit.is_empty() {
        likelihood.predictors(&limit.best.beta)
    } else {
        // From the scale of the remaining time at risk to that of all subjects.
        let mut beta = DVector::zeros(covariates.len());
        for (at, &term) in limit.kept.iter().enumerate() {
            beta[term] = limit.best.beta[at] / limit.scales[at] * scales[term];
        }
        likelihood.predictors(&beta)
    };
    add_limits(&mut predictors, covariates, &limit.at_limit);
    let mut fit = null.fit(subjects, terms, &limit.best, predictors);
    if let (Some(sandwich), Ok(_)) = (&sandwich, &fit.wald) {
        fit.wald = robust::statistic(sandwich, &limit.best.beta);
    }
    if variance != Variance::Information {
        fit.robust_score = Some(robust::score(&likelihood, variance, subjects.len()));
    }
    Ok((fit, Some(limit)))
}

/// Where every coefficient is 0.
struct Null {
    value: f64,
    score: GlobalTest,
}

impl Null {
    fn new(objective: &impl Objective) -> Result<Self, StatsError> {
        let p = objective.size();
        let start = objective.at(&DVector::zeros(p));
        let score = solve(&start.information, &start.gradient)
            .ok_or(StatsError::Collinear)?
            .dot(&start.gradient);
        Ok(Self {
            value: start.value,
            score: GlobalTest::new(score, p),
        })
    }

    fn fit(
        self,
        subjects: &[Subject],
        terms: Vec<TermEstimate>,
        best: &Maximum,
        linear_predictors: Vec<f64>,
    ) -> CoxFit {
        let p = terms.len();
        let wald = (&best.point.information * &best.beta).dot(&best.beta);
        let all_finite = terms.iter().all(|term| term.finite().is_some());
        let wald = match all_finite {
            true => Ok(GlobalTest::new(wald, p)),
            false => Err(StatsError::InfiniteEstimate),
        };
        CoxFit {
            n: subjects.len(),
            events: subjects.iter().filter(|subject| subject.event).count(),
            terms,
            ln_likelihood_null: self.value,
            ln_likelihood: best.point.value,
            likelihood_ratio: GlobalTest::new((2.0 * (best.point.value - self.value)).max(0.0), p),
            wald,
            score: self.score,
            robust_score: None,
            linear_predictors,
        }
    }
}

fn coefficients(
    objective: &impl Objective,
    best: &Maximum,
    scales: &[f64],
    options: FitOptions,
    covariance: &DMatrix<f64>,
) -> Result<Vec<Coefficient>, StatsError> {
    let one = |(at, &scale): (usize, &f64)| {
        coefficient(objective, best, at, covariance[(at, at)], scale, options)
    };
    scales.iter().enumerate().map(one).collect()
}

fn check_variance(
    subjects: &[Subject],
    options: FitOptions,
    variance: Variance<'_>,
) -> Result<(), StatsError> {
    if variance == Variance::Information {
        return Ok(());
    }
    if options.firth || options.interval == CoefficientInterval::Profile {
        return Err(StatsError::Domain(
            "a robust variance has no part in penalised or profile likelihoods",
        ));
    }
    if let Variance::Clustered(clusters) = variance
        && clusters.len() != subjects.len()
    {
        return Err(StatsError::Lengths(subjects.len(), clusters.len()));
    }
    if variance.occupied(subjects.len()) < 2 {
        return Err(StatsError::Domain(
            "a robust variance needs at least two clusters",
        ));
    }
    Ok(())
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
        return Err(StatsError::Domain("weights must be positive"));
    }
    if subjects.iter().any(|s| s.entry >= s.time) {
        return Err(StatsError::Domain("observation ends before it begins"));
    }
    if !subjects.iter().any(|s| s.event) {
        return Err(StatsError::NoEvents);
    }
    Ok(())
}
