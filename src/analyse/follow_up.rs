//! Length of follow-up by the reverse Kaplan-Meier method: censoring is the event,
//! the event and competing events censor (Schemper M, Smith TL. *Controlled Clinical
//! Trials* 1996;17:343-346).

use super::place::Place;
use super::record::{Basis, Entry, Grouping, Recorder, both, count, kept};
use super::survival::{add_quantile, quantiles};
use crate::cohort::follow_up_observations;
use crate::number::{Format, Value};
use crate::statistics::methods as method;
use crate::stats::survival::{Observation, kaplan_meier};
use crate::study::{Endpoint, FollowUp};

/// Records `ENDPOINT.follow_up.median`, `.q1`, `.q3`, `.min` and `.max`, or the same in each
/// level of the grouping: `ENDPOINT.by_ARM.LEVEL.follow_up.median`.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &FollowUp) {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let Some(endpoint) = study.endpoint(&wanted.endpoint) else {
        return;
    };
    let all = follow_up_observations(study, cohort, endpoint);
    let by = wanted.by.as_deref();
    let Some(grouping) = by.and_then(|by| Grouping::new(study, cohort, by)) else {
        let place = Place::overall(endpoint.path(), all.len());
        return record_at(recorder, &place, endpoint, &all);
    };
    for place in Place::levels(endpoint.path(), &grouping) {
        record_at(recorder, &place, endpoint, &all);
    }
}

/// The shortest and the longest time that was observed.
fn record_range(
    recorder: &mut Recorder<'_>,
    place: &Place<'_>,
    endpoint: &Endpoint,
    (basis, rows): (&Basis, &[Observation]),
) {
    let study = recorder.study;
    let times = || rows.iter().map(|row| row.time);
    let ends = [
        ("min", "shortest", times().min_by(f64::total_cmp)),
        ("max", "longest", times().max_by(f64::total_cmp)),
    ];
    let digits = endpoint.digits_of(times());
    for (key, word, time) in ends {
        let none = || Value::NotComputable("no rows have a time".to_owned());
        let mut entry = Entry::new(
            place.path.clone().word("follow_up").key(key),
            format!("{word} follow-up of {}{}", endpoint.label, place.within),
            time.map_or_else(none, Value::from),
            Format::Digits(digits),
            method::EXTREME,
        )
        .unit(Some(endpoint.unit.words(study.words())));
        for length in endpoint.lengths(study) {
            entry = entry.convention(length);
        }
        recorder.add(basis, entry);
    }
}

fn record_at(
    recorder: &mut Recorder<'_>,
    place: &Place<'_>,
    endpoint: &Endpoint,
    all: &[Option<Observation>],
) {
    let present: Vec<bool> = all.iter().map(Option::is_some).collect();
    let used = both(&place.members, &present);
    let columns = endpoint.columns();
    let names: Vec<&str> = columns.iter().map(String::as_str).chain(place.by).collect();
    let basis = recorder.basis(&used, count(&place.members), &names);
    let ends = kept(all.iter().copied(), &used);
    record_range(recorder, place, endpoint, (&basis, &ends));
    let conventions = &recorder.study.conventions;
    let scale = conventions.survival_interval;
    let curve = kaplan_meier(&ends, conventions.confidence, scale).ok();
    for (key, word, share) in quantiles(&[]) {
        let words = format!(
            "{word} of follow-up by reverse Kaplan-Meier of {}{}",
            endpoint.label, place.within
        );
        add_quantile(
            recorder,
            &basis,
            endpoint,
            &place.path.clone().word("follow_up").key(&key),
            &words,
            (curve.as_ref(), share),
            method::REVERSE_KAPLAN_MEIER,
        );
    }
}
