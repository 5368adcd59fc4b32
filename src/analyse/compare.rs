//! Comparisons between the levels of a grouping: the overall test, its effect
//! size, and the pairs after it.
//!
//! Numbers: Mann-Whitney for two groups (exact below 50 observations),
//! Kruskal-Wallis and Dunn's pairs for more. Levels: Fisher's exact test or
//! Pearson's chi-square by the study's rule, and the same for the pairs. Pairs
//! are computed only where there are more than two groups and the overall test
//! is significant; their p-values are adjusted by Holm's method.

use super::method;
use super::record::{Basis, Entry, Grouping, Recorder, both};
use crate::cohort::Column;
use crate::ledger::format::Format;
use crate::ledger::{Method, Value};
use crate::stats::StatsError;
use crate::stats::contingency::{ContingencyTable, ContinuityCorrection, chi_square, cramers_v};
use crate::stats::fisher::fisher_exact;
use crate::stats::kruskal_wallis::{dunn, kruskal_wallis};
use crate::stats::mann_whitney::{RankTestMethod, mann_whitney};
use crate::stats::multiplicity::holm;
use crate::study::{AssociationRule, Conventions, Variable};

/// Cochran's rule: a table is sparse when more than this share of its cells has
/// an expected count below five.
pub(super) const SPARSE_SHARE: f64 = 0.2;
/// The expected count of Cochran's rule.
pub(super) const SPARSE_COUNT: f64 = 5.0;
/// An expected count below this in one cell is enough.
pub(super) const SPARSE_LEAST: f64 = 1.0;
/// `wilcox.test` of R is exact below this size.
const EXACT_BELOW: usize = 50;

