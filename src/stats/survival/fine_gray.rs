//! Fine and Gray's model of the subdistribution hazard.

use nalgebra::{DMatrix, DVector};

use super::competing::{CompetingObservation, check};
use crate::stats::distribution::normal_quantile;
use crate::stats::distribution::normal_two_sided;
use crate::stats::proportion::Interval;
use crate::stats::regression::maximise::{Maximum, Objective, Point, maximise, range};
use crate::stats::regression::separation::{AtLimit, Direction, all_terms};
use crate::stats::regression::{Coefficient, GlobalTest, Scaled, TermEstimate};
use crate::stats::{StatsError, math};

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
    let null = Likelihood::new(observations, cause, &scaled.columns, &everyone)
        .at(&DVector::zeros(p))
        .value;
    let limit = Limit::new(observations, cause, covariates)?;
    let finite = coefficients(
        &limit.likelihood(observations, cause),
        &limit.best,
        &limit.scaled,
        confidence,
    )?;
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
    likelihood: &Likelihood<'_>,
    best: &Maximum,
    scaled: &Scaled,
    confidence: f64,
) -> Result<Vec<Coefficient>, StatsError> {
    if scaled.scales.is_empty() {
        return Ok(Vec::new());
    }
    let inverse = best
        .point
        .information
        .clone()
        .try_inverse()
        .ok_or(StatsError::Collinear)?;
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
    Ok(scaled.scales.iter().enumerate().map(one).collect())
}

/// The maximum of the pseudo likelihood, with the covariates that separate at
/// their limits.
struct Limit {
    /// The other covariates, in the order given.
    kept: Vec<usize>,
    at_limit: Vec<AtLimit>,
    /// The rows that keep a weight in the risk sets.
    weighted: Vec<bool>,
    scaled: Scaled,
    best: Maximum,
}

impl Limit {
    fn new(
        observations: &[CompetingObservation],
        cause: usize,
        covariates: &[&[f64]],
    ) -> Result<Self, StatsError> {
        let mut kept: Vec<usize> = (0..covariates.len()).collect();
        let mut at_limit = Vec::new();
        let mut weighted = vec![true; observations.len()];
        let mut first_error = None;
        loop {
            let columns: Vec<&[f64]> = kept.iter().map(|&at| covariates[at]).collect();
            let scaled = Scaled::new(&columns, observations.len())?;
            let likelihood = Likelihood::new(observations, cause, &scaled.columns, &weighted);
            let zero = DVector::zeros(kept.len());
            let found = if kept.is_empty() {
                let point = likelihood.at(&zero);
                Ok(Maximum { beta: zero, point })
            } else {
                maximise(&likelihood, zero, None)
            };
            let error = match found {
                Ok(best) => {
                    return Ok(Self {
                        kept,
                        at_limit,
                        weighted,
                        scaled,
                        best,
                    });
                }
                Err(error) => first_error.get_or_insert(error).clone(),
            };
            let separated = columns.iter().enumerate().find_map(|(at, column)| {
                Direction::BOTH.into_iter().find_map(|direction| {
                    let left = undominated(observations, cause, column, &weighted, direction)?;
                    Some((at, direction, left))
                })
            });
            let Some((at, direction, left)) = separated else {
                return Err(error);
            };
            weighted = left;
            at_limit.push(AtLimit {
                term: kept.remove(at),
                direction,
            });
        }
    }

    fn likelihood<'a>(
        &'a self,
        observations: &'a [CompetingObservation],
        cause: usize,
    ) -> Likelihood<'a> {
        Likelihood::new(observations, cause, &self.scaled.columns, &self.weighted)
    }
}

/// The rows that keep a weight when the coefficient of a covariate grows without
/// bound: those with the value that all events have. `None` unless all events
/// have one value, nobody at risk with them has a larger one (a smaller one for
/// a negative direction), and a row with a smaller one is at risk.
fn undominated(
    observations: &[CompetingObservation],
    cause: usize,
    column: &[f64],
    weighted: &[bool],
    direction: Direction,
) -> Option<Vec<bool>> {
    let is_event = |o: &CompetingObservation| o.cause == Some(cause);
    let rows = || observations.iter().zip(column).zip(weighted);
    let mut values = rows().filter_map(|((o, x), _)| is_event(o).then_some(*x));
    let value = values.next()?;
    if values.any(|other| other != value) {
        return None;
    }
    let events = observations.iter().filter(|o| is_event(o));
    let first = events.map(|o| o.time).fold(f64::INFINITY, f64::min);
    // Those with a competing event stay in the risk sets after it.
    let at_risk = |o: &CompetingObservation| o.time >= first || o.cause.is_some();
    let mut loses = false;
    for ((o, &x), _) in rows().filter(|((o, _), weighted)| **weighted && at_risk(o)) {
        let ahead = direction.sign() * (x - value);
        if ahead > 0.0 {
            return None;
        }
        loses |= ahead < 0.0 && !is_event(o);
    }
    loses.then(|| rows().map(|((_, &x), &own)| own && x == value).collect())
}

