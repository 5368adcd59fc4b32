//! Terms without a finite estimate: what is left of a model in their limit.
//!
//! When a covariate separates rows with the event from the others (a level
//! without events), the likelihood keeps rising while its coefficient grows
//! without bound. The likelihood has a limit, and the other coefficients have
//! finite estimates there: those that R's `coxph`, `glm` and `crr` print beside
//! the warning that one coefficient may be infinite.

use super::Coefficient;

/// Towards which end a coefficient without a finite estimate grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards plus infinity.
    Positive,
    /// Towards minus infinity.
    Negative,
}

impl Direction {
    pub(in crate::stats) const BOTH: [Self; 2] = [Self::Positive, Self::Negative];

    pub(in crate::stats) fn sign(self) -> f64 {
        match self {
            Self::Positive => 1.0,
            Self::Negative => -1.0,
        }
    }

    pub(super) fn of(value: f64) -> Self {
        if value < 0.0 {
            Self::Negative
        } else {
            Self::Positive
        }
    }
}

/// What a fit found of one covariate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TermEstimate {
    /// A finite coefficient.
    Finite(Coefficient),
    /// No finite estimate: the likelihood rises as long as the coefficient grows
    /// in this direction. The other coefficients are those of the limit.
    Infinite(Direction),
}

impl TermEstimate {
    /// The coefficient, if it is finite.
    pub fn finite(&self) -> Option<&Coefficient> {
        match self {
            Self::Finite(coefficient) => Some(coefficient),
            Self::Infinite(_) => None,
        }
    }
}

/// A covariate at its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stats) struct AtLimit {
    pub(in crate::stats) term: usize,
    pub(in crate::stats) direction: Direction,
}

/// The estimates of all covariates: those `kept` in order, the others at their
/// limit.
pub(in crate::stats) fn all_terms(
    count: usize,
    kept: &[usize],
    finite: Vec<Coefficient>,
    at_limit: &[AtLimit],
) -> Vec<TermEstimate> {
    let mut terms = vec![TermEstimate::Finite(Coefficient::default()); count];
    for (&at, coefficient) in kept.iter().zip(finite) {
        terms[at] = TermEstimate::Finite(coefficient);
    }
    for limit in at_limit {
        terms[limit.term] = TermEstimate::Infinite(limit.direction);
    }
    terms
}

/// The columns of some covariates in some rows.
pub(in crate::stats) fn selected(
    covariates: &[&[f64]],
    kept: &[usize],
    rows: &[usize],
) -> Vec<Vec<f64>> {
    let of = |&at: &usize| rows.iter().map(|&row| covariates[at][row]).collect();
    kept.iter().map(of).collect()
}

/// Adds the covariates at their limit to linear predictors: with coefficients so
/// large that the smallest difference in such a covariate outweighs all others
/// by a factor of e^40, beyond the working precision. `at_limit` lists the
/// covariates as they were found, the most dominant first.
pub(in crate::stats) fn add_limits(
    predictors: &mut [f64],
    covariates: &[&[f64]],
    at_limit: &[AtLimit],
) {
    const BEYOND_PRECISION: f64 = 40.0;
    for limit in at_limit.iter().rev() {
        let column = covariates[limit.term];
        let mut distinct = column.to_vec();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        let gap = distinct
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .fold(f64::INFINITY, f64::min);
        let steepness = (super::maximise::range(predictors) + BEYOND_PRECISION) / gap;
        let mean = crate::stats::math::sum(column.iter().copied()) / column.len() as f64;
        for (predictor, value) in predictors.iter_mut().zip(column) {
            *predictor += limit.direction.sign() * steepness * (value - mean);
        }
    }
}
