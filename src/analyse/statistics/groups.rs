//! A number in groups.

use super::super::record::Grouping;
use super::part::{Part, PartRows, Print, Spec, effect, estimate, only_p, pairs, parts, simulated};
use super::replicates;
use crate::stats::StatsError;
use crate::stats::effect_sizes::{
    cliffs_delta, cohens_d_interval, epsilon_squared_interval, eta_squared_interval,
    hedges_g_interval, standardised_difference,
};
use crate::stats::hodges_lehmann::hodges_lehmann;
use crate::stats::kruskal_wallis::{dunn, kruskal_wallis};
use crate::stats::kruskal_wallis_exact::{kruskal_wallis_exact, kruskal_wallis_monte_carlo};
use crate::stats::mann_whitney::{RankTestMethod, mann_whitney};
use crate::stats::means::{Anova, TTest, anova, student_t_test, welch_anova, welch_t_test};
use crate::stats::pairwise_means::{MeanComparison, games_howell, tukey_hsd};
use crate::stats::rank_tests::{brunner_munzel, jonckheere_terpstra};
use crate::stats::variances::{Centre, bartlett, f_test, levene};
use crate::study::{Conventions, Statistic};

pub(super) fn compute(
    statistic: Statistic,
    groups: &[Vec<f64>],
    grouping: &Grouping<'_>,
    conventions: &Conventions,
) -> Vec<Part> {
    let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    let filled: Vec<&[f64]> = slices
        .iter()
        .copied()
        .filter(|group| !group.is_empty())
        .collect();
    let confidence = conventions.confidence;
    let uncorrected = RankTestMethod::Asymptotic {
        continuity_correction: false,
    };
    let corrected = RankTestMethod::Asymptotic {
        continuity_correction: true,
    };
    match statistic {
        Statistic::Anova => of_anova(&anova(&slices)),
        Statistic::WelchAnova => of_anova(&welch_anova(&slices)),
        Statistic::Levene => of_anova(&levene(&slices, Centre::Mean)),
        Statistic::BrownForsythe => of_anova(&levene(&slices, Centre::Median)),
        Statistic::KruskalWallis => parts(
            &kruskal_wallis(&slices),
            &[
                ("p", "p-value", |r| r.p, Print::P),
                ("statistic", "H", |r| r.h, Print::Statistic),
                (
                    "df",
                    "degrees of freedom",
                    |r| f64::from(r.df),
                    Print::Degrees,
                ),
            ],
        ),
        Statistic::KruskalWallisExact => only_p(kruskal_wallis_exact(&slices)),
        Statistic::KruskalWallisMonteCarlo => simulated(&kruskal_wallis_monte_carlo(
            &slices,
            replicates(filled.concat().len()),
        )),
        Statistic::JonckheereTerpstra => parts(
            &jonckheere_terpstra(&slices),
            &[
                ("p", "p-value", |r| r.p, Print::P),
                ("statistic", "J", |r| r.statistic, Print::Statistic),
                ("z", "standardised statistic", |r| r.z, Print::Statistic),
            ],
        ),
        Statistic::Bartlett => parts(
            &bartlett(&slices),
            &[
                ("p", "p-value", |r| r.p, Print::P),
                ("statistic", "K squared", |r| r.k_squared, Print::Statistic),
                (
                    "df",
                    "degrees of freedom",
                    |r| f64::from(r.df),
                    Print::Degrees,
                ),
            ],
        ),
        Statistic::EtaSquared => {
            let found = anova(&slices).and_then(|test| eta_squared_interval(&test, confidence));
            effect("eta squared", found)
        }
        Statistic::OmegaSquared => parts(
            &anova(&slices),
            &[(
                "estimate",
                "omega squared",
                |r| r.omega_squared.unwrap_or(f64::NAN),
                Print::Coefficient,
            )],
        ),
        Statistic::EpsilonSquared => effect(
            "epsilon squared",
            epsilon_squared_interval(&slices, confidence),
        ),
        Statistic::Dunn => {
            let found = dunn(&slices);
            of_pairs(
                grouping,
                &slices,
                conventions,
                |_, _| PartRows::All,
                |a, b| {
                    let pairs = found.as_ref().map_err(Clone::clone)?;
                    let pair = pairs
                        .iter()
                        .find(|pair| pair.first == a && pair.second == b);
                    pair.map(|pair| pair.p).ok_or(StatsError::TooFewGroups(1))
                },
            )
        }
        Statistic::PairwiseMannWhitney => {
            of_pairs(grouping, &slices, conventions, PartRows::Pair, |a, b| {
                mann_whitney(slices[a], slices[b], corrected).map(|test| test.p)
            })
        }
        Statistic::PairwiseWelchT => {
            of_pairs(grouping, &slices, conventions, PartRows::Pair, |a, b| {
                welch_t_test(slices[a], slices[b], confidence).map(|test| test.p)
            })
        }
        Statistic::Tukey => of_means(grouping, tukey_hsd(&slices, confidence)),
        Statistic::GamesHowell => of_means(grouping, games_howell(&slices, confidence)),
        _ => {
            let [x, y] = filled.as_slice() else {
                let why = "needs exactly two groups with observations";
                return only_p(Err(StatsError::Domain(why)));
            };
            match statistic {
                Statistic::StudentT => of_t(student_t_test(x, y, confidence)),
                Statistic::WelchT => of_t(welch_t_test(x, y, confidence)),
                Statistic::MannWhitney => of_mann_whitney(x, y, corrected),
                Statistic::MannWhitneyUncorrected => of_mann_whitney(x, y, uncorrected),
                Statistic::MannWhitneyExact => of_mann_whitney(x, y, RankTestMethod::Exact),
                Statistic::BrunnerMunzel => {
                    let test = brunner_munzel(x, y, confidence);
                    let mut found = parts(
                        &test,
                        &[
                            ("p", "p-value", |r| r.p, Print::P),
                            ("statistic", "statistic", |r| r.statistic, Print::Statistic),
                            ("df", "degrees of freedom", |r| r.df, Print::Degrees),
                        ],
                    );
                    let share = test.map(|r| (r.superiority, r.interval));
                    found.extend(estimate(
                        "probability of superiority",
                        share,
                        Print::Coefficient,
                    ));
                    found
                }
                Statistic::HodgesLehmann => {
                    let shift = hodges_lehmann(x, y, confidence);
                    estimate("shift", shift.map(|s| (s.estimate, s.interval)), Print::Own)
                }
                Statistic::CohensD => effect("d", cohens_d_interval(x, y, confidence)),
                Statistic::HedgesG => effect("g", hedges_g_interval(x, y, confidence)),
                Statistic::CliffsDelta => effect("delta", cliffs_delta(x, y, confidence)),
                Statistic::StandardisedDifference => effect(
                    "standardised difference",
                    standardised_difference(x, y, confidence),
                ),
                _ => parts(
                    &f_test(x, y),
                    &[
                        ("p", "p-value", |r| r.p, Print::P),
                        ("statistic", "F", |r| r.f, Print::Statistic),
                        (
                            "df",
                            "degrees of freedom of the first group",
                            |r| r.df1,
                            Print::Degrees,
                        ),
                        (
                            "df2",
                            "degrees of freedom of the second group",
                            |r| r.df2,
                            Print::Degrees,
                        ),
                    ],
                ),
            }
        }
    }
}

