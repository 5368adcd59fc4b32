//! The test of proportional hazards.

use nalgebra::{DMatrix, DVector};

use super::likelihood::add_scaled;
use super::limit::Limit;
use super::{GlobalTest, Subject, Ties, check};
use crate::stats::ranks::rank;
use crate::stats::regression::maximise::solve;
use crate::stats::survival::Entries;
use crate::stats::{StatsError, math};

/// The scale of time on which a coefficient is tested for a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeScale {
    /// 1 less the Kaplan-Meier estimate before the time: the default of R.
    KaplanMeier,
    /// Rank of the time among all times.
    Rank,
    /// The time itself.
    Identity,
    /// The natural logarithm of the time.
    Log,
}

/// Whether hazards are proportional.
#[derive(Debug, Clone, PartialEq)]
pub struct Proportionality {
    /// One test for each covariate; `None` for one without a finite estimate.
    pub terms: Vec<Option<GlobalTest>>,
    /// All covariates together. One without a finite estimate adds nothing to
    /// the statistic and, as in R, counts among the degrees of freedom.
    pub overall: GlobalTest,
    /// The covariates with a finite estimate, in order.
    kept: Vec<usize>,
    /// Of these, the trend of each with time.
    score: DVector<f64>,
    /// Its covariance.
    spread: DMatrix<f64>,
}

impl Proportionality {
    /// Several covariates together, such as the levels of one category:
    /// `cox.zph(fit, terms = TRUE)`. `columns` are places among the covariates.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] without columns, [`StatsError::InfiniteEstimate`]
    /// when none of them has a finite estimate, [`StatsError::Collinear`].
    pub fn together(&self, columns: &[usize]) -> Result<GlobalTest, StatsError> {
        if columns.is_empty() {
            return Err(StatsError::TooFew { needed: 1, got: 0 });
        }
        let places: Vec<usize> = (0..self.kept.len())
            .filter(|&place| columns.contains(&self.kept[place]))
            .collect();
        if places.is_empty() {
            return Err(StatsError::InfiniteEstimate);
        }
        let score = self.score.select_rows(&places);
        let spread = self.spread.select_rows(&places).select_columns(&places);
        let chi_square = solve(&spread, &score)
            .ok_or(StatsError::Collinear)?
            .dot(&score);
        Ok(GlobalTest::new(chi_square, columns.len()))
    }
}

/// Score test for coefficients that change with time, `cox.zph(fit, transform =,
/// terms = FALSE)` of survival 3; [`Proportionality::together`] gives the terms
/// of `terms = TRUE`.
///
/// Grambsch PM, Therneau TM. *Biometrika* 1994;81:515-526, as the exact score
/// test of Therneau's vignette on `cox.zph`. Times are tied by the caller (R:
/// `timefix`).
///
/// # Errors
/// As [`super::cox`], and [`StatsError::NoVariation`] when events at one time
/// leave no trend to see, [`StatsError::InfiniteEstimate`] when no covariate has
/// a finite estimate, [`StatsError::Domain`] for the logarithm of time 0.
pub fn proportional_hazards(
    subjects: &[Subject],
    covariates: &[&[f64]],
    ties: Ties,
    scale: TimeScale,
) -> Result<Proportionality, StatsError> {
    check(subjects, covariates)?;
    let limit = Limit::new(subjects, covariates, ties)?;
    of_limit(subjects, covariates.len(), &limit, scale)
}

