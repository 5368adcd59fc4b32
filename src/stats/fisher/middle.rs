//! Large tables: cut between the columns, and matched in the middle.
//!
//! Each division of the row totals between the left and the right columns makes
//! two smaller tables that are independent given the division. The distribution
//! of the weight of a smaller table depends on its sorted row totals only, so it
//! is listed once for each of those; products of the same factorials share an
//! entry, which leaves thousands of entries for millions of tables. Two sorted
//! lists are then matched against the limit in one pass.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::half::Half;
use super::levels::{Levels, Totals};
use super::network::each_filling;
use super::parallel::in_parallel;
use super::sums::Atom;
use super::weights::Weights;
use super::{Effort, Margins};
use crate::stats::StatsError;
use crate::stats::math;

/// Most subjects: beyond them lists grow long, and random tables serve.
const MOST_SUBJECTS: u64 = 1_000;
/// Relative error of the answer: what is left out below is bounded by it.
const PRECISION: f64 = 1e-9;
/// A division costs about as much as so many entries of a list.
const STEPS_OF_DIVISION: usize = 64;
/// Units of a key to one of the natural logarithm.
pub(super) const SCALE: f64 = (1_u64 << 44) as f64;

/// The probability of all tables whose ln weight is at most `limit`.
///
/// Tables so improbable that all of them together cannot move the ninth digit
/// are left out. How much that may be follows from the answer itself, of which
/// `guess` gives the order; each attempt reports a bound of what it lost.
///
/// # Errors
/// [`StatsError::TooMuchWork`], by counts that depend on the margins only.
pub(super) fn probability(
    margins: &Margins,
    limit: f64,
    effort: Effort,
    guess: impl FnOnce() -> f64,
) -> Result<f64, StatsError> {
    let budget = Budget::new(effort);
    let divided = Divided::new(margins, &budget)?;
    let mut losses = 0.25 * PRECISION * guess();
    let levels = divided.levels(&budget)?;
    loop {
        let before = budget.spent();
        let (p, lost) = divided.probability(&levels, limit, losses, &budget)?;
        if lost <= PRECISION * p || losses == 0.0 {
            return Ok(p);
        }
        // With fewer losses lists are longer: another attempt costs at least as much.
        budget.foresee(usize::try_from(budget.spent() - before).unwrap_or(usize::MAX))?;
        // What is lost is some ten times what was allowed; an answer too small to be seen
        // through them is sought without any.
        losses = if p > lost {
            losses * 0.1 * PRECISION * p / lost
        } else {
            0.0
        };
    }
}

/// A table cut between its columns.
struct Divided {
    left: Half,
    right: Half,
    /// Sorted row totals of both halves, with the probability of all divisions
    /// that make them.
    divisions: Vec<((Totals, Totals), f64)>,
}

impl Divided {
    fn new(margins: &Margins, budget: &Budget) -> Result<Self, StatsError> {
        // Alternating keeps both halves alike, and each small.
        let left: Vec<u64> = margins.columns.iter().copied().step_by(2).collect();
        let right: Vec<u64> = margins.columns.iter().copied().skip(1).step_by(2).collect();
        let taken = left.iter().sum();
        let subjects: u64 = margins.rows.iter().sum();
        if subjects > MOST_SUBJECTS
            || count_divisions(&margins.rows, taken, budget.divisions) > budget.divisions
        {
            return Err(StatsError::TooMuchWork(budget.divisions));
        }
        let weights = Weights::up_to(subjects);
        let normaliser = weights.of_completions(&margins.rows, &margins.columns);
        let mut divisions: BTreeMap<(Totals, Totals), f64> = BTreeMap::new();
        each_filling(&margins.rows, taken, &mut |own, others| {
            budget.spend(STEPS_OF_DIVISION)?;
            let ln_share = weights.of_completions(own, &left)
                + weights.of_completions(others, &right)
                - normaliser;
            let pair = (sorted(own), sorted(others));
            *divisions.entry(pair).or_insert(0.0) += math::exp(ln_share);
            Ok(())
        })?;
        let (count, largest) = (margins.rows.len(), margins.rows.iter().copied().max());
        let largest = largest.unwrap_or(0);
        let left = Half::new(left, count, largest)?;
        let right = Half::new(right, count, largest)?;
        Ok(Self {
            left,
            right,
            divisions: divisions.into_iter().collect(),
        })
    }

