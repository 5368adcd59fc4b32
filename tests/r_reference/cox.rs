//! Cox's model.

use cohort_report::stats::regression::{Coefficient, CoefficientInterval, FitOptions};
use cohort_report::stats::survival::cox::{
    Concordance, CoxFit, Proportionality, Subject, Ties, TimeScale, Variance, baseline_hazard,
    concordance, concordance_within, cox, cox_with_tests, proportional_hazards,
};

use crate::harness::{Data, Expected, check_parts};

const WALD: FitOptions = FitOptions {
    confidence: 0.95,
    interval: CoefficientInterval::Wald,
    firth: false,
};

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
        let number = |name: &str| match name {
            // A factor of R as its dummy variable.
            "maintained" => Some(f64::from(u8::from(data.0["x"][row] == "Nonmaintained"))),
            _ => number_or_level(data, name, row),
        };
        let values: Option<Vec<f64>> = names.iter().map(|name| number(name)).collect();
        let Some(values) = values else { continue };
        if cluster(case).is_some_and(|name| data.0[name][row].is_empty()) {
            continue;
        }
        subjects.push(Subject {
            entry: if heart { number("start").unwrap() } else { 0.0 },
            time: number(time).unwrap(),
            event: data.0[status][row] == code,
            stratum: levels
                .iter()
                .position(|level| **level == data.0[&case.by][row])
                .unwrap_or(0),
            weight: match case.method == "cox_weighted" || case.option.ends_with(" weighted") {
                // Ages of this set are counted from 48.
                true if heart => (number("age").unwrap() + 60.0) / 50.0,
                true => number("age").unwrap() / 50.0,
                false => 1.0,
            },
        });
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    }
    (subjects, columns)
}

/// A column's number, or, of `column:level`, whether the row has that level.
pub fn number_or_level(data: &Data, name: &str, row: usize) -> Option<f64> {
    match name.split_once(':') {
        None => data.0[name][row].parse().ok(),
        Some((column, level)) => {
            let own = &data.0[column][row];
            (!own.is_empty()).then(|| f64::from(u8::from(own == level)))
        }
    }
}

/// The finite coefficient of a covariate.
fn term(case: &Expected, fit: &CoxFit, name: &str) -> Option<Coefficient> {
    let at = case.x.split(' ').position(|known| known == name)?;
    fit.terms[at].finite().copied()
}

/// A model as it was fitted.
struct Fitted {
    subjects: Vec<Subject>,
    columns: Vec<Vec<f64>>,
    fit: CoxFit,
}

