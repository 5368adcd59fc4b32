//! Shares, and categories in groups.

use super::super::record::Grouping;
use super::part::{Part, PartRows, Print, Spec, effect, estimate, only_p, pairs, parts, simulated};
use crate::analyse::compare::RANDOM_TABLES;
use crate::stats::StatsError;
use crate::stats::boschloo::boschloo;
use crate::stats::cochran_armitage::cochran_armitage;
use crate::stats::contingency::likelihood_ratio;
use crate::stats::contingency::{ChiSquare, ContingencyTable, ContinuityCorrection, chi_square};
use crate::stats::effect_sizes::{cramers_v_interval, standardised_difference_of_levels};
use crate::stats::fisher::{fisher_exact, fisher_mid_p, fisher_monte_carlo};
use crate::stats::mantel_haenszel::mantel_haenszel;
use crate::stats::proportion::{Interval, ProportionMethod, proportion_interval};
use crate::stats::score_intervals::{risk_difference_score, risk_ratio_score};
use crate::stats::two_by_two::{
    DifferenceMethod, Effect, TwoByTwo, conditional_odds_ratio, odds_ratio, risk_difference,
    risk_ratio,
};
use crate::study::{Conventions, Statistic};

/// The share of one level, in percent, with its interval.
pub(super) fn share(
    statistic: Statistic,
    successes: u64,
    trials: u64,
    confidence: f64,
) -> Vec<Part> {
    let method = match statistic {
        Statistic::WilsonCorrected => ProportionMethod::WilsonCorrected,
        Statistic::ClopperPearson => ProportionMethod::ClopperPearson,
        Statistic::AgrestiCoull => ProportionMethod::AgrestiCoull,
        Statistic::Jeffreys => ProportionMethod::Jeffreys,
        _ => ProportionMethod::Wilson,
    };
    let interval = proportion_interval(successes, trials, method, confidence);
    let both = interval.map(|interval| {
        let percent = Interval {
            lower: 100.0 * interval.lower,
            upper: 100.0 * interval.upper,
        };
        (100.0 * successes as f64 / trials as f64, percent)
    });
    estimate("share", both, Print::Percent)
}

/// `counts` has a row for each level of the grouping.
pub(super) fn compute(
    statistic: Statistic,
    counts: &[Vec<u64>],
    grouping: &Grouping<'_>,
    conventions: &Conventions,
) -> Vec<Part> {
    let table = ContingencyTable::new(counts);
    let confidence = conventions.confidence;
    let with_table = |f: &dyn Fn(&ContingencyTable) -> Result<f64, StatsError>| {
        only_p(table.as_ref().map_err(Clone::clone).and_then(f))
    };
    let of_chi_square = |f: &dyn Fn(&ContingencyTable) -> ChiSquare| {
        of_chi_square(&table.as_ref().map(f).map_err(Clone::clone))
    };
    let of_pairs = |f: &dyn Fn(&ContingencyTable) -> Result<f64, StatsError>| {
        let filled: Vec<bool> = counts
            .iter()
            .map(|row| row.iter().any(|n| *n > 0))
            .collect();
        pairs(
            grouping,
            &filled,
            conventions.adjustment,
            PartRows::Pair,
            |a, b| {
                ContingencyTable::new(&[counts[a].clone(), counts[b].clone()]).and_then(|t| f(&t))
            },
        )
    };
    match statistic {
        Statistic::ChiSquare => of_chi_square(&|t| chi_square(t, ContinuityCorrection::None)),
        Statistic::ChiSquareYates => of_chi_square(&|t| chi_square(t, ContinuityCorrection::Yates)),
        Statistic::LikelihoodRatio => of_chi_square(&likelihood_ratio),
        Statistic::Fisher => with_table(&fisher_exact),
        Statistic::FisherMidP => with_table(&fisher_mid_p),
        Statistic::FisherMonteCarlo => {
            simulated(&table.map(|table| fisher_monte_carlo(&table, RANDOM_TABLES)))
        }
        Statistic::CramersV => effect("V", table.map(|t| cramers_v_interval(&t, confidence))),
        Statistic::PairwiseFisher => of_pairs(&fisher_exact),
        Statistic::PairwiseChiSquare => {
            of_pairs(&|t| Ok(chi_square(t, ContinuityCorrection::None).p))
        }
        Statistic::CochranArmitage => {
            let events: Vec<u64> = counts
                .iter()
                .map(|row| row.last().copied().unwrap_or(0))
                .collect();
            let trials: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
            parts(
                &cochran_armitage(&events, &trials),
                &[
                    ("p", "p-value", |r| r.p, Print::P),
                    ("statistic", "chi-square", |r| r.statistic, Print::Statistic),
                    ("z", "standardised statistic", |r| r.z, Print::Statistic),
                ],
            )
        }
        _ => {
            let filled: Vec<&Vec<u64>> = counts
                .iter()
                .filter(|row| row.iter().any(|n| *n > 0))
                .collect();
            let [first, second] = filled.as_slice() else {
                let why = "needs exactly two groups with observations";
                return only_p(Err(StatsError::Domain(why)));
            };
            if statistic == Statistic::StandardisedDifferenceOfLevels {
                let found = standardised_difference_of_levels(first, second, confidence);
                return effect("standardised difference", found);
            }
            of_two_by_two(statistic, first, second, confidence)
        }
    }
}

