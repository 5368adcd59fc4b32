//! How many patients the rows are of.

use std::collections::HashSet;

use super::Cohort;
use crate::findings::{Finding, Findings};
use crate::study::{EndpointSource, Kind, LastSeen, RowUnit, Study};

/// The identifier of the patients, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patients<'a> {
    /// The variable that names them.
    pub identifier: &'a str,
    /// How many different ones.
    pub count: usize,
}

/// The patients of a study whose rows are visits, by the identifier with the
/// fewest different values; `None` without an identifier, or where every row is a
/// patient.
pub fn patients<'a>(study: &'a Study, cohort: &Cohort) -> Option<Patients<'a>> {
    if study.cohort.rows == RowUnit::Patients {
        return None;
    }
    let identifiers = study
        .columns()
        .filter(|variable| variable.kind == Kind::Identifier);
    let counted = identifiers.map(|variable| {
        let cells = cohort.column(&variable.name).text().iter().flatten();
        Patients {
            identifier: &variable.name,
            count: cells.map(|id| id.trim()).collect::<HashSet<_>>().len(),
        }
    });
    counted.min_by_key(|patients| patients.count)
}

/// "30 patients in 60 rows", and that rows are not independent.
pub(super) fn remark(study: &Study, cohort: &Cohort, file: &str) -> Option<Finding> {
    let rows = cohort.len();
    if study.cohort.rows == RowUnit::Patients {
        return None;
    }
    let Some(patients) = patients(study, cohort) else {
        let problem = "rows are visits, but no variable has kind = \"identifier\", so patients are not counted";
        let help = "declare the patient's identifier";
        return Some(Finding::new(file, problem, help).in_column("rows"));
    };
    let (problem, help) = if patients.count == rows {
        (
            format!("every one of the {rows} rows is of another patient"),
            "remove rows = \"visits\" from [cohort]",
        )
    } else {
        (
            format!(
                "{} {} in {rows} rows; tests, models and survival curves take rows as independent",
                patients.count,
                if patients.count == 1 {
                    "patient"
                } else {
                    "patients"
                }
            ),
            "analyse a file with one row for each patient where that matters",
        )
    };
    Some(Finding::new(file, problem, help).in_column(patients.identifier))
}

/// Rows whose event is after the last visit, by endpoint: they are followed until
/// the event.
pub(super) fn after_last_visit(study: &Study, cohort: &Cohort, file: &str) -> Findings {
    let mut found = Findings::default();
    for endpoint in &study.endpoints {
        let EndpointSource::Dates {
            events, censored, ..
        } = &endpoint.source
        else {
            continue;
        };
        if endpoint.last_seen == LastSeen::End {
            continue;
        }
        let last = cohort.column(censored).dates();
        for event in events.iter().chain(&endpoint.competing) {
            let dates = cohort.column(event).dates();
            let pairs = dates.iter().zip(last.iter());
            let later = pairs.filter(|(event, last)| match (event, last) {
                (Some(event), Some(last)) => event > last,
                _ => false,
            });
            let count = later.count();
            if count > 0 {
                let rows = if count == 1 { "row" } else { "rows" };
                let problem = format!(
                    "{event} is after {censored} in {count} {rows}, which {} followed until {event}",
                    if count == 1 { "is" } else { "are" }
                );
                let help = "set censored_is = \"end\" if no event can come after that date";
                found.push(Finding::new(file, problem, help).in_column(endpoint.id.clone()));
            }
        }
    }
    found
}
