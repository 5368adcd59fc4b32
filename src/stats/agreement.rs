//! Agreement of two raters: Cohen's kappa.

use super::distribution::{normal_quantile, normal_two_sided};
use super::proportion::Interval;
use super::{StatsError, math};

/// How much a disagreement counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// All alike.
    Unweighted,
    /// By the distance of the levels: 1 - |i - j| / (k - 1).
    Linear,
    /// By its square: 1 - (i - j)² / (k - 1)².
    Quadratic,
}

/// Agreement beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// From below 0 (less than by chance) to 1.
    pub estimate: f64,
    /// Large-sample standard error.
    pub standard_error: f64,
    /// Wald's interval.
    pub interval: Interval,
    /// Two-sided p-value of no agreement beyond chance, with the standard error
    /// under that hypothesis.
    pub p: f64,
}

/// Cohen's kappa of a square table of counts, raters in rows and columns,
/// `vcd::Kappa(table)`.
///
/// Cohen J. *Psychological Bulletin* 1968;70:213-220; standard errors by Fleiss
/// JL, Cohen J, Everitt BS. *Psychological Bulletin* 1969;72:323-327.
///
/// # Errors
/// [`StatsError::Lengths`] for a table that is not square, [`StatsError::TooFew`]
/// without counts, [`StatsError::NoVariation`] when chance alone agrees fully.
pub fn kappa(
    table: &[Vec<u64>],
    disagreement: Disagreement,
    confidence: f64,
) -> Result<Kappa, StatsError> {
    let k = table.len();
    if let Some(row) = table.iter().find(|row| row.len() != k) {
        return Err(StatsError::Lengths(k, row.len()));
    }
    if k < 2 {
        return Err(StatsError::TooFew { needed: 2, got: k });
    }
    let n = table.iter().flatten().sum::<u64>() as f64;
    if n == 0.0 {
        return Err(StatsError::TooFew { needed: 1, got: 0 });
    }
    let share = |i: usize, j: usize| table[i][j] as f64 / n;
    let rows: Vec<f64> = (0..k).map(|i| (0..k).map(|j| share(i, j)).sum()).collect();
    let columns: Vec<f64> = (0..k).map(|j| (0..k).map(|i| share(i, j)).sum()).collect();
    let weight = |i: usize, j: usize| {
        let distance = i.abs_diff(j) as f64 / (k - 1) as f64;
        match disagreement {
            Disagreement::Unweighted => f64::from(u8::from(i == j)),
            Disagreement::Linear => 1.0 - distance,
            Disagreement::Quadratic => 1.0 - distance * distance,
        }
    };
    let over = |f: &dyn Fn(usize, usize) -> f64| {
        math::sum(
            (0..k)
                .flat_map(|i| (0..k).map(move |j| (i, j)))
                .map(|(i, j)| f(i, j)),
        )
    };
    let observed = over(&|i, j| weight(i, j) * share(i, j));
    let expected = over(&|i, j| weight(i, j) * rows[i] * columns[j]);
    // Within rounding: chance alone agrees fully.
    if expected >= 1.0 - 1e-12 {
        return Err(StatsError::NoVariation);
    }
    let estimate = (observed - expected) / (1.0 - expected);
    // Mean weights of each row and column.
    let row_mean = |i: usize| (0..k).map(|j| columns[j] * weight(i, j)).sum::<f64>();
    let column_mean = |j: usize| (0..k).map(|i| rows[i] * weight(i, j)).sum::<f64>();
    let spread = over(&|i, j| {
        let term = weight(i, j) - (row_mean(i) + column_mean(j)) * (1.0 - estimate);
        share(i, j) * term * term
    });
    let centre = estimate - expected * (1.0 - estimate);
    let variance = (spread - centre * centre) / (n * (1.0 - expected) * (1.0 - expected));
    let null_spread = over(&|i, j| {
        let term = weight(i, j) - (row_mean(i) + column_mean(j));
        rows[i] * columns[j] * term * term
    });
    let null_variance =
        (null_spread - expected * expected) / (n * (1.0 - expected) * (1.0 - expected));
    if null_variance <= 0.0 {
        return Err(StatsError::NoVariation);
    }
    let standard_error = variance.max(0.0).sqrt();
    let half = normal_quantile(f64::midpoint(1.0, confidence)) * standard_error;
    Ok(Kappa {
        estimate,
        standard_error,
        interval: Interval {
            lower: estimate - half,
            upper: estimate + half,
        },
        p: normal_two_sided(estimate / null_variance.sqrt()),
    })
}
