//! The row totals that the columns of a half of a table can have, one column after
//! another.

use std::collections::HashMap;

use super::middle::count_divisions;

/// Sorted row totals.
pub(super) type Totals = Vec<u64>;

/// A filling costs about as much as so many entries of a list.
pub(super) const STEPS_OF_FILLING: usize = 32;

/// Row totals that tables need, with the probability that one has them.
pub(super) struct Level {
    pub(super) totals: Vec<Totals>,
    pub(super) shares: Vec<f64>,
    /// Where packed totals stand in the others.
    pub(super) places: HashMap<u128, usize>,
    /// In how many ways the last column can be filled, over all totals.
    pub(super) fillings: usize,
}

impl Level {
    pub(super) fn new() -> Self {
        Self {
            totals: Vec::new(),
            shares: Vec::new(),
            places: HashMap::new(),
            fillings: 0,
        }
    }

    pub(super) fn add(&mut self, packed: u128, totals: &[u64], share: f64) {
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

    /// Counts the fillings of the last column, without listing them.
    pub(super) fn count_fillings(&mut self, column: u64) {
        let ways = |totals: &Totals| count_divisions(totals, column, u64::from(u32::MAX));
        let fillings = self.totals.iter().map(ways).fold(0, u64::saturating_add);
        self.fillings = usize::try_from(fillings).unwrap_or(usize::MAX);
    }

    /// What listing the fillings costs.
    pub(super) fn least_steps(&self) -> usize {
        self.fillings.saturating_mul(STEPS_OF_FILLING)
    }
}

/// The row totals of the first column, of the first two, and so on.
pub(super) struct Levels(pub(super) Vec<Level>);

impl Levels {
    /// What joining their lists costs at least: each filling is listed once more.
    pub(super) fn least_steps(&self) -> usize {
        let steps = self.0.iter().map(Level::least_steps);
        steps.fold(0, usize::saturating_add)
    }
}
