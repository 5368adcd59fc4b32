//! The partial likelihood when coefficients are at infinity.
//!
//! As a coefficient grows, subjects with a smaller value of its covariate lose
//! all weight beside those with a larger one who are at risk with them. In the
//! limit they leave these risk sets, the covariate is constant in every risk set
//! that remains, and the partial likelihood is that of the other covariates on
//! the remaining time at risk.

use std::rc::Rc;

use nalgebra::DVector;

use super::likelihood::{Likelihood, Order};
use super::{Subject, Ties};
use crate::stats::StatsError;
use crate::stats::regression::Scales;
use crate::stats::regression::maximise::{Maximum, Objective, maximise};
use crate::stats::regression::separation::{AtLimit, Direction, selected};

/// The maximum of the partial likelihood, with the covariates that separate at
/// their limits.
pub(super) struct Limit {
    /// Of the time at risk that counts: all of it when no covariate separates.
    pub(super) likelihood: Rc<Likelihood>,
    /// The other covariates, in the order given.
    pub(super) kept: Vec<usize>,
    /// The subject of each row of the likelihood; empty where rows are subjects.
    rows: Vec<usize>,
    /// Those at infinity, in the order in which they were found.
    pub(super) at_limit: Vec<AtLimit>,
    /// The deviations of the other covariates.
    pub(super) scales: Vec<f64>,
    pub(super) best: Maximum,
}

impl Limit {
    /// Fits without penalty. When the likelihood has no maximum, each covariate
    /// that alone separates is taken to its limit, until the others have one.
    ///
    /// # Errors
    /// As [`super::cox`]; the error of the first attempt if no single covariate
    /// separates.
    pub(super) fn new(
        subjects: &[Subject],
        covariates: &[&[f64]],
        ties: Ties,
    ) -> Result<Self, StatsError> {
        let scaled = Scales::new(covariates, subjects.len())?;
        let order = Rc::new(Order::new(subjects));
        let likelihood = Likelihood::new(order, covariates, &scaled, ties);
        Self::of(
            subjects,
            covariates,
            ties,
            Rc::new(likelihood),
            scaled.scales,
        )
    }

    /// The same from the likelihood of all subjects and covariates, with the
    /// deviations of these.
    pub(super) fn of(
        subjects: &[Subject],
        covariates: &[&[f64]],
        ties: Ties,
        likelihood: Rc<Likelihood>,
        scales: Vec<f64>,
    ) -> Result<Self, StatsError> {
        let mut kept: Vec<usize> = (0..covariates.len()).collect();
        let first_error = match maximise(&*likelihood, DVector::zeros(kept.len()), None) {
            Ok(best) => {
                return Ok(Self {
                    likelihood,
                    kept,
                    rows: Vec::new(),
                    at_limit: Vec::new(),
                    scales,
                    best,
                });
            }
            Err(error) => error,
        };
        let mut at_limit = Vec::new();
        let mut remaining = subjects.to_vec();
        let mut rows: Vec<usize> = (0..subjects.len()).collect();
        loop {
            let columns = selected(covariates, &kept, &rows);
            let separated = columns.iter().enumerate().find_map(|(at, column)| {
                Direction::BOTH.into_iter().find_map(|direction| {
                    Some((at, direction, undominated(&remaining, column, direction)?))
                })
            });
            let Some((at, direction, stretches)) = separated else {
                return Err(first_error);
            };
            at_limit.push(AtLimit {
                term: kept.remove(at),
                direction,
            });
            rows = stretches.iter().map(|stretch| rows[stretch.row]).collect();
            remaining = stretches.into_iter().map(|part| part.subject).collect();
            let columns = selected(covariates, &kept, &rows);
            if let Ok((likelihood, scales, best)) = attempt(&remaining, &columns, ties) {
                return Ok(Self {
                    likelihood: Rc::new(likelihood),
                    kept,
                    rows,
                    at_limit,
                    scales,
                    best,
                });
            }
        }
    }

    /// The subject of a row of the likelihood.
    pub(super) fn subject(&self, row: usize) -> usize {
        self.rows.get(row).copied().unwrap_or(row)
    }
}

fn attempt(
    subjects: &[Subject],
    columns: &[Vec<f64>],
    ties: Ties,
) -> Result<(Likelihood, Vec<f64>, Maximum), StatsError> {
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let scaled = Scales::new(&slices, subjects.len())?;
    let order = Rc::new(Order::new(subjects));
    let likelihood = Likelihood::new(order, &slices, &scaled, ties);
    let zero = DVector::zeros(columns.len());
    let best = if columns.is_empty() {
        let point = likelihood.at(&zero);
        Maximum { beta: zero, point }
    } else {
        maximise(&likelihood, zero, None)?
    };
    Ok((likelihood, scaled.scales, best))
}

/// A part of a subject's time at risk.
struct Stretch {
    row: usize,
    subject: Subject,
}

/// The time at risk during which nobody of the same stratum with a larger value
/// (with a smaller one for a negative direction) is at risk.
///
/// `None` unless every event falls into such time, which makes the likelihood
/// monotone in the covariate, and some time at risk is lost, without which it
/// does not depend on it.
fn undominated(subjects: &[Subject], column: &[f64], direction: Direction) -> Option<Vec<Stretch>> {
    let key = |row: usize| direction.sign() * column[row];
    let mut order: Vec<usize> = (0..subjects.len()).collect();
    order.sort_by(|&a, &b| {
        let strata = subjects[a].stratum.cmp(&subjects[b].stratum);
        strata.then(key(b).total_cmp(&key(a)))
    });
    let mut stretches = Vec::with_capacity(subjects.len());
    let mut lost = false;
    for stratum in order.chunk_by(|&a, &b| subjects[a].stratum == subjects[b].stratum) {
        let mut taken = Times::default();
        for level in stratum.chunk_by(|&a, &b| key(a) == key(b)) {
            for &row in level {
                let subject = subjects[row];
                let free = taken.gaps(subject.entry, subject.time);
                lost |= free != [(subject.entry, subject.time)];
                let to_the_end = free.last().is_some_and(|last| last.1 == subject.time);
                if subject.event && !to_the_end {
                    return None;
                }
                stretches.extend(free.into_iter().map(|(entry, time)| Stretch {
                    row,
                    subject: Subject {
                        entry,
                        time,
                        event: subject.event && time == subject.time,
                        ..subject
                    },
                }));
            }
            taken.add(
                level
                    .iter()
                    .map(|&row| (subjects[row].entry, subjects[row].time)),
            );
        }
    }
    lost.then_some(stretches)
}

/// Disjoint stretches of time in order, open to the left and closed to the right.
#[derive(Default)]
struct Times(Vec<(f64, f64)>);

impl Times {
    fn add(&mut self, stretches: impl Iterator<Item = (f64, f64)>) {
        self.0.extend(stretches);
        self.0.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut merged: Vec<(f64, f64)> = Vec::new();
        for &(from, to) in &self.0 {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        self.0 = merged;
    }

    /// What these stretches leave of the time between two ends.
    fn gaps(&self, from: f64, to: f64) -> Vec<(f64, f64)> {
        let mut gaps = Vec::new();
        let mut start = from;
        for &(taken_from, taken_to) in &self.0 {
            if taken_from >= to {
                break;
            }
            if taken_from > start {
                gaps.push((start, taken_from));
            }
            start = start.max(taken_to);
        }
        if start < to {
            gaps.push((start, to));
        }
        gaps
    }
}
