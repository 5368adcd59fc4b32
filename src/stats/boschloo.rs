//! Boschloo's exact test of two proportions.

use super::math::{self, LnFactorials};
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
    let ln_factorials = LnFactorials::up_to(m + n);
    let ln_choose =
        |n: u64, k: u64| ln_factorials.of(n) - ln_factorials.of(k) - ln_factorials.of(n - k);
    // Of each number of events in the first of the groups, given that in both.
    let ln_probabilities = |events: u64| -> Vec<f64> {
        let (low, high) = (events.saturating_sub(n), events.min(m));
        let all = ln_choose(m + n, events);
        (low..=high)
            .map(|x| ln_choose(m, x) + ln_choose(n, events - x) - all)
            .collect()
    };
    let in_both = table.a + table.c;
    let at = usize::try_from(table.a - in_both.saturating_sub(n)).unwrap_or(usize::MAX);
    let own = fisher_of_all(&ln_probabilities(in_both));
    let observed = own.get(at).copied().unwrap_or(1.0);
    // For each number of events in both groups: the tables that are as extreme.
    let mut ln_ways: Vec<(u64, f64)> = Vec::new();
    for events in 0..=m + n {
        let ln_probabilities = ln_probabilities(events);
        let extreme = fisher_of_all(&ln_probabilities)
            .into_iter()
            .zip(&ln_probabilities)
            .filter(|(p, _)| *p <= observed * (1.0 + 1e-7));
        let ways = math::sum(extreme.map(|(_, ln)| math::exp(*ln)));
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

/// Fisher's two-sided p-value of every table with the same margins, from the logarithms
/// of their probabilities: that of all tables no more probable.
fn fisher_of_all(ln_probabilities: &[f64]) -> Vec<f64> {
    let mut sorted = ln_probabilities.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut up_to = Vec::with_capacity(sorted.len());
    let mut total = 0.0;
    for ln in &sorted {
        total += math::exp(*ln);
        up_to.push(total);
    }
    let p = |ln: &f64| {
        let count = sorted.partition_point(|other| *other <= *ln + fisher::TOLERANCE);
        let last = count.checked_sub(1).and_then(|last| up_to.get(last));
        last.copied().unwrap_or(1.0).min(1.0)
    };
    ln_probabilities.iter().map(p).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::stats::contingency::ContingencyTable;

    #[test]
    fn all_tables_of_a_margin_have_fishers_p() {
        for (m, n, events) in [
            (3_u64, 4_u64, 2_u64),
            (10, 7, 9),
            (25, 25, 25),
            (40, 12, 30),
        ] {
            let choose = |n: u64, k: u64| {
                math::ln_factorial(n) - math::ln_factorial(k) - math::ln_factorial(n - k)
            };
            let range = events.saturating_sub(n)..=events.min(m);
            let ln = |x| choose(m, x) + choose(n, events - x) - choose(m + n, events);
            let all = fisher_of_all(&range.clone().map(ln).collect::<Vec<_>>());
            for (x, p) in range.zip(all) {
                let rows = [vec![x, m - x], vec![events - x, n + x - events]];
                let table = ContingencyTable::new(&rows).unwrap();
                let exact = fisher::fisher_exact(&table).unwrap();
                assert!((p - exact).abs() <= 1e-12 * exact, "{p} and {exact}");
            }
        }
    }
}
