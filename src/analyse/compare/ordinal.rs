//! Ordinal variables: tests that use the order of the levels, by what is in
//! order, the variable, the groups or both.

use super::{EffectSize, Outcome, levels, ranks, value};
use crate::number::Method;
use crate::statistics::methods as method;
use crate::stats::StatsError;
use crate::stats::cochran_armitage::cochran_armitage;
use crate::stats::contingency::ContingencyTable;
use crate::stats::correlation::{Correlation, kendall};
use crate::stats::jonckheere_exact::jonckheere_terpstra_exact;
use crate::stats::kendall_interval::kendall_interval;
use crate::stats::rank_tests::{Trend, jonckheere_terpstra};
use crate::study::{ConventionKey, Conventions, Kind, OrdinalRule, Variable};

/// An order says something from three levels on: two can be turned round.
const LEAST_LEVELS: usize = 3;

/// Compares a category between groups. `counts` has a row for each level of the
/// grouping, a column for each of the variable.
pub(super) fn compare(
    counts: &[Vec<u64>],
    variable: &Variable,
    grouping: &Variable,
    conventions: &Conventions,
) -> Outcome {
    let levels_with_rows = levels_with_rows(counts);
    let groups_with_rows = counts.iter().filter(|row| filled(row)).count();
    let variable_orders =
        is_ordered(variable, conventions) && levels_with_rows.len() >= LEAST_LEVELS;
    let groups_order = is_ordered(grouping, conventions) && groups_with_rows >= LEAST_LEVELS;
    let mut outcome = match (variable_orders, groups_order, levels_with_rows.as_slice()) {
        (true, true, _) if groups_with_rows > 1 => trend_of_levels(counts, conventions),
        (true, false, _) if groups_with_rows > 1 => ranks::compare(&scores(counts), conventions),
        (false, true, [first, second]) => {
            // What is reported of a binary variable is its second level.
            let event = variable.positive_level().unwrap_or(*second);
            trend_of_shares(counts, [*first, *second], event, conventions)
        }
        _ => levels::compare(counts, conventions),
    };
    let by_convention = |own: &&Variable| own.kind == Kind::Ordinal && own.tested.is_none();
    if [variable, grouping].iter().any(by_convention) {
        outcome
            .conventions
            .push(conventions.setting(ConventionKey::Ordinal));
    }
    outcome
}

/// Whether the order of the levels is used: as the variable says, else the
/// study.
fn is_ordered(variable: &Variable, conventions: &Conventions) -> bool {
    let rule = variable.tested.unwrap_or(conventions.ordinal);
    variable.kind == Kind::Ordinal && rule == OrdinalRule::Ordered
}

fn filled(row: &[u64]) -> bool {
    row.iter().any(|count| *count > 0)
}

fn levels_with_rows(counts: &[Vec<u64>]) -> Vec<usize> {
    let most = counts.iter().map(Vec::len).max().unwrap_or(0);
    let has_rows = |level: &usize| {
        counts
            .iter()
            .any(|row| row.get(*level).is_some_and(|count| *count > 0))
    };
    (0..most).filter(has_rows).collect()
}

/// The level of every row, group by group.
fn scores(counts: &[Vec<u64>]) -> Vec<Vec<f64>> {
    let group = |row: &Vec<u64>| {
        let levels = row.iter().enumerate();
        let of_level =
            |(level, count): (usize, &u64)| std::iter::repeat_n(level as f64, *count as usize);
        levels.flat_map(of_level).collect()
    };
    counts.iter().map(group).collect()
}

/// Levels in order in groups in order.
fn trend_of_levels(counts: &[Vec<u64>], conventions: &Conventions) -> Outcome {
    let groups = scores(counts);
    let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    // A count that would take too long leaves the normal approximation.
    let exact = ranks::are_exact(&slices, conventions.rank_test)
        .then(|| jonckheere_terpstra_exact(&slices))
        .filter(|exact| !matches!(exact, Err(StatsError::TooMuchWork(_))));
    let (test, result) = match exact {
        Some(exact) => (method::JONCKHEERE_TERPSTRA_EXACT, exact),
        None => (method::JONCKHEERE_TERPSTRA, jonckheere_terpstra(&slices)),
    };
    let mut outcome = trend(test, "J", &result, &groups, conventions);
    outcome.conventions = vec![conventions.setting(ConventionKey::RankTest)];
    outcome
}

/// The share of one of two levels in groups in order.
fn trend_of_shares(
    counts: &[Vec<u64>],
    levels: [usize; 2],
    event: usize,
    conventions: &Conventions,
) -> Outcome {
    let of = |row: &Vec<u64>, level: usize| row.get(level).copied().unwrap_or(0);
    let events: Vec<u64> = counts.iter().map(|row| of(row, event)).collect();
    let trials: Vec<u64> = counts
        .iter()
        .map(|row| levels.iter().map(|level| of(row, *level)).sum())
        .collect();
    let result = cochran_armitage(&events, &trials);
    let two: Vec<Vec<u64>> = events
        .iter()
        .zip(&trials)
        .map(|(events, all)| vec![all - events, *events])
        .collect();
    let table = ContingencyTable::new(&two).ok();
    let sparse = table.filter(|table| result.is_ok() && table.is_sparse());
    let mut outcome = trend(
        method::COCHRAN_ARMITAGE,
        "chi-square",
        &result,
        &scores(&two),
        conventions,
    );
    outcome.sparse = sparse.map(|table| 100.0 * table.share_expected_below_five());
    outcome.df = result.is_ok().then_some(1.0);
    outcome
}

/// A trend test with Kendall's correlation of the values with the groups, which
/// is positive where values rise.
fn trend(
    test: Method,
    statistic: &'static str,
    result: &Result<Trend, StatsError>,
    groups: &[Vec<f64>],
    conventions: &Conventions,
) -> Outcome {
    let mut values = Vec::new();
    let mut places = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        values.extend_from_slice(group);
        places.extend(std::iter::repeat_n(place as f64, group.len()));
    }
    let tau = kendall(&values, &places, conventions.confidence);
    // Levels and groups are tied, so the interval is one that counts ties.
    let interval = |tau: Correlation| {
        kendall_interval(&values, &places, tau.coefficient, conventions.confidence)
            .ok_or(StatsError::NoVariation)
    };
    let effect = EffectSize::with_interval(
        method::KENDALL,
        value(&tau, |tau| tau.coefficient),
        &tau.and_then(interval),
    );
    Outcome {
        p: value(result, |r| r.p),
        statistic: Some((statistic, value(result, |r| r.statistic))),
        effect: Some(effect),
        ..Outcome::new(test)
    }
}
