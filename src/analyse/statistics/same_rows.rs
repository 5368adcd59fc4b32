//! Several variables of the same rows.

use super::groups::of_t;
use super::part::{Part, Print, Spec, estimate, parts};
use crate::stats::StatsError;
use crate::stats::agreement::{Disagreement, kappa};
use crate::stats::cochran_q::cochran_q;
use crate::stats::correlation::{
    Correlation, kendall, kendall_exact, pearson, spearman, spearman_exact,
};
use crate::stats::mann_whitney::RankTestMethod;
use crate::stats::means::paired_t_test;
use crate::stats::rank_tests::friedman;
use crate::stats::signed_rank::signed_rank;
use crate::stats::two_by_two::{McNemar, mcnemar};
use crate::study::{Conventions, Statistic};

pub(super) fn numbers(
    statistic: Statistic,
    x: &[f64],
    y: &[f64],
    conventions: &Conventions,
) -> Vec<Part> {
    let confidence = conventions.confidence;
    let by_signs = |method| {
        let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
        parts(
            &signed_rank(&differences, method),
            &[
                ("p", "p-value", |r| r.p, Print::P),
                ("statistic", "V", |r| r.v, Print::Statistic),
                (
                    "effect",
                    "rank-biserial correlation",
                    |r| r.rank_biserial,
                    Print::Coefficient,
                ),
            ],
        )
    };
    match statistic {
        Statistic::PairedT => of_t(paired_t_test(x, y, confidence)),
        Statistic::SignedRank => by_signs(RankTestMethod::Asymptotic {
            continuity_correction: true,
        }),
        Statistic::SignedRankUncorrected => by_signs(RankTestMethod::Asymptotic {
            continuity_correction: false,
        }),
        Statistic::SignedRankExact => by_signs(RankTestMethod::Exact),
        Statistic::Pearson => of_correlation(&pearson(x, y, confidence), None),
        Statistic::Spearman => of_correlation(&spearman(x, y, confidence), None),
        Statistic::SpearmanExact => {
            of_correlation(&spearman(x, y, confidence), Some(spearman_exact(x, y)))
        }
        Statistic::Kendall => of_correlation(&kendall(x, y, confidence), None),
        _ => of_correlation(&kendall(x, y, confidence), Some(kendall_exact(x, y))),
    }
}

fn of_correlation(
    found: &Result<Correlation, StatsError>,
    exact: Option<Result<f64, StatsError>>,
) -> Vec<Part> {
    let p = match exact {
        Some(exact) => exact,
        None => found.as_ref().map(|c| c.p).map_err(Clone::clone),
    };
    let mut all = super::part::only_p(p);
    let specs: [Spec<Correlation>; 1] = [(
        "estimate",
        "correlation",
        |c| c.coefficient,
        Print::Coefficient,
    )];
    let Ok(correlation) = found else {
        all.extend(parts(found, &specs));
        return all;
    };
    match correlation.interval {
        Some(interval) => {
            let both = Ok((correlation.coefficient, interval));
            all.extend(estimate("correlation", both, Print::Coefficient));
        }
        None => all.extend(parts(found, &specs)),
    }
    all
}

/// `columns` holds each measurement of the same rows.
pub(super) fn repeated(columns: &[Vec<f64>]) -> Vec<Part> {
    let rows = columns.first().map_or(0, Vec::len);
    let blocks: Vec<Vec<f64>> = (0..rows)
        .map(|row| columns.iter().map(|column| column[row]).collect())
        .collect();
    let slices: Vec<&[f64]> = blocks.iter().map(Vec::as_slice).collect();
    parts(
        &friedman(&slices),
        &[
            ("p", "p-value", |r| r.p, Print::P),
            (
                "statistic",
                "chi-square",
                |r| r.chi_square,
                Print::Statistic,
            ),
            (
                "df",
                "degrees of freedom",
                |r| f64::from(r.df),
                Print::Degrees,
            ),
            (
                "effect",
                "Kendall's W",
                |r| r.concordance,
                Print::Coefficient,
            ),
        ],
    )
}

/// Yes is the second level of each of the binary variables.
pub(super) fn answers(columns: &[Vec<usize>]) -> Vec<Part> {
    let rows = columns.first().map_or(0, Vec::len);
    let subjects: Vec<Vec<bool>> = (0..rows)
        .map(|row| columns.iter().map(|column| column[row] == 1).collect())
        .collect();
    let slices: Vec<&[bool]> = subjects.iter().map(Vec::as_slice).collect();
    parts(
        &cochran_q(&slices),
        &[
            ("p", "p-value", |r| r.p, Print::P),
            ("statistic", "Q", |r| r.q, Print::Statistic),
            (
                "df",
                "degrees of freedom",
                |r| f64::from(r.df),
                Print::Degrees,
            ),
        ],
    )
}

/// `table` is square: first variable in rows, second in columns.
pub(super) fn categories(
    statistic: Statistic,
    table: &[Vec<u64>],
    conventions: &Conventions,
) -> Vec<Part> {
    let agreement = |weights| {
        let found = kappa(table, weights, conventions.confidence);
        let mut all = parts(
            &found,
            &[
                ("p", "p-value", |k| k.p, Print::P),
                (
                    "se",
                    "standard error",
                    |k| k.standard_error,
                    Print::Coefficient,
                ),
            ],
        );
        let both = found.map(|k| (k.estimate, k.interval));
        all.extend(estimate("kappa", both, Print::Coefficient));
        all
    };
    let changes = |correction: bool, exact: bool| {
        let discordant = match table {
            [first, second] if table.len() == 2 => Ok((first[1], second[0])),
            _ => Err(StatsError::Domain("needs binary variables")),
        };
        let found = discordant.and_then(|(b, c)| mcnemar(b, c, correction));
        let asymptotic: [Spec<McNemar>; 2] = [
            ("p", "p-value", |r| r.p, Print::P),
            (
                "statistic",
                "chi-square",
                |r| r.chi_square,
                Print::Statistic,
            ),
        ];
        if exact {
            parts(&found, &[("p", "p-value", |r| r.exact_p, Print::P)])
        } else {
            parts(&found, &asymptotic)
        }
    };
    match statistic {
        Statistic::Kappa => agreement(Disagreement::Unweighted),
        Statistic::KappaLinear => agreement(Disagreement::Linear),
        Statistic::KappaQuadratic => agreement(Disagreement::Quadratic),
        Statistic::McNemar => changes(true, false),
        Statistic::McNemarUncorrected => changes(false, false),
        _ => changes(false, true),
    }
}
