//! Gray's test of cumulative incidence.

use nalgebra::{DMatrix, DVector};

use super::competing::CompetingObservation;
use crate::stats::StatsError;
use crate::stats::distribution::chi_squared_upper;
use crate::stats::samples::filled;

/// Result of Gray's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gray {
    /// The statistic.
    pub chi_square: f64,
    /// Number of groups less one.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
}

/// One group as time goes on.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    at_risk: f64,
    /// Free of every cause, before and after the time.
    before: f64,
    after: f64,
    /// Incidence of the cause, before and after the time.
    incidence_before: f64,
    incidence: f64,
    /// Events of the cause and of others at the time.
    own: f64,
    others: f64,
}

/// Gray's test for equal cumulative incidence of `cause` in two or more groups,
/// `cmprsk::cuminc(time, status, group)$Tests` with rho = 0.
///
/// Gray RJ. *Annals of Statistics* 1988;16:1141-1154. O(n log n + t g³) for t
/// event times and g groups. Times are tied by the caller (R: `timefix`; `cuminc`
/// itself ties none).
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::NoEvents`] of the cause,
/// [`StatsError::NoVariation`], [`StatsError::NotFinite`], [`StatsError::Domain`]
/// for a negative time.
pub fn gray(groups: &[&[CompetingObservation]], cause: usize) -> Result<Gray, StatsError> {
    let groups = filled(groups)?;
    let mut all: Vec<(usize, CompetingObservation)> = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        super::competing::check(group)?;
        all.extend(group.iter().map(|o| (g, *o)));
    }
    if !all.iter().any(|(_, o)| o.cause == Some(cause)) {
        return Err(StatsError::NoEvents);
    }
    all.sort_by(|a, b| a.1.time.total_cmp(&b.1.time));
    let mut sums = Sums::new(groups.len());
    let mut states: Vec<State> = groups
        .iter()
        .map(|group| State {
            at_risk: group.len() as f64,
            before: 1.0,
            ..State::default()
        })
        .collect();
    for block in all.chunk_by(|a, b| a.1.time == b.1.time) {
        for state in &mut states {
            (state.own, state.others) = (0.0, 0.0);
        }
        for (g, o) in block {
            match o.cause {
                Some(c) if c == cause => states[*g].own += 1.0,
                Some(_) => states[*g].others += 1.0,
                None => {}
            }
        }
        if states.iter().any(|state| state.own + state.others > 0.0) {
            for state in states.iter_mut().filter(|state| state.at_risk > 0.0) {
                let events = state.own + state.others;
                state.after = state.before * (state.at_risk - events) / state.at_risk;
                state.incidence = state.incidence_before + state.before * state.own / state.at_risk;
            }
            sums.add(&states);
        }
        for (g, _) in block {
            states[*g].at_risk -= 1.0;
        }
        for state in &mut states {
            state.before = state.after_or_before();
            state.incidence_before = state.incidence;
        }
    }
    sums.finish()
}

impl State {
    /// Survival after the time, or what it was when nothing happened yet.
    fn after_or_before(&self) -> f64 {
        if self.after == 0.0 && self.own + self.others == 0.0 {
            self.before
        } else {
            self.after
        }
    }
}

/// Sums over time for all groups but the last.
struct Sums {
    size: usize,
    /// Incidence of the cause in all groups together.
    pooled: f64,
    score: DVector<f64>,
    variance: DMatrix<f64>,
    /// Integral of the weights, by pair of groups.
    weights: DMatrix<f64>,
    linear: DMatrix<f64>,
    quadratic: DVector<f64>,
}

impl Sums {
    fn new(groups: usize) -> Self {
        Self {
            size: groups,
            pooled: 0.0,
            score: DVector::zeros(groups - 1),
            variance: DMatrix::zeros(groups - 1, groups - 1),
            weights: DMatrix::zeros(groups, groups),
            linear: DMatrix::zeros(groups - 1, groups),
            quadratic: DVector::zeros(groups),
        }
    }

    fn add(&mut self, states: &[State]) {
        let own: f64 = states.iter().map(|state| state.own).sum();
        let present = |state: &&State| state.at_risk > 0.0;
        let exposure = |state: &State| state.at_risk / state.before;
        // Exposure to the subdistribution, under no difference and as estimated.
        let total: f64 = states.iter().filter(present).map(exposure).sum();
        let estimated: f64 = states
            .iter()
            .filter(present)
            .map(|state| exposure(state) * (1.0 - state.incidence_before))
            .sum();
        let before = self.pooled;
        self.pooled += own / total;
        let mut matrix = DMatrix::zeros(self.size, self.size);
        for (i, a) in states.iter().enumerate().filter(|(_, a)| present(a)) {
            for (j, b) in states.iter().enumerate().filter(|(_, b)| present(b)) {
                let same = if i == j { exposure(a) } else { 0.0 };
                matrix[(i, j)] = same - exposure(a) * exposure(b) / total;
            }
        }
        self.weights += &matrix * (own / (total * (1.0 - before)));
        for (i, state) in states.iter().enumerate().take(self.size - 1) {
            if state.at_risk > 0.0 {
                let share = exposure(state) * (1.0 - state.incidence_before) / estimated;
                self.score[i] += state.own - own * share;
            }
        }
        for (k, state) in states.iter().enumerate().filter(|(_, s)| present(s)) {
            if own > 0.0 {
                let factor = if state.after > 0.0 {
                    1.0 - (1.0 - self.pooled) / state.after
                } else {
                    1.0
                };
                let tie = if own > 1.0 {
                    1.0 - (own - 1.0) / (total * state.before - 1.0)
                } else {
                    1.0
                };
                let mass = tie * state.before * own / (total * state.at_risk);
                let direct = |i: usize, w: &DMatrix<f64>| matrix[(i, k)] - factor * w[(i, k)];
                self.add_variance(k, mass, factor, direct);
            }
            if state.others > 0.0 && state.after > 0.0 {
                let factor = (1.0 - self.pooled) / state.after;
                let tie = if state.others > 1.0 {
                    1.0 - (state.others - 1.0) / (state.at_risk - 1.0)
                } else {
                    1.0
                };
                let mass = tie * state.before * state.before * state.others
                    / (state.at_risk * state.at_risk);
                // The other causes enter with the opposite sign.
                self.add_variance(k, mass, -factor, |i, w| factor * w[(i, k)]);
            }
        }
    }

    fn add_variance(
        &mut self,
        k: usize,
        mass: f64,
        factor: f64,
        direct: impl Fn(usize, &DMatrix<f64>) -> f64,
    ) {
        self.quadratic[k] += factor * factor * mass;
        let parts: Vec<f64> = (0..self.size - 1)
            .map(|i| direct(i, &self.weights))
            .collect();
        for (i, a) in parts.iter().enumerate() {
            self.linear[(i, k)] += a * factor * mass;
            for (j, b) in parts.iter().enumerate() {
                self.variance[(i, j)] += a * b * mass;
            }
        }
    }

    fn finish(mut self) -> Result<Gray, StatsError> {
        let size = self.size - 1;
        for i in 0..size {
            for j in 0..size {
                for k in 0..self.size {
                    let (a, b) = (self.weights[(i, k)], self.weights[(j, k)]);
                    self.variance[(i, j)] += a * b * self.quadratic[k]
                        + a * self.linear[(j, k)]
                        + b * self.linear[(i, k)];
                }
            }
        }
        let solved = self
            .variance
            .cholesky()
            .map(|factor| factor.solve(&self.score))
            .ok_or(StatsError::NoVariation)?;
        let chi_square = self.score.dot(&solved);
        let df = size as u32;
        Ok(Gray {
            chi_square,
            df,
            p: chi_squared_upper(chi_square, df),
        })
    }
}
