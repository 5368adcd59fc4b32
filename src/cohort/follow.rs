//! Endpoints: how long each row was followed and how it ended.

use super::Cohort;
use super::dates::days_between;
use crate::stats::survival::competing::CompetingObservation;
use crate::stats::survival::{Observation, TiedTimes};
use crate::study::{Endpoint, EndpointSource, Study, TimeUnit};

/// One row: from when to when it was observed, and what ended it.
struct Followed {
    entry: f64,
    time: f64,
    end: End,
}

/// What ended an observation. In so few bytes that a row and its absence take 24.
#[derive(Clone, Copy)]
enum End {
    Censored,
    /// The event is cause 1, competing events follow in order.
    Cause(u32),
}

impl Followed {
    /// The row as an observation, whose event some of the ends are.
    fn until(self, is_event: impl Fn(End) -> bool) -> Observation {
        Observation {
            entry: self.entry,
            time: self.time,
            event: is_event(self.end),
        }
    }
}

impl End {
    fn of(cause: Option<usize>) -> Self {
        let cause = cause.and_then(|cause| u32::try_from(cause).ok());
        cause.map_or(Self::Censored, Self::Cause)
    }

    fn cause(self) -> Option<usize> {
        match self {
            Self::Censored => None,
            Self::Cause(cause) => usize::try_from(cause).ok(),
        }
    }
}

/// One observation for each row, `None` where a date that it needs is missing.
/// A competing event censors.
///
/// From dates: time runs from the origin to the first of the events, else to
/// the date of censoring. Times are in the endpoint's unit; those that differ
/// by rounding alone are tied ([`TiedTimes`]).
pub fn observations(
    study: &Study,
    cohort: &Cohort,
    endpoint: &Endpoint,
) -> Vec<Option<Observation>> {
    let is_event = |end: End| end.cause() == Some(EVENT);
    each(study, cohort, endpoint, |row| row.until(is_event))
}

/// The same with the end of follow-up as the event, for how long rows could have been
/// followed: what ended it sooner, the event or a competing one, censors.
pub fn follow_up_observations(
    study: &Study,
    cohort: &Cohort,
    endpoint: &Endpoint,
) -> Vec<Option<Observation>> {
    let is_event = |end: End| end.cause().is_none();
    each(study, cohort, endpoint, |row| row.until(is_event))
}

pub use crate::stats::survival::competing::EVENT;

/// The same with the cause of each end: the event is cause 1, the competing
/// events are 2, 3, … in the order of the study file.
pub fn competing_observations(
    study: &Study,
    cohort: &Cohort,
    endpoint: &Endpoint,
) -> Vec<Option<CompetingObservation>> {
    each(study, cohort, endpoint, |row| CompetingObservation {
        time: row.time,
        cause: row.end.cause(),
    })
}

fn each<T>(
    study: &Study,
    cohort: &Cohort,
    endpoint: &Endpoint,
    made: impl Fn(Followed) -> T,
) -> Vec<Option<T>> {
    let rows = follow(study, cohort, endpoint).into_iter();
    rows.map(|row| row.map(&made)).collect()
}

fn follow(study: &Study, cohort: &Cohort, endpoint: &Endpoint) -> Vec<Option<Followed>> {
    let mut rows = match &endpoint.source {
        EndpointSource::Dates {
            origin,
            events,
            censored,
        } => from_dates(study, cohort, endpoint, (origin, events, censored)),
        EndpointSource::Columns {
            time,
            status,
            event,
        } => from_columns(study, cohort, endpoint, (time, status, event)),
    };
    tie(&mut rows, endpoint.landmark);
    if let Some(landmark) = endpoint.landmark {
        for row in &mut rows {
            *row = row
                .take()
                .filter(|row| row.time > landmark)
                .map(|row| Followed {
                    entry: row.entry - landmark,
                    time: row.time - landmark,
                    end: row.end,
                });
        }
    }
    rows
}

/// Times that differ by rounding alone become one, for all methods alike.
fn tie(rows: &mut [Option<Followed>], landmark: Option<f64>) {
    let known = rows.iter().flatten();
    let ends = known.flat_map(|row| [row.entry, row.time]);
    let times = TiedTimes::new(ends.chain(landmark));
    for row in rows.iter_mut().flatten() {
        row.entry = times.tied(row.entry);
        row.time = times.tied(row.time);
    }
}

fn from_dates(
    study: &Study,
    cohort: &Cohort,
    endpoint: &Endpoint,
    (origin, events, censored): (&str, &[String], &str),
) -> Vec<Option<Followed>> {
    let date = |name: &str, row: usize| cohort.column(name).dates().get(row);
    let one = |row: usize| {
        let start = date(origin, row)?;
        // Of an event and a competing one on the same day, the event counts.
        let own = events.iter().map(|name| (name, EVENT));
        let others = endpoint.competing.iter().zip(EVENT + 1..);
        let first = own
            .chain(others)
            .filter_map(|(name, cause)| Some((date(name, row)?, cause)))
            .min();
        let end = match first {
            Some((day, _)) => day,
            None => date(censored, row)?,
        };
        let since = |day| in_unit(study, endpoint, days_between(start, day));
        Some(Followed {
            entry: match &endpoint.entry {
                Some(name) => since(date(name, row)?),
                None => f64::NEG_INFINITY,
            },
            time: since(end),
            end: End::of(first.map(|(_, cause)| cause)),
        })
    };
    (0..cohort.len()).map(one).collect()
}

fn from_columns(
    study: &Study,
    cohort: &Cohort,
    endpoint: &Endpoint,
    (time_column, status, event): (&str, &str, &[String]),
) -> Vec<Option<Followed>> {
    let cause_of = |code: &String| {
        if event.contains(code) {
            return Some(EVENT);
        }
        let competing = endpoint.competing.iter().position(|other| other == code);
        competing.map(|at| EVENT + 1 + at)
    };
    let causes: Vec<Option<usize>> = study.variable(status).map_or_else(Vec::new, |variable| {
        variable
            .levels
            .iter()
            .map(|level| cause_of(&level.code))
            .collect()
    });
    // A column that states its own unit is converted; another is in the endpoint's.
    let converted = |value: f64, own: TimeUnit| -> f64 {
        own.convert(value, endpoint.unit, &study.conventions)
    };
    let column = |name: &str| {
        let own = study.time_unit(name).unwrap_or(endpoint.unit);
        (cohort.column(name).numbers(), own)
    };
    let entries = endpoint.entry.as_deref().map(column);
    let (times, unit) = column(time_column);
    times
        .iter()
        .zip(cohort.column(status).levels().iter())
        .enumerate()
        .map(|(row, (time, status))| {
            Some(Followed {
                entry: match entries {
                    Some((cells, unit)) => converted(cells.get(row)?, unit),
                    None => f64::NEG_INFINITY,
                },
                time: converted(time?, unit),
                end: End::of(causes.get(status?).copied()?),
            })
        })
        .collect()
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
    cohort
        .column(origin)
        .dates()
        .iter()
        .zip(cohort.column(date).dates().iter())
        .map(|(origin, date)| Some(in_unit(study, endpoint, days_between(origin?, date?))))
        .collect()
}

/// Days, in the unit of an endpoint.
fn in_unit(study: &Study, endpoint: &Endpoint, days: i64) -> f64 {
    TimeUnit::Days.convert(days as f64, endpoint.unit, &study.conventions)
}
