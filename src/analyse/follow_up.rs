//! Length of follow-up by the reverse Kaplan-Meier method: censoring is the
//! event, the event censors (Schemper M, Smith TL. *Controlled Clinical Trials*
//! 1996;17:343-346).

use super::record::Recorder;
use super::survival::add_quantile;
use crate::cohort::observations;
use crate::statistics::methods as method;
use crate::stats::survival::{Observation, kaplan_meier, survival_quantile};
use crate::study::FollowUp;

/// Records `ENDPOINT.follow_up.median`, `.q1` and `.q3`.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &FollowUp) {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let Some(endpoint) = study.endpoint(&wanted.endpoint) else {
        return;
    };
    let all = observations(study, cohort, endpoint);
    let used: Vec<bool> = all.iter().map(Option::is_some).collect();
    let columns = endpoint.columns();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let basis = recorder.basis(&used, used.len(), &names);
    let turned: Vec<Observation> = all
        .iter()
        .flatten()
        .map(|o| Observation {
            event: !o.event,
            ..*o
        })
        .collect();
    let conventions = &study.conventions;
    let curve = kaplan_meier(
        &turned,
        conventions.confidence,
        conventions.survival_interval,
    )
    .ok();
    for (key, word, share) in [
        ("median", "median", 0.5),
        ("q1", "lower quartile", 0.25),
        ("q3", "upper quartile", 0.75),
    ] {
        add_quantile(
            recorder,
            &basis,
            endpoint,
            &endpoint.path().word("follow_up").key(key),
            &format!(
                "{word} of follow-up by reverse Kaplan-Meier of {}",
                endpoint.label
            ),
            curve
                .as_ref()
                .map(|curve| survival_quantile(curve, share, conventions.survival_quantile)),
            method::REVERSE_KAPLAN_MEIER,
        );
    }
}
