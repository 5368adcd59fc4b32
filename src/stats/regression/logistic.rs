//! Logistic regression.

use nalgebra::{DMatrix, DVector};

use super::maximise::{Firth, Objective, Point, maximise, range};
use super::{Coefficient, FitOptions, GlobalTest, Scaled, coefficient};
use crate::stats::distribution::chi_squared_upper;
use crate::stats::{StatsError, math};

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticFit {
    /// Subjects.
    pub n: usize,
    /// Those with the event.
    pub events: usize,
    /// Log odds where every covariate is 0.
    pub intercept: Coefficient,
    /// Log odds ratios, one for each covariate.
    pub terms: Vec<Coefficient>,
    /// Log likelihood, penalised if the fit is.
    pub ln_likelihood: f64,
    /// Likelihood ratio test of all covariates.
    pub likelihood_ratio: GlobalTest,
    /// The probability of the event of each subject.
    pub fitted: Vec<f64>,
}

/// Logistic regression, `glm(y ~ x, family = binomial)`; with Firth's penalty
/// `logistf::logistf(y ~ x)`, `brglm2`. `covariates` holds a column for each.
///
/// The likelihood ratio test of a penalised model holds every slope at 0 under
/// the penalty of the whole model, as `logistf` does.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::NotFinite`], [`StatsError::TooFew`]
/// without covariates, [`StatsError::NoVariation`] when all or none have the
/// event, [`StatsError::Collinear`], [`StatsError::Monotone`] when a covariate
/// separates those with the event from the others.
pub fn logistic(
    outcome: &[bool],
    covariates: &[&[f64]],
    options: FitOptions,
) -> Result<LogisticFit, StatsError> {
    if covariates.is_empty() {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    let scaled = Scaled::new(covariates, outcome.len())?;
    let events = outcome.iter().filter(|event| **event).count();
    if events == 0 || events == outcome.len() {
        return Err(StatsError::NoVariation);
    }
    let likelihood = Likelihood {
        outcome,
        columns: &scaled.columns,
        with_slopes: options.firth,
    };
    if options.firth {
        fit(&Firth(&likelihood), &likelihood, &scaled, options)
    } else {
        fit(&likelihood, &likelihood, &scaled, options)
    }
}

fn fit(
    objective: &impl Objective,
    likelihood: &Likelihood<'_>,
    scaled: &Scaled,
    options: FitOptions,
) -> Result<LogisticFit, StatsError> {
    let p = scaled.columns.len();
    let n = likelihood.outcome.len();
    let events = likelihood.outcome.iter().filter(|event| **event).count();
    let mut start = DVector::zeros(p + 1);
    start[0] = math::ln(events as f64 / (n - events) as f64);
    let null = only_intercept(objective, start.clone())?;
    let best = maximise(objective, start, None)?;
    let covariance = best
        .point
        .information
        .clone()
        .try_inverse()
        .ok_or(StatsError::Collinear)?;
    let terms = (1..=p)
        .map(|term| {
            let scale = scaled.scales[term - 1];
            coefficient(
                objective,
                &best,
                term,
                covariance[(term, term)],
                scale,
                options,
            )
        })
        .collect::<Result<_, _>>()?;
    Ok(LogisticFit {
        n,
        events,
        intercept: intercept(likelihood, scaled, options)?,
        terms,
        ln_likelihood: best.point.value,
        likelihood_ratio: GlobalTest::new((2.0 * (best.point.value - null)).max(0.0), p),
        fitted: likelihood
            .predictors(&best.beta)
            .iter()
            .map(|eta| inverse_logit(*eta))
            .collect(),
    })
}

/// The maximum with every slope at 0, by Newton steps in the intercept alone.
fn only_intercept(objective: &impl Objective, start: DVector<f64>) -> Result<f64, StatsError> {
    const MOST: usize = 100;
    let mut beta = start;
    for _ in 0..MOST {
        let point = objective.at(&beta);
        let step = point.gradient[0] / point.information[(0, 0)];
        beta[0] += step;
        if step.abs() < 1e-12 {
            return Ok(objective.at(&beta).value);
        }
    }
    Err(StatsError::NoConvergence(MOST))
}

/// The intercept where the covariates are 0 rather than at their means: the
/// model is fitted once more on covariates that are scaled only.
fn intercept(
    likelihood: &Likelihood<'_>,
    scaled: &Scaled,
    options: FitOptions,
) -> Result<Coefficient, StatsError> {
    let shifts = scaled.means.iter().zip(&scaled.scales);
    let columns: Vec<Vec<f64>> = scaled
        .columns
        .iter()
        .zip(shifts)
        .map(|(column, (mean, scale))| column.iter().map(|value| value + mean / scale).collect())
        .collect();
    let uncentred = Likelihood {
        outcome: likelihood.outcome,
        columns: &columns,
        with_slopes: likelihood.with_slopes,
    };
    let start = DVector::zeros(columns.len() + 1);
    if options.firth {
        at_zero(&Firth(&uncentred), start, options)
    } else {
        at_zero(&uncentred, start, options)
    }
}

fn at_zero(
    objective: &impl Objective,
    start: DVector<f64>,
    options: FitOptions,
) -> Result<Coefficient, StatsError> {
    let best = maximise(objective, start, None)?;
    let covariance = best
        .point
        .information
        .clone()
        .try_inverse()
        .ok_or(StatsError::Collinear)?;
    coefficient(objective, &best, 0, covariance[(0, 0)], 1.0, options)
}

fn inverse_logit(eta: f64) -> f64 {
    if eta >= 0.0 {
        1.0 / (1.0 + math::exp(-eta))
    } else {
        let odds = math::exp(eta);
        odds / (1.0 + odds)
    }
}

struct Likelihood<'a> {
    outcome: &'a [bool],
    columns: &'a [Vec<f64>],
    with_slopes: bool,
}

