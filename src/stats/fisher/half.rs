//! The distribution of the weight of tables with few columns, for many row
//! totals.
//!
//! Rows are cut once more: the upper rows and the lower rows of a table meet in
//! how they divide the column totals. The lower rows are shared by many tables.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::middle::{SCALE, count_divisions};
use super::network::{each_filling, ln_weight};
use super::parallel::in_parallel;
use crate::stats::StatsError;
use crate::stats::math::{self, ln_factorial};

/// Sorted row totals.
pub(super) type Totals = Vec<u64>;

/// One value of the weight of a table.
#[derive(Clone, Copy)]
pub(super) struct Atom {
    /// Sum of the keys of its factorials: large for an improbable table.
    pub(super) key: i64,
    /// Probability of this value.
    pub(super) mass: f64,
}

/// The distribution of the weight of the tables with some totals.
pub(super) struct Distribution {
    /// In order of their keys.
    pub(super) atoms: Vec<Atom>,
    /// Probability of what was left out.
    pub(super) lost: f64,
}

/// Atoms, the most probable first, with the sum of the masses from each on.
struct Ranked {
    atoms: Vec<Atom>,
    tails: Vec<f64>,
}

impl Ranked {
    fn new(mut atoms: Vec<Atom>) -> Self {
        atoms.sort_unstable_by(|a, b| b.mass.total_cmp(&a.mass).then(a.key.cmp(&b.key)));
        let mut tails = vec![0.0; atoms.len() + 1];
        for (at, atom) in atoms.iter().enumerate().rev() {
            tails[at] = tails[at + 1] + atom.mass;
        }
        Self { atoms, tails }
    }
}

/// Some rows, by what they take from the columns.
type Block = BTreeMap<u128, Ranked>;

/// The columns of one half.
pub(super) struct Half {
    columns: Vec<u64>,
    /// Bits of a packed column total; the highest is kept free as a guard.
    bits: u32,
    guards: u128,
    all: u128,
    /// Logarithms of factorials as whole numbers that add up without rounding:
    /// two products of factorials are equal exactly when their keys are.
    keys: Vec<i64>,
}

impl Half {
    pub(super) fn new(columns: Vec<u64>) -> Result<Self, StatsError> {
        let largest = columns.iter().copied().max().unwrap_or(0);
        let bits = u64::BITS - largest.leading_zeros() + 1;
        if bits as usize * columns.len() > 128 {
            return Err(StatsError::TooMuchWork(0));
        }
        let mut half = Self {
            bits,
            guards: 0,
            all: 0,
            keys: factorial_keys(largest),
            columns,
        };
        half.guards = half.pack(&vec![1 << (bits - 1); half.columns.len()]);
        half.all = half.pack(&half.columns);
        Ok(half)
    }

    fn pack(&self, counts: &[u64]) -> u128 {
        let add = |packed, &count| (packed << self.bits) | u128::from(count);
        counts.iter().fold(0, add)
    }

