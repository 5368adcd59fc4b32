//! Tables: `[[tables]]`.

use super::analyses::{Analysis, AnalysisKind};
use super::models::{Model, read_model_ids};
use super::read::{read_by, read_endpoints, read_required_by, read_times, read_variables};
use crate::findings::suggest;
use crate::study::Scope;
use crate::study::section::Section;
use crate::study::variable::Kind;

/// What a table shows.
#[derive(Debug, Clone, PartialEq)]
pub enum TableKind {
    /// A row for each variable, a column for each level of the grouping.
    Summary {
        /// The grouping variable whose levels are the columns.
        by: Option<String>,
        /// Whether the rows are compared between the groups.
        compare: bool,
        /// Variables in the order of the rows.
        rows: Vec<String>,
    },
    /// A row for each pair of levels, a column for each variable: the adjusted
    /// comparisons after a significant test.
    Pairs {
        /// The grouping variable.
        by: String,
        /// Variables in the order of the columns.
        variables: Vec<String>,
        /// Endpoints in the columns behind them.
        endpoints: Vec<String>,
    },
    /// A row for each endpoint, and below it for each level of the grouping:
    /// events, median and rates.
    Survival {
        /// The endpoints.
        endpoints: Vec<String>,
        /// The grouping variable.
        by: Option<String>,
        /// Times of the rates, in the unit of the endpoints.
        rates: Vec<f64>,
    },
    /// A row for each statistic asked for by name.
    Tests {
        /// Ids of the analyses.
        analyses: Vec<String>,
    },
    /// A row for each covariate or level, columns for each model.
    Models {
        /// The models, side by side.
        models: Vec<String>,
    },
}

impl TableKind {
    /// The word that the study file uses.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Summary { .. } => "summary",
            Self::Pairs { .. } => "pairs",
            Self::Survival { .. } => "survival",
            Self::Models { .. } => "models",
            Self::Tests { .. } => "tests",
        }
    }

    /// The variables that have a row each.
    pub fn rows(&self) -> &[String] {
        match self {
            Self::Summary { rows, .. } => rows,
            _ => &[],
        }
    }
}

/// A table: `[[tables]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct TableLayout {
    /// As templates name it; also its file name.
    pub id: String,
    /// Title above it.
    pub title: String,
    /// A remark below it.
    pub note: Option<String>,
    /// What it shows.
    pub kind: TableKind,
}

pub(super) fn read_table_kind(
    section: &Section<'_>,
    scope: &Scope<'_>,
    models: &[Model],
    analyses: &[Analysis],
) -> Option<TableKind> {
    #[derive(Clone, Copy)]
    enum Word {
        Summary,
        Pairs,
        Survival,
        Models,
        Tests,
    }
    let words = [
        ("summary", Word::Summary),
        ("pairs", Word::Pairs),
        ("survival", Word::Survival),
        ("models", Word::Models),
        ("tests", Word::Tests),
    ];
    let word = if section.has("kind") {
        section.choice("kind", &words)?
    } else {
        Word::Summary
    };
    let with_summary = "a variable with a summary";
    Some(match word {
        Word::Summary => {
            let by = read_by(section, scope);
            TableKind::Summary {
                compare: section.boolean("compare").unwrap_or(by.is_some()),
                by,
                rows: read_variables(section, "rows", scope, Kind::is_summarised, with_summary),
            }
        }
        Word::Pairs => {
            let listed = |key| section.has(key);
            let only_endpoints = listed("endpoints") && !listed("variables");
            TableKind::Pairs {
                by: read_required_by(section, scope),
                variables: if only_endpoints {
                    Vec::new()
                } else {
                    read_variables(
                        section,
                        "variables",
                        scope,
                        Kind::is_summarised,
                        with_summary,
                    )
                },
                endpoints: if listed("endpoints") {
                    read_endpoints(section, scope)
                } else {
                    Vec::new()
                },
            }
        }
        Word::Survival => TableKind::Survival {
            endpoints: read_endpoints(section, scope),
            by: read_by(section, scope),
            rates: read_times(section, "rates"),
        },
        Word::Models => TableKind::Models {
            models: read_model_ids(section, "models", models),
        },
        Word::Tests => TableKind::Tests {
            analyses: read_analysis_ids(section, analyses),
        },
    })
}

/// Ids of analyses of kind `tests`, each of which must exist.
fn read_analysis_ids(section: &Section<'_>, analyses: &[Analysis]) -> Vec<String> {
    let ids = section.strings("analyses").unwrap_or_default();
    if ids.is_empty() {
        section.problem(
            "analyses",
            "is missing",
            "list ids of analyses of kind \"tests\"",
        );
    }
    let known = |analysis: &Analysis| match &analysis.kind {
        AnalysisKind::Tests(tests) => tests.id.clone(),
        _ => None,
    };
    let known: Vec<String> = analyses.iter().filter_map(known).collect();
    for id in ids.iter().filter(|id| !known.contains(id)) {
        section.problem(
            "analyses",
            format!("no analysis of kind \"tests\" has the id \"{id}\""),
            suggest(id, known.iter().map(String::as_str)),
        );
    }
    ids
}