impl Likelihood<'_> {
    fn predictors(&self, beta: &DVector<f64>) -> Vec<f64> {
        let slopes = self.columns.iter().zip(beta.iter().skip(1));
        let mut eta = vec![beta[0]; self.outcome.len()];
        for (column, slope) in slopes {
            for (eta, value) in eta.iter_mut().zip(column) {
                *eta += slope * value;
            }
        }
        eta
    }
}

impl Objective for Likelihood<'_> {
    fn size(&self) -> usize {
        self.columns.len() + 1
    }

    fn intercepts(&self) -> usize {
        1
    }

    fn may_run_away(&self) -> bool {
        true
    }

    fn range(&self, coefficient: usize) -> f64 {
        coefficient
            .checked_sub(1)
            .map_or(1.0, |at| range(&self.columns[at]))
    }

    fn at(&self, beta: &DVector<f64>) -> Point {
        let size = self.size();
        let mut point = Point {
            value: 0.0,
            gradient: DVector::zeros(size),
            information: DMatrix::zeros(size, size),
            slopes: if self.with_slopes {
                vec![DMatrix::zeros(size, size); size]
            } else {
                Vec::new()
            },
        };
        let mut x = DVector::zeros(size);
        x[0] = 1.0;
        for (row, (eta, event)) in self
            .predictors(beta)
            .into_iter()
            .zip(self.outcome)
            .enumerate()
        {
            for (at, column) in self.columns.iter().enumerate() {
                x[at + 1] = column[row];
            }
            let p = inverse_logit(eta);
            // ln(1 + e^eta) without overflow.
            let ln_total = eta.max(0.0) + libm::log1p(math::exp(-eta.abs()));
            let event = f64::from(u8::from(*event));
            point.value += event * eta - ln_total;
            point.gradient.axpy(event - p, &x, 1.0);
            let weight = p * (1.0 - p);
            point.information.ger(weight, &x, &x, 1.0);
            for (at, slope) in point.slopes.iter_mut().enumerate() {
                slope.ger(weight * (1.0 - 2.0 * p) * x[at], &x, &x, 1.0);
            }
        }
        point
    }
}

/// Subjects of similar predicted probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationGroup {
    /// Subjects.
    pub n: usize,
    /// Mean predicted probability.
    pub predicted: f64,
    /// Share with the event.
    pub observed: f64,
}

/// How well predicted probabilities agree with what happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Groups by quantiles of the prediction, rising.
    pub groups: Vec<CalibrationGroup>,
    /// Hosmer and Lemeshow's statistic.
    pub chi_square: f64,
    /// Number of groups less two.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
    /// Mean squared difference of prediction and outcome (Brier GW. *Monthly
    /// Weather Review* 1950;78:1-3).
    pub brier: f64,
}

/// Hosmer and Lemeshow's test over groups cut at the quantiles (type 7) of the
/// prediction, `ResourceSelection::hoslem.test(y, fitted(fit), g)`.
///
/// Hosmer DW, Lemeshow S. *Communications in Statistics A* 1980;9:1043-1069.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::TooFewGroups`] when ties leave fewer
/// than three groups.
pub fn calibration(
    outcome: &[bool],
    fitted: &[f64],
    groups: usize,
) -> Result<Calibration, StatsError> {
    if outcome.len() != fitted.len() {
        return Err(StatsError::Lengths(outcome.len(), fitted.len()));
    }
    let mut sorted = fitted.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut cuts: Vec<f64> = (1..groups)
        .filter_map(|cut| {
            let share = cut as f64 / groups as f64;
            crate::stats::quantile::quantile_sorted(
                &sorted,
                share,
                crate::stats::quantile::QuantileType::R,
            )
            .ok()
        })
        .collect();
    cuts.dedup();
    let mut members = vec![(0_usize, 0.0, 0.0); cuts.len() + 1];
    for (event, p) in outcome.iter().zip(fitted) {
        let own = &mut members[cuts.partition_point(|cut| cut < p)];
        own.0 += 1;
        own.1 += p;
        own.2 += f64::from(u8::from(*event));
    }
    members.retain(|(n, _, _)| *n > 0);
    if members.len() < 3 {
        return Err(StatsError::TooFewGroups(members.len()));
    }
    let chi_square = math::sum(members.iter().map(|&(n, expected, observed)| {
        let distance = observed - expected;
        distance * distance / expected + distance * distance / (n as f64 - expected)
    }));
    let df = members.len() as u32 - 2;
    let errors = outcome.iter().zip(fitted).map(|(event, p)| {
        let error = f64::from(u8::from(*event)) - p;
        error * error
    });
    Ok(Calibration {
        groups: members
            .iter()
            .map(|&(n, predicted, observed)| CalibrationGroup {
                n,
                predicted: predicted / n as f64,
                observed: observed / n as f64,
            })
            .collect(),
        chi_square,
        df,
        p: chi_squared_upper(chi_square, df),
        brier: math::sum(errors) / outcome.len() as f64,
    })
}
