//! Every statistic against R, on public data sets: `tests/reference` holds the
//! data, the values, and the R scripts that make both.
//!
//! `UPDATE=1 cargo test --test r_reference` writes the table of agreement into
//! `docs/methods.md`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod comparisons;
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

/// A group of comparisons, run once in a process.
struct Group {
    name: &'static str,
    run: fn(),
    passed: std::sync::OnceLock<bool>,
}

impl Group {
    const fn new(name: &'static str, run: fn()) -> Self {
        Self {
            name,
            run,
            passed: std::sync::OnceLock::new(),
        }
    }

    /// Panics unless every value agrees; the first that does not is printed by
    /// the test that ran the group.
    fn check(&self) {
        let passed = self
            .passed
            .get_or_init(|| std::panic::catch_unwind(self.run).is_ok());
        assert!(passed, "{} disagrees with its reference", self.name);
    }
}

/// A test for each function, so that `cargo test --test r_reference cox` runs
/// those of one family, and the list of all for the table of agreement.
macro_rules! groups {
    ($($family:ident { $($function:ident,)+ })+) => {
        mod reference {
            $(pub mod $family {
                $(pub mod $function {
                    pub static GROUP: crate::Group = crate::Group::new(
                        concat!(stringify!($family), "::", stringify!($function)),
                        crate::$family::$function,
                    );

                    #[test]
                    fn agrees() {
                        GROUP.check();
                    }
                })+
            })+
        }

        const GROUPS: &[&Group] = &[$($(&reference::$family::$function::GROUP,)+)+];
    };
}

groups! {
    comparisons {
        comparisons_of_groups,
        differences_of_two_groups,
    }
    counts {
        intervals_of_proportions,
        score_intervals,
        exact_tests_of_two_proportions,
        further_tests_of_association,
        association_within_strata,
        agreement_of_raters,
        standardised_differences_of_levels,
    }
    cox {
        profile_likelihoods,
        fits,
        tests_of_proportional_hazards,
        baseline_hazards,
        weighted_fits,
        robust_variances,
        tests_of_proportional_hazards_of_categories,
        fits_without_a_finite_coefficient,
        information_criteria,
    }
    logistic {
        fits,
        predictions,
    }
    means {
        pairs_of_means,
        intervals_of_means,
        t_tests,
        paired_t_tests,
        effect_sizes_of_two_means,
        analyses_of_variance,
        tests_of_variances,
        adjustments,
    }
    numbers {
        shapes,
        exact_rank_tests,
        effect_sizes,
        linear_models,
    }
    one_sample {
        descriptions,
        quantiles_of_all_nine_definitions,
        intervals_of_proportions,
        tests_of_normality,
    }
    paired_and_trend {
        signed_ranks,
        friedman_tests,
        brunner_munzel_tests,
        jonckheere_tests,
        shifts,
        correlations,
    }
    ranks {
        kruskal_wallis_tests,
        dunn_comparisons,
        mann_whitney_tests,
    }
    survival {
        kaplan_meier_curves,
        quantiles_of_curves,
        log_rank_tests,
        weighted_and_stratified_log_rank_tests,
        cumulative_hazards_and_restricted_means,
        cumulative_incidences,
        delayed_entry,
        exact_log_rank_tests,
        differences_of_restricted_means,
        tests_of_gray,
        subdistribution_hazards,
        subdistribution_hazards_without_a_finite_coefficient,
        ties_by_rounding,
    }
    tables {
        contingency_tables,
    }
    tails {
        studentized_ranges,
        the_range_of_two_is_students_t,
        far_tails,
    }
    two_by_two {
        effects,
        conditional_odds_ratios,
        mcnemar_tests,
    }
}

/// Every function has a row in the table of `docs/methods.md`, and every row its
/// function: needs all groups, whether or not their own tests are run.
#[test]
fn the_table_of_agreement_is_up_to_date() {
    for group in GROUPS {
        group.check();
    }
    table::compare();
}
