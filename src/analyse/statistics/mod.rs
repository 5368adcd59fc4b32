//! Statistics by name: the samples that each is computed from, and its parts
//! as numbers of the ledger.

mod asked;
mod write;

use super::record::Recorder;
use crate::study::StatisticsByName;
use asked::Asked;
use write::Writer;

/// Records every statistic under `PATH.STATISTIC.KEY`.
pub(super) fn record(recorder: &mut Recorder<'_>, wanted: &StatisticsByName) {
    for of in wanted.subjects() {
        let asked = Asked::new(recorder.study, recorder.cohort, wanted, of);
        for statistic in &wanted.statistics {
            if let Some(parts) = asked.compute(statistic) {
                Writer::new(&asked, statistic).write(recorder, parts);
            }
        }
    }
}
