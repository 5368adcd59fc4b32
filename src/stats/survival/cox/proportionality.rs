//! The test of proportional hazards.

use nalgebra::{DMatrix, DVector};

use super::likelihood::Likelihood;
use super::{GlobalTest, Subject, Ties, check};
use crate::stats::StatsError;
use crate::stats::ranks::rank;
use crate::stats::regression::Scaled;
use crate::stats::regression::maximise::{maximise, solve};
use crate::stats::survival::{IntervalScale, Observation, kaplan_meier};

/// The scale of time on which a coefficient is tested for a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeScale {
    /// 1 less the Kaplan-Meier estimate before the time: the default of R.
    KaplanMeier,
    /// Rank of the time among all times.
    Rank,
    /// The time itself.
    Identity,
}

/// Whether hazards are proportional.
#[derive(Debug, Clone, PartialEq)]
pub struct Proportionality {
    /// One test for each covariate.
    pub terms: Vec<GlobalTest>,
    /// All covariates together.
    pub overall: GlobalTest,
}

/// Score test for coefficients that change with time, `cox.zph(fit, transform =,
/// terms = FALSE)` of survival 3.
///
/// Grambsch PM, Therneau TM. *Biometrika* 1994;81:515-526, as the exact score
/// test of Therneau's vignette on `cox.zph`.
///
/// # Errors
/// As [`super::cox`], and [`StatsError::NoVariation`] when events at one time
/// leave no trend to see.
pub fn proportional_hazards(
    subjects: &[Subject],
    covariates: &[&[f64]],
    ties: Ties,
    scale: TimeScale,
) -> Result<Proportionality, StatsError> {
    check(subjects, covariates)?;
    let scaled = Scaled::new(covariates, subjects.len())?;
    let likelihood = Likelihood::new(subjects, &scaled.columns, ties, false);
    let p = covariates.len();
    let best = maximise(&likelihood, DVector::zeros(p), None)?;
    let transformed = transform(subjects, scale)?;
    let mut score: DVector<f64> = DVector::zeros(p);
    let mut cross = DMatrix::zeros(p, p);
    let mut own: DMatrix<f64> = DMatrix::zeros(p, p);
    likelihood.each_time(&best.beta, |dead, _, moments| {
        let Some(&first) = dead.first() else { return };
        let g = transformed(likelihood.time_of(first));
        let mut residual = likelihood.sum_of(dead);
        for moment in moments {
            residual -= moment.counts * &moment.mean;
            cross += moment.counts * g * &moment.covariance;
            own += moment.counts * g * g * &moment.covariance;
        }
        score += g * residual;
    });
    let scale: f64 = own.trace();
    // What the time-varying coefficients add to the information given the others.
    let spread = best
        .point
        .information
        .cholesky()
        .map(|factor| own - &cross * factor.solve(&cross))
        .ok_or(StatsError::Collinear)?;
    // One event time alone shows no trend.
    let shows = spread.diagonal().min() > 1e-10 * scale;
    if !shows {
        return Err(StatsError::NoVariation);
    }
    let terms = (0..p)
        .map(|j| GlobalTest::new(score[j] * score[j] / spread[(j, j)], 1))
        .collect();
    let overall = solve(&spread, &score)
        .ok_or(StatsError::Collinear)?
        .dot(&score);
    Ok(Proportionality {
        terms,
        overall: GlobalTest::new(overall, p),
    })
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
            let everyone: Vec<Observation> = subjects
                .iter()
                .map(|s| Observation {
                    entry: s.entry,
                    time: s.time,
                    event: s.event,
                })
                .collect();
            let curve = kaplan_meier(&everyone, 0.95, IntervalScale::Log)?;
            let before = |time: f64| {
                let passed = curve.steps.partition_point(|step| step.time < time);
                let last = passed.checked_sub(1).and_then(|last| curve.steps.get(last));
                1.0 - last.map_or(1.0, |step| step.survival)
            };
            times.iter().map(|time| before(*time)).collect()
        }
    };
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Ok(move |time: f64| {
        let at = times.partition_point(|other| *other < time);
        values.get(at).map_or(0.0, |value| value - mean)
    })
}
