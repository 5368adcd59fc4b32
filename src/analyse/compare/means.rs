//! Numbers by means: Welch's or Student's t, analysis of variance, and the pairs
//! of Games and Howell or Tukey.

use super::{EffectSize, Estimate, Outcome, Pair, PairRows, value};
use crate::number::Value;
use crate::statistics::methods as method;
use crate::stats::effect_sizes::{eta_squared_interval, hedges_g_interval};
use crate::stats::means::{Anova, anova, student_t_test, welch_anova, welch_t_test};
use crate::stats::pairwise_means::{games_howell, tukey_hsd};
use crate::study::{ConventionKey, Conventions, Variances};

pub(super) fn compare(groups: &[Vec<f64>], conventions: &Conventions) -> Outcome {
    let filled: Vec<&[f64]> = groups
        .iter()
        .map(Vec::as_slice)
        .filter(|group| !group.is_empty())
        .collect();
    let mut outcome = match filled.as_slice() {
        [first, second] => two(first, second, conventions),
        _ => several(groups, conventions),
    };
    outcome.conventions = vec![conventions.setting(ConventionKey::Variances)];
    outcome
}

fn two(first: &[f64], second: &[f64], conventions: &Conventions) -> Outcome {
    let (test, result) = match conventions.variances {
        Variances::Unequal => (
            method::WELCH_T,
            welch_t_test(first, second, conventions.confidence),
        ),
        Variances::Equal => (
            method::STUDENT_T,
            student_t_test(first, second, conventions.confidence),
        ),
    };
    let estimate = |key, words, value: Value| Estimate {
        key,
        words,
        value,
        method: test,
    };
    Outcome {
        p: value(&result, |r| r.p),
        statistic: Some(("t", value(&result, |r| r.t))),
        df: result.as_ref().ok().map(|r| r.df),
        effect: Some(EffectSize::new(
            method::HEDGES_G,
            &hedges_g_interval(first, second, conventions.confidence),
        )),
        estimates: vec![
            estimate(
                "difference",
                "difference of means",
                value(&result, |r| r.difference),
            ),
            estimate(
                "ci_lower",
                "lower confidence limit of the difference",
                value(&result, |r| r.interval.lower),
            ),
            estimate(
                "ci_upper",
                "upper confidence limit of the difference",
                value(&result, |r| r.interval.upper),
            ),
        ],
        ..Outcome::new(test)
    }
}

fn several(groups: &[Vec<f64>], conventions: &Conventions) -> Outcome {
    let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    let classical = anova(&slices);
    let confidence = conventions.confidence;
    let interval = |test: &Anova| eta_squared_interval(test, confidence);
    let effect = classical.as_ref().map_err(Clone::clone).and_then(interval);
    let (test, result, pair_method, pairs) = match conventions.variances {
        Variances::Unequal => (
            method::WELCH_ANOVA,
            welch_anova(&slices),
            method::GAMES_HOWELL,
            games_howell(&slices, confidence),
        ),
        Variances::Equal => (
            method::ANOVA,
            classical,
            method::TUKEY,
            tukey_hsd(&slices, confidence),
        ),
    };
    Outcome {
        p: value(&result, |r| r.p),
        statistic: Some(("F", value(&result, |r| r.f))),
        df: result.as_ref().ok().map(|r| r.df_between),
        effect: Some(EffectSize::new(method::ETA_SQUARED, &effect)),
        pairs: pairs
            .unwrap_or_default()
            .iter()
            .map(|pair| Pair {
                first: pair.first,
                second: pair.second,
                rows: PairRows::AllGroups,
                statistic: None,
                unadjusted: None,
                adjusted: (Some(pair.p), pair_method),
            })
            .collect(),
        ..Outcome::new(test)
    }
}
