//! Boschloo's exact test of two proportions.

use super::contingency::ContingencyTable;
use super::math::{self, ln_factorial};
use super::two_by_two::TwoByTwo;
use super::{StatsError, fisher};

/// Boschloo's exact test of two proportions: Fisher's p-value as the statistic,
/// its probability maximised over the common proportion,
/// `Exact::exact.test(method = "boschloo")`.
///
/// Boschloo RD. *Statistica Neerlandica* 1970;24:1-35. The maximum is sought on
/// a grid of 1,000 proportions and refined around the best of them.
///
/// # Errors
/// [`StatsError::TooFew`] for an empty group, [`StatsError::TooMuchWork`] for
/// groups with a product of sizes above a million.
pub fn boschloo(table: TwoByTwo) -> Result<f64, StatsError> {
    const MOST: u64 = 1_000_000;
    const GRID: u32 = 1_000;
    let (m, n) = (table.a + table.b, table.c + table.d);
    if m == 0 || n == 0 {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    if m.saturating_mul(n) > MOST {
        return Err(StatsError::TooMuchWork(MOST));
    }
    let observed = fisher_two_by_two(m, n, table.a, table.a + table.c);
    // For each number of events in both groups: the tables that are as extreme.
    let ln_choose = |n: u64, k: u64| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let mut ln_ways: Vec<(u64, f64)> = Vec::new();
    for events in 0..=m + n {
        let (low, high) = (events.saturating_sub(n), events.min(m));
        let ways = math::sum((low..=high).filter_map(|x| {
            let extreme = fisher_two_by_two(m, n, x, events) <= observed * (1.0 + 1e-7);
            extreme.then(|| {
                math::exp(ln_choose(m, x) + ln_choose(n, events - x) - ln_choose(m + n, events))
            })
        }));
        if ways > 0.0 {
            ln_ways.push((events, math::ln(ways) + ln_choose(m + n, events)));
        }
    }
    let probability = |p: f64| {
        let (ln_p, ln_q) = (math::ln(p), libm::log1p(-p));
        math::sum(ln_ways.iter().map(|&(events, ln_ways)| {
            // 0 events at a proportion of 0: 0 × ln 0 is 0.
            let part = |count: u64, ln: f64| if count == 0 { 0.0 } else { count as f64 * ln };
            math::exp(ln_ways + part(events, ln_p) + part(m + n - events, ln_q))
        }))
    };
    let best = (0..=GRID)
        .map(|step| f64::from(step) / f64::from(GRID))
        .max_by(|a, b| probability(*a).total_cmp(&probability(*b)))
        .unwrap_or(0.5);
    let step = 1.0 / f64::from(GRID);
    let refined = math::maximum((best - step).max(0.0), (best + step).min(1.0), probability);
    Ok(probability(best).max(probability(refined)).min(1.0))
}

/// Fisher's two-sided p-value of `x` events of `m` and `events - x` of `n`.
fn fisher_two_by_two(m: u64, n: u64, x: u64, events: u64) -> f64 {
    let rows = [vec![x, m - x], vec![events - x, n - (events - x)]];
    // A table without events, or without others, has no information: p is 1.
    ContingencyTable::new(&rows)
        .and_then(|table| fisher::fisher_exact(&table))
        .unwrap_or(1.0)
}
