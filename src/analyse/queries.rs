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
    let stated = study.queries.iter().map(|rule| rule.text.as_str());
    let all = vec![true; cohort.len()];
    for (index, rule) in stated.chain([cohort::ALIKE]).enumerate() {
        let mut lines: Vec<u64> = found
            .iter()
            .filter(|finding| finding.rule.as_deref() == Some(rule))
            .filter_map(|finding| finding.line)
            .collect();
        lines.dedup();
        let id = match rule {
            cohort::ALIKE => "queries.alike.n".to_owned(),
            _ => format!("queries.{}.n", index + 1),
        };
        let basis = recorder.basis(&all, cohort.len(), &[]);
        let words = format!("rows that do not keep: {rule}");
        recorder.add(&basis, Entry::count(id, words, lines.len()));
    }
    found
}
