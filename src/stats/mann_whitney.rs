//! Mann-Whitney (Wilcoxon rank-sum) test.

use super::ranks::rank;
use super::{StatsError, distribution, math, require_finite};

/// How the p-value of a rank test is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankTestMethod {
    /// The permutation distribution of the rank sum given the ties.
    Exact,
    /// The normal approximation.
    Asymptotic {
        /// Whether the statistic is moved half a unit towards its mean.
        continuity_correction: bool,
    },
}

/// Result of the Mann-Whitney test.
#[derive(Debug, Clone, PartialEq)]
pub struct MannWhitney {
    /// W of R: the rank sum of the first sample less its smallest possible value.
    pub w: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Rank-biserial correlation (Cliff's delta) of the first against the
    /// second sample, 2W/(mn) - 1: from -1 to 1.
    pub rank_biserial: f64,
}

/// Two-sided Mann-Whitney test, `wilcox.test(x, y)` of R; exact with ties as in
/// `coin::wilcox_test(distribution = "exact")`.
///
/// The exact distribution is counted over rank sums (Streitberg and Röhmel
/// 1986), in O(n m N) states rather than by listing arrangements.
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::NoVariation`], [`StatsError::NotFinite`],
/// [`StatsError::TooMuchWork`] for an exact test of more than some 300 values.
pub fn mann_whitney(
    x: &[f64],
    y: &[f64],
    method: RankTestMethod,
) -> Result<MannWhitney, StatsError> {
    let filled = usize::from(!x.is_empty()) + usize::from(!y.is_empty());
    if filled < 2 {
        return Err(StatsError::TooFewGroups(filled));
    }
    let pooled = [x, y].concat();
    require_finite(&pooled)?;
    let ranked = rank(&pooled);
    if ranked.ties.first() == Some(&pooled.len()) {
        return Err(StatsError::NoVariation);
    }
    let (m, n) = (x.len() as f64, y.len() as f64);
    let rank_sum: f64 = ranked.ranks[..x.len()].iter().sum();
    let w = rank_sum - m * (m + 1.0) / 2.0;
    let p = match method {
        RankTestMethod::Exact => exact_two_sided(&ranked.ranks, x.len(), rank_sum)?,
        RankTestMethod::Asymptotic {
            continuity_correction,
        } => {
            let total = m + n;
            let variance =
                m * n / 12.0 * ((total + 1.0) - ranked.tie_term() / (total * (total - 1.0)));
            let centred = w - m * n / 2.0;
            let correction = if continuity_correction {
                0.5_f64.copysign(centred)
            } else {
                0.0
            };
            let moved = if centred == 0.0 {
                0.0
            } else {
                centred - correction
            };
            distribution::normal_two_sided(moved / variance.sqrt()).min(1.0)
        }
    };
    Ok(MannWhitney {
        w,
        p,
        rank_biserial: 2.0 * w / (m * n) - 1.0,
    })
}

/// A bound of the steps of the exact distribution: two samples of 150.
const MOST_STEPS: u64 = 2_000_000_000;

/// The share of all choices of `size` ranks whose sum lies at least as far from
/// its mean as the observed one.
fn exact_two_sided(ranks: &[f64], size: usize, observed: f64) -> Result<f64, StatsError> {
    // Doubled mid-ranks are whole numbers; rising, so that few sums are reached
    // early. Which of the two samples is counted does not matter: their sums add up to
    // a constant.
    let mut doubled: Vec<usize> = ranks.iter().map(|rank| (rank * 2.0) as usize).collect();
    doubled.sort_unstable();
    let largest: usize = doubled.iter().sum();
    let (size, observed) = if size * 2 > ranks.len() {
        (ranks.len() - size, largest as f64 / 2.0 - observed)
    } else {
        (size, observed)
    };
    let most: usize = doubled.iter().rev().take(size).sum();
    let steps = (ranks.len() as u64)
        .saturating_mul(size as u64)
        .saturating_mul(most as u64);
    if steps > MOST_STEPS {
        return Err(StatsError::TooMuchWork(MOST_STEPS));
    }
    // The sum of so many of the first ranks.
    let sums_of_first: Vec<usize> = std::iter::once(0)
        .chain(doubled.iter().scan(0, |sum, rank| {
            *sum += rank;
            Some(*sum)
        }))
        .collect();
    let of_first = |count: usize| sums_of_first.get(count).copied().unwrap_or(0);
    // ways[k][s]: how many choices of k ranks have the doubled sum s.
    let mut ways = vec![vec![0.0_f64; most + 1]; size + 1];
    ways[0][0] = 1.0;
    for (seen, &rank) in doubled.iter().enumerate() {
        // Fewer could not become `size` with the ranks that follow.
        let fewest = size.saturating_sub(doubled.len() - seen - 1).max(1);
        for chosen in (fewest..=size.min(seen + 1)).rev() {
            let (fewer, own) = ways.split_at_mut(chosen);
            let (Some(fewer), Some(own)) = (fewer.last(), own.first_mut()) else {
                continue;
            };
            // From the sum of the smallest to that of the greatest of those seen;
            // as slices of one length, which the compiler adds several at a time.
            let least = of_first(chosen - 1);
            let greatest = of_first(seen) - of_first(seen + 1 - chosen);
            let sums = own.get_mut(least + rank..=greatest + rank);
            let before = fewer.get(least..=greatest).unwrap_or_default();
            for (to, from) in sums.unwrap_or_default().iter_mut().zip(before) {
                *to += from;
            }
        }
    }
    let mean = largest as f64 * size as f64 / ranks.len() as f64;
    let distance = (observed * 2.0 - mean).abs();
    let counts = &ways[size];
    let extreme = counts
        .iter()
        .enumerate()
        .filter(|(sum, _)| (*sum as f64 - mean).abs() >= distance - 1e-7)
        .map(|(_, count)| *count);
    Ok((math::sum(extreme) / math::sum(counts.iter().copied())).min(1.0))
}
