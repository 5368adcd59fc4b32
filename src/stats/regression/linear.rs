//! Linear regression.

use nalgebra::{DMatrix, DVector};

use super::Coefficient;
use crate::stats::distribution::{f_upper, student_t_quantile, student_t_two_sided};
use crate::stats::proportion::Interval;
use crate::stats::{StatsError, math, require_finite};

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearFit {
    /// Observations.
    pub n: usize,
    /// Value where every covariate is 0; `None` without one.
    pub intercept: Option<Coefficient>,
    /// One for each covariate; z is Student's t.
    pub terms: Vec<Coefficient>,
    /// Residual standard deviation, in the unit of the outcome.
    pub residual_deviation: f64,
    /// Residual degrees of freedom.
    pub df_residual: f64,
    /// Share of the variance explained; about 0 without an intercept.
    pub r_squared: f64,
    /// The same less what chance explains.
    pub adjusted_r_squared: f64,
    /// F statistic of all covariates.
    pub f: f64,
    /// Its degrees of freedom.
    pub df_model: f64,
    /// Its upper tail.
    pub p: f64,
    /// Log likelihood of the normal model at its maximum, `logLik(lm())`.
    pub ln_likelihood: f64,
}

impl LinearFit {
    /// Akaike's information criterion, `AIC(lm())`; the residual deviation counts
    /// as a parameter.
    pub fn aic(&self) -> f64 {
        let parameters = self.terms.len() + usize::from(self.intercept.is_some()) + 1;
        2.0 * (parameters as f64 - self.ln_likelihood)
    }
}

/// Whether a linear model has an intercept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intercept {
    /// `lm(y ~ x)`.
    Fitted,
    /// `lm(y ~ 0 + x)`.
    None,
}

/// Ordinary least squares, `lm(y ~ x)`, or `lm(y ~ 0 + x)` without intercept.
/// `covariates` holds a column for each.
///
/// Householder's QR of scaled columns, refined with residuals in twice the
/// working precision (Björck Å. *Numerical Methods for Least Squares Problems*,
/// 1996, section 2.9): polynomials whose columns are all but parallel keep most
/// of their digits.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::NotFinite`], [`StatsError::TooFew`]
/// without residual degrees of freedom, [`StatsError::Collinear`].
pub fn linear(
    outcome: &[f64],
    covariates: &[&[f64]],
    intercept: Intercept,
    confidence: f64,
) -> Result<LinearFit, StatsError> {
    require_finite(outcome)?;
    let n = outcome.len();
    for column in covariates {
        if column.len() != n {
            return Err(StatsError::Lengths(n, column.len()));
        }
        require_finite(column)?;
    }
    let with_intercept = intercept == Intercept::Fitted;
    let ones = vec![1.0; n];
    let columns: Vec<&[f64]> = with_intercept
        .then_some(ones.as_slice())
        .into_iter()
        .chain(covariates.iter().copied())
        .collect();
    let p = columns.len();
    if covariates.is_empty() || n <= p {
        return Err(StatsError::TooFew {
            needed: p.max(2) + 1,
            got: n,
        });
    }
    let solution = LeastSquares::new(&columns)?.solve(outcome);
    let df_residual = (n - p) as f64;
    let residual_squares = math::sum(solution.residuals.iter().map(|r| r * r));
    let mean = if with_intercept {
        math::sum(outcome.iter().copied()) / n as f64
    } else {
        0.0
    };
    let total_squares = math::sum(outcome.iter().map(|y| (y - mean) * (y - mean)));
    if total_squares == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let deviation = (residual_squares / df_residual).sqrt();
    let level = student_t_quantile(f64::midpoint(1.0, confidence), df_residual);
    let mut terms: Vec<Coefficient> = solution
        .beta
        .iter()
        .zip(&solution.unscaled_errors)
        .map(|(estimate, error)| {
            let standard_error = error * deviation;
            let t = estimate / standard_error;
            Coefficient {
                estimate: *estimate,
                standard_error,
                z: t,
                p: student_t_two_sided(t, df_residual),
                interval: Interval {
                    lower: estimate - level * standard_error,
                    upper: estimate + level * standard_error,
                },
            }
        })
        .collect();
    let df_model = covariates.len() as f64;
    let explained = math::sum(
        outcome
            .iter()
            .zip(&solution.residuals)
            .map(|(y, r)| (y - r - mean) * (y - r - mean)),
    );
    let f = explained / df_model / (residual_squares / df_residual);
    let r_squared = explained / (explained + residual_squares);
    let df_total = df_residual + df_model;
    Ok(LinearFit {
        n,
        intercept: with_intercept.then(|| terms.remove(0)),
        terms,
        residual_deviation: deviation,
        df_residual,
        r_squared,
        adjusted_r_squared: 1.0 - (1.0 - r_squared) * df_total / df_residual,
        f,
        df_model,
        p: f_upper(f, df_model, df_residual),
        ln_likelihood: {
            let count = n as f64;
            let variance = residual_squares / count;
            -0.5 * count * (math::ln(std::f64::consts::TAU * variance) + 1.0)
        },
    })
}

