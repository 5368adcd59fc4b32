//! The study under other conventions: one changed thing each.

use super::{Change, Evidence, narrowed};
use crate::cohort::Column;
use crate::number::conventions::{Effort, Stage};
use crate::number::{NumberId, Path, Step};
use crate::statistics::{self, Alternative, Compute, Statistic};
use crate::study::{
    Analysis, AnalysisKind, Derivation, Kind, Requests, StatisticsByName, Study, SummaryStyle,
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
    /// The number's id in this scenario's ledger, if it differs.
    pub renamed: Option<(NumberId, NumberId)>,
}

impl Scenario {
    /// The id of a number of the study in this scenario.
    pub fn id_of<'a>(&'a self, id: &'a NumberId) -> &'a NumberId {
        match &self.renamed {
            Some((from, to)) if id == from => to,
            _ => id,
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

/// "Above" where the study has "at or above".
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
                            Column::Numbers(cells) => cells.iter().any(|cell| cell == Some(value)),
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
            change: Change::new("missing_codes", format!("{code} read as missing")),
            study: changed,
            rereads: true,
            renamed: None,
        });
    }
    scenarios
}

/// Every statistic by name that gives another p-value or another interval in
/// the place of the number `id`.
pub fn other_statistics(evidence: &Evidence<'_>, id: &NumberId) -> Vec<Scenario> {
    let Some((groups, subject, by)) = test_of(id) else {
        return intervals(evidence, id);
    };
    let study = evidence.study;
    let levels = study
        .variable(by)
        .map_or(0, |variable| variable.levels.len());
    let kind = study.variable(subject).map(|variable| variable.kind);
    let is_endpoint = study.endpoint(subject).is_some();
    let fits = |statistic: &&'static Statistic| {
        let number = kind.is_some_and(Kind::is_numeric);
        let category = kind.is_some_and(Kind::is_categorical);
        statistic.alternative == Alternative::Tried
            && match statistic.compute {
                Compute::NumberInTwo(_) => number && levels == 2,
                Compute::NumberInGroups(_) => number,
                Compute::BinaryInGroups(_) => kind == Some(Kind::Binary),
                Compute::CategoryInGroups(_) => category,
                Compute::EndpointInGroups(_) => is_endpoint,
                _ => false,
            }
    };
    let named = statistics::all().filter(fits).map(|statistic| {
        let to = groups.clone().word(&statistic.id()).key("p");
        scenario_of(study, statistic, subject, Some(by), id, to)
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
fn intervals(evidence: &Evidence<'_>, id: &NumberId) -> Vec<Scenario> {
    let (study, path) = (evidence.study, id.path());
    let variable = path.subject().name().and_then(|name| study.variable(name));
    let (Some(variable), None, [Step::Name(level)], "ci_lower" | "ci_upper") =
        (variable, path.grouping(), path.steps(), id.key())
    else {
        return Vec::new();
    };
    if !variable.kind.is_categorical() {
        return Vec::new();
    }
    statistics::all()
        .filter(|statistic| matches!(statistic.compute, Compute::Share(_)))
        .map(|statistic| {
            let to = variable
                .path()
                .word(&statistic.id())
                .at(level)
                .key(id.key());
            scenario_of(study, statistic, &variable.name, None, id, to)
        })
        .collect()
}

fn scenario_of(
    study: &Study,
    statistic: &'static Statistic,
    subject: &str,
    by: Option<&str>,
    from: &NumberId,
    to: NumberId,
) -> Scenario {
    let (of, by) = (vec![subject.to_owned()], by.map(str::to_owned));
    let request = if statistic.compute.is_of_endpoints() {
        StatisticsByName::of_endpoints(vec![statistic], of, by)
    } else {
        StatisticsByName::of_variables(vec![statistic], of, by, None)
    };
    Scenario {
        change: Change::new("test", statistic.title),
        study: Study {
            analyses: vec![Analysis {
                kind: AnalysisKind::Statistics(request),
            }],
            models: Vec::new(),
            requests: Requests::default(),
            ..study.clone()
        },
        rereads: false,
        renamed: Some((from.clone(), to)),
    }
}

/// `V.by_G.test.p` as what it begins with, subject and grouping.
fn test_of(id: &NumberId) -> Option<(Path, &str, &str)> {
    let (path, key) = (id.path(), id.key());
    let is_test = key == "p" && path.steps() == [Step::word("test")];
    let (subject, by) = (path.subject().name()?, path.grouping()?);
    Some((path.parent().filter(|_| is_test)?, subject, by))
}
