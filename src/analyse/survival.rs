//! Survival curves: sizes, quantiles, rates, numbers at risk, log-rank test.

use super::method;
use super::pairs::{self, Pair};
use super::plot_data::Curve;
use super::record::{Basis, Entry, Grouping, Recorder, both};
use crate::cohort::observations;
use crate::ledger::format::Format;
use crate::ledger::{Method, Value};
use crate::stats::survival::{
    KaplanMeier, Observation, SurvivalQuantile, kaplan_meier, log_rank, survival_quantile,
};
use crate::study::{Endpoint, Survival};

/// Records the curves of an endpoint, one overall or one for each level.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &Survival) -> Vec<Curve> {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let Some(endpoint) = study.endpoint(&wanted.endpoint) else {
        return Vec::new();
    };
    let all = observations(study, cohort, endpoint);
    let Some(by) = &wanted.by else {
        let place = Place {
            prefix: endpoint.id.clone(),
            within: String::new(),
            members: vec![true; all.len()],
            by: None,
        };
        let estimate = place.record(recorder, endpoint, wanted, &all);
        return estimate
            .map(|estimate| Curve {
                endpoint: endpoint.id.clone(),
                group: None,
                prefix: place.prefix,
                estimate,
            })
            .into_iter()
            .collect();
    };
    let Some(grouping) = Grouping::new(study, cohort, by) else {
        return Vec::new();
    };
    let mut curves = Vec::new();
    for (index, level) in grouping.variable.levels.iter().enumerate() {
        let place = Place {
            prefix: format!("{}.by_{by}.{}", endpoint.id, level.id),
            within: format!(" in {}", level.label),
            members: grouping.members(index),
            by: Some(by),
        };
        let estimate = place.record(recorder, endpoint, wanted, &all);
        curves.extend(estimate.map(|estimate| Curve {
            endpoint: endpoint.id.clone(),
            group: Some((by.clone(), index)),
            prefix: place.prefix.clone(),
            estimate,
        }));
    }
    compare(recorder, endpoint, &grouping, &all);
    curves
}

/// The time of a rate in an id: `12_months`.
pub fn time_id(endpoint: &Endpoint, time: f64) -> String {
    format!(
        "{}_{}",
        time.to_string().replace('.', "_"),
        endpoint.unit.name()
    )
}

struct Place<'a> {
    prefix: String,
    within: String,
    members: Vec<bool>,
    by: Option<&'a str>,
}

