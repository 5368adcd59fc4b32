//! Time to event.

use cohort_report::stats::regression::{CoefficientInterval, FitOptions};
use cohort_report::stats::survival::cox::{
    Subject, Ties, TimeScale, concordance, cox, proportional_hazards,
};
use cohort_report::stats::survival::{
    IntervalScale, Observation, QuantileRule, TiedTimes, kaplan_meier, log_rank, survival_quantile,
};

use cohort_report::stats::survival::competing::{CompetingObservation, cumulative_incidence};
use cohort_report::stats::survival::fine_gray::fine_gray;
use cohort_report::stats::survival::gray::gray;
use cohort_report::stats::survival::life::{
    nelson_aalen, restricted_mean, restricted_mean_difference,
};
use cohort_report::stats::survival::log_rank_exact::log_rank_exact;
use cohort_report::stats::survival::{EventWeights, weighted_log_rank};

use crate::cox::number_or_level;
use crate::harness::{Data, Expected, check, counts, numbers};

fn scale(name: &str) -> IntervalScale {
    match name {
        "plain" => IntervalScale::Plain,
        "log" => IntervalScale::Log,
        "arcsin" => IntervalScale::Arcsine,
        "logit" => IntervalScale::Logit,
        _ => IntervalScale::LogLog,
    }
}

pub fn kaplan_meier_curves() {
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
            "std_err" => step.map_or(Some(0.0), |step| step.standard_error()),
            "lower" => step.map_or(Some(1.0), |step| step.lower),
            _ => step.map_or(Some(1.0), |step| step.upper),
        }
    });
}

pub fn quantiles_of_curves() {
    check(
        &["survival_quantile", "reverse_quantile"],
        1e-12,
        |case, data| {
            let (scale_of, share) = case.option.split_once(' ')?;
            let reverse = case.method == "reverse_quantile";
            let all = data?.observations(&case.data, reverse);
            let curve = kaplan_meier(&all, 0.95, scale(scale_of)).ok()?;
            let found = survival_quantile(&curve, share.parse().ok()?, QuantileRule::Midpoint);
            match case.part.as_str() {
                "estimate" => found.estimate,
                "lower" => found.lower,
                _ => found.upper,
            }
        },
    );
}

pub fn log_rank_tests() {
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

pub fn weighted_and_stratified_log_rank_tests() {
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
        let found = weighted_log_rank(&strata, weights).ok()?;
        let (part, group) = case.part.split_once(' ').unwrap_or((&case.part, ""));
        let group = || group.parse::<usize>().ok()?.checked_sub(1);
        Some(match part {
            "observed" => found.observed[group()?],
            "expected" => found.expected[group()?],
            _ => found.chi_square,
        })
    });
}

