//! Two categories of the same rows with the same levels.

use super::part::{Part, Print, Spec, estimate, p_value, parts, statistic};
use super::{Compute, Settings, Statistic};
use crate::stats::StatsError;
use crate::stats::agreement::{Disagreement, kappa};
use crate::stats::contingency::ContinuityCorrection;
use crate::stats::two_by_two::{McNemar, mcnemar};

pub(super) const FAMILY: &[Statistic] = &[
    Statistic::new(
        "mcnemar",
        "McNemar’s test with continuity correction",
        "mcnemar.test(t)",
        Compute::TwoCategories(|table, _| {
            parts(&changes(table, ContinuityCorrection::Yates), ASYMPTOTIC)
        }),
    ),
    Statistic::new(
        "mcnemar-uncorrected",
        "McNemar’s test without continuity correction",
        "mcnemar.test(t, correct = FALSE)",
        Compute::TwoCategories(|table, _| {
            parts(&changes(table, ContinuityCorrection::None), ASYMPTOTIC)
        }),
    ),
    Statistic::new(
        "mcnemar-exact",
        "exact McNemar’s test",
        "binom.test(b, b + c)",
        Compute::TwoCategories(|table, _| {
            parts(
                &changes(table, ContinuityCorrection::None),
                &[p_value(|r| r.exact_p)],
            )
        }),
    ),
    Statistic::new(
        "kappa",
        "Cohen’s kappa",
        "vcd::Kappa(t)",
        Compute::TwoCategories(|table, settings| {
            agreement(table, Disagreement::Unweighted, settings)
        }),
    ),
    Statistic::new(
        "kappa-linear",
        "linearly weighted kappa",
        "irr::kappa2(d, \"equal\")",
        Compute::TwoCategories(|table, settings| agreement(table, Disagreement::Linear, settings)),
    ),
    Statistic::new(
        "kappa-quadratic",
        "quadratically weighted kappa",
        "vcd::Kappa(t, \"Fleiss-Cohen\")",
        Compute::TwoCategories(|table, settings| {
            agreement(table, Disagreement::Quadratic, settings)
        }),
    ),
];

const ASYMPTOTIC: &[Spec<McNemar>] = &[p_value(|r| r.p), statistic("chi-square", |r| r.chi_square)];

/// `table` is square: first variable in rows, second in columns.
fn changes(table: &[Vec<u64>], correction: ContinuityCorrection) -> Result<McNemar, StatsError> {
    match table {
        [first, second] => match (first.as_slice(), second.as_slice()) {
            ([_, b], [c, _]) => mcnemar(*b, *c, correction),
            _ => Err(StatsError::Domain("needs binary variables")),
        },
        _ => Err(StatsError::Domain("needs binary variables")),
    }
}

fn agreement(table: &[Vec<u64>], weights: Disagreement, settings: &Settings<'_>) -> Vec<Part> {
    let found = kappa(table, weights, settings.confidence);
    let mut all = parts(
        &found,
        &[
            p_value(|k| k.p),
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
}
