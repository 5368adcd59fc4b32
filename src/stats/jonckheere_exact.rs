//! The exact distribution of Jonckheere and Terpstra's statistic.

use std::collections::BTreeMap;

use super::rank_tests::{Trend, jonckheere_terpstra};
use super::{StatsError, math};

/// Jonckheere and Terpstra's test of ordered groups with its exact p-value: the
/// share of all ways to divide the values among the groups whose J lies as far
/// from its mean as the observed one, or further.
///
/// Without ties J is a sum of independent Mann-Whitney statistics, of each group
/// against all before it, whose distributions are convolved (Harding EF, *Appl
/// Statist* 1984;33:1-6), `clinfun::jonckheere.test(x, g)`. With ties it is the
/// permutation distribution given the ties, counted over tables of groups by
/// values with these margins, those alike up to a value together.
///
/// # Errors
/// As [`jonckheere_terpstra`], and [`StatsError::TooMuchWork`], which depends on
/// the sizes of the groups and the ties only.
pub fn jonckheere_terpstra_exact(groups: &[&[f64]]) -> Result<Trend, StatsError> {
    let trend = jonckheere_terpstra(groups)?;
    let table = Table::new(groups);
    let distribution = if table.values.iter().all(|rows| *rows == 1) {
        without_ties(&table.groups)?
    } else {
        given_ties(&table)?
    };
    let observed = (2.0 * trend.statistic) as i64 - table.pairs();
    Ok(Trend {
        p: distribution.as_far(observed.unsigned_abs())?,
        ..trend
    })
}

/// Steps of the longest count, about half a second.
const MOST_STEPS: u64 = 300_000_000;

/// What finding a state among the others costs, in steps.
const STEPS_OF_STATE: u64 = 200;

/// The rows of each group, and of each value.
struct Table {
    groups: Vec<usize>,
    /// By value, rising.
    values: Vec<usize>,
}

impl Table {
    fn new(groups: &[&[f64]]) -> Self {
        let mut pooled = groups.concat();
        pooled.sort_by(f64::total_cmp);
        let equal = |first: &f64, second: &f64| first == second;
        let filled = groups.iter().filter(|group| !group.is_empty());
        Self {
            values: pooled.chunk_by(equal).map(<[f64]>::len).collect(),
            groups: filled.map(|group| group.len()).collect(),
        }
    }

    /// Pairs of rows in different groups: twice the mean of J.
    fn pairs(&self) -> i64 {
        let all: usize = self.groups.iter().sum();
        let within: usize = self.groups.iter().map(|size| size * size).sum();
        ((all * all - within) / 2) as i64
    }
}

/// Weights of the values of 2J less its mean, one after another.
#[derive(Debug, Clone, PartialEq)]
struct Weights {
    /// The value of the first.
    first: i64,
    weights: Vec<f64>,
}

impl Weights {
    /// The share of the weights that lie at least so far from 0.
    fn as_far(&self, distance: u64) -> Result<f64, StatsError> {
        let far = (self.first..)
            .zip(&self.weights)
            .filter(|(value, _)| value.unsigned_abs() >= distance);
        let share = math::sum(far.map(|(_, weight)| *weight));
        let share = share / math::sum(self.weights.iter().copied());
        // Weights of more rows than a double can count.
        if share.is_nan() {
            return Err(StatsError::TooMuchWork(MOST_STEPS));
        }
        Ok(share.min(1.0))
    }

    /// Adds the weights of another, its values moved up.
    fn add_moved(&mut self, other: &Self, up: i64, factor: f64) {
        let start = other.first + up;
        if start < self.first {
            let more = (self.first - start) as usize;
            self.weights.splice(..0, std::iter::repeat_n(0.0, more));
            self.first = start;
        }
        let place = (start - self.first) as usize;
        let end = place + other.weights.len();
        if end > self.weights.len() {
            self.weights.resize(end, 0.0);
        }
        let own = self.weights.iter_mut().skip(place);
        for (own, weight) in own.zip(&other.weights) {
            *own += weight * factor;
        }
    }
}

