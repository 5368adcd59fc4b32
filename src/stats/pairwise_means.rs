//! All pairs of groups after an analysis of variance: Tukey, Games and Howell.

use super::descriptive::{Moments, satterthwaite};
use super::distribution::{studentized_range_quantile, studentized_range_upper};
use super::proportion::Interval;
use super::{StatsError, math};

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

/// A group that has values, by its index among all.
struct Group {
    index: usize,
    moments: Moments,
}

fn groups_with_values(groups: &[&[f64]], needed: usize) -> Result<Vec<Group>, StatsError> {
    let filled: Vec<(usize, &&[f64])> = groups
        .iter()
        .enumerate()
        .filter(|(_, values)| !values.is_empty())
        .collect();
    if filled.len() < 2 {
        return Err(StatsError::TooFewGroups(filled.len()));
    }
    filled
        .into_iter()
        .map(|(index, values)| {
            let moments = Moments::of(values, needed)?;
            Ok(Group { index, moments })
        })
        .collect()
}

/// Most groups of Tukey's test: each of their pairs takes a double integral.
const MOST_GROUPS: usize = 60;
/// Most groups of Games and Howell's, each of whose pairs has a quantile of its own.
const MOST_GROUPS_UNEQUAL: usize = 20;

fn at_most(most: usize, groups: &[Group]) -> Result<(), StatsError> {
    match groups.len() {
        got if got > most => Err(StatsError::TooManyGroups { most, got }),
        _ => Ok(()),
    }
}

/// Tukey's honest significant differences, `TukeyHSD(aov(x ~ g))`, with Kramer's
/// extension to unequal sizes (*Biometrics* 1956;12:307-310).
///
/// # Errors
/// [`StatsError::TooFewGroups`], [`StatsError::TooFew`], [`StatsError::NoVariation`],
/// [`StatsError::NotFinite`], [`StatsError::TooManyGroups`].
pub fn tukey_hsd(groups: &[&[f64]], confidence: f64) -> Result<Vec<MeanComparison>, StatsError> {
    let groups = groups_with_values(groups, 1)?;
    at_most(MOST_GROUPS, &groups)?;
    let k = groups.len() as f64;
    let df = groups.iter().map(|group| group.moments.n).sum::<f64>() - k;
    if df < 1.0 {
        return Err(StatsError::TooFew {
            needed: groups.len() + 1,
            got: groups.len(),
        });
    }
    let mean_square = math::sum(groups.iter().map(|group| group.moments.squares)) / df;
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
    let groups = groups_with_values(groups, 2)?;
    at_most(MOST_GROUPS_UNEQUAL, &groups)?;
    let variance = |moments: &Moments| moments.variance() / moments.n;
    if groups
        .iter()
        .filter(|group| variance(&group.moments) == 0.0)
        .count()
        > 1
    {
        return Err(StatsError::NoVariation);
    }
    let k = groups.len() as f64;
    Ok(pairs(&groups, |a, b| {
        let (p, q) = (variance(a), variance(b));
        let df = satterthwaite(p, a.n, q, b.n);
        (
            ((p + q) / 2.0).sqrt(),
            studentized_range_quantile(confidence, k, df),
            df,
        )
    }))
}

fn pairs(
    groups: &[Group],
    error: impl Fn(&Moments, &Moments) -> (f64, f64, f64),
) -> Vec<MeanComparison> {
    let k = groups.len() as f64;
    let mut comparisons = Vec::new();
    for (at, a) in groups.iter().enumerate() {
        for b in groups.iter().skip(at + 1) {
            let (error, critical, df) = error(&a.moments, &b.moments);
            let difference = a.moments.mean - b.moments.mean;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_groups_than_their_pairs_allow_are_refused() {
        let values: Vec<[f64; 3]> = (0..200)
            .map(|group| [0.0, 1.0, 2.0].map(|x| x + f64::from(group)))
            .collect();
        let groups: Vec<&[f64]> = values.iter().map(<[f64; 3]>::as_slice).collect();
        let refused = |most| Err(StatsError::TooManyGroups { most, got: 200 });
        assert_eq!(tukey_hsd(&groups, 0.95), refused(60));
        assert_eq!(games_howell(&groups, 0.95), refused(20));
    }
}
