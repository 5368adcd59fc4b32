//! Endpoints: how long each row was followed and how it ended.

use super::Cohort;
use super::dates::days_between;
use crate::stats::survival::Observation;
use crate::study::{Conventions, Endpoint, EndpointSource, Study, TimeUnit};

/// One observation for each row, `None` where a date that it needs is missing.
///
/// From dates: time runs from the origin to the first of the events, else to
/// the date of censoring. Times are in the endpoint's unit.
pub fn observations(
    study: &Study,
    cohort: &Cohort,
    endpoint: &Endpoint,
) -> Vec<Option<Observation>> {
    match &endpoint.source {
        EndpointSource::Dates {
            origin,
            events,
            censored,
        } => {
            let length = days_per_unit(&study.conventions, endpoint.unit);
            let (origins, lasts) = (
                cohort.column(origin).dates(),
                cohort.column(censored).dates(),
            );
            let event_columns: Vec<_> = events
                .iter()
                .map(|name| cohort.column(name).dates())
                .collect();
            origins
                .iter()
                .zip(lasts)
                .enumerate()
                .map(|(row, (origin, last))| {
                    let first = event_columns
                        .iter()
                        .filter_map(|dates| dates.get(row).copied().flatten())
                        .min();
                    let end = first.or(*last)?;
                    let time = days_between((*origin)?, end) as f64 / length;
                    Some(Observation::new(time, first.is_some()))
                })
                .collect()
        }
        EndpointSource::Columns {
            time,
            status,
            event,
        } => {
            let codes: Vec<bool> = study.variable(status).map_or_else(Vec::new, |variable| {
                variable
                    .levels
                    .iter()
                    .map(|level| event.contains(&level.code))
                    .collect()
            });
            let times = cohort.column(time).numbers();
            times
                .iter()
                .zip(cohort.column(status).levels())
                .map(|(time, status)| {
                    let event = codes.get((*status)?).copied()?;
                    Some(Observation::new((*time)?, event))
                })
                .collect()
        }
    }
}

/// The time of another date variable since the endpoint's origin, row by row;
/// none for an endpoint that is given as durations.
pub fn times_since_origin(
    study: &Study,
    cohort: &Cohort,
    endpoint: &Endpoint,
    date: &str,
) -> Vec<Option<f64>> {
    let EndpointSource::Dates { origin, .. } = &endpoint.source else {
        return vec![None; cohort.len()];
    };
    let length = days_per_unit(&study.conventions, endpoint.unit);
    cohort
        .column(origin)
        .dates()
        .iter()
        .zip(cohort.column(date).dates())
        .map(|(origin, date)| Some(days_between((*origin)?, (*date)?) as f64 / length))
        .collect()
}

/// The length of a unit in days.
fn days_per_unit(conventions: &Conventions, unit: TimeUnit) -> f64 {
    match unit {
        TimeUnit::Days => 1.0,
        TimeUnit::Months => conventions.month_days,
        TimeUnit::Years => conventions.year_days,
    }
}
