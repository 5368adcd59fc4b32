//! The share of missing values, overall or in each level of a grouping.

use super::place::Place;
use super::record::{Entry, Grouping, Recorder, both, count};
use crate::number::{Format, Value};
use crate::statistics::methods as method;
use crate::study::MissingRequest;

/// Records `V.missing_percent`, or `V.by_G.LEVEL.missing_percent` for each level.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &MissingRequest) {
    let (study, cohort) = (recorder.study, recorder.cohort);
    let Some(variable) = study.variable(&wanted.variable) else {
        return;
    };
    let name = &variable.name;
    let grouping = wanted
        .by
        .as_ref()
        .and_then(|by| Grouping::new(study, cohort, by));
    let places: Vec<Place<'_>> = match &grouping {
        None => vec![Place::overall(variable.path(), cohort.len())],
        Some(grouping) => Place::levels(variable.path(), grouping).collect(),
    };
    let mut columns = vec![name.as_str()];
    columns.extend(wanted.by.as_deref());
    let present = cohort.column(name).present();
    for Place {
        path,
        within,
        members,
        ..
    } in places
    {
        let all = count(&members);
        let missing = all - count(&both(&members, &present));
        let share = if all == 0 {
            Value::NotComputable("there are no rows".to_owned())
        } else {
            (100.0 * missing as f64 / all as f64).into()
        };
        let basis = recorder.basis(&members, all, &columns);
        let entry = Entry::new(
            path.key("missing_percent"),
            format!(
                "percentage of rows without a value of {}{within}",
                variable.label
            ),
            share,
            Format::Percent,
            method::MISSING_PERCENT,
        );
        recorder.add(&basis, entry.unit(Some("%")));
    }
}
