//! Variables that follow from others.

use super::dates::{completed_years, days_between};
use super::{Cohort, Column};
use crate::stats::math;
use crate::study::{Conventions, Derivation, Study, Variable};

/// Adds the derived variables, in the order in which the study declares them.
pub(super) fn add_derived(study: &Study, cohort: &mut Cohort) {
    for variable in &study.variables {
        if let Some(derivation) = &variable.derivation {
            let column = derive(study, cohort, variable, derivation);
            cohort.names.push(variable.name.clone());
            cohort.columns.push(column);
        }
    }
}

fn derive(study: &Study, cohort: &Cohort, variable: &Variable, derivation: &Derivation) -> Column {
    let conventions: &Conventions = &study.conventions;
    let yes_no = |answers: Vec<Option<bool>>| {
        Column::Levels(
            answers
                .into_iter()
                .map(|answer| answer.map(usize::from))
                .collect(),
        )
    };
    match derivation {
        Derivation::Years(from, to) => span(cohort, from, to, |a, b| completed_years(a, b) as f64),
        Derivation::Months(from, to) => span(cohort, from, to, |a, b| {
            days_between(a, b) as f64 / conventions.month_days
        }),
        Derivation::Days(from, to) => span(cohort, from, to, |a, b| days_between(a, b) as f64),
        Derivation::Present(name) => yes_no(
            cohort
                .column(name)
                .present()
                .into_iter()
                .map(Some)
                .collect(),
        ),
        Derivation::Is(name, levels) => {
            let codes = codes(study, name);
            yes_no(
                cohort
                    .column(name)
                    .levels()
                    .iter()
                    .map(|cell| {
                        cell.map(|level| codes.get(level).is_some_and(|code| levels.contains(code)))
                    })
                    .collect(),
            )
        }
        Derivation::AtLeast(name, least) => {
            let threshold = codes(study, name).iter().position(|code| code == least);
            yes_no(
                cohort
                    .column(name)
                    .levels()
                    .iter()
                    .map(|cell| cell.map(|level| threshold.is_some_and(|least| level >= least)))
                    .collect(),
            )
        }
        Derivation::Crossed(names) => {
            Column::Levels(cross(study, cohort, names).into_iter().collect())
        }
        Derivation::Log(name) => number(cohort, name, math::ln),
        Derivation::Divided(name, by) => number(cohort, name, |value| value / by),
        Derivation::First(names) => first_of(cohort, names),
        Derivation::Cut(cut) => {
            let cells = cohort.column(&cut.variable).numbers().iter();
            Column::Levels(
                cells
                    .map(|cell| cell.map(|value| cut.group(value)))
                    .collect(),
            )
        }
        Derivation::Any(names) => yes_no(any_of(cohort, names)),
        Derivation::All(names) => yes_no(all_of(cohort, names)),
        Derivation::Cases(cases) => {
            let conditions: Vec<(Option<usize>, Vec<Option<bool>>)> = cases
                .iter()
                .map(|case| {
                    let level = variable
                        .levels
                        .iter()
                        .position(|level| level.code == case.level);
                    let all = all_of(cohort, &case.all);
                    let any = if case.any.is_empty() {
                        vec![Some(true); cohort.len()]
                    } else {
                        any_of(cohort, &case.any)
                    };
                    let both = all
                        .into_iter()
                        .zip(any)
                        .map(|(all, any)| and(all, any))
                        .collect();
                    (level, both)
                })
                .collect();
            Column::Levels(
                (0..cohort.len())
                    .map(|row| first_case(&conditions, row))
                    .collect(),
            )
        }
    }
}

/// The combination of the levels of several categories, the last varying
/// fastest; unknown where one is missing.
fn cross(study: &Study, cohort: &Cohort, names: &[String]) -> Vec<Option<usize>> {
    let mut crossed = vec![Some(0); cohort.len()];
    for name in names {
        let count = codes(study, name).len();
        for (index, cell) in crossed.iter_mut().zip(cohort.column(name).levels().iter()) {
            *index = index.zip(cell).map(|(index, level)| index * count + level);
        }
    }
    crossed
}

fn number(cohort: &Cohort, name: &str, of: impl Fn(f64) -> f64) -> Column {
    let cells = cohort.column(name).numbers().iter();
    Column::Numbers(cells.map(|cell| cell.map(&of)).collect())
}

/// The first of several numbers that has a value, row by row.
fn first_of(cohort: &Cohort, names: &[String]) -> Column {
    let mut first: Vec<Option<f64>> = vec![None; cohort.len()];
    for name in names {
        for (first, cell) in first.iter_mut().zip(cohort.column(name).numbers().iter()) {
            *first = first.or(cell);
        }
    }
    Column::Numbers(first.into_iter().collect())
}

/// The first case that holds; unknown if an earlier one is unknown.
fn first_case(conditions: &[(Option<usize>, Vec<Option<bool>>)], row: usize) -> Option<usize> {
    for (level, holds) in conditions {
        match holds.get(row).copied().flatten() {
            Some(true) => return *level,
            Some(false) => {}
            None => return None,
        }
    }
    None
}

fn codes(study: &Study, name: &str) -> Vec<String> {
    study.variable(name).map_or_else(Vec::new, |variable| {
        variable
            .levels
            .iter()
            .map(|level| level.code.clone())
            .collect()
    })
}

fn span(
    cohort: &Cohort,
    from: &str,
    to: &str,
    length: impl Fn(jiff::civil::Date, jiff::civil::Date) -> f64,
) -> Column {
    let (from, to) = (cohort.column(from).dates(), cohort.column(to).dates());
    Column::Numbers(
        from.iter()
            .zip(to.iter())
            .map(|(from, to)| Some(length(from?, to?)))
            .collect(),
    )
}

/// Whether all of these binary columns are true, by Kleene's logic where cells
/// are missing.
fn all_of(cohort: &Cohort, names: &[String]) -> Vec<Option<bool>> {
    let mut result = vec![Some(true); cohort.len()];
    for name in names {
        for (all, cell) in result.iter_mut().zip(cohort.column(name).levels().iter()) {
            *all = and(*all, cell.map(|level| level == 1));
        }
    }
    result
}

/// Whether any of these binary columns is true, by Kleene's logic where cells
/// are missing.
fn any_of(cohort: &Cohort, names: &[String]) -> Vec<Option<bool>> {
    let mut result = vec![Some(false); cohort.len()];
    for name in names {
        for (any, cell) in result.iter_mut().zip(cohort.column(name).levels().iter()) {
            *any = or(*any, cell.map(|level| level == 1));
        }
    }
    result
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}
