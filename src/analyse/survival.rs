//! Survival curves: sizes, quantiles, survival probabilities, numbers at risk, log-rank test.

use super::axis_end::{axis_end, counted_until, told_times};
use super::hazard_ratios;
use super::pairs::{self, Compared, Pair, PairRows};
use super::place::Place;
use super::plot_data::Curve;
use super::record::{Basis, Entry, Grouping, Recorder, both, count};
use crate::cohort::observations;
use crate::number::format::shared_digits;
use crate::number::{Format, Method, NumberId, Path, Value};
use crate::statistics::{methods as method, ordinal, percentile_key};
use crate::stats::survival::kaplan_meier::kaplan_meier_of;
use crate::stats::survival::{
    KaplanMeier, Observation, Step, SurvivalQuantile, log_rank, survival_quantile,
};
use crate::study::{ConventionKey, Endpoint, Survival, Ticks};

/// Records the curves of an endpoint, one overall or one for each level.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &Survival) -> Vec<Curve> {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let Some(endpoint) = study.endpoint(&wanted.endpoint) else {
        return Vec::new();
    };
    let all = observations(study, cohort, endpoint);
    let Some(by) = &wanted.by else {
        let curve = Drawn(Place::overall(endpoint.path(), all.len()));
        let estimate = curve.record(recorder, endpoint, wanted, &all);
        return estimate
            .map(|estimate| Curve {
                endpoint: endpoint.id.clone(),
                group: None,
                path: curve.0.path,
                last: axis_end(times(&all)),
                estimate,
            })
            .into_iter()
            .collect();
    };
    let Some(grouping) = Grouping::new(study, cohort, by) else {
        return Vec::new();
    };
    let mut curves = Vec::new();
    for (index, place) in Place::levels(endpoint.path(), &grouping).enumerate() {
        let curve = Drawn(place);
        let estimate = curve.record(recorder, endpoint, wanted, &all);
        curves.extend(estimate.map(|estimate| Curve {
            endpoint: endpoint.id.clone(),
            group: Some((by.clone(), index)),
            path: curve.0.path.clone(),
            last: axis_end(times(&all)),
            estimate,
        }));
    }
    compare(recorder, endpoint, &grouping, &all);
    if wanted.hazard_ratios {
        hazard_ratios::record(recorder, endpoint, &grouping, &all);
    }
    curves
}

fn times(all: &[Option<Observation>]) -> impl Iterator<Item = f64> {
    all.iter().flatten().map(|row| row.time)
}

/// The curve of a place.
struct Drawn<'a>(Place<'a>);

