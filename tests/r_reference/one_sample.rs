//! One sample: descriptions, quantiles, proportions.

use cohort_report::stats::descriptive::describe;
use cohort_report::stats::normality::{anderson_darling, shapiro_wilk};
use cohort_report::stats::proportion::{clopper_pearson, wilson};
use cohort_report::stats::quantile::{QuantileType, quantile};

use crate::harness::check;

pub fn descriptions() {
    check(&["describe"], 1e-12, |case, data| {
        let found = describe(&data?.numbers(&case.x)).ok()?;
        Some(match case.part.as_str() {
            "n" => found.n as f64,
            "mean" => found.mean,
            "sd" => found.standard_deviation?,
            "min" => found.minimum,
            _ => found.maximum,
        })
    });
}

pub fn quantiles_of_all_nine_definitions() {
    check(&["quantile"], 1e-12, |case, data| {
        let definition = QuantileType::new(case.option.parse().ok()?)?;
        quantile(&data?.numbers(&case.x), case.part.parse().ok()?, definition).ok()
    });
}

pub fn intervals_of_proportions() {
    check(&["wilson", "clopper_pearson"], 1e-9, |case, _| {
        let (k, n) = case.x.split_once('/')?;
        let (k, n, level) = (k.parse().ok()?, n.parse().ok()?, case.option.parse().ok()?);
        let found = if case.method == "wilson" {
            wilson(k, n, level)
        } else {
            clopper_pearson(k, n, level)
        };
        let found = found.ok()?;
        Some(if case.part == "lower" {
            found.lower
        } else {
            found.upper
        })
    });
}

pub fn tests_of_normality() {
    check(&["shapiro_wilk", "anderson_darling"], 1e-9, |case, data| {
        let mut values = data?.numbers(&case.x);
        values.truncate(case.option.parse().ok()?);
        let found = if case.method == "shapiro_wilk" {
            shapiro_wilk(&values)
        } else {
            anderson_darling(&values)
        };
        let found = found.ok()?;
        Some(if case.part == "p" {
            found.p
        } else {
            found.statistic
        })
    });
}
