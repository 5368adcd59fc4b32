//! A time to event, in all rows or in one group.

use super::part::{Part, Place, Print, at, estimate, parts};
use super::{Compute, Parameters, Settings, Statistic};
use crate::stats::StatsError;
use crate::stats::distribution::normal_quantile;
use crate::stats::proportion::Interval;
use crate::stats::survival::life::{nelson_aalen, restricted_mean};
use crate::stats::survival::{KaplanMeier, Observation, kaplan_meier};

/// The cumulative hazard at the times that the study lists.
pub const NELSON_AALEN: Statistic = Statistic::new(
    "nelson-aalen",
    "Nelson-Aalen estimate",
    "survfit(Surv(time, event) ~ 1, stype = 2, ctype = 1)",
    Compute::Endpoint(cumulative_hazards),
)
.parameters(Parameters::Times);

/// The mean survival time up to a limit.
pub const RESTRICTED_MEAN: Statistic = Statistic::new(
    "restricted-mean",
    "restricted mean survival time",
    "summary(survfit(Surv(time, event) ~ 1), rmean = limit)",
    Compute::Endpoint(mean_to_limit),
)
.parameters(Parameters::Limit);

pub(super) const FAMILY: &[Statistic] = &[NELSON_AALEN, RESTRICTED_MEAN];

pub(super) fn curve(
    own: &[Observation],
    settings: &Settings<'_>,
) -> Result<KaplanMeier, StatsError> {
    kaplan_meier(own, settings.confidence, settings.survival_interval)
}

fn around(estimate: f64, error: f64, settings: &Settings<'_>) -> Interval {
    let z = normal_quantile(f64::midpoint(1.0, settings.confidence));
    Interval {
        lower: (estimate - z * error).max(0.0),
        upper: estimate + z * error,
    }
}

fn mean_to_limit(own: &[Observation], settings: &Settings<'_>) -> Vec<Part> {
    let mean = curve(own, settings).and_then(|curve| restricted_mean(&curve, settings.limit));
    let mut found = parts(
        &mean,
        &[("se", "standard error", |m| m.standard_error, Print::Own)],
    );
    let both = mean.map(|m| (m.estimate, around(m.estimate, m.standard_error, settings)));
    found.extend(estimate("restricted mean", both, Print::Own));
    found
}

fn cumulative_hazards(own: &[Observation], settings: &Settings<'_>) -> Vec<Part> {
    let steps = nelson_aalen(own);
    let last = last_time(own.iter().map(|o| o.time));
    at_times(settings, |time| {
        let steps = steps.as_ref().map_err(Clone::clone);
        let both = steps.and_then(|steps| {
            if time > last {
                return Err(NOT_FOLLOWED);
            }
            let passed = steps.partition_point(|step| step.time <= time);
            let step = passed.checked_sub(1).and_then(|last| steps.get(last));
            let (hazard, error) =
                step.map_or((0.0, 0.0), |s| (s.cumulative_hazard, s.standard_error));
            Ok((hazard, around(hazard, error, settings)))
        });
        estimate("cumulative hazard", both, Print::Coefficient)
    })
}

/// Why a curve has no value behind its end.
pub(super) const NOT_FOLLOWED: StatsError = StatsError::Domain("follow-up ends before this time");

pub(super) fn last_time(times: impl Iterator<Item = f64>) -> f64 {
    times.fold(0.0, f64::max)
}

/// What a curve gives at each of the times that the study lists.
pub(super) fn at_times(settings: &Settings<'_>, value: impl Fn(f64) -> Vec<Part>) -> Vec<Part> {
    let times = settings.times.iter();
    times
        .flat_map(|&time| at(Place::Time(time), value(time)))
        .collect()
}
