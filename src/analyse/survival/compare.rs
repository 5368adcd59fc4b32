//! The log-rank test of the curves of groups, and of pairs of them.

use super::names_with;
use crate::analyse::pairs::{self, Compared, Pair, PairRows};
use crate::analyse::record::Basis;
use crate::analyse::record::{Entry, Grouping, Recorder, both, count};
use crate::number::{Format, Value};
use crate::statistics::methods as method;
use crate::stats::survival::{Observation, log_rank};
use crate::study::Endpoint;

/// Records the test of all groups and, where it is significant, of their pairs.
pub(super) fn record(
    recorder: &mut Recorder<'_>,
    endpoint: &Endpoint,
    grouping: &Grouping<'_>,
    all: &[Option<Observation>],
) {
    let mut groups = vec![Vec::new(); grouping.variable.levels.len()];
    let mut used = vec![false; all.len()];
    for ((observation, level), used) in all.iter().zip(grouping.cells.iter()).zip(&mut used) {
        if let (Some(observation), Some(level)) = (observation, level)
            && let Some(group) = groups.get_mut(level)
        {
            group.push(*observation);
            *used = true;
        }
    }
    let names = names_with(endpoint, Some(&grouping.variable.name));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let universe = all.len();
    let basis = recorder.basis(&used, universe, &names);
    let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
    let result = log_rank(&slices);
    let path = endpoint.path().by(&grouping.variable.name).word("test");
    let what = format!("{} by {}", endpoint.label, grouping.variable.label);
    let of = |get: fn(&crate::stats::survival::LogRank) -> f64| -> Value {
        result.as_ref().map(get).map_err(Clone::clone).into()
    };
    for (key, words, value, format) in [
        ("p", "p-value", of(|r| r.p), Format::PValue),
        (
            "statistic",
            "chi-square",
            of(|r| r.chi_square),
            Format::Digits(2),
        ),
        (
            "df",
            "degrees of freedom",
            of(|r| f64::from(r.df)),
            Format::Digits(0),
        ),
    ] {
        recorder.add(
            &basis,
            Entry::new(
                path.key(key),
                format!("{words} of {what}"),
                value,
                format,
                method::LOG_RANK,
            ),
        );
    }
    if let Ok(test) = &result {
        let sizes = test.observed.iter().zip(&test.expected).enumerate();
        for (at, (observed, expected)) in sizes {
            let Some(level) = grouping.variable.levels.get(at) else {
                continue;
            };
            let members = grouping.members(at);
            let own = recorder.basis(&both(&used, &members), count(&members), &names);
            let path = path.clone().at(&level.id);
            let rows = [
                ("observed", observed, 0, &own),
                // From the risk sets of all groups.
                ("expected", expected, 2, &basis),
            ];
            for (key, value, digits, basis) in rows {
                let words = format!("{key} events of {what} in {}", level.label);
                let (id, format) = (path.key(key), Format::Digits(digits));
                recorder.add(
                    basis,
                    Entry::new(id, words, *value, format, method::LOG_RANK),
                );
            }
        }
    }
    let alpha = recorder.study.conventions.alpha;
    if result.is_ok_and(|test| test.p < alpha) {
        compare_pairs(recorder, &basis, &used, endpoint, grouping, &slices);
    }
}

/// The pairs after a significant test of more than two groups.
fn compare_pairs(
    recorder: &mut Recorder<'_>,
    basis: &Basis,
    used: &[bool],
    endpoint: &Endpoint,
    grouping: &Grouping<'_>,
    groups: &[&[Observation]],
) {
    let compared: Vec<Pair> = pairs::each(groups.iter().map(|group| !group.is_empty()))
        .into_iter()
        .filter_map(|(first, second)| {
            let both = [*groups.get(first)?, *groups.get(second)?];
            // Two groups without an event do not differ: p is 1.
            let p = log_rank(&both).map_or(1.0, |test| test.p);
            Some(Pair {
                first,
                second,
                rows: PairRows::TwoGroups,
                statistic: None,
                unadjusted: Some((p, method::LOG_RANK)),
                adjusted: (None, method::LOG_RANK_ADJUSTED),
            })
        })
        .collect();
    let path = endpoint.path().by(&grouping.variable.name);
    let names = names_with(endpoint, Some(&grouping.variable.name));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let compared_groups = Compared {
        basis,
        used,
        variables: &names,
        grouping,
        path: &path,
        what: &endpoint.label,
    };
    compared_groups.record(recorder, &compared);
}