struct Likelihood<'a> {
    observations: &'a [CompetingObservation],
    cause: usize,
    columns: &'a [Vec<f64>],
    /// The rows that have a weight in the risk sets.
    weighted: &'a [bool],
    /// Rows by rising time.
    order: Vec<usize>,
    /// Probability of not being censored just before the time of each row.
    uncensored: Vec<f64>,
}

/// Weight, weight x, weight x x'.
#[derive(Clone)]
struct Sums(f64, DVector<f64>, DMatrix<f64>);

impl Sums {
    fn zero(p: usize) -> Self {
        Self(0.0, DVector::zeros(p), DMatrix::zeros(p, p))
    }

    fn add(&mut self, weight: f64, x: &DVector<f64>) {
        self.0 += weight;
        self.1.axpy(weight, x, 1.0);
        self.2.ger(weight, x, x, 1.0);
    }
}

/// The risk set of one time with events of the cause.
struct RiskSet {
    time: f64,
    rows: Vec<usize>,
    uncensored: f64,
    weight: f64,
    mean: DVector<f64>,
    covariance: DMatrix<f64>,
}

impl<'a> Likelihood<'a> {
    fn new(
        observations: &'a [CompetingObservation],
        cause: usize,
        columns: &'a [Vec<f64>],
        weighted: &'a [bool],
    ) -> Self {
        let mut order: Vec<usize> = (0..observations.len()).collect();
        order.sort_by(|&a, &b| observations[a].time.total_cmp(&observations[b].time));
        let mut uncensored = vec![1.0; observations.len()];
        let (mut survival, mut at_risk) = (1.0, observations.len() as f64);
        for block in order.chunk_by(|&a, &b| observations[a].time == observations[b].time) {
            let censored = block
                .iter()
                .filter(|&&row| observations[row].cause.is_none())
                .count();
            for &row in block {
                uncensored[row] = survival;
            }
            survival *= (at_risk - censored as f64) / at_risk;
            at_risk -= block.len() as f64;
        }
        Self {
            observations,
            cause,
            columns,
            weighted,
            order,
            uncensored,
        }
    }

    fn x(&self, row: usize) -> DVector<f64> {
        let values = self.columns.iter().map(|column| column[row]);
        DVector::from_iterator(self.columns.len(), values)
    }

    fn predictor(&self, row: usize, beta: &DVector<f64>) -> f64 {
        let values = self.columns.iter().map(|column| column[row]);
        values.zip(beta.iter()).map(|(x, b)| x * b).sum()
    }

    /// The relative hazard of a row; 0 for one that left all risk sets.
    fn risk(&self, row: usize, beta: &DVector<f64>) -> f64 {
        if self.weighted[row] {
            math::exp(self.predictor(row, beta))
        } else {
            0.0
        }
    }

    fn competes(&self, row: usize) -> bool {
        self.observations[row]
            .cause
            .is_some_and(|cause| cause != self.cause)
    }

    /// The risk sets in order of time: those still under observation, and those
    /// who had another event, with the weight of still being uncensored.
    fn risk_sets(&self, beta: &DVector<f64>) -> Vec<RiskSet> {
        let p = self.columns.len();
        let mut observed = Sums::zero(p);
        for &row in &self.order {
            observed.add(self.risk(row, beta), &self.x(row));
        }
        let mut gone = Sums::zero(p);
        let mut sets = Vec::new();
        for block in self
            .order
            .chunk_by(|&a, &b| self.observations[a].time == self.observations[b].time)
        {
            let rows: Vec<usize> = block
                .iter()
                .copied()
                .filter(|&row| self.observations[row].cause == Some(self.cause))
                .collect();
            if let Some(&first) = rows.first() {
                let uncensored = self.uncensored[first];
                let weight = observed.0 + uncensored * gone.0;
                let mean = (&observed.1 + uncensored * &gone.1) / weight;
                let second = (&observed.2 + uncensored * &gone.2) / weight;
                sets.push(RiskSet {
                    time: self.observations[first].time,
                    rows,
                    uncensored,
                    weight,
                    covariance: second - &mean * mean.transpose(),
                    mean,
                });
            }
            for &row in block {
                let (weight, x) = (self.risk(row, beta), self.x(row));
                observed.add(-weight, &x);
                if self.competes(row) {
                    gone.add(weight / self.uncensored[row], &x);
                }
            }
        }
        sets
    }