/// The convolution of the Mann-Whitney statistics of each group against all before
/// it.
fn without_ties(sizes: &[usize]) -> Result<Weights, StatsError> {
    let mut steps: u64 = 0;
    let mut before = 0_usize;
    for size in sizes {
        // A table of probabilities by the sizes of two samples, and a convolution.
        let pairs = (before * size) as u64;
        steps = steps.saturating_add(pairs.saturating_mul(pairs + (before * before) as u64));
        before += size;
    }
    if steps > MOST_STEPS {
        return Err(StatsError::TooMuchWork(MOST_STEPS));
    }
    let mut so_far = vec![1.0];
    let mut before = 0;
    for size in sizes {
        let own = mann_whitney_probabilities(before, *size);
        let mut next = vec![0.0; so_far.len() + own.len() - 1];
        for (place, probability) in so_far.iter().enumerate() {
            for (next, own) in next.iter_mut().skip(place).zip(&own) {
                *next += probability * own;
            }
        }
        so_far = next;
        before += size;
    }
    // J and not 2J: every other value is possible.
    let mut weights = Vec::with_capacity(2 * so_far.len());
    for probability in &so_far {
        weights.extend([*probability, 0.0]);
    }
    let first = -(so_far.len() as i64 - 1);
    Ok(Weights { first, weights })
}

/// The probability of each Mann-Whitney statistic of two samples without ties.
fn mann_whitney_probabilities(first: usize, second: usize) -> Vec<f64> {
    // By the size of the first sample; of the second, those up to this one. The
    // greatest value belongs to the second sample, and is then greater than all of
    // the first, or to the first.
    let mut of_sizes: Vec<Vec<f64>> = vec![vec![1.0]; first + 1];
    for n in 1..=second {
        let mut fewer: Vec<f64> = Vec::new();
        for (m, own) in of_sizes.iter_mut().enumerate() {
            let all = (m + n) as f64;
            let mut next = vec![0.0; m * n + 1];
            for (next, before) in next.iter_mut().skip(m).zip(own.iter()) {
                *next += before * (n as f64 / all);
            }
            for (next, before) in next.iter_mut().zip(&fewer) {
                *next += before * (m as f64 / all);
            }
            fewer.clone_from(&next);
            *own = next;
        }
    }
    of_sizes.pop().unwrap_or_default()
}

/// The permutation distribution given the ties.
fn given_ties(table: &Table) -> Result<Weights, StatsError> {
    // Pairs in order less pairs in the opposite order do not change when groups
    // and values change places, and the fewer are quicker to count over.
    let (few, many) = if table.groups.len() <= table.values.len() {
        (&table.groups, &table.values)
    } else {
        (&table.values, &table.groups)
    };
    let design = Design {
        places: few,
        blocks: many,
    };
    // First how much there is to count, by the least and greatest values alone.
    let mut steps = 0_u64;
    design.walk((0_i64, 0_i64), |own, from, up, _| {
        let moved = (from.0 + up, from.1 + up);
        let wider = own.map_or(moved, |own: (i64, i64)| {
            (own.0.min(moved.0), own.1.max(moved.1))
        });
        steps = steps.saturating_add(wider.0.abs_diff(wider.1) + STEPS_OF_STATE);
        if steps > MOST_STEPS {
            return Err(StatsError::TooMuchWork(MOST_STEPS));
        }
        Ok(wider)
    })?;
    let start = Weights {
        first: 0,
        weights: vec![1.0],
    };
    design.walk(start, |own, from, up, factor| {
        let mut own = own.unwrap_or_else(|| Weights {
            first: from.first + up,
            weights: Vec::new(),
        });
        own.add_moved(from, up, factor);
        Ok(own)
    })
}

/// Blocks of rows that are divided among places of fixed size.
struct Design<'a> {
    places: &'a [usize],
    blocks: &'a [usize],
}

impl Design<'_> {
    /// Divides block after block in every way; ways that fill the places alike are
    /// one state. `merge` adds a state to the one it becomes, with its pairs in
    /// order less those in the opposite order that are new, and the number of ways.
    fn walk<T>(
        &self,
        start: T,
        mut merge: impl FnMut(Option<T>, &T, i64, f64) -> Result<T, StatsError>,
    ) -> Result<T, StatsError> {
        let mut stage = BTreeMap::from([(vec![0_usize; self.places.len()], Some(start))]);
        let mut given = 0;
        for block in self.blocks {
            let choices = Choices::of(*block);
            given += block;
            // From the last place down, so that those before it are as they were
            // before this block.
            for (place, size) in self.places.iter().enumerate().rev() {
                let mut next: BTreeMap<Vec<usize>, Option<T>> = BTreeMap::new();
                for (filled, own) in &stage {
                    let Some(own) = own else { continue };
                    let left = given - filled.iter().sum::<usize>();
                    let here = filled.get(place).copied().unwrap_or(0);
                    let below: usize = filled.iter().take(place).sum();
                    let above: usize = filled.iter().skip(place + 1).sum();
                    // Those above that are of this block are no pair in any order.
                    let earlier_above = above - (*block - left);
                    let least = if place == 0 { left } else { 0 };
                    for more in least..=left.min(size - here) {
                        let mut filled = filled.clone();
                        if let Some(filled) = filled.get_mut(place) {
                            *filled += more;
                        }
                        let pairs = more as i64 * (below as i64 - earlier_above as i64);
                        let ways = choices.get(left, more);
                        let state = next.entry(filled).or_insert(None);
                        *state = Some(merge(state.take(), own, pairs, ways)?);
                    }
                }
                stage = next;
            }
        }
        // All rows are given out: one state is left.
        let last = stage.pop_first().and_then(|(_, state)| state);
        last.ok_or(StatsError::NoVariation)
    }
}

