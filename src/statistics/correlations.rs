//! Two or more numbers of the same rows.

use super::part::{Part, Print, Spec, df, estimate, only_p, p_value, parts, statistic};
use super::two_samples::of_t;
use super::{Compute, Statistic};
use crate::stats::StatsError;
use crate::stats::correlation::{
    Correlation, kendall, kendall_exact, pearson, spearman, spearman_exact, spearman_s,
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
        of_spearman(x, &spearman(x, y, settings.confidence), None)
    }),
);

/// Kendall's correlation, the effect size of a trend.
pub(super) const KENDALL: Statistic = Statistic::new(
    "kendall",
    "Kendall's tau-b",
    "cor.test(x, y, method = \"kendall\", exact = FALSE)",
    Compute::TwoNumbers(|x, y, settings| {
        of_correlation("z", &kendall(x, y, settings.confidence), None)
    }),
)
.symbol("τ");

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
            of_correlation("t", &pearson(x, y, settings.confidence), None)
        }),
    ),
    SPEARMAN,
    Statistic::new(
        "spearman-exact",
        "Spearman's correlation, exact test",
        "cor.test(x, y, method = \"spearman\")",
        Compute::TwoNumbers(|x, y, settings| {
            let exact = spearman_exact(x, y);
            of_spearman(x, &spearman(x, y, settings.confidence), Some(exact))
        }),
    ),
    KENDALL,
    Statistic::new(
        "kendall-exact",
        "Kendall's tau-b, exact test",
        "cor.test(x, y, method = \"kendall\")",
        Compute::TwoNumbers(|x, y, settings| {
            let exact = kendall_exact(x, y);
            of_correlation("z", &kendall(x, y, settings.confidence), Some(exact))
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

/// The coefficient with its interval and test; `name` is the letter of the
/// test statistic.
fn of_correlation(
    name: &'static str,
    found: &Result<Correlation, StatsError>,
    exact: Option<Result<f64, StatsError>>,
) -> Vec<Part> {
    let is_exact = exact.is_some();
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
    // The exact tests have no t and no z.
    if !is_exact {
        all.extend(parts(found, &[statistic(name, |c| c.statistic)]));
        let degrees = found.as_ref().ok().and_then(|c| c.df);
        all.extend(
            degrees.map(|df| Part::new("df", "degrees of freedom", df.into(), Print::Degrees)),
        );
    }
    all
}

/// The same of ranks, with Spearman's S.
fn of_spearman(
    x: &[f64],
    found: &Result<Correlation, StatsError>,
    exact: Option<Result<f64, StatsError>>,
) -> Vec<Part> {
    let mut all = of_correlation("t", found, exact);
    let s = found.as_ref().map(|c| spearman_s(c.coefficient, x.len()));
    let words = "sum of squared differences of ranks";
    let s = s.map_err(Clone::clone).into();
    all.push(Part::new("s", words, s, Print::Statistic));
    all
}
