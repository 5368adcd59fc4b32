//! Survival curves: sizes, quantiles, survival probabilities, numbers at risk, log-rank test.

mod at_time;
mod compare;
mod quantiles;

pub(super) use quantiles::{add_quantile, quantiles, share_digits};

use super::axis_end::{axis_end, counted_until, told_times};
use super::hazard_ratios;
use super::place::Place;
use super::plot_data::Curve;
use super::record::{Entry, Grouping, Recorder, both, count};
use crate::cohort::observations;
use crate::number::Path;
use crate::statistics::methods as method;
use crate::stats::survival::kaplan_meier::kaplan_meier_of;
use crate::stats::survival::{KaplanMeier, Observation};
use crate::study::{Endpoint, Survival, Ticks};
use at_time::{CENSORED, EVENTS, so_far};

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
    compare::record(recorder, endpoint, &grouping, &all);
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
}

/// The variables behind an endpoint and its grouping.
pub(super) fn names_with(endpoint: &Endpoint, by: Option<&str>) -> Vec<String> {
    let by = by.map(str::to_owned);
    endpoint.columns().into_iter().chain(by).collect()
}
