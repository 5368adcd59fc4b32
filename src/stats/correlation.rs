//! Correlation: Pearson, Spearman, Kendall.

use super::distribution::{normal_quantile, normal_two_sided, student_t_two_sided};
use super::proportion::Interval;
use super::ranks::rank;
use super::{StatsError, math, require_finite};

/// A correlation with its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// The coefficient, from -1 to 1.
    pub coefficient: f64,
    /// Its statistic: t, or z for Kendall.
    pub statistic: f64,
    /// Degrees of freedom of t, n - 2; `None` for Kendall.
    pub df: Option<f64>,
    /// Two-sided p-value.
    pub p: f64,
    /// Interval by Fisher's z, with at least four pairs, of Kendall's tau five.
    pub interval: Option<Interval>,
}

fn check(x: &[f64], y: &[f64]) -> Result<(), StatsError> {
    if x.len() != y.len() {
        return Err(StatsError::Lengths(x.len(), y.len()));
    }
    require_finite(x)?;
    require_finite(y)?;
    if x.len() < 3 {
        return Err(StatsError::TooFew {
            needed: 3,
            got: x.len(),
        });
    }
    Ok(())
}

/// The interval on the scale of Fisher's z.
fn around(coefficient: f64, error: f64, confidence: f64) -> Interval {
    let half = normal_quantile(f64::midpoint(1.0, confidence)) * error;
    let z = libm::atanh(coefficient);
    Interval {
        lower: libm::tanh(z - half),
        upper: libm::tanh(z + half),
    }
}

/// Pearson's correlation, `cor.test(x, y)`.
///
/// # Errors
/// [`StatsError::Lengths`], [`StatsError::TooFew`] for fewer than three pairs,
/// [`StatsError::NoVariation`], [`StatsError::NotFinite`].
pub fn pearson(x: &[f64], y: &[f64], confidence: f64) -> Result<Correlation, StatsError> {
    check(x, y)?;
    let n = x.len() as f64;
    let mean = |values: &[f64]| math::sum(values.iter().copied()) / n;
    let (mx, my) = (mean(x), mean(y));
    let xx = math::sum(x.iter().map(|v| (v - mx) * (v - mx)));
    let yy = math::sum(y.iter().map(|v| (v - my) * (v - my)));
    let xy = math::sum(x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)));
    if xx == 0.0 || yy == 0.0 {
        return Err(StatsError::NoVariation);
    }
    let r = (xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0);
    let df = n - 2.0;
    let t = r * (df / ((1.0 - r) * (1.0 + r))).sqrt();
    let interval = (n > 3.0).then(|| around(r, (1.0 / (n - 3.0)).sqrt(), confidence));
    Ok(Correlation {
        coefficient: r,
        statistic: t,
        df: Some(df),
        p: student_t_two_sided(t, df),
        interval,
    })
}

/// Spearman's rank correlation with the t approximation, `cor.test(x, y, method
/// = "spearman", exact = FALSE)`; the interval is Fisher's z of the ranks.
///
/// # Errors
/// As [`pearson`].
pub fn spearman(x: &[f64], y: &[f64], confidence: f64) -> Result<Correlation, StatsError> {
    check(x, y)?;
    pearson(&rank(x).ranks, &rank(y).ranks, confidence)
}

/// Spearman's S, the sum of squared differences of ranks that
/// `cor.test(method = "spearman")` prints, from the coefficient of `n` pairs:
/// (n³ - n)(1 - ρ) / 6. With ties R takes this for S, too.
pub fn spearman_s(coefficient: f64, n: usize) -> f64 {
    let n = n as f64;
    (n * n * n - n) * (1.0 - coefficient) / 6.0
}

/// Kendall's tau-b with ties, `cor.test(x, y, method = "kendall", exact =
/// FALSE)`. O(n log n), after Knight (*JASA* 1966;61:436-439). The interval is
/// Fisher's z with the variance 0.437 / (n - 4) (Fieller EC, Hartley HO, Pearson
/// ES. *Biometrika* 1957;44:470-481).
///
/// # Errors
/// As [`pearson`].
pub fn kendall(x: &[f64], y: &[f64], confidence: f64) -> Result<Correlation, StatsError> {
    check(x, y)?;
    let n = x.len() as f64;
    let mut pairs: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let total = n * (n - 1.0) / 2.0;
    let (ties_x, ties_y) = (rank(x).ties, rank(y).ties);
    let paired = |ties: &[usize]| -> f64 {
        ties.iter()
            .map(|&t| t as f64 * (t as f64 - 1.0) / 2.0)
            .sum()
    };
    let (tied_x, tied_y) = (paired(&ties_x), paired(&ties_y));
    let tied_both: f64 = pairs
        .chunk_by(|a, b| a == b)
        .map(|block| block.len() as f64 * (block.len() as f64 - 1.0) / 2.0)
        .sum();
    let mut values: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let discordant = count_swaps(&mut values) as f64;
    // Concordant less discordant.
    let score = total - tied_x - tied_y + tied_both - 2.0 * discordant;
    if tied_x == total || tied_y == total {
        return Err(StatsError::NoVariation);
    }
    let tau = score / ((total - tied_x).sqrt() * (total - tied_y).sqrt());
    let over = |ties: &[usize], f: fn(f64) -> f64| ties.iter().map(|&t| f(t as f64)).sum::<f64>();
    let first = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let second = |t: f64| t * (t - 1.0);
    let third = |t: f64| t * (t - 1.0) * (t - 2.0);
    let variance = (first(n) - over(&ties_x, first) - over(&ties_y, first)) / 18.0
        + over(&ties_x, second) * over(&ties_y, second) / (2.0 * n * (n - 1.0))
        + over(&ties_x, third) * over(&ties_y, third) / (9.0 * n * (n - 1.0) * (n - 2.0));
    let z = score / variance.sqrt();
    let interval = (n > 4.0).then(|| around(tau, (0.437 / (n - 4.0)).sqrt(), confidence));
    Ok(Correlation {
        coefficient: tau,
        statistic: z,
        df: None,
        p: normal_two_sided(z),
        interval,
    })
}