impl Drawn<'_> {
    /// What the ids of the numbers at a time begin with.
    fn at(&self, endpoint: &Endpoint, time: f64) -> Path {
        self.0.path.clone().time(time, endpoint.unit.name())
    }

    fn record(
        &self,
        recorder: &mut Recorder<'_>,
        endpoint: &Endpoint,
        wanted: &Survival,
        all: &[Option<Observation>],
    ) -> Option<KaplanMeier> {
        let present: Vec<bool> = all.iter().map(Option::is_some).collect();
        let used = both(&self.0.members, &present);
        let universe = count(&self.0.members);
        let names = names_with(endpoint, self.0.by);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let basis = recorder.basis(&used, universe, &names);
        let own: Vec<Observation> = all
            .iter()
            .zip(&self.0.members)
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
            let id = self.0.path.key(key);
            recorder.add(&basis, Entry::count(id, words + &self.0.within, size));
        }
        let conventions = &recorder.study.conventions;
        let (confidence, scale) = (conventions.confidence, conventions.survival_interval);
        let estimate = kaplan_meier_of(own, confidence, scale).ok();
        for (key, word, share) in quantiles(&wanted.quantiles) {
            let id = self.0.path.key(&key);
            let what = format!("{word} of {label}{}", self.0.within);
            add_quantile(
                recorder,
                &basis,
                endpoint,
                &id,
                &what,
                (estimate.as_ref(), share),
                method::KAPLAN_MEIER_QUANTILE,
            );
        }
        for &time in &wanted.probabilities_at {
            self.add_rate(recorder, &basis, endpoint, estimate.as_ref(), time);
        }
        if let Some(curve) = &estimate {
            // The time axis is that of the whole cohort.
            let (end, longest) = (axis_end(times(all)), times(all).fold(0.0, f64::max));
            let shown = |every: &Ticks| {
                let step = every.step(endpoint.unit, end);
                super::ticks(step, counted_until(end, longest, step))
            };
            let untold = wanted.told_every.iter();
            for every in untold.filter(|_| wanted.probabilities_at.is_empty()) {
                for time in told_times(every.step(endpoint.unit, end), end) {
                    self.add_rate(recorder, &basis, endpoint, estimate.as_ref(), time);
                }
            }
            for every in &wanted.risk_every {
                for tick in shown(every) {
                    self.add_at_risk(recorder, &basis, endpoint, curve, tick);
                }
            }
            for every in &wanted.counted_every {
                for tick in shown(every) {
                    let (events, censored) = so_far(curve, tick);
                    for (names, count) in [(EVENTS, events), (CENSORED, censored)] {
                        self.add_count(recorder, &basis, endpoint, names, (count, tick));
                    }
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
            self.at(endpoint, time).key("at_risk"),
            format!(
                "rows at risk in {} at {time} {}{}",
                endpoint.label,
                endpoint.unit.name(),
                self.0.within
            ),
            curve.at_risk(time),
        );
        recorder.add(basis, entry);
    }

    /// Events, or censored rows, by a time.
    fn add_count(
        &self,
        recorder: &mut Recorder<'_>,
        basis: &Basis,
        endpoint: &Endpoint,
        (key, words): (&str, &str),
        so_far: (usize, f64),
    ) {
        let (count, time) = so_far;
        let what = self.what(endpoint, time);
        let words = format!("{words} by the time of {what}");
        let id = self.at(endpoint, time).key(key);
        recorder.add(basis, Entry::count(id, words, count));
    }

    /// The endpoint at a time, in words.
    fn what(&self, endpoint: &Endpoint, time: f64) -> String {
        let (label, unit) = (&endpoint.label, endpoint.unit.name());
        format!("{label} at {time} {unit}{}", self.0.within)
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
        let path = self.at(endpoint, time);
        let what = self.what(endpoint, time);
        let moment = Entry::new(
            path.key("time"),
            format!("time at which {} is given", endpoint.label),
            time,
            Format::Exact,
            method::SETTING,
        );
        recorder.add(basis, moment.unit(Some(endpoint.unit.words(study.words()))));
        let probability = SurvivalProbability::at(estimate, time);
        for (key, words, value) in [
            (
                "survival",
                format!("Kaplan-Meier estimate of {what}"),
                probability.survival,
            ),
            (
                "ci_lower",
                format!("lower confidence limit of {what}"),
                probability.lower,
            ),
            (
                "ci_upper",
                format!("upper confidence limit of {what}"),
                probability.upper,
            ),
        ] {
            let mut entry = Entry::new(
                path.key(key),
                words,
                value,
                Format::Percent,
                method::KAPLAN_MEIER,
            )
            .unit(Some("%"));
            if key != "survival" {
                entry = entry
                    .convention(conventions.setting(ConventionKey::Confidence))
                    .convention(conventions.setting(ConventionKey::SurvivalInterval));
            }
            recorder.add(basis, entry);
        }
        let error = Entry::new(
            path.key("se"),
            format!("standard error of the Kaplan-Meier estimate of {what}"),
            probability.error,
            Format::Digits(conventions.percent_digits + 1),
            method::KAPLAN_MEIER,
        );
        recorder.add(basis, error.unit(Some("%")));
        if let Some(curve) = estimate {
            self.add_at_risk(recorder, basis, endpoint, curve, time);
            let (events, _) = so_far(curve, time);
            self.add_count(recorder, basis, endpoint, EVENTS, (events, time));
        }
    }
}

/// Key and words of the events by a time.
const EVENTS: (&str, &str) = ("events", "events");
/// Key and words of the censored rows by a time.
const CENSORED: (&str, &str) = ("censored", "rows censored");

/// Events and censored rows by a time.
fn so_far(curve: &KaplanMeier, time: f64) -> (usize, usize) {
    let passed = || curve.steps.iter().filter(|step| step.time <= time);
    let events = passed().map(|step| step.events).sum();
    (events, passed().map(|step| step.censored).sum())
}

/// Survival at one time with its limits, in percent.
struct SurvivalProbability {
    survival: Value,
    error: Value,
    lower: Value,
    upper: Value,
}

