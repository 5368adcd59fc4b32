//! Logarithms of the weights of fillings and tables.

use crate::stats::math::{self, LnFactorials};

/// The weights, from a table of factorials: most of the time of wide tables with
/// short lists went into their logarithms.
pub(super) struct Weights(LnFactorials);

impl Weights {
    /// Of tables with at most so many subjects.
    pub(super) fn up_to(subjects: u64) -> Self {
        Self(LnFactorials::up_to(subjects))
    }

    /// ln of the product of 1/x! over the counts.
    pub(super) fn of(&self, counts: &[u64]) -> f64 {
        -math::sum(counts.iter().map(|&count| self.0.of(count)))
    }

    /// ln of the summed weights of all tables with these margins:
    /// N! / (prod row! prod column!).
    pub(super) fn of_completions(&self, rows: &[u64], columns: &[u64]) -> f64 {
        let total: u64 = rows.iter().sum();
        self.0.of(total) + self.of(rows) + self.of(columns)
    }

    /// ln of the ways to choose the subjects of a column.
    pub(super) fn of_choices(&self, totals: &[u64], column: u64) -> f64 {
        let all: u64 = totals.iter().sum();
        self.0.of(all) - self.0.of(column) - self.0.of(all.saturating_sub(column))
    }
}
