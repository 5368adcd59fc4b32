//! Kruskal-Wallis test, its effect size, and Dunn's comparisons after it.

use super::ranks::tie_term;
use super::{StatsError, distribution, math, require_finite};

/// Result of the Kruskal-Wallis rank-sum test.
#[derive(Debug, Clone, PartialEq)]
pub struct KruskalWallis {
    /// H, corrected for ties.
    pub h: f64,
    /// Number of groups less one.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
    /// Rank epsilon squared, H / (n - 1): 0 for no difference, 1 for complete
    /// separation (Tomczak and Tomczak, *Trends in Sport Sciences* 2014;1:19-25).
    pub epsilon_squared: f64,
}

/// Kruskal-Wallis rank-sum test, `kruskal.test` of R: asymptotic, tie-corrected.
///
/// Groups without observations are left out. Source: Hollander, Wolfe and
/// Chicken, *Nonparametric Statistical Methods*, 3rd edition, section 6.1.
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn kruskal_wallis(groups: &[&[f64]]) -> Result<KruskalWallis, StatsError> {
    Pooled::new(groups).map(|pooled| pooled.kruskal_wallis())
}

/// [`kruskal_wallis`] and [`dunn`] from the same ranks.
///
/// # Errors
/// As [`kruskal_wallis`].
pub fn kruskal_wallis_with_pairs(
    groups: &[&[f64]],
) -> Result<(KruskalWallis, Vec<DunnComparison>), StatsError> {
    let pooled = Pooled::new(groups)?;
    Ok((pooled.kruskal_wallis(), pooled.dunn()))
}

/// One of Dunn's comparisons between two groups.
#[derive(Debug, Clone, PartialEq)]
pub struct DunnComparison {
    /// Index of the first group.
    pub first: usize,
    /// Index of the second group.
    pub second: usize,
    /// Difference of mean ranks (first less second) over its standard error.
    pub z: f64,
    /// Two-sided p-value, not adjusted.
    pub p: f64,
}

/// Dunn's test: all pairs of groups by mean ranks of the pooled sample.
///
/// Dunn OJ. Multiple comparisons using rank sums. *Technometrics*
/// 1964;6:241-252, with the tie correction; two-sided p-values as in
/// `FSA::dunnTest`. Pairs with an empty group are left out.
///
/// # Errors
/// As [`kruskal_wallis`].
pub fn dunn(groups: &[&[f64]]) -> Result<Vec<DunnComparison>, StatsError> {
    Pooled::new(groups).map(|pooled| pooled.dunn())
}

/// The pooled sample, ranked, with the rank sum and size of each group.
struct Pooled {
    n: f64,
    filled: usize,
    tie_term: f64,
    rank_sums: Vec<(f64, usize)>,
}

impl Pooled {
    fn new(groups: &[&[f64]]) -> Result<Self, StatsError> {
        for group in groups {
            require_finite(group)?;
        }
        let filled = groups.iter().filter(|group| !group.is_empty()).count();
        if filled < 2 {
            return Err(StatsError::TooFewGroups(filled));
        }
        let in_order = |group: &&[f64]| {
            let mut own = group.to_vec();
            own.sort_unstable_by(f64::total_cmp);
            own
        };
        let sorted: Vec<Vec<f64>> = groups.iter().map(in_order).collect();
        let mut values = sorted.concat();
        // The stable sort merges groups that are in order.
        values.sort_by(f64::total_cmp);
        if values.first() == values.last() {
            return Err(StatsError::NoVariation);
        }
        // Ranks and their sums are halves of whole numbers, and exact.
        let rank_sum = |own: &Vec<f64>| {
            let tied = own.chunk_by(|a, b| a == b).map(|tied| {
                let below = values.partition_point(|value| *value < tied[0]);
                let up_to = values.partition_point(|value| *value <= tied[0]);
                (below + 1 + up_to) as f64 / 2.0 * tied.len() as f64
            });
            (tied.sum(), own.len())
        };
        Ok(Self {
            n: values.len() as f64,
            filled,
            tie_term: tie_term(values.chunk_by(|a, b| a == b).map(<[f64]>::len)),
            rank_sums: sorted.iter().map(rank_sum).collect(),
        })
    }

    fn kruskal_wallis(&self) -> KruskalWallis {
        let n = self.n;
        let squares = math::sum(
            self.rank_sums
                .iter()
                .filter(|(_, size)| *size > 0)
                .map(|(sum, size)| sum * sum / *size as f64),
        );
        let uncorrected = 12.0 * squares / (n * (n + 1.0)) - 3.0 * (n + 1.0);
        let h = uncorrected / (1.0 - self.tie_term / (n * n * n - n));
        let df = self.filled as u32 - 1;
        KruskalWallis {
            h,
            df,
            p: distribution::chi_squared_upper(h, df),
            epsilon_squared: h / (n - 1.0),
        }
    }

    fn dunn(&self) -> Vec<DunnComparison> {
        let n = self.n;
        let variance = n * (n + 1.0) / 12.0 - self.tie_term / (12.0 * (n - 1.0));
        let mut comparisons = Vec::new();
        for (first, &(sum_a, size_a)) in self.rank_sums.iter().enumerate() {
            for (second, &(sum_b, size_b)) in self.rank_sums.iter().enumerate().skip(first + 1) {
                if size_a == 0 || size_b == 0 {
                    continue;
                }
                let (a, b) = (size_a as f64, size_b as f64);
                let z = (sum_a / a - sum_b / b) / (variance * (1.0 / a + 1.0 / b)).sqrt();
                comparisons.push(DunnComparison {
                    first,
                    second,
                    z,
                    p: distribution::normal_two_sided(z),
                });
            }
        }
        comparisons
    }
}
