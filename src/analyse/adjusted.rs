//! P-values adjusted for the number of rows of a table.

use super::record::{Entry, Recorder};
use crate::number::{Format, Name};
use crate::statistics::methods;
use crate::stats::multiplicity::adjust;
use crate::study::{AdjustedRequest, adjustment_name};

/// Records `VARIABLE.by_GROUPING.test.TABLE.q` of each variable whose test has a
/// p-value; those without one do not count among the tests.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &AdjustedRequest) {
    let study = recorder.study;
    let tested: Vec<_> = wanted
        .variables
        .iter()
        .filter_map(|name| {
            let variable = study.variable(name)?;
            let path = variable.path().by(&wanted.by).word("test");
            let p = recorder.ledger.get(path.key("p"))?.value.number()?;
            Some((variable, path, p))
        })
        .collect();
    let raw: Vec<f64> = tested.iter().map(|(_, _, p)| *p).collect();
    let words = adjustment_name(wanted.adjustment);
    for ((variable, path, _), q) in tested.iter().zip(adjust(&raw, wanted.adjustment)) {
        let Some(cells) = study.variable(&wanted.by).map(|by| by.name.as_str()) else {
            continue;
        };
        let present = recorder.cohort.column(&variable.name).present();
        let grouped = recorder.cohort.column(cells).present();
        let used = super::record::both(&present, &grouped);
        let basis = recorder.basis(&used, used.len(), &[&variable.name, cells]);
        let id = path.clone().at(&Name::new(&wanted.table)).key("q");
        let definition = format!(
            "p-value of {} by {}, adjusted for the {} tests of the table {} ({words})",
            variable.label,
            cells,
            raw.len(),
            wanted.table
        );
        let by = methods::ADJUSTED;
        recorder.add(&basis, Entry::new(id, definition, q, Format::PValue, by));
    }
}
