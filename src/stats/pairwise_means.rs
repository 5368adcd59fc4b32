//! All pairs of groups after an analysis of variance: Tukey, Games and Howell.

use super::distribution::{studentized_range_quantile, studentized_range_upper};
use super::proportion::Interval;
use super::{StatsError, math, require_finite};

/// A comparison of two means, adjusted for the number of groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanComparison {
    /// Index of the first group.
    pub first: usize,
    /// Index of the second group.
    pub second: usize,
    /// Mean of the first less mean of the second group.
    pub difference: f64,
    /// Simultaneous confidence interval.
    pub interval: Interval,
    /// Adjusted p-value.
    pub p: f64,
}

struct Group {
    index: usize,
    n: f64,
    mean: f64,
    squares: f64,
}

fn groups_with_values(groups: &[&[f64]]) -> Result<Vec<Group>, StatsError> {
    let mut found = Vec::new();
    for (index, values) in groups
        .iter()
        .enumerate()
        .filter(|(_, values)| !values.is_empty())
    {
        require_finite(values)?;
        let n = values.len() as f64;
        let mean = math::sum(values.iter().copied()) / n;
        let squares = math::sum(values.iter().map(|value| (value - mean) * (value - mean)));
        found.push(Group {
            index,
            n,
            mean,
            squares,
        });
    }
    if found.len() < 2 {
        return Err(StatsError::TooFewGroups(found.len()));
    }
    Ok(found)
}

/// Tukey's honest significant differences, `TukeyHSD(aov(x ~ g))`, with Kramer's
/// extension to unequal sizes (*Biometrics* 1956;12:307-310).
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::TooFew`], [`StatsError::NoVariation`],
/// [`StatsError::NotFinite`].
pub fn tukey_hsd(groups: &[&[f64]], confidence: f64) -> Result<Vec<MeanComparison>, StatsError> {
    let groups = groups_with_values(groups)?;
    let k = groups.len() as f64;
    let df = groups.iter().map(|group| group.n).sum::<f64>() - k;
    if df < 1.0 {
        return Err(StatsError::TooFew {
            needed: groups.len() + 1,
            got: groups.len(),
        });
    }
    let mean_square = math::sum(groups.iter().map(|group| group.squares)) / df;
    if mean_square == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let critical = studentized_range_quantile(confidence, k, df);
    Ok(pairs(&groups, |a, b| {
        let error = (mean_square / 2.0 * (1.0 / a.n + 1.0 / b.n)).sqrt();
        (error, critical, df)
    }))
}

/// Games and Howell's comparisons for unequal variances,
/// `rstatix::games_howell_test(x ~ g)`.
///
/// Games PA, Howell JF. *Journal of Educational Statistics* 1976;1:113-125.
///
/// # Errors
/// As [`tukey_hsd`]; every group needs two values.
pub fn games_howell(groups: &[&[f64]], confidence: f64) -> Result<Vec<MeanComparison>, StatsError> {
    let groups = groups_with_values(groups)?;
    if groups.iter().any(|group| group.n < 2.0) {
        return Err(StatsError::TooFew { needed: 2, got: 1 });
    }
    let variance = |group: &Group| group.squares / (group.n - 1.0) / group.n;
    if groups.iter().filter(|group| variance(group) == 0.0).count() > 1 {
        return Err(StatsError::NoVariation);
    }
    let k = groups.len() as f64;
    Ok(pairs(&groups, |a, b| {
        let (p, q) = (variance(a), variance(b));
        let df = (p + q) * (p + q) / (p * p / (a.n - 1.0) + q * q / (b.n - 1.0));
        (
            ((p + q) / 2.0).sqrt(),
            studentized_range_quantile(confidence, k, df),
            df,
        )
    }))
}

fn pairs(
    groups: &[Group],
    error: impl Fn(&Group, &Group) -> (f64, f64, f64),
) -> Vec<MeanComparison> {
    let k = groups.len() as f64;
    let mut comparisons = Vec::new();
    for (at, a) in groups.iter().enumerate() {
        for b in groups.iter().skip(at + 1) {
            let (error, critical, df) = error(a, b);
            let difference = a.mean - b.mean;
            comparisons.push(MeanComparison {
                first: a.index,
                second: b.index,
                difference,
                interval: Interval {
                    lower: difference - critical * error,
                    upper: difference + critical * error,
                },
                p: studentized_range_upper(difference.abs() / error, k, df),
            });
        }
    }
    comparisons
}