/// The test of a fitted model of so many `covariates`.
pub(super) fn of_limit(
    subjects: &[Subject],
    covariates: usize,
    limit: &Limit,
    scale: TimeScale,
) -> Result<Proportionality, StatsError> {
    let p = limit.kept.len();
    if p == 0 {
        return Err(StatsError::InfiniteEstimate);
    }
    let likelihood = &limit.likelihood;
    let transformed = transform(subjects, scale)?;
    let mut score: DVector<f64> = DVector::zeros(p);
    let mut cross: DMatrix<f64> = DMatrix::zeros(p, p);
    let mut own: DMatrix<f64> = DMatrix::zeros(p, p);
    let mut residual = vec![0.0; p];
    likelihood.each_time(&limit.best.beta, |mut now| {
        let g = transformed(now.time);
        residual.fill(0.0);
        likelihood.add_covariates(now.dead, &mut residual);
        now.each_event(|_, moment| {
            let (counts, covariance) = (moment.counts, &moment.covariance);
            add_scaled(&mut residual, -counts, &moment.mean);
            add_scaled(cross.as_mut_slice(), counts * g, covariance);
            add_scaled(own.as_mut_slice(), counts * g * g, covariance);
        });
        add_scaled(score.as_mut_slice(), g, &residual);
    });
    let size: f64 = own.trace();
    // What the time-varying coefficients add to the information given the others.
    let information = limit.best.point.information.clone();
    let spread = information
        .cholesky()
        .map(|factor| own - &cross * factor.solve(&cross))
        .ok_or(StatsError::Collinear)?;
    // One event time alone shows no trend.
    let shows = spread.diagonal().min() > 1e-10 * size;
    if !shows {
        return Err(StatsError::NoVariation);
    }
    let mut terms = vec![None; covariates];
    for (at, &term) in limit.kept.iter().enumerate() {
        terms[term] = Some(GlobalTest::new(score[at] * score[at] / spread[(at, at)], 1));
    }
    let overall = solve(&spread, &score)
        .ok_or(StatsError::Collinear)?
        .dot(&score);
    Ok(Proportionality {
        terms,
        overall: GlobalTest::new(overall, covariates),
        kept: limit.kept.clone(),
        score,
        spread,
    })
}

/// The Kaplan-Meier estimate of all subjects just before each of the times of events,
/// rising, as [`super::super::kaplan_meier`] has it. A time without an event leaves it
/// as it is.
fn survival_before(subjects: &[Subject], events: &[f64]) -> Vec<f64> {
    let mut ends: Vec<f64> = subjects.iter().map(|s| s.time).collect();
    ends.sort_unstable_by(f64::total_cmp);
    let entries = Entries::of(subjects.iter().map(|s| s.entry));
    let (mut survival, mut passed) = (1.0, 0);
    let mut before = Vec::with_capacity(events.len());
    for tied in events.chunk_by(|a, b| a == b) {
        let time = tied[0];
        passed += ends[passed..].partition_point(|end| *end < time);
        before.extend(tied.iter().map(|_| survival));
        let (d, r) = (tied.len() as f64, (entries.before(time) - passed) as f64);
        survival *= (r - d) / r;
    }
    before
}

/// The transformed time, less its mean over the events.
fn transform(subjects: &[Subject], scale: TimeScale) -> Result<impl Fn(f64) -> f64, StatsError> {
    let mut times: Vec<f64> = subjects
        .iter()
        .filter(|s| s.event)
        .map(|s| s.time)
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    let values: Vec<f64> = match scale {
        TimeScale::Identity => times.clone(),
        TimeScale::Log => {
            if times.first().is_some_and(|&first| first <= 0.0) {
                return Err(StatsError::Domain("a time of 0 has no logarithm"));
            }
            times.iter().map(|&time| math::ln(time)).collect()
        }
        TimeScale::Rank => {
            // Among all times, those of the censored too.
            let all: Vec<f64> = subjects.iter().map(|s| s.time).collect();
            let mut ranks: Vec<(f64, f64)> = subjects
                .iter()
                .zip(rank(&all).ranks)
                .filter(|(s, _)| s.event)
                .map(|(s, rank)| (s.time, rank))
                .collect();
            ranks.sort_by(|a, b| a.0.total_cmp(&b.0));
            ranks.into_iter().map(|(_, rank)| rank).collect()
        }
        TimeScale::KaplanMeier => {
            if subjects.iter().any(|s| s.time < 0.0) {
                return Err(StatsError::Domain("times to event must not be negative"));
            }
            survival_before(subjects, &times)
                .into_iter()
                .map(|survival| 1.0 - survival)
                .collect()
        }
    };
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Ok(move |time: f64| {
        let at = times.partition_point(|other| *other < time);
        values.get(at).map_or(0.0, |value| value - mean)
    })
}
