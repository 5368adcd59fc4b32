//! Newton's method for likelihoods, with and without a coefficient held fixed.

use std::cell::RefCell;

use nalgebra::{DMatrix, DVector};

use crate::stats::distribution::chi_squared_upper;
use crate::stats::{StatsError, math, waiting};

/// A log likelihood with its derivatives at one vector of coefficients.
#[derive(Debug, Clone)]
pub(in crate::stats) struct Point {
    pub(in crate::stats) value: f64,
    pub(in crate::stats) gradient: DVector<f64>,
    /// Minus the matrix of second derivatives, or its expectation.
    pub(in crate::stats) information: DMatrix<f64>,
}

/// Something to maximise. Coefficients belong to covariates of unit deviation.
pub(in crate::stats) trait Objective {
    /// Number of coefficients.
    fn size(&self) -> usize;
    /// How many of the first coefficients are intercepts, which are not bounded.
    fn intercepts(&self) -> usize;
    /// Whether there may be no maximum.
    fn may_run_away(&self) -> bool;
    /// By how much the covariate of a coefficient differs at most between rows.
    fn range(&self, coefficient: usize) -> f64;
    fn at(&self, beta: &DVector<f64>) -> Point;
}

/// A likelihood that can carry Firth's penalty.
pub(in crate::stats) trait Penalised: Objective {
    /// The trace of a symmetric matrix times the derivative of the information, for
    /// the derivative in each coefficient.
    fn traces(&self, beta: &DVector<f64>, matrix: &DMatrix<f64>) -> DVector<f64>;
}

/// Where the maximum is.
#[derive(Debug, Clone)]
pub(in crate::stats) struct Maximum {
    pub(in crate::stats) beta: DVector<f64>,
    pub(in crate::stats) point: Point,
}

impl Maximum {
    /// The inverse of the information: the covariance of the coefficients.
    pub(in crate::stats) fn covariance(&self) -> Result<DMatrix<f64>, StatsError> {
        let information = self.point.information.clone();
        information.try_inverse().ok_or(StatsError::Collinear)
    }
}

/// Newton steps before the model is given up.
const MOST_STEPS: usize = 500;
/// A covariate that moves the linear predictor by more than this between two
/// rows, a ratio of 10^13, and still grows is on its way to infinity.
const RUNAWAY: f64 = 30.0;

/// Newton's method with step halving from `start`; the coefficient `held` stays.
pub(in crate::stats) fn maximise(
    objective: &impl Objective,
    start: DVector<f64>,
    held: Option<usize>,
) -> Result<Maximum, StatsError> {
    let mut beta = start;
    let mut now = objective.at(&beta);
    for _ in 0..MOST_STEPS {
        let step = newton_step(&now, held)?;
        let mut next_beta = &beta + &step;
        let mut next = objective.at(&next_beta);
        let mut halvings = 0;
        let worse = |value: f64| value.is_nan() || value < now.value - 1e-12 * now.value.abs();
        while worse(next.value) && halvings < 40 {
            next_beta = (&next_beta + &beta) / 2.0;
            next = objective.at(&next_beta);
            halvings += 1;
        }
        let moved = (&next_beta - &beta).amax();
        if objective.may_run_away() && moved > 1e-3 {
            let moves = |at: usize| next_beta[at].abs() * objective.range(at);
            let slopes = (objective.intercepts()..objective.size()).filter(|at| Some(*at) != held);
            let largest = slopes.max_by(|a, b| moves(*a).total_cmp(&moves(*b)));
            if let Some(at) = largest.filter(|at| moves(*at) > RUNAWAY) {
                return Err(StatsError::Monotone {
                    term: at - objective.intercepts(),
                });
            }
        }
        beta = next_beta;
        now = next;
        if moved < 1e-10 * (1.0 + beta.amax()) {
            return Ok(Maximum { beta, point: now });
        }
    }
    Err(StatsError::NoConvergence(MOST_STEPS))
}