/// What a comparison found.
struct Outcome {
    test: Method,
    p: Value,
    statistic: Option<(&'static str, Value)>,
    df: Option<u32>,
    effect: (Method, Value),
    pairs: Vec<Pair>,
    pair_methods: (Method, Method),
    conventions: Vec<String>,
}

struct Pair {
    first: usize,
    second: usize,
    p: f64,
}

/// Records the comparison of `variable` between the levels of `grouping`.
pub(super) fn record(
    recorder: &mut Recorder<'_>,
    variable: &Variable,
    column: &Column,
    grouping: &Grouping<'_>,
) {
    let by = &grouping.variable.name;
    let grouped: Vec<bool> = grouping.cells.iter().map(Option::is_some).collect();
    let used = both(&grouped, &column.present());
    let universe = recorder.cohort.len();
    let basis = recorder.basis(&used, universe, &[&variable.name, by]);
    let conventions = &recorder.study.conventions;
    let outcome = match column {
        Column::Numbers(cells) => compare_numbers(&values_by_level(cells, grouping)),
        Column::Levels(cells) => {
            compare_levels(&counts_by_level(cells, variable, grouping), conventions)
        }
        Column::Dates(_) | Column::Text(_) => return,
    };
    let prefix = format!("{}.by_{by}", variable.name);
    let what = format!("{} by {}", variable.label, grouping.variable.label);
    write(recorder, &basis, grouping, &prefix, &what, outcome);
}

fn write(
    recorder: &mut Recorder<'_>,
    basis: &Basis,
    grouping: &Grouping<'_>,
    prefix: &str,
    what: &str,
    outcome: Outcome,
) {
    let mut add = |key: String, words: String, value: Value, format: Format, method: Method| {
        let mut entry = Entry::new(format!("{prefix}.{key}"), words, value, format, method);
        entry.conventions.clone_from(&outcome.conventions);
        recorder.add(basis, entry);
    };
    let significant = outcome.p.number();
    add(
        "test.p".to_owned(),
        format!("p-value of {what}"),
        outcome.p,
        Format::PValue,
        outcome.test,
    );
    if let Some((name, value)) = outcome.statistic {
        let words = format!("{name} of {what}");
        add(
            "test.statistic".to_owned(),
            words,
            value,
            Format::Digits(2),
            outcome.test,
        );
    }
    if let Some(df) = outcome.df {
        let words = format!("degrees of freedom of {what}");
        add(
            "test.df".to_owned(),
            words,
            f64::from(df).into(),
            Format::Digits(0),
            outcome.test,
        );
    }
    let (method, effect) = outcome.effect;
    add(
        "test.effect".to_owned(),
        format!("effect size of {what}"),
        effect,
        Format::Digits(2),
        method,
    );
    let alpha = recorder.study.conventions.alpha;
    if significant.is_none_or(|p| p >= alpha) {
        return;
    }
    let raw: Vec<f64> = outcome.pairs.iter().map(|pair| pair.p).collect();
    let (plain, adjusted) = outcome.pair_methods;
    for (pair, adjusted_p) in outcome.pairs.iter().zip(holm(&raw)) {
        let id = grouping.pair_id(pair.first, pair.second);
        let words = format!("{what}, {}", grouping.pair_label(pair.first, pair.second));
        let entry = Entry::new(
            format!("{prefix}.{id}.p"),
            format!("adjusted p-value of {words}"),
            adjusted_p,
            Format::PValue,
            adjusted,
        );
        recorder.add(basis, entry.convention("adjustment = holm".to_owned()));
        recorder.add(
            basis,
            Entry::new(
                format!("{prefix}.{id}.p_unadjusted"),
                format!("unadjusted p-value of {words}"),
                pair.p,
                Format::PValue,
                plain,
            ),
        );
    }
}

fn compare_numbers(groups: &[Vec<f64>]) -> Outcome {
    let filled: Vec<&[f64]> = groups
        .iter()
        .map(Vec::as_slice)
        .filter(|group| !group.is_empty())
        .collect();
    if let [first, second] = filled.as_slice() {
        let exact = first.len() + second.len() < EXACT_BELOW;
        let (test, how) = if exact {
            (method::MANN_WHITNEY_EXACT, RankTestMethod::Exact)
        } else {
            let corrected = RankTestMethod::Asymptotic {
                continuity_correction: true,
            };
            (method::MANN_WHITNEY, corrected)
        };
        let result = mann_whitney(first, second, how);
        return Outcome {
            test,
            p: value(&result, |r| r.p),
            statistic: Some(("W", value(&result, |r| r.w))),
            df: None,
            effect: (method::RANK_BISERIAL, value(&result, |r| r.rank_biserial)),
            pairs: Vec::new(),
            pair_methods: (test, test),
            conventions: Vec::new(),
        };
    }
    let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    let result = kruskal_wallis(&slices);
    let pairs = dunn(&slices).unwrap_or_default();
    Outcome {
        test: method::KRUSKAL_WALLIS,
        p: value(&result, |r| r.p),
        statistic: Some(("H", value(&result, |r| r.h))),
        df: result.as_ref().ok().map(|r| r.df),
        effect: (
            method::EPSILON_SQUARED,
            value(&result, |r| r.epsilon_squared),
        ),
        pairs: pairs
            .iter()
            .map(|pair| Pair {
                first: pair.first,
                second: pair.second,
                p: pair.p,
            })
            .collect(),
        pair_methods: (method::DUNN, method::DUNN_HOLM),
        conventions: Vec::new(),
    }
}

/// `counts` has a row for each level of the grouping.
fn compare_levels(counts: &[Vec<u64>], conventions: &Conventions) -> Outcome {
    let table = ContingencyTable::new(counts);
    let test = table
        .as_ref()
        .map_or(method::FISHER, |t| test_of_association(t, conventions));
    let (test, p) = match &table {
        Ok(table) => association(table, test),
        Err(error) => (test, Err(error.clone())),
    };
    let effect = table.as_ref().map(cramers_v).map_err(Clone::clone);
    let chi = table
        .as_ref()
        .ok()
        .filter(|_| test == method::CHI_SQUARE)
        .map(|t| chi_square(t, ContinuityCorrection::None));
    let filled: Vec<usize> = (0..counts.len())
        .filter(|&row| {
            counts
                .get(row)
                .is_some_and(|row| row.iter().sum::<u64>() > 0)
        })
        .collect();
    let mut pairs = Vec::new();
    if filled.len() > 2 {
        for (at, &first) in filled.iter().enumerate() {
            for &second in filled.iter().skip(at + 1) {
                let rows: Vec<Vec<u64>> = [first, second]
                    .iter()
                    .filter_map(|&row| counts.get(row).cloned())
                    .collect();
                // Two groups that are all of one level cannot differ: p is 1.
                let p = ContingencyTable::new(&rows).and_then(|pair| association(&pair, test).1);
                pairs.push(Pair {
                    first,
                    second,
                    p: p.unwrap_or(1.0),
                });
            }
        }
    }
    let pair_methods = if test == method::FISHER {
        (method::FISHER, method::FISHER_HOLM)
    } else {
        (method::CHI_SQUARE, method::CHI_SQUARE_HOLM)
    };
    Outcome {
        test,
        p: p.into(),
        statistic: chi.as_ref().map(|c| ("chi-square", c.chi_square.into())),
        df: chi.map(|c| c.df),
        effect: (method::CRAMERS_V, effect.into()),
        pairs,
        pair_methods,
        conventions: vec![format!("association = {}", conventions.association.name())],
    }
}

/// The test that the study's rule chooses for a table.
fn test_of_association(table: &ContingencyTable, conventions: &Conventions) -> Method {
    let sparse =
        table.share_expected_below_five() > SPARSE_SHARE || table.least_expected() < SPARSE_LEAST;
    match conventions.association {
        AssociationRule::FisherWhenSparse if !sparse => method::CHI_SQUARE,
        AssociationRule::FisherWhenSparse | AssociationRule::Fisher => method::FISHER,
        AssociationRule::ChiSquare => method::CHI_SQUARE,
    }
}

/// Its p-value. A table that is too large for the exact test within its bound
/// of work gets Pearson's, and says so by its method.
fn association(table: &ContingencyTable, test: Method) -> (Method, Result<f64, StatsError>) {
    if test == method::FISHER
        && let Ok(p) = fisher_exact(table)
    {
        return (method::FISHER, Ok(p));
    }
    let p = chi_square(table, ContinuityCorrection::None).p;
    (method::CHI_SQUARE, Ok(p))
}

fn value<T>(result: &Result<T, StatsError>, get: impl Fn(&T) -> f64) -> Value {
    result.as_ref().map(get).map_err(Clone::clone).into()
}

/// The values of a numeric variable, level by level.
pub(super) fn values_by_level(cells: &[Option<f64>], grouping: &Grouping<'_>) -> Vec<Vec<f64>> {
    let mut groups = vec![Vec::new(); grouping.variable.levels.len()];
    for (cell, level) in cells.iter().zip(grouping.cells) {
        if let (Some(value), Some(level)) = (cell, level)
            && let Some(group) = groups.get_mut(*level)
        {
            group.push(*value);
        }
    }
    groups
}

/// A row for each level of the grouping, a column for each of the variable.
fn counts_by_level(
    cells: &[Option<usize>],
    variable: &Variable,
    grouping: &Grouping<'_>,
) -> Vec<Vec<u64>> {
    let mut counts = vec![vec![0; variable.levels.len()]; grouping.variable.levels.len()];
    for (cell, level) in cells.iter().zip(grouping.cells) {
        if let (Some(cell), Some(level)) = (cell, level)
            && let Some(count) = counts.get_mut(*level).and_then(|row| row.get_mut(*cell))
        {
            *count += 1;
        }
    }
    counts
}
