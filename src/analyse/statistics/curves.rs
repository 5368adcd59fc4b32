//! Times to event.

use super::super::record::Grouping;
use super::super::survival::time_id;
use super::part::{Part, Print, estimate, estimate_with, only_p, pairs, parts, simulated};
use super::replicates;
use crate::cohort::EVENT;
use crate::ledger::Value;
use crate::stats::StatsError;
use crate::stats::distribution::normal_quantile;
use crate::stats::proportion::Interval;
use crate::stats::survival::competing::{CompetingObservation, cumulative_incidence};
use crate::stats::survival::gray::gray;
use crate::stats::survival::life::{nelson_aalen, restricted_mean, restricted_mean_difference};
use crate::stats::survival::log_rank_exact::{log_rank_exact, log_rank_monte_carlo};
use crate::stats::survival::{
    EventWeights, KaplanMeier, Observation, kaplan_meier, weighted_log_rank,
};
use crate::study::{Conventions, Endpoint, Statistic, Tests};

/// Observations by stratum and group.
pub(super) struct Grouped {
    strata: Vec<Vec<Vec<Observation>>>,
}

impl Grouped {
    pub(super) fn new(
        all: &[Option<Observation>],
        grouping: &Grouping<'_>,
        strata: &[Option<usize>],
    ) -> Self {
        let count = strata.iter().flatten().max().map_or(1, |last| last + 1);
        let groups = grouping.variable.levels.len();
        let mut own = vec![vec![Vec::new(); groups]; count];
        for ((observation, group), stratum) in all.iter().zip(grouping.cells).zip(strata) {
            if let (Some(observation), Some(group), Some(stratum)) = (observation, group, stratum) {
                own[*stratum][*group].push(*observation);
            }
        }
        own.retain(|groups| groups.iter().any(|group| !group.is_empty()));
        Self { strata: own }
    }

    /// The groups without regard to strata.
    fn pooled(&self) -> Vec<Vec<Observation>> {
        let groups = self.strata.first().map_or(0, Vec::len);
        let of = |group: usize| {
            self.strata
                .iter()
                .flat_map(|own| own[group].clone())
                .collect()
        };
        (0..groups).map(of).collect()
    }
}

pub(super) fn compared(
    statistic: Statistic,
    data: &Grouped,
    grouping: &Grouping<'_>,
    wanted: &Tests,
    conventions: &Conventions,
) -> Vec<Part> {
    let pooled = data.pooled();
    let slices: Vec<&[Observation]> = pooled.iter().map(Vec::as_slice).collect();
    let filled: Vec<&[Observation]> = slices
        .iter()
        .copied()
        .filter(|group| !group.is_empty())
        .collect();
    let (rho, gamma) = wanted.rho_gamma;
    match statistic {
        Statistic::LogRankExact => only_p(log_rank_exact(&slices)),
        Statistic::LogRankMonteCarlo => simulated(&log_rank_monte_carlo(
            &slices,
            replicates(filled.concat().len()),
        )),
        Statistic::PairwiseLogRank => {
            let full: Vec<bool> = slices.iter().map(|group| !group.is_empty()).collect();
            pairs(grouping, &full, conventions.adjustment, |a, b| {
                let of = |own: &Vec<Vec<Observation>>| vec![own[a].clone(), own[b].clone()];
                weighted(
                    &data.strata.iter().map(of).collect::<Vec<_>>(),
                    EventWeights::Equal,
                )
                .map(|test| test.p)
            })
        }
        Statistic::RestrictedMeanDifference => {
            let [first, second] = filled.as_slice() else {
                let why = "needs exactly two groups with observations";
                return only_p(Err(StatsError::Domain(why)));
            };
            let test = (|| {
                let (a, b) = (curve(first, conventions)?, curve(second, conventions)?);
                let limit = wanted.limit.unwrap_or_default();
                restricted_mean_difference(&a, &b, limit, conventions.confidence)
            })();
            let mut found = parts(
                &test,
                &[
                    ("p", "p-value", |r| r.p, Print::P),
                    ("se", "standard error", |r| r.standard_error, Print::Own),
                ],
            );
            let difference = test.map(|r| (r.estimate, r.interval));
            found.extend(estimate(
                "difference of restricted means",
                difference,
                Print::Own,
            ));
            found
        }
        _ => {
            let weights = match statistic {
                Statistic::GehanBreslow => EventWeights::AtRisk,
                Statistic::PetoPeto => EventWeights::FlemingHarrington {
                    rho: 1.0,
                    gamma: 0.0,
                },
                Statistic::FlemingHarrington => EventWeights::FlemingHarrington { rho, gamma },
                _ => EventWeights::Equal,
            };
            parts(
                &weighted(&data.strata, weights),
                &[
                    ("p", "p-value", |r| r.p, Print::P),
                    (
                        "statistic",
                        "chi-square",
                        |r| r.chi_square,
                        Print::Statistic,
                    ),
                    (
                        "df",
                        "degrees of freedom",
                        |r| f64::from(r.df),
                        Print::Degrees,
                    ),
                ],
            )
        }
    }
}

fn weighted(
    strata: &[Vec<Vec<Observation>>],
    weights: EventWeights,
) -> Result<crate::stats::survival::LogRank, StatsError> {
    let slices: Vec<Vec<&[Observation]>> = strata
        .iter()
        .map(|groups| groups.iter().map(Vec::as_slice).collect())
        .collect();
    let strata: Vec<&[&[Observation]]> = slices.iter().map(Vec::as_slice).collect();
    weighted_log_rank(&strata, weights)
}

