//! Two proportions.

use cohort_report::stats::contingency::ContinuityCorrection;
use cohort_report::stats::two_by_two::{
    DifferenceMethod, TwoByTwo, conditional_odds_ratio, mcnemar, odds_ratio, risk_difference,
    risk_ratio,
};

use crate::harness::{Expected, check};

/// "a b c d", column by column as R's `matrix` takes them: two groups.
pub fn cells(case: &Expected) -> TwoByTwo {
    let counts: Vec<u64> = case
        .x
        .split(' ')
        .map(|count| count.parse().unwrap())
        .collect();
    TwoByTwo {
        a: counts[0],
        b: counts[1],
        c: counts[2],
        d: counts[3],
    }
}

pub fn effects() {
    let methods = ["odds_ratio", "risk_ratio", "risk_difference"];
    check(&methods, 1e-9, |case, _| {
        let table = cells(case);
        let found = match (case.method.as_str(), case.option.as_str()) {
            ("odds_ratio", _) => odds_ratio(table, 0.95),
            ("risk_ratio", _) => risk_ratio(table, 0.95),
            (_, "newcombe") => risk_difference(table, DifferenceMethod::Newcombe, 0.95),
            _ => risk_difference(table, DifferenceMethod::Wald, 0.95),
        };
        let found = found.ok()?;
        Some(match case.part.as_str() {
            "estimate" => found.estimate,
            "lower" => found.interval.lower,
            _ => found.interval.upper,
        })
    });
}

pub fn conditional_odds_ratios() {
    check(&["conditional_odds_ratio"], 1e-9, |case, _| {
        let found = conditional_odds_ratio(cells(case), 0.95).ok()?;
        Some(match case.part.as_str() {
            "estimate" => found.estimate,
            "lower" => found.interval.lower,
            _ => found.interval.upper,
        })
    });
}

pub fn mcnemar_tests() {
    check(&["mcnemar"], 1e-9, |case, _| {
        let table = cells(case);
        let correction = match case.option.as_str() {
            "corrected" => ContinuityCorrection::Yates,
            _ => ContinuityCorrection::None,
        };
        let found = mcnemar(table.b, table.c, correction).ok()?;
        Some(match (case.option.as_str(), case.part.as_str()) {
            ("exact", _) => found.exact_p,
            (_, "chi2") => found.chi_square,
            _ => found.p,
        })
    });
}
