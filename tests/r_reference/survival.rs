//! Time to event.

use cohort_report::stats::survival::{
    IntervalScale, Observation, kaplan_meier, log_rank, survival_quantile,
};

use cohort_report::stats::survival::competing::{CompetingObservation, cumulative_incidence};
use cohort_report::stats::survival::life::{nelson_aalen, restricted_mean};
use cohort_report::stats::survival::{EventWeights, weighted_log_rank};

use crate::harness::{Data, Expected, check};

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

/// The observations of each level of `by`, in the rows for which `keep` holds.
fn by_level(data: &Data, case: &Expected, keep: impl Fn(usize) -> bool) -> Vec<Vec<Observation>> {
    let all = data.observations(&case.data, false);
    let levels = &data.0[&case.by];
    let mut names: Vec<&String> = levels.iter().filter(|level| !level.is_empty()).collect();
    names.sort();
    names.dedup();
    let rows = |name: &String| {
        let rows = (0..all.len()).filter(|&row| levels[row] == *name && keep(row));
        rows.map(|row| all[row]).collect()
    };
    names.into_iter().map(rows).collect()
}

#[test]
fn weighted_and_stratified_log_rank_tests() {
    check(&["weighted_log_rank"], 1e-9, |case, data| {
        let data = data?;
        let strata: Vec<Vec<Vec<Observation>>> = if case.x.is_empty() {
            vec![by_level(data, case, |_| true)]
        } else {
            let column = &data.0[&case.x];
            let mut names: Vec<&String> = column.iter().filter(|name| !name.is_empty()).collect();
            names.sort();
            names.dedup();
            names
                .iter()
                .map(|name| by_level(data, case, |row| column[row] == **name))
                .collect()
        };
        let slices: Vec<Vec<&[Observation]>> = strata
            .iter()
            .map(|groups| groups.iter().map(Vec::as_slice).collect())
            .collect();
        let strata: Vec<&[&[Observation]]> = slices.iter().map(Vec::as_slice).collect();
        let weights = EventWeights::FlemingHarrington {
            rho: case.option.parse().ok()?,
            gamma: 0.0,
        };
        Some(weighted_log_rank(&strata, weights).ok()?.chi_square)
    });
}

#[test]
fn cumulative_hazards_and_restricted_means() {
    check(&["nelson_aalen", "restricted_mean"], 1e-9, |case, data| {
        let all = data?.observations(&case.data, false);
        let at: f64 = case.option.parse().ok()?;
        if case.method == "nelson_aalen" {
            let step = nelson_aalen(&all)
                .ok()?
                .into_iter()
                .take_while(|step| step.time <= at)
                .last()?;
            return Some(if case.part == "hazard" {
                step.cumulative_hazard
            } else {
                step.standard_error
            });
        }
        let curve = kaplan_meier(&all, 0.95, IntervalScale::Log).ok()?;
        let found = restricted_mean(&curve, at).ok()?;
        Some(if case.part == "estimate" {
            found.estimate
        } else {
            found.standard_error
        })
    });
}

#[test]
fn cumulative_incidences() {
    check(&["cumulative_incidence"], 1e-9, |case, data| {
        let data = data?;
        let all: Vec<CompetingObservation> = data.0["time"]
            .iter()
            .zip(&data.0["status"])
            .map(|(time, status)| CompetingObservation {
                time: time.parse().unwrap(),
                cause: status.parse().ok().filter(|status| *status != 2),
            })
            .collect();
        let (cause, at) = case.option.split_once(' ')?;
        let at: f64 = at.parse().ok()?;
        let steps = cumulative_incidence(&all, cause.parse().ok()?).ok()?;
        let step = steps
            .into_iter()
            .take_while(|step| step.time <= at)
            .last()?;
        Some(if case.part == "estimate" {
            step.incidence
        } else {
            step.variance
        })
    });
}
