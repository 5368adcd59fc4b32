//! A binary variable in two groups.

use super::long::{Task, kept};
use super::part::{Part, Print, effect, estimate, in_percent, only_p};
use super::{Compute, Statistic};
use crate::stats::StatsError;
use crate::stats::boschloo::boschloo;
use crate::stats::score_intervals::{risk_difference_score, risk_ratio_score};
use crate::stats::two_by_two::{
    DifferenceMethod, Effect, conditional_odds_ratio, odds_ratio, risk_difference, risk_ratio,
};

pub(super) const RISK_DIFFERENCE: Statistic = Statistic::new(
    "risk-difference",
    "risk difference with Newcombe's interval",
    "DescTools::BinomDiffCI(method = \"score\")",
    Compute::BinaryInTwo(|table, settings| {
        let method = DifferenceMethod::Newcombe;
        percent(risk_difference(table, method, settings.confidence))
    }),
);

pub(super) const FAMILY: &[Statistic] = &[
    Statistic::new(
        "boschloo",
        "Boschloo's exact test",
        "Exact::exact.test(t, method = \"boschloo\")",
        Compute::BinaryInTwo(|table, _| {
            let counts = [vec![table.a, table.b], vec![table.c, table.d]];
            // Each pair of counts is looked at for each proportion of a grid.
            let pairs = (table.a + table.b) as f64 * (table.c + table.d) as f64;
            let task = Task::of_table(&counts).in_steps(pairs * 1000.0);
            only_p(kept("boschloo", &task, || boschloo(table)))
        }),
    )
    .not_tried(),
    Statistic::new(
        "odds-ratio",
        "odds ratio with Woolf's interval",
        "epitools::oddsratio.wald(t)",
        Compute::BinaryInTwo(|table, settings| {
            effect("odds ratio", odds_ratio(table, settings.confidence))
        }),
    ),
    Statistic::new(
        "conditional-odds-ratio",
        "conditional odds ratio with exact interval",
        "fisher.test(t)",
        Compute::BinaryInTwo(|table, settings| {
            let found = conditional_odds_ratio(table, settings.confidence);
            effect("odds ratio", found)
        }),
    ),
    Statistic::new(
        "risk-ratio",
        "risk ratio",
        "epitools::riskratio.wald(t)",
        Compute::BinaryInTwo(|table, settings| {
            effect("risk ratio", risk_ratio(table, settings.confidence))
        }),
    ),
    Statistic::new(
        "risk-ratio-score",
        "risk ratio with score interval",
        "DescTools::BinomRatioCI(method = \"mn\")",
        Compute::BinaryInTwo(|table, settings| {
            effect("risk ratio", risk_ratio_score(table, settings.confidence))
        }),
    ),
    RISK_DIFFERENCE,
    Statistic::new(
        "risk-difference-wald",
        "risk difference with Wald's interval",
        "prop.test(correct = FALSE)",
        Compute::BinaryInTwo(|table, settings| {
            let method = DifferenceMethod::Wald;
            percent(risk_difference(table, method, settings.confidence))
        }),
    ),
    Statistic::new(
        "risk-difference-score",
        "risk difference with score interval",
        "DescTools::BinomDiffCI(method = \"mn\")",
        Compute::BinaryInTwo(|table, settings| {
            percent(risk_difference_score(table, settings.confidence))
        }),
    ),
];

fn percent(found: Result<Effect, StatsError>) -> Vec<Part> {
    let both = found.map(|effect| (100.0 * effect.estimate, in_percent(effect.interval)));
    estimate("risk difference", both, Print::Points)
}
