//! What others would have printed: the same number under another convention.
//!
//! Three kinds of change, each with a name and words for it: another
//! *convention* of the study, under which everything is computed again
//! ([`scenarios`]); another *reading* of the same data, such as a standard error
//! in place of a standard deviation ([`readings`]); another *printing* of the
//! same value ([`Printing`]).

mod printing;
mod readings;
mod scenarios;

use serde::Serialize;

pub use printing::Printing;
pub use readings::{Reading, readings};
pub use scenarios::{Scenario, convention_scenarios, other_statistics, scenarios, slow_scenarios};

use crate::analyse::{Results, analyse};
use crate::cohort::{self, Cohort};
use crate::input::Content;
use crate::ledger::Ledger;
use crate::study::{Analysis, AnalysisKind, Request, Requests, Study};

/// A change that would explain a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// One word for programs: `quantile`, `rounding`, `tail`.
    pub kind: &'static str,
    /// In words: "SPSS quantiles (type 6)".
    pub title: String,
}

impl Change {
    pub(crate) fn new(kind: &'static str, title: impl Into<String>) -> Self {
        Self {
            kind,
            title: title.into(),
        }
    }
}

/// Everything that a number was computed from.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The study.
    pub study: &'a Study,
    /// The file of the cohort.
    pub content: Content<'a>,
    /// The cohort that was read from them.
    pub cohort: &'a Cohort,
    /// The numbers.
    pub ledger: &'a Ledger,
}

/// The study with only what the numbers of these subjects need: a variable, an
/// endpoint or a model, as an id begins.
pub fn narrowed(study: &Study, subjects: &[&str]) -> Study {
    let plan = study.plan();
    let wanted = |name: &String| subjects.contains(&name.as_str());
    let mut analyses = Vec::new();
    // An adjusted p-value depends on all tests of its table.
    let adjusted: Vec<_> = plan
        .adjusted
        .into_iter()
        .filter(|request| request.variables.iter().any(wanted))
        .collect();
    let together = |name: &String| {
        let mut tables = adjusted.iter();
        wanted(name) || tables.any(|request| request.variables.contains(name))
    };
    let summaries = plan.summaries.into_iter();
    let summaries: Vec<_> = summaries.filter(|s| together(&s.variable)).collect();
    analyses.push(AnalysisKind::Summary(summaries));
    for survival in plan.survivals {
        if wanted(&survival.endpoint) {
            analyses.push(AnalysisKind::Survival(survival));
        }
    }
    for follow_up in plan.follow_ups {
        if wanted(&follow_up.endpoint) {
            analyses.push(AnalysisKind::FollowUp(follow_up));
        }
    }
    for request in plan.statistics {
        if request.of.iter().any(wanted) {
            analyses.push(AnalysisKind::Statistics(request));
        }
    }
    let missing = plan.missing.into_iter();
    let missing = missing.filter(|request| wanted(&request.variable));
    let models = study.models.iter().filter(|model| wanted(&model.id));
    Study {
        analyses: analyses.into_iter().map(|kind| Analysis { kind }).collect(),
        models: models.cloned().collect(),
        requests: Requests {
            first: missing
                .map(Request::Missing)
                .chain(adjusted.into_iter().map(Request::Adjusted))
                .collect(),
            last: Vec::new(),
        },
        ..study.clone()
    }
}

/// The numbers of a scenario's study, or none where the data do not fit it.
pub fn recompute(evidence: &Evidence<'_>, scenario: &Scenario) -> Option<Results> {
    let study = &scenario.study;
    if scenario.rereads {
        let cohort = cohort::read(study, "", evidence.content).ok()?;
        Some(analyse(study, &cohort))
    } else {
        Some(analyse(study, evidence.cohort))
    }
}
