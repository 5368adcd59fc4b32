//! Numbers by ranks: Mann-Whitney, Kruskal-Wallis, Dunn's pairs.

use super::{Outcome, Pair, value};
use crate::analyse::method;
use crate::stats::kruskal_wallis::{dunn, kruskal_wallis};
use crate::stats::mann_whitney::{RankTestMethod, mann_whitney};

/// `wilcox.test` of R is exact below this size.
const EXACT_BELOW: usize = 50;

pub(super) fn compare(groups: &[Vec<f64>]) -> Outcome {
    let filled: Vec<&[f64]> = groups
        .iter()
        .map(Vec::as_slice)
        .filter(|group| !group.is_empty())
        .collect();
    if let [first, second] = filled.as_slice() {
        let exact = first.len() + second.len() < EXACT_BELOW;
        let (test, how) = if exact {
            (method::MANN_WHITNEY_EXACT, RankTestMethod::Exact)
        } else {
            let corrected = RankTestMethod::Asymptotic {
                continuity_correction: true,
            };
            (method::MANN_WHITNEY, corrected)
        };
        let result = mann_whitney(first, second, how);
        return Outcome {
            p: value(&result, |r| r.p),
            statistic: Some(("W", value(&result, |r| r.w))),
            effect: Some((method::RANK_BISERIAL, value(&result, |r| r.rank_biserial))),
            ..Outcome::new(test)
        };
    }
    let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    let result = kruskal_wallis(&slices);
    let pairs = dunn(&slices).unwrap_or_default();
    Outcome {
        p: value(&result, |r| r.p),
        statistic: Some(("H", value(&result, |r| r.h))),
        df: result.as_ref().ok().map(|r| f64::from(r.df)),
        effect: Some((
            method::EPSILON_SQUARED,
            value(&result, |r| r.epsilon_squared),
        )),
        pairs: pairs
            .iter()
            .map(|pair| Pair {
                first: pair.first,
                second: pair.second,
                unadjusted: Some((pair.p, method::DUNN)),
                adjusted: (None, method::DUNN_HOLM),
            })
            .collect(),
        ..Outcome::new(method::KRUSKAL_WALLIS)
    }
}