fn fitted(case: &Expected, data: &Data, options: FitOptions) -> Fitted {
    let (subjects, columns) = model(case, data);
    let fit = cox(&subjects, &slices(&columns), ties(case), options).unwrap();
    Fitted {
        subjects,
        columns,
        fit,
    }
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

fn with_concordance(case: &Expected, data: &Data) -> (Fitted, Option<Concordance>) {
    let fitted = fitted(case, data, WALD);
    let agreement = concordance(&fitted.subjects, &fitted.fit.linear_predictors);
    (fitted, agreement)
}

pub fn fits() {
    let compute = with_concordance;
    check_parts(
        &["cox"],
        1e-8,
        compute,
        |case, (Fitted { fit, .. }, agreement)| {
            let (part, name) = case.part.rsplit_once(' ').unwrap_or((&case.part, ""));
            let term = term(case, fit, name);
            Some(match part {
                "coef" => term?.estimate,
                "se(coef)" => term?.standard_error,
                "z" => term?.z,
                "Pr(>|z|)" => term?.p,
                "lower" => term?.interval.lower.exp(),
                "upper" => term?.interval.upper.exp(),
                "null" => fit.ln_likelihood_null,
                "loglik" => fit.ln_likelihood,
                "lr" => fit.likelihood_ratio.chi_square,
                "lr_p" => fit.likelihood_ratio.p,
                "wald" => fit.wald.as_ref().ok()?.chi_square,
                "score" => fit.score.chi_square,
                "concordance" => agreement.as_ref()?.estimate,
                _ => agreement.as_ref()?.standard_error,
            })
        },
    );
}

fn ties(case: &Expected) -> Ties {
    if case.option.starts_with("breslow") {
        Ties::Breslow
    } else {
        Ties::Efron
    }
}

fn scale(case: &Expected) -> TimeScale {
    match case.option.split(' ').nth(1) {
        Some("km") => TimeScale::KaplanMeier,
        Some("rank") => TimeScale::Rank,
        Some("log") => TimeScale::Log,
        _ => TimeScale::Identity,
    }
}

fn proportionality(case: &Expected, data: &Data) -> Option<Proportionality> {
    let (subjects, columns) = model(case, data);
    proportional_hazards(&subjects, &slices(&columns), ties(case), scale(case)).ok()
}

/// `terms = FALSE`, and a category as one with `terms = TRUE`.
pub fn tests_of_proportional_hazards_of_categories() {
    check_parts(&["cox_zph"], 1e-8, proportionality, |case, found| {
        let found = found.as_ref()?;
        let (part, name) = case.part.split_once(' ')?;
        let own: Vec<usize> = case
            .x
            .split(' ')
            .enumerate()
            .filter(|(_, known)| *known == name || known.split(':').next() == Some(name))
            .map(|(at, _)| at)
            .collect();
        let test = match own.as_slice() {
            [] => found.overall,
            [one] => found.terms[*one]?,
            _ => found.together(&own).ok()?,
        };
        Some(match part {
            "chisq" => test.chi_square,
            "df" => f64::from(test.df),
            _ => test.p,
        })
    });
}

pub fn tests_of_proportional_hazards() {
    let methods = ["proportional_hazards"];
    check_parts(&methods, 1e-8, proportionality, |case, found| {
        let found = found.as_ref()?;
        let term = case.x.split(' ').position(|name| name == case.part);
        Some(match term {
            Some(at) => found.terms[at]?.chi_square,
            None => found.overall.chi_square,
        })
    });
}

pub fn baseline_hazards() {
    let compute = |case: &Expected, data: &Data| {
        let Fitted {
            subjects,
            columns,
            fit,
        } = fitted(case, data, WALD);
        // Of a subject whose covariates are all 0.
        let predictors: Vec<f64> = (0..subjects.len())
            .map(|row| {
                fit.terms
                    .iter()
                    .zip(&columns)
                    .filter_map(|(t, x)| Some(t.finite()?.estimate * x[row]))
                    .sum()
            })
            .collect();
        baseline_hazard(&subjects, &predictors, ties(case))
    };
    check_parts(&["baseline_hazard"], 1e-8, compute, |case, steps| {
        let time: f64 = case.part.parse().ok()?;
        steps
            .iter()
            .find(|step| step.time == time)
            .map(|step| step.cumulative_hazard)
    });
}

/// R has no such interval for Cox's model: its likelihood at given coefficients
/// is maximised by an optimiser, good to some seven digits.
pub fn profile_likelihoods() {
    let compute = |case: &Expected, data: &Data| {
        let options = FitOptions {
            interval: CoefficientInterval::Profile,
            firth: case.method == "cox_firth",
            ..WALD
        };
        fitted(case, data, options).fit
    };
    check_parts(&["cox_profile", "cox_firth"], 1e-5, compute, |case, fit| {
        let (part, name) = case.part.split_once(' ')?;
        let term = term(case, fit, name)?;
        Some(match part {
            "coef" => term.estimate,
            "lower" => term.interval.lower,
            "upper" => term.interval.upper,
            _ => term.p,
        })
    });
}

pub fn weighted_fits() {
    let compute = with_concordance;
    check_parts(
        &["cox_weighted"],
        1e-8,
        compute,
        |case, (fitted, agreement)| {
            let fit = &fitted.fit;
            let (part, name) = case.part.split_once(' ').unwrap_or((&case.part, ""));
            let term = term(case, fit, name);
            Some(match part {
                "coef" => term?.estimate,
                "se" => term?.standard_error,
                "concordance" => agreement.as_ref()?.estimate,
                "concordance_se" => agreement.as_ref()?.standard_error,
                _ => fit.ln_likelihood,
            })
        },
    );
}

/// The column that names the clusters of a model.
fn cluster(case: &Expected) -> Option<&str> {
    let named = case.option.split(' ').nth(1);
    named.filter(|name| case.method == "cox_robust" && *name != "rows")
}

/// The clusters of the rows that [`model`] uses.
fn clusters(case: &Expected, data: &Data, name: &str) -> Vec<usize> {
    let cells = &data.0[name];
    let complete = |row: &usize| {
        let mut covariates = case.x.split(' ');
        covariates.all(|name| number_or_level(data, name, *row).is_some())
            && !cells[*row].is_empty()
    };
    let rows = (0..cells.len()).filter(complete);
    // The first row of a cluster is its number.
    rows.map(|row| cells.iter().position(|cell| *cell == cells[row]).unwrap())
        .collect()
}

pub fn robust_variances() {
    let compute = |case: &Expected, data: &Data| {
        let (subjects, columns) = model(case, data);
        let clusters = cluster(case).map(|name| clusters(case, data, name));
        let variance = match &clusters {
            None => Variance::Robust,
            Some(clusters) => Variance::Clustered(clusters),
        };
        let (columns, ties) = (slices(&columns), ties(case));
        let (fit, _) = cox_with_tests(&subjects, &columns, ties, WALD, variance, &[]).unwrap();
        let agreement = concordance_within(&subjects, &fit.linear_predictors, variance);
        (fit, agreement)
    };
    check_parts(&["cox_robust"], 1e-7, compute, |case, (fit, agreement)| {
        let (part, name) = case.part.rsplit_once(' ').unwrap_or((&case.part, ""));
        let term = || term(case, fit, name);
        Some(match part {
            "coef" => term()?.estimate,
            "robust se" => term()?.standard_error,
            "z" => term()?.z,
            "Pr(>|z|)" => term()?.p,
            "lower" => term()?.interval.lower.exp(),
            "upper" => term()?.interval.upper.exp(),
            "wald" => fit.wald.as_ref().ok()?.chi_square,
            "robust_score" => fit.robust_score.as_ref()?.as_ref().ok()?.chi_square,
            "lr" => fit.likelihood_ratio.chi_square,
            _ => agreement.as_ref()?.standard_error,
        })
    });
}

/// A level without events, a reference level without events, subjects who all
/// die before the others: R stops its iteration early, at some seven digits.
pub fn fits_without_a_finite_coefficient() {
    let compute = |case: &Expected, data: &Data| {
        let (fitted, agreement) = with_concordance(case, data);
        let trend = proportional_hazards(
            &fitted.subjects,
            &slices(&fitted.columns),
            ties(case),
            TimeScale::KaplanMeier,
        );
        (fitted.fit, agreement, trend.ok())
    };
    let methods = ["cox_separated"];
    check_parts(&methods, 1e-6, compute, |case, (fit, agreement, trend)| {
        let (part, name) = case.part.split_once(' ').unwrap_or((&case.part, ""));
        let at = case.x.split(' ').position(|known| known == name);
        let term = || term(case, fit, name);
        Some(match part {
            "coef" => term()?.estimate,
            "se" => term()?.standard_error,
            "z" => term()?.z,
            "p" => term()?.p,
            "lower" => term()?.interval.lower.exp(),
            "upper" => term()?.interval.upper.exp(),
            "loglik" => fit.ln_likelihood,
            "lr" => fit.likelihood_ratio.chi_square,
            "lr_p" => fit.likelihood_ratio.p,
            "score" => fit.score.chi_square,
            "wald" => fit.wald.as_ref().ok()?.chi_square,
            "concordance" => agreement.as_ref()?.estimate,
            "concordance_se" => agreement.as_ref()?.standard_error,
            "zph" => trend.as_ref()?.terms[at?]?.chi_square,
            "zph_overall" => trend.as_ref()?.overall.chi_square,
            _ => trend.as_ref()?.overall.p,
        })
    });
}

pub fn information_criteria() {
    let compute = |case: &Expected, data: &Data| fitted(case, data, WALD).fit;
    check_parts(&["cox_output"], 1e-10, compute, |_, fit| Some(fit.aic()));
}
