//! Requests for numbers: `[[analyses]]`.

use super::read::{read_by, read_quantiles, read_times, read_variables};
use super::statistics::{StatisticsByName, read_statistics};
use super::ticks::Ticks;
use crate::study::Scope;
use crate::study::section::Section;
use crate::study::variable::Kind;

/// One entry of `[[analyses]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// What it computes.
    pub kind: AnalysisKind,
}

/// What an analysis computes.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalysisKind {
    /// Summaries of variables, overall and by group.
    Summary(Vec<Summary>),
    /// A survival curve.
    Survival(Survival),
    /// Length of follow-up.
    FollowUp(FollowUp),
    /// Statistics by name.
    Statistics(StatisticsByName),
}

/// A request for the summary of one variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The variable.
    pub variable: String,
    /// The grouping variable.
    pub by: Option<String>,
    /// Whether the groups are compared by a test.
    pub compare: bool,
    /// Shares of quantiles beyond the quartiles.
    pub quantiles: Vec<f64>,
}

/// A request for a survival curve.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survival {
    /// The endpoint.
    pub endpoint: String,
    /// The grouping variable.
    pub by: Option<String>,
    /// Times at which the probability of survival is given with its interval.
    pub probabilities_at: Vec<f64>,
    /// Shares of quantiles beyond the quartiles.
    pub quantiles: Vec<f64>,
    /// Distances of the times from the origin on at which the number at risk is
    /// given.
    pub risk_every: Vec<Ticks>,
    /// Distances of the ticks of axes at some of which the probability of survival is
    /// told, where no times are listed.
    pub told_every: Vec<Ticks>,
    /// Distances of the times by which events and censored rows are counted.
    pub counted_every: Vec<Ticks>,
    /// Whether hazard ratios between the groups are estimated.
    pub hazard_ratios: bool,
}

/// A request for the length of follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The endpoint whose censoring is reversed.
    pub endpoint: String,
    /// The grouping variable.
    pub by: Option<String>,
}

pub(super) fn read_analysis(section: &Section<'_>, scope: &Scope<'_>) -> Option<AnalysisKind> {
    #[derive(Clone, Copy)]
    enum Word {
        Summary,
        Survival,
        FollowUp,
        Statistics,
    }
    let words = [
        ("summary", Word::Summary),
        ("survival", Word::Survival),
        ("follow_up", Word::FollowUp),
        ("statistics", Word::Statistics),
    ];
    let aliases = [("tests", Word::Statistics)];
    let word = section.required_choice_or_alias("kind", &words, &aliases)?;
    Some(match word {
        Word::Summary => {
            let by = read_by(section, scope);
            let compare = section
                .boolean("compare")
                .unwrap_or_else(|| scope.compares(by.as_deref()));
            let quantiles = read_quantiles(section);
            let variables = read_variables(
                section,
                "variables",
                scope,
                Kind::is_summarised,
                "a variable with a summary",
            );
            AnalysisKind::Summary(
                variables
                    .into_iter()
                    .map(|variable| Summary {
                        variable,
                        by: by.clone(),
                        compare,
                        quantiles: quantiles.clone(),
                    })
                    .collect(),
            )
        }
        Word::Survival => AnalysisKind::Survival(Survival {
            endpoint: scope.endpoint(section, "endpoint"),
            by: read_by(section, scope),
            probabilities_at: read_times(section, "rates"),
            quantiles: read_quantiles(section),
            ..Survival::default()
        }),
        Word::FollowUp => AnalysisKind::FollowUp(FollowUp {
            endpoint: scope.endpoint(section, "endpoint"),
            by: read_by(section, scope),
        }),
        Word::Statistics => AnalysisKind::Statistics(read_statistics(section, scope)?),
    })
}
