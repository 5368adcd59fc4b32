//! What tests of several samples share: which samples count, their pooled
//! ranks, and how far their sums lie apart.

use super::ranks::rank;
use super::{StatsError, require_finite};

/// The groups that have values.
///
/// # Errors
/// [`StatsError::TooFewGroups`] for fewer than two of them.
pub(super) fn filled<'a, T>(groups: &[&'a [T]]) -> Result<Vec<&'a [T]>, StatsError> {
    let filled: Vec<&[T]> = groups
        .iter()
        .copied()
        .filter(|group| !group.is_empty())
        .collect();
    if filled.len() < 2 {
        return Err(StatsError::TooFewGroups(filled.len()));
    }
    Ok(filled)
}

/// The ranks of two samples among all their values, those of `x` first.
///
/// # Errors
/// [`StatsError::TooFew`] for fewer than two values in a sample,
/// [`StatsError::NotFinite`].
pub(super) fn pooled_ranks(x: &[f64], y: &[f64]) -> Result<Vec<f64>, StatsError> {
    let least = x.len().min(y.len());
    if least < 2 {
        return Err(StatsError::TooFew {
            needed: 2,
            got: least,
        });
    }
    let pooled = [x, y].concat();
    require_finite(&pooled)?;
    Ok(rank(&pooled).ranks)
}

/// The squared sum of each group over its size, added up: what a test of
/// groups depends on when only the scores change places.
///
/// `scores` are those of all groups, one group after the other.
pub(super) fn squared_sums<T>(groups: &[&[T]], scores: &[f64]) -> f64 {
    let mut rest = scores;
    let filled = groups.iter().filter(|group| !group.is_empty());
    filled
        .map(|group| {
            let (own, others) = rest.split_at(group.len());
            rest = others;
            let sum: f64 = own.iter().sum();
            sum * sum / group.len() as f64
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_without_values_do_not_count() {
        let groups: [&[f64]; 3] = [&[1.0], &[], &[2.0, 3.0]];
        assert_eq!(filled(&groups), Ok(vec![groups[0], groups[2]]));
        assert_eq!(filled(&groups[..2]), Err(StatsError::TooFewGroups(1)));
        // 1² / 1 + (2 + 3)² / 2
        assert_eq!(squared_sums(&groups, &[1.0, 2.0, 3.0]), 13.5);
    }
}
