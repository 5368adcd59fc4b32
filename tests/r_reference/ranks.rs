//! Rank tests.

use cohort_report::stats::kruskal_wallis::{dunn, kruskal_wallis};
use cohort_report::stats::mann_whitney::{RankTestMethod, mann_whitney};
use cohort_report::stats::multiplicity::holm;

use crate::harness::{check, check_parts};

pub fn kruskal_wallis_tests() {
    check(&["kruskal_wallis"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
        let found = kruskal_wallis(&slices).ok()?;
        Some(match case.part.as_str() {
            "h" => found.h,
            "df" => f64::from(found.df),
            "p" => found.p,
            _ => found.epsilon_squared,
        })
    });
}

pub fn dunn_comparisons() {
    check(&["dunn"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
        let found = dunn(&slices).ok()?;
        let adjusted = holm(&found.iter().map(|pair| pair.p).collect::<Vec<_>>());
        let (first, second) = case.option.split_once('|')?;
        let at = |name: &str| groups.iter().position(|(level, _)| level == name);
        let (first, second) = (at(first)?, at(second)?);
        let pair = found
            .iter()
            .position(|pair| (pair.first, pair.second) == (first.min(second), first.max(second)))?;
        Some(match case.part.as_str() {
            "z" if first > second => -found[pair].z,
            "z" => found[pair].z,
            "p" => found[pair].p,
            _ => adjusted[pair],
        })
    });
}

pub fn mann_whitney_tests() {
    check_parts(
        &["mann_whitney"],
        1e-9,
        |case, data| {
            let groups = data.groups(&case.x, &case.by);
            let method = match case.option.as_str() {
                "exact" => RankTestMethod::Exact,
                option => RankTestMethod::Asymptotic {
                    continuity_correction: option == "corrected",
                },
            };
            mann_whitney(&groups[0].1, &groups[1].1, method).ok()
        },
        |case, found| {
            let found = found.as_ref()?;
            Some(if case.part == "w" { found.w } else { found.p })
        },
    );
}
