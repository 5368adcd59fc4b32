//! The pseudo likelihood with its derivatives and the variance of its score.
//!
//! The subjects are sorted once; their covariates lie behind each other in that order,
//! and the sums over the risk set are updated in place, so that an evaluation allocates
//! nothing for a subject or an event.

use std::ops::Range;
use std::rc::Rc;

use nalgebra::{DMatrix, DVector};

use crate::stats::math;
use crate::stats::regression::maximise::{Objective, Point, range};
use crate::stats::survival::competing::CompetingObservation;

/// What ended the observation of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Censored,
    Event,
    Competing,
}

/// The subjects by rising time.
pub(super) struct Order {
    times: Vec<f64>,
    ends: Vec<End>,
    /// Probability of not being censored just before each time.
    uncensored: Vec<f64>,
    /// The row of each as given; memory does not hold more than four bytes count.
    rows: Vec<u32>,
}

impl Order {
    pub(super) fn new(observations: &[CompetingObservation], cause: usize) -> Self {
        // Keys beside each other are compared quicker than through their rows.
        let keys = (0_u32..).zip(observations);
        let mut keys: Vec<(f64, u32)> = keys.map(|(row, own)| (own.time, row)).collect();
        keys.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let end = |&(_, row): &(f64, u32)| match observations[row as usize].cause {
            None => End::Censored,
            Some(own) if own == cause => End::Event,
            Some(_) => End::Competing,
        };
        let mut order = Self {
            times: keys.iter().map(|(time, _)| *time).collect(),
            ends: keys.iter().map(end).collect(),
            uncensored: vec![1.0; keys.len()],
            rows: keys.into_iter().map(|(_, row)| row).collect(),
        };
        let (mut survival, mut at_risk) = (1.0, order.times.len() as f64);
        let mut at = 0;
        while let Some(block) = order.block(at) {
            at = block.end;
            order.uncensored[block.clone()].fill(survival);
            let censored = order.count(block.clone(), End::Censored);
            survival *= (at_risk - censored) / at_risk;
            at_risk -= block.len() as f64;
        }
        order
    }

    /// The subjects of one time, from the first of them on.
    fn block(&self, first: usize) -> Option<Range<usize>> {
        let time = self.times.get(first)?;
        let same = self.times[first..].iter().take_while(|own| *own == time);
        Some(first..first + same.count())
    }

    fn count(&self, block: Range<usize>, end: End) -> f64 {
        self.ends[block].iter().filter(|own| **own == end).count() as f64
    }
}

pub(super) struct Likelihood {
    order: Rc<Order>,
    size: usize,
    /// The covariates of each subject in order.
    covariates: Vec<f64>,
    /// Who has a weight in the risk sets.
    weighted: Vec<bool>,
    /// By how much each covariate differs at most.
    ranges: Vec<f64>,
}

/// Weight, weight x, weight x x'; matrices column by column.
struct Sums {
    weight: f64,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Sums {
    fn zero(p: usize) -> Self {
        Self {
            weight: 0.0,
            first: vec![0.0; p],
            second: vec![0.0; p * p],
        }
    }

    #[inline]
    fn add(&mut self, weight: f64, x: &[f64]) {
        self.weight += weight;
        add_scaled(&mut self.first, weight, x);
        for (column, own) in self.second.chunks_exact_mut(x.len().max(1)).zip(x) {
            add_scaled(column, weight * own, x);
        }
    }
}

/// Adds a multiple of some values to others.
#[inline]
fn add_scaled(sums: &mut [f64], scale: f64, values: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += scale * value;
    }
}

/// The risk set of one time with events of the cause: those still under observation,
/// and those who had another event, with the weight of still being uncensored.
struct RiskSet<'s> {
    /// Everybody who leaves at the time.
    block: Range<usize>,
    uncensored: f64,
    weight: f64,
    mean: &'s [f64],
    observed: &'s Sums,
    gone: &'s Sums,
}

impl RiskSet<'_> {
    fn set_covariance(&self, covariance: &mut [f64]) {
        let p = self.mean.len();
        let both = self.observed.second.iter().zip(&self.gone.second);
        for (at, (own, (observed, gone))) in covariance.iter_mut().zip(both).enumerate() {
            let second = (observed + self.uncensored * gone) / self.weight;
            *own = second - self.mean[at % p] * self.mean[at / p];
        }
    }
}

/// What the score needs of a risk set, its means apart.
struct Passed {
    time: f64,
    uncensored: f64,
    /// How many events there are.
    events: f64,
    weight: f64,
}

/// Sums over times with events of dΛ, and of mean dΛ.
struct Hazards {
    sums: Vec<f64>,
    means: Vec<f64>,
}

impl Hazards {
    fn zero(count: usize, p: usize) -> Self {
        Self {
            sums: vec![0.0; count],
            means: vec![0.0; count * p],
        }
    }

