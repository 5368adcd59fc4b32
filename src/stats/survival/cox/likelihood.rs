//! The partial likelihood with its derivatives.

use nalgebra::{DMatrix, DVector};

use super::{Subject, Ties};
use crate::stats::math;

/// Value and derivatives at one vector of coefficients.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub(super) value: f64,
    pub(super) gradient: DVector<f64>,
    pub(super) information: DMatrix<f64>,
}

/// Subjects in order, ready for repeated evaluation.
pub(super) struct Likelihood<'a> {
    subjects: &'a [Subject],
    columns: &'a [Vec<f64>],
    ties: Ties,
    /// By stratum, then by falling time.
    by_time: Vec<usize>,
    /// By stratum, then by falling entry.
    by_entry: Vec<usize>,
}

/// Sums over subjects of weight, weight x, weight x x'.
#[derive(Clone)]
struct Sums {
    weight: f64,
    first: DVector<f64>,
    second: DMatrix<f64>,
}

impl Sums {
    fn zero(p: usize) -> Self {
        Self {
            weight: 0.0,
            first: DVector::zeros(p),
            second: DMatrix::zeros(p, p),
        }
    }

    fn add(&mut self, weight: f64, x: &DVector<f64>) {
        self.weight += weight;
        self.first.axpy(weight, x, 1.0);
        self.second.ger(weight, x, x, 1.0);
    }
}

impl<'a> Likelihood<'a> {
    pub(super) fn new(subjects: &'a [Subject], columns: &'a [Vec<f64>], ties: Ties) -> Self {
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

    pub(super) fn at(&self, beta: &DVector<f64>) -> Point {
        let p = self.columns.len();
        let predictors = self.predictors(beta);
        let mut point = Point {
            value: 0.0,
            gradient: DVector::zeros(p),
            information: DMatrix::zeros(p, p),
        };
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
            let mut risk = Sums::zero(p);
            while at < end {
                let time = self.subjects[self.by_time[at]].time;
                let mut deaths = Sums::zero(p);
                let mut count = 0_usize;
                while at < end && self.subjects[self.by_time[at]].time == time {
                    let row = self.by_time[at];
                    let x = self.covariates(row);
                    let weight = math::exp(predictors[row] - most);
                    risk.add(weight, &x);
                    if self.subjects[row].event {
                        deaths.add(weight, &x);
                        count += 1;
                        point.value += predictors[row] - most;
                        point.gradient += &x;
                    }
                    at += 1;
                }
                // Those who enter at or after this time were not yet at risk.
                while entered < end && self.subjects[self.by_entry[entered]].entry >= time {
                    let row = self.by_entry[entered];
                    let weight = math::exp(predictors[row] - most);
                    risk.add(-weight, &self.covariates(row));
                    entered += 1;
                }
                self.add_deaths(&mut point, &risk, &deaths, count);
            }
            entered = end;
        }
        point
    }

    /// Takes the risk set out of the likelihood once for each event.
    fn add_deaths(&self, point: &mut Point, risk: &Sums, deaths: &Sums, count: usize) {
        for k in 0..count {
            // Efron: the k-th event sees the tied events with less weight.
            let share = match self.ties {
                Ties::Efron => k as f64 / count as f64,
                Ties::Breslow => 0.0,
            };
            let weight = risk.weight - share * deaths.weight;
            let mean = (&risk.first - share * &deaths.first) / weight;
            let second = (&risk.second - share * &deaths.second) / weight;
            point.value -= math::ln(weight);
            point.gradient -= &mean;
            point.information += second - &mean * mean.transpose();
        }
    }
}