/// Two proportions; the second level of the variable is the event.
fn of_two_by_two(
    statistic: Statistic,
    first: &[u64],
    second: &[u64],
    confidence: f64,
) -> Vec<Part> {
    let ([b, a], [d, c]) = (first, second) else {
        return only_p(Err(StatsError::Domain("needs a binary variable")));
    };
    let table = TwoByTwo {
        a: *a,
        b: *b,
        c: *c,
        d: *d,
    };
    let percent = |found: Result<Effect, StatsError>| {
        let scaled = found.map(|effect| {
            let interval = Interval {
                lower: 100.0 * effect.interval.lower,
                upper: 100.0 * effect.interval.upper,
            };
            (100.0 * effect.estimate, interval)
        });
        estimate("risk difference", scaled, Print::Percent)
    };
    match statistic {
        Statistic::OddsRatio => effect("odds ratio", odds_ratio(table, confidence)),
        Statistic::ConditionalOddsRatio => {
            effect("odds ratio", conditional_odds_ratio(table, confidence))
        }
        Statistic::RiskRatio => effect("risk ratio", risk_ratio(table, confidence)),
        Statistic::RiskRatioScore => effect("risk ratio", risk_ratio_score(table, confidence)),
        Statistic::RiskDifference => percent(risk_difference(
            table,
            DifferenceMethod::Newcombe,
            confidence,
        )),
        Statistic::RiskDifferenceWald => {
            percent(risk_difference(table, DifferenceMethod::Wald, confidence))
        }
        Statistic::RiskDifferenceScore => percent(risk_difference_score(table, confidence)),
        _ => only_p(boschloo(table)),
    }
}

fn of_chi_square(result: &Result<ChiSquare, StatsError>) -> Vec<Part> {
    let specs: [Spec<ChiSquare>; 3] = [
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
    ];
    parts(result, &specs)
}

pub(super) fn within_strata(
    statistic: Statistic,
    strata: &[Vec<Vec<u64>>],
    conventions: &Conventions,
) -> Vec<Part> {
    let correction = statistic == Statistic::MantelHaenszel;
    let test = mantel_haenszel(strata, correction, conventions.confidence);
    let mut found = parts(
        &test,
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
        ],
    );
    let common = test.and_then(|r| {
        r.odds_ratio.ok_or(StatsError::Domain(
            "a common odds ratio needs 2 × 2 tables with events in each group",
        ))
    });
    found.extend(effect("common odds ratio", common));
    found
}
