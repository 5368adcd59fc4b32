//! Curves of cumulative incidence, with the rows at risk under their time axis.

use super::axis_end::{axis_end, counted_until};
use super::place::Place;
use super::plot_data::Incidence;
use super::record::{Entry, Grouping, Recorder, both, count};
use crate::cohort::{EVENT, competing_observations};
use crate::statistics::CUMULATIVE_INCIDENCE;
use crate::stats::survival::competing::{CompetingObservation, cumulative_incidence};
use crate::study::{Endpoint, IncidenceRequest};

/// The steps of a cumulative incidence, overall or for each level.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &IncidenceRequest) -> Vec<Incidence> {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let Some(endpoint) = study.endpoint(&wanted.endpoint) else {
        return Vec::new();
    };
    let all = competing_observations(study, cohort, endpoint);
    let start = endpoint.path().word(&CUMULATIVE_INCIDENCE.id());
    let by = wanted.by.as_deref();
    let Some(grouping) = by.and_then(|by| Grouping::new(study, cohort, by)) else {
        let place = Place::overall(start, all.len());
        return vec![curve(recorder, endpoint, wanted, &all, place, None)];
    };
    let name = &grouping.variable.name;
    let places = Place::levels(start, &grouping).enumerate();
    places
        .map(|(at, place)| {
            let group = Some((name.clone(), at));
            curve(recorder, endpoint, wanted, &all, place, group)
        })
        .collect()
}

fn curve(
    recorder: &mut Recorder<'_>,
    endpoint: &Endpoint,
    wanted: &IncidenceRequest,
    all: &[Option<CompetingObservation>],
    place: Place<'_>,
    group: Option<(String, usize)>,
) -> Incidence {
    let present: Vec<bool> = all.iter().map(Option::is_some).collect();
    let used = both(&place.members, &present);
    let names = super::survival::names_with(endpoint, place.by);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let basis = recorder.basis(&used, count(&place.members), &names);
    let rows = all.iter().zip(&used).filter(|(_, used)| **used);
    let own: Vec<CompetingObservation> = rows.filter_map(|(row, _)| *row).collect();
    let times = || all.iter().flatten().map(|row| row.time);
    let (last, longest) = (axis_end(times()), times().fold(0.0, f64::max));
    for every in &wanted.risk_every {
        let step = every.step(endpoint.unit, last);
        for time in super::ticks(step, counted_until(last, longest, step)) {
            let unit = endpoint.unit.name();
            let label = &endpoint.label;
            let words = format!("rows at risk in {label} at {time} {unit}{}", place.within);
            let left = own.iter().filter(|row| row.time >= time).count();
            let id = place.path.clone().time(time, unit).key("at_risk");
            recorder.add(&basis, Entry::count(id, words, left));
        }
    }
    Incidence {
        endpoint: endpoint.id.clone(),
        group,
        path: place.path,
        last,
        steps: cumulative_incidence(&own, EVENT).unwrap_or_default(),
    }
}
