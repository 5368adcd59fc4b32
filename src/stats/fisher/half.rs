//! The distribution of the weight of tables with some of the columns, for many
//! row totals.
//!
//! Columns are added one by one, the largest first. Given the sorted row totals
//! of the columns so far, a distribution does not depend on how the others are
//! filled, so that many tables share it.

use std::collections::{BTreeMap, HashMap};

use super::budget::Budget;
use super::middle::{SCALE, count_divisions};
use super::network::{each_filling, ln_weight};
use super::parallel::in_parallel;
use super::sums::{Atom, Moved, sums_in_order};
use crate::stats::StatsError;
use crate::stats::math::{self, ln_factorial};

/// Sorted row totals.
pub(super) type Totals = Vec<u64>;

/// The distribution of the weight of the tables with some totals.
pub(super) struct Distribution {
    /// In order of their keys.
    pub(super) atoms: Vec<Atom>,
    /// Probability of what was left out.
    pub(super) lost: f64,
}

/// Row totals that tables need, with the probability that one has them.
struct Level {
    totals: Vec<Totals>,
    shares: Vec<f64>,
    /// Where packed totals stand in the others.
    places: HashMap<u128, usize>,
    /// In how many ways the last column can be filled, over all totals.
    fillings: usize,
}

impl Level {
    fn new() -> Self {
        Self {
            totals: Vec::new(),
            shares: Vec::new(),
            places: HashMap::new(),
            fillings: 0,
        }
    }

    fn add(&mut self, packed: u128, totals: &[u64], share: f64) {
        let next = self.totals.len();
        let at = *self.places.entry(packed).or_insert(next);
        if at == next {
            self.totals.push(totals.to_vec());
            self.shares.push(0.0);
        }
        if let Some(sum) = self.shares.get_mut(at) {
            *sum += share;
        }
    }
}

/// The columns of one half, the largest first.
pub(super) struct Half {
    columns: Vec<u64>,
    /// Bits of a packed row total.
    bits: u32,
    /// Logarithms of factorials as whole numbers that add up without rounding:
    /// two products of factorials are equal exactly when their keys are.
    keys: Vec<i64>,
}

impl Half {
    /// Columns in falling order, filled from rows of which each holds at most
    /// `largest`.
    pub(super) fn new(columns: Vec<u64>, rows: usize, largest: u64) -> Result<Self, StatsError> {
        let bits = u64::BITS - largest.leading_zeros();
        if bits as usize * rows > 128 {
            return Err(StatsError::TooMuchWork(0));
        }
        Ok(Self {
            bits,
            keys: factorial_keys(largest),
            columns,
        })
    }

    fn pack(&self, counts: &[u64]) -> u128 {
        let add = |packed, &count| (packed << self.bits) | u128::from(count);
        counts.iter().fold(0, add)
    }

    fn key(&self, counts: &[u64]) -> i64 {
        let key = |&count: &u64| self.keys.get(count as usize).copied().unwrap_or(0);
        counts.iter().map(key).sum()
    }

    /// The distribution for each of the row totals, given with their
    /// probabilities. Weighted by these, the lists lose no more than `losses`.
    pub(super) fn distributions(
        &self,
        wanted: &BTreeMap<Totals, f64>,
        losses: f64,
        budget: &Budget,
    ) -> Result<BTreeMap<Totals, Distribution>, StatsError> {
        let levels = self.levels(wanted, budget)?;
        let allowed = losses / levels.len() as f64;
        let mut lists: Vec<Distribution> = Vec::new();
        let mut below: Option<&Level> = None;
        for (at, (level, &column)) in levels.iter().zip(&self.columns).enumerate() {
            // Lists only grow: what is left costs at least this.
            let left: usize = levels.iter().skip(at).map(|level| level.fillings).sum();
            let length = mean_length(&lists);
            budget.foresee(left.saturating_mul(length))?;
            if level.totals.len().saturating_mul(length) > budget.entries {
                return Err(StatsError::TooMuchWork(budget.entries as u64));
            }
            let nodes: Vec<(&Totals, f64)> = level
                .totals
                .iter()
                .zip(level.shares.iter().copied())
                .collect();
            let mut next = Vec::with_capacity(nodes.len());
            let before: usize = lists.iter().map(|list| list.atoms.len()).sum();
            let mut entries = before;
            // In batches, so that too much work is seen before it is done.
            for batch in nodes.chunks(16) {
                let made = in_parallel(batch, |(totals, share)| {
                    let allowed = (allowed / level.totals.len() as f64 / share).min(1.0);
                    match below {
                        None => Ok(self.of_one_column(totals)),
                        Some(below) => {
                            self.joined(totals, column, (below, &lists), allowed, budget)
                        }
                    }
                });
                for list in made {
                    let list = list?;
                    entries += list.atoms.len();
                    next.push(list);
                }
                if entries > budget.entries {
                    return Err(StatsError::TooMuchWork(budget.entries as u64));
                }
            }
            lists = next;
            below = Some(level);
        }
        let totals = below.map(|level| level.totals.clone()).unwrap_or_default();
        Ok(totals.into_iter().zip(lists).collect())
    }

