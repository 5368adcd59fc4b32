//! Time to event.

use cohort_report::stats::survival::{
    IntervalScale, Observation, kaplan_meier, log_rank, survival_quantile,
};

use crate::harness::check;

fn scale(name: &str) -> IntervalScale {
    match name {
        "plain" => IntervalScale::Plain,
        "log" => IntervalScale::Log,
        _ => IntervalScale::LogLog,
    }
}

#[test]
fn kaplan_meier_curves() {
    check(&["kaplan_meier"], 1e-9, |case, data| {
        let (scale_of, at) = case.option.split_once(' ')?;
        let at: f64 = at.parse().ok()?;
        let curve = kaplan_meier(
            &data?.observations(&case.data, false),
            0.95,
            scale(scale_of),
        )
        .ok()?;
        let step = curve.at(at);
        match case.part.as_str() {
            "survival" => Some(step.map_or(1.0, |step| step.survival)),
            "at_risk" => Some(curve.at_risk(at) as f64),
            "std_err" => step.map_or(Some(0.0), |step| {
                let error = step.survival * step.ln_standard_error;
                error.is_finite().then_some(error)
            }),
            "lower" => step.map_or(Some(1.0), |step| step.lower),
            _ => step.map_or(Some(1.0), |step| step.upper),
        }
    });
}

#[test]
fn quantiles_of_curves() {
    check(
        &["survival_quantile", "reverse_quantile"],
        1e-12,
        |case, data| {
            let (scale_of, share) = case.option.split_once(' ')?;
            let reverse = case.method == "reverse_quantile";
            let all = data?.observations(&case.data, reverse);
            let curve = kaplan_meier(&all, 0.95, scale(scale_of)).ok()?;
            let found = survival_quantile(&curve, share.parse().ok()?);
            match case.part.as_str() {
                "estimate" => found.estimate,
                "lower" => found.lower,
                _ => found.upper,
            }
        },
    );
}

#[test]
fn log_rank_tests() {
    check(&["log_rank"], 1e-9, |case, data| {
        let data = data?;
        let all = data.observations(&case.data, false);
        let levels = &data.0[&case.by];
        let mut names: Vec<&String> = levels.iter().filter(|level| !level.is_empty()).collect();
        names.sort();
        names.dedup();
        let groups: Vec<Vec<Observation>> = names
            .iter()
            .map(|name| {
                let rows = all.iter().zip(levels).filter(|(_, level)| level == name);
                rows.map(|(observation, _)| *observation).collect()
            })
            .collect();
        let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
        let found = log_rank(&slices).ok()?;
        let group = names.iter().position(|name| **name == case.option);
        Some(match case.part.as_str() {
            "chi2" => found.chi_square,
            "df" => f64::from(found.df),
            "p" => found.p,
            "observed" => found.observed[group?],
            _ => found.expected[group?],
        })
    });
}
