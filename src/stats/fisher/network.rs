//! The network algorithm: columns are filled one by one, and partial tables with
//! the same remaining row totals share a node.

use std::collections::BTreeMap;

use super::least::least_steps;
use super::weights::Weights;
use super::{Effort, Margins};
use crate::stats::StatsError;
use crate::stats::math;

/// The probability of all tables whose ln weight is at most `limit`.
///
/// After Mehta and Patel (*JASA* 1983;78:427-434): a node whose completions are
/// all at most, or all more, as probable as the limit is settled at once. Row
/// totals are sorted within a node, because their order does not matter to what
/// remains.
///
/// # Errors
/// [`StatsError::TooMuchWork`]; it depends on the margins only, never on the
/// machine.
pub(super) fn probability(
    margins: &Margins,
    limit: f64,
    effort: Effort,
) -> Result<f64, StatsError> {
    let (rows, columns) = (margins.rows.clone(), &margins.columns);
    let mut work = Work::new(most_steps(effort));
    work.foresee(least_steps(margins, work.most))?;
    let weights = Weights::up_to(rows.iter().sum());
    let normaliser = weights.of_completions(&rows, columns);
    let mut bounds = Bounds::new(columns, &weights);
    // Remaining row totals -> ln weight of the past -> number of pasts.
    let mut stage: BTreeMap<Vec<u64>, BTreeMap<Past, f64>> = BTreeMap::new();
    stage.entry(rows).or_default().insert(Past::new(0.0), 1.0);
    let mut p = 0.0;
    for depth in 0..=columns.len() {
        let rest = columns.get(depth..).unwrap_or_default();
        let mut next: BTreeMap<Vec<u64>, BTreeMap<Past, f64>> = BTreeMap::new();
        for (remaining, pasts) in stage {
            let (least, most) = bounds.of(depth, &remaining, &mut work)?;
            let all = weights.of_completions(&remaining, rest);
            let mut open = Vec::new();
            for (past, multiplicity) in pasts {
                if past.ln_weight + most <= limit {
                    p += multiplicity * math::exp(past.ln_weight + all - normaliser);
                } else if past.ln_weight + least <= limit {
                    open.push((past, multiplicity));
                }
            }
            let Some(&column) = rest.first() else {
                continue;
            };
            if open.is_empty() {
                continue;
            }
            each_filling(&remaining, column, &mut |filling, left| {
                work.spend(open.len() as u64)?;
                let step = weights.of(filling);
                let mut key = left.to_vec();
                key.sort_unstable();
                let node = next.entry(key).or_default();
                for (past, multiplicity) in &open {
                    *node.entry(Past::new(past.ln_weight + step)).or_insert(0.0) += multiplicity;
                }
                Ok(())
            })?;
        }
        stage = next;
    }
    Ok(p.min(1.0))
}

/// Most steps before [`super::middle`] takes over: of two millions, a second on an
/// ordinary machine. Counted rather than timed, so that every machine answers the same.
fn most_steps(effort: Effort) -> u64 {
    match effort {
        Effort::Brief | Effort::BriefTogether(_) => 500_000 / effort.parts(),
        Effort::Thorough => 2_000_000,
    }
}

/// Steps spent so far.
struct Work {
    spent: u64,
    most: u64,
}

impl Work {
    fn new(most: u64) -> Self {
        Self { spent: 0, most }
    }

    fn spend(&mut self, steps: u64) -> Result<(), StatsError> {
        self.spent += steps;
        self.foresee(0)
    }

    /// That so many steps are certain to follow.
    fn foresee(&self, steps: u64) -> Result<(), StatsError> {
        if self.spent.saturating_add(steps) > self.most {
            return Err(StatsError::TooMuchWork(self.most));
        }
        Ok(())
    }
}

/// The ln weight of a partial table; equal within 1e-10 counts as equal, so
/// that pasts that differ only by rounding are merged.
#[derive(Debug, Clone, Copy)]
struct Past {
    key: i64,
    ln_weight: f64,
}

impl Past {
    fn new(ln_weight: f64) -> Self {
        Self {
            key: (ln_weight * 1e10).round() as i64,
            ln_weight,
        }
    }
}

impl PartialEq for Past {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
impl Eq for Past {}
impl PartialOrd for Past {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Past {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// Sees one filling of a column and what then remains of each row.
pub(super) type Visit<'a> = dyn FnMut(&[u64], &[u64]) -> Result<(), StatsError> + 'a;

/// Calls `visit` with every way to spread `column` over the rows, and with what
/// then remains of each row.
pub(super) fn each_filling(
    rows: &[u64],
    column: u64,
    visit: &mut Visit<'_>,
) -> Result<(), StatsError> {
    fn fill(
        rows: &[u64],
        index: usize,
        rest: u64,
        filling: &mut Vec<u64>,
        left: &mut Vec<u64>,
        visit: &mut Visit<'_>,
    ) -> Result<(), StatsError> {
        let Some((&row, later)) = rows.get(index..).and_then(<[u64]>::split_first) else {
            return visit(filling, left);
        };
        let room: u64 = later.iter().sum();
        for count in rest.saturating_sub(room)..=row.min(rest) {
            filling.push(count);
            left.push(row - count);
            fill(rows, index + 1, rest - count, filling, left, visit)?;
            filling.pop();
            left.pop();
        }
        Ok(())
    }
    let size = rows.len();
    fill(
        rows,
        0,
        column,
        &mut Vec::with_capacity(size),
        &mut Vec::with_capacity(size),
        visit,
    )
}

/// The least and greatest ln weight of the completions of a node, remembered.
struct Bounds<'a> {
    columns: &'a [u64],
    weights: &'a Weights,
    known: BTreeMap<(usize, Vec<u64>), (f64, f64)>,
}

impl<'a> Bounds<'a> {
    fn new(columns: &'a [u64], weights: &'a Weights) -> Self {
        Self {
            columns,
            weights,
            known: BTreeMap::new(),
        }
    }

    fn of(
        &mut self,
        depth: usize,
        rows: &[u64],
        work: &mut Work,
    ) -> Result<(f64, f64), StatsError> {
        let rest = self.columns.get(depth..).unwrap_or_default();
        match rest {
            [] => return Ok((0.0, 0.0)),
            // One column left: it takes what the rows have.
            [_] => {
                let only = self.weights.of(rows);
                return Ok((only, only));
            }
            _ => {}
        }
        let key = (depth, rows.to_vec());
        if let Some(&bounds) = self.known.get(&key) {
            return Ok(bounds);
        }
        let weights = self.weights;
        let mut children: BTreeMap<Vec<u64>, (f64, f64)> = BTreeMap::new();
        each_filling(rows, rest[0], &mut |filling, left| {
            work.spend(1)?;
            let step = weights.of(filling);
            let mut child = left.to_vec();
            child.sort_unstable();
            let range = children
                .entry(child)
                .or_insert((f64::INFINITY, f64::NEG_INFINITY));
            *range = (range.0.min(step), range.1.max(step));
            Ok(())
        })?;
        let mut bounds = (f64::INFINITY, f64::NEG_INFINITY);
        for (child, (low, high)) in children {
            let (least, most) = self.of(depth + 1, &child, work)?;
            bounds = (bounds.0.min(low + least), bounds.1.max(high + most));
        }
        self.known.insert(key, bounds);
        Ok(bounds)
    }
}
