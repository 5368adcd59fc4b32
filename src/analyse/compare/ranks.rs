//! Numbers by ranks: Mann-Whitney, Kruskal-Wallis, Dunn's pairs.

use super::{EffectSize, Outcome, Pair, PairRows, value};
use crate::number::Method;
use crate::statistics::{kruskal_wallis_exactly, methods as method};
use crate::stats::effect_sizes::{cliffs_delta, epsilon_squared_of};
use crate::stats::kruskal_wallis::kruskal_wallis_with_pairs;
use crate::stats::mann_whitney::{RankTestMethod, mann_whitney};
use crate::stats::ranks::rank;
use crate::study::{ConventionKey, Conventions, RankTestRule};

/// `wilcox.test` of R is exact below this size.
const EXACT_BELOW: usize = 50;
/// The exact Kruskal-Wallis test is tried below this size.
const EXACT_GROUPS_BELOW: usize = 30;

pub(super) fn compare(groups: &[Vec<f64>], conventions: &Conventions) -> Outcome {
    let mut outcome = compare_by_rule(groups, conventions);
    outcome.conventions = vec![conventions.setting(ConventionKey::RankTest)];
    outcome
}

/// Whether groups of these values get the exact test under the rule of the study.
pub(super) fn are_exact(groups: &[&[f64]], rule: RankTestRule) -> bool {
    let sizes = || groups.iter().map(|group| group.len());
    match rule {
        RankTestRule::ExactWhenSmall => sizes().sum::<usize>() < EXACT_BELOW,
        RankTestRule::ExactWithoutTies => {
            sizes().all(|size| size < EXACT_BELOW) && rank(&groups.concat()).ties.is_empty()
        }
        RankTestRule::Corrected | RankTestRule::Uncorrected => false,
    }
}

/// How two samples are compared under the rule of the study.
fn two_sample_test(first: &[f64], second: &[f64], rule: RankTestRule) -> (Method, RankTestMethod) {
    let exact = are_exact(&[first, second], rule);
    let continuity_correction = rule != RankTestRule::Uncorrected;
    let asymptotic = RankTestMethod::Asymptotic {
        continuity_correction,
    };
    match (exact, continuity_correction) {
        (true, _) => (method::MANN_WHITNEY_EXACT, RankTestMethod::Exact),
        (false, true) => (method::MANN_WHITNEY, asymptotic),
        (false, false) => (method::MANN_WHITNEY_UNCORRECTED, asymptotic),
    }
}

fn compare_by_rule(groups: &[Vec<f64>], conventions: &Conventions) -> Outcome {
    let filled: Vec<&[f64]> = groups
        .iter()
        .map(Vec::as_slice)
        .filter(|group| !group.is_empty())
        .collect();
    if let [first, second] = filled.as_slice() {
        let (test, how) = two_sample_test(first, second, conventions.rank_test);
        let result = mann_whitney(first, second, how);
        return Outcome {
            p: value(&result, |r| r.p),
            statistic: Some(("W", value(&result, |r| r.w))),
            effect: Some(EffectSize::with_interval(
                method::RANK_BISERIAL,
                value(&result, |r| r.rank_biserial),
                // The same number by another name, with an interval of its own.
                &cliffs_delta(first, second, conventions.confidence).map(|delta| delta.interval),
            )),
            ..Outcome::new(test)
        };
    }
    let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    let (result, pairs) = match kruskal_wallis_with_pairs(&slices) {
        Ok((result, pairs)) => (Ok(result), pairs),
        Err(error) => (Err(error), Vec::new()),
    };
    let total: usize = filled.iter().map(|group| group.len()).sum();
    let small = total < EXACT_GROUPS_BELOW;
    let exact = (small && conventions.exact_kruskal_wallis)
        .then(|| kruskal_wallis_exactly(&slices).ok())
        .flatten();
    let (test, p) = match exact {
        Some(p) => (method::KRUSKAL_WALLIS_EXACT, p.into()),
        None => (method::KRUSKAL_WALLIS, value(&result, |r| r.p)),
    };
    let effect = result
        .as_ref()
        .map(|test| epsilon_squared_of(test, total, conventions.confidence))
        .map_err(Clone::clone);
    Outcome {
        p,
        statistic: Some(("H", value(&result, |r| r.h))),
        df: result.as_ref().ok().map(|r| f64::from(r.df)),
        effect: Some(EffectSize::new(method::EPSILON_SQUARED, &effect)),
        pairs: pairs
            .iter()
            .map(|pair| Pair {
                first: pair.first,
                second: pair.second,
                rows: PairRows::AllGroups,
                statistic: Some(("z", pair.z)),
                unadjusted: Some((pair.p, method::DUNN)),
                adjusted: (None, method::DUNN_ADJUSTED),
            })
            .collect(),
        ..Outcome::new(test)
    }
}
