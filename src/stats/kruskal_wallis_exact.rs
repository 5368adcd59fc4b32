//! The permutation distribution of the Kruskal-Wallis statistic.

use std::collections::BTreeMap;

use super::kruskal_wallis::kruskal_wallis;
use super::monte_carlo::{self, Simulated};
use super::ranks::rank;
use super::samples::squared_sums;
use super::{StatsError, math, waiting};

/// Exact p-value of the Kruskal-Wallis test given the ties: the share of all
/// ways to spread the ranks over the groups whose H is at least the observed
/// one. `coin` has Monte Carlo only.
///
/// Ranks are given out one by one; ways with the same group sizes and the same
/// rank sums so far are counted together, so that the work grows with the number
/// of rank sums and not of arrangements. The largest group takes what is left
/// and needs no sum of its own.
///
/// # Errors
/// As [`kruskal_wallis`], and [`StatsError::TooMuchWork`] beyond 80 million
/// sums at once: see [`kruskal_wallis_monte_carlo`]. It depends on the group
/// sizes and ties only.
pub fn kruskal_wallis_exact(groups: &[&[f64]]) -> Result<f64, StatsError> {
    kruskal_wallis(groups)?;
    let mut filled: Vec<&[f64]> = groups
        .iter()
        .copied()
        .filter(|group| !group.is_empty())
        .collect();
    filled.sort_by_key(|group| group.len());
    let pooled = filled.concat();
    let ranked = rank(&pooled);
    // Doubled mid-ranks are whole numbers; without ties the ranks are.
    let scale = if ranked.ties.is_empty() { 1.0 } else { 2.0 };
    let ranks: Vec<usize> = ranked
        .ranks
        .iter()
        .map(|rank| (rank * scale) as usize)
        .collect();
    let sizes: Vec<usize> = filled.iter().map(|group| group.len()).collect();
    let mut start = 0;
    let observed: Vec<usize> = sizes
        .iter()
        .map(|size| {
            start += size;
            ranks[start - size..start].iter().sum()
        })
        .collect();
    let design = Design::new(ranks, sizes)?;
    let limit = design.spread(&observed[..observed.len() - 1]) * (1.0 - 1e-12);
    let end = design.count();
    let mut extreme = 0.0;
    let mut all = 0.0;
    end.each(|sums, ways| {
        all += ways;
        if design.spread(sums) >= limit {
            extreme += ways;
        }
    });
    Ok(extreme / all)
}

/// The Kruskal-Wallis test by random permutations,
/// `coin::kruskal_test(distribution = approximate())`.
///
/// # Errors
/// As [`kruskal_wallis`].
pub fn kruskal_wallis_monte_carlo(
    groups: &[&[f64]],
    replicates: u32,
) -> Result<Simulated, StatsError> {
    kruskal_wallis(groups)?;
    let mut ranks = rank(&groups.concat()).ranks;
    let limit = squared_sums(groups, &ranks) * (1.0 - 1e-12);
    Ok(monte_carlo::share(replicates, &mut ranks, |shuffled| {
        squared_sums(groups, shuffled) >= limit
    }))
}

/// Ranks as whole numbers, and the groups that share them.
struct Design {
    /// Rising.
    ranks: Vec<usize>,
    /// Rising: the last and largest group has no sum of its own.
    sizes: Vec<usize>,
    /// All sums that are listed on the way.
    all_sums: usize,
}

/// Most sums that are held for one number of ranks given out, 8 bytes each.
const MOST_SUMS: usize = 80_000_000;

/// Most ways in which the ranks given out so far can be divided among the groups.
const MOST_SHAPES: usize = 5_000_000;

impl Design {
    fn new(mut ranks: Vec<usize>, sizes: Vec<usize>) -> Result<Self, StatsError> {
        ranks.sort_unstable();
        // Many groups have more ways to divide the ranks given out so far than
        // could be listed to find their sums.
        let (_, others) = sizes.split_last().unwrap_or((&0, &[]));
        let shapes = others
            .iter()
            .fold(1_usize, |ways, size| ways.saturating_mul(size + 1));
        if shapes > MOST_SHAPES {
            return Err(StatsError::TooMuchWork(MOST_SHAPES as u64));
        }
        let mut design = Self {
            ranks,
            sizes,
            all_sums: 0,
        };
        for given in 1..=design.ranks.len() {
            let sums = design
                .shapes(given)
                .iter()
                .map(|shape| Sums::area(&design.bounds(given, shape)))
                .fold(0, usize::saturating_add);
            if sums > MOST_SUMS {
                return Err(StatsError::TooMuchWork(MOST_SUMS as u64));
            }
            design.all_sums = design.all_sums.saturating_add(sums);
        }
        Ok(design)
    }

    /// Σ S² / n up to a constant factor, from the sums of all groups but the last.
    fn spread(&self, sums: &[usize]) -> f64 {
        let all: usize = self.ranks.iter().sum();
        let last = all as f64 - sums.iter().sum::<usize>() as f64;
        let sums = sums.iter().map(|sum| *sum as f64).chain([last]);
        math::sum(
            sums.zip(&self.sizes)
                .map(|(sum, size)| sum * sum / *size as f64),
        )
    }