struct LeastSquares<'a> {
    columns: &'a [&'a [f64]],
    scales: Vec<f64>,
    q: DMatrix<f64>,
    r: DMatrix<f64>,
}

struct Solution {
    beta: Vec<f64>,
    residuals: Vec<f64>,
    /// Standard errors but for the residual deviation.
    unscaled_errors: Vec<f64>,
}

impl<'a> LeastSquares<'a> {
    fn new(columns: &'a [&'a [f64]]) -> Result<Self, StatsError> {
        let norm = |column: &[f64]| math::sum(column.iter().map(|x| x * x)).sqrt();
        let scales: Vec<f64> = columns.iter().map(|column| norm(column)).collect();
        if scales.contains(&0.0) {
            return Err(StatsError::Collinear);
        }
        let n = columns.first().map_or(0, |column| column.len());
        let qr = DMatrix::from_fn(n, columns.len(), |i, j| columns[j][i] / scales[j]).qr();
        let (q, r) = (qr.q(), qr.r());
        // Columns of unit length: what is left of one is its distance from the
        // others, and rounding alone leaves some 1e-16.
        if r.diagonal().iter().any(|left| left.abs() < 1e-14) {
            return Err(StatsError::Collinear);
        }
        Ok(Self {
            columns,
            scales,
            q,
            r,
        })
    }

    fn solve(&self, outcome: &[f64]) -> Solution {
        const REFINEMENTS: usize = 5;
        let p = self.columns.len();
        let mut beta = vec![0.0; p];
        let mut residuals: Vec<Double> = outcome.iter().map(|y| Double(*y, 0.0)).collect();
        for refinement in 0..REFINEMENTS {
            // At first by Q; then the residuals are all but orthogonal to the
            // columns, and what is left shows in sums of twice the precision only.
            let right = if refinement == 0 {
                let first = residuals.iter().map(|r| r.0);
                Some(
                    self.q
                        .tr_mul(&DVector::from_iterator(residuals.len(), first)),
                )
            } else {
                self.r
                    .tr_solve_upper_triangular(&self.projections(&residuals))
            };
            if let Some(step) = right.and_then(|right| self.r.solve_upper_triangular(&right)) {
                for (at, beta) in beta.iter_mut().enumerate() {
                    *beta += step[at] / self.scales[at];
                }
            }
            residuals = self.residuals(outcome, &beta);
        }
        let inverse = self
            .r
            .solve_upper_triangular(&DMatrix::identity(p, p))
            .unwrap_or_else(|| DMatrix::zeros(p, p));
        let unscaled_errors = (0..p)
            .map(|at| inverse.row(at).norm() / self.scales[at])
            .collect();
        Solution {
            beta,
            residuals: residuals.iter().map(|r| r.0).collect(),
            unscaled_errors,
        }
    }

    /// y - X beta.
    fn residuals(&self, outcome: &[f64], beta: &[f64]) -> Vec<Double> {
        outcome
            .iter()
            .enumerate()
            .map(|(row, y)| {
                let parts = self.columns.iter().zip(beta);
                let parts = parts.flat_map(|(column, b)| product(-column[row], *b));
                Double::sum(std::iter::once(*y).chain(parts))
            })
            .collect()
    }

    /// The scaled columns times the residuals.
    fn projections(&self, residuals: &[Double]) -> DVector<f64> {
        let of = |(column, scale): (&&[f64], &f64)| {
            let parts = column.iter().zip(residuals).flat_map(|(x, r)| {
                let [high, low] = product(*x, r.0);
                [high, low, x * r.1]
            });
            Double::sum(parts).0 / scale
        };
        let all = self.columns.iter().zip(&self.scales).map(of);
        DVector::from_iterator(self.columns.len(), all)
    }
}

/// A number and what it lacks: twice the working precision.
struct Double(f64, f64);

impl Double {
    /// Neumaier's sum, with what it lost.
    fn sum(values: impl IntoIterator<Item = f64>) -> Self {
        let (total, lost) = math::sum_and_lost(values);
        let whole = total + lost;
        Self(whole, (total - whole) + lost)
    }
}

/// A product and its rounding error.
fn product(x: f64, y: f64) -> [f64; 2] {
    let high = x * y;
    [high, libm::fma(x, y, -high)]
}