fn newton_step(point: &Point, held: Option<usize>) -> Result<DVector<f64>, StatsError> {
    let step = match held {
        None => solve(&point.information, &point.gradient),
        Some(at) => {
            let information = point.information.clone().remove_row(at).remove_column(at);
            let gradient = point.gradient.clone().remove_row(at);
            if gradient.is_empty() {
                Some(DVector::zeros(1))
            } else {
                solve(&information, &gradient).map(|step| step.insert_row(at, 0.0))
            }
        }
    };
    step.ok_or(StatsError::Collinear)
}

/// The distance of the largest from the smallest value.
pub(in crate::stats) fn range(values: &[f64]) -> f64 {
    let (low, high) = ends(values.iter().copied());
    high - low
}

/// The smallest and the largest value.
pub(in crate::stats) fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

pub(in crate::stats) fn solve(
    information: &DMatrix<f64>,
    gradient: &DVector<f64>,
) -> Option<DVector<f64>> {
    information
        .clone()
        .cholesky()
        .map(|factor| factor.solve(gradient))
}

/// A likelihood with Firth's penalty, half the logarithm of the determinant of
/// the information: its maximum is always finite, and less biased.
///
/// Firth D. *Biometrika* 1993;80:27-38; Heinze G, Schemper M. *Biometrics*
/// 2001;57:114-119 and *Statistics in Medicine* 2002;21:2409-2419.
pub(in crate::stats) struct Firth<'a, O>(pub(in crate::stats) &'a O);

impl<O: Penalised> Objective for Firth<'_, O> {
    fn size(&self) -> usize {
        self.0.size()
    }

    fn intercepts(&self) -> usize {
        self.0.intercepts()
    }

    fn may_run_away(&self) -> bool {
        false
    }

    fn range(&self, coefficient: usize) -> f64 {
        self.0.range(coefficient)
    }

    fn at(&self, beta: &DVector<f64>) -> Point {
        let mut point = self.0.at(beta);
        match point.information.clone().cholesky() {
            Some(factor) => {
                let diagonal = factor.l_dirty().diagonal();
                point.value += math::sum(diagonal.iter().map(|root| math::ln(*root)));
                let traces = self.0.traces(beta, &factor.inverse());
                point.gradient.axpy(0.5, &traces, 1.0);
            }
            None => point.value = f64::NAN,
        }
        point
    }
}

/// The p-value of the likelihood ratio test of one coefficient.
pub(in crate::stats) fn likelihood_ratio_p(
    objective: &impl Objective,
    best: &Maximum,
    term: usize,
) -> Result<f64, StatsError> {
    let distance = deviance_at(objective, best, term, 0.0)?;
    Ok(chi_squared_upper(distance.max(0.0), 1))
}

/// Twice what the log likelihood falls when the coefficient is held at `value`.
fn deviance_at(
    objective: &impl Objective,
    best: &Maximum,
    term: usize,
    value: f64,
) -> Result<f64, StatsError> {
    let mut start = best.beta.clone();
    start[term] = value;
    // An intercept moves far along with slopes of covariates that are far from zero.
    let held = maximise(objective, start, Some(term)).or_else(|_| {
        let mut start = best.beta.clone();
        start.axpy(value - best.beta[term], &tangent(best, term)?, 1.0);
        start[term] = value;
        maximise(objective, start, Some(term))
    })?;
    Ok(2.0 * (best.point.value - held.point.value))
}

/// By how much each coefficient moves with one that is held, about.
fn tangent(best: &Maximum, term: usize) -> Result<DVector<f64>, StatsError> {
    let covariance = best.covariance()?;
    Ok(covariance.column(term) / covariance[(term, term)])
}

/// The likelihood with one coefficient held, at values that lie near each other.
struct Profile<'a, O> {
    objective: &'a O,
    best: &'a Maximum,
    term: usize,
    /// Along which the others move.
    tangent: DVector<f64>,
    /// The last maximum.
    near: RefCell<DVector<f64>>,
}

impl<O: Objective> Profile<'_, O> {
    /// As [`deviance_at`], from the last value on.
    fn deviance_at(&self, value: f64) -> Result<f64, StatsError> {
        let mut start = self.near.borrow().clone();
        let step = value - start[self.term];
        start.axpy(step, &self.tangent, 1.0);
        start[self.term] = value;
        // Where this start leads nowhere, the maximum without a held coefficient may.
        let Ok(held) = maximise(self.objective, start, Some(self.term)) else {
            return deviance_at(self.objective, self.best, self.term, value);
        };
        self.near.replace(held.beta);
        Ok(2.0 * (self.best.point.value - held.point.value))
    }
}