    /// The distribution for each of the row totals, given with their
    /// probabilities. Weighted by these, the lists lose about `losses`.
    pub(super) fn distributions(
        &self,
        wanted: &BTreeMap<Totals, f64>,
        losses: f64,
        budget: &Budget,
    ) -> Result<BTreeMap<Totals, Distribution>, StatsError> {
        // Cut so that the block of more rows has the smaller ones. It is made
        // once for all tables that share it, as is each of the others.
        let cut = |rows: &'_ Totals| rows.len().div_ceil(2);
        let mut by_upper: BTreeMap<&[u64], Vec<(&Totals, f64)>> = BTreeMap::new();
        let mut lower: BTreeMap<&[u64], Block> = BTreeMap::new();
        for (rows, share) in wanted {
            let (above, below) = rows.split_at(cut(rows));
            by_upper.entry(above).or_default().push((rows, *share));
            lower.entry(below).or_default();
        }
        let below: Vec<&[u64]> = lower.keys().copied().collect();
        for (rows, block) in below
            .iter()
            .zip(in_parallel(&below, |rows| self.block(rows, budget)))
        {
            lower.insert(rows, block?);
        }
        let allowed = losses / wanted.len() as f64;
        let groups: Vec<_> = by_upper.into_iter().collect();
        let mut found = BTreeMap::new();
        let mut entries = 0;
        // In batches, so that too much work is seen before it is done.
        for batch in groups.chunks(64) {
            let lists = in_parallel(batch, |(above, tables)| {
                let upper = self.block(above, budget)?;
                let list = |(rows, share): &(&Totals, f64)| {
                    let below = lower.get(rows.split_at(cut(rows)).1)?;
                    let allowed = (allowed / share).min(1.0);
                    let list = self.joined(&upper, below, allowed, budget);
                    Some(list.map(|list| ((*rows).clone(), list)))
                };
                let lists = tables.iter().filter_map(list);
                lists.collect::<Result<Vec<_>, StatsError>>()
            });
            for list in lists {
                for (rows, list) in list? {
                    entries += list.atoms.len();
                    found.insert(rows, list);
                }
            }
            if entries > budget.entries {
                return Err(StatsError::TooMuchWork(budget.entries as u64));
            }
        }
        Ok(found)
    }

    /// In how many ways a row can take from the columns; an error where no block
    /// has room for them.
    pub(super) fn fillings(&self, row: u64, budget: &Budget) -> Result<usize, StatsError> {
        let most = budget.in_block as u64;
        match count_divisions(&self.columns, row, most) {
            few if few <= most => Ok(few as usize),
            _ => Err(StatsError::TooMuchWork(most)),
        }
    }

    /// Some rows: each is multinomial with even odds over the columns.
    fn block(&self, rows: &[u64], budget: &Budget) -> Result<Block, StatsError> {
        let mut states = BTreeMap::from([(0_u128, vec![Atom { key: 0, mass: 1.0 }])]);
        let ln_odds = math::ln(self.columns.len() as f64);
        for &row in rows {
            // Seen before it is done, because fillings of long rows are many.
            let steps = self.fillings(row, budget)?.saturating_mul(states.len());
            if steps > budget.in_block {
                return Err(StatsError::TooMuchWork(budget.in_block as u64));
            }
            budget.spend(steps)?;
            let mut sources: BTreeMap<u128, Vec<(&[Atom], Atom)>> = BTreeMap::new();
            each_filling(&self.columns, row, &mut |filling, _| {
                let ln_mass = ln_factorial(row) + ln_weight(filling) - row as f64 * ln_odds;
                let own = Atom {
                    key: filling.iter().map(|&n| self.keys[n as usize]).sum(),
                    mass: math::exp(ln_mass),
                };
                let filling = self.pack(filling);
                for (before, atoms) in &states {
                    let taken = before + filling;
                    // A column that gave too much has lost its guard.
                    if ((self.all | self.guards) - taken) & self.guards == self.guards {
                        sources.entry(taken).or_default().push((atoms, own));
                    }
                }
                Ok(())
            })?;
            let mut size = 0;
            let mut next = BTreeMap::new();
            for (taken, sources) in sources {
                let mut sums = KeyedSums::new();
                for (atoms, own) in sources {
                    budget.spend(atoms.len())?;
                    for atom in atoms {
                        sums.add(atom.key + own.key, atom.mass * own.mass);
                    }
                }
                size += sums.used;
                if size > budget.in_block {
                    return Err(StatsError::TooMuchWork(budget.in_block as u64));
                }
                next.insert(taken, sums.in_order());
            }
            states = next;
        }
        let states = states.into_iter();
        Ok(states
            .map(|(taken, atoms)| (taken, Ranked::new(atoms)))
            .collect())
    }

