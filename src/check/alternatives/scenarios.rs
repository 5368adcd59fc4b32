//! The study under other conventions: one changed thing each.

use super::{Change, Evidence, narrowed};
use crate::cohort::Column;
use crate::stats::multiplicity::Adjustment;
use crate::stats::quantile::QuantileType;
use crate::stats::survival::IntervalScale;
use crate::stats::survival::cox::Ties;
use crate::study::{
    Analysis, AnalysisKind, AssociationRule, Conventions, Derivation, Design, Kind, RankTestRule,
    Requests, Statistic, Study, SummaryStyle, Tests, Variances,
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
    conventions(study)
        .into_iter()
        .map(|(change, conventions)| Scenario {
            change,
            // Lengths of time are derived while the CSV is read.
            rereads: conventions.month_days != study.conventions.month_days,
            study: Study {
                conventions,
                ..study.clone()
            },
            renamed: None,
        })
        .collect()
}

/// The study with exact Kruskal-Wallis tests, which take seconds.
pub fn exact_scenario(study: &Study) -> Option<Scenario> {
    let own = &study.conventions;
    let conventions = Conventions {
        exact_kruskal_wallis: true,
        ..own.clone()
    };
    (!own.exact_kruskal_wallis).then(|| Scenario {
        change: Change::new("test", "the exact Kruskal-Wallis test"),
        study: Study {
            conventions,
            ..study.clone()
        },
        rereads: false,
        renamed: None,
    })
}

/// Every other set of conventions with one change.
fn conventions(study: &Study) -> Vec<(Change, Conventions)> {
    let own = &study.conventions;
    let mut found: Vec<(Change, Conventions)> = Vec::new();
    let mut add = |kind, title: String, change: &dyn Fn(&mut Conventions)| {
        let mut other = own.clone();
        change(&mut other);
        if other != *own {
            found.push((Change::new(kind, title), other));
        }
    };
    for number in [6, 7, 2, 5, 8, 1, 3, 4, 9] {
        let Some(definition) = QuantileType::new(number) else {
            continue;
        };
        let title = match number {
            6 => "SPSS quantiles (type 6)".to_owned(),
            7 => "R and Excel quantiles (type 7)".to_owned(),
            2 => "SAS and Stata quantiles (type 2)".to_owned(),
            _ => format!("quantiles of type {number}"),
        };
        add("quantile", title, &|c| c.quantile = definition);
    }
    for (title, rule, yates) in [
        ("Yates's correction", AssociationRule::ChiSquare, true),
        (
            "Pearson's chi-square test",
            AssociationRule::ChiSquare,
            false,
        ),
        ("Fisher's exact test", AssociationRule::Fisher, false),
    ] {
        let kind = if yates { "correction" } else { "test" };
        add(kind, title.to_owned(), &|c| {
            c.association = rule;
            c.yates = yates;
        });
    }
    for (title, rule) in [
        ("the exact rank test", RankTestRule::ExactWhenSmall),
        (
            "the rank test as R chooses it",
            RankTestRule::ExactWithoutTies,
        ),
        (
            "the normal approximation with continuity correction",
            RankTestRule::Corrected,
        ),
        (
            "the normal approximation without continuity correction",
            RankTestRule::Uncorrected,
        ),
    ] {
        add("test", title.to_owned(), &|c| c.rank_test = rule);
    }
    add("test", "equal variances".to_owned(), &|c| {
        c.variances = Variances::Equal;
    });
    add("test", "unequal variances (Welch)".to_owned(), &|c| {
        c.variances = Variances::Unequal;
    });
    for (title, adjustment) in [
        ("Holm's adjustment", Adjustment::Holm),
        ("Bonferroni's adjustment", Adjustment::Bonferroni),
        ("Hochberg's adjustment", Adjustment::Hochberg),
        (
            "Benjamini and Hochberg's adjustment",
            Adjustment::BenjaminiHochberg,
        ),
        (
            "Benjamini and Yekutieli's adjustment",
            Adjustment::BenjaminiYekutieli,
        ),
    ] {
        add("adjustment", title.to_owned(), &|c| {
            c.adjustment = adjustment;
        });
    }
    for (title, scale) in [
        ("plain", IntervalScale::Plain),
        ("log", IntervalScale::Log),
        ("log-log", IntervalScale::LogLog),
        ("arcsine", IntervalScale::Arcsine),
        ("logit", IntervalScale::Logit),
    ] {
        add(
            "survival_interval",
            format!("Kaplan-Meier intervals on the {title} scale"),
            &|c| {
                c.survival_interval = scale;
            },
        );
    }
    add("ties", "Efron's ties".to_owned(), &|c| c.ties = Ties::Efron);
    add("ties", "Breslow's ties".to_owned(), &|c| {
        c.ties = Ties::Breslow;
    });
    for days in [30.0, 30.4375, 365.0 / 12.0, 30.4, 30.5, 28.0] {
        let shown = (days * 1e4_f64).round() / 1e4;
        add("month_length", format!("months of {shown} days"), &|c| {
            c.month_days = days;
        });
    }
    for level in [0.95, 0.9, 0.99] {
        let percent = (level * 100.0_f64).round();
        add("confidence", format!("{percent}% confidence"), &|c| {
            c.confidence = level;
        });
    }
    found
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
    let exact = ranks.then(|| exact_scenario(&narrowed(study, &[subject])));
    named.chain(exact.flatten()).collect()
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
            requests: Requests::default(),
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