pub fn cumulative_hazards_and_restricted_means() {
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

pub fn cumulative_incidences() {
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

pub fn delayed_entry() {
    let heart = |data: &Data, keep: &dyn Fn(usize) -> bool| -> Vec<Observation> {
        let number = |name: &str, row: usize| data.0[name][row].parse::<f64>().unwrap();
        let rows = (0..data.0["stop"].len()).filter(|row| keep(*row));
        rows.map(|row| Observation {
            entry: number("start", row),
            time: number("stop", row),
            event: data.0["event"][row] == "1",
        })
        .collect()
    };
    check(&["truncated"], 1e-9, |case, data| {
        let data = data?;
        let kept = |row: usize| match case.x.as_str() {
            "transplant" => data.0["transplant"][row] == case.by,
            "late" => data.0["start"][row] != "0",
            _ => true,
        };
        let all = heart(data, &kept);
        let at: f64 = case.option.parse().ok()?;
        let curve = kaplan_meier(&all, 0.95, IntervalScale::Log).ok()?;
        if case.part == "at_risk" {
            return Some(curve.at_risk(at) as f64);
        }
        let step = curve.at(at)?;
        Some(match case.part.as_str() {
            "survival" => step.survival,
            "std_err" => step.survival * step.ln_standard_error,
            _ => {
                let steps = nelson_aalen(&all).ok()?;
                steps
                    .iter()
                    .rev()
                    .find(|step| step.time <= at)?
                    .cumulative_hazard
            }
        })
    });
    check(&["truncated_log_rank"], 1e-9, |_, data| {
        let data = data?;
        let group = |level: &str| heart(data, &|row| data.0["transplant"][row] == level);
        Some(log_rank(&[&group("0"), &group("1")]).ok()?.chi_square)
    });
}

pub fn exact_log_rank_tests() {
    check(&["log_rank_exact"], 1e-9, |case, data| {
        let groups = match data {
            Some(data) => by_level(data, case, |_| true),
            None => {
                let all: Vec<Observation> = numbers(&case.x)
                    .into_iter()
                    .zip(counts(&case.by))
                    .map(|(time, event)| Observation::new(time, event == 1))
                    .collect();
                let (first, second) = all.split_at(case.option.parse().ok()?);
                vec![first.to_vec(), second.to_vec()]
            }
        };
        log_rank_exact(&[&groups[0], &groups[1]]).ok()
    });
}

pub fn differences_of_restricted_means() {
    check(&["restricted_mean_difference"], 1e-9, |case, data| {
        let curves: Vec<_> = by_level(data?, case, |_| true)
            .iter()
            .map(|group| kaplan_meier(group, 0.95, IntervalScale::Log).unwrap())
            .collect();
        let limit = case.option.parse().ok()?;
        let found = restricted_mean_difference(&curves[0], &curves[1], limit, 0.95).ok()?;
        Some(match case.part.as_str() {
            "estimate" => found.estimate,
            "se" => found.standard_error,
            _ => found.p,
        })
    });
}

fn melanoma(data: &Data, rows: &[usize]) -> Vec<CompetingObservation> {
    let one = |&row: &usize| CompetingObservation {
        time: data.0["time"][row].parse().unwrap(),
        cause: match data.0["status"][row].as_str() {
            "2" => None,
            cause => cause.parse().ok(),
        },
    };
    rows.iter().map(one).collect()
}

pub fn tests_of_gray() {
    check(&["gray"], 1e-9, |case, data| {
        let data = data?;
        let group = |row: usize| -> usize {
            if case.by != "year_group" {
                return data.0[&case.by][row].parse().unwrap();
            }
            let year: u32 = data.0["year"][row].parse().unwrap();
            usize::from(year > 1968) + usize::from(year > 1971)
        };
        let groups: Vec<Vec<CompetingObservation>> = (0..3)
            .map(|level| {
                let rows = (0..data.0["time"].len()).filter(|row| group(*row) == level);
                melanoma(data, &rows.collect::<Vec<_>>())
            })
            .collect();
        let slices: Vec<&[CompetingObservation]> = groups.iter().map(Vec::as_slice).collect();
        let found = gray(&slices, case.option.parse().ok()?).ok()?;
        Some(if case.part == "p" {
            found.p
        } else {
            found.chi_square
        })
    });
}

pub fn subdistribution_hazards() {
    check(&["fine_gray"], 1e-6, |case, data| {
        let data = data?;
        let rows: Vec<usize> = (0..data.0["time"].len()).collect();
        let names: Vec<&str> = case.x.split(' ').collect();
        let columns: Vec<Vec<f64>> = names.iter().map(|name| data.numbers(name)).collect();
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let cause = case.option.parse().ok()?;
        let found = fine_gray(&melanoma(data, &rows), cause, &slices, 0.95).ok()?;
        let (part, name) = case.part.split_once(' ').unwrap_or((&case.part, ""));
        let term = names
            .iter()
            .position(|known| *known == name)
            .and_then(|at| found.terms[at].finite().copied());
        Some(match part {
            "coef" => term?.estimate,
            "se" => term?.standard_error,
            _ => found.ln_likelihood,
        })
    });
}

/// A group that has competing events only.
pub fn subdistribution_hazards_without_a_finite_coefficient() {
    check(&["fine_gray_separated"], 1e-6, |case, data| {
        let data = data?;
        let rows = 0..data.0["time"].len();
        let all: Vec<CompetingObservation> = rows
            .clone()
            .map(|row| CompetingObservation {
                time: data.0["time"][row].parse().unwrap(),
                cause: data.0["cause"][row].parse().ok().filter(|cause| *cause > 0),
            })
            .collect();
        let names: Vec<&str> = case.x.split(' ').collect();
        let column = |name: &&str| {
            let values = rows.clone().map(|row| number_or_level(data, name, row));
            values.collect::<Option<Vec<f64>>>()
        };
        let columns: Vec<Vec<f64>> = names.iter().filter_map(column).collect();
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let found = fine_gray(&all, case.option.parse().ok()?, &slices, 0.95).ok()?;
        let (part, name) = case.part.split_once(' ').unwrap_or((&case.part, ""));
        let at = names.iter().position(|known| *known == name);
        let term = at.and_then(|at| found.terms[at].finite());
        Some(match part {
            "coef" => term?.estimate,
            "se" => term?.standard_error,
            _ => found.ln_likelihood,
        })
    });
}

/// Times that differ in their last bits only, once tied.
pub fn ties_by_rounding() {
    check(&["timefix"], 1e-8, |case, _| {
        let times = numbers(&case.x);
        let tied = TiedTimes::new(times.iter().copied());
        let all: Vec<Observation> = times
            .iter()
            .zip(counts(&case.by))
            .map(|(time, event)| Observation::new(tied.tied(*time), event == 1))
            .collect();
        // Two arms by turns.
        let arm = |wanted: usize| -> Vec<Observation> {
            all.iter().skip(wanted).step_by(2).copied().collect()
        };
        let subjects: Vec<Subject> = all
            .iter()
            .map(|o| Subject {
                entry: o.entry,
                time: o.time,
                event: o.event,
                stratum: 0,
                weight: 1.0,
            })
            .collect();
        let arms: Vec<f64> = (0..all.len()).map(|row| (row % 2) as f64).collect();
        let options = FitOptions {
            confidence: 0.95,
            interval: CoefficientInterval::Wald,
            firth: false,
        };
        let fit = cox(&subjects, &[&arms], Ties::Efron, options).ok()?;
        let curve = kaplan_meier(&all, 0.95, IntervalScale::Log).ok()?;
        Some(match case.part.as_str() {
            "log_rank_p" => log_rank(&[&arm(0), &arm(1)]).ok()?.p,
            "coef" => fit.terms[0].finite()?.estimate,
            "loglik" => fit.ln_likelihood,
            "concordance" => concordance(&subjects, &fit.linear_predictors)?.estimate,
            "zph" => {
                let scale = TimeScale::KaplanMeier;
                let trend = proportional_hazards(&subjects, &[&arms], Ties::Efron, scale);
                trend.ok()?.terms[0]?.chi_square
            }
            "steps" => curve.steps.len() as f64,
            _ => curve.steps.get(1)?.survival,
        })
    });
}
