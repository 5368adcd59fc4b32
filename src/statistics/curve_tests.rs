//! A time to event in groups.

use super::curves::curve;
use super::long::{Task, kept};
use super::part::{
    FromRows, Part, Place, Print, Spec, df, estimate, only_p, p_value, pairs, parts, replicates,
    simulated, statistic,
};
use super::{Compute, Grouped, Parameters, Settings, Statistic, without_value};
use crate::stats::StatsError;
use crate::stats::survival::life::restricted_mean_difference;
use crate::stats::survival::log_rank_exact::{log_rank_exact, log_rank_monte_carlo};
use crate::stats::survival::{EventWeights, LogRank, Observation, weighted_log_rank};

pub(super) const LOG_RANK: Statistic = Statistic::new(
    "log-rank",
    "log-rank test",
    "survdiff(Surv(time, event) ~ g)",
    Compute::EndpointInGroups(|data, _| of_log_rank(data, EventWeights::Equal)),
);

pub(super) const FAMILY: &[Statistic] = &[
    Statistic::new(
        "restricted-mean-difference",
        "difference of restricted means",
        "survRM2::rmst2(time, event, arm, limit)",
        Compute::EndpointInTwo(difference_to_limit),
    )
    .parameters(Parameters::Limit),
    Statistic::new(
        "log-rank-exact",
        "exact log-rank test",
        "coin::logrank_test(Surv(time, event) ~ g, distribution = \"exact\")",
        Compute::EndpointInTwo(|first, second, _| {
            let groups = [first, second];
            let task = Task::of_observations(&groups);
            only_p(kept("log-rank-exact", &task, || log_rank_exact(&groups)))
        }),
    )
    .not_tried(),
    LOG_RANK,
    Statistic::new(
        "gehan-breslow",
        "Gehan and Breslow's test",
        "coin::logrank_test(Surv(time, event) ~ g, type = \"Gehan-Breslow\")",
        Compute::EndpointInGroups(|data, _| of_log_rank(data, EventWeights::AtRisk)),
    ),
    Statistic::new(
        "peto-peto",
        "Peto and Peto's test",
        "survdiff(Surv(time, event) ~ g, rho = 1)",
        Compute::EndpointInGroups(|data, _| {
            let weights = EventWeights::FlemingHarrington {
                rho: 1.0,
                gamma: 0.0,
            };
            of_log_rank(data, weights)
        }),
    ),
    Statistic::new(
        "fleming-harrington",
        "Fleming and Harrington's test",
        "nph::logrank.test(rho, gamma)",
        Compute::EndpointInGroups(|data, settings| {
            let (rho, gamma) = settings.weights;
            of_log_rank(data, EventWeights::FlemingHarrington { rho, gamma })
        }),
    )
    .parameters(Parameters::Weights)
    .not_tried(),
    Statistic::new(
        "log-rank-monte-carlo",
        "log-rank test by random permutations",
        "coin::logrank_test(Surv(time, event) ~ g, distribution = approximate())",
        Compute::EndpointInGroups(|data, _| {
            if data.strata.len() > 1 {
                return without_value(StatsError::Domain("rows are not permuted within strata"));
            }
            let pooled = data.pooled();
            let groups: Vec<&[Observation]> = pooled.iter().map(Vec::as_slice).collect();
            let rows = groups.iter().map(|group| group.len()).sum();
            let replicates = replicates(rows);
            let task = Task::of_observations(&groups).at_random(replicates, rows);
            simulated(&kept("log-rank-monte-carlo", &task, || {
                log_rank_monte_carlo(&groups, replicates)
            }))
        }),
    )
    .not_tried(),
    Statistic::new(
        "pairwise-log-rank",
        "pairwise log-rank tests",
        "survminer::pairwise_survdiff(Surv(time, event) ~ g)",
        Compute::EndpointInGroups(of_pairs),
    )
    .not_tried(),
];

impl Grouped {
    /// The groups without regard to strata.
    fn pooled(&self) -> Vec<Vec<Observation>> {
        let groups = self.strata.first().map_or(0, Vec::len);
        let of = |group: usize| {
            let strata = self.strata.iter();
            let own = strata.filter_map(|groups| groups.get(group));
            own.flatten().copied().collect()
        };
        (0..groups).map(of).collect()
    }
}

fn of_log_rank(data: &Grouped, weights: EventWeights) -> Vec<Part> {
    let specs: [Spec<LogRank>; 3] = [
        p_value(|r| r.p),
        statistic("chi-square", |r| r.chi_square),
        df(|r| f64::from(r.df)),
    ];
    let test = weighted(&data.strata, weights);
    let mut found = parts(&test, &specs);
    if let Ok(test) = &test {
        let sizes = test.observed.iter().zip(&test.expected).enumerate();
        for (group, (observed, expected)) in sizes {
            let (own, all) = (FromRows::Own, FromRows::AllGroups);
            let sizes = [
                ("observed", "observed events", *observed, own),
                ("expected", "expected events", *expected, all),
            ];
            found.extend(sizes.map(|(key, words, size, rows)| Part {
                place: Place::Group(group, rows),
                ..Part::new(key, words, size.into(), Print::Statistic)
            }));
        }
    }
    found
}

fn weighted(
    strata: &[Vec<Vec<Observation>>],
    weights: EventWeights,
) -> Result<LogRank, StatsError> {
    let slices: Vec<Vec<&[Observation]>> = strata
        .iter()
        .map(|groups| groups.iter().map(Vec::as_slice).collect())
        .collect();
    let strata: Vec<&[&[Observation]]> = slices.iter().map(Vec::as_slice).collect();
    weighted_log_rank(&strata, weights)
}

fn of_pairs(data: &Grouped, settings: &Settings<'_>) -> Vec<Part> {
    let pooled = data.pooled();
    let filled = pooled.iter().map(|group| !group.is_empty());
    pairs(filled, settings.adjustment, FromRows::Own, |a, b| {
        let of = |groups: &Vec<Vec<Observation>>| -> Vec<Vec<Observation>> {
            let both = [a, b].into_iter();
            both.filter_map(|group| groups.get(group).cloned())
                .collect()
        };
        let strata: Vec<Vec<Vec<Observation>>> = data.strata.iter().map(of).collect();
        weighted(&strata, EventWeights::Equal).map(|test| test.p)
    })
}

fn difference_to_limit(
    first: &[Observation],
    second: &[Observation],
    settings: &Settings<'_>,
) -> Vec<Part> {
    let test = curve(first, settings).and_then(|a| {
        let b = curve(second, settings)?;
        restricted_mean_difference(&a, &b, settings.limit, settings.confidence)
    });
    let mut found = parts(
        &test,
        &[
            p_value(|r| r.p),
            ("se", "standard error", |r| r.standard_error, Print::Own),
        ],
    );
    let difference = test.map(|r| (r.estimate, r.interval));
    let words = "difference of restricted means";
    found.extend(estimate(words, difference, Print::Own));
    found
}