    fn at(&self, place: usize, p: usize) -> (f64, &[f64]) {
        (self.sums[place], &self.means[place * p..(place + 1) * p])
    }

    /// The sums at a place are those at another and one time more.
    fn set(&mut self, place: usize, before: usize, hazard: f64, mean: &[f64]) {
        let p = mean.len();
        self.sums[place] = self.sums[before] + hazard;
        for (at, mean) in mean.iter().enumerate() {
            self.means[place * p + at] = self.means[before * p + at] + hazard * mean;
        }
    }
}

impl Likelihood {
    pub(super) fn new(order: Rc<Order>, columns: &[Vec<f64>], weighted: &[bool]) -> Self {
        let mut covariates = Vec::with_capacity(order.rows.len() * columns.len());
        for &row in &order.rows {
            covariates.extend(columns.iter().map(|column| column[row as usize]));
        }
        Self {
            size: columns.len(),
            covariates,
            weighted: order
                .rows
                .iter()
                .map(|&row| weighted[row as usize])
                .collect(),
            ranges: columns.iter().map(|column| range(column)).collect(),
            order,
        }
    }

    #[inline]
    fn x(&self, place: usize) -> &[f64] {
        &self.covariates[place * self.size..(place + 1) * self.size]
    }

    fn predictors(&self, beta: &DVector<f64>) -> Vec<f64> {
        let predictor = |place| {
            self.x(place)
                .iter()
                .zip(beta.iter())
                .map(|(x, b)| x * b)
                .sum()
        };
        (0..self.order.times.len()).map(predictor).collect()
    }

    /// The relative hazard of each subject; 0 for one that left all risk sets.
    fn risks(&self, predictors: &[f64]) -> Vec<f64> {
        let risk = |(predictor, weighted): (&f64, &bool)| match weighted {
            true => math::exp(*predictor),
            false => 0.0,
        };
        predictors.iter().zip(&self.weighted).map(risk).collect()
    }

    fn is(&self, place: usize, end: End) -> bool {
        self.order.ends[place] == end
    }

    /// Visits the risk sets in order of time.
    fn each_set(&self, risks: &[f64], mut visit: impl FnMut(&RiskSet<'_>)) {
        let p = self.size;
        let (mut observed, mut gone) = (Sums::zero(p), Sums::zero(p));
        for (place, risk) in risks.iter().enumerate() {
            observed.add(*risk, self.x(place));
        }
        let mut mean = vec![0.0; p];
        let mut first = 0;
        while let Some(block) = self.order.block(first) {
            first = block.end;
            let event = block.clone().find(|&place| self.is(place, End::Event));
            if let Some(event) = event {
                let uncensored = self.order.uncensored[event];
                let weight = observed.weight + uncensored * gone.weight;
                let sums = observed.first.iter().zip(&gone.first);
                for (mean, (observed, gone)) in mean.iter_mut().zip(sums) {
                    *mean = (observed + uncensored * gone) / weight;
                }
                visit(&RiskSet {
                    block: block.clone(),
                    uncensored,
                    weight,
                    mean: &mean,
                    observed: &observed,
                    gone: &gone,
                });
            }
            for place in block {
                let (risk, x) = (risks[place], self.x(place));
                observed.add(-risk, x);
                if self.is(place, End::Competing) {
                    gone.add(risk / self.order.uncensored[place], x);
                }
            }
        }
    }

    /// Σ (η + ψ)(η + ψ)' of Fine and Gray, section 3.2.
    pub(super) fn score_variance(&self, beta: &DVector<f64>) -> DMatrix<f64> {
        let p = self.size;
        let risks = self.risks(&self.predictors(beta));
        let (mut sets, mut means) = (Vec::new(), Vec::new());
        self.each_set(&risks, |set| {
            sets.push(Passed {
                time: self.order.times[set.block.start],
                uncensored: set.uncensored,
                events: self.order.count(set.block.clone(), End::Event),
                weight: set.weight,
            });
            means.extend_from_slice(set.mean);
        });
        let mean = |at: usize| &means[at * p..(at + 1) * p];
        // Up to a time, and, weighted by the probability of being uncensored, from a
        // time on.
        let mut upto = Hazards::zero(sets.len() + 1, p);
        for (at, set) in sets.iter().enumerate() {
            upto.set(at + 1, at, set.events / set.weight, mean(at));
        }
        let mut from = Hazards::zero(sets.len() + 1, p);
        for (at, set) in sets.iter().enumerate().rev() {
            let hazard = set.uncensored * set.events / set.weight;
            from.set(at, at + 1, hazard, mean(at));
        }
        let mut parts = vec![0.0; risks.len() * p];
        let mut censoring = Censoring::new(p, risks.len());
        let (mut before, mut passed, mut first) = (0, 0, 0);
        while let Some(block) = self.order.block(first) {
            first = block.end;
            let time = self.order.times[block.start];
            while sets.get(before).is_some_and(|set| set.time < time) {
                before += 1;
            }
            while sets.get(passed).is_some_and(|set| set.time <= time) {
                passed += 1;
            }
            let censored = self.order.count(block.clone(), End::Censored);
            if censored > 0.0 {
                censoring.see(censored, from.at(before, p));
            }
            for place in block.clone() {
                let row = self.order.rows[place] as usize;
                let part = &mut parts[row * p..(row + 1) * p];
                let (risk, x) = (risks[place], self.x(place));
                add_difference(part, risk, upto.at(passed, p), x);
                if self.is(place, End::Event) && passed > 0 {
                    for ((part, x), mean) in part.iter_mut().zip(x).zip(mean(passed - 1)) {
                        *part += x - mean;
                    }
                }
                let competing = self.is(place, End::Competing);
                if competing {
                    let weight = risk / self.order.uncensored[place];
                    add_difference(part, weight, from.at(passed, p), x);
                }
                censoring.add(part, self.is(place, End::Censored));
            }
            for place in block
                .clone()
                .filter(|&place| self.is(place, End::Competing))
            {
                let weight = risks[place] / self.order.uncensored[place];
                censoring.leave(weight, self.x(place));
            }
            censoring.at_risk -= block.len() as f64;
        }
        let mut variance = DMatrix::zeros(p, p);
        for part in parts.chunks_exact(p.max(1)) {
            let sums = variance.as_mut_slice().chunks_exact_mut(p.max(1));
            for (column, own) in sums.zip(part) {
                add_scaled(column, *own, part);
            }
        }
        variance
    }
}

/// Adds weight (mean dΛ - x dΛ).
#[inline]
fn add_difference(part: &mut [f64], weight: f64, (sum, means): (f64, &[f64]), x: &[f64]) {
    for ((part, mean), x) in part.iter_mut().zip(means).zip(x) {
        *part += weight * (mean - sum * x);
    }
}

/// ψ: what the estimate of the censoring distribution contributes.
struct Censoring {
    /// Of those who had another event before: risk over the probability of being
    /// uncensored, and the same times x.
    gone: (f64, Vec<f64>),
    integral: Vec<f64>,
    at_risk: f64,
    now: Vec<f64>,
}

impl Censoring {
    fn new(p: usize, subjects: usize) -> Self {
        Self {
            gone: (0.0, vec![0.0; p]),
            integral: vec![0.0; p],
            at_risk: subjects as f64,
            now: vec![0.0; p],
        }
    }

