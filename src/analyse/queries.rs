//! How many rows the study asks about.

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
    let mut record = |id: String, rule: &str, columns: &[&str]| {
        let broken = found
            .iter()
            .filter(|finding| finding.rule.as_deref() == Some(rule));
        let mut lines: Vec<u64> = broken.filter_map(|finding| finding.line).collect();
        lines.dedup();
        let basis = recorder.basis(&all, cohort.len(), columns);
        let words = format!("rows that do not keep: {rule}");
        recorder.add(&basis, Entry::count(id, words, lines.len()));
    };
    for (index, rule) in study.queries.iter().enumerate() {
        let id = format!("queries.{}.n", index + 1);
        record(id, &rule.text, &rule.variables());
    }
    let columns: Vec<&str> = study.columns().map(|column| column.name.as_str()).collect();
    record("queries.alike.n".to_owned(), cohort::ALIKE, &columns);
    found
}
