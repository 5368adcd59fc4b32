//! Association within strata, and the odds ratio that they share.

use nalgebra::{DMatrix, DVector};

use super::contingency::ContinuityCorrection;
use super::distribution::{chi_squared_upper, normal_quantile};
use super::proportion::Interval;
use super::two_by_two::Effect;
use super::{StatsError, math};

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
/// correction touches 2 x 2 tables only. Rows and columns without a subject in any
/// stratum are dropped, as `factor()` does before the test in R.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::TooFewGroups`] when fewer than two rows or
/// columns remain, [`StatsError::NoVariation`] when no stratum has two of each.
pub fn mantel_haenszel(
    strata: &[Vec<Vec<u64>>],
    correction: ContinuityCorrection,
    confidence: f64,
) -> Result<MantelHaenszel, StatsError> {
    let strata = &filled(strata)?;
    let rows = strata.first().map_or(0, Vec::len);
    let columns = strata.first().and_then(|s| s.first()).map_or(0, Vec::len);
    if rows < 2 || columns < 2 {
        return Err(StatsError::TooFewGroups(rows.min(columns)));
    }
    let size = (rows - 1) * (columns - 1);
    let mut deviation = DVector::zeros(size);
    let mut covariance = DMatrix::zeros(size, size);
    for stratum in strata {
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
    if two_by_two && correction == ContinuityCorrection::Yates {
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

/// The strata without the rows and columns that are empty in all of them.
fn filled(strata: &[Vec<Vec<u64>>]) -> Result<Vec<Vec<Vec<u64>>>, StatsError> {
    let rows = strata.first().map_or(0, Vec::len);
    let columns = strata.first().and_then(|s| s.first()).map_or(0, Vec::len);
    let mut row_totals = vec![0_u64; rows];
    let mut column_totals = vec![0_u64; columns];
    for stratum in strata {
        if stratum.len() != rows {
            return Err(StatsError::Lengths(rows, stratum.len()));
        }
        for (row, row_total) in stratum.iter().zip(&mut row_totals) {
            if row.len() != columns {
                return Err(StatsError::Lengths(columns, row.len()));
            }
            *row_total += row.iter().sum::<u64>();
            for (count, total) in row.iter().zip(&mut column_totals) {
                *total += count;
            }
        }
    }
    fn kept<'t, T: Clone>(
        items: &'t [T],
        totals: &'t [u64],
    ) -> impl Iterator<Item = T> + use<'t, T> {
        let filled = items.iter().zip(totals).filter(|(_, total)| **total > 0);
        filled.map(|(item, _)| item.clone())
    }
    let of = |stratum: &Vec<Vec<u64>>| {
        kept(stratum, &row_totals)
            .map(|row| kept(&row, &column_totals).collect())
            .collect()
    };
    Ok(strata.iter().map(of).collect())
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
