//! Logistic regression.

use nalgebra::{DMatrix, DVector};

use super::maximise::{Firth, Objective, Penalised, Point, maximise, range};
use super::separation::{AtLimit, Direction, all_terms, selected};
use super::{Coefficient, FitOptions, GlobalTest, Scaled, TermEstimate, coefficient};
use crate::stats::{StatsError, math};

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticFit {
    /// Subjects.
    pub n: usize,
    /// Those with the event.
    pub events: usize,
    /// Log odds where every covariate is 0.
    pub intercept: TermEstimate,
    /// Log odds ratios, one for each covariate.
    pub terms: Vec<TermEstimate>,
    /// Log likelihood of the intercept alone, penalised if the fit is.
    pub ln_likelihood_null: f64,
    /// Log likelihood, or its limit; penalised if the fit is.
    pub ln_likelihood: f64,
    /// Likelihood ratio test of all covariates. A term without a finite estimate
    /// counts among the degrees of freedom, as in R.
    pub likelihood_ratio: GlobalTest,
    /// The probability of the event of each subject.
    pub fitted: Vec<f64>,
}

impl LogisticFit {
    /// Deviance of the intercept alone, `glm()$null.deviance`.
    pub fn null_deviance(&self) -> f64 {
        -2.0 * self.ln_likelihood_null
    }

    /// Residual deviance, `deviance(glm())`.
    pub fn residual_deviance(&self) -> f64 {
        -2.0 * self.ln_likelihood
    }

    /// Akaike's information criterion, `AIC(glm())`; the intercept counts.
    pub fn aic(&self) -> f64 {
        2.0 * (self.terms.len() as f64 + 1.0 - self.ln_likelihood)
    }
}

