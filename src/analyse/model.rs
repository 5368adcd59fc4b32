//! Regression models: coefficients, tests of the whole model, concordance.

use super::method;
use super::record::{Basis, Entry, Recorder, both};
use crate::cohort::{Cohort, Column, observations};
use crate::ledger::format::Format;
use crate::ledger::{Method, Value};
use crate::stats::StatsError;
use crate::stats::math;
use crate::stats::regression::{Coefficient, CoefficientInterval, FitOptions, GlobalTest};
use crate::stats::survival::Observation;
use crate::stats::survival::cox::{
    Concordance, CoxFit, Subject, Ties, concordance, cox,
};
use crate::study::{Model, Study, Variable};

/// One column of the model: a number, or one level against the reference.
struct Term {
    /// Of its ids, behind the model's.
    id: String,
    /// In words.
    label: String,
    values: Vec<Option<f64>>,
}

/// Records a model under its id.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &Model) {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let Some(endpoint) = study.endpoint(&wanted.endpoint) else {
        return;
    };
    let all = observations(study, cohort, endpoint);
    let complete = complete_rows(cohort, wanted, &all);
    let terms = terms(study, cohort, wanted, &complete);
    let strata = wanted
        .strata
        .as_ref()
        .map(|strata| cohort.column(strata).levels());
    let mut subjects = Vec::new();
    let mut columns = vec![Vec::new(); terms.len()];
    let mut used = vec![false; all.len()];
    for (row, observation) in all.iter().enumerate() {
        let values: Option<Vec<f64>> = terms
            .iter()
            .map(|term| term.values.get(row).copied().flatten())
            .collect();
        let stratum = match strata {
            Some(levels) => levels.get(row).copied().flatten(),
            None => Some(0),
        };
        let (Some(observation), Some(values), Some(stratum)) = (observation, values, stratum)
        else {
            continue;
        };
        subjects.push(Subject {
            entry: f64::NEG_INFINITY,
            time: observation.time,
            event: observation.event,
            stratum,
        });
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
        used[row] = true;
    }
    let sources = endpoint.columns();
    let names: Vec<&str> = sources
        .iter()
        .chain(&wanted.covariates)
        .chain(&wanted.strata)
        .map(String::as_str)
        .collect();
    let basis = recorder.basis(&used, all.len(), &names);
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let conventions = &study.conventions;
    let fit = cox(
        &subjects,
        &slices,
        conventions.ties,
        FitOptions {
            confidence: conventions.confidence,
            interval: CoefficientInterval::Wald,
            firth: false,
        },
    );
    let fit = fit.map_err(|error| reason(&error, &terms));
    let agreement = fit
        .as_ref()
        .ok()
        .and_then(|fit| concordance(&subjects, &fit.linear_predictors));
    let writer = Writer {
        model: wanted,
        label: wanted
            .label
            .clone()
            .unwrap_or_else(|| endpoint.label.clone()),
        basis,
        method: match conventions.ties {
            Ties::Efron => method::COX_EFRON,
            Ties::Breslow => method::COX_BRESLOW,
        },
    };
    let events = subjects.iter().filter(|subject| subject.event).count();
    writer.sizes(recorder, events, terms.len());
    writer.tests(recorder, &fit, agreement);
    for (index, term) in terms.iter().enumerate() {
        writer.term(recorder, term, &fit, index);
    }
}

/// Why there is no fit, with the covariate by its name.
fn reason(error: &StatsError, terms: &[Term]) -> String {
    match error {
        StatsError::Monotone { term } => {
            let label = terms
                .get(*term)
                .map_or("a covariate", |term| term.label.as_str());
            format!(
                "{label} separates those with the event from the others; its hazard ratio has no finite value"
            )
        }
        other => other.to_string(),
    }
}

/// Rows with a time, every covariate and a stratum.
fn complete_rows(cohort: &Cohort, model: &Model, all: &[Option<Observation>]) -> Vec<bool> {
    let mut complete: Vec<bool> = all.iter().map(Option::is_some).collect();
    for name in model.covariates.iter().chain(&model.strata) {
        complete = both(&complete, &cohort.column(name).present());
    }
    complete
}

fn terms(study: &Study, cohort: &Cohort, model: &Model, complete: &[bool]) -> Vec<Term> {
    model
        .covariates
        .iter()
        .filter_map(|name| study.variable(name))
        .flat_map(|variable| terms_of(variable, cohort, complete))
        .collect()
}

fn terms_of(variable: &Variable, cohort: &Cohort, complete: &[bool]) -> Vec<Term> {
    match cohort.column(&variable.name) {
        Column::Numbers(cells) => vec![Term {
            id: variable.name.clone(),
            label: variable.label.clone(),
            values: cells.clone(),
        }],
        Column::Levels(cells) => {
            // A level without complete rows has no coefficient.
            let filled = |level: usize| {
                cells
                    .iter()
                    .zip(complete)
                    .any(|(cell, complete)| *complete && *cell == Some(level))
            };
            let levels: Vec<usize> = (0..variable.levels.len())
                .filter(|&level| filled(level))
                .collect();
            let Some((&reference, others)) = levels.split_first() else {
                return Vec::new();
            };
            let label = |at: usize| {
                variable
                    .levels
                    .get(at)
                    .map_or("", |level| level.label.as_str())
            };
            others
                .iter()
                .map(|&level| Term {
                    id: format!(
                        "{}.{}",
                        variable.name,
                        variable
                            .levels
                            .get(level)
                            .map_or("", |level| level.id.as_str())
                    ),
                    label: format!(
                        "{}: {} against {}",
                        variable.label,
                        label(level),
                        label(reference)
                    ),
                    values: cells
                        .iter()
                        .map(|cell| cell.map(|value| f64::from(u8::from(value == level))))
                        .collect(),
                })
                .collect()
        }
        Column::Dates(_) | Column::Text(_) => Vec::new(),
    }
}