/// Limits are found to this share of the standard error.
const ERROR_OF_LIMIT: f64 = 1e-9;

/// Farther than so many standard errors no limit of an intercept is looked for.
const MOST_ERRORS: f64 = 100.0;

/// The limits between which the likelihood ratio test does not reject the
/// coefficient, `confint(glm)` of R; infinite when the likelihood never falls
/// that far.
///
/// Venzon DJ, Moolgavkar SH. *Applied Statistics* 1988;37:87-94.
pub(in crate::stats) fn profile_interval(
    objective: &impl Objective,
    best: &Maximum,
    term: usize,
    standard_error: f64,
    z: f64,
) -> (f64, f64) {
    let estimate = best.beta[term];
    let profile = Profile {
        objective,
        best,
        term,
        tangent: tangent(best, term).unwrap_or_else(|_| DVector::zeros(best.beta.len())),
        near: RefCell::new(best.beta.clone()),
    };
    let excess = |value: f64| {
        let deviance = profile.deviance_at(value);
        deviance.map_or(f64::NAN, |deviance| deviance - z * z)
    };
    // Other coefficients make up for most of what an intercept moves, so that how far it
    // moves tells nothing of the linear predictor.
    let is_near = |reach: f64| match term < objective.intercepts() {
        true => reach < MOST_ERRORS * standard_error,
        false => reach * objective.range(term) < 2.0 * RUNAWAY,
    };
    let limit = |direction: f64| {
        profile.near.replace(best.beta.clone());
        let mut reach = z * standard_error;
        let mut inside = (estimate, -z * z);
        while is_near(reach) {
            let value = estimate + direction * reach;
            let outside = (value, excess(value));
            if outside.1.is_nan() {
                return f64::NAN;
            }
            if outside.1 > 0.0 {
                let error = ERROR_OF_LIMIT * standard_error;
                return math::root_within((inside, outside), error, excess);
            }
            inside = outside;
            reach *= 1.5;
        }
        direction * f64::INFINITY
    };
    // Intercepts come last.
    let place = term.checked_sub(objective.intercepts());
    let limits = 2 * place.unwrap_or(objective.size() - 1);
    waiting::tell_parts(limits, 2 * objective.size());
    let lower = limit(-1.0);
    waiting::tell_parts(limits + 1, 2 * objective.size());
    (lower, limit(1.0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use crate::stats::regression::{CoefficientInterval, FitOptions, logistic};

    /// Where the covariate is far from zero, the intercept and its slope move together: a
    /// start with the slope of the best fit is far from any maximum.
    #[test]
    fn the_limits_of_an_intercept_far_from_zero_are_found() {
        let x = [
            98214.0, 101_733.0, 95434.0, 103_310.0, 99871.0, 100_452.0, 96688.0, 104_120.0,
            97540.0, 102_095.0, 100_987.0, 98903.0, 99310.0, 101_160.0, 96020.0, 103_705.0,
            97985.0, 100_240.0, 102_660.0, 99005.0,
        ];
        let y = [0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0].map(|y| y == 1);
        let options = FitOptions {
            confidence: 0.95,
            interval: CoefficientInterval::Profile,
            firth: false,
        };
        let fit = logistic(&y, &[&x], options).unwrap();
        let found = fit.intercept.finite().unwrap();
        // R: uniroot() of deviance(glm(y ~ 0 + x, offset = rep(b, 20))) - deviance(fit) -
        // qchisq(0.95, 1) in b.
        for (found, in_r) in [
            (found.estimate, -72.981_527_327_929),
            (found.p, 0.002_654_219_688_717),
            (found.interval.lower, -154.128_962_767_88),
            (found.interval.upper, -21.557_354_201_00),
        ] {
            assert!((found / in_r - 1.0).abs() < 1e-8, "{found} {in_r}");
        }
    }
}
