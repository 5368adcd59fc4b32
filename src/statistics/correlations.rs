//! Two or more numbers of the same rows.

use super::part::{Part, Print, Spec, df, estimate, only_p, p_value, parts, statistic};
use super::two_samples::of_t;
use super::{Compute, Statistic};
use crate::stats::StatsError;
use crate::stats::correlation::{
    Correlation, kendall, kendall_exact, pearson, spearman, spearman_exact,
};
use crate::stats::mann_whitney::RankTestMethod;
use crate::stats::means::paired_t_test;
use crate::stats::rank_tests::friedman;
use crate::stats::signed_rank::signed_rank;

/// Spearman's correlation, which scatter figures give unasked too.
pub const SPEARMAN: Statistic = Statistic::new(
    "spearman",
    "Spearman's correlation",
    "cor.test(x, y, method = \"spearman\", exact = FALSE)",
    Compute::TwoNumbers(|x, y, settings| {
        of_correlation(&spearman(x, y, settings.confidence), None)
    }),
);

pub(super) const FAMILY: &[Statistic] = &[
    Statistic::new(
        "paired-t",
        "paired t test",
        "t.test(x, y, paired = TRUE)",
        Compute::TwoNumbers(|x, y, settings| of_t(paired_t_test(x, y, settings.confidence))),
    ),
    Statistic::new(
        "signed-rank",
        "Wilcoxon's signed-rank test with continuity correction",
        "wilcox.test(x, y, paired = TRUE, exact = FALSE)",
        Compute::TwoNumbers(|x, y, _| {
            let method = RankTestMethod::Asymptotic {
                continuity_correction: true,
            };
            by_signs(x, y, method)
        }),
    ),
    Statistic::new(
        "signed-rank-uncorrected",
        "Wilcoxon's signed-rank test without continuity correction",
        "wilcox.test(x, y, paired = TRUE, exact = FALSE, correct = FALSE)",
        Compute::TwoNumbers(|x, y, _| {
            let method = RankTestMethod::Asymptotic {
                continuity_correction: false,
            };
            by_signs(x, y, method)
        }),
    ),
    Statistic::new(
        "signed-rank-exact",
        "exact signed-rank test",
        "coin::wilcoxsign_test(x ~ y, zero.method = \"Wilcoxon\", distribution = \"exact\")",
        Compute::TwoNumbers(|x, y, _| by_signs(x, y, RankTestMethod::Exact)),
    ),
    Statistic::new(
        "pearson",
        "Pearson's correlation",
        "cor.test(x, y)",
        Compute::TwoNumbers(|x, y, settings| {
            of_correlation(&pearson(x, y, settings.confidence), None)
        }),
    ),
    SPEARMAN,
    Statistic::new(
        "spearman-exact",
        "Spearman's correlation, exact test",
        "cor.test(x, y, method = \"spearman\")",
        Compute::TwoNumbers(|x, y, settings| {
            let exact = spearman_exact(x, y);
            of_correlation(&spearman(x, y, settings.confidence), Some(exact))
        }),
    ),
    Statistic::new(
        "kendall",
        "Kendall's tau-b",
        "cor.test(x, y, method = \"kendall\", exact = FALSE)",
        Compute::TwoNumbers(|x, y, settings| {
            of_correlation(&kendall(x, y, settings.confidence), None)
        }),
    ),
    Statistic::new(
        "kendall-exact",
        "Kendall's tau-b, exact test",
        "cor.test(x, y, method = \"kendall\")",
        Compute::TwoNumbers(|x, y, settings| {
            let exact = kendall_exact(x, y);
            of_correlation(&kendall(x, y, settings.confidence), Some(exact))
        }),
    ),
    Statistic::new(
        "friedman",
        "Friedman's test",
        "friedman.test(cbind(x, y, z))",
        Compute::Numbers(|rows, _| {
            parts(
                &friedman(rows),
                &[
                    p_value(|r| r.p),
                    statistic("chi-square", |r| r.chi_square),
                    df(|r| f64::from(r.df)),
                    (
                        "effect",
                        "Kendall's W",
                        |r| r.concordance,
                        Print::Coefficient,
                    ),
                ],
            )
        }),
    ),
];

fn by_signs(x: &[f64], y: &[f64], method: RankTestMethod) -> Vec<Part> {
    let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
    parts(
        &signed_rank(&differences, method),
        &[
            p_value(|r| r.p),
            statistic("V", |r| r.v),
            (
                "effect",
                "rank-biserial correlation",
                |r| r.rank_biserial,
                Print::Coefficient,
            ),
        ],
    )
}

fn of_correlation(
    found: &Result<Correlation, StatsError>,
    exact: Option<Result<f64, StatsError>>,
) -> Vec<Part> {
    let p = match exact {
        Some(exact) => exact,
        None => found.as_ref().map(|c| c.p).map_err(Clone::clone),
    };
    let mut all = only_p(p);
    let interval = found.as_ref().ok().and_then(|c| c.interval);
    match (found, interval) {
        (Ok(correlation), Some(interval)) => {
            let both = Ok((correlation.coefficient, interval));
            all.extend(estimate("correlation", both, Print::Coefficient));
        }
        _ => {
            let specs: [Spec<Correlation>; 1] = [(
                "estimate",
                "correlation",
                |c| c.coefficient,
                Print::Coefficient,
            )];
            all.extend(parts(found, &specs));
        }
    }
    all
}
