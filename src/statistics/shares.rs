//! Intervals of a proportion.

use super::part::{Part, Print, estimate, in_percent};
use super::{Compute, Settings, Statistic};
use crate::stats::proportion::{ProportionMethod, proportion_interval};

/// Wilson's interval, which summaries give unasked too.
pub const WILSON: Statistic = Statistic::new(
    "wilson",
    "Wilson score interval",
    "prop.test(k, n, correct = FALSE)$conf.int",
    Compute::Share(|k, n, settings| share(k, n, ProportionMethod::Wilson, settings)),
);

pub(super) const FAMILY: &[Statistic] = &[
    WILSON,
    Statistic::new(
        "wilson-corrected",
        "Wilson's interval with continuity correction",
        "prop.test(k, n)",
        Compute::Share(|k, n, settings| share(k, n, ProportionMethod::WilsonCorrected, settings)),
    ),
    Statistic::new(
        "clopper-pearson",
        "Clopper and Pearson's exact interval",
        "binom.test(k, n)",
        Compute::Share(|k, n, settings| share(k, n, ProportionMethod::ClopperPearson, settings)),
    ),
    Statistic::new(
        "agresti-coull",
        "Agresti and Coull's interval",
        "binom::binom.agresti.coull(k, n)",
        Compute::Share(|k, n, settings| share(k, n, ProportionMethod::AgrestiCoull, settings)),
    ),
    Statistic::new(
        "jeffreys",
        "Jeffreys' interval",
        "qbeta(p, k + 0.5, n - k + 0.5)",
        Compute::Share(|k, n, settings| share(k, n, ProportionMethod::Jeffreys, settings)),
    ),
];

fn share(
    successes: u64,
    trials: u64,
    method: ProportionMethod,
    settings: &Settings<'_>,
) -> Vec<Part> {
    let interval = proportion_interval(successes, trials, method, settings.confidence);
    let share = 100.0 * successes as f64 / trials as f64;
    let both = interval.map(|interval| (share, in_percent(interval)));
    estimate("share", both, Print::Percent)
}