    /// The row totals of all columns of both halves, before any list is made: of
    /// most tables that are too large they are so many that it shows here.
    fn levels(&self, budget: &Budget) -> Result<(Levels, Levels), StatsError> {
        let last = |half: &Half, side: fn(&(Totals, Totals)) -> &Totals| {
            let mut wanted: BTreeMap<Totals, f64> = BTreeMap::new();
            for (pair, share) in &self.divisions {
                *wanted.entry(side(pair).clone()).or_insert(0.0) += share;
            }
            half.last_level(&wanted)
        };
        let left = last(&self.left, |pair| &pair.0);
        let right = last(&self.right, |pair| &pair.1);
        // Fillings are listed twice: for the levels and for the lists.
        let others = right.least_steps().saturating_mul(2);
        let left = self.left.levels(left, others, budget)?;
        let right = self.right.levels(right, left.least_steps(), budget)?;
        Ok((left, right))
    }

    /// The probability, and a bound of what it lacks.
    fn probability(
        &self,
        (left, right): &(Levels, Levels),
        limit: f64,
        losses: f64,
        budget: &Budget,
    ) -> Result<(f64, f64), StatsError> {
        let lefts = self.left.distributions(left, losses / 2.0, budget)?;
        let rights = self.right.distributions(right, losses / 2.0, budget)?;
        for ((own, others), _) in &self.divisions {
            if let (Some(a), Some(b)) = (lefts.get(own), rights.get(others)) {
                // A step of matching is quick: a comparison and a sum.
                budget.spend((a.atoms.len() + b.atoms.len()) / 4)?;
            }
        }
        let least = (-limit * SCALE).ceil() as i64;
        let parts = in_parallel(&self.divisions, |((own, others), share)| {
            match (lefts.get(own), rights.get(others)) {
                (Some(a), Some(b)) => (
                    share * matched(&a.atoms, &b.atoms, least),
                    share * (a.lost + b.lost),
                ),
                _ => (0.0, *share),
            }
        });
        let p = math::sum(parts.iter().map(|part| part.0));
        Ok((p, math::sum(parts.iter().map(|part| part.1))))
    }
}

fn sorted(totals: &[u64]) -> Totals {
    let mut totals = totals.to_vec();
    totals.sort_unstable();
    totals
}

/// How many ways there are to take `total` from the rows, at most `most` + 1.
/// O(rows × total).
pub(super) fn count_divisions(rows: &[u64], total: u64, most: u64) -> u64 {
    let mut ways = vec![0_u64; total as usize + 1];
    ways[0] = 1;
    for &row in rows {
        // Capped ways add up to far less than u64 holds.
        let mut sums = vec![0_u64];
        for way in &ways {
            sums.push(sums.last().copied().unwrap_or(0) + way);
        }
        for (sum, way) in ways.iter_mut().enumerate() {
            let from = sum.saturating_sub(row as usize);
            *way = (sums[sum + 1] - sums[from]).min(most + 1);
        }
    }
    ways[total as usize]
}

/// The probability that two independent keys, rising in both lists, sum to
/// `least` or more.
fn matched(a: &[Atom], b: &[Atom], least: i64) -> f64 {
    let mut p = 0.0;
    let mut tail = 0.0;
    let mut from = b.len();
    for atom in a {
        // As the key of a rises, more of b suffices.
        while from > 0 && b[from - 1].key + atom.key >= least {
            from -= 1;
            tail += b[from].mass;
        }
        p += atom.mass * tail;
    }
    p
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::super::network;
    use super::*;
    use crate::stats::math::ln_factorial;

    /// Institution by sex of the NCCTG lung data: the lists of its halves are
    /// longer than the memory that they are given.
    #[test]
    fn two_long_rows_are_refused() {
        let columns = vec![
            36, 23, 20, 19, 18, 17, 16, 14, 13, 9, 8, 7, 6, 6, 5, 4, 4, 2,
        ];
        let margins = Margins {
            rows: vec![90, 137],
            columns,
        };
        let refused = probability(&margins, -500.0, Effort::Brief, || 0.5);
        assert!(matches!(refused, Err(StatsError::TooMuchWork(_))));
    }

    /// Two algorithms that share no more than the enumeration of fillings.
    #[test]
    fn agrees_with_the_network() {
        for (rows, columns) in [
            (vec![4, 5, 7], vec![6, 5, 3, 2]),
            (vec![3, 3, 4, 6], vec![5, 4, 4, 3]),
            (vec![9, 12], vec![8, 6, 4, 2, 1]),
            (vec![2, 10], vec![7, 5]),
        ] {
            let margins = Margins { rows, columns };
            let n: u64 = margins.rows.iter().sum();
            for share in [0.3, 0.5, 0.8, 1.1] {
                let limit = -share * ln_factorial(n / 2);
                let by_network = network::probability(&margins, limit, Effort::Brief).unwrap();
                let by_middle = probability(&margins, limit, Effort::Brief, || 1e-3).unwrap();
                assert!(
                    (by_network - by_middle).abs() <= 1e-9 * by_network,
                    "{by_network} and {by_middle}"
                );
            }
        }
    }
}