    /// Σ (η + ψ)(η + ψ)' of Fine and Gray, section 3.2.
    fn score_variance(&self, beta: &DVector<f64>) -> DMatrix<f64> {
        let p = self.columns.len();
        let sets = self.risk_sets(beta);
        // Sums over event times of dΛ and mean dΛ: up to a time, and, weighted by
        // the probability of being uncensored, from a time on.
        let mut upto = vec![(0.0, DVector::zeros(p))];
        for set in &sets {
            let hazard = set.rows.len() as f64 / set.weight;
            let (sum, means) = upto.last().cloned().unwrap_or((0.0, DVector::zeros(p)));
            upto.push((sum + hazard, means + hazard * &set.mean));
        }
        let mut from = vec![(0.0, DVector::zeros(p)); sets.len() + 1];
        for (at, set) in sets.iter().enumerate().rev() {
            let hazard = set.uncensored * set.rows.len() as f64 / set.weight;
            from[at] = (
                from[at + 1].0 + hazard,
                &from[at + 1].1 + hazard * &set.mean,
            );
        }
        let passed = |time: f64| sets.partition_point(|set| set.time <= time);
        let mut parts: Vec<DVector<f64>> = (0..self.observations.len())
            .map(|row| {
                let x = self.x(row);
                let risk = self.risk(row, beta);
                let at = passed(self.observations[row].time);
                let (sum, means) = &upto[at];
                let mut part = risk * (means - *sum * &x);
                if self.observations[row].cause == Some(self.cause) && at > 0 {
                    part += &x - &sets[at - 1].mean;
                }
                if self.competes(row) {
                    let (sum, means) = &from[at];
                    part += risk / self.uncensored[row] * (means - *sum * &x);
                }
                part
            })
            .collect();
        self.add_censoring(&mut parts, beta, |time| {
            let at = sets.partition_point(|set| set.time < time);
            from[at].clone()
        });
        parts.iter().fold(DMatrix::zeros(p, p), |sum, part| {
            sum + part * part.transpose()
        })
    }

    /// Adds ψ: what the estimate of the censoring distribution contributes.
    fn add_censoring(
        &self,
        parts: &mut [DVector<f64>],
        beta: &DVector<f64>,
        from: impl Fn(f64) -> (f64, DVector<f64>),
    ) {
        let p = self.columns.len();
        // Of those who had another event before: risk over the probability of
        // being uncensored, and the same times x.
        let mut gone = (0.0, DVector::zeros(p));
        let mut integral = DVector::zeros(p);
        let mut at_risk = self.order.len() as f64;
        for block in self
            .order
            .chunk_by(|&a, &b| self.observations[a].time == self.observations[b].time)
        {
            let censored = |row: usize| self.observations[row].cause.is_none();
            let count = block.iter().filter(|&&row| censored(row)).count() as f64;
            if count > 0.0 {
                let time = self.observations[block[0]].time;
                let (sum, means) = from(time);
                let q = &gone.1 * sum - &means * gone.0;
                integral += &q * (count / (at_risk * at_risk));
                for &row in block.iter().filter(|&&row| censored(row)) {
                    parts[row] += &q / at_risk;
                }
            }
            for &row in block {
                parts[row] -= &integral;
                if self.competes(row) {
                    let weight = self.risk(row, beta) / self.uncensored[row];
                    gone.0 += weight;
                    gone.1 += weight * self.x(row);
                }
            }
            at_risk -= block.len() as f64;
        }
    }
}

impl Objective for Likelihood<'_> {
    fn size(&self) -> usize {
        self.columns.len()
    }

    fn intercepts(&self) -> usize {
        0
    }

    fn may_run_away(&self) -> bool {
        true
    }

    fn range(&self, coefficient: usize) -> f64 {
        range(&self.columns[coefficient])
    }

    fn at(&self, beta: &DVector<f64>) -> Point {
        let p = self.columns.len();
        let mut point = Point {
            value: 0.0,
            gradient: DVector::zeros(p),
            information: DMatrix::zeros(p, p),
            slopes: Vec::new(),
        };
        for set in self.risk_sets(beta) {
            for &row in &set.rows {
                point.value += self.predictor(row, beta) - math::ln(set.weight);
                point.gradient += self.x(row) - &set.mean;
                point.information += &set.covariance;
            }
        }
        point
    }
}
