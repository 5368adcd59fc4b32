//! Cumulative hazard and restricted mean survival time.

use super::KaplanMeier;
use super::kaplan_meier::sorted_by_time;
use super::{Entries, Observation};
use crate::stats::StatsError;
use crate::stats::distribution::{normal_quantile, normal_two_sided};
use crate::stats::proportion::Interval;

/// The cumulative hazard just after one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HazardStep {
    /// The time, in the unit of the observations.
    pub time: f64,
    /// Nelson-Aalen estimate, the sum of d / r.
    pub cumulative_hazard: f64,
    /// Its standard error, the root of the sum of d / r².
    pub standard_error: f64,
}

/// Nelson-Aalen estimate, `survfit(Surv(time, event) ~ 1, stype = 2, ctype = 1)`.
///
/// Aalen O. *Annals of Statistics* 1978;6:701-726. O(n log n). Times are tied by
/// the caller (R: `timefix`, here [`super::TiedTimes`]).
///
/// # Errors
/// As [`super::kaplan_meier`].
pub fn nelson_aalen(observations: &[Observation]) -> Result<Vec<HazardStep>, StatsError> {
    let sorted = sorted_by_time(observations)?;
    let entries = Entries::new(&sorted);
    let (mut hazard, mut variance) = (0.0, 0.0);
    let mut passed = 0;
    let mut steps = Vec::new();
    for block in sorted.chunk_by(|a, b| a.time == b.time) {
        let Some(first) = block.first() else {
            continue;
        };
        let events = block.iter().filter(|o| o.event).count() as f64;
        let at_risk = (entries.before(first.time) - passed) as f64;
        hazard += events / at_risk;
        variance += events / (at_risk * at_risk);
        passed += block.len();
        steps.push(HazardStep {
            time: first.time,
            cumulative_hazard: hazard,
            standard_error: variance.sqrt(),
        });
    }
    Ok(steps)
}

/// A restricted mean with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    /// The area under the curve up to the limit, in the unit of the times.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// Restricted mean survival time up to `limit`, `print(survfit, rmean = limit)`.
///
/// The variance is the sum of A(t)² d / (r (r - d)) over event times, with A(t)
/// the area from t to the limit (Klein and Moeschberger, *Survival Analysis*,
/// 2nd edition, section 4.5).
///
/// # Errors
/// [`StatsError::Domain`] for a limit that is not positive, or beyond the last
/// time while the curve is above zero: the area is then not known.
pub fn restricted_mean(curve: &KaplanMeier, limit: f64) -> Result<RestrictedMean, StatsError> {
    if limit.is_nan() || limit <= 0.0 {
        return Err(StatsError::Domain(
            "a restricted mean needs a positive limit",
        ));
    }
    let ended = curve.steps.last().is_some_and(|step| step.survival == 0.0);
    if limit > curve.last_time() && !ended {
        return Err(StatsError::Domain("follow-up ends before the limit"));
    }
    // Corners of the curve up to the limit: from each time its height.
    let mut corners = vec![(0.0, 1.0)];
    let steps: Vec<_> = curve
        .steps
        .iter()
        .take_while(|step| step.time < limit)
        .collect();
    corners.extend(steps.iter().map(|step| (step.time, step.survival)));
    let ends = corners.iter().skip(1).map(|corner| corner.0).chain([limit]);
    let areas: Vec<f64> = corners
        .iter()
        .zip(ends)
        .map(|((start, height), end)| height * (end - start))
        .collect();
    let estimate: f64 = areas.iter().sum();
    // From the right: the area behind each step.
    let mut behind = 0.0;
    let mut variance = 0.0;
    for (step, area) in steps.iter().zip(areas.iter().skip(1)).rev() {
        behind += area;
        let (d, r) = (step.events as f64, step.at_risk as f64);
        if d > 0.0 && r > d {
            variance += behind * behind * d / (r * (r - d));
        }
    }
    Ok(RestrictedMean {
        estimate,
        standard_error: variance.sqrt(),
    })
}

/// Difference of two restricted means with its interval and two-sided p-value,
/// the first less the second, `survRM2::rmst2`.
///
/// Royston P, Parmar MKB. *BMC Medical Research Methodology* 2013;13:152.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMeanDifference {
    /// The difference, in the unit of the times.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its confidence interval.
    pub interval: Interval,
    /// Two-sided p-value.
    pub p: f64,
}

/// Compares the restricted means of two independent curves up to `limit`.
///
/// # Errors
/// As [`restricted_mean`]; [`StatsError::NoEvents`] without an event in either.
pub fn restricted_mean_difference(
    first: &KaplanMeier,
    second: &KaplanMeier,
    limit: f64,
    confidence: f64,
) -> Result<RestrictedMeanDifference, StatsError> {
    let (a, b) = (
        restricted_mean(first, limit)?,
        restricted_mean(second, limit)?,
    );
    let estimate = a.estimate - b.estimate;
    let variance = a.standard_error * a.standard_error + b.standard_error * b.standard_error;
    if variance == 0.0 {
        return Err(StatsError::NoEvents);
    }
    let standard_error = variance.sqrt();
    let half = normal_quantile(f64::midpoint(1.0, confidence)) * standard_error;
    Ok(RestrictedMeanDifference {
        estimate,
        standard_error,
        interval: Interval {
            lower: estimate - half,
            upper: estimate + half,
        },
        p: normal_two_sided(estimate / standard_error),
    })
}
