//! Proportions, tables of counts, agreement.

use cohort_report::stats::agreement::{Disagreement, kappa};
use cohort_report::stats::boschloo::boschloo;
use cohort_report::stats::cochran_armitage::cochran_armitage;
use cohort_report::stats::cochran_armitage_exact::cochran_armitage_exact;
use cohort_report::stats::cochran_q::cochran_q;
use cohort_report::stats::contingency::{ContinuityCorrection, likelihood_ratio};
use cohort_report::stats::effect_sizes::{cramers_v_interval, standardised_difference_of_levels};
use cohort_report::stats::fisher::fisher_mid_p;
use cohort_report::stats::mantel_haenszel::mantel_haenszel;
use cohort_report::stats::proportion::{ProportionMethod, proportion_interval};
use cohort_report::stats::score_intervals::{risk_difference_score, risk_ratio_score};

use crate::harness::{check, counts, part_of};
use crate::two_by_two::cells;

pub fn intervals_of_proportions() {
    check(&["proportion"], 1e-9, |case, _| {
        let counts = counts(&case.x);
        let method = match case.option.as_str() {
            "wilson" => ProportionMethod::Wilson,
            "wilson-corrected" => ProportionMethod::WilsonCorrected,
            "clopper-pearson" => ProportionMethod::ClopperPearson,
            "agresti-coull" => ProportionMethod::AgrestiCoull,
            _ => ProportionMethod::Jeffreys,
        };
        let found = proportion_interval(counts[0], counts[1], method, 0.95).ok()?;
        Some(if case.part == "lower" {
            found.lower
        } else {
            found.upper
        })
    });
}

pub fn score_intervals() {
    check(
        &["risk_difference_score", "risk_ratio_score"],
        1e-8,
        |case, _| {
            let found = match case.method.as_str() {
                "risk_ratio_score" => risk_ratio_score(cells(case), 0.95),
                _ => risk_difference_score(cells(case), 0.95),
            };
            Some(part_of(case, &found.ok()?))
        },
    );
}

pub fn exact_tests_of_two_proportions() {
    check(&["boschloo"], 1e-6, |case, _| boschloo(cells(case)).ok());
    check(&["fisher_mid_p"], 1e-9, |case, _| {
        let table = cells(case);
        let rows = [vec![table.a, table.b], vec![table.c, table.d]];
        let table = cohort_report::stats::contingency::ContingencyTable::new(&rows).ok()?;
        fisher_mid_p(&table).ok()
    });
}

pub fn further_tests_of_association() {
    check(&["likelihood_ratio"], 1e-9, |case, data| {
        let found = likelihood_ratio(&data?.table(&case.x, &case.by));
        Some(if case.part == "p" {
            found.p
        } else {
            found.chi_square
        })
    });
    check(&["cramers_v_interval"], 1e-9, |case, data| {
        let found = cramers_v_interval(&data?.table(&case.x, &case.by), 0.95);
        Some(part_of(case, &found))
    });
    check(&["cochran_armitage"], 1e-9, |case, _| {
        let found = cochran_armitage(&counts(&case.x), &counts(&case.by)).ok()?;
        Some(if case.part == "p" {
            found.p
        } else {
            found.statistic
        })
    });
    check(&["cochran_armitage_exact"], 1e-9, |case, _| {
        cochran_armitage_exact(&counts(&case.x), &counts(&case.by)).ok()
    });
    check(&["cochran_q"], 1e-9, |case, _| {
        let subjects: Vec<Vec<bool>> = case
            .x
            .split(' ')
            .map(|answers| answers.chars().map(|answer| answer == '1').collect())
            .collect();
        let slices: Vec<&[bool]> = subjects.iter().map(Vec::as_slice).collect();
        let found = cochran_q(&slices).ok()?;
        Some(if case.part == "p" { found.p } else { found.q })
    });
}

pub fn association_within_strata() {
    check(&["mantel_haenszel"], 1e-9, |case, data| {
        let data = data?;
        let (by, option) = case.option.split_once(' ')?;
        let levels = |name: &str| {
            let mut levels: Vec<&String> = data.0[name].iter().collect();
            levels.sort();
            levels.dedup();
            levels
        };
        let strata: Vec<Vec<Vec<u64>>> = levels(by)
            .iter()
            .map(|stratum| {
                let row = |x: &String| -> Vec<u64> {
                    let cell = |y: &String| {
                        (0..data.0[by].len())
                            .filter(|&at| {
                                data.0[by][at] == **stratum
                                    && data.0[&case.x][at] == *x
                                    && data.0[&case.by][at] == *y
                            })
                            .count() as u64
                    };
                    levels(&case.by).into_iter().map(cell).collect()
                };
                levels(&case.x).into_iter().map(row).collect()
            })
            .collect();
        let correction = match option {
            "corrected" => ContinuityCorrection::Yates,
            _ => ContinuityCorrection::None,
        };
        let found = mantel_haenszel(&strata, correction, 0.95).ok()?;
        assert_eq!(
            mantel_haenszel(&with_unused_levels(&strata), correction, 0.95),
            Ok(found),
            "levels without rows do not count"
        );
        Some(match case.part.as_str() {
            "chi2" => found.chi_square,
            "p" => found.p,
            "or" => found.odds_ratio?.estimate,
            "lower" => found.odds_ratio?.interval.lower,
            _ => found.odds_ratio?.interval.upper,
        })
    });
}

/// The same tables with a row before the others and a column behind them that no
/// subject is in, and such a stratum.
fn with_unused_levels(strata: &[Vec<Vec<u64>>]) -> Vec<Vec<Vec<u64>>> {
    let (rows, columns) = (strata[0].len(), strata[0][0].len());
    let padded = |stratum: &Vec<Vec<u64>>| {
        let behind = |row: &Vec<u64>| row.iter().copied().chain([0]).collect();
        let first = std::iter::once(vec![0; columns + 1]);
        first.chain(stratum.iter().map(behind)).collect()
    };
    let empty = vec![vec![0; columns + 1]; rows + 1];
    strata.iter().map(padded).chain([empty]).collect()
}

pub fn agreement_of_raters() {
    check(&["kappa"], 1e-9, |case, _| {
        let table: Vec<Vec<u64>> = case.x.split('/').map(counts).collect();
        let weights = match case.option.as_str() {
            "unweighted" => Disagreement::Unweighted,
            "linear" => Disagreement::Linear,
            _ => Disagreement::Quadratic,
        };
        let found = kappa(&table, weights, 0.95).ok()?;
        Some(match case.part.as_str() {
            "estimate" => found.estimate,
            "se" => found.standard_error,
            _ => found.p,
        })
    });
}

pub fn standardised_differences_of_levels() {
    check(&["smd_levels"], 1e-9, |case, _| {
        let found = standardised_difference_of_levels(&counts(&case.x), &counts(&case.by), 0.95);
        Some(found.ok()?.estimate)
    });
}
