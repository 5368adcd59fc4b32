//! Further tests of tables of counts: likelihood ratio, trend, strata, repeated
//! answers, and Boschloo's test.

use nalgebra::{DMatrix, DVector};

use super::contingency::{ChiSquare, ContingencyTable};
use super::distribution::{chi_squared_upper, normal_quantile, normal_two_sided};
use super::math::{self, ln_factorial};
use super::proportion::Interval;
use super::rank_tests::Trend;
use super::two_by_two::{Effect, TwoByTwo};
use super::{StatsError, fisher};

/// Likelihood-ratio test of association, G² = 2 Σ O ln(O / E), `DescTools::GTest`.
///
/// Agresti A. *Categorical Data Analysis*, 3rd edition, section 3.2.
pub fn likelihood_ratio(table: &ContingencyTable) -> ChiSquare {
    let statistic = 2.0
        * math::sum(table.cells().map(|(count, expected)| {
            if count > 0.0 {
                count * math::ln(count / expected)
            } else {
                0.0
            }
        }));
    // Independence can leave a rounding error below zero.
    let chi_square = statistic.max(0.0);
    let df = (table.row_totals().len() as u32 - 1) * (table.column_totals().len() as u32 - 1);
    ChiSquare {
        chi_square,
        df,
        p: chi_squared_upper(chi_square, df),
    }
}

/// Cochran and Armitage's test for a trend in proportions over groups scored 1,
/// 2, 3, …, `prop.trend.test(events, trials)`.
///
/// Armitage P. *Biometrics* 1955;11:375-386.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::TooFewGroups`],
/// [`StatsError::NoVariation`] when all or none have the event.
pub fn cochran_armitage(events: &[u64], trials: &[u64]) -> Result<Trend, StatsError> {
    if events.len() != trials.len() {
        return Err(StatsError::Lengths(events.len(), trials.len()));
    }
    if events
        .iter()
        .zip(trials)
        .any(|(events, trials)| events > trials)
    {
        return Err(StatsError::Domain("more successes than trials"));
    }
    let filled = trials.iter().filter(|trials| **trials > 0).count();
    if filled < 2 {
        return Err(StatsError::TooFewGroups(filled));
    }
    let n = trials.iter().sum::<u64>() as f64;
    let p = events.iter().sum::<u64>() as f64 / n;
    let groups = || events.iter().zip(trials).enumerate();
    let mean = math::sum(groups().map(|(at, (_, m))| (at + 1) as f64 * *m as f64)) / n;
    let covariance = math::sum(
        groups().map(|(at, (x, m))| ((at + 1) as f64 - mean) * (*x as f64 - *m as f64 * p)),
    );
    let spread = math::sum(groups().map(|(at, (_, m))| {
        let distance = (at + 1) as f64 - mean;
        *m as f64 * distance * distance
    }));
    let variance = p * (1.0 - p) * spread;
    if variance == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let z = covariance / variance.sqrt();
    Ok(Trend {
        statistic: z * z,
        z,
        p: normal_two_sided(z),
    })
}

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
    // A table without events, or without others, says nothing: p is 1.
    ContingencyTable::new(&rows)
        .and_then(|table| fisher::fisher_exact(&table))
        .unwrap_or(1.0)
}

/// Result of Cochran's Q test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CochranQ {
    /// The statistic.
    pub q: f64,
    /// Number of questions less one.
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
}

/// Cochran's Q test of several yes-or-no answers by the same subjects,
/// `DescTools::CochranQTest`: a row for each subject, a column for each question.
///
/// Cochran WG. *Biometrika* 1950;37:256-266.
///
/// # Errors
/// [`StatsError::TooFew`], [`StatsError::Lengths`], [`StatsError::NoVariation`]
/// when every subject answers all questions alike.
pub fn cochran_q(subjects: &[&[bool]]) -> Result<CochranQ, StatsError> {
    let k = subjects.first().map_or(0, |answers| answers.len());
    if k < 2 {
        return Err(StatsError::TooFew { needed: 2, got: k });
    }
    let mut columns = vec![0.0; k];
    let (mut rows, mut squares) = (0.0, 0.0);
    for answers in subjects {
        if answers.len() != k {
            return Err(StatsError::Lengths(k, answers.len()));
        }
        let mut total = 0.0;
        for (column, answer) in columns.iter_mut().zip(*answers) {
            let yes = f64::from(u8::from(*answer));
            *column += yes;
            total += yes;
        }
        rows += total;
        squares += total * total;
    }
    let k = k as f64;
    let spread = k * rows - squares;
    if spread == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let sum_of_squares = math::sum(columns.iter().map(|column| column * column));
    let q = (k - 1.0) * (k * sum_of_squares - rows * rows) / spread;
    let df = k as u32 - 1;
    Ok(CochranQ {
        q,
        df,
        p: chi_squared_upper(q, df),
    })
}

