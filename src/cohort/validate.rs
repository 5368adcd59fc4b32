//! What every row must keep: the rules of the study and what endpoints imply.

use super::{Cohort, observations, rules};
use crate::findings::{Finding, Findings};
use crate::study::{
    Condition, Derivation, EndpointSource, LastSeen, Operand, Relation, Rule, Study,
};

/// Notes every row that breaks a rule of the study, or an order that its
/// endpoints imply.
pub(super) fn check_rows(study: &Study, cohort: &Cohort, file: &str, findings: &mut Findings) {
    rules::check(study, cohort, &study.rules, file, findings);
    rules::check(study, cohort, &implied(study), file, findings);
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
                let help = "correct the entry or the end, or remove the row";
                let finding = Finding::new(file, problem, help);
                let address = cohort.addressing().cell(*line, entry);
                findings.push(finding.at(address).in_column(entry.clone()));
            }
        }
    }
}

/// The orders of dates that endpoints imply and no rule states.
fn implied(study: &Study) -> Vec<Rule> {
    let mut found: Vec<Rule> = Vec::new();
    let mut add = |earlier: &str, later: &str| {
        let [left, right] = [earlier, later].map(|name| Operand::Variable(name.to_owned()));
        let order = Condition::Compared(left, Relation::AtMost, right);
        let is_stated = |rule: &Rule| rule.when.is_empty() && rule.holds.contains(&order);
        if earlier != later && !study.rules.iter().chain(&found).any(is_stated) {
            found.push(Rule {
                text: format!("{earlier} <= {later}"),
                holds: vec![order],
                when: Vec::new(),
            });
        }
    };
    for endpoint in &study.endpoints {
        if let EndpointSource::Dates {
            origin,
            events,
            censored,
        } = &endpoint.source
        {
            for event in events.iter().chain(&endpoint.competing) {
                add(origin, event);
                if endpoint.last_seen == LastSeen::End {
                    add(event, censored);
                }
            }
            add(origin, censored);
        }
    }
    found
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
            let problem = format!("has no logarithm, which {} requires", variable.name);
            let help = "correct the value, declare it as missing, or analyse the number itself";
            let finding = Finding::new(file, problem, help);
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
            let address = cohort.addressing().cell(*line, column);
            let here = finding.clone().at(address).in_column(column);
            findings.push(here.with_value(&value.to_string()));
        }
    }
}
