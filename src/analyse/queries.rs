//! The number of rows that break the queries of the study.

use super::record::{Entry, Recorder};
use crate::cohort;
use crate::findings::Findings;

/// Records the number of rows behind each of the study's `queries`, and of
/// rows that look like another, where the study states queries or shows them;
/// hands back the findings.
pub(super) fn record(recorder: &mut Recorder<'_>) -> Findings {
    let (study, cohort) = (recorder.study, recorder.cohort);
    if study.queries.is_empty() && !study.document.has_appendix("data") {
        return Findings::default();
    }
    let found = cohort::queries(study, cohort, &study.cohort.file);
    let all = vec![true; cohort.len()];
    for query in cohort::asked(study) {
        let broken = found
            .iter()
            .filter(|finding| finding.rule.as_deref() == Some(query.rule));
        let mut lines: Vec<u64> = broken.filter_map(|finding| finding.line).collect();
        lines.dedup();
        let rows = if study.cohort.count.is_some() {
            // A line stands for as many rows as it counts.
            let all = cohort.lines().iter();
            all.filter(|line| lines.binary_search(line).is_ok()).count()
        } else {
            lines.len()
        };
        let basis = recorder.basis(&all, cohort.len(), &query.variables);
        let words = format!("rows that do not keep: {}", query.rule);
        recorder.add(&basis, Entry::count(query.id, words, rows));
    }
    found
}
