//! What cumulative incidence and scatter figures draw.

use super::plot_data::{Dots, Incidence, PlotData};
use super::record::Grouping;
use crate::cohort::{Cohort, EVENT, competing_observations};
use crate::statistics::CUMULATIVE_INCIDENCE;
use crate::stats::survival::competing::{CompetingObservation, cumulative_incidence};
use crate::study::{FigureKind, Study};

/// Keeps the steps and dots of every such figure.
pub(super) fn keep(study: &Study, cohort: &Cohort, plot_data: &mut PlotData) {
    for figure in &study.figures {
        match &figure.kind {
            FigureKind::CumulativeIncidence { endpoints, by, .. } => {
                for endpoint in endpoints {
                    let own = incidences(study, cohort, endpoint, by.as_deref());
                    plot_data.incidences.extend(own);
                }
            }
            FigureKind::Scatter { x, y, by } => {
                let levels = by.as_ref().map(|by| cohort.column(by).levels());
                let (x, y) = (cohort.column(x).numbers(), cohort.column(y).numbers());
                let level = |row: usize| levels.and_then(|l| l.get(row).copied().flatten());
                let rows = x.iter().zip(y).enumerate();
                let dots = rows.filter_map(|(row, (x, y))| Some(((*x)?, (*y)?, level(row))));
                plot_data.dots.push(Dots {
                    figure: figure.id.clone(),
                    dots: dots.collect(),
                });
            }
            _ => {}
        }
    }
}

fn incidences(study: &Study, cohort: &Cohort, id: &str, by: Option<&str>) -> Vec<Incidence> {
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
            steps: of(&|row| grouping.cells.get(row) == Some(&Some(at))),
        })
        .collect()
}
