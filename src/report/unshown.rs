//! Remarks on results that no part of a report prints.

use super::inputs::{Inputs, STUDY_FILE};
use crate::findings::Finding;

/// One where results are computed, and neither a table, a figure nor a template of the
/// study could print them.
pub(super) fn remark(inputs: &Inputs) -> Option<Finding> {
    let Inputs {
        study,
        layout,
        templates,
        ..
    } = inputs;
    let is_shown = !(layout.tables.is_empty() && layout.figures.is_empty() && templates.is_empty());
    (study.asks_for_results() && !is_shown).then(|| {
        Finding::new(
            &inputs.shown(STUDY_FILE),
            "has no table and no figure, so that the report prints none of its results",
            "ask for them with [[tables]] and [[figures]]; `cohort-report numbers` lists what is computed",
        )
    })
}

/// One where a summary leaves out tables and figures of these names.
pub(super) fn left_out(inputs: &Inputs, names: &[String]) -> Option<Finding> {
    (!names.is_empty()).then(|| {
        Finding::new(
            &inputs.shown(STUDY_FILE),
            format!("the summary has no place for {}", names.join(", ")),
            "the look \"report\" prints every table and figure",
        )
    })
}
