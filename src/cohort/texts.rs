//! Which texts are kept: those that something reads.

use super::cell::Keep;
use crate::study::{Kind, RowUnit, Study, Variable};

/// What a cohort is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// The numbers of the study.
    Analysis,
    /// The data themselves.
    Inspection,
}

/// What is kept of the texts of a variable.
pub(super) fn kept(reader: Reader, study: &Study, variable: &Variable) -> Keep {
    // Both look for rows that are alike in every column.
    let all_are_read = reader == Reader::Inspection
        || !study.queries.is_empty()
        || study.document.has_appendix("data");
    let named = |rule: &crate::study::Rule| rule.variables().contains(&variable.name.as_str());
    let is_lane = || variable.kind == Kind::Identifier && !study.plan().lanes.is_empty();
    let names_patients =
        || variable.kind == Kind::Identifier && study.cohort.rows == RowUnit::Visits;
    let is_cluster = || {
        let mut models = study.models.iter();
        models.any(|model| model.cluster.as_ref() == Some(&variable.name))
    };
    if all_are_read
        || names_patients()
        || study.rules.iter().any(named)
        || is_lane()
        || is_cluster()
    {
        Keep::Whole
    } else {
        Keep::Presence
    }
}