    /// The row totals of the first column, of the first two, and so on.
    fn levels(
        &self,
        wanted: &BTreeMap<Totals, f64>,
        budget: &Budget,
    ) -> Result<Vec<Level>, StatsError> {
        let mut last = Level::new();
        for (totals, share) in wanted {
            last.add(self.pack(totals), totals, *share);
        }
        let mut levels = vec![last];
        for &column in self.columns.iter().skip(1).rev() {
            let mut before = Level::new();
            if let Some(level) = levels.last_mut() {
                // Counted before they are listed, which costs much more.
                let ways = |totals: &Totals| count_divisions(totals, column, u64::from(u32::MAX));
                let fillings = level.totals.iter().map(ways).fold(0, u64::saturating_add);
                level.fillings = usize::try_from(fillings).unwrap_or(usize::MAX);
                budget.foresee(level.fillings.saturating_mul(2 * STEPS_OF_FILLING))?;
                for (totals, share) in level.totals.iter().zip(level.shares.iter().copied()) {
                    let all = ln_ways(totals, column);
                    let mut sorted = Vec::with_capacity(totals.len());
                    each_filling(totals, column, &mut |filling, left| {
                        budget.spend(STEPS_OF_FILLING)?;
                        sort_into(&mut sorted, left);
                        let share = share * math::exp(ln_share(totals, filling, left) - all);
                        before.add(self.pack(&sorted), &sorted, share);
                        Ok(())
                    })?;
                }
            }
            levels.push(before);
        }
        levels.reverse();
        Ok(levels)
    }

    /// One column takes all that the rows have.
    fn of_one_column(&self, totals: &[u64]) -> Distribution {
        Distribution {
            atoms: vec![Atom {
                key: self.key(totals),
                mass: 1.0,
            }],
            lost: 0.0,
        }
    }

    /// The tables with one column more than those of `below`.
    fn joined(
        &self,
        totals: &[u64],
        column: u64,
        (below, lists): (&Level, &[Distribution]),
        allowed: f64,
        budget: &Budget,
    ) -> Result<Distribution, StatsError> {
        let all = ln_ways(totals, column);
        let mut sorted = Vec::with_capacity(totals.len());
        // Fillings that differ only in which of two equal rows takes what are one.
        let mut shares: BTreeMap<(usize, i64), f64> = BTreeMap::new();
        each_filling(totals, column, &mut |filling, left| {
            budget.spend(STEPS_OF_FILLING)?;
            sort_into(&mut sorted, left);
            if let Some(&place) = below.places.get(&self.pack(&sorted)) {
                let share = math::exp(ln_share(totals, filling, left) - all);
                *shares.entry((place, self.key(filling))).or_insert(0.0) += share;
            }
            Ok(())
        })?;
        let mut lost = 0.0;
        let mut moved = Vec::with_capacity(shares.len());
        for ((place, key), share) in shares {
            let Some(list) = lists.get(place) else {
                continue;
            };
            let atoms = list.atoms.as_slice();
            budget.spend(atoms.len())?;
            lost += share * list.lost;
            moved.push(Moved { atoms, key, share });
        }
        let (atoms, least) = sums_in_order(moved, allowed);
        // They were sorted.
        budget.spend(STEPS_OF_SORTING * atoms.len())?;
        Ok(Distribution {
            atoms,
            lost: lost + least,
        })
    }
}

/// A filling costs about as much as so many entries of a list.
const STEPS_OF_FILLING: usize = 24;
/// Putting a sum in order costs about as much as adding so many entries.
const STEPS_OF_SORTING: usize = 8;

fn mean_length(lists: &[Distribution]) -> usize {
    let entries: usize = lists.iter().map(|list| list.atoms.len()).sum();
    entries / lists.len().max(1)
}

fn sort_into(sorted: &mut Vec<u64>, counts: &[u64]) {
    sorted.clear();
    sorted.extend_from_slice(counts);
    sorted.sort_unstable();
}

/// ln of the ways to choose the subjects of a column.
fn ln_ways(totals: &[u64], column: u64) -> f64 {
    let all: u64 = totals.iter().sum();
    ln_factorial(all) - ln_factorial(column) - ln_factorial(all.saturating_sub(column))
}

/// ln of the ways to choose this filling of a column.
fn ln_share(totals: &[u64], filling: &[u64], left: &[u64]) -> f64 {
    ln_weight(filling) + ln_weight(left) - ln_weight(totals)
}

fn factorial_keys(largest: u64) -> Vec<i64> {
    let mut keys = vec![0_i64];
    let mut sum = 0;
    for n in 1..=largest {
        // The key of n is the sum over its prime factors.
        let (mut rest, mut factor) = (n, 2);
        while rest > 1 {
            if rest % factor == 0 {
                sum += (math::ln(factor as f64) * SCALE).round() as i64;
                rest /= factor;
            } else {
                factor += 1;
            }
        }
        keys.push(sum);
    }
    keys
}