impl Place<'_> {
    fn record(
        &self,
        recorder: &mut Recorder<'_>,
        endpoint: &Endpoint,
        wanted: &Survival,
        all: &[Option<Observation>],
    ) -> Option<KaplanMeier> {
        let present: Vec<bool> = all.iter().map(Option::is_some).collect();
        let used = both(&self.members, &present);
        let universe = super::record::count(&self.members);
        let columns = endpoint.columns();
        let names: Vec<&str> = columns.iter().map(String::as_str).chain(self.by).collect();
        let basis = recorder.basis(&used, universe, &names);
        let own: Vec<Observation> = all
            .iter()
            .zip(&self.members)
            .filter_map(|(observation, member)| observation.filter(|_| *member))
            .collect();
        let events = own.iter().filter(|o| o.event).count();
        let label = &endpoint.label;
        for (key, words, size) in [
            ("n", format!("rows with a time of {label}"), basis.n),
            (
                "missing",
                format!("rows without a time of {label}"),
                basis.missing,
            ),
            (
                "events",
                format!("events ({}) of {label}", endpoint.event_label),
                events,
            ),
            (
                "censored",
                format!("rows censored in {label}"),
                basis.n - events,
            ),
        ] {
            let id = format!("{}.{key}", self.prefix);
            recorder.add(&basis, Entry::count(id, words + &self.within, size));
        }
        let conventions = &recorder.study.conventions;
        let (confidence, scale) = (conventions.confidence, conventions.survival_interval);
        let estimate = kaplan_meier(&own, confidence, scale).ok();
        for (key, word, share) in [
            ("median", "median", 0.5),
            ("q1", "lower quartile", 0.25),
            ("q3", "upper quartile", 0.75),
        ] {
            let prefix = format!("{}.{key}", self.prefix);
            let what = format!("{word} of {label}{}", self.within);
            let quantile = estimate
                .as_ref()
                .map(|curve| survival_quantile(curve, share));
            add_quantile(
                recorder,
                &basis,
                endpoint,
                &prefix,
                &what,
                quantile,
                method::KAPLAN_MEIER_QUANTILE,
            );
        }
        for &time in &wanted.rates {
            self.add_rate(recorder, &basis, endpoint, estimate.as_ref(), time);
        }
        if let Some(curve) = &estimate {
            // A time axis runs to the last time of the whole cohort.
            let last = all.iter().flatten().map(|o| o.time).fold(0.0, f64::max);
            for &every in &wanted.risk_every {
                for tick in super::ticks(every, last) {
                    self.add_at_risk(recorder, &basis, endpoint, curve, tick);
                }
            }
        }
        estimate
    }

    fn add_at_risk(
        &self,
        recorder: &mut Recorder<'_>,
        basis: &Basis,
        endpoint: &Endpoint,
        curve: &KaplanMeier,
        time: f64,
    ) {
        let entry = Entry::count(
            format!("{}.{}.at_risk", self.prefix, time_id(endpoint, time)),
            format!(
                "rows at risk in {} at {time} {}{}",
                endpoint.label,
                endpoint.unit.name(),
                self.within
            ),
            curve.at_risk(time),
        );
        recorder.add(basis, entry);
    }

    fn add_rate(
        &self,
        recorder: &mut Recorder<'_>,
        basis: &Basis,
        endpoint: &Endpoint,
        estimate: Option<&KaplanMeier>,
        time: f64,
    ) {
        let study = recorder.study;
        let conventions = &study.conventions;
        let scale = method::scale_name(conventions.survival_interval);
        let prefix = format!("{}.{}", self.prefix, time_id(endpoint, time));
        let what = format!(
            "{} at {time} {}{}",
            endpoint.label,
            endpoint.unit.name(),
            self.within
        );
        let moment = Entry::new(
            format!("{prefix}.time"),
            format!("time at which {} is given", endpoint.label),
            time,
            Format::Exact,
            method::SETTING,
        );
        recorder.add(basis, moment.unit(Some(endpoint.unit.name())));
        let rate = Rate::at(estimate, time);
        for (key, words, value) in [
            (
                "survival",
                format!("Kaplan-Meier estimate of {what}"),
                rate.survival,
            ),
            (
                "ci_lower",
                format!("lower confidence limit of {what}"),
                rate.lower,
            ),
            (
                "ci_upper",
                format!("upper confidence limit of {what}"),
                rate.upper,
            ),
        ] {
            let mut entry = Entry::new(
                format!("{prefix}.{key}"),
                words,
                value,
                Format::Percent,
                method::KAPLAN_MEIER,
            )
            .unit(Some("%"));
            if key != "survival" {
                entry = entry
                    .convention(format!("confidence = {}", conventions.confidence))
                    .convention(format!("survival_interval = {scale}"));
            }
            recorder.add(basis, entry);
        }
        if let Some(curve) = estimate {
            self.add_at_risk(recorder, basis, endpoint, curve, time);
            let by_then: usize = curve
                .steps
                .iter()
                .filter(|step| step.time <= time)
                .map(|step| step.events)
                .sum();
            let words = format!("events by the time of {what}");
            recorder.add(
                basis,
                Entry::count(format!("{prefix}.events"), words, by_then),
            );
        }
    }
}

/// Survival at one time with its limits, in percent.
struct Rate {
    survival: Value,
    lower: Value,
    upper: Value,
}

impl Rate {
    fn at(estimate: Option<&KaplanMeier>, time: f64) -> Self {
        let nowhere = |why: &str| Self {
            survival: Value::NotComputable(why.to_owned()),
            lower: Value::NotComputable(why.to_owned()),
            upper: Value::NotComputable(why.to_owned()),
        };
        let Some(curve) = estimate else {
            return nowhere("no row has a time");
        };
        let ended = curve.steps.last().is_some_and(|step| step.survival == 0.0);
        if time > curve.last_time() && !ended {
            return nowhere("nobody was followed that long");
        }
        let (survival, lower, upper) = curve.at(time).map_or((1.0, Some(1.0), Some(1.0)), |step| {
            (step.survival, step.lower, step.upper)
        });
        let limit = |limit: Option<f64>| {
            limit.map_or_else(
                || Value::NotComputable("not defined where survival is 0".to_owned()),
                |share| (100.0 * share).into(),
            )
        };
        Self {
            survival: (100.0 * survival).into(),
            lower: limit(lower),
            upper: limit(upper),
        }
    }
}

