//! Signed ranks, trends, shifts, correlation.

use cohort_report::stats::correlation::{kendall, pearson, spearman, spearman_s};
use cohort_report::stats::hodges_lehmann::hodges_lehmann;
use cohort_report::stats::mann_whitney::{RankTestMethod, mann_whitney};
use cohort_report::stats::rank_tests::{brunner_munzel, friedman, jonckheere_terpstra};
use cohort_report::stats::signed_rank::signed_rank;

use crate::harness::check;

pub fn signed_ranks() {
    check(&["signed_rank"], 1e-9, |case, data| {
        let (x, y) = data?.pairs(&case.x, &case.by);
        let differences: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x - y).collect();
        let method = match case.option.as_str() {
            "exact" => RankTestMethod::Exact,
            option => RankTestMethod::Asymptotic {
                continuity_correction: option == "corrected",
            },
        };
        let found = signed_rank(&differences, method).ok()?;
        Some(if case.part == "v" { found.v } else { found.p })
    });
}

pub fn friedman_tests() {
    check(&["friedman"], 1e-9, |case, data| {
        let data = data?;
        let columns: Vec<&Vec<String>> = case.x.split(' ').map(|name| &data.0[name]).collect();
        let blocks: Vec<Vec<f64>> = (0..columns[0].len())
            .filter_map(|row| {
                columns
                    .iter()
                    .map(|column| column[row].parse().ok())
                    .collect()
            })
            .collect();
        let slices: Vec<&[f64]> = blocks.iter().map(Vec::as_slice).collect();
        let found = friedman(&slices).ok()?;
        Some(if case.part == "p" {
            found.p
        } else {
            found.chi_square
        })
    });
}

pub fn brunner_munzel_tests() {
    check(&["brunner_munzel"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let found = brunner_munzel(&groups[0].1, &groups[1].1, 0.95).ok()?;
        Some(match case.part.as_str() {
            "statistic" => found.statistic,
            "df" => found.df,
            "p" => found.p,
            _ => found.superiority,
        })
    });
}

pub fn jonckheere_tests() {
    check(&["jonckheere"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
        let found = jonckheere_terpstra(&slices).ok()?;
        Some(match case.part.as_str() {
            "statistic" => found.statistic,
            "z" => found.z,
            _ => found.p,
        })
    });
}

pub fn shifts() {
    check(&["hodges_lehmann"], 1e-12, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let found = hodges_lehmann(&groups[0].1, &groups[1].1, 0.95).ok()?;
        Some(match case.part.as_str() {
            "estimate" => found.estimate,
            "lower" => found.interval.lower,
            _ => found.interval.upper,
        })
    });
    let numbers = |text: &str| {
        text.split(' ')
            .map(|n| n.parse().unwrap())
            .collect::<Vec<f64>>()
    };
    check(&["hodges_lehmann_exact"], 1e-12, |case, _| {
        let (x, y) = (numbers(&case.x), numbers(&case.by));
        let found = hodges_lehmann(&x, &y, 0.95).ok()?;
        Some(match case.part.as_str() {
            "estimate" => found.estimate,
            "lower" => found.interval.lower,
            "upper" => found.interval.upper,
            _ => mann_whitney(&x, &y, RankTestMethod::Exact).ok()?.p,
        })
    });
}

pub fn correlations() {
    check(&["pearson", "spearman", "kendall"], 1e-9, |case, data| {
        let (x, y) = data?.pairs(&case.x, &case.by);
        let found = match case.method.as_str() {
            "pearson" => pearson(&x, &y, 0.95),
            "spearman" => spearman(&x, &y, 0.95),
            _ => kendall(&x, &y, 0.95),
        };
        let found = found.ok()?;
        match case.part.as_str() {
            "r" => Some(found.coefficient),
            "z" | "t" => Some(found.statistic),
            "df" => found.df,
            "s" => Some(spearman_s(found.coefficient, x.len())),
            "p" => Some(found.p),
            "lower" => found.interval.map(|interval| interval.lower),
            _ => found.interval.map(|interval| interval.upper),
        }
    });
}
