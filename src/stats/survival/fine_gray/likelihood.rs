//! The pseudo likelihood with its derivatives and the variance of its score.

use nalgebra::{DMatrix, DVector};

use crate::stats::math;
use crate::stats::regression::maximise::{Objective, Point, range};
use crate::stats::survival::competing::CompetingObservation;

pub(super) struct Likelihood<'a> {
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
    pub(super) fn new(
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
    pub(super) fn score_variance(&self, beta: &DVector<f64>) -> DMatrix<f64> {
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
