//! The pseudo likelihood when coefficients are at infinity.

use std::rc::Rc;

use nalgebra::DVector;

use super::likelihood::{Likelihood, Order};
use crate::stats::StatsError;
use crate::stats::regression::Scaled;
use crate::stats::regression::maximise::{Maximum, Objective, maximise};
use crate::stats::regression::separation::{AtLimit, Direction};
use crate::stats::survival::competing::CompetingObservation;

/// The maximum of the pseudo likelihood, with the covariates that separate at
/// their limits.
pub(super) struct Limit {
    /// The other covariates, in the order given.
    pub(super) kept: Vec<usize>,
    pub(super) at_limit: Vec<AtLimit>,
    pub(super) likelihood: Likelihood,
    /// What the covariates were divided by.
    pub(super) scales: Vec<f64>,
    pub(super) best: Maximum,
}

impl Limit {
    pub(super) fn new(
        observations: &[CompetingObservation],
        cause: usize,
        order: &Rc<Order>,
        covariates: &[&[f64]],
    ) -> Result<Self, StatsError> {
        let mut kept: Vec<usize> = (0..covariates.len()).collect();
        let mut at_limit = Vec::new();
        let mut weighted = vec![true; observations.len()];
        let mut first_error = None;
        loop {
            let columns: Vec<&[f64]> = kept.iter().map(|&at| covariates[at]).collect();
            let scaled = Scaled::new(&columns, observations.len())?;
            let likelihood = Likelihood::new(Rc::clone(order), &scaled.columns, &weighted);
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
                        likelihood,
                        scales: scaled.scales,
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