/// Result of the test of Cochran, Mantel and Haenszel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    /// The statistic of general association.
    pub chi_square: f64,
    /// (rows - 1)(columns - 1).
    pub df: u32,
    /// Upper tail of the chi-squared distribution.
    pub p: f64,
    /// Common odds ratio with the interval of Robins, Breslow and Greenland; of
    /// 2 x 2 tables only.
    pub odds_ratio: Option<Effect>,
}

/// Association within strata, `mantelhaen.test(x, correct =)`: each stratum is a
/// table of the same shape, row by row.
///
/// Mantel N, Haenszel W. *JNCI* 1959;22:719-748; Robins J, Breslow N, Greenland
/// S. *Biometrics* 1986;42:311-323; general association after Agresti,
/// *Categorical Data Analysis*, 3rd edition, section 8.4. The continuity
/// correction touches 2 x 2 tables only.
///
/// # Errors
/// [`StatsError::TooFew`] without strata of two subjects, [`StatsError::Lengths`],
/// [`StatsError::NoVariation`].
pub fn mantel_haenszel(
    strata: &[Vec<Vec<u64>>],
    continuity_correction: bool,
    confidence: f64,
) -> Result<MantelHaenszel, StatsError> {
    let rows = strata.first().map_or(0, Vec::len);
    let columns = strata.first().and_then(|s| s.first()).map_or(0, Vec::len);
    if rows < 2 || columns < 2 {
        return Err(StatsError::TooFewGroups(rows.min(columns)));
    }
    let size = (rows - 1) * (columns - 1);
    let mut deviation = DVector::zeros(size);
    let mut covariance = DMatrix::zeros(size, size);
    for stratum in strata {
        if let Some(other) = stratum.iter().find(|row| row.len() != columns) {
            return Err(StatsError::Lengths(columns, other.len()));
        }
        if stratum.len() != rows {
            return Err(StatsError::Lengths(rows, stratum.len()));
        }
        let row_totals: Vec<f64> = stratum
            .iter()
            .map(|row| row.iter().sum::<u64>() as f64)
            .collect();
        let column_totals: Vec<f64> = (0..columns)
            .map(|column| stratum.iter().map(|row| row[column]).sum::<u64>() as f64)
            .collect();
        let n: f64 = row_totals.iter().sum();
        // As in R, strata of one subject say nothing.
        if n < 2.0 {
            continue;
        }
        let own = |totals: &[f64], a: usize, b: usize| {
            let same = if a == b { totals[a] * n } else { 0.0 };
            same - totals[a] * totals[b]
        };
        for (at, (i, j)) in cells(rows, columns).enumerate() {
            deviation[at] += stratum[i][j] as f64 - row_totals[i] * column_totals[j] / n;
            for (to, (k, l)) in cells(rows, columns).enumerate() {
                covariance[(at, to)] +=
                    own(&row_totals, i, k) * own(&column_totals, j, l) / (n * n * (n - 1.0));
            }
        }
    }
    let two_by_two = size == 1;
    if two_by_two && continuity_correction {
        let distance: f64 = deviation[0];
        deviation[0] = (distance.abs() - 0.5_f64.min(distance.abs())).copysign(distance);
    }
    let solved = covariance
        .cholesky()
        .map(|factor| factor.solve(&deviation))
        .ok_or(StatsError::NoVariation)?;
    let chi_square = deviation.dot(&solved);
    let df = size as u32;
    Ok(MantelHaenszel {
        chi_square,
        df,
        p: chi_squared_upper(chi_square, df),
        odds_ratio: if two_by_two {
            common_odds_ratio(strata, confidence)
        } else {
            None
        },
    })
}

/// The cells of a table but for its last row and column.
fn cells(rows: usize, columns: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..rows - 1).flat_map(move |i| (0..columns - 1).map(move |j| (i, j)))
}

fn common_odds_ratio(strata: &[Vec<Vec<u64>>], confidence: f64) -> Option<Effect> {
    let (mut r, mut s) = (0.0, 0.0);
    let (mut pr, mut ps_qr, mut qs) = (0.0, 0.0, 0.0);
    for stratum in strata {
        let cell = |i: usize, j: usize| stratum[i][j] as f64;
        let (a, b, c, d) = (cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1));
        let n = a + b + c + d;
        if n < 2.0 {
            continue;
        }
        let (p, q) = ((a + d) / n, (b + c) / n);
        let (own_r, own_s) = (a * d / n, b * c / n);
        r += own_r;
        s += own_s;
        pr += p * own_r;
        ps_qr += p * own_s + q * own_r;
        qs += q * own_s;
    }
    if r == 0.0 || s == 0.0 {
        return None;
    }
    let estimate = r / s;
    let variance = pr / (2.0 * r * r) + ps_qr / (2.0 * r * s) + qs / (2.0 * s * s);
    let half = normal_quantile(f64::midpoint(1.0, confidence)) * variance.sqrt();
    Some(Effect {
        estimate,
        interval: Interval {
            lower: estimate * math::exp(-half),
            upper: estimate * math::exp(half),
        },
    })
}
