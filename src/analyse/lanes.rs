//! Each row on the time axis of an endpoint.

use super::plot_data::{Lane, Lanes};
use crate::cohort::{Cohort, competing_observations, observations, times_since_origin};
use crate::study::{LanesRequest, Study};

/// The rows by level, then by length.
pub(super) fn keep(study: &Study, cohort: &Cohort, request: &LanesRequest) -> Lanes {
    Lanes {
        request: request.clone(),
        lanes: lanes(study, cohort, request),
    }
}

fn lanes(study: &Study, cohort: &Cohort, request: &LanesRequest) -> Vec<Lane> {
    let Some(endpoint) = study.endpoint(&request.endpoint) else {
        return Vec::new();
    };
    let names = study
        .identifier()
        .map(|variable| cohort.column(&variable.name).text());
    let levels = request.by.as_ref().map(|by| cohort.column(by).levels());
    let times: Vec<Vec<Option<f64>>> = request
        .marks
        .iter()
        .map(|mark| times_since_origin(study, cohort, endpoint, mark))
        .collect();
    // Times run from the landmark, where there is one.
    let landmark = endpoint.landmark.unwrap_or(0.0);
    let ends = competing_observations(study, cohort, endpoint);
    let mut lanes: Vec<Lane> = observations(study, cohort, endpoint)
        .into_iter()
        .zip(ends)
        .enumerate()
        .filter_map(|(row, (observation, end))| {
            let observation = observation?;
            let name = names
                .and_then(|names| names.get(row).map(str::to_owned))
                .or_else(|| {
                    let number = cohort.lines().get(row)?;
                    Some(cohort.addressing().row(*number).to_string())
                })
                .unwrap_or_default();
            Some(Lane {
                name,
                level: levels.and_then(|levels| levels.get(row)),
                // Who was there from the origin on entered at no time.
                start: observation.entry.max(0.0),
                end: observation.time,
                cause: end?.cause,
                marks: times
                    .iter()
                    .enumerate()
                    .filter_map(|(mark, times)| {
                        let time = times.get(row).copied().flatten()?;
                        Some((mark, time - landmark))
                    })
                    .collect(),
            })
        })
        .collect();
    lanes.sort_by(|a, b| {
        (a.level.is_none(), a.level)
            .cmp(&(b.level.is_none(), b.level))
            .then(b.end.total_cmp(&a.end))
    });
    lanes
}