    /// How `given` ranks can be spread: the number in each group but the last.
    fn shapes(&self, given: usize) -> Vec<Vec<usize>> {
        let mut shapes = vec![Vec::new()];
        let (last, others) = match self.sizes.split_last() {
            Some((last, others)) => (*last, others),
            None => return Vec::new(),
        };
        for size in others {
            let longer = |shape: &Vec<usize>| {
                (0..=*size)
                    .map(|count| [shape.as_slice(), &[count]].concat())
                    .collect::<Vec<_>>()
            };
            shapes = shapes.iter().flat_map(longer).collect();
        }
        shapes.retain(|shape| {
            let taken: usize = shape.iter().sum();
            taken <= given && given - taken <= last
        });
        shapes
    }

    /// The least and greatest sum of each group with so many of the first ranks.
    fn bounds(&self, given: usize, shape: &[usize]) -> Vec<(usize, usize)> {
        let ranks = &self.ranks[..given];
        shape
            .iter()
            .map(|&count| {
                let least = ranks[..count].iter().sum();
                (least, ranks[given - count..].iter().sum())
            })
            .collect()
    }

    /// The number of ways to each set of sums once all ranks are given out.
    fn count(&self) -> Sums {
        let groups = self.sizes.len() - 1;
        let mut start = Sums::new(vec![(0, 0); groups]);
        start.ways[0] = 1.0;
        let mut stage = BTreeMap::from([(vec![0; groups], start)]);
        let mut done = 0;
        for given in 1..=self.ranks.len() {
            let rank = self.ranks[given - 1];
            let mut next = Vec::new();
            // From the last shape down: what was before it is then needed no
            // more, and its memory is free for the others.
            for shape in self.shapes(given).into_iter().rev() {
                let mut sums = Sums::new(self.bounds(given, &shape));
                // The rank went to the last group, or to one of the others.
                if let Some(before) = stage.remove(&shape) {
                    sums.add_moved(&before, None, rank);
                }
                for group in 0..groups {
                    let mut fewer = shape.clone();
                    if fewer[group] > 0 {
                        fewer[group] -= 1;
                        if let Some(before) = stage.get(&fewer) {
                            sums.add_moved(before, Some(group), rank);
                        }
                    }
                }
                done += sums.ways.len();
                waiting::tell_parts(done, self.all_sums);
                next.push((shape, sums));
            }
            stage = next.into_iter().collect();
        }
        stage
            .pop_last()
            .map_or_else(|| Sums::new(Vec::new()), |(_, sums)| sums)
    }
}

/// Ways by the sums of the groups: a dense array over their ranges.
struct Sums {
    bounds: Vec<(usize, usize)>,
    ways: Vec<f64>,
}

impl Sums {
    fn area(bounds: &[(usize, usize)]) -> usize {
        bounds.iter().fold(1, |area: usize, (low, high)| {
            area.saturating_mul(high - low + 1)
        })
    }

    fn new(bounds: Vec<(usize, usize)>) -> Self {
        Self {
            ways: vec![0.0; Self::area(&bounds)],
            bounds,
        }
    }

    /// Adds the ways of `other`, with `rank` more in one of the groups.
    fn add_moved(&mut self, other: &Self, group: Option<usize>, rank: usize) {
        let Some((last, outer)) = other.bounds.split_last() else {
            return;
        };
        let width = last.1 - last.0 + 1;
        let mut sums: Vec<usize> = outer.iter().map(|(low, _)| *low).collect();
        for row in other.ways.chunks(width) {
            let mut place = 0;
            let moved = |at: usize, sum: usize| if group == Some(at) { sum + rank } else { sum };
            for (at, sum) in sums.iter().chain([&last.0]).enumerate() {
                let (low, high) = self.bounds[at];
                place = place * (high - low + 1) + (moved(at, *sum) - low);
            }
            let own = &mut self.ways[place..place + width];
            for (own, ways) in own.iter_mut().zip(row) {
                *own += ways;
            }
            // The next row: the last outer sum first.
            for (sum, (low, high)) in sums.iter_mut().zip(outer).rev() {
                if *sum < *high {
                    *sum += 1;
                    break;
                }
                *sum = *low;
            }
        }
    }

    /// Every set of sums that some way leads to.
    fn each(&self, mut visit: impl FnMut(&[usize], f64)) {
        let mut sums: Vec<usize> = self.bounds.iter().map(|(low, _)| *low).collect();
        for ways in &self.ways {
            if *ways > 0.0 {
                visit(&sums, *ways);
            }
            for (sum, (low, high)) in sums.iter_mut().zip(&self.bounds).rev() {
                if *sum < *high {
                    *sum += 1;
                    break;
                }
                *sum = *low;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4^19 ways to divide the ranks: refused before any of them is listed.
    #[test]
    fn twenty_groups_are_refused_at_once() {
        let values: Vec<[f64; 3]> = (0..20)
            .map(|group| [0.0, 1.0, 2.0].map(|x| 3.0 * f64::from(group) + x))
            .collect();
        let groups: Vec<&[f64]> = values.iter().map(<[f64; 3]>::as_slice).collect();
        let refused = kruskal_wallis_exact(&groups);
        assert_eq!(refused, Err(StatsError::TooMuchWork(MOST_SHAPES as u64)));
    }
}
