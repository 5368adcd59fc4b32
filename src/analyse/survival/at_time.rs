//! A curve at a time: survival with its limits, numbers at risk, events and censored
//! rows so far.

use super::Drawn;
use crate::analyse::record::{Basis, Entry, Recorder};
use crate::number::{Format, Value};
use crate::statistics::methods as method;
use crate::stats::survival::{KaplanMeier, Step};
use crate::study::{ConventionKey, Endpoint};

impl Drawn<'_> {
    pub(super) fn add_at_risk(
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
    pub(super) fn add_count(
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

    pub(super) fn add_rate(
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
pub(super) const EVENTS: (&str, &str) = ("events", "events");
/// Key and words of the censored rows by a time.
pub(super) const CENSORED: (&str, &str) = ("censored", "rows censored");

/// Events and censored rows by a time.
pub(super) fn so_far(curve: &KaplanMeier, time: f64) -> (usize, usize) {
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
