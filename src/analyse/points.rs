//! Values and pairs of values, as they were asked for.

use super::compare::values_by_level;
use super::plot_data::{Dots, Sample};
use super::record::Grouping;
use crate::cohort::Cohort;
use crate::study::{DotsRequest, SampleRequest, Study};

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
