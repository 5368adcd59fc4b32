//! Descriptions, exact rank tests, effect sizes with intervals, linear models.

use cohort_report::stats::correlation::{kendall_exact, spearman_exact};
use cohort_report::stats::descriptive::{geometric_mean, median_interval, shape};
use cohort_report::stats::distribution::{noncentral_chi_squared_lower, noncentral_f_lower};
use cohort_report::stats::effect_sizes::{
    cliffs_delta, cohens_d_interval, epsilon_squared_interval, eta_squared_interval,
    hedges_g_interval, standardised_difference,
};
use cohort_report::stats::hodges_lehmann::pseudomedian;
use cohort_report::stats::jonckheere_exact::jonckheere_terpstra_exact;
use cohort_report::stats::kruskal_wallis_exact::kruskal_wallis_exact;
use cohort_report::stats::mann_whitney::{RankTestMethod, mann_whitney};
use cohort_report::stats::means::anova;
use cohort_report::stats::regression::{Intercept, linear};

use crate::harness::{check, check_absolute, numbers, part_of};

pub fn shapes() {
    check(&["shape"], 1e-9, |case, data| {
        let values = data?.numbers(&case.x);
        let shape = shape(&values).ok()?;
        let interval = || median_interval(&values, 0.95).ok();
        Some(match case.part.as_str() {
            "sum" => shape.sum,
            "se" => shape.standard_error,
            "cv" => shape.coefficient_of_variation?,
            "skewness" => shape.skewness?,
            "kurtosis" => shape.kurtosis?,
            "geometric_mean" => geometric_mean(&values).ok()?,
            "median_lower" => interval()?.lower,
            _ => interval()?.upper,
        })
    });
    check(&["pseudomedian"], 1e-12, |case, data| {
        let found = pseudomedian(&data?.numbers(&case.x), 0.95).ok()?;
        Some(match case.part.as_str() {
            "estimate" => found.estimate,
            "lower" => found.interval.lower,
            _ => found.interval.upper,
        })
    });
}

pub fn exact_rank_tests() {
    check(&["kruskal_wallis_exact"], 1e-12, |case, _| {
        let groups: Vec<Vec<f64>> = case.x.split('/').map(numbers).collect();
        let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
        kruskal_wallis_exact(&slices).ok()
    });
    check(&["jonckheere_exact"], 1e-12, |case, _| {
        let groups: Vec<Vec<f64>> = case.x.split('/').map(numbers).collect();
        let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
        let found = jonckheere_terpstra_exact(&slices).ok()?;
        Some(match case.part.as_str() {
            "statistic" => found.statistic,
            _ => found.p,
        })
    });
    check(&["spearman_exact", "kendall_exact"], 1e-9, |case, _| {
        let (x, y) = (numbers(&case.x), numbers(&case.by));
        match case.method.as_str() {
            "spearman_exact" => spearman_exact(&x, &y).ok(),
            _ => kendall_exact(&x, &y).ok(),
        }
    });
    check(&["pairwise_wilcoxon"], 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let mut words = case.option.split('|');
        let (first, second) = (words.next()?, words.next()?);
        let of = |name: &str| groups.iter().find(|(level, _)| level == name).map(|g| &g.1);
        let method = RankTestMethod::Asymptotic {
            continuity_correction: words.next()? == "corrected",
        };
        Some(mann_whitney(of(first)?, of(second)?, method).ok()?.p)
    });
}

pub fn effect_sizes() {
    let two = [
        "cohens_d_interval",
        "hedges_g_interval",
        "smd",
        "cliffs_delta",
    ];
    check(&two, 1e-9, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let (x, y) = (&groups[0].1, &groups[1].1);
        let found = match case.method.as_str() {
            "cohens_d_interval" => cohens_d_interval(x, y, 0.95),
            "hedges_g_interval" => hedges_g_interval(x, y, 0.95),
            "smd" => standardised_difference(x, y, 0.95),
            _ => cliffs_delta(x, y, 0.95),
        };
        Some(part_of(case, &found.ok()?))
    });
    let several = ["eta_squared_interval", "epsilon_squared_interval"];
    check(&several, 1e-6, |case, data| {
        let groups = data?.groups(&case.x, &case.by);
        let slices: Vec<&[f64]> = groups.iter().map(|(_, values)| values.as_slice()).collect();
        let found = match case.method.as_str() {
            "eta_squared_interval" => eta_squared_interval(&anova(&slices).ok()?, 0.95),
            _ => epsilon_squared_interval(&slices, 0.95),
        };
        Some(part_of(case, &found.ok()?))
    });
    // R stops its series at 1e-9; far lower tails of ours lose digits, unused.
    check_absolute(
        &["noncentral_chi_squared", "noncentral_f"],
        1e-8,
        |case, _| {
            let (x, ncp) = (case.x.parse().ok()?, case.by.parse().ok()?);
            Some(match numbers(&case.option).as_slice() {
                [df] => noncentral_chi_squared_lower(x, *df, ncp),
                df => noncentral_f_lower(x, df[0], df[1], ncp),
            })
        },
    );
}

pub fn linear_models() {
    check(&["linear"], 1e-9, |case, data| {
        let data = data?;
        let names: Vec<&str> = case.x.split(' ').collect();
        let mut columns = vec![Vec::new(); names.len()];
        let mut outcome = Vec::new();
        for row in 0..data.0[&case.by].len() {
            let number = |name: &str| data.0[name][row].parse::<f64>().ok();
            let values: Option<Vec<f64>> = names.iter().map(|name| number(name)).collect();
            if let (Some(y), Some(values)) = (number(&case.by), values) {
                outcome.push(y);
                for (column, value) in columns.iter_mut().zip(values) {
                    column.push(value);
                }
            }
        }
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fit = linear(&outcome, &slices, Intercept::Fitted, 0.95).ok()?;
        let (part, name) = case.part.split_once(' ').unwrap_or((&case.part, ""));
        let term = match names.iter().position(|known| *known == name) {
            Some(at) => Some(fit.terms[at]),
            None => fit.intercept,
        };
        Some(match part {
            "coef" => term?.estimate,
            "se" => term?.standard_error,
            "t" => term?.z,
            "p" => term?.p,
            "lower" => term?.interval.lower,
            "upper" => term?.interval.upper,
            "r2" => fit.r_squared,
            "adjusted" => fit.adjusted_r_squared,
            "sigma" => fit.residual_deviation,
            "f" => fit.f,
            "loglik" => fit.ln_likelihood,
            "aic" => fit.aic(),
            _ => fit.p,
        })
    });
}