/// A part of a result: its key, its words, how it is got, how it is printed.
type Part<T> = (&'static str, &'static str, fn(&T) -> f64, Format);
/// A test of the whole model: its key, its name, how it is got.
type WholeTest = (&'static str, &'static str, fn(&CoxFit) -> &GlobalTest);

struct Writer<'a> {
    model: &'a Model,
    label: String,
    basis: Basis,
    method: Method,
}

impl Writer<'_> {
    fn add(
        &self,
        recorder: &mut Recorder<'_>,
        key: &str,
        words: String,
        value: Value,
        format: Format,
        method: Method,
    ) {
        let id = format!("{}.{key}", self.model.id);
        recorder.add(&self.basis, Entry::new(id, words, value, format, method));
    }

    fn sizes(&self, recorder: &mut Recorder<'_>, events: usize, terms: usize) {
        let label = &self.label;
        for (key, words, size) in [
            ("n", "rows", self.basis.n),
            ("missing", "rows left out of", self.basis.missing),
            ("events", "events", events),
            ("coefficients", "coefficients", terms),
        ] {
            let words = format!("{words} in the model of {label}");
            let id = format!("{}.{key}", self.model.id);
            recorder.add(&self.basis, Entry::count(id, words, size));
        }
        let ratio = if terms == 0 {
            Value::NotComputable("the model has no coefficient".to_owned())
        } else {
            (events as f64 / terms as f64).into()
        };
        let words = format!("events per coefficient of the model of {label}");
        let key = "events_per_variable";
        self.add(
            recorder,
            key,
            words,
            ratio,
            Format::Digits(1),
            method::EVENTS_PER_VARIABLE,
        );
    }

    fn tests(
        &self,
        recorder: &mut Recorder<'_>,
        fit: &Result<CoxFit, String>,
        agreement: Option<Concordance>,
    ) {
        let tests: [WholeTest; 3] = [
            ("lr", "likelihood ratio test", |fit| &fit.likelihood_ratio),
            ("wald", "Wald test", |fit| &fit.wald),
            ("score", "score test", |fit| &fit.score),
        ];
        for (key, name, test) in tests {
            let parts: [Part<GlobalTest>; 3] = [
                ("p", "p-value", |test| test.p, Format::PValue),
                (
                    "statistic",
                    "chi-square",
                    |test| test.chi_square,
                    Format::Digits(2),
                ),
                (
                    "df",
                    "degrees of freedom",
                    |test| f64::from(test.df),
                    Format::Digits(0),
                ),
            ];
            for (part, words, get, format) in parts {
                let value = match fit {
                    Ok(fit) => get(test(fit)).into(),
                    Err(why) => Value::NotComputable(why.clone()),
                };
                let words = format!("{words} of the {name} of the model of {}", self.label);
                self.add(
                    recorder,
                    &format!("{key}.{part}"),
                    words,
                    value,
                    format,
                    self.method,
                );
            }
        }
        for (key, words, get) in [
            (
                "concordance",
                "concordance",
                (|c| c.estimate) as fn(Concordance) -> f64,
            ),
            ("concordance_se", "standard error of the concordance", |c| {
                c.standard_error
            }),
        ] {
            let value = match (fit, agreement) {
                (Err(why), _) => Value::NotComputable(why.clone()),
                (_, None) => Value::NotComputable("no pair can be compared".to_owned()),
                (_, Some(agreement)) => get(agreement).into(),
            };
            let words = format!("{words} of the model of {}", self.label);
            self.add(
                recorder,
                key,
                words,
                value,
                Format::Digits(3),
                method::CONCORDANCE,
            );
        }
    }

    fn term(
        &self,
        recorder: &mut Recorder<'_>,
        term: &Term,
        fit: &Result<CoxFit, String>,
        index: usize,
    ) {
        let parts: [Part<Coefficient>; 6] = [
            ("hr", "hazard ratio", |t| math::exp(t.estimate), Format::Digits(2)),
            (
                "ci_lower",
                "lower confidence limit of the hazard ratio",
                |t| math::exp(t.interval.lower),
                Format::Digits(2),
            ),
            (
                "ci_upper",
                "upper confidence limit of the hazard ratio",
                |t| math::exp(t.interval.upper),
                Format::Digits(2),
            ),
            ("p", "p-value", |t| t.p, Format::PValue),
            (
                "coefficient",
                "log hazard ratio",
                |t| t.estimate,
                Format::Digits(3),
            ),
            (
                "se",
                "standard error of the log hazard ratio",
                |t| t.standard_error,
                Format::Digits(3),
            ),
        ];
        for (key, words, get, format) in parts {
            let value: Value = match fit {
                Ok(fit) => fit.terms.get(index).map(get).map_or_else(
                    || Value::NotComputable("the term was dropped".to_owned()),
                    Value::from,
                ),
                Err(why) => Value::NotComputable(why.clone()),
            };
            let words = format!("{words} of {} in the model of {}", term.label, self.label);
            self.add(
                recorder,
                &format!("{}.{key}", term.id),
                words,
                value,
                format,
                self.method,
            );
        }
    }
}