impl SurvivalProbability {
    fn at(estimate: Option<&KaplanMeier>, time: f64) -> Self {
        let nowhere = |why: &str| Self {
            survival: Value::NotComputable(why.to_owned()),
            error: Value::NotComputable(why.to_owned()),
            lower: Value::NotComputable(why.to_owned()),
            upper: Value::NotComputable(why.to_owned()),
        };
        let Some(curve) = estimate else {
            return nowhere("no rows have a time");
        };
        let ended = curve.steps.last().is_some_and(|step| step.survival == 0.0);
        if time > curve.last_time() && !ended {
            return nowhere("follow-up ends before this time");
        }
        let step = curve.at(time);
        let (survival, lower, upper) = step.map_or((1.0, Some(1.0), Some(1.0)), |step| {
            (step.survival, step.lower, step.upper)
        });
        // Before the first event nothing varies.
        let error = step.map_or(Some(0.0), Step::standard_error);
        let limit = |limit: Option<f64>| {
            limit.map_or_else(
                || Value::NotComputable("not defined where survival is 0".to_owned()),
                |share| (100.0 * share).into(),
            )
        };
        Self {
            survival: (100.0 * survival).into(),
            error: limit(error),
            lower: limit(lower),
            upper: limit(upper),
        }
    }
}

/// Median and quartiles, then those that were asked for: key, words, share.
pub(super) fn quantiles(further: &[f64]) -> Vec<(String, String, f64)> {
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

/// Records a quantile of a curve with its confidence limits.
pub(super) fn add_quantile(
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
    let ends = quantile.map(|found| [found.estimate, found.lower, found.upper]);
    let ends = ends.into_iter().flatten().flatten();
    let times = curve.into_iter().flat_map(|curve| &curve.steps);
    let times = times.map(|step| step.time);
    let digits = shared_digits(ends.clone(), endpoint.digits_of(times.chain(ends)));
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

fn compare(
    recorder: &mut Recorder<'_>,
    endpoint: &Endpoint,
    grouping: &Grouping<'_>,
    all: &[Option<Observation>],
) {
    let mut groups = vec![Vec::new(); grouping.variable.levels.len()];
    let mut used = vec![false; all.len()];
    for ((observation, level), used) in all.iter().zip(grouping.cells.iter()).zip(&mut used) {
        if let (Some(observation), Some(level)) = (observation, level)
            && let Some(group) = groups.get_mut(level)
        {
            group.push(*observation);
            *used = true;
        }
    }
    let names = names_with(endpoint, Some(&grouping.variable.name));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let universe = all.len();
    let basis = recorder.basis(&used, universe, &names);
    let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
    let result = log_rank(&slices);
    let path = endpoint.path().by(&grouping.variable.name).word("test");
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
                path.key(key),
                format!("{words} of {what}"),
                value,
                format,
                method::LOG_RANK,
            ),
        );
    }
    if let Ok(test) = &result {
        let sizes = test.observed.iter().zip(&test.expected).enumerate();
        for (at, (observed, expected)) in sizes {
            let Some(level) = grouping.variable.levels.get(at) else {
                continue;
            };
            let members = grouping.members(at);
            let own = recorder.basis(&both(&used, &members), count(&members), &names);
            let path = path.clone().at(&level.id);
            let rows = [
                ("observed", observed, 0, &own),
                // From the risk sets of all groups.
                ("expected", expected, 2, &basis),
            ];
            for (key, value, digits, basis) in rows {
                let words = format!("{key} events of {what} in {}", level.label);
                let (id, format) = (path.key(key), Format::Digits(digits));
                recorder.add(
                    basis,
                    Entry::new(id, words, *value, format, method::LOG_RANK),
                );
            }
        }
    }
    let alpha = recorder.study.conventions.alpha;
    if result.is_ok_and(|test| test.p < alpha) {
        compare_pairs(recorder, &basis, &used, endpoint, grouping, &slices);
    }
}

/// The pairs after a significant test of more than two groups.
fn compare_pairs(
    recorder: &mut Recorder<'_>,
    basis: &Basis,
    used: &[bool],
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
                rows: PairRows::TwoGroups,
                statistic: None,
                unadjusted: Some((p, method::LOG_RANK)),
                adjusted: (None, method::LOG_RANK_ADJUSTED),
            })
        })
        .collect();
    let path = endpoint.path().by(&grouping.variable.name);
    let names = names_with(endpoint, Some(&grouping.variable.name));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let compared_groups = Compared {
        basis,
        used,
        variables: &names,
        grouping,
        path: &path,
        what: &endpoint.label,
    };
    compared_groups.record(recorder, &compared);
}

/// The variables behind an endpoint and its grouping.
pub(super) fn names_with(endpoint: &Endpoint, by: Option<&str>) -> Vec<String> {
    let by = by.map(str::to_owned);
    endpoint.columns().into_iter().chain(by).collect()
}
