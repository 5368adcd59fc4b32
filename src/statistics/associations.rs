//! A category in groups.

use super::long::{Task, kept};
use super::part::{
    FromRows, Part, Print, Spec, df, effect, only_p, p_value, pairs, parts, simulated, statistic,
};
use super::rules::RANDOM_TABLES;
use super::{Compute, Settings, Statistic};
use crate::stats::StatsError;
use crate::stats::cochran_armitage::cochran_armitage;
use crate::stats::cochran_armitage_exact::cochran_armitage_exact;
use crate::stats::contingency::{
    ChiSquare, ContingencyTable, ContinuityCorrection, chi_square, cramers_v_bias_corrected,
    likelihood_ratio,
};
use crate::stats::effect_sizes::{cramers_v_interval, standardised_difference_of_levels};
use crate::stats::fisher::{fisher_exact, fisher_mid_p, fisher_monte_carlo};
use crate::stats::mantel_haenszel::mantel_haenszel;
use crate::stats::monte_carlo::Simulated;
use crate::stats::rank_tests::Trend;

pub(super) const CHI_SQUARE: Statistic = Statistic::new(
    "chi-square",
    "Pearson's chi-square test",
    "chisq.test(table(x, g), correct = FALSE)",
    Compute::CategoryInGroups(|counts, _| {
        of_chi_square(counts, |t| chi_square(t, ContinuityCorrection::None))
    }),
);
pub(super) const CHI_SQUARE_YATES: Statistic = Statistic::new(
    "chi-square-yates",
    "chi-square test with Yates's correction",
    "chisq.test(table(x, g))",
    Compute::CategoryInGroups(|counts, _| {
        of_chi_square(counts, |t| chi_square(t, ContinuityCorrection::Yates))
    }),
);
pub(super) const FISHER: Statistic = Statistic::new(
    "fisher",
    "Fisher's exact test",
    "fisher.test(table(x, g))",
    Compute::CategoryInGroups(|counts, _| only_p(kept_exact("fisher", counts, fisher_exact))),
);
pub(super) const FISHER_MONTE_CARLO: Statistic = Statistic::new(
    "fisher-monte-carlo",
    "Fisher's test by random tables",
    "fisher.test(table(x, g), simulate.p.value = TRUE)",
    Compute::CategoryInGroups(|counts, _| {
        simulated(&ContingencyTable::new(counts).map(|table| fisher_at_random(&table)))
    }),
)
.not_tried();
pub(super) const CRAMERS_V: Statistic = Statistic::new(
    "cramers-v",
    "Cramér's V",
    "effectsize::cramers_v(t, adjust = FALSE)",
    Compute::CategoryInGroups(|counts, settings| {
        let table = ContingencyTable::new(counts);
        let confidence = settings.confidence;
        effect("V", table.map(|t| cramers_v_interval(&t, confidence)))
    }),
)
.symbol("V");
pub(super) const COCHRAN_ARMITAGE: Statistic = Statistic::new(
    "cochran-armitage",
    "Cochran and Armitage's trend test",
    "prop.trend.test(k, n)",
    Compute::BinaryInGroups(|events, trials, _| {
        let result = cochran_armitage(events, trials);
        let specs: [Spec<Trend>; 3] = [
            p_value(|r| r.p),
            statistic("chi-square", |r| r.statistic),
            ("z", "standardised statistic", |r| r.z, Print::Statistic),
        ];
        let mut found = parts(&result, &specs);
        let groups = events.iter().zip(trials);
        let counts: Vec<Vec<u64>> = groups
            .map(|(events, all)| vec![all.saturating_sub(*events), *events])
            .collect();
        let table = ContingencyTable::new(&counts).ok();
        found.extend(
            table
                .filter(|_| result.is_ok())
                .and_then(|table| small_counts(&table)),
        );
        found
    }),
);

