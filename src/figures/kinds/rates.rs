//! What alternative texts tell of a curve: its events and median, and shares at the
//! times that the study asks for, or else at two ticks of its time axis.

use crate::analyse::told_times;
use crate::figures::alt::Alt;
use crate::figures::axis::digits_of;
use crate::number::{Path, format, unit};
use crate::statistics::CUMULATIVE_INCIDENCE;
use crate::study::{Endpoint, Study};
use crate::words::capitalised;

/// The times at which a curve is told.
pub(super) struct Times {
    times: Vec<f64>,
    /// Whether no table or analysis gives them.
    are_aside: bool,
}

impl Times {
    fn new(asked: Vec<f64>, every: f64, end: f64) -> Self {
        let are_aside = asked.is_empty();
        Self {
            times: match are_aside {
                true => told_times(every, end),
                false => asked,
            },
            are_aside,
        }
    }

    /// Those at which any table or analysis gives the survival of these groups, or
    /// some on an axis with ticks `every` so long until `end`.
    pub(super) fn of_survival(
        study: &Study,
        endpoint: &Endpoint,
        by: Option<&str>,
        (every, end): (f64, f64),
    ) -> Self {
        let plan = study.plan();
        let own = plan.survivals.iter();
        let mut own = own.filter(|own| own.endpoint == endpoint.id && own.by.as_deref() == by);
        let asked = own.next().map(|own| own.probabilities_at.clone());
        Self::new(asked.unwrap_or_default(), every, end)
    }

    /// The same of a cumulative incidence.
    pub(super) fn of_incidence(
        study: &Study,
        endpoint: &Endpoint,
        by: Option<&str>,
        (every, end): (f64, f64),
    ) -> Self {
        let plan = study.plan();
        let own = plan.statistics.iter().filter(|own| {
            let is_asked = own.statistics.contains(&&CUMULATIVE_INCIDENCE);
            is_asked && own.of_endpoints && own.by.as_deref() == by && own.of.contains(&endpoint.id)
        });
        let mut asked: Vec<f64> = own.flat_map(|own| own.times.clone()).collect();
        asked.sort_by(f64::total_cmp);
        asked.dedup();
        Self::new(asked, every, end)
    }
}

/// A time and its unit, as in "1 year".
pub(super) fn moment(time: f64, endpoint: &Endpoint, alt: &Alt<'_>) -> (String, String) {
    let words = alt.words();
    let unit = endpoint.unit.words(words);
    let text = format::tick(time, digits_of(time), alt.style());
    let unit = unit::beside(&text, unit, words).into_owned();
    (text, unit)
}

/// Adds from where the times of an endpoint with a landmark count, and who is left out.
pub(super) fn tell_start(study: &Study, endpoint: &Endpoint, alt: &mut Alt<'_>) {
    let id = endpoint.path().key("landmark");
    if endpoint.landmark.is_none() || !alt.is_number(&id) {
        if let Some(start) = endpoint.start(study) {
            alt.tell("figure.counted_since", &[("origin", &start)]);
        }
        return;
    }
    // The axis of time prints it as well.
    let time = alt.aside(|alt| alt.with_unit(&id));
    let slots = [
        ("endpoint", capitalised(&endpoint.label)),
        ("time", time),
        ("many", study.cohort.many.clone()),
    ];
    alt.tell("table.landmark_note", &slots);
}

/// The events of a survival curve and its median with the interval.
pub(super) fn median(who: &str, path: &Path, alt: &mut Alt<'_>) -> String {
    let [n, events] = ["n", "events"].map(|key| alt.get(&path.key(key)));
    let id = path.key("median");
    let median = alt.with_unit(&id);
    let limits = id.below();
    let [low, high] = ["ci_lower", "ci_upper"].map(|key| limits.key(key));
    let mut slots = vec![
        ("label", who.to_owned()),
        ("n", events),
        ("total", n),
        ("median", median),
    ];
    // A median that is not reached may still have a lower limit.
    let sentence = match alt.is_number(&low) || alt.is_number(&high) {
        true => {
            slots.push(("ci", alt.aside(Alt::confidence_interval)));
            slots.extend([("low", alt.get(&low)), ("high", alt.get(&high))]);
            "figure.kaplan_meier_interval"
        }
        false => "figure.kaplan_meier_group",
    };
    alt.words().fill(sentence, &slots)
}

/// The share at a time, in words.
struct Rate {
    told: String,
    has_interval: bool,
}

/// Which curve, and what its numbers are called.
pub(super) struct Rates<'a> {
    pub(super) label: &'a str,
    pub(super) path: &'a Path,
    pub(super) endpoint: &'a Endpoint,
    /// The key of the share at a time.
    pub(super) key: &'static str,
    /// The words of the sentence, and of one with intervals.
    pub(super) sentences: [&'static str; 2],
}

impl<'a> Rates<'a> {
    /// Those of a survival curve.
    pub(super) fn of_survival(label: &'a str, path: &'a Path, endpoint: &'a Endpoint) -> Self {
        Self {
            label,
            path,
            endpoint,
            key: "survival",
            sentences: match endpoint.is_survival() {
                true => ["figure.survival_rates", "figure.survival_rates_interval"],
                false => [
                    "figure.event_free_rates",
                    "figure.event_free_rates_interval",
                ],
            },
        }
    }

    /// The shares at these times with their intervals; those beyond follow-up are
    /// left out.
    pub(super) fn told(&self, times: &Times, alt: &mut Alt<'_>) -> Option<String> {
        let at = |alt: &mut Alt<'_>| -> Vec<Rate> {
            let times = times.times.iter();
            times.filter_map(|time| self.at(*time, alt)).collect()
        };
        let rates = match times.are_aside {
            true => alt.aside(at),
            false => at(alt),
        };
        if rates.is_empty() {
            return None;
        }
        let [alone, with_intervals] = self.sentences;
        let sentence = match rates.iter().any(|rate| rate.has_interval) {
            true => with_intervals,
            false => alone,
        };
        let ci = alt.aside(Alt::confidence_interval);
        let told: Vec<&str> = rates.iter().map(|rate| rate.told.as_str()).collect();
        let list = told.join(", ");
        let slots = [("label", self.label), ("ci", &ci), ("list", &list)];
        Some(alt.words().fill(sentence, &slots))
    }

    /// Adds them.
    pub(super) fn tell(&self, times: &Times, alt: &mut Alt<'_>) {
        if let Some(told) = self.told(times, alt) {
            alt.say(&told);
        }
    }

    fn at(&self, time: f64, alt: &mut Alt<'_>) -> Option<Rate> {
        let words = alt.words();
        let unit = self.endpoint.unit;
        let path = self.path.clone().time(time, unit.name());
        let value = |key: &str, alt: &Alt<'_>| alt.peek(&path.key(key))?.value.number();
        value(self.key, alt)?;
        let (time, named) = moment(time, self.endpoint, alt);
        let limits = ["ci_lower", "ci_upper"].map(|key| value(key, alt));
        let rate = alt.get(&path.key(self.key));
        let mut slots = vec![("percent", rate), ("time", time), ("unit", named)];
        let has_interval = matches!(limits, [Some(low), Some(high)] if low < high);
        let sentence = match has_interval {
            true => {
                let [low, high] = ["ci_lower", "ci_upper"].map(|key| alt.get(&path.key(key)));
                slots.extend([("low", low), ("high", high)]);
                "figure.rate_interval"
            }
            false => "figure.rate",
        };
        Some(Rate {
            told: words.fill(sentence, &slots),
            has_interval,
        })
    }
}
