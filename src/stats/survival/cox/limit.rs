//! The partial likelihood when coefficients are at infinity.
//!
//! As a coefficient grows, subjects with a smaller value of its covariate lose
//! all weight beside those with a larger one who are at risk with them. In the
//! limit they leave these risk sets, the covariate is constant in every risk set
//! that remains, and the partial likelihood is that of the other covariates on
//! the remaining time at risk.

use nalgebra::DVector;

use super::likelihood::{Derivatives, Likelihood};
use super::{Subject, Ties};
use crate::stats::StatsError;
use crate::stats::regression::Scaled;
use crate::stats::regression::maximise::{Maximum, Objective, maximise};
use crate::stats::regression::separation::{AtLimit, Direction, selected};

/// The maximum of the partial likelihood, with the covariates that separate at
/// their limits.
pub(super) struct Limit {
    /// Time at risk that counts; as given when no covariate separates.
    pub(super) subjects: Vec<Subject>,
    /// The other covariates, in the order given.
    pub(super) kept: Vec<usize>,
    /// Those at infinity, in the order in which they were found.
    pub(super) at_limit: Vec<AtLimit>,
    /// The other covariates, a value for each stretch of time at risk.
    pub(super) scaled: Scaled,
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
        let mut kept: Vec<usize> = (0..covariates.len()).collect();
        let mut at_limit = Vec::new();
        let mut remaining = subjects.to_vec();
        let mut rows: Vec<usize> = (0..subjects.len()).collect();
        let mut first_error = None;
        loop {
            let columns = selected(covariates, &kept, &rows);
            let found = attempt(&remaining, &columns, ties);
            let error = match found {
                Ok((scaled, best)) => {
                    return Ok(Self {
                        subjects: remaining,
                        kept,
                        at_limit,
                        scaled,
                        best,
                    });
                }
                Err(error) => first_error.get_or_insert(error).clone(),
            };
            let separated = columns.iter().enumerate().find_map(|(at, column)| {
                Direction::BOTH.into_iter().find_map(|direction| {
                    Some((at, direction, undominated(&remaining, column, direction)?))
                })
            });
            let Some((at, direction, stretches)) = separated else {
                return Err(error);
            };
            at_limit.push(AtLimit {
                term: kept.remove(at),
                direction,
            });
            rows = stretches.iter().map(|stretch| rows[stretch.row]).collect();
            remaining = stretches.into_iter().map(|part| part.subject).collect();
        }
    }

    pub(super) fn likelihood(&self, ties: Ties) -> Likelihood<'_> {
        Likelihood::new(&self.subjects, &self.scaled.columns, ties, Derivatives::Two)
    }
}

fn attempt(
    subjects: &[Subject],
    columns: &[Vec<f64>],
    ties: Ties,
) -> Result<(Scaled, Maximum), StatsError> {
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let scaled = Scaled::new(&slices, subjects.len())?;
    let likelihood = Likelihood::new(subjects, &scaled.columns, ties, Derivatives::Two);
    let zero = DVector::zeros(columns.len());
    let best = if columns.is_empty() {
        let point = likelihood.at(&zero);
        Maximum { beta: zero, point }
    } else {
        maximise(&likelihood, zero, None)?
    };
    Ok((scaled, best))
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