pub(super) const FAMILY: &[Statistic] = &[
    COCHRAN_ARMITAGE,
    Statistic::new(
        "cochran-armitage-exact",
        "exact trend test of Cochran and Armitage",
        "coin::lbl_test(g ~ x, distribution = \"exact\")",
        Compute::BinaryInGroups(|events, trials, _| only_p(cochran_armitage_exact(events, trials))),
    ),
    Statistic::new(
        "standardised-difference-of-levels",
        "standardised difference of level shares",
        "smd::smd(x, g)",
        Compute::CategoryInTwo(|first, second, settings| {
            let found = standardised_difference_of_levels(first, second, settings.confidence);
            effect("standardised difference", found)
        }),
    ),
    CHI_SQUARE,
    CHI_SQUARE_YATES,
    Statistic::new(
        "likelihood-ratio",
        "likelihood-ratio test",
        "DescTools::GTest(t)",
        Compute::CategoryInGroups(|counts, _| of_chi_square(counts, likelihood_ratio)),
    ),
    FISHER,
    Statistic::new(
        "fisher-mid-p",
        "Fisher's exact test with mid-P",
        "exact2x2::fisher.exact(t, midp = TRUE)",
        Compute::CategoryInGroups(|counts, _| {
            only_p(kept_exact("fisher-mid-p", counts, fisher_mid_p))
        }),
    ),
    FISHER_MONTE_CARLO,
    CRAMERS_V,
    Statistic::new(
        "cramers-v-corrected",
        "Cramér's V corrected for bias",
        "effectsize::cramers_v(t, adjust = TRUE)",
        Compute::CategoryInGroups(|counts, _| {
            let found = with_table(counts, cramers_v_bias_corrected);
            let words = "bias-corrected V";
            vec![Part::new(
                "estimate",
                words,
                found.into(),
                Print::Coefficient,
            )]
        }),
    )
    .symbol("V"),
    Statistic::new(
        "pairwise-fisher",
        "pairwise Fisher's exact tests",
        "rstatix::pairwise_fisher_test(t)",
        Compute::CategoryInGroups(|counts, settings| {
            of_pairs(counts, settings, |pair| {
                kept_exact("fisher", pair, fisher_exact)
            })
        }),
    )
    .not_tried(),
    Statistic::new(
        "pairwise-chi-square",
        "pairwise chi-square tests",
        "rstatix::pairwise_prop_test(t)",
        Compute::CategoryInGroups(|counts, settings| {
            of_pairs(counts, settings, |pair| {
                with_table(pair, |t| Ok(chi_square(t, ContinuityCorrection::None).p))
            })
        }),
    )
    .not_tried(),
    Statistic::new(
        "mantel-haenszel",
        "test of Cochran, Mantel and Haenszel",
        "mantelhaen.test(t)",
        Compute::CategoryInStrata(|strata, settings| {
            within_strata(strata, ContinuityCorrection::Yates, settings)
        }),
    ),
    Statistic::new(
        "mantel-haenszel-uncorrected",
        "test of Cochran, Mantel and Haenszel without continuity correction",
        "mantelhaen.test(t, correct = FALSE)",
        Compute::CategoryInStrata(|strata, settings| {
            within_strata(strata, ContinuityCorrection::None, settings)
        }),
    ),
];

fn with_table(
    counts: &[Vec<u64>],
    p: fn(&ContingencyTable) -> Result<f64, StatsError>,
) -> Result<f64, StatsError> {
    ContingencyTable::new(counts).and_then(|table| p(&table))
}

/// An exact test of a table, which may be long.
fn kept_exact(
    test: &str,
    counts: &[Vec<u64>],
    p: fn(&ContingencyTable) -> Result<f64, StatsError>,
) -> Result<f64, StatsError> {
    kept(test, &Task::of_table(counts), || with_table(counts, p))
}

/// Fisher's test by random tables.
pub fn fisher_at_random(table: &ContingencyTable) -> Simulated {
    let cells = table.rows().iter().map(Vec::len).sum();
    let task = Task::of_table(table.rows()).at_random(RANDOM_TABLES, cells);
    let compute = || fisher_monte_carlo(table, RANDOM_TABLES);
    // It is never without a result.
    kept("fisher-monte-carlo", &task, || Ok(compute())).unwrap_or_else(|_| compute())
}

/// The key of the percentage of expected counts below five. Only a test that
/// relies on large expected counts, and has too small ones, has it.
pub const EXPECTED_BELOW_FIVE: &str = "expected_below_five";

fn of_chi_square(counts: &[Vec<u64>], test: fn(&ContingencyTable) -> ChiSquare) -> Vec<Part> {
    let table = ContingencyTable::new(counts);
    let small = table.as_ref().ok().and_then(small_counts);
    let result = table.map(|table| test(&table));
    let specs: [Spec<ChiSquare>; 3] = [
        p_value(|r| r.p),
        statistic("chi-square", |r| r.chi_square),
        df(|r| f64::from(r.df)),
    ];
    let mut found = parts(&result, &specs);
    found.extend(small);
    found
}

/// How many expected counts are below five, where they are too small for a test that
/// relies on large ones.
fn small_counts(table: &ContingencyTable) -> Option<Part> {
    let words = "percentage of expected counts below five";
    let value = (100.0 * table.share_expected_below_five()).into();
    let part = || Part::new(EXPECTED_BELOW_FIVE, words, value, Print::Percent);
    table.is_sparse().then(part)
}

fn of_pairs(
    counts: &[Vec<u64>],
    settings: &Settings<'_>,
    p: fn(&[Vec<u64>]) -> Result<f64, StatsError>,
) -> Vec<Part> {
    let filled = counts.iter().map(|row| row.iter().any(|n| *n > 0));
    pairs(filled, settings.adjustment, FromRows::Own, |a, b| {
        let rows: Vec<Vec<u64>> = [a, b]
            .iter()
            .filter_map(|group| counts.get(*group).cloned())
            .collect();
        p(&rows)
    })
}

fn within_strata(
    strata: &[Vec<Vec<u64>>],
    correction: ContinuityCorrection,
    settings: &Settings<'_>,
) -> Vec<Part> {
    let test = mantel_haenszel(strata, correction, settings.confidence);
    let mut found = parts(
        &test,
        &[
            p_value(|r| r.p),
            statistic("chi-square", |r| r.chi_square),
            df(|r| f64::from(r.df)),
        ],
    );
    let common = test.and_then(|r| {
        r.odds_ratio.ok_or(StatsError::Domain(
            "a common odds ratio needs 2 × 2 tables with events in each group",
        ))
    });
    found.extend(effect("common odds ratio", common));
    found
}
