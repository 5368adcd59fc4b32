//! One number alone.

use super::part::{Part, Print, Spec, estimate, p_value, parts};
use super::{Compute, Settings, Statistic};
use crate::stats::StatsError;
use crate::stats::descriptive::{Shape, describe, geometric_mean, median_interval, shape};
use crate::stats::hodges_lehmann::pseudomedian;
use crate::stats::means::mean_interval;
use crate::stats::normality::{Normality, anderson_darling, shapiro_wilk};
use crate::stats::quantile::quantile;

pub(super) const FAMILY: &[Statistic] = &[
    Statistic::new(
        "mean",
        "mean with Student's interval",
        "t.test(x)$conf.int",
        Compute::Number(|values, settings| {
            let mean = describe(values).map(|d| d.mean);
            let interval = |mean| Ok((mean, mean_interval(values, settings.confidence)?));
            estimate("mean", mean.and_then(interval), Print::Own)
        }),
    ),
    Statistic::new(
        "shape",
        "sum, standard error, coefficient of variation, skewness and kurtosis",
        "e1071::skewness(x, type = 2)",
        Compute::Number(|values, _| of_shape(&shape(values))),
    ),
    Statistic::new(
        "geometric-mean",
        "geometric mean",
        "exp(mean(log(x)))",
        Compute::Number(|values, _| {
            let specs: [Spec<f64>; 1] = [("estimate", "geometric mean", |m| *m, Print::Own)];
            parts(&geometric_mean(values), &specs)
        }),
    ),
    Statistic::new(
        "median-exact",
        "median with its exact interval",
        "DescTools::MedianCI(x)",
        Compute::Number(median_exact),
    ),
    Statistic::new(
        "pseudomedian",
        "Hodges and Lehmann's pseudomedian",
        "wilcox.test(x, conf.int = TRUE)",
        Compute::Number(|values, settings| {
            let found = pseudomedian(values, settings.confidence);
            let both = found.map(|s| (s.estimate, s.interval));
            estimate("pseudomedian", both, Print::Own)
        }),
    ),
    Statistic::new(
        "shapiro-wilk",
        "Shapiro and Wilk's test of normality",
        "shapiro.test(x)",
        Compute::Number(|values, _| of_normality("W", &shapiro_wilk(values))),
    ),
    Statistic::new(
        "anderson-darling",
        "Anderson and Darling's test of normality",
        "nortest::ad.test(x)",
        Compute::Number(|values, _| of_normality("A", &anderson_darling(values))),
    ),
];

fn median_exact(values: &[f64], settings: &Settings<'_>) -> Vec<Part> {
    let median = quantile(values, 0.5, settings.quantile);
    let interval = |median| Ok((median, median_interval(values, settings.confidence)?));
    estimate("median", median.and_then(interval), Print::Own)
}

fn of_shape(result: &Result<Shape, StatsError>) -> Vec<Part> {
    // What is not defined for a sample is not finite, and the ledger records why.
    const fn or_none(value: Option<f64>) -> f64 {
        match value {
            Some(value) => value,
            None => f64::NAN,
        }
    }
    parts(
        result,
        &[
            ("sum", "sum", |s| s.sum, Print::Own),
            (
                "se",
                "standard error of the mean",
                |s| s.standard_error,
                Print::Own,
            ),
            (
                "cv",
                "coefficient of variation",
                |s| or_none(s.coefficient_of_variation),
                Print::Coefficient,
            ),
            (
                "skewness",
                "skewness",
                |s| or_none(s.skewness),
                Print::Coefficient,
            ),
            (
                "kurtosis",
                "excess kurtosis",
                |s| or_none(s.kurtosis),
                Print::Coefficient,
            ),
        ],
    )
}

fn of_normality(name: &'static str, result: &Result<Normality, StatsError>) -> Vec<Part> {
    parts(
        result,
        &[
            p_value(|r| r.p),
            ("statistic", name, |r| r.statistic, Print::Coefficient),
        ],
    )
}
