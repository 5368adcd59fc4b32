//! Every statistic against R, on public data sets: `tests/reference` holds the
//! data, the values, and the R scripts that make both.
//!
//! `UPDATE=1 cargo test --test r_reference` writes the table of agreement into
//! `docs/methods.md`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail and tell"
)]

mod counts;
mod cox;
mod harness;
mod logistic;
mod means;
mod numbers;
mod one_sample;
mod paired_and_trend;
mod ranks;
mod survival;
mod table;
mod tables;
mod tails;
mod two_by_two;

/// Each compares some functions with R's values and panics at the first that
/// differs.
const FAMILIES: &[fn()] = &[
    // The slowest first, so that both cores stay busy.
    tails::studentized_ranges,
    tails::the_range_of_two_is_students_t,
    means::pairs_of_means,
    cox::profile_likelihoods,
    cox::fits,
    cox::tests_of_proportional_hazards,
    cox::baseline_hazards,
    cox::weighted_fits,
    counts::intervals_of_proportions,
    counts::score_intervals,
    counts::exact_tests_of_two_proportions,
    counts::further_tests_of_association,
    counts::association_within_strata,
    counts::agreement_of_raters,
    counts::standardised_differences_of_levels,
    logistic::fits,
    logistic::predictions,
    means::intervals_of_means,
    means::t_tests,
    means::paired_t_tests,
    means::effect_sizes_of_two_means,
    means::analyses_of_variance,
    means::tests_of_variances,
    means::adjustments,
    numbers::shapes,
    numbers::exact_rank_tests,
    numbers::effect_sizes,
    numbers::linear_models,
    one_sample::descriptions,
    one_sample::quantiles_of_all_nine_definitions,
    one_sample::intervals_of_proportions,
    one_sample::tests_of_normality,
    paired_and_trend::signed_ranks,
    paired_and_trend::friedman_tests,
    paired_and_trend::brunner_munzel_tests,
    paired_and_trend::jonckheere_tests,
    paired_and_trend::shifts,
    paired_and_trend::correlations,
    ranks::kruskal_wallis_tests,
    ranks::dunn_comparisons,
    ranks::mann_whitney_tests,
    survival::kaplan_meier_curves,
    survival::quantiles_of_curves,
    survival::log_rank_tests,
    survival::weighted_and_stratified_log_rank_tests,
    survival::cumulative_hazards_and_restricted_means,
    survival::cumulative_incidences,
    survival::delayed_entry,
    survival::exact_log_rank_tests,
    survival::differences_of_restricted_means,
    survival::tests_of_gray,
    survival::subdistribution_hazards,
    tables::contingency_tables,
    tails::far_tails,
    two_by_two::effects,
    two_by_two::conditional_odds_ratios,
    two_by_two::mcnemar_tests,
];

/// One test rather than many, because its last act is the table of all.
#[test]
fn every_function_agrees_with_its_reference() {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let failures = std::sync::Mutex::new(0);
    let work = || {
        while let Some(family) =
            FAMILIES.get(next.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
        {
            if std::panic::catch_unwind(family).is_err() {
                *failures.lock().unwrap() += 1;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let failures = *failures.lock().unwrap();
    assert_eq!(
        failures, 0,
        "{failures} families disagree with R, see above"
    );
    table::compare();
}