/// Records a quantile of a curve with its confidence limits.
pub(super) fn add_quantile(
    recorder: &mut Recorder<'_>,
    basis: &Basis,
    endpoint: &Endpoint,
    prefix: &str,
    what: &str,
    quantile: Option<SurvivalQuantile>,
    method: Method,
) {
    let study = recorder.study;
    let conventions = &study.conventions;
    let scale = method::scale_name(conventions.survival_interval);
    let value = |get: fn(&SurvivalQuantile) -> Option<f64>| match &quantile {
        None => Value::NotComputable("no row has a time".to_owned()),
        Some(quantile) => get(quantile).map_or(Value::NotReached, Value::from),
    };
    for (key, words, value) in [
        ("", what.to_owned(), value(|q| q.estimate)),
        (
            ".ci_lower",
            format!("lower confidence limit of the {what}"),
            value(|q| q.lower),
        ),
        (
            ".ci_upper",
            format!("upper confidence limit of the {what}"),
            value(|q| q.upper),
        ),
    ] {
        let mut entry = Entry::new(
            format!("{prefix}{key}"),
            words,
            value,
            Format::Digits(endpoint.digits),
            method,
        )
        .unit(Some(endpoint.unit.name()));
        for length in endpoint.lengths(study) {
            entry = entry.convention(length);
        }
        if !key.is_empty() {
            entry = entry
                .convention(format!("confidence = {}", conventions.confidence))
                .convention(format!("survival_interval = {scale}"));
        }
        recorder.add(basis, entry);
    }
}

fn compare(
    recorder: &mut Recorder<'_>,
    endpoint: &Endpoint,
    grouping: &Grouping<'_>,
    all: &[Option<Observation>],
) {
    let mut groups = vec![Vec::new(); grouping.variable.levels.len()];
    let mut used = vec![false; all.len()];
    for ((observation, level), used) in all.iter().zip(grouping.cells).zip(&mut used) {
        if let (Some(observation), Some(level)) = (observation, level)
            && let Some(group) = groups.get_mut(*level)
        {
            group.push(*observation);
            *used = true;
        }
    }
    let columns = endpoint.columns();
    let names: Vec<&str> = columns
        .iter()
        .map(String::as_str)
        .chain([grouping.variable.name.as_str()])
        .collect();
    let universe = all.len();
    let basis = recorder.basis(&used, universe, &names);
    let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
    let result = log_rank(&slices);
    let prefix = format!("{}.by_{}.test", endpoint.id, grouping.variable.name);
    let what = format!("{} by {}", endpoint.label, grouping.variable.label);
    let of = |get: fn(&crate::stats::survival::LogRank) -> f64| -> Value {
        result.as_ref().map(get).map_err(Clone::clone).into()
    };
    for (key, words, value, format) in [
        ("p", "p-value", of(|r| r.p), Format::PValue),
        (
            "statistic",
            "chi-square",
            of(|r| r.chi_square),
            Format::Digits(2),
        ),
        (
            "df",
            "degrees of freedom",
            of(|r| f64::from(r.df)),
            Format::Digits(0),
        ),
    ] {
        recorder.add(
            &basis,
            Entry::new(
                format!("{prefix}.{key}"),
                format!("{words} of {what}"),
                value,
                format,
                method::LOG_RANK,
            ),
        );
    }
    let alpha = recorder.study.conventions.alpha;
    if result.is_ok_and(|test| test.p < alpha) {
        compare_pairs(recorder, &basis, endpoint, grouping, &slices);
    }
}

/// The pairs after a significant test of more than two groups.
fn compare_pairs(
    recorder: &mut Recorder<'_>,
    basis: &Basis,
    endpoint: &Endpoint,
    grouping: &Grouping<'_>,
    groups: &[&[Observation]],
) {
    let compared: Vec<Pair> = pairs::each(groups.iter().map(|group| !group.is_empty()))
        .into_iter()
        .filter_map(|(first, second)| {
            let both = [*groups.get(first)?, *groups.get(second)?];
            // Two groups without an event do not differ: p is 1.
            let p = log_rank(&both).map_or(1.0, |test| test.p);
            Some(Pair {
                first,
                second,
                unadjusted: Some((p, method::LOG_RANK)),
                adjusted: (None, method::LOG_RANK_ADJUSTED),
            })
        })
        .collect();
    let prefix = format!("{}.by_{}", endpoint.id, grouping.variable.name);
    pairs::record(
        recorder,
        basis,
        grouping,
        &prefix,
        &endpoint.label,
        &compared,
    );
}
