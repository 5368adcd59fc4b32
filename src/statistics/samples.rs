//! A number in two or more groups.

use super::long::{Task, kept};
use super::part::{
    FromRows, Part, Place, Print, at, df, effect, estimate, only_p, p_value, pairs, parts,
    replicates, simulated, statistic,
};
use super::{Compute, Settings, Statistic};
use crate::stats::StatsError;
use crate::stats::effect_sizes::{epsilon_squared_interval, eta_squared_interval};
use crate::stats::jonckheere_exact::jonckheere_terpstra_exact;
use crate::stats::kruskal_wallis::{dunn, kruskal_wallis};
use crate::stats::kruskal_wallis_exact::{kruskal_wallis_exact, kruskal_wallis_monte_carlo};
use crate::stats::mann_whitney::{RankTestMethod, mann_whitney};
use crate::stats::means::{Anova, anova, welch_anova, welch_t_test};
use crate::stats::pairwise_means::{MeanComparison, games_howell, tukey_hsd};
use crate::stats::rank_tests::jonckheere_terpstra;
use crate::stats::variances::{Centre, bartlett, levene};

pub(super) const ANOVA: Statistic = Statistic::new(
    "anova",
    "analysis of variance",
    "oneway.test(x ~ g, var.equal = TRUE)",
    Compute::NumberInGroups(|groups, _| of_anova(&anova(groups))),
);
pub(super) const WELCH_ANOVA: Statistic = Statistic::new(
    "welch-anova",
    "Welch's analysis of variance",
    "oneway.test(x ~ g)",
    Compute::NumberInGroups(|groups, _| of_anova(&welch_anova(groups))),
);
pub(super) const KRUSKAL_WALLIS: Statistic = Statistic::new(
    "kruskal-wallis",
    "Kruskal-Wallis rank-sum test",
    "kruskal.test(x ~ g)",
    Compute::NumberInGroups(|groups, _| {
        parts(
            &kruskal_wallis(groups),
            &[
                p_value(|r| r.p),
                statistic("H", |r| r.h),
                df(|r| f64::from(r.df)),
            ],
        )
    }),
);
pub(super) const KRUSKAL_WALLIS_EXACT: Statistic = Statistic::new(
    "kruskal-wallis-exact",
    "exact Kruskal-Wallis test",
    "coin::kruskal_test(x ~ g, distribution = approximate())",
    Compute::NumberInGroups(|groups, _| only_p(kruskal_wallis_exactly(groups))),
)
.not_tried();
pub(super) const JONCKHEERE_TERPSTRA: Statistic = Statistic::new(
    "jonckheere-terpstra",
    "Jonckheere and Terpstra's trend test",
    "DescTools::JonckheereTerpstraTest(x, g)",
    Compute::NumberInGroups(|groups, _| {
        parts(
            &jonckheere_terpstra(groups),
            &[
                p_value(|r| r.p),
                statistic("J", |r| r.statistic),
                ("z", "standardised statistic", |r| r.z, Print::Statistic),
            ],
        )
    }),
);
pub(super) const JONCKHEERE_TERPSTRA_EXACT: Statistic = Statistic::new(
    "jonckheere-terpstra-exact",
    "exact trend test of Jonckheere and Terpstra",
    "clinfun::jonckheere.test(x, g)",
    Compute::NumberInGroups(|groups, _| {
        parts(
            &jonckheere_terpstra_exact(groups),
            &[p_value(|r| r.p), statistic("J", |r| r.statistic)],
        )
    }),
)
.not_tried();
pub(super) const ETA_SQUARED: Statistic = Statistic::new(
    "eta-squared",
    "eta squared, the share of variance between groups",
    "effectsize::eta_squared(aov(x ~ g))",
    Compute::NumberInGroups(|groups, settings| {
        let interval = |test| eta_squared_interval(&test, settings.confidence);
        effect("eta squared", anova(groups).and_then(interval))
    }),
)
.symbol("η²");
pub(super) const EPSILON_SQUARED: Statistic = Statistic::new(
    "epsilon-squared",
    "rank epsilon squared, H / (n - 1)",
    "effectsize::rank_epsilon_squared(x ~ g)",
    Compute::NumberInGroups(|groups, settings| {
        let found = epsilon_squared_interval(groups, settings.confidence);
        effect("epsilon squared", found)
    }),
)
.symbol("ε²");
pub(super) const DUNN: Statistic = Statistic::new(
    "dunn",
    "Dunn's test",
    "FSA::dunnTest(x ~ g)",
    Compute::NumberInGroups(pairs_of_dunn),
)
.not_tried();
pub(super) const TUKEY: Statistic = Statistic::new(
    "tukey",
    "Tukey's honest significant differences",
    "TukeyHSD(aov(x ~ g))",
    Compute::NumberInGroups(|groups, settings| of_means(tukey_hsd(groups, settings.confidence))),
)
.not_tried();
pub(super) const GAMES_HOWELL: Statistic = Statistic::new(
    "games-howell",
    "Games and Howell's comparisons",
    "rstatix::games_howell_test(x ~ g)",
    Compute::NumberInGroups(|groups, settings| of_means(games_howell(groups, settings.confidence))),
)
.not_tried();

/// The exact Kruskal-Wallis test, which may be long.
///
/// # Errors
/// Those of [`kruskal_wallis_exact`].
pub fn kruskal_wallis_exactly(groups: &[&[f64]]) -> Result<f64, StatsError> {
    kept("kruskal-wallis-exact", &Task::of_groups(groups), || {
        kruskal_wallis_exact(groups)
    })
}

