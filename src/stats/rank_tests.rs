//! Further rank tests: Brunner and Munzel, Jonckheere and Terpstra, Friedman.

use super::descriptive::satterthwaite;
use super::distribution::{
    chi_squared_upper, normal_two_sided, student_t_quantile, student_t_two_sided,
};
use super::proportion::Interval;
use super::ranks::rank;
use super::samples::{filled, pooled_ranks};
use super::{StatsError, math, require_finite};

/// Result of the test of Brunner and Munzel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BrunnerMunzel {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// P(X < Y) + P(X = Y) / 2: one half without a difference.
    pub superiority: f64,
    /// Its confidence interval.
    pub interval: Interval,
}

/// Test of Brunner and Munzel, `lawstat::brunner.munzel.test(x, y)`: no
/// assumption about equal variances or shapes.
///
/// Brunner E, Munzel U. *Biometrical Journal* 2000;42:17-25.
///
/// # Errors
/// [`StatsError::TooFew`] for fewer than two values in a sample,
/// [`StatsError::NoVariation`] when the samples do not overlap or do not vary,
/// [`StatsError::NotFinite`].
pub fn brunner_munzel(x: &[f64], y: &[f64], confidence: f64) -> Result<BrunnerMunzel, StatsError> {
    let all = pooled_ranks(x, y)?;
    let (m, n) = (x.len() as f64, y.len() as f64);
    let placement = |own: &[f64], all: &[f64]| {
        let inner = rank(own).ranks;
        let size = own.len() as f64;
        let mean = math::sum(all.iter().copied()) / size;
        let squares = math::sum(all.iter().zip(&inner).map(|(all, inner)| {
            let deviation = all - inner - mean + (size + 1.0) / 2.0;
            deviation * deviation
        }));
        (mean, squares / (size - 1.0))
    };
    let (mean_x, variance_x) = placement(x, &all[..x.len()]);
    let (mean_y, variance_y) = placement(y, &all[x.len()..]);
    let (p, q) = (m * variance_x, n * variance_y);
    if p + q == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let total = m + n;
    let statistic = m * n * (mean_y - mean_x) / total / (p + q).sqrt();
    let df = satterthwaite(p, m, q, n);
    let superiority = (mean_y - (n + 1.0) / 2.0) / m;
    let half = student_t_quantile(f64::midpoint(1.0, confidence), df)
        * (variance_x / (m * n * n) + variance_y / (n * m * m)).sqrt();
    Ok(BrunnerMunzel {
        statistic,
        df,
        p: student_t_two_sided(statistic, df),
        superiority,
        interval: Interval {
            lower: superiority - half,
            upper: superiority + half,
        },
    })
}

/// Result of a trend test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// The statistic: J of Jonckheere, or chi-squared of Cochran and Armitage.
    pub statistic: f64,
    /// Standardised: positive when values rise with the groups.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// Jonckheere and Terpstra's test of ordered groups, asymptotic with ties,
/// `DescTools::JonckheereTerpstraTest(x, g)`.
///
/// Hollander, Wolfe and Chicken, *Nonparametric Statistical Methods*, 3rd
/// edition, section 6.2. O(n log n) in values.
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn jonckheere_terpstra(groups: &[&[f64]]) -> Result<Trend, StatsError> {
    let groups = filled(groups)?;
    let pooled = groups.concat();
    require_finite(&pooled)?;
    let ties = rank(&pooled).ties;
    // J counts the pairs in order; each group against all before it.
    let mut before: Vec<f64> = Vec::new();
    let mut statistic = 0.0;
    for group in &groups {
        if !before.is_empty() {
            let both = [group, before.as_slice()].concat();
            let own: f64 = rank(&both).ranks[..group.len()].iter().sum();
            let size = group.len() as f64;
            statistic += own - size * (size + 1.0) / 2.0;
        }
        before.extend_from_slice(group);
    }
    let n = pooled.len() as f64;
    let sizes: Vec<f64> = groups.iter().map(|group| group.len() as f64).collect();
    let blocks: Vec<f64> = ties.iter().map(|size| *size as f64).collect();
    let over = |values: &[f64], f: fn(f64) -> f64| math::sum(values.iter().map(|value| f(*value)));
    let mean = (n * n - over(&sizes, |s| s * s)) / 4.0;
    let first = |v: f64| v * (v - 1.0) * (2.0 * v + 5.0);
    let second = |v: f64| v * (v - 1.0) * (v - 2.0);
    let third = |v: f64| v * (v - 1.0);
    let mut variance = (first(n) - over(&sizes, first) - over(&blocks, first)) / 72.0;
    if n > 2.0 {
        variance += over(&sizes, second) * over(&blocks, second) / (36.0 * second(n));
    }
    variance += over(&sizes, third) * over(&blocks, third) / (8.0 * third(n));
    if variance <= 0.0 {
        return Err(StatsError::NoVariation);
    }
    let z = (statistic - mean) / variance.sqrt();
    Ok(Trend {
        statistic,
        z,
        p: normal_two_sided(z),
    })
}

/// Result of Friedman's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Friedman {
    /// Tie-corrected statistic.
    pub chi_square: f64,
    /// Number of treatments less one.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
    /// Kendall's coefficient of concordance, W.
    pub concordance: f64,
}

/// Friedman's test, `friedman.test(y)`: a row for each block, a column for each
/// treatment.
///
/// Friedman M. *JASA* 1937;32:675-701.
///
/// # Errors
/// [`StatsError::TooFew`] without blocks or with fewer than two treatments,
/// [`StatsError::Lengths`], [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn friedman(blocks: &[&[f64]]) -> Result<Friedman, StatsError> {
    let k = blocks.first().map_or(0, |block| block.len());
    if k < 2 {
        return Err(StatsError::TooFew { needed: 2, got: k });
    }
    let mut sums = vec![0.0; k];
    let mut tie_term = 0.0;
    for block in blocks {
        if block.len() != k {
            return Err(StatsError::Lengths(k, block.len()));
        }
        require_finite(block)?;
        let ranked = rank(block);
        tie_term += ranked.tie_term();
        for (sum, rank) in sums.iter_mut().zip(&ranked.ranks) {
            *sum += rank;
        }
    }
    let (b, t) = (blocks.len() as f64, k as f64);
    let expected = b * (t + 1.0) / 2.0;
    let squares = math::sum(sums.iter().map(|sum| (sum - expected) * (sum - expected)));
    let scale = b * t * (t + 1.0) - tie_term / (t - 1.0);
    if scale <= 0.0 {
        return Err(StatsError::NoVariation);
    }
    let chi_square = 12.0 * squares / scale;
    let df = k as u32 - 1;
    Ok(Friedman {
        chi_square,
        df,
        p: chi_squared_upper(chi_square, df),
        concordance: chi_square / (b * (t - 1.0)),
    })
}
