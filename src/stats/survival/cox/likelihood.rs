//! The partial likelihood with its derivatives.

use nalgebra::{DMatrix, DVector};

use super::{Subject, Ties};
use crate::stats::math;
use crate::stats::regression::maximise::{Objective, Point, range};

/// Subjects in order, ready for repeated evaluation.
pub(super) struct Likelihood<'a> {
    subjects: &'a [Subject],
    columns: &'a [Vec<f64>],
    ties: Ties,
    /// Whether derivatives of the information are wanted.
    with_slopes: bool,
    /// By stratum, then by falling time.
    by_time: Vec<usize>,
    /// By stratum, then by falling entry.
    by_entry: Vec<usize>,
}

/// Sums over subjects of weight, weight x, weight x x', and weight x x' times
/// each of x.
#[derive(Clone)]
struct Sums {
    weight: f64,
    first: DVector<f64>,
    second: DMatrix<f64>,
    third: Vec<DMatrix<f64>>,
}

/// Mean and central moments of the covariates in the risk set of one event.
pub(super) struct Moments {
    pub(super) ln_weight: f64,
    /// What the event counts: the mean weight of those at its time.
    pub(super) counts: f64,
    pub(super) mean: DVector<f64>,
    pub(super) covariance: DMatrix<f64>,
    third: Vec<DMatrix<f64>>,
}

impl Sums {
    fn zero(p: usize, with_third: bool) -> Self {
        Self {
            weight: 0.0,
            first: DVector::zeros(p),
            second: DMatrix::zeros(p, p),
            third: vec![DMatrix::zeros(p, p); if with_third { p } else { 0 }],
        }
    }

    fn add(&mut self, weight: f64, x: &DVector<f64>) {
        self.weight += weight;
        self.first.axpy(weight, x, 1.0);
        self.second.ger(weight, x, x, 1.0);
        for (third, x_r) in self.third.iter_mut().zip(x.iter()) {
            third.ger(weight * x_r, x, x, 1.0);
        }
    }

    /// The moments when a share of `deaths` is taken out.
    fn moments(&self, deaths: &Self, share: f64, counts: f64) -> Moments {
        let weight = self.weight - share * deaths.weight;
        let mean = (&self.first - share * &deaths.first) / weight;
        let second = (&self.second - share * &deaths.second) / weight;
        let third = self
            .third
            .iter()
            .zip(&deaths.third)
            .enumerate()
            .map(|(r, (all, dead))| {
                let raw = (all - share * dead) / weight;
                let cross = second.column(r) * mean.transpose();
                // The third cumulant, with the index r first.
                raw - &second * mean[r] - &cross - cross.transpose()
                    + &mean * mean.transpose() * (2.0 * mean[r])
            })
            .collect();
        Moments {
            ln_weight: math::ln(weight),
            counts,
            covariance: second - &mean * mean.transpose(),
            mean,
            third,
        }
    }
}

impl<'a> Likelihood<'a> {
    pub(super) fn new(
        subjects: &'a [Subject],
        columns: &'a [Vec<f64>],
        ties: Ties,
        with_slopes: bool,
    ) -> Self {
        let order = |key: fn(&Subject) -> f64| {
            let mut order: Vec<usize> = (0..subjects.len()).collect();
            order.sort_by(|&a, &b| {
                let (a, b) = (&subjects[a], &subjects[b]);
                a.stratum.cmp(&b.stratum).then(key(b).total_cmp(&key(a)))
            });
            order
        };
        Self {
            subjects,
            columns,
            ties,
            with_slopes,
            by_time: order(|subject| subject.time),
            by_entry: order(|subject| subject.entry),
        }
    }

    /// The linear predictor of each subject.
    pub(super) fn predictors(&self, beta: &DVector<f64>) -> Vec<f64> {
        (0..self.subjects.len())
            .map(|row| {
                self.columns
                    .iter()
                    .zip(beta.iter())
                    .map(|(column, b)| column[row] * b)
                    .sum()
            })
            .collect()
    }

