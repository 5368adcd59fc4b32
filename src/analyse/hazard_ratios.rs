//! Hazard ratios of the groups of a curve against its first one, by a Cox model
//! of the groups alone.

use super::record::{Entry, Grouping, Recorder};
use crate::number::{Format, Value};
use crate::statistics::methods;
use crate::stats::StatsError;
use crate::stats::math;
use crate::stats::regression::{Coefficient, CoefficientInterval, FitOptions};
use crate::stats::survival::Observation;
use crate::stats::survival::cox::{Subject, Ties, cox};
use crate::study::{ConventionKey, Endpoint};

/// Key, words, and the part of a coefficient.
type Part = (&'static str, &'static str, fn(&Coefficient) -> f64);

/// Records `ENDPOINT.by_GROUPING.LEVEL_vs_FIRST.hr` with its limits, for each level
/// with rows but the first.
pub(super) fn record(
    recorder: &mut Recorder<'_>,
    endpoint: &Endpoint,
    grouping: &Grouping<'_>,
    all: &[Option<Observation>],
) {
    let levels = grouping.variable.levels.len();
    let mut sizes = vec![0_usize; levels];
    let mut used = vec![false; all.len()];
    // Vectors that grow hold twice the rows of a registry for a moment.
    let mut subjects = Vec::with_capacity(all.len());
    let mut groups = Vec::with_capacity(all.len());
    for ((row, level), used) in all.iter().zip(grouping.cells.iter()).zip(&mut used) {
        let (Some(row), Some(level)) = (row, level) else {
            continue;
        };
        if let Some(size) = sizes.get_mut(level) {
            *size += 1;
            *used = true;
            groups.push(level);
            subjects.push(Subject {
                entry: row.entry,
                time: row.time,
                event: row.event,
                stratum: 0,
                weight: 1.0,
            });
        }
    }
    let mut filled = (0..levels).filter(|level| sizes.get(*level) > Some(&0));
    let Some(reference) = filled.next() else {
        return;
    };
    let others: Vec<usize> = filled.collect();
    let columns: Vec<Vec<f64>> = others
        .iter()
        .map(|own| {
            let is_own = |level: &usize| f64::from(u8::from(level == own));
            groups.iter().map(is_own).collect()
        })
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let conventions = &recorder.study.conventions;
    let (ties, confidence) = (conventions.ties, conventions.confidence);
    let level = conventions.setting(ConventionKey::Confidence);
    let options = FitOptions {
        confidence,
        interval: CoefficientInterval::Wald,
        firth: false,
    };
    let method = match ties {
        Ties::Efron => methods::COX_EFRON,
        Ties::Breslow => methods::COX_BRESLOW,
    };
    let fit = cox(&subjects, &columns, ties, options);
    let names = super::survival::names_with(endpoint, Some(&grouping.variable.name));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let basis = recorder.basis(&used, all.len(), &names);
    for (term, own) in others.iter().enumerate() {
        let estimate = fit.as_ref().map_err(Clone::clone).and_then(|fit| {
            let found = fit.terms.get(term).and_then(|term| term.finite());
            found.ok_or(StatsError::InfiniteEstimate)
        });
        let path = endpoint.path().by(&grouping.variable.name);
        let path = path.then(grouping.pair(*own, reference));
        let pair = grouping.pair_label(*own, reference);
        let parts: [Part; 3] = [
            ("hr", "hazard ratio", |own| own.estimate),
            (
                "ci_lower",
                "lower confidence limit of the hazard ratio",
                |own| own.interval.lower,
            ),
            (
                "ci_upper",
                "upper confidence limit of the hazard ratio",
                |own| own.interval.upper,
            ),
        ];
        for (key, words, get) in parts {
            let value: Value = estimate
                .as_ref()
                .map(|own| math::exp(get(own)))
                .map_err(Clone::clone)
                .into();
            let definition = format!("{words} of {}, {pair}", endpoint.label);
            let mut entry = Entry::new(path.key(key), definition, value, Format::Digits(2), method);
            if key != "hr" {
                entry = entry.convention(level);
            }
            recorder.add(&basis, entry);
        }
    }
}
