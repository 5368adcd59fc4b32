//! Tests of equal variances: F, Levene, Brown and Forsythe, Bartlett.

use super::descriptive::Moments;
use super::distribution::{chi_squared_upper, f_upper};
use super::means::{Anova, anova};
use super::quantile::{QuantileType, quantile};
use super::samples::filled;
use super::{StatsError, math};

/// Result of the F test of two variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FTest {
    /// Variance of the first over that of the second sample.
    pub f: f64,
    /// Degrees of freedom of the first sample.
    pub df1: f64,
    /// Degrees of freedom of the second sample.
    pub df2: f64,
    /// Two-sided p-value.
    pub p: f64,
}

fn variance(values: &[f64]) -> Result<f64, StatsError> {
    Moments::of(values, 2).map(|moments| moments.variance())
}

/// F test of two variances, `var.test(x, y)`.
///
/// # Errors
/// [`StatsError::TooFew`], [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn f_test(x: &[f64], y: &[f64]) -> Result<FTest, StatsError> {
    let (first, second) = (variance(x)?, variance(y)?);
    if first == 0.0 || second == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let (df1, df2) = (x.len() as f64 - 1.0, y.len() as f64 - 1.0);
    let f = first / second;
    let upper = f_upper(f, df1, df2);
    let lower = f_upper(1.0 / f, df2, df1);
    Ok(FTest {
        f,
        df1,
        df2,
        p: (2.0 * upper.min(lower)).min(1.0),
    })
}

/// What deviations are taken from in [`levene`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Centre {
    /// The mean: Levene's own test (1960).
    Mean,
    /// The median: Brown and Forsythe, *JASA* 1974;69:364-367.
    Median,
}

/// Levene's test: analysis of variance of the absolute deviations from each
/// group's centre, `car::leveneTest(x, g, center =)`.
///
/// # Errors
/// As [`anova`].
pub fn levene(groups: &[&[f64]], centre: Centre) -> Result<Anova, StatsError> {
    let mut deviations = Vec::new();
    for group in groups.iter().filter(|group| !group.is_empty()) {
        let middle = match centre {
            Centre::Mean => math::sum(group.iter().copied()) / group.len() as f64,
            Centre::Median => quantile(group, 0.5, QuantileType::R)?,
        };
        deviations.push(
            group
                .iter()
                .map(|value| (value - middle).abs())
                .collect::<Vec<f64>>(),
        );
    }
    let slices: Vec<&[f64]> = deviations.iter().map(Vec::as_slice).collect();
    anova(&slices)
}

/// Result of Bartlett's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bartlett {
    /// The corrected statistic, K².
    pub k_squared: f64,
    /// Number of groups less one.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
}

/// Bartlett's test, `bartlett.test(x, g)`.
///
/// Bartlett MS. *Proceedings of the Royal Society A* 1937;160:268-282.
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::TooFew`] for a group of one,
/// [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn bartlett(groups: &[&[f64]]) -> Result<Bartlett, StatsError> {
    let groups = filled(groups)?;
    let mut parts = Vec::new();
    for group in &groups {
        parts.push((group.len() as f64 - 1.0, variance(group)?));
    }
    if parts.iter().any(|(_, variance)| *variance == 0.0) {
        return Err(StatsError::NoVariation);
    }
    let k = groups.len() as f64;
    let df: f64 = parts.iter().map(|(df, _)| df).sum();
    let pooled = math::sum(parts.iter().map(|(df, variance)| df * variance)) / df;
    let statistic = df * math::ln(pooled)
        - math::sum(parts.iter().map(|(df, variance)| df * math::ln(*variance)));
    let correction =
        1.0 + (parts.iter().map(|(df, _)| 1.0 / df).sum::<f64>() - 1.0 / df) / (3.0 * (k - 1.0));
    let k_squared = statistic / correction;
    Ok(Bartlett {
        k_squared,
        df: groups.len() as u32 - 1,
        p: chi_squared_upper(k_squared, groups.len() as u32 - 1),
    })
}
