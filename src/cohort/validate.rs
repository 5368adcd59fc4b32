//! Orders of dates: those that the study states and those that endpoints imply.

use super::{Cohort, observations};
use crate::findings::{Finding, Findings};
use crate::study::{Derivation, EndpointSource, Study};

/// Notes every pair of dates in a row that stands the wrong way round.
pub(super) fn check_orders(study: &Study, cohort: &Cohort, file: &str, findings: &mut Findings) {
    for (earlier, later) in ordered_pairs(study) {
        let first = cohort.column(&earlier).dates();
        let second = cohort.column(&later).dates();
        for ((a, b), line) in first.iter().zip(second).zip(cohort.lines()) {
            if let (Some(a), Some(b)) = (a, b)
                && b < a
            {
                findings.push(
                    Finding::new(
                        file,
                        format!("is before {earlier}, which is {a}"),
                        "correct one of the two dates",
                    )
                    .at_line(*line)
                    .in_column(later.clone())
                    .with_value(&b.to_string()),
                );
            }
        }
    }
    check_times(study, cohort, file, findings);
    check_logarithms(study, cohort, file, findings);
    check_entries(study, cohort, file, findings);
}

/// Observation must begin before it ends.
fn check_entries(study: &Study, cohort: &Cohort, file: &str, findings: &mut Findings) {
    for endpoint in &study.endpoints {
        let Some(entry) = &endpoint.entry else {
            continue;
        };
        let rows = observations(study, cohort, endpoint);
        for (observation, line) in rows.iter().zip(cohort.lines()) {
            if observation.is_some_and(|row| row.entry >= row.time) {
                let problem = format!("is not before the end of {}", endpoint.id);
                let mend = "correct the entry or the end, or remove the row";
                let finding = Finding::new(file, problem, mend);
                findings.push(finding.at_line(*line).in_column(entry.clone()));
            }
        }
    }
}

/// Each ordered pair once: neighbours of the rules, then what endpoints imply.
fn ordered_pairs(study: &Study) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut add = |earlier: &str, later: &str| {
        let pair = (earlier.to_owned(), later.to_owned());
        if earlier != later && !pairs.contains(&pair) {
            pairs.push(pair);
        }
    };
    for rule in &study.rules {
        // All pairs, not only neighbours: a missing date between two others
        // must not hide that those are the wrong way round.
        for (index, earlier) in rule.dates.iter().enumerate() {
            for later in rule.dates.iter().skip(index + 1) {
                add(earlier, later);
            }
        }
    }
    for endpoint in &study.endpoints {
        if let EndpointSource::Dates {
            origin,
            events,
            censored,
        } = &endpoint.source
        {
            for event in events.iter().chain(&endpoint.competing) {
                add(origin, event);
                add(event, censored);
            }
            add(origin, censored);
        }
    }
    pairs
}

/// Durations given as numbers must not be negative.
fn check_times(study: &Study, cohort: &Cohort, file: &str, findings: &mut Findings) {
    for endpoint in &study.endpoints {
        if let EndpointSource::Columns { time, .. } = &endpoint.source {
            let problem = "is negative, but is a time to event";
            let finding = Finding::new(file, problem, "correct the time");
            refuse(cohort, time, &finding, findings, |value| value < 0.0);
        }
    }
}

/// Only positive numbers have a logarithm.
fn check_logarithms(study: &Study, cohort: &Cohort, file: &str, findings: &mut Findings) {
    for variable in &study.variables {
        if let Some(Derivation::Log(source)) = &variable.derivation {
            let problem = format!("has no logarithm, which {} needs", variable.name);
            let mend = "correct it, declare it as missing, or analyse the number itself";
            let finding = Finding::new(file, problem, mend);
            refuse(cohort, source, &finding, findings, |value| value <= 0.0);
        }
    }
}

/// Notes the finding for every number of a column that is wrong.
fn refuse(
    cohort: &Cohort,
    column: &str,
    finding: &Finding,
    findings: &mut Findings,
    wrong: impl Fn(f64) -> bool,
) {
    for (cell, line) in cohort.column(column).numbers().iter().zip(cohort.lines()) {
        if let Some(value) = cell.filter(|value| wrong(*value)) {
            let here = finding.clone().at_line(*line).in_column(column);
            findings.push(here.with_value(&value.to_string()));
        }
    }
}
