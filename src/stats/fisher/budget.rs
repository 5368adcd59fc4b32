//! How much work an exact test may take, counted in steps.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Effort;
use crate::stats::StatsError;
use crate::stats::waiting::{self, Done};

/// The bounds of one test and what it has spent.
///
/// Steps of all cores are added up. Whether their sum exceeds the bound depends
/// neither on the number of cores nor on their order, so that every machine
/// gives the same answer.
pub(super) struct Budget {
    /// Most divisions of the row totals between the halves of a table.
    pub(super) divisions: u64,
    /// Most entries of all lists that are kept at a time, 16 bytes each.
    pub(super) entries: usize,
    steps: u64,
    spent: AtomicU64,
}

impl Budget {
    pub(super) fn new(effort: Effort) -> Self {
        let (divisions, entries, steps) = match effort {
            Effort::Brief | Effort::BriefTogether(_) => (40_000, 12_000_000, 300_000_000),
            Effort::Thorough => (200_000, 16_000_000, 1_000_000_000),
        };
        Self {
            divisions: divisions / effort.parts(),
            entries,
            steps: steps / effort.parts(),
            spent: AtomicU64::new(0),
        }
    }

    /// Steps taken so far.
    pub(super) fn spent(&self) -> u64 {
        self.spent.load(Ordering::Relaxed)
    }

    /// Takes steps from the budget.
    ///
    /// # Errors
    /// [`StatsError::TooMuchWork`] when there are not so many left.
    pub(super) fn spend(&self, steps: usize) -> Result<(), StatsError> {
        let steps = steps as u64;
        let spent = self.spent.fetch_add(steps, Ordering::Relaxed);
        if spent.saturating_add(steps) > self.steps {
            return Err(StatsError::TooMuchWork(self.steps));
        }
        Ok(())
    }

    /// Tells how much of it is spent.
    pub(super) fn tell(&self) {
        waiting::tell(|| Done::ShareOfMost(self.spent() as f64 / self.steps.max(1) as f64));
    }

    /// That so many steps are certain to follow.
    ///
    /// # Errors
    /// As [`Self::spend`], before they are done.
    pub(super) fn foresee(&self, steps: usize) -> Result<(), StatsError> {
        if self.spent().saturating_add(steps as u64) > self.steps {
            return Err(StatsError::TooMuchWork(self.steps));
        }
        Ok(())
    }
}
