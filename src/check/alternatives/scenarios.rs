//! The study under other conventions: one changed thing each.

use super::{Change, Evidence, narrowed};
use crate::cohort::Column;
use crate::number::conventions::{Effort, Stage};
use crate::study::{
    Analysis, AnalysisKind, Derivation, Design, Kind, Statistic, Study, SummaryStyle, Tests,
};

/// A study with one thing changed.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What was changed.
    pub change: Change,
    /// The study after the change.
    pub study: Study,
    /// Whether the CSV must be read again for it.
    pub rereads: bool,
    /// Where a number stands in this scenario's ledger, if its id is another.
    pub renamed: Option<(String, String)>,
}

impl Scenario {
    /// The id of a number of the study in this scenario.
    pub fn id_of(&self, id: &str) -> String {
        match &self.renamed {
            Some((from, to)) if id == from => to.clone(),
            _ => id.to_owned(),
        }
    }
}

/// Every study that differs from this one in one convention, for the numbers
/// of one subject (variable, endpoint or model), the likelier first.
pub fn scenarios(evidence: &Evidence<'_>, subject: &str) -> Vec<Scenario> {
    let study = narrowed(evidence.study, &[subject]);
    let mut scenarios = convention_scenarios(&study);
    scenarios.extend(summaries(&study, subject));
    scenarios.extend(thresholds(&study));
    scenarios.extend(missing(evidence, &study));
    scenarios
}

/// The whole study under every other set of conventions with one change.
pub fn convention_scenarios(study: &Study) -> Vec<Scenario> {
    of_effort(study, Effort::Little)
}

/// The same of conventions that take seconds to try.
pub fn slow_scenarios(study: &Study) -> Vec<Scenario> {
    of_effort(study, Effort::Much)
}

fn of_effort(study: &Study, effort: Effort) -> Vec<Scenario> {
    let alternatives = study.conventions.alternatives().into_iter();
    alternatives
        .filter(|setting| setting.key.record().about().effort == effort)
        .filter_map(|setting| {
            let about = setting.key.record().about();
            Some(Scenario {
                change: Change::new(about.kind, setting.title()),
                study: Study {
                    conventions: study.conventions.with(setting)?,
                    ..study.clone()
                },
                rereads: about.stage == Stage::Reading,
                renamed: None,
            })
        })
        .collect()
}

/// Means where the study has medians, or the reverse: other tests follow.
fn summaries(study: &Study, subject: &str) -> Option<Scenario> {
    let at = study
        .variables
        .iter()
        .position(|variable| variable.name == subject && variable.kind.is_numeric())?;
    let mut changed = study.clone();
    let variable = changed.variables.get_mut(at)?;
    let (other, title) = match variable.summary {
        SummaryStyle::Median => (SummaryStyle::Mean, "a test of means, not of ranks"),
        SummaryStyle::Mean => (SummaryStyle::Median, "a rank test, not of means"),
    };
    variable.summary = other;
    Some(Scenario {
        change: Change::new("test", title),
        study: changed,
        rereads: false,
        renamed: None,
    })
}

/// "Above" where the study says "at or above".
fn thresholds(study: &Study) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for (at, variable) in study.variables.iter().enumerate() {
        let Some(Derivation::AtLeast(of, level)) = &variable.derivation else {
            continue;
        };
        let Some(source) = study.variable(of) else {
            continue;
        };
        let place = source.levels.iter().position(|known| known.code == *level);
        let next = place.and_then(|place| source.levels.get(place + 1));
        let before = place
            .and_then(|place| place.checked_sub(1))
            .and_then(|place| source.levels.get(place));
        for (other, title) in [
            (
                next,
                format!("{of} above {level}, {level} itself not counted"),
            ),
            (before, format!("{of} counted from one level below {level}")),
        ] {
            let Some(other) = other else { continue };
            let mut changed = study.clone();
            if let Some(variable) = changed.variables.get_mut(at) {
                variable.derivation = Some(Derivation::AtLeast(of.clone(), other.code.clone()));
            }
            scenarios.push(Scenario {
                change: Change::new("threshold", title),
                study: changed,
                rereads: true,
                renamed: None,
            });
        }
    }
    scenarios
}

/// Numbers that data managers write for "unknown".
const CODES: &[&str] = &[
    "9", "99", "999", "9999", "-1", "-9", "-99", "-999", "88", "888", "77",
];