    /// A time at which so many are censored, and the hazards from it on.
    fn see(&mut self, count: f64, (sum, means): (f64, &[f64])) {
        let (weight, gone) = &self.gone;
        for (now, (gone, mean)) in self.now.iter_mut().zip(gone.iter().zip(means)) {
            *now = gone * sum - mean * weight;
        }
        let share = count / (self.at_risk * self.at_risk);
        for (integral, now) in self.integral.iter_mut().zip(&self.now) {
            *integral += now * share;
        }
    }

    /// Adds the part of a subject that leaves at the time seen last.
    fn add(&self, part: &mut [f64], is_censored: bool) {
        for (at, part) in part.iter_mut().enumerate() {
            if is_censored {
                *part += self.now[at] / self.at_risk;
            }
            *part -= self.integral[at];
        }
    }

    fn leave(&mut self, weight: f64, x: &[f64]) {
        self.gone.0 += weight;
        add_scaled(&mut self.gone.1, weight, x);
    }
}

impl Objective for Likelihood {
    fn size(&self) -> usize {
        self.size
    }

    fn intercepts(&self) -> usize {
        0
    }

    fn may_run_away(&self) -> bool {
        true
    }

    fn range(&self, coefficient: usize) -> f64 {
        self.ranges[coefficient]
    }

    fn at(&self, beta: &DVector<f64>) -> Point {
        let p = self.size;
        let predictors = self.predictors(beta);
        let mut point = Point {
            value: 0.0,
            gradient: DVector::zeros(p),
            information: DMatrix::zeros(p, p),
        };
        let mut covariance = vec![0.0; p * p];
        self.each_set(&self.risks(&predictors), |set| {
            let ln_weight = math::ln(set.weight);
            set.set_covariance(&mut covariance);
            let block = set.block.clone();
            for place in block.filter(|&place| self.is(place, End::Event)) {
                point.value += predictors[place] - ln_weight;
                let gradient = point.gradient.iter_mut().zip(self.x(place));
                for ((gradient, x), mean) in gradient.zip(set.mean) {
                    *gradient += x - mean;
                }
                add_scaled(point.information.as_mut_slice(), 1.0, &covariance);
            }
        });
        point
    }
}
