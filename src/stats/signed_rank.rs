//! Wilcoxon's signed-rank test.

use super::mann_whitney::RankTestMethod;
use super::ranks::rank;
use super::{StatsError, distribution, math, require_finite};

/// Result of the signed-rank test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignedRank {
    /// V of R: the sum of the ranks of positive differences.
    pub v: f64,
    /// Differences that are not zero.
    pub n: usize,
    /// Two-sided p-value.
    pub p: f64,
    /// Matched-pairs rank-biserial correlation: the share of the ranks with
    /// positive less that with negative differences, from -1 to 1.
    pub rank_biserial: f64,
}

/// Wilcoxon signed-rank test of paired differences, `wilcox.test(x, y, paired =
/// TRUE)`; zeros are left out. The exact distribution holds with ties, as in
/// `coin::wilcoxsign_test(zero.method = "Wilcoxon", distribution = "exact")`.
///
/// Wilcoxon F. *Biometrics Bulletin* 1945;1:80-83.
///
/// # Errors
/// [`StatsError::TooFew`] when every difference is zero, [`StatsError::NotFinite`],
/// [`StatsError::Domain`] for an exact test of more than 1,000.
pub fn signed_rank(differences: &[f64], method: RankTestMethod) -> Result<SignedRank, StatsError> {
    require_finite(differences)?;
    let moved: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    if moved.is_empty() {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    let sizes: Vec<f64> = moved.iter().map(|d| d.abs()).collect();
    let ranked = rank(&sizes);
    let positive = moved.iter().zip(&ranked.ranks).filter(|(d, _)| **d > 0.0);
    let v: f64 = positive.map(|(_, rank)| rank).sum();
    let n = moved.len() as f64;
    let total = n * (n + 1.0) / 2.0;
    let p = match method {
        RankTestMethod::Exact if moved.len() > MOST_EXACT => {
            return Err(StatsError::Domain(
                "the exact signed-rank test is limited to 1,000 differences",
            ));
        }
        RankTestMethod::Exact => exact_two_sided(&ranked.ranks, v),
        RankTestMethod::Asymptotic {
            continuity_correction,
        } => {
            let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ranked.tie_term() / 48.0;
            let centred = v - total / 2.0;
            let shift = if continuity_correction && centred != 0.0 {
                0.5_f64.copysign(centred)
            } else {
                0.0
            };
            distribution::normal_two_sided((centred - shift) / variance.sqrt()).min(1.0)
        }
    };
    Ok(SignedRank {
        v,
        n: moved.len(),
        p,
        rank_biserial: 2.0 * v / total - 1.0,
    })
}

/// The exact distribution takes n³ steps.
const MOST_EXACT: usize = 1_000;

/// The share of all choices of signs whose positive ranks sum at least as far
/// from their mean as the observed ones.
fn exact_two_sided(ranks: &[f64], observed: f64) -> f64 {
    // Doubled mid-ranks are whole numbers.
    let doubled: Vec<usize> = ranks.iter().map(|rank| (rank * 2.0) as usize).collect();
    let largest: usize = doubled.iter().sum();
    let mut ways = vec![0.0_f64; largest + 1];
    ways[0] = 1.0;
    let mut reached = 0;
    for rank in doubled {
        reached += rank;
        for sum in (rank..=reached).rev() {
            // Halved at each step, so that large samples do not overflow.
            ways[sum] = 0.5 * (ways[sum] + ways[sum - rank]);
        }
        for way in ways.iter_mut().take(rank) {
            *way *= 0.5;
        }
    }
    let mean = largest as f64 / 2.0;
    let distance = (2.0 * observed - mean).abs();
    let far = ways
        .iter()
        .enumerate()
        .filter(|(sum, _)| (*sum as f64 - mean).abs() >= distance - 1e-7);
    math::sum(far.map(|(_, share)| *share)).min(1.0)
}