/// Exact two-sided p-value of Spearman's correlation: the share of all orders of
/// `y` whose coefficient is at least as far from 0, ties included. Without ties
/// `cor.test(x, y, method = "spearman", exact = TRUE)` up to nine pairs; beyond
/// these R uses a series.
///
/// # Errors
/// As [`pearson`], and [`StatsError::Domain`] beyond ten pairs.
pub fn spearman_exact(x: &[f64], y: &[f64]) -> Result<f64, StatsError> {
    pearson(&rank(x).ranks, &rank(y).ranks, 0.95)?;
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = (values.len() as f64 + 1.0) / 2.0;
        rank(values).ranks.iter().map(|rank| rank - mean).collect()
    };
    exact(&centred(x), &centred(y), |x, y| {
        x.iter().zip(y).map(|(x, y)| x * y).sum()
    })
}

/// Exact two-sided p-value of Kendall's tau, ties included; without ties
/// `cor.test(x, y, method = "kendall", exact = TRUE)`. Up to 10 pairs all orders
/// are seen; without ties inversions are counted for any number.
///
/// # Errors
/// As [`pearson`], and [`StatsError::Domain`] beyond ten pairs with ties or
/// 1,000 without.
pub fn kendall_exact(x: &[f64], y: &[f64]) -> Result<f64, StatsError> {
    kendall(x, y, 0.95)?;
    let score = |x: &[f64], y: &[f64]| {
        let mut sum = 0.0;
        for (at, (a, b)) in x.iter().zip(y).enumerate() {
            let before = x.iter().zip(y).take(at);
            sum += before.map(|(c, d)| sign(a - c) * sign(b - d)).sum::<f64>();
        }
        sum
    };
    if !rank(x).ties.is_empty() || !rank(y).ties.is_empty() {
        return exact(x, y, score);
    }
    let n = x.len();
    if n > MOST_WITHOUT_TIES {
        return Err(StatsError::Domain(
            "the exact test is limited to 1,000 pairs without ties",
        ));
    }
    // share[k]: of all orders of the values so far, those with k inversions.
    let pairs = n * (n - 1) / 2;
    let mut share = vec![0.0_f64; pairs + 1];
    share[0] = 1.0;
    for size in 2..=n {
        let mut running = 0.0;
        let before = share.clone();
        for (inversions, own) in share.iter_mut().enumerate() {
            running += before[inversions];
            if inversions >= size {
                running -= before[inversions - size];
            }
            *own = running / size as f64;
        }
    }
    let observed = score(x, y).abs();
    let far = share
        .iter()
        .enumerate()
        .filter(|(k, _)| (pairs as f64 - 2.0 * *k as f64).abs() >= observed - 1e-7);
    Ok(math::sum(far.map(|(_, share)| *share)).min(1.0))
}

/// 3.6 million orders.
const MOST_PERMUTED: usize = 10;
const MOST_WITHOUT_TIES: usize = 1_000;

fn sign(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value.signum() }
}

/// The share of all orders of `y` whose score is at least as far from 0.
fn exact(x: &[f64], y: &[f64], score: impl Fn(&[f64], &[f64]) -> f64) -> Result<f64, StatsError> {
    if x.len() > MOST_PERMUTED {
        return Err(StatsError::Domain(
            "the exact test enumerates all orders and is limited to 10 pairs",
        ));
    }
    let limit = score(x, y).abs() - 1e-9;
    let (mut far, mut all) = (0_u64, 0_u64);
    let mut order = y.to_vec();
    // Heap's algorithm (*Computer Journal* 1963;6:293): each order by one swap.
    let mut state = vec![0; order.len()];
    let mut see = |order: &[f64]| {
        all += 1;
        far += u64::from(score(x, order).abs() >= limit);
    };
    see(&order);
    let mut at = 1;
    while at < order.len() {
        if state[at] < at {
            order.swap(if at % 2 == 0 { 0 } else { state[at] }, at);
            see(&order);
            state[at] += 1;
            at = 1;
        } else {
            state[at] = 0;
            at += 1;
        }
    }
    Ok(far as f64 / all as f64)
}

/// How many pairs stand in falling order; sorts by merging.
fn count_swaps(values: &mut [f64]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut swaps = count_swaps(left) + count_swaps(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        let take_right = i == left.len() || (j < right.len() && right[j] < left[i]);
        if take_right {
            swaps += (left.len() - i) as u64;
            merged.push(right[j]);
            j += 1;
        } else {
            merged.push(left[i]);
            i += 1;
        }
    }
    values.copy_from_slice(&merged);
    swaps
}