    fn covariates(&self, row: usize) -> DVector<f64> {
        DVector::from_iterator(
            self.columns.len(),
            self.columns.iter().map(|column| column[row]),
        )
    }

    /// Visits every time with events, stratum by stratum, the latest first: the
    /// rows with the event, the scale of the weights, and the moments of the risk
    /// set once for each event.
    pub(super) fn each_time(
        &self,
        beta: &DVector<f64>,
        mut visit: impl FnMut(&[usize], f64, &[Moments]),
    ) {
        let p = self.columns.len();
        let predictors = self.predictors(beta);
        let mut entered = 0;
        let mut at = 0;
        while at < self.by_time.len() {
            let stratum = self.subjects[self.by_time[at]].stratum;
            // A stratum of its own: weights relative to its largest predictor.
            let end = at
                + self.by_time[at..]
                    .iter()
                    .take_while(|&&row| self.subjects[row].stratum == stratum)
                    .count();
            let most = self.by_time[at..end]
                .iter()
                .map(|&row| predictors[row])
                .fold(f64::NEG_INFINITY, f64::max);
            let mut risk = Sums::zero(p, self.with_slopes);
            while at < end {
                let time = self.subjects[self.by_time[at]].time;
                let mut deaths = Sums::zero(p, self.with_slopes);
                let mut dead = Vec::new();
                while at < end && self.subjects[self.by_time[at]].time == time {
                    let row = self.by_time[at];
                    let x = self.covariates(row);
                    let weight = self.weight(row, predictors[row] - most);
                    risk.add(weight, &x);
                    if self.subjects[row].event {
                        deaths.add(weight, &x);
                        dead.push(row);
                    }
                    at += 1;
                }
                // Those who enter at or after this time were not yet at risk.
                while entered < end && self.subjects[self.by_entry[entered]].entry >= time {
                    let row = self.by_entry[entered];
                    let weight = self.weight(row, predictors[row] - most);
                    risk.add(-weight, &self.covariates(row));
                    entered += 1;
                }
                if dead.is_empty() {
                    continue;
                }
                let total: f64 = dead.iter().map(|&row| self.subjects[row].weight).sum();
                let counts = total / dead.len() as f64;
                let moments: Vec<Moments> = (0..dead.len())
                    .map(|k| {
                        // Efron: for the k-th event, tied events have less weight.
                        let share = match self.ties {
                            Ties::Efron => k as f64 / dead.len() as f64,
                            Ties::Breslow => 0.0,
                        };
                        risk.moments(&deaths, share, counts)
                    })
                    .collect();
                visit(&dead, most, &moments);
            }
            entered = end;
        }
    }

    fn weight(&self, row: usize, predictor: f64) -> f64 {
        self.subjects[row].weight * math::exp(predictor)
    }

    /// The weighted sum of the covariates of some rows.
    pub(super) fn sum_of(&self, rows: &[usize]) -> DVector<f64> {
        rows.iter()
            .fold(DVector::zeros(self.columns.len()), |sum, &row| {
                sum + self.subjects[row].weight * self.covariates(row)
            })
    }

    pub(super) fn time_of(&self, row: usize) -> f64 {
        self.subjects[row].time
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
        let predictors = self.predictors(beta);
        let mut point = Point {
            value: 0.0,
            gradient: DVector::zeros(p),
            information: DMatrix::zeros(p, p),
            slopes: vec![DMatrix::zeros(p, p); if self.with_slopes { p } else { 0 }],
        };
        self.each_time(beta, |dead, most, moments| {
            point.gradient += self.sum_of(dead);
            for (&row, own) in dead.iter().zip(moments) {
                point.value += self.subjects[row].weight * (predictors[row] - most);
                point.value -= own.counts * own.ln_weight;
                point.gradient -= own.counts * &own.mean;
                point.information += own.counts * &own.covariance;
                for (slope, third) in point.slopes.iter_mut().zip(&own.third) {
                    *slope += own.counts * third;
                }
            }
        });
        point
    }
}