fn curve(own: &[Observation], conventions: &Conventions) -> Result<KaplanMeier, StatsError> {
    kaplan_meier(own, conventions.confidence, conventions.survival_interval)
}

pub(super) fn alone(
    statistic: Statistic,
    own: &[Observation],
    endpoint: &Endpoint,
    wanted: &Tests,
    conventions: &Conventions,
) -> Vec<Part> {
    let z = normal_quantile(f64::midpoint(1.0, conventions.confidence));
    let around = |estimate: f64, error: f64| Interval {
        lower: (estimate - z * error).max(0.0),
        upper: estimate + z * error,
    };
    if statistic == Statistic::RestrictedMean {
        let limit = wanted.limit.unwrap_or_default();
        let mean = curve(own, conventions).and_then(|curve| restricted_mean(&curve, limit));
        let mut found = parts(
            &mean,
            &[("se", "standard error", |m| m.standard_error, Print::Own)],
        );
        let both = mean.map(|m| (m.estimate, around(m.estimate, m.standard_error)));
        found.extend(estimate("restricted mean", both, Print::Own));
        return found;
    }
    let steps = nelson_aalen(own);
    let last = own.iter().map(|o| o.time).fold(0.0, f64::max);
    at_times(&wanted.times, endpoint, |time| {
        let steps = steps.as_ref().map_err(Clone::clone)?;
        if time > last {
            return Err(StatsError::Domain("nobody was followed that long"));
        }
        let passed = steps.partition_point(|step| step.time <= time);
        let step = passed.checked_sub(1).and_then(|last| steps.get(last));
        let (hazard, error) = step.map_or((0.0, 0.0), |s| (s.cumulative_hazard, s.standard_error));
        Ok((hazard, around(hazard, error)))
    })
    .into_iter()
    .flat_map(|(id, label, both)| {
        let found = estimate("cumulative hazard", both, Print::Coefficient);
        found.into_iter().map(move |part| part.of(&id, &label))
    })
    .collect()
}

type AtTime<T> = (String, String, Result<T, StatsError>);

fn at_times<T>(
    times: &[f64],
    endpoint: &Endpoint,
    value: impl Fn(f64) -> Result<T, StatsError>,
) -> Vec<AtTime<T>> {
    let unit = endpoint.unit.name();
    times
        .iter()
        .map(|&time| {
            (
                time_id(endpoint, time),
                format!("{time} {unit}"),
                value(time),
            )
        })
        .collect()
}

/// The cumulative incidence of the event at the times asked for, in percent,
/// with the interval on the scale of log(-log), as `cmprsk` recommends.
pub(super) fn incidence(
    own: &[CompetingObservation],
    endpoint: &Endpoint,
    wanted: &Tests,
    conventions: &Conventions,
) -> Vec<Part> {
    let steps = cumulative_incidence(own, EVENT);
    let last = own.iter().map(|o| o.time).fold(0.0, f64::max);
    at_times(&wanted.times, endpoint, |time| {
        let steps = steps.as_ref().map_err(Clone::clone)?;
        if time > last {
            return Err(StatsError::Domain("nobody was followed that long"));
        }
        let passed = steps.partition_point(|step| step.time <= time);
        let step = passed.checked_sub(1).and_then(|last| steps.get(last));
        let limits = step
            .and_then(|step| step.interval(conventions.confidence))
            .map(scaled)
            .ok_or(StatsError::Domain("no interval for an incidence of 0 or 1"));
        Ok((step.map_or(0.0, |step| 100.0 * step.incidence), limits))
    })
    .into_iter()
    .flat_map(|(id, label, both)| {
        let found = estimate_with("cumulative incidence", both, Print::Percent);
        found.into_iter().map(move |part| part.of(&id, &label))
    })
    .chain(sizes(own))
    .collect()
}

fn scaled(interval: Interval) -> Interval {
    Interval {
        lower: 100.0 * interval.lower,
        upper: 100.0 * interval.upper,
    }
}

fn sizes(own: &[CompetingObservation]) -> Vec<Part> {
    let count = |wanted: &dyn Fn(&CompetingObservation) -> bool| {
        own.iter().filter(|o| wanted(o)).count() as f64
    };
    let competing = |o: &CompetingObservation| o.cause.is_some_and(|cause| cause != EVENT);
    [
        ("n", "rows with a time", own.len() as f64),
        ("events", "events", count(&|o| o.cause == Some(EVENT))),
        ("competing", "competing events", count(&competing)),
    ]
    .into_iter()
    .map(|(key, words, size)| Part {
        key: key.to_owned(),
        words: words.to_owned(),
        value: Value::from(size),
        print: Print::Count,
    })
    .collect()
}

pub(super) fn gray_test(
    all: &[Option<CompetingObservation>],
    grouping: &Grouping<'_>,
) -> Vec<Part> {
    let mut groups = vec![Vec::new(); grouping.variable.levels.len()];
    for (observation, level) in all.iter().zip(grouping.cells) {
        if let (Some(observation), Some(level)) = (observation, level) {
            groups[*level].push(*observation);
        }
    }
    let slices: Vec<&[CompetingObservation]> = groups.iter().map(Vec::as_slice).collect();
    parts(
        &gray(&slices, EVENT),
        &[
            ("p", "p-value", |r| r.p, Print::P),
            (
                "statistic",
                "chi-square",
                |r| r.chi_square,
                Print::Statistic,
            ),
            (
                "df",
                "degrees of freedom",
                |r| f64::from(r.df),
                Print::Degrees,
            ),
        ],
    )
}