    /// Upper and lower rows that take all of the columns together, but for some
    /// that are about as probable as `allowed`.
    fn joined(
        &self,
        upper: &Block,
        lower: &Block,
        allowed: f64,
        budget: &Budget,
    ) -> Result<Distribution, StatsError> {
        let total: u64 = self.columns.iter().sum();
        let ln_all = ln_factorial(total) + ln_weight(&self.columns)
            - total as f64 * math::ln(self.columns.len() as f64);
        let normaliser = math::exp(-ln_all);
        let mut lost = 0.0;
        // Thousands of the least may add up to what is allowed.
        let least = allowed * 1e-3;
        let mut sums = KeyedSums::new();
        for (taken, own) in upper {
            let Some(others) = lower.get(&(self.all - taken)) else {
                continue;
            };
            for a in &own.atoms {
                let mass = a.mass * normaliser;
                let kept = others.atoms.partition_point(|b| b.mass * mass >= least);
                lost += mass * others.tails[kept];
                budget.spend(kept + 1)?;
                for b in &others.atoms[..kept] {
                    sums.add(a.key + b.key, mass * b.mass);
                }
            }
        }
        let ranked = Ranked::new(sums.in_order());
        // The least of them go as long as they are allowed to.
        let kept = ranked.tails.partition_point(|tail| *tail > allowed / 2.0);
        let mut atoms = ranked.atoms;
        lost += ranked.tails[kept.min(atoms.len())];
        atoms.truncate(kept);
        atoms.shrink_to_fit();
        atoms.sort_unstable_by_key(|atom| atom.key);
        Ok(Distribution { atoms, lost })
    }
}

fn factorial_keys(largest: u64) -> Vec<i64> {
    let mut keys = vec![0_i64];
    for n in 1..=largest {
        // The key of n is the sum over its prime factors.
        let (mut rest, mut factor, mut key) = (n, 2, 0_i64);
        while rest > 1 {
            if rest % factor == 0 {
                key += (math::ln(factor as f64) * SCALE).round() as i64;
                rest /= factor;
            } else {
                factor += 1;
            }
        }
        keys.push(keys[n as usize - 1] + key);
    }
    keys
}

/// Masses summed by key: a hash table with open addressing, some three times as
/// fast here as the standard one, and this is the innermost loop.
struct KeyedSums {
    /// A mass of 0 marks a free slot; their number is a power of two.
    slots: Vec<Atom>,
    used: usize,
}

const FREE: Atom = Atom { key: 0, mass: 0.0 };

impl KeyedSums {
    fn new() -> Self {
        Self {
            slots: vec![FREE; 1 << 6],
            used: 0,
        }
    }

    fn add(&mut self, key: i64, mass: f64) {
        // A mass that underflowed adds nothing.
        if mass == 0.0 {
            return;
        }
        let mask = self.slots.len() - 1;
        // Keys are sums of logarithms: multiplied and folded they spread well.
        let mixed = (key as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut at = (mixed >> 32) as usize & mask;
        loop {
            let slot = &mut self.slots[at];
            if slot.mass == 0.0 {
                *slot = Atom { key, mass };
                self.used += 1;
                break;
            }
            if slot.key == key {
                slot.mass += mass;
                return;
            }
            at = (at + 1) & mask;
        }
        if self.used * 2 > self.slots.len() {
            let doubled = vec![FREE; self.slots.len() * 2];
            let before = std::mem::replace(&mut self.slots, doubled);
            self.used = 0;
            for atom in before {
                self.add(atom.key, atom.mass);
            }
        }
    }

    fn in_order(self) -> Vec<Atom> {
        let filled = self.slots.into_iter().filter(|atom| atom.mass > 0.0);
        // Not in place: the free slots would stay allocated.
        let mut atoms = Vec::with_capacity(self.used);
        atoms.extend(filled);
        atoms.sort_unstable_by_key(|atom| atom.key);
        atoms
    }
}
