//! The distribution of the weight of tables with some of the columns, for many
//! row totals.
//!
//! Columns are added one by one, the largest first. Given the sorted row totals
//! of the columns so far, a distribution does not depend on how the others are
//! filled, so that many tables share it.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::levels::{Level, Levels, STEPS_OF_FILLING, Totals};
use super::middle::SCALE;
use super::network::each_filling;
use super::parallel::in_parallel;
use super::sums::{Atom, Moved, sums_in_order};
use super::weights::Weights;
use crate::stats::StatsError;
use crate::stats::math;

/// The distribution of the weight of the tables with some totals.
pub(super) struct Distribution {
    /// In order of their keys.
    pub(super) atoms: Vec<Atom>,
    /// Probability of what was left out.
    pub(super) lost: f64,
}

/// The columns of one half, the largest first.
pub(super) struct Half {
    columns: Vec<u64>,
    /// Bits of a packed row total.
    bits: u32,
    /// Logarithms of factorials as whole numbers that add up without rounding:
    /// two products of factorials are equal exactly when their keys are.
    keys: Vec<i64>,
    weights: Weights,
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
            weights: Weights::up_to(columns.iter().sum()),
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

    /// The distribution for each of the row totals of the last level. Weighted by
    /// their probabilities, the lists lose no more than `losses`.
    pub(super) fn distributions(
        &self,
        levels: &Levels,
        losses: f64,
        budget: &Budget,
    ) -> Result<BTreeMap<Totals, Distribution>, StatsError> {
        let levels = &levels.0;
        let allowed = losses / levels.len() as f64;
        let mut lists: Vec<Distribution> = Vec::new();
        let mut below: Option<&Level> = None;
        for (at, (level, &column)) in levels.iter().zip(&self.columns).enumerate() {
            // Lists only grow: what is left costs at least this.
            let left: usize = levels.iter().skip(at).map(|level| level.fillings).sum();
            let length = entries_of(&lists) / lists.len().max(1);
            budget.foresee(left.saturating_mul(length))?;
            if level.totals.len().saturating_mul(length) > budget.entries {
                return Err(StatsError::TooMuchWork(budget.entries as u64));
            }
            lists = in_sampled_order(level.totals.len(), entries_of(&lists), budget, |node| {
                let (totals, share) = (&level.totals[node], level.shares[node]);
                let allowed = (allowed / level.totals.len() as f64 / share).min(1.0);
                match below {
                    None => Ok(self.of_one_column(totals)),
                    Some(below) => self.joined(totals, column, (below, &lists), allowed, budget),
                }
            })?;
            below = Some(level);
        }
        let totals = below.map(|level| level.totals.clone()).unwrap_or_default();
        Ok(totals.into_iter().zip(lists).collect())
    }

    /// The probability of a filling of the last column of these totals, which leaves
    /// the rest to the others.
    fn shares(&self, totals: &[u64], column: u64) -> impl Fn(&[u64], &[u64]) -> f64 {
        let whole = self.weights.of(totals);
        let all = self.weights.of_choices(totals, column);
        move |filling, left| {
            math::exp(self.weights.of(filling) + self.weights.of(left) - whole - all)
        }
    }

    /// The row totals of all columns, given with their probabilities.
    pub(super) fn last_level(&self, wanted: &BTreeMap<Totals, f64>) -> Level {
        let mut last = Level::new();
        for (totals, share) in wanted {
            last.add(self.pack(totals), totals, *share);
        }
        if let [_, .., column] = self.columns.as_slice() {
            last.count_fillings(*column);
        }
        last
    }

    /// The row totals of the first column, of the first two, and so on to the last.
    /// So many steps as `others` follow in any case.
    pub(super) fn levels(
        &self,
        last: Level,
        others: usize,
        budget: &Budget,
    ) -> Result<Levels, StatsError> {
        let mut follow = others;
        let mut levels = vec![last];
        for &column in self.columns.iter().skip(1).rev() {
            let mut before = Level::new();
            if let Some(level) = levels.last_mut() {
                // Counted before they are listed, which costs much more; they are listed
                // again when lists are joined.
                level.count_fillings(column);
                follow = follow.saturating_add(level.least_steps());
                budget.foresee(level.least_steps().saturating_add(follow))?;
                for (totals, share) in level.totals.iter().zip(level.shares.iter().copied()) {
                    let share_of = self.shares(totals, column);
                    let mut sorted = Vec::with_capacity(totals.len());
                    each_filling(totals, column, &mut |filling, left| {
                        budget.spend(STEPS_OF_FILLING)?;
                        sort_into(&mut sorted, left);
                        let share = share * share_of(filling, left);
                        before.add(self.pack(&sorted), &sorted, share);
                        Ok(())
                    })?;
                }
            }
            levels.push(before);
        }
        levels.reverse();
        Ok(Levels(levels))
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
        let share_of = self.shares(totals, column);
        let mut sorted = Vec::with_capacity(totals.len());
        // Fillings that differ only in which of two equal rows takes what are one.
        let mut shares: BTreeMap<(usize, i64), f64> = BTreeMap::new();
        each_filling(totals, column, &mut |filling, left| {
            budget.spend(STEPS_OF_FILLING)?;
            sort_into(&mut sorted, left);
            if let Some(&place) = below.places.get(&self.pack(&sorted)) {
                let share = share_of(filling, left);
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

/// Putting a sum in order costs about as much as adding so many entries.
const STEPS_OF_SORTING: usize = 8;

fn entries_of(lists: &[Distribution]) -> usize {
    lists.iter().map(|list| list.atoms.len()).sum()
}

/// One node of so many is made first, to know what all of them take.
const SAMPLED: usize = 16;
/// Nodes that are made at a time.
const BATCH: usize = 16;

/// The list of each node, in their order. What all of them take follows from some
/// made first, before the work is done; `before` entries are kept meanwhile.
fn in_sampled_order(
    nodes: usize,
    before: usize,
    budget: &Budget,
    make: impl Fn(usize) -> Result<Distribution, StatsError> + Sync,
) -> Result<Vec<Distribution>, StatsError> {
    let order: Vec<usize> = (0..SAMPLED)
        .flat_map(|first| (first..nodes).step_by(SAMPLED))
        .collect();
    let sample = nodes.div_ceil(SAMPLED);
    let spent_before = budget.spent();
    let mut made: Vec<(usize, Distribution)> = Vec::with_capacity(nodes);
    let mut entries = before;
    let (first, others) = order.split_at(sample.min(order.len()));
    for batch in first.chunks(BATCH).chain(others.chunks(BATCH)) {
        for (&node, list) in batch.iter().zip(in_parallel(batch, |&node| make(node))) {
            let list = list?;
            entries += list.atoms.len();
            made.push((node, list));
        }
        budget.tell();
        let expected = if made.len() == sample {
            let left = (nodes - sample) as f64 / sample as f64 / ERROR_OF_SAMPLE;
            budget.foresee(((budget.spent() - spent_before) as f64 * left) as usize)?;
            entries + ((entries - before) as f64 * left) as usize
        } else {
            entries
        };
        if expected > budget.entries {
            return Err(StatsError::TooMuchWork(budget.entries as u64));
        }
    }
    made.sort_unstable_by_key(|(node, _)| *node);
    Ok(made.into_iter().map(|(_, list)| list).collect())
}

/// A sample may cost so many times its share.
const ERROR_OF_SAMPLE: f64 = 1.25;

fn sort_into(sorted: &mut Vec<u64>, counts: &[u64]) {
    sorted.clear();
    sorted.extend_from_slice(counts);
    sorted.sort_unstable();
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