/// Logistic regression, `glm(y ~ x, family = binomial)`; with Firth's penalty
/// `logistf::logistf(y ~ x)`, `brglm2`. `covariates` holds a column for each.
///
/// The likelihood ratio test of a penalised model holds every slope at 0 under
/// the penalty of the whole model, as `logistf` does.
///
/// A covariate that separates some rows (a level without events) has no finite
/// estimate and is reported as such; the others are those of the limit. Where
/// it is the level coded 0 that has no events, the intercept has no finite
/// estimate either.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::NotFinite`], [`StatsError::TooFew`]
/// without covariates, [`StatsError::NoVariation`] when all or none have the
/// event, [`StatsError::Collinear`], [`StatsError::Monotone`] when all rows are
/// separated, or some by a combination of several covariates.
pub fn logistic(
    outcome: &[bool],
    covariates: &[&[f64]],
    options: FitOptions,
) -> Result<LogisticFit, StatsError> {
    if covariates.is_empty() {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    options.allow(outcome.len(), covariates.len())?;
    let whole = fit(outcome, covariates, options);
    let Err(error) = whole else { return whole };
    if options.firth || error == StatsError::NoVariation {
        return Err(error);
    }
    in_the_limit(outcome, covariates, options, &error)
}

/// The fit when covariates that separate, each alone, are at infinity: the rows
/// that they separate have the probability 0 or 1, the other covariates are
/// fitted on the other rows.
fn in_the_limit(
    outcome: &[bool],
    covariates: &[&[f64]],
    options: FitOptions,
    error: &StatsError,
) -> Result<LogisticFit, StatsError> {
    let mut rows: Vec<usize> = (0..outcome.len()).collect();
    let mut kept: Vec<usize> = (0..covariates.len()).collect();
    let mut at_limit = Vec::new();
    let mut intercept = None;
    loop {
        let own: Vec<bool> = rows.iter().map(|&row| outcome[row]).collect();
        let columns = selected(covariates, &kept, &rows);
        let separated = columns.iter().enumerate().find_map(|(at, column)| {
            Direction::BOTH.into_iter().find_map(|direction| {
                Some((at, direction, separation_at(&own, column, direction)?))
            })
        });
        let Some((at, direction, value)) = separated else {
            return Err(error.clone());
        };
        let column = columns[at].iter();
        rows = rows
            .iter()
            .zip(column)
            .filter_map(|(&row, &x)| (x == value).then_some(row))
            .collect();
        at_limit.push(AtLimit {
            term: kept.remove(at),
            direction,
        });
        if value != 0.0 && intercept.is_none() {
            intercept = Some(Direction::of(-direction.sign() * value));
        }
        let own: Vec<bool> = rows.iter().map(|&row| outcome[row]).collect();
        let columns = selected(covariates, &kept, &rows);
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let Ok(part) = fit(&own, &slices, options) else {
            continue;
        };
        let null = intercept_alone(outcome)?;
        let count = covariates.len();
        let finite = part.terms.iter().filter_map(|term| term.finite().copied());
        let mut fitted: Vec<f64> = outcome.iter().map(|&y| f64::from(u8::from(y))).collect();
        for (&row, probability) in rows.iter().zip(part.fitted) {
            fitted[row] = probability;
        }
        return Ok(LogisticFit {
            n: outcome.len(),
            events: outcome.iter().filter(|event| **event).count(),
            intercept: intercept.map_or(part.intercept, TermEstimate::Infinite),
            terms: all_terms(count, &kept, finite.collect(), &at_limit),
            ln_likelihood_null: null,
            ln_likelihood: part.ln_likelihood,
            likelihood_ratio: GlobalTest::new((2.0 * (part.ln_likelihood - null)).max(0.0), count),
            fitted,
        });
    }
}

/// The value of a covariate above which all rows have the event and below which
/// none has (the reverse for a negative direction), if both kinds of rows have
/// the value itself, and not all rows.
fn separation_at(outcome: &[bool], column: &[f64], direction: Direction) -> Option<f64> {
    let sign = direction.sign();
    let keys = |event: bool| {
        let rows = outcome.iter().zip(column);
        rows.filter_map(move |(&own, &x)| (own == event).then_some(sign * x))
    };
    let above = keys(true).fold(f64::INFINITY, f64::min);
    let below = keys(false).fold(f64::NEG_INFINITY, f64::max);
    let varies = column.iter().any(|&x| sign * x != above);
    (above == below && varies).then_some(sign * above)
}

/// The log likelihood when all have the same probability.
fn intercept_alone(outcome: &[bool]) -> Result<f64, StatsError> {
    let likelihood = Likelihood {
        outcome,
        columns: &[],
    };
    only_intercept(&likelihood, DVector::zeros(1))
}

/// The fit where nothing separates; also of the intercept alone.
fn fit(
    outcome: &[bool],
    covariates: &[&[f64]],
    options: FitOptions,
) -> Result<LogisticFit, StatsError> {
    let scaled = Scaled::new(covariates, outcome.len())?;
    let events = outcome.iter().filter(|event| **event).count();
    if events == 0 || events == outcome.len() {
        return Err(StatsError::NoVariation);
    }
    let likelihood = Likelihood {
        outcome,
        columns: &scaled.columns,
    };
    if options.firth {
        maximum(&Firth(&likelihood), &likelihood, &scaled, options)
    } else {
        maximum(&likelihood, &likelihood, &scaled, options)
    }
}

fn maximum(
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
    let covariance = best.covariance()?;
    let terms = (1..=p)
        .map(|term| {
            let (variance, scale) = (covariance[(term, term)], scaled.scales[term - 1]);
            coefficient(objective, &best, term, variance, scale, options).map(TermEstimate::Finite)
        })
        .collect::<Result<_, _>>()?;
    Ok(LogisticFit {
        n,
        events,
        intercept: TermEstimate::Finite(intercept(likelihood, scaled, options)?),
        terms,
        ln_likelihood_null: null,
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
    let covariance = best.covariance()?;
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

impl Penalised for Likelihood<'_> {
    fn traces(&self, beta: &DVector<f64>, matrix: &DMatrix<f64>) -> DVector<f64> {
        let size = self.size();
        let mut traces = DVector::zeros(size);
        let mut x = DVector::zeros(size);
        x[0] = 1.0;
        for (row, eta) in self.predictors(beta).into_iter().enumerate() {
            for (at, column) in self.columns.iter().enumerate() {
                x[at + 1] = column[row];
            }
            let p = inverse_logit(eta);
            let form: f64 = matrix
                .column_iter()
                .zip(x.iter())
                .map(|(column, own)| own * column.dot(&x))
                .sum();
            traces.axpy(p * (1.0 - p) * (1.0 - 2.0 * p) * form, &x, 1.0);
        }
        traces
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
        }
        point
    }
}
