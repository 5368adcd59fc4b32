//! Median, quartiles and other quantiles of a curve, with their limits.

use crate::analyse::record::{Basis, Entry, Recorder};
use crate::number::format::digits_of_times;
use crate::number::{Format, Method, Number, NumberId, Value};
use crate::statistics::methods as method;
use crate::statistics::{ordinal, percentile_key};
use crate::stats::survival::{KaplanMeier, SurvivalQuantile, survival_quantile};
use crate::study::{ConventionKey, Endpoint};

/// Median and quartiles, then those that were asked for: key, words, share.
pub(in crate::analyse) fn quantiles(further: &[f64]) -> Vec<(String, String, f64)> {
    let quartiles = [
        ("median", "median", 0.5),
        ("q1", "lower quartile", 0.25),
        ("q3", "upper quartile", 0.75),
    ];
    let quartiles = quartiles.map(|(key, word, share)| (key.to_owned(), word.to_owned(), share));
    let further = further.iter().map(|share| {
        let word = format!("{} percentile", ordinal(*share));
        (percentile_key(*share), word, *share)
    });
    quartiles.into_iter().chain(further).collect()
}

/// Prints the quantiles of all curves of an endpoint in whole numbers or none of them,
/// unless the study says how many digits they have.
pub(in crate::analyse) fn share_digits(recorder: &mut Recorder<'_>) {
    let study = recorder.study;
    let curves = [
        method::KAPLAN_MEIER_QUANTILE.id,
        method::REVERSE_KAPLAN_MEIER.id,
    ];
    let is_given = |number: &Number| {
        let endpoints = study.endpoints.iter();
        let mut given = endpoints.filter(|own| own.digits.is_some());
        given.any(|own| own.subject == *number.id.subject())
    };
    let is_shared = |number: &Number| curves.contains(&number.method.id) && !is_given(number);
    recorder.ledger.share_digits(&study.conventions, is_shared);
}

/// Records a quantile of a curve with its confidence limits.
pub(in crate::analyse) fn add_quantile(
    recorder: &mut Recorder<'_>,
    basis: &Basis,
    endpoint: &Endpoint,
    id: &NumberId,
    what: &str,
    (curve, share): (Option<&KaplanMeier>, f64),
    method: Method,
) {
    let study = recorder.study;
    let conventions = &study.conventions;
    let rule = conventions.survival_quantile;
    let quantile = curve.map(|curve| survival_quantile(curve, share, rule));
    let estimate = quantile.and_then(|found| found.estimate);
    let limits = quantile.map_or([None; 2], |found| [found.lower, found.upper]);
    let ends = estimate.into_iter().chain(limits.into_iter().flatten());
    let times = curve.into_iter().flat_map(|curve| &curve.steps);
    let times = times.map(|step| step.time);
    let digits = digits_of_times(estimate, limits, endpoint.digits_of(times.chain(ends)));
    let nowhere = || Value::NotComputable("not defined where survival is 0".to_owned());
    let value = |get: fn(&SurvivalQuantile) -> Option<f64>| match &quantile {
        None => Value::NotComputable("no rows have a time".to_owned()),
        Some(quantile) => get(quantile).map_or(Value::NotReached, Value::from),
    };
    // Limits are not defined where the curve is 0; "not reached" would be said of a curve.
    let lower = match &quantile {
        Some(found) if found.estimate.is_some() && found.lower.is_none() => nowhere(),
        _ => value(|q| q.lower),
    };
    let falls = curve.into_iter().flat_map(|curve| &curve.steps);
    let mut falls = falls.filter(|step| step.survival < 1.0).peekable();
    let upper = match falls.peek().is_some() && falls.all(|step| step.upper.is_none()) {
        true => nowhere(),
        false => value(|q| q.upper),
    };
    for (key, words, value) in [
        (None, what.to_owned(), value(|q| q.estimate)),
        (
            Some("ci_lower"),
            format!("lower confidence limit of the {what}"),
            lower,
        ),
        (
            Some("ci_upper"),
            format!("upper confidence limit of the {what}"),
            upper,
        ),
    ] {
        let mut entry = Entry::new(
            key.map_or_else(|| id.clone(), |key| id.below().key(key)),
            words,
            value,
            Format::Measured(digits),
            method,
        )
        .unit(Some(endpoint.unit.words(study.words())));
        for length in endpoint.lengths(study) {
            entry = entry.convention(length);
        }
        if quantile.is_some_and(|quantile| quantile.depends_on_rule) {
            let rule = conventions.setting(ConventionKey::SurvivalQuantile);
            entry = entry.convention(rule);
        }
        if key.is_some() {
            entry = entry
                .convention(conventions.setting(ConventionKey::Confidence))
                .convention(conventions.setting(ConventionKey::SurvivalInterval));
        }
        recorder.add(basis, entry);
    }
}
