//! Logistic regression, discrimination, calibration.

use cohort_report::stats::regression::{
    CoefficientInterval, FitOptions, LogisticFit, calibration, logistic, roc_area,
};

use crate::cox::number_or_level;
use crate::harness::{Data, Expected, check_parts};

fn fit(case: &Expected, data: &Data, interval: CoefficientInterval) -> (Vec<bool>, LogisticFit) {
    let rows = 0..data.0[&case.by].len();
    let column = |name: &str| {
        let values = rows.clone().map(|row| number_or_level(data, name, row));
        values.collect::<Option<Vec<f64>>>().unwrap()
    };
    let columns: Vec<Vec<f64>> = case.x.split(' ').map(column).collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let outcome: Vec<bool> = data.0[&case.by].iter().map(|cell| cell == "1").collect();
    let options = FitOptions {
        confidence: 0.95,
        interval,
        firth: case.method == "logistic_firth",
    };
    let fit = logistic(&outcome, &slices, options).unwrap();
    (outcome, fit)
}

fn part(case: &Expected, fit: &LogisticFit) -> Option<f64> {
    let (part, name) = case.part.split_once(' ').unwrap_or((&case.part, ""));
    let term = case
        .x
        .split(' ')
        .position(|known| known == name)
        .map_or(&fit.intercept, |at| &fit.terms[at])
        .finite();
    Some(match part {
        "coef" => term?.estimate,
        "se" => term?.standard_error,
        "z" => term?.z,
        "p" => term?.p,
        "lower" => term?.interval.lower,
        "upper" => term?.interval.upper,
        "loglik" => fit.ln_likelihood,
        "null_deviance" => fit.null_deviance(),
        "deviance" => fit.residual_deviance(),
        "aic" => fit.aic(),
        _ => fit.likelihood_ratio.chi_square,
    })
}

pub fn fits() {
    for (methods, tolerance, interval) in [
        (&["logistic"][..], 1e-8, CoefficientInterval::Wald),
        // A level without events, the level coded 0 without events.
        (&["logistic_separated"], 1e-6, CoefficientInterval::Wald),
        // R's optimiser finds the limits to some six digits.
        (
            &["logistic_profile", "logistic_firth"],
            1e-5,
            CoefficientInterval::Profile,
        ),
    ] {
        check_parts(
            methods,
            tolerance,
            |case, data| fit(case, data, interval).1,
            part,
        );
    }
}

pub fn predictions() {
    let wald = |case: &Expected, data: &Data| fit(case, data, CoefficientInterval::Wald);
    check_parts(&["roc_area"], 1e-9, wald, |case, (outcome, fit)| {
        // Equal predictors stay equal: rounded before ranking, as in R's script.
        let scores: Vec<f64> = fit
            .fitted
            .iter()
            .map(|p| ((p / (1.0 - p)).ln() * 1e10).round())
            .collect();
        let found = roc_area(outcome, &scores, 0.95).ok()?;
        Some(match case.part.as_str() {
            "estimate" => found.estimate,
            "se" => found.standard_error,
            "lower" => found.interval.lower,
            _ => found.interval.upper,
        })
    });
    check_parts(&["calibration"], 1e-7, wald, |case, (outcome, fit)| {
        let found = calibration(outcome, &fit.fitted, 10).ok()?;
        Some(if case.part == "brier" {
            found.brier
        } else {
            found.chi_square
        })
    });
}
