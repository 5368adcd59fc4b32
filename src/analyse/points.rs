//! Values, pairs of values and cumulative incidences, as they were asked for.

use super::compare::values_by_level;
use super::plot_data::{Dots, Incidence, Sample};
use super::record::Grouping;
use crate::cohort::{Cohort, EVENT, competing_observations};
use crate::statistics::CUMULATIVE_INCIDENCE;
use crate::stats::survival::competing::{CompetingObservation, cumulative_incidence};
use crate::study::{DotsRequest, IncidenceRequest, SampleRequest, Study};

/// The values of a variable.
pub(super) fn sample(study: &Study, cohort: &Cohort, request: &SampleRequest) -> Sample {
    let numbers = cohort.column(&request.variable).numbers();
    let grouping = request
        .by
        .as_ref()
        .map(|by| Grouping::new(study, cohort, by));
    let groups = match grouping {
        None => vec![numbers.iter().flatten().collect()],
        Some(grouping) => grouping.map_or_else(Vec::new, |own| values_by_level(numbers, &own)),
    };
    Sample {
        request: request.clone(),
        groups,
    }
}

/// The pairs of two variables.
pub(super) fn dots(cohort: &Cohort, request: &DotsRequest) -> Dots {
    let levels = request.by.as_ref().map(|by| cohort.column(by).levels());
    let number = |name: &str| cohort.column(name).numbers();
    let (x, y) = (number(&request.x), number(&request.y));
    let level = |row: usize| levels.and_then(|l| l.get(row));
    let rows = x.iter().zip(y.iter()).enumerate();
    let dots = rows.filter_map(|(row, (x, y))| Some((x?, y?, level(row))));
    Dots {
        request: request.clone(),
        dots: dots.collect(),
    }
}

/// The steps of a cumulative incidence, overall or for each level.
pub(super) fn incidences(
    study: &Study,
    cohort: &Cohort,
    request: &IncidenceRequest,
) -> Vec<Incidence> {
    let (id, by) = (request.endpoint.as_str(), request.by.as_deref());
    let Some(endpoint) = study.endpoint(id) else {
        return Vec::new();
    };
    let all = competing_observations(study, cohort, endpoint);
    let of = |members: &dyn Fn(usize) -> bool| {
        let rows = all.iter().enumerate().filter(|(row, _)| members(*row));
        let own: Vec<CompetingObservation> = rows.filter_map(|(_, row)| *row).collect();
        cumulative_incidence(&own, EVENT).unwrap_or_default()
    };
    let statistic = CUMULATIVE_INCIDENCE.id();
    let Some(grouping) = by.and_then(|by| Grouping::new(study, cohort, by)) else {
        return vec![Incidence {
            endpoint: id.to_owned(),
            group: None,
            path: endpoint.path().word(&statistic),
            steps: of(&|_| true),
        }];
    };
    let name = &grouping.variable.name;
    let levels = grouping.variable.levels.iter().enumerate();
    levels
        .map(|(at, level)| Incidence {
            endpoint: id.to_owned(),
            group: Some((name.clone(), at)),
            path: endpoint.path().by(name).word(&statistic).at(&level.id),
            steps: of(&|row| grouping.cells.get(row) == Some(at)),
        })
        .collect()
}
