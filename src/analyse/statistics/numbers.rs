//! One number alone.

use super::part::{Part, Print, estimate, parts};
use crate::stats::StatsError;
use crate::stats::descriptive::{Shape, describe, geometric_mean, median_interval, shape};
use crate::stats::hodges_lehmann::pseudomedian;
use crate::stats::means::mean_interval;
use crate::stats::normality::{Normality, anderson_darling, shapiro_wilk};
use crate::stats::quantile::quantile;
use crate::study::{Conventions, Statistic};

pub(super) fn compute(
    statistic: Statistic,
    values: &[f64],
    conventions: &Conventions,
) -> Vec<Part> {
    let confidence = conventions.confidence;
    match statistic {
        Statistic::Mean => {
            let mean = describe(values).map(|d| d.mean);
            let both = mean.and_then(|mean| Ok((mean, mean_interval(values, confidence)?)));
            estimate("mean", both, Print::Own)
        }
        Statistic::Shape => of_shape(&shape(values)),
        Statistic::GeometricMean => parts(
            &geometric_mean(values),
            &[("estimate", "geometric mean", |m| *m, Print::Own)],
        ),
        Statistic::MedianExact => {
            let median = quantile(values, 0.5, conventions.quantile);
            let both = median.and_then(|median| Ok((median, median_interval(values, confidence)?)));
            estimate("median", both, Print::Own)
        }
        Statistic::Pseudomedian => {
            let found = pseudomedian(values, confidence);
            estimate(
                "pseudomedian",
                found.map(|s| (s.estimate, s.interval)),
                Print::Own,
            )
        }
        Statistic::AndersonDarling => of_normality(&anderson_darling(values)),
        _ => of_normality(&shapiro_wilk(values)),
    }
}

fn of_shape(result: &Result<Shape, StatsError>) -> Vec<Part> {
    // What is not defined for a sample is not finite, and the ledger says so.
    let or_none = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let result = result.as_ref().map_err(Clone::clone).map(|s| {
        let (cv, skewness) = (or_none(s.coefficient_of_variation), or_none(s.skewness));
        [s.sum, s.standard_error, cv, skewness, or_none(s.kurtosis)]
    });
    parts(
        &result,
        &[
            ("sum", "sum", |s| s[0], Print::Own),
            ("se", "standard error of the mean", |s| s[1], Print::Own),
            (
                "cv",
                "coefficient of variation",
                |s| s[2],
                Print::Coefficient,
            ),
            ("skewness", "skewness", |s| s[3], Print::Coefficient),
            ("kurtosis", "excess kurtosis", |s| s[4], Print::Coefficient),
        ],
    )
}

fn of_normality(result: &Result<Normality, StatsError>) -> Vec<Part> {
    parts(
        result,
        &[
            ("p", "p-value", |r| r.p, Print::P),
            (
                "statistic",
                "statistic",
                |r| r.statistic,
                Print::Coefficient,
            ),
        ],
    )
}
