//! What is no mistake, but should be known before the numbers are read.

use super::{Cohort, observations, patients};
use crate::findings::{Finding, Findings};
use crate::number::Name;
use crate::statistics::term_name;
use crate::study::{Plan, Study};

/// Remarks about patients with several rows, and about events after the last visit.
pub fn row_remarks(study: &Study, cohort: &Cohort, file: &str) -> Findings {
    let mut found = Findings::default();
    if let Some(remark) = patients::remark(study, cohort, file) {
        found.push(remark);
    }
    found.extend(patients::after_last_visit(study, cohort, file));
    found
}

/// Remarks about how the file was understood, about variables without any value,
/// groupings with one group only, covariates called as statistics, and endpoints
/// without events, as far as the study analyses them.
pub fn remarks(study: &Study, cohort: &Cohort, file: &str) -> Findings {
    let mut found = cohort.reading_remarks().clone();
    found.extend(row_remarks(study, cohort, file));
    let plan = study.plan();
    empty_variables(&plan, cohort, file, &mut found);
    single_groups(study, &plan, cohort, file, &mut found);
    covariates_called_as_statistics(study, file, &mut found);
    for endpoint in &study.endpoints {
        let analysed = plan
            .survivals
            .iter()
            .any(|survival| survival.endpoint == endpoint.id);
        let followed = observations(study, cohort, endpoint);
        if analysed
            && !followed
                .iter()
                .flatten()
                .any(|observation| observation.event)
        {
            let help =
                "check the columns of its events, or leave the endpoint out of the study file";
            let problem = "has no event; its curve stays at 100% and no test can be computed";
            found.push(Finding::new(file, problem, help).in_column(endpoint.id.clone()));
        }
    }
    found
}

fn empty_variables(plan: &Plan, cohort: &Cohort, file: &str, found: &mut Findings) {
    let mut seen: Vec<&str> = Vec::new();
    for summary in &plan.summaries {
        let name = summary.variable.as_str();
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        if !cohort.column(name).present().contains(&true) {
            let help = "check the export, or leave the variable out of the study file";
            found.push(Finding::new(file, "is missing in every row", help).in_column(name));
        }
    }
}

/// A covariate `score` is not the score test of its model, which has the shorter
/// id.
fn covariates_called_as_statistics(study: &Study, file: &str, found: &mut Findings) {
    let mut seen: Vec<&str> = Vec::new();
    for model in &study.models {
        for name in &model.covariates {
            let term = term_name(name);
            if term == Name::new(name) || seen.contains(&name.as_str()) {
                continue;
            }
            seen.push(name);
            let problem = "as a covariate has the name of a statistic of the model";
            let path = model.path();
            let help = format!(
                "the ids of the covariate begin with {}, those of the model's statistic with {path}.{name}",
                path.clone().at(&term)
            );
            found.push(Finding::new(file, problem, help).in_column(name.clone()));
        }
    }
}

fn single_groups(study: &Study, plan: &Plan, cohort: &Cohort, file: &str, found: &mut Findings) {
    let groupings = plan.summaries.iter().map(|summary| &summary.by);
    let mut seen: Vec<&str> = Vec::new();
    for by in groupings
        .chain(plan.survivals.iter().map(|survival| &survival.by))
        .flatten()
    {
        if seen.contains(&by.as_str()) {
            continue;
        }
        seen.push(by);
        let levels = cohort.column(by).levels();
        let count = study
            .variable(by)
            .map_or(0, |variable| variable.levels.len());
        let filled = (0..count)
            .filter(|level| levels.iter().any(|cell| cell == Some(*level)))
            .count();
        if filled < 2 {
            let problem = format!(
                "divides the rows into {filled} group{}; nothing can be compared",
                if filled == 1 { "" } else { "s" }
            );
            let help = "check the column, or remove by = where it is used";
            found.push(Finding::new(file, problem, help).in_column(by.clone()));
        }
    }
}
