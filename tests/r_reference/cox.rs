//! Cox's model.

use std::cell::RefCell;
use std::collections::BTreeMap;

use cohort_report::stats::survival::cox::{Concordance, CoxFit, Subject, Ties, concordance, cox};

use crate::harness::{Data, Expected, check};

/// Subjects and covariates without missing values.
fn model(case: &Expected, data: &Data) -> (Vec<Subject>, Vec<Vec<f64>>) {
    let names: Vec<&str> = case.x.split(' ').collect();
    let heart = case.data == "heart";
    let (time, status) = if heart {
        ("stop", "event")
    } else {
        ("time", "status")
    };
    let code = if case.data == "lung" { "2" } else { "1" };
    let mut levels: Vec<&String> = if case.by.is_empty() {
        Vec::new()
    } else {
        data.0[&case.by].iter().collect()
    };
    levels.sort();
    levels.dedup();
    let mut subjects = Vec::new();
    let mut columns = vec![Vec::new(); names.len()];
    for row in 0..data.0[time].len() {
        let number = |name: &str| data.0[name][row].parse::<f64>().ok();
        let values: Option<Vec<f64>> = names.iter().map(|name| number(name)).collect();
        let Some(values) = values else { continue };
        subjects.push(Subject {
            entry: if heart { number("start").unwrap() } else { 0.0 },
            time: number(time).unwrap(),
            event: data.0[status][row] == code,
            stratum: levels
                .iter()
                .position(|level| **level == data.0[&case.by][row])
                .unwrap_or(0),
        });
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    }
    (subjects, columns)
}

#[test]
fn fits() {
    let fits: RefCell<BTreeMap<String, (CoxFit, Option<Concordance>)>> = RefCell::default();
    check(&["cox"], 1e-8, |case, data| {
        let key = format!("{} {} {} {}", case.data, case.x, case.by, case.option);
        let mut fits = fits.borrow_mut();
        let (fit, agreement) = fits.entry(key).or_insert_with(|| {
            let (subjects, columns) = model(case, data.unwrap());
            let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let ties = if case.option == "efron" {
                Ties::Efron
            } else {
                Ties::Breslow
            };
            let fit = cox(&subjects, &slices, ties, 0.95).unwrap();
            let agreement = concordance(&subjects, &fit.linear_predictors);
            (fit, agreement)
        });
        let (part, name) = case.part.rsplit_once(' ').unwrap_or((&case.part, ""));
        let term = case
            .x
            .split(' ')
            .position(|known| known == name)
            .map(|at| fit.terms[at]);
        Some(match part {
            "coef" => term?.coefficient,
            "se(coef)" => term?.standard_error,
            "z" => term?.z,
            "Pr(>|z|)" => term?.p,
            "lower" => term?.interval.lower,
            "upper" => term?.interval.upper,
            "null" => fit.ln_likelihood_null,
            "loglik" => fit.ln_likelihood,
            "lr" => fit.likelihood_ratio.chi_square,
            "lr_p" => fit.likelihood_ratio.p,
            "wald" => fit.wald.chi_square,
            "score" => fit.score.chi_square,
            "concordance" => agreement.as_ref()?.estimate,
            _ => agreement.as_ref()?.standard_error,
        })
    });
}