/// Codes for missing counted as values, and values that look like such codes
/// left out.
fn missing(evidence: &Evidence<'_>, study: &Study) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    let numeric = |code: &String| code.parse::<f64>().is_ok();
    let declared = study.cohort.missing.iter().any(numeric)
        || study
            .variables
            .iter()
            .any(|variable| variable.missing.iter().any(numeric));
    if declared {
        let mut changed = study.clone();
        changed.cohort.missing.retain(|code| !numeric(code));
        for variable in &mut changed.variables {
            variable.missing.retain(|code| !numeric(code));
            variable.range = None;
        }
        scenarios.push(Scenario {
            change: Change::new("missing_codes", "codes for missing counted as values"),
            study: changed,
            rereads: true,
            renamed: None,
        });
    }
    for code in CODES {
        let Ok(value) = code.parse::<f64>() else {
            continue;
        };
        let holding: Vec<usize> = (0..study.variables.len())
            .filter(|at| {
                study.variables.get(*at).is_some_and(|variable| {
                    variable.derivation.is_none()
                        && match evidence.cohort.column(&variable.name) {
                            Column::Numbers(cells) => cells.contains(&Some(value)),
                            Column::Levels(_) => {
                                variable.kind != Kind::Binary
                                    && variable.levels.iter().any(|level| level.code == **code)
                            }
                            _ => false,
                        }
                })
            })
            .collect();
        if holding.is_empty() {
            continue;
        }
        let mut changed = study.clone();
        for at in holding {
            if let Some(variable) = changed.variables.get_mut(at) {
                variable.missing.push((*code).to_owned());
            }
        }
        scenarios.push(Scenario {
            change: Change::new("missing_codes", format!("{code} taken for missing")),
            study: changed,
            rereads: true,
            renamed: None,
        });
    }
    scenarios
}

/// Too slow or random to be tried for every number that differs, or without one
/// p-value.
const SKIPPED: &[Statistic] = &[
    Statistic::Dunn,
    Statistic::Tukey,
    Statistic::GamesHowell,
    Statistic::PairwiseMannWhitney,
    Statistic::PairwiseWelchT,
    Statistic::PairwiseFisher,
    Statistic::PairwiseChiSquare,
    Statistic::PairwiseLogRank,
    Statistic::KruskalWallisExact,
    Statistic::KruskalWallisMonteCarlo,
    Statistic::FisherMonteCarlo,
    Statistic::LogRankMonteCarlo,
    Statistic::LogRankExact,
    Statistic::Boschloo,
];

/// Every statistic by name that gives another p-value or another interval in
/// the place of the number `id`.
pub fn other_statistics(evidence: &Evidence<'_>, id: &str) -> Vec<Scenario> {
    let Some((prefix, subject, by)) = test_of(id) else {
        return intervals(evidence, id);
    };
    let study = evidence.study;
    let levels = study
        .variable(by)
        .map_or(0, |variable| variable.levels.len());
    let kind = study.variable(subject).map(|variable| variable.kind);
    let is_endpoint = study.endpoint(subject).is_some();
    let fits = |statistic: &&Statistic| {
        let number = kind.is_some_and(Kind::is_numeric);
        let category = kind.is_some_and(Kind::is_categorical);
        !SKIPPED.contains(statistic)
            && match statistic.design() {
                Design::NumberInTwo => number && levels == 2,
                Design::NumberInGroups => number,
                Design::BinaryInGroups => kind == Some(Kind::Binary),
                Design::CategoryInGroups => category,
                Design::EndpointInGroups => {
                    is_endpoint && **statistic != Statistic::FlemingHarrington
                }
                _ => false,
            }
    };
    let named = Statistic::ALL.iter().filter(fits).map(|statistic| {
        let to = format!("{prefix}.{}.p", statistic.id());
        world_of(study, *statistic, subject, Some(by), id, to)
    });
    let ranks = kind.is_some_and(Kind::is_numeric) && levels > 2;
    let slow = if ranks {
        slow_scenarios(&narrowed(study, &[subject]))
    } else {
        Vec::new()
    };
    named.chain(slow).collect()
}

/// Other intervals of a proportion.
fn intervals(evidence: &Evidence<'_>, id: &str) -> Vec<Scenario> {
    let parts: Vec<&str> = id.split('.').collect();
    let [subject, level, key @ ("ci_lower" | "ci_upper")] = parts.as_slice() else {
        return Vec::new();
    };
    let study = evidence.study;
    if !study
        .variable(subject)
        .is_some_and(|variable| variable.kind.is_categorical())
    {
        return Vec::new();
    }
    Statistic::ALL
        .iter()
        .filter(|statistic| statistic.design() == Design::Category)
        .map(|statistic| {
            let to = format!("{subject}.{}.{level}.{key}", statistic.id());
            world_of(study, *statistic, subject, None, id, to)
        })
        .collect()
}

fn world_of(
    study: &Study,
    statistic: Statistic,
    subject: &str,
    by: Option<&str>,
    from: &str,
    to: String,
) -> Scenario {
    let tests = Tests::new(
        vec![statistic],
        vec![subject.to_owned()],
        by.map(str::to_owned),
        None,
    );
    Scenario {
        change: Change::new("test", statistic.title()),
        study: Study {
            analyses: vec![Analysis {
                kind: AnalysisKind::Tests(tests),
            }],
            models: Vec::new(),
            tables: Vec::new(),
            figures: Vec::new(),
            ..study.clone()
        },
        rereads: false,
        renamed: Some((from.to_owned(), to)),
    }
}

/// `V.by_G.test.p` as its prefix, subject and grouping.
fn test_of(id: &str) -> Option<(&str, &str, &str)> {
    let prefix = id.strip_suffix(".test.p")?;
    let (subject, by) = prefix.split_once(".by_")?;
    Some((prefix, subject, by))
}