fn of_anova(result: &Result<Anova, StatsError>) -> Vec<Part> {
    parts(
        result,
        &[
            ("p", "p-value", |r| r.p, Print::P),
            ("statistic", "F", |r| r.f, Print::Statistic),
            (
                "df",
                "degrees of freedom between groups",
                |r| r.df_between,
                Print::Degrees,
            ),
            (
                "df2",
                "degrees of freedom within groups",
                |r| r.df_within,
                Print::Degrees,
            ),
        ],
    )
}

/// The p-value, t and its degrees of freedom, and the difference of means.
pub(super) fn of_t(test: Result<TTest, StatsError>) -> Vec<Part> {
    let specs: [Spec<TTest>; 3] = [
        ("p", "p-value", |r| r.p, Print::P),
        ("statistic", "t", |r| r.t, Print::Statistic),
        ("df", "degrees of freedom", |r| r.df, Print::Degrees),
    ];
    let mut found = parts(&test, &specs);
    let difference = test.map(|r| (r.difference, r.interval));
    found.extend(estimate("difference of means", difference, Print::Own));
    found
}

fn of_mann_whitney(x: &[f64], y: &[f64], method: RankTestMethod) -> Vec<Part> {
    parts(
        &mann_whitney(x, y, method),
        &[
            ("p", "p-value", |r| r.p, Print::P),
            ("statistic", "W", |r| r.w, Print::Statistic),
            (
                "effect",
                "rank-biserial correlation",
                |r| r.rank_biserial,
                Print::Coefficient,
            ),
        ],
    )
}

fn of_pairs(
    grouping: &Grouping<'_>,
    groups: &[&[f64]],
    conventions: &Conventions,
    rows: fn(usize, usize) -> PartRows,
    p: impl FnMut(usize, usize) -> Result<f64, StatsError>,
) -> Vec<Part> {
    let filled: Vec<bool> = groups.iter().map(|group| !group.is_empty()).collect();
    pairs(grouping, &filled, conventions.adjustment, rows, p)
}

/// Pairs that their own method adjusts.
fn of_means(grouping: &Grouping<'_>, result: Result<Vec<MeanComparison>, StatsError>) -> Vec<Part> {
    let comparisons = match result {
        Ok(comparisons) => comparisons,
        Err(error) => return only_p(Err(error)),
    };
    comparisons
        .into_iter()
        .flat_map(|pair| {
            let mut found = only_p(Ok(pair.p));
            let difference = Ok((pair.difference, pair.interval));
            found.extend(estimate("difference of means", difference, Print::Own));
            let step = grouping.pair(pair.first, pair.second);
            let label = grouping.pair_label(pair.first, pair.second);
            found
                .into_iter()
                .map(move |part| part.of(step.clone(), &label))
        })
        .collect()
}