pub(super) const FAMILY: &[Statistic] = &[
    ANOVA,
    WELCH_ANOVA,
    KRUSKAL_WALLIS,
    KRUSKAL_WALLIS_EXACT,
    Statistic::new(
        "kruskal-wallis-monte-carlo",
        "Kruskal-Wallis test by random permutations",
        "coin::kruskal_test(x ~ g, distribution = approximate())",
        Compute::NumberInGroups(|groups, _| {
            let rows = groups.iter().map(|group| group.len()).sum();
            let replicates = replicates(rows);
            let task = Task::of_groups(groups).at_random(replicates, rows);
            simulated(&kept("kruskal-wallis-monte-carlo", &task, || {
                kruskal_wallis_monte_carlo(groups, replicates)
            }))
        }),
    )
    .not_tried(),
    JONCKHEERE_TERPSTRA,
    JONCKHEERE_TERPSTRA_EXACT,
    Statistic::new(
        "levene",
        "Levene's test",
        "car::leveneTest(x, g, center = mean)",
        Compute::NumberInGroups(|groups, _| of_anova(&levene(groups, Centre::Mean))),
    ),
    Statistic::new(
        "brown-forsythe",
        "Brown and Forsythe's test",
        "car::leveneTest(x, g)",
        Compute::NumberInGroups(|groups, _| of_anova(&levene(groups, Centre::Median))),
    ),
    Statistic::new(
        "bartlett",
        "Bartlett's test",
        "bartlett.test(x, g)",
        Compute::NumberInGroups(|groups, _| {
            parts(
                &bartlett(groups),
                &[
                    p_value(|r| r.p),
                    statistic("K squared", |r| r.k_squared),
                    df(|r| f64::from(r.df)),
                ],
            )
        }),
    ),
    ETA_SQUARED,
    Statistic::new(
        "omega-squared",
        "omega squared",
        "effectsize::omega_squared(aov(x ~ g))",
        Compute::NumberInGroups(|groups, _| {
            parts(
                &anova(groups),
                &[(
                    "estimate",
                    "omega squared",
                    |r| r.omega_squared.unwrap_or(f64::NAN),
                    Print::Coefficient,
                )],
            )
        }),
    )
    .symbol("ω²"),
    EPSILON_SQUARED,
    DUNN,
    TUKEY,
    GAMES_HOWELL,
    Statistic::new(
        "pairwise-mann-whitney",
        "pairwise Mann-Whitney tests",
        "pairwise.wilcox.test(x, g)",
        Compute::NumberInGroups(|groups, settings| {
            let method = RankTestMethod::Asymptotic {
                continuity_correction: true,
            };
            of_pairs(groups, settings, |x, y| {
                mann_whitney(x, y, method).map(|test| test.p)
            })
        }),
    )
    .not_tried(),
    Statistic::new(
        "pairwise-welch-t",
        "pairwise Welch's t tests",
        "pairwise.t.test(x, g, pool.sd = FALSE)",
        Compute::NumberInGroups(|groups, settings| {
            of_pairs(groups, settings, |x, y| {
                welch_t_test(x, y, settings.confidence).map(|test| test.p)
            })
        }),
    )
    .not_tried(),
];

fn of_anova(result: &Result<Anova, StatsError>) -> Vec<Part> {
    parts(
        result,
        &[
            p_value(|r| r.p),
            statistic("F", |r| r.f),
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

/// Two groups at a time, each pair by its own values.
fn of_pairs(
    groups: &[&[f64]],
    settings: &Settings<'_>,
    p: impl Fn(&[f64], &[f64]) -> Result<f64, StatsError>,
) -> Vec<Part> {
    let filled = groups.iter().map(|group| !group.is_empty());
    pairs(filled, settings.adjustment, FromRows::Own, |a, b| {
        match (groups.get(a), groups.get(b)) {
            (Some(x), Some(y)) => p(x, y),
            _ => Err(StatsError::TooFewGroups(1)),
        }
    })
}

/// Pairs whose ranks are those of all groups together.
fn pairs_of_dunn(groups: &[&[f64]], settings: &Settings<'_>) -> Vec<Part> {
    let found = dunn(groups);
    let filled = groups.iter().map(|group| !group.is_empty());
    let mut all = pairs(filled, settings.adjustment, FromRows::AllGroups, |a, b| {
        let pairs = found.as_ref().map_err(Clone::clone)?;
        let pair = pairs
            .iter()
            .find(|pair| pair.first == a && pair.second == b);
        pair.map(|pair| pair.p).ok_or(StatsError::TooFewGroups(1))
    });
    for pair in found.iter().flatten() {
        let place = Place::Pair(pair.first, pair.second, FromRows::AllGroups);
        let words = "difference of mean ranks over its standard error";
        let z = Part::new("z", words, pair.z.into(), Print::Statistic);
        all.extend(at(place, vec![z]));
    }
    all
}

/// Pairs that their own method adjusts.
fn of_means(result: Result<Vec<MeanComparison>, StatsError>) -> Vec<Part> {
    let comparisons = match result {
        Ok(comparisons) => comparisons,
        Err(error) => return only_p(Err(error)),
    };
    let of_pair = |pair: MeanComparison| {
        let mut found = only_p(Ok(pair.p));
        let difference = Ok((pair.difference, pair.interval));
        found.extend(estimate(
            "difference of means",
            difference,
            Print::Difference,
        ));
        at(
            Place::Pair(pair.first, pair.second, FromRows::AllGroups),
            found,
        )
    };
    comparisons.into_iter().flat_map(of_pair).collect()
}
