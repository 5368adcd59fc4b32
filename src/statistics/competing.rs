//! A time to event with competing events.

use super::curves::{NOT_FOLLOWED, at_times, last_time};
use super::part::{Part, Print, df, estimate_with, in_percent, p_value, parts, statistic};
use super::{Compute, Parameters, Settings, Statistic};
use crate::stats::StatsError;
use crate::stats::survival::competing::{CompetingObservation, EVENT, cumulative_incidence};
use crate::stats::survival::gray::gray;

/// The cumulative incidence of the event at the times that the study lists.
pub const CUMULATIVE_INCIDENCE: Statistic = Statistic::new(
    "cumulative-incidence",
    "Aalen and Johansen's cumulative incidence",
    "cmprsk::cuminc(time, status)",
    Compute::Competing(incidences),
)
.parameters(Parameters::Times);

/// The comparison of cumulative incidences in groups.
pub const GRAY: Statistic = Statistic::new(
    "gray",
    "Gray's test",
    "cmprsk::cuminc(time, status, group)$Tests",
    Compute::CompetingInGroups(|groups, _| {
        parts(
            &gray(groups, EVENT),
            &[
                p_value(|r| r.p),
                statistic("chi-square", |r| r.chi_square),
                df(|r| f64::from(r.df)),
            ],
        )
    }),
);

pub(super) const FAMILY: &[Statistic] = &[CUMULATIVE_INCIDENCE, GRAY];

/// Why a curve has no interval at its ends.
const NO_INTERVAL: StatsError = StatsError::Domain("no interval for an incidence of 0 or 1");

/// In percent, with the interval on the scale of log(-log), as `cmprsk`
/// recommends, and the sizes behind it.
fn incidences(own: &[CompetingObservation], settings: &Settings<'_>) -> Vec<Part> {
    let steps = cumulative_incidence(own, EVENT);
    let last = last_time(own.iter().map(|o| o.time));
    let mut found = at_times(settings, |time| {
        let steps = steps.as_ref().map_err(Clone::clone);
        let both = steps.and_then(|steps| {
            if time > last {
                return Err(NOT_FOLLOWED);
            }
            let passed = steps.partition_point(|step| step.time <= time);
            let step = passed.checked_sub(1).and_then(|last| steps.get(last));
            let limits = step
                .and_then(|step| step.interval(settings.confidence))
                .map(in_percent)
                .ok_or(NO_INTERVAL);
            Ok((step.map_or(0.0, |step| 100.0 * step.incidence), limits))
        });
        estimate_with("cumulative incidence", both, Print::Percent)
    });
    found.extend(sizes(own));
    found
}

fn sizes(own: &[CompetingObservation]) -> [Part; 3] {
    let count =
        |wanted: fn(&CompetingObservation) -> bool| own.iter().filter(|o| wanted(o)).count() as f64;
    [
        ("n", "rows with a time", own.len() as f64),
        ("events", "events", count(|o| o.cause == Some(EVENT))),
        (
            "competing",
            "competing events",
            count(|o| o.cause.is_some_and(|cause| cause != EVENT)),
        ),
    ]
    .map(|(key, words, size)| Part::new(key, words, size.into(), Print::Count))
}
