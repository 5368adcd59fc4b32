//! The size of the cohort and the conventions that texts refer to.

use super::record::{Entry, Recorder};
use crate::cohort;
use crate::number::{Format, Path, Subject};
use crate::statistics::methods as method;
use crate::stats::contingency;

/// Records `cohort.n` and `convention.*`.
pub(super) fn record(recorder: &mut Recorder<'_>) {
    let all = vec![true; recorder.cohort.len()];
    let basis = recorder.basis(&all, all.len(), &[]);
    let many = recorder.study.cohort.many.clone();
    recorder.add(
        &basis,
        Entry::count(
            Path::of(Subject::Cohort).key("n"),
            format!("{many} in the cohort"),
            all.len(),
        ),
    );
    let study = recorder.study;
    if let Some(patients) = cohort::patients(study, recorder.cohort) {
        let basis = recorder.basis(&all, all.len(), &[patients.identifier]);
        let id = Path::of(Subject::Cohort).key("patients");
        let definition = format!("different values of {}", patients.identifier);
        recorder.add(&basis, Entry::count(id, definition, patients.count));
    }
    let conventions = &study.conventions;
    let days = study.words().text("unit.days");
    let settings = [
        (
            "confidence",
            "confidence level of intervals",
            conventions.confidence * 100.0,
            Some("%"),
            Format::Exact,
        ),
        (
            "alpha",
            "significance level",
            conventions.alpha,
            None,
            Format::Level,
        ),
        (
            "quantile",
            "definition of sample quantiles (Hyndman and Fan)",
            f64::from(conventions.quantile.number()),
            None,
            Format::Exact,
        ),
        (
            "month_days",
            "length of a month",
            conventions.month_days,
            Some(days),
            Format::Exact,
        ),
        (
            "year_days",
            "length of a year",
            conventions.year_days,
            Some(days),
            Format::Exact,
        ),
        (
            "few_at_risk",
            "number at risk below which a curve is drawn as uncertain",
            f64::from(conventions.few_at_risk),
            None,
            Format::Exact,
        ),
        (
            "sparse_share",
            "share of cells with an expected count below five above which a table is sparse",
            contingency::SPARSE_SHARE * 100.0,
            Some("%"),
            Format::Exact,
        ),
        (
            "sparse_least",
            "expected count below which one cell alone makes a table sparse",
            contingency::SPARSE_LEAST,
            None,
            Format::Exact,
        ),
        (
            "sparse_count",
            "expected count below which a cell is sparse",
            contingency::SPARSE_COUNT,
            None,
            Format::Exact,
        ),
    ];
    let none = vec![false; recorder.cohort.len()];
    let basis = recorder.basis(&none, 0, &[]);
    for (name, definition, value, unit, format) in settings {
        let entry = Entry::new(
            Path::of(Subject::Convention).key(name),
            definition.to_owned(),
            value,
            format,
            method::SETTING,
        );
        recorder.add(&basis, entry.unit(unit));
    }
    for endpoint in &study.endpoints {
        let Some(landmark) = endpoint.landmark else {
            continue;
        };
        let entry = Entry::new(
            endpoint.path().key("landmark"),
            format!("landmark of {}", endpoint.label),
            landmark,
            Format::Exact,
            method::SETTING,
        );
        let unit = endpoint.unit.beside(landmark, study.words());
        recorder.add(&basis, entry.unit(Some(unit)));
    }
}