/// Binomial coefficients, Pascal's triangle.
struct Choices(Vec<Vec<f64>>);

impl Choices {
    fn of(most: usize) -> Self {
        let mut rows: Vec<Vec<f64>> = vec![vec![1.0]];
        for _ in 0..most {
            let last = rows.last().map_or(&[][..], Vec::as_slice);
            let sums = last.windows(2).map(|two| two.iter().sum());
            let row = [1.0].into_iter().chain(sums).chain([1.0]).collect();
            rows.push(row);
        }
        Self(rows)
    }

    fn get(&self, all: usize, chosen: usize) -> f64 {
        let row = self.0.get(all);
        row.and_then(|row| row.get(chosen)).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::mann_whitney::{RankTestMethod, mann_whitney};

    /// Hollander and Wolfe, *Nonparametric Statistical Methods*, 2nd edition,
    /// example 6.2: J = 79 in three groups of six, one tie; and the exact
    /// one-sided probability of a J of 79 without ties in their table A.13, 0.0231.
    #[test]
    fn three_groups_of_six() {
        let distribution = without_ties(&[6, 6, 6]).unwrap();
        let above: f64 = (distribution.first..)
            .zip(&distribution.weights)
            .filter(|(twice, _)| (twice + 108) / 2 >= 79)
            .map(|(_, weight)| weight)
            .sum();
        assert!((above - 0.0231).abs() < 5e-5, "{above}");
    }

    #[test]
    fn counts_given_ties_of_one_row_each_are_those_without() {
        for sizes in [vec![2, 3, 4], vec![1, 1, 5], vec![3, 3, 2, 2]] {
            let all = sizes.iter().sum();
            let table = Table {
                groups: sizes.clone(),
                values: vec![1; all],
            };
            let (given, without) = (given_ties(&table).unwrap(), without_ties(&sizes).unwrap());
            for distance in 0..40 {
                let (given, without) = (given.as_far(distance), without.as_far(distance));
                assert!(
                    (given.unwrap() - without.unwrap()).abs() < 1e-12,
                    "{sizes:?}"
                );
            }
        }
    }

    #[test]
    fn two_groups_are_the_exact_mann_whitney_test() {
        for (x, y) in [
            (vec![1.0, 2.5, 3.0, 8.0], vec![0.5, 4.0, 9.0, 10.0, 11.0]),
            (
                vec![1.0, 1.0, 2.0, 3.0, 3.0],
                vec![1.0, 2.0, 3.0, 3.0, 4.0, 4.0],
            ),
        ] {
            let rank_test = mann_whitney(&x, &y, RankTestMethod::Exact).unwrap().p;
            let p = jonckheere_terpstra_exact(&[&x, &y]).unwrap().p;
            assert!((p - rank_test).abs() < 1e-12, "{p} {rank_test}");
        }
    }

    #[test]
    fn the_other_order_of_the_groups_has_the_same_p() {
        let groups: [&[f64]; 3] = [&[1.0, 1.0, 2.0], &[2.0, 2.0, 3.0, 1.0], &[3.0, 2.0, 3.0]];
        let turned: Vec<&[f64]> = groups.iter().rev().copied().collect();
        let p = jonckheere_terpstra_exact(&groups).unwrap().p;
        let other = jonckheere_terpstra_exact(&turned).unwrap().p;
        assert!((p - other).abs() < 1e-12, "{p} {other}");
    }

    #[test]
    fn what_would_take_too_long_is_refused() {
        let group: Vec<f64> = (0..3000).map(|row| f64::from(row % 3)).collect();
        let groups = [group.as_slice(); 2];
        let found = jonckheere_terpstra_exact(&groups);
        assert_eq!(found, Err(StatsError::TooMuchWork(MOST_STEPS)));
        let far: Vec<Vec<f64>> = (0..3)
            .map(|group| (0..400).map(|row| f64::from(3 * row + group)).collect())
            .collect();
        let groups: Vec<&[f64]> = far.iter().map(Vec::as_slice).collect();
        let found = jonckheere_terpstra_exact(&groups);
        assert_eq!(found, Err(StatsError::TooMuchWork(MOST_STEPS)));
    }
}
