//! A number in two groups.

use super::part::{Part, Print, Spec, df, effect, estimate, p_value, parts, statistic};
use super::{Compute, Statistic};
use crate::stats::StatsError;
use crate::stats::effect_sizes::{
    cliffs_delta, cohens_d_interval, hedges_g_interval, standardised_difference,
};
use crate::stats::hodges_lehmann::hodges_lehmann;
use crate::stats::mann_whitney::{RankTestMethod, mann_whitney};
use crate::stats::means::{TTest, student_t_test, welch_t_test};
use crate::stats::rank_tests::brunner_munzel;
use crate::stats::variances::f_test;

pub(super) const STUDENT_T: Statistic = Statistic::new(
    "student-t",
    "Student's t test",
    "t.test(x ~ g, var.equal = TRUE)",
    Compute::NumberInTwo(|x, y, settings| of_t(student_t_test(x, y, settings.confidence))),
);
pub(super) const WELCH_T: Statistic = Statistic::new(
    "welch-t",
    "Welch's t test",
    "t.test(x ~ g)",
    Compute::NumberInTwo(|x, y, settings| of_t(welch_t_test(x, y, settings.confidence))),
);
pub(super) const MANN_WHITNEY: Statistic = Statistic::new(
    "mann-whitney",
    "Mann-Whitney test with continuity correction",
    "wilcox.test(x ~ g, exact = FALSE)",
    Compute::NumberInTwo(|x, y, _| of_mann_whitney(x, y, CORRECTED)),
);
pub(super) const MANN_WHITNEY_UNCORRECTED: Statistic = Statistic::new(
    "mann-whitney-uncorrected",
    "Mann-Whitney test without continuity correction",
    "wilcox.test(x ~ g, exact = FALSE, correct = FALSE)",
    Compute::NumberInTwo(|x, y, _| of_mann_whitney(x, y, UNCORRECTED)),
);
pub(super) const MANN_WHITNEY_EXACT: Statistic = Statistic::new(
    "mann-whitney-exact",
    "exact Mann-Whitney test",
    "coin::wilcox_test(x ~ g, distribution = \"exact\")",
    Compute::NumberInTwo(|x, y, _| of_mann_whitney(x, y, RankTestMethod::Exact)),
);
pub(super) const HEDGES_G: Statistic = Statistic::new(
    "hedges-g",
    "Hedges' g",
    "effectsize::hedges_g(x ~ g)",
    Compute::NumberInTwo(|x, y, settings| {
        effect("g", hedges_g_interval(x, y, settings.confidence))
    }),
)
.symbol("g");
pub(super) const HODGES_LEHMANN: Statistic = Statistic::new(
    "hodges-lehmann",
    "Hodges and Lehmann's shift",
    "wilcox.test(x ~ g, conf.int = TRUE)",
    Compute::NumberInTwo(|x, y, settings| {
        let shift = hodges_lehmann(x, y, settings.confidence);
        estimate(
            "shift",
            shift.map(|s| (s.estimate, s.interval)),
            Print::Difference,
        )
    }),
);

pub(super) const FAMILY: &[Statistic] = &[
    STUDENT_T,
    WELCH_T,
    MANN_WHITNEY,
    MANN_WHITNEY_UNCORRECTED,
    MANN_WHITNEY_EXACT,
    Statistic::new(
        "brunner-munzel",
        "Brunner and Munzel's test",
        "lawstat::brunner.munzel.test(x, y)",
        Compute::NumberInTwo(|x, y, settings| {
            let test = brunner_munzel(x, y, settings.confidence);
            let mut found = parts(
                &test,
                &[
                    p_value(|r| r.p),
                    statistic("statistic", |r| r.statistic),
                    df(|r| r.df),
                ],
            );
            let share = test.map(|r| (r.superiority, r.interval));
            let words = "probability of superiority";
            found.extend(estimate(words, share, Print::Coefficient));
            found
        }),
    ),
    HODGES_LEHMANN,
    Statistic::new(
        "f-test",
        "F test of variances",
        "var.test(x ~ g)",
        Compute::NumberInTwo(|x, y, _| {
            parts(
                &f_test(x, y),
                &[
                    p_value(|r| r.p),
                    statistic("F", |r| r.f),
                    (
                        "df",
                        "degrees of freedom of the first group",
                        |r| r.df1,
                        Print::Degrees,
                    ),
                    (
                        "df2",
                        "degrees of freedom of the second group",
                        |r| r.df2,
                        Print::Degrees,
                    ),
                ],
            )
        }),
    ),
    Statistic::new(
        "cohens-d",
        "Cohen's d",
        "effectsize::cohens_d(x ~ g)",
        Compute::NumberInTwo(|x, y, settings| {
            effect("d", cohens_d_interval(x, y, settings.confidence))
        }),
    )
    .symbol("d"),
    HEDGES_G,
    Statistic::new(
        "cliffs-delta",
        "Cliff's delta",
        "effsize::cliff.delta(x, y)",
        Compute::NumberInTwo(|x, y, settings| {
            effect("delta", cliffs_delta(x, y, settings.confidence))
        }),
    )
    .symbol("δ"),
    Statistic::new(
        "standardised-difference",
        "standardised mean difference",
        "smd::smd(x, g)",
        Compute::NumberInTwo(|x, y, settings| {
            let found = standardised_difference(x, y, settings.confidence);
            effect("standardised difference", found)
        }),
    ),
];

const UNCORRECTED: RankTestMethod = RankTestMethod::Asymptotic {
    continuity_correction: false,
};
const CORRECTED: RankTestMethod = RankTestMethod::Asymptotic {
    continuity_correction: true,
};

/// The p-value, t and its degrees of freedom, and the difference of means.
pub(super) fn of_t(test: Result<TTest, StatsError>) -> Vec<Part> {
    let specs: [Spec<TTest>; 3] = [p_value(|r| r.p), statistic("t", |r| r.t), df(|r| r.df)];
    let mut found = parts(&test, &specs);
    let difference = test.map(|r| (r.difference, r.interval));
    found.extend(estimate(
        "difference of means",
        difference,
        Print::Difference,
    ));
    found
}

fn of_mann_whitney(x: &[f64], y: &[f64], method: RankTestMethod) -> Vec<Part> {
    parts(
        &mann_whitney(x, y, method),
        &[
            p_value(|r| r.p),
            statistic("W", |r| r.w),
            (
                "effect",
                "rank-biserial correlation",
                |r| r.rank_biserial,
                Print::Coefficient,
            ),
        ],
    )
}
